/* The dossier's own words in both languages; words.inc holds them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOSSIER_WORDS_H
#define PS_DOSSIER_WORDS_H

#include "base/str.h"
#include "dossier/paper.h"
#include "procscreen/outcome.h"

typedef enum ps_word {
#define WORD(symbol, en, zh) PS_WORD_##symbol,
#include "dossier/words.inc"
#undef WORD
    PS_WORD_COUNT
} ps_word;

ps_str ps_word_in(ps_lang lang, ps_word word);

/* The words of outcomes; those of procscreen/outcome.h in English. */
ps_str ps_word_confidence(ps_lang lang, ps_confidence confidence);
ps_str ps_word_scale(ps_lang lang, ps_scale scale);
ps_str ps_word_state(ps_lang lang, ps_state state);
ps_str ps_word_severity(ps_lang lang, ps_severity severity);
ps_str ps_word_status(ps_lang lang, ps_cii_status status);
ps_str ps_word_kind(ps_lang lang, ps_record_kind kind);
ps_str ps_word_check(ps_lang lang, ps_ident_check check);
/** Whether the law asks for an element: by its nature, "statutory" … */
ps_str ps_word_nature(ps_lang lang, ps_str nature);

#endif
