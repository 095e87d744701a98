/* SPDX-License-Identifier: Apache-2.0 */
#include "suggest/meaning.h"

#include "base/cleanup.h"

#define S(symbol) PS_SAYS(symbol)
#define L(symbol) PS_LOOKS(symbol)

const char *ps_role_field(ps_role role)
{
    static const char *const names[] = {
#define PS_X(symbol, field, one) field,
        PS_ROLES(PS_X)
#undef PS_X
    };
    return names[role];
}

int ps_role_is_single(ps_role role)
{
    static const int one_rule[] = {
#define PS_X(symbol, field, one) one,
        PS_ROLES(PS_X)
#undef PS_X
    };
    return one_rule[role];
}

/* One way in which names lead to a role. All of `all` must be said by the leaf's name and those
 * above it, something of it by the name itself; none of `none` by any, none of `own` by the name
 * itself. */
typedef struct rule {
    ps_role role;
    uint64_t all;
    uint64_t none;
    uint64_t own;
    int score;
    uint32_t shapes; /* 0: any */
} rule;

/* What stands around the values of a record and is none of them. */
#define AROUND                                                                                     \
    (S(CONTACT) | S(BANK) | S(SECRET) | S(STATUS) | S(LANGUAGE) | S(VERSION) | S(PROPERTY) |       \
     S(ATTACHMENT) | S(PLACE))
#define PARTIES (S(BUYER) | S(SUPPLIER) | S(PARTY))
#define NUMBERS (L(NUMBER) | L(INTEGER))
#define TEXTS (L(WORDS) | L(CJK) | L(LONG))
#define CODES (L(CODE) | L(INTEGER) | L(NUMBER))
/* of an amount, its currency, its identifier or its type */
#define NO_MONEY (S(CURRENCY) | S(NUMBER) | S(CODE))

static const rule of_records[] = {
    {PS_ROLE_CURRENCY, S(CURRENCY), AROUND | S(RATE), S(AMOUNT) | S(NAME), 90, L(CURRENCY)},
    {PS_ROLE_CURRENCY, S(CURRENCY), AROUND | S(RATE), 0, 70, L(CURRENCY)},
    {PS_ROLE_TOTAL, S(TOTAL) | S(AMOUNT), AROUND | S(RATE) | S(QUANTITY), NO_MONEY, 90, NUMBERS},
    {PS_ROLE_TOTAL, S(TOTAL), AROUND | S(RATE) | S(TAX) | S(QUANTITY) | S(LINE), NO_MONEY, 70,
     NUMBERS},
    {PS_ROLE_TOTAL, S(AMOUNT), AROUND | S(RATE) | S(TAX) | S(QUANTITY), NO_MONEY, 60, NUMBERS},
    {PS_ROLE_TEXT, S(CLAUSE), AROUND | S(ITEM) | S(CODE) | S(NUMBER), S(VALUE), 80, TEXTS},
    {PS_ROLE_TEXT, S(TERMS), AROUND | S(CODE) | S(NUMBER) | S(DATE), 0, 80, TEXTS},
    {PS_ROLE_TEXT, S(NOTE), AROUND | S(CODE) | S(NUMBER) | S(DATE), 0, 85, TEXTS},
    {PS_ROLE_TEXT, S(DESCRIPTION), AROUND | PARTIES | S(CODE) | S(NUMBER) | S(TERMS), 0, 60, TEXTS},
    {PS_ROLE_TEXT, S(NAME),
     AROUND | PARTIES | S(CODE) | S(ITEM) | S(CURRENCY) | S(DEPARTMENT) | S(ADDRESS) | S(COUNTRY) |
         S(CLASS),
     0, 45, TEXTS},
};

static const rule of_parties[] = {
    {PS_ROLE_PARTY_NAME, S(NAME), AROUND | S(DEPARTMENT) | S(CLASS),
     S(ADDRESS) | S(COUNTRY) | S(CODE), 90, TEXTS},
    {PS_ROLE_PARTY_NAME, S(DESCRIPTION), AROUND | S(NOTE), S(ADDRESS) | S(CODE), 50, TEXTS},
    {PS_ROLE_PARTY_COUNTRY, S(COUNTRY), AROUND, S(NAME), 80, TEXTS},
    {PS_ROLE_PARTY_IDENT, S(TAX_NUMBER), AROUND, S(NAME), 95, 0},
    {PS_ROLE_PARTY_IDENT, S(TAX) | S(NUMBER), AROUND, 0, 90, 0},
    {PS_ROLE_PARTY_IDENT, S(NUMBER), AROUND | S(ADDRESS), S(NAME) | S(TAX), 75, 0},
    {PS_ROLE_PARTY_IDENT, S(CODE), AROUND | S(ADDRESS) | S(CURRENCY), S(NAME) | S(COUNTRY), 75, 0},
    {PS_ROLE_PARTY_IDENT, S(ACCOUNT), AROUND, S(NAME), 65, 0},
};

