/* Documents into records: finds the elements that are records, lets the matcher read each, and says
 * what was lost. SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/coverage.h"
#include "formats/match.h"
#include "formats/nearest.h"
#include "formats/profiles.h"
#include "formats/strict.h"
#include "xml/document.h"

enum { MOST_LOOKALIKES = 16 };

/* Outside records: what is known of an open element. */
typedef struct outer {
    size_t parent_first; /* in x->parents: rules for whose match it is the parent */
    size_t parent_end;
    int strict_envelope;
} outer;

struct ps_extract {
    const ps_profiles *profiles;
    ps_extract_options options;
    ps_names *names;
    ps_matcher matcher;
    ps_coverage *coverage;
    outer *outers;     /* limits->depth + 1 */
    ps_buffer parents; /* of const ps_record_rule *, those of inner elements behind */
    ps_buffer path;
    /* of the document being read */
    const ps_extract_sink *sink;
    void *user;
    ps_xml_parser *parser;
    uint32_t depth;        /* open elements outside the record */
    uint32_t skip;         /* open elements of a record that is lost, or of a look-alike; 0: none */
    uint64_t record_start; /* bytes taken when the record began */
    uint64_t records;      /* begun */
    uint64_t lost;         /* rejections told, of records */
    ps_error lookalikes[MOST_LOOKALIKES];
    unsigned lookalike_count;
    int known_envelope;
    char root[200];
    ps_status status; /* FATAL: stop, with `error` */
    ps_error error;
    int no_memory;
};

