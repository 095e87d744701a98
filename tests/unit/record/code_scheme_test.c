/* SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "record/ident.h"

Test(code_scheme, many_spellings_one_name)
{
    static const struct {
        const char *written;
        const char *want;
    } rows[] = {
        {"TST", "UNSPSC"},
        {"unspsc", "UNSPSC"},
        {"UNSPSC-17", "UNSPSC"},
        {"UNSPSC 19.0501", "UNSPSC"},
        {"STI", "CPV"},
        {"cpv", "CPV"},
        {"CPV2008", "CPV"},
        {"HS", "HS"},
        {"HS Code", "HS"},
        {"eCl@ss-5.1", "ECLASS"},
        {"STQ", "ECLASS"},
        {"TSP", "EU-CN"},
        {"SRV", "GTIN"},
        {"IB", "ISBN"},
        {" TST ", "UNSPSC"},
        {"urn:un:unece:uncefact:codelist:TST", "UNSPSC"},
        {"http://x.example/CPV", "CPV"},
        {"ZZZ", "ZZZ"},
        {"custom", "CUSTOM"},
        {"SEeF:2013", "SEEF:2013"},
        {"unspscish", "UNSPSCISH"},
        {"", ""},
        {"税收分类编码", "CN-TAX"},
    };
    ps_arena arena;
    ps_arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ps_str scheme = PS_NO_STR;
        ps_error err = {0};
        PS_TEST_STATUS(ps_code_scheme(&arena, ps_str_from(rows[i].written), &scheme, &err), PS_OK,
                       err);
        ps_test_str(scheme, rows[i].want, rows[i].written);
    }
    ps_arena_done(&arena);
}

Test(code_scheme, out_of_memory_is_an_error)
{
    ps_arena arena;
    ps_error err = {0};
    ps_str scheme;
    ps_arena_init(&arena, 1);
    PS_TEST_STATUS(ps_code_scheme(&arena, PS_STR("unheard of"), &scheme, &err), PS_FATAL, err);
    cr_expect_eq(err.code, PS_E_MEMORY);
    ps_arena_done(&arena);
}
