/* From collected parts and values to a record: who owns what, which of several values counts, then
 * the arrays of the public structs.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "record/build.h"
#include "record/currency.h"
#include "record/ident.h"
#include "record/party.h"

/* How a single field gets into its struct. */
typedef enum form { FORM_NONE, FORM_VALUE, FORM_CURRENCY, FORM_NUMBER, FORM_DATE, FORM_MANY } form;

static const struct {
    uint8_t form;
    uint16_t at;
} places[PS_FIELD_COUNT] = {
    [PS_FIELD_RECORD_ID] = {FORM_VALUE, offsetof(ps_record, id)},
    [PS_FIELD_RECORD_MESSAGE_ID] = {FORM_VALUE, offsetof(ps_record, message_id)},
    [PS_FIELD_RECORD_DATE] = {FORM_DATE, offsetof(ps_record, date)},
    [PS_FIELD_RECORD_CURRENCY] = {FORM_CURRENCY, offsetof(ps_record, currency)},
    [PS_FIELD_RECORD_TOTAL] = {FORM_NUMBER, offsetof(ps_record, total)},
    [PS_FIELD_ITEM_LINE] = {FORM_VALUE, offsetof(ps_item, line_id)},
    [PS_FIELD_ITEM_PARENT] = {FORM_VALUE, offsetof(ps_item, parent)},
    [PS_FIELD_ITEM_NAME] = {FORM_MANY, offsetof(ps_item, name)},
    [PS_FIELD_ITEM_DESCRIPTION] = {FORM_MANY, 0},
    [PS_FIELD_ITEM_NOTE] = {FORM_MANY, 0},
    [PS_FIELD_ITEM_KEYWORD] = {FORM_MANY, 0},
    [PS_FIELD_ITEM_SPECIFICATION] = {FORM_MANY, 0},
    [PS_FIELD_ITEM_MANUFACTURER] = {FORM_VALUE, offsetof(ps_item, manufacturer)},
    [PS_FIELD_ITEM_BRAND] = {FORM_VALUE, offsetof(ps_item, brand)},
    [PS_FIELD_ITEM_MODEL] = {FORM_VALUE, offsetof(ps_item, model)},
    [PS_FIELD_ITEM_QUANTITY] = {FORM_NUMBER, offsetof(ps_item, quantity)},
    [PS_FIELD_ITEM_UNIT] = {FORM_VALUE, offsetof(ps_item, unit)},
    [PS_FIELD_ITEM_PRICE] = {FORM_NUMBER, offsetof(ps_item, price)},
    [PS_FIELD_ITEM_PRICE_BASE] = {FORM_NUMBER, offsetof(ps_item, price_base)},
    [PS_FIELD_ITEM_AMOUNT] = {FORM_NUMBER, offsetof(ps_item, amount)},
    [PS_FIELD_ITEM_CURRENCY] = {FORM_CURRENCY, offsetof(ps_item, currency)},
    [PS_FIELD_ITEM_DELIVERY] = {FORM_DATE, offsetof(ps_item, delivery)},
    [PS_FIELD_ITEM_COUNTRY] = {FORM_VALUE, offsetof(ps_item, country)},
    [PS_FIELD_ITEM_DEPARTMENT] = {FORM_VALUE, offsetof(ps_item, department)},
    [PS_FIELD_CODE_SCHEME] = {FORM_VALUE, offsetof(ps_code, scheme_source)},
    [PS_FIELD_CODE_VALUE] = {FORM_VALUE, offsetof(ps_code, value)},
    [PS_FIELD_CODE_VERSION] = {FORM_VALUE, offsetof(ps_code, version)},
    [PS_FIELD_CODE_TITLE] = {FORM_VALUE, offsetof(ps_code, title)},
    [PS_FIELD_PROPERTY_NAME] = {FORM_VALUE, offsetof(ps_property, name)},
    [PS_FIELD_PROPERTY_VALUE] = {FORM_VALUE, offsetof(ps_property, value)},
    [PS_FIELD_PROPERTY_UNIT] = {FORM_VALUE, offsetof(ps_property, unit)},
    [PS_FIELD_TEXT_HEADING] = {FORM_VALUE, offsetof(ps_text, heading)},
    [PS_FIELD_TEXT_TEXT] = {FORM_VALUE, offsetof(ps_text, text)},
    [PS_FIELD_TEXT_LANGUAGE] = {FORM_VALUE, offsetof(ps_text, language)},
    [PS_FIELD_REFERENCE_ID] = {FORM_VALUE, offsetof(ps_reference, id)},
    [PS_FIELD_ATTACHMENT_NAME] = {FORM_VALUE, offsetof(ps_attachment, name)},
    [PS_FIELD_ATTACHMENT_DESCRIPTION] = {FORM_VALUE, offsetof(ps_attachment, description)},
    [PS_FIELD_ATTACHMENT_REF] = {FORM_VALUE, offsetof(ps_attachment, contract)},
    [PS_FIELD_ATTACHMENT_MIME] = {FORM_VALUE, offsetof(ps_attachment, mime)},
    [PS_FIELD_ATTACHMENT_URI] = {FORM_VALUE, offsetof(ps_attachment, uri)},
    [PS_FIELD_IDENT_SCHEME] = {FORM_VALUE, offsetof(ps_ident, scheme)},
    [PS_FIELD_IDENT_VALUE] = {FORM_VALUE, offsetof(ps_ident, value)},
    [PS_FIELD_PART_SCHEME] = {FORM_VALUE, offsetof(ps_ident, scheme)},
    [PS_FIELD_PART_VALUE] = {FORM_VALUE, offsetof(ps_ident, value)},
};

