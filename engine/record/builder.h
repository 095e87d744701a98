/* Builds one record after the other, value by value.
 *
 * The builder knows the record's shape and nothing of formats: the formats stage tells it "an item
 * begins", "this is its name", "the item ends". All text goes into the builder's arena, which a new
 * record resets.
 *
 * Threads: belongs to one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_RECORD_BUILDER_H
#define PS_RECORD_BUILDER_H

#include "base/arena.h"
#include "base/cleanup.h"
#include "procscreen/limits.h"
#include "procscreen/record.h"

/** Parts of a record that hold values. Names are those of the profile language. */
#define PS_SCOPES(X)                                                                               \
    X(RECORD, "record")                                                                            \
    X(BUYER, "buyer")                                                                              \
    X(SUPPLIER, "supplier")                                                                        \
    X(ENTITY, "entity") /* a party that others point at by its key */                              \
    X(ITEM, "item")                                                                                \
    X(IDENT, "ident")         /* of a party */                                                     \
    X(PART, "part")           /* part number of an item */                                         \
    X(CODE, "code")           /* of an item */                                                     \
    X(PROPERTY, "property")   /* of an item */                                                     \
    X(TEXT, "text")           /* of the record; inside an item, of the item (terms: of both) */    \
    X(REFERENCE, "reference") /* of the record or of an item */                                    \
    X(ATTACHMENT, "attachment")                                                                    \
    X(GROUP, "group") /* transparent: what is in it belongs to the part around it */

typedef enum ps_scope {
#define PS_X(symbol, name) PS_SCOPE_##symbol,
    PS_SCOPES(PS_X)
#undef PS_X
        PS_SCOPE_COUNT
} ps_scope;

/* X(symbol, scope, "name in profiles"). A field that is given twice: texts of items (name,
 * description, note …) and names of parties are kept all, in order; for others the first wins. */
#define PS_FIELDS(X)                                                                               \
    X(RECORD_KIND, RECORD, "kind")                                                                 \
    X(RECORD_ID, RECORD, "id")                                                                     \
    X(RECORD_MESSAGE_ID, RECORD, "message-id")                                                     \
    X(RECORD_DATE, RECORD, "date")                                                                 \
    X(RECORD_CURRENCY, RECORD, "currency")                                                         \
    X(RECORD_TOTAL, RECORD, "total")                                                               \
    X(BUYER_NAME, BUYER, "name")                                                                   \
    X(BUYER_COUNTRY, BUYER, "country")                                                             \
    X(BUYER_REF, BUYER, "ref")                                                                     \
    X(SUPPLIER_NAME, SUPPLIER, "name")                                                             \
    X(SUPPLIER_COUNTRY, SUPPLIER, "country")                                                       \
    X(SUPPLIER_REF, SUPPLIER, "ref")                                                               \
    X(ENTITY_KEY, ENTITY, "key")                                                                   \
    X(ENTITY_NAME, ENTITY, "name")                                                                 \
    X(ENTITY_COUNTRY, ENTITY, "country")                                                           \
    X(ITEM_LINE, ITEM, "line")                                                                     \
    X(ITEM_PARENT, ITEM, "parent")                                                                 \
    X(ITEM_ALTERNATIVE, ITEM, "alternative")                                                       \
    X(ITEM_NAME, ITEM, "name")                                                                     \
    X(ITEM_DESCRIPTION, ITEM, "description")                                                       \
    X(ITEM_NOTE, ITEM, "note")                                                                     \
    X(ITEM_KEYWORD, ITEM, "keyword")                                                               \
    X(ITEM_SPECIFICATION, ITEM, "specification")                                                   \
    X(ITEM_MANUFACTURER, ITEM, "manufacturer")                                                     \
    X(ITEM_MANUFACTURER_REF, ITEM, "manufacturer-ref")                                             \
    X(ITEM_BRAND, ITEM, "brand")                                                                   \
    X(ITEM_MODEL, ITEM, "model")                                                                   \
    X(ITEM_QUANTITY, ITEM, "quantity")                                                             \
    X(ITEM_UNIT, ITEM, "unit")                                                                     \
    X(ITEM_PRICE, ITEM, "price")                                                                   \
    X(ITEM_PRICE_BASE, ITEM, "price-base")                                                         \
    X(ITEM_AMOUNT, ITEM, "amount")                                                                 \
    X(ITEM_CURRENCY, ITEM, "currency")                                                             \
    X(ITEM_DELIVERY, ITEM, "delivery")                                                             \
    X(ITEM_COUNTRY, ITEM, "country")                                                               \
    X(ITEM_DEPARTMENT, ITEM, "department")                                                         \
    X(IDENT_SCHEME, IDENT, "scheme")                                                               \
    X(IDENT_VALUE, IDENT, "value")                                                                 \
    X(PART_SCHEME, PART, "scheme")                                                                 \
    X(PART_VALUE, PART, "value")                                                                   \
    X(CODE_SCHEME, CODE, "scheme")                                                                 \
    X(CODE_VALUE, CODE, "value")                                                                   \
    X(CODE_VERSION, CODE, "version")                                                               \
    X(CODE_TITLE, CODE, "title")                                                                   \
    X(PROPERTY_NAME, PROPERTY, "name")                                                             \
    X(PROPERTY_VALUE, PROPERTY, "value")                                                           \
    X(PROPERTY_UNIT, PROPERTY, "unit")                                                             \
    X(TEXT_KIND, TEXT, "kind")                                                                     \
    X(TEXT_FIELD, TEXT, "field")                                                                   \
    X(TEXT_HEADING, TEXT, "heading")                                                               \
    X(TEXT_TEXT, TEXT, "text")                                                                     \
    X(TEXT_LANGUAGE, TEXT, "language")                                                             \
    X(REFERENCE_ID, REFERENCE, "id")                                                               \
    X(REFERENCE_KIND, REFERENCE, "kind")                                                           \
    X(ATTACHMENT_NAME, ATTACHMENT, "name")                                                         \
    X(ATTACHMENT_DESCRIPTION, ATTACHMENT, "description")                                           \
    X(ATTACHMENT_MIME, ATTACHMENT, "mime")                                                         \
    X(ATTACHMENT_URI, ATTACHMENT, "uri")                                                           \
    X(ATTACHMENT_BYTES, ATTACHMENT, "bytes")                                                       \
    X(ATTACHMENT_CONTRACT, ATTACHMENT, "contract")                                                 \
    X(ATTACHMENT_REF, ATTACHMENT, "ref")