ps_status ps_extract_new(const ps_profiles *profiles, const ps_extract_options *options,
                         ps_extract **ret_extract, ps_error *reterr)
{
    PS_CLEANUP(ps_extract_freep) ps_extract *extract = calloc(1, sizeof *extract);
    if (!extract) {
        return ps_error_memory(reterr);
    }
    extract->profiles = profiles;
    extract->options = *options;
    ps_buffer_init(&extract->path, 4096);
    ps_buffer_init(&extract->parents, 0);
    extract->outers = calloc((size_t)options->limits->depth + 2, sizeof *extract->outers);
    if (!extract->outers) {
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
        ps_coverage_free(extract->coverage);
        ps_buffer_done(&extract->path);
        ps_buffer_done(&extract->parents);
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

/* ---- rejections ---- */

static void complete(ps_extract *x, ps_error *error)
{
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

static void tell_lost(ps_extract *x, const ps_error *error)
{
    x->lost++;
    x->sink->rejected(x->user, error, 0, 0);
}

/* The record is lost; its elements that still come are passed over. */
static void lose_record(ps_extract *x, const ps_error *given)
{
    ps_error error = *given;
    complete(x, &error);
    tell_lost(x, &error);
    x->skip = x->matcher.depth;
    ps_matcher_abandon(&x->matcher);
}

/* An element with a record's name in another namespace may be a record that we would lose without a
 * word. Before the first real record it may as well be something else: then it is told only if a
 * real one comes. */
static void meet_lookalike(ps_extract *x, const ps_record_rule *rule, const char *local,
                           const char *uri)
{
    ps_error error = {0};
    PS_IGNORE(ps_error_set(
        &error, PS_FAILED, PS_E_FORMAT,
        "element %s in namespace \"%s\" is named like a record of profile %.*s, but is not one",
        local, uri ? uri : "", PS_FMT(rule->profile->id)));
    ps_error_hint(&error, "if it is one, write a profile for that namespace");
    complete(x, &error);
    if (x->records) {
        tell_lost(x, &error);
    } else if (x->lookalike_count < MOST_LOOKALIKES) {
        x->lookalikes[x->lookalike_count++] = error;
    }
    x->skip = 1;
}

static void tell_lookalikes(ps_extract *x)
{
    for (unsigned i = 0; i < x->lookalike_count; i++) {
        tell_lost(x, &x->lookalikes[i]);
    }
    x->lookalike_count = 0;
}

/* ---- elements ---- */

/* Whether the innermost open element is the parent that the rule's match asks for. */
static int has_parent(const ps_extract *x, const ps_record_rule *rule)
{
    const ps_record_rule *const *parents = (const ps_record_rule *const *)(void *)x->parents.ptr;
    const outer *around = &x->outers[x->depth];
    for (size_t i = around->parent_first; i < around->parent_end; i++) {
        if (parents[i] == rule) {
            return 1;
        }
    }
    return 0;
}

static const ps_record_rule *find_record(ps_extract *x, ps_name_ids ids, const ps_xml_attr *attrs,
                                         size_t attr_count)
{
    const outer *around = &x->outers[x->depth];
    if (!ids.exact && !ids.local && around->parent_first == around->parent_end) {
        return NULL; /* no profile speaks of it, nor takes whatever stands here */
    }
    for (size_t i = 0; i < x->profiles->record_count; i++) {
        const ps_record_rule *rule = x->profiles->records[i];
        if (!ps_name_matches(rule->name, ids) ||
            !ps_tests_hold(x->names, rule->tests, attrs, attr_count)) {
            continue;
        }
        if (!rule->has_parent || has_parent(x, rule)) {
            return rule;
        }
    }
    return NULL;
}

/* A rule whose record has this local name, in another namespace. */
static const ps_record_rule *find_lookalike(const ps_extract *x, ps_name_ids ids, const char *local)
{
    if (!ids.local) {
        return NULL;
    }
    for (size_t i = 0; i < x->profiles->record_count; i++) {
        const ps_record_rule *rule = x->profiles->records[i];
        if (!rule->has_parent && rule->name.kind == PS_NAME_EXACT && rule->name.id != ids.exact &&
            ps_str_is(rule->local, local)) {
            return rule;
        }
    }
    return NULL;
}

static void push_outer(ps_extract *x, ps_name_ids ids, const ps_xml_attr *attrs, size_t attr_count)
{
    if (x->depth >= x->options.limits->depth) {
        return; /* the parser stops there first */
    }
    outer *o = &x->outers[++x->depth];
    *o = (outer){.parent_first = x->parents.len / sizeof(const ps_record_rule *)};
    o->parent_end = o->parent_first;
    if (!ids.exact && !ids.local) {
        return;
    }
    for (size_t i = 0; i < x->profiles->record_count; i++) {
        const ps_record_rule *rule = x->profiles->records[i];
        if (rule->has_parent && ps_name_matches(rule->parent, ids) &&
            ps_tests_hold(x->names, rule->parent_tests, attrs, attr_count)) {
            ps_buffer_add(&x->parents, (const char *)&rule, sizeof rule);
            o->parent_end++;
        }
    }
    if (x->parents.failed) {
        stop_for_memory(x);
        o->parent_end = o->parent_first;
        return;
    }
    for (size_t i = 0; i < x->profiles->count; i++) {
        for (size_t k = 0; k < x->profiles->list[i].envelope_count; k++) {
            const ps_envelope *envelope = &x->profiles->list[i].envelopes[k];
            if (ps_name_matches(envelope->name, ids) &&
                ps_tests_hold(x->names, envelope->tests, attrs, attr_count)) {
                o->strict_envelope |= envelope->strict;
                x->known_envelope |= x->depth == 1;
            }
        }
    }
}

static void start_outside(ps_extract *x, const char *local, const char *uri, ps_name_ids ids,
                          const ps_xml_attr *attrs, size_t attr_count)
{
    if (x->depth == 0) {
        ps_error_copy(x->root, sizeof x->root, ps_str_from(local));
    }
    const ps_record_rule *rule = find_record(x, ids, attrs, attr_count);
    if (rule) {
        x->records++;
        tell_lookalikes(x);
        x->record_start = ps_xml_consumed(x->parser);
        ps_matcher_begin(&x->matcher, rule, x->parser, local, ids, attrs, attr_count);
        return;
    }
    const ps_record_rule *like = x->depth ? find_lookalike(x, ids, local) : NULL;
    if (like) {
        meet_lookalike(x, like, local, uri);
        return;
    }
    if (x->outers[x->depth].strict_envelope && x->depth) {
        ps_error error = {0};
        PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_RECORD,
                               "<%s> is not a record, and nothing else may stand here", local));
        complete(x, &error);
        tell_lost(x, &error);
        x->skip = 1;
        return;
    }
    push_outer(x, ids, attrs, attr_count);
}

static void check_record(ps_extract *x)
{
    ps_matcher *m = &x->matcher;
    if (m->no_memory) {
        stop_for_memory(x);
    } else if (m->error.code != PS_E_NONE) {
        lose_record(x, &m->error);
    } else if (ps_xml_consumed(x->parser) - x->record_start > x->options.limits->record_bytes) {
        ps_error error = {0};
        PS_IGNORE(ps_error_limit(&error, PS_FAILED, "record-bytes",
                                 "the record is longer than %llu bytes",
                                 (unsigned long long)x->options.limits->record_bytes));
        lose_record(x, &error);
    } else if (ps_builder_failed(m->builder)) {
        const ps_record *none;
        ps_error error = {0};
        if (ps_builder_finish(m->builder, &none, &error) == PS_FATAL) {
            stop_for_memory(x);
        } else {
            lose_record(x, &error);
        }
    }
}

static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t attr_count)
{
    ps_extract *x = user;
    x->parser = parser;
    ps_name_ids ids = ps_names_find(x->names, local, uri);
    if (x->skip) {
        x->skip++;
        return;
    }
    if (!x->matcher.rule) {
        start_outside(x, local, uri, ids, attrs, attr_count);
    } else {
        ps_matcher_start(&x->matcher, local, ids, attrs, attr_count);
    }
    if (x->matcher.rule) {
        if (x->matcher.rule->strict) {
            ps_strict_check_element(&x->matcher, local, attrs, attr_count);
        }
        check_record(x);
    }
}

