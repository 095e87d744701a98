/* The native format, and strict formats: what no rule reads costs the record, by name.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

static char native[20000];

static void load_native(void)
{
    char path[500];
    ps_error err = {0};
    ps_buffer file;
    setup();
    ps_buffer_init(&file, 0);
    (void)snprintf(path, sizeof path, "%s/catalogs/formats/native.xml", getenv("PS_SOURCE_ROOT"));
    PS_TEST_STATUS(ps_file_read(path, sizeof native - 1, &file, &err), PS_OK, err);
    memcpy(native, file.ptr, file.len);
    native[file.len] = '\0';
    ps_buffer_done(&file);
    load(native);
}

TestSuite(native, .init = load_native, .fini = teardown);

#define RECORDS(body) "<records xmlns='urn:procscreen:record:1'>" body "</records>"

Test(native, everything_that_it_has)
{
    read_doc(RECORDS(
        "<record kind='contract' id='C-1' date='2026-03-01' currency='CNY' total='12.50'>"
        "<buyer name='Grid' id='91440300708461136T' country='CN'><ident scheme='GLN'>5790000435944"
        "</ident></buyer><supplier name='Maker' id='V-7'/><contract ref='F-1' kind='framework'/>"
        "<contract ref='C-0'/><text kind='clause' heading='Secrecy' field='art. 7' xml:lang='en'>"
        "Keep <b>it</b>.</text><attachment name='a.pdf' mime='application/pdf' contract='yes'>UERG"
        "</attachment><item line='1' name='Router' description='core' note='n' keyword='k' "
        "specification='s' manufacturer='M' brand='B' model='X' quantity='2' unit='EA' price='5' "
        "price-base='1' amount='10' currency='USD' delivery='2026-04-01' country='CN' "
        "department='IT'><code scheme='UNSPSC' version='26' title='t'>43222609</code>"
        "<part scheme='seller'>R-1</part><property name='ports' value='48' unit='EA'/>"
        "<contract ref='C-2'/><text kind='remark'>t</text><item line='1.1' name='Card'/></item>"
        "</record>"));
    expect_lines("record=native contract\nid=C-1\ndate=2026-03-01\ncurrency=CNY\ntotal=12.50\n"
                 "buyer=Grid\nbuyer.country=CN");
    expect_lines(
        "supplier=Maker\nsupplier.ident=:V-7\nreference=framework:F-1\n"
        "reference=contract:C-0\ntext=2|art. 7|Secrecy|Keep it.|en\n"
        "attachment=a.pdf|application/pdf||4|1|PDF\nitem=1\n name=Router\n description=core");
    expect_lines(" manufacturer=M\n brand=B\n model=X\n part=seller:R-1\n code=UNSPSC:43222609\n "
                 "property=ports:48:EA\n reference=contract:C-2\n quantity=2\n unit=EA\n price=5\n "
                 "price-base=1\n amount=10\n currency=USD\n delivery=2026-04-01\n country=CN\n "
                 "department=IT\nitem=1.1\n parent=1\n name=Card");
    cr_expect_eq(r.status, PS_OK, "%.*s", PS_FMT(ps_buffer_str(&r.out)));
}

/* Between two good records one with a mistake, which must be named. */
static void check_mistake(const char *bad, const char *named)
{
    char doc[1000];
    (void)snprintf(doc, sizeof doc, RECORDS("<record id='A'/>%s<record id='C'/>"), bad);
    read_doc(doc);
    ps_str out = ps_buffer_str(&r.out);
    cr_expect_eq(r.records, 2, "%s: %.*s", bad, PS_FMT(out));
    cr_expect_eq(r.rejected, 1, "%s: %.*s", bad, PS_FMT(out));
    cr_expect_eq(r.last, 0);
    cr_expect_neq(ps_str_find(out, ps_str_from(named)), SIZE_MAX, "want \"%s\" for %s in %.*s",
                  named, bad, PS_FMT(out));
}

Test(native, a_misspelt_attribute_costs_the_record)
{
    check_mistake("<record id='B' dat='2026-01-01'/>", "unknown attribute \"dat\"");
    check_mistake("<record id='B'><item nam='x'/></record>", "rejected=bad-record|line 1|B|");
    check_mistake("<record id='B'><buyer name='x' role='y'/></record>", "\"role\"");
    check_mistake("<record id='B'><item x:name='x' xmlns:x='urn:x'/></record>", "\"name\"");
}

Test(native, a_misspelt_element_costs_the_record)
{
    check_mistake("<record id='B'><itm name='x'/></record>", "unknown element \"itm\"");
    check_mistake("<record id='B'><item name='x'><cod>1</cod></item></record>", "\"cod\"");
    check_mistake("<record id='B'><item xmlns='' name='x'/></record>", "\"item\"");
}

Test(native, text_where_none_belongs_costs_the_record)
{
    check_mistake("<record id='B'>loose</record>", "text");
    check_mistake("<record id='B'><item name='x'>Huawei</item></record>", "text");
}

Test(native, a_kind_that_there_is_not_costs_the_record)
{
    check_mistake("<record id='B' kind='ordr'/>", "\"ordr\"");
    check_mistake("<record id='B'><text kind='claus'>x</text></record>", "\"claus\"");
    check_mistake("<record id='B'><contract ref='x' kind='framwork'/></record>", "\"framwork\"");
}

Test(native, what_is_no_record_in_the_envelope_is_said)
{
    check_mistake("<recrod id='B'/>", "recrod");
    check_mistake("<Order xmlns='urn:x' id='B'/>", "Order");
}

Test(native, schema_attributes_and_language_are_not_counted)
{
    read_doc(
        RECORDS("<record id='A' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                "xsi:nil='false' xml:lang='en' xml:id='a'><item name='x' xml:space='preserve'/>"
                "</record>"));
    expect_all("record=native other\nid=A\nitem=\n name=x\n");
}

Test(native, an_empty_envelope_is_empty_not_unknown)
{
    read_doc(RECORDS(""));
    cr_expect(ps_str_starts(ps_buffer_str(&r.out), PS_STR("rejected=no-records|")));
}

Test(native, conditions_count_as_reading_in_strict_formats)
{
    load("<profile xmlns='urn:procscreen:profile:1' id='t' version='1' title='T' strict='yes'>"
         "<source>s</source><record match=\"Order[@v]\" kind='order'>"
         "<field name='id' path=\"F[@n='id']\"/>"
         "<item path='R' group='@row'><field name='name' path='N' prefer='@lang: en'/></item>"
         "<text path='T' when='@k = a' text='.'/></record>"
         "<record match='Loose' kind='order' strict='no'/></profile>");
    read_doc("<x><Order v='1'><F n='id'>1</F><R row='0'><N lang='en'>x</N></R><T k='b'>y</T>"
             "</Order><Loose any='1'><thing>z</thing></Loose></x>");
    expect_all("record=t order\nid=1\nitem=\n name=x\nrecord=t order\n");
    read_doc("<x><Order v='1'><F n='no'>1</F></Order></x>");
    cr_expect_eq(r.rejected, 1);
}
