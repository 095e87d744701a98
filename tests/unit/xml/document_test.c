/* Documents as events, and what is hostile or broken in them.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "base/error.h"
#include "recorder.h"

static void setup(void)
{
    ps_xml_init();
}

TestSuite(document, .init = setup);

/* Parses and compares the events, for reads of every size. */
static void expect_log(const char *text, const char *want)
{
    for (size_t i = 0; i < PS_COUNT(recorder_pieces); i++) {
        recorder r;
        ps_status status = recorder_run(&r, ps_str_from(text), recorder_pieces[i], NULL, NULL);
        cr_expect_eq(status, PS_OK, "%s by %zu: %s", text, recorder_pieces[i], r.error.message);
        ps_test_str(ps_buffer_str(&r.log), want, text);
        recorder_done(&r);
    }
}

Test(document, events_carry_names_attributes_and_text)
{
    expect_log("<?xml version='1.0' encoding='UTF-8'?><!-- x --><a xmlns='urn:a' b='1 &amp; "
               "&#50;'>Johnson &amp; J &#72;<!-- no -->u<![CDATA[<&]]><?p i?><c/></a>\n",
               "<a{urn:a} b=1 & 2>Johnson & J Hu<&<c{urn:a}></></>");
    expect_log("<z:o xmlns:z='u' z:a='1' a='2' xml:lang='zh'/>", "<o{u} a=1 a=2 lang=zh></>");
}

/* A12: the same in text and in attributes. */
Test(document, references_are_replaced_alike_in_text_and_attributes)
{
    expect_log("<o n='Johnson &amp; Johnson &#72;uawe&#x69; &lt;x&gt;'>Johnson &amp; Johnson "
               "&#72;uawe&#x69; &lt;x&gt;</o>",
               "<o n=Johnson & Johnson Huawei <x>>Johnson & Johnson Huawei <x></>");
}

/* A13: split by CDATA, comment and PI. */
Test(document, text_is_whole_across_markup_that_is_no_element)
{
    expect_log("<o>Hu<![CDATA[aw]]>e<!-- x -->i<?p q?> 5G</o>", "<o>Huawei 5G</>");
}

Test(document, text_is_whole_across_the_borders_of_reads)
{
    static const size_t before[] = {299, 300, 3999, 4000, 4001, 65535, 65536, 65537, 73000};
    for (size_t i = 0; i < PS_COUNT(before); i++) {
        ps_buffer text;
        recorder r;
        ps_buffer_init(&text, 0);
        ps_buffer_add_text(&text, "<o>");
        for (size_t j = 0; j < before[i]; j++) {
            ps_buffer_add_char(&text, '.');
        }
        ps_buffer_add_text(&text, " Huawei</o>");
        PS_TEST_STATUS(recorder_run(&r, ps_buffer_str(&text), 0, NULL, NULL), PS_OK, r.error);
        cr_expect_eq(r.log.len, 3 + before[i] + 7 + 3, "%zu", before[i]);
        cr_expect(ps_str_ends(ps_buffer_str(&r.log), PS_STR(". Huawei</>")), "%zu", before[i]);
        recorder_done(&r);
        ps_buffer_done(&text);
    }
}

Test(document, nothing_is_made_of_includes_stylesheets_and_catalogs)
{
    expect_log("<?xml-stylesheet href='http://127.0.0.1/x.xsl'?>\n<?oasis-xml-catalog "
               "catalog='file:///tmp/x'?><o xmlns:xi='http://www.w3.org/2001/XInclude'>"
               "<xi:include href='file:///etc/passwd' parse='text'/></o>",
               "<o><include{http://www.w3.org/2001/XInclude} href=file:///etc/passwd parse=text>"
               "</></>");
}

#define DTD(subset) HEAD "<!DOCTYPE Orders [" subset "]>\n"