typedef enum ps_field {
#define PS_X(symbol, scope, name) PS_FIELD_##symbol,
    PS_FIELDS(PS_X)
#undef PS_X
        PS_FIELD_COUNT
} ps_field;

const char *ps_scope_name(ps_scope scope);
const char *ps_field_name(ps_field field);
ps_scope ps_field_scope(ps_field field);
/** PS_FIELD_COUNT when the scope has no field of that name. */
ps_field ps_field_find(ps_scope scope, ps_str name);
/** PS_SCOPE_COUNT when there is none of that name. */
ps_scope ps_scope_find(ps_str name);
/** 0 when there is no kind of that name. */
int ps_record_kind_find(ps_str name, ps_record_kind *ret_kind);
int ps_text_kind_find(ps_str name, ps_text_kind *ret_kind);
/** Names of a field that takes fixed values ("kind" of a record, text, reference); NULL for others.
 * Ends with NULL. */
const char *const *ps_field_values(ps_field field);

typedef struct ps_builder ps_builder;

PS_CHECKED ps_status ps_builder_new(const ps_limits *limits, ps_builder **ret_builder,
                                    ps_error *reterr);
void ps_builder_free(ps_builder *builder);
PS_DEFINE_CLEANUP(ps_builder *, ps_builder_free)

/** Begin a record; the one before, and every view into it, is gone. */
void ps_builder_start(ps_builder *builder, ps_str format, ps_record_kind kind, uint64_t line,
                      uint64_t offset);
/** How numbers of this record are written where a single mark is ambiguous: '.' (default) or ','.
 * Other numbers of the record that show it plainly count for more. */
void ps_builder_decimal_mark(ps_builder *builder, char mark);

/*
 * Open and close a part of the record, nested as PS_SCOPES says; RECORD is open from
 * ps_builder_start() on. Items may be opened inside items: the inner one becomes an item of its own
 * whose parent is the outer one's line. Closing with `keep` 0 drops the part with all that is in
 * it. A part without its essential value (a text without text, a code without value …) is dropped
 * too, items never. Several buyers (suppliers) of one record become one party.
 *
 * An open part is addressed by its handle, because several may be open at once (two rules on one
 * element that differ in a condition). Failures (limits, memory) are kept, make all further calls
 * do nothing, and are returned by ps_builder_finish().
 *
 * `line` is that of the part's element. Only items, attachments and the defaults of a part show it;
 * for other parts it may be 0.
 */
