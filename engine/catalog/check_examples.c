/* Examples that name what does not exist, and things without the examples that they need.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "base/decimal.h"
#include "catalog/check.h"
#include "catalog/code.h"

typedef struct place {
    ps_check *check;
    const ps_node *node;
    uint16_t file;
} place;

static void report(const place *p, const char *hint, const char *attr, const char *what)
{
    ps_cat_report(p->check->reader, PS_FAILED, p->file, p->node, hint, "<example>: %s=\"%.*s\" %s",
                  attr, PS_FMT(ps_node_attr_value(p->node, attr)), what);
}

static int is_one_of(ps_str value, const char *names)
{
    ps_str rest = ps_str_from(names);
    ps_str name;
    while (ps_str_next_word(&rest, &name)) {
        if (ps_str_equal(name, value)) {
            return 1;
        }
    }
    return 0;
}

static void check_choice(const place *p, const char *attr, const char *names)
{
    ps_str value = ps_node_attr_value(p->node, attr);
    if (value.len && !is_one_of(value, names)) {
        report(p, names, attr, "is none of its values");
    }
}

/* Whether the entry can lead to the category: it is one of its own, or stands in for one of them
 * before that one was in force. */
static int can_lead_to(const ps_catalog *catalog, const ps_node *thing, uint16_t category)
{
    ps_str words = ps_node_attr_value(thing, "category");
    ps_str word;
    while (ps_str_next_word(&words, &word)) {
        uint16_t own = ps_cat_find(&catalog->categories, sizeof(ps_cat_category), word);
        for (int steps = 0; own != PS_CAT_NONE_INDEX && steps < PS_CAT_CATEGORIES_MAX; steps++) {
            if (own == category) {
                return 1;
            }
            own = PS_CAT_AT(catalog->categories, ps_cat_category, own)->before;
        }
    }
    return 0;
}

static void check_category(const place *p, const ps_node *thing)
{
    const ps_catalog *catalog = p->check->reader->catalog;
    ps_str rest = ps_node_attr_value(p->node, "category");
    ps_str id;
    while (ps_str_next_word(&rest, &id)) {
        uint16_t category = ps_cat_find(&catalog->categories, sizeof(ps_cat_category), id);
        if (category == PS_CAT_NONE_INDEX) {
            report(p, "name a <category>", "category", "names no category");
        } else if (ps_node_attr_value(thing, "category").len &&
                   ps_str_is(ps_node_attr_value(p->node, "match"), "yes") &&
                   !can_lead_to(catalog, thing, category)) {
            report(p, "an example belongs to an entry of its category", "category",
                   "is no category of the entry");
        }
    }
}

static void check_code(const place *p)
{
    ps_str code = ps_node_attr_value(p->node, "code");
    ps_str scheme;
    if (!code.len) {
        return;
    }
    PS_IGNORE(ps_str_next(&code, ':', &scheme));
    if (!code.len) {
        report(p, "write code=\"UNSPSC:43222609\"", "code", "has no scheme or no code");
    } else if (ps_code_scheme_of(p->check->reader->catalog, scheme) == PS_CAT_NONE_INDEX) {
        report(p, "name a <scheme>", "code", "names no code scheme");
    }
}

static void check_values(const place *p)
{
    const ps_node *node = p->node;
    ps_decimal number;
    ps_str date = ps_node_attr_value(node, "date");
    ps_str amount = ps_node_attr_value(node, "amount");
    ps_str property = ps_node_attr_value(node, "property");
    if (date.len && ps_date_parse_iso(date) == PS_NO_DAY) {
        report(p, "write YYYY-MM-DD, a day that exists", "date", "is not a day");
    }
    if (amount.len && !ps_decimal_parse(amount, '.', &number)) {
        report(p, "write 1000000.00", "amount", "is not a number");
    }
    if ((amount.len > 0) != (ps_node_attr_value(node, "currency").len > 0)) {
        report(p, "write both amount and currency", amount.len ? "amount" : "currency",
               "stands without the other");
    }
    if (property.len && ps_str_find(property, PS_STR("=")) == SIZE_MAX) {
        report(p, "write property=\"ports=48\"", "property", "has no \"=\"");
    }
    if (!node->text.len && !property.len && !ps_node_attr_value(node, "maker").len &&
        !ps_node_attr_value(node, "model").len && !ps_node_attr_value(node, "code").len) {
        ps_cat_report(p->check->reader, PS_FAILED, p->file, node, "write what the item says",
                      "<example> describes nothing");
    }
}

static int same_example(const ps_node *a, const ps_node *b)
{
    if (!ps_str_equal(a->text, b->text) || a->attr_count != b->attr_count) {
        return 0;
    }
    for (size_t i = 0; i < a->attr_count; i++) {
        if (!ps_str_is(a->attrs[i].name, "match") &&
            !ps_str_equal(a->attrs[i].value, b->attrs[i].value)) {
            return 0;
        }
    }
    return 1;
}

void ps_check_examples(ps_check *c, uint16_t file, const ps_node *thing)
{
    unsigned seen = 0;
    for (const ps_node *node = ps_node_child(thing, "example"); node;
         node = ps_node_next(node, "example")) {
        place p = {c, node, file};
        seen |= ps_str_is(ps_node_attr_value(node, "match"), "yes") ? 1 : 2;
        check_choice(&p, "confidence", "possible probable definite");
        check_choice(&p, "scale", "met not-met unknown none");
        check_category(&p, thing);
        check_code(&p);
        check_values(&p);
        for (const ps_node *other = ps_node_child(thing, "example"); other != node;
             other = ps_node_next(other, "example")) {
            if (same_example(other, node)) {
                ps_cat_report(c->reader, PS_FAILED, file, node, "take one out",
                              "<example> is the same as that in line %llu",
                              (unsigned long long)other->line);
                break;
            }
        }
    }
    if (ps_str_is(thing->name, "watch") && seen != 3) {
        ps_cat_report(c->reader, PS_FAILED, file, thing,
                      "add <example match=\"yes\">…</example> and <example match=\"no\">…",
                      "it needs an example that matches and one that must not");
    }
}
