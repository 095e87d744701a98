/* However the bytes come, and wherever they end, what comes out is the same or said to be lost.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

TestSuite(chunks, .init = setup, .fini = teardown, .timeout = 100);

static const char profile[] =
    ORDER("<buyer path='B' name='N'><ident path='I' scheme='@s' value='.'/></buyer>"
          "<text path='T' when='@k = a' text='.'><field name='language' path='@l'/></text>"
          "<item path='L' recurse='L' line='@no' name='N' description='D' quantity='Q'>"
          "<code path='C' scheme='@s' value='.'/></item>"
          "<attachment path='A' name='@n' bytes='.'/>");

static const char document[] =
    "<?xml version='1.0' encoding='UTF-8'?>\n<Orders xmlns:x='urn:x'>\n"
    "<Order id='PO-1'>\n <B><N>Netz &amp; Co</N><I s='GLN'>5790000435944</I></B>\n"
    " <T k='a' l='zh'>乙方应<![CDATA[ 保密 ]]>&#x4E0D;得</T><T k='b'>no</T>\n"
    " <L no='1'><N>Hu<b>aw</b>ei 路由器</N><D>a\nb</D><Q>1,5</Q><C s='TST'>43222609</C>"
    "<L no='1.1'><N>card</N></L></L>\n <A n='a.pdf'>UERGUERG</A><Unread>text</Unread></Order>\n"
    "<x:Order id='L'/><Order id='PO-2'><L><N>路由器</N></L></Order><Order id='PO-3'/></Orders>\n";

Test(chunks, every_size_gives_the_same)
{
    load(profile);
    read_doc(document);
    cr_assert_eq(r.records, 3);
    char *want = malloc(r.out.len + 1);
    cr_assert_not_null(want);
    memcpy(want, r.out.ptr, r.out.len);
    want[r.out.len] = '\0';
    for (r.chunk = 1; r.chunk < 40; r.chunk += r.chunk < 8 ? 1 : 7) {
        read_doc(document);
        cr_expect(ps_str_is(ps_buffer_str(&r.out), want), "%zu bytes at a time:\n%.*s", r.chunk,
                  PS_FMT(ps_buffer_str(&r.out)));
    }
    free(want);
}

static size_t count(ps_str text, const char *needle)
{
    size_t n = 0;
    size_t at;
    while ((at = ps_str_find(text, ps_str_from(needle))) != SIZE_MAX) {
        text = ps_str_slice(text, at + strlen(needle), text.len);
        n++;
    }
    return n;
}

Test(chunks, cut_anywhere_all_complete_records_come_out)
{
    load(profile);
    for (size_t len = 0; len < sizeof document - 1; len++) {
        ps_str part = {document, len};
        read_bytes(part);
        size_t complete = count(part, "</Order>") + count(part, "<Order id='PO-3'/>");
        cr_expect_eq(r.records, complete, "cut at %zu: %zu records, want %zu", len, r.records,
                     complete);
        int whole = ps_str_ends(part, PS_STR("</Orders>"));
        cr_expect_eq(r.last, whole ? 0 : 1, "cut at %zu", len);
    }
}

/* A small generator, so that a failure can be repeated. */
static uint32_t state;

static uint32_t next_random(uint32_t below)
{
    state = state * 1664525U + 1013904223U;
    return (state >> 8) % below;
}

Test(chunks, mutated_documents_never_lose_a_record_in_silence)
{
    static char copy[sizeof document];
    load(profile);
    for (state = 1; state < 4000; state++) {
        uint32_t seed = state;
        size_t len = sizeof document - 1;
        memcpy(copy, document, sizeof document);
        for (uint32_t n = 1 + next_random(4); n; n--) {
            static const char marks[] = "<>/&'\"= \n]x";
            copy[next_random((uint32_t)len)] = marks[next_random(sizeof marks - 1)];
        }
        r.chunk = next_random(3) ? 0 : 1 + next_random(20);
        read_bytes((ps_str){copy, len});
        cr_expect(r.records + r.rejected > 0, "seed %u", seed);
        cr_expect_neq(r.status, PS_FATAL, "seed %u", seed);
        state = seed;
    }
}
