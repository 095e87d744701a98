/* Reading what stands around the entries: instruments, categories, makers, quantities, modifiers,
 * negations, watch lists and critical products.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/decimal.h"
#include "catalog/measure.h"
#include "catalog/reader.h"
#include "text/fold.h"

/* The points of catalogs/README.md; weigh.h has their names. */
enum { POINTS_POSSIBLE = 2, POINTS_DEFINITE = 4 };

/* A new element of a list, whose id no other thing of any file has. NULL: leave it out. */
static void *declare(ps_cat_reader *reader, const ps_node *node, ps_cat_list *list, size_t size)
{
    ps_str id = ps_node_attr_value(node, "id");
    if (list->count >= PS_CAT_NONE_INDEX - 1) {
        ps_cat_problem(reader, node, NULL, "too many <%.*s>", PS_FMT(node->name));
        return NULL;
    }
    ps_str *made = ps_cat_push(reader->arena, list, size);
    if (!made) {
        reader->no_memory = 1;
        return NULL;
    }
    *made = id;
    return made;
}

static void read_instrument(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_instrument *made = declare(reader, node, &reader->catalog->instruments, sizeof *made);
    if (made) {
        ps_day from;
        ps_day to;
        ps_cat_days(reader, node, &from, &to);
        made->label = ps_node_attr_value(node, "label");
        made->node = node;
    }
}

static void read_category(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_category *made = declare(reader, node, &reader->catalog->categories, sizeof *made);
    if (made) {
        made->title = ps_node_attr_value(node, "title");
        made->ceiling = ps_cat_enum(reader, node, "ceiling", "definite possible", 0)
                            ? POINTS_POSSIBLE
                            : POINTS_DEFINITE;
        made->has_scale = ps_node_attr_value(node, "scale").len > 0;
        made->before = PS_CAT_NONE_INDEX;
        made->first = INT32_MAX;
        made->node = node;
    }
}

static void read_version(ps_cat_reader *reader, const ps_node *node, uint16_t category)
{
    const ps_cat_category *of = PS_CAT_AT(reader->catalog->categories, ps_cat_category, category);
    uint16_t instrument =
        ps_cat_refer(reader, node, &reader->catalog->instruments, sizeof(ps_cat_instrument),
                     ps_node_attr_value(node, "instrument"), "instrument");
    ps_cat_version *made = ps_cat_push(reader->arena, &reader->catalog->versions, sizeof *made);
    if (!made || instrument == PS_CAT_NONE_INDEX) {
        reader->no_memory |= !made;
        return;
    }
    const ps_str parts[] = {
        PS_CAT_AT(reader->catalog->instruments, ps_cat_instrument, instrument)->label, PS_STR(" "),
        ps_node_attr_value(node, "article")};
    ps_cat_days(reader, node, &made->from, &made->to);
    made->category = category;
    made->basis = ps_arena_concat(reader->arena, parts, 3);
    made->title = ps_node_attr_value(node, "title");
    made->title = made->title.len ? made->title : of->title;
    reader->no_memory |= !made->basis.ptr;
}

int ps_cat_read_threshold(ps_cat_reader *reader, const ps_node *node, ps_cat_threshold *threshold)
{
    ps_str name = ps_node_attr_value(node, "quantity");
    ps_str least = ps_node_attr_value(node, "at-least");
    ps_str most = ps_node_attr_value(node, "at-most");
    threshold->quantity = PS_CAT_NONE_INDEX;
    if (!name.len && !least.len && !most.len) {
        return 1;
    }
    if (!name.len || (least.len > 0) == (most.len > 0)) {
        ps_cat_problem(reader, node, "write quantity=\"ports\" at-least=\"48\"",
                       "<%.*s>: a threshold needs quantity and one of at-least and at-most",
                       PS_FMT(node->name));
        return 0;
    }
    threshold->quantity = ps_cat_refer(reader, node, &reader->catalog->quantities,
                                       sizeof(ps_cat_quantity), name, "quantity");
    threshold->at_least = least.len > 0;
    ps_str amount = ps_cat_fold(reader, least.len ? least : most);
    if (threshold->quantity == PS_CAT_NONE_INDEX) {
        return 0;
    }
    ps_decimal value;
    if (!ps_measure_exact(reader->catalog, amount, threshold->quantity, &value)) {
        ps_cat_problem(reader, node, "write a number and a unit of that quantity, e.g. 12 Tbps",
                       "<%.*s>: \"%.*s\" is not an amount of %.*s", PS_FMT(node->name),
                       PS_FMT(least.len ? least : most), PS_FMT(name));
        return 0;
    }
    ps_decimal_keep(&threshold->value, value);
    return 1;
}

