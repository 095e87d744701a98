/* What one path of a sample may be: its name, the names above it and its values weighed together.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SUGGEST_MEANING_H
#define PS_SUGGEST_MEANING_H

#include "suggest/sample.h"

/* X(symbol, "field of the profile language", one: only one rule may fill it) */
#define PS_ROLES(X)                                                                                \
    X(NONE, "", 0)                                                                                 \
    X(ID, "id", 1)                                                                                 \
    X(DAY, "date", 1)                                                                              \
    X(CURRENCY, "currency", 1)                                                                     \
    X(TOTAL, "total", 1)                                                                           \
    X(REFERENCE, "reference", 0)                                                                   \
    X(ATTACHMENT, "attachment", 0)                                                                 \
    X(TEXT, "text", 0)                                                                             \
    X(PARTY_NAME, "name", 0)                                                                       \
    X(PARTY_COUNTRY, "country", 1)                                                                 \
    X(PARTY_IDENT, "ident", 0)                                                                     \
    X(LINE, "line", 1)                                                                             \
    X(NAME, "name", 0)                                                                             \
    X(DESCRIPTION, "description", 0)                                                               \
    X(SPECIFICATION, "specification", 0)                                                           \
    X(NOTE, "note", 0)                                                                             \
    X(KEYWORD, "keyword", 0)                                                                       \
    X(MANUFACTURER, "manufacturer", 1)                                                             \
    X(BRAND, "brand", 1)                                                                           \
    X(MODEL, "model", 1)                                                                           \
    X(QUANTITY, "quantity", 1)                                                                     \
    X(UNIT, "unit", 1)                                                                             \
    X(PRICE, "price", 1)                                                                           \
    X(PRICE_BASE, "price-base", 1)                                                                 \
    X(AMOUNT, "amount", 1)                                                                         \
    X(ITEM_CURRENCY, "currency", 1)                                                                \
    X(ITEM_DELIVERY, "delivery", 1)                                                                \
    X(ITEM_COUNTRY, "country", 1)                                                                  \
    X(DEPARTMENT, "department", 1)                                                                 \
    X(PART, "part", 0)                                                                             \
    X(CLASS, "code", 0)

typedef enum ps_role {
#define PS_X(symbol, field, one) PS_ROLE_##symbol,
    PS_ROLES(PS_X)
#undef PS_X
        PS_ROLE_COUNT
} ps_role;

/** The field's name in the profile language, and whether only one rule may fill it. */
const char *ps_role_field(ps_role role);
int ps_role_is_single(ps_role role);

typedef enum ps_zone { PS_ZONE_RECORD, PS_ZONE_PARTY, PS_ZONE_ITEM } ps_zone;

enum { PS_SURE = 80, PS_LIKELY = 55, PS_LEAST = 25 };

typedef struct ps_guess {
    ps_role role;
    int score;         /* 0 to 100 */
    uint64_t concepts; /* of the names that led to it */
    uint32_t shapes;   /* of the values that led to it */
} ps_guess;

/** The concepts by which documents are told apart. */
#define PS_KINDS                                                                                   \
    (PS_SAYS(ORDER) | PS_SAYS(CONTRACT) | PS_SAYS(FRAMEWORK) | PS_SAYS(INVOICE) |                  \
     PS_SAYS(CATALOGUE) | PS_SAYS(NOTICE) | PS_SAYS(QUOTATION) | PS_SAYS(PROJECT) |                \
     PS_SAYS(DESPATCH) | PS_SAYS(REQUEST))

/** The concepts of the names above `leaf`, up to `base`, which does not count. */
uint64_t ps_meaning_above(const ps_sample *leaf, const ps_sample *base);

/**
 * What `leaf`, which has a text, is likeliest to be in a zone.
 *
 * @param base   The element of the part: the record, the party, the item.
 * @param kinds  The concepts that name the record's own kind.
 * @return role NONE when nothing speaks for any.
 */
ps_guess ps_meaning_guess(ps_zone zone, const ps_sample *leaf, const ps_sample *base,
                          uint64_t kinds);
/** Whether values at `leaf` are not to be shown: its name, a name above or a value says that it may
 * be secret or personal. */
int ps_meaning_is_private(const ps_sample *leaf);

#endif