#define OTHERS (AROUND | PARTIES)
static const rule of_items[] = {
    {PS_ROLE_LINE, S(LINE) | S(NUMBER), AROUND | S(REFERENCE) | S(QUANTITY), 0, 95, L(SHORT)},
    {PS_ROLE_LINE, S(LINE) | S(NUMBER), AROUND | S(REFERENCE) | S(QUANTITY), 0, 70, CODES},
    {PS_ROLE_LINE, S(LINE), AROUND | S(REFERENCE) | S(QUANTITY), S(ITEM), 80, L(SHORT)},
    {PS_ROLE_LINE, S(ITEM) | S(NUMBER), OTHERS | S(MANUFACTURER) | S(CLASS), 0, 70, L(SHORT)},
    {PS_ROLE_LINE, S(NUMBER), OTHERS | S(ITEM) | S(MANUFACTURER) | S(CLASS) | PS_KINDS | S(DATE), 0,
     55, L(SHORT)},
    {PS_ROLE_NAME, S(ITEM) | S(NAME), OTHERS | S(DEPARTMENT) | S(UNIT) | S(MANUFACTURER) | S(BRAND),
     S(CLASS) | S(CODE), 95, TEXTS},
    {PS_ROLE_NAME, S(NAME),
     OTHERS | S(DEPARTMENT) | S(UNIT) | S(MANUFACTURER) | S(BRAND) | S(CURRENCY) | S(PROJECT) |
         S(ADDRESS) | S(CLASS) | S(TAX),
     S(CODE), 88, TEXTS},
    {PS_ROLE_NAME, S(ITEM),
     OTHERS | S(NUMBER) | S(CODE) | S(NOTE) | S(UNIT) | S(PRICE) | S(QUANTITY) | S(CLASS) |
         S(DESCRIPTION) | S(MANUFACTURER) | S(BRAND),
     0, 75, TEXTS},
    {PS_ROLE_DESCRIPTION, S(DESCRIPTION),
     OTHERS | S(UNIT) | S(CLASS) | S(CURRENCY) | S(DEPARTMENT) | S(TAX) | S(TERMS), S(CODE), 85,
     TEXTS},
    {PS_ROLE_SPECIFICATION, S(SPECIFICATION), OTHERS | S(NUMBER), 0, 90, 0},
    {PS_ROLE_MODEL, S(MODEL), OTHERS, 0, 88, L(WORDS) | L(CODE) | L(CJK)},
    {PS_ROLE_MANUFACTURER, S(MANUFACTURER), AROUND | S(NUMBER) | S(CODE) | S(ITEM), 0, 88,
     TEXTS | L(CODE)},
    {PS_ROLE_BRAND, S(BRAND), AROUND | S(CODE), 0, 88, 0},
    {PS_ROLE_QUANTITY, S(QUANTITY), AROUND | S(PRICE) | S(BASE), S(UNIT), 92, NUMBERS},
    {PS_ROLE_UNIT, S(UNIT), AROUND | S(PRICE) | PARTIES, S(VALUE), 85,
     L(UNIT) | L(WORDS) | L(CODE) | L(CJK)},
    {PS_ROLE_PRICE, S(UNIT) | S(PRICE), AROUND | S(BASE), S(CURRENCY), 95, NUMBERS},
    {PS_ROLE_PRICE, S(PRICE), AROUND | S(BASE) | S(TOTAL) | S(TAX) | S(RATE), S(CURRENCY), 88,
     NUMBERS},
    {PS_ROLE_PRICE_BASE, S(PRICE) | S(BASE), AROUND, 0, 85, NUMBERS},
    {PS_ROLE_AMOUNT, S(AMOUNT), AROUND | S(RATE) | S(TAX), S(PRICE) | NO_MONEY, 88, NUMBERS},
    {PS_ROLE_AMOUNT, S(TOTAL) | S(PRICE), AROUND | S(RATE) | S(TAX), 0, 88, NUMBERS},
    {PS_ROLE_AMOUNT, S(TOTAL), AROUND | S(RATE) | S(TAX), S(QUANTITY), 65, NUMBERS},
    {PS_ROLE_ITEM_CURRENCY, S(CURRENCY), AROUND | S(RATE), 0, 80, L(CURRENCY)},
    {PS_ROLE_ITEM_DELIVERY, S(DELIVERY) | S(DATE), AROUND, 0, 90, L(DATE)},
    {PS_ROLE_ITEM_DELIVERY, S(DUE) | S(DATE), AROUND, 0, 50, L(DATE)},
    {PS_ROLE_ITEM_COUNTRY, S(COUNTRY), OTHERS | S(ADDRESS) | S(TAX), S(NAME), 75, TEXTS | L(CODE)},
    {PS_ROLE_DEPARTMENT, S(DEPARTMENT), AROUND, S(CODE), 85, 0},
    {PS_ROLE_PART, S(STANDARD), AROUND, 0, 90, CODES},
    {PS_ROLE_PART, S(MANUFACTURER) | S(NUMBER), AROUND, S(NAME), 85, CODES},
    {PS_ROLE_PART, S(MANUFACTURER) | S(ITEM), AROUND, S(NAME), 80, CODES},
    {PS_ROLE_PART, S(ITEM) | S(NUMBER), AROUND | S(CLASS) | S(TAX) | S(UNIT), S(LINE), 82, CODES},
    {PS_ROLE_PART, S(ITEM) | S(CODE), AROUND | S(CLASS) | S(TAX) | S(UNIT), 0, 85, CODES},
    {PS_ROLE_PART, S(SUPPLIER) | S(NUMBER), AROUND | S(LINE), S(NAME) | S(TAX), 60, CODES},
    {PS_ROLE_PART, S(CODE),
     OTHERS | S(CLASS) | S(TAX) | S(UNIT) | S(CURRENCY) | S(DEPARTMENT) | S(COUNTRY) | S(ADDRESS) |
         PS_KINDS,
     0, 50, CODES},
    {PS_ROLE_CLASS, S(CLASS), OTHERS | S(TAX), S(NAME), 85, CODES},
    {PS_ROLE_KEYWORD, S(CLASS), OTHERS | S(TAX), S(NUMBER), 75, TEXTS},
    {PS_ROLE_TEXT, S(TERMS), AROUND | S(CODE) | S(NUMBER) | S(DATE), 0, 75, TEXTS},
    {PS_ROLE_NOTE, S(NOTE), AROUND | S(CODE) | S(NUMBER) | S(DATE), 0, 88, TEXTS},
};

