/* What all readers of catalog elements share: the table of the language, attributes, problems.
 * SPDX-License-Identifier: Apache-2.0 */
#include "catalog/reader.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "text/fold.h"

#define NAMESPACE "urn:procscreen:catalog:1"

typedef enum text_rule { TEXT_NONE, TEXT_NEEDED, TEXT_ALLOWED } text_rule;

/* The language: catalog.rng says the same for editors. A '!' marks what is required. */
static const struct {
    const char *name;
    const char *parents;
    const char *attrs;
    text_rule text;
} element_rules[] = {
    {"catalog", "", "id! version! title! reviewed", TEXT_NONE},
    {"instrument", "catalog", "id! label! title! title-zh from to url confidence", TEXT_ALLOWED},
    {"unlisted", "catalog", "source! text-zh", TEXT_NEEDED},
    {"category", "catalog", "id! title! title-zh law-id scale ceiling before", TEXT_NONE},
    {"version", "category", "from! to instrument! article! title title-zh confidence", TEXT_NONE},
    {"met", "category critical", "quantity at-least at-most source", TEXT_ALLOWED},
    {"not-met", "category", "quantity at-least at-most source", TEXT_ALLOWED},
    {"maker", "catalog", "id! title makes lead strength source", TEXT_NEEDED},
    {"scheme", "catalog", "id! title length", TEXT_ALLOWED},
    {"quantity", "catalog", "id! base! title times", TEXT_NONE},
    {"unit", "quantity", "factor!", TEXT_NEEDED},
    {"label", "quantity", "", TEXT_NEEDED},
    {"amount", "quantity", "value!", TEXT_NEEDED},
    {"modifier", "catalog", "id! direction! place reach stop categories amount currency source!",
     TEXT_ALLOWED},
    {"service", "catalog", "id! source!", TEXT_NEEDED},
    {"negation", "catalog", "id! side! reach closing until source!", TEXT_NEEDED},
    {"uninformative", "catalog", "id!", TEXT_NEEDED},
    {"decoy", "catalog entry", "id source lang", TEXT_NEEDED},
    {"entry", "catalog", "id! category! title! title-zh confidence! source! with-quantity",
     TEXT_NONE},
    {"note", "category entry watch critical catalog", "", TEXT_NEEDED},
    {"term", "entry", "strength! lang confidence glyphs", TEXT_NEEDED},
    {"pattern", "entry", "strength! lang confidence", TEXT_NEEDED},
    {"model", "entry", "strength! maker confidence", TEXT_NEEDED},
    {"code", "entry", "scheme! value prefix strength! from to confidence", TEXT_ALLOWED},
    {"with", "entry", "lang", TEXT_NEEDED},
    {"unless", "entry", "lang", TEXT_NEEDED},
    {"example", "entry watch critical",
     "match! category confidence scale date maker model code property amount currency",
     TEXT_ALLOWED},
    {"watch", "catalog", "id! title! title-zh from! to source! confidence!", TEXT_NEEDED},
    {"critical", "catalog", "id! title! title-zh entry! from! to source! confidence!", TEXT_NONE},
};

static void take(ps_cat_reader *reader, ps_status severity, const ps_error *error)
{
    if (severity == PS_WARN) {
        reader->warnings++;
    } else if (reader->problems++ == 0) {
        reader->first = *error;
    }
    if (reader->problem) {
        reader->problem(reader->user, severity, error);
    }
}

void ps_cat_problem_error(ps_cat_reader *reader, const ps_error *error)
{
    take(reader, PS_FAILED, error);
}

/* The id of the entry, maker … that the node is, or is in; absent outside of them. */
static ps_str thing_of(const ps_node *node)
{
    while (node->parent && node->parent->parent) {
        node = node->parent;
    }
    return node->parent ? ps_node_attr_value(node, "id") : PS_NO_STR;
}

static void report(ps_cat_reader *reader, ps_status severity, const char *path, const ps_node *node,
                   const char *hint, const char *text)
{
    ps_error error;
    PS_IGNORE(ps_error_set(&error, severity, PS_E_PACK, "%s", text));
    ps_error_source(&error, path);
    ps_error_at(&error, node->line, node->column);
    ps_error_copy(error.record_id, sizeof error.record_id, thing_of(node));
    if (hint) {
        ps_error_hint(&error, "%s", hint);
    }
    take(reader, severity, &error);
}

