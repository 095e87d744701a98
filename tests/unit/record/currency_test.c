/* SPDX-License-Identifier: Apache-2.0 */
#include "record/currency.h"

#include "ps_test.h"

Test(currency, names_become_codes)
{
    ps_test_str(ps_currency_code(PS_STR("人民币")), "CNY", "name");
    ps_test_str(ps_currency_code(PS_STR("rmb")), "CNY", "short name");
    ps_test_str(ps_currency_code(PS_STR("港幣")), "HKD", "traditional");
    ps_test_str(ps_currency_code(PS_STR("eur")), "EUR", "lower case");
}

Test(currency, what_could_be_several_stays_as_it_is)
{
    static const char *const kept[] = {"704", "$", "元", "¥", "SEK", "", "R"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        ps_test_str(ps_currency_code(ps_str_from(kept[i])), kept[i], kept[i]);
    }
}
