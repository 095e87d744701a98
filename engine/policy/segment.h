/* Cutting contract texts into clauses and sentences.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_SEGMENT_H
#define PS_POLICY_SEGMENT_H

#include "base/arena.h"
#include "text/fold.h"

#define PS_NO_UNIT UINT32_MAX
#define PS_NO_CLAUSE UINT32_MAX

/** A numbered or titled part of a text; sub-clauses are clauses of their own. */
typedef struct ps_clause {
    ps_span source;
    uint32_t parent; /* the clause that it stands under; PS_NO_CLAUSE */
    uint32_t text;
    unsigned level;
    ps_str number; /* "8.2.", "第八条"; empty: titled only */
    int has_heading;
    int has_body; /* letters beside the heading, here or in a sub-clause */
} ps_clause;

/** What patterns are matched against: a sentence, a heading, an item of a list with the words that
 * lead the list in, or a piece of a sentence that is too long. */
typedef struct ps_unit {
    ps_span source;
    ps_span folded;
    uint32_t text;
    uint32_t clause;
    uint32_t stem;   /* unit whose words go in front; PS_NO_UNIT */
    uint32_t extras; /* so many of the units behind are parts of this sentence */
    uint32_t end;    /* units up to this one (not included) have this one as their stem */
    int is_heading;
    int is_part; /* one of the extras of a sentence */
    int skipped; /* not matched itself: it only leads a list in, or was cut into pieces */
} ps_unit;

typedef struct ps_segments {
    ps_clause *clauses;
    uint32_t clause_count;
    uint32_t clause_room;
    ps_unit *units;
    uint32_t unit_count;
    uint32_t unit_room;
} ps_segments;

/**
 * Cut one text and add its units.
 *
 * @param under  Index of a clause that the text stands under (one made by ps_segment_heading());
 * PS_NO_CLAUSE: none.
 * @return 0 when there is no memory.
 */
int ps_segment_text(ps_segments *segments, ps_arena *arena, const ps_folded *folded, uint32_t text,
                    uint32_t under);
/** Add a title that the source keeps apart from the body. @return the index of its clause,
 * PS_NO_CLAUSE when there is no memory. */
uint32_t ps_segment_heading(ps_segments *segments, ps_arena *arena, const ps_folded *folded,
                            uint32_t text);

/** The sentence of text `text` that holds the folded offset; PS_NO_UNIT between sentences. */
uint32_t ps_segment_find(const ps_segments *segments, uint32_t text, size_t folded_offset);

/** A marker of numbering at the start of a sentence, for segment.c. */
typedef enum ps_marker_kind {
    PS_MARKER_NONE,
    PS_MARKER_CHAPTER, /* 第八条, Article 8 */
    PS_MARKER_NUMBER,  /* 8. 8.1 一、 */
    PS_MARKER_PAREN,   /* (a) (1) (一) a) ① */
    PS_MARKER_BULLET
} ps_marker_kind;

typedef struct ps_marker {
    ps_marker_kind kind;
    unsigned style; /* what kind of figure, for telling lists apart */
    unsigned value;
    unsigned roman; /* the value if a letter is a Roman figure */
    unsigned level;
    size_t end; /* behind the marker and the blanks that follow */
} ps_marker;

/** @param line_start  Whether `at` is the first character of a line (bullets, bare numbers). */
ps_marker ps_marker_read(ps_str source, size_t at, int line_start);
/** Whether the words in front of `end` lead a list in: they end with a colon or with "shall". */
int ps_leads_in(ps_str source, size_t end);

enum { PS_FIGURES = 6 };
/** The figures of a clause's number: 8 and 2 of "8.2" or "Section 8.2", 8 of 第八条. @return how
 * many. */
size_t ps_clause_figures(ps_str number, unsigned figures[PS_FIGURES]);
/** Whether `next` goes on with the list in which `last` stands. */
int ps_marker_follows(const ps_marker *last, const ps_marker *next);
/** Where the heading that begins at `at` ends; `at` when there is none. `numbered`: a marker stands
 * in front. */
size_t ps_heading_end(ps_str source, size_t at, int numbered);

/* Characters, for these modules. */
/** The character at an offset and its length; 0 at the end. `ret_len` may be NULL. */
uint32_t ps_char_at(ps_str source, size_t at, size_t *ret_len);
int ps_char_is_blank(uint32_t codepoint);
int ps_char_is_newline(uint32_t codepoint);
int ps_char_is_cjk(uint32_t codepoint);
int ps_char_is_upper(uint32_t codepoint);
int ps_char_is_lower(uint32_t codepoint);
/** Behind blanks, and line ends too if `lines`. */
size_t ps_skip_white(ps_str source, size_t at, int lines);

#endif
