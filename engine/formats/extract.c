/* Documents into records: finds the elements that are records and lets the matcher read each.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/extract.h"
#include "formats/strict.h"
#include "xml/blank.h"

ps_status ps_extract_new(const ps_profiles *profiles, const ps_extract_options *options,
                         ps_extract **ret_extract, ps_error *reterr)
{
    PS_CLEANUP(ps_extract_freep) ps_extract *extract = calloc(1, sizeof *extract);
    if (!extract) {
        return ps_error_memory(reterr);
    }
    extract->profiles = profiles;
    extract->options = *options;
    extract->expected = UINT64_MAX;
    ps_buffer_init(&extract->path, 4096);
    ps_buffer_init(&extract->parents, 0);
    ps_buffer_init(&extract->met, PS_XML_NAMES_BYTES);
    extract->outers = calloc((size_t)options->limits->depth + 2, sizeof *extract->outers);
    if (!extract->outers) {
        return ps_error_memory(reterr);
    }
    extract->kept = ps_xml_kept_new();
    if (!extract->kept) {
        return ps_error_memory(reterr);
    }
    ps_status status = ps_names_new(profiles->vocabulary, &extract->names, reterr);
    if (status == PS_OK) {
        status = ps_coverage_new(options->coverage, &extract->coverage, reterr);
    }
    if (status == PS_OK) {
        status =
            ps_matcher_init(&extract->matcher, profiles, options->limits, extract->names, reterr);
    }
    if (status == PS_OK) {
        *ret_extract = PS_TAKE(extract);
    }
    return status;
}

void ps_extract_free(ps_extract *extract)
{
    if (extract) {
        ps_matcher_done(&extract->matcher);
        ps_names_free(extract->names);
        ps_xml_kept_free(extract->kept);
        ps_coverage_free(extract->coverage);
        ps_buffer_done(&extract->path);
        ps_buffer_done(&extract->parents);
        ps_buffer_done(&extract->met);
        free(extract->outers);
        free(extract);
    }
}

static void stop(ps_extract *x, ps_status status, const ps_error *error)
{
    x->status = status;
    x->error = *error;
    ps_xml_stop(x->parser, error);
}

static void stop_for_memory(ps_extract *x)
{
    ps_error error = {0};
    PS_IGNORE(ps_error_memory(&error));
    x->no_memory = 1;
    stop(x, PS_FATAL, &error);
}

/* ---- elements ---- */

static void start_outside(ps_extract *x, const char *local, const char *uri, ps_name_ids ids,
                          const ps_xml_attr *attrs, size_t attr_count)
{
    if (x->stretch && ps_stretch_meet(x)) {
        return;
    }
    if (x->depth == 0) {
        ps_error_copy(x->root, sizeof x->root, ps_str_from(local));
    }
    const ps_record_rule *rule = ps_outside_find_record(x, ids, attrs, attr_count);
    if (rule) {
        if (x->stretch) {
            ps_stretch_meet_first_record(x);
        }
        x->ticks = 0;
        x->records++;
        ps_loss_tell_lookalikes(x);
        x->record_start = ps_xml_consumed(x->parser);
        ps_matcher_begin(&x->matcher, rule, x->parser, local, ids, attrs, attr_count);
        return;
    }
    const ps_record_rule *like = x->depth ? ps_outside_find_lookalike(x, ids, local) : NULL;
    if (like) {
        ps_loss_meet_lookalike(x, like, local, uri);
    }
    if (x->outers[x->depth].strict_envelope && x->depth && !like) {
        ps_error error = {0};
        PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_RECORD,
                               "<%s> is not a record, and nothing else may stand here", local));
        ps_loss_complete(x, &error);
        ps_loss_tell(x, &error);
        x->skip = 1;
        return;
    }
    if (!ps_outside_push(x, ids, attrs, attr_count)) {
        stop_for_memory(x);
    }
}

/* Where in the record the innermost element (or an attribute of it) is: its path where coverage is
 * asked for, else its name. */
static ps_str path_here(ps_extract *x, const char *attr)
{
    const ps_matcher *m = &x->matcher;
    ps_buffer_clear(&x->path);
    for (uint32_t i = x->options.coverage ? 1 : m->depth; i <= m->depth; i++) {
        ps_buffer_add_text(&x->path, x->path.len ? "/" : "");
        ps_buffer_add_text(&x->path, m->levels[i].local);
    }
    if (attr) {
        ps_buffer_add_text(&x->path, "/@");
        ps_buffer_add_text(&x->path, attr);
    }
    return ps_buffer_str(&x->path);
}

