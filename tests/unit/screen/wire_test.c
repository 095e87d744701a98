/* Frames survive the way there and back, and nothing that is not a frame is taken for one.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "screen/wire.h"
#include "screen/wire_lists.h"

#include <stdlib.h>

static const ps_evidence evidence[] = {{PS_STR_INIT("name"),
                                        PS_STR_INIT("核心路由器"),
                                        PS_STR_INIT("c1.router"),
                                        PS_STR_INIT("term"),
                                        3,
                                        18,
                                        17,
                                        {6, 15},
                                        {NULL, 0}},
                                       {PS_STR_INIT("note"),
                                        PS_STR_INIT(""),
                                        PS_STR_INIT("x"),
                                        PS_STR_INIT("decoy"),
                                        0,
                                        0,
                                        0,
                                        {0, 0},
                                        PS_STR_INIT("clause 8.2, paragraph 12")}};
static const ps_attached attached[] = {{PS_STR_INIT("c.pdf"), 17, PS_ATTACHMENT_CONTRACT,
                                        PS_ATTACHED_IN_PART, PS_STR_INIT("PDF"), PS_STR_INIT("C-1"),
                                        PS_STR_INIT("a page is a picture")}};
static const ps_category_match others[] = {
    {PS_STR_INIT("network-security-equipment"), PS_CONFIDENCE_POSSIBLE}};
static const ps_str contracts[] = {PS_STR_INIT("C-1"), PS_STR_INIT("")};
static const ps_str contract_kinds[] = {PS_STR_INIT("framework"), PS_STR_INIT("amends")};
static const ps_str quotations[] = {PS_STR_INIT("Q-1")};

static const ps_item_today today = {PS_OUTCOME_HIT, PS_STR_INIT("other-material-impact"),
                                    PS_CONFIDENCE_POSSIBLE, PS_STR_INIT("MCR 2021 art. 21")};

static ps_screened sample(void)
{
    static ps_item_outcome item;
    static ps_element_outcome element;
    item = (ps_item_outcome){.line_id = {PS_STR("10"), 16},
                             .name = PS_STR("Core router"),
                             .line = 15,
                             .outcome = PS_OUTCOME_HIT,
                             .category = PS_STR("core-network-equipment"),
                             .confidence = PS_CONFIDENCE_DEFINITE,
                             .scale = PS_SCALE_UNKNOWN,
                             .amount = {.value = {-12345, 2}, .known = 1},
                             .currency = PS_STR("CNY"),
                             .delivery = {.day = -3},
                             .others = others,
                             .other_count = 1,
                             .evidence = evidence,
                             .evidence_count = 2,
                             .evidence_left_out = 7,
                             .digest = PS_STR("abcdef"),
                             .today = &today,
                             .reason = PS_STR("because")};
    element = (ps_element_outcome){.element = PS_STR("confidentiality"),
                                   .state = PS_STATE_MISSING,
                                   .required = 1,
                                   .severity = PS_SEVERITY_HIGH,
                                   .severity_if_filed = PS_SEVERITY_MEDIUM,
                                   .basis = PS_STR("CIIR art. 20"),
                                   .nature = PS_STR("statutory"),
                                   .nearest = evidence[0],
                                   .lacks = PS_STR("a duty"),
                                   .defeat = PS_STR("negation")};
    return (ps_screened){
        .line = 3,
        .offset = 1ULL << 40,
        .format = PS_STR("ubl-2"),
        .kind = PS_KIND_ORDER,
        .id = PS_STR("PO-1"),
        .message_id = PS_STR("m1@example.com"),
        .date = PS_NO_DAY,
        .buyer = {PS_STR("B"), PS_STR("1"), PS_STR("GLN"), PS_CHECK_VALID, PS_STR("k")},
        .contracts = contracts,
        .contract_kinds = contract_kinds,
        .contract_count = 2,
        .quotations = quotations,
        .quotation_count = 1,
        .items = &item,
        .item_count = 1,
        .elements = &element,
        .element_count = 1,
        .text_bytes = 99,
        .attachments = attached,
        .attachment_count = 1,
        .suspicious = evidence,
        .suspicious_count = 1,
        .not_understood = evidence,
        .not_understood_count = 2,
        .not_understood_left_out = 5,
        .watched = evidence,
        .watched_count = 2,
        .total = {.source = {PS_STR("about 10"), 3}}};
}

typedef struct ends {
    ps_wire_writer *writer;
    ps_wire_reader *reader;
    ps_buffer out;
    ps_arena arena;
} ends;

static ends open_ends(void)
{
    ends e;
    ps_error err = {0};
    PS_TEST_STATUS(ps_wire_writer_new(&e.writer, &err), PS_OK, err);
    PS_TEST_STATUS(ps_wire_reader_new(&e.reader, &err), PS_OK, err);
    ps_buffer_init(&e.out, 0);
    ps_arena_init(&e.arena, 0);
    return e;
}

static void close_ends(ends *e)
{
    ps_wire_writer_free(e->writer);
    ps_wire_reader_free(e->reader);
    ps_buffer_done(&e->out);
    ps_arena_done(&e->arena);
}

/* Take what is numbered out of what was written, and cut the rest into its frames. */
static size_t learn(ends *e, ps_str *frames, size_t most)
{
    size_t count = 0;
    for (ps_str rest = ps_buffer_str(&e->out); rest.len;) {
        ps_error err = {0};
        size_t length = ps_wire_length(rest);
        ps_str frame = ps_str_slice(rest, 0, length);
        rest = ps_str_slice(rest, length, rest.len);
        if (ps_wire_is_lesson(frame)) {
            PS_TEST_STATUS(ps_wire_learn(e->reader, frame, &err), PS_OK, err);
        } else {
            cr_assert_lt(count, most);
            frames[count++] = frame;
        }
    }
    return count;
}

