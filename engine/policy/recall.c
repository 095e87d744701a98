/* The key is everything that a judgement depends on: the elements and articles in force, the
 * record's kind, every text with its heading, and how far apart in lines they stand. The parties'
 * names are not part of it (they differ from order to order): an answer says whether they could
 * matter, and then they are looked for.
 * SPDX-License-Identifier: Apache-2.0 */
#include "policy/recall.h"

#include "base/error.h"
#include "base/str.h"

ps_status ps_recall_init(ps_recall *recall, ps_error *reterr)
{
    *recall = (ps_recall){.memo = {.kept = 0}};
    ps_buffer_init(&recall->key, PS_RECALL_KEY_MAX);
    return ps_memo_init(&recall->memo, PS_RECALL_BYTES, 1, reterr);
}

void ps_recall_done(ps_recall *recall)
{
    ps_memo_done(&recall->memo);
    ps_buffer_done(&recall->key);
}

static void add_text(ps_buffer *key, ps_str text)
{
    ps_buffer_add_number(key, text.ptr ? text.len + 1 : 0);
    ps_buffer_add_str(key, text);
}

/* What is in force on the day. */
static void add_day(ps_buffer *key, const ps_policy *policy, ps_day day)
{
    for (size_t i = 0; i < policy->element_count; i++) {
        const ps_policy_element *element = &policy->elements[i];
        ps_buffer_add_char(
            key, day == PS_NO_DAY || ps_in_force(element->from, element->to, day) ? 'e' : '-');
        for (size_t b = 0; b < element->basis_count; b++) {
            const ps_dated *basis = &element->bases[b];
            ps_buffer_add_char(key, ps_in_force(basis->from, basis->to, day) ? 'b' : '-');
        }
    }
}

/* A line counts from the first text's; 0 without a line, where nothing can be moved. */
static int add_value(ps_buffer *key, ps_value value, uint64_t base)
{
    add_text(key, value.text);
    if (value.text.len) {
        ps_buffer_add_number(key, value.line - base);
    }
    return !value.text.len || value.line != 0;
}

/* 0 when such a record is not kept. */
static int make_key(ps_recall *recall, const ps_policy *policy, const ps_record *record, ps_day day)
{
    ps_buffer *key = &recall->key;
    ps_buffer_clear(key);
    if (record->text_count == 0) {
        return 0;
    }
    int known = 1;
    uint64_t base = record->texts[0].text.line;
    ps_buffer_add_number(key, record->kind);
    add_day(key, policy, day);
    for (size_t i = 0; i < record->text_count && !key->failed; i++) {
        const ps_text *text = &record->texts[i];
        ps_buffer_add_number(key, text->kind);
        ps_buffer_add_number(key, text->role);
        add_text(key, text->field);
        add_text(key, text->language.text);
        known &= add_value(key, text->heading, base) & add_value(key, text->text, base);
    }
    return known && !key->failed;
}

/* What is kept of a judgement. */
typedef struct answer {
    ps_str named;  /* folded texts in which the parties' names must not occur; ptr NULL: any may */
    uint64_t line; /* that the lines count from */
    const ps_element_outcome *elements;
    size_t count;
    ps_policy_texts texts;
} answer;

static const ps_evidence *copy_evidence(const ps_evidence *from, size_t count, uint64_t moved,
                                        ps_arena *arena)
{
    ps_evidence *to = ps_arena_array(arena, count, sizeof *to);
    for (size_t i = 0; to && i < count; i++) {
        to[i] = from[i];
        to[i].line += moved;
    }
    return to;
}

/* The answer's elements as the caller's own, their lines moved. */
static ps_status hand_out(const answer *known, uint64_t line, ps_arena *arena,
                          ps_element_outcome **ret_elements, size_t *ret_count,
                          ps_policy_texts *ret_texts, ps_error *reterr)
{
    uint64_t moved = line - known->line;
    ps_element_outcome *elements = ps_arena_bytes(arena, (known->count + 1) * sizeof *elements);
    if (!elements) {
        return ps_error_memory(reterr);
    }
    memcpy(elements, known->elements, known->count * sizeof *elements);
    for (size_t i = 0; i < known->count; i++) {
        ps_element_outcome *element = &elements[i];
        if (element->evidence_count) {
            element->evidence =
                copy_evidence(element->evidence, element->evidence_count, moved, arena);
            if (!element->evidence) {
                return ps_error_memory(reterr);
            }
        }
        if (element->nearest.quote.ptr) {
            element->nearest.line += moved;
        }
    }
    *ret_elements = elements;
    *ret_count = known->count;
    *ret_texts = known->texts;
    if (known->texts.refers_to_agreement) {
        ret_texts->referred.line += moved;
    }
    return PS_OK;
}

