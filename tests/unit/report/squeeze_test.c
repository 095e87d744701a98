/* SPDX-License-Identifier: Apache-2.0 */
#include "report/squeeze.h"

#include <stdlib.h>
#include <zlib.h>

#include "sample.h"

enum { LONG = 5 * PS_OUTPUT_ROOM + 17, SHORT = 100 };

/* Bytes that tell their place. */
static char byte_at(size_t i)
{
    return (char)('a' + i * 7 % 26 + i / 1000 % 3);
}

static void fill(ps_squeeze *squeeze, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++) {
        ps_output_char(&squeeze->out, byte_at(i));
    }
}

/* What the two give when one stands behind the other, as one ZIP member. */
static void expect_joined(ps_squeeze *first, ps_squeeze *second)
{
    sample_sink sink = {.room = 0};
    ps_output out;
    ps_error err = {0};
    size_t total = first->size + second->size;
    char *got = calloc(1, total + 1);
    z_stream stream = {0};
    ps_buffer_init(&sink.bytes, 0);
    PS_TEST_STATUS(ps_output_init(&out, sample_write, &sink, &err), PS_OK, err);
    ps_spill_copy(&first->kept, &out);
    ps_spill_copy(&second->kept, &out);
    ps_output_flush(&out);
    cr_assert(sink.bytes.len < total / 4, "%zu bytes of %zu", sink.bytes.len, total);
    stream.next_in = (Bytef *)sink.bytes.ptr;
    stream.avail_in = (uInt)sink.bytes.len;
    stream.next_out = (Bytef *)got;
    stream.avail_out = (uInt)total + 1;
    cr_assert(inflateInit2(&stream, -15) == Z_OK);
    cr_assert(inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == total);
    (void)inflateEnd(&stream);
    for (size_t i = 0; i < total; i++) {
        cr_assert(got[i] == byte_at(i), "byte %zu", i);
    }
    uLong check = crc32_combine(first->check, second->check, (z_off_t)second->size);
    cr_assert(check == crc32(0, (const Bytef *)got, (uInt)total));
    free(got);
    ps_output_done(&out);
    ps_buffer_done(&sink.bytes);
}

static void squeeze_joined(size_t first_count, size_t second_count)
{
    ps_squeeze first;
    ps_squeeze second;
    ps_error err = {0};
    PS_TEST_STATUS(ps_squeeze_init(&first, &err), PS_OK, err);
    PS_TEST_STATUS(ps_squeeze_init(&second, &err), PS_OK, err);
    fill(&first, 0, first_count);
    ps_squeeze_finish(&first, PS_SQUEEZE_OPEN);
    fill(&second, first_count, second_count);
    ps_squeeze_finish(&second, PS_SQUEEZE_LAST);
    cr_assert(!first.out.failed && first.size == first_count);
    cr_assert(!second.out.failed && second.size == second_count);
    expect_joined(&first, &second);
    ps_squeeze_done(&first);
    ps_squeeze_done(&second);
}

Test(squeeze, pieces_stand_behind_each_other)
{
    squeeze_joined(SHORT, 2 * SHORT);
    squeeze_joined(SHORT, LONG);
    squeeze_joined(LONG, LONG);
    squeeze_joined(LONG, PS_OUTPUT_ROOM);
}

Test(squeeze, what_is_not_finished_is_dropped)
{
    ps_squeeze squeeze = {0};
    ps_error err = {0};
    ps_squeeze_done(&squeeze);
    PS_TEST_STATUS(ps_squeeze_init(&squeeze, &err), PS_OK, err);
    fill(&squeeze, 0, LONG);
    ps_squeeze_done(&squeeze);
}

static int cannot_keep(void *io, const char *bytes, size_t size)
{
    (void)io;
    (void)bytes;
    (void)size;
    errno = ENOSPC;
    return -1;
}

Test(squeeze, a_spill_that_fails_is_told)
{
    ps_squeeze squeeze;
    ps_error err = {0};
    PS_TEST_STATUS(ps_squeeze_init(&squeeze, &err), PS_OK, err);
    squeeze.kept.out.write = cannot_keep;
    srand(1);
    for (size_t i = 0; i < 40 * (size_t)PS_OUTPUT_ROOM; i++) {
        ps_output_char(&squeeze.out, (char)rand()); /* hardly to be compressed */
    }
    cr_expect(squeeze.out.failed == ENOSPC, "not told before the end");
    ps_squeeze_finish(&squeeze, PS_SQUEEZE_LAST);
    cr_assert(squeeze.out.failed == ENOSPC);
    ps_squeeze_done(&squeeze);
}