static void finish_record(ps_extract *x)
{
    const ps_record *record;
    ps_error error = {0};
    ps_matcher *m = &x->matcher;
    if (m->no_memory) {
        stop_for_memory(x);
        return;
    }
    if (m->error.code != PS_E_NONE) {
        error = m->error;
        complete(x, &error);
        tell_lost(x, &error);
        ps_matcher_abandon(m);
        return;
    }
    ps_status status = ps_builder_finish(m->builder, &record, &error);
    if (status == PS_FATAL) {
        stop_for_memory(x);
        return;
    }
    if (status != PS_OK) {
        complete(x, &error);
        tell_lost(x, &error);
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

static void on_end(void *user, ps_xml_parser *parser)
{
    ps_extract *x = user;
    x->parser = parser;
    if (x->skip) {
        x->skip--;
    } else if (x->matcher.rule) {
        ps_matcher_end(&x->matcher);
        if (x->matcher.depth == 0) {
            finish_record(x);
        }
    } else if (x->depth) {
        x->parents.len = x->outers[x->depth].parent_first * sizeof(const ps_record_rule *);
        x->depth--;
    }
}

static int is_blank(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ps_is_space(text.ptr[i])) {
            return 0;
        }
    }
    return 1;
}

/* Text that nobody reads: counted once per element, never silent. */
static void meet_unread(ps_extract *x, ps_str piece)
{
    ps_matcher *m = &x->matcher;
    ps_level *level = &m->levels[m->depth];
    if (level->text_seen || is_blank(piece)) {
        return;
    }
    level->text_seen = 1;
    if (m->rule->strict) {
        ps_strict_check_text(m);
        check_record(x);
        return;
    }
    ps_buffer_clear(&x->path);
    for (uint32_t i = x->options.coverage ? 1 : m->depth; i <= m->depth; i++) {
        ps_buffer_add_text(&x->path, x->path.len ? "/" : "");
        ps_buffer_add_text(&x->path, m->levels[i].local);
    }
    ps_coverage_unread(x->coverage, m->rule->profile->id, ps_buffer_str(&x->path));
}

static void on_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    ps_extract *x = user;
    x->parser = parser;
    if (x->skip || !x->matcher.rule) {
        return;
    }
    if (!ps_matcher_text(&x->matcher, piece)) {
        meet_unread(x, piece);
    } else if (x->matcher.error.code != PS_E_NONE) {
        check_record(x);
    }
}

