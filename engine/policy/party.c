/* Who is the buyer and who the supplier when the text calls them 甲方 and 乙方, Party A and Party
 * B.
 *
 * Usually 甲方 buys. But a form drafted by a supplier may define it the other way round, and then
 * every duty would be read as the other party's. What decides, strongest first: a definition, the
 * record's own names behind a label, a clue in the duties themselves, custom.
 * SPDX-License-Identifier: Apache-2.0 */
#include "policy/party.h"

#include "base/error.h"
#include "base/str.h"

enum {
    PREAMBLE = 24000, /* bytes in which definitions are looked for */
    NAME_DISTANCE = 60,
    NAME_LEAST = 4
};

#define PARTY_JIA "\xE7\x94\xB2\xE6\x96\xB9"
#define PARTY_YI "\xE4\xB9\x99\xE6\x96\xB9"
#define FIRST_JIA "\xE7\x94\xB2"
#define FIRST_YI "\xE4\xB9\x99"

int ps_party_has_labels(ps_str text)
{
    return ps_str_find(text, PS_STR(PARTY_JIA)) != SIZE_MAX ||
           ps_str_find(text, PS_STR(PARTY_YI)) != SIZE_MAX ||
           ps_str_find(text, PS_STR("party a")) != SIZE_MAX ||
           ps_str_find(text, PS_STR("party b")) != SIZE_MAX;
}

static int is_first_label(ps_str label)
{
    return ps_str_starts(label, PS_STR(FIRST_JIA)) || ps_str_is(label, "party a");
}

typedef struct search {
    const ps_policy *policy;
    ps_regex_scratch *scratch;
    const ps_folded *texts;
    size_t count;
    ps_party_roles *roles;
    ps_status status;
    ps_error *reterr;
} search;

static void decide(search *s, int swapped, ps_party_source source, size_t text, ps_span at,
                   uint32_t pattern)
{
    *s->roles = (ps_party_roles){swapped, source, (uint32_t)text, at, pattern};
}

/* The first label that a pattern of this rank tells about; the earliest in the text counts. */
static int by_pattern(search *s, ps_party_rank rank)
{
    const ps_policy *policy = s->policy;
    int found = 0;
    for (uint32_t i = policy->first_common; i < policy->pattern_count; i++) {
        const ps_clause_pattern *pattern = &policy->patterns[i];
        if (pattern->use != PS_USE_PARTY || pattern->rank != rank) {
            continue;
        }
        for (size_t t = 0; t < s->count; t++) {
            ps_str text = ps_str_cut(s->texts[t].text, PREAMBLE);
            ps_span match;
            ps_span label;
            ps_status status =
                ps_regex_find(pattern->regex, s->scratch, text, 0, &match, s->reterr);
            if (status == PS_FAILED || status == PS_FATAL) {
                s->status = status;
            }
            if (status != PS_OK || !ps_regex_group(pattern->regex, s->scratch, "label", &label)) {
                continue;
            }
            int first = is_first_label(ps_str_slice(text, label.start, label.end));
            if (!found || t < s->roles->text ||
                (t == s->roles->text && match.start < s->roles->folded.start)) {
                decide(s, first == pattern->says_supplier,
                       rank == PS_PARTY_CLUE ? PS_PARTY_BY_CLUE : PS_PARTY_BY_DEFINITION, t, match,
                       i);
            }
            found = 1;
        }
    }
    return found;
}

/* The label nearest in front of the name: "甲方：某某公司", "甲方（盖章）：…". */
static int label_before(ps_str text, size_t name, int *ret_first)
{
    static const char *const labels[] = {PARTY_JIA, "party a", PARTY_YI, "party b"};
    size_t from = name > NAME_DISTANCE ? name - NAME_DISTANCE : 0;
    ps_str window = ps_str_slice(text, from, name);
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < PS_COUNT(labels); i++) {
        ps_str label = ps_str_from(labels[i]);
        size_t at = 0;
        size_t hit;
        while ((hit = ps_str_find(ps_str_slice(window, at, window.len), label)) != SIZE_MAX) {
            at += hit + label.len;
            if (best == SIZE_MAX || at > best) {
                best = at;
                *ret_first = i < 2;
            }
        }
    }
    /* Between the two only what introduces a name. */
    return best != SIZE_MAX &&
           ps_str_find(ps_str_slice(window, best, window.len), PS_STR(":")) != SIZE_MAX;
}

static int by_name(search *s, ps_str name, int is_supplier, ps_arena *arena)
{
    ps_folded folded;
    if (ps_fold(arena, name, PS_FOLD_TEXT, &folded, s->reterr) != PS_OK) {
        s->status = PS_FATAL;
        return 0;
    }
    if (folded.text.len < NAME_LEAST) {
        return 0;
    }
    for (size_t t = 0; t < s->count; t++) {
        ps_str text = ps_str_cut(s->texts[t].text, PREAMBLE);
        size_t at = ps_str_find(text, folded.text);
        int first = 0;
        if (at != SIZE_MAX && label_before(text, at, &first)) {
            decide(s, first == is_supplier, PS_PARTY_BY_NAME, t,
                   (ps_span){at, at + folded.text.len}, 0);
            return 1;
        }
    }
    return 0;
}

ps_status ps_party_resolve(const ps_policy *policy, ps_regex_scratch *scratch,
                           const ps_record *record, const ps_folded *texts, size_t count,
                           ps_arena *arena, ps_party_roles *ret_roles, ps_error *reterr)
{
    search s = {policy, scratch, texts, count, ret_roles, PS_OK, reterr};
    *ret_roles = (ps_party_roles){.source = PS_PARTY_CONVENTION};
    if (by_pattern(&s, PS_PARTY_DEFINED) || s.status == PS_FATAL ||
        by_name(&s, record->supplier.name.text, 1, arena) ||
        by_name(&s, record->buyer.name.text, 0, arena) || s.status == PS_FATAL) {
        return s.status;
    }
    (void)by_pattern(&s, PS_PARTY_CLUE);
    return s.status;
}

ps_status ps_party_names_occur(const ps_record *record, ps_str folded_text, ps_arena *arena,
                               int *ret_occur, ps_error *reterr)
{
    const ps_str names[] = {record->supplier.name.text, record->buyer.name.text};
    *ret_occur = 0;
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        ps_folded folded;
        if (ps_fold(arena, names[i], PS_FOLD_TEXT, &folded, reterr) != PS_OK) {
            return ps_error_memory(reterr);
        }
        *ret_occur |=
            folded.text.len >= NAME_LEAST && ps_str_find(folded_text, folded.text) != SIZE_MAX;
    }
    return PS_OK;
}

ps_str ps_party_swap(ps_arena *arena, ps_str text)
{
    char *out = ps_arena_alloc(arena, text.len + 1);
    if (!out) {
        return PS_NO_STR;
    }
    memcpy(out, text.ptr, text.len);
    for (size_t i = 0; i + 6 <= text.len; i++) {
        const char *at = text.ptr + i;
        if (memcmp(at, PARTY_JIA, 6) == 0) {
            memcpy(out + i, FIRST_YI, 3);
        } else if (memcmp(at, PARTY_YI, 6) == 0) {
            memcpy(out + i, FIRST_JIA, 3);
        } else if (i + 7 <= text.len && memcmp(at, "party ", 6) == 0 &&
                   (at[6] == 'a' || at[6] == 'b') && !(i + 7 < text.len && ps_is_alpha(at[7]))) {
            out[i + 6] = at[6] == 'a' ? 'b' : 'a';
        }
    }
    return (ps_str){out, text.len};
}
