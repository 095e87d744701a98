/* The in-process face: a document's records, one after the other, read and judged.
 * SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/screener.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/str.h"
#include "formats/profiles.h"
#include "input/container.h"
#include "input/file_input.h"
#include "screen/file_finder.h"
#include "screen/judge.h"
#include "screen/packs.h"

struct ps_screener {
    ps_limits limits;
    ps_extract *extract;
    ps_judge judge;
    ps_file_finder files;
    const char *input; /* the name of what is being read */
};

/* One call of ps_screener_read(). */
typedef struct reading {
    ps_screener *screener;
    const char *name;            /* of the document */
    const ps_document *document; /* NULL: what is rejected is not being read */
    const ps_screen_sink *sink;
    void *user;
    uint64_t seq;
    uint64_t screened; /* of the document */
    int rejected;
    ps_error *reterr;
} reading;

static ps_status open_file(void *user, ps_str name, ps_opened_file *ret_file, ps_error *reterr)
{
    ps_screener *screener = user;
    (void)reterr;
    ps_file_find(&screener->files, screener->input, name, ret_file);
    return PS_OK;
}

ps_status ps_screener_new(const ps_packs *packs, const ps_screen_options *options,
                          ps_screener **ret_screener, ps_error *reterr)
{
    static const ps_screen_options defaults = PS_SCREEN_OPTIONS_INIT;
    options = options ? options : &defaults;
    if (!packs || !ret_screener || options->size < sizeof *options) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_screener_new: packs and ret_screener are needed");
    }
    ps_screener *screener = calloc(1, sizeof *screener);
    if (!screener) {
        return ps_error_memory(reterr);
    }
    screener->limits = options->limits ? *options->limits : ps_limits_default();
    ps_extract_options extract = {.limits = &screener->limits,
                                  .encoding = options->encoding,
                                  .coverage = options->want_coverage};
    ps_status status = ps_extract_new(packs->profiles, &extract, &screener->extract, reterr);
    if (status == PS_OK) {
        status = ps_judge_init(&screener->judge, packs, &screener->limits, options->as_of,
                               options->today, options->explain, reterr);
    }
    if (status != PS_OK) {
        ps_screener_free(screener);
        return PS_FATAL;
    }
    if (options->open_files || options->contracts) {
        ps_file_finder_init(&screener->files, options->contracts);
        screener->judge.attachments.opener = (ps_file_opener){open_file, screener};
    }
    *ret_screener = screener;
    return PS_OK;
}

void ps_screener_free(ps_screener *screener)
{
    if (screener) {
        ps_extract_free(screener->extract);
        ps_judge_done(&screener->judge);
        ps_file_finder_done(&screener->files);
        free(screener);
    }
}

static ps_status on_record(void *user, const ps_record *record)
{
    reading *r = user;
    r->seq++;
    if (r->sink->record) {
        r->sink->record(r->user, record);
    }
    if (!r->sink->screened) {
        return PS_OK;
    }
    ps_screened screened;
    ps_status status = ps_judge_record(&r->screener->judge, record, &screened, r->reterr);
    if (status != PS_OK) {
        return status;
    }
    ps_element_outcome *elements = NULL;
    if (screened.element_count) {
        elements =
            ps_arena_array(&r->screener->judge.arena, screened.element_count, sizeof *elements);
        if (!elements) {
            return ps_error_memory(r->reterr);
        }
        memcpy(elements, screened.elements, screened.element_count * sizeof *elements);
    }
    ps_judge_conclude(&screened, elements);
    screened.seq = r->seq;
    screened.source = ps_str_from(r->name);
    r->screened++;
    r->sink->screened(r->user, &screened);
    return PS_OK;
}

static void on_rejected(void *user, const ps_error *error, int last, uint64_t unscreened_after)
{
    reading *r = user;
    ps_error copy = *error;
    if (r->document) {
        ps_container_explain(r->document, &copy);
    }
    ps_error_source(&copy, r->name);
    r->rejected = 1;
    if (!last) {
        copy.record = ++r->seq;
    }
    if (r->sink->rejected) {
        ps_rejected rejected = {.source = ps_str_from(r->name),
                                .seq = copy.record,
                                .error = &copy,
                                .screened_before = r->screened,
                                .unscreened_after = unscreened_after};
        r->sink->rejected(r->user, &rejected);
    }
}

static ps_status on_document(void *user, const ps_document *document)
{
    static const ps_extract_sink events = {.record = on_record, .rejected = on_rejected};
    reading *r = user;
    uint64_t bytes;
    r->name = document->name;
    r->document = document;
    r->screened = 0;
    return ps_extract_read(r->screener->extract, document->read, document->io, document->name,
                           &events, r, NULL, &bytes, r->reterr);
}

static ps_status on_document_rejected(void *user, const char *name, const ps_error *error)
{
    reading *r = user;
    r->name = name;
    r->document = NULL;
    r->screened = 0;
    on_rejected(r, error, 1, 0);
    return PS_OK;
}

static ps_status read_input(ps_screener *screener, const ps_archive_input *input, const char *name,
                            const ps_screen_sink *sink, void *user, ps_error *reterr)
{
    static const ps_container_sink documents = {.document = on_document,
                                                .rejected = on_document_rejected};
    reading r = {.screener = screener, .sink = sink, .user = user, .reterr = reterr};
    screener->input = name ? name : "-";
    ps_status status =
        ps_container_read(input, screener->input, &screener->limits, &documents, &r, reterr);
    return status == PS_FATAL ? PS_FATAL : r.rejected ? PS_WARN : PS_OK;
}

ps_status ps_screener_read(ps_screener *screener, ps_read_fn read, void *io, const char *name,
                           const ps_screen_sink *sink, void *user, ps_error *reterr)
{
    if (!screener || !read || !sink) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_screener_read: screener, read and sink are needed");
    }
    ps_archive_input input = {.read = read, .io = io};
    return read_input(screener, &input, name, sink, user, reterr);
}

ps_status ps_screener_read_file(ps_screener *screener, int fd, const char *name,
                                const ps_screen_sink *sink, void *user, ps_error *reterr)
{
    if (!screener || fd < 0 || !sink) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_screener_read_file: screener, fd and sink are needed");
    }
    ps_file_input file;
    ps_archive_input input;
    ps_file_input_init(&file, fd, NULL, &input);
    return read_input(screener, &input, name, sink, user, reterr);
}

ps_status ps_screener_coverage(const ps_screener *screener, ps_coverage_fn row, void *user,
                               ps_error *reterr)
{
    if (!screener || !row) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_screener_coverage: screener and row are needed");
    }
    return ps_extract_coverage(screener->extract, row, user, reterr);
}
