/* The objects of a kept run, back in the structs that they were written from. What
 * json_objects.h writes, these read; all views live in the line's arena. Look at the line's
 * `failed` after each. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_KEPT_OBJECTS_H
#define PS_REPORT_KEPT_OBJECTS_H

#include "procscreen/report.h"
#include "report/kept_fields.h"

void ps_kept_run(ps_kept_line *line, const ps_kept_value *object, ps_run_origin *ret_origin,
                 ps_day *ret_as_of, ps_day *ret_today);
void ps_kept_record(ps_kept_line *line, const ps_kept_value *object, ps_screened *ret);
void ps_kept_finding(ps_kept_line *line, const ps_kept_value *object, ps_finding *ret);
/** `ret->error` points to `error`. */
void ps_kept_rejected(ps_kept_line *line, const ps_kept_value *object, ps_rejected *ret,
                      ps_error *error);
void ps_kept_supplier(ps_kept_line *line, const ps_kept_value *object, ps_supplier *ret);
void ps_kept_summary(ps_kept_line *line, const ps_kept_value *object, ps_summary *ret);

/* Parts that several of them have. */
void ps_kept_party(ps_kept_line *line, const ps_kept_value *object, ps_party_view *ret);

#endif
