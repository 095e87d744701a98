/* Words of a catalog that cannot do what their author wanted: that stand there twice, that never
 * count, or always.
 * SPDX-License-Identifier: Apache-2.0 */
#include "catalog/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

enum { PLACE_ROOM = 256 };

static int compare_words(const void *a, const void *b)
{
    const ps_check_word *x = a;
    const ps_check_word *y = b;
    int order = ps_str_compare(x->text, y->text);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static const char *path_of(const ps_check *c, const ps_check_word *word)
{
    return PS_CAT_AT(c->reader->catalog->files, ps_cat_file, word->file)->path;
}

static ps_str id_of(const ps_check_word *word)
{
    return ps_node_attr_value(word->owner, "id");
}

/* Models of different makers are different, and so are words of different things but for terms and
 * models, which only one entry may have. What the loader says already is left out. */
static int is_twin(const ps_check_word *one, const ps_check_word *two)
{
    ps_str name = one->node->name;
    if (!ps_str_equal(name, two->node->name) || !ps_str_equal(one->text, two->text)) {
        return 0;
    }
    if (ps_str_is(name, "model") || ps_str_is(name, "pattern")) {
        return ps_str_equal(ps_node_attr_value(one->node, "maker"),
                            ps_node_attr_value(two->node, "maker"));
    }
    int told =
        ps_str_is(name, "term") &&
        !(one->owner == two->owner && ps_str_equal(ps_node_attr_value(one->node, "strength"),
                                                   ps_node_attr_value(two->node, "strength")));
    return one->owner == two->owner && !told &&
           ps_str_equal(ps_node_attr_value(one->node, "value"),
                        ps_node_attr_value(two->node, "value"));
}

/* "line 7", or with the file where it is another. */
static void say_place(const ps_check *c, const ps_check_word *from, const ps_check_word *to,
                      char *text, size_t size)
{
    unsigned long long line = (unsigned long long)to->node->line;
    if (from->file == to->file) {
        (void)snprintf(text, size, "line %llu", line);
    } else {
        (void)snprintf(text, size, "%.200s:%llu", path_of(c, to), line);
    }
}

/* Whether a wording is written out twice in one element. What (a|b) spells out once more is the
 * price of a short notation and no mistake. */
static int is_written_twice(ps_check *c, const ps_check_word *word)
{
    ps_str rest = ps_cat_fold(&c->folder, word->node->text);
    ps_str part;
    size_t count = 0;
    while (ps_str_next(&rest, '|', &part)) {
        count += ps_str_equal(ps_str_trim(part), word->text);
    }
    return count > 1;
}

/* Within one entry a word that is there twice changes nothing: a warning. */
static void check_twins(ps_check *c, const ps_check_word *first, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const ps_check_word *word = &first[i];
        size_t k = 0;
        while (k < i && !is_twin(&first[k], word)) {
            k++;
        }
        if (k == i || (first[k].node == word->node && !is_written_twice(c, word))) {
            continue;
        }
        char place[PLACE_ROOM];
        say_place(c, word, &first[k], place, sizeof place);
        if (first[k].node == word->node) {
            ps_cat_report(c->reader, PS_WARN, word->file, word->node,
                          "take one out; case, width, hyphens, Traditional and Simplified are the "
                          "same for matching",
                          "<%.*s>: \"%.*s\" is there twice in this element",
                          PS_FMT(word->node->name), PS_FMT(word->text));
        } else {
            ps_cat_report(c->reader, first[k].owner == word->owner ? PS_WARN : PS_FAILED,
                          word->file, word->node,
                          "take one out; case, width, hyphens, Traditional and Simplified are the "
                          "same for matching",
                          "<%.*s>: \"%.*s\" is there twice: here and in %s (%.*s)",
                          PS_FMT(word->node->name), PS_FMT(word->text), place,
                          PS_FMT(id_of(&first[k])));
        }
    }
}

static int is_term(const ps_check_word *word)
{
    return ps_str_is(word->node->name, "term");
}

/* A term that is also a phrase which says nothing: an item of it alone could be neither. */
static void check_empty(ps_check *c, const ps_check_word *first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count && is_term(&first[i]); k++) {
            if (ps_str_is(first[k].node->name, "uninformative")) {
                char place[PLACE_ROOM];
                say_place(c, &first[i], &first[k], place, sizeof place);
                ps_cat_report(c->reader, PS_FAILED, first[i].file, first[i].node,
                              "decide: does it say what is bought?",
                              "<term>: \"%.*s\" is also said to say nothing, in %s",
                              PS_FMT(first[i].text), place);
            }
        }
    }
}

