/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/values.h"

#define NO_PART UINT32_MAX

ps_status ps_matcher_init(ps_matcher *matcher, const ps_profiles *profiles, const ps_limits *limits,
                          ps_names *names, ps_error *reterr)
{
    *matcher = (ps_matcher){.profiles = profiles, .limits = limits, .names = names};
    ps_buffer_init(&matcher->places, 0);
    ps_buffer_init(&matcher->captures, 0);
    ps_buffer_init(&matcher->text, 0);
    ps_arena_init(&matcher->arena, limits->record_text);
    matcher->levels = calloc((size_t)limits->depth + 2, sizeof *matcher->levels);
    matcher->saps = calloc((size_t)profiles->sap_joins + 1, sizeof *matcher->saps);
    if (!matcher->levels || !matcher->saps) {
        ps_matcher_done(matcher);
        return ps_error_memory(reterr);
    }
    return ps_builder_new(limits, &matcher->builder, reterr);
}

void ps_matcher_done(ps_matcher *matcher)
{
    ps_builder_free(matcher->builder);
    ps_buffer_done(&matcher->places);
    ps_buffer_done(&matcher->captures);
    ps_buffer_done(&matcher->text);
    ps_arena_done(&matcher->arena);
    free(matcher->levels);
    free(matcher->saps);
    free(matcher->parts);
    *matcher = (ps_matcher){.profiles = NULL};
}

/* ---- parts ---- */

static uint32_t new_part(ps_matcher *m)
{
    if (m->free_part) {
        uint32_t index = m->free_part - 1;
        m->free_part = m->parts[index].next;
        return index;
    }
    if (m->part_count == m->part_room) {
        size_t room = m->part_room ? m->part_room * 2 : 32;
        ps_open_part *grown = realloc(m->parts, room * sizeof *grown);
        if (!grown) {
            m->no_memory = 1;
            return NO_PART;
        }
        m->parts = grown;
        m->part_room = room;
    }
    return (uint32_t)m->part_count++;
}

static uint32_t open_part(ps_matcher *m, const ps_part_link *link, uint32_t parent, uint64_t line)
{
    const ps_part_rule *rule = link->part;
    uint32_t index = new_part(m);
    if (index == NO_PART) {
        return NO_PART;
    }
    ps_part part = ps_builder_open(m->builder, m->parts[parent].part, rule->scope, line);
    m->parts[index] = (ps_open_part){.rule = rule,
                                     .part = part,
                                     .parent = parent,
                                     .depth = m->depth,
                                     .rank = (uint16_t)(m->parts[parent].rank + link->rank)};
    if (rule->defaults) {
        ps_builder_defaults(m->builder, part, rule->defaults);
    }
    return index;
}

/* The first condition that does not hold; NULL when all do. */
static const ps_condition *broken_condition(const ps_open_part *part)
{
    for (size_t i = 0; i < part->rule->condition_count; i++) {
        const ps_condition *condition = &part->rule->conditions[i];
        int met = (part->met >> i) & 1;
        int wanted = condition->kind == PS_WHEN_IS || condition->kind == PS_WHEN_PRESENT;
        if (met != wanted) {
            return condition;
        }
    }
    return NULL;
}

static void close_part(ps_matcher *m, uint32_t index)
{
    ps_open_part *part = &m->parts[index];
    ps_builder_close(m->builder, part->part, broken_condition(part) == NULL);
    part->next = m->free_part;
    m->free_part = index + 1;
}