/* For those who write profiles: attributes with a value that no rule looks at. */
static void meet_unread_attrs(ps_extract *x, const ps_xml_attr *attrs, size_t attr_count)
{
    const ps_matcher *m = &x->matcher;
    for (size_t i = 0; i < attr_count; i++) {
        ps_str value = {attrs[i].value, (size_t)(attrs[i].value_end - attrs[i].value)};
        if (!ps_xml_is_blank(value) && !ps_strict_reads(m, &attrs[i])) {
            ps_coverage_unread(x->coverage, m->rule->profile->id, path_here(x, attrs[i].local));
        }
    }
}

static void check_size(ps_extract *x)
{
    ps_matcher *m = &x->matcher;
    uint64_t most = x->options.limits->record_bytes;
    if (m->error.code == PS_E_NONE && ps_xml_consumed(x->parser) - x->record_start > most) {
        PS_IGNORE(ps_error_limit(&m->error, PS_FAILED, "record-bytes",
                                 "the record is longer than %llu bytes", (unsigned long long)most));
    }
}

PS_RARE static void check_record_now(ps_extract *x)
{
    ps_matcher *m = &x->matcher;
    if (m->no_memory) {
        stop_for_memory(x);
    } else if (m->error.code != PS_E_NONE) {
        ps_loss_of_record(x, &m->error);
    } else if (ps_builder_failed(m->builder)) {
        const ps_record *none;
        ps_error error = {0};
        if (ps_builder_finish(m->builder, &none, &error) == PS_FATAL) {
            stop_for_memory(x);
        } else {
            ps_loss_of_record(x, &error);
        }
    }
}

static inline void check_record(ps_extract *x)
{
    enum { TICKS = 16 };
    const ps_matcher *m = &x->matcher;
    if (++x->ticks >= TICKS) {
        x->ticks = 0;
        check_size(x);
    }
    if (m->no_memory || m->error.code != PS_E_NONE || ps_builder_failed(m->builder)) {
        check_record_now(x);
    }
}

/* An element outside of records, or one that is looked at more closely. */
PS_RARE static void on_other_start(ps_extract *x, const char *local, const char *uri,
                                   const ps_xml_attr *attrs, size_t attr_count)
{
    ps_matcher *m = &x->matcher;
    if (x->skip) {
        x->skip++;
        return;
    }
    ps_name_ids ids = ps_names_find(x->names, local, uri);
    if (!m->rule) {
        start_outside(x, local, uri, ids, attrs, attr_count);
    } else {
        ps_matcher_start(m, local, ids, attrs, attr_count);
    }
    if (m->rule) {
        if (x->options.coverage) {
            meet_unread_attrs(x, attrs, attr_count);
        }
        if (m->rule->strict) {
            ps_strict_check_element(m, local, attrs, attr_count);
        }
        check_record(x);
    }
}

static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t attr_count)
{
    ps_extract *x = user;
    ps_matcher *m = &x->matcher;
    x->parser = parser;
    if (!m->rule || m->rule->strict || x->options.coverage) {
        on_other_start(x, local, uri, attrs, attr_count);
    } else {
        ps_matcher_start(m, local, ps_names_find(x->names, local, uri), attrs, attr_count);
        check_record(x);
    }
}

static void finish_record(ps_extract *x)
{
    const ps_record *record;
    ps_error error = {0};
    ps_matcher *m = &x->matcher;
    check_size(x);
    if (m->no_memory) {
        stop_for_memory(x);
        return;
    }
    if (m->error.code != PS_E_NONE) {
        error = m->error;
        ps_loss_complete(x, &error);
        ps_loss_tell(x, &error);
        ps_matcher_abandon(m);
        return;
    }
    ps_stage before = ps_profiler_enter(x->options.profiler, PS_STAGE_ASSEMBLE);
    ps_status status = ps_builder_finish(m->builder, &record, &error);
    ps_profiler_leave(x->options.profiler, before);
    if (status == PS_FATAL) {
        stop_for_memory(x);
        return;
    }
    if (status != PS_OK) {
        ps_loss_complete(x, &error);
        ps_loss_tell(x, &error);
    } else {
        ps_coverage_record(x->coverage, m->rule->profile->id, m->builder);
        status = x->sink->record(x->user, record);
    }
    ps_matcher_abandon(m);
    if (status == PS_FATAL) {
        PS_IGNORE(ps_error_set(&error, PS_FATAL, PS_E_INTERNAL,
                               "stopped by the receiver of the records"));
        stop(x, PS_FATAL, &error);
    }
}

