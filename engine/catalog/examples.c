/* Running the examples that entries carry.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "catalog/model.h"

typedef struct example_run {
    const ps_catalog *catalog;
    ps_catalog_scratch *scratch;
    ps_arena arena;
    ps_example_fn example;
    void *user;
    size_t passed;
    size_t failed;
    ps_day day; /* of examples without a date: when the file was reviewed last */
} example_run;

/* An item of one text, with what the example's attributes say. */
typedef struct example_item {
    ps_item item;
    ps_item_text text;
    ps_code code;
    ps_property property;
} example_item;

static ps_value value_of(const ps_node *node, const char *attr)
{
    return (ps_value){ps_node_attr_value(node, attr), node->line};
}

/* "UNSPSC:43222609", "ports=48". */
static void split(ps_str text, char mark, ps_str *before, ps_str *after)
{
    PS_IGNORE(ps_str_next(&text, mark, before));
    *after = text;
}

static void make_item(const ps_node *node, example_item *made)
{
    memset(made, 0, sizeof *made);
    made->text.field = PS_STR("description");
    made->text.value = (ps_value){node->text, node->line};
    made->item.texts = &made->text;
    made->item.text_count = node->text.len > 0;
    made->item.manufacturer = value_of(node, "maker");
    made->item.model = value_of(node, "model");
    made->item.currency = value_of(node, "currency");
    made->item.amount.source = value_of(node, "amount");
    made->item.amount.known =
        ps_decimal_parse(made->item.amount.source.text, '.', &made->item.amount.value);
    ps_str code = ps_node_attr_value(node, "code");
    if (code.len) {
        split(code, ':', &made->code.scheme, &made->code.value.text);
        made->item.codes = &made->code;
        made->item.code_count = 1;
    }
    ps_str property = ps_node_attr_value(node, "property");
    if (property.len) {
        split(property, '=', &made->property.name.text, &made->property.value.text);
        made->item.properties = &made->property;
        made->item.property_count = 1;
    }
    made->item.delivery.day = PS_NO_DAY;
}

static int names_category(ps_str list, const ps_item_outcome *got)
{
    ps_str id;
    while (ps_str_next_word(&list, &id)) {
        if (ps_str_equal(id, got->category)) {
            return 1;
        }
        for (size_t i = 0; i < got->other_count; i++) {
            if (ps_str_equal(id, got->others[i].category)) {
                return 1;
            }
        }
    }
    return 0;
}

static int has_role(const ps_item_outcome *got, const char *role, ps_str id)
{
    for (size_t i = 0; i < got->evidence_count; i++) {
        if (ps_str_is(got->evidence[i].role, role) && ps_str_equal(got->evidence[i].entry, id)) {
            return 1;
        }
    }
    return 0;
}

/* Whether the outcome is what the example says: of an entry its category, of a watch or a critical
 * product its evidence. */
static int matches(const ps_node *entry, const ps_node *node, const ps_item_outcome *got)
{
    ps_str id = ps_node_attr_value(entry, "id");
    if (ps_str_is(entry->name, "watch") || ps_str_is(entry->name, "critical")) {
        return has_role(got, ps_str_is(entry->name, "watch") ? "watch" : "critical", id);
    }
    ps_str confidence = ps_node_attr_value(node, "confidence");
    ps_str scale = ps_node_attr_value(node, "scale");
    ps_str category = ps_node_attr_value(node, "category");
    return got->outcome == PS_OUTCOME_HIT &&
           names_category(category.len ? category : ps_node_attr_value(entry, "category"), got) &&
           (!confidence.len || ps_str_is(confidence, ps_confidence_name(got->confidence))) &&
           (!scale.len || ps_str_is(scale, ps_scale_name(got->scale)));
}

static ps_str describe_got(example_run *run, const ps_item_outcome *got)
{
    const ps_str parts[] = {ps_str_from(ps_outcome_name(got->outcome)),
                            PS_STR(" "),
                            got->category,
                            PS_STR(" "),
                            ps_str_from(ps_confidence_name(got->confidence)),
                            PS_STR(", scale "),
                            ps_str_from(ps_scale_name(got->scale)),
                            PS_STR(": "),
                            got->reason};
    return ps_arena_concat(&run->arena, parts, PS_COUNT(parts));
}

