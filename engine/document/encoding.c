/* SPDX-License-Identifier: Apache-2.0 */
#include "document/encoding.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "xml/charset.h"

enum {
    STEP = 4096,
    BAD_SHARE = 200,  /* a text may have one wrong byte in so many and still be of the encoding */
    COMMON_LEAST = 60 /* of 100 wide characters so many are common ones, if the guess is right */
};

/* U+FFFD */
static const ps_str replacement = PS_STR_INIT("\xEF\xBF\xBD");

/* The next whole characters of `bytes`, from *at. 0 when the byte at *at begins none. `wide` is
 * where they go unless they are UTF-8 already. */
static ps_str next_piece(const ps_charset *charset, ps_str bytes, size_t *at, char wide[STEP])
{
    ps_str rest = ps_str_slice(bytes, *at, bytes.len);
    ps_decode_end end;
    if (charset->kind == PS_CHARSET_UTF8 || charset->kind == PS_CHARSET_ASCII) {
        size_t len = ps_utf8_span(rest, charset->kind == PS_CHARSET_ASCII, &end);
        *at += len;
        return ps_str_slice(rest, 0, len);
    }
    size_t taken;
    size_t given;
    end = ps_charset_decode(charset, rest, wide, STEP, &taken, &given);
    (void)end; /* nothing taken says it all: a wrong byte, or the end of a text that is cut */
    *at += taken;
    return (ps_str){wide, given};
}

static size_t unit_of(const ps_charset *charset)
{
    return charset->kind == PS_CHARSET_UTF16LE || charset->kind == PS_CHARSET_UTF16BE ? 2 : 1;
}

/* @return the bytes that are no characters. */
static size_t count_bad(const ps_charset *charset, ps_str bytes)
{
    char wide[STEP];
    size_t bad = 0;
    for (size_t at = 0; at < bytes.len;) {
        size_t before = at;
        (void)next_piece(charset, bytes, &at, wide);
        if (at == before) {
            bad++;
            at += unit_of(charset);
        }
    }
    return bad;
}

/* @return 0 when `out` cannot take it all. */
static int decode(const ps_charset *charset, ps_str bytes, ps_buffer *out)
{
    char wide[STEP];
    for (size_t at = 0; at < bytes.len;) {
        size_t before = at;
        ps_str piece = next_piece(charset, bytes, &at, wide);
        if (at == before) {
            at += unit_of(charset);
            /* A run of them makes one mark: the text must not grow threefold. */
            piece = ps_str_ends(ps_buffer_str(out), replacement) ? PS_NO_STR : replacement;
        }
        if (piece.len > out->limit - out->len) {
            return 0;
        }
        ps_buffer_add_str(out, piece);
    }
    return 1;
}

/* How common the two-byte characters are, of 100; the leads of the characters that make up most of
 * any text lie together in both encodings. */
static unsigned common_share(ps_str bytes, unsigned lead_first, unsigned lead_last,
                             unsigned trail_first)
{
    const unsigned char *s = (const unsigned char *)bytes.ptr;
    size_t pairs = 0;
    size_t common = 0;
    for (size_t i = 0; i + 1 < bytes.len; i++) {
        if (s[i] < 0x81) {
            continue;
        }
        int is_sign = s[i] >= 0xA1 && s[i] <= 0xA3;
        pairs++;
        common += (is_sign || (s[i] >= lead_first && s[i] <= lead_last)) && s[i + 1] >= trail_first;
        i++;
    }
    return pairs ? (unsigned)(common * 100 / pairs) : 0;
}

/* Zeros at every second place only. */
static const ps_charset *utf16_of(ps_str bytes)
{
    size_t zeros[2] = {0};
    size_t len = bytes.len < STEP ? bytes.len : STEP;
    for (size_t i = 0; i < len; i++) {
        zeros[i % 2] += bytes.ptr[i] == 0;
    }
    if (zeros[0] && zeros[1]) {
        return NULL;
    }
    return zeros[1] ? ps_charset_of_kind(PS_CHARSET_UTF16LE)
                    : (zeros[0] ? ps_charset_of_kind(PS_CHARSET_UTF16BE) : NULL);
}

