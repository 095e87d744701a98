/* SPDX-License-Identifier: Apache-2.0 */
#include "record/currency.h"

#include "base/cleanup.h"
#include "base/str.h"

/* Names that Chinese ERP exports carry where others carry the code. "元" and "¥" alone are left
 * out: the one is any currency's unit, the other the yen's sign too. */
static const struct {
    const char *written; /* compared without ASCII case */
    const char *code;
} names[] = {
    {"人民币", "CNY"},
    {"人民币元", "CNY"},
    {"人民幣", "CNY"},
    {"RMB", "CNY"},
    {"CNH", "CNY"},
    {"美元", "USD"},
    {"US$", "USD"},
    {"欧元", "EUR"},
    {"歐元", "EUR"},
    {"港币", "HKD"},
    {"港元", "HKD"},
    {"港幣", "HKD"},
    {"HK$", "HKD"},
    {"日元", "JPY"},
    {"日圆", "JPY"},
    {"日圓", "JPY"},
    {"英镑", "GBP"},
    {"英鎊", "GBP"},
    {"新台币", "TWD"},
    {"新臺幣", "TWD"},
    {"新台幣", "TWD"},
    {"NT$", "TWD"},
    {"澳门元", "MOP"},
    /* codes that some write in lower case */
    {"CNY", "CNY"},
    {"USD", "USD"},
    {"EUR", "EUR"},
    {"HKD", "HKD"},
    {"JPY", "JPY"},
    {"GBP", "GBP"},
};

int ps_currency_is_code(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < 'A' || text.ptr[i] > 'Z') {
            return 0;
        }
    }
    return text.len == 3;
}

ps_str ps_currency_code(ps_str written)
{
    /* Three capitals are a code already, but for what some write in place of one. */
    if (ps_currency_is_code(written) && !ps_str_is(written, "RMB") && !ps_str_is(written, "CNH")) {
        return written;
    }
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        if (ps_str_equal_ascii_case(written, ps_str_from(names[i].written))) {
            return ps_str_from(names[i].code);
        }
    }
    return written;
}
