/* Records in documents: where they are found, what is lost and how that is said.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

TestSuite(records, .init = setup, .fini = teardown);

#define SIMPLE ORDER("<item path='L' name='N' note='.'/>")

Test(records, at_any_depth_next_to_each_other_in_any_mix)
{
    static const char *const both[] = {
        SIMPLE,
        "<profile xmlns='urn:procscreen:profile:1' xmlns:u='urn:u' id='u' version='1' title='U'>"
        "<source>s</source><record match='u:Invoice' kind='invoice' id='u:No'/></profile>",
        NULL};
    cr_assert_eq(load_all(both), PS_OK);
    read_doc("<Envelope><Body><Order id='1'/><a><b><Invoice xmlns='urn:u'><No>2</No></Invoice>"
             "<Order id='3'/></b></a></Body><Order id='4'/></Envelope>");
    expect_all("record=t order\nid=1\nrecord=u invoice\nid=2\nrecord=t order\nid=3\n"
               "record=t order\nid=4\n");
}

Test(records, the_root_may_be_the_record)
{
    load(SIMPLE);
    read_doc("<Order id='1'/>");
    expect_all("record=t order\nid=1\n");
}

Test(records, no_record_is_looked_for_inside_a_record)
{
    load(SIMPLE);
    read_doc(DOC("<Order id='1'><x><Order id='2'/></x></Order>"));
    expect_all("record=t order\nid=1\n");
}

Test(records, the_match_may_ask_for_the_parent_and_its_attributes)
{
    load(PROFILE("<record match=\"Api[@v='2']/Call\" kind='order' id='@id'/>"
                 "<record match='Other/Call' kind='invoice' id='@id'/>"));
    read_doc("<x><Api v='2'><Call id='1'/><In><Call id='deep'/></In><Call id='2'/></Api>"
             "<Other><Call id='3'/></Other></x>");
    expect_lines("record=t order\nid=1");
    expect_lines("record=t order\nid=2");
    expect_lines("record=t invoice\nid=3");
    cr_expect_eq(r.records, 3);
}

/* What is said of a document that nobody knows goes by its own names. */
Test(records, names_of_one_document_are_not_those_of_the_next)
{
    static const char unknown[] = "<Ordre><L>1</L><other/></Ordre>";
    ps_buffer alone;
    ps_buffer_init(&alone, 0);
    load(SIMPLE);
    read_doc(unknown);
    ps_buffer_add_str(&alone, ps_buffer_str(&r.out));
    cr_expect_neq(ps_str_find(ps_buffer_str(&alone), PS_STR(" of its 3 names")), SIZE_MAX, "%.*s",
                  PS_FMT(ps_buffer_str(&alone)));
    load(SIMPLE);
    read_doc(DOC("<Order id='1'><L><N>x</N></L><a/><b/><c/></Order>"));
    cr_expect_eq(r.records, 1);
    read_doc(unknown);
    cr_expect(ps_str_equal(ps_buffer_str(&r.out), ps_buffer_str(&alone)), "%.*s",
              PS_FMT(ps_buffer_str(&r.out)));
    read_doc(unknown);
    cr_expect(ps_str_equal(ps_buffer_str(&r.out), ps_buffer_str(&alone)), "%.*s",
              PS_FMT(ps_buffer_str(&r.out)));
    ps_buffer_done(&alone);
}

Test(records, the_longer_match_wins)
{
    load(PROFILE("<record match='*:Doc' kind='other' id='@id'/>"
                 "<record match='Doc' kind='notice' id='@id'/>"
                 "<record match=\"Doc[@t='po']\" kind='order' id='@id'/>"
                 "<record match='Batch/Doc' kind='contract' id='@id'/>"));
    read_doc("<x><Doc id='1'/><Doc id='2' t='po'/><Batch><Doc id='3' t='po'/></Batch>"
             "<q:Doc xmlns:q='urn:q' id='4'/></x>");
    expect_all("record=t notice\nid=1\nrecord=t order\nid=2\nrecord=t contract\nid=3\n"
               "record=t other\nid=4\n");
}

