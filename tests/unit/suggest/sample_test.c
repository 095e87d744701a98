/* Samples: several of them, broken ones, and more than the limit.
 * SPDX-License-Identifier: Apache-2.0 */
#include "drafting.h"

TestSuite(sample, .init = setup, .fini = teardown);

#define LINE "<Line><ItemName>Core router</ItemName><Qty>2</Qty></Line>"
#define HEAD "<Order><OrderNo>P-1</OrderNo><OrderDate>2026-03-05</OrderDate>"

Test(sample, several_are_one)
{
    ps_error err = {0};
    PS_TEST_STATUS(see(PS_STR(HEAD LINE LINE "</Order>")), PS_OK, err);
    PS_TEST_STATUS(see(PS_STR(HEAD "<VendorName>Acme</VendorName>" LINE "</Order>")), PS_OK, err);
    PS_TEST_STATUS(draft(NULL), PS_OK, err);
    EXPECT_DRAFT("guessed from 2 documents");
    EXPECT_DRAFT("path=\"VendorName\"");
    EXPECT_DRAFT("up to 2 in one parent, 3 in all");
}

Test(sample, what_stands_before_an_error_counts)
{
    ps_error err = {0};
    PS_TEST_STATUS(see(PS_STR("<Orders>" HEAD LINE LINE "</Order><Order></Orders>")), PS_FAILED,
                   err);
    PS_TEST_STATUS(draft(NULL), PS_OK, err);
    EXPECT_DRAFT("path=\"OrderNo\"");
}

Test(sample, no_document_gives_no_draft)
{
    ps_error err = {0};
    PS_TEST_STATUS(see(PS_STR("no XML")), PS_FAILED, err);
    PS_TEST_STATUS(draft(NULL), PS_END, err);
}

Test(sample, paths_beyond_the_limit_are_counted_and_told)
{
    ps_error err = {0};
    ps_buffer document;
    ps_buffer_init(&document, 0);
    ps_buffer_add_text(&document, HEAD LINE LINE);
    for (int i = 0; i < 100; i++) {
        ps_buffer_printf(&document, "<e%d>x</e%d>", i, i);
    }
    ps_buffer_add_text(&document, "</Order>");
    d.limits.suggest_paths = 56;
    PS_TEST_STATUS(see(ps_buffer_str(&document)), PS_OK, err);
    PS_TEST_STATUS(draft(NULL), PS_OK, err);
    EXPECT_DRAFT(
        "50 elements and attributes were not looked at: more paths than limit:suggest-paths");
    ps_buffer_done(&document);
}

Test(sample, long_names_and_values_do_not_fill_memory)
{
    ps_error err = {0};
    ps_buffer document;
    ps_buffer_init(&document, 0);
    ps_buffer_add_text(&document, HEAD LINE LINE "<Remarks>");
    for (int i = 0; i < 100000; i++) {
        ps_buffer_add_text(&document, "word ");
    }
    ps_buffer_add_text(&document, "</Remarks><");
    for (int i = 0; i < 300; i++) {
        ps_buffer_add_char(&document, 'n');
    }
    ps_buffer_add_text(&document, "/></Order>");
    PS_TEST_STATUS(see(ps_buffer_str(&document)), PS_OK, err);
    PS_TEST_STATUS(draft(NULL), PS_OK, err);
    EXPECT_DRAFT("1 elements and attributes were not looked at");
    cr_expect_lt(d.draft.len, 5000);
    ps_buffer_done(&document);
}

Test(sample, options_that_were_not_set_up_are_refused)
{
    ps_error err = {0};
    ps_suggest_options options = {0};
    PS_TEST_STATUS(ps_suggester_new(&options, &d.suggester, &err), PS_FATAL, err);
    cr_expect_eq(err.code, PS_E_ARGUMENT);
    ps_suggester_free(NULL);
}
