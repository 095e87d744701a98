/* The profile language: parts, conditions, groups, recursion, references between parts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

TestSuite(parts, .init = setup, .fini = teardown);

Test(parts, several_rules_for_one_element_open_a_part_each)
{
    load(ORDER("<buyer path='P' name='N'/><text path='P' text='N'/>"));
    read_doc(DOC("<Order><P><N>Grid</N></P></Order>"));
    expect_all("record=t order\nbuyer=Grid\ntext=0|P||Grid|\n");
}

Test(parts, a_part_is_kept_when_its_condition_holds)
{
    load(ORDER("<reference path='R' when='Q = 5|6 and S != x' id='No' kind=\"'contract'\"/>"
               "<reference path='R' when='not(Q)' id='No' kind=\"'order'\"/>"
               "<reference path='R' when='Q and @a' id='No' kind=\"'project'\"/>"));
    read_doc(DOC("<Order><R><No>1</No><Q>5</Q></R><R><Q> 6 </Q><No>2</No><S>y</S></R>"
                 "<R><No>3</No><Q>5</Q><S>x</S></R><R><No>4</No><Q> </Q></R>"
                 "<R a='1'><No>5</No><Q>7</Q></R></Order>"));
    expect_all("record=t order\nreference=contract:1\nreference=contract:2\n"
               "reference=order:4\nreference=project:5\n");
}

Test(parts, one_of_several_values_is_enough_and_one_is_too_many)
{
    load(ORDER("<text path='T' when='Q = a' text='V' kind=\"'terms'\"/>"
               "<text path='T' when='Q != a' text='V' kind=\"'note'\"/>"));
    read_doc(DOC("<Order><T><Q>b</Q><Q>a</Q><V>1</V></T><T><Q>b</Q><V>2</V></T></Order>"));
    expect_all("record=t order\ntext=1|T||1|\ntext=0|T||2|\n");
}

Test(parts, a_condition_looks_below_and_may_be_quoted)
{
    load(ORDER("<item path='L' when=\"A/B/@c = 'x and y' and A/B\" name='N'/>"));
    read_doc(DOC("<Order><L><N>1</N><A><B c='x and y'>t</B></A></L>"
                 "<L><N>2</N><A><B c='x'>t</B></A></L></Order>"));
    expect_all("record=t order\nitem=\n name=1\n");
}

Test(parts, a_record_whose_condition_fails_is_rejected_not_dropped)
{
    load(PROFILE("<record match='Order' kind='order' id='@id' when='Type = PO'/>"));
    read_doc(DOC("<Order id='1'><Type>PO</Type></Order><Order id='2'><Type>SO</Type></Order>"));
    expect_lines("record=t order\nid=1");
    expect_lines("rejected=unknown-format|line 1|2|the record looks like profile t, but does not "
                 "fulfil: Type = PO");
    cr_expect_eq(r.status, PS_WARN);
}

Test(parts, a_group_gives_what_is_in_it_to_the_part_around)
{
    load(ORDER("<group path='H' when='Q = 1'><field name='date' path='D'/>"
               "<item path='L' name='N'/></group>"));
    read_doc(DOC("<Order><H><D>2026-01-02</D><L><N>a</N></L><Q>1</Q></H>"
                 "<H><D>2026-01-03</D><L><N>b</N></L><Q>2</Q></H></Order>"));
    expect_all("record=t order\ndate=2026-01-02\nitem=\n name=a\n");
}

#define ROWS                                                                                       \
    ORDER("<item path='B/F' group='@row' line='@row'>"                                             \
          "<field name='name' path=\".[@n='name']/@v\"/>"                                          \
          "<field name='quantity' path=\".[@n='qty']/@v\"/></item>")

Test(parts, rows_that_are_told_apart_by_an_attribute)
{
    load(ROWS);
    read_doc(DOC("<Order><B><F row='0' n='name' v='a'/><F row='0' n='qty' v='1'/>"
                 "<F row='1' n='qty' v='2'/><F row='1' n='name' v='b'/></B>"
                 "<B><F row='1' n='name' v='c'/></B></Order>"));
    expect_all("record=t order\nitem=0\n name=a\n quantity=1\nitem=1\n name=b\n quantity=2\n"
               "item=1\n name=c\n");
}

Test(parts, rows_without_the_attribute_stand_alone)
{
    load(ROWS);
    read_doc(DOC("<Order><B><F n='name' v='a'/><F n='name' v='b'/><F row='' n='name' v='c'/>"
                 "<F row='' n='qty' v='1'/></B></Order>"));
    expect_all("record=t order\nitem=\n name=a\nitem=\n name=b\nitem=\n name=c\n quantity=1\n");
}

Test(parts, a_condition_of_rows_is_asked_when_the_rows_end)
{
    load(ORDER(
        "<item path='F' group='@row' when=\"@n = keep\"><field name='name' path='@v'/></item>"));
    read_doc(DOC("<Order><F row='0' n='x' v='a'/><F row='0' n='keep' v='b'/>"
                 "<F row='1' n='x' v='c'/></Order>"));
    expect_all("record=t order\nitem=\n name=a\n name=b\n");
}

Test(parts, items_inside_items_to_any_depth)
{
    load(ORDER("<item path='L' recurse='Sub/L' line='@no' name='N'>"
               "<code path='C' scheme='@s' value='.'/></item>"));
    read_doc(DOC("<Order><L no='1'><N>a</N><Sub><L no='1.1'><N>b</N><C s='STI'>1</C>"
                 "<Sub><L no='1.1.1'><N>c</N></L></Sub></L></Sub><C s='HS'>2</C></L>"
                 "<Sub><L no='x'/></Sub></Order>"));
    expect_all("record=t order\nitem=1\n name=a\n code=HS:2\nitem=1.1\n parent=1\n name=b\n"
               " code=CPV:1\nitem=1.1.1\n parent=1.1\n name=c\n");
}

Test(parts, recursion_does_not_lend_outer_rules_to_inner_items)
{
    load(ORDER("<item path='L' recurse='L' name='N'/><text path='L/N' text='.'/>"));
    read_doc(DOC("<Order><L><N>a</N><L><N>b</N></L></L></Order>"));
    expect_all("record=t order\ntext=0|L/N||a|\nitem=\n name=a\nitem=\n name=b\n");
}

Test(parts, another_item_rule_may_stand_in_an_item)
{
    load(ORDER("<item path='L' line='@no' name='N'><item path='Instead' name='N'/></item>"));
    read_doc(DOC("<Order><L no='1'><N>a</N><Instead><N>b</N></Instead></L></Order>"));
    expect_all("record=t order\nitem=1\n name=a\nitem=\n parent=1\n name=b\n");
}

Test(parts, entities_are_found_by_key_before_and_behind)
{
    load(ORDER("<buyer path='B' ref='.'/><supplier path='S' ref='@r'/>"
               "<entity path='Org' key='@id' name='N' country='C'><ident path='Tax' value='.' "
               "scheme=\"'VAT'\"/></entity><item path='L' manufacturer-ref='@m'/>"));
    read_doc(DOC("<Order><B>O1</B><Org id='O1'><N>Grid</N><C>CN</C></Org><L m='O2'/>"
                 "<Org id='O2'><N>Maker</N><Tax>DE136695976</Tax></Org><S r='O2'/><L m='O9'/>"
                 "</Order>"));
    expect_all("record=t order\nbuyer=Grid\nbuyer.country=CN\nsupplier=Maker\n"
               "supplier.ident=VAT:DE136695976\nitem=\n manufacturer=Maker\nitem=\n "
               "manufacturer=O9\n");
}

Test(parts, every_part_and_field_of_an_item)
{
    load(ORDER("<item path='L' line='@a' name='@b' manufacturer='@c' brand='@d' model='@e' "
               "quantity='@f' unit='@g' price='@h' price-base='@i' amount='@j' currency='@k' "
               "delivery='@l' country='@m' department='@n'>"
               "<part path='P' scheme='@s' value='.'/><code path='C' scheme='@s' value='.'/>"
               "<property path='Y' name='@n' value='.' unit='@u'/>"
               "<reference path='R' id='.' kind=\"'contract'\"/>"
               "<text path='T' kind=\"'remark'\" text='.'/></item>"));
    read_doc(DOC("<Order><L a='1' b='2' c='3' d='4' e='5' f='6' g='7' h='8' i='9' j='10' k='11' "
                 "l='2026-01-12' m='13' n='14'><P s='seller'>p</P><C s='TST'>c</C>"
                 "<Y n='ports' u='EA'>48</Y><R>K-1</R><T>note</T></L></Order>"));
    expect_all("record=t order\nitem=1\n name=2\n remark=note\n manufacturer=3\n brand=4\n "
               "model=5\n part=seller:p\n code=UNSPSC:c\n property=ports:48:EA\n "
               "reference=contract:K-1\n quantity=6\n unit=7\n price=8\n price-base=9\n "
               "amount=10\n currency=11\n delivery=2026-01-12\n country=13\n department=14\n");
}

Test(parts, texts_and_attachments_of_the_record)
{
    load(ORDER("<text path='T' kind='@k' heading='H' text='B' language='@l' field='@f'/>"
               "<attachment path='A' name='@n' mime='@m' uri='@u' bytes='Obj' contract='@c'/>"));
    read_doc(DOC("<Order><T k='clause' l='en' f='art. 7'><H>Secrecy</H><B>Keep it.</B></T>"
                 "<T><H>only</H></T><A n='c.pdf' m='application/pdf' c='1'>"
                 "<Obj>UERG\nIQ==</Obj></A><A u='http://x'/></Order>"));
    expect_all("record=t order\ntext=2|art. 7|Secrecy|Keep it.|en\ntext=0|T|only||\n"
               "attachment=c.pdf|application/pdf||9|1|PDF!\nattachment=||http://x|0|0|\n");
}

Test(parts, the_length_is_counted_beside_conditions_and_outer_texts)
{
    load(ORDER("<text path='A' text='.'/><attachment path='A' when='Obj' name='@n' bytes='Obj'/>"));
    read_doc(DOC("<Order><A n='c'><Obj>UERG</Obj></A><A n='d'><Obj> </Obj></A></Order>"));
    expect_lines("attachment=c|||4|0|PDF");
    expect_none("attachment=d");
}

Test(parts, a_long_object_is_no_text_of_the_record)
{
    r.limits.field_bytes = 100;
    r.limits.record_text = 1000;
    load(ORDER("<attachment path='A' when='.' name='@n' bytes='.'/>"));
    ps_buffer doc;
    ps_buffer_init(&doc, 0);
    ps_buffer_add_text(&doc, "<Orders><Order><A n='c'>");
    for (int i = 0; i < 100000; i++) {
        ps_buffer_add_text(&doc, "QUJD");
    }
    ps_buffer_add_text(&doc, "</A></Order></Orders>");
    read_bytes(ps_buffer_str(&doc));
    expect_all("record=t order\nattachment=c|||400000|0|ABCABCABCABC\n");
    ps_buffer_done(&doc);
}

Test(parts, an_object_that_several_rules_ask_for_is_decoded_once)
{
    load(ORDER("<attachment path='A' when='X' name='@n' bytes='Obj'/>"
               "<attachment path='A' when='not(X)' name='@n' bytes='Obj'/>"));
    read_doc(DOC("<Order><A n='a'><X>1</X><Obj>QUJD</Obj></A><A n='b'><Obj>REVG</Obj></A>"
                 "</Order>"));
    expect_lines("attachment=a|||4|0|ABC");
    expect_lines("attachment=b|||4|0|DEF");
}

Test(parts, rules_are_used_in_several_places)
{
    load(PROFILE("<rules id='party'><field name='name' path='N'/><ident path='T' value='.' "
                 "scheme=\"'X'\"/></rules><record match='Order' kind='order'>"
                 "<buyer path='B'><use rules='party'/></buyer>"
                 "<supplier path='S'><use rules='party'/></supplier></record>"));
    read_doc("<x><Order><B><N>b</N><T>1</T></B><S><T>2</T><N>s</N></S></Order></x>");
    expect_all("record=t order\nbuyer=b\nbuyer.ident=X:1\nsupplier=s\nsupplier.ident=X:2\n");
}