/* The end of an element outside of records, of a record, or of one that is passed over. */
PS_RARE static void on_other_end(ps_extract *x)
{
    if (x->skip) {
        x->skip--;
    } else if (x->matcher.rule) {
        ps_matcher_end(&x->matcher);
        finish_record(x);
    } else if (x->depth) {
        if (x->depth == x->suspect_depth) {
            ps_loss_end_lookalike(x);
        }
        x->parents.len = x->outers[x->depth].parent_first * sizeof(const ps_record_rule *);
        x->depth--;
        if (x->stretch) {
            ps_stretch_close(x);
        }
    }
}

static void on_end(void *user, ps_xml_parser *parser)
{
    ps_extract *x = user;
    ps_matcher *m = &x->matcher;
    x->parser = parser;
    if (m->rule && m->depth > 1) {
        ps_matcher_end(m);
        if (m->error.code != PS_E_NONE) {
            check_record(x);
        }
    } else {
        on_other_end(x);
    }
}

/* Text that nobody reads: counted once per element, never silent. */
PS_RARE static void meet_unread(ps_extract *x)
{
    ps_matcher *m = &x->matcher;
    m->level->text_seen = 1;
    if (m->rule->strict) {
        ps_strict_check_text(m);
        check_record(x);
        return;
    }
    if (x->stretch && ps_coverage_unread_full(x->coverage)) {
        ps_stretch_crowd(x);
    }
    ps_coverage_unread(x->coverage, m->rule->profile->id, path_here(x, NULL));
}

/* Text that some rule may read, or outside of records. */
PS_RARE static void on_other_text(ps_extract *x, ps_str piece)
{
    ps_matcher *m = &x->matcher;
    if (x->skip) {
        return;
    }
    if (!m->rule) {
        x->has_text = x->has_text || !ps_xml_is_blank(piece);
    } else if (!ps_matcher_text(m, piece)) {
        if (!m->level->text_seen && !ps_xml_is_blank(piece)) {
            meet_unread(x);
        }
    } else if (m->error.code != PS_E_NONE) {
        check_record(x);
    }
}

static void on_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    ps_extract *x = user;
    const ps_matcher *m = &x->matcher;
    x->parser = parser;
    if (!m->rule || m->captures.len) {
        on_other_text(x, piece);
    } else if (!m->level->text_seen && !ps_xml_is_blank(piece)) {
        meet_unread(x);
    }
}

static void on_warning(void *user, ps_status severity, const ps_error *error)
{
    ps_extract *x = user;
    (void)severity;
    x->warned = 1;
    if (x->sink->warning) {
        ps_error copy = *error;
        ps_error_source(&copy, x->name);
        x->sink->warning(x->user, &copy);
    }
}

static void on_damage(void *user, ps_xml_parser *parser, const ps_error *error)
{
    ps_extract *x = user;
    x->parser = parser;
    if (x->matcher.rule && !x->skip) {
        char reason[sizeof error->cause + sizeof error->message + 3];
        ps_buffer text = {.ptr = reason, .room = sizeof reason, .limit = sizeof reason};
        size_t colon = ps_str_find(ps_str_from(error->message), PS_STR(": "));
        if (error->code == PS_E_ENTITY && colon != SIZE_MAX) {
            ps_buffer_add(&text, error->message, colon); /* "unresolved-entity zwnj" */
        } else {
            ps_buffer_add_text(&text, error->cause);
            ps_buffer_add_text(&text, ": ");
            ps_buffer_add_text(&text, error->message);
        }
        ps_buffer_add_char(&text, '\0');
        ps_builder_damage(x->matcher.builder, reason);
    } else {
        on_warning(x, PS_WARN, error);
    }
}

static void on_crowded(void *user, ps_xml_parser *parser)
{
    ps_extract *x = user;
    x->parser = parser;
    ps_stretch_crowd(x);
}

/* ---- the same events, timed for a profile ---- */

static void on_start_timed(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                           const ps_xml_attr *attrs, size_t attr_count)
{
    ps_extract *x = user;
    ps_stage before = ps_profiler_enter_event(x->options.profiler);
    on_start(x, parser, local, uri, attrs, attr_count);
    ps_profiler_leave_event(x->options.profiler, before);
}