void *ps_build_array(ps_builder *builder, size_t count, size_t size)
{
    void *array = count ? ps_arena_array(&builder->arena, count, size) : NULL;
    if (count && !array) {
        ps_build_fail_memory(builder);
    }
    return array;
}

ps_build_value *ps_build_best(const ps_builder *builder, const ps_build_part *part, ps_field field)
{
    ps_build_value *best = NULL;
    if (!(part->have >> field & 1)) {
        return NULL;
    }
    for (uint32_t i = part->first_value; i; i = ps_build_value_at(builder, i)->next) {
        ps_build_value *value = ps_build_value_at(builder, i);
        if (value->field == field && (!best || value->rank < best->rank)) {
            best = value;
        }
    }
    return best;
}

ps_value ps_build_single(const ps_builder *builder, const ps_build_part *part, ps_field field)
{
    const ps_build_value *value = ps_build_best(builder, part, field);
    if (value) {
        return (ps_value){value->text, value->line};
    }
    for (size_t i = 0; part->defaults && i < part->defaults->count; i++) {
        if (part->defaults->values[i].field == field) {
            return (ps_value){part->defaults->values[i].text, part->line};
        }
    }
    return (ps_value){PS_NO_STR, 0};
}

/* Who owns each part and value; what stands in a dropped part is dropped. */
static void find_owners(ps_builder *builder)
{
    for (uint32_t i = 1; i < builder->part_count; i++) {
        ps_build_part *part = ps_build_part_at(builder, i);
        const ps_build_part *parent = ps_build_part_at(builder, part->parent);
        part->dropped |= parent->dropped;
        part->owner = parent->scope == PS_SCOPE_GROUP ? parent->owner : part->parent;
        if (part->scope == PS_SCOPE_GROUP && part->index && !part->dropped) {
            ps_build_part_at(builder, part->owner)->index = part->index; /* what it embeds */
        }
    }
    for (uint32_t i = 1; i < builder->value_count; i++) {
        ps_build_value *value = ps_build_value_at(builder, i);
        const ps_build_part *part = ps_build_part_at(builder, value->part);
        value->next = 0;
        if (part->dropped) {
            continue;
        }
        ps_build_part *owner =
            ps_build_part_at(builder, part->scope == PS_SCOPE_GROUP ? part->owner : value->part);
        owner->have |= (uint64_t)1 << value->field;
        if (owner->last_value) {
            ps_build_value_at(builder, owner->last_value)->next = i;
        } else {
            owner->first_value = i;
        }
        owner->last_value = i;
    }
}

static int has(const ps_builder *builder, const ps_build_part *part, ps_field field)
{
    return ps_build_best(builder, part, field) != NULL;
}

