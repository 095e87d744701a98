/* Documents of known tags, read with libxml2 and without: nobody may see the difference.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "recorder.h"
#include "xml/kept.h"

/* What a reader sees, and where: events with their places, texts put together. */
typedef struct witness {
    recorder r;
    int text_seen; /* a character of the element's text that is no blank */
    uint64_t stop; /* event at which the reader has enough; 0: never */
    uint64_t events;
} witness;

static void tell_place(witness *w, ps_xml_parser *parser)
{
    ps_xml_place place = ps_xml_where(parser);
    ps_buffer_printf(&w->r.log, "[%llu:%llu@%llu, %llu, %llu]", (unsigned long long)place.line,
                     (unsigned long long)place.column, (unsigned long long)place.offset,
                     (unsigned long long)ps_xml_line(parser),
                     (unsigned long long)ps_xml_consumed(parser));
}

static void count_event(witness *w, ps_xml_parser *parser)
{
    if (++w->events == w->stop) {
        ps_error error;
        ps_error_set(&error, PS_FAILED, PS_E_LIMIT, "enough");
        error.offset = PS_NO_OFFSET;
        ps_xml_stop(parser, &error);
    }
}

static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t count)
{
    witness *w = user;
    recorder_start(&w->r, parser, local, uri, attrs, count);
    for (size_t i = 0; i < count; i++) {
        ps_buffer_printf(&w->r.log, "(%s,%s)", attrs[i].prefix ? attrs[i].prefix : "",
                         attrs[i].uri ? attrs[i].uri : "");
    }
    tell_place(w, parser);
    w->text_seen = 0;
    count_event(w, parser);
}

static void on_end(void *user, ps_xml_parser *parser)
{
    witness *w = user;
    recorder_end(&w->r, parser);
    tell_place(w, parser);
    w->text_seen = 0;
    count_event(w, parser);
}

static void on_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    witness *w = user;
    recorder_text(&w->r, parser, piece);
    ps_str trimmed = ps_str_trim(piece);
    if (trimmed.len && !w->text_seen) {
        ps_str rest = {trimmed.ptr, (size_t)(piece.ptr + piece.len - trimmed.ptr)};
        ps_buffer_printf(&w->r.log, "[%llu]", (unsigned long long)ps_xml_text_line(parser, rest));
        w->text_seen = 1;
    }
}

static ps_status witness_read(witness *w, ps_xml_kept *kept, int brief, ps_str bytes, size_t piece,
                              uint64_t stop)
{
    static const ps_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .damage = recorder_damage};
    ps_limits limits = ps_limits_default();
    ps_xml_options options = {.limits = &limits,
                              .record_names = recorder_names,
                              .warning = recorder_warning,
                              .warning_user = &w->r,
                              .kept = kept};
    options.brief = kept && brief && ps_xml_kept_names(kept, bytes.len, &limits) != 0;
    *w = (witness){.r = {.left = bytes, .piece = piece}, .stop = stop};
    ps_buffer_init(&w->r.log, 0);
    return ps_xml_parse(recorder_read, &w->r, &options, &handler, w, &w->r.result, &w->r.error);
}

static int expect_same(ps_xml_kept *kept, int brief, ps_str bytes, size_t piece, uint64_t stop)
{
    witness alone;
    witness skimmed;
    ps_status want = witness_read(&alone, NULL, 0, bytes, piece, stop);
    ps_status got = witness_read(&skimmed, kept, brief, bytes, piece, stop);
    const recorder *a = &alone.r;
    const recorder *s = &skimmed.r;
    int same = got == want && ps_str_equal(ps_buffer_str(&s->log), ps_buffer_str(&a->log)) &&
               strcmp(s->error.message, a->error.message) == 0 &&
               strcmp(s->error.cause, a->error.cause) == 0 && s->error.line == a->error.line &&
               s->error.column == a->error.column && s->error.offset == a->error.offset &&
               s->damages == a->damages && s->warnings == a->warnings &&
               strcmp(s->damage.message, a->damage.message) == 0 &&
               s->damage.line == a->damage.line && s->damage.column == a->damage.column &&
               s->result.bytes == a->result.bytes &&
               s->result.unscreened_after == a->result.unscreened_after;
    cr_expect(same,
              "brief %d, pieces of %zu, stop at %llu:\n%.*s\n== gives %d %llu:%llu@%llu %s, %llu "
              "after:\n%.*s\n== in place of %d %llu:%llu@%llu %s, %llu after:\n%.*s\n",
              brief, piece, (unsigned long long)stop, PS_FMT(bytes), (int)got,
              (unsigned long long)s->error.line, (unsigned long long)s->error.column,
              (unsigned long long)s->error.offset, s->error.message,
              (unsigned long long)s->result.unscreened_after, PS_FMT(ps_buffer_str(&s->log)),
              (int)want, (unsigned long long)a->error.line, (unsigned long long)a->error.column,
              (unsigned long long)a->error.offset, a->error.message,
              (unsigned long long)a->result.unscreened_after, PS_FMT(ps_buffer_str(&a->log)));
    recorder_done(&alone.r);
    recorder_done(&skimmed.r);
    return same;
}

