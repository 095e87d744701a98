/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/pack_compare.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

typedef struct thing {
    ps_pack_kind pack_kind;
    ps_str kind;
    ps_str id;
    ps_str title;
} thing;

typedef struct fact {
    thing of;
    ps_str name;
    ps_str text;
    ps_str attrs;
} fact;

/* All that a set of packs says. */
typedef struct content {
    ps_arena *arena;
    ps_buffer facts; /* fact */
    thing current;
    int no_memory;
} content;

typedef struct changes {
    ps_arena *arena;
    ps_buffer facts;  /* ps_fact_change, of the thing at hand */
    ps_buffer things; /* ps_thing_change */
    int no_memory;
} changes;

const char *ps_change_name(ps_change change)
{
    static const char *const names[] = {[PS_CHANGE_ADDED] = "added",
                                        [PS_CHANGE_REMOVED] = "removed",
                                        [PS_CHANGE_CHANGED] = "changed"};
    return names[change];
}

static ps_str keep(content *c, ps_str text)
{
    ps_str copy = text.len ? ps_arena_str(c->arena, text) : PS_STR("");
    c->no_memory |= !copy.ptr;
    return copy;
}

static void add_fact(content *c, const fact *one)
{
    ps_buffer_add(&c->facts, (const char *)one, sizeof *one);
}

static void take_thing(void *user, const ps_pack_thing *given)
{
    content *c = user;
    c->current =
        (thing){given->pack_kind, keep(c, given->kind), keep(c, given->id), keep(c, given->title)};
    /* One fact without a name, so that a thing of which nothing is said is there. */
    const fact facts[] = {{c->current, PS_STR(""), PS_STR(""), PS_STR("")},
                          {c->current, PS_STR("title"), c->current.title, PS_STR("")},
                          {c->current, PS_STR("title-zh"), keep(c, given->title_zh), PS_STR("")}};
    for (size_t i = 0; i < PS_COUNT(facts); i++) {
        if (!facts[i].name.len || facts[i].text.len) {
            add_fact(c, &facts[i]);
        }
    }
}

static void take_fact(void *user, const ps_pack_fact *given)
{
    content *c = user;
    ps_buffer attrs;
    ps_buffer_init(&attrs, 0);
    for (size_t i = 0; i < given->attr_count; i++) {
        ps_buffer_add_text(&attrs, i ? ", " : "");
        ps_buffer_add_str(&attrs, given->attrs[i].name);
        ps_buffer_add_char(&attrs, ' ');
        ps_buffer_add_str(&attrs, given->attrs[i].value);
    }
    fact one = {c->current, keep(c, given->name), keep(c, given->text),
                keep(c, ps_buffer_str(&attrs))};
    c->no_memory |= attrs.failed;
    ps_buffer_done(&attrs);
    add_fact(c, &one);
}

static int compare_things(const thing *a, const thing *b)
{
    int order = (a->pack_kind > b->pack_kind) - (a->pack_kind < b->pack_kind);
    if (order == 0) {
        /* What a pack says of itself first. */
        order = ps_str_is(b->kind, "pack") - ps_str_is(a->kind, "pack");
    }
    order = order ? order : ps_str_compare(a->kind, b->kind);
    return order ? order : ps_str_compare(a->id, b->id);
}

static int compare_facts(const void *a, const void *b)
{
    const fact *x = a;
    const fact *y = b;
    int order = compare_things(&x->of, &y->of);
    order = order ? order : ps_str_compare(x->name, y->name);
    order = order ? order : ps_str_compare(x->text, y->text);
    return order ? order : ps_str_compare(x->attrs, y->attrs);
}

/* The rules of format profiles are not told one by one: that they differ is seen by their digest.
 */
static void take_digests(content *c, const ps_packs *packs)
{
    ps_pack_info info;
    for (size_t i = 0; ps_packs_at(packs, i, &info) == PS_OK; i++) {
        if (info.kind == PS_PACK_PROFILE) {
            fact one = {{info.kind, PS_STR("pack"), keep(c, info.id), keep(c, info.title)},
                        PS_STR("digest"),
                        keep(c, ps_str_cut(ps_str_from(info.sha256), 16)),
                        PS_STR("")};
            add_fact(c, &one);
        }
    }
}

/* What is said twice is said once. */
static void drop_twins(content *c)
{
    fact *facts = (fact *)(void *)c->facts.ptr;
    size_t count = c->facts.len / sizeof *facts;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (!used || compare_facts(&facts[used - 1], &facts[i]) != 0) {
            facts[used++] = facts[i];
        }
    }
    c->facts.len = used * sizeof *facts;
}

