/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/variants.h"

#include "base/cleanup.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"

/* What the parts of an item cost. */
typedef struct sum {
    enum { SUM_NONE, SUM_KNOWN, SUM_UNKNOWN } state;
    ps_decimal value;
    ps_str currency;
    ps_value source; /* of the first part */
} sum;

typedef struct folder {
    const ps_record *record;
    const ps_limits *limits;
    ps_arena *arena;
    ps_item_outcome *items;
    uint32_t *roots; /* outermost item of each, its index */
    uint32_t *next;  /* the next item with the same root; 0: none */
    sum *sums;
} folder;

static void add_to(sum *to, const ps_item_outcome *part)
{
    if (!part->amount.known) {
        to->state = SUM_UNKNOWN;
    } else if (to->state == SUM_NONE) {
        *to = (sum){SUM_KNOWN, part->amount.value, part->currency, part->amount.source};
    } else if (to->state == SUM_KNOWN &&
               (!ps_str_equal(to->currency, part->currency) ||
                !ps_decimal_add(to->value, part->amount.value, &to->value))) {
        to->state = SUM_UNKNOWN;
    }
}

/* Inner items come behind the outer one: from the last to the first, each has all its parts. */
static void add_amounts(folder *f)
{
    for (size_t i = f->record->item_count; i-- > 0;) {
        const ps_item *item = &f->record->items[i];
        ps_item_outcome *outcome = &f->items[i];
        const sum *parts = &f->sums[i];
        if (!outcome->amount.known && !item->amount.source.text.len && parts->state == SUM_KNOWN) {
            outcome->amount = (ps_number){parts->source, parts->value, 1};
            outcome->currency = parts->currency;
        }
        if (item->outer && !item->alternative) {
            add_to(&f->sums[item->outer - 1], outcome);
        }
    }
}

static int is_undescribed(const ps_item_outcome *outcome)
{
    return outcome->outcome == PS_OUTCOME_NOT_EVALUABLE &&
           ps_str_starts(outcome->reason, PS_STR("no-description"));
}

/* Whether `b` decides rather than `a`. A line without words of its own is described by what stands
 * in it. */
static int is_stronger(const ps_item_outcome *a, const ps_item_outcome *b)
{
    if (is_undescribed(a) || is_undescribed(b)) {
        return is_undescribed(a) && !is_undescribed(b);
    }
    if (a->outcome != b->outcome) {
        return b->outcome > a->outcome;
    }
    return b->outcome == PS_OUTCOME_HIT && b->confidence > a->confidence;
}

/* "variant 1s" */
static ps_str place_of(const folder *f, uint32_t index, ps_str behind)
{
    ps_str line = ps_str_cut(f->record->items[index].line_id.text, 60);
    ps_str parts[] = {PS_STR("variant "), line, line.len ? PS_STR(" ") : PS_STR(""), behind};
    return ps_arena_concat(f->arena, parts, PS_COUNT(parts));
}

static void add_category(ps_category_match *list, size_t *count, ps_category_match match)
{
    size_t i = 0;
    while (i < *count && !ps_str_equal(list[i].category, match.category)) {
        i++;
    }
    if (i == *count && match.category.len) {
        list[(*count)++] = match;
    }
}

/* Categories of all, beside that of the one that decides. */
static int join_categories(const folder *f, uint32_t root, ps_item_outcome *joined)
{
    size_t most = 0;
    uint32_t i = root;
    do {
        most += 1 + f->items[i].other_count;
    } while ((i = f->next[i]));
    ps_category_match *list = ps_arena_array(f->arena, most + 1, sizeof *list);
    if (!list) {
        return 0;
    }
    size_t count = 0;
    add_category(list, &count, (ps_category_match){joined->category, joined->confidence});
    size_t own = count;
    i = root;
    do {
        const ps_item_outcome *item = &f->items[i];
        if (item->outcome == PS_OUTCOME_HIT) {
            add_category(list, &count, (ps_category_match){item->category, item->confidence});
        }
        for (size_t k = 0; k < item->other_count; k++) {
            add_category(list, &count, item->others[k]);
        }
    } while ((i = f->next[i]));
    joined->others = list + own;
    joined->other_count = count - own;
    return 1;
}

/* Evidence of one item into the list of all; that of a variant says in its field where it stands.
 */
static int take_evidence(const folder *f, uint32_t root, uint32_t index, ps_evidence *list,
                         ps_item_outcome *joined)
{
    const ps_item_outcome *item = &f->items[index];
    joined->evidence_left_out += item->evidence_left_out;
    for (size_t k = 0; k < item->evidence_count; k++) {
        if (joined->evidence_count == f->limits->evidence) {
            joined->evidence_left_out++;
            continue;
        }
        ps_evidence *one = &list[joined->evidence_count++];
        *one = item->evidence[k];
        if (index != root) {
            one->field = place_of(f, index, one->field);
            if (!one->field.ptr) {
                return 0;
            }
        }
    }
    return 1;
}

