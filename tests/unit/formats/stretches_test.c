/* A document cut at any start tag of a record, also where only its letters stand: either the reader
 * of the first stretch proves that it can be cut there, and both give what the whole gives, or it
 * goes on and gives that alone. SPDX-License-Identifier: Apache-2.0 */
#include "formats/coverage.h"
#include "reading.h"

TestSuite(stretches, .init = setup, .fini = teardown, .timeout = 100);

static const char profile[] = PROFILE(
    "<record match='Order' kind='order' id='@id'><item path='L' line='@no' name='N'/>"
    "<text path='T' text='.'/></record>"
    "<record match='Archive/Contract' kind='contract' id='@id'><text path='T' text='.'/></record>");

/* Where the source of a stretch is, and what its reader says. */
typedef struct cutting {
    ps_str document;
    ps_stretch stretch;
    uint64_t at; /* of the source; the blank behind the prefix counts */
    size_t piece;
    ps_record_place first;
    int headed;
    int missed;
    uint64_t wanted; /* the place to cut at */
} cutting;

static cutting c;

static ps_status note_record(void *user, const ps_record *record)
{
    ps_buffer_printf(&r.out, "%llu/%llu ", (unsigned long long)record->line,
                     (unsigned long long)record->offset);
    return take_record(user, record);
}

static void note_rejected(void *user, const ps_error *error, int last, uint64_t unscreened)
{
    ps_buffer_printf(&r.out, "%llu.%llu/%llu ", (unsigned long long)error->line,
                     (unsigned long long)error->column, (unsigned long long)error->offset);
    take_rejected(user, error, last, unscreened);
}

static long give_stretch(void *io, char *buffer, size_t size)
{
    (void)io;
    uint64_t prefix = c.stretch.joint.prefix;
    size = c.piece && c.piece < size ? c.piece : size;
    if (prefix && c.at == prefix) {
        c.at++;
        buffer[0] = ' ';
        return 1;
    }
    uint64_t from = !prefix || c.at < prefix ? c.at : c.at - prefix - 1 + c.stretch.joint.offset;
    uint64_t end = prefix && c.at < prefix ? prefix : c.document.len;
    size = end - from < size ? (size_t)(end - from) : size;
    memcpy(buffer, c.document.ptr + from, size);
    c.at += size;
    return (long)size;
}

/* Line and column of a byte as a reader of the whole counts them. */
static ps_xml_place place_at(uint64_t offset)
{
    ps_xml_place place = {.line = 1, .column = 1, .offset = offset};
    for (uint64_t i = 0; i < offset; i++) {
        place.column = c.document.ptr[i] == '\n' ? 1 : place.column + 1;
        place.line += c.document.ptr[i] == '\n';
    }
    return place;
}

static void on_head(ps_stretch *stretch, const ps_record_place *first)
{
    c.headed = 1;
    c.first = *first;
    if (c.wanted > first->place.offset) {
        stretch->end = c.wanted;
        stretch->end_line = place_at(c.wanted).line;
    }
}

static void on_missed(ps_stretch *stretch, uint64_t at, int hopeless)
{
    (void)hopeless;
    cr_expect_geq(at, stretch->end);
    c.missed++;
    stretch->end = PS_STRETCH_NO_END;
}

static void on_crowded(ps_stretch *stretch)
{
    (void)stretch;
    ps_extract_join(r.extract, PS_STR(""), PS_STR(""));
}

/* Reads what c.stretch says; what comes out is added to r.out. */
static void read_stretch(void)
{
    static const ps_extract_sink sink = {note_record, note_rejected, take_warning};
    ps_error err = {0};
    uint64_t bytes;
    c.at = 0;
    c.stretch.head = on_head;
    c.stretch.missed = on_missed;
    c.stretch.crowded = on_crowded;
    ps_status status = ps_extract_read(r.extract, give_stretch, NULL, "doc.xml", &sink, NULL,
                                       &c.stretch, &bytes, &err);
    cr_expect(status == PS_OK || status == PS_WARN);
}

/* The next stretch is the one that begins there. */
static void begin_at(uint64_t place)
{
    ps_xml_place second = place_at(place);
    c.stretch = (ps_stretch){.joint = {.prefix = c.first.place.offset,
                                       .offset = place,
                                       .column = second.column,
                                       .lines = second.line - c.first.place.line},
                             .depth = c.first.depth,
                             .end = PS_STRETCH_NO_END};
}

