/* SPDX-License-Identifier: Apache-2.0 */
#include "text/fold.h"

#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "ps_test.h"

static ps_arena arena;

static void setup(void)
{
    ps_arena_init(&arena, 0);
}

static void teardown(void)
{
    ps_arena_done(&arena);
}

TestSuite(fold, .init = setup, .fini = teardown, .timeout = 100);

static ps_folded folded_as(ps_str source, ps_fold_form form)
{
    ps_folded folded;
    ps_error err;
    PS_TEST_STATUS(ps_fold(&arena, source, form, &folded, &err), PS_OK, err);
    return folded;
}

static ps_folded joined_as(ps_str source, ps_fold_form form)
{
    ps_folded folded;
    ps_error err;
    PS_TEST_STATUS(ps_fold_joined(&arena, source, form, &folded, &err), PS_OK, err);
    return folded;
}

static ps_str refold(ps_str text, ps_fold_form form)
{
    return folded_as(text, form).text;
}

static const struct row {
    const char *in;
    const char *text; /* as PS_FOLD_TEXT */
    const char *term; /* as PS_FOLD_TERM; NULL: the same */
} rows[] = {
    {"", "", NULL},
    {"a", "a", NULL},
    {"Firewall", "firewall", NULL},
    {"a  b\t\n c", "a b c", NULL},
    {" a ", " a ", NULL},
    {"   ", " ", NULL},
    {"NGFW-4000/UF_x", "ngfw-4000/uf_x", "ngfw 4000 uf x"},
    {"a - b", "a - b", "a b"},
    {"防火墙 设备", "防火墙设备", NULL},
    {"H3C 交换机 S5560", "h3c交换机s5560", NULL},
    {" 中 ", "中", NULL},
    {"防火墙\n\t 设备", "防火墙设备", NULL},
    {"交換機", "交换机", NULL},
    {"網絡", "网络", NULL},
    {"資訊安全 防護", "资讯安全防护", NULL},
    {"Ｈｕａｗｅｉ　Ｓ５７００", "huawei s5700", NULL},
    {"ﾌｧｲｱｳｫｰﾙ", "ファイアウォール", NULL},
    {"ガ", "カ\u3099", NULL},
    {"ｶﾞ", "カ\u3099", NULL},
    {"ファイア・ウォール", "ファイア·ウォール", "ファイアウォール"},
    {"Straße", "strasse", NULL},
    {"İstanbul ISPARTA", "istanbul isparta", NULL},
    {"Œuvre", "œuvre", NULL},
    {"Завод НАСОСОВ й", "завод насосов и", NULL},
    {"Ελλάς", "ελλασ", NULL},
    {"“quoted” ‘it’s’ «x» 「名」", "\"quoted\" 'it's' \"x\" \"名\"", NULL},
    {"a–b—c−d‑e", "a-b-c-d-e", "a b c d e"},
    {"a\u00a0b\u2009c\u3000d\u2028e", "a b c d e", NULL},
    {"甲方，乙方：（一）。", "甲方,乙方:(一)。", NULL},
    {"½ ㎡ … ㈱", "1/2 m2 ... (株)", "1 2 m2 ... (株)"},
    {"ﬁrewall", "firewall", NULL},
    {"क़िताब", "क\u093cिताब", NULL},
    {"한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8", NULL},
    {"한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8", NULL},
    {"x\xff\x80\xe4\xb8y\xc0\xaf", "xy", NULL},
    {"a\u200b \u200bb", "a b", NULL},
    {"1\u037a2 ᾳ", "1 2 α", NULL},
};

Test(fold, gives_the_one_form)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ps_str in = ps_str_from(rows[i].in);
        ps_test_str(folded_as(in, PS_FOLD_TEXT).text, rows[i].text, rows[i].in);
        ps_test_str(folded_as(in, PS_FOLD_TERM).text, rows[i].term ? rows[i].term : rows[i].text,
                    rows[i].in);
    }
}

