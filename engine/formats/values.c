/* Values of attributes and texts on their way into a record: conditions, maps, joins, preferences,
 * and the captures that gather text. SPDX-License-Identifier: Apache-2.0 */
#include "formats/values.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/strict.h"

const ps_xml_attr *ps_attr_find(ps_names *names, ps_name_test test, const ps_xml_attr *attrs,
                                size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ps_name_matches(test, ps_names_find(names, attrs[i].local, attrs[i].uri))) {
            return &attrs[i];
        }
    }
    return NULL;
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
        const ps_xml_attr *attr = ps_attr_find(names, test->name, attrs, attr_count);
        int is =
            attr && is_any_of(ps_str_trim(ps_attr_value(attr)), test->values, test->value_count);
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

/* A value by way of what its rule says of it. */
PS_RARE static void give_read(ps_matcher *m, const ps_action *action, ps_open_part *part,
                              ps_str value, uint64_t line, uint16_t prefer, uint32_t beside)
{
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
    if (m->rule->strict) {
        ps_strict_check_value(m, action->field, value);
    }
    if (action->sap) {
        give_sap_line(m, action, part, value, line, beside);
        return;
    }
    ps_value_rule rule = {.rank = rank_of(part, action), .prefer = prefer, .join = action->join};
    PS_IGNORE(ps_builder_set_by(m->builder, part->part, action->field, value, line, rule));
}

