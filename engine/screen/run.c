/* The coordinator of a run: takes the workers' frames in order, joins contracts, makes findings,
 * adds up, and tells the caller. It never parses input. SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* sched_getaffinity */
#include "procscreen/run.h"

#include <sched.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "screen/judge.h"
#include "screen/operators.h"
#include "screen/packs.h"
#include "screen/pool.h"
#include "screen/run_model.h"

static const char *shown_name(const ps_run *r, const char *path)
{
    return ps_str_is(ps_str_from(path), "-") && r->options->stdin_name ? r->options->stdin_name
                                                                       : path;
}

static ps_status next_file(void *user, ps_walk_file *ret_file, ps_error *reterr)
{
    ps_run *r = user;
    ps_status status = PS_OK;
    while (status == PS_OK) { /* what is put aside is no input of its own */
        status = ps_walk_next(r->walk, ret_file, reterr);
        ps_status aside = status == PS_OK ? ps_beside_take(&r->beside, ret_file, reterr) : PS_END;
        if (aside == PS_FATAL) {
            return PS_FATAL;
        }
        if (aside == PS_END) {
            break;
        }
        r->sum->files_given++;
    }
    if (status == PS_OK) {
        ret_file->path = shown_name(r, ret_file->path);
        r->sum->files_given++;
        r->total_bytes += ret_file->size;
    }
    return status;
}

static void warn(ps_run *r, const char *name, const ps_error *given)
{
    ps_error error = *given;
    if (!error.source[0]) {
        ps_error_source(&error, name);
    }
    if (r->sink->warning) {
        r->sink->warning(r->user, &error);
    }
}

/* What the operators file says of the record: the buyer's status, a filing, agreements with the
 * supplier that no record carries, its last audit. */
static ps_status ask_operators(ps_run *r, ps_screened *screened, ps_element_outcome *elements,
                               ps_arena *arena, ps_finding_context *context, ps_audit_days *audit,
                               ps_error *reterr)
{
    ps_operators *operators = r->options->operators;
    ps_day day = r->options->as_of != PS_NO_DAY ? r->options->as_of : screened->date;
    const ps_operator *op = NULL;
    const ps_op_supplier *supplier = NULL;
    ps_status status = PS_OK;
    if (operators) {
        status = ps_operators_find(operators, &screened->buyer, &op, reterr);
        screened->buyer_status = ps_operator_status(op, day);
        context->filing = ps_operator_filing(op, screened);
    }
    if (status == PS_OK && op) {
        status = ps_operator_supplier(operators, op, &screened->supplier, &supplier, reterr);
    }
    if (status == PS_OK && supplier) {
        status = ps_op_supplier_credit(operators, supplier, day, elements, screened->element_count,
                                       arena, reterr);
    }
    audit->last = ps_op_supplier_last_audit(supplier);
    audit->due = ps_finder_audit_due(&r->finder, screened, audit->last);
    context->audit_due = audit->due;
    context->audit_overdue = ps_operator_keeps_suppliers(op) && audit->due != PS_NO_DAY &&
                             audit->due < r->options->today;
    return status;
}

/* Everything is known of the record: conclude it, make its findings, count it. */
ps_status ps_run_conclude(ps_run *r, ps_relayed *record, ps_arena *arena, ps_error *reterr)
{
    ps_screened *screened = &record->frame->screened;
    ps_element_outcome *elements = record->frame->elements;
    ps_finding_context context = {.audit_due = PS_NO_DAY};
    ps_audit_days audit = {PS_NO_DAY, PS_NO_DAY};
    unsigned *told = NULL;
    ps_finding *findings;
    ps_status status = ask_operators(r, screened, elements, arena, &context, &audit, reterr);
    ps_judge_conclude(screened, elements);
    if (status == PS_OK) {
        status = ps_rollup_meet(r->rollup, &screened->supplier, &told, reterr);
    }
    if (status == PS_OK) {
        context.new_supplier = !(*told & PS_TOLD_ID);
        context.audit_overdue = context.audit_overdue && !(*told & PS_TOLD_AUDIT);
        *told |= PS_TOLD_ID | (context.audit_overdue ? PS_TOLD_AUDIT : 0);
        status = ps_finder_make(&r->finder, screened, &context, arena, &findings, &record->count,
                                reterr);
    }
    if (status == PS_OK) {
        record->findings = findings;
        status = ps_rollup_add(r->rollup, screened, findings, record->count, audit, reterr);
    }
    if (status != PS_OK) {
        return PS_FATAL;
    }
    /* A damaged record may hold more than its hits: that is not evaluable, whatever else it is. */
    if (screened->outcome == PS_OUTCOME_NOT_EVALUABLE || screened->reason.len) {
        r->imperfect = 1;
    }
    return PS_OK;
}

