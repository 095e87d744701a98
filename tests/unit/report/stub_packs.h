/* Packs for report writers without loading any: the writers ask only what they are called.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEST_REPORT_STUB_PACKS_H
#define PS_TEST_REPORT_STUB_PACKS_H

#include "base/cleanup.h"
#include "base/str.h"
#include "procscreen/pack.h"

struct ps_packs {
    int unused;
};

static inline const ps_packs *stub_packs(void)
{
    static const ps_packs packs = {0};
    return &packs;
}

/* Stands in for the screen stage's: the linker takes this one. */
ps_status ps_packs_at(const ps_packs *packs, size_t index, ps_pack_info *ret_info)
{
    static const struct {
        ps_pack_kind kind;
        const char *id;
        const char *version;
        const char *sha256;
    } rows[] = {
        {PS_PACK_CATALOG, "mcr", "1.0",
         "aa00000000000000000000000000000000000000000000000000000000000000"},
        {PS_PACK_CATALOG, "vendors", "2026.1",
         "bb00000000000000000000000000000000000000000000000000000000000000"},
        {PS_PACK_POLICY, "cii", "1.2",
         "cc00000000000000000000000000000000000000000000000000000000000000"},
        {PS_PACK_PROFILE, "cxml-1", "1.9",
         "dd00000000000000000000000000000000000000000000000000000000000000"},
        {PS_PACK_PROFILE, "ubl-2", "1.10",
         "ee00000000000000000000000000000000000000000000000000000000000000"},
    };
    if (!packs || index >= PS_COUNT(rows)) {
        return PS_END;
    }
    *ret_info = (ps_pack_info){.kind = rows[index].kind,
                               .id = ps_str_from(rows[index].id),
                               .version = ps_str_from(rows[index].version)};
    memcpy(ret_info->sha256, rows[index].sha256, sizeof ret_info->sha256);
    return PS_OK;
}

#endif
