/* Parties: one buyer and one supplier out of any number of parts, with references to entities
 * resolved. SPDX-License-Identifier: Apache-2.0 */
#include "record/party.h"

#include <stdlib.h>

#include "base/str.h"
#include "record/ident.h"

/* Aliases and idents are compared with each other only up to this many, so that a hostile record
 * costs no more than its length. */
enum { COMPARED = 64 };

/* The fields of a kind of party. */
typedef struct party_role {
    ps_scope scope;
    ps_field name;
    ps_field country;
    ps_field ref;
} party_role;

static const party_role buyer_role = {PS_SCOPE_BUYER, PS_FIELD_BUYER_NAME, PS_FIELD_BUYER_COUNTRY,
                                      PS_FIELD_BUYER_REF};
static const party_role supplier_role = {PS_SCOPE_SUPPLIER, PS_FIELD_SUPPLIER_NAME,
                                         PS_FIELD_SUPPLIER_COUNTRY, PS_FIELD_SUPPLIER_REF};
static const party_role entity_role = {PS_SCOPE_ENTITY, PS_FIELD_ENTITY_NAME,
                                       PS_FIELD_ENTITY_COUNTRY, PS_FIELD_COUNT};

/* An entity's key while sorting. */
typedef struct keyed {
    ps_str key;
    uint32_t part;
} keyed;

static int by_key(const void *left, const void *right)
{
    const keyed *a = left;
    const keyed *b = right;
    int c = ps_str_compare(a->key, b->key);
    return c ? c : (a->part > b->part) - (a->part < b->part);
}

static void index_entities(ps_builder *builder)
{
    const ps_build_part *record = ps_build_part_at(builder, PS_PART_RECORD);
    size_t count = 0;
    for (uint32_t i = record->first_child; i; i = ps_build_part_at(builder, i)->next_child) {
        count += ps_build_part_at(builder, i)->scope == PS_SCOPE_ENTITY;
    }
    keyed *list = ps_build_array(builder, count, sizeof *list);
    uint32_t *parts = ps_build_array(builder, count, sizeof *parts);
    builder->entities = parts;
    builder->entity_count = 0;
    if (!list || !parts) {
        return;
    }
    size_t n = 0;
    for (uint32_t i = record->first_child; i; i = ps_build_part_at(builder, i)->next_child) {
        const ps_build_part *part = ps_build_part_at(builder, i);
        if (part->scope == PS_SCOPE_ENTITY) {
            list[n++] = (keyed){ps_build_best(builder, part, PS_FIELD_ENTITY_KEY)->text, i};
        }
    }
    qsort(list, n, sizeof *list, by_key);
    for (size_t i = 0; i < n; i++) {
        parts[i] = list[i].part;
    }
    builder->entity_count = n;
}

static ps_str key_at(const ps_builder *builder, size_t index)
{
    const ps_build_part *part = ps_build_part_at(builder, builder->entities[index]);
    return ps_build_best(builder, part, PS_FIELD_ENTITY_KEY)->text;
}

/* The first entity of that key; NULL when there is none. */
static const ps_build_part *find_entity(const ps_builder *builder, ps_str key)
{
    size_t low = 0;
    size_t high = builder->entity_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ps_str_compare(key_at(builder, middle), key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == builder->entity_count || !ps_str_equal(key_at(builder, low), key)) {
        return NULL;
    }
    return ps_build_part_at(builder, builder->entities[low]);
}

/* A part that says something of the party: one of its own, or an entity that one points at. */
typedef struct source {
    const ps_build_part *part;
    const party_role *role;
} source;

/* The sources, own parts first. References that lead nowhere go to `dangling`. */
typedef struct sources {
    source *list;
    size_t count;
    ps_value *dangling;
    size_t dangling_count;
} sources;

static int collect(ps_builder *builder, const party_role *role, sources *ret)
{
    const ps_build_part *record = ps_build_part_at(builder, PS_PART_RECORD);
    size_t own = 0;
    for (uint32_t i = record->first_child; i; i = ps_build_part_at(builder, i)->next_child) {
        own += ps_build_part_at(builder, i)->scope == role->scope;
    }
    *ret = (sources){.list = ps_build_array(builder, 2 * own, sizeof *ret->list),
                     .dangling = ps_build_array(builder, own, sizeof *ret->dangling)};
    if (!ret->list || !ret->dangling) {
        return 0;
    }
    for (uint32_t i = record->first_child; i; i = ps_build_part_at(builder, i)->next_child) {
        const ps_build_part *part = ps_build_part_at(builder, i);
        if (part->scope == role->scope) {
            ret->list[ret->count++] = (source){part, role};
        }
    }
    for (size_t i = 0; i < own; i++) {
        ps_value ref = ps_build_single(builder, ret->list[i].part, role->ref);
        const ps_build_part *entity = ref.text.len ? find_entity(builder, ref.text) : NULL;
        if (entity) {
            ret->list[ret->count++] = (source){entity, &entity_role};
        } else if (ref.text.len) {
            ret->dangling[ret->dangling_count++] = ref;
        }
    }
    return 1;
}