/* Cut the document at `place`. @return not 0 when that was proven to be right. */
static int cut_at(uint64_t place, const char *want)
{
    ps_buffer_clear(&r.out);
    c.headed = 0;
    c.missed = 0;
    c.wanted = place;
    c.stretch = (ps_stretch){.end = PS_STRETCH_NO_END};
    read_stretch();
    int proven = c.stretch.stopped;
    if (proven) {
        begin_at(place);
        read_stretch();
    }
    cr_expect(ps_str_is(ps_buffer_str(&r.out), want),
              "cut at %llu of:\n%.*s\ngives%s:\n%.*s\nin place of:\n%s", (unsigned long long)place,
              PS_FMT(c.document), proven ? "" : ", not cut,", PS_FMT(ps_buffer_str(&r.out)), want);
    return proven;
}

/* Cuts the document wherever the letters stand. @return how many places were proven; *ret_all: of
 * how many. */
static size_t cut_everywhere(ps_str document, size_t *ret_all)
{
    static const ps_extract_sink sink = {note_record, note_rejected, take_warning};
    ps_error err = {0};
    uint64_t bytes;
    size_t proven = 0;
    ps_extract_options options = {.limits = &r.limits};
    if (!r.extract) {
        PS_TEST_STATUS(ps_extract_new(r.profiles, &options, &r.extract, &err), PS_OK, err);
    }
    c.document = document;
    r.left = document;
    ps_buffer_clear(&r.out);
    ps_status status =
        ps_extract_read(r.extract, give_bytes, NULL, "doc.xml", &sink, NULL, NULL, &bytes, &err);
    cr_expect(status == PS_OK || status == PS_WARN);
    ps_buffer_add_char(&r.out, '\0');
    char *want = malloc(r.out.len);
    cr_assert_not_null(want);
    memcpy(want, r.out.ptr, r.out.len);
    *ret_all = 0;
    for (size_t at = 1; at < document.len; at++) {
        if (ps_str_starts(ps_str_slice(document, at, document.len), PS_STR("<Order"))) {
            ++*ret_all;
            proven += cut_at(at, want) != 0;
        }
    }
    free(want);
    return proven;
}

static void check(const char *document, size_t want)
{
    size_t all;
    for (c.piece = 0; c.piece < 40; c.piece += 13) {
        size_t proven = cut_everywhere(ps_str_from(document), &all);
        cr_expect_eq(proven, want, "%zu places of %zu in: %s", proven, all, document);
    }
}

#define THREE "<Order id='1'><L no='1'><N>a</N></L></Order>\n<Order id='2'/>\n <Order id='3'/>"

Test(stretches, between_records)
{
    load(profile);
    check("<Orders>" THREE "</Orders>", 2);
    check("<?xml version='1.0'?>\n<!-- c -->\n<O>\n<Head>x</Head><B>\n" THREE "</B><Foot/></O>", 2);
    check("\xEF\xBB\xBF<Orders>" THREE "</Orders>", 2);
    check("<Orders>\r\n<Order id='1'/>\r\n<Order id='2'/>\r\n</Orders>\r\n", 1);
    check("<Orders>" THREE "<!-- x --><?p?>text<Other>t</Other><Order id='4'/></Orders>", 3);
    check("<Orders>" THREE "<Orders>", 3);
}

Test(stretches, not_where_only_the_letters_stand)
{
    load(profile);
    check("<Orders><Order id='1'/><!-- <Order id='2'/> --><Order id='3'/></Orders>", 1);
    check("<Orders><Order id='1'/><?p <Order ?><Order id='3'/></Orders>", 1);
    check("<Orders><Order id='1'><T><![CDATA[<Order id='2'>]]></T></Order></Orders>", 0);
    check("<Orders><Order id='1'/><![CDATA[\n<Order \n]]><Order id='3'/></Orders>", 1);
    check("<Orders><Order id='1'><Order id='2'/></Order><Order id='3'/></Orders>", 1);
    check("<Orders><Order id='1'/><Orders2/><OrderX><Order id='2'/></OrderX></Orders>", 2);
    check("<Orders><Order id='1' a='<Order '/><Order id='2'/></Orders>", 0);
}

