/* Every limit at, below and above it; and that hostile documents cost little.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <time.h>

#include "recorder.h"

static void setup(void)
{
    ps_xml_init();
}

TestSuite(document_limits, .init = setup, .timeout = 60);

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void repeat(ps_buffer *text, const char *what, size_t times)
{
    for (size_t i = 0; i < times; i++) {
        ps_buffer_add_text(text, what);
    }
}

/* Parses and looks at the cause, the processor time and the number of events. */
static void expect_cheap(const char *name, const ps_buffer *text, const char *cause, double most)
{
    static const ps_xml_handler none = {0};
    ps_limits limits = ps_limits_default();
    ps_xml_options options = {.limits = &limits};
    recorder r = {.left = ps_buffer_str(text)};
    double start = seconds();
    ps_status status = ps_xml_parse(recorder_read, &r, &options, &none, &r, &r.result, &r.error);
    double used = seconds() - start;
    cr_expect_eq(status, cause[0] ? PS_FAILED : PS_OK, "%s: %s", name, r.error.message);
    cr_expect_str_eq(r.error.cause, cause, "%s: %s", name, r.error.message);
    cr_expect_lt(used, most, "%s took %.3f s", name, used);
    cr_expect_eq(r.result.bytes, cause[0] ? r.result.bytes : text->len, "%s", name);
}

/* C1 */
Test(document_limits, depth)
{
    for (size_t depth = 254; depth <= 260; depth++) {
        ps_buffer text;
        recorder r;
        ps_buffer_init(&text, 0);
        repeat(&text, "<a>", depth);
        repeat(&text, "</a>", depth);
        ps_status status = recorder_run(&r, ps_buffer_str(&text), 0, NULL, NULL);
        cr_expect_eq(status, depth <= 256 ? PS_OK : PS_FAILED, "%zu: %s", depth, r.error.message);
        if (depth > 256) {
            cr_expect_str_eq(r.error.cause, "limit:depth");
            cr_expect_eq(r.error.column, 256 * 3 + 1, "%llu", (unsigned long long)r.error.column);
        }
        recorder_done(&r);
        ps_buffer_done(&text);
    }
}

Test(document_limits, attributes)
{
    ps_limits limits = ps_limits_default();
    recorder r;
    ps_str text = PS_STR("<o>\n<a b='' c='' xmlns:d='u'/></o>");
    limits.attributes = 3;
    PS_TEST_STATUS(recorder_run(&r, text, 0, &limits, NULL), PS_OK, r.error);
    recorder_done(&r);
    limits.attributes = 2;
    cr_expect_eq(recorder_run(&r, text, 0, &limits, NULL), PS_FAILED);
    cr_expect_str_eq(r.error.cause, "limit:attributes");
    cr_expect_eq(r.error.line, 2);
    cr_expect_eq(r.error.column, 1);
    ps_test_str(ps_buffer_str(&r.log), "<o>\n", "the element itself is not given");
    recorder_done(&r);
}

Test(document_limits, names)
{
    ps_limits limits = ps_limits_default();
    recorder r;
    ps_str text = PS_STR("<?xml version='1.0'?><a><b c=''/><b c=''/><a d='x'/></a>");
    limits.names = 4;
    PS_TEST_STATUS(recorder_run(&r, text, 0, &limits, NULL), PS_OK, r.error);
    recorder_done(&r);
    limits.names = 3;
    cr_expect_eq(recorder_run(&r, text, 0, &limits, NULL), PS_FAILED);
    cr_expect_str_eq(r.error.cause, "limit:names");
    recorder_done(&r);
}

Test(document_limits, tag_bytes)
{
    ps_limits limits = ps_limits_default();
    recorder r;
    ps_str text =
        PS_STR(HEAD "<Orders>" ORDER("A", "x") "<Order id='0123456789'/><Order/></Orders>");
    for (size_t i = 0; i < PS_COUNT(recorder_pieces); i++) {
        limits.tag_bytes = 24;
        PS_TEST_STATUS(recorder_run(&r, text, recorder_pieces[i], &limits, NULL), PS_OK, r.error);
        recorder_done(&r);
        limits.tag_bytes = 23;
        cr_expect_eq(recorder_run(&r, text, recorder_pieces[i], &limits, NULL), PS_FAILED);
        cr_expect_str_eq(r.error.cause, "limit:tag-bytes");
        cr_expect_eq(r.error.line, 3);
        cr_expect_eq(r.error.column, 1);
        cr_expect_eq(r.ends, 1, "what is in front is delivered");
        cr_expect_eq(r.result.unscreened_after, 2, "it and the one behind");
        recorder_done(&r);
    }
}

