/* What each path of the record is: a guess for each, then the better of those that cannot both be.
 * SPDX-License-Identifier: Apache-2.0 */
#include "suggest/layout.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

#define S(symbol) PS_SAYS(symbol)
#define L(symbol) PS_LOOKS(symbol)

enum { BY_VALUE = 30, PROPERTY_SCORE = 40, DEPTH_COST = 2, REPEATED_COST = 25 };

/* Where a walk is. */
typedef struct around {
    ps_place place;
    const ps_sample *base;
    int repeated; /* an element between the base and here repeats */
} around;

typedef struct walk {
    ps_layout *layout;
    size_t room; /* 0: only count */
    size_t count;
} walk;

static void add(walk *w, ps_choice choice)
{
    if (w->count < w->room) {
        w->layout->choices[w->count] = choice;
    }
    w->count++;
}

static int is_party(ps_place place)
{
    return place == PS_PLACE_BUYER || place == PS_PLACE_SUPPLIER || place == PS_PLACE_EITHER;
}

/* What of a value in an item no rule reads, but a person would: words under a name of the export's
 * own. */
static int is_property(const ps_sample *leaf, const ps_sample *base)
{
    const uint64_t no = S(BUYER) | S(SUPPLIER) | S(PARTY) | S(CONTACT) | S(ADDRESS) | S(BANK) |
                        S(SECRET) | S(STATUS) | S(LANGUAGE) | S(VERSION) | S(DATE) | S(TAX) |
                        S(CURRENCY) | S(ATTACHMENT) | S(ADDRESS_OF_FILE) | S(TIME) | S(DEPARTMENT) |
                        S(TAX_NUMBER);
    return !((leaf->meaning.concepts | ps_meaning_above(leaf, base)) & no) && leaf->longest >= 3 &&
           ps_sample_looks(leaf, L(WORDS)) &&
           !ps_sample_looks(leaf,
                            L(UNIT) | L(CURRENCY) | L(YESNO) | L(DATE) | L(NUMBER) | L(URI)) &&
           !ps_meaning_is_private(leaf);
}

static ps_choice choose_in_item(const walk *w, const ps_sample *leaf, const around *at)
{
    ps_choice c = {.leaf = leaf, .base = at->base, .place = PS_PLACE_ITEM};
    c.guess = ps_meaning_guess(PS_ZONE_ITEM, leaf, at->base, w->layout->kinds);
    if (at->repeated && ps_role_is_single(c.guess.role)) {
        c.guess.score -= REPEATED_COST;
    }
    if (c.guess.score < PS_LEAST && is_property(leaf, at->base)) {
        c.guess = (ps_guess){PS_ROLE_NONE, PROPERTY_SCORE, 0, L(WORDS)};
        c.place = PS_PLACE_PROPERTY;
    }
    return c;
}

static ps_choice choose_in_record(const walk *w, const ps_sample *leaf, const around *at)
{
    ps_choice c = {.leaf = leaf, .base = at->base, .place = PS_PLACE_RECORD};
    c.guess = ps_meaning_guess(PS_ZONE_RECORD, leaf, at->base, w->layout->kinds);
    if (at->repeated && ps_role_is_single(c.guess.role)) {
        c.guess.score -= REPEATED_COST;
    }
    return c;
}

static ps_choice choose_party(const ps_sample *leaf, const ps_sample *base, ps_place place)
{
    ps_choice c = {.leaf = leaf, .base = base, .place = place};
    c.guess = ps_meaning_guess(PS_ZONE_PARTY, leaf, base, 0);
    return c;
}

static ps_choice better(ps_choice a, ps_choice b)
{
    return b.guess.score > a.guess.score ? b : a;
}

static void see_leaf(walk *w, const ps_sample *leaf, const around *at)
{
    const ps_layout *l = w->layout;
    int flat = l->item == l->record && at->place == PS_PLACE_RECORD;
    ps_place own = is_party(at->place) ? at->place : ps_layout_party(leaf);
    ps_choice c = {.leaf = leaf, .place = PS_PLACE_UNREAD};
    if (is_party(at->place)) {
        c = choose_party(leaf, at->base, at->place);
    } else {
        if (at->place == PS_PLACE_ITEM) {
            c = choose_in_item(w, leaf, at);
        } else {
            c = choose_in_record(w, leaf, at);
        }
        if (flat) {
            ps_choice of_item = choose_in_item(w, leaf, at);
            /* What both have, as a currency or a number, is rather the whole record's. */
            of_item.guess.score -= of_item.place == PS_PLACE_ITEM ? 4 : 0;
            c = better(c, of_item);
        }
        if (is_party(own)) {
            /* of the record, wherever it stands */
            c = better(c, choose_party(leaf, l->record, own));
        }
    }
    if (c.guess.score < PS_LEAST) {
        c.place = PS_PLACE_UNREAD;
        c.guess = (ps_guess){PS_ROLE_NONE, 0, 0, 0};
    }
    add(w, c);
}

