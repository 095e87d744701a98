/* The profile language: names, paths, conditions and the options of fields.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

TestSuite(fields, .init = setup, .fini = teardown);

Test(fields, a_path_ends_at_an_element_or_an_attribute)
{
    load(PROFILE("<record match='Order' kind='order'>"
                 "<field name='id' path='Head/No'/><field name='date' path='Head/@on'/>"
                 "<field name='currency' path='@cur'/><field name='total' path='Sum/@v'/>"
                 "</record>"));
    read_doc("<x><Order cur='CNY'><Head on='2026-01-02'><No>7</No></Head><Sum v='9'/></Order></x>");
    expect_all("record=t order\nid=7\ndate=2026-01-02\ncurrency=CNY\ntotal=9\n");
}

Test(fields, both_forms_read_the_same)
{
    load(PROFILE("<record match='A' kind='order' id='No' date='@on'/>"
                 "<record match='B' kind='order'><field name='id' path='No'/>"
                 "<field name='date' path='@on'/></record>"));
    read_doc("<x><A on='2026-01-02'><No> 7 </No></A><B on='20260102'><No>7</No></B></x>");
    expect_all("record=t order\nid=7\ndate=2026-01-02\n"
               "record=t order\nid=7\ndate=2026-01-02\n");
}

Test(fields, names_are_matched_by_namespace_not_by_prefix)
{
    load("<profile xmlns='urn:procscreen:profile:1' xmlns:q='urn:q' id='t' version='1' title='T'>"
         "<source>s</source><record match='q:Order' kind='order' id='q:No'/></profile>");
    read_doc("<x><z:Order xmlns:z='urn:q'><z:No>1</z:No></z:Order>"
             "<Order xmlns='urn:q'><No>2</No></Order>"
             "<Order xmlns='urn:q'><No xmlns=''>3</No></Order></x>");
    expect_all("record=t order\nid=1\nrecord=t order\nid=2\nrecord=t order\n");
}

Test(fields, wildcards_for_the_namespace_and_for_the_name)
{
    load(PROFILE(
        "<record match='*:Order' kind='order' id='*:No' date='*/When' currency='@*:cur'/>"));
    read_doc("<x><o:Order xmlns:o='urn:1' o:cur='CNY'><p:No xmlns:p='urn:2'>1</p:No>"
             "<Any xmlns='urn:3'><When xmlns=''>2026-01-02</When></Any></o:Order>"
             "<Order><No>2</No></Order></x>");
    expect_all("record=t order\nid=1\ndate=2026-01-02\ncurrency=CNY\nrecord=t order\nid=2\n");
}

Test(fields, conditions_on_steps)
{
    load(PROFILE("<record match='Order' kind='order' id=\"N[@k='a|b']\" date=\"N[@k!='a|b|c']\""
                 " currency='N[not(@k)]' total=\"N[@k='c'][@x]\"/>"));
    read_doc("<x><Order><N k='c'>no</N><N k='c' x=''>5</N><N k='b'>1</N>"
             "<N k='z'>2026-01-02</N><N>CNY</N></Order></x>");
    expect_all("record=t order\nid=1\ndate=2026-01-02\ncurrency=CNY\ntotal=5\n");
    /* != holds too where the attribute is not there: the first such wins */
    read_doc("<x><Order><N>2026-01-02</N></Order></x>");
    expect_lines("date=2026-01-02");
}

Test(fields, conditions_on_the_element_itself)
{
    load(ORDER("<item path='L' name=\".[@k='n']/@v\" unit=\".[@k='u']/@v\" note=\".[@t]\"/>"));
    read_doc(DOC("<Order id='1'><L k='n' v='name'>x</L><L k='u' v='EA' t='1'>y</L></Order>"));
    expect_all("record=t order\nid=1\nitem=\n name=name\nitem=\n note=y\n unit=EA\n");
}

Test(fields, the_value_is_all_text_of_the_element)
{
    load(ORDER("<item path='L' name='N'/>"));
    read_doc(DOC("<Order><L><N>Hu<b>aw</b>e<!-- x -->i<?p q?> <![CDATA[<5G>]]> &amp; &#x41;</N></L>"
                 "</Order>"));
    expect_lines(" name=Huawei <5G> & A");
}

Test(fields, a_descendant_with_a_rule_is_set_apart)
{
    load(ORDER("<item path='L' description='D' name='D/Short'/>"));
    read_doc(DOC("<Order><L><D>22<Short>Excelsior</Short>Chair</D></L></Order>"));
    expect_lines(" name=Excelsior\n description=22 Excelsior Chair");
}