void ps_cat_problem(ps_cat_reader *reader, const ps_node *node, const char *hint,
                    const char *format, ...)
{
    char text[sizeof((ps_error *)0)->message];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    report(reader, PS_FAILED, reader->path, node, hint, text);
}

void ps_cat_report(ps_cat_reader *reader, ps_status severity, uint16_t file, const ps_node *node,
                   const char *hint, const char *format, ...)
{
    char text[sizeof((ps_error *)0)->message];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    report(reader, severity, PS_CAT_AT(reader->catalog->files, ps_cat_file, file)->path, node, hint,
           text);
}

/* The index of `word` among the blank-separated names, -1: it is none of them. A '!' behind a name
 * is not part of it. */
static int find_name(const char *names, ps_str word)
{
    ps_str rest = ps_str_from(names);
    ps_str name;
    for (int i = 0; ps_str_next_word(&rest, &name); i++) {
        name.len -= name.ptr[name.len - 1] == '!';
        if (ps_str_equal(name, word)) {
            return i;
        }
    }
    return -1;
}

/* The name that is most like `word`, for a hint. */
static ps_str nearest_name(const char *names, ps_str word)
{
    ps_str rest = ps_str_from(names);
    ps_str nearest = PS_NO_STR;
    ps_str name;
    size_t least = SIZE_MAX;
    while (ps_str_next_word(&rest, &name)) {
        name.len -= name.ptr[name.len - 1] == '!';
        size_t distance = ps_str_distance(name, word);
        if (distance < least) {
            least = distance;
            nearest = name;
        }
    }
    return nearest;
}

static void problem_name(ps_cat_reader *reader, const ps_node *node, const char *what, ps_str name,
                         const char *known)
{
    char hint[256];
    ps_str nearest = nearest_name(known, name);
    (void)snprintf(hint, sizeof hint, "did you mean \"%.*s\"? Known here: %s", PS_FMT(nearest),
                   known);
    ps_cat_problem(reader, node, hint, "<%.*s>: unknown %s \"%.*s\"", PS_FMT(node->name), what,
                   PS_FMT(name));
}

static void check_attributes(ps_cat_reader *reader, const ps_node *node, const char *attrs)
{
    for (size_t i = 0; i < node->attr_count; i++) {
        ps_str name = node->attrs[i].name;
        if (find_name(attrs, name) < 0) {
            problem_name(reader, node, "attribute", name, *attrs ? attrs : "none");
        }
    }
    ps_str rest = ps_str_from(attrs);
    ps_str name;
    while (ps_str_next_word(&rest, &name)) {
        if (name.ptr[name.len - 1] != '!') {
            continue;
        }
        name.len--;
        char terminated[32];
        (void)snprintf(terminated, sizeof terminated, "%.*s", PS_FMT(name));
        ps_str value = ps_node_attr_value(node, terminated);
        if (!ps_str_trim(value).len) {
            ps_cat_problem(reader, node, "every entry says what it is and where it comes from",
                           "<%.*s>: attribute \"%s\" is missing or empty", PS_FMT(node->name),
                           terminated);
        }
    }
}

static void problem_element(ps_cat_reader *reader, const ps_node *node, const char *parent)
{
    ps_str nearest = PS_NO_STR;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < PS_COUNT(element_rules); i++) {
        ps_str name = ps_str_from(element_rules[i].name);
        size_t distance = ps_str_distance(name, node->name);
        if (distance < least && find_name(element_rules[i].parents, ps_str_from(parent)) >= 0) {
            least = distance;
            nearest = name;
        }
    }
    char hint[128];
    (void)snprintf(hint, sizeof hint, "did you mean <%.*s>? The root is <catalog xmlns=\"%s\">",
                   PS_FMT(nearest.len ? nearest : PS_STR("catalog")), NAMESPACE);
    ps_cat_problem(reader, node, hint, "unknown element <%.*s>%s%s", PS_FMT(node->name),
                   *parent ? " in " : "", parent);
}