static ps_status gather(const ps_packs *packs, ps_arena *arena, content *c, ps_error *reterr)
{
    static const ps_pack_visitor visitor = {1, take_thing, take_fact};
    *c = (content){.arena = arena};
    ps_buffer_init(&c->facts, 0);
    ps_status status = ps_packs_visit(packs, &visitor, c, reterr);
    take_digests(c, packs);
    if (status == PS_OK && (c->no_memory || c->facts.failed)) {
        status = ps_error_memory(reterr);
    }
    if (status == PS_OK && c->facts.len) {
        qsort(c->facts.ptr, c->facts.len / sizeof(fact), sizeof(fact), compare_facts);
        drop_twins(c);
    }
    return status;
}

static void note(changes *all, ps_change change, const fact *before, const fact *after)
{
    ps_fact_change one = {.change = change,
                          .name = before ? before->name : after->name,
                          .old_text = before ? before->text : PS_NO_STR,
                          .new_text = after ? after->text : PS_NO_STR,
                          .old_attrs = before ? before->attrs : PS_NO_STR,
                          .new_attrs = after ? after->attrs : PS_NO_STR};
    if (one.name.len) {
        ps_buffer_add(&all->facts, (const char *)&one, sizeof one);
    }
}

/* Facts of one name and text: those with the same attributes are the same, of the others the first
 * has become the first. */
static void compare_group(changes *all, const fact *before, size_t before_count, const fact *after,
                          size_t after_count)
{
    const fact *gone = NULL;
    const fact *come = NULL;
    size_t i = 0;
    size_t k = 0;
    while (i < before_count || k < after_count) {
        int order = i == before_count  ? 1
                    : k == after_count ? -1
                                       : ps_str_compare(before[i].attrs, after[k].attrs);
        if (order == 0) {
            i++;
            k++;
            continue;
        }
        if (order < 0) {
            if (gone) {
                note(all, PS_CHANGE_REMOVED, gone, NULL);
            }
            gone = &before[i++];
        } else {
            if (come) {
                note(all, PS_CHANGE_ADDED, NULL, come);
            }
            come = &after[k++];
        }
        if (gone && come) {
            note(all, PS_CHANGE_CHANGED, gone, come);
            gone = come = NULL;
        }
    }
    if (gone) {
        note(all, PS_CHANGE_REMOVED, gone, NULL);
    }
    if (come) {
        note(all, PS_CHANGE_ADDED, NULL, come);
    }
}

/* How many facts from `from` on are of one name and text. */
static size_t group_size(const fact *facts, size_t from, size_t count)
{
    size_t to = from;
    while (to < count && ps_str_equal(facts[to].name, facts[from].name) &&
           ps_str_equal(facts[to].text, facts[from].text)) {
        to++;
    }
    return to - from;
}

static int compare_groups(const fact *a, const fact *b)
{
    int order = ps_str_compare(a->name, b->name);
    return order ? order : ps_str_compare(a->text, b->text);
}

/* Words and examples come and go one by one; of all else a thing says one of a kind. */
static int is_value(const ps_fact_change *one)
{
    static const char words[] = "term decoy pattern model code with unless met not-met words unit "
                                "label amount example duty weak defeat carveout reference near "
                                "heading party basis law source";
    ps_str rest = ps_str_from(words);
    ps_str word;
    while (ps_str_next_word(&rest, &word)) {
        if (ps_str_equal(word, one->name)) {
            return 0;
        }
    }
    return 1;
}

/* "severity high" gone and "severity low" come is one change. */
static void join_values(changes *all)
{
    ps_fact_change *list = (ps_fact_change *)(void *)all->facts.ptr;
    size_t count = all->facts.len / sizeof *list;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < used &&
               !(list[k].change != PS_CHANGE_CHANGED && list[i].change != PS_CHANGE_CHANGED &&
                 list[k].change != list[i].change && is_value(&list[i]) &&
                 ps_str_equal(list[k].name, list[i].name) &&
                 ps_str_equal(
                     list[k].change == PS_CHANGE_ADDED ? list[k].new_attrs : list[k].old_attrs,
                     list[i].change == PS_CHANGE_ADDED ? list[i].new_attrs : list[i].old_attrs))) {
            k++;
        }
        if (k == used) {
            list[used++] = list[i];
            continue;
        }
        const ps_fact_change *before = list[k].change == PS_CHANGE_REMOVED ? &list[k] : &list[i];
        const ps_fact_change *after = list[k].change == PS_CHANGE_ADDED ? &list[k] : &list[i];
        list[k] = (ps_fact_change){.change = PS_CHANGE_CHANGED,
                                   .name = before->name,
                                   .old_text = before->old_text,
                                   .new_text = after->new_text,
                                   .old_attrs = before->old_attrs,
                                   .new_attrs = after->new_attrs};
    }
    all->facts.len = used * sizeof *list;
}

