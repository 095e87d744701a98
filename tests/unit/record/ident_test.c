/* SPDX-License-Identifier: Apache-2.0 */
#include "record/ident.h"

#include "ps_test.h"

static ps_arena arena;

static ps_ident check(const char *scheme, const char *value)
{
    ps_error err = {0};
    ps_ident ident = {.scheme.text = ps_str_from(scheme), .value.text = ps_str_from(value)};
    PS_TEST_STATUS(ps_ident_check_value(&arena, &ident, &err), PS_OK, err);
    return ident;
}

static void setup(void)
{
    ps_arena_init(&arena, 0);
}

static void teardown(void)
{
    ps_arena_done(&arena);
}

TestSuite(ident, .init = setup, .fini = teardown);

Test(ident, a_uscc_is_recognised_whatever_its_scheme_says)
{
    static const char *const schemes[] = {NULL, "", "VAT", "税号", "0088", "vendor"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        ps_ident ident = check(schemes[i], "9144030071526726XG");
        ps_test_str(ident.scheme.text, "USCC", "scheme");
        cr_expect_eq(ident.check, PS_CHECK_VALID);
        ps_test_str(ps_ident_organisation(&ident), "71526726X", "organisation");
    }
}

Test(ident, blanks_hyphens_case_and_width_do_not_matter)
{
    static const char *const spellings[] = {"9144-0300-7152-6726-xg", " 91440300 71526726XG ",
                                            "９１４４０３００７１５２６７２６ＸＧ",
                                            "91440300　71526726Xg", "91440300–71526726XG"};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        ps_ident ident = check(NULL, spellings[i]);
        ps_test_str(ident.normal, "9144030071526726XG", spellings[i]);
        cr_expect_eq(ident.check, PS_CHECK_VALID, "%s", spellings[i]);
        ps_test_str(ident.value.text, spellings[i], "the value stays as written");
    }
}

Test(ident, look_alike_letters_are_repaired_and_reported)
{
    ps_ident ident = check(NULL, "9I44O3007I526726XG");
    cr_expect_eq(ident.check, PS_CHECK_REPAIRED);
    ps_test_str(ident.normal, "9144030071526726XG", "normal");
    ps_test_str(ident.scheme.text, "USCC", "scheme");
}

Test(ident, a_wrong_check_digit_of_a_uscc_is_said)
{
    ps_ident ident = check(NULL, "91330000754408889H");
    cr_expect_eq(ident.check, PS_CHECK_INVALID);
    ps_test_str(ident.scheme.text, "USCC", "by its form");
    cr_expect_null(ps_ident_organisation(&ident).ptr);
    ident = check("vendor", "91330000754408889H");
    ps_test_str(ident.scheme.text, "vendor", "another scheme stays");
}

Test(ident, eighteen_characters_of_another_form_are_left_alone)
{
    ps_ident ident = check("vendor", "ABCDEFGHJKLMNPQRTU");
    cr_expect_eq(ident.check, PS_CHECK_NONE);
    ident = check(NULL, "440301199001011234");
    cr_expect_eq(ident.check, PS_CHECK_NONE, "no USCC begins with 44");
    cr_expect_eq(ident.scheme.text.len, 0);
}

Test(ident, a_tax_number_scheme_takes_old_numbers_too)
{
    cr_expect_eq(check("税号", "440301192203821").check, PS_CHECK_NONE);
    cr_expect_eq(check("USCC", "12345").check, PS_CHECK_INVALID);
}

