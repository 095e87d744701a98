/* The normalised record: what every input format is turned into before it is judged.
 *
 * A record is built by one stage, read by the others and then dropped as a whole: all its text lies
 * in one arena, so every view below is valid until that record is released. Names follow UBL's
 * vocabulary. SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_RECORD_H
#define PROCSCREEN_RECORD_H

#include "procscreen/common.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A text with the source line (from 1) that its first character stands on; absent: text.ptr NULL.
 */
typedef struct ps_value {
    ps_str text;
    uint64_t line;
} ps_value;

/** An exact decimal: digits * 10^-scale. Never a binary fraction. */
typedef struct ps_decimal {
    int64_t digits;
    uint8_t scale;
} ps_decimal;

/** A number as written and as understood. `known` is 0 when absent, and when it could not be read
 * exactly. */
typedef struct ps_number {
    ps_value source;
    ps_decimal value;
    int known;
} ps_number;

/** A calendar day as the count of days since 1970-01-01 (negative before). */
typedef int32_t ps_day;
#define PS_NO_DAY INT32_MIN

typedef struct ps_date {
    ps_value source;
    ps_day day; /**< PS_NO_DAY when absent or not understood */
} ps_date;

typedef enum ps_record_kind {
    PS_KIND_OTHER,
    PS_KIND_ORDER,
    PS_KIND_CONTRACT,
    PS_KIND_INVOICE,
    PS_KIND_CATALOGUE,
    PS_KIND_NOTICE,
    PS_KIND_QUOTATION /**< a supplier's offer */
} ps_record_kind;

/** What the check digits of an identifier say. */
typedef enum ps_ident_check {
    PS_CHECK_NONE,     /**< the scheme has none, or we know none */
    PS_CHECK_VALID,    /**< all check digits agree */
    PS_CHECK_REPAIRED, /**< agree after mapping look-alikes (O to 0 …); report it */
    PS_CHECK_INVALID
} ps_ident_check;

/** An identifier of a party. USCC = GB 32100-2015, 18 characters with two nested check digits. */
typedef struct ps_ident {
    ps_value scheme; /**< as written, e.g. "GLN", "0088"; "USCC" when recognised by form and check
                        digits */
    ps_value value;
    ps_str normal; /**< the form to compare by: upper case, half width, no blanks or hyphens */
    ps_ident_check check;
} ps_ident;

typedef struct ps_party {
    ps_value name;
    const ps_value *aliases; /**< further names of the same party, as written */
    size_t alias_count;
    const ps_ident *idents;
    size_t ident_count;
    ps_value country;
} ps_party;

/** A classification code: scheme translated to "UNSPSC", "CPV", "HS" … where it is known
 * (UNCL7143). */
typedef struct ps_code {
    ps_str scheme;
    ps_value scheme_source;
    ps_value value;
    ps_value version;
    ps_value title;
} ps_code;

typedef struct ps_property {
    ps_value name;
    ps_value value;
    ps_value unit;
} ps_property;

typedef enum ps_text_kind {
    PS_TEXT_NOTE,
    PS_TEXT_TERMS,  /**< payment, delivery and other terms and conditions */
    PS_TEXT_CLAUSE, /**< text of a contract */
    PS_TEXT_COMMENT,
    PS_TEXT_REMARK
} ps_text_kind;

/** Whether an attachment may be the contract. */
typedef enum ps_attachment_role {
    PS_ATTACHMENT_NONE,     /**< there is no attachment */
    PS_ATTACHMENT_CONTRACT, /**< it is text of the contract */
    PS_ATTACHMENT_UNKNOWN,  /**< it may be */
    PS_ATTACHMENT_OTHER /**< a drawing, a picture, a price list: what is not in it is not missing */
} ps_attachment_role;

/** A free text and its place, e.g. field "cac:DeliveryTerms/cbc:SpecialTerms". */
typedef struct ps_text {
    ps_text_kind kind;
    ps_str field;
    ps_value heading; /**< a title that the source keeps apart from the body */
    ps_value text;
    ps_value language;
    ps_attachment_role
        role; /**< of the attachment whose text it is; NONE: it stands in the record */
} ps_text;

/** A document that belongs to the record but is not text of it: embedded bytes or a URI. */
typedef struct ps_attachment {
    ps_value name; /**< a file name, where one is given */
    ps_value description;
    ps_value mime;
    ps_value uri;
    uint64_t bytes; /**< length of the embedded object as written, 0 when there is none */
    ps_str data;    /**< the embedded object, decoded; absent: there is none, or see `fault` */
    ps_str fault;   /**< why an embedded object is not there, a name first: "limit:attachment-bytes:
                       …", "attachment-damaged: …" */
    ps_attachment_role role; /**< as the format says it; UNKNOWN: it does not */
    ps_value contract;       /**< id of the contract that it is the text of */
    uint64_t line;
} ps_attachment;

/** A reference to another document. */
typedef struct ps_reference {
    ps_value id;
    ps_str kind; /**< "contract", "framework", "amends", "quotation", "order", "project",
                    "catalogue" */
} ps_reference;

/** A text of an item that is matched against the catalog; the field's name and the text. */
typedef struct ps_item_text {
    ps_str field; /**< "name", "description", "note", "keyword", "specification", … */
    ps_value value;
} ps_item_text;

typedef struct ps_item {
    ps_value line_id;
    ps_value parent; /**< line_id of the line that this one belongs to */
    ps_value name;
    const ps_item_text *texts; /**< every text of the item, the name included, in document order */
    size_t text_count;
    ps_value manufacturer;
    ps_value brand;
    ps_value model;
    const ps_ident
        *parts; /**< part numbers; scheme "seller", "buyer", "manufacturer", "standard" … */
    size_t part_count;
    const ps_code *codes;
    size_t code_count;
    const ps_property *properties;
    size_t property_count;
    const ps_reference *references;
    size_t reference_count;
    ps_number quantity;
    ps_value unit;
    ps_number price;
    ps_number price_base; /**< the quantity that the price is for, 1 when absent */
    ps_number amount;
    ps_value currency;
    ps_date delivery;
    ps_value country; /**< of origin */
    ps_value department;
    uint64_t line;   /**< source line of the item's element */
    uint32_t outer;  /**< place in the record, from 1, of the item that this one stands in; 0: none.
                        It comes before this one, and the two are one item with a variant. */
    int alternative; /**< may be delivered instead of the outer one; else it is a part of it */
} ps_item;

typedef struct ps_record {
    ps_str format; /**< id of the profile, e.g. "ubl-2" */
    ps_record_kind kind;
    ps_value id;
    ps_value message_id; /**< of the message that brought it, by which others may refer to it:
                            cXML's payloadID */
    ps_date date;
    ps_value currency;
    ps_number total;
    ps_party buyer;
    ps_party supplier;
    const ps_reference *references; /**< of the whole record; those of items are on the items */
    size_t reference_count;
    const ps_text *texts;
    size_t text_count;
    const ps_attachment *attachments;
    size_t attachment_count;
    const ps_item *items;
    size_t item_count;
    const char
        *damage;   /**< NULL, or why the record may be incomplete, e.g. "unresolved-entity zwnj" */
    uint64_t line; /**< of the record's element */
    uint64_t offset; /**< of the record's element, in bytes of the source */
} ps_record;

/** The day that "YYYY-MM-DD" names; PS_NO_DAY for anything else, NULL too. Threads: any. */
PS_API ps_day ps_day_parse(const char *text);

/** "order", "contract", … Never NULL. */
PS_API const char *ps_record_kind_name(ps_record_kind kind);

#ifdef __cplusplus
}
#endif
#endif