/* Whether a part has what makes it worth keeping. */
static int is_whole(const ps_builder *builder, const ps_build_part *part)
{
    switch ((ps_scope)part->scope) {
    case PS_SCOPE_IDENT:
        return has(builder, part, PS_FIELD_IDENT_VALUE);
    case PS_SCOPE_PART:
        return has(builder, part, PS_FIELD_PART_VALUE);
    case PS_SCOPE_CODE:
        return has(builder, part, PS_FIELD_CODE_VALUE);
    case PS_SCOPE_PROPERTY:
        return has(builder, part, PS_FIELD_PROPERTY_NAME) ||
               has(builder, part, PS_FIELD_PROPERTY_VALUE);
    case PS_SCOPE_TEXT:
        return has(builder, part, PS_FIELD_TEXT_TEXT) || has(builder, part, PS_FIELD_TEXT_HEADING);
    case PS_SCOPE_REFERENCE:
        return has(builder, part, PS_FIELD_REFERENCE_ID);
    case PS_SCOPE_ATTACHMENT:
        return part->first_value != 0;
    case PS_SCOPE_ENTITY:
        return has(builder, part, PS_FIELD_ENTITY_KEY);
    case PS_SCOPE_RECORD:
    case PS_SCOPE_BUYER:
    case PS_SCOPE_SUPPLIER:
    case PS_SCOPE_ITEM:
    case PS_SCOPE_GROUP:
    case PS_SCOPE_COUNT:
        break;
    }
    return 1;
}

/* Hang each part that is kept on its owner, in document order. Attachments are the record's. */
static void link_parts(ps_builder *builder)
{
    memset(builder->kept, 0, sizeof builder->kept);
    for (uint32_t i = 1; i < builder->part_count; i++) {
        ps_build_part *part = ps_build_part_at(builder, i);
        if (part->dropped || part->scope == PS_SCOPE_GROUP) {
            continue;
        }
        if (!is_whole(builder, part)) {
            part->dropped = 1;
            continue;
        }
        builder->kept[part->scope]++;
        ps_build_part *owner = ps_build_part_at(
            builder, part->scope == PS_SCOPE_ATTACHMENT ? PS_PART_RECORD : part->owner);
        if (owner->last_child) {
            ps_build_part_at(builder, owner->last_child)->next_child = i;
        } else {
            owner->first_child = i;
        }
        owner->last_child = i;
    }
}

/* Digits with one point at the most, as nearly all are. */
static int is_plain_number(ps_str text)
{
    int points = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!ps_is_digit(text.ptr[i]) && (text.ptr[i] != '.' || points++)) {
            return 0;
        }
    }
    return 1;
}

static int is_number(const ps_builder *builder, const ps_build_value *value)
{
    return value->field != PS_FIELD_COUNT && places[value->field].form == FORM_NUMBER &&
           !ps_build_part_at(builder, value->part)->dropped;
}

/* How numbers with one mark and three digits behind it are meant: as the other numbers of the
 * record show, else as the profile says. Where they contradict each other nobody knows (0). */
static void settle_mark(ps_builder *builder)
{
    int point = 0;
    int comma = 0;
    uint32_t first = 1;
    for (; builder->mark == '.' && first < builder->value_count; first++) {
        const ps_build_value *value = ps_build_value_at(builder, first);
        if (is_number(builder, value) && !is_plain_number(value->text)) {
            break;
        }
    }
    if (first == builder->value_count) {
        return;
    }
    for (uint32_t i = 1; i < builder->value_count; i++) {
        const ps_build_value *value = ps_build_value_at(builder, i);
        char mark = is_number(builder, value) ? ps_decimal_mark(value->text) : 0;
        point |= mark == '.';
        comma |= mark == ',';
    }
    if (point != comma) {
        builder->mark = point ? '.' : ',';
    } else if (point) {
        builder->mark = 0;
    }
}

static inline void put(const ps_builder *builder, char *target, ps_field field, ps_value value)
{
    void *at = target + places[field].at;
    switch ((form)places[field].form) {
    case FORM_VALUE:
        *(ps_value *)at = value;
        break;
    case FORM_CURRENCY:
        *(ps_value *)at = (ps_value){ps_currency_code(value.text), value.line};
        break;
    case FORM_NUMBER: {
        ps_number *number = at;
        number->source = value;
        number->known = ps_decimal_parse(value.text, builder->mark, &number->value);
        break;
    }
    case FORM_DATE:
        *(ps_date *)at = (ps_date){value, ps_date_parse(value.text)};
        break;
    case FORM_NONE:
    case FORM_MANY:
        break;
    }
}

