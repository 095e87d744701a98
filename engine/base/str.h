/* String views: small operations on ps_str. ASCII only where letters or blanks are meant; no
 * locale. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_STR_H
#define PS_BASE_STR_H

#include <string.h>

#include "procscreen/common.h"

/** A view of a literal. */
#define PS_STR(literal) ((ps_str){"" literal, sizeof(literal) - 1})
/** The same for static tables, where C17 wants a constant. */
#define PS_STR_INIT(literal)                                                                       \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
#define PS_NO_STR ((ps_str){NULL, 0})
/** For printf's "%.*s"; long texts are cut at 2 GiB, which printf could not take. */
#define PS_FMT(text)                                                                               \
    ((text).len > 0x7fffffff ? 0x7fffffff : (int)(text).len), ((text).ptr ? (text).ptr : "")

static inline ps_str ps_str_from(const char *terminated)
{
    return terminated ? (ps_str){terminated, strlen(terminated)} : PS_NO_STR;
}
static inline int ps_str_equal(ps_str a, ps_str b)
{
    /* most texts that differ differ in length or at once: no call for them */
    return a.len == b.len &&
           (a.len == 0 || (a.ptr[0] == b.ptr[0] && memcmp(a.ptr, b.ptr, a.len) == 0));
}
static inline int ps_str_is(ps_str a, const char *terminated)
{
    /* Most names differ in their first letter, and then their length need not be counted. */
    return (a.len == 0 || a.ptr[0] == terminated[0]) && ps_str_equal(a, ps_str_from(terminated));
}
static inline int ps_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
static inline int ps_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline int ps_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline char ps_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}
static inline char ps_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}
static inline ps_str ps_str_slice(ps_str text, size_t start, size_t end)
{
    /* Nothing may be added to a null pointer, not even 0. */
    return (ps_str){start ? text.ptr + start : text.ptr, end - start};
}

/** By bytes, shorter first when one begins the other: <0, 0, >0. */
int ps_str_compare(ps_str a, ps_str b);
/** Equal but for ASCII case. */
int ps_str_equal_ascii_case(ps_str a, ps_str b);
int ps_str_starts(ps_str text, ps_str prefix);
int ps_str_ends(ps_str text, ps_str suffix);
/** For ps_str_trim() alone: the same of a text that has a blank at an end. */
ps_str ps_str_trim_ends(ps_str text);
/** Without blanks (space, tab, line ends) at both ends. */
static inline ps_str ps_str_trim(ps_str text)
{
    /* Most texts have none; what is above the blank is none. */
    return text.len && (unsigned char)text.ptr[0] > ' ' &&
                   (unsigned char)text.ptr[text.len - 1] > ' '
               ? text
               : ps_str_trim_ends(text);
}
/** Offset of the first `needle`, or SIZE_MAX. An empty needle is at 0. */
size_t ps_str_find(ps_str text, ps_str needle);
/**
 * Cut the next part off the front of *text, up to `separator`, which is dropped.
 * @return 0 when nothing is left. An empty *text gives no part.
 */
int ps_str_next(ps_str *text, char separator, ps_str *ret_part);
/** The next part between blanks; 0 when only blanks are left. */
int ps_str_next_word(ps_str *text, ps_str *ret_word);
/** The longest prefix of at most `max` bytes that does not cut a UTF-8 character. */
ps_str ps_str_cut(ps_str text, size_t max);
/** Digits only, no sign; 0 when not a number or above `max`. */
int ps_str_to_uint(ps_str text, uint64_t max, uint64_t *ret);
enum { PS_UINT_ROOM = 20 };
/** The other way. @return A view of `room`. */
ps_str ps_str_of_uint(uint64_t value, char room[PS_UINT_ROOM]);
/** Levenshtein distance in bytes for "did you mean"; SIZE_MAX when longer than 64 bytes. */
size_t ps_str_distance(ps_str a, ps_str b);
/** A hash for tables that no input can choose the keys of, and for buckets where lookups compare in
 * full. */
uint64_t ps_str_hash(ps_str text);

#endif
