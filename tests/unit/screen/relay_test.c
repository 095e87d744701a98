/* Records handed from one thread to another. SPDX-License-Identifier: Apache-2.0 */
#include <stdatomic.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "ps_test.h"
#include "screen/relay.h"

/* What a run makes and what came of it. */
typedef struct run {
    size_t records;
    size_t record_bytes; /* of memory that each takes */
    ps_status end;       /* how the making ends */
    ps_status stop_with; /* FATAL, else END */
    size_t stop_after;   /* batches; 0: never */
    size_t fails_at;     /* record at which it cannot be concluded; 0: none */
    size_t made;
    size_t concluded;
    size_t taken;
    size_t batches;
    size_t longest_batch;
    int out_of_order;
    int not_whole;
    int alone_in_memory; /* watch that nothing is made while a batch is taken */
    atomic_int taking;
    int beside;
} run;

static ps_status make(void *user, ps_relay *relay, ps_error *reterr)
{
    run *r = user;
    for (; r->made < r->records; r->made++) {
        ps_batch *batch = ps_relay_batch(relay);
        if (!batch) {
            return PS_END;
        }
        ps_frame *frame = ps_arena_alloc(&batch->arena, sizeof *frame);
        char *bytes = ps_arena_bytes(&batch->arena, r->record_bytes + 1);
        if (!frame || !bytes) {
            return ps_error_memory(reterr);
        }
        r->beside |= r->alone_in_memory && atomic_load(&r->taking);
        memset(bytes, (int)('a' + r->made % 26), r->record_bytes);
        frame->screened.seq = r->made + 1;
        frame->screened.id = (ps_str){bytes, r->record_bytes};
        batch->list[batch->count++] = (ps_relayed){.frame = frame};
    }
    return r->end == PS_FATAL ? ps_error_set(reterr, PS_FATAL, PS_E_READ, "no more") : r->end;
}

static ps_status conclude(void *user, ps_batch *batch, ps_error *reterr)
{
    run *r = user;
    for (size_t i = 0; i < batch->count; i++) {
        ps_screened *screened = &batch->list[i].frame->screened;
        if (screened->seq == r->fails_at) {
            batch->count = i;
            return ps_error_set(reterr, PS_FATAL, PS_E_MEMORY, "no room");
        }
        r->out_of_order |= screened->seq != ++r->concluded;
        screened->line = screened->seq * 2;
    }
    return PS_OK;
}

static ps_status take(void *user, const ps_batch *batch, ps_error *reterr)
{
    run *r = user;
    atomic_store(&r->taking, 1);
    for (size_t i = 0; i < batch->count; i++) {
        const ps_screened *screened = &batch->list[i].frame->screened;
        r->out_of_order |= screened->seq != ++r->taken;
        r->not_whole |= screened->line != screened->seq * 2;
        for (size_t k = 0; k < screened->id.len; k++) {
            r->not_whole |= screened->id.ptr[k] != (char)('a' + (screened->seq - 1) % 26);
        }
    }
    atomic_store(&r->taking, 0);
    r->longest_batch = batch->count > r->longest_batch ? batch->count : r->longest_batch;
    if (++r->batches != r->stop_after) {
        return PS_OK;
    }
    return r->stop_with == PS_FATAL ? ps_error_set(reterr, PS_FATAL, PS_E_WRITE, "full") : PS_END;
}

static const ps_relay_hands hands = {.make = make, .conclude = conclude, .take = take};

static void check_whole(run r, int alone)
{
    ps_error error = {0};
    cr_assert_eq(ps_relay_run(&hands, &r, alone, &error), PS_OK);
    cr_assert_eq(r.taken, r.records);
    cr_assert(!r.out_of_order && !r.not_whole);
    cr_assert_leq(r.longest_batch, PS_BATCH_RECORDS);
}

