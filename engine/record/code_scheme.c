/* Schemes of classification codes: many spellings, one name. UN/EDIFACT code list 7143 is what UBL
 * and CII write. SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "record/ident.h"

static const struct {
    const char *written; /* compared without case */
    const char *scheme;
} exact[] = {
    {"UNSPSC", "UNSPSC"},
    {"TST", "UNSPSC"},
    {"CPV", "CPV"},
    {"STI", "CPV"},
    {"HS", "HS"},
    {"HSN", "HS"},
    {"HTS", "HS"},
    {"海关编码", "HS"},
    {"TSP", "EU-CN"},
    {"CV", "CUSTOMS"},
    {"STQ", "ECLASS"},
    {"SRV", "GTIN"},
    {"EAN", "GTIN"},
    {"IB", "ISBN"},
    {"STL", "ATC"},
    {"STO", "CNDM"},
    {"PSC", "PSC"},
    {"NAICS", "NAICS"},
    {"品目", "CN-GP"},
    {"政府采购品目", "CN-GP"},
    {"税收分类编码", "CN-TAX"},
};

/* A known name that goes on with a version: "UNSPSC-17", "eCl@ss 5.1", "cpv2008". */
static const struct {
    const char *begin;
    const char *scheme;
} begins[] = {
    {"UNSPSC", "UNSPSC"},        {"ECLASS", "ECLASS"},
    {"ECL@SS", "ECLASS"},        {"CPV", "CPV"},
    {"HARMONISED SYSTEM", "HS"}, {"HARMONIZED SYSTEM", "HS"},
    {"HS CODE", "HS"},           {"HSCODE", "HS"},
};

static int begins_with(ps_str text, const char *begin)
{
    size_t len = strlen(begin);
    return text.len >= len &&
           ps_str_equal_ascii_case(ps_str_slice(text, 0, len), ps_str_from(begin)) &&
           (text.len == len || !ps_is_alpha(text.ptr[len]));
}

static ps_str known(ps_str written)
{
    for (size_t i = 0; i < PS_COUNT(exact); i++) {
        if (ps_str_equal_ascii_case(written, ps_str_from(exact[i].written))) {
            return ps_str_from(exact[i].scheme);
        }
    }
    for (size_t i = 0; i < PS_COUNT(begins); i++) {
        if (begins_with(written, begins[i].begin)) {
            return ps_str_from(begins[i].scheme);
        }
    }
    return PS_NO_STR;
}

/* The last word of a URN or URI names the scheme: "urn:x-unspsc:TST", "http://…/codelist/CPV". */
static ps_str last_word(ps_str written)
{
    for (size_t i = written.len; i > 0; i--) {
        char c = written.ptr[i - 1];
        if (c == ':' || c == '/' || c == '#') {
            return ps_str_slice(written, i, written.len);
        }
    }
    return PS_NO_STR;
}

ps_status ps_code_scheme(ps_arena *arena, ps_str written, ps_str *ret_scheme, ps_error *reterr)
{
    written = ps_str_trim(written);
    ps_str scheme = known(written);
    if (!scheme.ptr) {
        scheme = known(last_word(written));
    }
    if (scheme.ptr) {
        *ret_scheme = scheme;
        return PS_OK;
    }
    char *upper = ps_arena_alloc(arena, written.len + 1);
    if (!upper) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < written.len; i++) {
        upper[i] = ps_upper(written.ptr[i]);
    }
    *ret_scheme = (ps_str){upper, written.len};
    return PS_OK;
}
