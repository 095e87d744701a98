/* The encodings that documents may have, and their way into UTF-8.
 *
 * Decoding is done here and not in libxml2: what reaches libxml2 is always valid UTF-8, so it is
 * never told an encoding by a document, loads no iconv module, and a wrong byte is found where it
 * stands. Threads: constant. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_CHARSET_H
#define PS_XML_CHARSET_H

#include "procscreen/common.h"

typedef enum ps_charset_kind {
    PS_CHARSET_UTF8,
    PS_CHARSET_ASCII,
    PS_CHARSET_UTF16, /* byte order not said; only as a label */
    PS_CHARSET_UTF16LE,
    PS_CHARSET_UTF16BE,
    PS_CHARSET_SINGLE, /* one byte a character, ASCII below 0x80 */
    PS_CHARSET_GB18030,
    PS_CHARSET_BIG5,
    PS_CHARSET_SHIFT_JIS,
    PS_CHARSET_EUC_JP,
    PS_CHARSET_EUC_KR
} ps_charset_kind;

typedef struct ps_charset {
    const char *name;
    ps_charset_kind kind;
    const uint16_t *high; /* PS_CHARSET_SINGLE: code points of 0x80 to 0xFF, 0 for none */
} ps_charset;

/** The accepted encoding of that label, whatever its case; NULL when it is not accepted. */
const ps_charset *ps_charset_find(ps_str label);
const ps_charset *ps_charset_of_kind(ps_charset_kind kind);

typedef enum ps_decode_end {
    PS_DECODE_ALL,     /* everything was taken */
    PS_DECODE_PARTIAL, /* the last character is not complete */
    PS_DECODE_FULL,    /* no more room in the output */
    PS_DECODE_BAD      /* the byte at *ret_taken begins no character of the encoding */
} ps_decode_end;

/**
 * Decode bytes to UTF-8. Not for UTF-8 and ASCII, which need no copy: see ps_utf8_span().
 *
 * @param room       Bytes free at `out`; at least 4.
 * @param ret_taken  Bytes taken of `bytes`.
 * @param ret_given  Bytes written to `out`.
 */
ps_decode_end ps_charset_decode(const ps_charset *charset, ps_str bytes, char *out, size_t room,
                                size_t *ret_taken, size_t *ret_given);

/**
 * Length of the longest prefix of whole valid UTF-8 characters (no overlong forms, no surrogates,
 * nothing above U+10FFFF) without NUL.
 *
 * @param ascii    Not 0: only bytes below 0x80 are valid.
 * @param ret_end  PS_DECODE_ALL, _PARTIAL (what follows could become a character) or _BAD (also for
 *                 NUL).
 */
size_t ps_utf8_span(ps_str bytes, int ascii, ps_decode_end *ret_end);

#endif