/* Fill the single fields of a part's struct, and count the texts of which all are kept. */
static size_t fill(const ps_builder *builder, const ps_build_part *part, void *target)
{
    uint16_t rank[PS_FIELD_COUNT];
    uint64_t seen = 0;
    size_t texts = 0;
    _Static_assert(PS_FIELD_COUNT <= 64, "one bit per field");
    for (uint32_t i = part->first_value; i;) {
        const ps_build_value *value = ps_build_value_at(builder, i);
        i = value->next;
        if (value->field == PS_FIELD_COUNT) {
            continue;
        }
        if (places[value->field].form == FORM_MANY) {
            texts++;
            if (value->field != PS_FIELD_ITEM_NAME) {
                continue;
            }
        }
        uint64_t bit = (uint64_t)1 << value->field;
        if ((seen & bit) && rank[value->field] <= value->rank) {
            continue;
        }
        seen |= bit;
        rank[value->field] = value->rank;
        ps_value text = {value->text, value->line};
        if (value->field == PS_FIELD_ITEM_NAME) {
            ((ps_item *)target)->name = text;
        } else {
            put(builder, target, (ps_field)value->field, text);
        }
    }
    for (size_t i = 0; part->defaults && i < part->defaults->count; i++) {
        const ps_default *given = &part->defaults->values[i];
        if (!(seen & ((uint64_t)1 << given->field))) {
            put(builder, target, given->field, (ps_value){given->text, part->line});
        }
    }
    return texts;
}

static int is_yes(ps_str text)
{
    return text.len && !ps_str_is(text, "no") && !ps_str_is(text, "false") && !ps_str_is(text, "0");
}

static ps_text build_text(const ps_builder *builder, const ps_build_part *part)
{
    ps_text text = {.kind = PS_TEXT_NOTE};
    (void)fill(builder, part, &text);
    ps_value kind = ps_build_single(builder, part, PS_FIELD_TEXT_KIND);
    (void)ps_text_kind_find(kind.text, &text.kind);
    text.field = ps_build_single(builder, part, PS_FIELD_TEXT_FIELD).text;
    return text;
}

/* Texts of an item: its own fields and the <text>s in it, as they come in the document. */
static void build_item_texts(ps_builder *builder, const ps_build_part *part, ps_item *item,
                             size_t most)
{
    ps_item_text *texts = ps_build_array(builder, most, sizeof *texts);
    if (!texts) {
        return;
    }
    size_t n = 0;
    uint32_t v = part->first_value;
    uint32_t c = part->first_child;
    while (v || c) {
        const ps_build_part *child = c ? ps_build_part_at(builder, c) : NULL;
        if (child && (!v || child->before <= v)) {
            c = child->next_child;
            if (child->scope == PS_SCOPE_TEXT) {
                ps_text text = build_text(builder, child);
                ps_str field = text.field.len
                                   ? text.field
                                   : ps_str_from(ps_field_values(PS_FIELD_TEXT_KIND)[text.kind]);
                if (text.heading.text.len) {
                    texts[n++] = (ps_item_text){field, text.heading};
                }
                if (text.text.text.len) {
                    texts[n++] = (ps_item_text){field, text.text};
                }
            }
            continue;
        }
        const ps_build_value *value = ps_build_value_at(builder, v);
        v = value->next;
        if (value->field != PS_FIELD_COUNT && places[value->field].form == FORM_MANY) {
            texts[n++] = (ps_item_text){ps_str_from(ps_field_name((ps_field)value->field)),
                                        {value->text, value->line}};
        }
    }
    item->texts = texts;
    item->text_count = n;
}

/* What hangs on a record or an item, counted by scope. */
typedef struct counts {
    size_t of[PS_SCOPE_COUNT];
} counts;

static counts count_children(const ps_builder *builder, const ps_build_part *part)
{
    counts n = {{0}};
    for (uint32_t i = part->first_child; i; i = ps_build_part_at(builder, i)->next_child) {
        n.of[ps_build_part_at(builder, i)->scope]++;
    }
    return n;
}