Test(fields, empty_counts_as_absent)
{
    load(PROFILE("<record match='Order' kind='order'><field name='id' path='A'/>"
                 "<field name='id' path='@b'/><field name='id' path='C'/></record>"));
    read_doc("<x><Order b='  '><A> \n </A><C>3</C></Order></x>");
    expect_lines("id=3");
}

Test(fields, the_first_rule_wins_wherever_its_value_stands)
{
    load(PROFILE("<record match='Order' kind='order'><field name='id' path='A'/>"
                 "<field name='id' path='B'/></record>"));
    read_doc("<x><Order><B>b</B><A>a1</A><A>a2</A></Order></x>");
    expect_lines("id=a1");
}

Test(fields, rules_that_are_used_keep_the_order_of_the_place)
{
    load(PROFILE(
        "<rules id='r'><group path='G'><field name='id' path='X'/></group></rules>"
        "<record match='A' kind='order'><use rules='r'/><field name='id' path='Y'/></record>"
        "<record match='B' kind='order'><field name='id' path='Y'/><use rules='r'/></record>"));
    read_doc("<x><A><G><X>x</X></G><Y>y</Y></A><B><G><X>x</X></G><Y>y</Y></B></x>");
    expect_all("record=t order\nid=x\nrecord=t order\nid=y\n");
}

Test(fields, texts_of_items_are_kept_all)
{
    load(ORDER("<item path='L' name='N' description='D'/>"));
    read_doc(DOC("<Order><L><D>one</D><N>two</N><D>three</D><N>four</N></L></Order>"));
    expect_lines(" description=one\n name=two\n description=three\n name=four");
}

Test(fields, a_constant_where_the_path_is_there)
{
    load(ORDER("<field name='currency' path='Yuan' value='CNY'/>"
               "<field name='currency' path='@usd' value='USD'/>"));
    read_doc(DOC("<Order><Yuan/></Order><Order usd='1'/><Order usd=''/><Order/>"));
    expect_all("record=t order\ncurrency=CNY\nrecord=t order\ncurrency=USD\nrecord=t order\n"
               "record=t order\n");
}

Test(fields, defaults_come_last_and_make_no_part)
{
    load(ORDER("<field name='currency' value='CNY'/><field name='currency' path='Cur'/>"
               "<text path='Note' kind=\"'terms'\" text='.'/>"));
    read_doc(DOC("<Order><Cur>EUR</Cur><Note>pay</Note><Note/></Order><Order/>"));
    expect_all("record=t order\ncurrency=EUR\ntext=1|Note||pay|\nrecord=t order\ncurrency=CNY\n");
}

Test(fields, a_default_in_a_group_holds_if_the_group_does)
{
    load(ORDER("<group path='.' when='Sale'><field name='kind' value='invoice'/></group>"));
    read_doc(DOC("<Order><Sale>1</Sale></Order><Order/>"));
    expect_all("record=t invoice\nrecord=t order\n");
}

Test(fields, maps_translate_or_give_nothing)
{
    load(PROFILE("<record match='Order' kind='other'><field name='kind' path='@k' map='m'/>"
                 "<field name='currency' path='@c' map='n'/></record>"
                 "<map id='m'><entry from='PO' to='order'/><entry from='IV' to='invoice'/></map>"
                 "<map id='n' other='XXX'><entry from='1' to='CNY'/></map>"));
    read_doc("<x><Order k=' PO ' c='1'/><Order k='IV' c='2'/><Order k='po' c=''/></x>");
    expect_all("record=t order\ncurrency=CNY\nrecord=t invoice\ncurrency=XXX\nrecord=t other\n");
}

Test(fields, joins_make_one_text_of_several)
{
    load(ORDER("<item path='L'><field name='name' path='A' join='space'/>"
               "<field name='note' path='B' join='line'/>"
               "<field name='keyword' path='C' join='none'/></item>"));
    read_doc(DOC("<Order><L><A>a1</A><B>b1</B><C>Hua</C><A>a2</A><B>b2</B><C>wei</C></L>"
                 "<L><A>a3</A></L></Order>"));
    expect_lines("item=\n name=a1 a2\n note=b1\nb2\n keyword=Huawei\nitem=\n name=a3");
}

#define SAP                                                                                        \
    ORDER("<text path='T'><field name='text' path='R/LINE' join='sapscript' "                      \
          "format='FMT'/></text>")

