/* Texts in another notation inside the text of an element, as the text that a person would read:
 * HTML that was escaped once more, SAPscript's character formats, a JSON value.
 *
 * Marks go, characters written as entities or escapes become themselves. The end of a block (a
 * paragraph, a cell, a member) becomes U+2029, a line break U+2028, so that clauses are cut there;
 * every line end of the source stays one "\n", so that lines can still be counted.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_RECORD_PLAIN_H
#define PS_RECORD_PLAIN_H

#include "base/arena.h"

typedef enum ps_plain {
    PS_PLAIN_AS_IS, /* the text is in no such notation */
    PS_PLAIN_READ,  /* *ret_text is what it says; it may be empty */
    PS_PLAIN_DEEP,  /* JSON nested deeper than the limit */
    PS_PLAIN_NO_MEMORY
} ps_plain;

/**
 * @param text        Valid UTF-8.
 * @param json_depth  Objects and arrays in each other at the most.
 * @param ret_text    In the arena; set only with PS_PLAIN_READ.
 *
 * A text without '<' and '&' that does not begin with a bracket costs two scans for a byte.
 */
ps_plain ps_plain_read(ps_arena *arena, ps_str text, uint64_t json_depth, ps_str *ret_text);

/** What is being written, for markup.c and json_text.c: room is twice the source. */
typedef struct ps_plain_out {
    char *ptr;
    size_t len;
    int any;     /* something but line ends is written */
    int pending; /* of a break: 0, or the last byte of U+2028 or U+2029 */
    int bullet;  /* the next block is an item of a list */
} ps_plain_out;

enum { PS_PLAIN_LINE = 0xA8, PS_PLAIN_BLOCK = 0xA9 };

/** A break, once something is written behind it. Of several the strongest counts. */
static inline void ps_plain_break(ps_plain_out *out, int kind)
{
    out->pending = kind > out->pending ? kind : out->pending;
}
/** One byte of text. */
void ps_plain_byte(ps_plain_out *out, char c);
void ps_plain_code(ps_plain_out *out, uint32_t codepoint);

/** Whether the text has a mark or an entity that is known; then what is left of it is written. */
int ps_markup_read(ps_str text, ps_plain_out *out);
/** Whether the text is one JSON object or array (1), with its strings, numbers and names written;
 * 0: it is not; -1: it is nested too deep. */
int ps_json_text_read(ps_str text, uint64_t depth, ps_plain_out *out);

#endif
