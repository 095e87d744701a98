/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_policy.h"

void ps_html_add_policy(ps_buffer *out, ps_str script, ps_str style)
{
    ps_buffer_add_text(out, "default-src 'none'; ");
    if (script.len) {
        ps_buffer_add_text(out, "script-src '");
        ps_buffer_add_str(out, script);
        ps_buffer_add_text(out, "'; ");
    }
    ps_buffer_add_text(out, "style-src '");
    ps_buffer_add_str(out, style);
    ps_buffer_add_text(out, "'; base-uri 'none'; form-action 'none'");
}
