/* Words of a catalog on their way into the term scan: folded, checked, told apart.
 *
 * Each different folded text becomes one pattern of the scan, however many meanings it has.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/buffer.h"
#include "catalog/reader.h"
#include "text/fold.h"

/* Filled half at the most. */
static int grow_table(ps_cat_reader *reader)
{
    const ps_cat_list *texts = &reader->catalog->texts;
    uint32_t size = reader->table_size ? reader->table_size * 2 : 256;
    while (size < texts->room * 2) {
        size *= 2;
    }
    uint32_t *table = ps_arena_array(&reader->passing, size, sizeof *table);
    if (!table) {
        return 0;
    }
    for (uint32_t i = 0; i < texts->count; i++) {
        uint32_t at = (uint32_t)ps_str_hash(PS_CAT_AT(*texts, ps_cat_text, i)->text) & (size - 1);
        while (table[at]) {
            at = (at + 1) & (size - 1);
        }
        table[at] = i + 1;
    }
    reader->table = table;
    reader->table_size = size;
    return 1;
}

int ps_cat_reserve_words(ps_cat_reader *reader, size_t bytes)
{
    enum { BYTES_PER_WORD = 16, WORDS_MAX = 1 << 18 };
    ps_cat_list *texts = &reader->catalog->texts;
    ps_cat_list *uses = &reader->catalog->uses;
    size_t words = bytes / BYTES_PER_WORD;
    uint32_t room = (uint32_t)(words > WORDS_MAX ? WORDS_MAX : words + 1);
    texts->items = ps_arena_array(reader->arena, room, sizeof(ps_cat_text));
    uses->items = ps_arena_array(&reader->passing, room, sizeof(ps_cat_use));
    texts->room = texts->items ? room : 0;
    uses->room = uses->items ? room : 0;
    return texts->items && uses->items && grow_table(reader);
}

/* The pattern of that text, made when it is new; UINT32_MAX when there is no memory. */
static uint32_t intern(ps_cat_reader *reader, ps_str text)
{
    ps_cat_list *texts = &reader->catalog->texts;
    if ((texts->count + 1) * 2 >= reader->table_size && !grow_table(reader)) {
        return UINT32_MAX;
    }
    uint32_t mask = reader->table_size - 1;
    uint32_t at = (uint32_t)ps_str_hash(text) & mask;
    while (reader->table[at]) {
        uint32_t index = reader->table[at] - 1;
        if (ps_str_equal(PS_CAT_AT(*texts, ps_cat_text, index)->text, text)) {
            return index;
        }
        at = (at + 1) & mask;
    }
    ps_cat_text *made = ps_cat_push(reader->arena, texts, sizeof *made);
    if (!made) {
        return UINT32_MAX;
    }
    made->text = ps_arena_str(reader->arena, text);
    if (!made->text.ptr) {
        return UINT32_MAX;
    }
    reader->table[at] = texts->count;
    return texts->count - 1;
}

void ps_cat_add_use(ps_cat_reader *reader, const ps_node *node, ps_str folded, ps_cat_use_kind kind,
                    ps_cat_strength strength, uint16_t owner)
{
    uint32_t pattern = intern(reader, folded);
    ps_cat_use *use = pattern == UINT32_MAX
                          ? NULL
                          : ps_cat_push(&reader->passing, &reader->catalog->uses, sizeof *use);
    if (!use) {
        reader->no_memory = 1;
        return;
    }
    *use = (ps_cat_use){.kind = (uint8_t)kind,
                        .strength = (uint8_t)strength,
                        .owner = owner,
                        .pattern = pattern,
                        .file = reader->file,
                        .as_written = (uint8_t)(ps_node_attr_value(node, "glyphs").len > 0),
                        .node = node};
    PS_CAT_AT(reader->catalog->texts, ps_cat_text, pattern)->kinds |= PS_CAT_BIT(kind);
}

static int is_letters(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ps_is_alpha(text.ptr[i])) {
            return 0;
        }
    }
    return 1;
}

/* A word that is too short would match nearly everything, or by accident. */
static int check_length(ps_cat_reader *reader, const ps_node *node, ps_str folded,
                        ps_cat_strength strength)
{
    enum { ABBREVIATION = 4 };
    uint32_t codepoint;
    if (folded.len == 0) {
        ps_cat_problem(reader, node, "it has no letters, or only characters that are not matched",
                       "<%.*s>: a wording of \"%.*s\" is empty", PS_FMT(node->name),
                       PS_FMT(ps_str_cut(node->text, 60)));
        return 0;
    }
    if (ps_utf8_next(folded, 0, &codepoint) == folded.len && !ps_str_is(node->name, "negation")) {
        ps_cat_problem(reader, node, "one character matches nearly everything",
                       "<%.*s>: \"%.*s\" folds to one character", PS_FMT(node->name),
                       PS_FMT(folded));
        return 0;
    }
    if (memchr(folded.ptr, '?', folded.len) || memchr(folded.ptr, '\\', folded.len)) {
        ps_cat_problem(
            reader, node, "words stand for themselves; an expression goes into <pattern>",
            "<%.*s>: \"%.*s\" looks like an expression", PS_FMT(node->name), PS_FMT(folded));
    }
    if (strength == PS_CAT_STRONG && folded.len <= ABBREVIATION && is_letters(folded)) {
        ps_cat_problem(reader, node, "make it weak and name its companions with <with>, or medium",
                       "<%.*s>: the abbreviation \"%.*s\" may not be strong", PS_FMT(node->name),
                       PS_FMT(folded));
    }
    return 1;
}

typedef struct word_user {
    ps_cat_reader *reader;
    const ps_node *node;
    ps_cat_use_kind kind;
    ps_cat_strength strength;
    uint16_t owner;
} word_user;

static int use_wording(void *user, ps_str wording)
{
    word_user *word = user;
    if (check_length(word->reader, word->node, wording, word->strength)) {
        ps_cat_add_use(word->reader, word->node, wording, word->kind, word->strength, word->owner);
    }
    return word->reader->no_memory;
}

void ps_cat_use_words(ps_cat_reader *reader, const ps_node *node, ps_cat_use_kind kind,
                      ps_cat_strength strength, uint16_t owner)
{
    word_user word = {reader, node, kind, strength, owner};
    ps_cat_each_wording(reader, node, use_wording, &word);
}

ps_str ps_cat_fold_list(ps_cat_reader *reader, const ps_node *node, ps_str text)
{
    ps_str parts[64];
    size_t count = 0;
    ps_str part;
    while (ps_str_next(&text, '|', &part)) {
        ps_str folded = ps_cat_fold(reader, part);
        if (folded.len && count + 2 < sizeof parts / sizeof *parts) {
            parts[count++] = PS_STR("|");
            parts[count++] = folded;
        } else if (folded.ptr) {
            ps_cat_problem(reader, node, NULL, "<%.*s>: \"%.*s\" cannot be used in this list",
                           PS_FMT(node->name), PS_FMT(part));
        }
    }
    if (count == 0) {
        return PS_NO_STR;
    }
    ps_str list = ps_arena_concat(reader->arena, parts + 1, count - 1);
    reader->no_memory |= !list.ptr;
    return list;
}
