/* SPDX-License-Identifier: Apache-2.0 */
#include "report/phrase_book.h"

#include <stdlib.h>

#include "base/str.h"
#include "screen/packs.h"

static ps_str keep(ps_phrases *phrases, ps_str text)
{
    ps_str copy = text.len ? ps_arena_str(&phrases->arena, text) : PS_NO_STR;
    phrases->no_memory |= text.len && !copy.ptr;
    return copy;
}

static void add_pair(ps_phrases *phrases, ps_buffer *list, ps_str english, ps_str chinese)
{
    const ps_phrase_pair pair = {keep(phrases, english), keep(phrases, chinese)};
    ps_buffer_add(list, (const char *)&pair, sizeof pair);
    phrases->no_memory |= list->failed;
}

static const ps_phrase_pair *find_title(const ps_phrases *phrases, ps_str english)
{
    const ps_phrase_pair *titles = (const void *)phrases->titles.ptr;
    if (english.len > phrases->longest_title) {
        return NULL;
    }
    uint32_t at = ps_index_first(&phrases->by_title, ps_index_hash(&phrases->by_title, english));
    while (at && !ps_str_equal(titles[at - 1].english, english)) {
        at = ps_index_next(&phrases->by_title, at - 1);
    }
    return at ? &titles[at - 1] : NULL;
}

static const ps_phrase_pair *find_label(const ps_phrases *phrases, ps_str english)
{
    const ps_phrase_pair *labels = (const void *)phrases->labels.ptr;
    for (size_t i = 0; i < phrases->labels.len / sizeof *labels; i++) {
        if (ps_str_equal(labels[i].english, english)) {
            return &labels[i];
        }
    }
    return NULL;
}

ps_str ps_phrases_find(const ps_phrases *phrases, ps_said kind, ps_str english)
{
    const ps_phrase_pair *found = kind == PS_SAID_TITLE   ? find_title(phrases, english)
                                  : kind == PS_SAID_LABEL ? find_label(phrases, english)
                                                          : NULL;
    return found ? found->chinese : PS_NO_STR;
}

/* Where packs call one thing by two names, the first stays. */
static void add_title(ps_phrases *phrases, ps_str english, ps_str chinese)
{
    if (find_title(phrases, english)) {
        return;
    }
    add_pair(phrases, &phrases->titles, english, chinese);
    if (english.len > phrases->longest_title) {
        phrases->longest_title = english.len;
    }
    if (!phrases->no_memory) {
        phrases->no_memory |=
            !ps_index_add(&phrases->by_title, ps_index_hash(&phrases->by_title, english));
    }
}

/* "（2021年）" at the end of a law's title: its length, or 0. */
static size_t edition_length(ps_str title)
{
    static const char open[] = "（";
    static const char close[] = "年）";
    size_t length = sizeof open - 1 + 4 + sizeof close - 1;
    ps_str tail = ps_str_slice(title, title.len > length ? title.len - length : 0, title.len);
    uint64_t year;
    return tail.len == length && ps_str_starts(tail, ps_str_from(open)) &&
                   ps_str_ends(tail, ps_str_from(close)) &&
                   ps_str_to_uint(ps_str_slice(tail, sizeof open - 1, sizeof open + 3), 9999, &year)
               ? length
               : 0;
}

/* A law is cited by its title in its marks, and its edition behind them. */
static void add_label(ps_phrases *phrases, ps_str id, ps_str title)
{
    size_t name = title.len - edition_length(title);
    const ps_str parts[] = {PS_STR("《"), ps_str_slice(title, 0, name), PS_STR("》"),
                            ps_str_slice(title, name, title.len)};
    if (find_label(phrases, id)) {
        return;
    }
    ps_str cited = ps_arena_concat(&phrases->arena, parts, sizeof parts / sizeof *parts);
    phrases->no_memory |= !cited.ptr;
    add_pair(phrases, &phrases->labels, id, cited);
}