Test(document, declarations_in_a_document_are_refused)
{
    static const recorder_row rows[] = {
        {BYTES(DTD("<!ENTITY l0 \"lol\"><!ENTITY l1 \"&l0;&l0;\">") AROUND(ORDER("B", "&l1;"))),
         "dtd-declaration-refused", 0, 3, 2, 19},
        {BYTES(DTD("\n <!ENTITY a \"&b;\"><!ENTITY b \"&a;\">") AROUND(ORDER("B", "&a;"))),
         "dtd-declaration-refused", 0, 3, 3, 2},
        {BYTES(DTD("<!ENTITY x SYSTEM \"file:///etc/passwd\">") AROUND(ORDER("B", "&x;"))),
         "dtd-declaration-refused", 0, 3, 2, 19},
        {BYTES(DTD("<!ENTITY % x SYSTEM \"http://127.0.0.1/x.dtd\">%x;") AROUND("")),
         "dtd-declaration-refused", 0, 2, 2, 19},
        {BYTES(DTD("<!ENTITY % p0 ' '><!ENTITY % p1 '&#37;p0;&#37;p0;'>%p1;") AROUND("")),
         "dtd-declaration-refused", 0, 2, 2, 70},
        {BYTES(DTD("<!ATTLIST r a CDATA 'v'>") AROUND("")), "dtd-declaration-refused", 0, 2, 2, 19},
        {BYTES(DTD("<!ELEMENT o ANY>") AROUND("")), "dtd-declaration-refused", 0, 2, 2, 19},
        {BYTES(DTD("<!NOTATION n SYSTEM 'x'>") AROUND("")), "dtd-declaration-refused", 0, 2, 2, 19},
        {BYTES("<!DOCTYPE Orders [<!ENTITY w 'awe'>]>" AROUND(ORDER("B", "Hu&w;i"))),
         "dtd-declaration-refused", 0, 3, 1, 19},
        {BYTES(HEAD "<Orders>" ORDER("A", "Huawei") "<!DOCTYPE Orders [<!ENTITY x 'y'>]>" ORDER(
             "B", "&x;") "</Orders>"),
         "ill-formed", 1, 1, 3, 2},
    };
    recorder_check(rows, PS_COUNT(rows), NULL);
}

Test(document, a_doctype_that_declares_nothing_in_use_is_accepted)
{
    static const recorder_row rows[] = {
        {BYTES(HEAD "<!DOCTYPE Orders SYSTEM "
                    "\"http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd\">\n" AROUND(
                        ORDER("B", "pump"))),
         "", 3, 0, 0, 0},
        {BYTES(HEAD "<!DOCTYPE Orders PUBLIC '-//x//y' 'x.dtd'>" AROUND("")), "", 2, 0, 0, 0},
        {BYTES(HEAD "<!DOCTYPE Orders>" AROUND("")), "", 2, 0, 0, 0},
        {BYTES(DTD(" <!-- none --> ") AROUND("")), "", 2, 0, 0, 0},
        {BYTES(HEAD
               "<!DOCTYPE Orders SYSTEM 'bmecat.dtd' [\n<!ENTITY % ext \"\">\n]>\n" AROUND("")),
         "", 2, 0, 0, 0},
        {BYTES("<!-- <!DOCTYPE x [<!ENTITY e 'v'>]> -->" AROUND("")), "", 2, 0, 0, 0},
        {BYTES(AROUND(ORDER("B", "<![CDATA[<!DOCTYPE x [<!ENTITY e 'v'>]>]]>"))), "", 3, 0, 0, 0},
    };
    recorder_check(rows, PS_COUNT(rows), NULL);
}

