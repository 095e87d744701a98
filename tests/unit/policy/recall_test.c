/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/recall.h"

#include "fixture.h"

static ps_policy *policy;
static ps_policy_scratch *scratch; /* remembers */

static void setup(void)
{
    ps_error error = {0};
    ps_limits limits = ps_limits_default();
    policy = load_good(PACK);
    PS_TEST_STATUS(ps_policy_scratch_new(policy, &limits, &scratch, &error), PS_OK, error);
}

static void teardown(void)
{
    ps_policy_scratch_free(scratch);
    ps_policy_free(policy);
}

TestSuite(recall, .init = setup, .fini = teardown);

static void expect_same_text(ps_str got, ps_str want, const char *what)
{
    cr_expect((got.ptr == NULL) == (want.ptr == NULL) && ps_str_equal(got, want),
              "%s: got \"%.*s\", want \"%.*s\"", what, PS_FMT(got), PS_FMT(want));
}

static void expect_same_evidence(const ps_evidence *got, const ps_evidence *want)
{
    expect_same_text(got->field, want->field, "field");
    expect_same_text(got->quote, want->quote, "quote");
    expect_same_text(got->entry, want->entry, "entry");
    expect_same_text(got->role, want->role, "role");
    cr_expect_eq(got->start, want->start);
    cr_expect_eq(got->end, want->end);
    cr_expect_eq(got->mark.start, want->mark.start);
    cr_expect_eq(got->mark.end, want->mark.end);
    cr_expect_eq(got->line, want->line, "line %d, not %d", (int)got->line, (int)want->line);
}

static void expect_same_element(const ps_element_outcome *got, const ps_element_outcome *want)
{
    cr_expect_eq(got->state, want->state, "%s, not %s", ps_state_name(got->state),
                 ps_state_name(want->state));
    cr_expect_eq(got->severity, want->severity);
    cr_expect_eq(got->evidence_left_out, want->evidence_left_out);
    expect_same_text(got->element, want->element, "element");
    expect_same_text(got->basis, want->basis, "basis");
    expect_same_text(got->nature, want->nature, "nature");
    expect_same_text(got->title, want->title, "title");
    expect_same_text(got->lacks, want->lacks, "lacks");
    expect_same_text(got->reason, want->reason, "reason");
    expect_same_evidence(&got->nearest, &want->nearest);
    cr_assert_eq(got->evidence_count, want->evidence_count);
    for (size_t i = 0; i < got->evidence_count; i++) {
        expect_same_evidence(&got->evidence[i], &want->evidence[i]);
    }
}

/* Judge with what is remembered, and anew: the same must come out. */
static ps_state expect_same(const ps_record *record, ps_day day)
{
    ps_arena arena;
    ps_element_outcome *elements;
    ps_policy_texts texts;
    size_t count;
    ps_error error = {0};
    ps_arena_init(&arena, 0);
    PS_TEST_STATUS(
        ps_policy_judge(policy, scratch, record, day, 0, &arena, &elements, &count, &texts, &error),
        PS_OK, error);
    judged anew = judge_record(policy, record, day, NULL, 0);
    cr_assert_eq(count, anew.count);
    for (size_t i = 0; i < count; i++) {
        expect_same_element(&elements[i], &anew.elements[i]);
    }
    cr_expect_eq(texts.bytes, anew.texts.bytes);
    cr_expect_eq(texts.enough, anew.texts.enough);
    cr_expect_eq(texts.refers_to_agreement, anew.texts.refers_to_agreement);
    expect_same_evidence(&texts.referred, &anew.texts.referred);
    ps_state state = elements[0].state;
    judged_done(&anew);
    ps_arena_done(&arena);
    return state;
}

