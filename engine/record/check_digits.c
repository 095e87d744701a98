/* Check digits of identifiers: USCC, LEI, GS1, VAT and national numbers.
 * SPDX-License-Identifier: Apache-2.0 */
#include "record/check_digits.h"

#include "base/cleanup.h"
#include "base/str.h"

/* Value of a digit 0-9, or of a letter with A = 10; -1 for others. */
static int value_of(char c)
{
    return ps_is_digit(c) ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

static int all_digits(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ps_is_digit(text.ptr[i])) {
            return 0;
        }
    }
    return 1;
}

/* Sum of digits times weights. */
static int weigh(ps_str text, const uint8_t *weights, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += value_of(text.ptr[i]) * weights[i];
    }
    return sum;
}

int ps_check_organisation(ps_str code)
{
    static const uint8_t weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    if (code.len != 9) {
        return 0;
    }
    for (size_t i = 0; i < 8; i++) {
        if (value_of(code.ptr[i]) < 0) {
            return 0;
        }
    }
    int check = 11 - weigh(code, weights, PS_COUNT(weights)) % 11;
    char want = check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
    return code.ptr[8] == want;
}

int ps_check_uscc(ps_str normal)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static const uint8_t weights[] = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                      29, 25, 13, 8,  24, 10, 30, 28};
    if (normal.len != 18) {
        return 0;
    }
    int sum = 0;
    for (size_t i = 0; i < PS_COUNT(weights); i++) {
        const char *at = normal.ptr[i] ? strchr(alphabet, normal.ptr[i]) : NULL;
        if (!at) {
            return 0;
        }
        sum += (int)(at - alphabet) * weights[i];
    }
    return normal.ptr[17] == alphabet[(31 - sum % 31) % 31] &&
           ps_check_organisation(ps_str_slice(normal, 8, 17));
}

