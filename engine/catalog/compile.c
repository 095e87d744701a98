/* After reading: what only all files together show, and the term scan.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "catalog/code.h"
#include "catalog/reader.h"

static ps_cat_file *file_of(const ps_catalog *catalog, uint16_t file)
{
    return PS_CAT_AT(catalog->files, ps_cat_file, file);
}

/* Whether the text has that meaning already: alternatives of one element may overlap. */
static int has_use(const ps_cat_use *uses, uint32_t count, const ps_cat_use *use)
{
    for (uint32_t i = 0; i < count; i++) {
        if (uses[i].kind == use->kind && uses[i].owner == use->owner &&
            uses[i].strength == use->strength) {
            return 1;
        }
    }
    return 0;
}

/* Uses sorted by their text, in the order of reading within one. */
static int sort_uses(ps_cat_reader *reader)
{
    ps_catalog *catalog = reader->catalog;
    ps_cat_text *texts = catalog->texts.items;
    const ps_cat_use *uses = catalog->uses.items;
    ps_cat_use *sorted = ps_arena_array(reader->arena, catalog->uses.count + 1, sizeof *sorted);
    if (!sorted) {
        return 0;
    }
    for (uint32_t i = 0; i < catalog->uses.count; i++) {
        texts[uses[i].pattern].uses++;
    }
    uint32_t next = 0;
    for (uint32_t i = 0; i < catalog->texts.count; i++) {
        texts[i].first = next;
        next += texts[i].uses;
        texts[i].uses = 0;
    }
    for (uint32_t i = 0; i < catalog->uses.count; i++) {
        ps_cat_text *text = &texts[uses[i].pattern];
        if (!has_use(&sorted[text->first], text->uses, &uses[i])) {
            sorted[text->first + text->uses++] = uses[i];
        }
    }
    catalog->uses.items = sorted;
    return 1;
}

static void check_pair(ps_cat_reader *reader, const ps_cat_text *text, const ps_cat_use *first,
                       const ps_cat_use *second)
{
    const ps_catalog *catalog = reader->catalog;
    int terms = (first->kind == PS_CAT_TERM) + (second->kind == PS_CAT_TERM);
    int decoys = (first->kind == PS_CAT_DECOY) + (second->kind == PS_CAT_DECOY);
    int names = (first->kind == PS_CAT_CLASS_NAME) + (second->kind == PS_CAT_CLASS_NAME);
    if (terms == 2 || names == 2) {
        ps_cat_report(reader, PS_FAILED, second->file, second->node,
                      "keep one; an entry may name several categories",
                      "\"%.*s\" is a term twice: here and at %s:%u", PS_FMT(text->text),
                      file_of(catalog, first->file)->path, (unsigned)first->node->line);
    } else if (terms == 1 && decoys == 1) {
        ps_cat_report(reader, PS_FAILED, second->file, second->node,
                      "a decoy must be longer than the word that it covers",
                      "the term \"%.*s\" can never match: it is also a decoy, at %s:%u",
                      PS_FMT(text->text), file_of(catalog, first->file)->path,
                      (unsigned)first->node->line);
    }
}

/* The same text twice where only one can count. */
static void check_texts(ps_cat_reader *reader)
{
    const ps_catalog *catalog = reader->catalog;
    const ps_cat_use *uses = catalog->uses.items;
    const unsigned matter = PS_CAT_BIT(PS_CAT_TERM) | PS_CAT_BIT(PS_CAT_CLASS_NAME);
    for (uint32_t i = 0; i < catalog->texts.count; i++) {
        ps_cat_text *text = PS_CAT_AT(catalog->texts, ps_cat_text, i);
        text->candidate = (text->kinds & PS_CAT_CANDIDATES) != 0;
        for (uint32_t k = 0; k < text->uses; k++) {
            const ps_cat_use *use = &uses[text->first + k];
            text->candidate |=
                use->kind == PS_CAT_MAKER &&
                PS_CAT_AT(catalog->makers, ps_cat_maker, use->owner)->lead != PS_CAT_NONE_INDEX;
            for (uint32_t m = k + 1; (text->kinds & matter) && m < text->uses; m++) {
                check_pair(reader, text, use, &uses[text->first + m]);
            }
        }
    }
}

/* Codes in the order of the search; the class names among them are known to the scan by their
 * index, which changes. */
static int sort_codes(ps_cat_reader *reader)
{
    ps_catalog *catalog = reader->catalog;
    ps_cat_code *codes = catalog->codes.items;
    ps_cat_use *uses = catalog->uses.items;
    uint16_t *places = ps_arena_array(&reader->passing, catalog->codes.count + 1u, sizeof *places);
    if (!places) {
        return 0;
    }
    if (catalog->codes.count) {
        qsort(codes, catalog->codes.count, sizeof *codes, ps_code_compare);
    }
    for (uint32_t i = 0; i < catalog->codes.count; i++) {
        places[codes[i].order] = (uint16_t)i;
    }
    for (uint32_t i = 0; i < catalog->uses.count; i++) {
        if (uses[i].kind == PS_CAT_CLASS_NAME) {
            uses[i].owner = places[uses[i].owner];
        }
    }
    return 1;
}