static void on_damage(void *user, ps_xml_parser *parser, const ps_error *error)
{
    ps_extract *x = user;
    x->parser = parser;
    if (x->matcher.rule && !x->skip) {
        char reason[sizeof error->cause + sizeof error->message + 3];
        ps_buffer text = {.ptr = reason, .room = sizeof reason, .limit = sizeof reason};
        ps_buffer_add_text(&text, error->cause);
        ps_buffer_add_text(&text, ": ");
        ps_buffer_add_text(&text, error->message);
        ps_buffer_add_char(&text, '\0');
        ps_builder_damage(x->matcher.builder, reason);
    } else if (x->sink->warning) {
        x->sink->warning(x->user, error);
    }
}

static void on_warning(void *user, ps_status severity, const ps_error *error)
{
    ps_extract *x = user;
    (void)severity;
    if (x->sink->warning) {
        x->sink->warning(x->user, error);
    }
}

/* ---- documents ---- */

/* A document that was read to its end without a record in it. */
static void reject_empty(ps_extract *x)
{
    ps_error error = {0};
    if (x->known_envelope || x->lost) {
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
    x->sink->rejected(x->user, &error, 1, 0);
}

/* The same cause costs the open record and all behind it: two rejections that a reader can tell
 * apart. */
static void say_rest(ps_error *fatal)
{
    char message[sizeof fatal->message];
    ps_error_copy(message, sizeof message, ps_str_from(fatal->message));
    ps_buffer text = {
        .ptr = fatal->message, .room = sizeof fatal->message, .limit = sizeof fatal->message - 1};
    ps_buffer_add_text(&text, "nothing behind this place was read: ");
    ps_buffer_add_str(&text, ps_str_cut(ps_str_from(message), text.limit - text.len));
    fatal->message[text.len] = '\0';
}

static ps_status after_parse(ps_extract *x, ps_status status, const ps_xml_result *result,
                             ps_error *fatal, ps_error *reterr)
{
    if (x->status == PS_FATAL || status == PS_FATAL) {
        const ps_error *error = x->status == PS_FATAL ? &x->error : fatal;
        if (reterr && (x->no_memory || status == PS_FATAL || reterr->code == PS_E_NONE)) {
            *reterr = *error;
        }
        return PS_FATAL;
    }
    if (status == PS_FAILED) {
        if (x->matcher.rule && !x->skip) {
            ps_error error = *fatal;
            ps_error_copy(error.record_id, sizeof error.record_id,
                          ps_builder_id(x->matcher.builder));
            tell_lost(x, &error);
            ps_matcher_abandon(&x->matcher);
            say_rest(fatal);
        }
        x->sink->rejected(x->user, fatal, 1, result->unscreened_after);
        return PS_WARN;
    }
    if (x->records == 0) {
        reject_empty(x);
        return PS_WARN;
    }
    return x->lost ? PS_WARN : PS_OK;
}

ps_status ps_extract_read(ps_extract *extract, ps_read_fn read, void *io, const char *name,
                          const ps_extract_sink *sink, void *user, uint64_t *ret_bytes,
                          ps_error *reterr)
{
    static const ps_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .damage = on_damage};
    ps_extract *x = extract;
    (void)name;
    x->sink = sink;
    x->user = user;
    x->depth = 0;
    x->skip = 0;
    x->records = 0;
    x->lost = 0;
    x->lookalike_count = 0;
    x->known_envelope = 0;
    x->root[0] = '\0';
    x->status = PS_OK;
    x->no_memory = 0;
    x->outers[0] = (outer){.parent_first = 0};
    ps_buffer_clear(&x->parents);
    ps_matcher_abandon(&x->matcher);
    ps_names_clear(x->names);
    ps_xml_options options = {.limits = x->options.limits,
                              .encoding = x->options.encoding,
                              .record_names = x->profiles->record_names,
                              .warning = on_warning,
                              .warning_user = x};
    ps_xml_result result = {0};
    ps_error fatal = {0};
    ps_status status = ps_xml_parse(read, io, &options, &handler, x, &result, &fatal);
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