static void add_name(ps_phrases *phrases, const ps_pack_text *text)
{
    int chinese = phrases->lang == PS_LANG_ZH && text->chinese.len;
    const ps_phrase_name name = {.kind = text->kind,
                                 .id = keep(phrases, text->id),
                                 .title = keep(phrases, chinese ? text->chinese : text->english),
                                 .from = keep(phrases, text->from),
                                 .to = keep(phrases, text->to)};
    size_t count;
    const ps_phrase_name *names = ps_phrases_names(phrases, &count);
    for (size_t i = 0; i < count; i++) {
        if (names[i].kind == text->kind && ps_str_equal(names[i].id, text->id)) {
            return;
        }
    }
    ps_buffer_add(&phrases->names, (const char *)&name, sizeof name);
    phrases->no_memory |= phrases->names.failed;
}

static void add_chinese(ps_phrases *phrases, const ps_pack_text *text)
{
    switch (text->kind) {
    case PS_PACK_TEXT_SENTENCE:
        add_pair(phrases, &phrases->sentences, text->english, text->chinese);
        break;
    case PS_PACK_TEXT_TITLE:
    case PS_PACK_TEXT_CATEGORY:
    case PS_PACK_TEXT_ELEMENT:
        add_title(phrases, text->english, text->chinese);
        break;
    case PS_PACK_TEXT_LAW:
        add_label(phrases, text->id, text->chinese);
        break;
    }
}

static void add_text(void *user, const ps_pack_text *text)
{
    ps_phrases *phrases = user;
    if (phrases->no_memory) {
        return;
    }
    if (text->kind != PS_PACK_TEXT_SENTENCE && text->kind != PS_PACK_TEXT_TITLE) {
        add_name(phrases, text);
    }
    if (phrases->lang == PS_LANG_ZH && text->chinese.len) {
        add_chinese(phrases, text);
    }
}

static int by_kind_and_id(const void *a, const void *b)
{
    const ps_phrase_name *x = a;
    const ps_phrase_name *y = b;
    return x->kind == y->kind ? ps_str_compare(x->id, y->id)
                              : (x->kind > y->kind) - (x->kind < y->kind);
}

int ps_phrases_init(ps_phrases *phrases, ps_lang lang, const ps_packs *packs)
{
    *phrases = (ps_phrases){.lang = lang};
    ps_arena_init(&phrases->arena, 0);
    ps_buffer_init(&phrases->sentences, 0);
    ps_buffer_init(&phrases->titles, 0);
    ps_buffer_init(&phrases->labels, 0);
    ps_buffer_init(&phrases->names, 0);
    ps_index_init(&phrases->by_title);
    if (packs) {
        ps_packs_each_text(packs, add_text, phrases);
    }
    if (phrases->names.len) {
        qsort(phrases->names.ptr, phrases->names.len / sizeof(ps_phrase_name),
              sizeof(ps_phrase_name), by_kind_and_id);
    }
    return !phrases->no_memory;
}

void ps_phrases_done(ps_phrases *phrases)
{
    ps_buffer_done(&phrases->sentences);
    ps_buffer_done(&phrases->titles);
    ps_buffer_done(&phrases->labels);
    ps_buffer_done(&phrases->names);
    ps_index_done(&phrases->by_title);
    ps_arena_done(&phrases->arena);
}

const ps_phrase_name *ps_phrases_names(const ps_phrases *phrases, size_t *ret_count)
{
    *ret_count = phrases->names.len / sizeof(ps_phrase_name);
    return (const void *)phrases->names.ptr;
}

ps_str ps_phrases_name(const ps_phrases *phrases, ps_pack_text_kind kind, ps_str id)
{
    size_t count;
    const ps_phrase_name *names = ps_phrases_names(phrases, &count);
    for (size_t i = 0; i < count; i++) {
        if (names[i].kind == kind && ps_str_equal(names[i].id, id)) {
            return names[i].title;
        }
    }
    return id;
}
