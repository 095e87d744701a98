/* What a draft says: rules, notes, what it does not show. That it is a right profile, and reads its
 * sample, is tested in tests/suggest.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "drafting.h"
#include "formats/profiles.h"
#include "xml/tree.h"

TestSuite(draft, .init = setup, .fini = teardown);

#define LINE "<Line><LineNo>1</LineNo><ItemName>Core router</ItemName><Qty>2</Qty></Line>"
#define ORDER(more)                                                                                \
    "<Orders><Order><OrderNo>P-1</OrderNo><OrderDate>2026-03-05</OrderDate>" more LINE LINE        \
    "</Order></Orders>"

static void draft_of(const char *document)
{
    ps_error err = {0};
    PS_TEST_STATUS(see(ps_str_from(document)), PS_OK, err);
    PS_TEST_STATUS(draft(NULL), PS_OK, err);
}

/* The draft loads, and keeps its schema. */
static void expect_right(void)
{
    ps_error err = {0};
    ps_buffer schema;
    char path[4096];
    ps_str bytes = ps_buffer_str(&d.draft);
    ps_pack_file file = {"draft.xml", bytes};
    ps_profiles *profiles = NULL;
    ps_buffer_init(&schema, 0);
    (void)snprintf(path, sizeof path, "%s/catalogs/formats/profile.rng", getenv("PS_SOURCE_ROOT"));
    PS_TEST_STATUS(ps_file_read(path, 1 << 20, &schema, &err), PS_OK, err);
    PS_TEST_STATUS(ps_tree_validate(bytes, "draft.xml", ps_buffer_str(&schema), "profile.rng", NULL,
                                    NULL, &err),
                   PS_OK, err);
    cr_expect(ps_profiles_load(&file, 1, NULL, NULL, NULL, &profiles, &err) == PS_OK, "%s:\n%.*s",
              err.message, PS_FMT(bytes));
    ps_profiles_free(profiles);
    ps_buffer_done(&schema);
}

Test(draft, each_rule_has_its_reason)
{
    draft_of(ORDER(""));
    EXPECT_DRAFT("<record match=\"Order\" kind=\"order\">");
    EXPECT_DRAFT("<!-- sure: its name says order, number; codes; \"P-1\" -->\n"
                 "    <field name=\"id\" path=\"OrderNo\"/>");
    EXPECT_DRAFT("The next best would be Orders.");
    EXPECT_DRAFT("<item path=\"Line\">");
    expect_right();
}

Test(draft, paths_that_no_rule_reads_are_listed)
{
    draft_of(ORDER("<Xyzzy>7</Xyzzy>"));
    EXPECT_DRAFT("1 times  Xyzzy\n");
}

Test(draft, the_second_choice_of_a_field_is_named)
{
    draft_of(ORDER("<PurchaseDate>2026-03-06</PurchaseDate>"));
    EXPECT_DRAFT("or: PurchaseDate");
}

Test(draft, secret_and_personal_values_are_not_shown)
{
    draft_of(ORDER("<Vendor><Name>Acme</Name><Password>hunter2</Password>"
                   "<TaxNo>4111111111111111</TaxNo></Vendor>"
                   "<SharedSecret no='s3cr3t'>abracadabra</SharedSecret>"
                   "<Remarks>eyJhbGciOiJIUzI1NiJ9xY7Zq2</Remarks>"));
    EXPECT_DRAFT("values not shown");
    EXPECT_NO_DRAFT("hunter2");
    EXPECT_NO_DRAFT("4111");
    EXPECT_NO_DRAFT("s3cr3t");
    EXPECT_NO_DRAFT("abracadabra");
    EXPECT_NO_DRAFT("eyJ");
}

Test(draft, hostile_values_stay_text)
{
    draft_of(ORDER("<Remarks>a --&gt;&lt;evil/&gt;&lt;!-- ---- \xe2\x80\xae txt -</Remarks>"
                   "<CurrencyCode>CNY</CurrencyCode>"));
    EXPECT_NO_DRAFT("--><evil");
    EXPECT_NO_DRAFT("\xe2\x80\xae");
    expect_right();
}

