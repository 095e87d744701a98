/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_values.h"

#include "base/str.h"
#include "report/json.h"

enum { TEXTS_MOST = 50000, TEXT_BYTES_MOST = 2048 };

void ps_row_next(ps_html_row *row)
{
    if (row->begun) {
        PS_PUT(row->out, ",");
    }
    row->begun = 1;
}

void ps_row_list(ps_html_row *row)
{
    ps_row_next(row);
    PS_PUT(row->out, "[");
    row->begun = 0;
}

void ps_row_list_end(ps_html_row *row)
{
    PS_PUT(row->out, "]");
    row->begun = 1;
}

void ps_row_details(ps_html_row *row)
{
    PS_PUT(row->out, "]\t[");
    row->begun = 0;
}

void ps_row_begin(ps_html_row *row)
{
    PS_PUT(row->out, "[");
    row->begun = 0;
}

void ps_row_end(ps_html_row *row)
{
    PS_PUT(row->out, "]\n");
}

void ps_row_null(ps_html_row *row)
{
    ps_row_next(row);
    PS_PUT(row->out, "0");
}

void ps_row_text(ps_html_row *row, ps_str text)
{
    ps_row_next(row);
    if (text.len) {
        ps_json_string(row->out, text);
    } else {
        PS_PUT(row->out, "0");
    }
}

static uint32_t find_shared(const ps_html_texts *texts, uint64_t hash, ps_str text)
{
    const ps_str *list = (const void *)texts->list.ptr;
    uint32_t at = ps_index_first(&texts->index, hash);
    while (at && !ps_str_equal(list[at - 1], text)) {
        at = ps_index_next(&texts->index, at - 1);
    }
    return at;
}

/* The number of the text from 1; 0 when there is no room for it. */
static uint32_t share(ps_html_texts *texts, ps_str text)
{
    uint64_t hash = ps_index_hash(&texts->index, text);
    uint32_t at = find_shared(texts, hash, text);
    if (at || texts->count == TEXTS_MOST || text.len > TEXT_BYTES_MOST) {
        return at;
    }
    ps_str copy = ps_arena_str(&texts->arena, text);
    if (!copy.ptr || !ps_buffer_reserve(&texts->list, sizeof copy) ||
        !ps_index_add(&texts->index, hash)) {
        return 0;
    }
    ps_buffer_add(&texts->list, (const char *)&copy, sizeof copy);
    return (uint32_t)++texts->count;
}

/* A text that other rows are likely to have too. No text is 0, so that numbers begin with 1. */
void ps_row_shared(ps_html_row *row, ps_str text)
{
    uint32_t number = text.len ? share(row->texts, text) : 0;
    if (number) {
        ps_row_next(row);
        ps_output_uint(row->out, number);
    } else {
        ps_row_text(row, text);
    }
}

void ps_row_name(ps_html_row *row, const char *name)
{
    ps_row_shared(row, ps_str_from(name));
}

void ps_row_own_said(ps_html_row *row, ps_str text)
{
    ps_buffer_clear(row->said);
    if (row->phrases->lang == PS_LANG_EN || !text.len) {
        ps_row_text(row, text);
    } else if (ps_phrase_add(row->said, row->phrases, PS_SAID_SENTENCE, text)) {
        ps_row_text(row, ps_buffer_str(row->said));
    } else {
        ps_row_list(row);
        ps_row_text(row, text);
        ps_row_list_end(row);
    }
}

static const ps_html_phrase *find_phrase(const ps_html_texts *texts, uint64_t hash, ps_said kind,
                                         ps_str text)
{
    const ps_html_phrase *list = (const void *)texts->said.ptr;
    uint32_t at = ps_index_first(&texts->said_index, hash);
    while (at && (list[at - 1].kind != kind || !ps_str_equal(list[at - 1].english, text))) {
        at = ps_index_next(&texts->said_index, at - 1);
    }
    return at ? &list[at - 1] : NULL;
}

/* Those that find no room are looked for in the phrases again. */
static void keep_phrase(ps_html_texts *texts, uint64_t hash, ps_html_phrase phrase)
{
    if (!phrase.number || phrase.english.len > TEXT_BYTES_MOST ||
        texts->said_index.count == TEXTS_MOST) {
        return;
    }
    phrase.english = ps_arena_str(&texts->arena, phrase.english);
    if (phrase.english.ptr && ps_buffer_reserve(&texts->said, sizeof phrase) &&
        ps_index_add(&texts->said_index, hash)) {
        ps_buffer_add(&texts->said, (const char *)&phrase, sizeof phrase);
    }
}

/* A shared text, in a list of its own where it is `marked` and not known in the language. */
static void put_said(ps_html_row *row, ps_said kind, ps_str text, int marked)
{
    if (row->phrases->lang == PS_LANG_EN || !text.len) {
        ps_row_shared(row, text);
        return;
    }
    uint64_t hash = ps_index_hash(&row->texts->said_index, text);
    const ps_html_phrase *kept = find_phrase(row->texts, hash, kind, text);
    ps_html_phrase phrase = {.english = text, .kind = kind};
    if (kept) {
        phrase = *kept;
    } else {
        ps_buffer_clear(row->said);
        phrase.known = ps_phrase_add(row->said, row->phrases, kind, text);
        phrase.number = share(row->texts, phrase.known ? ps_buffer_str(row->said) : text);
        keep_phrase(row->texts, hash, phrase);
    }
    if (marked && !phrase.known) {
        ps_row_list(row);
    }
    if (phrase.number) {
        ps_row_next(row);
        ps_output_uint(row->out, phrase.number);
    } else {
        ps_row_text(row, phrase.known ? ps_buffer_str(row->said) : text);
    }
    if (marked && !phrase.known) {
        ps_row_list_end(row);
    }
}

void ps_row_said(ps_html_row *row, ps_said kind, ps_str text)
{
    put_said(row, kind, text, 1);
}

void ps_row_told(ps_html_row *row, ps_said kind, ps_str text)
{
    put_said(row, kind, text, 0);
}

void ps_row_count(ps_html_row *row, uint64_t count)
{
    ps_row_next(row);
    ps_json_uint(row->out, count);
}

void ps_row_day(ps_html_row *row, ps_day day)
{
    ps_row_next(row);
    if (day == PS_NO_DAY) {
        PS_PUT(row->out, "0");
    } else {
        ps_json_day(row->out, day);
    }
}

void ps_row_decimal(ps_html_row *row, int known, ps_decimal value)
{
    ps_row_next(row);
    if (known) {
        ps_json_decimal(row->out, value);
    } else {
        PS_PUT(row->out, "0");
    }
}

void ps_row_texts(ps_html_row *row, const ps_str *texts, size_t count)
{
    ps_row_list(row);
    for (size_t i = 0; i < count; i++) {
        ps_row_shared(row, texts[i]);
    }
    ps_row_list_end(row);
}

void ps_row_laws(ps_html_row *row, const ps_str *citations, size_t count)
{
    ps_row_list(row);
    for (size_t i = 0; i < count; i++) {
        ps_row_told(row, PS_SAID_LAW, citations[i]);
    }
    ps_row_list_end(row);
}

void ps_row_range(ps_html_row *row, const ps_exposure *exposure)
{
    ps_row_decimal(row, exposure->known, exposure->min);
    ps_row_decimal(row, exposure->known, exposure->max);
    ps_row_shared(row, exposure->known ? exposure->currency : PS_NO_STR);
    ps_row_count(row, exposure->known && exposure->contingent);
}