static void check(const ps_frame *frame)
{
    const ps_screened want = sample();
    const ps_screened *got = &frame->screened;
    cr_assert_eq(frame->type, PS_FRAME_SCREENED);
    cr_expect_eq(got->line, want.line);
    cr_expect_eq(got->offset, want.offset);
    ps_test_str(got->format, "ubl-2", "format");
    cr_expect_eq(got->date, PS_NO_DAY);
    cr_expect_null(got->currency.ptr, "absent stays absent");
    ps_test_str(got->buyer.name, "B", "buyer");
    cr_expect_eq(got->buyer.check, PS_CHECK_VALID);
    cr_assert_eq(got->contract_count, 2);
    ps_test_str(got->contracts[0], "C-1", "contract");
    cr_expect_not_null(got->contracts[1].ptr, "empty is not absent");
    ps_test_str(got->contract_kinds[1], "amends", "kind");
    cr_assert_eq(got->quotation_count, 1);
    ps_test_str(got->quotations[0], "Q-1", "quotation");
    ps_test_str(got->message_id, "m1@example.com", "message");
    cr_assert_eq(got->item_count, 1);
    const ps_item_outcome *item = &got->items[0];
    ps_test_str(item->name, "Core router", "item");
    cr_expect_eq(item->amount.known, 1);
    cr_expect_eq(item->amount.value.digits, -12345);
    cr_expect_eq(item->amount.value.scale, 2);
    cr_expect_eq(item->delivery.day, -3);
    ps_test_str(item->digest, "abcdef", "digest");
    cr_assert(item->today);
    cr_expect_eq(item->today->confidence, PS_CONFIDENCE_POSSIBLE);
    ps_test_str(item->today->category, "other-material-impact", "category today");
    ps_test_str(item->today->basis, "MCR 2021 art. 21", "basis today");
    cr_expect_eq(item->evidence_left_out, 7);
    cr_assert_eq(item->evidence_count, 2);
    ps_test_str(item->evidence[0].quote, "核心路由器", "quote");
    cr_expect_eq(item->evidence[0].end, 18);
    cr_assert_eq(item->other_count, 1);
    cr_expect_eq(item->others[0].confidence, PS_CONFIDENCE_POSSIBLE);
    cr_assert_eq(got->element_count, 1);
    cr_expect_eq(got->elements[0].state, PS_STATE_MISSING);
    cr_expect_eq(got->elements[0].required, 1);
    ps_test_str(got->elements[0].nearest.quote, "核心路由器", "nearest");
    ps_test_str(got->elements[0].defeat, "negation", "defeat");
    cr_expect_eq(got->text_bytes, 99);
    cr_expect_eq(got->suspicious_count, 1);
    cr_expect_eq(got->not_understood_count, 2);
    ps_test_str(got->not_understood[1].place, "clause 8.2, paragraph 12", "place");
    cr_assert_eq(got->attachment_count, 1);
    ps_test_str(got->attachments[0].name, "c.pdf", "attachment");
    cr_expect_eq(got->attachments[0].role, PS_ATTACHMENT_CONTRACT);
    cr_expect_eq(got->attachments[0].state, PS_ATTACHED_IN_PART);
    ps_test_str(got->attachments[0].reason, "a page is a picture", "reason");
    cr_expect_eq(got->not_understood_left_out, 5);
    ps_test_str(got->total.source.text, "about 10", "as written");
    cr_expect_eq(got->watched_count, 2);
    cr_expect_eq(got->elements[0].severity_if_filed, PS_SEVERITY_MEDIUM);
}

