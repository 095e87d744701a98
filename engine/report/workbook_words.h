/* The workbook's own words in both languages; workbook_words.inc holds them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_WORKBOOK_WORDS_H
#define PS_REPORT_WORKBOOK_WORDS_H

#include "base/buffer.h"
#include "base/lang.h"

typedef enum ps_book_word {
#define WORD(symbol, en, zh) PS_BOOK_##symbol,
#include "report/workbook_words.inc"
#undef WORD
    PS_BOOK_WORDS
} ps_book_word;

const char *ps_book_word_text(ps_book_word word, ps_lang lang);
/** Append a word in which {1} and {2} stand for counts. */
void ps_book_add_counts(ps_buffer *out, ps_book_word word, ps_lang lang, uint64_t first,
                        uint64_t second);

#endif
