/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "ps_test.h"

typedef struct passed {
    ps_buffer out;
    ps_status status;
    ps_error error;
    size_t most_held;
} passed;

/* Gives `text` to a scan in pieces as the feed does: what was not passed comes again. */
static passed scan_in_pieces(ps_str text, size_t piece, const ps_limits *limits)
{
    passed p = {0};
    ps_scan scan;
    char *window = malloc(text.len + 1);
    size_t held = 0;
    size_t at = 0;
    ps_scan_init(&scan, limits);
    ps_buffer_init(&p.out, 0);
    do {
        size_t more = text.len - at < piece ? text.len - at : piece;
        memcpy(window + held, text.ptr + at, more);
        at += more;
        held += more;
        size_t pass = 0;
        p.status = ps_scan_pass(&scan, window, held, at == text.len, &pass, &p.error);
        cr_assert_leq(pass, held);
        ps_buffer_add(&p.out, window, pass);
        held -= pass;
        memmove(window, window + pass, held);
        p.most_held = held > p.most_held ? held : p.most_held;
    } while (p.status == PS_OK && at < text.len);
    free(window);
    return p;
}

static const size_t pieces[] = {1, 2, 3, 5, 9, 10, 11, 64, 1000, 100000};

/* What comes out for each size of piece: `want` text, or the error's cause behind it. */
static void expect(const char *text, const ps_limits *limits, const char *want, const char *cause)
{
    for (size_t i = 0; i < PS_COUNT(pieces); i++) {
        passed p = scan_in_pieces(ps_str_from(text), pieces[i], limits);
        ps_test_str(ps_buffer_str(&p.out), want, text);
        cr_expect_str_eq(p.status == PS_OK ? "" : p.error.cause, cause ? cause : "",
                         "%s by %zu: %s", text, pieces[i], p.error.message);
        ps_buffer_done(&p.out);
    }
}

Test(scan, content_passes_as_it_is)
{
    static const char *const rows[] = {
        "",
        "x",
        "<",
        "<a",
        "<a/>",
        "<a b='>' c=\"<![CDATA[\">text ! ? ]]> --> ?></a>",
        "<!-- <a b=' ?> ]]> --><?p <!-- ?><![CDATA[<a b=' --> ]] ]>]]><b/>",
        "<a><!---->x<!--->--><![CDATA[]]><?\?></a>",
        "<!bogus><a/><!",
        "<!-- not ended <a b='",
        "<![CDATA[ not ended <a ",
        "<?p not ended ",
        "<a b='<c>'>",
        "<?xml version='1.0'?>\n<a/>\n",
    };
    ps_limits limits = ps_limits_default();
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        expect(rows[i], &limits, rows[i], NULL);
    }
}

Test(scan, document_type_declarations_are_judged)
{
    ps_limits limits = ps_limits_default();
    expect("<!DOCTYPE a SYSTEM 'x'><a/>", &limits, "<!DOCTYPE a SYSTEM 'x'><a/>", NULL);
    expect("<!--x--><!DOCTYPE a [\n<!-- y -->\r\n]><a/>", &limits,
           "<!--x--><!DOCTYPE a  \n          \r\n ><a/>", NULL);
    expect("\n<!DOCTYPE a [<!ENTITY % p 'v'><!ELEMENT a ANY>]><a/>", &limits,
           "\n<!DOCTYPE                     ", "dtd-declaration-refused");
    expect("<!DOCTYPE a <b>", &limits, "<!DOCTYPE   ", "ill-formed");
    expect("<!DOCTYPE a [", &limits, "", "ill-formed");
    expect("<!-- <!DOCTYPE a [<!ENTITY x 'y'>]> --><a/>", &limits,
           "<!-- <!DOCTYPE a [<!ENTITY x 'y'>]> --><a/>", NULL);
    /* This is not well-formed, so libxml2 refuses it; but it is not taken apart. */
    expect("<a><!DOCTYPE a [<!ENTITY x 'y'>]></a>", &limits, "<a><!DOCTYPE    ",
           "dtd-declaration-refused");
}

Test(scan, the_limit_on_declarations_is_exact)
{
    ps_limits limits = ps_limits_default();
    const char *text = "<!DOCTYPE a [ ]><a/>";
    limits.dtd_bytes = 16;
    expect(text, &limits, "<!DOCTYPE a    ><a/>", NULL);
    limits.dtd_bytes = 15;
    expect(text, &limits, "", "limit:dtd-bytes");
}

Test(scan, the_limit_on_start_tags_is_exact)
{
    static const struct {
        const char *text;
        const char *before; /* of a tag of 12 bytes */
    } rows[] = {
        {"<abc d='efg'>", ""},
        {"<a>text<abc d='>fg'></a>", "<a>text"},
        {"<a/><!-- x --><b c='de'fg>", "<a/><!-- x -->"},
        {"<abcdefghijk>and some text behind", ""},
        {"<a></bcdefghijkl>", "<a>"},
    };
    ps_limits limits = ps_limits_default();
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        limits.tag_bytes = i < 2 || i == 3 ? 13 : i == 2 ? 12 : 14;
        expect(rows[i].text, &limits, rows[i].text, NULL);
        limits.tag_bytes--;
        expect(rows[i].text, &limits, rows[i].before, "limit:tag-bytes");
    }
}