Test(wire, a_record_comes_back_as_it_was_and_again_from_a_kept_frame)
{
    ends e = open_ends();
    ps_error err = {0};
    ps_str frames[3];
    ps_screened s = sample();
    for (size_t i = 0; i < PS_COUNT(frames); i++) {
        ps_wire_screened(e.writer, &s, 0, &e.out);
    }
    cr_assert_eq(learn(&e, frames, PS_COUNT(frames)), PS_COUNT(frames));
    cr_expect_lt(frames[2].len, frames[0].len, "what comes again is numbered");
    for (size_t i = 0; i <= PS_COUNT(frames); i++) {
        ps_frame frame;
        PS_TEST_STATUS(
            ps_wire_decode(e.reader, frames[i % PS_COUNT(frames)], &e.arena, &frame, &err), PS_OK,
            err);
        check(&frame);
    }
    close_ends(&e);
}

Test(wire, words_are_no_frame_to_decode_and_have_an_end)
{
    ends e = open_ends();
    ps_screened s = sample();
    ps_wire_screened(e.writer, &s, 0, &e.out);
    ps_str words = ps_str_slice(ps_buffer_str(&e.out), 0, ps_wire_length(ps_buffer_str(&e.out)));
    ps_frame frame;
    ps_error err = {0};
    cr_expect_eq(ps_wire_decode(e.reader, words, &e.arena, &frame, &err), PS_FAILED);
    cr_expect_eq(ps_wire_learn(e.reader, ps_str_slice(words, 0, PS_FRAME_HEAD + 3), &err),
                 PS_FAILED, "the first word is cut");
    int rounds = 0;
    while (ps_wire_learn(e.reader, words, &err) == PS_OK) {
        cr_assert_lt(++rounds, 10000, "a worker does not fill the memory");
    }
    cr_expect_eq(err.code, PS_E_WORKER_DIED);
    close_ends(&e);
}

Test(wire, a_word_that_has_not_come_is_refused)
{
    ends e = open_ends();
    ps_str frames[1];
    ps_screened s = sample();
    ps_wire_screened(e.writer, &s, 0, &e.out);
    ps_wire_reader *other;
    ps_error err = {0};
    ps_frame frame;
    PS_TEST_STATUS(ps_wire_reader_new(&other, &err), PS_OK, err);
    cr_assert_eq(learn(&e, frames, 1), 1);
    cr_expect_eq(ps_wire_decode(other, frames[0], &e.arena, &frame, &err), PS_FAILED);
    ps_wire_reader_free(other);
    close_ends(&e);
}