static const ps_charset *guess(ps_str bytes)
{
    const ps_charset *charset = utf16_of(bytes);
    if (charset) {
        return charset;
    }
    const ps_charset *gb = ps_charset_of_kind(PS_CHARSET_GB18030);
    const ps_charset *big5 = ps_charset_of_kind(PS_CHARSET_BIG5);
    unsigned as_gb = common_share(bytes, 0xB0, 0xD7, 0xA1);
    unsigned as_big5 = common_share(bytes, 0xA4, 0xC6, 0x40);
    int gb_first = as_gb >= as_big5;
    charset = gb_first ? gb : big5;
    if ((gb_first ? as_gb : as_big5) >= COMMON_LEAST &&
        count_bad(charset, bytes) <= bytes.len / BAD_SHARE) {
        return charset;
    }
    charset = ps_charset_find(PS_STR("windows-1252"));
    return count_bad(charset, bytes) ? NULL : charset;
}

/* By the mark; *ret_skip bytes of it. */
static const ps_charset *marked(ps_str bytes, size_t *ret_skip)
{
    *ret_skip = 3;
    if (ps_str_starts(bytes, PS_STR("\xEF\xBB\xBF"))) {
        return ps_charset_of_kind(PS_CHARSET_UTF8);
    }
    *ret_skip = 2;
    if (ps_str_starts(bytes, PS_STR("\xFF\xFE"))) {
        return ps_charset_of_kind(PS_CHARSET_UTF16LE);
    }
    if (ps_str_starts(bytes, PS_STR("\xFE\xFF"))) {
        return ps_charset_of_kind(PS_CHARSET_UTF16BE);
    }
    *ret_skip = 0;
    return NULL;
}

static const ps_charset *told_charset(ps_str bytes, ps_str told)
{
    const ps_charset *charset = told.len ? ps_charset_find(told) : NULL;
    if (!charset || charset->kind == PS_CHARSET_UTF16) {
        return NULL;
    }
    return count_bad(charset, bytes) <= bytes.len / BAD_SHARE ? charset : NULL;
}

ps_status ps_encoding_decode(ps_reading *reading, ps_str bytes, ps_str told, ps_buffer *room,
                             ps_str *ret_text, ps_error *reterr)
{
    size_t skip;
    const ps_charset *utf8 = ps_charset_of_kind(PS_CHARSET_UTF8);
    const ps_charset *charset = marked(bytes, &skip);
    bytes = ps_str_slice(bytes, skip, bytes.len);
    if (!charset) {
        /* Text in another encoding is hardly ever valid UTF-8; what is told is often wrong. */
        charset = count_bad(utf8, bytes) == 0 ? utf8 : told_charset(bytes, told);
        const ps_charset *was_told = told.len ? ps_charset_find(told) : NULL;
        int differs = charset == utf8 && was_told && was_told->kind != PS_CHARSET_UTF8 &&
                      count_bad(ps_charset_of_kind(PS_CHARSET_ASCII), bytes) > 0;
        if (!charset || differs) {
            charset = charset ? charset : guess(bytes);
            if (charset) {
                ps_reading_note(reading, "its encoding was taken to be %s by its characters",
                                charset->name);
            }
        }
    }
    if (!charset) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                            "a text of no encoding that we know");
    }
    size_t bad = count_bad(charset, bytes);
    *ret_text = bytes;
    if (bad || charset->kind != PS_CHARSET_UTF8) {
        if (!decode(charset, bytes, room)) {
            return ps_error_limit(reterr, PS_FAILED, "attachment-text",
                                  "more than %zu bytes of text", room->limit);
        }
        if (room->failed) {
            return ps_error_memory(reterr);
        }
        *ret_text = ps_buffer_str(room);
    }
    if (bad) {
        ps_error error;
        PS_IGNORE(ps_error_set(&error, PS_WARN, PS_E_ATTACHMENT_DAMAGED,
                               "bytes at %zu places are no characters of %s", bad, charset->name));
        ps_reading_lose(reading, &error);
    }
    return PS_OK;
}
