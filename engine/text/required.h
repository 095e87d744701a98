/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_REQUIRED_H
#define PS_TEXT_REQUIRED_H

#include "base/arena.h"

/** See ps_regex_literals(). @param pattern  A folded pattern that compiles. */
size_t ps_required_literals(ps_str pattern, ps_arena *arena, const ps_str **ret_literals);

#endif