Test(wire, a_record_says_in_front_that_it_waits)
{
    ends e = open_ends();
    ps_str frames[2];
    ps_frame frame;
    ps_error err = {0};
    ps_screened s = sample();
    ps_wire_screened(e.writer, &s, 0, &e.out);
    s.waited = 1;
    ps_wire_screened(e.writer, &s, 0, &e.out);
    ps_str all = ps_buffer_str(&e.out);
    cr_expect_not(ps_wire_waits(ps_str_slice(all, 0, ps_wire_length(all))), "words");
    cr_assert_eq(learn(&e, frames, 2), 2);
    cr_expect_not(ps_wire_waits(frames[0]));
    cr_expect(ps_wire_waits(frames[1]));
    PS_TEST_STATUS(ps_wire_decode(e.reader, frames[1], &e.arena, &frame, &err), PS_OK, err);
    cr_expect_eq(frame.screened.waited, 1);
    close_ends(&e);
}

Test(wire, a_contract_is_written_without_the_dictionary)
{
    ends e = open_ends();
    ps_error err = {0};
    ps_frame frame;
    ps_screened s = sample();
    ps_wire_contract(7, PS_STR("DIR/c.docx"), &s, &e.out);
    size_t first = e.out.len;
    ps_wire_contract(7, PS_STR("DIR/c.docx"), &s, &e.out);
    cr_expect_eq(e.out.len, 2 * first, "the bytes mean the same wherever they stand");
    PS_TEST_STATUS(ps_wire_decode(e.reader, ps_str_slice(ps_buffer_str(&e.out), first, 2 * first),
                                  &e.arena, &frame, &err),
                   PS_OK, err);
    cr_assert_eq(frame.type, PS_FRAME_CONTRACT);
    cr_expect_eq(frame.number, 7);
    ps_test_str(frame.name, "DIR/c.docx", "name");
    frame.type = PS_FRAME_SCREENED;
    check(&frame);
    close_ends(&e);
}

Test(wire, what_a_worker_asks_for_comes_back)
{
    ends e = open_ends();
    ps_error err = {0};
    ps_frame frame;
    ps_wire_ask(PS_ASK_CONTRACT, 3, PS_STR("HT/1"), &e.out);
    PS_TEST_STATUS(ps_wire_decode(e.reader, ps_buffer_str(&e.out), &e.arena, &frame, &err), PS_OK,
                   err);
    cr_assert_eq(frame.type, PS_FRAME_ASK);
    cr_expect_eq(frame.ask, PS_ASK_CONTRACT);
    cr_expect_eq(frame.number, 3);
    ps_test_str(frame.name, "HT/1", "text");
    close_ends(&e);
}

Test(wire, an_error_comes_back_whole)
{
    ends e = open_ends();
    ps_error err = {0};
    ps_error sent = {.code = PS_E_ILL_FORMED, .line = 7, .column = 9, .offset = PS_NO_OFFSET};
    strcpy(sent.cause, "ill-formed");
    memset(sent.message, 'm', sizeof sent.message - 1);
    ps_wire_rejected(&sent, 1, 42, &e.out);
    ps_frame frame;
    PS_TEST_STATUS(ps_wire_decode(e.reader, ps_buffer_str(&e.out), &e.arena, &frame, &err), PS_OK,
                   err);
    cr_expect_eq(frame.last, 1);
    cr_expect_eq(frame.number, 42);
    cr_expect_eq(frame.error.code, PS_E_ILL_FORMED);
    cr_expect_eq(frame.error.column, 9);
    cr_expect_eq(frame.error.offset, PS_NO_OFFSET);
    cr_expect_str_eq(frame.error.cause, "ill-formed");
    cr_expect_str_eq(frame.error.message, sent.message);
    close_ends(&e);
}

/* Elements with a place each, which differ from those of another record in lines and ratings. */
enum { LISTED = 18 };

typedef struct listed {
    ps_evidence places[LISTED];
    ps_element_outcome elements[LISTED];
    ps_screened screened;
} listed;

