/* SPDX-License-Identifier: Apache-2.0 */
#include "document/kind.h"

#include "base/cleanup.h"
#include "base/str.h"

enum {
    HEAD = 2048,     /* bytes looked at for what a text is */
    PDF_SLACK = 1024 /* readers of PDF accept so much in front */
};

#define MAGIC(literal) PS_STR_INIT(literal)

static const struct {
    ps_str magic;
    size_t at;
    const char *what;
} others[] = {
    {MAGIC("\x89PNG\r\n\x1A\n"), 0, "a picture (PNG)"},
    {MAGIC("\xFF\xD8\xFF"), 0, "a picture (JPEG)"},
    {MAGIC("GIF87a"), 0, "a picture (GIF)"},
    {MAGIC("GIF89a"), 0, "a picture (GIF)"},
    {MAGIC("II*\0"), 0, "a picture (TIFF)"},
    {MAGIC("MM\0*"), 0, "a picture (TIFF)"},
    {MAGIC("\0\0\0\x0CjP  "), 0, "a picture (JPEG 2000)"},
    {MAGIC("WEBP"), 8, "a picture (WebP)"},
    {MAGIC("ftyp"), 4, "a picture or film (HEIF, MPEG-4)"},
    {MAGIC("\x1F\x8B"), 0, "a gzip file"},
    {MAGIC("Rar!\x1A\x07"), 0, "a RAR archive"},
    {MAGIC("7z\xBC\xAF\x27\x1C"), 0, "a 7-Zip archive"},
    {MAGIC("\xFD"
           "7zXZ"),
     0, "an xz file"},
    {MAGIC("\x28\xB5\x2F\xFD"), 0, "a Zstandard file"},
    {MAGIC("BZh"), 0, "a bzip2 file"},
    {MAGIC("ustar"), 257, "a tar archive"},
    {MAGIC("%!PS"), 0, "a PostScript file"},
    {MAGIC("AT&TFORM"), 0, "a DjVu file"},
    {MAGIC("\x7F"
           "ELF"),
     0, "a program"},
    {MAGIC("MIME-Version:"), 0, "a mail or a web archive (MHTML)"},
};

static int stands_at(ps_str bytes, size_t at, ps_str magic)
{
    return bytes.len >= at && ps_str_starts(ps_str_slice(bytes, at, bytes.len), magic);
}

/* The names of an OLE2 file's streams are UTF-16, and stand wherever its directory does. */
static int has_stream(ps_str bytes, const char *name)
{
    char wide[64];
    size_t len = 0;
    for (; name[len] && 2 * len + 2 <= sizeof wide; len++) {
        wide[2 * len] = name[len];
        wide[2 * len + 1] = 0;
    }
    return ps_str_find(bytes, (ps_str){wide, 2 * len}) != SIZE_MAX;
}

static const char *ole_kind(ps_str bytes, int *ret_encrypted)
{
    static const struct {
        const char *stream;
        const char *what;
    } rows[] = {
        {"WordDocument", "an old Word document (.doc)"},
        {"Workbook", "an old Excel workbook (.xls)"},
        {"PowerPoint Document", "an old PowerPoint presentation (.ppt)"},
        {"__substg1.0_", "an Outlook message (.msg)"},
    };
    if (has_stream(bytes, "EncryptedPackage")) {
        *ret_encrypted = 1;
        return "a document locked with a password (Office)";
    }
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        if (has_stream(bytes, rows[i].stream)) {
            return rows[i].what;
        }
    }
    return "an OLE2 file";
}

/* The beginning of a text in one byte a character: enough for markup, whatever its encoding. */
static ps_str ascii_head(ps_str bytes, char *room)
{
    size_t len = 0;
    int wide = ps_str_starts(bytes, PS_STR("\xFF\xFE")) || ps_str_starts(bytes, PS_STR("\xFE\xFF"));
    size_t at = wide ? 2 : ps_str_starts(bytes, PS_STR("\xEF\xBB\xBF")) ? 3 : 0;
    for (; at < bytes.len && len < HEAD; at++) {
        if (bytes.ptr[at]) { /* in UTF-16, every second one is 0 */
            room[len++] = ps_lower(bytes.ptr[at]);
        }
    }
    return ps_str_trim((ps_str){room, len});
}

/* Behind comments, processing instructions and the declaration. */
static ps_str skip_prolog(ps_str text)
{
    for (;;) {
        text = ps_str_trim(text);
        ps_str close = ps_str_starts(text, PS_STR("<!--")) ? PS_STR("-->")
                       : ps_str_starts(text, PS_STR("<?")) ? PS_STR("?>")
                                                           : PS_NO_STR;
        size_t end = close.len ? ps_str_find(text, close) : SIZE_MAX;
        if (end == SIZE_MAX) {
            return text;
        }
        text = ps_str_slice(text, end + close.len, text.len);
    }
}

static int begins_with_tag(ps_str text, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_str name = ps_str_from(names[i]);
        if (text.len > name.len && text.ptr[0] == '<' &&
            ps_str_starts(ps_str_slice(text, 1, text.len), name)) {
            char next = text.len > name.len + 1 ? text.ptr[name.len + 1] : '>';
            if (ps_is_space(next) || next == '>' || next == '/') {
                return 1;
            }
        }
    }
    return 0;
}