Test(draft, hostile_names_stay_names)
{
    draft_of("<o:a--b xmlns:o=\"urn:&quot;&lt;&amp;--&gt;'\"><o:Order--No->P-1</o:Order--No->"
             "<o:Date->2026-01-02</o:Date-><x-->1</x-->"
             "<o:Line><o:Item--Name>Router --</o:Item--Name><o:Qty>1</o:Qty></o:Line>"
             "<o:Line><o:Item--Name>Router</o:Item--Name><o:Qty>1</o:Qty></o:Line></o:a--b>");
    EXPECT_DRAFT("match=\"*:a--b\"");
    expect_right();
}

Test(draft, namespaces_are_declared)
{
    draft_of("<o:Order xmlns:o='http://example.org/a?b=1#c' xmlns:p='urn:x:y'><o:No>1</o:No>"
             "<p:Date>2026-01-02</p:Date>" LINE LINE "</o:Order>");
    EXPECT_DRAFT("xmlns:n1=\"http://example.org/a?b=1#c\"\n         xmlns:n2=\"urn:x:y\"");
    EXPECT_DRAFT("<field name=\"date\" path=\"n2:Date\"/>");
    expect_right();
}

Test(draft, names_that_no_path_can_have_are_left_out)
{
    draft_of(ORDER("<VendorName:>Acme</VendorName:>"));
    EXPECT_DRAFT("1 elements and attributes were not looked at");
    EXPECT_NO_DRAFT("VendorName:");
    expect_right();
}

Test(draft, hostile_names_of_fields_are_no_conditions)
{
    draft_of("<Order><h><col name='PONumber'>1</col><col name='OrderDate'>2026-01-02</col>"
             "<col name=\"VendorName'] | x\">Acme</col><col name='Vendor|Name'>Acme</col>"
             "<col name='Vendor]Name'>Acme</col><col name='VendorName'>Acme</col></h>"
             "<row><col name='ItemName'>Router</col><col name='Qty'>1</col></row>"
             "<row><col name='ItemName'>Router</col><col name='Qty'>1</col></row></Order>");
    EXPECT_DRAFT("path=\"h/col[@name='PONumber']\"");
    EXPECT_NO_DRAFT("| x");
    EXPECT_NO_DRAFT("Vendor|Name");
    expect_right();
}

Test(draft, a_decimal_comma_is_told)
{
    draft_of("<Order><OrderNo>1</OrderNo><OrderDate>2026-01-02</OrderDate><Line><ItemName>Router"
             "</ItemName><Qty>1</Qty><Price>2,50</Price></Line></Order>");
    EXPECT_DRAFT("decimal=\",\"");
}

Test(draft, a_day_that_cannot_be_read_is_told)
{
    draft_of("<Order><OrderNo>1</OrderNo><OrderDate>01/02/2026</OrderDate>" LINE LINE "</Order>");
    EXPECT_DRAFT("NOT READ as it is written");
}

Test(draft, a_known_format_is_named)
{
    ps_error err = {0};
    PS_TEST_STATUS(see(PS_STR(ORDER(""))), PS_OK, err);
    PS_TEST_STATUS(draft("ubl-2 --> <x/>"), PS_OK, err);
    EXPECT_DRAFT("read already by the profile ubl-2");
    expect_right();
}

Test(draft, nothing_like_a_record_gives_no_draft)
{
    ps_error err = {0};
    PS_TEST_STATUS(see(PS_STR("<a><b>hello</b></a>")), PS_OK, err);
    PS_TEST_STATUS(draft(NULL), PS_END, err);
    cr_expect_eq(d.draft.len, 0);
}

Test(draft, files_beside_the_record)
{
    draft_of(
        ORDER("<Attachments><Attachment><FileName>contract.pdf</FileName><FileName>b</FileName>"
              "<MimeType>application/pdf</MimeType><Url>https://example.org/c</Url>"
              "<Content>QUJD</Content></Attachment></Attachments>"));
    EXPECT_DRAFT("<attachment path=\"Attachments/Attachment\" name=\"FileName\" "
                 "mime=\"MimeType\" uri=\"Url\" bytes=\"Content\"/>");
    expect_right();
}

