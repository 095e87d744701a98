/* Schemes of classification codes: many spellings, one name. UN/EDIFACT code list 7143 is what UBL
 * and CII write. SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "record/ident.h"

#define NAME(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

static const struct {
    ps_str written; /* compared without case */
    const char *scheme;
} exact[] = {
    {NAME("UNSPSC"), "UNSPSC"},
    {NAME("TST"), "UNSPSC"},
    {NAME("CPV"), "CPV"},
    {NAME("STI"), "CPV"},
    {NAME("HS"), "HS"},
    {NAME("HSN"), "HS"},
    {NAME("HTS"), "HS"},
    {NAME("海关编码"), "HS"},
    {NAME("TSP"), "EU-CN"},
    {NAME("CV"), "CUSTOMS"},
    {NAME("STQ"), "ECLASS"},
    {NAME("SRV"), "GTIN"},
    {NAME("EAN"), "GTIN"},
    {NAME("IB"), "ISBN"},
    {NAME("STL"), "ATC"},
    {NAME("STO"), "CNDM"},
    {NAME("PSC"), "PSC"},
    {NAME("NAICS"), "NAICS"},
    {NAME("品目"), "CN-GP"},
    {NAME("政府采购品目"), "CN-GP"},
    {NAME("税收分类编码"), "CN-TAX"},
};

/* A known name that goes on with a version: "UNSPSC-17", "eCl@ss 5.1", "cpv2008". */
static const struct {
    ps_str begin;
    const char *scheme;
} begins[] = {
    {NAME("UNSPSC"), "UNSPSC"},        {NAME("ECLASS"), "ECLASS"},
    {NAME("ECL@SS"), "ECLASS"},        {NAME("CPV"), "CPV"},
    {NAME("HARMONISED SYSTEM"), "HS"}, {NAME("HARMONIZED SYSTEM"), "HS"},
    {NAME("HS CODE"), "HS"},           {NAME("HSCODE"), "HS"},
};

static int begins_with(ps_str text, ps_str begin)
{
    return text.len >= begin.len &&
           ps_str_equal_ascii_case(ps_str_slice(text, 0, begin.len), begin) &&
           (text.len == begin.len || !ps_is_alpha(text.ptr[begin.len]));
}

static ps_str known(ps_str written)
{
    for (size_t i = 0; i < PS_COUNT(exact); i++) {
        if (ps_str_equal_ascii_case(written, exact[i].written)) {
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
