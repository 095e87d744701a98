/* Paragraphs for a terminal: text is composed piece by piece, made safe on the way in, and written
 * wrapped to a width with a hanging indent. Knows that CJK characters are two columns wide and may
 * be parted between any two of them, but not in front of a closing mark.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_LINES_H
#define PS_REPORT_LINES_H

#include "report/output.h"
#include "report/printable.h"

typedef struct ps_lines {
    ps_output *out;
    size_t columns;
    int colour;
    ps_buffer text; /* the paragraph that is being composed; controls in it are styles of ours */
} ps_lines;

typedef enum ps_style {
    PS_STYLE_PLAIN = 1,
    PS_STYLE_BOLD,
    PS_STYLE_DIM,
    PS_STYLE_RED,
    PS_STYLE_YELLOW,
    PS_STYLE_CYAN
} ps_style;

/** @param columns  Made to fit into 40 to 1000; 0: 80. */
void ps_lines_init(ps_lines *lines, ps_output *out, size_t columns, int colour);
void ps_lines_done(ps_lines *lines);

/** Prose of ours or of the input; blanks and line ends are one blank. */
void ps_lines_add(ps_lines *lines, ps_str text);
/** A name, an id or a path of the input: nothing in it is changed silently. */
void ps_lines_add_name(ps_lines *lines, ps_str text);
/** Text of ours. */
void ps_lines_say(ps_lines *lines, const char *text);
__attribute__((format(printf, 2, 3))) void ps_lines_sayf(ps_lines *lines, const char *format, ...);
/** With thousands separators. */
void ps_lines_add_count(ps_lines *lines, uint64_t value);
void ps_lines_add_decimal(ps_lines *lines, ps_decimal value);
void ps_lines_style(ps_lines *lines, ps_style style);
/** Columns that the paragraph takes so far, were it not wrapped. */
size_t ps_lines_width(const ps_lines *lines);
/** Blanks up to that column of the paragraph, at least one. */
void ps_lines_pad(ps_lines *lines, size_t column);

/**
 * Write the paragraph and begin the next.
 *
 * @param first  Blanks in front of the first line.
 * @param hang   Blanks in front of the others.
 */
void ps_lines_end(ps_lines *lines, size_t first, size_t hang);
/** The same with a label in the first line: `label` at `first`, the text at `hang`. */
void ps_lines_end_labelled(ps_lines *lines, size_t first, const char *label, size_t hang);
/** The same with text at the right end of the first line, or in a line of its own when there is no
 * room. `right` is what ps_printable_add() made; "" for none. */
void ps_lines_end_right(ps_lines *lines, size_t first, size_t hang, ps_str right);
void ps_lines_blank(ps_lines *lines);
/** A line of `c` over the whole width. */
void ps_lines_rule(ps_lines *lines, char c);

#endif
