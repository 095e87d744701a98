/* Headings: which words in front of a clause are its title.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "policy/segment.h"

enum { HEADING_LINE = 90, HEADING_INLINE = 60, HEADING_CJK = 45 };

/* Whether the word makes a statement out of a title. */
static int is_operative(ps_str word)
{
    static const char *const words[] = {
        "shall",  "must",  "will",  "may", "is",         "are",      "be",  "has",   "have",
        "agrees", "agree", "means", "not", "undertakes", "warrants", "can", "should"};
    for (size_t i = 0; i < PS_COUNT(words); i++) {
        if (ps_str_equal_ascii_case(word, ps_str_from(words[i]))) {
            return 1;
        }
    }
    return 0;
}

/* Each word of four letters or more begins with a capital, and none makes a statement. */
static int is_latin_title(ps_str text)
{
    size_t words = 0;
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        while (i < text.len && ps_is_alpha(text.ptr[i])) {
            i++;
        }
        ps_str word = ps_str_slice(text, start, i);
        if (is_operative(word)) {
            return 0;
        }
        if (word.len >= 4) {
            words++;
            /* "Non-disclosure": the second half may be small. */
            int joined = start > 0 && text.ptr[start - 1] == '-';
            if (!joined && !ps_char_is_upper((unsigned char)word.ptr[0])) {
                return 0;
            }
        }
        i += i == start;
    }
    return words > 0;
}

static int is_cjk_title(ps_str text)
{
    static const char *const operative[] = {"不得", "须",   "負",   "负有", "负责", "承担", "承擔",
                                            "有权", "有權", "禁止", "严禁", "嚴禁", "承诺", "承諾",
                                            "保证", "保證", "可以", "，",   ","};
    static const char *const harmless[] = {"供应", "供應", "响应", "響應", "相应",
                                           "应用", "應用", "应急", "應急"};
    for (size_t i = 0; i < PS_COUNT(operative); i++) {
        if (ps_str_find(text, ps_str_from(operative[i])) != SIZE_MAX) {
            return 0;
        }
    }
    if (ps_str_find(text, PS_STR("应")) == SIZE_MAX &&
        ps_str_find(text, PS_STR("應")) == SIZE_MAX) {
        return 1;
    }
    for (size_t i = 0; i < PS_COUNT(harmless); i++) {
        if (ps_str_find(text, ps_str_from(harmless[i])) != SIZE_MAX) {
            return 1;
        }
    }
    return 0;
}

/* How a heading may end: by the end of the line, by ". " or ": ", in Chinese by a blank. */
typedef enum heading_stop { STOP_NONE, STOP_LINE, STOP_MARK } heading_stop;

static size_t find_heading_stop(ps_str source, size_t at, int cjk, heading_stop *ret_stop)
{
    size_t i = at;
    *ret_stop = STOP_NONE;
    while (i < source.len && i - at <= HEADING_LINE) {
        size_t len;
        uint32_t c = ps_char_at(source, i, &len);
        if (ps_char_is_newline(c)) {
            *ret_stop = STOP_LINE;
            return i;
        }
        if (c == 0xFF1A || (cjk && (c == ':' || ps_char_is_blank(c)))) {
            *ret_stop = STOP_MARK;
            return i;
        }
        if (c == 0x3002 || c == 0xFF1B || c == ';') {
            return i;
        }
        if ((c == '.' || c == ':') && ps_skip_white(source, i + 1, 1) > i + 1) {
            *ret_stop = STOP_MARK;
            return i;
        }
        i += len;
    }
    if (i >= source.len) {
        *ret_stop = STOP_LINE;
    }
    return i;
}

size_t ps_heading_end(ps_str source, size_t at, int numbered)
{
    uint32_t first = ps_char_at(source, at, NULL);
    int cjk = ps_char_is_cjk(first);
    heading_stop stop;
    size_t end = find_heading_stop(source, at, cjk, &stop);
    if (end == at || stop == STOP_NONE || (!cjk && !ps_char_is_upper(first))) {
        return at;
    }
    ps_str title = ps_str_slice(source, at, end);
    char last = ps_str_trim(title).len ? ps_str_trim(title).ptr[ps_str_trim(title).len - 1] : '.';
    if (last == '.' || last == ',' || last == '!' || last == '?') {
        return at;
    }
    if (cjk) {
        int colon = stop == STOP_MARK && !ps_char_is_blank(ps_char_at(source, end, NULL));
        int fits = title.len <= HEADING_CJK && (numbered || stop == STOP_LINE || colon);
        return fits && is_cjk_title(title) ? end : at;
    }
    if (title.len > (stop == STOP_LINE ? HEADING_LINE : HEADING_INLINE) ||
        (stop == STOP_MARK && !numbered && source.ptr[end] != ':') || !is_latin_title(title)) {
        return at;
    }
    /* A line that goes on in small letters was only wrapped. */
    uint32_t next = ps_char_at(source, ps_skip_white(source, end + (stop == STOP_MARK), 1), NULL);
    return ps_char_is_lower(next) ? at : end;
}