Test(stretches, not_where_something_else_is_open_or_was_closed)
{
    load(profile);
    check("<Orders><Order id='1'/><W><Order id='2'/><Order id='3'/></W><Order id='4'/></Orders>",
          1);
    check("<O><B><Order id='1'/></B><B><Order id='2'/></B><Order id='3'/></O>", 0);
    check("<O><Archive><Contract id='c'/><Order id='1'/></Archive><Order id='2'/></O>", 1);
    check("<Order id='1'><L/></Order>", 0);
    check("<O><Order id='1'/></O><Order id='2'/>", 0);
}

Test(stretches, not_behind_damage_nor_where_something_was_told_before)
{
    load(profile);
    check("<Orders><Order id='1'/><Order id='2'><T>&nbsp;</T></Order><Order id='3'/></Orders>", 1);
    check("<Orders>&nbsp;<Order id='1'/><Order id='2'/></Orders>", 0);
    check("<Orders><q:x/><Order id='1'/><Order id='2'/></Orders>", 0);
    check("<Orders><Order xmlns='urn:x'/><Order id='1'/><Order id='2'/></Orders>", 0);
    check("<!DOCTYPE Orders SYSTEM 'x'><Orders><Order id='1'/><Order id='2'/></Orders>", 0);
    check("<?xml version='1.0' encoding='ISO-8859-1'?><O><Order id='1'/><Order id='2'/></O>", 0);
    check("\n<?xml version='1.0'?><O><Order id='1'/><Order id='2'/></O>", 0);
}

Test(stretches, errors_are_told_at_their_place_in_the_whole)
{
    load(profile);
    check("<Orders>\n" THREE "\n  <Order id='4'></Ordre></Orders>", 3);
    check("<Orders>" THREE "<Order id='4'><L>\n<N>x\n", 3);
    check("<Orders>" THREE "<Order id='4' id='5'/></Orders>", 2);
    check("<Orders>" THREE "\n\n<Order id='4'>R & D</Order><Order id='5'/></Orders>", 3);
    check("<Orders>" THREE "</Orders>\n<Order/>", 2);
    check("<Orders>" THREE "<x>\xFF</x><Order/></Orders>", 2);
}

/* Reads the stretch in front of the place of `what`, so that it ends there. */
static void read_up_to(ps_str document, const char *what)
{
    size_t all;
    cut_everywhere(document, &all);
    c.wanted = ps_str_find(document, ps_str_from(what));
    c.stretch = (ps_stretch){.end = PS_STRETCH_NO_END};
    read_stretch();
    cr_assert(c.stretch.stopped);
}

Test(stretches, names_are_listed_for_all_stretches_together)
{
    static const char want[] = "O\0Order\0id\0x\0a\0urn:a\0b\0pi";
    load(profile);
    read_up_to(PS_STR("<O><Order id='1'><a:x xmlns:a='urn:a' b='c'/></Order><?pi x?>"
                      "<Order id='2'/></O>"),
               "<Order id='2'");
    cr_expect(ps_str_equal(ps_extract_names(r.extract), (ps_str){want, sizeof want}), "%.*s",
              PS_FMT(ps_extract_names(r.extract)));
}

static void add_unread(void *sum, ps_str format, ps_str element, uint64_t count)
{
    ps_coverage_unread_add(sum, format, element, count);
}

static void print_unread(void *out, ps_str format, ps_str element, uint64_t count)
{
    ps_buffer_printf(out, "%.*s %.*s %llu\n", PS_FMT(format), PS_FMT(element),
                     (unsigned long long)count);
}