/* Name and value beside each other in an element of an item: a property. */
static int see_pair(walk *w, const ps_sample *element, const around *at)
{
    const uint64_t names = S(NAME) | S(KEY);
    const ps_sample *name = NULL;
    const ps_sample *value = ps_sample_has_text(element) ? element : NULL;
    if (element->rows || (element->most < 2 && !(element->meaning.concepts & S(PROPERTY)))) {
        return 0;
    }
    for (const ps_sample *c = ps_sample_first(element); c; c = ps_sample_next(c)) {
        uint64_t says = c->meaning.concepts;
        if (ps_sample_has_text(c) && !name && says & names && !(says & ~(names | S(PROPERTY)))) {
            name = c;
        } else if (ps_sample_has_text(c) && says & S(VALUE) && !(says & S(KEY))) {
            value = c;
        }
    }
    if (!name || !value) {
        return 0;
    }
    ps_guess guess = {PS_ROLE_NONE, 75, S(NAME) | S(VALUE), 0};
    add(w, (ps_choice){value, at->base, PS_PLACE_PROPERTY, guess, name, NULL});
    return 1;
}

static void see(walk *w, const ps_sample *element, const around *at)
{
    const ps_layout *l = w->layout;
    for (const ps_sample *c = ps_sample_first(element); c; c = ps_sample_next(c)) {
        around inside = *at;
        if (c->kind == PS_SAMPLE_ELEMENT && (c->first || !ps_sample_has_text(c))) {
            inside.repeated |= c->most > 1 && !c->rows;
            if (c == l->item) {
                inside = (around){PS_PLACE_ITEM, c, 0};
            } else if (at->place == PS_PLACE_RECORD && ps_layout_role(c)) {
                inside = (around){PS_PLACE_EITHER, c, 0};
            } else if (at->place == PS_PLACE_RECORD && !(l->item && ps_sample_is_in(l->item, c)) &&
                       is_party(ps_layout_party(c))) {
                inside = (around){ps_layout_party(c), c, 0};
            } else if ((at->place == PS_PLACE_ITEM || l->item == l->record) && see_pair(w, c, at)) {
                continue;
            }
        }
        if (ps_sample_has_text(c) &&
            !(inside.place == PS_PLACE_EITHER && c == ps_layout_role(element))) {
            see_leaf(w, c, is_party(inside.place) && inside.base == c ? &inside : at);
        }
        if (c->kind != PS_SAMPLE_ATTRIBUTE && c->first) {
            see(w, c, &inside);
        }
    }
}

/* Which of two choices of one field stays. */
static int value_of(const ps_choice *c)
{
    return c->guess.score - DEPTH_COST * (int)(c->leaf->depth - c->base->depth);
}

static int is_same_field(const ps_choice *a, const ps_choice *b)
{
    if (a->guess.role != b->guess.role || a->place != b->place) {
        return 0;
    }
    return a->base == b->base;
}

static void settle_singles(ps_layout *l)
{
    ps_choice *best[PS_ROLE_COUNT][PS_PLACE_UNREAD] = {{NULL}};
    for (size_t i = 0; i < l->count; i++) {
        ps_choice *c = &l->choices[i];
        if (c->place >= PS_PLACE_PROPERTY || !ps_role_is_single(c->guess.role)) {
            continue;
        }
        ps_choice **kept = &best[c->guess.role][c->place];
        if (!*kept || !is_same_field(*kept, c)) {
            *kept = c;
        } else if (value_of(c) > value_of(*kept)) {
            (*kept)->instead = c;
            *kept = c;
        } else {
            c->instead = *kept;
        }
    }
}

/* Of one file, what is told twice. */
static void settle_attachments(ps_layout *l)
{
    for (size_t i = 0; i < l->count; i++) {
        ps_choice *c = &l->choices[i];
        for (size_t k = i; k > 0 && c->guess.role == PS_ROLE_ATTACHMENT && !c->instead; k--) {
            const ps_choice *before = &l->choices[k - 1];
            if (!ps_sample_is_in(before->leaf, c->leaf->parent)) {
                break; /* what one element holds stands together */
            }
            if (before->leaf->parent == c->leaf->parent &&
                before->guess.role == PS_ROLE_ATTACHMENT &&
                before->guess.concepts == c->guess.concepts) {
                c->instead = before;
            }
        }
    }
}

static ps_choice *best_of(ps_layout *l, ps_role role)
{
    ps_choice *best = NULL;
    for (size_t i = 0; i < l->count; i++) {
        ps_choice *c = &l->choices[i];
        if (c->guess.role == role && c->place != PS_PLACE_UNREAD && !c->instead &&
            (!best || value_of(c) > value_of(best))) {
            best = c;
        }
    }
    return best;
}

