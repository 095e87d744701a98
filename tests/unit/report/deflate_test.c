/* What is deflated, as zlib has it back. SPDX-License-Identifier: Apache-2.0 */
#include "report/deflate.h"

#include <stdlib.h>
#include <zlib.h>

#include "base/str.h"
#include "sample.h"

/* The same text, told to both. */
typedef struct both {
    ps_deflate deflate;
    ps_buffer text;
} both;

static void begin(both *b)
{
    ps_error err = {0};
    ps_buffer_init(&b->text, 0);
    PS_TEST_STATUS(ps_deflate_init(&b->deflate, &err), PS_OK, err);
}

static void add(both *b, ps_str text)
{
    ps_deflate_add(&b->deflate, text);
    ps_buffer_add_str(&b->text, text);
}

/* The `size` bytes that stand at `place`, again. */
static void again(both *b, size_t place, size_t size)
{
    cr_assert(ps_buffer_reserve(&b->text, size) != NULL);
    ps_str text = {b->text.ptr + place, size};
    ps_deflate_again(&b->deflate, text, place);
    ps_buffer_add_str(&b->text, text);
}

/* @return how many bytes it takes. */
static size_t end(both *b)
{
    ps_error err = {0};
    sample_sink sink = {.room = 0};
    ps_output out;
    ps_deflate_finish(&b->deflate);
    ps_buffer_init(&sink.bytes, 0);
    PS_TEST_STATUS(ps_output_init(&out, sample_write, &sink, &err), PS_OK, err);
    ps_spill_copy(&b->deflate.kept, &out);
    ps_output_flush(&out);
    size_t room = b->text.len + 1;
    char *got = malloc(room);
    z_stream stream = {.next_in = (Bytef *)sink.bytes.ptr,
                       .avail_in = (uInt)sink.bytes.len,
                       .next_out = (Bytef *)got,
                       .avail_out = (uInt)room};
    cr_assert(inflateInit2(&stream, -15) == Z_OK);
    cr_assert(inflate(&stream, Z_FINISH) == Z_STREAM_END, "%s", stream.msg ? stream.msg : "");
    cr_assert(stream.avail_in == 0, "%u bytes stand behind its end", stream.avail_in);
    (void)inflateEnd(&stream);
    cr_assert(stream.total_out == b->text.len && b->deflate.size == b->text.len);
    cr_assert(b->text.len == 0 || memcmp(got, b->text.ptr, b->text.len) == 0);
    cr_assert(b->deflate.check == crc32(0, (const Bytef *)got, (uInt)b->text.len));
    size_t size = sink.bytes.len;
    free(got);
    ps_output_done(&out);
    ps_buffer_done(&sink.bytes);
    ps_buffer_done(&b->text);
    ps_deflate_done(&b->deflate);
    return size;
}

Test(deflate, nothing_is_a_block_too)
{
    both b;
    begin(&b);
    (void)end(&b);
}

Test(deflate, every_byte_comes_back)
{
    enum { TIMES = 400 };
    char all[256];
    both b;
    begin(&b);
    for (int i = 0; i < 256; i++) {
        all[i] = (char)i;
    }
    for (int i = 0; i < TIMES; i++) {
        add(&b, (ps_str){all, sizeof all});
    }
    (void)end(&b);
}

/* Each length of a repetition at each kind of distance, alone and right behind another one. */
Test(deflate, repetitions_of_each_length_and_distance)
{
    enum { LONGEST = 600, FARTHEST = 40000 };
    static char text[LONGEST];
    both b;
    begin(&b);
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = (char)('a' + (i * 7 + i / 26) % 26);
    }
    add(&b, (ps_str){text, sizeof text});
    for (size_t length = 1; length <= LONGEST; length++) {
        again(&b, b.text.len - length, length);
        add(&b, PS_STR("-"));
    }
    for (size_t distance = LONGEST; distance <= FARTHEST; distance += 1 + distance / 9) {
        again(&b, b.text.len - distance, distance % LONGEST);
        again(&b, b.text.len - distance, 3);
        add(&b, PS_STR("="));
        again(&b, b.text.len - distance, 1);
    }
    (void)end(&b);
}

Test(deflate, a_repetition_that_goes_on_is_one)
{
    enum { TIMES = 1000 };
    both b;
    begin(&b);
    add(&b, PS_STR("<c s=\"1\" t=\"s\"><v>12</v></c>"));
    size_t length = b.text.len;
    for (int i = 0; i < TIMES; i++) {
        again(&b, b.text.len - length, 20);
        cr_expect(ps_deflate_follows(&b.deflate, b.text.len - length));
        again(&b, b.text.len - length, 1);
        again(&b, b.text.len - length, length - 21);
    }
    size_t size = end(&b);
    cr_expect(size < 700, "%zu bytes", size);
}

Test(deflate, what_stands_nowhere_or_too_far_is_told)
{
    both b;
    char *much = calloc(1, 40000);
    begin(&b);
    add(&b, PS_STR("</v></c>"));
    add(&b, (ps_str){much, 40000});
    ps_deflate_again(&b.deflate, PS_STR("</v></c>"), 0);
    ps_buffer_add_text(&b.text, "</v></c>");
    ps_deflate_again(&b.deflate, PS_STR("</v></c>"), PS_DEFLATE_NOWHERE);
    ps_buffer_add_text(&b.text, "</v></c>");
    cr_expect(!ps_deflate_follows(&b.deflate, PS_DEFLATE_NOWHERE));
    (void)end(&b);
    free(much);
}