/* The same text at two places, then for other days and kinds of record. */
static void try_text(const char *text)
{
    ps_text texts[] = {{.kind = PS_TEXT_NOTE, .field = PS_STR("note")},
                       {.kind = PS_TEXT_CLAUSE,
                        .field = PS_STR("clause"),
                        .heading = {PS_STR("Secrecy"), 0},
                        .text = {ps_str_from(text), 0}}};
    static const ps_record_kind kinds[] = {PS_KIND_CONTRACT, PS_KIND_ORDER};
    const ps_day days[] = {PS_NO_DAY, ps_date_parse_iso(PS_STR("2019-01-01")),
                           ps_date_parse_iso(PS_STR("2026-05-01"))};
    for (uint64_t round = 0; round < 24; round++) {
        ps_record record = {.kind = kinds[round / 2 % 2],
                            .supplier = {.name = {PS_STR("卖家有限公司"), 1}},
                            .texts = texts,
                            .text_count = 2};
        texts[0].text = (ps_value){PS_STR("Ship soon."), 10 + round * 7};
        texts[1].heading.line = texts[0].text.line + 1;
        texts[1].text.line = texts[0].text.line + 2 + round / 12;
        PS_IGNORE((ps_status)expect_same(&record, days[round / 4 % 3]));
    }
}

Test(recall, what_was_judged_before_is_said_again_word_for_word)
{
    try_text("The Supplier shall keep it secret.\nIt shall keep all secret.");
    try_text("The goods are new.\nThe secret shall pass.");
    try_text("The Supplier follows the law of secrecy.");
    try_text("The parties may agree that the Supplier\nshall keep it secret.");
    try_text("A framework agreement of ours governs.");
    try_text("See the secrecy agreement dated today.");
    try_text("甲方（服务方）：某公司\n甲方应对图纸保密。");
    try_text("乙方应付款。\n甲方应对图纸保密。");
    try_text("");
}

static ps_state with_names(const char *text, const char *supplier, const char *buyer)
{
    ps_text one = {.kind = PS_TEXT_CLAUSE, .field = PS_STR("text"), .text = {ps_str_from(text), 4}};
    ps_record record = {.kind = PS_KIND_CONTRACT,
                        .buyer = {.name = {ps_str_from(buyer), 1}},
                        .supplier = {.name = {ps_str_from(supplier), 1}},
                        .texts = &one,
                        .text_count = 1};
    return expect_same(&record, PS_NO_DAY);
}

Test(recall, another_partys_name_may_turn_the_roles)
{
    const char *text = "甲方：卖家有限公司\n乙方：买家有限公司\n甲方应对图纸保密。";
    cr_expect_eq(with_names(text, "另一家公司", ""), PS_STATE_DEFEATED, "nobody is named");
    cr_expect_eq(with_names(text, "第三家公司", ""), PS_STATE_DEFEATED);
    cr_expect_eq(with_names(text, "卖家有限公司", ""), PS_STATE_PRESENT);
    cr_expect_eq(with_names(text, "另一家公司", "卖家有限公司"), PS_STATE_DEFEATED);
    cr_expect_eq(with_names(text, "", "买家有限公司"), PS_STATE_PRESENT);
    cr_expect_eq(with_names(text, "另一家公司", ""), PS_STATE_DEFEATED);
}

Test(recall, more_texts_than_there_is_room_for_are_judged_as_ever)
{
    char text[100];
    for (int i = 0; i < 2100; i++) {
        (void)snprintf(text, sizeof text, "Item %d. The Supplier shall %s it secret.", i % 700,
                       i % 3 ? "keep" : "paint");
        cr_expect_eq(with_names(text, "s", "b"), i % 3 ? PS_STATE_PRESENT : PS_STATE_MISSING);
    }
}

Test(recall, an_explanation_is_never_from_memory)
{
    const char *text = "Party A (the Supplier) shall act. Party A shall keep it secret.";
    ps_text one = {.kind = PS_TEXT_CLAUSE, .field = PS_STR("text"), .text = {ps_str_from(text), 4}};
    ps_record record = {.kind = PS_KIND_CONTRACT, .texts = &one, .text_count = 1};
    judged j = judge_record(policy, &record, PS_NO_DAY, NULL, 0);
    ps_error error = {0};
    size_t before = j.elements[0].evidence_count;
    PS_TEST_STATUS(ps_policy_judge(policy, j.scratch, &record, PS_NO_DAY, 1, &j.arena, &j.elements,
                                   &j.count, &j.texts, &error),
                   PS_OK, error);
    cr_expect_gt(j.elements[0].evidence_count, before, "it also shows who told the roles");
    judged_done(&j);
}

