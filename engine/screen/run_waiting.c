/* The records of a run that waited for contracts, at its end.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "screen/run_model.h"

enum { TICK_MS = 200 };

/* No contract can come any more: what waited is concluded with what there is. What a worker sent of
 * it was not looked into before. On a thread of its own, beside conclude_batch() and tell_batch().
 */
static ps_status on_released(void *user, const ps_kept *kept, ps_error *reterr)
{
    ps_batch *batch = ps_relay_batch(user);
    if (!batch) {
        return PS_END;
    }
    ps_arena *arena = &batch->arena;
    ps_frame *frame = ps_arena_bytes(arena, sizeof *frame);
    ps_str parts[] = {kept->source, kept->frame}; /* they are valid in here only */
    ps_str copy = ps_arena_concat(arena, parts, PS_COUNT(parts));
    if (!frame || !copy.ptr) {
        return ps_error_memory(reterr);
    }
    ps_str bytes = ps_str_slice(copy, kept->source.len, copy.len);
    ps_status status = ps_wire_decode(kept->reader, bytes, arena, frame, reterr);
    if (status == PS_FAILED) {
        *frame = (ps_frame){.type = PS_FRAME_REJECTED, .error = *reterr};
    }
    ps_screened *screened = &frame->screened;
    screened->seq = kept->seq;
    screened->source = ps_str_slice(copy, 0, kept->source.len);
    screened->waited = 1;
    if (status != PS_OK && status != PS_FAILED) {
        return PS_FATAL;
    }
    batch->list[batch->count++] = (ps_relayed){.frame = frame};
    return PS_OK;
}

static ps_status release(void *user, ps_relay *relay, ps_error *reterr)
{
    const ps_run *r = user;
    return ps_resolver_release(r->resolver, on_released, relay, reterr);
}

/* On a thread of its own, while tell_batch() looks at nothing that this changes. */
static ps_status conclude_batch(void *user, ps_batch *batch, ps_error *reterr)
{
    ps_run *r = user;
    for (size_t i = 0; i < batch->count; i++) {
        ps_relayed *record = &batch->list[i];
        ps_frame *frame = record->frame;
        if (frame->type == PS_FRAME_REJECTED) {
            r->imperfect = 1;
            r->sum->records_rejected++;
            continue;
        }
        ps_status status = ps_resolver_join(r->resolver, 1, &frame->screened, frame->elements,
                                            &batch->arena, reterr);
        if (status == PS_OK) {
            status = ps_run_conclude(r, record, &batch->arena, reterr);
        }
        if (status != PS_OK) {
            batch->count = i;
            return PS_FATAL;
        }
    }
    return PS_OK;
}

static void tell_kept_rejected(const ps_run *r, const ps_frame *frame)
{
    ps_error error = frame->error;
    ps_str source = frame->screened.source;
    error.record = frame->screened.seq;
    ps_error_copy(error.source, sizeof error.source, source);
    if (r->sink->rejected) {
        ps_rejected rejected = {.source = source, .seq = error.record, .error = &error};
        r->sink->rejected(r->user, &rejected);
    }
}

static void tell_together(const ps_run *r, const ps_run_record *records, size_t count)
{
    if (r->sink->screened_together && count) {
        ps_stage before = ps_profiler_enter(r->options->profiler, PS_STAGE_REPORT);
        r->sink->screened_together(r->user, records, count);
        ps_profiler_leave(r->options->profiler, before);
    }
}

static ps_status tell_batch(void *user, const ps_batch *batch, ps_error *reterr)
{
    ps_run *r = user;
    ps_run_record together[PS_BATCH_RECORDS];
    size_t count = 0;
    (void)reterr;
    for (size_t i = 0; i < batch->count; i++) {
        const ps_relayed *record = &batch->list[i];
        if (record->frame->type == PS_FRAME_REJECTED) {
            tell_together(r, together, count);
            count = 0;
            tell_kept_rejected(r, record->frame);
        } else if (r->sink->screened_together) {
            together[count++] =
                (ps_run_record){&record->frame->screened, record->findings, record->count};
        } else {
            ps_run_tell(r, record);
        }
    }
    tell_together(r, together, count);
    if (ps_clock_ms() < r->next_tick) {
        return PS_OK;
    }
    r->next_tick = ps_clock_ms() + TICK_MS;
    return ps_run_tick(r, r->sum->bytes_read) ? PS_END : PS_OK;
}

ps_status ps_run_release(ps_run *r, int alone, ps_error *reterr)
{
    static const ps_relay_hands hands = {
        .make = release, .conclude = conclude_batch, .take = tell_batch};
    return ps_relay_run(&hands, r, alone, reterr);
}