Test(draft, a_party_by_its_role)
{
    draft_of(ORDER("<Party><Role>vendor</Role><Name>Acme</Name></Party>"
                   "<Party><Role>customer</Role><Name>Grid</Name></Party>"));
    EXPECT_DRAFT("<supplier path=\"Party\" when=\"Role = 'vendor'\">");
    EXPECT_DRAFT("<buyer path=\"Party\" when=\"Role = 'customer'\">");
    expect_right();
}

Test(draft, an_address_for_mail_is_no_party)
{
    draft_of(ORDER("<Vendor><Name>sales@example.com</Name><Code>sales@example.com</Code>"
                   "<TaxNo>DE136695976</TaxNo></Vendor><Buyer>buy@example.com</Buyer>"));
    EXPECT_DRAFT("path=\"Vendor\"");
    EXPECT_DRAFT("path=\"TaxNo\"");
    EXPECT_NO_DRAFT("path=\"Name\"");
    EXPECT_NO_DRAFT("path=\"Code\"");
    EXPECT_NO_DRAFT("path=\"Buyer\"");
}

Test(draft, a_mark_is_no_reference_and_no_class)
{
    draft_of(ORDER("<FrameworkContract>N</FrameworkContract><ContractNo>C-7</ContractNo>"
                   "<Line><ItemName>Switch</ItemName><Qty>1</Qty><Segment>1</Segment></Line>"));
    EXPECT_DRAFT("<reference path=\"ContractNo\"");
    EXPECT_NO_DRAFT("<reference path=\"FrameworkContract\"");
    EXPECT_NO_DRAFT("<code ");
}

Test(draft, the_identifier_of_an_amount_is_no_amount)
{
    draft_of(ORDER("<SumId>002</SumId>"));
    EXPECT_NO_DRAFT("name=\"total\"");
}

Test(draft, an_amount_stands_before_its_identifier)
{
    draft_of(ORDER("<SumId>002</SumId><Summe>120.50</Summe>"));
    EXPECT_DRAFT("<field name=\"total\" path=\"Summe\"/>");
}

#define ANONYMOUS(code)                                                                            \
    "<Order><Zone>TX</Zone><Quux>" code "</Quux><OrderDate>2026-03-05</OrderDate>"

Test(draft, an_id_by_its_values_is_long_and_differs)
{
    draft_of("<Orders>" ANONYMOUS("4711") LINE "</Order>" ANONYMOUS("4712") LINE
             "</Order></Orders>");
    EXPECT_DRAFT("by its values alone; numbers; \"4711\", \"4712\" -->\n"
                 "    <field name=\"id\" path=\"Quux\"/>");
}

Test(draft, what_is_the_same_in_each_record_is_no_id)
{
    draft_of("<Orders>" ANONYMOUS("4711") LINE "</Order>" ANONYMOUS("4711") LINE
             "</Order></Orders>");
    EXPECT_NO_DRAFT("name=\"id\"");
}

#define ROW(name, text)                                                                            \
    "<Row><PONum>7</PONum><PODate>2026-03-05</PODate><XyzzyName>" name                             \
    "</XyzzyName><MatlDesc>" text "</MatlDesc><OrdQty>3</OrdQty></Row>"

Test(draft, the_name_of_something_unknown_is_not_the_items_name)
{
    draft_of("<Rows>" ROW("Acme", "Core switch") ROW("Quux", "Firewall") "</Rows>");
    EXPECT_DRAFT("<field name=\"name\" path=\"MatlDesc\"/>");
    EXPECT_DRAFT("<property path=\"XyzzyName\" value=\".\" name=\"'XyzzyName'\"/>");
    expect_right();
}

Test(draft, an_order_that_is_named_beside_the_lines_is_not_the_record)
{
    draft_of("<Basket><Supplier>Acme</Supplier><Buyer>Grid</Buyer>" LINE LINE
             "<SupplierOrderInfo orderID='O-1' orderDate='2026-03-05'/></Basket>");
    EXPECT_DRAFT("<record match=\"Basket\"");
    EXPECT_DRAFT("<item path=\"Line\">");
}
