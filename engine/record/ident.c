/* Identifiers of parties: a form to compare by, the scheme, the check digits.
 * SPDX-License-Identifier: Apache-2.0 */
#include "record/ident.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "record/check_digits.h"

typedef enum scheme_kind {
    SCHEME_OTHER,
    SCHEME_USCC,
    SCHEME_ORGANISATION,
    SCHEME_LEI,
    SCHEME_VAT,
    SCHEME_DUNS,
    SCHEME_GLN,
    SCHEME_GTIN,
    SCHEME_NATIONAL
} scheme_kind;

#define NAME(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* Schemes as documents write them: names, and codes of ISO 6523 and Peppol. The prefix decides the
 * check. */
static const struct {
    ps_str name; /* compared without case */
    scheme_kind kind;
    ps_check_fn check;
} schemes[] = {
    {NAME("USCC"), SCHEME_USCC, NULL},
    {NAME("USCI"), SCHEME_USCC, NULL},
    {NAME("CN:USCC"), SCHEME_USCC, NULL},
    {NAME("统一社会信用代码"), SCHEME_USCC, NULL},
    {NAME("社会信用代码"), SCHEME_USCC, NULL},
    {NAME("信用代码"), SCHEME_USCC, NULL},
    {NAME("纳税人识别号"), SCHEME_USCC, NULL},
    {NAME("统一社会信用代码/纳税人识别号"), SCHEME_USCC, NULL},
    {NAME("税号"), SCHEME_USCC, NULL},
    {NAME("ORG"), SCHEME_ORGANISATION, ps_check_organisation},
    {NAME("CN:ORG"), SCHEME_ORGANISATION, ps_check_organisation},
    {NAME("组织机构代码"), SCHEME_ORGANISATION, ps_check_organisation},
    {NAME("组织机构代码证"), SCHEME_ORGANISATION, ps_check_organisation},
    {NAME("组织机构代码证号"), SCHEME_ORGANISATION, ps_check_organisation},
    {NAME("LEI"), SCHEME_LEI, ps_check_lei},
    {NAME("0199"), SCHEME_LEI, ps_check_lei},
    {NAME("ISO17442"), SCHEME_LEI, ps_check_lei},
    {NAME("GLN"), SCHEME_GLN, ps_check_gs1},
    {NAME("EAN-LOC"), SCHEME_GLN, ps_check_gs1},
    {NAME("0088"), SCHEME_GLN, ps_check_gs1},
    {NAME("GTIN"), SCHEME_GTIN, ps_check_gs1},
    {NAME("EAN"), SCHEME_GTIN, ps_check_gs1},
    {NAME("SRV"), SCHEME_GTIN, ps_check_gs1},
    {NAME("0160"), SCHEME_GTIN, ps_check_gs1},
    {NAME("DUNS"), SCHEME_DUNS, NULL},
    {NAME("D-U-N-S"), SCHEME_DUNS, NULL},
    {NAME("0060"), SCHEME_DUNS, NULL},
    {NAME("0062"), SCHEME_DUNS, NULL},
    {NAME("SIRENE"), SCHEME_NATIONAL, ps_check_luhn},
    {NAME("SIREN"), SCHEME_NATIONAL, ps_check_luhn},
    {NAME("0002"), SCHEME_NATIONAL, ps_check_luhn},
    {NAME("SIRET"), SCHEME_NATIONAL, ps_check_luhn},
    {NAME("FR:SIRET"), SCHEME_NATIONAL, ps_check_luhn},
    {NAME("0009"), SCHEME_NATIONAL, ps_check_luhn},
    {NAME("SE:ORGNR"), SCHEME_NATIONAL, ps_check_luhn},
    {NAME("0007"), SCHEME_NATIONAL, ps_check_luhn},
    {NAME("NO:ORGNR"), SCHEME_NATIONAL, ps_check_norway},
    {NAME("0192"), SCHEME_NATIONAL, ps_check_norway},
    {NAME("9908"), SCHEME_NATIONAL, ps_check_norway},
    {NAME("0188"), SCHEME_NATIONAL, ps_check_japan},
    {NAME("法人番号"), SCHEME_NATIONAL, ps_check_japan},
    {NAME("統一編號"), SCHEME_NATIONAL, ps_check_taiwan},
    {NAME("VAT"), SCHEME_VAT, NULL},
    {NAME("VA"), SCHEME_VAT, NULL},
};

