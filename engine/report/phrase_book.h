/* The book that phrases are looked up in: what the engine says, which is built in, and what the
 * packs of a run say, which are asked when it is opened.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_PHRASE_BOOK_H
#define PS_REPORT_PHRASE_BOOK_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/index.h"
#include "base/lang.h"
#include "base/pack_text.h"
#include "procscreen/pack.h"

/** What kind of text it is: the same word may be said otherwise elsewhere. */
typedef enum ps_said {
    PS_SAID_SENTENCE, /**< messages, next steps, reasons, what a clause lacks, formulas, errors */
    PS_SAID_CAUSE,    /**< names of reasons and errors: "no-description" */
    PS_SAID_CONFIDENCE,
    PS_SAID_CONTRACT,
    PS_SAID_DATE,
    PS_SAID_FIELD, /**< where in a record a place is: "name", "code UNSPSC" */
    PS_SAID_FILED,
    PS_SAID_ITEM,
    PS_SAID_LAW,   /**< a citation: "MCR 2021 art. 5" */
    PS_SAID_MONEY, /**< the name of a currency, behind its amount: "CNY" */
    PS_SAID_NOTE,  /**< of a citation, behind its article */
    PS_SAID_NOUN,
    PS_SAID_PARTY,
    PS_SAID_PLACE, /**< where in a document: "clause 8.2, paragraph 12" */
    PS_SAID_RULE,  /**< the id of a rule */
    PS_SAID_SCALE,
    PS_SAID_STATUS,
    PS_SAID_THROUGH, /**< the references that lead to a contract */
    PS_SAID_TIER,
    PS_SAID_TITLE, /**< of a category, an element, an entry */
    PS_SAID_LABEL, /**< what citations call a law */
    PS_SAID_COUNT
} ps_said;

typedef struct ps_phrase_pair {
    ps_str english;
    ps_str chinese;
} ps_phrase_pair;

/** A category, an element or a law of the packs. */
typedef struct ps_phrase_name {
    ps_pack_text_kind kind;
    ps_str id;
    ps_str title; /* in the language of the book, where the pack has it */
    ps_str from;
    ps_str to;
} ps_phrase_name;

/** Belongs to one thread. */
typedef struct ps_phrases {
    ps_lang lang;
    ps_arena arena;
    ps_buffer sentences; /* ps_phrase_pair: of the packs, to be filled */
    ps_buffer titles;    /* ps_phrase_pair: of the packs, nothing to be filled in */
    ps_buffer labels;    /* ps_phrase_pair */
    ps_index by_title;
    size_t longest_title; /* in English: what is longer need not be looked for */
    ps_buffer names;      /* ps_phrase_name, by kind, then id */
    int no_memory;
} ps_phrases;

/**
 * @param packs  What they say is known too; NULL: only what the engine says itself.
 * @return 1; 0 when there is no memory. Either way the caller's to end with ps_phrases_done().
 */
int ps_phrases_init(ps_phrases *phrases, ps_lang lang, const ps_packs *packs);
/** Accepts a zeroed struct. */
void ps_phrases_done(ps_phrases *phrases);

/** What a pack calls a category, an element or a law; `id` itself where none does. */
ps_str ps_phrases_name(const ps_phrases *phrases, ps_pack_text_kind kind, ps_str id);
const ps_phrase_name *ps_phrases_names(const ps_phrases *phrases, size_t *ret_count);

/* For phrases.c. */
static inline const ps_phrase_pair *ps_phrases_sentences(const ps_phrases *phrases,
                                                         size_t *ret_count)
{
    *ret_count = phrases->sentences.len / sizeof(ps_phrase_pair);
    return (const void *)phrases->sentences.ptr;
}
/** The Chinese of a title or of a law's label; absent where no pack has it. */
ps_str ps_phrases_find(const ps_phrases *phrases, ps_said kind, ps_str english);

#endif
