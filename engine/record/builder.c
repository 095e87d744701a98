/* Collecting the parts and values of a record: limits, single fields, dropped parts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "record/builder.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/str.h"
#include "record/build.h"

/* Texts are copied into blocks of this size; longer ones get their own. An array that grew beyond
 * KEEP for one record is given back before the next. */
enum { TEXT_BLOCK = 4096, KEEP = 1 << 20 };

_Static_assert(offsetof(ps_builder, failed) == 0, "as ps_builder_failed() has it");

/* Fields of which all values are kept. */
static const uint8_t is_many[PS_FIELD_COUNT] = {
    [PS_FIELD_BUYER_NAME] = 1,   [PS_FIELD_SUPPLIER_NAME] = 1,      [PS_FIELD_ENTITY_NAME] = 1,
    [PS_FIELD_ITEM_NAME] = 1,    [PS_FIELD_ITEM_DESCRIPTION] = 1,   [PS_FIELD_ITEM_NOTE] = 1,
    [PS_FIELD_ITEM_KEYWORD] = 1, [PS_FIELD_ITEM_SPECIFICATION] = 1,
};

PS_RARE static void fail_limit(ps_builder *builder, const char *name, const char *what,
                               uint64_t most)
{
    if (builder->failed == PS_OK) {
        builder->failed =
            ps_error_limit(&builder->error, PS_FAILED, name, "the record has more than %llu %s",
                           (unsigned long long)most, what);
    }
}

void ps_build_fail_memory(ps_builder *builder)
{
    if (builder->failed == PS_OK) {
        builder->failed = ps_error_memory(&builder->error);
    }
}

ps_status ps_builder_new(const ps_limits *limits, ps_builder **ret_builder, ps_error *reterr)
{
    ps_builder *builder = calloc(1, sizeof *builder);
    if (!builder) {
        return ps_error_memory(reterr);
    }
    builder->limits = limits;
    ps_arena_init(&builder->arena, 0);
    ps_buffer_init(&builder->parts, 0);
    ps_buffer_init(&builder->values, 0);
    ps_buffer_init(&builder->objects, 0);
    ps_buffer_init(&builder->embedded, 0);
    ps_builder_start(builder, PS_NO_STR, PS_KIND_OTHER, 0, 0);
    if (builder->failed) {
        ps_builder_free(builder);
        return ps_error_memory(reterr);
    }
    *ret_builder = builder;
    return PS_OK;
}

void ps_builder_free(ps_builder *builder)
{
    if (builder) {
        ps_arena_done(&builder->arena);
        ps_buffer_done(&builder->parts);
        ps_buffer_done(&builder->values);
        ps_buffer_done(&builder->objects);
        ps_buffer_done(&builder->embedded);
        free(builder);
    }
}

void ps_build_empty(ps_buffer *array)
{
    ps_buffer_clear(array);
    if (array->room > KEEP) {
        ps_buffer_done(array);
    }
}

/* A new element at the end of an array, not cleared; NULL when there is no memory. */
static void *extend(ps_builder *builder, ps_buffer *array, size_t size)
{
    void *at = ps_buffer_reserve(array, size);
    if (at) {
        array->len += size;
    } else {
        ps_build_fail_memory(builder);
    }
    return at;
}

static ps_build_part *add_part(ps_builder *builder)
{
    ps_build_part *part = extend(builder, &builder->parts, sizeof *part);
    if (part) {
        builder->part_count++;
    }
    return part;
}

static ps_build_value *add_value(ps_builder *builder)
{
    ps_build_value *value = extend(builder, &builder->values, sizeof *value);
    if (value) {
        builder->value_count++;
    }
    return value;
}

void ps_builder_start(ps_builder *builder, ps_str format, ps_record_kind kind, uint64_t line,
                      uint64_t offset)
{
    ps_arena_reset(&builder->arena);
    ps_build_empty(&builder->parts);
    ps_build_empty(&builder->values);
    if (builder->objects.len) {
        ps_build_forget_objects(builder);
    }
    builder->part_count = 0;
    builder->value_count = 0;
    builder->item_count = 0;
    builder->counted = 0;
    builder->text_bytes = 0;
    builder->text_room = 0;
    builder->kind = kind;
    builder->rank_max = 0;
    builder->special = 0;
    builder->mark = '.';
    builder->finished = 0;
    builder->failed = PS_OK;
    builder->record = ps_arena_alloc(&builder->arena, sizeof *builder->record);
    ps_build_part *part = add_part(builder);
    ps_build_value *none = add_value(builder);
    if (!builder->record || !part || !none) {
        ps_build_fail_memory(builder);
        return;
    }
    *part = (ps_build_part){.scope = PS_SCOPE_RECORD, .line = line};
    *none = (ps_build_value){.field = PS_FIELD_COUNT};
    builder->record->format = format;
    builder->record->line = line;
    builder->record->offset = offset;
}