static ps_reference build_reference(const ps_builder *builder, const ps_build_part *part)
{
    ps_reference reference = {{PS_NO_STR, 0}, PS_NO_STR};
    (void)fill(builder, part, &reference);
    reference.kind = ps_build_single(builder, part, PS_FIELD_REFERENCE_KIND).text;
    return reference;
}

static void build_code(ps_builder *builder, const ps_build_part *part, ps_code *code)
{
    (void)fill(builder, part, code);
    if (code->scheme_source.text.len &&
        ps_code_scheme(&builder->arena, code->scheme_source.text, &code->scheme, &builder->error)) {
        ps_build_fail_memory(builder);
    }
}

static void build_part(ps_builder *builder, const ps_build_part *part, ps_ident *ident)
{
    (void)fill(builder, part, ident);
    if (ps_ident_check_part(&builder->arena, ident, &builder->error)) {
        ps_build_fail_memory(builder);
    }
}

static void build_item_parts(ps_builder *builder, const ps_build_part *part, const counts *n,
                             ps_item *item)
{
    ps_ident *parts = ps_build_array(builder, n->of[PS_SCOPE_PART], sizeof *parts);
    ps_code *codes = ps_build_array(builder, n->of[PS_SCOPE_CODE], sizeof *codes);
    ps_property *properties = ps_build_array(builder, n->of[PS_SCOPE_PROPERTY], sizeof *properties);
    ps_reference *references =
        ps_build_array(builder, n->of[PS_SCOPE_REFERENCE], sizeof *references);
    for (uint32_t i = part->first_child; i && !builder->failed;) {
        const ps_build_part *child = ps_build_part_at(builder, i);
        i = child->next_child;
        if (child->scope == PS_SCOPE_PART) {
            build_part(builder, child, &parts[item->part_count++]);
        } else if (child->scope == PS_SCOPE_CODE) {
            build_code(builder, child, &codes[item->code_count++]);
        } else if (child->scope == PS_SCOPE_PROPERTY) {
            (void)fill(builder, child, &properties[item->property_count++]);
        } else if (child->scope == PS_SCOPE_REFERENCE) {
            references[item->reference_count++] = build_reference(builder, child);
        }
    }
    item->parts = parts;
    item->codes = codes;
    item->properties = properties;
    item->references = references;
}

static void build_item(ps_builder *builder, ps_build_part *part, ps_item *item)
{
    item->line = part->line;
    item->delivery.day = PS_NO_DAY;
    size_t texts = fill(builder, part, item);
    if (item->price_base.source.text.len == 0) {
        item->price_base.value = (ps_decimal){1, 0};
        item->price_base.known = 1;
    }
    if (part->owner != PS_PART_RECORD) {
        item->outer = ps_build_part_at(builder, part->owner)->index + 1;
        item->alternative = is_yes(ps_build_single(builder, part, PS_FIELD_ITEM_ALTERNATIVE).text);
        if (item->parent.text.len == 0) {
            item->parent = builder->record->items[item->outer - 1].line_id;
        }
    }
    if (item->manufacturer.text.len == 0) {
        item->manufacturer = ps_party_manufacturer(builder, part);
    }
    if (part->first_child) {
        counts n = count_children(builder, part);
        texts += 2 * n.of[PS_SCOPE_TEXT]; /* heading and text */
        build_item_parts(builder, part, &n, item);
    }
    build_item_texts(builder, part, item, texts);
}

static void build_items(ps_builder *builder)
{
    ps_item *items = ps_build_array(builder, builder->kept[PS_SCOPE_ITEM], sizeof *items);
    builder->record->items = items;
    for (uint32_t i = 1; i < builder->part_count && !builder->failed; i++) {
        ps_build_part *part = ps_build_part_at(builder, i);
        if (part->scope == PS_SCOPE_ITEM && !part->dropped) {
            part->index = (uint32_t)builder->record->item_count;
            build_item(builder, part, &items[builder->record->item_count++]);
        }
    }
}

