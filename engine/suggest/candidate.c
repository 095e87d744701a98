/* Which element is one record: each is weighed by what can be reached from it without passing an
 * element that repeats.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "suggest/layout.h"

#define S(symbol) PS_SAYS(symbol)

enum { ITEM_LEAST = 34, RECORD_LEAST = 24, FLAT_MARGIN = 25, NO_LINES = 12 };

const char *ps_layout_kind(uint64_t kinds)
{
    static const struct {
        uint64_t concept_set;
        const char *name;
    } order[] = {
        {S(NOTICE), "notice"},     {S(INVOICE), "invoice"},     {S(FRAMEWORK), "contract"},
        {S(CONTRACT), "contract"}, {S(CATALOGUE), "catalogue"}, {S(DESPATCH), "other"},
        {S(ORDER), "order"},       {S(REQUEST), "order"},       {S(QUOTATION), "other"},
    };
    for (size_t i = 0; i < PS_COUNT(order); i++) {
        if (kinds & order[i].concept_set) {
            return order[i].name;
        }
    }
    return "order";
}

ps_place ps_layout_party(const ps_sample *sample)
{
    uint64_t says = sample->meaning.concepts;
    /* the party of a despatch is one; that of an order is what is ordered from it */
    const uint64_t other =
        (PS_KINDS & ~S(DESPATCH)) | S(LINE) | S(ITEM) | S(HEAD) | S(CONTACT) | S(BANK);
    int buyer = (says & S(BUYER)) != 0;
    int supplier = (says & S(SUPPLIER)) != 0;
    if (buyer == supplier || says & other) {
        return PS_PLACE_RECORD;
    }
    return buyer ? PS_PLACE_BUYER : PS_PLACE_SUPPLIER;
}

const ps_sample *ps_layout_role(const ps_sample *party)
{
    if (party->meaning.concepts & (S(BUYER) | S(SUPPLIER) | PS_KINDS | S(ITEM) | S(LINE))) {
        return NULL;
    }
    for (const ps_sample *c = ps_sample_first(party); c; c = ps_sample_next(c)) {
        for (size_t i = 0; i < c->value_count; i++) {
            if (c->says[i] & (S(BUYER) | S(SUPPLIER))) {
                return c;
            }
        }
    }
    return NULL;
}

const ps_sample *ps_layout_group(const ps_sample *item)
{
    const uint64_t rows = S(LINE) | S(NUMBER);
    for (const ps_sample *c = item->first; c && item->rows; c = c->next) {
        if (c->kind == PS_SAMPLE_ATTRIBUTE && c->meaning.concepts & S(LINE) &&
            !(c->meaning.concepts & ~rows) &&
            (c->value_count > 1 || !(item->parent->meaning.concepts & S(HEAD)))) {
            return c;
        }
    }
    return NULL;
}

/* --- items --- */

typedef struct line {
    const ps_sample *base;
    uint64_t kinds;
    int roles[PS_ROLE_COUNT]; /* best score of each */
} line;

static void see_line(line *l, const ps_sample *element)
{
    for (const ps_sample *c = ps_sample_first(element); c; c = ps_sample_next(c)) {
        if (ps_sample_has_text(c)) {
            ps_guess guess = ps_meaning_guess(PS_ZONE_ITEM, c, l->base, l->kinds);
            int *best = &l->roles[guess.role];
            *best = guess.score > *best ? guess.score : *best;
        }
        /* the fields of rows repeat, once for each item */
        if (c->kind != PS_SAMPLE_ATTRIBUTE && c->first &&
            (c->most == 1 || c->rows || c->kind == PS_SAMPLE_VARIANT)) {
            see_line(l, c);
        }
    }
}

