/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/sniff.h"

#include <string.h>

#include "base/cleanup.h"
#include "ps_test.h"

#define BYTES(literal)                                                                             \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

Test(sniff, the_encoding_is_that_of_the_mark_the_bytes_or_the_declaration)
{
    static const struct {
        ps_str head;
        const char *override;
        const char *want;
        size_t skip;
        int warned;
    } rows[] = {
        {BYTES("<a/>"), NULL, "UTF-8", 0, 0},
        {BYTES("\n  <a/>"), NULL, "UTF-8", 0, 0},
        {BYTES("<?xml version='1.0'?><a/>"), NULL, "UTF-8", 0, 0},
        {BYTES("<?xml version='1.0' encoding='utf-8'?><a/>"), NULL, "UTF-8", 0, 0},
        {BYTES("<?xml version=\"1.0\"\n encoding = \"gbk\" standalone='no' ?><a/>"), NULL, "GBK", 0,
         0},
        {BYTES("<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), NULL, "ISO-8859-1", 0, 0},
        {BYTES("<?xml-stylesheet encoding='UTF-7'?><a/>"), NULL, "UTF-8", 0, 0},
        {BYTES("<a encoding='UTF-7'/>"), NULL, "UTF-8", 0, 0},
        {BYTES("\xEF\xBB\xBF<a/>"), NULL, "UTF-8", 3, 0},
        {BYTES("\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?><a/>"), NULL, "UTF-8", 3, 0},
        {BYTES("\xEF\xBB\xBF<?xml version='1.0' encoding='GBK'?><a/>"), NULL, "UTF-8", 3, 1},
        {BYTES("\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-16'?><a/>"), NULL, "UTF-8", 3, 1},
        {BYTES("\xFF\xFE<\0a\0/\0>\0"), NULL, "UTF-16LE", 2, 0},
        {BYTES("\xFE\xFF\0<\0a\0/\0>"), NULL, "UTF-16BE", 2, 0},
        {BYTES("<\0a\0/\0>\0"), NULL, "UTF-16LE", 0, 0},
        {BYTES("\0<\0a\0/\0>"), NULL, "UTF-16BE", 0, 0},
        {BYTES("<?xml version='1.0' encoding='GBK'?><a/>"), "windows-1252", "windows-1252", 0, 0},
        {BYTES("<?xml version='1.0' encoding='UTF-7'?><a/>"), "UTF-8", "UTF-8", 0, 0},
        {BYTES("\xEF\xBB\xBF<a/>"), "GBK", "UTF-8", 3, 1},
        {BYTES("\xFF\xFE<\0a\0/\0>\0"), "UTF-16", "UTF-16LE", 2, 0},
        {BYTES("\xFF\xFE<\0a\0/\0>\0"), "UTF-16BE", "UTF-16LE", 2, 1},
        {BYTES("<\0a\0/\0>\0"), "GBK", "UTF-16LE", 0, 1},
        {BYTES(" \r\n<?xml version='1.0' encoding='GBK'?><a/>"), NULL, "GBK", 3, 1},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_sniffed got;
        ps_error err = {0};
        ps_status status = ps_sniff(rows[i].head, rows[i].override, &got, &err);
        cr_assert_eq(status, PS_OK, "row %zu: %s", i, err.message);
        cr_expect_str_eq(got.charset->name, rows[i].want, "row %zu: %s", i, got.charset->name);
        cr_expect_eq(got.skip, rows[i].skip, "row %zu: %zu", i, got.skip);
        cr_expect_eq(got.warning[0] != 0, rows[i].warned, "row %zu: \"%s\"", i, got.warning);
    }
}

Test(sniff, what_is_refused_is_named)
{
    static const struct {
        ps_str head;
        const char *override;
        ps_error_code code;
        const char *says;
    } rows[] = {
        {BYTES("<?xml version='1.0' encoding='UTF-7'?><a/>"), NULL, PS_E_ENCODING, "UTF-7"},
        {BYTES("<?xml version='1.0' encoding='ISO-2022-JP'?><a/>"), NULL, PS_E_ENCODING,
         "ISO-2022-JP"},
        {BYTES("<?xml version='1.0' encoding='ASCII//IGNORE'?><a/>"), NULL, PS_E_ENCODING,
         "//IGNORE"},
        {BYTES("<?xml version='1.0' encoding=''?><a/>"), NULL, PS_E_ENCODING, "declared"},
        {BYTES("\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-7'?><a/>"), NULL, PS_E_ENCODING,
         "UTF-7"},
        {BYTES("\xFF\xFE\0\0<\0\0\0"), NULL, PS_E_ENCODING, "UTF-32"},
        {BYTES("<\0\0\0a\0\0\0"), NULL, PS_E_ENCODING, "UTF-32"},
        {BYTES("\0\0\0<\0\0\0a"), NULL, PS_E_ENCODING, "UTF-32"},
        {BYTES("\x4C\x6F\xA7\x94\x93"), NULL, PS_E_ENCODING, "EBCDIC"},
        {BYTES("<a/>"), "UTF-7", PS_E_ENCODING, "UTF-7"},
        {BYTES("<?xml version='1.0' encoding='UTF-16'?><a/>"), NULL, PS_E_ENCODING_MISMATCH,
         "UTF-16"},
        {BYTES("<?xml version='1.0' encoding='UTF-16LE'?><a/>"), NULL, PS_E_ENCODING_MISMATCH,
         "UTF-16LE"},
        {BYTES("<a/>"), "UTF-16", PS_E_ENCODING_MISMATCH, "UTF-16"},
        {BYTES(""), NULL, PS_E_NOT_XML, "empty"},
        {BYTES("\xEF\xBB\xBF"), NULL, PS_E_NOT_XML, "empty"},
        {BYTES(" \r\n\t"), NULL, PS_E_NOT_XML, "white space"},
        {BYTES("%PDF-1.7\n"), NULL, PS_E_NOT_XML, "PDF"},
        {BYTES("{\"orders\":[]}"), NULL, PS_E_NOT_XML, "JSON"},
        {BYTES("PK\x03\x04rest"), NULL, PS_E_NOT_XML, "ZIP"},
        {BYTES("\x1F\x8B\x08"), NULL, PS_E_NOT_XML, "gzip"},
        {BYTES("UNB+UNOA:1"), NULL, PS_E_NOT_XML, "EDIFACT"},
        {BYTES("\xEF\xBB\xBF\xEF\xBB\xBF<a/>"), NULL, PS_E_NOT_XML, "0xEF"},
        {BYTES("hello"), NULL, PS_E_NOT_XML, "0x68"},
        {BYTES("<?xml version='1.0' encoding='UTF-8' encoding='UTF-7'?><a/>"), NULL,
         PS_E_ILL_FORMED, "declaration"},
        {BYTES("<?xml version='1.0' encoding=UTF-8?><a/>"), NULL, PS_E_ILL_FORMED, "declaration"},
        {BYTES("<?xml version='1.0' encoding='UTF-8"), NULL, PS_E_ILL_FORMED, "declaration"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_sniffed got;
        ps_error err = {0};
        ps_status status = ps_sniff(rows[i].head, rows[i].override, &got, &err);
        cr_expect_eq(status, PS_FAILED, "row %zu", i);
        cr_expect_eq(err.code, rows[i].code, "row %zu: %s", i, err.message);
        cr_expect_not_null(strstr(err.message, rows[i].says), "row %zu: %s", i, err.message);
        cr_expect_eq(err.line, 1, "row %zu", i);
        cr_expect_neq(err.column, 0, "row %zu", i);
        cr_expect_neq(err.offset, PS_NO_OFFSET, "row %zu", i);
        cr_expect_not_null(got.charset, "row %zu: a charset for those who look at the rest", i);
    }
}

Test(sniff, a_declaration_that_hides_its_encoding_behind_blanks_is_refused)
{
    char text[4096];
    ps_sniffed got;
    ps_error err = {0};
    memset(text, ' ', sizeof text);
    memcpy(text, "<?xml version='1.0'", 19);
    memcpy(text + 2000, "encoding='UTF-7'?><a/>", 22);
    cr_expect_eq(ps_sniff((ps_str){text, sizeof text}, NULL, &got, &err), PS_FAILED);
    cr_expect_eq(err.code, PS_E_ILL_FORMED, "%s", err.message);
}

Test(sniff, declarations_of_wide_documents_are_read_too)
{
    char text[200];
    size_t len = 0;
    for (const char *c = "<?xml version='1.0' encoding='UTF-8'?><a/>"; *c; c++) {
        text[len++] = *c;
        text[len++] = '\0';
    }
    ps_sniffed got;
    ps_error err = {0};
    PS_TEST_STATUS(ps_sniff((ps_str){text, len}, NULL, &got, &err), PS_OK, err);
    cr_expect_eq(got.charset->kind, PS_CHARSET_UTF16LE);
    cr_expect_not_null(strstr(got.warning, "byte pattern"), "%s", got.warning);
}
