/* SPDX-License-Identifier: Apache-2.0 */
#include "record/check_digits.h"

#include "ps_test.h"

/* Each number passes, and fails with any one of its last two characters changed by one. */
static void check(ps_check_fn fn, const char *const *numbers, const char *name)
{
    for (size_t i = 0; numbers[i]; i++) {
        char copy[32];
        size_t len = strlen(numbers[i]);
        memcpy(copy, numbers[i], len + 1);
        cr_expect(fn((ps_str){copy, len}), "%s %s", name, copy);
        copy[len - 1] = copy[len - 1] == '0' ? '1' : '0';
        cr_expect_not(fn((ps_str){copy, len}), "%s %s", name, copy);
        cr_expect_not(fn((ps_str){copy, len - 1}), "%s %.*s", name, (int)len - 1, copy);
    }
    cr_expect_not(fn(PS_STR("")), "%s: empty", name);
    cr_expect_not(fn(PS_STR("ABCDEFGHIJKLMNOPQR")), "%s: letters", name);
}

Test(check_digits, uscc_both_digits)
{
    const char *const numbers[] = {"914403001922038216",
                                   "9144030071526726XG",
                                   "91330100799655058B",
                                   "91110108551385082Q",
                                   "9144030027939873X7",
                                   "91330000733796106P",
                                   "91440300726171773F",
                                   "911100007109250324",
                                   "9111000071093123XX",
                                   "91100000100003962T",
                                   NULL};
    check(ps_check_uscc, numbers, "uscc");
    cr_expect_not(ps_check_uscc(PS_STR("91330000754408889H")), "the check should be C");
    cr_expect(ps_check_uscc(PS_STR("91330000754408889C")) ==
                  ps_check_uscc(PS_STR("91330000754408889C")),
              "stable");
    /* The outer digit fits, the organisation code's does not. */
    cr_expect_not(ps_check_uscc(PS_STR("914403001922038310")));
    cr_expect_not(ps_check_uscc(PS_STR("91440300192203821S")), "S is no letter of it");
    cr_expect_not(ps_check_uscc((ps_str){"91440300192203821\0", 18}), "a NUL is no letter of it");
}

Test(check_digits, lei_mod_97)
{
    const char *const numbers[] = {"529900T8BM49AURSDO55", "HWUPKR0MPOU8FGXBT394",
                                   "5493001KJTIIGC8Y1R12", "213800WAVVOPS85N2205",
                                   "254900OPPU84GM83MG36", NULL};
    check(ps_check_lei, numbers, "lei");
    cr_expect_not(ps_check_lei(PS_STR("529900T8BM49AURSDO5A")), "check digits are digits");
}

Test(check_digits, gs1_numbers)
{
    const char *const numbers[] = {"5790000435944", "4012345678901", "00012345600012", "96385074",
                                   NULL};
    for (size_t i = 0; numbers[i]; i++) {
        cr_expect(ps_check_gs1(ps_str_from(numbers[i])), "%s", numbers[i]);
    }
    cr_expect_not(ps_check_gs1(PS_STR("5790000435945")));
    cr_expect_not(ps_check_gs1(PS_STR("57900004359")), "11 digits");
    cr_expect_not(ps_check_gs1(PS_STR("579000043594X")));
}

Test(check_digits, numbers_of_countries)
{
    static const char *const japan[] = {"1180301018771", "7000012050002", NULL};
    static const char *const norway[] = {"974760673", "923609016", NULL};
    static const char *const denmark[] = {"13585628", NULL};
    check(ps_check_japan, japan, "japan");
    check(ps_check_norway, norway, "norway");
    check(ps_check_denmark, denmark, "denmark");
    cr_expect(ps_check_taiwan(PS_STR("22099131")));
    cr_expect(ps_check_taiwan(PS_STR("84149961")));
    cr_expect_not(ps_check_taiwan(PS_STR("22099132")));
    cr_expect(ps_check_luhn(PS_STR("732829320")), "SIREN");
    cr_expect(ps_check_luhn(PS_STR("73282932000074")), "SIRET");
    cr_expect_not(ps_check_luhn(PS_STR("732829321")));
}

Test(check_digits, vat_numbers)
{
    static const struct {
        const char *number;
        ps_ident_check want;
    } rows[] = {
        {"DE136695976", PS_CHECK_VALID},
        {"DE136695978", PS_CHECK_INVALID},
        {"DE13669597", PS_CHECK_INVALID},
        {"BE0428759497", PS_CHECK_VALID},
        {"BE0428759498", PS_CHECK_INVALID},
        {"IT00743110157", PS_CHECK_VALID},
        {"IT00743110158", PS_CHECK_INVALID},
        {"FR40303265045", PS_CHECK_VALID},
        {"FR41303265045", PS_CHECK_INVALID},
        {"FRK7303265045", PS_CHECK_VALID},
        {"DK13585628", PS_CHECK_VALID},
        {"ATU13585627", PS_CHECK_NONE},
        {"ATX13585627", PS_CHECK_INVALID},
        {"NL809561074B01", PS_CHECK_NONE},
        {"NL809561074C01", PS_CHECK_INVALID},
        {"ESA28015865", PS_CHECK_NONE},
        {"CZ1234567890", PS_CHECK_NONE},
        {"XX123", PS_CHECK_NONE},
        {"", PS_CHECK_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(ps_check_vat(ps_str_from(rows[i].number)), rows[i].want, "%s", rows[i].number);
    }
}
