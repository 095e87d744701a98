/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

int ps_str_compare(ps_str a, ps_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int c = common ? memcmp(a.ptr, b.ptr, common) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

int ps_str_equal_ascii_case(ps_str a, ps_str b)
{
    if (a.len != b.len) {
        return 0;
    }
    for (size_t i = 0; i < a.len; i++) {
        if (ps_lower(a.ptr[i]) != ps_lower(b.ptr[i])) {
            return 0;
        }
    }
    return 1;
}

int ps_str_starts(ps_str text, ps_str prefix)
{
    return text.len >= prefix.len && ps_str_equal(ps_str_slice(text, 0, prefix.len), prefix);
}

int ps_str_ends(ps_str text, ps_str suffix)
{
    return text.len >= suffix.len &&
           ps_str_equal(ps_str_slice(text, text.len - suffix.len, text.len), suffix);
}

ps_str ps_str_trim_ends(ps_str text)
{
    while (text.len && ps_is_space(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len && ps_is_space(text.ptr[text.len - 1])) {
        text.len--;
    }
    return text;
}

size_t ps_str_find(ps_str text, ps_str needle)
{
    if (needle.len == 0) {
        return 0;
    }
    for (size_t at = 0; needle.len <= text.len - at;) {
        const char *hit = memchr(text.ptr + at, needle.ptr[0], text.len - at - needle.len + 1);
        if (!hit) {
            return SIZE_MAX;
        }
        at = (size_t)(hit - text.ptr);
        if (needle.len == 1 || memcmp(hit, needle.ptr, needle.len) == 0) {
            return at;
        }
        at++;
    }
    return SIZE_MAX;
}

int ps_str_next(ps_str *text, char separator, ps_str *ret_part)
{
    if (text->len == 0) {
        return 0;
    }
    const char *hit = memchr(text->ptr, separator, text->len);
    size_t len = hit ? (size_t)(hit - text->ptr) : text->len;
    *ret_part = ps_str_slice(*text, 0, len);
    *text = ps_str_slice(*text, hit ? len + 1 : len, text->len);
    return 1;
}

int ps_str_next_word(ps_str *text, ps_str *ret_word)
{
    ps_str rest = *text;
    while (rest.len && ps_is_space(rest.ptr[0])) {
        rest = ps_str_slice(rest, 1, rest.len);
    }
    size_t len = 0;
    while (len < rest.len && !ps_is_space(rest.ptr[len])) {
        len++;
    }
    *text = ps_str_slice(rest, len, rest.len);
    *ret_word = ps_str_slice(rest, 0, len);
    return len > 0;
}

ps_str ps_str_cut(ps_str text, size_t max)
{
    if (text.len <= max) {
        return text;
    }
    while (max > 0 && ((unsigned char)text.ptr[max] & 0xC0) == 0x80) {
        max--;
    }
    return ps_str_slice(text, 0, max);
}

int ps_str_to_uint(ps_str text, uint64_t max, uint64_t *ret)
{
    if (text.len == 0 || text.len > 20) {
        return 0;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!ps_is_digit(text.ptr[i]) || __builtin_mul_overflow(value, (uint64_t)10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(text.ptr[i] - '0'), &value)) {
            return 0;
        }
    }
    if (value > max) {
        return 0;
    }
    *ret = value;
    return 1;
}

ps_str ps_str_of_uint(uint64_t value, char room[PS_UINT_ROOM])
{
    size_t at = PS_UINT_ROOM;
    do {
        room[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    return (ps_str){room + at, PS_UINT_ROOM - at};
}

size_t ps_str_distance(ps_str a, ps_str b)
{
    enum { LONGEST = 64 };
    if (a.len > LONGEST || b.len > LONGEST) {
        return SIZE_MAX;
    }
    size_t row[LONGEST + 1];
    for (size_t j = 0; j <= b.len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = corner + (a.ptr[i - 1] != b.ptr[j - 1]);
            corner = row[j];
            size_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = change < least ? change : least;
        }
    }
    return row[b.len];
}

/* Up to eight bytes as a number, by reads that overlap rather than byte by byte. */
static uint64_t short_piece(const char *bytes, size_t len)
{
    uint32_t first = 0;
    uint32_t last = 0;
    if (len >= sizeof first) {
        memcpy(&first, bytes, sizeof first);
        memcpy(&last, bytes + len - sizeof last, sizeof last);
    } else if (len) {
        first = (unsigned char)bytes[0] | (uint32_t)(unsigned char)bytes[len / 2] << 8;
        last = (unsigned char)bytes[len - 1];
    }
    return first | (uint64_t)last << 32;
}

static uint64_t mix(uint64_t hash, uint64_t piece)
{
    hash = (hash ^ piece) * 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 29;
}

uint64_t ps_str_hash(ps_str text)
{
    /* Eight bytes at a time, the last ones perhaps twice: namespace URIs are long, and loading the
     * packs hashes thousands of them. */
    uint64_t hash = mix(0xcbf29ce484222325U, text.len);
    uint64_t piece;
    if (text.len < sizeof piece) {
        hash = mix(hash, short_piece(text.ptr, text.len));
        return hash ^ hash >> 32;
    }
    for (size_t i = 0; text.len - i > sizeof piece; i += sizeof piece) {
        memcpy(&piece, text.ptr + i, sizeof piece);
        hash = mix(hash, piece);
    }
    memcpy(&piece, text.ptr + text.len - sizeof piece, sizeof piece);
    hash = mix(hash, piece);
    return hash ^ hash >> 32;
}
