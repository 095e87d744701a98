/* Which profile an unknown document resembles most.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_NEAREST_H
#define PS_FORMATS_NEAREST_H

#include "formats/model.h"
#include "formats/names.h"

/** Fill in a PS_E_FORMAT error that names what was found and the nearest profile, if any is near.
 */
void ps_nearest_describe(const ps_profiles *profiles, const ps_names *names, const char *root,
                         ps_error *ret_error);

#endif