static void make_listed(listed *ret, uint64_t line, ps_severity severity)
{
    *ret = (listed){.screened = sample()};
    for (size_t i = 0; i < LISTED; i++) {
        ret->places[i] = evidence[0];
        ret->places[i].line = line + i;
        ret->elements[i] = ret->screened.elements[0];
        ret->elements[i].severity = severity;
        ret->elements[i].required = severity != PS_SEVERITY_INFO;
        ret->elements[i].nearest.line = line - 1;
        ret->elements[i].evidence = &ret->places[i];
        ret->elements[i].evidence_count = i ? 1 : 0;
    }
    ret->screened.elements = ret->elements;
    ret->screened.element_count = LISTED;
}

static void check_listed(const ps_frame *frame, uint64_t line, ps_severity severity)
{
    cr_assert_eq(frame->screened.element_count, LISTED);
    for (size_t i = 0; i < LISTED; i++) {
        const ps_element_outcome *element = &frame->elements[i];
        ps_test_str(element->element, "confidentiality", "element");
        ps_test_str(element->lacks, "a duty", "lacks");
        cr_expect_null(element->title.ptr, "absent stays absent");
        cr_expect_eq(element->state, PS_STATE_MISSING);
        cr_expect_eq(element->severity, severity);
        cr_expect_eq(element->severity_if_filed, PS_SEVERITY_MEDIUM);
        cr_expect_eq(element->required, severity != PS_SEVERITY_INFO);
        cr_expect_eq(element->nearest.line, line - 1);
        cr_assert_eq(element->evidence_count, i ? 1 : 0);
        cr_expect(i == 0 || element->evidence[0].line == line + i);
    }
}

Test(wire, elements_that_differ_in_lines_and_ratings_are_told_once)
{
    static const struct {
        uint64_t same;
        uint64_t line;
        ps_severity severity;
    } rows[] = {{0, 100, PS_SEVERITY_LOW},
                {7, 100, PS_SEVERITY_LOW},
                {7, 5000, PS_SEVERITY_HIGH},
                {8, 70, PS_SEVERITY_INFO},
                {7, 20, PS_SEVERITY_INFO}};
    ends e = open_ends();
    ps_str frames[PS_COUNT(rows)];
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        listed l;
        make_listed(&l, rows[i].line, rows[i].severity);
        ps_wire_screened(e.writer, &l.screened, rows[i].same, &e.out);
    }
    cr_assert_eq(learn(&e, frames, PS_COUNT(frames)), PS_COUNT(frames));
    cr_expect_lt(frames[1].len + 10 * LISTED, frames[0].len);
    for (size_t i = 0; i < 2 * PS_COUNT(rows); i++) { /* and again: nothing was changed by it */
        size_t row = i % PS_COUNT(rows);
        ps_frame frame;
        ps_error err = {0};
        PS_TEST_STATUS(ps_wire_decode(e.reader, frames[row], &e.arena, &frame, &err), PS_OK, err);
        check_listed(&frame, rows[row].line, rows[row].severity);
        frame.elements[0].state = PS_STATE_NOT_EVALUABLE; /* as the join does */
    }
    close_ends(&e);
}

Test(wire, lists_have_an_end_that_both_sides_know)
{
    enum { MANY = 1000 };
    ends e = open_ends();
    ps_str frames[1];
    size_t numbered = 0;
    for (uint64_t same = 1; same <= MANY; same++) {
        listed l;
        ps_frame frame;
        ps_error err = {0};
        make_listed(&l, same, PS_SEVERITY_LOW);
        ps_buffer_clear(&e.out);
        ps_wire_screened(e.writer, &l.screened, same, &e.out);
        numbered += (unsigned char)e.out.ptr[4] == PS_FRAME_LIST;
        cr_assert_eq(learn(&e, frames, 1), 1);
        PS_TEST_STATUS(ps_wire_decode(e.reader, frames[0], &e.arena, &frame, &err), PS_OK, err);
        check_listed(&frame, same, PS_SEVERITY_LOW);
        ps_arena_reset(&e.arena);
    }
    cr_expect(numbered > 50 && numbered < MANY, "%zu", numbered);
    close_ends(&e);
}

