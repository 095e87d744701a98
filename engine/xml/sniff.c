/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/sniff.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

typedef struct pattern {
    ps_str bytes;
    ps_charset_kind kind;
    size_t skip;      /* length of the byte order mark */
    const char *name; /* of an encoding that is not accepted, else NULL */
} pattern;

/* Longer ones first where one begins another. */
static const pattern patterns[] = {
    {{"\xFF\xFE\0\0", 4}, PS_CHARSET_UTF8, 4, "UTF-32"},
    {{"\0\0\xFE\xFF", 4}, PS_CHARSET_UTF8, 4, "UTF-32"},
    {{"<\0\0\0", 4}, PS_CHARSET_UTF8, 0, "UTF-32"},
    {{"\0\0\0<", 4}, PS_CHARSET_UTF8, 0, "UTF-32"},
    {{"\x4C\x6F\xA7\x94", 4}, PS_CHARSET_UTF8, 0, "EBCDIC"},
    {{"\xEF\xBB\xBF", 3}, PS_CHARSET_UTF8, 3, NULL},
    {{"\xFF\xFE", 2}, PS_CHARSET_UTF16LE, 2, NULL},
    {{"\xFE\xFF", 2}, PS_CHARSET_UTF16BE, 2, NULL},
    {{"<\0", 2}, PS_CHARSET_UTF16LE, 0, NULL},
    {{"\0<", 2}, PS_CHARSET_UTF16BE, 0, NULL},
};

/* What else is met where XML is expected. */
static const struct {
    ps_str bytes;
    const char *name;
} strangers[] = {
    {{"%PDF-", 5}, "a PDF document"},
    {{"PK\x03\x04", 4}, "a ZIP archive"},
    {{"\x1F\x8B", 2}, "gzip-compressed data"},
    {{"\x28\xB5\x2F\xFD", 4}, "zstd-compressed data"},
    {{"\xFD"
      "7zXZ",
      5},
     "xz-compressed data"},
    {{"BZh", 3}, "bzip2-compressed data"},
    {{"\xD0\xCF\x11\xE0", 4}, "an old Office document"},
    {{"{\\rtf", 5}, "an RTF document"},
    {{"{", 1}, "JSON"},
    {{"[", 1}, "JSON"},
    {{"UNA", 3}, "an EDIFACT message"},
    {{"UNB", 3}, "an EDIFACT message"},
    {{"ISA", 3}, "an X12 message"},
};

static const pattern *pattern_of(ps_str head)
{
    for (size_t i = 0; i < PS_COUNT(patterns); i++) {
        if (ps_str_starts(head, patterns[i].bytes)) {
            return &patterns[i];
        }
    }
    return NULL;
}

static int is_name_char(char c)
{
    return ps_is_alpha(c) || ps_is_digit(c) || c == '-' || c == '_' || c == '.';
}

static size_t skip_blanks(ps_str text, size_t at)
{
    while (at < text.len && ps_is_space(text.ptr[at])) {
        at++;
    }
    return at;
}

int ps_declaration_read(ps_str text, ps_declaration *ret, size_t *ret_at)
{
    *ret = (ps_declaration){0};
    *ret_at = 0;
    text.len = text.len < PS_DECLARATION_MAX ? text.len : PS_DECLARATION_MAX;
    if (!ps_str_starts(text, PS_STR("<?xml")) || text.len < 6 || !ps_is_space(text.ptr[5])) {
        return 1;
    }
    size_t at = 5;
    for (;;) {
        *ret_at = at = skip_blanks(text, at);
        if (text.len - at >= 2 && text.ptr[at] == '?' && text.ptr[at + 1] == '>') {
            ret->end = at + 2;
            return 1;
        }
        size_t name = at;
        while (at < text.len && is_name_char(text.ptr[at])) {
            at++;
        }
        size_t name_end = at;
        at = skip_blanks(text, at);
        if (name == name_end || at == text.len || text.ptr[at] != '=') {
            return 0;
        }
        at = skip_blanks(text, at + 1);
        if (at == text.len || (text.ptr[at] != '"' && text.ptr[at] != '\'')) {
            return 0;
        }
        const char *quote = memchr(text.ptr + at + 1, text.ptr[at], text.len - at - 1);
        if (!quote) {
            return 0;
        }
        size_t value = at + 1;
        at = (size_t)(quote - text.ptr) + 1;
        if (ps_str_equal(ps_str_slice(text, name, name_end), PS_STR("encoding"))) {
            if (ret->label.ptr) {
                return 0;
            }
            ret->encoding = (ps_span){name, at};
            ret->label = ps_str_slice(text, value, at - 1);
        }
    }
}

/* The front of the document as ASCII, whatever its width; other characters become 0x1A, which is in
 * no declaration. */
static size_t narrow(ps_str head, size_t skip, ps_charset_kind kind, char *out, size_t room)
{
    size_t len = 0;
    if (kind != PS_CHARSET_UTF16LE && kind != PS_CHARSET_UTF16BE) {
        len = head.len - skip < room ? head.len - skip : room;
        memcpy(out, head.ptr + skip, len);
        return len;
    }
    size_t low = kind == PS_CHARSET_UTF16LE ? 0 : 1;
    for (size_t at = skip; at + 1 < head.len && len < room; at += 2) {
        char c = head.ptr[at + low];
        out[len++] = head.ptr[at + 1 - low] ? 0x1A : c;
    }
    return len;
}

static ps_status refuse_encoding(ps_str name, const char *why, ps_error *reterr)
{
    ps_status status = ps_error_set(reterr, PS_FAILED, PS_E_ENCODING,
                                    "encoding-not-allowed %.*s: %s", PS_FMT(name), why);
    ps_error_hint(reterr, "accepted are UTF-8, UTF-16, GB18030, GBK, GB2312, Big5, Shift_JIS, "
                          "EUC-JP, EUC-KR, ISO-8859-x, windows-125x, KOI8-R");
    return status;
}

