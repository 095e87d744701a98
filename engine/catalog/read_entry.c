/* Reading one <entry>: terms, patterns, model shapes, codes, companions, decoys.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "catalog/code.h"
#include "catalog/reader.h"
#include "text/fold.h"

#define CONFIDENCES "found recall-high recall-medium recall-low judgement"
enum { RECALL_LOW = 3 };

typedef struct entry_reader {
    ps_cat_reader *reader;
    const ps_node *node; /* the child that is read */
    uint16_t entry;
    int confidence; /* of the entry */
    ps_cat_strength strength;
    uint16_t maker;
} entry_reader;

/* The strength of a child; what nobody verified may not be strong. */
static ps_cat_strength read_strength(entry_reader *entry, int may_be_decoy)
{
    ps_cat_reader *reader = entry->reader;
    int index =
        may_be_decoy
            ? ps_cat_enum(reader, entry->node, "strength", "decoy weak medium strong", PS_CAT_WEAK)
            : 1 + ps_cat_enum(reader, entry->node, "strength", "weak medium strong", 0);
    ps_cat_strength strength = (ps_cat_strength)index;
    int confidence = ps_cat_enum(reader, entry->node, "confidence", CONFIDENCES, entry->confidence);
    if (strength == PS_CAT_STRONG && confidence == RECALL_LOW) {
        ps_cat_problem(reader, entry->node, "verify it, or make it weak or medium",
                       "<%.*s>: what is only recalled with low confidence may not be strong",
                       PS_FMT(entry->node->name));
    }
    return strength;
}

/* The scan finds the beginning up to the first wildcard; a hyphen or blank in it may be missing. */
static int add_model(void *user, ps_str wording)
{
    enum { BEGINNING_LEAST = 2 };
    entry_reader *entry = user;
    ps_cat_reader *reader = entry->reader;
    ps_str shape = ps_arena_str(reader->arena, wording);
    if (!shape.ptr) {
        reader->no_memory = 1;
        return 1;
    }
    size_t end = 0;
    while (end < shape.len && shape.ptr[end] != '#' && shape.ptr[end] != '@' &&
           shape.ptr[end] != '*') {
        end++;
    }
    size_t tail = end;
    while (end > 0 && shape.ptr[end - 1] == ' ') {
        end--;
        tail = end;
    }
    int expression = memchr(wording.ptr, '?', wording.len) || memchr(wording.ptr, '[', wording.len);
    if (reader->no_memory || end < BEGINNING_LEAST || expression) {
        if (expression) {
            ps_cat_problem(
                reader, entry->node,
                "# is a digit, @ a letter, * the rest of the word; a hyphen may be missing",
                "<model>: \"%.*s\" looks like an expression", PS_FMT(wording));
        } else if (!reader->no_memory) {
            ps_cat_problem(reader, entry->node, "begin it with two letters or digits of its own",
                           "<model>: \"%.*s\" begins with a wildcard", PS_FMT(wording));
        }
        return reader->no_memory;
    }
    ps_cat_model *made = ps_cat_push(reader->arena, &reader->catalog->models, sizeof *made);
    char *close = ps_arena_alloc(reader->arena, end);
    if (!made || !close || reader->catalog->models.count >= PS_CAT_NONE_INDEX) {
        reader->no_memory = 1;
        return 1;
    }
    *made = (ps_cat_model){.tail = ps_str_slice(shape, tail, shape.len),
                           .entry = entry->entry,
                           .maker = entry->maker,
                           .strength = (uint8_t)entry->strength};
    uint16_t index = (uint16_t)(reader->catalog->models.count - 1);
    ps_str beginning = ps_str_slice(shape, 0, end);
    ps_cat_add_use(reader, entry->node, beginning, PS_CAT_MODEL, entry->strength, index);
    size_t len = 0;
    for (size_t i = 0; i < end; i++) {
        if (shape.ptr[i] != ' ') {
            close[len++] = shape.ptr[i];
        }
    }
    if (len < end && len >= BEGINNING_LEAST) {
        ps_cat_add_use(reader, entry->node, (ps_str){close, len}, PS_CAT_MODEL, entry->strength,
                       index);
    }
    return reader->no_memory;
}

static void read_model(entry_reader *entry)
{
    ps_str maker = ps_node_attr_value(entry->node, "maker");
    entry->strength = read_strength(entry, 0);
    entry->maker = PS_CAT_NONE_INDEX;
    if (maker.len) {
        entry->maker = ps_cat_refer(entry->reader, entry->node, &entry->reader->catalog->makers,
                                    sizeof(ps_cat_maker), maker, "maker");
    }
    ps_cat_each_wording(entry->reader, entry->node, add_model, entry);
}