/* <met> and <not-met> of a category or of a critical product. */
static void read_met(ps_cat_reader *reader, const ps_node *node, ps_str id, uint16_t category,
                     uint16_t critical)
{
    ps_cat_threshold *made = ps_cat_push(reader->arena, &reader->catalog->thresholds, sizeof *made);
    if (!made) {
        reader->no_memory = 1;
        return;
    }
    made->met = ps_str_is(node->name, "met") ? 1 : 0;
    made->category = category;
    made->critical = critical;
    made->id = id;
    made->node = node;
    uint16_t index = (uint16_t)(reader->catalog->thresholds.count - 1);
    if (!ps_cat_read_threshold(reader, node, made)) {
        return;
    }
    if ((made->quantity == PS_CAT_NONE_INDEX) != (node->text.len > 0)) {
        ps_cat_problem(reader, node, "write words as text, or a quantity, one per element",
                       "<%.*s> has both words and a quantity, or neither", PS_FMT(node->name));
    }
    if (made->quantity == PS_CAT_NONE_INDEX && critical != PS_CAT_NONE_INDEX) {
        ps_cat_problem(reader, node, NULL, "<met> of a critical product needs a quantity");
    } else if (node->text.len) {
        ps_cat_use_words(reader, node, PS_CAT_SCALE, PS_CAT_NOTHING, index);
    }
}

static void read_category_parts(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_list *categories = &reader->catalog->categories;
    uint16_t index =
        ps_cat_find(categories, sizeof(ps_cat_category), ps_node_attr_value(node, "id"));
    ps_cat_category *category = PS_CAT_AT(*categories, ps_cat_category, index);
    ps_str before = ps_node_attr_value(node, "before");
    if (before.len) {
        category->before =
            ps_cat_refer(reader, node, categories, sizeof *category, before, "category");
    }
    uint32_t versions = reader->catalog->versions.count;
    for (const ps_node *child = node->first; child; child = child->next) {
        if (!ps_cat_check_element(reader, child, "category")) {
            continue;
        }
        if (ps_str_is(child->name, "version")) {
            read_version(reader, child, index);
        } else if (!ps_str_is(child->name, "note")) {
            if (!category->has_scale) {
                ps_cat_problem(reader, child, "give the category the attribute scale",
                               "<%.*s>: category %.*s has no scale word", PS_FMT(child->name),
                               PS_FMT(category->id));
            }
            read_met(reader, child, category->id, index, PS_CAT_NONE_INDEX);
        }
    }
    for (; versions < reader->catalog->versions.count; versions++) {
        const ps_cat_version *version =
            PS_CAT_AT(reader->catalog->versions, ps_cat_version, versions);
        category->first = version->from < category->first ? version->from : category->first;
    }
    if (category->first == INT32_MAX) {
        ps_cat_problem(reader, node, "add <version from=\"…\" instrument=\"…\" article=\"…\"/>",
                       "category %.*s is never in force", PS_FMT(category->id));
    }
}

static void read_maker(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_list *makers = &reader->catalog->makers;
    uint16_t index = ps_cat_find(makers, sizeof(ps_cat_maker), ps_node_attr_value(node, "id"));
    ps_cat_maker *maker = PS_CAT_AT(*makers, ps_cat_maker, index);
    maker->make_count = ps_cat_categories(reader, node, "makes", maker->makes);
    maker->lead = PS_CAT_NONE_INDEX;
    ps_str lead = ps_node_attr_value(node, "lead");
    if (lead.len) {
        maker->lead = ps_cat_refer(reader, node, &reader->catalog->categories,
                                   sizeof(ps_cat_category), lead, "category");
        maker->lead_strength =
            (uint8_t)(ps_cat_enum(reader, node, "strength", "weak medium", 0) + PS_CAT_WEAK);
    }
    ps_cat_use_words(reader, node, PS_CAT_MAKER, PS_CAT_NOTHING, index);
}