static void add_thing(changes *all, ps_change change, const thing *of)
{
    size_t count = all->facts.len / sizeof(ps_fact_change);
    ps_fact_change *kept = ps_arena_array(all->arena, count + 1, sizeof *kept);
    if (!kept) {
        all->no_memory = 1;
        return;
    }
    if (count) {
        memcpy(kept, all->facts.ptr, count * sizeof *kept);
    }
    ps_thing_change one = {.change = change,
                           .pack_kind = of->pack_kind,
                           .kind = of->kind,
                           .id = of->id,
                           .title = of->title,
                           .facts = kept,
                           .fact_count = count};
    ps_buffer_add(&all->things, (const char *)&one, sizeof one);
}

/* One thing in both, or in one of them (the other count is 0). */
static void compare_thing(changes *all, const fact *before, size_t before_count, const fact *after,
                          size_t after_count)
{
    size_t i = 0;
    size_t k = 0;
    ps_buffer_clear(&all->facts);
    while (i < before_count || k < after_count) {
        int order = i == before_count  ? 1
                    : k == after_count ? -1
                                       : compare_groups(&before[i], &after[k]);
        size_t gone = order <= 0 ? group_size(before, i, before_count) : 0;
        size_t come = order >= 0 ? group_size(after, k, after_count) : 0;
        compare_group(all, &before[i], gone, &after[k], come);
        i += gone;
        k += come;
    }
    join_values(all);
    if (!before_count) {
        add_thing(all, PS_CHANGE_ADDED, &after->of);
    } else if (!after_count) {
        add_thing(all, PS_CHANGE_REMOVED, &before->of);
    } else if (all->facts.len) {
        add_thing(all, PS_CHANGE_CHANGED, &after->of);
    }
}

static size_t thing_size(const fact *facts, size_t from, size_t count)
{
    size_t to = from;
    while (to < count && compare_things(&facts[to].of, &facts[from].of) == 0) {
        to++;
    }
    return to - from;
}

static void compare_all(changes *all, const content *before, const content *after)
{
    const fact *x = (const fact *)(const void *)before->facts.ptr;
    const fact *y = (const fact *)(const void *)after->facts.ptr;
    size_t x_count = before->facts.len / sizeof *x;
    size_t y_count = after->facts.len / sizeof *y;
    size_t i = 0;
    size_t k = 0;
    while (i < x_count || k < y_count) {
        int order = i == x_count ? 1 : k == y_count ? -1 : compare_things(&x[i].of, &y[k].of);
        size_t gone = order <= 0 ? thing_size(x, i, x_count) : 0;
        size_t come = order >= 0 ? thing_size(y, k, y_count) : 0;
        compare_thing(all, &x[i], gone, &y[k], come);
        i += gone;
        k += come;
    }
}

ps_status ps_packs_compare(const ps_packs *old_packs, const ps_packs *new_packs, ps_arena *arena,
                           const ps_thing_change **ret_changes, size_t *ret_count, ps_error *reterr)
{
    content before = {0};
    content after = {0};
    changes all = {.arena = arena};
    ps_buffer_init(&all.facts, 0);
    ps_buffer_init(&all.things, 0);
    ps_status status = gather(old_packs, arena, &before, reterr);
    if (status == PS_OK) {
        status = gather(new_packs, arena, &after, reterr);
    }
    if (status == PS_OK) {
        compare_all(&all, &before, &after);
        size_t count = all.things.len / sizeof(ps_thing_change);
        ps_thing_change *list = ps_arena_array(arena, count + 1, sizeof *list);
        if (all.no_memory || all.facts.failed || all.things.failed || !list) {
            status = ps_error_memory(reterr);
        } else {
            if (count) {
                memcpy(list, all.things.ptr, count * sizeof *list);
            }
            *ret_changes = list;
            *ret_count = count;
        }
    }
    ps_buffer_done(&before.facts);
    ps_buffer_done(&after.facts);
    ps_buffer_done(&all.facts);
    ps_buffer_done(&all.things);
    return status;
}