/* One word in all the disguises that must not hide it. */
static const struct disguise {
    const char *name;
    const char *text;
    unsigned saw;
    int joined; /* only ps_fold_joined() finds it */
} disguises[] = {
    {"plain", "Huawei", 0, 0},
    {"zwsp", "Hua\u200bwei", PS_FOLD_SAW_IGNORABLE, 0},
    {"shy", "Hua\u00adwei", PS_FOLD_SAW_IGNORABLE, 0},
    {"zwj", "Hua\u200dwei", PS_FOLD_SAW_IGNORABLE, 0},
    {"wj", "Hua\u2060wei", PS_FOLD_SAW_IGNORABLE, 0},
    {"bom", "Hua\ufeffwei", PS_FOLD_SAW_IGNORABLE, 0},
    {"full", "Ｈｕａｗｅｉ", 0, 0},
    {"comb", "Hua\u0301wei", 0, 0},
    {"zalgo", "H\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336uawei", 0, 0},
    {"nbsp", "Hua\u00a0wei", PS_FOLD_SAW_BREAK, 1},
    {"nl", "Hua\nwei", PS_FOLD_SAW_BREAK, 1},
    {"crlf", "Hua\r\nwei", PS_FOLD_SAW_BREAK, 1},
    {"tab", "Hua\twei", PS_FOLD_SAW_BREAK, 1},
    {"thin", "Hua\u2009wei", PS_FOLD_SAW_BREAK, 1},
    {"braille", "Hua\u2800wei", PS_FOLD_SAW_BREAK, 1},
    {"hyphenated", "Hua-\nwei", PS_FOLD_SAW_BREAK, 1},
    {"iso", "\u2066Hua\u2069wei", PS_FOLD_SAW_BIDI, 0},
    {"math", "𝐇𝐮𝐚𝐰𝐞𝐢", 0, 0},
    {"circ", "Ⓗⓤⓐⓦⓔⓘ", 0, 0},
    {"tag", "Hua\U000e0077wei", PS_FOLD_SAW_IGNORABLE, 0},
    {"vs", "Hua\ufe0fwei", PS_FOLD_SAW_IGNORABLE, 0},
    {"trI", "HUAWE\u0130", 0, 0},
    {"under", "x_Huawei_y", 0, 0},
    {"case", "hUAWEI", 0, 0},
    {"cgj", "Hua\u034fwei", PS_FOLD_SAW_IGNORABLE, 0},
    {"mvs", "Hua\u180ewei", PS_FOLD_SAW_IGNORABLE, 0},
    {"hangulfill", "Hua\u3164wei", PS_FOLD_SAW_IGNORABLE, 0},
};

Test(fold, no_disguise_hides_a_term)
{
    for (size_t i = 0; i < sizeof disguises / sizeof *disguises; i++) {
        const struct disguise *d = &disguises[i];
        ps_str padded = ps_arena_concat(
            &arena, (ps_str[]){PS_STR("Order "), ps_str_from(d->text), PS_STR(" S5700")}, 3);
        ps_folded folded = folded_as(padded, PS_FOLD_TERM);
        cr_expect_eq(folded.saw, d->saw, "%s: saw %x", d->name, folded.saw);
        size_t at = ps_str_find(folded.text, PS_STR("huawei"));
        cr_expect_eq(at == SIZE_MAX, d->joined, "%s: \"%.*s\"", d->name, PS_FMT(folded.text));
        if (d->joined) {
            folded = joined_as(padded, PS_FOLD_TERM);
            at = ps_str_find(folded.text, PS_STR("huawei"));
        }
        cr_assert_neq(at, SIZE_MAX, "%s: \"%.*s\"", d->name, PS_FMT(folded.text));
        ps_span span = ps_folded_source(&folded, (ps_span){at, at + 6});
        ps_str slice = ps_str_slice(padded, span.start, span.end);
        ps_str again = (d->joined ? joined_as : folded_as)(slice, PS_FOLD_TERM).text;
        ps_test_str(again, "huawei", d->name);
        cr_expect_eq(slice.ptr[0] == ' ', 0, "%s: the slice begins with the word", d->name);
        cr_expect_neq(slice.ptr[slice.len - 1], ' ', "%s: the slice ends with it", d->name);
    }
}

