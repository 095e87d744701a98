/* What the engine and the packs say to people, in the language of a report.
 *
 * Records and kept runs carry it in English, whatever the language of a report is. Like gettext,
 * this finds the Chinese of a sentence by the English one: what it is filled with (names, ids,
 * quotes) is found by the sentence around it. So a report that is made from a kept run says the
 * same as one that is made live, where the packs are the same; and a sentence that no pack has in
 * Chinese is shown as it is, never as the translation of another. phrases.txt holds the engine's
 * own sentences, the packs hold theirs (phrase_book.h).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_PHRASES_H
#define PS_REPORT_PHRASES_H

#include "report/phrase_book.h"

/**
 * Append `text` in the language of `phrases`; several sentences or citations too, as the engine
 * joins them.
 *
 * @return 1; 0 when it is not known in the language: nothing is appended then. English is always
 * known.
 */
int ps_phrase_add(ps_buffer *out, const ps_phrases *phrases, ps_said kind, ps_str text);

/** The same into an emptied `room`; `text` itself when it is not known. */
ps_str ps_phrase(ps_buffer *room, const ps_phrases *phrases, ps_said kind, ps_str text);

#endif
