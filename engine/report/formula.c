/* SPDX-License-Identifier: Apache-2.0 */
#include "report/formula.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

int ps_looks_like_formula(ps_str text)
{
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                       "\xef\xbc\xa0", "\xef\xbc\x87"};
    static const char narrow[] = "=+-@'\t\r\n";
    if (text.len == 0) {
        return 0;
    }
    if (memchr(narrow, text.ptr[0], sizeof narrow)) { /* its terminating NUL is one of them */
        return 1;
    }
    for (size_t i = 0; i < PS_COUNT(wide); i++) {
        if (ps_str_starts(text, ps_str_from(wide[i]))) {
            return 1;
        }
    }
    return 0;
}