/* Values whose shape is enough, whatever the name. */
static const rule by_value[] = {
    {PS_ROLE_PARTY_IDENT, 0, AROUND, 0, 85, L(USCC)},
    {PS_ROLE_PARTY_IDENT, 0, AROUND, 0, 80, L(LEI)},
    {PS_ROLE_PARTY_IDENT, 0, AROUND, 0, 75, L(VAT)},
    {PS_ROLE_CLASS, 0, OTHERS, 0, 70, L(CPV)},
    {PS_ROLE_CURRENCY, 0, OTHERS | S(COUNTRY) | S(UNIT), 0, 30, L(CURRENCY)},
    {PS_ROLE_ITEM_CURRENCY, 0, OTHERS | S(COUNTRY) | S(UNIT), 0, 30, L(CURRENCY)},
    {PS_ROLE_TEXT, 0, AROUND | S(ADDRESS), 0, 40, L(LONG)},
    {PS_ROLE_NOTE, 0, AROUND | S(ADDRESS), 0, 40, L(LONG)},
};

static int is_role_of(ps_role role, ps_zone zone)
{
    switch (zone) {
    case PS_ZONE_RECORD:
        return role <= PS_ROLE_TEXT;
    case PS_ZONE_PARTY:
        return role >= PS_ROLE_PARTY_NAME && role <= PS_ROLE_PARTY_IDENT;
    case PS_ZONE_ITEM:
        return role >= PS_ROLE_LINE;
    }
    return 0;
}

uint64_t ps_meaning_above(const ps_sample *leaf, const ps_sample *base)
{
    uint64_t above = 0;
    for (const ps_sample *at = leaf->parent; at && at != base; at = at->parent) {
        /* of rows the field's name counts, which the leaf has */
        above |= at->kind == PS_SAMPLE_ELEMENT && !at->rows ? at->meaning.concepts : 0;
    }
    return above;
}

/* Marks, as "N", "1" and "yes" are, tell no documents or classes apart. */
static int is_mark(const ps_sample *leaf)
{
    return leaf->longest < 2 || ps_sample_looks(leaf, L(YESNO));
}

