/* Pages on what packs hold, for the people who have to agree with them: the lawyer, the buyer.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_DOC_H
#define PROCSCREEN_DOC_H

#include "procscreen/common.h"
#include "procscreen/pack.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Takes one page.
 *
 * @param name  Its file name: lower-case letters, digits and hyphens, then ".html"; no two are the
 *              same. Pages link to each other by these names.
 * @param html  UTF-8, complete: no scripts, nothing from elsewhere. Valid during the call.
 * @return 0, or not 0 to stop.
 */
typedef int (*ps_page_fn)(void *user, const char *name, ps_str html);

/**
 * Describe packs in HTML: index.html, a page for each catalog entry, category, policy element and
 * rule, one for each pack with what has no page of its own, and one on the law that is cited.
 *
 * @return PS_OK; PS_END when `page` stopped it; PS_FATAL with PS_E_MEMORY. Threads: any.
 */
PS_API PS_CHECKED ps_status ps_packs_document(const ps_packs *packs, ps_page_fn page, void *user,
                                              ps_error *reterr);

#ifdef __cplusplus
}
#endif
#endif