/* How well an element is one item of a record, 0 to about 130. */
static int weigh_line(const ps_sample *element)
{
    static const struct {
        ps_role role;
        int weight;
    } weights[] = {{PS_ROLE_QUANTITY, 24}, {PS_ROLE_PRICE, 12}, {PS_ROLE_AMOUNT, 10},
                   {PS_ROLE_UNIT, 8},      {PS_ROLE_LINE, 8},   {PS_ROLE_PART, 8},
                   {PS_ROLE_MODEL, 6},     {PS_ROLE_CLASS, 4},  {PS_ROLE_SPECIFICATION, 6}};
    const uint64_t no_item = S(BUYER) | S(SUPPLIER) | S(PARTY) | S(ADDRESS) | S(CONTACT) | S(TAX) |
                             S(BANK) | S(ATTACHMENT) | S(RATE) | S(TERMS) | S(DESPATCH);
    uint64_t says = element->meaning.concepts;
    line l = {.base = element};
    see_line(&l, element);
    int texts = l.roles[PS_ROLE_NAME] > l.roles[PS_ROLE_DESCRIPTION] ? l.roles[PS_ROLE_NAME]
                                                                     : l.roles[PS_ROLE_DESCRIPTION];
    int sum = texts * 30;
    for (size_t i = 0; i < PS_COUNT(weights); i++) {
        sum += l.roles[weights[i].role] * weights[i].weight;
    }
    sum /= 100;
    /* rows of fields are items only when something tells which belong together */
    if (sum == 0 || (element->rows && !ps_layout_group(element)) ||
        (!texts && !l.roles[PS_ROLE_QUANTITY] && !l.roles[PS_ROLE_PART])) {
        return 0;
    }
    sum += says & (S(LINE) | S(ITEM)) ? 14 : 0;
    sum += element->most > 1 ? 12 : 0;
    sum -= says & (S(LIST) | S(HEAD)) ? 8 : 0;
    sum -= says & PS_KINDS && !(says & (S(LINE) | S(ITEM))) ? 12 : 0;
    sum -= says & no_item && !(says & (S(LINE) | S(ITEM))) ? 60 : 0;
    return sum;
}

/* --- records --- */

typedef struct head {
    const ps_sample *base;
    const ps_sample *item;
    uint64_t kinds;
    int id;
    int day;
    int supplier;
    int buyer;
    unsigned told[PS_CONCEPT_COUNT]; /* how much the names speak for a kind */
} head;

static void see_head_leaf(head *h, const ps_sample *leaf, ps_place party)
{
    uint64_t own = leaf->meaning.concepts;
    ps_place place = party == PS_PLACE_RECORD ? ps_layout_party(leaf) : party;
    h->supplier |= place == PS_PLACE_SUPPLIER || place == PS_PLACE_EITHER;
    h->buyer |= place == PS_PLACE_BUYER || place == PS_PLACE_EITHER;
    if (place != PS_PLACE_RECORD) {
        return;
    }
    for (unsigned i = 0; i < PS_CONCEPT_COUNT; i++) {
        if (own & PS_KINDS & (uint64_t)1 << i) {
            h->told[i] += own & S(NUMBER) ? 3 : own & S(DATE) ? 2 : 0;
        }
    }
    ps_guess guess = ps_meaning_guess(PS_ZONE_RECORD, leaf, h->base, h->kinds);
    if (guess.role == PS_ROLE_ID) {
        h->id = guess.score > h->id ? guess.score : h->id;
    } else if (guess.role == PS_ROLE_DAY) {
        h->day = guess.score > h->day ? guess.score : h->day;
    }
}

static void see_head(head *h, const ps_sample *element, ps_place party)
{
    for (const ps_sample *c = ps_sample_first(element); c; c = ps_sample_next(c)) {
        ps_place inside = party;
        if (c == h->item) {
            continue;
        }
        if (ps_sample_has_text(c)) {
            see_head_leaf(h, c, party);
        }
        if (c->kind == PS_SAMPLE_ATTRIBUTE || !c->first) {
            continue;
        }
        if (party == PS_PLACE_RECORD && c->kind == PS_SAMPLE_ELEMENT) {
            inside = ps_layout_role(c) ? PS_PLACE_EITHER : ps_layout_party(c);
        }
        /* parties repeat, each with its role */
        if (c->most == 1 || c->rows || inside == PS_PLACE_EITHER) {
            see_head(h, c, inside);
        }
    }
}