void ps_run_tell(const ps_run *r, const ps_relayed *record)
{
    if (r->sink->screened) {
        ps_stage before = ps_profiler_enter(r->options->profiler, PS_STAGE_REPORT);
        r->sink->screened(r->user, &record->frame->screened, record->findings, record->count);
        ps_profiler_leave(r->options->profiler, before);
    }
}

static ps_kept take_record(ps_run *r, const char *name, ps_wire_reader *reader, ps_str bytes)
{
    r->sum->records_read++;
    r->screened_in_document++;
    return (ps_kept){++r->seq, ps_str_from(name), reader, bytes};
}

static ps_status on_screened(ps_run *r, const char *name, ps_wire_reader *reader, ps_str bytes,
                             ps_frame *frame, ps_error *reterr)
{
    ps_kept kept = take_record(r, name, reader, bytes);
    ps_screened *screened = &frame->screened;
    screened->seq = kept.seq;
    screened->source = kept.source;
    ps_status status = ps_resolver_add(r->resolver, screened, reterr);
    if (status == PS_OK) {
        status = ps_resolver_join(r->resolver, 0, screened, frame->elements, &r->arena, reterr);
    }
    if (status == PS_END) {
        return ps_resolver_wait(r->resolver, &kept, reterr);
    }
    ps_relayed record = {.frame = frame};
    if (status == PS_OK) {
        status = ps_run_conclude(r, &record, &r->arena, reterr);
    }
    if (status == PS_OK) {
        ps_run_tell(r, &record);
    }
    return status;
}

static void tell_rejected(ps_run *r, const char *name, const ps_error *given, uint64_t seq,
                          uint64_t unscreened_after)
{
    ps_error error = *given;
    error.record = seq;
    ps_error_source(&error, name);
    r->imperfect = 1;
    r->sum->unscreened_after += unscreened_after;
    if (seq) {
        r->sum->records_rejected++;
        r->sum->records_read++;
    } else {
        r->sum->documents_rejected++;
        r->file_failed = 1;
    }
    if (r->sink->rejected) {
        ps_rejected rejected = {ps_str_from(name), seq, &error, r->screened_in_document,
                                unscreened_after};
        r->sink->rejected(r->user, &rejected);
    }
}

/* The next document of a container; or the one before it again, when a worker died in it. */
static ps_status meet_member(ps_run *r, const ps_frame *frame, ps_error *reterr)
{
    if (frame->number != r->member_number) {
        r->member_number = frame->number;
        r->screened_in_document = 0;
    }
    ps_buffer_clear(&r->member);
    ps_buffer_add_str(&r->member, frame->name);
    ps_buffer_add_char(&r->member, '\0');
    return r->member.failed ? ps_error_memory(reterr) : PS_OK;
}

/* A file of the folder of contracts, judged: a contract like one of the records, and told by each
 * worker that needs it. */
static ps_status meet_contract(ps_run *r, const ps_frame *frame, ps_error *reterr)
{
    ps_screened contract = frame->screened;
    const ps_contracts *contracts = r->options->contracts;
    if (!contracts || frame->number >= ps_contracts_count(contracts)) {
        return ps_error_set(reterr, PS_FAILED, PS_E_WORKER_DIED,
                            "a worker told of a contract that is not there");
    }
    ps_status status =
        ps_contracts_told_add(&r->contracts_told, frame->number, contract.id, reterr);
    if (status != PS_OK) {
        return status == PS_END ? PS_OK : status;
    }
    contract.source = frame->name;
    status = ps_resolver_add(r->resolver, &contract, reterr);
    if (status == PS_WARN) {
        r->imperfect = 1;
        warn(r, ps_contracts_folder(contracts), reterr);
        status = PS_OK;
    }
    return status;
}

