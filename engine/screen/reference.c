/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/reference.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "text/fold.h"

#define AMENDS "amends"

/* What a supplementary agreement calls itself, in the matching form. */
static const char *const amendment_names[] = {
    "补充协议",          "补充合同",  "变更协议",
    "修订协议",          "修改协议",  "amendment",
    "addendum",          "variation", "supplementary agree",
    "supplemental agree"};

/* A document says what it is in its title, not further down: in so many bytes of so many texts. */
enum { TITLE = 120, TEXTS = 4 };

ps_status ps_reference_key(ps_arena *arena, ps_str id, ps_str *ret_key, ps_error *reterr)
{
    ps_folded folded;
    ps_status status = ps_fold(arena, id, PS_FOLD_TEXT, &folded, reterr);
    if (status != PS_OK) {
        return status;
    }
    char *key = ps_arena_alloc(arena, folded.text.len + 1);
    if (!key) {
        return ps_error_memory(reterr);
    }
    size_t length = 0;
    for (size_t i = 0; i < folded.text.len; i++) {
        if (!ps_is_space(folded.text.ptr[i])) {
            key[length++] = folded.text.ptr[i];
        }
    }
    *ret_key = (ps_str){key, length};
    return PS_OK;
}

int ps_reference_amends(ps_str kind)
{
    return ps_str_is(kind, AMENDS);
}

/* Whether one of the words, in the matching form, stands in the text. */
static int has_word(ps_str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ps_str_find(text, ps_str_from(words[i])) != SIZE_MAX) {
            return 1;
        }
    }
    return 0;
}

/* 1 or 0; -1 without memory. */
static int names_amendment(ps_arena *arena, ps_str text)
{
    ps_folded folded;
    ps_error error;
    if (!text.len) {
        return 0;
    }
    if (ps_fold(arena, ps_str_cut(text, TITLE), PS_FOLD_TEXT, &folded, &error) != PS_OK) {
        return -1;
    }
    return has_word(folded.text, amendment_names, PS_COUNT(amendment_names));
}

/* Whether a contract calls itself an amendment: in its number or where its text begins. */
static int is_amendment(ps_arena *arena, const ps_record *record)
{
    if (record->kind != PS_KIND_CONTRACT) {
        return 0;
    }
    int is = names_amendment(arena, record->id.text);
    for (size_t i = 0; !is && i < record->text_count && i < TEXTS; i++) {
        is = names_amendment(arena, record->texts[i].heading.text);
        if (!is) {
            is = names_amendment(arena, ps_str_trim(record->texts[i].text.text));
        }
    }
    return is;
}

/* Whether a sentence deletes something that is called a clause. */
static int deletes_clause(ps_str sentence)
{
    static const char *const deletes[] = {"删除",   "取消",   "作废",     "废止",      "delet",
                                          "cancel", "revoke", "repealed", "struck out"};
    static const char *const clauses[] = {"条", "款", "clause", "section", "article", "paragraph"};
    return has_word(sentence, deletes, PS_COUNT(deletes)) &&
           has_word(sentence, clauses, PS_COUNT(clauses));
}

/* The next sentence, cut off the front of folded text; 0 when nothing is left. */
static int next_sentence(ps_str *text, ps_str *ret)
{
    size_t end = 0;
    while (end < text->len && !ps_str_starts(ps_str_slice(*text, end, text->len), PS_STR(". ")) &&
           !ps_str_starts(ps_str_slice(*text, end, text->len), PS_STR("。"))) {
        end++;
    }
    if (!text->len) {
        return 0;
    }
    *ret = ps_str_slice(*text, 0, end);
    *text = ps_str_slice(*text, end < text->len ? end + 1 : end, text->len);
    return 1;
}

/* Whether the texts take clauses of another document back: what those were about, only that
 * document tells. 1 or 0; -1 without memory. */
static int takes_clauses_back(ps_arena *arena, const ps_record *record)
{
    for (size_t i = 0; i < record->text_count; i++) {
        ps_folded folded;
        ps_error error;
        if (ps_fold(arena, record->texts[i].text.text, PS_FOLD_TEXT, &folded, &error) != PS_OK) {
            return -1;
        }
        ps_str sentence;
        while (next_sentence(&folded.text, &sentence)) {
            if (deletes_clause(sentence)) {
                return 1;
            }
        }
    }
    return 0;
}

static int has_amends(const ps_screened *screened)
{
    for (size_t i = 0; i < screened->contract_count; i++) {
        if (ps_reference_amends(screened->contract_kinds[i])) {
            return 1;
        }
    }
    return 0;
}

typedef struct collecting {
    ps_screened *screened;
    ps_str *contracts;
    ps_str *kinds;
    ps_str *quotations;
    size_t most; /* of each */
    int amendment;
} collecting;

static int is_among(ps_str id, const ps_str *ids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ps_str_equal(ids[i], id)) {
            return 1;
        }
    }
    return 0;
}

static void collect(collecting *c, const ps_reference *references, size_t count)
{
    ps_screened *s = c->screened;
    for (size_t i = 0; i < count; i++) {
        ps_str id = references[i].id.text;
        ps_str kind = references[i].kind;
        int contract = ps_str_is(kind, "contract") || ps_str_is(kind, "framework");
        if (!id.len) {
            continue;
        }
        if (ps_str_is(kind, "quotation")) {
            if (s->quotation_count < c->most && !is_among(id, c->quotations, s->quotation_count)) {
                c->quotations[s->quotation_count++] = id;
            }
        } else if ((contract || ps_reference_amends(kind)) && s->contract_count < c->most &&
                   !is_among(id, c->contracts, s->contract_count)) {
            c->kinds[s->contract_count] = contract && c->amendment ? PS_STR(AMENDS) : kind;
            c->contracts[s->contract_count++] = id;
        }
    }
}

/* Quadratic only in different references, of which there is a limit. */
ps_status ps_references_collect(const ps_record *record, const ps_limits *limits, ps_arena *arena,
                                ps_screened *screened, ps_error *reterr)
{
    size_t most = record->reference_count;
    for (size_t i = 0; i < record->item_count; i++) {
        most += record->items[i].reference_count;
    }
    if (most == 0) {
        return PS_OK;
    }
    most = most <= limits->references ? most : (size_t)limits->references + 1;
    collecting c = {.screened = screened, .most = most};
    c.contracts = ps_arena_array(arena, most, sizeof *c.contracts);
    c.kinds = ps_arena_array(arena, most, sizeof *c.kinds);
    c.quotations = ps_arena_array(arena, most, sizeof *c.quotations);
    int amendment = is_amendment(arena, record);
    if (!c.contracts || !c.kinds || !c.quotations || amendment < 0) {
        return ps_error_memory(reterr);
    }
    c.amendment = amendment;
    collect(&c, record->references, record->reference_count);
    for (size_t i = 0; i < record->item_count; i++) {
        collect(&c, record->items[i].references, record->items[i].reference_count);
    }
    screened->contracts = c.contracts;
    screened->contract_kinds = c.kinds;
    screened->quotations = c.quotations;
    int amends = record->kind == PS_KIND_CONTRACT && has_amends(screened);
    int takes = amends ? takes_clauses_back(arena, record) : 0;
    screened->takes_back = takes > 0;
    return takes < 0 ? ps_error_memory(reterr) : PS_OK;
}