static inline void give(ps_matcher *m, const ps_action *action, uint32_t index, ps_str value,
                        uint64_t line, uint16_t prefer, uint32_t beside)
{
    ps_open_part *part = &m->parts[index];
    if (!action->is_direct || m->rule->strict) {
        give_read(m, action, part, value, line, prefer, beside);
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
    ps_str value = ps_attr_value(ps_attr_find(m->names, action->prefer_attr, attrs, attr_count));
    for (size_t i = 0; i < action->prefer_count; i++) {
        ps_str wanted = action->prefer[i];
        if (value.len >= wanted.len &&
            ps_str_equal_ascii_case(ps_str_slice(value, 0, wanted.len), wanted)) {
            return (uint16_t)(i + 1);
        }
    }
    return (uint16_t)(action->prefer_count + 1);
}

static void take_attr_actions(ps_matcher *m, const ps_path_node *node, uint32_t part,
                              const ps_xml_attr *attrs, size_t attr_count)
{
    for (const ps_action_link *link = node->attrs; link; link = link->next) {
        const ps_action *action = &link->action;
        if (action->from_attr && !attr_count) {
            continue;
        }
        if (action->tests.count && !ps_tests_hold(m->names, action->tests, attrs, attr_count)) {
            continue;
        }
        const ps_xml_attr *attr =
            action->from_attr ? ps_attr_find(m->names, action->attr, attrs, attr_count) : NULL;
        ps_str value = ps_attr_value(attr);
        if (action->from_attr && !ps_str_trim(value).len) {
            continue;
        }
        if (action->constant.ptr) {
            value = action->constant;
        }
        give(m, action, part, value, ps_matcher_line(m), preference(m, action, attrs, attr_count),
             m->level->serial);
    }
}

static void begin_captures(ps_matcher *m, const ps_path_node *node, uint32_t part,
                           const ps_xml_attr *attrs, size_t attr_count)
{
    for (const ps_action_link *link = node->texts; link; link = link->next) {
        if (link->action.tests.count &&
            !ps_tests_hold(m->names, link->action.tests, attrs, attr_count)) {
            continue;
        }
        ps_values_gather(m, &link->action, part, preference(m, &link->action, attrs, attr_count));
        if (link->action.field == PS_FIELD_ATTACHMENT_BYTES && link->action.count_only &&
            link->action.kind == PS_ACTION_FIELD && !m->embedding) {
            m->embedding = m->depth;
            ps_builder_embed_begin(m->builder);
        }
    }
}

void ps_values_start(ps_matcher *m, const ps_path_node *node, uint32_t part,
                     const ps_xml_attr *attrs, size_t attr_count)
{
    take_attr_actions(m, node, part, attrs, attr_count);
    begin_captures(m, node, part, attrs, attr_count);
}

void ps_values_set_apart(ps_matcher *m)
{
    if (m->text.len && !ps_is_space(m->text.ptr[m->text.len - 1])) {
        ps_buffer_add_char(&m->text, ' ');
    }
}

/* The line of the first character of the innermost element's text that is no blank. */
static void note_line(ps_matcher *m, ps_str piece)
{
    size_t blank = 0;
    while (blank < piece.len && ps_is_space(piece.ptr[blank])) {
        blank++;
    }
    if (blank == piece.len) {
        return;
    }
    m->level->line = ps_xml_text_line(m->parser, ps_str_slice(piece, blank, piece.len));
}

/* The element ends in which only the length of the text counts. */
PS_RARE static void end_counting(ps_matcher *m, const ps_capture *capture, uint64_t line,
                                 uint32_t beside)
{
    char digits[24];
    ps_buffer number = {.ptr = digits, .room = sizeof digits, .limit = sizeof digits};
    ps_buffer_add_uint(&number, capture->length);
    if (capture->length) {
        give(m, capture->action, capture->part, ps_buffer_str(&number), line, capture->prefer,
             beside);
    }
}

/* The element whose text is an embedded object ends: it is that of all who asked for it. */
PS_RARE static void end_embedding(ps_matcher *m, size_t first)
{
    uint32_t object = ps_builder_embed_end(m->builder);
    m->embedding = 0;
    for (size_t i = first; i < ps_capture_count(m); i++) {
        const ps_capture *capture = &ps_captures(m)[i];
        if (capture->action->field == PS_FIELD_ATTACHMENT_BYTES && capture->length &&
            capture->action->kind == PS_ACTION_FIELD) {
            ps_builder_embedded(m->builder, m->parts[capture->part].part, object);
        }
    }
}

void ps_values_end(ps_matcher *m)
{
    ps_level *level = m->level;
    if (m->embedding == m->depth) {
        end_embedding(m, level->captures / sizeof(ps_capture));
    }
    /* The text of an element begins where that of one inside it may. Lines and their format columns
     * know each other by the element around both. */
    uint32_t beside = 0;
    if (m->depth > 1) {
        level[-1].line = level[-1].line ? level[-1].line : level->line;
        beside = level[-1].serial;
    }
    for (size_t at = level->captures; at < m->captures.len; at += sizeof(ps_capture)) {
        const ps_capture *capture = (const ps_capture *)(void *)(m->captures.ptr + at);
        if (capture->action->count_only) {
            end_counting(m, capture, level->line, beside);
            continue;
        }
        ps_str value = {m->text.ptr ? m->text.ptr + capture->start : "",
                        m->text.len - capture->start};
        give(m, capture->action, capture->part, value, level->line, capture->prefer, beside);
        m->reading--;
    }
    m->captures.len = level->captures;
    if (m->reading == 0) {
        m->text.len = 0;
    } else if (level->own_rule) {
        ps_values_set_apart(m);
    }
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

/* @return 0 when none of the captures that count reads the piece. */
PS_RARE static int count_for_all(ps_matcher *m, ps_str piece)
{
    int read = 0;
    for (size_t i = 0; i < ps_capture_count(m); i++) {
        ps_capture *capture = &ps_captures(m)[i];
        if (capture->action->count_only) {
            count_text(capture, piece);
            /* To ask whether there is any text reads only the element that is asked for. */
            read |= capture->action->kind != PS_ACTION_CONDITION || capture->depth == m->depth;
        }
    }
    return read;
}

int ps_matcher_text(ps_matcher *m, ps_str piece)
{
    if (m->captures.len && !m->level->line) {
        note_line(m, piece);
    }
    if (m->reading) {
        ps_buffer_add_str(&m->text, piece);
        if (m->text.len - ps_captures(m)[0].start > m->limits->field_bytes &&
            m->error.code == PS_E_NONE) {
            PS_IGNORE(ps_error_limit(&m->error, PS_FAILED, "field-bytes",
                                     "the text of one field is longer than %llu bytes",
                                     (unsigned long long)m->limits->field_bytes));
        }
    }
    if (m->embedding) {
        ps_builder_embed(m->builder, piece);
    }
    int counts = m->captures.len > m->reading * sizeof(ps_capture);
    return (counts && count_for_all(m, piece)) || m->reading;
}
