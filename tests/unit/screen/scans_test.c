/* The terms of the packs that we ship, scanned in both ways. SPDX-License-Identifier: Apache-2.0 */
#include "ps_scans.h"

#include "catalog/model.h"
#include "policy/model.h"
#include "procscreen/pack.h"
#include "screen/packs.h"

TestSuite(scans, .timeout = 100);

static ps_packs *load(void)
{
    ps_pack_paths paths = PS_PACK_PATHS_INIT;
    ps_packs *packs = NULL;
    ps_error err;
    paths.data_dir = getenv("PS_SOURCE_ROOT");
    PS_TEST_STATUS(ps_packs_load(&paths, NULL, NULL, &packs, &err), PS_OK, err);
    return packs;
}

Test(scans, terms_of_the_catalogs)
{
    ps_packs *packs = load();
    int there = ps_scan_compare(packs->catalog->terms, 1, 300);
    ps_packs_free(packs);
    if (!there) {
        cr_skip("no library to compare with");
    }
}

Test(scans, literals_of_the_policies)
{
    ps_packs *packs = load();
    int there = ps_scan_compare(packs->policy->terms, 2, 300);
    ps_packs_free(packs);
    if (!there) {
        cr_skip("no library to compare with");
    }
}
