/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

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

static ps_place *places(const ps_matcher *m)
{
    return (ps_place *)(void *)m->places.ptr;
}

static ps_capture *captures(const ps_matcher *m)
{
    return (ps_capture *)(void *)m->captures.ptr;
}

static size_t place_count(const ps_matcher *m)
{
    return m->places.len / sizeof(ps_place);
}

static size_t capture_count(const ps_matcher *m)
{
    return m->captures.len / sizeof(ps_capture);
}

static const ps_xml_attr *find_attr(ps_names *names, ps_name_test test, const ps_xml_attr *attrs,
                                    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ps_name_matches(test, ps_names_find(names, attrs[i].local, attrs[i].uri))) {
            return &attrs[i];
        }
    }
    return NULL;
}

static ps_str attr_value(const ps_xml_attr *attr)
{
    return attr ? (ps_str){attr->value, (size_t)(attr->value_end - attr->value)} : PS_NO_STR;
}

static int is_any_of(ps_str value, const ps_str *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ps_str_equal(value, values[i])) {
            return 1;
        }
    }
    return 0;
}

int ps_tests_hold(ps_names *names, ps_tests tests, const ps_xml_attr *attrs, size_t attr_count)
{
    for (size_t i = 0; i < tests.count; i++) {
        const ps_attr_test *test = &tests.list[i];
        const ps_xml_attr *attr = find_attr(names, test->name, attrs, attr_count);
        int is = attr && is_any_of(ps_str_trim(attr_value(attr)), test->values, test->value_count);
        int holds = 0;
        switch (test->kind) {
        case PS_TEST_PRESENT:
            holds = attr != NULL;
            break;
        case PS_TEST_ABSENT:
            holds = attr == NULL;
            break;
        case PS_TEST_IS:
            holds = is;
            break;
        case PS_TEST_IS_NOT:
            holds = !is;
            break;
        }
        if (!holds) {
            return 0;
        }
    }
    return 1;
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
    const ps_xml_attr *attr = find_attr(m->names, rule->group, attrs, attr_count);
    ps_level *around = &m->levels[m->depth - 1];
    uint32_t *link = &around->groups;
    *ret_new = 1;
    while (*link && (m->parts[*link - 1].rule != rule || m->parts[*link - 1].parent != parent)) {
        link = &m->parts[*link - 1].next;
    }
    if (*link) {
        uint32_t index = *link - 1;
        if (attr && m->parts[index].group.ptr &&
            ps_str_equal(m->parts[index].group, attr_value(attr))) {
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
        m->parts[index].group = ps_arena_str(&m->arena, attr_value(attr));
        m->no_memory |= !m->parts[index].group.ptr;
    }
    m->parts[index].next = around->groups;
    around->groups = index + 1;
    return index;
}

/* ---- values ---- */

static void meet_condition(ps_open_part *part, uint32_t index, ps_str value)
{
    const ps_condition *condition = &part->rule->conditions[index];
    value = ps_str_trim(value);
    int of_value = condition->kind == PS_WHEN_IS || condition->kind == PS_WHEN_IS_NOT;
    int met =
        of_value ? is_any_of(value, condition->values, condition->value_count) : value.len > 0;
    part->met |= (uint32_t)met << index;
}

static ps_str translate(const ps_map *map, ps_str value)
{
    value = ps_str_trim(value);
    for (size_t i = 0; i < map->count; i++) {
        if (ps_str_equal(map->entries[i].from, value)) {
            return map->entries[i].to;
        }
    }
    return value.len && map->other.ptr ? map->other : PS_STR("");
}

static uint16_t rank_of(const ps_open_part *part, const ps_action *action)
{
    return action->rank == PS_RANK_LAST ? PS_RANK_LAST : (uint16_t)(part->rank + action->rank);
}

static ps_join sap_join(ps_str format)
{
    format = ps_str_trim(format);
    if (!format.len) {
        return PS_JOIN_BLANK;
    }
    switch (format.ptr[0]) {
    case '=':
        return PS_JOIN_GLUE;
    case '*':
    case '/':
        return PS_JOIN_LINE;
    default:
        return ps_is_alpha(format.ptr[0]) ? PS_JOIN_LINE
                                          : PS_JOIN_BLANK; /* a paragraph format such as AS */
    }
}

/* A line or its format column; `beside` is the serial of the element that both stand in. */
static void give_sap_line(ps_matcher *m, const ps_action *action, ps_open_part *part, ps_str value,
                          uint64_t line, uint32_t beside)
{
    ps_sap_state *state = &m->saps[action->sap->index];
    ps_join join = state->format_serial == beside ? state->format : PS_JOIN_BLANK;
    ps_value_rule rule = {.rank = rank_of(part, action), .join = join};
    state->line = ps_builder_set_by(m->builder, part->part, action->field, value, line, rule);
    state->line_serial = beside;
}

static void give_sap_format(ps_matcher *m, const ps_action *action, ps_str value, uint32_t beside)
{
    ps_sap_state *state = &m->saps[action->sap->index];
    state->format = sap_join(value);
    state->format_serial = beside;
    if (state->line_serial == beside && state->line) {
        ps_builder_rejoin(m->builder, state->line, state->format);
    }
}

static void give(ps_matcher *m, const ps_action *action, uint32_t index, ps_str value,
                 uint64_t line, uint16_t prefer, uint32_t beside)
{
    ps_open_part *part = &m->parts[index];
    switch (action->kind) {
    case PS_ACTION_CONDITION:
        meet_condition(part, action->condition, value);
        return;
    case PS_ACTION_FORMAT:
        give_sap_format(m, action, value, beside);
        return;
    case PS_ACTION_FIELD:
        break;
    }
    if (action->map) {
        value = translate(action->map, value);
    }
    if (action->sap) {
        give_sap_line(m, action, part, value, line, beside);
        return;
    }
    ps_value_rule rule = {.rank = rank_of(part, action), .prefer = prefer, .join = action->join};
    PS_IGNORE(ps_builder_set_by(m->builder, part->part, action->field, value, line, rule));
}

/* How well an occurrence's language is liked: 1 is best. */
static uint16_t preference(ps_matcher *m, const ps_action *action, const ps_xml_attr *attrs,
                           size_t attr_count)
{
    if (!action->has_prefer) {
        return 0;
    }
    ps_str value = attr_value(find_attr(m->names, action->prefer_attr, attrs, attr_count));
    for (size_t i = 0; i < action->prefer_count; i++) {
        ps_str wanted = action->prefer[i];
        if (value.len >= wanted.len &&
            ps_str_equal_ascii_case(ps_str_slice(value, 0, wanted.len), wanted)) {
            return (uint16_t)(i + 1);
        }
    }
    return (uint16_t)(action->prefer_count + 1);
}

/* ---- elements ---- */

static void take_attr_actions(ps_matcher *m, const ps_path_node *node, uint32_t part,
                              const ps_xml_attr *attrs, size_t attr_count)
{
    for (const ps_action_link *link = node->attrs; link; link = link->next) {
        const ps_action *action = &link->action;
        if (!ps_tests_hold(m->names, action->tests, attrs, attr_count)) {
            continue;
        }
        const ps_xml_attr *attr =
            action->from_attr ? find_attr(m->names, action->attr, attrs, attr_count) : NULL;
        ps_str value = attr_value(attr);
        if (action->from_attr && !ps_str_trim(value).len) {
            continue;
        }
        if (action->constant.ptr) {
            value = action->constant;
        }
        give(m, action, part, value, ps_xml_line(m->parser),
             preference(m, action, attrs, attr_count), m->levels[m->depth].serial);
    }
}

static void begin_captures(ps_matcher *m, const ps_path_node *node, uint32_t part,
                           const ps_xml_attr *attrs, size_t attr_count)
{
    for (const ps_action_link *link = node->texts; link; link = link->next) {
        if (!ps_tests_hold(m->names, link->action.tests, attrs, attr_count)) {
            continue;
        }
        ps_capture capture = {.action = &link->action,
                              .part = part,
                              .depth = m->depth,
                              .prefer = preference(m, &link->action, attrs, attr_count),
                              .start = m->text.len,
                              .line = ps_xml_line(m->parser)};
        ps_buffer_add(&m->captures, (const char *)&capture, sizeof capture);
        m->reading += !link->action.count_only;
    }
}

/* The element is at this place: take what it says, open the parts that begin here. */
static void enter(ps_matcher *m, const ps_path_node *node, uint32_t part, const ps_xml_attr *attrs,
                  size_t attr_count, unsigned nesting)
{
    enum { DEEPEST = 64 };
    ps_place place = {node, part};
    ps_buffer_add(&m->places, (const char *)&place, sizeof place);
    m->levels[m->depth].own_rule |= node->texts != NULL || node->parts != NULL;
    take_attr_actions(m, node, part, attrs, attr_count);
    begin_captures(m, node, part, attrs, attr_count);
    for (const ps_part_link *link = node->parts; link && nesting < DEEPEST; link = link->next) {
        if (!ps_tests_hold(m->names, link->tests, attrs, attr_count)) {
            continue;
        }
        int fresh = 1;
        uint64_t line = ps_xml_line(m->parser);
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
    m->levels[m->depth] = (ps_level){.first_place = place_count(m),
                                     .first_capture = capture_count(m),
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
    if (ps_tests_hold(m->names, edge->tests, attrs, attr_count)) {
        enter(m, edge->to, part, attrs, attr_count, 0);
    }
}

static void follow_all(ps_matcher *m, const ps_path_node *node, uint32_t part, ps_name_ids ids,
                       const ps_xml_attr *attrs, size_t attr_count)
{
    if (ids.exact && node->exact_count) {
        size_t low = 0;
        size_t high = node->exact_count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (node->exact[middle]->name.id < ids.exact) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (; low < node->exact_count && node->exact[low]->name.id == ids.exact; low++) {
            follow(m, node->exact[low], part, attrs, attr_count);
        }
    }
    for (const ps_edge *edge = node->edges; edge; edge = edge->next) {
        if (ps_name_matches(edge->name, ids)) {
            follow(m, edge, part, attrs, attr_count);
        }
    }
}

/* A blank where an element begins or ends that is read on its own, so that its text is not glued to
 * the one around. */
static void set_apart(ps_matcher *m)
{
    if (m->text.len && !ps_is_space(m->text.ptr[m->text.len - 1])) {
        ps_buffer_add_char(&m->text, ' ');
    }
}

void ps_matcher_start(ps_matcher *m, const char *local, ps_name_ids ids, const ps_xml_attr *attrs,
                      size_t attr_count)
{
    size_t first = m->levels[m->depth].first_place;
    size_t end = place_count(m);
    size_t outer = m->reading;
    if (!push_level(m, local, ids)) {
        return;
    }
    size_t before = m->text.len;
    for (size_t i = first; i < end; i++) {
        ps_place place = places(m)[i]; /* the buffer may move */
        follow_all(m, place.node, place.part, ids, attrs, attr_count);
    }
    if (outer && m->levels[m->depth].own_rule && before) {
        /* The captures that have just begun must not see the blank. */
        set_apart(m);
        for (size_t i = m->levels[m->depth].first_capture; i < capture_count(m); i++) {
            captures(m)[i].start = m->text.len;
        }
    }
}

/* Line ends in front of the first character that counts. */
static uint64_t blank_lines(ps_str text)
{
    uint64_t lines = 0;
    for (size_t i = 0; i < text.len && ps_is_space(text.ptr[i]); i++) {
        lines += text.ptr[i] == '\n';
    }
    return lines;
}

static void end_captures(ps_matcher *m)
{
    size_t first = m->levels[m->depth].first_capture;
    /* Lines and their format columns know each other by the element around both. */
    uint32_t beside = m->depth > 1 ? m->levels[m->depth - 1].serial : 0;
    for (size_t i = first; i < capture_count(m); i++) {
        const ps_capture *capture = &captures(m)[i];
        if (capture->action->count_only) {
            char digits[24];
            ps_buffer number = {.ptr = digits, .room = sizeof digits, .limit = sizeof digits};
            ps_buffer_add_uint(&number, capture->length);
            if (capture->length) {
                give(m, capture->action, capture->part, ps_buffer_str(&number), capture->line,
                     capture->prefer, beside);
            }
            continue;
        }
        ps_str value = {m->text.ptr ? m->text.ptr + capture->start : "",
                        m->text.len - capture->start};
        give(m, capture->action, capture->part, value, capture->line + blank_lines(value),
             capture->prefer, beside);
        m->reading--;
    }
    m->captures.len = first * sizeof(ps_capture);
    if (m->reading == 0) {
        m->text.len = 0;
    } else if (m->levels[m->depth].own_rule) {
        set_apart(m);
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
    end_captures(m);
    close_list(m, level->groups);
    close_list(m, level->opened);
    m->places.len = level->first_place * sizeof(ps_place);
    if (m->depth == 1) {
        check_record_conditions(m);
    }
    m->depth--;
    m->no_memory |= m->places.failed || m->captures.failed || m->text.failed;
}

/* For a condition it is enough that there is any text. */
static void count_text(ps_capture *capture, ps_str piece)
{
    if (capture->action->kind != PS_ACTION_CONDITION) {
        capture->length += piece.len;
    } else if (!capture->length) {
        capture->length = ps_str_trim(piece).len;
    }
}

int ps_matcher_text(ps_matcher *m, ps_str piece)
{
    size_t count = capture_count(m);
    if (m->reading) {
        ps_buffer_add_str(&m->text, piece);
        if (m->text.len - captures(m)[0].start > m->limits->field_bytes &&
            m->error.code == PS_E_NONE) {
            PS_IGNORE(ps_error_limit(&m->error, PS_FAILED, "field-bytes",
                                     "the text of one field is longer than %llu bytes",
                                     (unsigned long long)m->limits->field_bytes));
        }
    }
    int read = m->reading > 0;
    for (size_t i = 0; i < count; i++) {
        ps_capture *capture = &captures(m)[i];
        if (capture->action->count_only) {
            count_text(capture, piece);
            /* To ask whether there is any text reads only the element that is asked for. */
            read |= capture->action->kind != PS_ACTION_CONDITION || capture->depth == m->depth;
        }
    }
    return read;
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