static void problem_regex(entry_reader *entry, const ps_error *error)
{
    char hint[256];
    int caret = error->column > 0 && error->column < 120 ? (int)error->column : 0;
    (void)snprintf(hint, sizeof hint, "at byte %llu of the expression: %.*s",
                   (unsigned long long)error->column,
                   PS_FMT(ps_str_cut(ps_str_slice(entry->node->text, caret > 8 ? caret - 8u : 0,
                                                  entry->node->text.len),
                                     40)));
    ps_cat_problem(entry->reader, entry->node, hint, "<pattern>: %s", error->message);
}

static void read_pattern(entry_reader *entry)
{
    enum { LITERAL_LEAST = 2 };
    ps_cat_reader *reader = entry->reader;
    ps_error error;
    ps_str folded;
    ps_cat_strength strength = read_strength(entry, 0);
    if (!entry->node->text.len) {
        return;
    }
    if (ps_fold_pattern(reader->arena, entry->node->text, &folded, &error) != PS_OK) {
        reader->no_memory = 1;
        return;
    }
    ps_cat_pattern *made = ps_cat_push(reader->arena, &reader->catalog->patterns, sizeof *made);
    ps_status status = made ? ps_regex_new(folded, reader->arena, &made->regex, &error) : PS_FATAL;
    if (status == PS_FATAL) {
        reader->no_memory = 1;
        return;
    }
    if (status != PS_OK) {
        problem_regex(entry, &error);
        return;
    }
    made->entry = entry->entry;
    made->strength = (uint8_t)strength;
    const ps_str *literals = NULL;
    size_t count = ps_regex_literals(made->regex, reader->arena, &literals);
    size_t shortest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        shortest = literals[i].len < shortest ? literals[i].len : shortest;
    }
    if (count == 0 || shortest < LITERAL_LEAST) {
        ps_cat_problem(reader, entry->node,
                       "an expression needs words that are in every text it matches",
                       "<pattern>: it would have to be tried on every text");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        ps_cat_add_use(reader, entry->node, literals[i], PS_CAT_PATTERN, strength,
                       (uint16_t)(reader->catalog->patterns.count - 1));
    }
}

static ps_cat_code *add_code(entry_reader *entry, uint16_t scheme, ps_str value, int prefix,
                             ps_cat_strength strength)
{
    ps_cat_reader *reader = entry->reader;
    ps_cat_code *made = ps_cat_push(reader->arena, &reader->catalog->codes, sizeof *made);
    if (!made || reader->catalog->codes.count >= PS_CAT_NONE_INDEX) {
        reader->no_memory = 1;
        return NULL;
    }
    *made = (ps_cat_code){.scheme = scheme,
                          .value = value,
                          .prefix = prefix != 0,
                          .strength = (uint8_t)strength,
                          .entry = entry->entry,
                          .order = (uint16_t)(reader->catalog->codes.count - 1),
                          .node = entry->node};
    ps_cat_days(reader, entry->node, &made->from, &made->to);
    return made;
}

static void read_code(entry_reader *entry)
{
    ps_cat_reader *reader = entry->reader;
    const ps_node *node = entry->node;
    ps_cat_strength strength = read_strength(entry, 1);
    uint16_t scheme = ps_cat_refer(reader, node, &reader->catalog->schemes, sizeof(ps_cat_scheme),
                                   ps_node_attr_value(node, "scheme"), "code scheme");
    ps_str values = ps_node_attr_value(node, "value");
    ps_str prefixes = ps_node_attr_value(node, "prefix");
    int is_name = ps_str_is(ps_node_attr_value(node, "scheme"), PS_CODE_CLASS_NAMES);
    if (scheme == PS_CAT_NONE_INDEX) {
        return;
    }
    if (is_name ? node->text.len == 0 || values.len || prefixes.len
                : node->text.len || (values.len > 0) == (prefixes.len > 0)) {
        ps_cat_problem(reader, node,
                       "codes go into value or prefix, class names (scheme " PS_CODE_CLASS_NAMES
                       ") into the text",
                       "<code> needs exactly one of value, prefix and text");
        return;
    }
    if (is_name) {
        if (add_code(entry, scheme, PS_NO_STR, 0, strength)) {
            ps_cat_use_words(reader, node, PS_CAT_CLASS_NAME, strength,
                             (uint16_t)(reader->catalog->codes.count - 1));
        }
        return;
    }
    ps_str rest = values.len ? values : prefixes;
    ps_str value;
    while (ps_str_next_word(&rest, &value)) {
        ps_str normal = ps_code_normal(
            reader->arena, PS_CAT_AT(reader->catalog->schemes, ps_cat_scheme, scheme), value);
        if (!normal.ptr) {
            reader->no_memory = 1;
        } else if (normal.len < 2) {
            ps_cat_problem(reader, node, NULL, "<code>: \"%.*s\" is too short", PS_FMT(value));
        } else {
            PS_IGNORE(add_code(entry, scheme, normal, prefixes.len > 0, strength));
        }
    }
}

