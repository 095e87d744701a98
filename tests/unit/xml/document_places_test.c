/* Lines, columns and offsets.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "recorder.h"

static void setup(void)
{
    ps_xml_init();
}

TestSuite(document_places, .init = setup);

typedef struct places {
    recorder r;
    ps_str text; /* UTF-8 of the document */
    size_t head; /* bytes of the source in front of it */
    size_t seen;
    int wrong;
    int exact; /* offsets are those of `text` */
} places;

/* The place of a byte of the text, counted independently. */
static ps_xml_place count(ps_str text, size_t at)
{
    ps_xml_place place = {1, 1, at};
    for (size_t i = 0; i < at; i++) {
        place.column++;
        if (text.ptr[i] == '\n') {
            place.line++;
            place.column = 1;
        }
    }
    return place;
}

/* Every element is named eN and begins with the only "<eN". */
static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t attr_count)
{
    places *p = user;
    char tag[32];
    (void)uri;
    (void)attrs;
    (void)snprintf(tag, sizeof tag, "<%s", local);
    size_t at = ps_str_find(p->text, ps_str_from(tag));
    cr_assert_neq(at, SIZE_MAX);
    ps_xml_place want = count(p->text, at);
    ps_xml_place got = ps_xml_where(parser);
    p->seen++;
    cr_expect_eq(got.line, want.line, "%s: line %llu, not %llu", tag, (unsigned long long)got.line,
                 (unsigned long long)want.line);
    cr_expect_eq(got.column, want.column, "%s: column %llu, not %llu", tag,
                 (unsigned long long)got.column, (unsigned long long)want.column);
    cr_expect_eq(ps_xml_line(parser), want.line, "%s", tag);
    if (p->exact) {
        cr_expect_eq(got.offset, want.offset + p->head, "%s: offset %llu, not %llu", tag,
                     (unsigned long long)got.offset, (unsigned long long)want.offset + p->head);
    }
    if (p->exact && attr_count < 2) { /* an attribute of the one with two has a '>' */
        size_t end = at + ps_str_find(ps_str_slice(p->text, at, p->text.len), PS_STR(">"));
        uint64_t consumed = ps_xml_consumed(parser) - p->head;
        cr_expect(consumed >= end - 1 && consumed <= end + 1, "%s: consumed %llu of %zu", tag,
                  (unsigned long long)consumed, end);
    }
}

static void check_places(ps_str bytes, size_t head, ps_str text, size_t elements, int exact)
{
    static const ps_xml_handler handler = {.start = on_start};
    static const size_t pieces[] = {0, 1, 5, 4000};
    ps_limits limits = ps_limits_default();
    ps_xml_options options = {.limits = &limits};
    for (size_t i = 0; i < PS_COUNT(pieces); i++) {
        places p = {.text = text, .head = head, .exact = exact};
        p.r.left = bytes;
        p.r.piece = pieces[i];
        ps_status status =
            ps_xml_parse(recorder_read, &p.r, &options, &handler, &p, &p.r.result, &p.r.error);
        cr_assert_eq(status, PS_OK, "%s", p.r.error.message);
        cr_expect_eq(p.seen, elements, "%zu", p.seen);
    }
}

static const char sample[] =
    "<?xml version='1.0' encoding='UTF-8'?>\r\n<!DOCTYPE e0 SYSTEM 'x' [\n <!ENTITY % p "
    "'v'>\n\n]>\n"
    "<!-- \n\n -->\n<e0\n  a='1\n2'\r\n  b='>'>\n<e1/>\u4E2D\u6587<e2/>\r\n"
    "\u00E9\u00E9<![CDATA[\n\n<e\n]]><e3\n/>&amp;&#10;<e4 x='\u4E2D'/>\r<?p \n ?><e5>\n</e5></e0>";

Test(document_places, starts_are_placed_at_their_mark)
{
    check_places(ps_str_from(sample), 0, ps_str_from(sample), 6, 1);
}

Test(document_places, a_byte_order_mark_counts_for_the_offset_only)
{
    ps_buffer bytes;
    ps_buffer_init(&bytes, 0);
    ps_buffer_add_text(&bytes, "\xEF\xBB\xBF");
    ps_buffer_add_text(&bytes, sample);
    check_places(ps_buffer_str(&bytes), 3, ps_str_from(sample), 6, 1);
    ps_buffer_done(&bytes);
}

Test(document_places, wide_documents_have_lines_and_columns_of_their_utf8)
{
    static const char text[] =
        "<?xml version='1.0'?>\r\n<e0\n  a='1\n2'>\n<e1/>abc<e2/>\r\n<e3\n/></e0>";
    ps_buffer bytes;
    ps_buffer_init(&bytes, 0);
    ps_buffer_add(&bytes, "\xFF\xFE", 2);
    for (size_t i = 0; i < sizeof text - 1; i++) {
        ps_buffer_add_char(&bytes, text[i]);
        ps_buffer_add_char(&bytes, '\0');
    }
    check_places(ps_buffer_str(&bytes), 0, ps_str_from(text), 4, 0);
    ps_buffer_done(&bytes);
}

