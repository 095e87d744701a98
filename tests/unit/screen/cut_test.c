/* Places at which a document may be cut.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "screen/cut.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/str.h"
#include "input/ring.h"

static int file_of(ps_str bytes)
{
    int fd = ps_ring_new();
    cr_assert_geq(fd, 0);
    cr_assert_eq(pwrite(fd, bytes.ptr, bytes.len, 0), (ssize_t)bytes.len);
    return fd;
}

/* Line and column as a reader of the whole counts them. */
static ps_cut_place place_at(ps_str text, size_t offset)
{
    ps_cut_place place = {offset, 1, 1};
    for (size_t i = 0; i < offset; i++) {
        place.column = text.ptr[i] == '\n' ? 1 : place.column + 1;
        place.line += text.ptr[i] == '\n';
    }
    return place;
}

/* Cuts the text and compares with `want`, offsets that end with 0. */
static void check(ps_str text, size_t first, uint64_t step, const size_t *want)
{
    ps_cut cut;
    int fd = file_of(text);
    ps_cut_place place = place_at(text, first);
    cr_assert(ps_cut_begin(&cut, fd, 0, step, &place, text.len));
    for (; *want; want++) {
        cr_assert(ps_cut_next(&cut, text.len, &place), "none at %zu", *want);
        ps_cut_place right = place_at(text, *want);
        cr_expect_eq(place.offset, right.offset, "%llu", (unsigned long long)place.offset);
        cr_expect_eq(place.line, right.line, "%llu", (unsigned long long)place.line);
        cr_expect_eq(place.column, right.column, "%llu", (unsigned long long)place.column);
    }
    cr_expect_not(ps_cut_next(&cut, text.len, &place));
    (void)close(fd);
}

Test(cut, start_tags_of_that_name_some_way_on)
{
    static const char text[] = "<B>\n<O a='1'/><O/>\n  <OO/><O-1/><O>x</O>\n\n<O\nb='2'/><P/><O";
    const size_t all[] = {14, 32, 42, 0};
    check(ps_str_from(text), 4, 1, all);
    const size_t far[] = {32, 0};
    check(ps_str_from(text), 4, 20, far);
}

Test(cut, a_tag_over_the_edge_of_what_is_read_at_once)
{
    enum { EDGE = 65536 };
    for (size_t at = EDGE - 12; at < EDGE + 3; at++) {
        ps_buffer text;
        ps_buffer_init(&text, 0);
        ps_buffer_add_text(&text, "<pre:Record/>");
        while (text.len < at) {
            ps_buffer_add_char(&text, text.len % 61 ? 'x' : '\n');
        }
        ps_buffer_add_text(&text, "<pre:Record id='2'/>\n<pre:Record/>");
        const size_t want[] = {at, at + 21, 0};
        check(ps_buffer_str(&text), 0, 5, want);
        ps_buffer_done(&text);
    }
}

Test(cut, what_comes_later_is_found_wherever_a_piece_ends)
{
    static const char text[] = "<R/>..\n....<R a=''>....<R>...<R/>";
    for (size_t piece = 1; piece < sizeof text; piece++) {
        ps_cut cut;
        ps_cut_place place = {0, 1, 1};
        int fd = file_of(ps_str_from(text));
        cr_assert(ps_cut_begin(&cut, fd, 0, 8, &place, sizeof text - 1));
        size_t found = 0;
        for (size_t limit = piece; limit < sizeof text - 1 + piece; limit += piece) {
            while (ps_cut_next(&cut, limit < sizeof text - 1 ? limit : sizeof text - 1, &place)) {
                const size_t want[] = {11, 23};
                cr_assert_lt(found, 2);
                cr_expect_eq(place.offset, want[found]);
                cr_expect_eq(place.line, 2);
                found++;
            }
        }
        cr_expect_eq(found, 2, "%zu in pieces of %zu", found, piece);
        (void)close(fd);
    }
}

Test(cut, in_a_ring_a_tag_may_lie_at_both_its_ends)
{
    enum { RING = 64 };
    for (size_t before = 40; before < 64; before++) {
        ps_cut cut;
        ps_cut_place place = {0, 1, 1};
        char text[RING * 2];
        memset(text, '.', sizeof text);
        memcpy(text, "<Rec>", 5);
        memcpy(text + before, "<Rec a=''/>", 11);
        int fd = ps_ring_new();
        cr_assert_eq(ps_ring_write(fd, RING, 0, text, 32), 0);
        cr_assert(ps_cut_begin(&cut, fd, RING, 10, &place, 32));
        cr_assert_not(ps_cut_next(&cut, 32, &place));
        cr_assert_eq(ps_ring_write(fd, RING, 32, text + 32, 50), 0);
        cr_assert(ps_cut_next(&cut, 82, &place), "%zu", before);
        cr_expect_eq(place.offset, before);
        (void)close(fd);
    }
}

Test(cut, a_name_must_be_there_and_not_too_long)
{
    ps_cut cut;
    ps_cut_place place = {0, 1, 1};
    char longest[400];
    memset(longest, 'n', sizeof longest);
    longest[0] = '<';
    int fd = file_of((ps_str){longest, sizeof longest});
    cr_expect_not(ps_cut_begin(&cut, fd, 0, 10, &place, sizeof longest));
    (void)close(fd);
    fd = file_of(PS_STR("<"));
    cr_expect_not(ps_cut_begin(&cut, fd, 0, 10, &place, 1));
    (void)close(fd);
    fd = file_of(PS_STR("text <R>"));
    cr_expect_not(ps_cut_begin(&cut, fd, 0, 10, &place, 8));
    (void)close(fd);
}
