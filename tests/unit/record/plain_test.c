/* SPDX-License-Identifier: Apache-2.0 */
#include "building.h"
#include "record/plain.h"

#define LINE "\xe2\x80\xa8"
#define BLOCK "\xe2\x80\xa9"
#define BULLET "\xe2\x80\xa2 "

TestSuite(plain, .init = setup, .fini = teardown);

/* `want` NULL: the text stays as it is. */
static void check(const char *text, const char *want)
{
    ps_arena arena;
    ps_str got = PS_STR("");
    ps_arena_init(&arena, 0);
    ps_plain found = ps_plain_read(&arena, ps_str_from(text), 8, &got);
    cr_expect_eq(found, want ? PS_PLAIN_READ : PS_PLAIN_AS_IS, "\"%s\": %d", text, (int)found);
    if (want && found == PS_PLAIN_READ) {
        ps_test_str(got, want, text);
    }
    ps_arena_done(&arena);
}

Test(plain, html_is_read_as_its_words)
{
    check("<p>Firewall</p>", "Firewall");
    check("<P CLASS=\"x\">Core</P><p>router</p>", "Core" BLOCK "router");
    check("Hu<b>aw</b>ei", "Huawei");
    check("one<br/>two<BR>three", "one" LINE "two" LINE "three");
    check("Buy:<ul><li>a <li>b</ul>end", "Buy:" BLOCK BULLET "a " BLOCK BULLET "b" BLOCK "end");
    check("<table><tr><td>port</td><td>48</td></tr></table>", "port 48 ");
    check("a<!-- secret --><style>b {c: d}</style>e<script>f()</script>", "a" BLOCK "e");
    check("<a href='x>y'>link</a>", "link");
    check("<!DOCTYPE html><html><body>x</body></html>", "x");
    check("<p></p>", "");
}

Test(plain, entities_are_characters)
{
    check("AT&amp;T", "AT&T");
    check("48&nbsp;ports", "48 ports");
    check("&#38450;&#x706B;&#x5899;", "防火墙");
    check("M&uuml;ller &lt;b&gt;x&lt;/b&gt;", "Müller x"); /* escaped twice */
    check("a&#10;b", "a" LINE "b");
    check("&#x1F600;", "\xf0\x9f\x98\x80");
}

Test(plain, sapscript_formats_go)
{
    check("<H>Core</> router R<(>&<)>D", "Core router R&D");
}

Test(plain, other_text_stays)
{
    const char *const as_is[] = {"Firewall",
                                 "a < b and c > d",
                                 "<Model X>",
                                 "<QW-620>",
                                 "R&D",
                                 "x & y; z",
                                 "&#0;",
                                 "&#xD800;",
                                 "&#1114112;",
                                 "&unknown;",
                                 "<b",
                                 "<b and c> d",
                                 "if x <i and y>",
                                 "</",
                                 "Party <A>",
                                 "<p class=\"x",
                                 "<!-- open",
                                 "&",
                                 "<",
                                 "",
                                 "[Firewall]",
                                 "{name}",
                                 "[1,]",
                                 "{\"a\":1} x",
                                 "{\"a\" 1}",
                                 "[\"a]",
                                 "[\"\\x\"]",
                                 "[nil]",
                                 "[\"\\u12\"]",
                                 "{1:2}"};
    for (size_t i = 0; i < PS_COUNT(as_is); i++) {
        check(as_is[i], NULL);
    }
}

Test(plain, json_is_read_for_its_strings)
{
    check("{\"name\":\"Firewall\",\"ports\":48}", "name: Firewall" BLOCK "ports: 48");
    check("[\"\\u9632\\u706b\\u5899\",{\"a\":[1,true,null]},\"\"]",
          "防火墙" BLOCK "a: " BLOCK "1" BLOCK "true");
    check("{\"terms\":\"one\\ntwo \\\"x\\\"\\/\\t.\"}", "terms: one" LINE "two \"x\"/ .");
    check("[\"\\ud83d\\ude00\\ud800\"]", "\xf0\x9f\x98\x80\xef\xbf\xbd");
    check("{\"html\":\"<p>Core<\\/p><p>router<\\/p>\"}", "html: " BLOCK "Core" BLOCK "router");
    check("[]", "");
    check("[[[[[[[[1]]]]]]]]", "1");
}

Test(plain, json_that_is_too_deep_is_said)
{
    ps_arena arena;
    ps_str got;
    ps_arena_init(&arena, 0);
    cr_expect_eq(ps_plain_read(&arena, PS_STR("[[[[[[[[[1]]]]]]]]]"), 8, &got), PS_PLAIN_DEEP);
    ps_arena_done(&arena);
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    limits.json_depth = 1;
    set(item, PS_FIELD_ITEM_NAME, "[[1]]");
    const ps_record *record = finish();
    cr_expect_str_eq(record->damage, "limit:json-depth");
    ps_test_str(record->items[0].name.text, "[[1]]", "stays");
}

Test(plain, line_ends_of_the_source_stay)
{
    check("<p\nclass='x'>a</p>\n\n<p>b</p>", "\na\n\n" BLOCK "b");
    check("{\n \"a\": 1,\n \"b\": 2\n}", "\na: 1\n" BLOCK "b: 2\n");
}

Test(plain, fields_for_people_are_read_and_others_are_not)
{
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(item, PS_FIELD_ITEM_LINE, "<b>1</b>");
    set(item, PS_FIELD_ITEM_NAME, "<p>\n\nFirewall</p>");
    set(item, PS_FIELD_ITEM_DESCRIPTION, "<p>&nbsp;</p>");
    ps_part text = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
    set(text, PS_FIELD_TEXT_TEXT, "<br>");
    const ps_record *record = finish();
    ps_test_str(record->items[0].line_id.text, "<b>1</b>", "line");
    ps_test_str(record->items[0].name.text, "Firewall", "name");
    cr_expect_eq(record->items[0].name.line, 9, "two line ends stand in front");
    cr_expect_eq(record->items[0].text_count, 1, "marks around nothing are no text");
    cr_expect_eq(record->text_count, 0);
}
