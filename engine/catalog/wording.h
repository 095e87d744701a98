/* The notation for wordings in a catalog: "core router | (edge|border) router".
 *
 * '|' separates wordings; a group in round brackets gives one wording per alternative, an empty
 * alternative is allowed: "(un|)managed switch". Groups may nest. White space at the ends of a
 * wording is dropped.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_WORDING_H
#define PS_CATALOG_WORDING_H

#include "base/arena.h"
#include "procscreen/common.h"

/** Most wordings that one element may stand for. */
enum { PS_WORDINGS_MAX = 2000 };

typedef enum ps_wording_fault {
    PS_WORDING_OK,
    PS_WORDING_BRACKET, /**< a bracket without its partner */
    PS_WORDING_MANY,    /**< over PS_WORDINGS_MAX */
    PS_WORDING_MEMORY
} ps_wording_fault;

/** Receives one wording, valid during the call. @return not 0 to stop (a fault of the caller's). */
typedef int (*ps_wording_fn)(void *user, ps_str wording);

/** Give out every wording of `text` in order. */
ps_wording_fault ps_wordings_each(ps_arena *arena, ps_str text, ps_wording_fn wording, void *user);

#endif
