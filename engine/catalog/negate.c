/* Negations: "excluding servers", "不含服务器", "除服务器外", "compatible with firewalls".
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "catalog/survey.h"

static int is_stop(uint32_t c)
{
    /* , ; ! ? ( ) [ ] | and the full stops and brackets that folding leaves; the enumeration comma
     * goes on with the list */
    return c == ',' || c == ';' || c == '!' || c == '?' || c == '(' || c == ')' || c == '[' ||
           c == ']' || c == '|' || c == 0x3002 || c == 0x3010 || c == 0x3011 || c == 0x300A ||
           c == 0x300B;
}

static int one_begins(ps_str list, ps_str text, size_t at)
{
    ps_str word;
    while (ps_str_next(&list, '|', &word)) {
        if (ps_str_starts(ps_str_slice(text, at, text.len), word)) {
            return 1;
        }
    }
    return 0;
}

/* How far a negation that stands before its object reaches. */
static size_t reach_forward(const ps_cat_negation *negation, ps_str text, size_t from)
{
    size_t at = from;
    while (at < text.len && at - from < negation->reach) {
        uint32_t c;
        if (negation->closing.len && one_begins(negation->closing, text, at)) {
            return at;
        }
        size_t len = ps_utf8_next(text, at, &c);
        int full_stop = c == '.' && (at + 1 == text.len || text.ptr[at + 1] == ' ');
        if (is_stop(c) || full_stop || one_begins(negation->until, text, at)) {
            break;
        }
        at += len;
    }
    return negation->closing.len ? from : at;
}

/* How far one that stands behind its object reaches back. An opening bracket right before it
 * belongs to it: "server (not included)". */
static size_t reach_back(const ps_cat_negation *negation, ps_str text, size_t from)
{
    size_t at = from;
    while (at > 0 && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '(')) {
        at--;
    }
    while (at > 0 && from - at < negation->reach) {
        uint32_t c;
        size_t len = ps_utf8_previous(text, at, &c);
        int full_stop = c == '.' && at < text.len && text.ptr[at] == ' ';
        if (is_stop(c) || full_stop || one_begins(negation->until, text, at - len)) {
            break;
        }
        at -= len;
    }
    return at;
}

static int can_be_negated(const ps_hit *hit)
{
    return hit->verdict == PS_HIT_COUNTS &&
           (hit->kind == PS_CAT_TERM || hit->kind == PS_CAT_MODEL || hit->kind == PS_CAT_PATTERN ||
            hit->kind == PS_CAT_SCALE);
}

void ps_survey_negate(ps_survey *scan)
{
    ps_hit *hits = PS_SURVEY_HITS(scan);
    uint32_t count = PS_SURVEY_HIT_COUNT(scan);
    for (uint32_t i = 0; i < count; i++) {
        const ps_hit *word = &hits[i];
        if (word->kind != PS_CAT_NEGATION || word->verdict != PS_HIT_COUNTS) {
            continue;
        }
        const ps_cat_negation *negation =
            PS_CAT_AT(scan->catalog->negations, ps_cat_negation, word->owner);
        ps_str text = PS_SURVEY_FIELDS(scan)[word->field].folded.text;
        size_t from = negation->before ? word->end : reach_back(negation, text, word->start);
        size_t to = negation->before ? reach_forward(negation, text, word->end) : word->start;
        uint32_t k = i;
        while (!negation->before && k > 0 && hits[k - 1].field == word->field &&
               hits[k - 1].start >= from) {
            k--;
        }
        for (; k < count && hits[k].field == word->field && hits[k].start < to; k++) {
            if (hits[k].start >= from && hits[k].end <= to && can_be_negated(&hits[k])) {
                hits[k].verdict = PS_HIT_NEGATED;
                hits[k].by = i;
            }
        }
    }
}
