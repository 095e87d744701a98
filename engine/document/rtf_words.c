/* SPDX-License-Identifier: Apache-2.0 */
#include "document/rtf.h"

#include "base/cleanup.h"
#include "base/str.h"

static const struct {
    const char *word;
    ps_rtf_action action;
    uint32_t value;
} words[] = {
    {"ansicpg", PS_RTF_CODEPAGE, 0},
    {"atrfend", PS_RTF_SKIP, 0},
    {"atrfstart", PS_RTF_SKIP, 0},
    {"bin", PS_RTF_BINARY, 0},
    {"blipuid", PS_RTF_SKIP, 0},
    {"bullet", PS_RTF_CHARACTER, 0x2022},
    {"cell", PS_RTF_BLANK, 0},
    {"colortbl", PS_RTF_SKIP, 0},
    {"cpg", PS_RTF_FONT_PAGE, 0},
    {"datafield", PS_RTF_SKIP, 0},
    {"deleted", PS_RTF_DELETED, 0},
    {"emdash", PS_RTF_CHARACTER, 0x2014},
    {"emspace", PS_RTF_BLANK, 0},
    {"endash", PS_RTF_CHARACTER, 0x2013},
    {"enspace", PS_RTF_BLANK, 0},
    {"f", PS_RTF_FONT, 0},
    {"falt", PS_RTF_SKIP, 0},
    {"fcharset", PS_RTF_CHARSET, 0},
    {"fldinst", PS_RTF_SKIP, 0},
    {"fonttbl", PS_RTF_FONTS, 0},
    {"footer", PS_RTF_ASIDE, 0},
    {"footerf", PS_RTF_ASIDE, 0},
    {"footerl", PS_RTF_ASIDE, 0},
    {"footerr", PS_RTF_ASIDE, 0},
    {"footnote", PS_RTF_ASIDE, 0},
    {"header", PS_RTF_ASIDE, 0},
    {"headerf", PS_RTF_ASIDE, 0},
    {"headerl", PS_RTF_ASIDE, 0},
    {"headerr", PS_RTF_ASIDE, 0},
    {"info", PS_RTF_SKIP, 0},
    {"ldblquote", PS_RTF_CHARACTER, 0x201C},
    {"line", PS_RTF_LINE, 0},
    {"listoverridetable", PS_RTF_SKIP, 0},
    {"listtable", PS_RTF_SKIP, 0},
    {"lquote", PS_RTF_CHARACTER, 0x2018},
    {"nestcell", PS_RTF_BLANK, 0},
    {"nestrow", PS_RTF_ROW, 0},
    {"nonesttables", PS_RTF_SKIP, 0},
    {"nonshppict", PS_RTF_SKIP, 0},
    {"objdata", PS_RTF_SKIP, 0},
    {"page", PS_RTF_PARAGRAPH, 0},
    {"par", PS_RTF_PARAGRAPH, 0},
    {"pict", PS_RTF_SKIP, 0},
    {"plain", PS_RTF_PLAIN, 0},
    {"qmspace", PS_RTF_BLANK, 0},
    {"rdblquote", PS_RTF_CHARACTER, 0x201D},
    {"row", PS_RTF_ROW, 0},
    {"rquote", PS_RTF_CHARACTER, 0x2019},
    {"sect", PS_RTF_PARAGRAPH, 0},
    {"shpinst", PS_RTF_LET_IN, 0},
    {"shprslt", PS_RTF_SKIP, 0},
    {"shptxt", PS_RTF_ASIDE, 0},
    {"sp", PS_RTF_SKIP, 0},
    {"stylesheet", PS_RTF_SKIP, 0},
    {"tab", PS_RTF_BLANK, 0},
    {"u", PS_RTF_UNICODE, 0},
    {"uc", PS_RTF_FALLBACK, 0},
    {"v", PS_RTF_HIDDEN, 0},
    {"xe", PS_RTF_SKIP, 0},
};

ps_rtf_action ps_rtf_action_of(ps_str word, uint32_t *ret_value)
{
    size_t low = 0;
    size_t high = PS_COUNT(words);
    *ret_value = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ps_str_compare(word, ps_str_from(words[middle].word));
        if (order == 0) {
            *ret_value = words[middle].value;
            return words[middle].action;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return PS_RTF_NOTHING;
}

static const struct {
    uint32_t fcharset;
    uint32_t codepage;
} charsets[] = {
    {0, 1252},   {128, 932},  {129, 949},  {134, 936},  {136, 950},  {161, 1253}, {162, 1254},
    {163, 1258}, {177, 1255}, {178, 1256}, {186, 1257}, {204, 1251}, {222, 874},  {238, 1250},
};

static const struct {
    uint32_t codepage;
    const char *label;
} codepages[] = {
    {874, "ISO-8859-11"},   {932, "CP932"},         {936, "GB18030"},       {949, "CP949"},
    {950, "Big5"},          {1250, "windows-1250"}, {1251, "windows-1251"}, {1252, "windows-1252"},
    {1253, "windows-1253"}, {1254, "windows-1254"}, {1255, "windows-1255"}, {1256, "windows-1256"},
    {1257, "windows-1257"}, {1258, "windows-1258"}, {54936, "GB18030"},     {65001, "UTF-8"},
};

const char *ps_rtf_charset_label(uint32_t fcharset)
{
    for (size_t i = 0; i < PS_COUNT(charsets); i++) {
        if (charsets[i].fcharset == fcharset) {
            return ps_rtf_codepage_label(charsets[i].codepage);
        }
    }
    return NULL;
}

const char *ps_rtf_codepage_label(uint32_t codepage)
{
    for (size_t i = 0; i < PS_COUNT(codepages); i++) {
        if (codepages[i].codepage == codepage) {
            return codepages[i].label;
        }
    }
    return NULL;
}