int ps_check_lei(ps_str normal)
{
    if (normal.len != 20) {
        return 0;
    }
    int rest = 0;
    for (size_t i = 0; i < normal.len; i++) {
        int value = value_of(normal.ptr[i]);
        if (value < 0 || (i >= 18 && value > 9)) {
            return 0;
        }
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
}

int ps_check_gs1(ps_str normal)
{
    if ((normal.len != 8 && (normal.len < 12 || normal.len > 14)) || !all_digits(normal)) {
        return 0;
    }
    int sum = 0;
    for (size_t i = 0; i < normal.len; i++) {
        sum += value_of(normal.ptr[normal.len - 1 - i]) * (i % 2 ? 3 : 1);
    }
    return sum % 10 == 0;
}

int ps_check_luhn(ps_str normal)
{
    if ((normal.len != 9 && normal.len != 10 && normal.len != 11 && normal.len != 14) ||
        !all_digits(normal)) {
        return 0;
    }
    int sum = 0;
    for (size_t i = 0; i < normal.len; i++) {
        int digit = value_of(normal.ptr[normal.len - 1 - i]) * (i % 2 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

int ps_check_norway(ps_str normal)
{
    static const uint8_t weights[] = {3, 2, 7, 6, 5, 4, 3, 2};
    if (normal.len != 9 || !all_digits(normal)) {
        return 0;
    }
    int check = 11 - weigh(normal, weights, PS_COUNT(weights)) % 11;
    return value_of(normal.ptr[8]) == (check == 11 ? 0 : check);
}

int ps_check_denmark(ps_str normal)
{
    static const uint8_t weights[] = {2, 7, 6, 5, 4, 3, 2, 1};
    return normal.len == 8 && all_digits(normal) &&
           weigh(normal, weights, PS_COUNT(weights)) % 11 == 0;
}

int ps_check_japan(ps_str normal)
{
    if (normal.len != 13 || !all_digits(normal)) {
        return 0;
    }
    int sum = 0;
    for (size_t i = 1; i < normal.len; i++) {
        sum += value_of(normal.ptr[i]) * ((normal.len - 1 - i) % 2 ? 2 : 1);
    }
    return value_of(normal.ptr[0]) == 9 - sum % 9;
}

int ps_check_taiwan(ps_str normal)
{
    static const uint8_t weights[] = {1, 2, 1, 2, 1, 2, 4, 1};
    if (normal.len != 8 || !all_digits(normal)) {
        return 0;
    }
    int sum = 0;
    for (size_t i = 0; i < normal.len; i++) {
        int product = value_of(normal.ptr[i]) * weights[i];
        sum += product / 10 + product % 10;
    }
    /* A 7 as the seventh digit gives 28, whose digits add up to 10, which may count as 1 or 0. */
    return sum % 5 == 0 || (normal.ptr[6] == '7' && (sum - 9) % 5 == 0);
}

/* A German number's last digit, ISO 7064 mod 11,10. */
static int check_germany(ps_str digits)
{
    int product = 10;
    for (size_t i = 0; i < 8; i++) {
        int sum = (value_of(digits.ptr[i]) + product) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return value_of(digits.ptr[8]) == (11 - product) % 10;
}

static int number(ps_str digits)
{
    int n = 0;
    for (size_t i = 0; i < digits.len; i++) {
        n = n * 10 + value_of(digits.ptr[i]);
    }
    return n;
}

static int check_belgium(ps_str digits)
{
    return 97 - number(ps_str_slice(digits, 0, 8)) % 97 == number(ps_str_slice(digits, 8, 10));
}

/* The key in front of a SIREN; keys with letters follow rules that are not known here. */
static int check_france(ps_str body)
{
    ps_str siren = ps_str_slice(body, 2, 11);
    if (!ps_check_luhn(siren)) {
        return 0;
    }
    ps_str key = ps_str_slice(body, 0, 2);
    return !all_digits(key) || number(key) == (12 + 3 * (number(siren) % 97)) % 97;
}

/* Forms of VAT numbers behind the prefix: 9 a digit, * a digit or a letter, others as they stand. A
 * country may have several. */
static const struct {
    const char *prefix;
    const char *form;
    ps_check_fn check;
} vat[] = {
    {"AT", "U99999999", NULL},
    {"BE", "9999999999", check_belgium},
    {"BG", "999999999", NULL},
    {"BG", "9999999999", NULL},
    {"CY", "99999999*", NULL},
    {"CZ", "99999999", NULL},
    {"CZ", "999999999", NULL},
    {"CZ", "9999999999", NULL},
    {"DE", "999999999", check_germany},
    {"DK", "99999999", ps_check_denmark},
    {"EE", "999999999", NULL},
    {"EL", "999999999", NULL},
    {"ES", "*9999999*", NULL},
    {"FI", "99999999", NULL},
    {"FR", "**999999999", check_france},
    {"GB", "999999999", NULL},
    {"GB", "999999999999", NULL},
    {"HR", "99999999999", NULL},
    {"HU", "99999999", NULL},
    {"IE", "9*99999*", NULL},
    {"IE", "9999999**", NULL},
    {"IT", "99999999999", ps_check_luhn},
    {"LT", "999999999", NULL},
    {"LT", "999999999999", NULL},
    {"LU", "99999999", NULL},
    {"LV", "99999999999", NULL},
    {"MT", "99999999", NULL},
    {"NL", "999999999B99", NULL},
    {"PL", "9999999999", NULL},
    {"PT", "999999999", NULL},
    {"SE", "999999999999", NULL},
    {"SI", "99999999", NULL},
    {"SK", "9999999999", NULL},
    {"XI", "999999999", NULL},
};

static int has_form(ps_str body, const char *form)
{
    if (body.len != strlen(form)) {
        return 0;
    }
    for (size_t i = 0; i < body.len; i++) {
        char c = body.ptr[i];
        int fits = form[i] == '9'   ? ps_is_digit(c)
                   : form[i] == '*' ? value_of(c) >= 0
                                    : c == form[i];
        if (!fits) {
            return 0;
        }
    }
    return 1;
}

ps_ident_check ps_check_vat(ps_str normal)
{
    int known = 0;
    for (size_t i = 0; i < PS_COUNT(vat); i++) {
        if (!ps_str_starts(normal, ps_str_from(vat[i].prefix))) {
            continue;
        }
        known = 1;
        ps_str body = ps_str_slice(normal, 2, normal.len);
        if (has_form(body, vat[i].form)) {
            return !vat[i].check        ? PS_CHECK_NONE
                   : vat[i].check(body) ? PS_CHECK_VALID
                                        : PS_CHECK_INVALID;
        }
    }
    return known ? PS_CHECK_INVALID : PS_CHECK_NONE;
}