Test(wire, a_list_too_long_goes_with_each_record)
{
    ends e = open_ends();
    static ps_element_outcome many[200];
    ps_screened s = sample();
    for (size_t i = 0; i < PS_COUNT(many); i++) {
        many[i] = s.elements[0];
    }
    s.elements = many;
    s.element_count = PS_COUNT(many);
    ps_str frames[2];
    ps_wire_screened(e.writer, &s, 1, &e.out);
    ps_wire_screened(e.writer, &s, 1, &e.out);
    cr_assert_eq(learn(&e, frames, 2), 2);
    ps_frame frame;
    ps_error err = {0};
    PS_TEST_STATUS(ps_wire_decode(e.reader, frames[1], &e.arena, &frame, &err), PS_OK, err);
    cr_expect_eq(frame.screened.element_count, PS_COUNT(many));
    close_ends(&e);
}

/* The frame of a list, whose words the reader has learnt; the record's frame behind it. */
static void write_list(ends *e, ps_str *ret_list, ps_str *ret_frame)
{
    listed l;
    ps_error err = {0};
    make_listed(&l, 10, PS_SEVERITY_LOW);
    ps_wire_screened(e->writer, &l.screened, 1, &e->out);
    ps_str all = ps_buffer_str(&e->out);
    size_t words = ps_wire_length(all);
    PS_TEST_STATUS(ps_wire_learn(e->reader, ps_str_slice(all, 0, words), &err), PS_OK, err);
    ps_str rest = ps_str_slice(all, words, all.len);
    cr_assert_eq((unsigned char)rest.ptr[4], PS_FRAME_LIST);
    *ret_list = ps_str_slice(rest, 0, ps_wire_length(rest));
    *ret_frame = ps_str_slice(rest, ret_list->len, rest.len);
}

Test(wire, a_list_that_has_not_come_or_is_not_rated_is_refused)
{
    ends e = open_ends();
    ps_str list;
    ps_str record;
    ps_frame frame;
    ps_error err = {0};
    write_list(&e, &list, &record);
    cr_expect_eq(ps_wire_decode(e.reader, list, &e.arena, &frame, &err), PS_FAILED, "no record");
    cr_expect_eq(ps_wire_decode(e.reader, record, &e.arena, &frame, &err), PS_FAILED, "not learnt");
    PS_TEST_STATUS(ps_wire_learn(e.reader, list, &err), PS_OK, err);
    PS_TEST_STATUS(ps_wire_decode(e.reader, record, &e.arena, &frame, &err), PS_OK, err);
    ps_element_outcome element = {.severity = PS_SEVERITY_LOW, .required = 1};
    element.severity_if_filed = PS_SEVERITY_MEDIUM;
    char *rating = memchr(record.ptr, ps_wire_rating(&element), record.len);
    for (; rating && rating[1] != rating[0]; rating = memchr(rating + 1, rating[0], 1000)) {
    }
    cr_assert(rating);
    *rating = (char)0x80;
    cr_expect_eq(ps_wire_decode(e.reader, record, &e.arena, &frame, &err), PS_FAILED, "no rating");
    int rounds = 0;
    while (ps_wire_learn(e.reader, list, &err) == PS_OK) {
        cr_assert_lt(++rounds, 10000, "a worker does not fill the memory");
    }
    cr_expect_eq(err.code, PS_E_WORKER_DIED);
    close_ends(&e);
}

Test(wire, a_cut_frame_is_not_taken)
{
    ends e = open_ends();
    ps_screened s = sample();
    ps_str whole;
    ps_wire_screened(e.writer, &s, 0, &e.out);
    cr_assert_eq(learn(&e, &whole, 1), 1);
    for (size_t cut = PS_FRAME_HEAD; cut < whole.len; cut++) {
        ps_frame frame;
        ps_error err = {0};
        char *copy = malloc(cut);
        memcpy(copy, whole.ptr, cut);
        size_t length = cut - 4;
        for (size_t i = 0; i < 4; i++) {
            copy[i] = (char)(length >> (8 * i));
        }
        cr_expect_eq(ps_wire_decode(e.reader, (ps_str){copy, cut}, &e.arena, &frame, &err),
                     PS_FAILED, "cut at %zu", cut);
        free(copy);
    }
    close_ends(&e);
}

