/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "ps_test.h"

Test(buffer, appends_one_after_the_other)
{
    ps_buffer buffer;
    ps_buffer_init(&buffer, 0);
    ps_buffer_add_text(&buffer, "n=");
    ps_buffer_add_uint(&buffer, UINT64_MAX);
    ps_buffer_printf(&buffer, " %s", "end");
    ps_test_str(ps_buffer_str(&buffer), "n=18446744073709551615 end", "text");
    cr_expect_eq(buffer.failed, 0);
    ps_buffer_done(&buffer);
}

Test(buffer, markup_in_text_becomes_references)
{
    ps_buffer buffer;
    ps_buffer_init(&buffer, 0);
    ps_buffer_add_markup(&buffer, PS_STR("a<b> & \"c\" 'd' \xe5\x8f\xb0"));
    ps_test_str(ps_buffer_str(&buffer), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; \xe5\x8f\xb0",
                "text");
    ps_buffer_done(&buffer);
}

Test(buffer, the_limit_fails_once_and_for_all)
{
    ps_buffer buffer;
    ps_buffer_init(&buffer, 4);
    ps_buffer_add_text(&buffer, "abc");
    ps_buffer_add_text(&buffer, "de");
    ps_buffer_add_text(&buffer, "f");
    cr_expect_eq(buffer.failed, 1);
    ps_test_str(ps_buffer_str(&buffer), "abc", "what fitted");
    ps_buffer_clear(&buffer);
    ps_buffer_add_text(&buffer, "de");
    cr_expect_eq(buffer.failed, 0);
    ps_buffer_done(&buffer);
}