/* The document begins with something else than XML. */
static ps_status refuse_content(ps_str text, ps_error *reterr)
{
    size_t at = skip_blanks(text, 0);
    if (at == text.len) {
        return ps_error_set(reterr, PS_FAILED, PS_E_NOT_XML,
                            text.len ? "nothing but white space" : "the input is empty");
    }
    for (size_t i = 0; i < PS_COUNT(strangers); i++) {
        if (ps_str_starts(ps_str_slice(text, at, text.len), strangers[i].bytes)) {
            return ps_error_set(reterr, PS_FAILED, PS_E_NOT_XML, "this is %s, not XML",
                                strangers[i].name);
        }
    }
    return ps_error_set(reterr, PS_FAILED, PS_E_NOT_XML, "no XML: the first byte is 0x%02X",
                        (unsigned)(unsigned char)text.ptr[at]);
}

/* A declared or told encoding against what the bytes show. */
static ps_status choose(const pattern *seen, ps_str label, const char *override, ps_sniffed *ret,
                        ps_error *reterr)
{
    const ps_charset *declared = NULL;
    const ps_charset *told = override ? ps_charset_find(ps_str_from(override)) : NULL;
    if (override && !told) {
        return refuse_encoding(ps_str_from(override), "asked for", reterr);
    }
    if (!told && label.ptr) {
        declared = ps_charset_find(label);
        if (!declared) {
            return refuse_encoding(label, "declared by the document", reterr);
        }
    }
    const ps_charset *wanted = told ? told : declared;
    if (!seen) {
        int wide =
            wanted && (wanted->kind == PS_CHARSET_UTF16 || wanted->kind == PS_CHARSET_UTF16LE ||
                       wanted->kind == PS_CHARSET_UTF16BE);
        if (wide) {
            return ps_error_set(reterr, PS_FAILED, PS_E_ENCODING_MISMATCH,
                                "%s as %s, but its characters have one byte",
                                told ? "to be read" : "declared", wanted->name);
        }
        ret->charset = wanted ? wanted : ps_charset_of_kind(PS_CHARSET_UTF8);
        return PS_OK;
    }
    ret->charset = ps_charset_of_kind(seen->kind);
    int same = !wanted || wanted->kind == seen->kind ||
               (wanted->kind == PS_CHARSET_UTF16 && seen->kind != PS_CHARSET_UTF8);
    if (!same) {
        (void)snprintf(ret->warning, sizeof ret->warning, "%s as %s, but read as %s after its %s",
                       told ? "to be read" : "declared", wanted->name, ret->charset->name,
                       seen->skip ? "byte order mark" : "byte pattern");
    }
    return PS_OK;
}

/* Blanks in front of the XML declaration are a usual accident of templates; without them the
 * document is well-formed, so they are passed over with a warning. */
static ps_str skip_to_declaration(ps_str text, size_t width, ps_sniffed *ret)
{
    size_t at = skip_blanks(text, 0);
    ps_str rest = ps_str_slice(text, at, text.len);
    if (!at || !ps_str_starts(rest, PS_STR("<?xml")) || rest.len < 6 || !ps_is_space(rest.ptr[5])) {
        return text;
    }
    for (size_t i = 0; i < at; i++) {
        ret->lines += text.ptr[i] == '\n';
    }
    ret->skip += at * width;
    (void)snprintf(ret->warning, sizeof ret->warning,
                   "white space in front of the XML declaration was passed over");
    return rest;
}

static ps_status sniff(ps_str head, const char *override, ps_sniffed *ret_sniffed, ps_error *reterr)
{
    char text[PS_SNIFF_BYTES];
    *ret_sniffed = (ps_sniffed){.charset = ps_charset_of_kind(PS_CHARSET_UTF8)};
    const pattern *seen = pattern_of(head);
    if (seen && seen->name) {
        return refuse_encoding(ps_str_from(seen->name), "so its first bytes say", reterr);
    }
    ps_charset_kind kind = seen ? seen->kind : PS_CHARSET_UTF8;
    ret_sniffed->skip = seen ? seen->skip : 0;
    ps_str ascii = {text, narrow(head, ret_sniffed->skip, kind, text, sizeof text)};
    size_t first = skip_blanks(ascii, 0);
    if (first == ascii.len ? ascii.len < sizeof text : ascii.ptr[first] != '<') {
        return refuse_content(ascii, reterr);
    }
    ascii = skip_to_declaration(ascii, kind == PS_CHARSET_UTF8 ? 1 : 2, ret_sniffed);
    ps_declaration declaration;
    size_t at;
    if (!ps_declaration_read(ascii, &declaration, &at)) {
        ps_status status = ps_error_set(
            reterr, PS_FAILED, PS_E_ILL_FORMED,
            "the XML declaration is malformed or longer than %d characters", PS_DECLARATION_MAX);
        ps_error_at(reterr, ret_sniffed->lines + 1, at + 1);
        if (reterr) {
            reterr->offset = ret_sniffed->skip + at * (kind == PS_CHARSET_UTF8 ? 1 : 2);
        }
        return status;
    }
    return choose(seen, declaration.label, override, ret_sniffed, reterr);
}

ps_status ps_sniff(ps_str head, const char *override, ps_sniffed *ret_sniffed, ps_error *reterr)
{
    ps_status status = sniff(head, override, ret_sniffed, reterr);
    if (status != PS_OK && reterr && !reterr->line) {
        ps_error_at(reterr, 1, 1);
        reterr->offset = 0;
    }
    return status;
}