Test(fold, only_a_lone_break_between_letters_may_be_joined)
{
    static const struct {
        const char *in;
        const char *joined;
        unsigned saw;
    } breaks[] = {
        {"fire\nwall", "firewall", PS_FOLD_SAW_BREAK},
        {"fire \nwall", "fire wall", 0},
        {"fire\n wall", "fire wall", 0},
        {"fire\n\nwall", "fire wall", 0},
        {"fire\n\twall", "fire wall", 0},
        {"fire wall", "fire wall", 0},
        {"fire\u3000wall", "fire wall", 0},
        {"fire.\nwall", "fire. wall", 0},
        {"\nwall", " wall", 0},
        {"wall\n", "wall ", 0},
        {"防火\n墙", "防火墙", 0},
        {"fire\u200b\n\u200bwall", "firewall", PS_FOLD_SAW_BREAK | PS_FOLD_SAW_IGNORABLE},
        {"a\nb c\nd", "ab cd", PS_FOLD_SAW_BREAK},
    };
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        ps_folded folded = joined_as(ps_str_from(breaks[i].in), PS_FOLD_TEXT);
        ps_test_str(folded.text, breaks[i].joined, breaks[i].in);
        cr_expect_eq(folded.saw, breaks[i].saw, "%s: saw %x", breaks[i].in, folded.saw);
    }
}

Test(fold, folded_ascii_is_not_copied)
{
    ps_str text = PS_STR("next generation firewall, 2 u; and a tail that is longer than a block.");
    ps_folded folded = folded_as(text, PS_FOLD_TERM);
    cr_expect_eq(folded.text.ptr, text.ptr);
    cr_expect_eq(folded.text.len, text.len);
    cr_expect_eq(folded.run_count, 0);
    ps_span span = ps_folded_source(&folded, (ps_span){5, 15});
    cr_expect_eq(span.start, 5);
    cr_expect_eq(span.end, 15);
}

Test(fold, lower_casing_needs_no_runs)
{
    ps_folded folded =
        folded_as(PS_STR("Order: 24 x SWITCH, ЗАВОД, 交換機, 防火墙 — done"), PS_FOLD_TEXT);
    ps_test_str(folded.text, "order: 24 x switch, завод,交换机,防火墙- done", "text");
    cr_expect_leq(folded.run_count, 4);
}

/* Every place of the folded text points into the source, in order. */
static void check_map(const ps_folded *folded, const char *where)
{
    size_t before = 0;
    for (size_t at = 0; at < folded->text.len; at++) {
        ps_span span = ps_folded_source(folded, (ps_span){at, at + 1});
        cr_assert(span.start >= before && span.start < span.end && span.end <= folded->source.len,
                  "%s: byte %zu comes from [%zu, %zu)", where, at, span.start, span.end);
        before = span.start;
    }
}

