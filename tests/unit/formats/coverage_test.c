/* What nobody reads is counted, always; with coverage by path, and the fields beside it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

TestSuite(coverage, .init = setup, .fini = teardown);

static ps_buffer rows;

static void put_unmapped(void *user, ps_str format, ps_str element, uint64_t count)
{
    (void)user;
    ps_buffer_printf(&rows, "%.*s %.*s %llu\n", PS_FMT(format), PS_FMT(element),
                     (unsigned long long)count);
}

static void put_row(void *user, const ps_coverage_row *row)
{
    (void)user;
    ps_buffer_printf(&rows, "%.*s %.*s %.*s %llu/%llu %.*s\n", PS_FMT(row->format),
                     PS_FMT(row->scope), PS_FMT(row->name), (unsigned long long)row->filled,
                     (unsigned long long)row->possible, PS_FMT(row->sample));
}

static void expect_unmapped(const char *want)
{
    ps_buffer_init(&rows, 0);
    ps_extract_unmapped(r.extract, put_unmapped, NULL);
    ps_test_str(ps_buffer_str(&rows), want, "unmapped");
    ps_buffer_done(&rows);
}

static int has_row(const char *row)
{
    ps_error err = {0};
    ps_buffer_init(&rows, 0);
    ps_buffer_add_text(&rows, "\n");
    PS_TEST_STATUS(ps_extract_coverage(r.extract, put_row, NULL, &err), PS_OK, err);
    int found = ps_str_find(ps_buffer_str(&rows), ps_str_from(row)) != SIZE_MAX;
    ps_buffer_done(&rows);
    return found;
}

#define PLAIN ORDER("<item path='L' name='N'><text path='T' when='Inner' text='V'/></item>")

Test(coverage, elements_with_text_that_no_rule_reads_are_counted)
{
    load(PLAIN);
    read_doc(
        DOC("<Order><L><N>x</N><Beschreibung>Huawei</Beschreibung></L></Order>"
            "<Order><L><Beschreibung>a<b/>b</Beschreibung><Leer> </Leer></L><Z>1</Z></Order>"));
    expect_unmapped("t Beschreibung 2\nt Z 1\n");
    read_doc(DOC("<Order><Z>1</Z><Z>2</Z></Order>"));
    expect_unmapped("t Z 3\nt Beschreibung 2\n");
    ps_extract_unmapped_clear(r.extract);
    expect_unmapped("");
}

Test(coverage, steps_of_paths_and_markup_in_read_text)
{
    load(PLAIN);
    read_doc(DOC("<Order><L>loose<N>a<b>c</b></N></L></Order>"));
    expect_unmapped("t L 1\n");
}

Test(coverage, asking_for_an_element_reads_only_its_own_text)
{
    load(ORDER("<group path='.' when='Body'><field name='id' path='No'/></group>"));
    read_doc(DOC("<Order><Body>own<Deep>text</Deep></Body><No>1</No></Order>"));
    expect_unmapped("t Deep 1\n");
}

Test(coverage, an_embedded_object_is_read)
{
    load(ORDER("<attachment path='A' bytes='O' name='@n'/>"));
    read_doc(DOC("<Order><A n='x'><O>QUJD<i>x</i></O></A></Order>"));
    expect_unmapped("");
}

Test(coverage, no_more_than_fifty_are_told_apart_and_the_others_counted)
{
    load(PLAIN);
    ps_buffer doc;
    ps_buffer_init(&doc, 0);
    ps_buffer_add_text(&doc, "<Orders><Order>");
    for (int i = 0; i < 80; i++) {
        ps_buffer_printf(&doc, "<e%d>x</e%d>", i, i);
    }
    ps_buffer_add_text(&doc, "</Order></Orders>");
    read_bytes(ps_buffer_str(&doc));
    ps_buffer_init(&rows, 0);
    ps_extract_unmapped(r.extract, put_unmapped, NULL);
    size_t lines = 0;
    for (size_t i = 0; i < rows.len; i++) {
        lines += rows.ptr[i] == '\n';
    }
    cr_expect_eq(lines, 51);
    cr_expect(ps_str_ends(ps_buffer_str(&rows), PS_STR(" 30\n")), "%.*s",
              PS_FMT(ps_buffer_str(&rows)));
    ps_buffer_done(&rows);
    ps_buffer_done(&doc);
}

Test(coverage, fields_filled_of_those_there_could_be)
{
    r.coverage = 1;
    load(ORDER("<field name='date' path='D'/><item path='L' name='N' unit='U'>"
               "<code path='C' value='.'/></item>"));
    read_doc(DOC("<Order id='1'><L><N>a</N><N>b</N><U>EA</U><C>1</C></L><L><N>c</N></L></Order>"
                 "<Order><D>2026-01-02</D></Order>"));
    cr_expect(has_row("\nt record id 1/2 1\n"));
    cr_expect(has_row("\nt record date 1/2 2026-01-02\n"));
    cr_expect(has_row("\nt item name 2/2 a\n"));
    cr_expect(has_row("\nt item unit 1/2 EA\n"));
    cr_expect(has_row("\nt code value 1/1 1\n"));
}

Test(coverage, unread_elements_and_attributes_by_their_path)
{
    r.coverage = 1;
    load(PLAIN);
    read_doc(DOC("<Order x='1'><L a='2' b=''><N c='3'>n</N><In><Deep d='4'>text</Deep></In></L>"
                 "</Order>"));
    cr_expect(has_row("t unread Order/L/In/Deep 1/0"));
    cr_expect(has_row("t unread Order/@x 1/0"));
    cr_expect(has_row("t unread Order/L/@a 1/0"));
    cr_expect(has_row("t unread Order/L/N/@c 1/0"));
    cr_expect(has_row("t unread Order/L/In/Deep/@d 1/0"));
    cr_expect_not(has_row("@b"));
    cr_expect_not(has_row("@id"));
}
