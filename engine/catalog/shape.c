/* The tail of a model-number shape: '#' is a digit, '@' a letter, '*' the rest of the word (maybe
 * nothing), ' ' a blank that may be missing; all else stands for itself. Text is folded: lower
 * case, hyphens are blanks.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "catalog/survey.h"

static int word_char_at(ps_str text, size_t at, size_t *ret_len)
{
    uint32_t c;
    if (at >= text.len) {
        return 0;
    }
    *ret_len = ps_utf8_next(text, at, &c);
    return ps_is_word_char(c);
}

int ps_shape_matches(ps_str tail, ps_str text, size_t at, size_t *ret_end)
{
    size_t len = 0;
    for (size_t i = 0; i < tail.len; i++) {
        char want = tail.ptr[i];
        char have = at < text.len ? text.ptr[at] : '\0';
        if (want == '*') {
            while (word_char_at(text, at, &len)) {
                at += len;
            }
        } else if (want == ' ') {
            at += have == ' ';
        } else if (want == '#'   ? ps_is_digit(have)
                   : want == '@' ? ps_is_alpha(have)
                                 : want == have) {
            at++;
        } else {
            return 0;
        }
    }
    *ret_end = at;
    return !word_char_at(text, at, &len) ||
           (at > 0 && !ps_is_digit(text.ptr[at - 1]) && !ps_is_alpha(text.ptr[at - 1]));
}