Test(fold, slices_of_the_source_fold_to_the_matched_text)
{
    static const char *const sources[] = {
        "x ﷺ y",
        "ﬁrewall ﬃ",
        "Ｈｕａ\u0301ｗｅｉ ２０",
        "交換機 和 路由器",
        "a\u0301\u0302b\u200bc",
        "한국 방화벽",
        "A\u200b  \u200bB",
        "ȺȾ Ⱥ",
        "㍿ ㎡ ½",
        "甲方， 乙方（ABC）",
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        ps_folded folded = folded_as(ps_str_from(sources[i]), PS_FOLD_TEXT);
        check_map(&folded, sources[i]);
        for (size_t at = 0; at < folded.text.len;) {
            uint32_t codepoint;
            size_t size = ps_utf8_next(folded.text, at, &codepoint);
            ps_span span = ps_folded_source(&folded, (ps_span){at, at + size});
            ps_str again = refold(ps_str_slice(folded.source, span.start, span.end), PS_FOLD_TEXT);
            cr_expect_neq(ps_str_find(again, ps_str_slice(folded.text, at, at + size)), SIZE_MAX,
                          "%s at %zu: the slice folds to \"%.*s\"", sources[i], at, PS_FMT(again));
            at += size;
        }
    }
    ps_folded folded = folded_as(PS_STR("a   \u200b中\u200b  文"), PS_FOLD_TEXT);
    ps_span span = ps_folded_source(&folded, (ps_span){0, 1});
    cr_expect_eq(span.end, 1, "dropped characters are not part of the slice");
    span = ps_folded_source(&folded, (ps_span){1, 4});
    cr_expect_eq(span.start, 7);
    cr_expect_eq(span.end, 10);
}

Test(fold, is_idempotent_for_every_character)
{
    size_t failures = 0;
    for (uint32_t c = 1; c < 0x110000 && failures < 10; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        char bytes[5] = {0};
        size_t size = 0;
        if (c < 0x80) {
            bytes[size++] = (char)c;
        } else if (c < 0x800) {
            bytes[size++] = (char)(0xC0 | c >> 6);
        } else if (c < 0x10000) {
            bytes[size++] = (char)(0xE0 | c >> 12);
            bytes[size++] = (char)(0x80 | (c >> 6 & 0x3F));
        } else {
            bytes[size++] = (char)(0xF0 | c >> 18);
            bytes[size++] = (char)(0x80 | (c >> 12 & 0x3F));
            bytes[size++] = (char)(0x80 | (c >> 6 & 0x3F));
        }
        if (c >= 0x80) {
            bytes[size++] = (char)(0x80 | (c & 0x3F));
        }
        for (int form = 0; form < 2; form++) {
            ps_str once = refold((ps_str){bytes, size}, (ps_fold_form)form);
            ps_str twice = refold(once, (ps_fold_form)form);
            if (!ps_str_equal(once, twice)) {
                failures++;
                cr_expect_fail("U+%04X folds to \"%.*s\" and then to \"%.*s\"", (unsigned)c,
                               PS_FMT(once), PS_FMT(twice));
            }
        }
        ps_arena_reset(&arena);
    }
}

/* Characters that meet each other's rules. */
static const char *const pieces[] = {
    "a",      "B",      " ",  "  ",     "\n",     "\t",     "\r\n",
    "-",      "_",      "中", "網",     "，",     "。",     "・",
    "ｶﾞ",     "\u3099", "é",  "\u0301", "\u200b", "\u202e", "ﷺ",
    "ﬁ",      "㈱",     "½",  "한",     "Ⱥ",      "İ",      "\u037a",
    "\u00a0", "\u3000", "“",  "—",      "\xff",   "\xe4",   "\x80",
    "क़",      "ß",      "𝐇",  "\ufe0f", ".",      "9",      "交换机和路由器",
    "@[`{",
};

/* ASCII of any length, so that everything happens at every place of a block. */
static size_t random_ascii(uint64_t *state, char *buffer)
{
    static const char letters[] = "aZbQ9 .x-mNoP ;/q_\\T@[`{~";
    size_t size = 1 + ps_test_random(state) % 48;
    for (size_t i = 0; i < size; i++) {
        int plain = ps_test_random(state) % 8 != 0;
        buffer[i] = plain ? 'k' : letters[ps_test_random(state) % (sizeof letters - 1)];
    }
    return size;
}

static ps_str random_text(uint64_t *state, char *buffer, size_t size)
{
    size_t count = ps_test_random(state) % 12;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        char ascii[64];
        ps_str piece =
            ps_str_from(pieces[ps_test_random(state) % (sizeof pieces / sizeof *pieces)]);
        if (ps_test_random(state) % 3 == 0) {
            piece = (ps_str){ascii, random_ascii(state, ascii)};
        }
        if (used + piece.len > size) {
            break;
        }
        memcpy(buffer + used, piece.ptr, piece.len);
        used += piece.len;
    }
    return (ps_str){buffer, used};
}