/* The first of the sorted words with that text; NULL when there is none. */
static const ps_check_word *find_text(const ps_check *c, ps_str text)
{
    const ps_check_word *list = c->words.items;
    size_t low = 0;
    size_t high = c->words.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ps_str_compare(list[middle].text, text) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < c->words.count && ps_str_equal(list[low].text, text) ? &list[low] : NULL;
}

/* "routers" beside "router" of the same strength: a plural is matched anyway. */
static void check_plural(ps_check *c, const ps_check_word *word)
{
    static const char *const endings[] = {"s", "es"};
    const ps_check_word *list = c->words.items;
    for (size_t i = 0; i < 2; i++) {
        ps_str ending = ps_str_from(endings[i]);
        if (word->text.len <= ending.len + 2 || !ps_str_ends(word->text, ending) ||
            !ps_is_alpha(word->text.ptr[word->text.len - ending.len - 1])) {
            continue;
        }
        ps_str single = ps_str_slice(word->text, 0, word->text.len - ending.len);
        const ps_check_word *other = find_text(c, single);
        for (; other && other < list + c->words.count && ps_str_equal(other->text, single);
             other++) {
            if (is_term(other) && other->owner == word->owner &&
                ps_str_equal(ps_node_attr_value(other->node, "strength"),
                             ps_node_attr_value(word->node, "strength"))) {
                ps_cat_report(c->reader, PS_WARN, word->file, word->node,
                              "take the plural out: a plural \"s\" or \"es\" is allowed anyway",
                              "<term>: \"%.*s\" is there twice: as \"%.*s\" in line %llu",
                              PS_FMT(word->text), PS_FMT(single),
                              (unsigned long long)other->node->line);
                return;
            }
        }
    }
}

/* Whether the word stands in the text as a word of its own. */
static int holds_word(ps_str text, ps_str word)
{
    for (size_t from = 0; from + word.len <= text.len;) {
        size_t at = ps_str_find(ps_str_slice(text, from, text.len), word);
        if (at == SIZE_MAX) {
            return 0;
        }
        if (ps_terms_is_whole(text, from + at, from + at + word.len)) {
            return 1;
        }
        from += at + 1;
    }
    return 0;
}

/* Companions and blocking words of an entry against its own terms. */
static void check_pair(ps_check *c, const ps_check_word *term, const ps_check_word *word)
{
    int strong = ps_str_is(ps_node_attr_value(term->node, "strength"), "strong");
    if (ps_str_is(word->node->name, "unless") && !strong && holds_word(term->text, word->text)) {
        ps_cat_report(c->reader, PS_FAILED, term->file, term->node,
                      "a word of <unless> may not stand in a term that it is to block",
                      "<term>: \"%.*s\" never counts: \"%.*s\" in it is a word of <unless>, line "
                      "%llu",
                      PS_FMT(term->text), PS_FMT(word->text), (unsigned long long)word->node->line);
    } else if (ps_str_is(word->node->name, "with") && ps_str_equal(term->text, word->text)) {
        ps_cat_report(c->reader, PS_WARN, word->file, word->node,
                      "take it out: a companion is another word beside the term",
                      "<with>: \"%.*s\" never counts: it is a term of the entry itself, line %llu",
                      PS_FMT(word->text), (unsigned long long)term->node->line);
    }
}

static int compare_owners(const void *a, const void *b)
{
    const ps_check_word *x = a;
    const ps_check_word *y = b;
    return (x->order > y->order) - (x->order < y->order);
}

void ps_check_words(ps_check *c)
{
    ps_check_word *list = c->words.items;
    size_t count = c->words.count;
    /* In the order of reading the words of an entry stand together. */
    for (size_t from = 0; from < count;) {
        size_t to = from;
        while (to < count && list[to].owner == list[from].owner) {
            to++;
        }
        for (size_t i = from; i < to; i++) {
            for (size_t k = from; k < to && is_term(&list[i]); k++) {
                check_pair(c, &list[i], &list[k]);
            }
        }
        from = to;
    }
    if (count) {
        qsort(list, count, sizeof *list, compare_words);
    }
    for (size_t from = 0; from < count;) {
        size_t to = from;
        while (to < count && ps_str_equal(list[to].text, list[from].text)) {
            to++;
        }
        check_twins(c, &list[from], to - from);
        check_empty(c, &list[from], to - from);
        if (is_term(&list[from])) {
            check_plural(c, &list[from]);
        }
        from = to;
    }
    if (count) {
        qsort(list, count, sizeof *list, compare_owners);
    }
}