static void build_attachment(const ps_builder *builder, const ps_build_part *part,
                             ps_attachment *attachment)
{
    (void)fill(builder, part, attachment);
    attachment->line = part->line;
    ps_value bytes = ps_build_single(builder, part, PS_FIELD_ATTACHMENT_BYTES);
    (void)ps_str_to_uint(bytes.text, UINT64_MAX, &attachment->bytes);
    ps_str contract = ps_build_single(builder, part, PS_FIELD_ATTACHMENT_CONTRACT).text;
    attachment->role = is_yes(contract) ? PS_ATTACHMENT_CONTRACT
                       : contract.len   ? PS_ATTACHMENT_OTHER
                                        : PS_ATTACHMENT_UNKNOWN;
    ps_build_object_of(builder, part, attachment);
}

static void build_record_parts(ps_builder *builder, const ps_build_part *part)
{
    ps_record *record = builder->record;
    counts n = count_children(builder, part);
    ps_reference *references =
        ps_build_array(builder, n.of[PS_SCOPE_REFERENCE], sizeof *references);
    ps_attachment *attachments =
        ps_build_array(builder, n.of[PS_SCOPE_ATTACHMENT], sizeof *attachments);
    for (uint32_t i = part->first_child; i && !builder->failed;) {
        const ps_build_part *child = ps_build_part_at(builder, i);
        i = child->next_child;
        if (child->scope == PS_SCOPE_REFERENCE) {
            references[record->reference_count++] = build_reference(builder, child);
        } else if (child->scope == PS_SCOPE_ATTACHMENT) {
            build_attachment(builder, child, &attachments[record->attachment_count++]);
        }
    }
    record->references = references;
    record->attachments = attachments;
}

/* Texts of the record, in document order. Terms and clauses that stand in an item, as conditions of
 * a line or of a lot, bind the parties like any other and are texts of both. */
static void build_texts(ps_builder *builder)
{
    ps_record *record = builder->record;
    ps_text *texts = ps_build_array(builder, builder->kept[PS_SCOPE_TEXT], sizeof *texts);
    for (uint32_t i = 1; texts && i < builder->part_count; i++) {
        const ps_build_part *part = ps_build_part_at(builder, i);
        if (part->scope != PS_SCOPE_TEXT || part->dropped) {
            continue;
        }
        ps_text text = build_text(builder, part);
        int is_of_contract = text.kind == PS_TEXT_TERMS || text.kind == PS_TEXT_CLAUSE;
        if (part->owner != PS_PART_RECORD && !is_of_contract) {
            continue;
        }
        if (!text.field.len && part->defaults) {
            text.field = part->defaults->place;
        }
        texts[record->text_count++] = text;
    }
    record->texts = texts;
}

void ps_build_assemble(ps_builder *builder)
{
    ps_record *record = builder->record;
    ps_build_part *part = ps_build_part_at(builder, PS_PART_RECORD);
    find_owners(builder);
    if (builder->special) {
        ps_build_settle(builder);
    }
    ps_build_plain(builder);
    link_parts(builder);
    settle_mark(builder);
    if (builder->failed) {
        return;
    }
    record->kind = builder->kind;
    record->date.day = PS_NO_DAY;
    (void)fill(builder, part, record);
    (void)ps_record_kind_find(ps_build_single(builder, part, PS_FIELD_RECORD_KIND).text,
                              &record->kind);
    build_record_parts(builder, part);
    build_texts(builder);
    ps_party_build(builder);
    build_items(builder);
}

void ps_builder_survey(const ps_builder *builder,
                       void (*row)(void *user, ps_scope scope, ps_part part, ps_field field,
                                   ps_str text),
                       void *user)
{
    for (uint32_t p = 0; p < builder->part_count && !builder->failed; p++) {
        const ps_build_part *part = ps_build_part_at(builder, p);
        if (part->dropped || part->scope == PS_SCOPE_GROUP) {
            continue;
        }
        row(user, (ps_scope)part->scope, p, PS_FIELD_COUNT, PS_NO_STR);
        for (uint32_t i = part->first_value; i;) {
            const ps_build_value *value = ps_build_value_at(builder, i);
            i = value->next;
            if (value->field != PS_FIELD_COUNT) {
                row(user, (ps_scope)part->scope, p, (ps_field)value->field, value->text);
            }
        }
    }
}
