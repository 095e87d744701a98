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

#endif
