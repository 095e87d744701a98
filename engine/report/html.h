/* The HTML report: one file that needs nothing else. page.html is the frame; its words come in two
 * languages, its slots are filled by the files html_*.c. Whatever comes from input is made
 * printable and escaped in html_text.c, or is a string of the data that page.js shows as text.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_HTML_H
#define PS_REPORT_HTML_H

#include "base/lang.h"
#include "report/html_page.h"
#include "report/output.h"
#include "report/phrases.h"

/** Markup on its way out, in one language. */
typedef struct ps_html {
    ps_output *out;
    ps_lang lang;
    const ps_phrases *phrases; /* in that language */
    ps_buffer scratch;
    ps_buffer said;
} ps_html;

/** Markup of ours. */
static inline void ps_html_put(ps_html *html, const char *markup)
{
    ps_output_text(html->out, markup);
}
__attribute__((format(printf, 2, 3))) void ps_html_putf(ps_html *html, const char *format, ...);
/** Text of input or packs: printable, escaped. */
void ps_html_text(ps_html *html, ps_str text);
void ps_html_word(ps_html *html, ps_word word);
/** What the engine or a pack says, in the page's language; marked as English where it is not known
 * in that. */
void ps_html_said(ps_html *html, ps_said kind, ps_str text);
/** A word in which {1}, {2} … stand for `parts`, which are text, the first for {1}. */
void ps_html_say(ps_html *html, ps_word word, const ps_str *parts, size_t count);

/** The same with counts for parts, at most 8. */
void ps_html_say_counts(ps_html *html, ps_word word, const uint64_t *counts, size_t count);

/* Figures as the language writes them, appended to a buffer that holds text. */
void ps_html_add_day(ps_buffer *buffer, ps_lang lang, ps_day day);
void ps_html_add_amount(ps_buffer *buffer, ps_lang lang, ps_decimal amount, ps_str currency);
/** "CNY 1,000 to 10,000"; one amount where both ends are equal. */
void ps_html_add_range(ps_buffer *buffer, ps_lang lang, const ps_exposure *exposure);

/* html_words.c: what make_page.py made of the folder html/, and what the packs call things. */
const char *ps_html_word_text(ps_word word, ps_lang lang);
/** The word whose key is `prefix` and `name` with a hyphen between; `name` itself when there is
 * none. */
ps_str ps_html_word_of(const char *prefix, const char *name, ps_lang lang);

/** All words, and all names, as JSON for page.js. */
void ps_html_put_words(ps_output *out, ps_lang lang);
void ps_html_put_names(ps_output *out, const ps_phrases *phrases);

typedef void (*ps_html_slot_fn)(void *user, ps_slot slot);
/** Write the page: `slot` is called where one stands. Policy, style and script fill themselves. */
void ps_html_page(ps_html *html, ps_html_slot_fn slot, void *user);

#endif
