/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/charset.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "xml/charset_tables.h"

#define SINGLE(label, table)                                                                       \
    {                                                                                              \
        label, PS_CHARSET_SINGLE, table                                                            \
    }

/* The first of a kind is its name in messages. GB2312 and GBK are read as GB18030: it assigns all
 * their codes the same characters, and documents labelled GB2312 do carry characters of the larger
 * sets. */
static const ps_charset charsets[] = {
    {"UTF-8", PS_CHARSET_UTF8, NULL},          {"UTF8", PS_CHARSET_UTF8, NULL},
    {"US-ASCII", PS_CHARSET_ASCII, NULL},      {"ASCII", PS_CHARSET_ASCII, NULL},
    {"UTF-16", PS_CHARSET_UTF16, NULL},        {"UTF16", PS_CHARSET_UTF16, NULL},
    {"UTF-16LE", PS_CHARSET_UTF16LE, NULL},    {"UTF-16BE", PS_CHARSET_UTF16BE, NULL},
    {"GB18030", PS_CHARSET_GB18030, NULL},     {"GBK", PS_CHARSET_GB18030, NULL},
    {"GB2312", PS_CHARSET_GB18030, NULL},      {"CP936", PS_CHARSET_GB18030, NULL},
    {"Big5", PS_CHARSET_BIG5, NULL},           {"CP950", PS_CHARSET_BIG5, NULL},
    {"Shift_JIS", PS_CHARSET_SHIFT_JIS, NULL}, {"Shift-JIS", PS_CHARSET_SHIFT_JIS, NULL},
    {"SJIS", PS_CHARSET_SHIFT_JIS, NULL},      {"Windows-31J", PS_CHARSET_SHIFT_JIS, NULL},
    {"CP932", PS_CHARSET_SHIFT_JIS, NULL},     {"EUC-JP", PS_CHARSET_EUC_JP, NULL},
    {"EUC-KR", PS_CHARSET_EUC_KR, NULL},       {"KS_C_5601-1987", PS_CHARSET_EUC_KR, NULL},
    {"CP949", PS_CHARSET_EUC_KR, NULL},        SINGLE("KOI8-R", table_koi8_r),
    SINGLE("ISO-8859-1", table_iso8859_1),     SINGLE("ISO_8859-1", table_iso8859_1),
    SINGLE("ISO8859-1", table_iso8859_1),      SINGLE("Latin1", table_iso8859_1),
    SINGLE("ISO-8859-2", table_iso8859_2),     SINGLE("ISO-8859-3", table_iso8859_3),
    SINGLE("ISO-8859-4", table_iso8859_4),     SINGLE("ISO-8859-5", table_iso8859_5),
    SINGLE("ISO-8859-6", table_iso8859_6),     SINGLE("ISO-8859-7", table_iso8859_7),
    SINGLE("ISO-8859-8", table_iso8859_8),     SINGLE("ISO-8859-9", table_iso8859_9),
    SINGLE("ISO-8859-10", table_iso8859_10),   SINGLE("ISO-8859-11", table_iso8859_11),
    SINGLE("ISO-8859-13", table_iso8859_13),   SINGLE("ISO-8859-14", table_iso8859_14),
    SINGLE("ISO-8859-15", table_iso8859_15),   SINGLE("ISO-8859-16", table_iso8859_16),
    SINGLE("windows-1250", table_cp1250),      SINGLE("CP1250", table_cp1250),
    SINGLE("windows-1251", table_cp1251),      SINGLE("CP1251", table_cp1251),
    SINGLE("windows-1252", table_cp1252),      SINGLE("CP1252", table_cp1252),
    SINGLE("windows-1253", table_cp1253),      SINGLE("CP1253", table_cp1253),
    SINGLE("windows-1254", table_cp1254),      SINGLE("CP1254", table_cp1254),
    SINGLE("windows-1255", table_cp1255),      SINGLE("CP1255", table_cp1255),
    SINGLE("windows-1256", table_cp1256),      SINGLE("CP1256", table_cp1256),
    SINGLE("windows-1257", table_cp1257),      SINGLE("CP1257", table_cp1257),
    SINGLE("windows-1258", table_cp1258),      SINGLE("CP1258", table_cp1258),
};

const ps_charset *ps_charset_find(ps_str label)
{
    for (size_t i = 0; i < PS_COUNT(charsets); i++) {
        if (ps_str_equal_ascii_case(ps_str_from(charsets[i].name), label)) {
            return &charsets[i];
        }
    }
    return NULL;
}

const ps_charset *ps_charset_of_kind(ps_charset_kind kind)
{
    for (size_t i = 0; i < PS_COUNT(charsets); i++) {
        if (charsets[i].kind == kind) {
            return &charsets[i];
        }
    }
    return NULL;
}

/* One character of the multi-byte encodings: its length, 0 when `len` bytes do not hold it all, -1
 * when there is none. */
typedef int (*decode_fn)(const unsigned char *s, size_t len, uint32_t *ret_point);