static int is_reachable(const ps_sample *leaf, const ps_sample *base)
{
    for (const ps_sample *at = leaf; at && at != base; at = at->parent) {
        if (at->most > 1 && at->kind == PS_SAMPLE_ELEMENT && !at->rows) {
            return 0;
        }
    }
    return 1;
}

/* Short codes and words are of countries, types and the like, and what is the same in each record
 * is the id of none. */
static int may_be_id_by_value(const ps_layout *l, const ps_sample *leaf)
{
    enum { CODE_LEAST = 4 };
    int digits = 0;
    for (size_t i = 0; i < leaf->value_count && !digits; i++) {
        for (size_t k = 0; k < leaf->values[i].len; k++) {
            digits |= ps_is_digit(leaf->values[i].ptr[k]);
        }
    }
    return digits && leaf->longest >= CODE_LEAST &&
           (l->record->count == 1 || leaf->value_count > 1);
}

/* A day or a number by its values alone, when no name told one. */
static void guess_by_value(ps_layout *l, ps_role role, uint32_t shapes, uint64_t never)
{
    if (best_of(l, role)) {
        return;
    }
    for (size_t i = 0; i < l->count; i++) {
        ps_choice *c = &l->choices[i];
        const ps_sample *leaf = c->leaf;
        uint64_t says = leaf->meaning.concepts | ps_meaning_above(leaf, l->record);
        int in_item = l->item && l->item != l->record && ps_sample_is_in(leaf, l->item);
        if (c->place == PS_PLACE_UNREAD && !in_item && !(says & never) &&
            is_reachable(leaf, l->record) && ps_sample_looks(leaf, shapes) &&
            !ps_sample_looks(leaf, L(POINT) | L(COMMA)) && !ps_meaning_is_private(leaf) &&
            (role != PS_ROLE_ID || may_be_id_by_value(l, leaf))) {
            c->place = PS_PLACE_RECORD;
            c->base = l->record;
            c->guess = (ps_guess){role, BY_VALUE, 0, shapes};
            return;
        }
    }
}

/* An item needs words: of a description, of what is left. */
static void settle_item_name(ps_layout *l)
{
    ps_choice *name = best_of(l, PS_ROLE_NAME);
    ps_choice *best = best_of(l, PS_ROLE_DESCRIPTION);
    int is_doubtful = name && name->guess.score < PS_LIKELY;
    if (!l->item || (name && !(is_doubtful && best))) {
        return;
    }
    if (best) {
        best->guess.role = PS_ROLE_NAME;
        if (name) {
            name->place = PS_PLACE_PROPERTY;
        }
        return;
    }
    for (size_t i = 0; i < l->count; i++) {
        ps_choice *c = &l->choices[i];
        if ((c->place == PS_PLACE_PROPERTY && !c->name) &&
            (!best || c->leaf->longest > best->leaf->longest)) {
            best = c;
        }
    }
    if (best) {
        best->place = PS_PLACE_ITEM;
        best->guess = (ps_guess){PS_ROLE_NAME, BY_VALUE, 0, L(WORDS)};
    }
}

ps_status ps_layout_find(ps_arena *arena, const ps_sample *top, ps_layout *ret_layout,
                         ps_error *reterr)
{
    ps_candidate best;
    ps_candidate second;
    ps_layout l = {.record = NULL};
    ps_candidates_find(top, &best, &second);
    if (!best.element) {
        *ret_layout = l;
        return PS_OK;
    }
    l.record = best.element;
    l.score = best.score;
    l.second = second.element;
    l.second_score = second.score;
    l.kinds = best.kinds;
    l.kind_is_told = best.kind_is_told;
    l.item = best.item;
    l.item_score = best.item_score;
    l.group = l.item && l.item != l.record ? ps_layout_group(l.item) : NULL;
    walk w = {.layout = &l};
    around at = {PS_PLACE_RECORD, l.record, 0};
    see(&w, l.record, &at);
    l.count = w.count;
    l.choices = ps_arena_array(arena, l.count + 1, sizeof *l.choices);
    if (!l.choices) {
        return ps_error_memory(reterr);
    }
    w.room = w.count;
    w.count = 0;
    see(&w, l.record, &at);
    settle_singles(&l);
    settle_attachments(&l);
    settle_item_name(&l);
    guess_by_value(&l, PS_ROLE_DAY, L(DATE), S(DELIVERY) | S(DUE) | S(BANK) | S(CONTACT));
    guess_by_value(&l, PS_ROLE_ID, L(CODE) | L(INTEGER),
                   S(BANK) | S(SECRET) | S(STATUS) | S(VERSION) | S(LANGUAGE) | S(CURRENCY) |
                       S(COUNTRY) | S(DATE) | S(TAX) | S(AMOUNT) | S(TOTAL) | S(QUANTITY) |
                       S(PRICE) | S(RATE) | S(ADDRESS) | S(BUYER) | S(SUPPLIER) | S(ITEM));
    *ret_layout = l;
    return PS_OK;
}