int ps_cat_check_element(ps_cat_reader *reader, const ps_node *node, const char *parent)
{
    for (size_t i = 0; i < PS_COUNT(element_rules); i++) {
        if (!ps_str_is(node->name, element_rules[i].name) || !ps_str_is(node->space, NAMESPACE)) {
            continue;
        }
        if (*parent ? find_name(element_rules[i].parents, ps_str_from(parent)) < 0
                    : *element_rules[i].parents != '\0') {
            continue;
        }
        check_attributes(reader, node, element_rules[i].attrs);
        if (element_rules[i].text == TEXT_NONE && node->text.len) {
            ps_cat_problem(reader, node, "text belongs into <note>", "<%.*s> may not have text",
                           PS_FMT(node->name));
        }
        if (element_rules[i].text == TEXT_NEEDED && !node->text.len) {
            ps_cat_problem(reader, node, NULL, "<%.*s> is empty", PS_FMT(node->name));
        }
        return 1;
    }
    problem_element(reader, node, parent);
    return 0;
}

int ps_cat_enum(ps_cat_reader *reader, const ps_node *node, const char *attr, const char *names,
                int fallback)
{
    ps_str value = ps_node_attr_value(node, attr);
    int index = value.len ? find_name(names, value) : fallback;
    if (index < 0) {
        char what[64];
        (void)snprintf(what, sizeof what, "value of \"%s\":", attr);
        problem_name(reader, node, what, value, names);
        return fallback;
    }
    return index;
}

ps_day ps_cat_day(ps_cat_reader *reader, const ps_node *node, const char *attr, ps_day fallback)
{
    ps_str value = ps_node_attr_value(node, attr);
    if (!value.len) {
        return fallback;
    }
    ps_day day = ps_date_parse_iso(value);
    if (day == PS_NO_DAY) {
        ps_cat_problem(reader, node, "write YYYY-MM-DD, a day that exists",
                       "<%.*s>: %s=\"%.*s\" is not a date", PS_FMT(node->name), attr,
                       PS_FMT(value));
        return fallback;
    }
    return day;
}

void ps_cat_days(ps_cat_reader *reader, const ps_node *node, ps_day *ret_from, ps_day *ret_to)
{
    *ret_from = ps_cat_day(reader, node, "from", INT32_MIN + 1);
    *ret_to = ps_cat_day(reader, node, "to", INT32_MAX);
    if (*ret_from > *ret_to) {
        ps_cat_problem(reader, node, "\"to\" is the last day on which it applies",
                       "<%.*s>: from is after to", PS_FMT(node->name));
    }
}

uint64_t ps_cat_uint(ps_cat_reader *reader, const ps_node *node, const char *attr, uint64_t max,
                     uint64_t fallback)
{
    ps_str value = ps_node_attr_value(node, attr);
    uint64_t number = fallback;
    if (value.len && !ps_str_to_uint(value, max, &number)) {
        ps_cat_problem(reader, node, NULL, "<%.*s>: %s=\"%.*s\" is not a whole number up to %llu",
                       PS_FMT(node->name), attr, PS_FMT(value), (unsigned long long)max);
        return fallback;
    }
    return number;
}

int ps_cat_decimal(ps_cat_reader *reader, const ps_node *node, const char *attr, ps_decimal *ret)
{
    ps_str value = ps_node_attr_value(node, attr);
    if (!value.len) {
        return 0;
    }
    ps_decimal zero = {0, 0};
    ps_decimal read;
    if (ps_str_find(value, PS_STR(",")) != SIZE_MAX || !ps_decimal_parse(value, '.', &read) ||
        ps_decimal_compare(read, zero) <= 0) {
        ps_cat_problem(reader, node, "write 1000000 or 0.5, without separators",
                       "<%.*s>: %s=\"%.*s\" is not a number above 0", PS_FMT(node->name), attr,
                       PS_FMT(value));
        return 0;
    }
    ps_decimal_keep(ret, read);
    return 1;
}

uint16_t ps_cat_find(const ps_cat_list *list, size_t size, ps_str id)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const ps_str *have = (const void *)((const char *)list->items + i * size);
        if (ps_str_equal(*have, id)) {
            return (uint16_t)i;
        }
    }
    return PS_CAT_NONE_INDEX;
}

ps_str ps_cat_nearest(const ps_cat_list *list, size_t size, ps_str id)
{
    ps_str nearest = PS_NO_STR;
    size_t least = SIZE_MAX;
    for (uint32_t i = 0; i < list->count; i++) {
        const ps_str *have = (const void *)((const char *)list->items + i * size);
        size_t distance = ps_str_distance(*have, id);
        if (distance < least) {
            least = distance;
            nearest = *have;
        }
    }
    return nearest;
}