typedef uint32_t ps_part;
enum { PS_PART_RECORD = 0 };
ps_part ps_builder_open(ps_builder *builder, ps_part parent, ps_scope scope, uint64_t line);
void ps_builder_close(ps_builder *builder, ps_part part, int keep);
/** Give a field of an open part; `text` is copied, trimmed; empty text counts as not given. */
void ps_builder_set(ps_builder *builder, ps_part part, ps_field field, ps_str text, uint64_t line);

/** How a value is joined to the one before it of the same rule in the same part. */
typedef enum ps_join { PS_JOIN_NOT, PS_JOIN_BLANK, PS_JOIN_LINE, PS_JOIN_GLUE } ps_join;

/** What the rule that gave a value says about others of the same field. */
typedef struct ps_value_rule {
    uint16_t rank;   /**< among the rules of a record; of two values the one with the lower wins */
    uint16_t prefer; /**< not 0: of several values of this rank keep only the lowest `prefer` */
    ps_join join;    /**< not NOT: values of this rank become one text; blanks at their ends stay
                        unless a line ends there */
} ps_value_rule;

/** A value that was set, for ps_builder_rejoin(); 0: none. */
typedef uint32_t ps_value_handle;
ps_value_handle ps_builder_set_by(ps_builder *builder, ps_part part, ps_field field, ps_str text,
                                  uint64_t line, ps_value_rule rule);
/** Change how a value that was set with a join is joined, as long as its part is open. */
void ps_builder_rejoin(ps_builder *builder, ps_value_handle value, ps_join join);

/** Values for fields that nothing else fills; they alone do not make a part. */
typedef struct ps_default {
    ps_field field;
    ps_str text;
} ps_default;
typedef struct ps_part_defaults {
    const ps_default *values;
    size_t count;
    ps_str place; /* of a text without a field of its own */
} ps_part_defaults;
/** `defaults` is not copied and must live as long as the record. */
void ps_builder_defaults(ps_builder *builder, ps_part part, const ps_part_defaults *defaults);
/*
 * An embedded object (base64), decoded as it comes. One is open at a time; what it holds is kept
 * until the next record. Beyond the limit attachment-bytes, for all objects of the record together,
 * and where the text is no base64, nothing of it is kept and the attachment's `fault` says why.
 */
void ps_builder_embed_begin(ps_builder *builder);
void ps_builder_embed(ps_builder *builder, ps_str piece);
/** It ends. @return what to give to ps_builder_embedded(), until the next record. */
uint32_t ps_builder_embed_end(ps_builder *builder);
/** It is that of this attachment. */
void ps_builder_embedded(ps_builder *builder, ps_part part, uint32_t object);

/** Not 0 once ps_builder_finish() can only fail. */
static inline int ps_builder_failed(const ps_builder *builder)
{
    /* Asked at every element, so no call: it is what a builder begins with (build.h). */
    return *(const ps_status *)(const void *)builder != PS_OK;
}
/** The record may be incomplete; the first reason is kept. */
void ps_builder_damage(ps_builder *builder, const char *reason);

/**
 * The finished record: references to entities resolved (a party's own values win over the
 * entity's), identifiers checked (USCC recognised), codes' schemes translated, numbers and dates
 * read, amounts left as given. Valid until the next ps_builder_start().
 * @return PS_OK; PS_FAILED with PS_E_LIMIT ("limit:items", "limit:values", "limit:record-text",
 * "limit:field-bytes"); PS_FATAL, PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_builder_finish(ps_builder *builder, const ps_record **ret_record,
                                       ps_error *reterr);
/** The record's id so far, for error messages; "" when none. */
ps_str ps_builder_id(const ps_builder *builder);
/** After ps_builder_finish(): every part that was kept, with field PS_FIELD_COUNT, and each of its
 * values. `part` tells parts of one scope apart. */
void ps_builder_survey(const ps_builder *builder,
                       void (*row)(void *user, ps_scope scope, ps_part part, ps_field field,
                                   ps_str text),
                       void *user);

#endif