Test(ident, the_scheme_decides_the_check)
{
    static const struct {
        const char *scheme;
        const char *value;
        ps_ident_check want;
    } rows[] = {
        {"GLN", "5790000435944", PS_CHECK_VALID},
        {"0088", "5790000435945", PS_CHECK_INVALID},
        {"LEI", "529900T8BM49AURSDO55", PS_CHECK_VALID},
        {"0199", "529900T8BM49AURSDO56", PS_CHECK_INVALID},
        {"9930", "DE136695976", PS_CHECK_VALID},
        {"VA", "BE 0428.759.497", PS_CHECK_VALID},
        {"DE:VAT", "DE136695978", PS_CHECK_INVALID},
        {"DUNS", "012345678", PS_CHECK_NONE},
        {"0002", "732829320", PS_CHECK_VALID},
        {"0192", "974760673", PS_CHECK_VALID},
        {"0188", "7000012050002", PS_CHECK_VALID},
        {"統一編號", "22099131", PS_CHECK_VALID},
        {"ourvendors", "1", PS_CHECK_NONE},
        {"", "5790000435944", PS_CHECK_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(check(rows[i].scheme, rows[i].value).check, rows[i].want, "%s %s",
                     rows[i].scheme, rows[i].value);
    }
}

Test(ident, a_lei_needs_no_scheme)
{
    ps_test_str(check(NULL, "529900T8BM49AURSDO55").scheme.text, "LEI", "scheme");
    cr_expect_eq(check(NULL, "529900T8BM49AURSDO56").scheme.text.len, 0);
}

Test(ident, part_numbers_are_no_party_numbers)
{
    ps_error err = {0};
    ps_ident part = {.value.text = PS_STR("9144030071526726XG")};
    PS_TEST_STATUS(ps_ident_check_part(&arena, &part, &err), PS_OK, err);
    cr_expect_eq(part.scheme.text.len, 0);
    cr_expect_eq(part.check, PS_CHECK_NONE);
    part = (ps_ident){.scheme.text = PS_STR("0160"), .value.text = PS_STR("4012345678901")};
    PS_TEST_STATUS(ps_ident_check_part(&arena, &part, &err), PS_OK, err);
    cr_expect_eq(part.check, PS_CHECK_VALID);
    part = (ps_ident){.value.text = PS_STR("ws-c9500 48")};
    PS_TEST_STATUS(ps_ident_check_part(&arena, &part, &err), PS_OK, err);
    ps_test_str(part.normal, "WSC950048", "normal");
}

Test(ident, the_best_of_a_party)
{
    ps_ident idents[] = {check("vendor", "4711"), check("GLN", "5790000435944"),
                         check("VAT", "DE136695976"), check(NULL, "91330000754408889H")};
    ps_party party = {.idents = idents, .ident_count = 4};
    ps_test_str(ps_party_best_ident(&party)->scheme.text, "VAT",
                "an invalid USCC is behind all others");
    idents[3] = check(NULL, "9144030071526726XG");
    ps_test_str(ps_party_best_ident(&party)->scheme.text, "USCC", "a valid one is first");
    party.ident_count = 1;
    ps_test_str(ps_party_best_ident(&party)->value.text, "4711", "better than nothing");
    party.ident_count = 0;
    cr_expect_null(ps_party_best_ident(&party));
}

Test(ident, out_of_memory_is_an_error)
{
    ps_arena small;
    ps_error err = {0};
    ps_arena_init(&small, 8);
    ps_ident ident = {.value.text = PS_STR("9144-0300-7152-6726-XG")};
    PS_TEST_STATUS(ps_ident_check_value(&small, &ident, &err), PS_FATAL, err);
    cr_expect_eq(err.code, PS_E_MEMORY);
    ps_arena_done(&small);
}

Test(ident, an_organisation_code_is_checked_by_its_scheme_alone)
{
    ps_ident ident = check("组织机构代码", "71526726-x");
    ps_test_str(ident.scheme.text, "ORG", "scheme");
    ps_test_str(ident.normal, "71526726X", "normal");
    cr_expect_eq(ident.check, PS_CHECK_VALID);
    ident = check("组织机构代码证号", "71526726-1");
    cr_expect_eq(ident.check, PS_CHECK_INVALID);
    ident = check("ORG", "715");
    cr_expect_eq(ident.check, PS_CHECK_INVALID);
    ident = check("vendor", "71526726X");
    ps_test_str(ident.scheme.text, "vendor", "nine characters may be anything");
    cr_expect_eq(ident.check, PS_CHECK_NONE);
}