static ps_str describe_expected(example_run *run, const ps_node *entry, const ps_node *node)
{
    int yes = ps_str_is(ps_node_attr_value(node, "match"), "yes");
    ps_str category = ps_node_attr_value(node, "category");
    const ps_str parts[] = {yes ? PS_STR("") : PS_STR("no "), PS_STR("hit "),
                            category.len ? category : ps_node_attr_value(entry, "category"),
                            PS_STR(" "), ps_node_attr_value(node, "confidence")};
    return ps_str_trim(ps_arena_concat(&run->arena, parts, PS_COUNT(parts)));
}

static ps_status run_one(example_run *run, ps_str pack, const ps_node *entry, const ps_node *node,
                         ps_error *reterr)
{
    example_item made;
    ps_item_outcome got;
    ps_str date = ps_node_attr_value(node, "date");
    make_item(node, &made);
    ps_arena_reset(&run->arena);
    ps_status status = ps_catalog_judge(run->scratch, &made.item, PS_STR("CNY"),
                                        date.len ? ps_date_parse_iso(date) : run->day, 0,
                                        &run->arena, &got, reterr);
    if (status != PS_OK) {
        return status;
    }
    int yes = ps_str_is(ps_node_attr_value(node, "match"), "yes");
    ps_example_result result = {.pack = pack,
                                .entry = ps_node_attr_value(entry, "id"),
                                .text = node->text,
                                .expected = describe_expected(run, entry, node),
                                .got = describe_got(run, &got),
                                .line = node->line,
                                .passed = matches(entry, node, &got) == yes};
    run->passed += result.passed != 0;
    run->failed += result.passed == 0;
    if (run->example) {
        run->example(run->user, &result);
    }
    return PS_OK;
}

/* The first day on which every category is in force. */
static ps_day latest_first_day(const ps_catalog *catalog)
{
    ps_day latest = catalog->first_day;
    for (uint32_t i = 0; i < catalog->categories.count; i++) {
        ps_day first = PS_CAT_AT(catalog->categories, ps_cat_category, i)->first;
        latest = first > latest ? first : latest;
    }
    return latest;
}

static ps_status run_file(example_run *run, const ps_cat_file *file, ps_error *reterr)
{
    ps_str reviewed = ps_node_attr_value(file->root, "reviewed");
    run->day = reviewed.len ? ps_date_parse_iso(reviewed) : latest_first_day(run->catalog);
    for (const ps_node *entry = file->root->first; entry; entry = entry->next) {
        for (const ps_node *node = ps_node_child(entry, "example"); node;
             node = ps_node_next(node, "example")) {
            ps_status status = run_one(run, file->id, entry, node, reterr);
            if (status != PS_OK) {
                return status;
            }
        }
    }
    return PS_OK;
}

ps_status ps_catalog_test(const ps_catalog *catalog, ps_example_fn example, void *user,
                          size_t *passed, size_t *failed, ps_error *reterr)
{
    ps_limits limits = ps_limits_default();
    PS_CLEANUP(ps_catalog_scratch_freep) ps_catalog_scratch *scratch = NULL;
    ps_status status = ps_catalog_scratch_new(catalog, &limits, &scratch, reterr);
    example_run run = {.catalog = catalog, .scratch = scratch, .example = example, .user = user};
    ps_arena_init(&run.arena, 0);
    for (uint32_t i = 0; i < catalog->files.count && status == PS_OK; i++) {
        status = run_file(&run, PS_CAT_AT(catalog->files, ps_cat_file, i), reterr);
    }
    ps_arena_done(&run.arena);
    if (status != PS_OK) {
        return status;
    }
    *passed = run.passed;
    *failed = run.failed;
    return run.failed ? PS_FAILED : PS_OK;
}