static void read_with(entry_reader *entry)
{
    PS_CAT_AT(entry->reader->catalog->entries, ps_cat_entry, entry->entry)->with_any = 1;
    ps_cat_use_words(entry->reader, entry->node, PS_CAT_WITH, PS_CAT_NOTHING, entry->entry);
}

static void read_unless(entry_reader *entry)
{
    ps_cat_use_words(entry->reader, entry->node, PS_CAT_UNLESS, PS_CAT_NOTHING, entry->entry);
}

static void read_entry_decoy(entry_reader *entry)
{
    ps_cat_use_words(entry->reader, entry->node, PS_CAT_DECOY, PS_CAT_NOTHING, entry->entry);
}

static void read_term(entry_reader *entry)
{
    PS_IGNORE(ps_cat_enum(entry->reader, entry->node, "glyphs", "as-written", 0));
    ps_cat_use_words(entry->reader, entry->node, PS_CAT_TERM, read_strength(entry, 0),
                     entry->entry);
}

static const struct {
    const char *name;
    void (*read)(entry_reader *entry);
} children[] = {
    {"term", read_term},         {"pattern", read_pattern}, {"model", read_model},
    {"code", read_code},         {"with", read_with},       {"unless", read_unless},
    {"decoy", read_entry_decoy},
};

/* Both an example that must match and one that must not: the second is what keeps false alarms
 * away. */
static void check_examples(ps_cat_reader *reader, const ps_node *node)
{
    unsigned seen = 0;
    for (const ps_node *child = ps_node_child(node, "example"); child;
         child = ps_node_next(child, "example")) {
        seen |= 1u << (ps_cat_enum(reader, child, "match", "no yes", 0) ? 1 : 0);
        PS_CAT_AT(reader->catalog->files, ps_cat_file, reader->file)->examples++;
    }
    if (seen != 3) {
        ps_cat_problem(reader, node,
                       "add <example match=\"yes\">…</example> and <example match=\"no\">…",
                       "entry %.*s needs an example that matches and one that must not",
                       PS_FMT(ps_node_attr_value(node, "id")));
    }
}

void ps_cat_read_entry(ps_cat_reader *reader, const ps_node *node)
{
    ps_cat_list *entries = &reader->catalog->entries;
    uint16_t index = ps_cat_find(entries, sizeof(ps_cat_entry), ps_node_attr_value(node, "id"));
    ps_cat_entry *made = PS_CAT_AT(*entries, ps_cat_entry, index);
    entry_reader entry = {.reader = reader, .entry = index};
    int can_match = 0;
    made->title = ps_node_attr_value(node, "title");
    made->category_count = ps_cat_categories(reader, node, "category", made->categories);
    made->file = reader->file;
    made->with_quantity = PS_CAT_NONE_INDEX;
    ps_str quantity = ps_node_attr_value(node, "with-quantity");
    if (quantity.len) {
        made->with_quantity = ps_cat_refer(reader, node, &reader->catalog->quantities,
                                           sizeof(ps_cat_quantity), quantity, "quantity");
        made->with_any = 1;
    }
    PS_CAT_AT(reader->catalog->files, ps_cat_file, reader->file)->entries++;
    entry.confidence = ps_cat_enum(reader, node, "confidence", CONFIDENCES, 0);
    for (const ps_node *child = node->first; child; child = child->next) {
        if (!ps_cat_check_element(reader, child, "entry")) {
            continue;
        }
        entry.node = child;
        can_match |= ps_str_is(child->name, "term") || ps_str_is(child->name, "pattern") ||
                     ps_str_is(child->name, "model") || ps_str_is(child->name, "code");
        for (size_t i = 0; i < PS_COUNT(children); i++) {
            if (ps_str_is(child->name, children[i].name)) {
                children[i].read(&entry);
            }
        }
    }
    if (!can_match) {
        ps_cat_problem(reader, node, "add a <term>, <pattern>, <model> or <code>",
                       "entry %.*s has nothing that could match", PS_FMT(made->id));
    }
    check_examples(reader, node);
}