Test(records, many_rules_of_one_parent)
{
    ps_buffer profile;
    ps_buffer doc;
    ps_buffer_init(&profile, 0);
    ps_buffer_init(&doc, 0);
    ps_buffer_add_text(&profile, "<profile xmlns='urn:procscreen:profile:1' id='t' version='1' "
                                 "title='T'><source>s</source>");
    ps_buffer_add_text(&doc, "<Data>");
    for (int i = 0; i < 40; i++) {
        ps_buffer_printf(&profile, "<record match='Data/R%d' kind='order' id='@id'/>", i);
        ps_buffer_printf(&doc, "<R%d id='%d'/>", i, i);
    }
    ps_buffer_add(&profile, "</profile>", sizeof "</profile>");
    ps_buffer_add(&doc, "</Data>", sizeof "</Data>");
    load(profile.ptr);
    read_doc(doc.ptr);
    cr_expect_eq(r.records, 40);
    ps_buffer_done(&profile);
    ps_buffer_done(&doc);
}

Test(records, a_look_alike_in_another_namespace_is_said)
{
    load(SIMPLE);
    read_doc("<Orders>\n<Order id='A'/>\n<q:Order xmlns:q='urn:other' id='B'><q:L/></q:Order>\n"
             "<Order id='C'/></Orders>");
    expect_lines("record=t order\nid=A");
    expect_lines("record=t order\nid=C");
    expect_lines(
        "rejected=unknown-format|line 3||element Order in namespace \"urn:other\" is named "
        "like a record of profile t, but is not one");
    cr_expect_eq(r.records, 2);
    cr_expect_eq(r.rejected, 1);
}

Test(records, look_alikes_in_front_of_the_first_record_are_said_all)
{
    load(SIMPLE);
    ps_buffer doc;
    ps_buffer_init(&doc, 0);
    ps_buffer_add_text(&doc, "<Orders>");
    for (int i = 0; i < 40; i++) {
        ps_buffer_add_text(&doc, "<Order xmlns='urn:other'/>");
    }
    ps_buffer_add_text(&doc, "<Order id='A'/></Orders>");
    read_bytes(ps_buffer_str(&doc));
    cr_expect_eq(r.records, 1);
    cr_expect_eq(r.rejected, 40);
    ps_buffer_done(&doc);
}

Test(records, a_record_inside_a_look_alike_is_found)
{
    load(SIMPLE);
    read_doc("<x><Order xmlns='urn:envelope'><Body><Order xmlns='' id='A'/></Body></Order></x>");
    expect_all("record=t order\nid=A\n");
}

Test(records, damage_goes_to_the_record_and_the_reading_goes_on)
{
    load(SIMPLE);
    read_doc("<!DOCTYPE Orders SYSTEM 'http://x/y.dtd'><Orders><Order id='A'/>"
             "<Order id='B'><L><N>Hua&zwnj;wei</N></L></Order><Order id='C'/></Orders>");
    expect_lines("record=t order\nid=A\nrecord=t order\nid=B\nitem=\n name=Huawei\n "
                 "note=Huawei\ndamage=unresolved-entity zwnj\nrecord=t order\nid=C");
    read_doc("<!DOCTYPE Orders SYSTEM 'http://x/y.dtd'><Orders><Order id='B' x='&zwnj;'/>"
             "<Order id='C'/></Orders>");
    expect_lines("id=B\ndamage=unresolved-entity zwnj\nrecord=t order\nid=C");
}

Test(records, an_unbound_prefix_is_damage)
{
    load(SIMPLE);
    read_doc("<Orders><Order id='A'/><p:Order id='B'>x</p:Order><Order id='C'><q:z/></Order>"
             "</Orders>");
    expect_lines("record=t order\nid=A\nrecord=t order\nid=B");
    cr_expect_eq(r.records, 3);
    size_t first = ps_str_find(ps_buffer_str(&r.out), PS_STR("damage=namespace-error"));
    cr_assert_neq(first, SIZE_MAX);
    ps_str rest = ps_str_slice(ps_buffer_str(&r.out), first + 1, r.out.len);
    cr_expect_neq(ps_str_find(rest, PS_STR("damage=namespace-error")), SIZE_MAX);
}

Test(records, damage_outside_of_records_is_a_warning)
{
    load(SIMPLE);
    read_doc("<!DOCTYPE Orders SYSTEM 'http://x/y.dtd'><Orders><h>&zwnj;</h><Order id='A'/>"
             "</Orders>");
    expect_all("warning=unresolved-entity\nrecord=t order\nid=A\n");
}

