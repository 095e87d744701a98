/* ZIP files as other programs expect them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "dossier/package.h"

#include <criterion/criterion.h>

#include "base/cleanup.h"
#include "ps_test.h"

static unsigned number_at(const ps_buffer *bytes, size_t at)
{
    const unsigned char *p = (const unsigned char *)bytes->ptr + at;
    return (unsigned)p[0] | (unsigned)p[1] << 8;
}

enum { LOCAL_FLAGS = 6, LOCAL_METHOD = 8, LOCAL_TIME = 10, LOCAL_EXTRA = 28, LOCAL_HEADER = 30 };

Test(package, the_first_member_can_be_stored_plainly)
{
    static const ps_member members[] = {{"mimetype", PS_STR_INIT("text/x"), 1},
                                        {"a/b.xml", PS_STR_INIT("<b/>"), 0},
                                        {"empty", {NULL, 0}, 0}};
    ps_buffer out;
    ps_buffer again;
    ps_buffer_init(&out, 0);
    ps_buffer_init(&again, 0);
    ps_package_write(members, PS_COUNT(members), &out);
    ps_package_write(members, PS_COUNT(members), &again);
    cr_assert_not(out.failed);
    cr_expect(ps_str_equal(ps_buffer_str(&out), ps_buffer_str(&again)), "the same bytes");
    cr_expect_eq(number_at(&out, LOCAL_FLAGS) & 8, 0, "sizes stand in front");
    cr_expect_eq(number_at(&out, LOCAL_METHOD), 0);
    cr_expect_eq(number_at(&out, LOCAL_TIME), 0);
    cr_expect_eq(number_at(&out, LOCAL_TIME + 2), 0x21, "1 January 1980");
    cr_expect_eq(number_at(&out, LOCAL_EXTRA), 0);
    ps_test_str(ps_str_slice(ps_buffer_str(&out), LOCAL_HEADER, LOCAL_HEADER + 14),
                "mimetypetext/x", "the head");
    ps_buffer_done(&out);
    ps_buffer_done(&again);
}

Test(package, what_does_not_fit_is_told)
{
    static const ps_member members[] = {{"m", PS_STR_INIT("text"), 1}};
    for (size_t room = 1; room < 100; room++) {
        ps_buffer out;
        ps_buffer_init(&out, room);
        ps_package_write(members, 1, &out);
        cr_expect(out.failed, "%zu bytes are not enough", room);
        ps_buffer_done(&out);
    }
}