static void on_end_timed(void *user, ps_xml_parser *parser)
{
    ps_extract *x = user;
    ps_stage before = ps_profiler_enter_event(x->options.profiler);
    on_end(x, parser);
    ps_profiler_leave_event(x->options.profiler, before);
}

static void on_text_timed(void *user, ps_xml_parser *parser, ps_str piece)
{
    ps_extract *x = user;
    ps_stage before = ps_profiler_enter_event(x->options.profiler);
    on_text(x, parser, piece);
    ps_profiler_leave_event(x->options.profiler, before);
}

/* ---- documents ---- */

static ps_status after_parse(ps_extract *x, ps_status status, const ps_xml_result *result,
                             ps_error *fatal, ps_error *reterr)
{
    if (x->status == PS_FATAL || status == PS_FATAL) {
        /* Whoever stopped us knows why and has said it. */
        int by_receiver = x->status == PS_FATAL && !x->no_memory;
        if (reterr && !by_receiver) {
            *reterr = x->no_memory ? x->error : *fatal;
        }
        return PS_FATAL;
    }
    if (status == PS_FAILED) {
        ps_loss_of_rest(x, fatal, result->unscreened_after);
        return PS_WARN;
    }
    if (x->records == 0 && x->lost == 0) {
        ps_loss_of_document(x);
        return PS_WARN;
    }
    return x->lost ? PS_WARN : PS_OK;
}

void ps_extract_expect(ps_extract *extract, uint64_t bytes)
{
    extract->expected = bytes;
}

ps_status ps_extract_read(ps_extract *extract, ps_read_fn read, void *io, const char *name,
                          const ps_extract_sink *sink, void *user, ps_stretch *stretch,
                          uint64_t *ret_bytes, ps_error *reterr)
{
    static const ps_xml_handler handler = {.start = on_start,
                                           .end = on_end,
                                           .text = on_text,
                                           .damage = on_damage,
                                           .crowded = on_crowded};
    static const ps_xml_handler timed = {.start = on_start_timed,
                                         .end = on_end_timed,
                                         .text = on_text_timed,
                                         .damage = on_damage,
                                         .crowded = on_crowded};
    ps_extract *x = extract;
    x->name = name;
    x->sink = sink;
    x->user = user;
    x->depth = 0;
    x->skip = 0;
    x->records = 0;
    x->lost = 0;
    x->lookalike_count = 0;
    x->suspect_depth = 0;
    x->known_envelope = 0;
    x->has_text = 0;
    x->warned = 0;
    x->stretch = stretch;
    x->root[0] = '\0';
    x->status = PS_OK;
    x->no_memory = 0;
    x->outers[0] = (ps_outer){.parent_first = 0};
    ps_buffer_clear(&x->parents);
    ps_matcher_abandon(&x->matcher);
    uint64_t dictionary = stretch ? 0 : ps_xml_kept_names(x->kept, x->expected, x->options.limits);
    ps_names_begin(x->names, dictionary);
    x->expected = UINT64_MAX;
    if (stretch) {
        ps_stretch_begin(x);
    }
    ps_xml_options options = {.limits = x->options.limits,
                              .encoding = x->options.encoding,
                              .record_names = x->profiles->record_names,
                              .warning = on_warning,
                              .warning_user = x,
                              .joint = stretch ? &stretch->joint : NULL,
                              .kept = x->kept,
                              .brief = dictionary != 0};
    ps_xml_result result = {0};
    ps_error fatal = {0};
    ps_status status = ps_xml_parse(read, io, &options, x->options.profiler ? &timed : &handler, x,
                                    &result, &fatal);
    *ret_bytes = result.bytes;
    return after_parse(x, status, &result, &fatal, reterr);
}

void ps_extract_unmapped(const ps_extract *extract,
                         void (*row)(void *user, ps_str format, ps_str element, uint64_t count),
                         void *user)
{
    ps_coverage_unread_each(extract->coverage, row, user);
}

void ps_extract_unmapped_clear(ps_extract *extract)
{
    ps_coverage_unread_clear(extract->coverage);
}

ps_status ps_extract_coverage(const ps_extract *extract, ps_coverage_fn row, void *user,
                              ps_error *reterr)
{
    return ps_coverage_each(extract->coverage, row, user, reterr);
}
