/* Text and figures of the HTML report, in its language.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "report/figures.h"
#include "report/html.h"
#include "report/printable.h"

void ps_html_putf(ps_html *html, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ps_html_put(html, text);
}

/* What is in the scratch buffer goes out; a lack of memory stops the output. */
static void put_scratch(ps_html *html)
{
    if (html->scratch.failed && !html->out->failed) {
        html->out->failed = ENOMEM;
    }
    ps_output_str(html->out, ps_buffer_str(&html->scratch));
}

void ps_html_text(ps_html *html, ps_str text)
{
    ps_buffer printable;
    ps_buffer_init(&printable, 0);
    ps_printable_add(&printable, text, PS_BLANKS_COLLAPSE);
    ps_buffer_clear(&html->scratch);
    ps_buffer_add_markup(&html->scratch, ps_buffer_str(&printable));
    html->scratch.failed |= printable.failed;
    put_scratch(html);
    ps_buffer_done(&printable);
}

void ps_html_word(ps_html *html, ps_word word)
{
    ps_html_text(html, ps_str_from(ps_html_word_text(word, html->lang)));
}

void ps_html_said(ps_html *html, ps_said kind, ps_str text)
{
    ps_buffer_clear(&html->said);
    if (ps_phrase_add(&html->said, html->phrases, kind, text)) {
        ps_html_text(html, ps_buffer_str(&html->said));
    } else if (text.len) {
        ps_html_put(html, "<span lang=\"en\">");
        ps_html_text(html, text);
        ps_html_put(html, "</span>");
    }
}

void ps_html_say(ps_html *html, ps_word word, const ps_str *parts, size_t count)
{
    ps_str text = ps_str_from(ps_html_word_text(word, html->lang));
    size_t from = 0;
    for (size_t i = 0; i + 2 < text.len; i++) {
        size_t number = (size_t)(text.ptr[i + 1] - '1');
        if (text.ptr[i] == '{' && number < count && text.ptr[i + 2] == '}') {
            ps_html_text(html, ps_str_slice(text, from, i));
            ps_html_text(html, parts[number]);
            from = i + 3;
        }
    }
    ps_html_text(html, ps_str_slice(text, from, text.len));
}

void ps_html_say_counts(ps_html *html, ps_word word, const uint64_t *counts, size_t count)
{
    enum { COUNTS_MOST = 8 };
    ps_buffer figures[COUNTS_MOST];
    ps_str parts[COUNTS_MOST] = {{NULL, 0}};
    count = count < COUNTS_MOST ? count : COUNTS_MOST;
    for (size_t i = 0; i < count; i++) {
        ps_buffer_init(&figures[i], 0);
        ps_figure_count(&figures[i], counts[i]);
        parts[i] = ps_buffer_str(&figures[i]);
    }
    ps_html_say(html, word, parts, count);
    for (size_t i = 0; i < count; i++) {
        ps_buffer_done(&figures[i]);
    }
}

/* A field of YYYY-MM-DD without its leading zero. */
static ps_str field_of(ps_str day, size_t start, size_t end)
{
    return ps_str_slice(day, day.ptr[start] == '0' ? start + 1 : start, end);
}

void ps_html_add_day(ps_buffer *buffer, ps_lang lang, ps_day day)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    ps_buffer iso;
    uint64_t month = 1;
    ps_buffer_init(&iso, 0);
    ps_date_format(day, &iso);
    ps_str text = ps_buffer_str(&iso);
    if (text.len != 10) {
        buffer->failed |= iso.failed;
    } else if (lang == PS_LANG_ZH) {
        ps_buffer_add_str(buffer, ps_str_slice(text, 0, 4));
        ps_buffer_add_text(buffer, "年");
        ps_buffer_add_str(buffer, field_of(text, 5, 7));
        ps_buffer_add_text(buffer, "月");
        ps_buffer_add_str(buffer, field_of(text, 8, 10));
        ps_buffer_add_text(buffer, "日");
    } else if (ps_str_to_uint(ps_str_slice(text, 5, 7), PS_COUNT(months), &month) && month) {
        ps_buffer_add_str(buffer, field_of(text, 8, 10));
        ps_buffer_printf(buffer, " %s ", months[month - 1]);
        ps_buffer_add_str(buffer, ps_str_slice(text, 0, 4));
    }
    ps_buffer_done(&iso);
}

/* In Chinese money is named behind its amount, as people write it. */
static void add_money_name(ps_buffer *buffer, ps_lang lang, ps_str currency)
{
    char code[8] = "";
    if (currency.len == 3) {
        memcpy(code, currency.ptr, 3);
    }
    if (code[0]) {
        ps_str name = ps_html_word_of("money", code, lang);
        ps_buffer_add_str(buffer, name);
    } else {
        ps_buffer_add_str(buffer, currency);
    }
}

/* An amount and its currency stand on one line. */
#define NO_BREAK "\xc2\xa0"

static void begin_money(ps_buffer *buffer, ps_lang lang, ps_str currency)
{
    if (lang == PS_LANG_EN && currency.len) {
        ps_buffer_add_str(buffer, currency);
        ps_buffer_add_text(buffer, NO_BREAK);
    }
}

static void end_money(ps_buffer *buffer, ps_lang lang, ps_str currency)
{
    if (lang == PS_LANG_ZH && currency.len) {
        ps_buffer_add_text(buffer, NO_BREAK);
        add_money_name(buffer, lang, currency);
    }
}

void ps_html_add_amount(ps_buffer *buffer, ps_lang lang, ps_decimal amount, ps_str currency)
{
    begin_money(buffer, lang, currency);
    ps_figure_decimal(buffer, amount);
    end_money(buffer, lang, currency);
}

void ps_html_add_range(ps_buffer *buffer, ps_lang lang, const ps_exposure *exposure)
{
    begin_money(buffer, lang, exposure->currency);
    ps_figure_decimal(buffer, exposure->min);
    if (exposure->min.digits != exposure->max.digits ||
        exposure->min.scale != exposure->max.scale) {
        ps_buffer_printf(buffer, " %s ", ps_html_word_text(PS_WORD_TO, lang));
        ps_figure_decimal(buffer, exposure->max);
    }
    end_money(buffer, lang, exposure->currency);
}