void ps_builder_decimal_mark(ps_builder *builder, char mark)
{
    builder->mark = mark;
}

static int count_value(ps_builder *builder)
{
    if (++builder->counted > builder->limits->values) {
        fail_limit(builder, "values", "values", builder->limits->values);
        return 0;
    }
    return 1;
}

ps_part ps_builder_open(ps_builder *builder, ps_part parent, ps_scope scope, uint64_t line)
{
    if (builder->failed) {
        return PS_PART_RECORD;
    }
    if (scope == PS_SCOPE_ITEM) {
        if (++builder->item_count > builder->limits->items) {
            fail_limit(builder, "items", "items", builder->limits->items);
            return PS_PART_RECORD;
        }
    } else if (!count_value(builder)) {
        return PS_PART_RECORD;
    }
    ps_build_part *part = add_part(builder);
    if (!part) {
        return PS_PART_RECORD;
    }
    *part = (ps_build_part){
        .line = line, .parent = parent, .before = builder->value_count, .scope = (uint8_t)scope};
    return builder->part_count - 1;
}

void ps_builder_close(ps_builder *builder, ps_part part, int keep)
{
    if (!builder->failed && !keep) {
        ps_build_part_at(builder, part)->dropped = 1;
    }
}

void ps_builder_defaults(ps_builder *builder, ps_part part, const ps_part_defaults *defaults)
{
    if (!builder->failed) {
        ps_build_part_at(builder, part)->defaults = defaults;
    }
}

/* Room for a text that is long, or where there is none yet; NULL without memory. */
PS_RARE static char *more_room(ps_builder *builder, size_t need)
{
    int is_long = need > TEXT_BLOCK / 4;
    char *room = ps_arena_bytes(&builder->arena, is_long ? need : TEXT_BLOCK);
    if (!room) {
        ps_build_fail_memory(builder);
    } else if (!is_long) {
        builder->text_at = room + need;
        builder->text_room = TEXT_BLOCK - need;
    }
    return room;
}

/* A copy of the text, terminated; ptr NULL when a limit or memory stands against it. */
static inline ps_str keep_text(ps_builder *builder, ps_str text)
{
    if (text.len > builder->limits->field_bytes) {
        fail_limit(builder, "field-bytes", "bytes in one field", builder->limits->field_bytes);
        return PS_NO_STR;
    }
    builder->text_bytes += text.len;
    if (builder->text_bytes > builder->limits->record_text) {
        fail_limit(builder, "record-text", "bytes of text", builder->limits->record_text);
        return PS_NO_STR;
    }
    size_t need = text.len + 1;
    char *copy = builder->text_at;
    if (need <= builder->text_room) {
        builder->text_at += need;
        builder->text_room -= need;
    } else if (!(copy = more_room(builder, need))) {
        return PS_NO_STR;
    }
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return (ps_str){copy, text.len};
}

/* Of a piece that is joined, drop the blanks at an end only where a line ends among them. */
static ps_str trim_lines(ps_str text)
{
    ps_str inner = ps_str_trim(text);
    if (inner.len == 0) {
        return inner;
    }
    size_t front = (size_t)(inner.ptr - text.ptr);
    const char *end = inner.ptr + inner.len;
    ps_str behind = {end, text.len - front - inner.len};
    const char *from = memchr(text.ptr, '\n', front) ? inner.ptr : text.ptr;
    const char *to = memchr(behind.ptr, '\n', behind.len) ? end : behind.ptr + behind.len;
    return (ps_str){from, (size_t)(to - from)};
}

/* The value of this field that the part has, when it may have only one; NULL when it has none. */
PS_RARE static ps_build_value *find_single(const ps_builder *builder, const ps_build_part *part,
                                           ps_field field)
{
    for (uint32_t i = part->single; i; i = ps_build_value_at(builder, i)->next) {
        ps_build_value *value = ps_build_value_at(builder, i);
        if (value->field == field) {
            return value;
        }
    }
    return NULL;
}