ps_status ps_recall_find(ps_recall *recall, const ps_policy *policy, const ps_record *record,
                         ps_day day, ps_arena *scratch, ps_arena *arena,
                         ps_element_outcome **ret_elements, size_t *ret_count,
                         ps_policy_texts *ret_texts, ps_error *reterr)
{
    ps_memo_skip(&recall->memo);
    ps_memo_settle(&recall->memo);
    if (!make_key(recall, policy, record, day)) {
        return PS_END;
    }
    const answer *known = ps_memo_find(&recall->memo, ps_buffer_str(&recall->key));
    if (!known) {
        return PS_END;
    }
    int occur = 0;
    if (known->named.ptr) {
        ps_status status = ps_party_names_occur(record, known->named, scratch, &occur, reterr);
        if (status != PS_OK) {
            return status;
        }
    }
    if (occur) {
        return PS_END; /* what is known stays: it is right for the others */
    }
    return hand_out(known, record->texts[0].text.line, arena, ret_elements, ret_count, ret_texts,
                    reterr);
}

/* 0: no room. What is absent stays absent. */
static int own(ps_memo *memo, ps_str *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (texts[i]->ptr) {
            *texts[i] = ps_memo_share(memo, *texts[i]);
            if (!texts[i]->ptr) {
                return 0;
            }
        }
    }
    return 1;
}

/* Ids and titles of the policy live longer than any record. */
static int own_evidence(ps_memo *memo, ps_evidence *evidence)
{
    ps_str *texts[] = {&evidence->field, &evidence->quote, &evidence->place};
    return own(memo, texts, PS_COUNT(texts));
}

static int own_element(ps_memo *memo, ps_element_outcome *element)
{
    ps_str *texts[] = {&element->basis, &element->lacks, &element->reason};
    if (!own(memo, texts, PS_COUNT(texts))) {
        return 0;
    }
    if (element->evidence_count) {
        ps_evidence *list = ps_arena_array(&memo->arena, element->evidence_count, sizeof *list);
        if (!list) {
            return 0;
        }
        for (size_t i = 0; i < element->evidence_count; i++) {
            list[i] = element->evidence[i];
            if (!own_evidence(memo, &list[i])) {
                return 0;
            }
        }
        element->evidence = list;
    }
    return own_evidence(memo, &element->nearest);
}

static int own_all(ps_memo *memo, const ps_element_outcome *elements, answer *kept)
{
    ps_element_outcome *list = ps_arena_array(&memo->arena, kept->count + 1, sizeof *list);
    if (!list) {
        return 0;
    }
    for (size_t i = 0; i < kept->count; i++) {
        list[i] = elements[i];
        if (!own_element(memo, &list[i])) {
            return 0;
        }
    }
    kept->elements = list;
    return own_evidence(memo, &kept->texts.referred);
}

/* Whatever a clock or a limit decided is decided anew. */
static int was_troubled(const ps_judging *j)
{
    for (size_t i = 0; i < j->m.policy->element_count; i++) {
        if (j->m.elements[i].trouble.len) {
            return 1;
        }
    }
    return j->m.out_of_time;
}

/* The folded texts one after the other, where names could tell the roles. */
static int own_named(ps_arena *arena, const ps_judging *j, answer *kept)
{
    if (j->m.roles.source != PS_PARTY_CONVENTION && j->m.roles.source != PS_PARTY_BY_CLUE) {
        return 1;
    }
    size_t size = 0;
    for (uint32_t i = 0; i < j->m.text_count; i++) {
        size += j->m.texts[i].folded.text.len + 1;
    }
    char *at = ps_arena_bytes(arena, size + 1);
    if (!at) {
        return 0;
    }
    kept->named = (ps_str){at, size};
    for (uint32_t i = 0; i < j->m.text_count; i++) {
        ps_str text = j->m.texts[i].folded.text;
        if (text.len) {
            memcpy(at, text.ptr, text.len);
        }
        at[text.len] = '\n';
        at += text.len + 1;
    }
    return 1;
}

void ps_recall_keep(ps_recall *recall, const ps_judging *judging, const ps_record *record,
                    const ps_element_outcome *elements, size_t count, const ps_policy_texts *texts)
{
    if (judging->m.roles.source == PS_PARTY_BY_NAME || was_troubled(judging)) {
        return;
    }
    ps_arena *arena = ps_memo_room(&recall->memo);
    answer *kept = arena ? ps_arena_alloc(arena, sizeof *kept) : NULL;
    if (!kept) {
        return;
    }
    *kept = (answer){.line = record->texts[0].text.line, .count = count, .texts = *texts};
    kept->texts.same = ++recall->answers;
    if (own_named(arena, judging, kept) && own_all(&recall->memo, elements, kept)) {
        ps_memo_keep(&recall->memo, kept);
    }
}
