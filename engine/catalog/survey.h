/* The first half of judging an item: its texts folded and scanned once, what was seen resolved into
 * hits, and the order that words keep among each other: the longer one wins, decoys cover, negated
 * goods are no goods.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_SURVEY_H
#define PS_CATALOG_SURVEY_H

#include "base/buffer.h"
#include "base/profiler.h"
#include "catalog/measure.h"
#include "catalog/model.h"
#include "text/fold.h"

/** A text of the item that a field of the scan is made of: a property's name, its value, its unit
 * are three pieces of one field. */
typedef struct ps_survey_piece {
    ps_str field; /* as evidence names it; ptr NULL: not to be quoted */
    ps_value value;
    size_t offset; /* in the field's source */
} ps_survey_piece;

enum { PS_SURVEY_PIECES_MAX = 3 };

typedef struct ps_survey_field {
    ps_folded folded;
    ps_survey_piece pieces[PS_SURVEY_PIECES_MAX];
    size_t piece_count;
    int context; /* tells about the item but does not name it: the department */
} ps_survey_field;

/** Why a hit does not count. */
typedef enum ps_hit_verdict {
    PS_HIT_COUNTS,
    PS_HIT_SHADOWED, /* inside a longer word */
    PS_HIT_DECOYED,  /* inside a decoy */
    PS_HIT_NEGATED,
    PS_HIT_BLOCKED, /* a word beside it says that something else is meant */
    PS_HIT_CONTEXT  /* in a field that does not name the item */
} ps_hit_verdict;

/** One meaning of one place of one field. */
typedef struct ps_hit {
    uint32_t field;
    uint32_t start;
    uint32_t end;
    uint32_t by; /* the hit that covers, negates, blocks or moves it; UINT32_MAX: none */
    uint16_t owner;
    uint8_t kind;     /* ps_cat_use_kind */
    uint8_t strength; /* as in the pack */
    uint8_t verdict;
    uint8_t tier;     /* after companions and modifiers */
    uint8_t seconded; /* weak, but a modifier speaks for it */
} ps_hit;

typedef struct ps_survey_raw {
    uint32_t pattern;
    uint32_t end;
    uint32_t field;
    uint32_t whole; /* stands between word boundaries */
} ps_survey_raw;

/** A measure and its field. */
typedef struct ps_survey_measure {
    ps_measure measure;
    uint32_t field;
} ps_survey_measure;

typedef struct ps_survey {
    const ps_catalog *catalog;
    const ps_limits *limits;
    ps_regex_scratch *regex;
    ps_profiler *profiler;    /* NULL: none */
    ps_arena arena;           /* of one item */
    ps_buffer fields;         /* ps_survey_field */
    ps_buffer raw;            /* ps_survey_raw */
    ps_buffer hits;           /* ps_hit, by field and start, the longer first */
    ps_buffer measures;       /* ps_survey_measure */
    ps_buffer labels;         /* ps_measure_label of one field */
    uint32_t *pattern_fields; /* for each regex, the field it was tried on last, + 1 */
    int candidate;            /* something was seen that can lead to a hit */
    int letters;              /* some text that names the item has letters or ideographs */
    int limit;                /* the limit "matches" was reached */
} ps_survey;

#define PS_SURVEY_HITS(scan) ((ps_hit *)(void *)(scan)->hits.ptr)
#define PS_SURVEY_HIT_COUNT(scan) ((uint32_t)((scan)->hits.len / sizeof(ps_hit)))
#define PS_SURVEY_FIELDS(scan) ((ps_survey_field *)(void *)(scan)->fields.ptr)
#define PS_SURVEY_FIELD_COUNT(scan) ((uint32_t)((scan)->fields.len / sizeof(ps_survey_field)))
#define PS_SURVEY_MEASURES(scan) ((ps_survey_measure *)(void *)(scan)->measures.ptr)
#define PS_SURVEY_MEASURE_COUNT(scan) ((uint32_t)((scan)->measures.len / sizeof(ps_survey_measure)))

PS_CHECKED ps_status ps_survey_init(ps_survey *scan, const ps_catalog *catalog,
                                    const ps_limits *limits, ps_error *reterr);
void ps_survey_done(ps_survey *scan);

/** Fold and scan all texts of the item. @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_survey_texts(ps_survey *scan, const ps_item *item, ps_error *reterr);
/** Whether nothing was seen in a text that names the item, neither a word of the catalog nor a
 * measure; *ret_letters is then whether it has any letter. Uses up what was scanned before.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_survey_is_silent(ps_survey *scan, const ps_value *value, int *ret_silent,
                                         int *ret_letters, ps_error *reterr);
/** Whether no text tells what the item is: none has a letter, or all are phrases such as "see
 * annex". */
int ps_survey_says_nothing(const ps_survey *scan);
/** Turn what was seen into hits with their verdicts, and read the measures.
 * @return PS_OK; PS_FAILED with PS_E_LIMIT or PS_E_REGEX (the item cannot be decided); PS_FATAL
 * with PS_E_MEMORY. */
PS_CHECKED ps_status ps_survey_resolve(ps_survey *scan, ps_error *reterr);

/** Where a range of a field stands in the item: field name, offsets in that text, line, quote. */
typedef struct ps_survey_place {
    ps_str field;
    ps_str quote;
    uint64_t start;
    uint64_t end;
    uint64_t line;
} ps_survey_place;
ps_survey_place ps_survey_where(const ps_survey *scan, uint32_t field, uint32_t start,
                                uint32_t end);

/** Whether the tail of a model number stands at `at` of the folded text; *ret_end is behind it. */
int ps_shape_matches(ps_str tail, ps_str text, size_t at, size_t *ret_end);

/** Mark what negations reach. Part of ps_survey_resolve(), in a file of its own. */
void ps_survey_negate(ps_survey *scan);

#endif