uint16_t ps_cat_refer(ps_cat_reader *reader, const ps_node *node, const ps_cat_list *list,
                      size_t size, ps_str id, const char *what)
{
    uint16_t index = ps_cat_find(list, size, id);
    if (index == PS_CAT_NONE_INDEX) {
        ps_str nearest = ps_cat_nearest(list, size, id);
        char hint[160];
        (void)snprintf(hint, sizeof hint, "did you mean \"%.*s\"?", PS_FMT(nearest));
        ps_cat_problem(reader, node, nearest.len ? hint : NULL, "<%.*s>: there is no %s \"%.*s\"",
                       PS_FMT(node->name), what, PS_FMT(id));
    }
    return index;
}

uint8_t ps_cat_categories(ps_cat_reader *reader, const ps_node *node, const char *attr,
                          uint16_t categories[PS_CAT_CATEGORIES_MAX])
{
    ps_str rest = ps_node_attr_value(node, attr);
    ps_str id;
    uint8_t count = 0;
    while (ps_str_next_word(&rest, &id)) {
        uint16_t index = ps_cat_refer(reader, node, &reader->catalog->categories,
                                      sizeof(ps_cat_category), id, "category");
        if (count == PS_CAT_CATEGORIES_MAX) {
            ps_cat_problem(reader, node, NULL, "<%.*s>: more than %d categories",
                           PS_FMT(node->name), (int)PS_CAT_CATEGORIES_MAX);
            break;
        }
        if (index != PS_CAT_NONE_INDEX) {
            categories[count++] = index;
        }
    }
    return count;
}

ps_str ps_cat_fold(ps_cat_reader *reader, ps_str text)
{
    ps_folded folded;
    ps_error error;
    if (ps_fold(reader->arena, text, PS_FOLD_TERM, &folded, &error) != PS_OK) {
        reader->no_memory = 1;
        return PS_NO_STR;
    }
    return ps_str_trim(folded.text);
}

void *ps_cat_push(ps_arena *arena, ps_cat_list *list, size_t size)
{
    if (list->count == list->room) {
        uint32_t room = list->room ? list->room * 2 : 16;
        char *items = room > list->room ? ps_arena_array(arena, room, size) : NULL;
        if (!items) {
            return NULL;
        }
        if (list->count) {
            memcpy(items, list->items, list->count * size);
        }
        list->items = items;
        list->room = room;
    }
    return (char *)list->items + (size_t)list->count++ * size;
}

typedef struct wording_user {
    ps_cat_reader *reader;
    ps_wording_fn wording;
    void *user;
} wording_user;

/* The element was folded as a whole; a blank that came next to an ideograph only when the groups
 * were put together is dropped by folding again. */
static int give_wording(void *user, ps_str wording)
{
    wording_user *give = user;
    for (size_t i = 1; i + 1 < wording.len; i++) {
        if (wording.ptr[i] == ' ' && ((wording.ptr[i - 1] | wording.ptr[i + 1]) & 0x80)) {
            wording = ps_cat_fold(give->reader, wording);
            break;
        }
    }
    return wording.ptr ? give->wording(give->user, wording) : 1;
}

void ps_cat_each_wording(ps_cat_reader *reader, const ps_node *node, ps_wording_fn wording,
                         void *user)
{
    wording_user give = {reader, wording, user};
    ps_arena_reset(&reader->scratch);
    ps_str text = ps_cat_fold(reader, node->text);
    ps_wording_fault fault = text.ptr
                                 ? ps_wordings_each(&reader->scratch, text, give_wording, &give)
                                 : PS_WORDING_MEMORY;
    switch (fault) {
    case PS_WORDING_OK:
        break;
    case PS_WORDING_BRACKET:
        ps_cat_problem(reader, node, "write (a|b)", "<%.*s>: a bracket has no partner",
                       PS_FMT(node->name));
        break;
    case PS_WORDING_MANY:
        ps_cat_problem(reader, node, "use fewer groups of alternatives",
                       "<%.*s> stands for more than %d wordings", PS_FMT(node->name),
                       (int)PS_WORDINGS_MAX);
        break;
    case PS_WORDING_MEMORY:
        reader->no_memory = 1;
        break;
    }
}