/* What records are made of: first what is always read without libxml2, then what is not. */
static const ps_str fragments[] = {
    PS_STR_INIT("<Order id='1'>\n <Line no='2'>text</Line>\n</Order>\n"),
    PS_STR_INIT("<Order id='2'>\n <Line no='3'>\nmore\ntext\n</Line>\n</Order>\n"),
    PS_STR_INIT("<Order id='77'\n ><Line no=\"5\"\n/></Order>"),
    PS_STR_INIT("<p:Order p:id='1' q='2'><p:Line/></p:Order>\r\n"),
    PS_STR_INIT("\r\n<Order xmlns='urn:own' xml:lang='en'>\r\n<Line>a\r\n\r\nb</Line></Order>"),
    PS_STR_INIT("<Order xmlns='urn:other'><Line>\xE4\xBD\xA0\xEF\xBC\x88</Line>]] ></Order>"),
    PS_STR_INIT("<Order><Order><Order id='\xEF\xBC\x88'>x</Order></Order></Order>"),
    PS_STR_INIT("text\n"),
    PS_STR_INIT("<Order id='a&lt;b'>R &amp; D &#x20;</Order>\n"),
    PS_STR_INIT("<Order id='a\nb'>a\rb</Order>\n"),
    PS_STR_INIT("<!-- <Order> -->\n"),
    PS_STR_INIT("<Order><![CDATA[<Order>\n]]></Order>\n"),
    PS_STR_INIT("<?pi\n<Order>?>"),
    PS_STR_INIT("<Order >\n</Order\n>\n"),
    PS_STR_INIT("<Order id = '1'></Order>"),
    PS_STR_INIT("<p:Order xmlns:p='urn:r'><p:Line/></p:Order>\n"),
    PS_STR_INIT("<New><Order id='1'>\n <Line no='2'>text</Line>\n</Order>\n</New>"),
    PS_STR_INIT("<Order xml:base='a&amp;b'>x</Order>\n"),
    PS_STR_INIT("<Order id='1' xml:space='preserve'>\n <Line no='2'>text</Line>\n</Order>\n"),
    /* damage */
    PS_STR_INIT("<Order>&nbsp;</Order>\n"),
    PS_STR_INIT("<x:Order/>\n"),
    PS_STR_INIT("<Order p:a='1' a='2' r:a='3' xmlns:r='urn:p'/>\n"),
    /* the end */
    PS_STR_INIT("]]>"),
    PS_STR_INIT("<Order>\n\n]]></Order>"),
    PS_STR_INIT("<Order>a\n&</Order>"),
    PS_STR_INIT("<Order id='1'>\n <Line no='2'>\x01</Line>\n</Order>\n"),
    PS_STR_INIT("<Order id='\x01'/>"),
    PS_STR_INIT("<Order id='<'/>"),
    PS_STR_INIT("<Order id='1' id='2'/>"),
    PS_STR_INIT("<Order>\xEF\xBF\xBF</Order>"),
    PS_STR_INIT("<Order>\xFF</Order>"),
    PS_STR_INIT("</Order>"),
    PS_STR_INIT("<Order>\n <Line no='2'>text</Order>\n</Line>"),
    PS_STR_INIT("<!DOCTYPE a>"),
    PS_STR_INIT("</Orders>"),
    PS_STR_INIT("<Order"),
};
enum { SOUND = 19, SKIMMED = 8, DAMAGED = 22 };

static unsigned pick(unsigned *state, unsigned count)
{
    *state = *state * 1664525U + 1013904223U;
    return (*state >> 10) % count;
}

static void make_document(ps_buffer *made, unsigned *state)
{
    static const char *const heads[] = {"<?xml version='1.0' encoding='UTF-8'?>\n",
                                        "",
                                        "\n",
                                        "<?xml version='1.0'?>\n<!-- <Order> -->\n",
                                        "<?xml version='1.1'?>",
                                        "<!DOCTYPE Orders SYSTEM 'x'>\n",
                                        "<?xml version='1.0' encoding='windows-1252'?>",
                                        "\xEF\xBB\xBF"};
    static const char *const roots[] = {"<Orders xmlns:p='urn:p'>\n", "<Orders xmlns:p='urn:q'\n>",
                                        "<Orders xmlns='urn:o' xmlns:p='urn:p'><In\n>"};
    static const char *const ends[] = {"</Orders>\n",         "</Orders>", "</In></Orders>\n\n", "",
                                       "</Orders>\n<!-- -->", "</Orders>x"};
    ps_buffer_clear(made);
    ps_buffer_add_text(made, heads[pick(state, 4) ? pick(state, 2) : pick(state, PS_COUNT(heads))]);
    unsigned root = pick(state, PS_COUNT(roots));
    ps_buffer_add_text(made, roots[root]);
    unsigned kinds[] = {SKIMMED, SOUND, DAMAGED, (unsigned)PS_COUNT(fragments)};
    unsigned kind = kinds[pick(state, PS_COUNT(kinds))];
    for (unsigned count = pick(state, 40); count; count--) {
        unsigned rare = pick(state, 6) == 0;
        ps_buffer_add_str(made, fragments[pick(state, rare ? kind : SKIMMED)]);
    }
    ps_buffer_add_text(made,
                       ends[pick(state, 5) ? (root == 2 ? 2 : 0) : pick(state, PS_COUNT(ends))]);
}