static int pair(const uint16_t *table, unsigned lead, unsigned lead_first, unsigned trail,
                unsigned trail_first, unsigned trail_last, uint32_t *ret_point)
{
    if (trail < trail_first || trail > trail_last) {
        return -1;
    }
    *ret_point =
        table[(lead - lead_first) * (trail_last - trail_first + 1) + (trail - trail_first)];
    return *ret_point ? 2 : -1;
}

static int gb18030_four(const unsigned char *s, size_t len, uint32_t *ret_point)
{
    if (len < 4) {
        return len == 3 && (s[2] < 0x81 || s[2] > 0xFE) ? -1 : 0;
    }
    if (s[2] < 0x81 || s[2] > 0xFE || s[3] < 0x30 || s[3] > 0x39) {
        return -1;
    }
    uint32_t linear =
        (((s[0] - 0x81u) * 10 + (s[1] - 0x30u)) * 126 + (s[2] - 0x81u)) * 10 + (s[3] - 0x30u);
    if (linear >= 189000 && linear - 189000 <= 0xFFFFF) {
        *ret_point = linear - 189000 + 0x10000;
        return 4;
    }
    if (linear >= 39420) {
        return -1;
    }
    size_t low = 0;
    size_t high = GB18030_RUNS;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (gb18030_linear[middle] <= linear) {
            low = middle;
        } else {
            high = middle;
        }
    }
    if (!gb18030_point[low]) {
        return -1;
    }
    *ret_point = gb18030_point[low] + (linear - gb18030_linear[low]);
    return 4;
}

static int decode_gb18030(const unsigned char *s, size_t len, uint32_t *ret_point)
{
    if (s[0] == 0x80) { /* the euro sign of code page 936 */
        *ret_point = 0x20AC;
        return 1;
    }
    if (s[0] == 0xFF) {
        return -1;
    }
    if (len < 2) {
        return 0;
    }
    if (s[1] >= 0x30 && s[1] <= 0x39) {
        return gb18030_four(s, len, ret_point);
    }
    return pair(table_gb18030, s[0], 0x81, s[1], 0x40, 0xFE, ret_point);
}

static int decode_big5(const unsigned char *s, size_t len, uint32_t *ret_point)
{
    if (s[0] < 0x81 || s[0] > 0xFE) {
        return -1;
    }
    return len < 2 ? 0 : pair(table_big5, s[0], 0x81, s[1], 0x40, 0xFE, ret_point);
}

static int decode_shift_jis(const unsigned char *s, size_t len, uint32_t *ret_point)
{
    if (s[0] >= 0xA1 && s[0] <= 0xDF) { /* half-width katakana */
        *ret_point = 0xFF61u + (s[0] - 0xA1u);
        return 1;
    }
    if (s[0] < 0x81 || s[0] > 0xFC || s[0] == 0xA0) {
        return -1;
    }
    return len < 2 ? 0 : pair(table_shift_jis, s[0], 0x81, s[1], 0x40, 0xFC, ret_point);
}

static int decode_euc_jp(const unsigned char *s, size_t len, uint32_t *ret_point)
{
    if (s[0] == 0x8E) { /* half-width katakana */
        if (len < 2) {
            return 0;
        }
        *ret_point = 0xFF61u + (s[1] - 0xA1u);
        return s[1] >= 0xA1 && s[1] <= 0xDF ? 2 : -1;
    }
    if (s[0] == 0x8F) { /* JIS X 0212 */
        if (len >= 2 && (s[1] < 0xA1 || s[1] > 0xFE)) {
            return -1;
        }
        if (len < 3) {
            return 0;
        }
        return pair(table_jis0212, s[1], 0xA1, s[2], 0xA1, 0xFE, ret_point) == 2 ? 3 : -1;
    }
    if (s[0] < 0xA1 || s[0] > 0xFE) {
        return -1;
    }
    return len < 2 ? 0 : pair(table_jis0208, s[0], 0xA1, s[1], 0xA1, 0xFE, ret_point);
}

static int decode_euc_kr(const unsigned char *s, size_t len, uint32_t *ret_point)
{
    if (s[0] < 0x81 || s[0] > 0xFE) {
        return -1;
    }
    return len < 2 ? 0 : pair(table_euc_kr, s[0], 0x81, s[1], 0x41, 0xFE, ret_point);
}

static int decode_utf16(unsigned high_first, const unsigned char *s, size_t len,
                        uint32_t *ret_point)
{
    if (len < 2) {
        return 0;
    }
    uint32_t unit = high_first ? (uint32_t)(s[0] << 8 | s[1]) : (uint32_t)(s[1] << 8 | s[0]);
    if (unit < 0xD800 || unit > 0xDFFF) {
        *ret_point = unit;
        return unit ? 2 : -1;
    }
    if (unit > 0xDBFF) {
        return -1;
    }
    if (len < 4) {
        return 0;
    }
    uint32_t low = high_first ? (uint32_t)(s[2] << 8 | s[3]) : (uint32_t)(s[3] << 8 | s[2]);
    if (low < 0xDC00 || low > 0xDFFF) {
        return -1;
    }
    *ret_point = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    return 4;
}