/* Keep a value that is not empty and stands against none. */
static inline ps_build_value *put_value(ps_builder *builder, ps_part part, ps_field field,
                                        ps_str text, uint64_t line, ps_value_rule rule)
{
    ps_str copy = keep_text(builder, text);
    ps_build_value *value = copy.ptr ? add_value(builder) : NULL;
    if (value) {
        *value = (ps_build_value){.text = copy,
                                  .line = line,
                                  .part = part,
                                  .rank = rule.rank,
                                  .prefer = rule.prefer,
                                  .field = (uint8_t)field,
                                  .join = (uint8_t)rule.join};
        ps_build_part_at(builder, part)->have |= (uint64_t)1 << field;
    }
    return value;
}

/* One of several values that are joined, or of which one is chosen later. */
PS_RARE static ps_value_handle set_of_several(ps_builder *builder, ps_part part, ps_field field,
                                              ps_str text, uint64_t line, ps_value_rule rule)
{
    text = rule.join ? trim_lines(text) : ps_str_trim(text);
    if (text.len == 0 || !count_value(builder) ||
        !put_value(builder, part, field, text, line, rule)) {
        return 0;
    }
    builder->special = 1;
    builder->rank_max = rule.rank > builder->rank_max ? rule.rank : builder->rank_max;
    return builder->value_count - 1;
}

ps_value_handle ps_builder_set_by(ps_builder *builder, ps_part part, ps_field field, ps_str text,
                                  uint64_t line, ps_value_rule rule)
{
    _Static_assert(PS_FIELD_COUNT <= 64, "one bit per field");
    if (builder->failed) {
        return 0;
    }
    if (rule.join || rule.prefer) {
        return set_of_several(builder, part, field, text, line, rule);
    }
    text = ps_str_trim(text);
    if (text.len == 0) {
        return 0;
    }
    if (is_many[field]) {
        int kept = count_value(builder) && put_value(builder, part, field, text, line, rule);
        return kept ? builder->value_count - 1 : 0;
    }
    ps_build_part *owner = ps_build_part_at(builder, part);
    ps_build_value *old = owner->have >> field & 1 ? find_single(builder, owner, field) : NULL;
    if (old) {
        if (rule.rank < old->rank) {
            *old = (ps_build_value){.text = keep_text(builder, text),
                                    .line = line,
                                    .part = part,
                                    .next = old->next,
                                    .rank = rule.rank,
                                    .field = old->field};
        }
        return 0;
    }
    ps_build_value *value = put_value(builder, part, field, text, line, rule);
    if (!value) {
        return 0;
    }
    value->next = owner->single;
    owner->single = builder->value_count - 1;
    return owner->single;
}

void ps_builder_set(ps_builder *builder, ps_part part, ps_field field, ps_str text, uint64_t line)
{
    (void)ps_builder_set_by(builder, part, field, text, line, (ps_value_rule){0, 0, PS_JOIN_NOT});
}

void ps_builder_rejoin(ps_builder *builder, ps_value_handle value, ps_join join)
{
    if (!builder->failed && value) {
        ps_build_value_at(builder, value)->join = (uint8_t)join;
    }
}

void ps_builder_damage(ps_builder *builder, const char *reason)
{
    if (!builder->failed && !builder->record->damage) {
        ps_str copy = ps_arena_str(&builder->arena, ps_str_from(reason));
        if (!copy.ptr) {
            ps_build_fail_memory(builder);
        }
        builder->record->damage = copy.ptr;
    }
}

ps_str ps_builder_id(const ps_builder *builder)
{
    const ps_build_value *best = NULL;
    for (uint32_t i = 1; i < builder->value_count; i++) {
        const ps_build_value *value = ps_build_value_at(builder, i);
        if (value->field == PS_FIELD_RECORD_ID &&
            !ps_build_part_at(builder, value->part)->dropped &&
            (!best || value->rank < best->rank)) {
            best = value;
        }
    }
    return best ? best->text : PS_STR("");
}

ps_status ps_builder_finish(ps_builder *builder, const ps_record **ret_record, ps_error *reterr)
{
    if (!builder->failed && !builder->finished) {
        ps_build_assemble(builder);
        builder->finished = 1;
    }
    if (builder->failed) {
        if (reterr) {
            *reterr = builder->error;
        }
        return builder->failed;
    }
    *ret_record = builder->record;
    return PS_OK;
}