/* More are met than are told apart, and in other numbers in each part of the document. */
Test(stretches, unread_elements_add_up_as_in_the_whole)
{
    static char text[240 * 80];
    ps_buffer want;
    ps_buffer have;
    ps_coverage *sum;
    ps_error err = {0};
    size_t len = (size_t)sprintf(text, "<O><Order id='0'/>");
    for (int i = 0; i < 200; i++) {
        len += (size_t)sprintf(text + len, "<Order id='%d'><U%d>t</U%d><V%d>t</V%d></Order>", i,
                               i % 70, i % 70, i / 9, i / 9);
    }
    (void)strcpy(text + len, "</O>");
    load(profile);
    ps_buffer_init(&want, 0);
    ps_buffer_init(&have, 0);
    for (int cut = 1; cut < 200; cut += 7) {
        char what[40];
        (void)snprintf(what, sizeof what, "<Order id='%d'", cut);
        PS_TEST_STATUS(ps_coverage_new(0, &sum, &err), PS_OK, err);
        ps_buffer_clear(&want);
        ps_buffer_clear(&have);
        read_doc(text);
        ps_extract_unmapped_clear(r.extract);
        read_doc(text);
        ps_extract_unmapped(r.extract, print_unread, &want);
        c.document = ps_str_from(text);
        c.wanted = ps_str_find(c.document, ps_str_from(what));
        ps_buffer_clear(&r.out);
        c.stretch = (ps_stretch){.end = PS_STRETCH_NO_END};
        read_stretch();
        cr_assert(c.stretch.stopped);
        ps_extract_unmapped(r.extract, add_unread, sum);
        begin_at(c.wanted);
        read_stretch();
        ps_extract_unmapped(r.extract, add_unread, sum);
        ps_coverage_unread_each(sum, print_unread, &have);
        cr_expect(ps_str_equal(ps_buffer_str(&have), ps_buffer_str(&want)),
                  "cut at %d:\n%.*s\nin place of:\n%.*s", cut, PS_FMT(ps_buffer_str(&have)),
                  PS_FMT(ps_buffer_str(&want)));
        ps_coverage_free(sum);
    }
    cr_expect(ps_str_find(ps_buffer_str(&want), PS_STR("(other elements)")) != SIZE_MAX);
    ps_buffer_done(&want);
    ps_buffer_done(&have);
}

/* A small generator, so that a failure can be repeated. */
static uint32_t state;

static uint32_t next_random(uint32_t below)
{
    state = state * 1664525U + 1013904223U;
    return (state >> 8) % below;
}

static const char *const parts[] = {
    "<Order id='1'/>",
    "<Order id='2'><L no='1'><N>router</N></L></Order>",
    "\n  <Order id='3'\n><T>a\nb</T></Order>\n",
    "<Order/>",
    "<!-- <Order id='c'/> -->",
    "<?p <Order ?>",
    "<![CDATA[<Order ]]>",
    "<Order id='n'><Order id='m'/></Order>",
    "<W>",
    "</W>",
    "text",
    "&amp;",
    "&nbsp;",
    "\n",
    "\r\n",
    "<Order xmlns='urn:x'/>",
    "<Archive><Contract id='k'><T>t</T></Contract>",
    "</Archive>",
    "<Order id='t'><T><![CDATA[\n<Order \n]]></T></Order>",
    "<Order id='a' b='&lt;Order '/>",
    "<Order id='u'>",
    "</Order>",
    "<x:Order/>",
    "<Order xmlns:x='urn:x'><x:L/></Order>",
    "<OrderX/>",
    "<Orders>",
    "</Orders>",
    "<U>unread</U>",
    "\xE9\x98\xB2",
    "]]>",
    "<",
};

Test(stretches, at_random)
{
    size_t proven = 0;
    load(profile);
    for (uint32_t seed = 1; seed < 3000; seed++) {
        ps_buffer text;
        size_t all;
        state = seed * 2654435761U;
        ps_buffer_init(&text, 0);
        ps_buffer_add_text(&text, next_random(4) ? "<Orders>" : "<?xml version='1.0'?>\n<O><B>\n");
        uint32_t count = 2 + next_random(12);
        /* Most are good: otherwise hardly any document would get anywhere. */
        for (uint32_t i = 0; i < count; i++) {
            size_t most = next_random(5) ? 8 : sizeof parts / sizeof *parts;
            ps_buffer_add_text(&text, parts[next_random((uint32_t)most)]);
        }
        ps_buffer_add_text(&text, next_random(8) ? "</Orders>" : "</B></O>\n");
        c.piece = next_random(3) ? 0 : 1 + next_random(30);
        proven += cut_everywhere(ps_buffer_str(&text), &all);
        ps_buffer_done(&text);
    }
    cr_expect_gt(proven, 3000, "%zu places", proven);
}
