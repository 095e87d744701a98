/* Several values of one rule in one part: pieces that are joined, languages of which one is kept.
 * Then what texts say that are in a notation of their own. SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "base/str.h"
#include "record/build.h"
#include "record/plain.h"

/* The value that stands for a rank within one owner. */
typedef struct chosen {
    uint32_t owner; /* part index + 1 */
    uint32_t value; /* the first piece, or the preferred value */
    uint32_t last;  /* last piece */
} chosen;

/* Put the pieces of a joined value together. */
static void join_pieces(ps_builder *builder, ps_build_value *head)
{
    size_t total = head->text.len + 1;
    for (uint32_t i = head->chain; i; i = ps_build_value_at(builder, i)->chain) {
        total += ps_build_value_at(builder, i)->text.len + 1;
    }
    char *text = total > builder->limits->field_bytes ? NULL : ps_build_array(builder, total, 1);
    if (!text) {
        if (!builder->failed) {
            builder->failed = ps_error_limit(&builder->error, PS_FAILED, "field-bytes",
                                             "the record has a joined text of more than %llu bytes",
                                             (unsigned long long)builder->limits->field_bytes);
        }
        return;
    }
    size_t len = head->text.len;
    memcpy(text, head->text.ptr, len);
    for (uint32_t i = head->chain; i; i = ps_build_value_at(builder, i)->chain) {
        const ps_build_value *piece = ps_build_value_at(builder, i);
        if (piece->join == PS_JOIN_LINE) {
            text[len++] = '\n';
        } else if (piece->join == PS_JOIN_BLANK && text[len - 1] != ' ' &&
                   piece->text.ptr[0] != ' ') {
            text[len++] = ' ';
        }
        memcpy(text + len, piece->text.ptr, piece->text.len);
        len += piece->text.len;
    }
    head->text = ps_str_trim((ps_str){text, len});
}

/* Joins and preferences of one owner: afterwards each rank has one value. */
static void settle_owner(ps_builder *builder, uint32_t index, chosen *by_rank)
{
    ps_build_part *part = ps_build_part_at(builder, index);
    for (uint32_t i = part->first_value; i; i = ps_build_value_at(builder, i)->next) {
        ps_build_value *value = ps_build_value_at(builder, i);
        if (!value->join && !value->prefer) {
            continue;
        }
        chosen *slot = &by_rank[value->rank];
        if (slot->owner != index + 1) {
            *slot = (chosen){index + 1, i, i};
            continue;
        }
        ps_build_value *first = ps_build_value_at(builder, slot->value);
        if (value->join) {
            ps_build_value_at(builder, slot->last)->chain = i;
            slot->last = i;
            value->field = PS_FIELD_COUNT;
        } else if (value->prefer < first->prefer) {
            first->field = PS_FIELD_COUNT;
            slot->value = i;
        } else {
            value->field = PS_FIELD_COUNT;
        }
    }
    for (uint32_t i = part->first_value; i; i = ps_build_value_at(builder, i)->next) {
        ps_build_value *value = ps_build_value_at(builder, i);
        if (value->chain && value->field != PS_FIELD_COUNT && !builder->failed) {
            join_pieces(builder, value);
        }
    }
}

void ps_build_settle(ps_builder *builder)
{
    chosen *by_rank = ps_build_array(builder, (size_t)builder->rank_max + 1, sizeof *by_rank);
    for (uint32_t i = 0; by_rank && i < builder->part_count; i++) {
        if (ps_build_part_at(builder, i)->first_value) {
            settle_owner(builder, i, by_rank);
        }
    }
}

/* Fields that hold words for people. */
static const uint8_t is_words[PS_FIELD_COUNT] = {
    [PS_FIELD_BUYER_NAME] = 1,
    [PS_FIELD_SUPPLIER_NAME] = 1,
    [PS_FIELD_ENTITY_NAME] = 1,
    [PS_FIELD_ITEM_NAME] = 1,
    [PS_FIELD_ITEM_DESCRIPTION] = 1,
    [PS_FIELD_ITEM_NOTE] = 1,
    [PS_FIELD_ITEM_KEYWORD] = 1,
    [PS_FIELD_ITEM_SPECIFICATION] = 1,
    [PS_FIELD_ITEM_MANUFACTURER] = 1,
    [PS_FIELD_ITEM_BRAND] = 1,
    [PS_FIELD_ITEM_MODEL] = 1,
    [PS_FIELD_CODE_TITLE] = 1,
    [PS_FIELD_PROPERTY_NAME] = 1,
    [PS_FIELD_PROPERTY_VALUE] = 1,
    [PS_FIELD_ATTACHMENT_DESCRIPTION] = 1,
    [PS_FIELD_TEXT_HEADING] = 1,
    [PS_FIELD_TEXT_TEXT] = 1,
};

/* The text without the blanks at its ends; its line moves on with line ends at the front. */
static void take_plain(ps_build_value *value, ps_str text)
{
    ps_str inner = ps_str_trim(text);
    for (const char *at = text.ptr; at < inner.ptr; at++) {
        value->line += *at == '\n';
    }
    value->text = inner;
    if (!inner.len) {
        value->field = PS_FIELD_COUNT; /* marks around nothing: as good as not given */
    }
}

void ps_build_plain(ps_builder *builder)
{
    for (uint32_t i = 1; i < builder->value_count && !builder->failed; i++) {
        ps_build_value *value = ps_build_value_at(builder, i);
        if (value->field == PS_FIELD_COUNT || !is_words[value->field]) {
            continue;
        }
        ps_str text;
        switch (ps_plain_read(&builder->arena, value->text, builder->limits->json_depth, &text)) {
        case PS_PLAIN_AS_IS:
            break;
        case PS_PLAIN_READ:
            take_plain(value, text);
            break;
        case PS_PLAIN_DEEP:
            ps_builder_damage(builder, "limit:json-depth");
            break;
        case PS_PLAIN_NO_MEMORY:
            ps_build_fail_memory(builder);
            break;
        }
    }
}