Test(scan, long_text_comments_and_sections_are_no_long_tags)
{
    static const char *const rows[] = {
        "<a>0123456789012345678901234567890123456789</a>",
        "<a><!-- <b 0123456789012345678901234567890123456789 --></a>",
        "<a><![CDATA[<b c='0123456789012345678901234567890123456789]]></a>",
        "<a><?p <b c='0123456789012345678901234567890123456789 ?></a>",
        "<a b='c'>'0123456789012345678901234567890123456789</a>",
    };
    ps_limits limits = ps_limits_default();
    limits.tag_bytes = 20;
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        expect(rows[i], &limits, rows[i], NULL);
    }
}

/* A reading of the same rules byte by byte, to compare with. */
static size_t longest_tag(ps_str text)
{
    enum { CONTENT, TAG, COMMENT, PI, CDATA } state = CONTENT;
    size_t longest = 0;
    size_t start = 0;
    char quote = 0;
    for (size_t i = 0; i < text.len; i++) {
        ps_str rest = ps_str_slice(text, i, text.len);
        switch (state) {
        case TAG:
            if (text.ptr[i] != '<') {
                if (quote) {
                    quote = text.ptr[i] == quote ? 0 : quote;
                } else if (text.ptr[i] == '"' || text.ptr[i] == '\'') {
                    quote = text.ptr[i];
                }
                size_t len = i + 1 - start;
                longest = len > longest ? len : longest;
                state = !quote && text.ptr[i] == '>' ? CONTENT : TAG;
                break;
            }
            quote = 0;
            __attribute__((fallthrough));
        case CONTENT:
            if (ps_str_starts(rest, PS_STR("<!--"))) {
                state = COMMENT;
                i += 3;
            } else if (ps_str_starts(rest, PS_STR("<![CDATA["))) {
                state = CDATA;
                i += 8;
            } else if (ps_str_starts(rest, PS_STR("<?"))) {
                state = PI;
                i += 1;
            } else if (ps_str_starts(rest, PS_STR("<!"))) { /* nothing, and libxml2 says so */
                state = CONTENT;
                i += 1;
            } else {
                state = text.ptr[i] == '<' ? TAG : CONTENT;
                start = i;
            }
            break;
        case COMMENT:
        case PI:
        case CDATA: {
            ps_str end = state == COMMENT ? PS_STR("-->")
                         : state == PI    ? PS_STR("?>")
                                          : PS_STR("]]>");
            if (ps_str_starts(rest, end)) {
                i += end.len - 1;
                state = CONTENT;
            }
            break;
        }
        }
    }
    return longest;
}

Test(scan, random_markup_is_read_as_a_plain_reading_does)
{
    static const char *const parts[] = {"<a",  "<b c=\"", "\"", ">",         "/>", "text",  "<!--",
                                        "-->", "<?p ",    "?>", "!",         "?",  "</a>",  "]]>",
                                        "<",   "--",      " ",  "<![CDATA[", "'",  "xyzxyz"};
    uint32_t seed = 12345;
    ps_limits limits = ps_limits_default();
    for (int round = 0; round < 20000; round++) {
        char text[400];
        size_t len = 0;
        for (int i = 0; i < 20; i++) {
            seed = seed * 1664525 + 1013904223;
            const char *part = parts[(seed >> 16) % PS_COUNT(parts)];
            memcpy(text + len, part, strlen(part));
            len += strlen(part);
        }
        ps_str whole = {text, len};
        size_t longest = longest_tag(whole);
        limits.tag_bytes = 1 + (seed >> 8) % 24;
        passed p = scan_in_pieces(whole, 1 + (seed >> 20) % 50, &limits);
        cr_assert_eq(p.status == PS_OK, longest <= limits.tag_bytes,
                     "%.*s: longest %zu, limit %llu", PS_FMT(whole), longest,
                     (unsigned long long)limits.tag_bytes);
        cr_assert(p.status != PS_OK || ps_str_equal(ps_buffer_str(&p.out), whole));
        ps_buffer_done(&p.out);
    }
}

Test(scan, no_more_is_held_back_than_a_tag_and_a_mark)
{
    char text[5000];
    memset(text, 'x', sizeof text);
    memcpy(text, "<a b='", 6);
    memcpy(text + 900, "'>", 2);
    ps_limits limits = ps_limits_default();
    limits.tag_bytes = 1000;
    passed p = scan_in_pieces((ps_str){text, sizeof text}, 1, &limits);
    cr_expect_eq(p.status, PS_OK);
    cr_expect_leq(p.most_held, 1000 + 9, "%zu", p.most_held);
    ps_buffer_done(&p.out);
}