/* Between two good records one that breaks a limit. */
static void check_limit(const char *cause, const char *bad)
{
    char doc[2048];
    int len = snprintf(doc, sizeof doc,
                       "<Orders><Order id='A'/>\n<Order id='B'>%s</Order>\n<Order id='C'>"
                       "<L><N>c</N></L></Order></Orders>",
                       bad);
    cr_assert(len > 0 && (size_t)len < sizeof doc);
    load(SIMPLE);
    for (r.chunk = 0; r.chunk < 2; r.chunk++) {
        char want[200];
        read_doc(doc);
        expect_lines("record=t order\nid=A");
        expect_lines("record=t order\nid=C\nitem=\n name=c\n note=c");
        (void)snprintf(want, sizeof want, "\nrejected=limit:%s|line 2|B|", cause);
        cr_expect_neq(ps_str_find(ps_buffer_str(&r.out), ps_str_from(want)), SIZE_MAX, "%s: %.*s",
                      cause, PS_FMT(ps_buffer_str(&r.out)));
        cr_expect_eq(r.records, 2);
        cr_expect_eq(r.rejected, 1);
        cr_expect_eq(r.status, PS_WARN);
    }
}

Test(records, too_many_items_cost_that_record_only)
{
    r.limits.items = 2;
    check_limit("items", "<L/><L/><L/><L><Order/></L>");
}

Test(records, too_many_values_cost_that_record_only)
{
    r.limits.values = 3;
    check_limit("values", "<L><N>1</N></L><L><N>2</N></L>");
}

Test(records, too_much_text_costs_that_record_only)
{
    r.limits.record_text = 20;
    check_limit("record-text", "<L><N>123456</N></L><L><N>123456</N></L>");
}

Test(records, too_long_a_field_costs_that_record_only)
{
    r.limits.field_bytes = 20;
    check_limit("field-bytes", "<L><x>123456789</x><N>12345678901</N></L><L/>");
}

Test(records, too_many_bytes_cost_that_record_only)
{
    r.limits.record_bytes = 200;
    check_limit("record-bytes",
                "<x>unread unread unread unread unread unread unread unread unread unread </x>"
                "<y><z/></y><x>unread unread unread unread unread unread unread unread unread</x>"
                "<x>unread unread unread unread unread unread unread unread unread unread </x>");
}

Test(records, an_unread_text_without_end_costs_that_record_only)
{
    r.limits.record_bytes = 100000;
    load(SIMPLE);
    ps_buffer doc;
    ps_buffer_init(&doc, 0);
    ps_buffer_add_text(&doc, "<Orders><Order id='A'><x>");
    for (int i = 0; i < 100000; i++) {
        ps_buffer_add_text(&doc, "text ");
    }
    ps_buffer_add_text(&doc, "</x></Order><Order id='C'/></Orders>");
    read_bytes(ps_buffer_str(&doc));
    expect_lines("record=t order\nid=C");
    cr_expect_eq(r.records, 1);
    cr_expect_eq(r.rejected, 1);
    ps_buffer_done(&doc);
}

Test(records, after_a_fatal_error_the_open_record_and_the_rest_are_said)
{
    load(SIMPLE);
    read_doc("<Orders><Order id='A'/>\n<Order id='B'><L><N>x</L></Order><Order id='C'/>"
             "<Order id='D'/></Orders>");
    expect_lines("record=t order\nid=A");
    cr_expect_eq(r.records, 1);
    cr_expect_eq(r.rejected, 2);
    cr_expect_eq(r.last, 1);
    ps_str out = ps_buffer_str(&r.out);
    cr_expect_neq(ps_str_find(out, PS_STR("rejected=ill-formed|line 2|B|")), SIZE_MAX);
    cr_expect_neq(ps_str_find(out, PS_STR("|last, 2 after")), SIZE_MAX, "%.*s", PS_FMT(out));
    expect_none("id=C");
}

Test(records, an_error_behind_the_last_record_costs_only_the_rest)
{
    load(SIMPLE);
    read_doc("<Orders><Order id='A'/></Orders><Orders><Order id='B'/></Orders>");
    cr_expect_eq(r.records, 1);
    cr_expect_eq(r.rejected, 1);
    cr_expect_neq(ps_str_find(ps_buffer_str(&r.out), PS_STR("rejected=trailing-data|")), SIZE_MAX);
    cr_expect_neq(ps_str_find(ps_buffer_str(&r.out), PS_STR("|last, 1 after")), SIZE_MAX);
}

