/* Packs for report writers without loading any: the writers ask only what they are called, and what
 * they say to people.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEST_REPORT_STUB_PACKS_H
#define PS_TEST_REPORT_STUB_PACKS_H

#include "base/cleanup.h"
#include "base/str.h"
#include "screen/packs.h"

static inline const ps_packs *stub_packs(void)
{
    static const ps_packs packs = {0};
    return &packs;
}

/* These stand in for the screen stage's: the linker takes them. */

void ps_packs_each_text(const ps_packs *packs, ps_pack_text_fn text, void *user)
{
    static const ps_pack_text texts[] = {
        {PS_PACK_TEXT_LAW, PS_STR_INIT("MCR 2021"), PS_STR_INIT("Measures of 2021"),
         PS_STR_INIT("网络安全审查办法（2021年）"), PS_STR_INIT("2022-02-15"), PS_STR_INIT("")},
        {PS_PACK_TEXT_LAW, PS_STR_INIT("GDPR"), PS_STR_INIT("A regulation"), PS_STR_INIT(""),
         PS_STR_INIT("2018-05-25"), PS_STR_INIT("")},
        {PS_PACK_TEXT_CATEGORY, PS_STR_INIT("core-network-equipment"),
         PS_STR_INIT("core network equipment"), PS_STR_INIT("核心网络设备"), PS_STR_INIT(""),
         PS_STR_INIT("")},
        {PS_PACK_TEXT_ELEMENT, PS_STR_INIT("escrow"), PS_STR_INIT("source code escrow"),
         PS_STR_INIT("源代码托管"), PS_STR_INIT(""), PS_STR_INIT("")},
        {PS_PACK_TEXT_ELEMENT, PS_STR_INIT("escrow"), PS_STR_INIT("source code escrow"),
         PS_STR_INIT("the second name of it"), PS_STR_INIT(""), PS_STR_INIT("")},
        {PS_PACK_TEXT_TITLE, PS_STR_INIT(""), PS_STR_INIT("core switch"), PS_STR_INIT("核心交换机"),
         PS_STR_INIT(""), PS_STR_INIT("")},
        {PS_PACK_TEXT_SENTENCE, PS_STR_INIT(""), PS_STR_INIT("{item} is odd: {element}."),
         PS_STR_INIT("{item}异常，涉及{element}。"), PS_STR_INIT(""), PS_STR_INIT("")},
        {PS_PACK_TEXT_SENTENCE, PS_STR_INIT(""), PS_STR_INIT("Nobody has translated this."),
         PS_STR_INIT(""), PS_STR_INIT(""), PS_STR_INIT("")},
    };
    for (size_t i = 0; packs && i < PS_COUNT(texts); i++) {
        text(user, &texts[i]);
    }
}

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
