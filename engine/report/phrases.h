/* What the engine and the shipped packs say to people, in the language of a report.
 *
 * Records and kept runs carry it in English, whatever the language of a report is. Like gettext,
 * this finds the Chinese of a sentence by the English one: what it is filled with (names, ids,
 * quotes) is found by the sentence around it. So a report that is made from a kept run says the
 * same as one that is made live, and what a pack of someone's own says is shown as it says it,
 * never as another pack's translation. phrases.txt and the packs hold the sentences.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_PHRASES_H
#define PS_REPORT_PHRASES_H

#include "base/buffer.h"
#include "base/lang.h"

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

/**
 * Append `text` in the language; several sentences or citations too, as the engine joins them.
 *
 * @return 1; 0 when it is not known in the language: nothing is appended then. English is always
 * known.
 */
int ps_phrase_add(ps_buffer *out, ps_lang lang, ps_said kind, ps_str text);

/** The same into an emptied `room`; `text` itself when it is not known. */
ps_str ps_phrase(ps_buffer *room, ps_lang lang, ps_said kind, ps_str text);

#endif
