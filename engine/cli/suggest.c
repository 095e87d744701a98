/* SPDX-License-Identifier: Apache-2.0 */
#include "suggest.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <procscreen/screener.h>
#include <procscreen/suggest.h>

#include "documents.h"
#include "exit_codes.h"
#include "message.h"
#include "rewindable.h"

enum { KNOWN_ROOM = 256 };

typedef struct drafting {
    const ps_packs *packs;
    ps_suggester *suggester;
    ps_screen_options screening;
    char known[KNOWN_ROOM]; /* ids of profiles that read samples, with ", " between */
} drafting;

static int is_listed(const char *list, const char *id)
{
    size_t len = strlen(id);
    const char *at = list;
    while ((at = strstr(at, id)) != NULL) {
        if ((at == list || at[-1] == ' ') && (at[len] == ',' || !at[len])) {
            return 1;
        }
        at += len;
    }
    return 0;
}

static void on_record(void *user, const ps_record *record)
{
    drafting *d = user;
    size_t len = strlen(d->known);
    char id[KNOWN_ROOM];
    (void)snprintf(id, sizeof id, "%.*s",
                   (int)(record->format.len < 100 ? record->format.len : 100), record->format.ptr);
    if (id[0] && !is_listed(d->known, id)) {
        int more = snprintf(d->known + len, sizeof d->known - len, "%s%s", len ? ", " : "", id);
        if (more < 0 || (size_t)more >= sizeof d->known - len) {
            d->known[len] = '\0'; /* half an id is none */
        }
    }
}

/* Which profiles read the sample. What is wrong with it is told when it is read for the draft. */
static int find_known(drafting *d, int fd, const char *name)
{
    static const ps_screen_sink sink = {.record = on_record};
    ps_screener *screener = NULL;
    ps_error error = {0};
    ps_status status = ps_screener_new(d->packs, &d->screening, &screener, &error);
    if (status == PS_OK) {
        status = ps_screener_read(screener, ps_documents_read_fd, &fd, name, &sink, d, &error);
    }
    ps_screener_free(screener);
    if (status == PS_FATAL) {
        ps_say_error(&error);
        return PS_EXIT_INTERNAL;
    }
    return 0;
}

/* Every sample is read twice: by the profiles, and for the draft. */
static int read_sample(void *user, int fd, const char *name)
{
    drafting *d = user;
    ps_error error = {0};
    int code = fd == STDIN_FILENO ? ps_stdin_rewindable(d->screening.limits->file_bytes) : 0;
    if (code == 0) {
        code = find_known(d, fd, name);
    }
    if (code != 0) {
        return code;
    }
    if (lseek(fd, 0, SEEK_SET) != 0) {
        ps_say("cannot read %s twice: %s", name, strerror(errno));
        return PS_EXIT_INCOMPLETE;
    }
    ps_status status = ps_suggester_read(d->suggester, ps_documents_read_fd, &fd, name, &error);
    if (status == PS_OK) {
        return 0;
    }
    ps_say_error(&error);
    return status == PS_FATAL ? PS_EXIT_INTERNAL : PS_EXIT_INCOMPLETE;
}

static void put(void *user, ps_str text)
{
    (void)user;
    /* XML that the library has made safe for a terminal; line ends are its own */
    while (text.len) {
        int len = text.len < 65536 ? (int)text.len : 65536;
        ps_out("%.*s", len, text.ptr);
        text.ptr += len;
        text.len -= (size_t)len;
    }
}

static int write_draft(drafting *d)
{
    ps_draft_options options = PS_DRAFT_OPTIONS_INIT;
    ps_error error = {0};
    options.known = d->known[0] ? d->known : NULL;
    switch (ps_suggester_write(d->suggester, &options, put, NULL, &error)) {
    case PS_OK:
        if (options.known) {
            ps_say("the sample is read already by the profile %s; the draft is not needed for it",
                   options.known);
        }
        return ps_out_end();
    case PS_END:
        ps_say("no element of the sample looks like a record: no id with a day, no line");
        ps_hint("give files with a few records of a few lines that hold values; procscreen init "
                "writes an empty profile to begin with");
        return PS_EXIT_INCOMPLETE;
    case PS_WARN:
    case PS_FAILED:
    case PS_FATAL:
        break;
    }
    ps_say_error(&error);
    return PS_EXIT_INTERNAL;
}

int ps_suggest(const ps_args *args, ps_files_from *list, const ps_packs *packs,
               const ps_limits *limits)
{
    ps_error error = {0};
    drafting d = {.packs = packs, .screening = PS_SCREEN_OPTIONS_INIT};
    ps_suggest_options options = PS_SUGGEST_OPTIONS_INIT;
    options.limits = limits;
    options.encoding = ps_args_value(args, PS_OPT_INPUT_ENCODING);
    d.screening.limits = limits;
    d.screening.encoding = options.encoding;
    if (ps_suggester_new(&options, &d.suggester, &error) != PS_OK) {
        ps_say_error(&error);
        return PS_EXIT_INTERNAL;
    }
    ps_documents documents = {.each = read_sample, .user = &d};
    ps_documents_read_inputs(&documents, ps_args_operands(args, NULL), list,
                             ps_args_value(args, PS_OPT_STDIN_NAME));
    if (documents.code != PS_EXIT_INTERNAL) {
        documents.code = ps_exit_worse(documents.code, write_draft(&d));
    }
    ps_suggester_free(d.suggester);
    return documents.code;
}