/* Name, aliases and country. A party's own values win over an entity's, then the lower rank. */
static void name_party(ps_builder *builder, const sources *from, ps_party *party)
{
    const ps_build_value *name = NULL;
    const party_role *name_role = NULL;
    size_t names = 0;
    for (size_t i = 0; i < from->count; i++) {
        const source *s = &from->list[i];
        for (uint32_t v = s->part->first_value; v; v = ps_build_value_at(builder, v)->next) {
            names += ps_build_value_at(builder, v)->field == s->role->name;
        }
        const ps_build_value *best = ps_build_best(builder, s->part, s->role->name);
        if (best && (!name || (name_role == s->role && best->rank < name->rank))) {
            name = best;
            name_role = s->role;
        }
        if (!party->country.text.len) {
            party->country = ps_build_single(builder, s->part, s->role->country);
        }
    }
    if (!name) {
        for (size_t i = 0; i < from->count && !party->name.text.len; i++) {
            party->name = ps_build_single(builder, from->list[i].part, from->list[i].role->name);
        }
        return;
    }
    party->name = (ps_value){name->text, name->line};
    ps_value *aliases = ps_build_array(builder, names, sizeof *aliases);
    for (size_t i = 0; aliases && i < from->count; i++) {
        const source *s = &from->list[i];
        for (uint32_t v = s->part->first_value; v; v = ps_build_value_at(builder, v)->next) {
            const ps_build_value *value = ps_build_value_at(builder, v);
            int known =
                value->field != s->role->name || ps_str_equal(value->text, party->name.text);
            for (size_t k = 0; !known && k < party->alias_count && k < COMPARED; k++) {
                known = ps_str_equal(value->text, aliases[k].text);
            }
            if (!known) {
                aliases[party->alias_count++] = (ps_value){value->text, value->line};
            }
        }
    }
    party->aliases = aliases;
}

static void add_ident(ps_builder *builder, ps_party *party, ps_ident *idents, ps_ident ident)
{
    if (ps_ident_check_value(&builder->arena, &ident, &builder->error)) {
        ps_build_fail_memory(builder);
        return;
    }
    for (size_t k = 0; k < party->ident_count && k < COMPARED; k++) {
        if (ps_str_equal(ident.normal, idents[k].normal) &&
            ps_str_equal(ident.scheme.text, idents[k].scheme.text)) {
            return;
        }
    }
    idents[party->ident_count++] = ident;
}

static void identify_party(ps_builder *builder, const sources *from, ps_party *party)
{
    size_t count = from->dangling_count;
    for (size_t i = 0; i < from->count; i++) {
        for (uint32_t c = from->list[i].part->first_child; c;
             c = ps_build_part_at(builder, c)->next_child) {
            count++;
        }
    }
    ps_ident *idents = ps_build_array(builder, count, sizeof *idents);
    if (!idents) {
        return;
    }
    for (size_t i = 0; i < from->count; i++) {
        for (uint32_t c = from->list[i].part->first_child; c;
             c = ps_build_part_at(builder, c)->next_child) {
            const ps_build_part *part = ps_build_part_at(builder, c);
            add_ident(builder, party, idents,
                      (ps_ident){.scheme = ps_build_single(builder, part, PS_FIELD_IDENT_SCHEME),
                                 .value = ps_build_single(builder, part, PS_FIELD_IDENT_VALUE)});
        }
    }
    for (size_t i = 0; i < from->dangling_count; i++) {
        add_ident(builder, party, idents, (ps_ident){.value = from->dangling[i]});
    }
    party->idents = idents;
}

static void build_party(ps_builder *builder, const party_role *role, ps_party *party)
{
    sources from;
    if (collect(builder, role, &from)) {
        name_party(builder, &from, party);
        identify_party(builder, &from, party);
    }
}

void ps_party_build(ps_builder *builder)
{
    index_entities(builder);
    build_party(builder, &buyer_role, &builder->record->buyer);
    build_party(builder, &supplier_role, &builder->record->supplier);
}

ps_value ps_party_manufacturer(const ps_builder *builder, const ps_build_part *item)
{
    ps_value ref = ps_build_single(builder, item, PS_FIELD_ITEM_MANUFACTURER_REF);
    const ps_build_part *entity = ref.text.len ? find_entity(builder, ref.text) : NULL;
    if (!entity) {
        return ref;
    }
    ps_value name = ps_build_single(builder, entity, PS_FIELD_ENTITY_NAME);
    return name.text.len ? name : ref;
}