/* What a role can never be, whatever the names say. */
static int is_refused(ps_role role, const ps_sample *leaf)
{
    if (role == PS_ROLE_PARTY_NAME || role == PS_ROLE_PARTY_IDENT) {
        return leaf->shapes[PS_SHAPE_EMAIL] != 0; /* a person's, or where messages go */
    }
    return (role == PS_ROLE_REFERENCE || role == PS_ROLE_CLASS) && is_mark(leaf);
}

static void weigh(ps_guess *best, const rule *r, const ps_sample *leaf, uint64_t own,
                  uint64_t above)
{
    uint64_t said = own | above;
    int score = r->score;
    if ((said & r->all) != r->all || (r->all && !(own & r->all)) || said & r->none ||
        own & r->own || (r->shapes && !ps_sample_looks(leaf, r->shapes)) ||
        is_refused(r->role, leaf)) {
        return;
    }
    score -= (own & r->all) != r->all ? 6 : 0;
    score -= leaf->meaning.unknown ? 8 : 0;
    /* the name of what? Only when nothing else tells what the item is */
    score -= leaf->meaning.unknown && r->role == PS_ROLE_NAME && !(said & S(ITEM)) ? 25 : 0;
    if (score > best->score) {
        *best = (ps_guess){r->role, score, r->all, r->all ? 0 : r->shapes};
    }
}

/* Id, day and references depend on what kind of document the record is: the number of a contract is
 * the id of a contract, and a reference in an order. */
static void weigh_identity(ps_guess *best, const ps_sample *leaf, const ps_sample *base,
                           uint64_t own, uint64_t above, uint64_t kinds)
{
    uint64_t said = own | above;
    uint64_t named = own & PS_KINDS ? own & PS_KINDS : above & PS_KINDS;
    uint64_t other = named & ~kinds;
    /* <Order><ID>: the record itself says of what */
    int of_base = !named && base->meaning.concepts & kinds;
    const uint64_t never = AROUND | PARTIES | S(TAX_NUMBER) | S(TAX) | S(CLASS) | S(ADDRESS) |
                           S(COUNTRY) | S(CURRENCY) | S(DEPARTMENT) | S(ACCOUNT) | S(ITEM) |
                           S(UNIT) | S(PRICE) | S(AMOUNT) | S(QUANTITY);
    const uint64_t own_never = S(DESCRIPTION) | S(NOTE) | S(TERMS) | S(NAME);
    int score = 0;
    if (said & S(DATE) && own & (S(DATE) | S(DUE) | S(DELIVERY)) && !(own & S(NUMBER)) &&
        !(said & (AROUND | PARTIES)) && ps_sample_looks(leaf, L(DATE) | L(UNCLEAR_DATE))) {
        score = other ? 40 : own & S(DATE) ? 80 : 70;
        score += (named & kinds) || of_base ? 12 : said & S(DOCUMENT) ? 8 : 0;
        score -= said & S(REFERENCE) ? 30 : 0;
        score -= said & S(DELIVERY) ? 50 : said & S(DUE) ? 35 : 0;
        score -= leaf->meaning.unknown ? 6 : 0;
        score -= ps_sample_looks(leaf, L(DATE)) ? 0 : 25;
        if (score > best->score) {
            *best = (ps_guess){PS_ROLE_DAY, score, said & (kinds | S(DATE)), 0};
        }
        return;
    }
    if (said & never || own & (own_never | S(DATE))) {
        return;
    }
    int bare = own & (PS_KINDS | S(DOCUMENT)) && !(own & ~(PS_KINDS | S(DOCUMENT) | S(HEAD))) &&
               !leaf->meaning.unknown;
    if (own & S(NUMBER) || bare) {
        int code = ps_sample_looks(leaf, CODES);
        score = own & S(NUMBER) ? 60 : 48;
        score += (named & kinds) || of_base ? 32 : said & S(DOCUMENT) ? 28 : 0;
        score -= leaf->meaning.unknown ? 12 : 0;
        score -= said & S(REFERENCE) ? 30 : 0;
        score -= code ? 0 : leaf->longest > 60 ? 60 : 18;
        score -= said & S(LINE) ? 45 : 0;
    }
    if (other || said & S(REFERENCE)) {
        if (other & (S(CONTRACT) | S(FRAMEWORK) | S(ORDER) | S(QUOTATION) | S(PROJECT)) &&
            score + 25 > best->score && leaf->longest <= 100 &&
            !is_refused(PS_ROLE_REFERENCE, leaf)) {
            *best = (ps_guess){PS_ROLE_REFERENCE, score + 25 > 95 ? 95 : score + 25, other, 0};
        }
        return;
    }
    if (score > best->score) {
        *best = (ps_guess){PS_ROLE_ID, score, said & (kinds | S(DOCUMENT) | S(NUMBER)), 0};
    }
}

