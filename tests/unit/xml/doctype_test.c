/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/doctype.h"

#include <string.h>

#include "base/cleanup.h"
#include "ps_test.h"

static const struct {
    const char *text;
    ps_doctype_verdict verdict;
    const char *what;   /* refused: how it begins; OK: the subset that is blanked */
    const char *before; /* what stands in front of the place */
} rows[] = {
    {"<!DOCTYPE a>", PS_DOCTYPE_OK, "", NULL},
    {"<!DOCTYPE a SYSTEM \"http://x/y>[.dtd\">", PS_DOCTYPE_OK, "", NULL},
    {"<!DOCTYPE a PUBLIC '-//x' 'y.dtd' >", PS_DOCTYPE_OK, "", NULL},
    {"<!DOCTYPE a []>", PS_DOCTYPE_OK, "[]", NULL},
    {"<!DOCTYPE a [ <!-- none ]> --> ]>", PS_DOCTYPE_OK, "[ <!-- none ]> --> ]", NULL},
    {"<!DOCTYPE a SYSTEM 'a.dtd' [\n<!ENTITY % x \"y\">\n] >", PS_DOCTYPE_OK,
     "[\n<!ENTITY % x \"y\">\n]", NULL},
    {"<!DOCTYPE a [<!ENTITY % p '&#37;q;'  >]>", PS_DOCTYPE_OK, "[<!ENTITY % p '&#37;q;'  >]",
     NULL},
    {"<!DOCTYPE a [<!ENTITY\n%\tp ']>'>]>", PS_DOCTYPE_OK, "[<!ENTITY\n%\tp ']>'>]", NULL},
    {"<!DOCTYPE a [<!ENTITY l0 \"lol\">]>", PS_DOCTYPE_REFUSED, "<!ENTITY l0", "<!DOCTYPE a ["},
    {"<!DOCTYPE a [\n<!ENTITY % x SYSTEM 'u'>]>", PS_DOCTYPE_REFUSED, "<!ENTITY % x SYSTEM",
     "<!DOCTYPE a [\n"},
    {"<!DOCTYPE a [<!ENTITY % x PUBLIC 'p' 'u'>]>", PS_DOCTYPE_REFUSED, "<!ENTITY % x PUBLIC",
     "<!DOCTYPE a ["},
    {"<!DOCTYPE a [<!ENTITY % x 'y'>%x;]>", PS_DOCTYPE_REFUSED, "%x;]",
     "<!DOCTYPE a [<!ENTITY % x 'y'>"},
    {"<!DOCTYPE a [<!ENTITY % x '%y;'>]>", PS_DOCTYPE_REFUSED, "<!ENTITY % x", "<!DOCTYPE a ["},
    {"<!DOCTYPE a [<!ENTITY % %x; 'y'>]>", PS_DOCTYPE_REFUSED, "<!ENTITY % %x;", "<!DOCTYPE a ["},
    {"<!DOCTYPE a [<!ATTLIST r a CDATA 'v'>]>", PS_DOCTYPE_REFUSED, "<!ATTLIST r a CDATA",
     "<!DOCTYPE a ["},
    {"<!DOCTYPE a [<!ELEMENT o ANY>]>", PS_DOCTYPE_REFUSED, "<!ELEMENT o ANY", "<!DOCTYPE a ["},
    {"<!DOCTYPE a [<!NOTATION n SYSTEM 'x'>]>", PS_DOCTYPE_REFUSED, "<!NOTATION n SYSTEM",
     "<!DOCTYPE a ["},
    {"<!DOCTYPE a [<?p x?>]>", PS_DOCTYPE_REFUSED, "<?p x?", "<!DOCTYPE a ["},
    {"<!DOCTYPE a [<![INCLUDE[ ]]>]>", PS_DOCTYPE_REFUSED, "<![INCLUDE[ ]]", "<!DOCTYPE a ["},
    {"<!DOCTYPE a [<!ENTITYx 'y'>]>", PS_DOCTYPE_REFUSED, "<!ENTITYx", "<!DOCTYPE a ["},
    {"<!DOCTYPE a [text]>", PS_DOCTYPE_REFUSED, "text]", "<!DOCTYPE a ["},
    {"<!DOCTYPE a <b>", PS_DOCTYPE_BROKEN, NULL, "<!DOCTYPE a "},
    {"<!DOCTYPE a [] []>", PS_DOCTYPE_BROKEN, NULL, "<!DOCTYPE a [] "},
    {"<!DOCTYPE a [<!ENTITY % x 'y' z>]>", PS_DOCTYPE_BROKEN, NULL,
     "<!DOCTYPE a [<!ENTITY % x 'y' "},
};

Test(doctype, only_what_declares_nothing_in_use_is_let_through)
{
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_doctype got;
        ps_str text = ps_str_from(rows[i].text);
        cr_assert_eq(ps_doctype_read(text, &got), rows[i].verdict, "row %zu", i);
        if (rows[i].verdict == PS_DOCTYPE_OK) {
            cr_expect_eq(got.end, text.len, "row %zu: %zu", i, got.end);
            ps_test_str(ps_str_slice(text, got.subset.start, got.subset.end), rows[i].what,
                        "subset");
            continue;
        }
        ps_test_str(ps_str_slice(text, 0, got.at), rows[i].before, "before");
        if (rows[i].what) {
            ps_test_str(got.what, rows[i].what, "what");
        }
    }
}

/* However it arrives, the verdict on a beginning is "more" or that on the whole. */
Test(doctype, a_beginning_never_gets_another_verdict_than_the_whole)
{
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_str text = ps_str_from(rows[i].text);
        for (size_t len = sizeof "<!DOCTYPE" - 1; len < text.len; len++) {
            ps_doctype got;
            ps_doctype_verdict verdict = ps_doctype_read((ps_str){text.ptr, len}, &got);
            cr_expect(verdict == PS_DOCTYPE_MORE ||
                          (verdict == rows[i].verdict && verdict != PS_DOCTYPE_OK),
                      "row %zu cut to %zu: %d", i, len, (int)verdict);
            if (verdict != PS_DOCTYPE_MORE) {
                cr_expect_eq(got.at, strlen(rows[i].before), "row %zu cut to %zu", i, len);
            }
        }
    }
}
