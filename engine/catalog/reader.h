/* Reading a catalog's files: what all readers of elements share.
 *
 * Every mistake is reported and reading goes on, so that one check shows all of them. What is wrong
 * is left out; the catalog is refused at the end when there was any problem.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_READER_H
#define PS_CATALOG_READER_H

#include "catalog/model.h"
#include "catalog/wording.h"

typedef struct ps_cat_reader {
    ps_catalog *catalog;
    ps_arena *arena;  /* the catalog's */
    ps_arena scratch; /* of one element */
    ps_arena passing; /* what is needed until all is compiled */
    ps_problem_fn problem;
    void *user;
    const char *path; /* of the file that is read */
    uint16_t file;
    uint32_t *table; /* index + 1 in catalog->texts by hash of the text; 0: free */
    uint32_t table_size;
    size_t problems;
    size_t warnings;
    int no_memory;
    int strict;     /* look for what is allowed and cannot be meant, too */
    ps_error first; /* the first problem */
} ps_cat_reader;

/** Report a problem at `node`; `hint` says what to do and may be NULL. */
__attribute__((format(printf, 4, 5))) void ps_cat_problem(ps_cat_reader *reader,
                                                          const ps_node *node, const char *hint,
                                                          const char *format, ...);
/** The same, or a warning (`severity` PS_WARN), in a file that need not be the one read last. */
__attribute__((format(printf, 6, 7))) void ps_cat_report(ps_cat_reader *reader, ps_status severity,
                                                         uint16_t file, const ps_node *node,
                                                         const char *hint, const char *format, ...);
/** The same for a place that is not a node of the current file. */
void ps_cat_problem_error(ps_cat_reader *reader, const ps_error *error);

/**
 * Check an element against the language: known here, attributes known, required ones there, text
 * where it is wanted.
 * @param parent  Name of the element around it; "" for the root.
 * @return 0 when the element itself is not known here; then it is to be left out.
 */
int ps_cat_check_element(ps_cat_reader *reader, const ps_node *node, const char *parent);

/** The index of the attribute's value among `names` (blank-separated); `fallback` when the
 * attribute is absent or wrong, which is reported. */
int ps_cat_enum(ps_cat_reader *reader, const ps_node *node, const char *attr, const char *names,
                int fallback);
/** A day as YYYY-MM-DD; `fallback` when the attribute is absent or wrong, which is reported. */
ps_day ps_cat_day(ps_cat_reader *reader, const ps_node *node, const char *attr, ps_day fallback);
/** Attributes "from" and "to"; a reversed pair is reported. Absent: INT32_MIN + 1 and INT32_MAX. */
void ps_cat_days(ps_cat_reader *reader, const ps_node *node, ps_day *ret_from, ps_day *ret_to);
/** A whole number up to `max`. */
uint64_t ps_cat_uint(ps_cat_reader *reader, const ps_node *node, const char *attr, uint64_t max,
                     uint64_t fallback);
/** A number; 0 when the attribute is absent or wrong, which is reported. */
int ps_cat_decimal(ps_cat_reader *reader, const ps_node *node, const char *attr, ps_decimal *ret);

/** Index of the element of that id in a list whose elements begin with their id;
 * PS_CAT_NONE_INDEX when there is none. */
uint16_t ps_cat_find(const ps_cat_list *list, size_t size, ps_str id);
/** The id in such a list that is nearest to one; ptr NULL when none is near. */
ps_str ps_cat_nearest(const ps_cat_list *list, size_t size, ps_str id);
/** As ps_cat_find() for an id that an attribute or a word of it names; an unknown one is reported
 * with the nearest. `what` says what is looked for. */
uint16_t ps_cat_refer(ps_cat_reader *reader, const ps_node *node, const ps_cat_list *list,
                      size_t size, ps_str id, const char *what);
/** The categories that an attribute names. @return their count. */
uint8_t ps_cat_categories(ps_cat_reader *reader, const ps_node *node, const char *attr,
                          uint16_t categories[PS_CAT_CATEGORIES_MAX]);

/** Fold as terms are folded, without blanks at the ends. ptr NULL when there is no memory. */
ps_str ps_cat_fold(ps_cat_reader *reader, ps_str text);
/** Fold every wording of an attribute or text and join them with '|'. */
ps_str ps_cat_fold_list(ps_cat_reader *reader, const ps_node *node, ps_str text);

/** Make room for about as many words as that many bytes of packs hold; more is fine. 0: no memory.
 */
int ps_cat_reserve_words(ps_cat_reader *reader, size_t bytes);
/** Add a meaning to every wording of the node's text. Wordings that fold to nothing, to one
 * character, or that are a weak spot of another kind are reported. */
void ps_cat_use_words(ps_cat_reader *reader, const ps_node *node, ps_cat_use_kind kind,
                      ps_cat_strength strength, uint16_t owner);
/** Add a meaning to one text that is already folded; it is copied. */
void ps_cat_add_use(ps_cat_reader *reader, const ps_node *node, ps_str folded, ps_cat_use_kind kind,
                    ps_cat_strength strength, uint16_t owner);

/** Give out the wordings of the node's text, folded, reporting faults of the notation. They live
 * until the next call. */
void ps_cat_each_wording(ps_cat_reader *reader, const ps_node *node, ps_wording_fn wording,
                         void *user);

/** Read in three rounds over all files: what others refer to, units, then the rest. */
void ps_cat_read_declarations(ps_cat_reader *reader, const ps_node *root);
void ps_cat_read_units(ps_cat_reader *reader, const ps_node *root);
/** Order the units for the search; behind the second round. */
void ps_cat_chain_units(ps_catalog *catalog);
void ps_cat_read_rest(ps_cat_reader *reader, const ps_node *root);
/** Read one <entry>. */
void ps_cat_read_entry(ps_cat_reader *reader, const ps_node *node);

/** Read a threshold such as at-least="12 Tbps" of `node` into `threshold`; 0 when it is wrong,
 * which is reported. Units must have been read. */
int ps_cat_read_threshold(ps_cat_reader *reader, const ps_node *node, ps_cat_threshold *threshold);

/** After all files: sort, find duplicates and terms that cannot match, build the term scan. */
ps_status ps_cat_compile(ps_cat_reader *reader, ps_error *reterr);

/** After ps_cat_compile(): look for words that can never count, that are there twice, for
 * expressions that match nothing or try too long, and for examples that name nothing. */
ps_status ps_cat_scrutinise(ps_cat_reader *reader, ps_error *reterr);

#endif