/* What of a file a value is; `concepts` of the guess says it: NAME, ADDRESS_OF_FILE, VALUE for an
 * embedded object, STATUS for its type. */
static void weigh_attachment(ps_guess *best, const ps_sample *leaf, uint64_t own, uint64_t above)
{
    const uint64_t never = PARTIES | S(CONTACT) | S(BANK) | S(SECRET) | S(ITEM);
    uint64_t what = own & S(ADDRESS_OF_FILE) || ps_sample_looks(leaf, L(URI)) ? S(ADDRESS_OF_FILE)
                    : own & (S(CLAUSE) | S(VALUE))                            ? S(VALUE)
                    : own & S(STATUS)                                         ? S(STATUS)
                    : own & S(NAME) || own == S(ATTACHMENT)                   ? S(NAME)
                                                                              : 0;
    if ((own | above) & S(ATTACHMENT) && !((own | above) & never) && what && best->score < 70) {
        *best = (ps_guess){PS_ROLE_ATTACHMENT, 70, what, 0};
    }
}

/* A party that is a value itself: <Supplier>Acme</Supplier>, <vendor>10023</vendor>. */
static void weigh_party(ps_guess *best, const ps_sample *leaf, uint64_t own)
{
    const uint64_t may = PARTIES | S(ROLE) | S(DOCUMENT) | PS_KINDS;
    if (!(own & PARTIES) || own & ~may || leaf->meaning.unknown ||
        is_refused(PS_ROLE_PARTY_NAME, leaf)) {
        return;
    }
    int is_code = ps_sample_looks(leaf, CODES) && !ps_sample_looks(leaf, L(CJK));
    if (is_code && best->score < 65) {
        *best = (ps_guess){PS_ROLE_PARTY_IDENT, 65, own & PARTIES, 0};
    } else if (!is_code && ps_sample_looks(leaf, TEXTS) && best->score < 80) {
        *best = (ps_guess){PS_ROLE_PARTY_NAME, 80, own & PARTIES, 0};
    }
}

ps_guess ps_meaning_guess(ps_zone zone, const ps_sample *leaf, const ps_sample *base,
                          uint64_t kinds)
{
    static const struct {
        const rule *list;
        size_t count;
    } tables[] = {[PS_ZONE_RECORD] = {of_records, PS_COUNT(of_records)},
                  [PS_ZONE_PARTY] = {of_parties, PS_COUNT(of_parties)},
                  [PS_ZONE_ITEM] = {of_items, PS_COUNT(of_items)}};
    ps_guess best = {PS_ROLE_NONE, PS_LEAST - 1, 0, 0};
    uint64_t own = leaf->meaning.concepts;
    uint64_t above = ps_meaning_above(leaf, base);
    /* which party it is, its place has said */
    uint64_t without = zone == PS_ZONE_PARTY ? PARTIES | S(ROLE) : 0;
    for (size_t i = 0; i < tables[zone].count; i++) {
        weigh(&best, &tables[zone].list[i], leaf, own & ~without, above & ~without);
    }
    for (size_t i = 0; i < PS_COUNT(by_value); i++) {
        if (is_role_of(by_value[i].role, zone)) {
            weigh(&best, &by_value[i], leaf, own & ~without, above & ~without);
        }
    }
    if (zone == PS_ZONE_RECORD) {
        weigh_identity(&best, leaf, base, own, above, kinds);
        weigh_attachment(&best, leaf, own, above);
    } else if (zone == PS_ZONE_PARTY && !(above & (S(CONTACT) | S(ADDRESS)))) {
        weigh_party(&best, leaf, own);
    }
    if (best.role == PS_ROLE_NONE) {
        best.score = 0;
    }
    return best;
}

int ps_meaning_is_private(const ps_sample *leaf)
{
    const uint64_t secret = S(SECRET) | S(BANK) | S(CONTACT);
    if (leaf->shapes[PS_SHAPE_SECRET] || leaf->shapes[PS_SHAPE_EMAIL]) {
        return 1;
    }
    for (const ps_sample *at = leaf; at; at = at->parent) {
        if (at->meaning.concepts & secret) {
            return 1;
        }
    }
    return 0;
}