static void on_ask(void *user, const char *name, const ps_frame *ask, int certain,
                   ps_answer *ret_answer, int *ret_fd)
{
    ps_run *r = user;
    int is_stdin = r->options->stdin_name && ps_str_is(ps_str_from(name), r->options->stdin_name);
    ps_error error;
    ps_file_answer(&r->files, is_stdin ? "-" : name, ask, ret_answer, ret_fd);
    if (ret_answer->found && certain) {
        PS_IGNORE(ps_beside_read(&r->beside, *ret_fd, &error)); /* without memory: one word more */
    }
}

static ps_status on_frame(void *user, const char *name, ps_wire_reader *reader, ps_str bytes,
                          ps_error *reterr)
{
    ps_run *r = user;
    ps_frame frame;
    name = r->member.len ? r->member.ptr : name;
    if (ps_wire_waits(bytes)) {
        ps_kept kept = take_record(r, name, reader, bytes);
        return ps_resolver_wait(r->resolver, &kept, reterr);
    }
    ps_arena_reset(&r->arena);
    ps_stage before = ps_profiler_enter(r->options->profiler, PS_STAGE_DECODE);
    ps_status status = ps_wire_decode(reader, bytes, &r->arena, &frame, reterr);
    ps_profiler_leave(r->options->profiler, before);
    if (status != PS_OK) {
        return status;
    }
    switch (frame.type) {
    case PS_FRAME_SCREENED:
        return on_screened(r, name, reader, bytes, &frame, reterr);
    case PS_FRAME_REJECTED:
        tell_rejected(r, name, &frame.error, frame.last ? 0 : ++r->seq, frame.number);
        return PS_OK;
    case PS_FRAME_WARNING:
        warn(r, name, &frame.error);
        return PS_OK;
    case PS_FRAME_MEMBER:
        return meet_member(r, &frame, reterr);
    case PS_FRAME_CONTRACT:
        return meet_contract(r, &frame, reterr);
    default:
        break;
    }
    return ps_error_set(reterr, PS_FAILED, PS_E_WORKER_DIED, "a worker sent a frame out of turn");
}

static ps_status on_unmapped(void *user, const ps_unmapped *row, ps_error *reterr)
{
    ps_run *r = user;
    return ps_rollup_unmapped(r->rollup, row, reterr);
}

static void on_failed(void *user, const char *name, const ps_error *error)
{
    tell_rejected(user, name, error, 0, 0);
}

static void on_done(void *user, const char *name, uint64_t bytes)
{
    ps_run *r = user;
    (void)name;
    r->sum->bytes_read += bytes;
    if (r->file_failed) {
        r->sum->files_failed++;
    } else {
        r->sum->files_ok++;
    }
    r->file_failed = 0;
    r->screened_in_document = 0;
    r->member_number = 0;
    ps_buffer_clear(&r->member);
}

int ps_run_tick(const ps_run *r, uint64_t bytes)
{
    return r->sink->progress
               ? r->sink->progress(r->user, bytes, r->total_bytes, r->sum->records_read)
               : 0;
}

static int on_tick(void *user, uint64_t bytes)
{
    return ps_run_tick(user, bytes);
}

static void on_unknown_element(void *user, const ps_error *error)
{
    warn(user, "", error);
}

/* A document in a folder of the input: it was read for a record, or nobody asked for it. */
static void conclude_beside(void *user, const char *path, int read)
{
    ps_run *r = user;
    ps_error error = {0};
    if (!read) {
        PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_NOT_XML,
                               "a document, not a record, and no record names it"));
        ps_error_hint(&error, "name it in its record, or put contracts into a folder for "
                              "--contracts");
        tell_rejected(r, path, &error, 0, 0);
    }
    on_done(r, path, 0);
}

/* Those that this process may run on: a container or taskset may leave it fewer than there are. */
static unsigned processors(void)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
        return (unsigned)CPU_COUNT(&allowed);
    }
    long count = sysconf(_SC_NPROCESSORS_ONLN); /* of more than a set has room for */
    return count < 1 ? 1 : (unsigned)count;
}

static ps_status screen_all(ps_run *r, ps_error *reterr)
{
    static const ps_pool_events events = {.next = next_file,
                                          .frame = on_frame,
                                          .ask = on_ask,
                                          .unmapped = on_unmapped,
                                          .failed = on_failed,
                                          .done = on_done,
                                          .tick = on_tick};
    PS_CLEANUP(ps_pool_freep) ps_pool *pool = NULL;
    unsigned jobs = r->options->jobs ? r->options->jobs : processors();
    ps_status status = ps_pool_new(r->packs, r->options, &r->limits, jobs, &pool, reterr);
    if (status == PS_OK) {
        status = ps_pool_run(pool, &events, r, reterr);
    }
    if (status == PS_OK) {
        ps_beside_each(&r->beside, conclude_beside, r);
        status = ps_run_release(r, processors() == 1, reterr);
    }
    if (status == PS_END) {
        return ps_error_set(reterr, PS_FATAL, PS_E_INTERNAL, "stopped before the end");
    }
    return status;
}