/* The kind: by the element's own name, by those above it, by the names of its values. */
static uint64_t find_kinds(const ps_sample *element, const ps_sample *item, int *told)
{
    static const uint64_t of_values[] = {S(INVOICE), S(ORDER),     S(CONTRACT), S(NOTICE),
                                         S(REQUEST), S(QUOTATION), S(CATALOGUE)};
    head h = {.base = element, .item = item};
    uint64_t best = 0;
    unsigned most = 0;
    *told = 1;
    for (const ps_sample *at = element; at; at = at->parent) {
        if (at->meaning.concepts & PS_KINDS) {
            return at->meaning.concepts & PS_KINDS;
        }
    }
    see_head(&h, element, PS_PLACE_RECORD);
    for (unsigned i = 0; i < PS_CONCEPT_COUNT; i++) {
        for (size_t k = 0; k < PS_COUNT(of_values); k++) {
            unsigned points = h.told[i] ? h.told[i] * 8 + (unsigned)(PS_COUNT(of_values) - k) : 0;
            if (of_values[k] == (uint64_t)1 << i && points > most) {
                most = points;
                best = of_values[k];
            }
        }
    }
    *told = best != 0;
    return best ? best : S(ORDER);
}

static ps_candidate weigh_record(const ps_sample *element, const ps_sample *item, int item_score)
{
    ps_candidate c = {.element = element};
    uint64_t says = element->meaning.concepts;
    int self = weigh_line(element);
    int is_flat =
        self >= ITEM_LEAST && (!item || (element->most > 1 && self > item_score + FLAT_MARGIN));
    c.item = is_flat ? element : item;
    c.item_score = is_flat ? self : item ? item_score : 0;
    c.kinds = find_kinds(element, item, &c.kind_is_told);
    head h = {.base = element, .item = item, .kinds = c.kinds};
    see_head(&h, element, PS_PLACE_RECORD);
    int parts = h.id * 30 + h.day * 25;
    c.score = parts / 100 + (h.supplier ? 15 : 0) + (h.buyer ? 8 : 0);
    /* what has an id but no line is often named beside the record: a reference, an answer */
    c.score += is_flat ? 12 : item ? (item_score > 100 ? 100 : item_score) / 4 : -NO_LINES;
    c.score += says & PS_KINDS ? 12 : says & S(DOCUMENT) ? 6 : 0;
    c.score -=
        says & (S(LIST) | S(HEAD) | S(BUYER) | S(SUPPLIER) | S(PARTY) | S(REFERENCE)) ? 14 : 0;
    c.score -= says & (S(LINE) | S(ITEM)) && !(is_flat && h.id >= PS_SURE) ? 14 : 0;
    c.score += element->most > 1 ? 6 : 0;
    if (element->rows || (!c.item && (h.id < 45 || !h.day))) {
        c.score = 0;
    }
    return c;
}

typedef struct search {
    ps_candidate best;
    ps_candidate second;
} search;

static void offer(search *s, const ps_candidate *c)
{
    /* What stands deeper and holds as much is nearer to the record; children come first. */
    if (c->score < RECORD_LEAST) {
        return;
    }
    if (c->score > s->best.score) {
        s->second = s->best;
        s->best = *c;
    } else if (c->score > s->second.score) {
        s->second = *c;
    }
}

/* The best item in an element or below it, *ret_score says how good. */
static const ps_sample *search_in(search *s, const ps_sample *element, int *ret_score)
{
    const ps_sample *item = NULL;
    int score = 0;
    for (const ps_sample *c = element->first; c; c = c->next) {
        int below = 0;
        if (c->kind == PS_SAMPLE_ELEMENT && c->first) {
            const ps_sample *found = search_in(s, c, &below);
            if (found && below > score) {
                item = found;
                score = below;
            }
        }
    }
    if (element->parent) {
        ps_candidate c = weigh_record(element, item, score);
        offer(s, &c);
        int self = weigh_line(element);
        /* Nearer to the values is better, unless much is missing there. */
        if (self >= ITEM_LEAST && self > score + 4) {
            item = element;
            score = self;
        }
    }
    *ret_score = score;
    return item;
}

void ps_candidates_find(const ps_sample *top, ps_candidate *ret_best, ps_candidate *ret_second)
{
    search s = {.best = {0}};
    int ignored;
    (void)search_in(&s, top, &ignored);
    *ret_best = s.best;
    *ret_second = s.second;
}