static int join_evidence(const folder *f, uint32_t root, uint32_t lead, ps_item_outcome *joined)
{
    size_t most = 0;
    uint32_t i = root;
    do {
        most += f->items[i].evidence_count;
    } while ((i = f->next[i]));
    most = most < f->limits->evidence ? most : (size_t)f->limits->evidence;
    ps_evidence *list = ps_arena_array(f->arena, most + 1, sizeof *list);
    joined->evidence_count = 0;
    joined->evidence_left_out = 0;
    int ok = list && take_evidence(f, root, lead, list, joined);
    i = root;
    do {
        ok = ok && (i == lead || take_evidence(f, root, i, list, joined));
    } while ((i = f->next[i]));
    joined->evidence = list;
    return ok;
}

/* The digest of an item and those of its variants in which something was seen. */
static int join_digests(const folder *f, uint32_t root, ps_item_outcome *joined)
{
    size_t count = 0;
    uint32_t i = root;
    do {
        count++;
    } while ((i = f->next[i]));
    ps_str *parts = ps_arena_array(f->arena, count, sizeof *parts);
    char *room = ps_arena_alloc(f->arena, 65);
    if (!parts || !room) {
        return 0;
    }
    size_t n = 0;
    i = root;
    do {
        parts[n++] = f->items[i].digest.len ? f->items[i].digest : PS_STR("-");
    } while ((i = f->next[i]));
    ps_sha256(parts, n, room);
    joined->digest = joined->evidence_count ? (ps_str){room, 64} : PS_NO_STR;
    return 1;
}

static int name_variant(const folder *f, uint32_t lead, ps_item_outcome *joined)
{
    ps_str name = ps_str_cut(f->items[lead].name, 200);
    ps_str place = ps_str_trim(place_of(f, lead, PS_STR("")));
    ps_str reason = joined->reason;
    size_t line = ps_str_find(reason, PS_STR("\n")); /* the steps of an explanation follow */
    line = line < reason.len ? line : reason.len;
    ps_str parts[] = {ps_str_slice(reason, 0, line),
                      PS_STR(" (in "),
                      place,
                      name.len ? PS_STR(": ") : PS_STR(""),
                      name,
                      PS_STR(")"),
                      ps_str_slice(reason, line, reason.len)};
    joined->reason = ps_arena_concat(f->arena, parts, PS_COUNT(parts));
    return place.ptr && joined->reason.ptr;
}

/* An item and its variants. */
static int fold(folder *f, uint32_t root, ps_item_outcome *ret)
{
    uint32_t lead = root;
    for (uint32_t i = f->next[root]; i; i = f->next[i]) {
        lead = is_stronger(&f->items[lead], &f->items[i]) ? i : lead;
    }
    const ps_item_outcome *own = &f->items[root];
    ps_item_outcome joined = f->items[lead];
    if (lead != root) {
        joined.line_id = own->line_id;
        joined.name = own->name.len ? own->name : joined.name;
        joined.line = own->line;
        joined.amount = own->amount;
        joined.currency = own->currency;
        joined.delivery = own->delivery.day != PS_NO_DAY ? own->delivery : joined.delivery;
        if (!name_variant(f, lead, &joined)) {
            return 0;
        }
    }
    if (!join_categories(f, root, &joined) || !join_evidence(f, root, lead, &joined) ||
        !join_digests(f, root, &joined)) {
        return 0;
    }
    *ret = joined;
    return 1;
}

/* Chain the items of one root, in order. */
static void chain(folder *f)
{
    uint32_t count = (uint32_t)f->record->item_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t outer = f->record->items[i].outer;
        f->roots[i] = outer ? f->roots[outer - 1] : i;
    }
    for (uint32_t i = count; i-- > 0;) {
        if (f->roots[i] != i) {
            f->next[i] = f->next[f->roots[i]];
            f->next[f->roots[i]] = i;
        }
    }
}

ps_status ps_variants_fold(const ps_record *record, const ps_limits *limits, ps_arena *arena,
                           ps_item_outcome *items, size_t *ret_count, ps_error *reterr)
{
    size_t count = record->item_count;
    size_t inner = 0;
    for (size_t i = 0; i < count; i++) {
        inner += record->items[i].outer != 0;
    }
    *ret_count = count - inner;
    if (!inner) {
        return PS_OK;
    }
    folder f = {.record = record,
                .limits = limits,
                .arena = arena,
                .items = items,
                .roots = ps_arena_array(arena, count, sizeof(uint32_t)),
                .next = ps_arena_array(arena, count, sizeof(uint32_t)),
                .sums = ps_arena_array(arena, count, sizeof(sum))};
    if (!f.roots || !f.next || !f.sums) {
        return ps_error_memory(reterr);
    }
    chain(&f);
    add_amounts(&f);
    size_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        ps_item_outcome joined = items[i];
        if (f.roots[i] != i) {
            continue;
        }
        if (f.next[i] && !fold(&f, i, &joined)) {
            return ps_error_memory(reterr);
        }
        items[kept++] = joined; /* at or before i: what is still needed lies behind */
    }
    return PS_OK;
}