static void check_codes(ps_cat_reader *reader)
{
    const ps_catalog *catalog = reader->catalog;
    const ps_cat_code *codes = catalog->codes.items;
    for (uint32_t i = 1; i < catalog->codes.count; i++) {
        const ps_cat_code *a = &codes[i - 1];
        const ps_cat_code *b = &codes[i];
        if (!a->value.ptr || a->scheme != b->scheme || !ps_str_equal(a->value, b->value) ||
            a->to < b->from || b->to < a->from) {
            continue;
        }
        uint16_t file = PS_CAT_AT(catalog->entries, ps_cat_entry, b->entry)->file;
        uint16_t other = PS_CAT_AT(catalog->entries, ps_cat_entry, a->entry)->file;
        ps_cat_report(reader, PS_FAILED, file, b->node,
                      "keep one, or date both so that they do not overlap",
                      "the code %.*s is there twice: here and at %s:%llu", PS_FMT(b->value),
                      file_of(catalog, other)->path, (unsigned long long)a->node->line);
    }
}

typedef struct id_place {
    ps_str id;
    const ps_node *node;
    uint16_t file;
} id_place;

static int compare_ids(const void *a, const void *b)
{
    const id_place *left = a;
    const id_place *right = b;
    int order = ps_str_compare(left->id, right->id);
    if (order == 0) {
        order = (left->file > right->file) - (left->file < right->file);
    }
    return order ? order
                 : (left->node->line > right->node->line) - (left->node->line < right->node->line);
}

static int collect_ids(ps_cat_reader *reader, ps_cat_list *ids)
{
    const ps_catalog *catalog = reader->catalog;
    for (uint16_t file = 0; file < catalog->files.count; file++) {
        const ps_node *root = file_of(catalog, file)->root;
        for (const ps_node *node = root; node; node = node == root ? root->first : node->next) {
            ps_str id = ps_node_attr_value(node, "id");
            id_place *made = id.len ? ps_cat_push(&reader->passing, ids, sizeof *made) : NULL;
            if (id.len && !made) {
                return 0;
            }
            if (made) {
                *made = (id_place){id, node, file};
            }
            if (node == root && !root->first) {
                break;
            }
        }
    }
    return 1;
}

/* Ids are unique across all files, whatever they are of. */
static int check_ids(ps_cat_reader *reader)
{
    ps_cat_list ids = {0};
    if (!collect_ids(reader, &ids)) {
        return 0;
    }
    id_place *all = ids.items;
    if (ids.count) {
        qsort(all, ids.count, sizeof *all, compare_ids);
    }
    for (uint32_t i = 1; i < ids.count; i++) {
        if (ps_str_equal(all[i - 1].id, all[i].id)) {
            ps_cat_report(reader, PS_FAILED, all[i].file, all[i].node,
                          "ids are unique across all files of a catalog",
                          "the id \"%.*s\" is there twice: here and at %s:%llu", PS_FMT(all[i].id),
                          file_of(reader->catalog, all[i - 1].file)->path,
                          (unsigned long long)all[i - 1].node->line);
        }
    }
    return 1;
}

static void check_empty(ps_cat_reader *reader)
{
    const ps_catalog *catalog = reader->catalog;
    if (catalog->entries.count && catalog->categories.count) {
        return;
    }
    ps_node place = {.line = 1};
    ps_cat_problem(reader, &place, "a catalog needs at least one <category> and one <entry>",
                   "the catalog is empty: %u categories, %u entries",
                   (unsigned)catalog->categories.count, (unsigned)catalog->entries.count);
}

static ps_status build_scan(ps_cat_reader *reader, ps_error *reterr)
{
    ps_catalog *catalog = reader->catalog;
    uint32_t count = catalog->texts.count;
    ps_str *texts = ps_arena_array(&reader->passing, count + 1, sizeof *texts);
    if (!texts) {
        return ps_error_memory(reterr);
    }
    for (uint32_t i = 0; i < count; i++) {
        texts[i] = PS_CAT_AT(catalog->texts, ps_cat_text, i)->text;
    }
    return ps_terms_new(texts, count, reader->arena, &catalog->terms, reterr);
}

ps_status ps_cat_compile(ps_cat_reader *reader, ps_error *reterr)
{
    ps_catalog *catalog = reader->catalog;
    if (reader->problems == 0) {
        check_empty(reader);
    }
    catalog->first_day = INT32_MAX;
    for (uint32_t i = 0; i < catalog->categories.count; i++) {
        ps_day first = PS_CAT_AT(catalog->categories, ps_cat_category, i)->first;
        catalog->first_day = first < catalog->first_day ? first : catalog->first_day;
    }
    if (!catalog->before.len) {
        catalog->before = PS_STR("there was no list on that day");
    }
    if (reader->no_memory || !sort_codes(reader) || !sort_uses(reader) || !check_ids(reader)) {
        return ps_error_memory(reterr);
    }
    check_texts(reader);
    check_codes(reader);
    return reader->problems ? PS_OK : build_scan(reader, reterr);
}