Test(relay, all_records_come_over_in_order, .timeout = 60)
{
    static const size_t counts[] = {
        0, 1, PS_BATCH_RECORDS - 1, PS_BATCH_RECORDS, PS_BATCH_RECORDS + 1, 20000};
    for (int alone = 0; alone < 2; alone++) {
        for (size_t i = 0; i < PS_COUNT(counts); i++) {
            check_whole((run){.records = counts[i], .record_bytes = 40}, alone);
        }
    }
}

Test(relay, long_records_make_short_batches, .timeout = 60)
{
    for (int alone = 0; alone < 2; alone++) {
        run r = {.records = 200, .record_bytes = 1200000};
        ps_error error = {0};
        cr_assert_eq(ps_relay_run(&hands, &r, alone, &error), PS_OK);
        cr_assert(r.longest_batch == 1 && r.taken == 200);
        cr_assert(!r.out_of_order && !r.not_whole);
    }
}

Test(relay, nothing_is_made_beside_a_very_long_record, .timeout = 60)
{
    run r = {.records = 12, .record_bytes = 5 << 20, .alone_in_memory = 1};
    ps_error error = {0};
    cr_assert_eq(ps_relay_run(&hands, &r, 0, &error), PS_OK);
    cr_assert_eq(r.taken, 12);
    cr_assert(!r.beside);
}

Test(relay, who_takes_may_stop_it, .timeout = 60)
{
    for (int alone = 0; alone < 2; alone++) {
        run r = {.records = 100000, .record_bytes = 10, .stop_after = 3};
        ps_error error = {0};
        cr_assert_eq(ps_relay_run(&hands, &r, alone, &error), PS_END);
        cr_assert_eq(r.taken, 3 * PS_BATCH_RECORDS);
        cr_assert_lt(r.made, 10 * PS_BATCH_RECORDS);
    }
}

Test(relay, an_end_at_the_last_batch_is_an_end, .timeout = 60)
{
    for (int alone = 0; alone < 2; alone++) {
        run r = {.records = 5, .record_bytes = 10, .stop_after = 1};
        ps_error error = {0};
        cr_assert_eq(ps_relay_run(&hands, &r, alone, &error), PS_END);
    }
}

Test(relay, an_error_comes_after_what_was_made_before_it, .timeout = 60)
{
    for (int alone = 0; alone < 2; alone++) {
        run r = {.records = 100, .record_bytes = 10, .end = PS_FATAL};
        ps_error error = {0};
        cr_assert_eq(ps_relay_run(&hands, &r, alone, &error), PS_FATAL);
        cr_assert_eq(error.code, PS_E_READ);
        cr_assert_eq(r.taken, 100);
    }
}

Test(relay, an_error_of_who_takes_ends_it, .timeout = 60)
{
    for (int alone = 0; alone < 2; alone++) {
        run r = {.records = 100000, .record_bytes = 10, .stop_after = 2, .stop_with = PS_FATAL};
        ps_error error = {0};
        cr_assert_eq(ps_relay_run(&hands, &r, alone, &error), PS_FATAL);
        cr_assert_eq(error.code, PS_E_WRITE);
        cr_assert_eq(r.taken, 2 * PS_BATCH_RECORDS);
    }
}

Test(relay, what_was_concluded_before_an_error_is_taken, .timeout = 60)
{
    static const size_t places[] = {1, 2, PS_BATCH_RECORDS, PS_BATCH_RECORDS + 1,
                                    5 * PS_BATCH_RECORDS + 7};
    for (int alone = 0; alone < 2; alone++) {
        for (size_t i = 0; i < PS_COUNT(places); i++) {
            run r = {.records = 100000, .record_bytes = 10, .fails_at = places[i]};
            ps_error error = {0};
            cr_assert_eq(ps_relay_run(&hands, &r, alone, &error), PS_FATAL);
            cr_assert_eq(error.code, PS_E_MEMORY);
            cr_assert_eq(r.taken, places[i] - 1);
            cr_assert(!r.out_of_order && !r.not_whole);
            cr_assert_lt(r.made, places[i] + 10 * PS_BATCH_RECORDS);
        }
    }
}
