/* All packs of a run together.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_PACKS_H
#define PS_SCREEN_PACKS_H

#include "base/image.h"
#include "catalog/catalog.h"
#include "formats/profiles.h"
#include "policy/policy.h"
#include "procscreen/pack.h"

struct ps_packs {
    ps_profiles *profiles;
    ps_catalog *catalog;
    ps_policy *policy;
    ps_pack_info *infos; /* by kind, then id; paths are owned by the arena */
    size_t info_count;
    ps_arena arena; /* holds the packs themselves */
    ps_image image; /* that all of it is in, as far as it goes; or none */
};

/** Tell all that catalogs and policies say to people, policies first. */
void ps_packs_each_text(const ps_packs *packs, ps_pack_text_fn text, void *user);

#endif
