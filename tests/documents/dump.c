/* Prints the text of one document, what was reported of it, and what it was taken for; the test
 * beside it compares that. Standard error has the most memory that it took, in KiB; 0: not known.
 *
 *     documents_dump [NAME=LIMIT …] FILE
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "document/document.h"
#include "xml/document.h"

static void on_report(void *user, ps_status severity, const ps_error *error)
{
    (void)user;
    printf("%s: %s: %s: %s\n", severity == PS_OK ? "note" : "lost", error->source, error->cause,
           error->message);
}

/* Of this program alone: what getrusage() tells begins with that of the one that started it. Under
 * the address sanitizer, whose own memory is not meant, it is not known. */
static ps_str memory_of(ps_str status)
{
    ps_str word = PS_STR("0");
#ifndef __SANITIZE_ADDRESS__
    size_t found = ps_str_find(status, PS_STR("VmHWM:"));
    if (found != SIZE_MAX) {
        ps_str rest = ps_str_slice(status, found + sizeof "VmHWM:" - 1, status.len);
        (void)ps_str_next_word(&rest, &word);
    }
#else
    (void)status;
#endif
    return word;
}

static void print_memory(void)
{
    char status[8192];
    FILE *file = fopen("/proc/self/status", "r");
    size_t size = file ? fread(status, 1, sizeof status, file) : 0;
    if (file) {
        fclose(file);
    }
    fprintf(stderr, "%.*s\n", PS_FMT(memory_of((ps_str){status, size})));
}

int main(int argc, char **argv)
{
    ps_limits limits = ps_limits_default();
    ps_error error = {0};
    for (int i = 1; i + 1 < argc; i++) {
        uint64_t value;
        char *equals = strchr(argv[i], '=');
        if (!equals || !ps_str_to_uint(ps_str_from(equals + 1), UINT64_MAX, &value)) {
            return 2;
        }
        *equals = '\0';
        if (ps_limits_set(&limits, argv[i], value, &error) != PS_OK) {
            return 2;
        }
    }
    ps_buffer bytes;
    ps_buffer text;
    ps_buffer_init(&bytes, 0);
    ps_buffer_init(&text, 0);
    if (argc < 2 || ps_file_read(argv[argc - 1], SIZE_MAX, &bytes, &error) != PS_OK) {
        fprintf(stderr, "documents_dump: %s\n", error.message);
        return 2;
    }
    const char *slash = strrchr(argv[argc - 1], '/');
    ps_document_options options = {
        .limits = &limits, .name = slash ? slash + 1 : argv[argc - 1], .report = on_report};
    ps_document_kind kind;
    ps_xml_init();
    ps_status status = ps_document_read(ps_buffer_str(&bytes), &options, &text, &kind, &error);
    printf("%s: %s\n", ps_document_kind_name(kind),
           status == PS_OK     ? "read"
           : status == PS_WARN ? "read in part"
                               : "not read");
    if (status != PS_OK && status != PS_WARN) {
        printf("%s: %s: %s\n", error.source, error.cause, error.message);
    }
    if (text.len) {
        fwrite(text.ptr, 1, text.len, stdout);
    }
    print_memory();
    ps_buffer_done(&bytes);
    ps_buffer_done(&text);
    return status == PS_FATAL;
}
