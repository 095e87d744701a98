/* SPDX-License-Identifier: Apache-2.0 */
#include "document/kind.h"

#include "base/cleanup.h"
#include "ps_test.h"

#define BYTES(literal) PS_STR_INIT(literal)

Test(kind, is_told_by_the_bytes)
{
    static const struct {
        ps_str bytes;
        ps_document_kind want;
    } rows[] = {
        {BYTES("8. Confidentiality\n"), PS_DOCUMENT_PLAIN},
        {BYTES("\xEF\xBB\xBFtext"), PS_DOCUMENT_PLAIN},
        {BYTES("\xFF\xFEt\0e\0"), PS_DOCUMENT_PLAIN},
        {BYTES("t\0e\0x\0t\0"), PS_DOCUMENT_PLAIN},
        {BYTES("<Supplier> shall keep it"), PS_DOCUMENT_PLAIN},
        {BYTES("< 5 days"), PS_DOCUMENT_PLAIN},
        {BYTES("  <!DOCTYPE HTML PUBLIC \"x\"><p>"), PS_DOCUMENT_HTML},
        {BYTES("<HTML xmlns:o=\"x\">"), PS_DOCUMENT_HTML},
        {BYTES("<!-- c --><html>"), PS_DOCUMENT_HTML},
        {BYTES("<?xml version='1.0'?><html xmlns='x'>"), PS_DOCUMENT_HTML},
        {BYTES("\xFF\xFE<\0h\0t\0m\0l\0>\0"), PS_DOCUMENT_HTML},
        {BYTES("<p>text</p>"), PS_DOCUMENT_HTML},
        {BYTES("<?xml version='1.0'?><p/>"), PS_DOCUMENT_XML},
        {BYTES("<contract><p>x</p></contract>"), PS_DOCUMENT_XML},
        {BYTES("{\\rtf1 x}"), PS_DOCUMENT_RTF},
        {BYTES("%PDF-1.7\n"), PS_DOCUMENT_PDF},
        {BYTES("\r\njunk\n%PDF-1.4\n"), PS_DOCUMENT_PDF},
        {BYTES("PK\x03\x04xxxx"), PS_DOCUMENT_ZIP},
        {BYTES("PK\x05\x06xxxx"), PS_DOCUMENT_ZIP},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        const char *why = NULL;
        int encrypted;
        ps_document_kind got = ps_document_kind_of(rows[i].bytes, &why, &encrypted);
        cr_expect_eq(got, rows[i].want, "row %zu: %s", i, ps_document_kind_name(got));
    }
}

Test(kind, what_nobody_reads_is_named)
{
    static const struct {
        ps_str bytes;
        const char *words;
        int encrypted;
    } rows[] = {
        {BYTES(""), "empty", 0},
        {BYTES("\x89PNG\r\n\x1A\n0"), "PNG", 0},
        {BYTES("\xFF\xD8\xFF\xE0"), "JPEG", 0},
        {BYTES("II*\0...."), "TIFF", 0},
        {BYTES("Rar!\x1A\x07\0"), "RAR", 0},
        {BYTES("\x1F\x8B\x08"), "gzip", 0},
        {BYTES("MIME-Version: 1.0\n"), "MHTML", 0},
        {BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), ".doc", 0},
        {BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 "
               "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
         "password", 1},
        {BYTES("\x01\x02\0\x03\0\0"), "unknown", 0},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        const char *why = "";
        int encrypted;
        cr_expect_eq(ps_document_kind_of(rows[i].bytes, &why, &encrypted), PS_DOCUMENT_OTHER,
                     "row %zu", i);
        cr_expect(strstr(why, rows[i].words), "row %zu: %s", i, why);
        cr_expect_eq(encrypted, rows[i].encrypted, "row %zu", i);
    }
}
