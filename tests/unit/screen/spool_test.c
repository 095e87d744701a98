/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/spool.h"

#include <string.h>

#include "base/cleanup.h"
#include "ps_test.h"

/* Pieces whose lengths and bytes follow from their number, some of them longer than a window. */
enum { PIECES = 1990, LONGEST = 700 * 1000 };

static ps_str piece(size_t i, char *room)
{
    size_t len = i % 500 == 499 ? LONGEST : i * 7 % 1200 + 1;
    memset(room, (int)('a' + i % 26), len);
    return (ps_str){room, len};
}

Test(spool, a_cursor_gives_back_what_was_appended)
{
    static char room[LONGEST];
    ps_spool spool;
    ps_spool_cursor cursor;
    ps_error error = {0};
    ps_spool_init(&spool);
    for (size_t i = 0; i < PIECES; i++) {
        cr_assert_eq(ps_spool_append(&spool, piece(i, room), NULL, &error), PS_OK);
    }
    cr_assert_neq(spool.tail.len, 0, "the last bytes are still in memory");
    ps_spool_rewind(&cursor, &spool);
    for (size_t i = 0; i < PIECES; i++) {
        ps_str want = piece(i, room);
        const char *bytes = NULL;
        cr_assert_not(ps_spool_at_end(&cursor));
        cr_assert_eq(ps_spool_next(&cursor, want.len, &bytes, &error), PS_OK);
        cr_assert_eq(memcmp(bytes, want.ptr, want.len), 0, "piece %zu", i);
    }
    cr_expect(ps_spool_at_end(&cursor));
    const char *beyond;
    cr_expect_eq(ps_spool_next(&cursor, 1, &beyond, &error), PS_FATAL);
    ps_spool_cursor_done(&cursor);
    ps_spool_done(&spool);
}

Test(spool, nothing_was_appended)
{
    ps_spool spool;
    ps_spool_cursor cursor;
    ps_spool_init(&spool);
    ps_spool_rewind(&cursor, &spool);
    cr_expect(ps_spool_at_end(&cursor));
    ps_spool_cursor_done(&cursor);
    ps_spool_done(&spool);
}