static ps_document_kind markup_kind(ps_str head)
{
    static const char *const pages[] = {"html", "head", "body", "!doctype html"};
    static const char *const pieces[] = {"p",  "div", "table", "span", "br",   "h1",  "h2",
                                         "h3", "ul",  "ol",    "b",    "font", "meta"};
    ps_str text = skip_prolog(head);
    if (begins_with_tag(text, pages, PS_COUNT(pages))) {
        return PS_DOCUMENT_HTML;
    }
    if (ps_str_starts(text, PS_STR("<office:document")) &&
        ps_str_find(text, PS_STR("opendocument.text")) != SIZE_MAX) {
        return PS_DOCUMENT_FLAT_ODT;
    }
    if (ps_str_starts(head, PS_STR("<?xml"))) {
        return PS_DOCUMENT_XML;
    }
    if (begins_with_tag(text, pieces, PS_COUNT(pieces))) {
        return PS_DOCUMENT_HTML;
    }
    int is_tag = text.len > 1 && text.ptr[0] == '<' &&
                 (ps_is_alpha(text.ptr[1]) || text.ptr[1] == '_' || text.ptr[1] == '!');
    /* "<Supplier> shall …" is a text with a blank to fill in */
    return is_tag && (ps_str_find(text, PS_STR("</")) != SIZE_MAX ||
                      ps_str_find(text, PS_STR("/>")) != SIZE_MAX || text.ptr[1] == '!')
               ? PS_DOCUMENT_XML
               : PS_DOCUMENT_PLAIN;
}

/* Bytes that no text has. UTF-16 has zeros, but all at even or all at odd places. */
static int is_binary(ps_str bytes)
{
    size_t zeros[2] = {0};
    size_t controls = 0;
    size_t len = bytes.len < HEAD ? bytes.len : HEAD;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        zeros[i % 2] += c == 0;
        controls += c > 0 && c < 0x20 && !ps_is_space((char)c) && c != '\f' && c != '\v' &&
                    c != 0x1A && c != 0x1B;
    }
    int wide = ps_str_starts(bytes, PS_STR("\xFF\xFE")) || ps_str_starts(bytes, PS_STR("\xFE\xFF"));
    if (wide) {
        return 0;
    }
    size_t fewer = zeros[0] < zeros[1] ? zeros[0] : zeros[1];
    size_t more = zeros[0] < zeros[1] ? zeros[1] : zeros[0];
    int utf16 = fewer == 0 && more > len / 8;
    return controls > len / 64 || (more && !utf16);
}

ps_document_kind ps_document_kind_of(ps_str bytes, const char **ret_why, int *ret_encrypted)
{
    char room[HEAD];
    *ret_encrypted = 0;
    if (bytes.len == 0) {
        *ret_why = "an empty file";
        return PS_DOCUMENT_OTHER;
    }
    if (ps_str_starts(bytes, PS_STR("PK\x03\x04")) || ps_str_starts(bytes, PS_STR("PK\x05\x06"))) {
        return PS_DOCUMENT_ZIP;
    }
    if (ps_str_starts(bytes, PS_STR("{\\rtf"))) {
        return PS_DOCUMENT_RTF;
    }
    if (ps_str_starts(bytes, PS_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))) {
        *ret_why = ole_kind(bytes, ret_encrypted);
        return PS_DOCUMENT_OTHER;
    }
    for (size_t i = 0; i < PS_COUNT(others); i++) {
        if (stands_at(bytes, others[i].at, others[i].magic)) {
            *ret_why = others[i].what;
            return PS_DOCUMENT_OTHER;
        }
    }
    if (ps_str_find((ps_str){bytes.ptr, bytes.len < PDF_SLACK ? bytes.len : PDF_SLACK},
                    PS_STR("%PDF-")) != SIZE_MAX) {
        return PS_DOCUMENT_PDF;
    }
    if (is_binary(bytes)) {
        *ret_why = "a file of an unknown kind";
        return PS_DOCUMENT_OTHER;
    }
    return markup_kind(ascii_head(bytes, room));
}

const char *ps_document_kind_name(ps_document_kind kind)
{
    switch (kind) {
    case PS_DOCUMENT_OTHER:
        break;
    case PS_DOCUMENT_PLAIN:
        return "plain text";
    case PS_DOCUMENT_HTML:
        return "HTML";
    case PS_DOCUMENT_XML:
        return "XML";
    case PS_DOCUMENT_FLAT_ODT:
        return "flat ODT";
    case PS_DOCUMENT_RTF:
        return "RTF";
    case PS_DOCUMENT_PDF:
        return "PDF";
    case PS_DOCUMENT_ZIP:
    case PS_DOCUMENT_ARCHIVE:
        return "zip";
    case PS_DOCUMENT_DOCX:
        return "DOCX";
    case PS_DOCUMENT_ODT:
        return "ODT";
    }
    return "unsupported";
}