static void read_quantity(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_quantity *made = declare(reader, node, &reader->catalog->quantities, sizeof *made);
    if (made) {
        made->base = ps_node_attr_value(node, "base");
        made->node = node;
    }
}

typedef struct unit_user {
    ps_cat_reader *reader;
    uint16_t quantity;
    ps_decimal factor;
} unit_user;

static int add_unit(void *user, ps_str wording)
{
    unit_user *unit = user;
    ps_cat_unit *made =
        ps_cat_push(unit->reader->arena, &unit->reader->catalog->units, sizeof *made);
    if (!made) {
        unit->reader->no_memory = 1;
        return 1;
    }
    *made =
        (ps_cat_unit){ps_arena_str(unit->reader->arena, wording), unit->quantity, unit->factor, 0};
    unit->reader->no_memory |= !made->name.ptr;
    return unit->reader->no_memory;
}

static void read_amount_word(ps_cat_reader *reader, const ps_node *node, uint16_t quantity)
{
    ps_cat_amount_word *made = ps_cat_push(reader->arena, &reader->catalog->amounts, sizeof *made);
    if (!made) {
        reader->no_memory = 1;
        return;
    }
    made->quantity = quantity;
    if (ps_cat_decimal(reader, node, "value", &made->value)) {
        ps_cat_use_words(reader, node, PS_CAT_AMOUNT, PS_CAT_NOTHING,
                         (uint16_t)(reader->catalog->amounts.count - 1));
    }
}

static void read_quantity_parts(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_list *quantities = &reader->catalog->quantities;
    uint16_t index =
        ps_cat_find(quantities, sizeof(ps_cat_quantity), ps_node_attr_value(node, "id"));
    ps_cat_quantity *quantity = PS_CAT_AT(*quantities, ps_cat_quantity, index);
    ps_str times = ps_node_attr_value(node, "times");
    if (ps_str_is(times, "product")) {
        quantity->times = PS_CAT_TIMES_PRODUCT;
    } else if (times.len) {
        quantity->times = PS_CAT_TIMES_OTHER;
        quantity->times_other = ps_cat_refer(reader, node, quantities, sizeof *quantity, times,
                                             "quantity (or \"product\")");
    }
    for (const ps_node *child = node->first; child; child = child->next) {
        if (!ps_cat_check_element(reader, child, "quantity")) {
            continue;
        }
        if (ps_str_is(child->name, "unit")) {
            unit_user unit = {.reader = reader, .quantity = index};
            if (ps_cat_decimal(reader, child, "factor", &unit.factor)) {
                ps_cat_each_wording(reader, child, add_unit, &unit);
            }
        } else if (ps_str_is(child->name, "label")) {
            ps_cat_use_words(reader, child, PS_CAT_LABEL, PS_CAT_NOTHING, index);
        } else {
            read_amount_word(reader, child, index);
        }
    }
}

static void read_modifier_categories(ps_cat_reader *reader, const ps_node *node,
                                     ps_cat_modifier *modifier)
{
    enum { BITS = 32 };
    uint16_t categories[PS_CAT_CATEGORIES_MAX];
    uint8_t count = ps_cat_categories(reader, node, "categories", categories);
    for (uint8_t i = 0; i < count; i++) {
        if (categories[i] < BITS) {
            modifier->only |= UINT32_C(1) << categories[i];
        }
    }
    if (count && (modifier->place & PS_CAT_PLACE_ANY)) {
        ps_cat_problem(reader, node, "give it place=\"before\" or \"after\"",
                       "<modifier>: only one that stands near a word can be for some categories");
    }
}

