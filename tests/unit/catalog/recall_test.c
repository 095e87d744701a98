/* Items that recur are said of what was said of them before, and nothing else.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/cleanup.h"
#include "catalog/judge.h"
#include "fixture.h"

static fixture f; /* its scratch remembers */
static uint64_t seed = 20261125;

static void setup(void)
{
    fixture_load(&f, FIXTURE_ENTRIES);
}

static void teardown(void)
{
    fixture_free(&f);
}

TestSuite(item_recall, .init = setup, .fini = teardown);

static unsigned chance(unsigned below)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(seed >> 33) % below;
}

static void expect_same_text(ps_str got, ps_str want, const char *what)
{
    cr_assert((got.ptr == NULL) == (want.ptr == NULL) && ps_str_equal(got, want),
              "%s: got \"%.*s\", want \"%.*s\"", what, PS_FMT(got), PS_FMT(want));
}

static void expect_same_evidence(const ps_evidence *got, const ps_evidence *want)
{
    expect_same_text(got->field, want->field, "field");
    expect_same_text(got->quote, want->quote, "quote");
    expect_same_text(got->entry, want->entry, "entry");
    expect_same_text(got->role, want->role, "role");
    cr_assert_eq(got->start, want->start);
    cr_assert_eq(got->end, want->end);
    cr_assert_eq(got->line, want->line, "line %d, not %d", (int)got->line, (int)want->line);
}

static void expect_same(const ps_item_outcome *got, const ps_item_outcome *want)
{
    expect_same_text(got->reason, want->reason, "reason");
    cr_assert_eq(got->outcome, want->outcome);
    cr_assert_eq(got->confidence, want->confidence);
    cr_assert_eq(got->scale, want->scale);
    cr_assert_eq(got->line, want->line);
    cr_assert_eq(got->amount.value.digits, want->amount.value.digits);
    expect_same_text(got->line_id.text, want->line_id.text, "line id");
    expect_same_text(got->name, want->name, "name");
    expect_same_text(got->currency, want->currency, "currency");
    expect_same_text(got->manufacturer, want->manufacturer, "manufacturer");
    expect_same_text(got->category, want->category, "category");
    expect_same_text(got->basis, want->basis, "basis");
    expect_same_text(got->digest, want->digest, "digest");
    cr_assert_eq(got->evidence_left_out, want->evidence_left_out);
    cr_assert_eq(got->other_count, want->other_count);
    for (size_t i = 0; i < got->other_count; i++) {
        expect_same_text(got->others[i].category, want->others[i].category, "other");
        cr_assert_eq(got->others[i].confidence, want->others[i].confidence);
    }
    cr_assert_eq(got->evidence_count, want->evidence_count);
    for (size_t i = 0; i < got->evidence_count; i++) {
        expect_same_evidence(&got->evidence[i], &want->evidence[i]);
    }
}

static const char *const phrases[] = {"",
                                      "core router",
                                      "router",
                                      "router bit",
                                      "RTR",
                                      "office chair",
                                      "see annex",
                                      "12/34",
                                      "server with xeon",
                                      "rack server\n4 CPUs",
                                      "交换机 48口",
                                      "路由器，不含服务器",
                                      "dispatch switch",
                                      "base station",
                                      "Acme AXR-9",
                                      "Acme 8800",
                                      "router for\nscrap",
                                      "核心路由器两台"};
static const char *const part_numbers[] = {"ITM-1",  "ITM-77", "4711", "48 ports", "AXR-7",
                                           "router", "ZS12",   "--",   "10G"};
static const char *const codes[] = {"43222609", "43220000", "27112838", "14111507", "8517"};

/* A random item out of few pieces. */
typedef struct sample {
    ps_item_text texts[2];
    ps_ident parts[2];
    ps_code code;
    ps_property property;
    ps_item item;
} sample;

static ps_value value_of(const char *text, uint64_t line)
{
    return (ps_value){ps_str_from(text), line};
}

static void make_sample(sample *s, uint64_t line)
{
    unsigned layout = chance(4) == 0;
    *s = (sample){.item = {.line = line, .line_id = value_of("7", line)}};
    ps_item *item = &s->item;
    const char *phrase = phrases[chance(PS_COUNT(phrases))];
    s->texts[0] = (ps_item_text){PS_STR("description"), value_of(phrase, line + 1)};
    s->texts[1] = (ps_item_text){chance(3) ? PS_STR("name") : PS_STR("note"),
                                 value_of(phrases[chance(3)], line + 2 + layout)};
    item->texts = s->texts;
    item->text_count = chance(3);
    item->name = value_of(phrases[chance(3)], line + 2);
    s->parts[0] = (ps_ident){
        .scheme = value_of("seller", line + 3),
        .value = value_of(part_numbers[chance(PS_COUNT(part_numbers))], line + 3 + layout)};
    s->parts[1] = (ps_ident){.scheme = value_of("buyer", line + 4),
                             .value = value_of(part_numbers[chance(2)], line + 4)};
    item->parts = s->parts;
    item->part_count = chance(3);
    s->code = (ps_code){.scheme = chance(4) ? PS_STR("UNSPSC") : PS_STR("HS"),
                        .value = value_of(codes[chance(PS_COUNT(codes))], line + 5)};
    item->codes = &s->code;
    item->code_count = chance(2);
    s->property = (ps_property){.name = value_of("ports", line + 6),
                                .value = value_of(chance(2) ? "48" : "4", line + 6)};
    item->properties = &s->property;
    item->property_count = chance(4) == 0;
    item->brand = chance(5) ? (ps_value){PS_NO_STR, 0} : value_of("Acme", line + 7);
    item->department = chance(5) ? (ps_value){PS_NO_STR, 0} : value_of("router team", line + 8);
    item->amount = (ps_number){.value = {chance(2) ? 2000000 : 2, 0}, .known = 1};
}

