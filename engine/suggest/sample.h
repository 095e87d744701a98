/* A sample seen as a tree of its different paths, with what was counted at each.
 *
 * One pass over each document; memory is bounded by the limit suggest-paths, not by the documents.
 * Beside the attributes of an element its variants are kept: what stands there for each value of
 * an attribute that may be the name of a field (<col name="qty">3</col>).
 *
 * Threads: belongs to one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SUGGEST_SAMPLE_H
#define PS_SUGGEST_SAMPLE_H

#include "procscreen/limits.h"
#include "procscreen/screener.h"
#include "suggest/shape.h"
#include "suggest/vocabulary.h"

enum { PS_SAMPLE_VALUES = 8 };

typedef enum ps_sample_kind {
    PS_SAMPLE_ELEMENT,
    PS_SAMPLE_ATTRIBUTE,
    PS_SAMPLE_VARIANT /* its name is the value of the attribute `key` of its parent */
} ps_sample_kind;

typedef struct ps_sample ps_sample;
struct ps_sample {
    ps_sample_kind kind;
    ps_str name; /* local */
    ps_str uri;  /* "": no namespace */
    ps_sample *parent;
    ps_sample *first; /* child */
    ps_sample *last;
    ps_sample *next; /* sibling, in the order of their first occurrence */
    const ps_sample *key;
    ps_name_meaning meaning;
    uint32_t depth;
    uint64_t count;
    uint64_t parents; /* occurrences of the parent that have it */
    uint64_t most;    /* of it in one parent */
    uint64_t texts;   /* with a text of its own that is not empty */
    uint64_t shapes[PS_SHAPE_COUNT];
    size_t longest;                  /* text, in bytes */
    ps_str values[PS_SAMPLE_VALUES]; /* different ones, shortened */
    uint64_t says[PS_SAMPLE_VALUES]; /* concepts of the values of what may be a role */
    size_t value_count;
    size_t variants;
    int closed; /* more variants than names of fields can be */
    int rows;   /* its variants are fields: set by ps_samples_settle() */
    /* of the parent's occurrence that is being read */
    uint64_t run;
    uint64_t run_in;
};

typedef struct ps_samples ps_samples;

/** @param limits  Copied. */
PS_CHECKED ps_status ps_samples_new(const ps_limits *limits, ps_samples **ret_samples,
                                    ps_error *reterr);
void ps_samples_free(ps_samples *samples);
/** Read one document. @return as ps_xml_parse(): what was read before an error counts. */
PS_CHECKED ps_status ps_samples_read(ps_samples *samples, ps_read_fn read, void *io,
                                     const char *encoding, ps_error *reterr);
/** After the last document: decide which variants are fields, and what values of roles say.
 * @return PS_OK or PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_samples_settle(ps_samples *samples, ps_error *reterr);

/** Stands above the root elements of all documents; never NULL. */
const ps_sample *ps_samples_top(const ps_samples *samples);
/** Documents read to their end or their error. */
uint64_t ps_samples_documents(const ps_samples *samples);
/** Elements and attributes that were not looked at, because there are too many paths, or names too
 * long for any profile. */
uint64_t ps_samples_left_out(const ps_samples *samples);

/** The first child that is to be looked at, or the next one behind `child`: the variants of rows,
 * the attributes and elements of others. */
const ps_sample *ps_sample_first(const ps_sample *parent);
const ps_sample *ps_sample_next(const ps_sample *child);
/** Whether at least four of five texts have one of the shapes. */
int ps_sample_looks(const ps_sample *sample, uint32_t shapes);
/** Whether it has a text. */
int ps_sample_has_text(const ps_sample *sample);
/** Whether `below` is `above` or inside it. */
int ps_sample_is_in(const ps_sample *below, const ps_sample *above);

#endif