/* So many bytes that the buffers turn over, with lines of every length. */
Test(document_places, places_are_right_in_long_documents)
{
    ps_buffer text;
    ps_buffer_init(&text, 0);
    ps_buffer_add_text(&text, "<e_>");
    uint32_t seed = 7;
    size_t elements = 1;
    for (int i = 0; i < 60; i++) {
        seed = seed * 1664525 + 1013904223;
        size_t gap = (seed >> 8) % (i % 5 == 0 ? 40000 : 300);
        for (size_t j = 0; j < gap; j++) {
            ps_buffer_add_text(&text, (seed + j) % 97 == 0 && i % 7 != 0 ? "\n" : "x");
        }
        ps_buffer_printf(&text, "<e%d_ a='\u4E2D'/>", i);
        elements++;
    }
    ps_buffer_add_text(&text, "</e_>");
    check_places(ps_buffer_str(&text), 0, ps_buffer_str(&text), elements, 1);
    ps_buffer_done(&text);
}

static void expect_error(const ps_buffer *text, size_t at)
{
    static const size_t pieces[] = {0, 1, 4000};
    ps_xml_place want = count(ps_buffer_str(text), at);
    for (size_t i = 0; i < PS_COUNT(pieces); i++) {
        recorder r;
        cr_expect_eq(recorder_run(&r, ps_buffer_str(text), pieces[i], NULL, NULL), PS_FAILED);
        cr_expect_eq(r.error.line, want.line, "line %llu, not %llu",
                     (unsigned long long)r.error.line, (unsigned long long)want.line);
        cr_expect_eq(r.error.column, want.column, "column %llu, not %llu",
                     (unsigned long long)r.error.column, (unsigned long long)want.column);
        cr_expect_eq(r.error.offset, want.offset, "offset %llu, not %llu",
                     (unsigned long long)r.error.offset, (unsigned long long)want.offset);
        recorder_done(&r);
    }
}

/* B10: line 70003, and a column above 4 million. */
Test(document_places, errors_far_into_the_document_are_placed)
{
    ps_buffer text;
    ps_buffer_init(&text, 0);
    ps_buffer_add_text(&text, HEAD "<Orders>\r\n");
    for (int i = 0; i < 70000; i++) {
        ps_buffer_add_text(&text, "\r\n");
    }
    ps_buffer_add_text(&text, "<Order id=\"B\">\xFF");
    expect_error(&text, text.len - 1);
    ps_buffer_clear(&text);
    ps_buffer_add_text(&text, HEAD "<Orders>");
    for (int i = 0; i < 500000; i++) {
        ps_buffer_add_text(&text, "<x>\u00E9</x>");
    }
    ps_buffer_add_text(&text, "<Order id=\"B\" id=\"C\"/></Orders>");
    expect_error(&text, text.len - sizeof "id=\"C\"/></Orders>" + 1);
    ps_buffer_done(&text);
}

Test(document_places, errors_of_every_kind_are_placed)
{
    static const struct {
        const char *before; /* the error's place is behind this … */
        const char *behind;
    } rows[] = {
        {HEAD "<!DOCTYPE o [\n<!-- x -->  ", "<!ENTITY e 'v'>]>\n<o/>"},
        {HEAD "<!-- \n --><!DOCTYPE o ", "<o/>"},
        {"<o>\n<a/>\u4E2D\n<b c='\n", "\xFF'/></o>"},
        {"<o>\n<a/>\u4E2D\n<![CDATA[\n", "\xFF]]></o>"},
        {"<o>\n<a/>\u4E2D\n<!--\n ", "\xFF --></o>"},
        {"<o>\n<a/>\u4E2D\n<?p \n ", "\xFF ?></o>"},
        {"<o>\n<a/>\u4E2D\n<![CDA", "\xFF]]></o>"},
        {"<o>\n<a/>\u4E2D\n<!-", "\xFF --></o>"},
        {"<o>\n<a/>\u4E2D\n<", "\xFF></o>"},
        {"<o>\n<a/>\u4E2D\n</", "\xFF></o>"},
        {"<o>\n<a/>\u4E2D\n&", "\xFF;</o>"},
        {"<o>\n</o>\n<!-- \n -->\n", "<p/>"},
        {"<o>\n \u4E2D <a b='1'\n  ", "b='2'/></o>"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer text;
        ps_buffer_init(&text, 0);
        ps_buffer_add_text(&text, rows[i].before);
        ps_buffer_add_text(&text, rows[i].behind);
        expect_error(&text, strlen(rows[i].before));
        ps_buffer_done(&text);
    }
}

Test(document_places, blanks_in_front_of_the_declaration_are_counted_in_lines_and_offsets)
{
    recorder r;
    cr_expect_eq(recorder_run(&r, PS_STR("\n \n" HEAD "<o>\xFF"), 0, NULL, NULL), PS_FAILED);
    cr_expect_eq(r.error.line, 4);
    cr_expect_eq(r.error.column, 4);
    cr_expect_eq(r.error.offset, 3 + sizeof HEAD - 1 + 3);
    recorder_done(&r);
}
