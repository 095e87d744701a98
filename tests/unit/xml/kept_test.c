/* Many documents read one after the other with what is kept between them: nobody may see it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "recorder.h"
#include "xml/kept.h"

#include <stdio.h>

/* Reads a document; without `kept` as if it were the first. */
static ps_status read_one(recorder *r, ps_xml_kept *kept, ps_str bytes, const ps_limits *limits,
                          size_t piece)
{
    ps_xml_options options = {.limits = limits,
                              .record_names = recorder_names,
                              .warning = recorder_warning,
                              .warning_user = r,
                              .kept = kept};
    options.brief = kept && ps_xml_kept_names(kept, bytes.len, limits) != 0;
    *r = (recorder){.left = bytes, .piece = piece};
    ps_buffer_init(&r->log, 0);
    return ps_xml_parse(recorder_read, r, &options, &recorder_handler, r, &r->result, &r->error);
}

static void expect_same_pieces(ps_xml_kept *kept, ps_str bytes, const ps_limits *limits,
                               size_t piece)
{
    recorder alone;
    recorder after;
    ps_status want = read_one(&alone, NULL, bytes, limits, piece);
    ps_status got = read_one(&after, kept, bytes, limits, piece);
    cr_expect_eq(got, want, "%.*s", PS_FMT(ps_str_cut(bytes, 60)));
    cr_expect(ps_str_equal(ps_buffer_str(&after.log), ps_buffer_str(&alone.log)), "%.*s",
              PS_FMT(ps_str_cut(bytes, 60)));
    cr_expect_str_eq(after.error.message, alone.error.message);
    cr_expect_str_eq(after.error.cause, alone.error.cause);
    cr_expect_eq(after.error.line, alone.error.line);
    cr_expect_eq(after.error.column, alone.error.column);
    cr_expect_eq(after.error.offset, alone.error.offset);
    cr_expect_eq(after.damages, alone.damages);
    cr_expect_str_eq(after.damage.message, alone.damage.message);
    cr_expect_eq(after.warnings, alone.warnings);
    cr_expect_eq(after.result.bytes, alone.result.bytes);
    cr_expect_eq(after.result.unscreened_after, alone.result.unscreened_after);
    recorder_done(&alone);
    recorder_done(&after);
}

static void expect_same(ps_xml_kept *kept, ps_str bytes, const ps_limits *limits)
{
    expect_same_pieces(kept, bytes, limits, 0);
}

/* Each begins or ends in a state of its own. */
static const ps_str documents[] = {
    PS_STR_INIT(HEAD ORDERS(ORDER("1", "good"))),
    PS_STR_INIT("<a xmlns:p='urn:p'><p:b><p:c"),
    PS_STR_INIT("<a><p:b/></a>"),
    PS_STR_INIT("<p:b xmlns:p='urn:q' p:c='1'/>"),
    PS_STR_INIT("<?xml version='1.0' encoding='GB18030'?><a>\xC4\xE3\xBA\xC3</a>"),
    PS_STR_INIT("<a>\xC4\xE3</a>"),
    PS_STR_INIT("<a>\xE4\xBD\xA0</a>"),
    PS_STR_INIT("\xFF\xFE<\0a\0/\0>\0"),
    PS_STR_INIT("<?xml version='1.0' encoding='windows-1252'?><a>\x80\xE9</a>"),
    PS_STR_INIT("<a>&nbsp;</a>"),
    PS_STR_INIT("<a xml:space='preserve' xml:lang='de'> &amp; <b xml:lang='en'/></a>"),
    PS_STR_INIT("<a><b>"),
    PS_STR_INIT("</a>"),
    PS_STR_INIT("<a/><b/>"),
    PS_STR_INIT(""),
    PS_STR_INIT("%PDF-1.7"),
    PS_STR_INIT("<?xml version='1.1' standalone='yes'?><a/>"),
    PS_STR_INIT("<!DOCTYPE a SYSTEM 'x'><a/>"),
    PS_STR_INIT("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"),
    PS_STR_INIT("<a>&e;</a>"),
    PS_STR_INIT("<a b='1' b='2'/>"),
    PS_STR_INIT("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>"),
    PS_STR_INIT("<?t d?><a><?t d?></a>"),
    PS_STR_INIT("<Orders>" ORDER("2", "x") "<Order><Order>\0</Order>"),
};

Test(kept, no_document_shows_in_the_next)
{
    ps_limits limits = ps_limits_default();
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    for (size_t i = 0; i < PS_COUNT(documents); i++) {
        for (size_t k = 0; k < PS_COUNT(documents); k++) {
            expect_same(kept, documents[i], &limits);
            expect_same_pieces(kept, documents[k], &limits, 1 + k % 5);
        }
    }
}

/* A document that is brief is read to its end before anything is parsed: what is wrong with it must
 * be told as if it had come piece by piece. */
Test(kept, what_is_wrong_near_the_end_is_told_alike)
{
    static const char *const wrongs[] = {"\xFF",         "<", "&", "]]>", "</x>", "\x01",
                                         "<!DOCTYPE a>", ""};
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    ps_limits limits = ps_limits_default();
    ps_buffer whole;
    ps_buffer bad;
    ps_buffer_init(&whole, 0);
    ps_buffer_init(&bad, 0);
    ps_buffer_add_text(&whole, HEAD "<Orders>\n");
    while (whole.len < 9000) {
        ps_buffer_add_text(&whole, ORDER("7", "some text &amp; more"));
    }
    ps_buffer_add_text(&whole, "</Orders>\n");
    expect_same(kept, ps_buffer_str(&whole), &limits);
    for (size_t back = 0; back < 300; back += 3) {
        size_t at = whole.len - back;
        const char *wrong = wrongs[back / 3 % PS_COUNT(wrongs)];
        ps_buffer_clear(&bad);
        ps_buffer_add(&bad, whole.ptr, at);
        ps_buffer_add_text(&bad, wrong);
        expect_same(kept, ps_buffer_str(&bad), &limits);
        ps_buffer_add(&bad, whole.ptr + at, back);
        expect_same(kept, ps_buffer_str(&bad), &limits);
    }
    for (size_t at = 3990; at < 4010; at++) { /* where libxml2 reads on */
        expect_same(kept, ps_str_slice(ps_buffer_str(&whole), 0, at), &limits);
    }
    ps_buffer_done(&whole);
    ps_buffer_done(&bad);
}

