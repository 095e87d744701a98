/* The objects of the machine-readable reports, one function each. They are a contract (key names,
 * their order, enum values): fields may be added behind those that are there, never renamed.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_JSON_OBJECTS_H
#define PS_REPORT_JSON_OBJECTS_H

#include "report/writer.h"

void ps_json_run(ps_output *out, const ps_run_origin *origin, const ps_report_options *options);
void ps_json_record(ps_output *out, const ps_screened *screened);
void ps_json_finding(ps_output *out, const ps_finding *finding);
void ps_json_rejected(ps_output *out, const ps_rejected *rejected);
void ps_json_supplier(ps_output *out, const ps_supplier *supplier);
/** `,"check":"valid"` and so on, of an identifier; nothing when its digits say nothing. */
void ps_json_check(ps_output *out, ps_ident_check check);
/** `counts` is what the report itself wrote, so that a reader can tell that nothing is missing. */
void ps_json_summary(ps_output *out, const ps_summary *summary, const ps_report_counts *counts);

#endif
