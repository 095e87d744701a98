/* SPDX-License-Identifier: Apache-2.0 */
#include "input/unpack.h"

#include <errno.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/buffer.h"
#include "ps_test.h"

enum { WINDOW = 1 << 20 };

typedef struct feed {
    ps_str bytes;
    size_t at;
    int fails; /* at the end, in place of ending */
} feed;

/* Three bytes at a time: no library may depend on getting more. */
static long read_feed(void *io, char *buffer, size_t size)
{
    feed *f = io;
    size_t left = f->bytes.len - f->at;
    size_t given = left < 3 ? left : 3;
    if (left == 0 && f->fails) {
        errno = ENXIO;
        return -1;
    }
    given = given < size ? given : size;
    if (given) {
        memcpy(buffer, f->bytes.ptr + f->at, given);
    }
    f->at += given;
    return (long)given;
}

static void add_gzip(ps_buffer *out, ps_str text)
{
    z_stream z = {0};
    cr_assert_eq(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, text.len);
    char *at = ps_buffer_reserve(out, room);
    cr_assert_not_null(at);
    char copy[100];
    cr_assert_leq(text.len, sizeof copy);
    memcpy(copy, text.ptr, text.len);
    z.next_in = (Bytef *)copy;
    z.avail_in = (uInt)text.len;
    z.next_out = (Bytef *)at;
    z.avail_out = (uInt)room;
    cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += room - z.avail_out;
    cr_assert_eq(deflateEnd(&z), Z_OK);
}

static void add_zstd(ps_buffer *out, ps_str text)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    cr_assert_not_null(c);
    (void)ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
    size_t room = ZSTD_compressBound(text.len);
    char *at = ps_buffer_reserve(out, room);
    cr_assert_not_null(at);
    size_t len = ZSTD_compress2(c, at, room, text.ptr, text.len);
    cr_assert(!ZSTD_isError(len));
    out->len += len;
    (void)ZSTD_freeCCtx(c);
}

/* What comes out, with the cause behind it when the rest is lost. */
static void unpack(ps_str bytes, int fails, ps_archive_budget *budget, ps_buffer *out)
{
    feed from = {bytes, 0, fails};
    ps_unpack *u;
    ps_error err = {0};
    char piece[7];
    long got;
    ps_buffer_clear(out);
    PS_TEST_STATUS(
        ps_unpack_open(ps_packing_recognise(bytes), read_feed, &from, budget, WINDOW, &u, &err),
        PS_OK, err);
    while ((got = ps_unpack_read(u, piece, sizeof piece)) > 0) {
        ps_buffer_add(out, piece, (size_t)got);
    }
    if (got < 0) {
        cr_expect_eq(ps_unpack_read(u, piece, sizeof piece), -1, "an error stays");
        ps_buffer_printf(out, " %s", ps_unpack_error(u)->cause);
    }
    ps_buffer_add_char(out, '\0');
    ps_unpack_free(u);
}

static ps_archive_budget roomy(void)
{
    return (ps_archive_budget){
        .prefix = "p", .bytes_most = 1 << 20, .ratio_most = 100, .ratio_free = 1 << 20};
}

static const struct {
    const char *name;
    void (*add)(ps_buffer *out, ps_str text);
} kinds[] = {{"gzip", add_gzip}, {"zstd", add_zstd}};

static const ps_str text = PS_STR_INIT("<orders>one, two, three</orders>");

Test(unpack, what_was_packed_comes_out_and_streams_in_a_row_are_one)
{
    for (size_t i = 0; i < PS_COUNT(kinds); i++) {
        ps_buffer packed;
        ps_buffer out;
        ps_archive_budget budget = roomy();
        ps_buffer_init(&packed, 0);
        ps_buffer_init(&out, 0);
        kinds[i].add(&packed, text);
        kinds[i].add(&packed, PS_STR("!"));
        unpack(ps_buffer_str(&packed), 0, &budget, &out);
        cr_expect_str_eq(out.ptr, "<orders>one, two, three</orders>!", "%s", kinds[i].name);
        cr_expect_eq(budget.bytes, text.len + 1);
        unpack(ps_buffer_str(&packed), 1, &budget, &out);
        cr_expect_str_eq(out.ptr, "<orders>one, two, three</orders>! read-error", "%s",
                         kinds[i].name);
        ps_buffer_done(&packed);
        ps_buffer_done(&out);
    }
}