/* The grouped part that an element goes on with, or a new one. */
static uint32_t group_part(ps_matcher *m, const ps_part_link *by, uint32_t parent, uint64_t line,
                           const ps_xml_attr *attrs, size_t attr_count, int *ret_new)
{
    const ps_part_rule *rule = by->part;
    const ps_xml_attr *attr = ps_attr_find(m->names, rule->group, attrs, attr_count);
    ps_level *around = &m->levels[m->depth - 1];
    uint32_t *link = &around->groups;
    *ret_new = 1;
    while (*link && (m->parts[*link - 1].rule != rule || m->parts[*link - 1].parent != parent)) {
        link = &m->parts[*link - 1].next;
    }
    if (*link) {
        uint32_t index = *link - 1;
        if (attr && m->parts[index].group.ptr &&
            ps_str_equal(m->parts[index].group, ps_attr_value(attr))) {
            *ret_new = 0;
            return index;
        }
        *link = m->parts[index].next;
        close_part(m, index);
    }
    uint32_t index = open_part(m, by, parent, line);
    if (index == NO_PART) {
        return NO_PART;
    }
    if (attr) {
        m->parts[index].group = ps_arena_str(&m->arena, ps_attr_value(attr));
        m->no_memory |= !m->parts[index].group.ptr;
    }
    m->parts[index].next = around->groups;
    around->groups = index + 1;
    return index;
}

/* ---- elements ---- */

/* The line of an element must be counted. It is of interest where the part shows it, or where its
 * defaults stand for values. */
static int wants_line(const ps_part_rule *rule)
{
    return rule->scope == PS_SCOPE_ITEM || rule->scope == PS_SCOPE_ATTACHMENT || rule->defaults;
}

/* The element is at this place: take what it says, open the parts that begin here. */
static void enter(ps_matcher *m, const ps_path_node *node, uint32_t part, const ps_xml_attr *attrs,
                  size_t attr_count, unsigned nesting)
{
    enum { DEEPEST = 64 };
    ps_place *place = ps_matcher_push(&m->places, sizeof *place);
    if (!place) {
        return;
    }
    *place = (ps_place){node, part};
    m->levels[m->depth].own_rule |= node->texts != NULL || node->parts != NULL;
    if (node->attrs || node->texts) {
        ps_values_start(m, node, part, attrs, attr_count);
    }
    for (const ps_part_link *link = node->parts; link && nesting < DEEPEST; link = link->next) {
        if (link->tests.count && !ps_tests_hold(m->names, link->tests, attrs, attr_count)) {
            continue;
        }
        int fresh = 1;
        uint64_t line = wants_line(link->part) ? ps_matcher_line(m) : 0;
        uint32_t index = link->part->grouped && m->depth > 1
                             ? group_part(m, link, part, line, attrs, attr_count, &fresh)
                             : open_part(m, link, part, line);
        if (index == NO_PART) {
            return;
        }
        if (!link->part->grouped || m->depth <= 1) {
            m->parts[index].next = m->levels[m->depth].opened;
            m->levels[m->depth].opened = index + 1;
        }
        enter(m, link->part->root, index, attrs, attr_count, nesting + 1);
    }
}

static int push_level(ps_matcher *m, const char *local, ps_name_ids ids)
{
    if (m->depth >= m->limits->depth) {
        return 0; /* the parser stops there first */
    }
    m->depth++;
    m->line = 0;
    m->levels[m->depth] = (ps_level){.first_place = ps_place_count(m),
                                     .first_capture = ps_capture_count(m),
                                     .serial = ++m->serial,
                                     .ids = ids,
                                     .local = local};
    return 1;
}

void ps_matcher_begin(ps_matcher *m, const ps_record_rule *rule, ps_xml_parser *parser,
                      const char *local, ps_name_ids ids, const ps_xml_attr *attrs,
                      size_t attr_count)
{
    m->rule = rule;
    m->parser = parser;
    m->depth = 0;
    m->serial = 0;
    m->reading = 0;
    m->embedding = 0;
    m->part_count = 0;
    m->free_part = 0;
    m->error.code = PS_E_NONE;
    ps_buffer_clear(&m->places);
    ps_buffer_clear(&m->captures);
    ps_buffer_clear(&m->text);
    ps_arena_reset(&m->arena);
    memset(m->saps, 0, ((size_t)m->profiles->sap_joins + 1) * sizeof *m->saps);
    ps_xml_place where = ps_xml_where(parser);
    ps_builder_start(m->builder, rule->profile->id, rule->kind, where.line, where.offset);
    ps_builder_decimal_mark(m->builder, rule->decimal);
    uint32_t index = new_part(m);
    if (index == NO_PART) {
        return;
    }
    m->parts[index] = (ps_open_part){.rule = &rule->part, .part = PS_PART_RECORD, .parent = index};
    if (rule->part.defaults) {
        ps_builder_defaults(m->builder, PS_PART_RECORD, rule->part.defaults);
    }
    (void)push_level(m, local, ids);
    enter(m, rule->part.root, index, attrs, attr_count, 0);
}