/* One of 300 items, somewhere in the document. */
static void draw_sample(sample *s)
{
    uint64_t line = 1 + chance(1000);
    uint64_t kept = seed;
    seed = chance(300);
    make_sample(s, line);
    seed = kept;
}

static ps_item_outcome judge(ps_catalog_scratch *scratch, const ps_item *item, ps_day day,
                             ps_arena *arena)
{
    ps_item_outcome got;
    ps_error error = {0};
    PS_TEST_STATUS(ps_catalog_judge(scratch, item, PS_STR("CNY"), day, 0, arena, &got, &error),
                   PS_OK, error);
    return got;
}

/* Records of five items each; what was said of the first must still stand when the last is judged.
 */
Test(item_recall, what_was_judged_before_is_said_again_word_for_word)
{
    enum { RECORDS = 3000, ITEMS = 5 };
    const ps_day days[] = {PS_NO_DAY,
                           ps_date_parse_iso(PS_STR("2019-01-01")),
                           ps_date_parse_iso(PS_STR("2021-12-31")),
                           ps_date_parse_iso(PS_STR("2022-02-14")),
                           ps_date_parse_iso(PS_STR("2022-02-15")),
                           ps_date_parse_iso(PS_STR("2026-05-01")),
                           ps_date_parse_iso(PS_STR("2026-05-02"))};
    ps_limits limits = ps_limits_default();
    for (int r = 0; r < RECORDS; r++) {
        sample samples[ITEMS];
        ps_item_outcome got[ITEMS];
        ps_error error = {0};
        ps_day day = days[chance(PS_COUNT(days))];
        ps_arena_reset(&f.arena);
        ps_catalog_settle(f.scratch);
        for (int i = 0; i < ITEMS; i++) {
            draw_sample(&samples[i]);
            got[i] = judge(f.scratch, &samples[i].item, day, &f.arena);
        }
        for (int i = 0; i < ITEMS; i++) {
            PS_CLEANUP(ps_catalog_scratch_freep) ps_catalog_scratch *fresh = NULL;
            PS_TEST_STATUS(ps_catalog_scratch_new(f.catalog, &limits, &fresh, &error), PS_OK,
                           error);
            ps_item_outcome want = judge(fresh, &samples[i].item, day, &f.arena);
            expect_same(&got[i], &want);
            cr_assert_eq(fresh->recall.memo.found, 0);
        }
    }
    cr_expect_gt(f.scratch->recall.memo.found, RECORDS, "of %d items", RECORDS * ITEMS);
}

Test(item_recall, part_numbers_that_say_nothing_do_not_tell_items_apart)
{
    ps_item_text text = {PS_STR("name"), value_of("core router", 4)};
    ps_ident part = {.scheme = value_of("seller", 5)};
    ps_item item = {.line = 3, .texts = &text, .text_count = 1, .parts = &part, .part_count = 1};
    for (unsigned i = 0; i < 10; i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "ITM-%u", i);
        part.value = value_of(number, 5);
        (void)judge(f.scratch, &item, 20000, &f.arena);
    }
    cr_expect_eq(f.scratch->recall.memo.found, 8);
    part.value = value_of("AXR-7", 5);
    ps_item_outcome got = judge(f.scratch, &item, 20000, &f.arena);
    cr_expect(fixture_has(&got, "model"), "it is a model of its own");
}

Test(item_recall, what_a_limit_decided_is_decided_anew)
{
    ps_limits limits = ps_limits_default();
    ps_error error = {0};
    PS_CLEANUP(ps_catalog_scratch_freep) ps_catalog_scratch *scratch = NULL;
    limits.matches = 2;
    PS_TEST_STATUS(ps_catalog_scratch_new(f.catalog, &limits, &scratch, &error), PS_OK, error);
    ps_item_text text = {PS_STR("name"), value_of("router router router router", 1)};
    ps_item item = {.texts = &text, .text_count = 1};
    for (int i = 0; i < 4; i++) {
        ps_item_outcome got = judge(scratch, &item, 20000, &f.arena);
        cr_expect(ps_str_starts(got.reason, PS_STR("limit:matches")));
    }
    cr_expect_eq(scratch->recall.memo.found, 0);
}
