/* SPDX-License-Identifier: Apache-2.0 */
#include "report/workbook_words.h"

static const char *const words[][PS_LANG_COUNT] = {
#define WORD(symbol, en, zh) [PS_BOOK_##symbol] = {en, zh},
#include "report/workbook_words.inc"
#undef WORD
};

const char *ps_book_word_text(ps_book_word word, ps_lang lang)
{
    return words[word][lang];
}

void ps_book_add_counts(ps_buffer *out, ps_book_word word, ps_lang lang, uint64_t first,
                        uint64_t second)
{
    for (const char *at = words[word][lang]; *at; at++) {
        if (at[0] == '{' && at[1] && at[2] == '}') {
            ps_buffer_add_uint(out, at[1] == '1' ? first : second);
            at += 2;
        } else {
            ps_buffer_add_char(out, *at);
        }
    }
}
