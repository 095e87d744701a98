/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_PLAIN_H
#define PS_TEXT_PLAIN_H

#include "procscreen/common.h"

/** Whether PCRE2 certainly compiles the expression, without named or capturing groups, and never
 * lets it match the empty string. Told by reading it once; 0 says nothing. */
int ps_regex_is_plain(ps_str pattern);

#endif
