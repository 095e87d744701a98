/* Fields of the objects of a kept run, by key. A field that is not there, or null, is absent; one
 * that is there and wrong is an error, which is kept until the line is through: look at `failed`
 * then. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_KEPT_FIELDS_H
#define PS_REPORT_KEPT_FIELDS_H

#include "procscreen/outcome.h"
#include "report/kept_value.h"

typedef struct ps_kept_line {
    ps_arena *arena; /* everything that is read lives in it */
    ps_error *error; /* of the first thing that is wrong */
    int failed;
} ps_kept_line;

/** Note what is wrong with a field; the first counts. */
__attribute__((format(printf, 2, 3))) void ps_kept_wrong(ps_kept_line *line, const char *format,
                                                         ...);

/** NULL when absent. `object` NULL: everything in it is absent. */
const ps_kept_value *ps_kept_get(ps_kept_line *line, const ps_kept_value *object, const char *key);
ps_str ps_kept_text(ps_kept_line *line, const ps_kept_value *object, const char *key);
/** 0 when absent. */
uint64_t ps_kept_count(ps_kept_line *line, const ps_kept_value *object, const char *key);
int ps_kept_flag(ps_kept_line *line, const ps_kept_value *object, const char *key);
/** PS_NO_DAY when absent. */
ps_day ps_kept_day(ps_kept_line *line, const ps_kept_value *object, const char *key);
/** @return whether there is one. */
int ps_kept_decimal(ps_kept_line *line, const ps_kept_value *object, const char *key,
                    ps_decimal *ret);
const ps_kept_value *ps_kept_object(ps_kept_line *line, const ps_kept_value *object,
                                    const char *key);
/** Room for the elements of a list, zeroed, and how many there are; all of them must be of `kind`.
 * @return NULL when there are none. */
void *ps_kept_list(ps_kept_line *line, const ps_kept_value *object, const char *key,
                   ps_kept_kind kind, size_t size, const ps_kept_value **ret_first,
                   size_t *ret_count);
const ps_str *ps_kept_texts(ps_kept_line *line, const ps_kept_value *object, const char *key,
                            size_t *ret_count);

/* Enums by the names that outputs use. What a report cannot do without must be there. */
ps_outcome ps_kept_outcome(ps_kept_line *line, const ps_kept_value *object, const char *key);
ps_state ps_kept_state(ps_kept_line *line, const ps_kept_value *object, const char *key);
ps_severity ps_kept_severity(ps_kept_line *line, const ps_kept_value *object, const char *key);
ps_record_kind ps_kept_record_kind(ps_kept_line *line, const ps_kept_value *object,
                                   const char *key);
ps_attachment_role ps_kept_role(ps_kept_line *line, const ps_kept_value *object, const char *key);
ps_attached_state ps_kept_attached(ps_kept_line *line, const ps_kept_value *object,
                                   const char *key);
/* NONE, UNKNOWN or INFO when absent. */
ps_confidence ps_kept_confidence(ps_kept_line *line, const ps_kept_value *object, const char *key);
ps_scale ps_kept_scale(ps_kept_line *line, const ps_kept_value *object, const char *key);
ps_cii_status ps_kept_status(ps_kept_line *line, const ps_kept_value *object, const char *key);
ps_ident_check ps_kept_check(ps_kept_line *line, const ps_kept_value *object, const char *key);
ps_severity ps_kept_worst(ps_kept_line *line, const ps_kept_value *object, const char *key);

#endif