Test(unpack, one_that_is_cut_or_bent_gives_what_is_before_and_says_so)
{
    for (size_t i = 0; i < PS_COUNT(kinds); i++) {
        ps_buffer packed;
        ps_buffer out;
        ps_buffer_init(&packed, 0);
        ps_buffer_init(&out, 0);
        kinds[i].add(&packed, text);
        for (size_t at = 4; at < packed.len; at++) {
            ps_archive_budget budget = roomy();
            unpack((ps_str){packed.ptr, at}, 0, &budget, &out);
            cr_expect_not_null(strstr(out.ptr, " damaged-archive"), "%s cut at %zu: %s",
                               kinds[i].name, at, out.ptr);
            packed.ptr[at] = (char)(packed.ptr[at] ^ 0x55);
            budget = roomy();
            unpack(ps_buffer_str(&packed), 0, &budget, &out);
            packed.ptr[at] = (char)(packed.ptr[at] ^ 0x55);
        }
        ps_archive_budget budget = roomy();
        ps_buffer_add_text(&packed, "more");
        unpack(ps_buffer_str(&packed), 0, &budget, &out);
        cr_expect_str_eq(out.ptr, "<orders>one, two, three</orders> damaged-archive", "%s",
                         kinds[i].name);
        ps_buffer_done(&packed);
        ps_buffer_done(&out);
    }
}

Test(unpack, zeros_behind_a_gzip_stream_are_no_damage)
{
    ps_buffer packed;
    ps_buffer out;
    ps_archive_budget budget = roomy();
    ps_buffer_init(&packed, 0);
    ps_buffer_init(&out, 0);
    add_gzip(&packed, text);
    ps_buffer_add(&packed, "\0\0\0\0", 4);
    unpack(ps_buffer_str(&packed), 0, &budget, &out);
    cr_expect_str_eq(out.ptr, "<orders>one, two, three</orders>");
    ps_buffer_done(&packed);
    ps_buffer_done(&out);
}

Test(unpack, a_budget_ends_it)
{
    ps_buffer packed;
    ps_buffer out;
    ps_archive_budget budget = roomy();
    budget.bytes_most = 10;
    ps_buffer_init(&packed, 0);
    ps_buffer_init(&out, 0);
    add_zstd(&packed, text);
    unpack(ps_buffer_str(&packed), 0, &budget, &out);
    const char *end = strchr(out.ptr, ' ');
    cr_assert_not_null(end, "%s", out.ptr);
    cr_expect_str_eq(end, " limit:p-bytes");
    cr_expect_leq((size_t)(end - out.ptr), 10);
    ps_buffer_done(&packed);
    ps_buffer_done(&out);
}

Test(unpack, a_zstd_frame_that_wants_too_much_memory_is_refused_by_name)
{
    /* magic, no size, no check sum, window descriptor of 128 MiB, and an empty last block */
    static const char frame[] = "\x28\xB5\x2F\xFD\x00\x88\x01\x00\x00";
    ps_buffer out;
    ps_archive_budget budget = roomy();
    ps_buffer_init(&out, 0);
    unpack((ps_str){frame, sizeof frame - 1}, 0, &budget, &out);
    cr_expect_str_eq(out.ptr, " limit:zstd-window");
    ps_buffer_done(&out);
}

Test(unpack, packings_are_recognised_by_what_they_begin_with)
{
    cr_expect_eq(ps_packing_recognise(PS_STR("\x1F\x8B\x08\x00")), PS_PACKING_GZIP);
    cr_expect_eq(ps_packing_recognise(PS_STR("\x28\xB5\x2F\xFD")), PS_PACKING_ZSTD);
    cr_expect_eq(ps_packing_recognise(PS_STR("\x50\x2A\x4D\x18")), PS_PACKING_ZSTD);
    cr_expect_eq(ps_packing_recognise(PS_STR("\x1F\x8B")), PS_PACKING_NONE);
    cr_expect_eq(ps_packing_recognise(PS_STR("<?xml")), PS_PACKING_NONE);
    cr_expect_eq(ps_packing_recognise(PS_NO_STR), PS_PACKING_NONE);
}