static void follow(ps_matcher *m, const ps_edge *edge, uint32_t part, const ps_xml_attr *attrs,
                   size_t attr_count)
{
    if (!edge->tests.count || ps_tests_hold(m->names, edge->tests, attrs, attr_count)) {
        enter(m, edge->to, part, attrs, attr_count, 0);
    }
}

static void follow_all(ps_matcher *m, const ps_path_node *node, uint32_t part, ps_name_ids ids,
                       const ps_xml_attr *attrs, size_t attr_count)
{
    if (ids.exact && node->exact_count) {
        /* Always as many steps, and nothing to predict in them: for most elements there is no edge.
         */
        size_t low = 0;
        for (size_t left = node->exact_count; left > 1; left -= left / 2) {
            low += node->exact_ids[low + left / 2 - 1] < ids.exact ? left / 2 : 0;
        }
        low += node->exact_ids[low] < ids.exact;
        for (; low < node->exact_count && node->exact_ids[low] == ids.exact; low++) {
            follow(m, node->exact[low], part, attrs, attr_count);
        }
    }
    for (const ps_edge *edge = node->edges; edge; edge = edge->next) {
        if (ps_name_matches(edge->name, ids)) {
            follow(m, edge, part, attrs, attr_count);
        }
    }
}

void ps_matcher_start(ps_matcher *m, const char *local, ps_name_ids ids, const ps_xml_attr *attrs,
                      size_t attr_count)
{
    size_t first = m->levels[m->depth].first_place;
    size_t end = ps_place_count(m);
    size_t outer = m->reading;
    if (!push_level(m, local, ids)) {
        return;
    }
    size_t before = m->text.len;
    for (size_t i = first; i < end; i++) {
        ps_place place = ps_places(m)[i]; /* the buffer may move */
        follow_all(m, place.node, place.part, ids, attrs, attr_count);
    }
    if (outer && m->levels[m->depth].own_rule && before) {
        /* The captures that have just begun must not see the blank. */
        ps_values_set_apart(m);
        for (size_t i = m->levels[m->depth].first_capture; i < ps_capture_count(m); i++) {
            ps_captures(m)[i].start = m->text.len;
        }
    }
}

static void close_list(ps_matcher *m, uint32_t list)
{
    while (list) {
        uint32_t index = list - 1;
        list = m->parts[index].next;
        close_part(m, index);
    }
}

static void check_record_conditions(ps_matcher *m)
{
    const ps_condition *broken = broken_condition(&m->parts[0]);
    if (broken && m->error.code == PS_E_NONE) {
        PS_IGNORE(ps_error_set(&m->error, PS_FAILED, PS_E_FORMAT,
                               "the record looks like profile %.*s, but does not fulfil: %.*s",
                               PS_FMT(m->rule->profile->id), PS_FMT(broken->text)));
    }
}

void ps_matcher_end(ps_matcher *m)
{
    ps_level *level = &m->levels[m->depth];
    ps_values_end(m);
    close_list(m, level->groups);
    close_list(m, level->opened);
    m->places.len = level->first_place * sizeof(ps_place);
    if (m->depth == 1) {
        check_record_conditions(m);
    }
    m->depth--;
    m->no_memory |= m->places.failed || m->captures.failed || m->text.failed;
}

void ps_matcher_abandon(ps_matcher *m)
{
    enum { KEPT_TEXT = 1 << 20 };
    if (m->text.room > KEPT_TEXT) {
        ps_buffer_done(&m->text);
    }
    m->rule = NULL;
    m->depth = 0;
}
