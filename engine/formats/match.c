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
    ps_status status = ps_walk_init(&matcher->walk, reterr);
    return status == PS_OK ? ps_builder_new(limits, &matcher->builder, reterr) : status;
}

void ps_matcher_done(ps_matcher *matcher)
{
    ps_builder_free(matcher->builder);
    ps_walk_done(&matcher->walk);
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

static inline uint32_t open_part(ps_matcher *m, const ps_part_link *link, uint32_t parent,
                                 uint64_t line)
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
PS_RARE static uint32_t group_part(ps_matcher *m, const ps_part_link *by, uint32_t parent,
                                   uint64_t line, const ps_xml_attr *attrs, size_t attr_count)
{
    const ps_part_rule *rule = by->part;
    const ps_xml_attr *attr = ps_attr_find(m->names, rule->group, attrs, attr_count);
    ps_level *around = m->level - 1;
    uint32_t *link = &around->groups;
    while (*link && (m->parts[*link - 1].rule != rule || m->parts[*link - 1].parent != parent)) {
        link = &m->parts[*link - 1].next;
    }
    if (*link) {
        uint32_t index = *link - 1;
        if (attr && m->parts[index].group.ptr &&
            ps_str_equal(m->parts[index].group, ps_attr_value(attr))) {
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

static uint32_t begin_part(ps_matcher *m, const ps_part_link *link, uint32_t around,
                           const ps_xml_attr *attrs, size_t attr_count)
{
    uint64_t line = wants_line(link->part) ? ps_matcher_line(m) : 0;
    if (link->part->grouped && m->depth > 1) {
        return group_part(m, link, around, line, attrs, attr_count);
    }
    uint32_t index = open_part(m, link, around, line);
    if (index != NO_PART) {
        m->parts[index].next = m->level->opened;
        m->level->opened = index + 1;
    }
    return index;
}

/* The part that a move fills, where it is not simply that of a place; NO_PART when the move is off.
 */
PS_RARE static uint32_t part_of_move(ps_matcher *m, const ps_move *move, size_t around,
                                     const ps_xml_attr *attrs, size_t attr_count)
{
    if (move->tests.count && !ps_tests_hold(m->names, move->tests, attrs, attr_count)) {
        return NO_PART;
    }
    return move->link ? begin_part(m, move->link, m->nested[move->nesting - 1], attrs, attr_count)
                      : ps_places(m)[around + move->from].part;
}

/* The element has begun: open the parts that begin with it, take what it says. `around` is the
 * first of the places of the element around it. */
static inline void make_moves(ps_matcher *m, const ps_transition *transition, size_t around,
                              const ps_xml_attr *attrs, size_t attr_count)
{
    ps_level *level = m->level;
    const ps_move *move = transition->moves;
    for (const ps_move *end = move + transition->count; move < end; move++) {
        uint32_t part = move->is_plain ? ps_places(m)[around + move->from].part
                                       : part_of_move(m, move, around, attrs, attr_count);
        if (part == NO_PART) {
            unsigned nesting = move->nesting;
            while (move + 1 < end && move[1].nesting > nesting) {
                move++;
            }
            continue;
        }
        ps_place *place = ps_matcher_push(&m->places, sizeof *place);
        if (!place) {
            return;
        }
        *place = (ps_place){move->node, part};
        m->nested[move->nesting] = part;
        level->own_rule |= move->owns;
        if (move->reads) {
            ps_values_gather(m, move->reads, part, 0);
        } else if (move->says) {
            ps_values_start(m, move->node, part, attrs, attr_count);
        }
    }
    level->state = transition->to;
    if (!level->state) {
        level->state = ps_walk_state(&m->walk, ps_places(m) + level->places / sizeof(ps_place),
                                     (m->places.len - level->places) / sizeof(ps_place));
    }
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
    ps_walk_settle(&m->walk);
    memset(m->saps, 0, ((size_t)m->profiles->sap_joins + 1) * sizeof *m->saps);
    ps_xml_place where = ps_xml_where(parser);
    ps_builder_start(m->builder, rule->profile->id, rule->kind, where.line, where.offset);
    ps_builder_decimal_mark(m->builder, rule->decimal);
    uint32_t index = new_part(m);
    ps_place *around = ps_matcher_push(&m->places, sizeof *around);
    if (index == NO_PART || !around) {
        return;
    }
    m->parts[index] = (ps_open_part){.rule = &rule->part, .part = PS_PART_RECORD, .parent = index};
    if (rule->part.defaults) {
        ps_builder_defaults(m->builder, PS_PART_RECORD, rule->part.defaults);
    }
    *around = (ps_place){rule->around, index};
    m->level = m->levels;
    *m->level = (ps_level){.state = ps_walk_state(&m->walk, around, 1)};
    ps_matcher_start(m, local, ids, attrs, attr_count);
}

static const ps_transition *find_transition(ps_matcher *m, const ps_level *around, ps_name_ids ids)
{
    return ps_walk_find(&m->walk, around->state, ps_places(m) + around->places / sizeof(ps_place),
                        (m->places.len - around->places) / sizeof(ps_place), ids);
}

void ps_matcher_start(ps_matcher *m, const char *local, ps_name_ids ids, const ps_xml_attr *attrs,
                      size_t attr_count)
{
    if (m->depth >= m->limits->depth) {
        return; /* the parser stops there first */
    }
    const ps_level *around = m->level++;
    m->depth++;
    m->line = 0;
    *m->level = (ps_level){.places = m->places.len,
                           .captures = m->captures.len,
                           .serial = ++m->serial,
                           .state = PS_STATE_NOWHERE,
                           .local = local};
    if (around->state == PS_STATE_NOWHERE) {
        return;
    }
    size_t outer = m->reading;
    const ps_transition *transition = ps_walk_on(&m->walk, around->state, ps_walk_name(ids));
    make_moves(m, transition ? transition : find_transition(m, around, ids),
               around->places / sizeof(ps_place), attrs, attr_count);
    if (outer && m->level->own_rule && m->text.len) {
        /* The captures that have just begun must not see the blank. */
        ps_values_set_apart(m);
        for (size_t i = m->level->captures / sizeof(ps_capture); i < ps_capture_count(m); i++) {
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
    const ps_level *level = m->level;
    if (m->captures.len > level->captures || m->reading) {
        ps_values_end(m);
    }
    if (level->groups) {
        close_list(m, level->groups);
    }
    if (level->opened) {
        close_list(m, level->opened);
    }
    m->places.len = level->places;
    if (m->depth == 1) {
        check_record_conditions(m);
        m->no_memory |=
            m->places.failed || m->captures.failed || m->text.failed || ps_walk_failed(&m->walk);
    }
    m->depth--;
    m->level--;
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
