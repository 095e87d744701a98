/* SPDX-License-Identifier: Apache-2.0 */
#include "report/citation.h"

#include "base/str.h"
#include "report/phrases.h"

enum { ARTICLE_MOST = 1999 };

/* 5 五, 14 十四, 105 一百零五, 1260 一千二百六十 */
static void add_number(ps_buffer *out, uint64_t number)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    static const struct {
        uint64_t value;
        const char *name;
    } units[] = {{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}};
    int begun = 0;
    int skipped = 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        uint64_t digit = number / units[i].value % 10;
        if (!digit) {
            skipped = begun;
            continue;
        }
        ps_buffer_add_text(out, skipped ? digits[0] : "");
        if (digit > 1 || units[i].value != 10 || begun) {
            ps_buffer_add_text(out, digits[digit]);
        }
        ps_buffer_add_text(out, units[i].name);
        begun = 1;
        skipped = 0;
    }
}

static int take(ps_str *text, ps_str what)
{
    if (!ps_str_starts(*text, what)) {
        return 0;
    }
    *text = ps_str_slice(*text, what.len, text->len);
    return 1;
}

static int take_number(ps_str *text, uint64_t *ret_number)
{
    size_t len = 0;
    while (len < text->len && text->ptr[len] >= '0' && text->ptr[len] <= '9') {
        len++;
    }
    if (!ps_str_to_uint(ps_str_slice(*text, 0, len), ARTICLE_MOST, ret_number) || !*ret_number) {
        return 0;
    }
    *text = ps_str_slice(*text, len, text->len);
    return 1;
}

/* "24(1)" */
static int add_article(ps_buffer *out, ps_str *rest)
{
    uint64_t number;
    if (!take_number(rest, &number)) {
        return 0;
    }
    ps_buffer_add_text(out, "第");
    add_number(out, number);
    ps_buffer_add_text(out, "条");
    if (take(rest, PS_STR("("))) {
        if (!take_number(rest, &number) || !take(rest, PS_STR(")"))) {
            return 0;
        }
        ps_buffer_add_text(out, "第");
        add_number(out, number);
        ps_buffer_add_text(out, "款");
    }
    return 1;
}

/* "5, 11 to 14 (note)" */
static int add_articles(ps_buffer *out, const ps_phrases *phrases, ps_str rest)
{
    if (!add_article(out, &rest)) {
        return 0;
    }
    while (rest.len && rest.ptr[0] != '(' && !ps_str_starts(rest, PS_STR(" ("))) {
        const char *between = take(&rest, PS_STR(", "))     ? "、"
                              : take(&rest, PS_STR(" to ")) ? "至"
                                                            : NULL;
        if (!between) {
            return 0;
        }
        ps_buffer_add_text(out, between);
        if (!add_article(out, &rest)) {
            return 0;
        }
    }
    if (take(&rest, PS_STR(" ("))) {
        if (!ps_str_ends(rest, PS_STR(")"))) {
            return 0;
        }
        ps_buffer_add_text(out, "（");
        rest.len--;
        if (!ps_phrase_add(out, phrases, PS_SAID_NOTE, rest)) {
            return 0;
        }
        ps_buffer_add_text(out, "）");
        rest.len = 0;
    }
    return rest.len == 0;
}

int ps_citation_add(ps_buffer *out, const ps_phrases *phrases, ps_str citation)
{
    size_t before = out->len;
    size_t at = ps_str_find(citation, PS_STR(" art"));
    if (at == SIZE_MAX ||
        !ps_phrase_add(out, phrases, PS_SAID_LABEL, ps_str_slice(citation, 0, at))) {
        return 0;
    }
    ps_str rest = ps_str_slice(citation, at, citation.len);
    if ((take(&rest, PS_STR(" art. ")) || take(&rest, PS_STR(" arts. "))) &&
        add_articles(out, phrases, rest)) {
        return 1;
    }
    out->len = before;
    return 0;
}