static void read_modifier(ps_cat_reader *reader, const ps_node *node)
{
    enum { REACH = 16, REACH_MAX = 200 };
    ps_cat_modifier *made = declare(reader, node, &reader->catalog->modifiers, sizeof *made);
    if (!made) {
        return;
    }
    made->step = ps_cat_enum(reader, node, "direction", "down up", 0) ? 1 : -1;
    made->reach = (uint16_t)ps_cat_uint(reader, node, "reach", REACH_MAX, REACH);
    made->stop = ps_cat_fold_list(reader, node, ps_node_attr_value(node, "stop"));
    ps_str places = ps_node_attr_value(node, "place");
    ps_str place;
    while (ps_str_next_word(&places, &place)) {
        if (ps_str_is(place, "before")) {
            made->place |= PS_CAT_PLACE_BEFORE;
        } else if (ps_str_is(place, "after")) {
            made->place |= PS_CAT_PLACE_AFTER;
        } else if (ps_str_is(place, "any")) {
            made->place |= PS_CAT_PLACE_ANY;
        } else {
            ps_cat_problem(reader, node, "before, after, any; blanks between",
                           "<modifier>: unknown place \"%.*s\"", PS_FMT(place));
        }
    }
    made->place = made->place ? made->place : PS_CAT_PLACE_ANY;
    read_modifier_categories(reader, node, made);
    made->currency = ps_node_attr_value(node, "currency");
    made->amount_known = ps_cat_decimal(reader, node, "amount", &made->amount);
    if (made->amount_known != (made->currency.len > 0) ||
        made->amount_known == (node->text.len > 0)) {
        ps_cat_problem(reader, node, NULL, "<modifier> needs either words, or amount and currency");
    }
    if (node->text.len) {
        ps_cat_use_words(reader, node, PS_CAT_MODIFIER, PS_CAT_NOTHING,
                         (uint16_t)(reader->catalog->modifiers.count - 1));
    }
}

static void read_negation(ps_cat_reader *reader, const ps_node *node)
{
    enum { REACH = 48, REACH_MAX = 400 };
    ps_cat_negation *made = declare(reader, node, &reader->catalog->negations, sizeof *made);
    if (!made) {
        return;
    }
    made->before = ps_cat_enum(reader, node, "side", "after before", 1) == 1;
    made->reach = (uint16_t)ps_cat_uint(reader, node, "reach", REACH_MAX, REACH);
    made->closing = ps_cat_fold_list(reader, node, ps_node_attr_value(node, "closing"));
    made->until = ps_cat_fold_list(reader, node, ps_node_attr_value(node, "until"));
    ps_cat_use_words(reader, node, PS_CAT_NEGATION, PS_CAT_NOTHING,
                     (uint16_t)(reader->catalog->negations.count - 1));
}

static void read_watch(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_watch *made = declare(reader, node, &reader->catalog->watches, sizeof *made);
    if (made) {
        ps_cat_days(reader, node, &made->from, &made->to);
        made->node = node;
        ps_cat_use_words(reader, node, PS_CAT_WATCH, PS_CAT_NOTHING,
                         (uint16_t)(reader->catalog->watches.count - 1));
    }
}

static void read_critical(ps_cat_reader *reader, const ps_node *node)
{
    ps_str entries = ps_node_attr_value(node, "entry");
    ps_str entry;
    while (ps_str_next_word(&entries, &entry)) {
        ps_cat_critical *made = declare(reader, node, &reader->catalog->criticals, sizeof *made);
        if (!made) {
            return;
        }
        uint16_t index = (uint16_t)(reader->catalog->criticals.count - 1);
        made->entry = ps_cat_refer(reader, node, &reader->catalog->entries, sizeof(ps_cat_entry),
                                   entry, "entry");
        ps_cat_days(reader, node, &made->from, &made->to);
        made->node = node;
        for (const ps_node *child = node->first; child; child = child->next) {
            if (ps_str_is(child->name, "met")) {
                read_met(reader, child, made->id, PS_CAT_NONE_INDEX, index);
            }
        }
    }
    for (const ps_node *child = node->first; child; child = child->next) {
        PS_IGNORE(ps_cat_check_element(reader, child, "critical"));
    }
}

