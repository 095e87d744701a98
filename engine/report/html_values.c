/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_values.h"

#include "base/str.h"
#include "report/json.h"

void ps_row_next(ps_html_row *row)
{
    if (row->begun) {
        PS_PUT(row->out, ",");
    }
    row->begun = 1;
}

/* A number and the comma in front of it at once: nearly every value of a row is a small one. */
static void put_number(ps_html_row *row, uint64_t value)
{
    enum { LONGEST = 21 };
    char text[LONGEST + 8]; /* eight bytes of a short one are read */
    size_t at = LONGEST;
    memset(text + at, 0, 8);
    do {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    text[--at] = ',';
    at += !row->begun;
    row->begun = 1;
    if (LONGEST - at <= 8) {
        ps_output_add_short(row->out, text + at, LONGEST - at);
    } else {
        ps_output_add(row->out, text + at, LONGEST - at);
    }
}

void ps_row_list(ps_html_row *row)
{
    if (row->begun) {
        PS_PUT(row->out, ",[");
    } else {
        PS_PUT(row->out, "[");
    }
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
    put_number(row, 0);
}

void ps_row_text(ps_html_row *row, ps_str text)
{
    if (!text.len) {
        ps_row_null(row);
        return;
    }
    ps_row_next(row);
    ps_json_string(row->out, text);
}

/* A text that other rows are likely to have too. No text is 0, so that numbers begin with 1. */
void ps_row_shared(ps_html_row *row, ps_str text)
{
    uint32_t number = text.len ? ps_numbered_of(&row->texts->shared, text, 0) : 0;
    if (number) {
        put_number(row, number);
    } else {
        ps_row_text(row, text);
    }
}

void ps_row_name(ps_html_row *row, const char *name)
{
    ps_row_shared(row, ps_str_from(name));
}

/* The text in the page's language, or itself; whether it is known. */
static int translate(ps_html_row *row, ps_str *text)
{
    if (row->phrases->lang == PS_LANG_EN || !text->len) {
        return 1;
    }
    ps_buffer_clear(row->said);
    if (!ps_phrase_add(row->said, row->phrases, PS_SAID_SENTENCE, *text)) {
        return 0;
    }
    *text = ps_buffer_str(row->said);
    return 1;
}

static void put_marked(ps_html_row *row, ps_str text, int known)
{
    if (known) {
        ps_row_text(row, text);
    } else {
        ps_row_list(row);
        ps_row_text(row, text);
        ps_row_list_end(row);
    }
}

void ps_row_own_said(ps_html_row *row, ps_str text)
{
    int known = translate(row, &text);
    put_marked(row, text, known);
}

void ps_row_said_of(ps_html_row *row, ps_str text, ps_str name)
{
    int known = translate(row, &text);
    size_t at = name.len ? ps_str_find(text, name) : SIZE_MAX;
    size_t end = at == SIZE_MAX ? text.len : at + name.len;
    put_marked(row, ps_str_slice(text, 0, end), known);
    ps_row_shared(row, ps_str_slice(text, end, text.len));
}

/* What is noted of a text that the engine says: whether it is known in the page's language, and
 * the number of the shared text. Those that have no number are looked for in the phrases again. */
enum { KNOWN = 1, NUMBER_SHIFT = 1 };

/* A shared text, in a list of its own where it is `marked` and not known in the language. */
static void put_said(ps_html_row *row, ps_said kind, ps_str text, int marked)
{
    ps_html_texts *texts = row->texts;
    if (row->phrases->lang == PS_LANG_EN || !text.len) {
        ps_row_shared(row, text);
        return;
    }
    uint32_t english = ps_numbered_of(&texts->said, text, kind);
    uint32_t note = english ? ps_numbered_at(&texts->said, english)->note : 0;
    ps_str shown = text;
    if (!note) {
        ps_buffer_clear(row->said);
        int known = ps_phrase_add(row->said, row->phrases, kind, text);
        shown = known ? ps_buffer_str(row->said) : text;
        uint32_t number = ps_numbered_of(&texts->shared, shown, 0);
        note = number << NUMBER_SHIFT | (known ? KNOWN : 0);
    }
    if (english && note >> NUMBER_SHIFT) {
        ps_numbered_at(&texts->said, english)->note = note;
    }
    int listed = marked && !(note & KNOWN);
    if (listed) {
        ps_row_list(row);
    }
    if (note >> NUMBER_SHIFT) {
        put_number(row, note >> NUMBER_SHIFT);
    } else {
        ps_row_text(row, shown);
    }
    if (listed) {
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
    if (count <= (uint64_t)1 << 53) { /* what a double keeps; else a string */
        put_number(row, count);
    } else {
        ps_row_next(row);
        ps_json_uint(row->out, count);
    }
}

void ps_row_day(ps_html_row *row, ps_day day)
{
    if (day == PS_NO_DAY) {
        ps_row_null(row);
        return;
    }
    ps_row_next(row);
    ps_json_day(row->out, day);
}

void ps_row_decimal(ps_html_row *row, int known, ps_decimal value)
{
    if (!known) {
        ps_row_null(row);
        return;
    }
    ps_row_next(row);
    ps_json_decimal(row->out, value);
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