Test(wire, bytes_made_at_random_are_refused_or_decoded_but_never_read_beyond)
{
    ends e = open_ends();
    ps_screened s = sample();
    ps_str frames[2];
    ps_wire_screened(e.writer, &s, 0, &e.out);
    cr_assert_eq(learn(&e, &frames[1], 1), 1);
    frames[0] = ps_str_slice(ps_buffer_str(&e.out), 0, ps_wire_length(ps_buffer_str(&e.out)));
    unsigned seed = 12345;
    for (int round = 0; round < 20000; round++) {
        ps_str whole = frames[round % 2];
        char *copy = malloc(whole.len);
        memcpy(copy, whole.ptr, whole.len);
        for (int k = 0; k < 1 + round % 5; k++) {
            seed = seed * 1103515245U + 12345U;
            size_t at = PS_FRAME_HEAD + (seed >> 8) % (whole.len - PS_FRAME_HEAD);
            copy[at] = (char)(seed >> 3);
        }
        ps_frame frame;
        ps_error err = {0};
        ps_wire_reader *reader;
        PS_TEST_STATUS(ps_wire_reader_new(&reader, &err), PS_OK, err);
        ps_str changed = {copy, whole.len};
        ps_status status = round % 2 ? ps_wire_decode(e.reader, changed, &e.arena, &frame, &err)
                                     : ps_wire_learn(reader, changed, &err);
        cr_assert(status == PS_OK || status == PS_FAILED);
        ps_arena_reset(&e.arena);
        ps_wire_reader_free(reader);
        free(copy);
    }
    close_ends(&e);
}

Test(wire, lengths_that_we_never_write_are_told)
{
    cr_expect_eq(ps_wire_length((ps_str){"\0\0\0\0\1", 5}), SIZE_MAX);
    cr_expect_eq(ps_wire_length((ps_str){"\xff\xff\xff\xff\1", 5}), SIZE_MAX);
    cr_expect_eq(ps_wire_length((ps_str){"\1\0\0", 3}), 0);
}

Test(wire, lists_made_at_random_are_refused_or_learnt_but_never_read_beyond)
{
    unsigned seed = 4711;
    for (int round = 0; round < 2000; round++) {
        ends e = open_ends();
        ps_str parts[2];
        ps_frame frame;
        ps_error err = {0};
        write_list(&e, &parts[0], &parts[1]);
        char *copies[2];
        for (size_t i = 0; i < 2; i++) {
            copies[i] = malloc(parts[i].len);
            memcpy(copies[i], parts[i].ptr, parts[i].len);
            for (int k = 0; k < round % 4; k++) {
                seed = seed * 1103515245U + 12345U;
                size_t at = PS_FRAME_HEAD + (seed >> 8) % (parts[i].len - PS_FRAME_HEAD);
                copies[i][at] = (char)(seed >> 3);
            }
        }
        ps_status learnt = ps_wire_learn(e.reader, (ps_str){copies[0], parts[0].len}, &err);
        free(copies[0]); /* what is learnt is the reader's own */
        ps_status status =
            ps_wire_decode(e.reader, (ps_str){copies[1], parts[1].len}, &e.arena, &frame, &err);
        cr_assert(learnt == PS_OK || learnt == PS_FAILED);
        cr_assert(status == PS_OK || status == PS_FAILED);
        for (size_t i = 0; status == PS_OK && i < frame.screened.element_count; i++) {
            cr_assert(!frame.elements[i].reason.len || frame.elements[i].reason.ptr[0] != '\x7f');
        }
        free(copies[1]);
        close_ends(&e);
    }
}