static size_t find_scheme(ps_str written)
{
    written = ps_str_trim(written);
    if (!written.len) {
        return SIZE_MAX;
    }
    for (size_t i = 0; i < PS_COUNT(schemes); i++) {
        if (ps_str_equal_ascii_case(written, schemes[i].name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* "DE:VAT" of older Peppol lists, and its numbers 9906 to 9958, most of which are VAT numbers. */
static int is_vat_scheme(ps_str written)
{
    uint64_t code;
    if (ps_str_ends(written, PS_STR(":VAT"))) {
        return 1;
    }
    return written.len == 4 && ps_str_to_uint(written, 9958, &code) && code >= 9910 && code != 9918;
}

static scheme_kind kind_of(ps_str written)
{
    size_t at = find_scheme(written);
    return at != SIZE_MAX ? schemes[at].kind : is_vat_scheme(written) ? SCHEME_VAT : SCHEME_OTHER;
}

/* What is left out of the form to compare by: blanks, hyphens and their like. Length of the one at
 * the front; 0 when there is none. */
static size_t separator(ps_str rest)
{
    static const char *const marks[] = {
        "\xc2\xa0",     "\xc2\xad",     "\xe2\x80\x8b", "\xe2\x80\x90", "\xe2\x80\x91",
        "\xe2\x80\x92", "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x80\x95", "\xe2\x88\x92",
        "\xe3\x80\x80", "\xef\xbc\x8d", "\xef\xbb\xbf"};
    char c = rest.ptr[0];
    if ((unsigned char)c < 0x80) { /* nearly always */
        return ps_is_space(c) || c == '-';
    }
    for (size_t i = 0; i < PS_COUNT(marks); i++) {
        if (ps_str_starts(rest, ps_str_from(marks[i]))) {
            return strlen(marks[i]);
        }
    }
    return 0;
}

static int is_plain(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!ps_is_digit(c) && !(c >= 'A' && c <= 'Z')) {
            return 0;
        }
    }
    return 1;
}

/* Upper case, half width, no blanks or hyphens. The text itself where it is so already. */
static int normalise(ps_arena *arena, ps_str text, ps_str *ret)
{
    if (is_plain(text)) {
        *ret = text;
        return 1;
    }
    char *out = ps_arena_alloc(arena, text.len + 1);
    if (!out) {
        return 0;
    }
    size_t len = 0;
    for (size_t i = 0; i < text.len;) {
        ps_str rest = ps_str_slice(text, i, text.len);
        size_t skip = separator(rest);
        if (skip) {
            i += skip;
            continue;
        }
        unsigned char second = rest.len > 2 ? (unsigned char)rest.ptr[1] : 0;
        unsigned char third = rest.len > 2 ? (unsigned char)rest.ptr[2] : 0;
        /* U+FF01 to U+FF5E are ASCII 0x21 to 0x7E in full width. */
        if ((unsigned char)rest.ptr[0] == 0xEF && (second == 0xBC || second == 0xBD) &&
            third >= 0x80 && !(second == 0xBC && third == 0x80) &&
            !(second == 0xBD && third > 0x9E)) {
            out[len++] = ps_upper((char)(third - (second == 0xBC ? 0x80 : 0x40) + 0x20));
            i += 3;
            continue;
        }
        out[len++] = ps_upper(text.ptr[i++]);
    }
    *ret = (ps_str){out, len};
    return 1;
}

/* First two characters of a USCC: registering authority and category. */
static int is_uscc_form(ps_str normal)
{
    static const char kinds[] = "111213192129313233343539414951525354555961626971727981899192"
                                "93A1A9N1N2N3N9Y1";
    int found = 0;
    for (const char *kind = kinds; *kind && !found; kind += 2) {
        found = normal.ptr[0] == kind[0] && normal.ptr[1] == kind[1];
    }
    if (!found || normal.ptr[2] < '1' || normal.ptr[2] > '8') {
        return 0;
    }
    for (size_t i = 3; i < 8; i++) {
        if (!ps_is_digit(normal.ptr[i])) {
            return 0;
        }
    }
    return 1;
}

/* O, I, Z, S are no letters of a USCC: read them as the digits they look like. */
static int repair(ps_arena *arena, ps_str normal, ps_str *ret)
{
    char *out = ps_arena_alloc(arena, normal.len + 1);
    if (!out) {
        return 0;
    }
    for (size_t i = 0; i < normal.len; i++) {
        char c = normal.ptr[i];
        out[i] = c == 'O' ? '0' : c == 'I' ? '1' : c == 'Z' ? '2' : c == 'S' ? '5' : c;
    }
    *ret = (ps_str){out, normal.len};
    return 1;
}

static int has_look_alike(ps_str normal)
{
    for (size_t i = 0; i < normal.len; i++) {
        if (strchr("OIZS", normal.ptr[i])) {
            return 1;
        }
    }
    return 0;
}

/* An 18-character value may be a USCC whatever its scheme says. */
static ps_status check_uscc(ps_arena *arena, ps_ident *ident, scheme_kind kind, ps_error *reterr)
{
    ps_str repaired = ident->normal;
    if (has_look_alike(ident->normal) && !repair(arena, ident->normal, &repaired)) {
        return ps_error_memory(reterr);
    }
    int valid = ps_check_uscc(repaired);
    if (valid) {
        ident->check = repaired.ptr == ident->normal.ptr ? PS_CHECK_VALID : PS_CHECK_REPAIRED;
        ident->normal = repaired;
    } else if (kind == SCHEME_USCC || is_uscc_form(repaired)) {
        ident->check = PS_CHECK_INVALID;
    } else {
        return PS_OK;
    }
    if (valid || kind == SCHEME_USCC || ident->scheme.text.len == 0) {
        ident->scheme.text = PS_STR("USCC");
    }
    return PS_OK;
}

static int without_dots(ps_arena *arena, ps_str *text)
{
    char *out = ps_arena_alloc(arena, text->len + 1);
    if (!out) {
        return 0;
    }
    size_t len = 0;
    for (size_t i = 0; i < text->len; i++) {
        if (text->ptr[i] != '.') {
            out[len++] = text->ptr[i];
        }
    }
    *text = (ps_str){out, len};
    return 1;
}

ps_status ps_ident_check_value(ps_arena *arena, ps_ident *ident, ps_error *reterr)
{
    ident->check = PS_CHECK_NONE;
    if (!normalise(arena, ident->value.text, &ident->normal)) {
        return ps_error_memory(reterr);
    }
    scheme_kind kind = kind_of(ident->scheme.text);
    if (ident->normal.len == 18 && is_plain(ident->normal)) {
        ps_status status = check_uscc(arena, ident, kind, reterr);
        if (status || ident->check != PS_CHECK_NONE) {
            return status;
        }
    }
    if (kind == SCHEME_USCC) {
        /* Also older 15-digit tax numbers, which have no check digits of their own. */
        int old = ident->normal.len == 15 || ident->normal.len == 20;
        ident->check = old ? PS_CHECK_NONE : PS_CHECK_INVALID;
        if (!old) {
            ident->scheme.text = PS_STR("USCC");
        }
        return PS_OK;
    }
    if (kind == SCHEME_VAT) {
        if (memchr(ident->normal.ptr, '.', ident->normal.len) &&
            !without_dots(arena, &ident->normal)) {
            return ps_error_memory(reterr);
        }
        ident->check = ps_check_vat(ident->normal);
        return PS_OK;
    }
    size_t at = find_scheme(ident->scheme.text);
    if (at != SIZE_MAX && schemes[at].check) {
        ident->check = schemes[at].check(ident->normal) ? PS_CHECK_VALID : PS_CHECK_INVALID;
        if (kind == SCHEME_ORGANISATION) {
            ident->scheme.text = PS_STR("ORG");
        }
    } else if (ident->scheme.text.len == 0 && ps_check_lei(ident->normal)) {
        ident->scheme.text = PS_STR("LEI");
        ident->check = PS_CHECK_VALID;
    }
    return PS_OK;
}

ps_status ps_ident_check_part(ps_arena *arena, ps_ident *ident, ps_error *reterr)
{
    ident->check = PS_CHECK_NONE;
    if (!normalise(arena, ident->value.text, &ident->normal)) {
        return ps_error_memory(reterr);
    }
    /* Most parts say "seller", "buyer" and the like; the table is for parties. */
    ps_str scheme = ident->scheme.text;
    if ((scheme.len == 3 || scheme.len == 4) && kind_of(scheme) == SCHEME_GTIN) {
        ident->check = ps_check_gs1(ident->normal) ? PS_CHECK_VALID : PS_CHECK_INVALID;
    }
    return PS_OK;
}

static int is_sound(const ps_ident *ident)
{
    return ident->check == PS_CHECK_VALID || ident->check == PS_CHECK_REPAIRED;
}

ps_str ps_ident_organisation(const ps_ident *ident)
{
    if (!is_sound(ident) || !ps_str_is(ident->scheme.text, "USCC") || ident->normal.len != 18) {
        return PS_NO_STR;
    }
    return ps_str_slice(ident->normal, 8, 17);
}

/* Lower is better; what fails its check comes behind all others. */
static int worth(const ps_ident *ident)
{
    int base = 7;
    switch (kind_of(ident->scheme.text)) {
    case SCHEME_USCC:
        base = 0;
        break;
    case SCHEME_ORGANISATION:
        base = 1;
        break;
    case SCHEME_LEI:
        base = 2;
        break;
    case SCHEME_VAT:
        base = 3;
        break;
    case SCHEME_DUNS:
        base = 4;
        break;
    case SCHEME_GLN:
        base = 5;
        break;
    case SCHEME_NATIONAL:
        base = 6;
        break;
    case SCHEME_GTIN:
    case SCHEME_OTHER:
        break;
    }
    return ident->check == PS_CHECK_INVALID ? base + 10 : base;
}

const ps_ident *ps_party_best_ident(const ps_party *party)
{
    const ps_ident *best = NULL;
    for (size_t i = 0; i < party->ident_count; i++) {
        if (!best || worth(&party->idents[i]) < worth(best)) {
            best = &party->idents[i];
        }
    }
    return best;
}