Test(document_limits, dtd_bytes)
{
    ps_limits limits = ps_limits_default();
    recorder r;
    ps_str text = PS_STR("<!DOCTYPE o [ ]><o/>");
    limits.dtd_bytes = 16;
    PS_TEST_STATUS(recorder_run(&r, text, 1, &limits, NULL), PS_OK, r.error);
    recorder_done(&r);
    limits.dtd_bytes = 15;
    cr_expect_eq(recorder_run(&r, text, 1, &limits, NULL), PS_FAILED);
    cr_expect_str_eq(r.error.cause, "limit:dtd-bytes");
    recorder_done(&r);
}

Test(document_limits, file_bytes)
{
    static const char text[] = "<Orders>" ORDER("A", "x") ORDER("B", "y") "</Orders>";
    for (size_t i = 0; i < PS_COUNT(recorder_pieces); i++) {
        ps_limits limits = ps_limits_default();
        recorder r;
        limits.file_bytes = sizeof text - 1;
        PS_TEST_STATUS(recorder_run(&r, ps_str_from(text), recorder_pieces[i], &limits, NULL),
                       PS_OK, r.error);
        recorder_done(&r);
        limits.file_bytes--;
        cr_expect_eq(recorder_run(&r, ps_str_from(text), recorder_pieces[i], &limits, NULL),
                     PS_FAILED);
        cr_expect_str_eq(r.error.cause, "limit:file-bytes");
        cr_expect_eq(r.ends, 2, "what is within is delivered");
        cr_expect_eq(r.result.bytes, limits.file_bytes);
        recorder_done(&r);
        limits.file_bytes = 80;
        cr_expect_eq(recorder_run(&r, ps_str_from(text), recorder_pieces[i], &limits, NULL),
                     PS_FAILED);
        cr_expect_str_eq(r.error.cause, "limit:file-bytes");
        cr_expect_eq(r.error.offset, 80);
        cr_expect_eq(r.ends, 1);
        recorder_done(&r);
    }
}

static void burn(void *user, ps_xml_parser *parser, ps_str piece)
{
    double start = seconds();
    recorder_text(user, parser, piece);
    while (seconds() - start < 0.4) {
    }
}

Test(document_limits, file_seconds)
{
    ps_xml_handler handler = {.start = recorder_start, .end = recorder_end, .text = burn};
    ps_limits limits = ps_limits_default();
    ps_xml_options options = {.limits = &limits, .record_names = recorder_names};
    ps_buffer text;
    ps_buffer_init(&text, 0);
    ps_buffer_add_text(&text, "<Orders>");
    for (int i = 0; i < 100; i++) {
        ps_buffer_add_text(&text, "<Order><!--");
        repeat(&text, "0123456789", 1700);
        ps_buffer_add_text(&text, "-->x</Order>");
    }
    ps_buffer_add_text(&text, "</Orders>");
    recorder r = {.left = ps_buffer_str(&text)};
    ps_buffer_init(&r.log, 0);
    limits.file_seconds = 1;
    ps_status status = ps_xml_parse(recorder_read, &r, &options, &handler, &r, &r.result, &r.error);
    cr_expect_eq(status, PS_FAILED);
    cr_expect_str_eq(r.error.cause, "limit:file-seconds");
    cr_expect(r.ends >= 2 && r.ends <= 5, "%llu", (unsigned long long)r.ends);
    cr_expect_lt(r.result.bytes, text.len, "the rest is not even counted: the time is up");
    recorder_done(&r);
    ps_buffer_done(&text);
}