static int decode_utf16le(const unsigned char *s, size_t len, uint32_t *ret_point)
{
    return decode_utf16(0, s, len, ret_point);
}

static int decode_utf16be(const unsigned char *s, size_t len, uint32_t *ret_point)
{
    return decode_utf16(1, s, len, ret_point);
}

static decode_fn decoder_of(ps_charset_kind kind)
{
    switch (kind) {
    case PS_CHARSET_UTF16LE:
        return decode_utf16le;
    case PS_CHARSET_UTF16BE:
        return decode_utf16be;
    case PS_CHARSET_GB18030:
        return decode_gb18030;
    case PS_CHARSET_BIG5:
        return decode_big5;
    case PS_CHARSET_SHIFT_JIS:
        return decode_shift_jis;
    case PS_CHARSET_EUC_JP:
        return decode_euc_jp;
    case PS_CHARSET_EUC_KR:
        return decode_euc_kr;
    case PS_CHARSET_UTF8:
    case PS_CHARSET_ASCII:
    case PS_CHARSET_UTF16:
    case PS_CHARSET_SINGLE:
        break;
    }
    return NULL;
}

/* Length of the run of bytes 0x01 to 0x7F at the front. */
static size_t ascii_run(const unsigned char *s, size_t len)
{
    enum { BLOCK = 128 };
    size_t at = 0;
    for (; len - at >= BLOCK; at += BLOCK) {
        /* The compiler makes vector code of this: in every other byte the top bit stays 0. */
        unsigned char seen = 0;
        for (size_t i = 0; i < BLOCK; i++) {
            seen |= (unsigned char)(s[at + i] | (unsigned char)(s[at + i] - 1));
        }
        if (seen & 0x80) {
            break;
        }
    }
    for (; len - at >= sizeof(uint64_t); at += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, s + at, sizeof word);
        /* Subtracting borrows from a higher byte only when a lower one is 0: seen all the same. */
        if ((word | (word - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) {
            break;
        }
    }
    while (at < len && s[at] - 1u < 0x7F) {
        at++;
    }
    return at;
}

ps_decode_end ps_charset_decode(const ps_charset *charset, ps_str bytes, char *out, size_t room,
                                size_t *ret_taken, size_t *ret_given)
{
    const unsigned char *s = (const unsigned char *)bytes.ptr;
    decode_fn decode = decoder_of(charset->kind);
    int wide = charset->kind == PS_CHARSET_UTF16LE || charset->kind == PS_CHARSET_UTF16BE;
    ps_decode_end end = PS_DECODE_ALL;
    size_t at = 0;
    size_t given = 0;
    while (at < bytes.len) {
        if (room - given < 4) {
            end = PS_DECODE_FULL;
            break;
        }
        if (!wide && s[at] < 0x80) {
            size_t fits = bytes.len - at < room - given ? bytes.len - at : room - given;
            size_t run = ascii_run(s + at, fits);
            if (!run) { /* NUL */
                end = PS_DECODE_BAD;
                break;
            }
            memcpy(out + given, s + at, run);
            at += run;
            given += run;
            continue;
        }
        uint32_t point = 0;
        int size;
        if (decode) {
            size = decode(s + at, bytes.len - at, &point);
        } else {
            point = charset->high ? charset->high[s[at] - 0x80] : 0;
            size = point ? 1 : -1;
        }
        if (size <= 0) {
            end = size ? PS_DECODE_BAD : PS_DECODE_PARTIAL;
            break;
        }
        given += ps_utf8_encode(point, out + given);
        at += (size_t)size;
    }
    *ret_taken = at;
    *ret_given = given;
    return end;
}

/* One character: as decode_fn. */
static int utf8_char(const unsigned char *s, size_t len)
{
    size_t size = ps_utf8_length(s, len);
    if (size || len >= 4) {
        return size ? (int)size : -1;
    }
    /* It is cut off when one of these makes it whole: every lead byte takes one of them. */
    static const unsigned char tails[] = {0x80, 0xA0};
    for (size_t i = 0; i < sizeof tails; i++) {
        unsigned char whole[4];
        memset(whole, tails[i], sizeof whole);
        memcpy(whole, s, len);
        if (ps_utf8_length(whole, sizeof whole)) {
            return 0;
        }
    }
    return -1;
}

size_t ps_utf8_span(ps_str bytes, int ascii, ps_decode_end *ret_end)
{
    const unsigned char *s = (const unsigned char *)bytes.ptr;
    size_t at = 0;
    *ret_end = PS_DECODE_ALL;
    while (at < bytes.len) {
        if (s[at] - 1u < 0x7F) {
            at += ascii_run(s + at, bytes.len - at);
            continue;
        }
        int size = s[at] && !ascii ? utf8_char(s + at, bytes.len - at) : -1;
        if (size <= 0) {
            *ret_end = size ? PS_DECODE_BAD : PS_DECODE_PARTIAL;
            break;
        }
        at += (size_t)size;
    }
    return at;
}