static void read_unlisted(ps_cat_reader *reader, const ps_node *node)
{
    if (reader->catalog->before.len) {
        ps_cat_problem(reader, node, NULL, "<unlisted> is there twice");
    }
    reader->catalog->before = ps_arena_words(reader->arena, node->text);
    reader->no_memory |= !reader->catalog->before.ptr;
}

static void read_service(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_use_words(reader, node, PS_CAT_SERVICE, PS_CAT_NOTHING, PS_CAT_NONE_INDEX);
}

static void read_uninformative(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_use_words(reader, node, PS_CAT_EMPTY, PS_CAT_NOTHING, PS_CAT_NONE_INDEX);
}

static void read_decoy(ps_cat_reader *reader, const ps_node *node)
{
    if (!ps_node_attr_value(node, "source").len) {
        ps_cat_problem(reader, node, NULL, "<decoy>: attribute \"source\" is missing or empty");
    }
    ps_cat_use_words(reader, node, PS_CAT_DECOY, PS_CAT_NOTHING, PS_CAT_NONE_INDEX);
}

static void read_scheme(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_scheme *made = declare(reader, node, &reader->catalog->schemes, sizeof *made);
    if (made) {
        made->names = node->text;
        made->length = ps_cat_uint(reader, node, "length", 64, 64);
    }
}

static void declare_maker(ps_cat_reader *reader, const ps_node *node)
{
    PS_IGNORE(declare(reader, node, &reader->catalog->makers, sizeof(ps_cat_maker)));
}

static void declare_entry(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_entry *made = declare(reader, node, &reader->catalog->entries, sizeof *made);
    if (made) {
        made->node = node;
    }
}

typedef void (*element_fn)(ps_cat_reader *reader, const ps_node *node);

/* In the order of reading: what others refer to is declared first. */
static const struct {
    const char *name;
    element_fn declaration;
    element_fn rest;
} elements[] = {
    {"instrument", read_instrument, NULL},
    {"scheme", read_scheme, NULL},
    {"category", read_category, read_category_parts},
    {"quantity", read_quantity, NULL},
    {"maker", declare_maker, read_maker},
    {"entry", declare_entry, ps_cat_read_entry},
    {"modifier", NULL, read_modifier},
    {"negation", NULL, read_negation},
    {"service", NULL, read_service},
    {"uninformative", NULL, read_uninformative},
    {"decoy", NULL, read_decoy},
    {"unlisted", NULL, read_unlisted},
    {"watch", NULL, read_watch},
    {"critical", NULL, read_critical},
};

static element_fn handler(const ps_node *node, int rest)
{
    for (size_t i = 0; i < PS_COUNT(elements); i++) {
        if (ps_str_is(node->name, elements[i].name)) {
            return rest ? elements[i].rest : elements[i].declaration;
        }
    }
    return NULL;
}

void ps_cat_read_declarations(ps_cat_reader *reader, const ps_node *root)
{
    for (const ps_node *node = root->first; node; node = node->next) {
        element_fn read = ps_cat_check_element(reader, node, "catalog") ? handler(node, 0) : NULL;
        if (read) {
            read(reader, node);
        }
    }
}

void ps_cat_read_units(ps_cat_reader *reader, const ps_node *root)
{
    for (const ps_node *node = ps_node_child(root, "quantity"); node;
         node = ps_node_next(node, "quantity")) {
        read_quantity_parts(reader, node);
    }
}

/* Every number of every text asks for the units that may follow it. */
void ps_cat_chain_units(ps_catalog *catalog)
{
    for (uint32_t i = catalog->units.count; i > 0; i--) {
        ps_cat_unit *unit = PS_CAT_AT(catalog->units, ps_cat_unit, i - 1);
        uint32_t *first =
            &catalog->unit_first[unit->name.len ? (unsigned char)unit->name.ptr[0] : 0];
        unit->next = *first;
        *first = i;
    }
}

void ps_cat_read_rest(ps_cat_reader *reader, const ps_node *root)
{
    for (const ps_node *node = root->first; node; node = node->next) {
        element_fn read = handler(node, 1);
        if (read) {
            read(reader, node);
        }
    }
}