static ps_status finish(ps_run *r, ps_error *reterr)
{
    ps_status status =
        ps_rollup_finish(r->rollup, r->options->today, r->sink->supplier, r->user, reterr);
    if (status != PS_OK) {
        return status;
    }
    if (r->sum->records.not_evaluable || r->sum->items.not_evaluable ||
        r->sum->elements.not_evaluable) {
        r->imperfect = 1;
    }
    if (r->sink->summary) {
        r->sink->summary(r->user, r->sum);
    }
    if (!r->sum->reconciles) {
        return ps_error_set(reterr, PS_FATAL, PS_E_INTERNAL, "the counts of the run do not add up");
    }
    return r->imperfect ? PS_WARN : PS_OK;
}

static ps_status begin_profiler(ps_run *r, ps_error *reterr)
{
    const size_t patterns[PS_PATTERN_KINDS] = {
        [PS_PATTERN_CATALOG] = ps_catalog_pattern_count(r->packs->catalog),
        [PS_PATTERN_POLICY] = ps_policy_pattern_count(r->packs->policy)};
    ps_profiler *profiler = r->options->profiler;
    PS_IGNORE(ps_profiler_enter(profiler, PS_STAGE_COORDINATE));
    return profiler ? ps_profiler_begin(profiler, patterns, reterr) : PS_OK;
}

ps_status ps_run_execute(const ps_packs *packs, const char *const *inputs, size_t count,
                         const ps_run_options *options, const ps_run_sink *sink, void *user,
                         ps_error *reterr)
{
    static const ps_run_options defaults = PS_RUN_OPTIONS_INIT;
    options = options ? options : &defaults;
    if (!packs || !inputs || !sink || options->size < sizeof *options) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_run_execute: packs, inputs and sink are needed");
    }
    ps_error scratch = {0}; /* a place for messages when the caller wants none */
    reterr = reterr ? reterr : &scratch;
    ps_run r = {.packs = packs, .options = options, .sink = sink, .user = user};
    r.limits = options->limits ? *options->limits : ps_limits_default();
    ps_arena_init(&r.arena, 0);
    ps_buffer_init(&r.member, 0);
    ps_file_finder_init(&r.files, options->contracts);
    ps_contracts_told_init(&r.contracts_told);
    ps_beside_init(&r.beside, r.limits.contracts);
    ps_status status = begin_profiler(&r, reterr);
    if (status == PS_OK) {
        status = ps_finder_init(&r.finder, packs, options->as_of, options->today, reterr);
    }
    if (status == PS_OK) {
        status = ps_walk_new(inputs, count, options->follow_links, &r.walk, reterr);
    }
    if (status == PS_OK) {
        ps_walk_more(r.walk, options->next_input, options->next_input_user);
        status = ps_resolver_new(&r.limits, &r.resolver, reterr);
    }
    if (status == PS_OK && options->contracts) {
        ps_resolver_with_folder(r.resolver);
    }
    if (status == PS_OK) {
        status = ps_rollup_new(&r.limits, &r.rollup, reterr);
    }
    if (status == PS_OK) {
        r.sum = ps_rollup_summary(r.rollup);
        if (options->operators) {
            ps_operators_check(options->operators, packs->policy, on_unknown_element, &r);
        }
        status = screen_all(&r, reterr);
    }
    PS_IGNORE(ps_profiler_enter(options->profiler, PS_STAGE_REPORT)); /* from here to the end */
    if (status == PS_OK) {
        status = finish(&r, reterr);
    }
    ps_rollup_free(r.rollup);
    ps_resolver_free(r.resolver);
    ps_walk_free(r.walk);
    ps_finder_done(&r.finder);
    ps_buffer_done(&r.member);
    ps_file_finder_done(&r.files);
    ps_contracts_told_done(&r.contracts_told);
    ps_beside_done(&r.beside);
    ps_arena_done(&r.arena);
    return status;
}
