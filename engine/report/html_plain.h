/* The findings of the highest severity as a plain table, for a page that runs no script.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_HTML_PLAIN_H
#define PS_REPORT_HTML_PLAIN_H

#include "report/html.h"
#include "report/spill.h"

typedef struct ps_html_plain {
    ps_spill rows;
    ps_severity severity; /* of them all: the highest that came */
    uint64_t seen;        /* of that severity */
} ps_html_plain;

/** Accepts a zeroed struct. */
void ps_html_plain_done(ps_html_plain *plain);
/** @return 0 when there is no memory. */
int ps_html_plain_add(ps_html_plain *plain, ps_html *html, const ps_screened *screened,
                      const ps_finding *finding);
void ps_html_put_plain(ps_html_plain *plain, ps_html *html);

#endif