Test(fields, sapscript_goes_by_the_column_beside_the_line)
{
    load(SAP);
    read_doc(DOC("<Order><T><R><LINE>The infor</LINE><FMT>*</FMT></R>"
                 "<R><LINE>mation</LINE><FMT>=</FMT></R><R><LINE>is</LINE></R>"
                 "<R><LINE>secret.</LINE><FMT> </FMT></R><R><LINE>New</LINE><FMT>/</FMT></R>"
                 "<R><LINE>paragraph</LINE><FMT>AS</FMT></R></T></Order>"));
    expect_lines("text=0|T||The information is secret.\nNew\nparagraph|");
}

Test(fields, sapscript_takes_the_column_in_front_too)
{
    load(SAP);
    read_doc(DOC("<Order><T><R><FMT>*</FMT><LINE>Hua</LINE></R><R><FMT>=</FMT><LINE>wei</LINE></R>"
                 "<R><LINE>5G</LINE></R></T><T><R><LINE>other</LINE></R></T></Order>"));
    expect_lines("text=0|T||Huawei 5G|\ntext=0|T||other|");
}

Test(fields, of_several_languages_the_preferred_one_is_kept)
{
    load(ORDER("<item path='L'><field name='name' path='N' prefer='@xml:lang: zh en'/></item>"));
    read_doc(DOC("<Order><L><N xml:lang='de'>d</N><N xml:lang='en'>e</N>"
                 "<N xml:lang='zh-CN'>z</N><N xml:lang='zh'>y</N></L>"
                 "<L><N xml:lang='fr'>f</N><N>g</N></L></Order>"));
    expect_lines("item=\n name=z\nitem=\n name=f");
}

Test(fields, kind_of_the_document_overrides_that_of_the_rule)
{
    load(PROFILE("<record match='Order' kind='order'><field name='kind' path='@k'/></record>"));
    read_doc("<x><Order k='contract'/><Order k='letter'/></x>");
    expect_all("record=t contract\nrecord=t order\n");
}

Test(fields, the_decimal_mark_of_profile_and_record)
{
    load("<profile xmlns='urn:procscreen:profile:1' id='t' version='1' title='T' decimal=','>"
         "<source>s</source><record match='A' kind='order' total='@t'/>"
         "<record match='B' kind='order' total='@t' decimal='.'/></profile>");
    read_doc("<x><A t='1,234'/><B t='1,234'/></x>");
    expect_all("record=t order\ntotal=1.234\nrecord=t order\ntotal=1234\n");
}

static uint64_t lines[8];

static ps_status take_lines(void *user, const ps_record *record)
{
    (void)user;
    lines[0] = record->line;
    lines[1] = record->id.line;
    lines[2] = record->currency.line;
    lines[3] = record->items[0].line;
    lines[4] = record->items[0].name.line;
    return PS_OK;
}

static void expect_lines_of(const char *document, const uint64_t *want)
{
    load(PROFILE("<record match='Order' kind='order' id='No' currency='@cur'>"
                 "<item path='L' name='N'/></record>"));
    ps_extract_options options = {.limits = &r.limits};
    ps_extract_sink sink = {take_lines, take_rejected, NULL};
    ps_error err = {0};
    uint64_t bytes;
    PS_TEST_STATUS(ps_extract_new(r.profiles, &options, &r.extract, &err), PS_OK, err);
    r.left = ps_str_from(document);
    PS_TEST_STATUS(
        ps_extract_read(r.extract, give_bytes, NULL, "d", &sink, NULL, NULL, &bytes, &err), PS_OK,
        err);
    for (size_t i = 0; i < 5; i++) {
        cr_expect_eq(lines[i], want[i], "value %zu: line %llu", i, (unsigned long long)lines[i]);
    }
}

Test(fields, every_value_knows_its_line)
{
    static const uint64_t want[] = {2, 3, 2, 4, 7};
    expect_lines_of("<x>\n<Order cur='CNY'>\n<No>1</No>\n<L>\n<N>\n\n  name\n</N></L></Order></x>",
                    want);
}

Test(fields, a_carriage_return_alone_ends_no_line)
{
    static const uint64_t want[] = {1, 1, 1, 1, 1};
    expect_lines_of("<x>\r<Order cur='CNY'>\r<No>1\r2\r</No><L><N>\r\rname\r</N></L></Order></x>",
                    want);
}