Test(fold, is_idempotent_for_random_texts)
{
    const char *rounds_text = getenv("PS_TEST_ROUNDS");
    uint64_t rounds = 100000;
    if (rounds_text) {
        cr_assert(ps_str_to_uint(ps_str_from(rounds_text), UINT32_MAX, &rounds));
    }
    uint64_t state = 88172645463325252u;
    for (uint64_t i = 0; i < rounds; i++) {
        char buffer[2048];
        ps_str text = random_text(&state, buffer, sizeof buffer);
        ps_fold_form form = i % 2 ? PS_FOLD_TERM : PS_FOLD_TEXT;
        ps_folded folded = folded_as(text, form);
        cr_assert_eq(ps_utf8_check(folded.text), SIZE_MAX, "valid: \"%.*s\"", PS_FMT(text));
        ps_str twice = refold(folded.text, form);
        cr_assert(ps_str_equal(folded.text, twice), "\"%.*s\" -> \"%.*s\" -> \"%.*s\"",
                  PS_FMT(text), PS_FMT(folded.text), PS_FMT(twice));
        check_map(&folded, "random");
        folded = joined_as(text, form);
        check_map(&folded, "random, joined");
        ps_arena_reset(&arena);
    }
}

static int is_cjk(ps_str text, int last)
{
    uint32_t c = 0;
    if (text.len) {
        (void)(last ? ps_utf8_previous(text, text.len, &c) : ps_utf8_next(text, 0, &c));
    }
    return c > 0x3000 && c < 0xA000;
}

/* Character by character, without fast lanes. */
static ps_str fold_slowly(ps_str text, ps_fold_form form)
{
    ps_str all = ps_arena_str(&arena, PS_STR(""));
    int white = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t size = ps_utf8_next(text, at, &c);
        ps_str one = refold(ps_str_slice(text, at, at + size), form);
        at += size;
        if (ps_str_is(one, " ")) {
            white = 1;
        } else if (one.len) {
            int blank = white && !is_cjk(one, 0) && !is_cjk(all, 1);
            ps_str parts[] = {all, blank ? PS_STR(" ") : PS_STR(""), one};
            all = ps_arena_concat(&arena, parts, 3);
            white = 0;
        }
    }
    ps_str parts[] = {all, white && !is_cjk(all, 1) ? PS_STR(" ") : PS_STR("")};
    return ps_arena_concat(&arena, parts, 2);
}

Test(fold, the_fast_lanes_change_nothing)
{
    uint64_t state = 1234567;
    for (int i = 0; i < 20000; i++) {
        char buffer[2048];
        ps_str text = random_text(&state, buffer, sizeof buffer);
        ps_fold_form form = i % 2 ? PS_FOLD_TERM : PS_FOLD_TEXT;
        ps_str got = folded_as(text, form).text;
        ps_str want = fold_slowly(text, form);
        cr_assert(ps_str_equal(got, want), "\"%.*s\": got \"%.*s\", want \"%.*s\"", PS_FMT(text),
                  PS_FMT(got), PS_FMT(want));
        ps_arena_reset(&arena);
    }
}