/* C2, C3, C7: libxml2's own walls, and that long text has none. */
Test(document_limits, libxml2_walls_are_named)
{
    static const struct {
        const char *name;
        const char *before;
        const char *behind;
        size_t megabytes;
        const char *cause;
    } rows[] = {
        {"text", "<o>", "</o>", 20, ""},
        {"CDATA below", "<o><![CDATA[", "]]></o>", 9, ""},
        {"CDATA", "<o><![CDATA[", "]]></o>", 11, "limit:libxml2-10MB"},
        {"PI", "<o><?p ", "?></o>", 11, "limit:libxml2-10MB"},
        {"attribute", "<o a='", "'/>", 1, "limit:tag-bytes"},
        {"name", "<o>&", ";</o>", 1, "limit:libxml2-name"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer text;
        ps_buffer_init(&text, 0);
        ps_buffer_add_text(&text, rows[i].before);
        repeat(&text, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2",
               rows[i].megabytes * 15625);
        ps_buffer_add_text(&text, rows[i].behind);
        expect_cheap(rows[i].name, &text, rows[i].cause, 2);
        ps_buffer_done(&text);
    }
}

/* C7a: a name of the element itself. */
Test(document_limits, a_long_name_is_fatal)
{
    ps_buffer text;
    ps_buffer_init(&text, 0);
    ps_buffer_add_char(&text, '<');
    repeat(&text, "nnnnnnnnnn", 6000);
    ps_buffer_add_text(&text, "/>");
    expect_cheap("C7a", &text, "limit:libxml2-name", 1);
    ps_buffer_done(&text);
}

/* A4 hangs the parser of Debian 12 for ever; A30 takes it more than 30 s. */
Test(document_limits, hostile_declarations_cost_nothing)
{
    static const struct {
        const char *name;
        const char *before;
        const char *repeated;
        size_t times;
        const char *behind;
        const char *cause;
    } rows[] = {
        {"A4", "<!DOCTYPE o [<!ENTITY % p0 ' '>", "<!ENTITY % p1 '&#37;p0;&#37;p0;'>", 8,
         "%p1;]><o/>", "dtd-declaration-refused"},
        {"A7", "<!DOCTYPE o [", "<!ENTITY e 'x'>", 300000, "]><o/>", "dtd-declaration-refused"},
        {"A7 parameters", "<!DOCTYPE o [", "<!ENTITY % e 'x'>", 300000, "]><o/>",
         "limit:dtd-bytes"},
        {"A30 enum", "<!DOCTYPE o [<!ATTLIST o a (a0", "|a12345", 700000, ") 'x'>]><o/>",
         "dtd-declaration-refused"},
        {"A30 element", "<!DOCTYPE o [<!ELEMENT o (a0", "|a12345", 700000, ")>]><o/>",
         "dtd-declaration-refused"},
        {"A30 entity", "<!DOCTYPE o [<!ENTITY x '", "&#37;", 1800000, "'>]><o/>",
         "dtd-declaration-refused"},
        {"A30 parameter", "<!DOCTYPE o [<!ENTITY % x '", "&#37;", 1800000, "'>]><o/>",
         "limit:dtd-bytes"},
        {"A30 nest", "<!DOCTYPE o [<!ELEMENT o ", "((((((((((", 400000, ">]><o/>",
         "dtd-declaration-refused"},
        {"A30 comments", "<!DOCTYPE o [", "<!---->", 1200000, "]><o/>", "limit:dtd-bytes"},
        {"A30 blanks", "<!DOCTYPE o [", "          ", 900000, "]><o/>", "limit:dtd-bytes"},
        {"A30 name", "<!DOCTYPE o [<!ENTITY ", "nnnnnnnnnn", 900000, " 'x'>]><o/>",
         "dtd-declaration-refused"},
        {"no end", "<!DOCTYPE o SYSTEM '", "          ", 900000, "'><o/>", "limit:dtd-bytes"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer text;
        ps_buffer_init(&text, 0);
        ps_buffer_add_text(&text, rows[i].before);
        repeat(&text, rows[i].repeated, rows[i].times);
        ps_buffer_add_text(&text, rows[i].behind);
        expect_cheap(rows[i].name, &text, rows[i].cause, 0.1);
        ps_buffer_done(&text);
    }
}

/* C5: 200,000 attributes take the bare parser 25 s; a file of tags just below the limit does not
 * add up to more than it should. */
Test(document_limits, start_tags_are_not_quadratic)
{
    static const struct {
        size_t attributes;
        const char *cause;
    } rows[] = {{1000, ""},
                {6000, "limit:attributes"},
                {20000, "limit:tag-bytes"},
                {200000, "limit:tag-bytes"}};
    ps_buffer text;
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer_init(&text, 0);
        ps_buffer_add_text(&text, "<o><a ");
        for (size_t j = 0; j < rows[i].attributes; j++) {
            ps_buffer_printf(&text, "a%zu='1' ", j);
        }
        ps_buffer_add_text(&text, "/></o>");
        expect_cheap("C5", &text, rows[i].cause, 0.5);
        ps_buffer_done(&text);
    }
    ps_buffer_init(&text, 0);
    ps_buffer_add_text(&text, "<o>");
    while (text.len < 20000000) {
        ps_buffer_add_text(&text, "<a ");
        for (int j = 0; j < 1024; j++) {
            ps_buffer_printf(&text, "a%d='0123456789012345678901234567890123456789012345678' ", j);
        }
        ps_buffer_add_text(&text, "/>");
    }
    ps_buffer_add_text(&text, "</o>");
    expect_cheap("20 MB of large tags", &text, "", 3);
    ps_buffer_done(&text);
}

/* C6, C7b, C8 */
Test(document_limits, many_namespaces_names_references_and_comments)
{
    ps_buffer text;
    ps_buffer_init(&text, 0);
    ps_buffer_add_text(&text, "<o>");
    for (int i = 0; i < 200; i++) {
        ps_buffer_add_text(&text, "<a ");
        for (int j = 0; j < 1000; j++) {
            ps_buffer_printf(&text, "xmlns:n%d='u%dx%d' ", j, j, i);
        }
        ps_buffer_add_text(&text, ">");
    }
    repeat(&text, "</a>", 200);
    ps_buffer_add_text(&text, "</o>");
    expect_cheap("C6", &text, "limit:names", 3);
    ps_buffer_clear(&text);
    ps_buffer_add_text(&text, "<o>");
    for (int i = 0; i < 600000; i++) {
        ps_buffer_printf(&text, "<e%06dxxxxxxxxxxxxxxxxxxxx/>", i);
    }
    ps_buffer_add_text(&text, "</o>");
    expect_cheap("C7b", &text, "limit:names", 1);
    ps_buffer_clear(&text);
    ps_buffer_add_text(&text, "<o>&#");
    repeat(&text, "0000000000", 900000);
    ps_buffer_add_text(&text, "72;uawei</o>");
    expect_cheap("C8a", &text, "", 1);
    ps_buffer_clear(&text);
    ps_buffer_add_text(&text, "<o>");
    repeat(&text, "&#72;", 1800000);
    ps_buffer_add_text(&text, "</o>");
    expect_cheap("C8b", &text, "", 1);
    ps_buffer_clear(&text);
    ps_buffer_add_text(&text, "<o>");
    repeat(&text, "<?p?>", 1800000);
    repeat(&text, "<!---->", 1300000);
    ps_buffer_add_text(&text, "</o>");
    expect_cheap("C8c", &text, "", 1);
    ps_buffer_clear(&text);
    ps_buffer_add_text(&text, "<o>");
    repeat(&text, "!?<![CDATA[]]>", 700000);
    ps_buffer_add_text(&text, "</o>");
    expect_cheap("marks", &text, "", 1);
    ps_buffer_clear(&text);
    ps_buffer_add_text(&text, "<o>");
    repeat(&text, "!!!!!!!!!!", 900000);
    ps_buffer_add_text(&text, "</o>");
    expect_cheap("exclamation", &text, "", 1);
    ps_buffer_done(&text);
}

/* C9: 9 MB each. */
Test(document_limits, unterminated_constructs_end_soon)
{
    static const struct {
        const char *before;
        const char *cause;
    } rows[] = {
        {"<o><r d=\"", "limit:tag-bytes"},
        {"<o><!-- ", "ill-formed"},
        {"<o><?p ", "ill-formed"},
        {"<o><![CDATA[", "ill-formed"},
        {"<o><r ", "limit:tag-bytes"},
        {"<o><", "limit:tag-bytes"},
        {"<o>", "ill-formed"},
        {"<o></", "limit:tag-bytes"},
        {"<o><r          ", "limit:tag-bytes"},
        {"<o>&", "limit:libxml2-name"},
        {"<o/>", "trailing-data"},
        {"<?p ", "ill-formed"},
        {"<!-- ", "ill-formed"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer text;
        ps_buffer_init(&text, 0);
        ps_buffer_add_text(&text, rows[i].before);
        repeat(&text, "aaaaaaaaaa", 900000);
        expect_cheap(rows[i].before, &text, rows[i].cause, 1);
        ps_buffer_done(&text);
    }
}
