/* SPDX-License-Identifier: Apache-2.0 */
#include "report/output.h"

#include "report/spill.h"
#include "sample.h"

static void begin(ps_output *out, sample_sink *sink)
{
    ps_error err = {0};
    ps_buffer_init(&sink->bytes, 0);
    PS_TEST_STATUS(ps_output_init(out, sample_write, sink, &err), PS_OK, err);
}

static void end(ps_output *out, sample_sink *sink)
{
    ps_output_done(out);
    ps_buffer_done(&sink->bytes);
}

/* Bytes that tell their place. */
static char byte_at(size_t i)
{
    return (char)('a' + i * 7 % 26);
}

Test(output, bytes_go_out_in_large_pieces_and_in_order)
{
    enum { TOTAL = 300000 };
    sample_sink sink = {.room = 0};
    ps_output out;
    begin(&out, &sink);
    char piece[1000];
    for (size_t at = 0; at < TOTAL;) {
        size_t size = at % sizeof piece + 1;
        size = size > TOTAL - at ? TOTAL - at : size;
        for (size_t i = 0; i < size; i++) {
            piece[i] = byte_at(at + i);
        }
        ps_output_add(&out, piece, size);
        at += size;
    }
    cr_expect(sink.calls == TOTAL / PS_OUTPUT_ROOM, "%u calls before the flush", sink.calls);
    ps_output_flush(&out);
    cr_assert(sink.bytes.len == TOTAL && out.written == TOTAL);
    for (size_t i = 0; i < TOTAL; i++) {
        cr_assert(sink.bytes.ptr[i] == byte_at(i), "byte %zu", i);
    }
    end(&out, &sink);
}

Test(output, one_piece_larger_than_the_buffer_is_not_cut)
{
    enum { TOTAL = 2 * PS_OUTPUT_ROOM + 17 };
    sample_sink sink = {.room = 0};
    ps_output out;
    ps_buffer big;
    begin(&out, &sink);
    ps_buffer_init(&big, 0);
    for (size_t i = 0; i < TOTAL; i++) {
        ps_buffer_add_char(&big, byte_at(i));
    }
    PS_PUT(&out, "x");
    ps_output_str(&out, ps_buffer_str(&big));
    ps_output_flush(&out);
    cr_assert(sink.bytes.len == TOTAL + 1);
    cr_expect(memcmp(sink.bytes.ptr + 1, big.ptr, TOTAL) == 0);
    ps_buffer_done(&big);
    end(&out, &sink);
}

Test(output, nothing_goes_out_after_a_failure)
{
    sample_sink sink = {.room = 10};
    ps_output out;
    begin(&out, &sink);
    PS_PUT(&out, "123456");
    ps_output_flush(&out);
    PS_PUT(&out, "7890abc");
    ps_output_flush(&out);
    PS_PUT(&out, "x");
    ps_output_flush(&out);
    cr_expect(out.failed == ENOSPC, "failed %d", out.failed);
    cr_expect(out.written == 6, "written %llu", (unsigned long long)out.written);
    cr_expect(sink.calls == 2, "%u calls", sink.calls);
    ps_test_str(ps_buffer_str(&sink.bytes), "123456", "what went out");
    end(&out, &sink);
}

Test(output, numbers_of_all_lengths)
{
    sample_sink sink = {.room = 0};
    ps_output out;
    begin(&out, &sink);
    ps_output_uint(&out, 0);
    PS_PUT(&out, " ");
    ps_output_uint(&out, UINT64_MAX);
    PS_PUT(&out, " ");
    ps_output_decimal(&out, (ps_decimal){-120050, 2});
    PS_PUT(&out, " ");
    ps_output_day(&out, 0);
    ps_output_flush(&out);
    ps_test_str(ps_buffer_str(&sink.bytes), "0 18446744073709551615 -1200.50 1970-01-01",
                "numbers");
    end(&out, &sink);
}

static void expect_spilled(size_t total)
{
    sample_sink sink = {.room = 0};
    ps_output out;
    ps_spill spill;
    ps_error err = {0};
    begin(&out, &sink);
    PS_TEST_STATUS(ps_spill_init(&spill, &err), PS_OK, err);
    for (size_t i = 0; i < total; i++) {
        ps_output_char(&spill.out, byte_at(i));
    }
    PS_PUT(&out, "<");
    ps_spill_copy(&spill, &out);
    PS_PUT(&out, ">");
    ps_output_flush(&out);
    cr_assert(out.failed == 0 && sink.bytes.len == total + 2, "%zu bytes of %zu", sink.bytes.len,
              total);
    for (size_t i = 0; i < total; i++) {
        cr_assert(sink.bytes.ptr[i + 1] == byte_at(i), "byte %zu of %zu", i, total);
    }
    ps_spill_done(&spill);
    end(&out, &sink);
}

Test(spill, what_waits_comes_back_whole_from_memory_and_from_a_file)
{
    expect_spilled(0);
    expect_spilled(1);
    expect_spilled(1 << 20);
    expect_spilled((1 << 20) + 1);
    expect_spilled(3000000);
}

Test(spill, the_target_s_failure_is_kept)
{
    sample_sink sink = {.room = 100};
    ps_output out;
    ps_spill spill;
    ps_error err = {0};
    begin(&out, &sink);
    PS_TEST_STATUS(ps_spill_init(&spill, &err), PS_OK, err);
    for (size_t i = 0; i < 3000000; i++) {
        ps_output_char(&spill.out, 'x');
    }
    ps_spill_copy(&spill, &out);
    cr_expect(out.failed == ENOSPC);
    ps_spill_done(&spill);
    end(&out, &sink);
}

Test(output, what_is_at_hand_can_be_repeated)
{
    sample_sink sink = {.room = 0};
    ps_output out;
    begin(&out, &sink);
    PS_PUT(&out, "head");
    ps_output_flush(&out);
    uint64_t at = ps_output_place(&out);
    PS_PUT(&out, "once ");
    cr_expect(ps_output_repeat(&out, at, 5));
    cr_expect_not(ps_output_repeat(&out, at, 11), "more than there is");
    cr_expect_not(ps_output_repeat(&out, at + 11, 0), "nothing was put there yet");
    cr_expect_not(ps_output_repeat(&out, at - 1, 2), "that is gone");
    ps_output_flush(&out);
    cr_expect_not(ps_output_repeat(&out, at, 5), "and now all is");
    ps_test_str(ps_buffer_str(&sink.bytes), "headonce once ", "bytes");
    end(&out, &sink);
}

Test(output, what_does_not_fit_is_not_repeated)
{
    sample_sink sink = {.room = 0};
    ps_output out;
    begin(&out, &sink);
    static char most[PS_OUTPUT_ROOM - 3];
    ps_output_add(&out, most, sizeof most);
    cr_expect_not(ps_output_repeat(&out, 0, 4));
    cr_expect(ps_output_repeat(&out, 0, 3));
    end(&out, &sink);
}
