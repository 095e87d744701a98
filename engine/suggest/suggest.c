/* SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/suggest.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "input/container.h"
#include "suggest/draft.h"
#include "xml/document.h"

struct ps_suggester {
    ps_limits limits;
    ps_samples *samples;
    const char *encoding;
};

ps_status ps_suggester_new(const ps_suggest_options *options, ps_suggester **ret_suggester,
                           ps_error *reterr)
{
    ps_limits limits = ps_limits_default();
    if (options && options->size < sizeof *options) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_suggest_options were not set up by their initialiser");
    }
    if (options && options->limits) {
        limits = *options->limits;
    }
    ps_xml_init();
    ps_suggester *suggester = calloc(1, sizeof *suggester);
    if (!suggester) {
        return ps_error_memory(reterr);
    }
    suggester->limits = limits;
    suggester->encoding = options ? options->encoding : NULL;
    ps_status status = ps_samples_new(&limits, &suggester->samples, reterr);
    if (status != PS_OK) {
        ps_suggester_free(suggester);
        return status;
    }
    *ret_suggester = suggester;
    return PS_OK;
}

void ps_suggester_free(ps_suggester *suggester)
{
    if (suggester) {
        ps_samples_free(suggester->samples);
        free(suggester);
    }
}

/* One call of ps_suggester_read(). */
typedef struct reading {
    ps_suggester *suggester;
    ps_error *error; /* the first, or the fatal one */
    ps_status status;
} reading;

static ps_status on_rejected(void *user, const char *name, const ps_error *error)
{
    reading *r = user;
    if (r->status == PS_OK) {
        *r->error = *error;
        ps_error_source(r->error, name);
        r->status = PS_FAILED;
    }
    return PS_OK;
}

static ps_status on_document(void *user, const ps_document *document)
{
    reading *r = user;
    ps_error error = {0};
    ps_status status = ps_samples_read(r->suggester->samples, document->read, document->io,
                                       r->suggester->encoding, &error);
    if (status == PS_FATAL) {
        *r->error = error;
    } else if (status != PS_OK) {
        ps_container_explain(document, &error);
        return on_rejected(user, document->name, &error);
    }
    return status;
}

ps_status ps_suggester_read(ps_suggester *suggester, ps_read_fn read, void *io, const char *name,
                            ps_error *reterr)
{
    static const ps_container_sink sink = {.document = on_document, .rejected = on_rejected};
    ps_archive_input input = {.read = read, .io = io};
    ps_error error = {0};
    reading r = {suggester, &error, PS_OK};
    ps_status status = ps_container_read(&input, name, &suggester->limits, &sink, &r, &error);
    status = status == PS_FATAL ? status : r.status;
    if (status != PS_OK && reterr) {
        *reterr = error;
    }
    return status;
}

ps_status ps_suggester_write(ps_suggester *suggester, const ps_draft_options *options,
                             ps_text_fn text, void *user, ps_error *reterr)
{
    ps_layout layout = {.record = NULL};
    ps_arena arena;
    ps_buffer out;
    if (options && options->size < sizeof *options) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_draft_options were not set up by their initialiser");
    }
    ps_arena_init(&arena, 0);
    ps_buffer_init(&out, 0);
    ps_status status = ps_samples_settle(suggester->samples, reterr);
    if (status == PS_OK) {
        status = ps_layout_find(&arena, ps_samples_top(suggester->samples), &layout, reterr);
    }
    if (status == PS_OK && !layout.record) {
        status = PS_END;
    }
    if (status == PS_OK) {
        ps_draft_write(&out, suggester->samples, &layout, options ? options->known : NULL);
        if (out.failed) {
            status = ps_error_memory(reterr);
        } else {
            text(user, ps_buffer_str(&out));
        }
    }
    ps_buffer_done(&out);
    ps_arena_done(&arena);
    return status;
}