Test(records, a_limit_and_then_a_fatal_error_are_two_losses)
{
    r.limits.items = 1;
    load(SIMPLE);
    read_doc("<Orders><Order id='A'><L/><L/><L/></x>");
    cr_expect_eq(r.records, 0);
    cr_expect_eq(r.rejected, 2, "the record by its limit, the rest by the error");
    cr_expect_eq(r.last, 1);
}

static void check_nothing(const char *doc, const char *cause, const char *mentions)
{
    char want[100];
    read_doc(doc);
    (void)snprintf(want, sizeof want, "rejected=%s|", cause);
    ps_str out = ps_buffer_str(&r.out);
    cr_expect(ps_str_starts(out, ps_str_from(want)), "%s: %.*s", doc, PS_FMT(out));
    cr_expect_neq(ps_str_find(out, ps_str_from(mentions)), SIZE_MAX, "%s: %.*s", doc, PS_FMT(out));
    cr_expect_eq(r.records, 0);
    cr_expect_eq(r.rejected, 1);
    cr_expect_eq(r.last, 1);
    cr_expect_eq(r.status, PS_WARN);
}

Test(records, a_document_without_records_never_looks_clean)
{
    load("<profile xmlns='urn:procscreen:profile:1' id='t' version='1' title='T'><source>s</source>"
         "<envelope match='Orders'/><record match='Order' kind='order' id='@id'/></profile>");
    check_nothing("", "not-a-known-document", "");
    check_nothing("   \n", "not-a-known-document", "");
    check_nothing("%PDF-1.7\n", "not-a-known-document", "");
    check_nothing("{\"orders\":[]}", "not-a-known-document", "");
    check_nothing("<html><body>504</body></html>", "not-a-known-document", "HTML");
    check_nothing("<Orders/>", "no-records", "Orders");
    check_nothing("<Orders><Orderr id='A'/></Orders>", "no-records", "Orders");
    check_nothing("<Orders><head>text</head></Orders>", "no-records", "Orders");
    check_nothing("<Plain/>", "no-records", "Plain");
    check_nothing("<Plain><a><b x='1'/></a></Plain>", "no-records", "Plain");
    check_nothing("<Other><a>text</a></Other>", "unknown-format", "Other");
}

Test(records, an_unknown_format_names_the_nearest_profile)
{
    static const char *const both[] = {
        "<profile xmlns='urn:procscreen:profile:1' xmlns:u='urn:u:2' id='near' version='1' "
        "title='U'><source>s</source><record match='u:Invoice' kind='invoice' id='u:No' "
        "date='u:Date'><item path='u:Line' name='u:Name'/></record></profile>",
        SIMPLE, NULL};
    cr_assert_eq(load_all(both), PS_OK);
    check_nothing("<Rechnung xmlns='urn:u:1'><No>1</No><Date>x</Date><Line><Name>n</Name></Line>"
                  "</Rechnung>",
                  "unknown-format", "near");
    check_nothing("<Ordre><x>1</x></Ordre>", "unknown-format", "nearest is t");
    check_nothing("<Invoice xmlns='urn:u:1'><No>1</No></Invoice>", "unknown-format", "near");
}

Test(records, the_receiver_may_stop_the_document)
{
    load(SIMPLE);
    r.stop_at = 2;
    read_doc(DOC("<Order id='1'/><Order id='2'/><Order id='3'/>"));
    cr_expect_eq(r.status, PS_FATAL);
    cr_expect_eq(r.records, 2);
    r.stop_at = 0;
    read_doc(DOC("<Order id='4'/>"));
    expect_all("record=t order\nid=4\n");
}

Test(records, one_document_does_not_leak_into_the_next)
{
    load(SIMPLE);
    read_doc("<Orders><Order id='A'><L><N>x");
    cr_expect_eq(r.records, 0);
    read_doc(DOC("<Order id='B'><L><N>y</N></L></Order>"));
    expect_all("record=t order\nid=B\nitem=\n name=y\n note=y\n");
    read_doc("<q:Order xmlns:q='urn:o'/>");
    read_doc(DOC("<Order id='B'/>"));
    expect_all("record=t order\nid=B\n");
}

Test(records, encodings_by_option_and_declaration)
{
    load(SIMPLE);
    read_doc("<?xml version='1.0' encoding='GB2312'?><Orders><Order id='\xbd\xbb'/></Orders>");
    expect_all("record=t order\nid=交\n");
}