/* The memory itself. */
typedef struct bare {
    ps_recall recall;
    ps_arena arena;
    ps_judging judging;
    ps_text text;
    ps_record record;
} bare;

static void bare_init(bare *b)
{
    ps_error error = {0};
    *b = (bare){.text = {.field = PS_STR("f"), .text = {PS_STR("words"), 5}}};
    ps_arena_init(&b->arena, 0);
    PS_TEST_STATUS(ps_recall_init(&b->recall, &error), PS_OK, error);
    b->judging.m.policy = policy;
    b->judging.m.elements =
        ps_arena_array(&b->arena, policy->element_count + 1, sizeof *b->judging.m.elements);
    b->record = (ps_record){.texts = &b->text, .text_count = 1};
}

static ps_status bare_find(bare *b)
{
    ps_element_outcome *elements;
    ps_policy_texts texts;
    size_t count;
    return ps_recall_find(&b->recall, policy, &b->record, 0, &b->arena, &b->arena, &elements,
                          &count, &texts, NULL);
}

static void bare_keep(bare *b)
{
    ps_element_outcome one = {.element = PS_STR("secret")};
    ps_policy_texts texts = {0};
    ps_recall_keep(&b->recall, &b->judging, &b->record, &one, 1, &texts);
}

static void bare_done(bare *b)
{
    ps_recall_done(&b->recall);
    ps_arena_done(&b->arena);
}

Test(recall, only_what_the_texts_alone_decided_is_kept)
{
    bare b;
    bare_init(&b);
    cr_expect_eq(bare_find(&b), PS_END);
    b.judging.m.elements[0].trouble = PS_STR("limit:matches");
    bare_keep(&b);
    cr_expect_eq(bare_find(&b), PS_END, "a limit was reached");
    b.judging.m.elements[0].trouble = PS_NO_STR;
    b.judging.m.out_of_time = 1;
    bare_keep(&b);
    cr_expect_eq(bare_find(&b), PS_END, "time ran out");
    b.judging.m.out_of_time = 0;
    b.judging.m.roles.source = PS_PARTY_BY_NAME;
    bare_keep(&b);
    cr_expect_eq(bare_find(&b), PS_END, "a name decided");
    b.judging.m.roles.source = PS_PARTY_NONE;
    bare_keep(&b);
    cr_expect_eq(bare_find(&b), PS_OK);
    cr_expect_eq(b.recall.memo.found, 1);
    b.text.text.line = 0;
    cr_expect_eq(bare_find(&b), PS_END, "a text without a line cannot be moved");
    bare_done(&b);
}

Test(recall, its_size_is_bounded)
{
    static char words[PS_RECALL_KEY_MAX];
    bare b;
    bare_init(&b);
    memset(words, 'a', sizeof words);
    b.text.text.text = (ps_str){words, sizeof words};
    cr_expect_eq(bare_find(&b), PS_END);
    bare_keep(&b);
    cr_expect_eq(bare_find(&b), PS_END, "too long a text is not kept");
    b.text.text.text.len -= 4096;
    int known = 0;
    for (int i = 0; i < 400; i++) {
        words[i] = 'b';
        cr_expect_eq(bare_find(&b), PS_END);
        bare_keep(&b);
        cr_expect_leq(b.recall.memo.arena.used, PS_RECALL_BYTES);
        known += bare_find(&b) == PS_OK;
    }
    cr_expect_lt(known, 400, "now and then all is forgotten");
    cr_expect_gt(known, 390);
    bare_done(&b);
}