/* What a document is called by, as pointers. */
typedef struct pointers {
    const char *local;
    const char *uri;
    const char *attribute;
} pointers;

static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t attr_count)
{
    (void)parser;
    *(pointers *)user = (pointers){local, uri, attr_count ? attrs[0].local : NULL};
}

static pointers names_of(ps_xml_kept *kept, const char *text, uint64_t *ret_number)
{
    static const ps_xml_handler handler = {.start = on_start};
    ps_limits limits = ps_limits_default();
    ps_xml_options options = {.limits = &limits, .kept = kept};
    ps_xml_result result;
    ps_error err = {0};
    recorder r = {.left = ps_str_from(text)};
    pointers met = {0};
    *ret_number = ps_xml_kept_names(kept, r.left.len, &limits);
    options.brief = *ret_number != 0;
    PS_TEST_STATUS(ps_xml_parse(recorder_read, &r, &options, &handler, &met, &result, &err), PS_OK,
                   err);
    return met;
}

Test(kept, a_name_is_the_same_pointer_as_long_as_the_number_is_the_same)
{
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    uint64_t number;
    uint64_t again;
    pointers first = names_of(kept, "<p:a xmlns:p='urn:p' b='1'/>", &number);
    cr_assert_neq(number, 0);
    pointers second = names_of(kept, "<a xmlns='urn:p' b='2'/>", &again);
    cr_expect_eq(again, number);
    cr_expect_eq(second.local, first.local);
    cr_expect_eq(second.uri, first.uri);
    cr_expect_eq(second.attribute, first.attribute);
}

Test(kept, a_dictionary_that_documents_fill_is_replaced)
{
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    uint64_t number;
    uint64_t first;
    char text[32];
    unsigned replaced = 0;
    (void)names_of(kept, "<a/>", &first);
    for (unsigned i = 0; i < 20000; i++) {
        (void)snprintf(text, sizeof text, "<n%u/>", i);
        uint64_t before = first + replaced;
        (void)names_of(kept, text, &number);
        replaced += number != before;
        cr_assert_eq(number, first + replaced);
    }
    cr_expect(replaced >= 2 && replaced < 10, "replaced %u times", replaced);
}

Test(kept, a_dictionary_that_is_filled_with_long_names_is_replaced)
{
    enum { LONG = 40000 };
    static char text[LONG + 32];
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    uint64_t first;
    uint64_t number = 0;
    (void)names_of(kept, "<a/>", &first);
    for (unsigned i = 0; i < 100; i++) { /* 4 MB of names */
        memset(text, 'n', LONG);
        (void)snprintf(text, 16, "<n%u", i);
        text[strlen(text)] = 'n';
        (void)snprintf(text + LONG, 32, "/>");
        (void)names_of(kept, text, &number);
    }
    cr_expect_geq(number, first + 2);
}

/* Exact, whatever was read before. */
Test(kept, names_of_other_documents_do_not_count_against_the_limit)
{
    enum { NAMES = 60 };
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    ps_limits limits = ps_limits_default();
    ps_buffer text;
    ps_buffer_init(&text, 0);
    limits.names = NAMES;
    for (unsigned from = 0; from < 300; from += 30) {
        for (unsigned count = NAMES - 2; count <= NAMES + 2; count++) {
            recorder r;
            ps_buffer_clear(&text);
            ps_buffer_add_text(&text, "<a>");
            for (unsigned i = 1; i < count; i++) {
                ps_buffer_printf(&text, "<n%u/>", from + i);
            }
            ps_buffer_add_text(&text, "</a>");
            expect_same(kept, ps_buffer_str(&text), &limits);
            ps_status status = read_one(&r, kept, ps_buffer_str(&text), &limits, 0);
            cr_expect_eq(status, count > NAMES ? PS_FAILED : PS_OK, "%u names", count);
            recorder_done(&r);
            (void)read_one(&r, kept, PS_STR("<n1/>"), &limits, 0);
            recorder_done(&r);
        }
    }
    ps_buffer_done(&text);
}

/* A document that is longer than was said is read as any other. */
Test(kept, a_document_that_grows_is_read)
{
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    ps_limits limits = ps_limits_default();
    ps_xml_options options = {.limits = &limits, .kept = kept, .brief = 1};
    ps_buffer text;
    ps_buffer_init(&text, 0);
    ps_buffer_add_text(&text, "<a>");
    for (unsigned i = 0; i < 90000; i++) {
        ps_buffer_printf(&text, "<n%u/>", i);
    }
    ps_buffer_add_text(&text, "</a>");
    cr_assert_neq(ps_xml_kept_names(kept, 100, &limits), 0);
    recorder r = {.left = ps_buffer_str(&text)};
    PS_TEST_STATUS(
        ps_xml_parse(recorder_read, &r, &options, &recorder_handler, &r, &r.result, &r.error),
        PS_OK, r.error);
    recorder_done(&r);
    uint64_t number = ps_xml_kept_names(kept, 100, &limits);
    cr_expect_eq(number, 2, "the dictionary that it filled is given up");
    expect_same(kept, PS_STR("<a/>"), &limits);
    ps_buffer_done(&text);
}
