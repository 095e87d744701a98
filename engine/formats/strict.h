/* Strict profiles: what no rule reads rejects the record.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_STRICT_H
#define PS_FORMATS_STRICT_H

#include "formats/match.h"

/** Check the element that was just entered; sets the matcher's error. */
void ps_strict_check_element(ps_matcher *matcher, const char *local, const ps_xml_attr *attrs,
                             size_t attr_count);
/** The innermost element has text that no rule reads; sets the matcher's error. */
void ps_strict_check_text(ps_matcher *matcher);

/** Whether some rule looks at an attribute of the innermost element, or it says nothing of the
 * record (xml:, xsi:). */
int ps_strict_reads(const ps_matcher *matcher, const ps_xml_attr *attr);
/** A value of a field that takes fixed ones must be one of them. */
void ps_strict_check_value(ps_matcher *matcher, ps_field field, ps_str value);

#endif