static double seconds_to_fold(size_t marks)
{
    ps_str ligature = ps_str_from("\ufdfa");
    ps_str mark = ps_str_from("\u0301");
    char *text = malloc(marks / 2 * ligature.len + 1 + marks * mark.len + 7);
    cr_assert_not_null(text);
    size_t used = 0;
    for (size_t i = 0; i < marks / 2; i++, used += ligature.len) {
        memcpy(text + used, ligature.ptr, ligature.len);
    }
    text[used++] = 'a';
    for (size_t i = 0; i < marks; i++, used += mark.len) {
        memcpy(text + used, mark.ptr, mark.len);
    }
    memcpy(text + used, " Huawei", 7);
    used += 7;
    struct timespec start, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    ps_folded folded = folded_as((ps_str){text, used}, PS_FOLD_TEXT);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    cr_expect(ps_str_ends(folded.text, PS_STR("a huawei")));
    cr_expect_leq(folded.text.len, 12 * used);
    cr_expect_leq(arena.used, 40 * used, "%zu bytes for %zu", arena.used, used);
    ps_span last = ps_folded_source(&folded, (ps_span){folded.text.len - 6, folded.text.len});
    cr_expect_eq(last.start, used - 6);
    free(text);
    ps_arena_reset(&arena);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

Test(fold, stays_linear_when_text_explodes)
{
    double least[2] = {1e9, 1e9};
    for (int i = 0; i < 5; i++) {
        for (int twice = 0; twice < 2; twice++) {
            double took = seconds_to_fold(twice ? 400000 : 200000);
            least[twice] = took < least[twice] ? took : least[twice];
        }
    }
    cr_expect_leq(least[1], 3 * least[0] + 0.01, "%f s, twice as much: %f s", least[0], least[1]);
}

Test(fold, reports_that_there_is_no_memory)
{
    ps_arena_init(&arena, 4096);
    char text[5000];
    memset(text, 'A', sizeof text);
    ps_folded folded;
    ps_error err;
    PS_TEST_STATUS(ps_fold(&arena, (ps_str){text, sizeof text}, PS_FOLD_TEXT, &folded, &err),
                   PS_FATAL, err);
    cr_expect_eq(err.code, PS_E_MEMORY);
}

Test(fold, refuses_a_text_whose_offsets_would_not_fit)
{
    ps_folded folded;
    ps_error err;
    PS_TEST_STATUS(ps_fold(&arena, (ps_str){"x", UINT32_MAX / 8}, PS_FOLD_TEXT, &folded, &err),
                   PS_FATAL, err);
    cr_expect_eq(err.code, PS_E_ARGUMENT);
}

Test(fold, tells_word_characters_and_steps_through_text)
{
    static const uint32_t word[] = {'a', 'Z', '7', 0xE9, 0x431, 0x3B1, 0xDF, 0x928, 0x94D};
    static const uint32_t other[] = {' ',    '-',    '_',    '.',    0x4E2D,   0x3042,
                                     0x30AB, 0x30FC, 0x3002, 0xD55C, 0x1F600u, 0x110000u};
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        cr_expect(ps_is_word_char(word[i]), "U+%04X", (unsigned)word[i]);
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        cr_expect_not(ps_is_word_char(other[i]), "U+%04X", (unsigned)other[i]);
    }
    ps_str text = PS_STR("a中\xff\U0001F600");
    uint32_t c;
    cr_expect_eq(ps_utf8_next(text, 1, &c), 3);
    cr_expect_eq(c, 0x4E2D);
    cr_expect_eq(ps_utf8_next(text, 4, &c), 1);
    cr_expect_eq(c, 0xFFFD);
    cr_expect_eq(ps_utf8_previous(text, 9, &c), 4);
    cr_expect_eq(c, 0x1F600);
    cr_expect_eq(ps_utf8_previous(text, 5, &c), 1);
    cr_expect_eq(c, 0xFFFD);
    cr_expect_eq(ps_utf8_previous(text, 4, &c), 3);
    cr_expect_eq(ps_utf8_check(text), 4);
    cr_expect_eq(ps_utf8_check(PS_STR("ascii ascii ascii \xed\xa0\x80")), 18);
    cr_expect_eq(ps_utf8_check(PS_STR("\xc0\xaf")), 0);
    cr_expect_eq(ps_utf8_check(PS_STR("\xf4\x90\x80\x80")), 0);
    cr_expect_eq(ps_utf8_check(PS_STR("中文 and 😀")), SIZE_MAX);
}
