/* Saying what was lost: records, the rest of a document, what only looks like a record, documents
 * without any. SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/extract.h"
#include "formats/nearest.h"

void ps_loss_complete(ps_extract *x, ps_error *error)
{
    ps_error_source(error, x->name);
    if (!error->line) {
        ps_xml_place where = ps_xml_where(x->parser);
        error->line = where.line;
        error->column = where.column;
        error->offset = where.offset;
    }
    if (!error->record_id[0] && x->matcher.rule) {
        ps_error_copy(error->record_id, sizeof error->record_id, ps_builder_id(x->matcher.builder));
    }
}

void ps_loss_tell(ps_extract *x, const ps_error *error)
{
    x->lost++;
    x->sink->rejected(x->user, error, 0, 0);
}

void ps_loss_of_record(ps_extract *x, const ps_error *given)
{
    ps_error error = *given;
    ps_loss_complete(x, &error);
    ps_loss_tell(x, &error);
    x->skip = x->matcher.depth;
    ps_matcher_abandon(&x->matcher);
}

void ps_loss_tell_lookalikes(ps_extract *x)
{
    for (unsigned i = 0; i < x->lookalike_count; i++) {
        ps_loss_tell(x, &x->lookalikes[i]);
    }
    x->lookalike_count = 0;
}

/* An element with a record's name in another namespace may be a record that we would lose without a
 * word. It is told when it ends, unless there are records in it. */
void ps_loss_meet_lookalike(ps_extract *x, const ps_record_rule *rule, const char *local,
                            const char *uri)
{
    if (x->suspect_depth) {
        return;
    }
    PS_IGNORE(ps_error_set(
        &x->suspect, PS_FAILED, PS_E_FORMAT,
        "element %s in namespace \"%s\" is named like a record of profile %.*s, but is not one",
        local, uri ? uri : "", PS_FMT(rule->profile->id)));
    ps_error_hint(&x->suspect, "if it is one, write a profile for that namespace");
    ps_loss_complete(x, &x->suspect);
    x->suspect_depth = x->depth + 1;
    x->suspect_before = x->records + x->lost;
}

/* Before the first real record it may as well be something else: then it is told only if a real one
 * comes, or if there are many of them. */
void ps_loss_end_lookalike(ps_extract *x)
{
    x->suspect_depth = 0;
    if (x->records + x->lost != x->suspect_before) {
        return;
    }
    if (x->lookalike_count == PS_LOOKALIKES_MOST) {
        ps_loss_tell_lookalikes(x);
    }
    if (x->records || x->lost) {
        ps_loss_tell(x, &x->suspect);
    } else {
        x->lookalikes[x->lookalike_count++] = x->suspect;
    }
}

void ps_loss_of_document(ps_extract *x)
{
    ps_error error = {0};
    if (ps_str_equal_ascii_case(ps_str_from(x->root), PS_STR("html"))) {
        PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_NOT_XML,
                               "an HTML page <%s>, not procurement data", x->root));
        ps_error_hint(&error, "a server may have sent an error page in place of the export");
    } else if (x->known_envelope || !x->has_text) {
        PS_IGNORE(
            ps_error_set(&error, PS_FAILED, PS_E_NO_RECORDS, "<%s> holds no record", x->root));
        ps_error_hint(&error, "give --allow-empty where empty inputs are expected");
    } else {
        ps_nearest_describe(x->profiles, x->names, x->root, &error);
        if (x->lookalike_count) {
            error.line = x->lookalikes[0].line;
            error.column = x->lookalikes[0].column;
        }
    }
    if (!error.line) {
        error.line = 1;
    }
    error.offset = error.offset == PS_NO_OFFSET ? 0 : error.offset;
    ps_error_source(&error, x->name);
    x->sink->rejected(x->user, &error, 1, 0);
}

/* The same cause costs the open record and all behind it: two rejections that a reader can tell
 * apart. */
static void say_rest(ps_error *fatal)
{
    char message[sizeof fatal->message];
    ps_error_copy(message, sizeof message, ps_str_from(fatal->message));
    ps_buffer text = {.ptr = fatal->message,
                      .room = sizeof fatal->message - 1,
                      .limit = sizeof fatal->message - 1};
    ps_buffer_add_text(&text, "nothing behind this place was read: ");
    ps_buffer_add_str(&text, ps_str_cut(ps_str_from(message), text.limit - text.len));
    fatal->message[text.len] = '\0';
}

void ps_loss_of_rest(ps_extract *x, ps_error *fatal, uint64_t unscreened_after)
{
    ps_error_source(fatal, x->name);
    ps_loss_tell_lookalikes(x);
    if (x->matcher.rule && !x->skip) {
        ps_error error = *fatal;
        ps_error_copy(error.record_id, sizeof error.record_id, ps_builder_id(x->matcher.builder));
        ps_loss_tell(x, &error);
        ps_matcher_abandon(&x->matcher);
        say_rest(fatal);
    }
    x->sink->rejected(x->user, fatal, 1, unscreened_after);
}