Test(document, entities_and_namespaces_that_fail_damage_a_record_not_the_document)
{
    static const struct {
        const char *text;
        ps_error_code code;
        const char *says;
        uint64_t line;
        const char *log; /* around the damage */
    } rows[] = {
        {HEAD "<!DOCTYPE Orders SYSTEM 'http://x/y.dtd'>\n" AROUND(ORDER("B", "Hua&zwnj;wei")),
         PS_E_ENTITY, "zwnj", 5, "<Description>Hua<!>wei</>"},
        {HEAD "<!DOCTYPE Orders SYSTEM 'http://x/y.dtd'>\n" AROUND(
             "<Order id='B' note='Hua&zwnj;wei'/>\n"),
         PS_E_ENTITY, "zwnj", 5, "<Order id=B note=Huawei><!></>"},
        {HEAD AROUND("<p:Order id='B'>x</p:Order>\n"), PS_E_NAMESPACE, "prefix p", 4,
         "<Order id=B><!>x</>"},
        {HEAD AROUND("<Order id='B' p:x='1'/>\n"), PS_E_NAMESPACE, "prefix p", 4,
         "<Order id=B x=1><!></>"},
        {HEAD AROUND("<Order id='B' xmlns:a='u' xmlns:b='u' a:x='1' b:x='2'/>\n"), PS_E_NAMESPACE,
         "redefined", 4, "<!></>"},
        {HEAD AROUND("<Order id='B' p:a='' p:b='' p:c='' q:d=''/>\n"), PS_E_NAMESPACE, "prefix p",
         4, "<!></>"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        for (size_t j = 0; j < PS_COUNT(recorder_pieces); j++) {
            recorder r;
            ps_status status =
                recorder_run(&r, ps_str_from(rows[i].text), recorder_pieces[j], NULL, NULL);
            cr_expect_eq(status, PS_OK, "row %zu: %s", i, r.error.message);
            cr_expect_eq(r.ends, 3, "row %zu: A, B and C", i);
            cr_expect_eq(r.damages, 1, "row %zu: one an event: %zu", i, r.damages);
            cr_expect_eq(r.damage.code, rows[i].code, "row %zu: %s", i, r.damage.message);
            cr_expect_not_null(strstr(r.damage.message, rows[i].says), "row %zu: %s", i,
                               r.damage.message);
            cr_expect_eq(r.damage.line, rows[i].line, "row %zu: %llu", i,
                         (unsigned long long)r.damage.line);
            cr_expect_neq(ps_str_find(ps_buffer_str(&r.log), ps_str_from(rows[i].log)), SIZE_MAX,
                          "row %zu: %.*s", i, PS_FMT(ps_buffer_str(&r.log)));
            recorder_done(&r);
        }
    }
}

Test(document, an_entity_that_nobody_could_declare_is_fatal)
{
    static const recorder_row rows[] = {
        {BYTES(HEAD AROUND(ORDER("B", "Hua&zwnj;wei"))), "unresolved-entity", 1, 1, 0, 0},
        {BYTES("<?xml version='1.0' standalone='yes'?><!DOCTYPE Orders SYSTEM 'x'>" AROUND(
             ORDER("B", "Hua&zwnj;wei"))),
         "unresolved-entity", 1, 1, 0, 0},
    };
    recorder_check(rows, PS_COUNT(rows), NULL);
}

Test(document, what_is_not_well_formed_ends_the_document)
{
    static const recorder_row rows[] = {
        {BYTES(HEAD AROUND("<Order id=\"B\" id=\"A2\"/>")), "ill-formed", 1, 2, 4, 15},
        {BYTES(HEAD AROUND("<Order id=\"B\"></Ordre>")), "ill-formed", 1, 1, 4, 23},
        {BYTES(HEAD AROUND("<Order id=\"B\" x=1/>")), "ill-formed", 1, 2, 4, 17},
        {BYTES(HEAD AROUND("<Order id=\"B\" x=\"<\"/>")), "ill-formed", 1, 2, 4, 18},
        {BYTES(HEAD AROUND("<Order id=\"B\">]]></Order>")), "ill-formed", 1, 1, 4, 15},
        {BYTES(HEAD AROUND("<Order id=\"B\">&#0;</Order>")), "ill-formed", 1, 1, 0, 0},
        {BYTES(HEAD AROUND("<Order id=\"B\">\x1b[31m</Order>")), "ill-formed", 1, 1, 4, 15},
        {BYTES(HEAD AROUND("<Order id=\"B\">\x08</Order>")), "ill-formed", 1, 1, 4, 15},
        {BYTES(HEAD AROUND("<Order id=\"B\">\xEF\xBF\xBF</Order>")), "ill-formed", 1, 1, 4, 15},
        {BYTES("<?xml version='1.1'?>\n" AROUND(ORDER("B", "a&#27;b"))), "ill-formed", 1, 1, 4, 0},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        recorder_row row = rows[i];
        row.line = row.column ? row.line : 0;
        recorder_check(&row, 1, NULL);
    }
}

Test(document, versions_and_standalone_are_no_obstacle)
{
    static const recorder_row rows[] = {
        {BYTES("<?xml version='1.1'?>\n" AROUND("")), "", 2, 0, 0, 0},
        {BYTES("<?xml version='1.7'?>\n" AROUND("")), "", 2, 0, 0, 0},
        {BYTES("<?xml version='1.0' standalone='yes'?>\n" AROUND("")), "", 2, 0, 0, 0},
        {BYTES("<?xml version='1.0' encoding='UTF-8' standalone='no' ?>\n" AROUND("")), "", 2, 0, 0,
         0},
    };
    recorder_check(rows, PS_COUNT(rows), NULL);
}

#define ONE ORDERS(ORDER("A", "Huawei"))

/* A20, A29: everything up to the last byte is accounted for. */
Test(document, what_follows_the_document_is_trailing_data)
{
    static const recorder_row rows[] = {
        {BYTES(HEAD ONE HEAD ORDERS(ORDER("B", "ZTE"))), "trailing-data", 1, 1, 5, 6},
        {BYTES(HEAD ONE ONE), "trailing-data", 1, 1, 5, 1},
        {BYTES(HEAD ONE "rm -rf"), "trailing-data", 1, 0, 5, 1},
        {BYTES(HEAD ONE "\0\0\0\0"), "trailing-data", 1, 0, 5, 1},
        {BYTES(HEAD ONE "\0" ORDER("X", "ZTE") ORDER("X", "ZTE")), "trailing-data", 1, 2, 5, 1},
        {BYTES(HEAD ONE "\n\xFF" ORDER("X", "ZTE")), "trailing-data", 1, 1, 6, 1},
        {BYTES(HEAD ONE "<!-- not ended"), "trailing-data", 1, 0, 0, 0},
        {BYTES(HEAD ONE "<!-- ok -->\n\n"), "", 1, 0, 0, 0},
        {BYTES(HEAD ONE "\n \t\n<?p i?>"), "", 1, 0, 0, 0},
        {BYTES("\n\n" HEAD ONE), "", 1, 0, 0, 0},
    };
    recorder_check(rows, PS_COUNT(rows), NULL);
}

Test(document, trailing_data_names_the_byte)
{
    recorder r;
    ps_str text = {HEAD ONE "\0tail", sizeof(HEAD ONE "\0tail") - 1};
    cr_expect_eq(recorder_run(&r, text, 0, NULL, NULL), PS_FAILED);
    cr_expect_eq(r.error.offset, sizeof(HEAD ONE) - 1);
    recorder_done(&r);
}

Test(document, what_is_no_xml_is_said_to_be_none)
{
    static const recorder_row rows[] = {
        {BYTES(""), "not-a-known-document", 0, 0, 1, 1},
        {BYTES("   \n"), "not-a-known-document", 0, 0, 1, 1},
        {BYTES("%PDF-1.7\n"), "not-a-known-document", 0, 0, 1, 1},
        {BYTES("{\"orders\":[]}"), "not-a-known-document", 0, 0, 1, 1},
        {BYTES("<!-- nothing -->"), "not-a-known-document", 0, 0, 0, 0},
        {BYTES("<?xml version='1.0'?>"), "not-a-known-document", 0, 0, 0, 0},
        {BYTES("<Orders/>"), "", 0, 0, 0, 0},
    };
    recorder_check(rows, PS_COUNT(rows), NULL);
}

/* A19: the whole set of cuts, each with reads of two sizes. */
Test(document, what_is_complete_before_a_cut_is_delivered)
{
    ps_buffer text;
    ps_buffer_init(&text, 0);
    ps_buffer_add_text(&text, HEAD "<!DOCTYPE Orders SYSTEM 'x' [<!-- -->]>\n<Orders>\n");
    for (int i = 0; i < 20; i++) {
        ps_buffer_printf(&text,
                         "<Order id=\"R%d\"><!-- c --><L d=\"x\">Huaw\xC3\xA9i<![CDATA[<]]>"
                         "</L><?p i?></Order>\n",
                         i);
    }
    ps_buffer_add_text(&text, "</Orders>");
    for (size_t cut = 0; cut < text.len; cut++) {
        uint64_t complete = 0;
        ps_str rest = {text.ptr, cut};
        for (size_t at; (at = ps_str_find(rest, PS_STR("</Order>"))) != SIZE_MAX; complete++) {
            rest = ps_str_slice(rest, at + 8, rest.len);
        }
        for (size_t piece = 0; piece <= 1; piece++) {
            recorder r;
            ps_status status = recorder_run(&r, (ps_str){text.ptr, cut}, piece, NULL, NULL);
            cr_expect_eq(status, PS_FAILED, "cut at %zu", cut);
            cr_expect_eq(r.ends, complete, "cut at %zu: %llu of %llu", cut,
                         (unsigned long long)r.ends, (unsigned long long)complete);
            cr_expect_neq(r.error.line, 0, "cut at %zu: %s", cut, r.error.message);
            cr_expect_neq(r.error.column, 0, "cut at %zu: %s", cut, r.error.message);
            cr_expect_leq(r.error.offset, cut, "cut at %zu", cut);
            cr_expect_eq(r.result.bytes, cut);
            recorder_done(&r);
        }
    }
    ps_buffer_done(&text);
}

/* A22, A23. */
Test(document, nothing_is_delivered_after_a_fatal_error)
{
    ps_buffer text;
    recorder r;
    ps_buffer_init(&text, 0);
    ps_buffer_add_text(&text, HEAD "<Orders>" ORDER("A", "Huawei"));
    ps_buffer_add_text(&text, "<Order id='B'>Caf\xE9</Order>\n");
    for (int i = 0; i < 3000; i++) {
        ps_buffer_add_text(&text, ORDER("C", "ZTE"));
    }
    ps_buffer_add_text(&text, "</Orders>");
    cr_expect_eq(recorder_run(&r, ps_buffer_str(&text), 0, NULL, NULL), PS_FAILED);
    cr_expect_eq(r.error.code, PS_E_BAD_BYTES);
    cr_expect_eq(r.ends, 1);
    cr_expect_eq(r.result.unscreened_after, 3000);
    cr_expect_eq(ps_str_find(ps_buffer_str(&r.log), PS_STR("ZTE")), SIZE_MAX);
    cr_expect(ps_str_ends(ps_buffer_str(&r.log), PS_STR("<Order id=B>Caf")));
    recorder_done(&r);
    ps_buffer_clear(&text);
    ps_buffer_add_text(&text, HEAD "<Orders>" ORDER("A", "Huawei"));
    for (int i = 0; i < 9000000; i++) {
        ps_buffer_add_char(&text, '<');
    }
    cr_expect_eq(recorder_run(&r, ps_buffer_str(&text), 0, NULL, NULL), PS_FAILED);
    cr_expect_eq(r.ends, 1);
    cr_expect_eq(r.damages, 0);
    recorder_done(&r);
    ps_buffer_done(&text);
}

static void stop_at_b(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                      const ps_xml_attr *attrs, size_t count)
{
    recorder_start(user, parser, local, uri, attrs, count);
    if (count && attrs[0].value[0] == 'B') {
        ps_error error;
        ps_error_set(&error, PS_FAILED, PS_E_RECORD, "enough");
        ps_xml_stop(parser, &error);
        ps_error_set(&error, PS_FAILED, PS_E_FORMAT, "the first error counts");
        ps_xml_stop(parser, &error);
    }
}

Test(document, a_handler_can_stop_the_parse)
{
    ps_xml_handler handler = {.start = stop_at_b, .end = recorder_end, .text = recorder_text};
    ps_limits limits = ps_limits_default();
    ps_xml_options options = {.limits = &limits, .record_names = recorder_names};
    recorder r = {.left = PS_STR(HEAD ORDERS(ORDER("A", "x") ORDER("B", "y") ORDER("C", "z")))};
    ps_buffer_init(&r.log, 0);
    ps_status status = ps_xml_parse(recorder_read, &r, &options, &handler, &r, &r.result, &r.error);
    cr_expect_eq(status, PS_FAILED);
    cr_expect_eq(r.error.code, PS_E_RECORD);
    cr_expect_eq(r.error.line, 4);
    cr_expect_eq(r.result.unscreened_after, 1, "C; B was delivered");
    cr_expect(ps_str_ends(ps_buffer_str(&r.log), PS_STR("<Order id=B>")));
    recorder_done(&r);
}

static long fail_in_the_middle(void *io, char *buffer, size_t size)
{
    long got = recorder_read(io, buffer, size);
    if (got == 0) {
        errno = EIO;
        return -1;
    }
    return got;
}

Test(document, a_read_error_is_no_end)
{
    static const char *const rows[] = {HEAD ONE, HEAD "<Orders>" ORDER("A", "Huawei")};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_limits limits = ps_limits_default();
        ps_xml_options options = {.limits = &limits};
        recorder r = {.left = ps_str_from(rows[i])};
        ps_buffer_init(&r.log, 0);
        ps_status status = ps_xml_parse(fail_in_the_middle, &r, &options, &recorder_handler, &r,
                                        &r.result, &r.error);
        cr_expect_eq(status, PS_FAILED);
        cr_expect_eq(r.error.code, PS_E_READ, "row %zu: %s", i, r.error.message);
        cr_expect_not_null(strstr(r.error.message, strerror(EIO)), "%s", r.error.message);
        cr_expect_eq(r.ends, 1, "row %zu: what was read is delivered", i);
        cr_expect_eq(r.error.offset, strlen(rows[i]), "row %zu", i);
        recorder_done(&r);
    }
    ps_limits limits = ps_limits_default();
    ps_xml_options options = {.limits = &limits};
    recorder r = {.left = PS_STR("")};
    ps_buffer_init(&r.log, 0);
    cr_expect_eq(
        ps_xml_parse(fail_in_the_middle, &r, &options, &recorder_handler, &r, &r.result, &r.error),
        PS_FAILED);
    cr_expect_eq(r.error.code, PS_E_READ, "at once: %s", r.error.message);
    recorder_done(&r);
}

Test(document, handlers_may_be_missing)
{
    static const ps_xml_handler none = {0};
    ps_limits limits = ps_limits_default();
    ps_xml_options options = {.limits = &limits};
    recorder r = {.left = PS_STR("<!DOCTYPE a SYSTEM 'x'><a>t&e;<p:b/></a>")};
    PS_TEST_STATUS(ps_xml_parse(recorder_read, &r, &options, &none, NULL, &r.result, &r.error),
                   PS_OK, r.error);
}

Test(document, the_library_is_named)
{
    char name[32];
    cr_expect(ps_str_starts(ps_str_from(ps_xml_library(name, sizeof name)), PS_STR("libxml2 2.")),
              "%s", name);
}
