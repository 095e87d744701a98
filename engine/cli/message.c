/* SPDX-License-Identifier: Apache-2.0 */
#include "message.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <procscreen/report.h>

#include "exit_codes.h"
#include "write.h"

/* Longest line that is said; what is longer is cut. A character may become an escape of ten. */
enum { RAW_MOST = 4096, SAFE_MOST = 4 * RAW_MOST, SOURCE_MOST = 2048 };

static void say_line(const char *prefix, const char *text)
{
    char line[SAFE_MOST + 64];
    size_t at = strlen(prefix);
    memcpy(line, prefix, at);
    (void)ps_text_printable((ps_str){text, strlen(text)}, line + at, SAFE_MOST);
    at += strlen(line + at);
    line[at++] = '\n';
    /* In one write, so that the lines of other processes cannot get between. */
    (void)ps_write_whole(STDERR_FILENO, line, at);
}

void ps_say(const char *format, ...)
{
    char text[RAW_MOST];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    say_line("procscreen: ", text);
}

void ps_hint(const char *format, ...)
{
    char text[RAW_MOST];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    say_line("  ", text);
}

/* `source` is safe already; what is safe stays as it is when it is made safe again. */
static void say_at(const char *prefix, const char *source, const ps_error *error)
{
    char place[SOURCE_MOST + 64] = "";
    if (!source[0] || (!error->line && strstr(error->message, source))) {
        place[0] = '\0'; /* there is none, or the message names it already */
    } else if (error->line && error->column) {
        (void)snprintf(place, sizeof place, "%s:%llu:%llu: ", source,
                       (unsigned long long)error->line, (unsigned long long)error->column);
    } else if (error->line) {
        (void)snprintf(place, sizeof place, "%s:%llu: ", source, (unsigned long long)error->line);
    } else {
        (void)snprintf(place, sizeof place, "%s: ", source);
    }
    /* A pack's entry, unless the message begins with it: "entry router needs". */
    char about[sizeof error->record_id + 8] = "";
    if (error->code == PS_E_PACK && error->record_id[0]) {
        const char *space = strchr(error->message, ' ');
        if (!space || strncmp(space + 1, error->record_id, strlen(error->record_id)) != 0) {
            (void)snprintf(about, sizeof about, "in %s: ", error->record_id);
        }
    }
    ps_say("%s%s%s%s (%s)", place, prefix, about, error->message, error->cause);
    if (error->hint[0]) {
        ps_hint("%s", error->hint);
    }
}

void ps_say_error(const ps_error *error)
{
    say_at("", error->source, error);
}

void ps_say_rejected(const ps_rejected *rejected)
{
    char source[SOURCE_MOST];
    (void)ps_text_printable(rejected->source, source, sizeof source);
    say_at("", source, rejected->error);
}

void ps_say_problem(void *user, ps_status severity, const ps_error *error)
{
    (void)user;
    say_at(severity == PS_WARN ? "warning: " : "", error->source, error);
}

void ps_out(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vprintf(format, args);
    va_end(args);
}

void ps_out_safe(ps_str text)
{
    enum { PIECE = 512 };
    char safe[PIECE * 4 + 1];
    while (text.len) {
        size_t size = text.len < PIECE ? text.len : PIECE;
        /* Not inside a character. */
        while (size < text.len && size > PIECE - 4 &&
               ((unsigned char)text.ptr[size] & 0xC0) == 0x80) {
            size--;
        }
        (void)ps_text_printable((ps_str){text.ptr, size}, safe, sizeof safe);
        (void)fputs(safe, stdout);
        text.ptr += size;
        text.len -= size;
    }
}

void ps_out_column(ps_str text, int columns)
{
    char safe[256];
    (void)ps_text_printable(text, safe, sizeof safe);
    (void)printf("%-*.*s", columns, columns, safe);
}

int ps_out_end(void)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) {
        return PS_EXIT_OK;
    }
    if (errno != EPIPE) {
        ps_say("cannot write to standard output: %s", strerror(errno ? errno : EIO));
    }
    return PS_EXIT_OUTPUT;
}