Test(skim, at_random)
{
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    ps_buffer made;
    ps_buffer_init(&made, 0);
    unsigned failures = 0;
    for (unsigned seed = 1; seed <= 3000 && failures < 3; seed++) {
        unsigned state = seed * 7919;
        make_document(&made, &state);
        size_t piece = recorder_pieces[pick(&state, PS_COUNT(recorder_pieces))];
        uint64_t stop = pick(&state, 8) ? 0 : pick(&state, 200);
        failures += !expect_same(kept, pick(&state, 2) == 0, ps_buffer_str(&made), piece, stop);
    }
    ps_buffer_done(&made);
}

static uint64_t skimmed_of(ps_xml_kept *kept, int brief, ps_str bytes)
{
    witness w;
    cr_expect_eq(witness_read(&w, kept, brief, bytes, 0, 0), PS_OK);
    recorder_done(&w.r);
    return w.r.result.skimmed;
}

/* What repeats is indeed read without libxml2: all but the first of many records, and all of a
 * small document that is like one before. */
Test(skim, what_repeats_is_skimmed)
{
    enum { RECORDS = 100, TAGS = 6 };
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    ps_buffer made;
    ps_buffer_init(&made, 0);
    ps_buffer_add_text(&made, HEAD "<Orders>\n");
    for (int i = 0; i < RECORDS; i++) {
        ps_buffer_add_text(&made, ORDER("7", "some text"));
    }
    ps_buffer_add_text(&made, "</Orders>\n");
    cr_expect_geq(skimmed_of(kept, 0, ps_buffer_str(&made)), (RECORDS - 1) * TAGS);
    ps_str small = PS_STR(HEAD ORDER("8", "a text"));
    ps_str like = PS_STR(HEAD ORDER("123", "another"));
    cr_expect_eq(skimmed_of(kept, 1, small), 0);
    cr_expect_eq(skimmed_of(kept, 1, like), TAGS);
    cr_expect_eq(skimmed_of(kept, 1, PS_STR(HEAD ORDER("9", "R &amp; D"))), 3);
    ps_buffer_done(&made);
}

/* A document of nothing but what cannot be skimmed does not cost much more for it. */
Test(skim, what_does_not_pay_is_left)
{
    enum { RECORDS = 5000 };
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    ps_buffer made;
    ps_buffer_init(&made, 0);
    ps_buffer_add_text(&made, "<Orders>\n");
    for (int i = 0; i < RECORDS; i++) {
        ps_buffer_add_text(&made, ORDER("7", "R &amp; D"));
    }
    ps_buffer_add_text(&made, "</Orders>\n");
    uint64_t skimmed = skimmed_of(kept, 0, ps_buffer_str(&made));
    cr_expect_leq(skimmed, RECORDS / 10, "%llu", (unsigned long long)skimmed);
    ps_buffer_done(&made);
}

/* A tag with values that libxml2 must read is one tag, however often it comes: what is kept has
 * room for others. */
Test(skim, values_that_cannot_be_skimmed_crowd_nothing_out)
{
    enum { RECORDS = 200, TAGS = 6 };
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    ps_buffer made;
    ps_buffer_init(&made, 0);
    ps_buffer_add_text(&made, "<Orders>\n");
    for (int i = 0; i < RECORDS; i++) {
        ps_buffer_printf(&made, "<Order id='&lt;%d'/>", i);
    }
    for (int i = 0; i < RECORDS; i++) {
        ps_buffer_add_text(&made, ORDER("7", "some text"));
    }
    ps_buffer_add_text(&made, "</Orders>\n");
    uint64_t skimmed = skimmed_of(kept, 0, ps_buffer_str(&made));
    cr_expect_geq(skimmed, (RECORDS - 60) * TAGS, "%llu", (unsigned long long)skimmed);
    ps_buffer_done(&made);
}

/* Tags without end: what is kept of them is bounded, and so is the search. */
Test(skim, a_document_of_ever_new_tags)
{
    PS_CLEANUP(ps_xml_kept_freep) ps_xml_kept *kept = ps_xml_kept_new();
    ps_buffer made;
    ps_buffer_init(&made, 0);
    ps_buffer_add_text(&made, "<Orders>\n");
    for (int i = 0; i < 3000; i++) {
        ps_buffer_printf(&made, "<Order><n%d a%d='1'>x</n%d></Order><m%d xmlns='u:%d'/>", i % 700,
                         i, i % 700, i, i);
    }
    ps_buffer_add_text(&made, "</Orders>\n");
    expect_same(kept, 0, ps_buffer_str(&made), 0, 0);
    ps_buffer_done(&made);
}
