/* What all HTML pages share: the policy that lets a page do nothing but show itself.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_HTML_POLICY_H
#define PS_REPORT_HTML_POLICY_H

#include "base/buffer.h"

/** Append the content of a Content-Security-Policy: nothing from elsewhere, and of what is in the
 * page only the style, and the script if there is one, with these digests ("sha256-…"). @param
 * script  NULL: none. */
void ps_html_add_policy(ps_buffer *out, ps_str script, ps_str style);

/** The style sheet of the pages of packs, and its digest. */
ps_str ps_html_doc_style(ps_str *ret_digest);
/** Likewise of dossiers. */
ps_str ps_html_dossier_style(ps_str *ret_digest);

#endif
