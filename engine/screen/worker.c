/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/worker.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "screen/resolve.h"
#include "screen/worker_model.h"

/* Results are sent when this many bytes have gathered or a beat is due, so that small records share
 * a write. */
enum { SEND_AT = 64 * 1024, BEAT_MS = 250 };

void ps_worker_flush(ps_worker *w)
{
    size_t sent = 0;
    ps_stage before = ps_profiler_enter(w->profiler, PS_STAGE_SEND);
    if (w->out.failed) {
        w->failed = 1;
    }
    while (!w->failed && sent < w->out.len) {
        ssize_t n = write(w->results, w->out.ptr + sent, w->out.len - sent);
        if (n >= 0) {
            sent += (size_t)n;
        } else if (errno != EINTR) {
            w->failed = 1;
        }
    }
    ps_buffer_clear(&w->out);
    ps_profiler_leave(w->profiler, before);
}

static uint64_t bytes_done(const ps_worker *w)
{
    return w->job->stretch ? w->at - w->job->joint.offset : w->file.reached;
}

static void tell_progress(ps_worker *w)
{
    ps_wire_number(PS_FRAME_PROGRESS, bytes_done(w), &w->out);
    ps_worker_flush(w);
    w->last_beat = ps_clock_ms();
}

void ps_worker_beat(ps_worker *w)
{
    if (ps_clock_ms() - w->last_beat >= BEAT_MS) {
        tell_progress(w);
    }
}

/* Reads the job's descriptor; says now and then that it is alive, also while it waits for slow
 * input. */
static long read_job(void *io, char *buffer, size_t size)
{
    ps_worker *w = io;
    struct pollfd ready = {.fd = w->fd, .events = POLLIN};
    ps_worker_beat(w);
    while (!w->job->place.seekable && !w->failed && poll(&ready, 1, BEAT_MS) == 0) {
        tell_progress(w);
    }
    return w->failed ? 0 : ps_file_input_read(&w->file, buffer, size);
}

static int seek_job(void *io, uint64_t offset)
{
    ps_worker *w = io;
    return ps_file_input_seek(&w->file, offset);
}

int ps_worker_await(ps_worker *w, ps_message_type type, ps_message *ret_message, int *ret_fd)
{
    *ret_fd = -1;
    ps_worker_flush(w);
    ps_stage before = ps_profiler_enter(w->profiler, PS_STAGE_IDLE);
    if (!w->failed && ps_message_receive(w->answers, type, ret_message, ret_fd) <= 0) {
        w->failed = 1;
    }
    ps_profiler_leave(w->profiler, before);
    w->last_beat = ps_clock_ms();
    return !w->failed;
}

/* Ask the coordinator for a file and wait for the answer. */
static ps_status ask(ps_worker *w, ps_ask what, uint64_t number, ps_str text, ps_answer *ret_answer,
                     int *ret_fd, ps_error *reterr)
{
    ps_message message;
    ps_wire_ask(what, number, text, &w->out);
    if (!ps_worker_await(w, PS_MESSAGE_ANSWER, &message, ret_fd)) {
        return ps_error_set(reterr, PS_FATAL, PS_E_INTERNAL, "nobody answers");
    }
    *ret_answer = message.answer;
    return PS_OK;
}

static ps_status open_file(void *user, ps_str name, ps_opened_file *ret_file, ps_error *reterr)
{
    ps_answer answer;
    ps_status status = ask(user, PS_ASK_FILE, 0, name, &answer, &ret_file->fd, reterr);
    ret_file->is_contract = status == PS_OK && answer.is_contract;
    if (status == PS_OK && !answer.found) {
        ps_error_copy(ret_file->why, sizeof ret_file->why, ps_str_from(answer.why));
    }
    return status;
}

static ps_status ask_contract(void *user, ps_str id, uint64_t index, ps_answer *ret_answer,
                              int *ret_fd, ps_error *reterr)
{
    return ask(user, PS_ASK_CONTRACT, index, id, ret_answer, ret_fd, reterr);
}

static ps_status after_frame(ps_worker *w)
{
    if (w->out.len >= SEND_AT || w->job->careful) {
        ps_worker_flush(w);
    }
    return w->failed || w->out.failed ? PS_FATAL : PS_OK;
}

/* Frames are about the job's file until it is said what else they are about. */
static void tell_document(ps_worker *w)
{
    int is_file = w->number == 1 && strcmp(w->name, w->job->name) == 0;
    if (w->told != w->number && !is_file) {
        ps_wire_member(w->number, ps_str_from(w->name), &w->out);
    }
    w->told = w->number;
}

static void reject(ps_worker *w, const ps_error *given, int last, uint64_t unscreened_after)
{
    ps_error error = *given;
    if (w->document) {
        ps_container_explain(w->document, &error);
    }
    tell_document(w);
    ps_wire_rejected(&error, last, unscreened_after, &w->out);
}

/* Files that a record names and does not need are no strangers in its folder. */
static void mention_files(ps_worker *w, const ps_record *record)
{
    for (size_t i = 0; i < record->attachment_count && i < w->limits->attachment_members; i++) {
        const ps_attachment *attachment = &record->attachments[i];
        ps_str name = attachment->uri.text.len ? attachment->uri.text : attachment->name.text;
        if (!attachment->bytes && name.len) {
            ps_wire_ask(PS_ASK_MENTION, 0, name, &w->out);
        }
    }
}

/* The record behind the contracts that it refers to. */
static ps_status tell_contracts(ps_worker *w, const ps_screened *screened, ps_error *reterr)
{
    ps_buffer_clear(&w->record_frame);
    ps_wire_screened(w->wire, screened, w->judge.same, &w->record_frame);
    ps_status status =
        ps_contract_texts_tell(&w->contracts, screened, w->job_number, &w->out, reterr);
    ps_buffer_add_str(&w->out, ps_buffer_str(&w->record_frame));
    w->out.failed |= w->record_frame.failed;
    return status;
}

static ps_status on_record(void *user, const ps_record *record)
{
    ps_worker *w = user;
    uint64_t number = w->record++;
    if (number < w->job->skip) {
        return PS_OK;
    }
    if (number == w->job->skip && w->job->poisoned) {
        ps_error error = {0};
        PS_IGNORE(ps_error_set(
            &error, PS_FAILED, PS_E_WORKER_DIED,
            "the process that judged this record died on it; the record was not screened"));
        ps_error_at(&error, record->line, 0);
        error.offset = record->offset;
        ps_error_copy(error.record_id, sizeof error.record_id, record->id.text);
        reject(w, &error, 0, 0);
        return after_frame(w);
    }
    ps_screened screened;
    ps_error error = {0};
    ps_status status = ps_judge_record(&w->judge, record, &screened, &error);
    if (status != PS_OK) {
        return status;
    }
    if (record->attachment_count && !screened.attachment_count) {
        mention_files(w, record);
    }
    /* Contracts and quotations are asked by others, and looked into when they come. */
    screened.waited = screened.kind != PS_KIND_CONTRACT && screened.kind != PS_KIND_QUOTATION &&
                      ps_depends_on_others(&screened, screened.elements);
    ps_stage before = ps_profiler_enter(w->profiler, PS_STAGE_SEND);
    tell_document(w);
    if (w->has_contracts && ps_contract_texts_needed(&screened)) {
        status = tell_contracts(w, &screened, &error);
    } else {
        ps_wire_screened(w->wire, &screened, w->judge.same, &w->out);
    }
    ps_profiler_leave(w->profiler, before);
    return status == PS_OK ? after_frame(w) : status;
}

static void on_rejected(void *user, const ps_error *error, int last, uint64_t unscreened_after)
{
    ps_worker *w = user;
    if (w->record++ < w->job->skip) {
        return;
    }
    reject(w, error, last, unscreened_after);
    PS_IGNORE(after_frame(w));
}

static void on_warning(void *user, const ps_error *error)
{
    ps_worker *w = user;
    if (w->job->skip == 0) {
        ps_wire_error(PS_FRAME_WARNING, error, &w->out);
    }
}

static void on_unmapped(void *user, ps_str format, ps_str element, uint64_t count)
{
    ps_worker *w = user;
    ps_unmapped row = {format, element, count};
    ps_wire_unmapped(w->wire, &row, &w->out);
}

static void begin_document(ps_worker *w, const char *name, const ps_document *document)
{
    w->number++;
    w->name = name;
    w->document = document;
}

/* Where the bytes of a document come from, timed for a profile. */
typedef struct timed_input {
    ps_profiler *profiler;
    ps_read_fn read;
    void *io;
} timed_input;

static long read_timed(void *io, char *buffer, size_t size)
{
    timed_input *input = io;
    ps_stage before = ps_profiler_enter(input->profiler, PS_STAGE_READ);
    long got = input->read(input->io, buffer, size);
    ps_profiler_leave(input->profiler, before);
    return got;
}

static ps_status read_document(ps_worker *w, ps_read_fn read, void *io, ps_stretch *stretch)
{
    static const ps_extract_sink events = {
        .record = on_record, .rejected = on_rejected, .warning = on_warning};
    uint64_t bytes;
    timed_input timed = {w->profiler, read, io};
    ps_stage before = ps_profiler_enter(w->profiler, PS_STAGE_PARSE);
    ps_status status =
        ps_extract_read(w->extract, w->profiler ? read_timed : read, w->profiler ? &timed : io,
                        w->name, &events, w, stretch, &bytes, w->reterr);
    ps_profiler_leave(w->profiler, before);
    return status == PS_FATAL || w->failed ? PS_FATAL : PS_OK;
}

static ps_status on_document(void *user, const ps_document *document)
{
    ps_worker *w = user;
    int is_stretch = w->job->stretch && document->is_input;
    const ps_file_place *place = &w->job->place;
    begin_document(w, document->name, document);
    if (document->is_input && place->seekable && place->start <= place->size) {
        ps_extract_expect(w->extract, place->size - place->start);
    }
    return read_document(w, document->read, document->io, is_stretch ? &w->stretch : NULL);
}

static ps_status on_document_rejected(void *user, const char *name, const ps_error *error)
{
    ps_worker *w = user;
    begin_document(w, name, NULL);
    on_rejected(w, error, 1, 0);
    return w->failed ? PS_FATAL : PS_OK;
}

/* A stretch with a prefix goes on in a document; whatever begins may be a container. */
static ps_status read_input(ps_worker *w)
{
    static const ps_container_sink sink = {.document = on_document,
                                           .rejected = on_document_rejected};
    ps_archive_input input = {.read = ps_worker_read_stretch, .io = w};
    if (w->job->stretch) {
        ps_worker_begin_stretch(w);
    } else {
        ps_file_input_init(&w->file, w->fd, &w->job->place, &input);
        input.read = read_job;
        input.io = w;
        input.seek = input.seek ? seek_job : NULL;
    }
    if (w->job->stretch && w->job->joint.prefix) {
        begin_document(w, w->job->name, NULL);
        return read_document(w, ps_worker_read_stretch, w, &w->stretch);
    }
    return ps_container_read(&input, w->job->name, w->limits, &sink, w, w->reterr);
}

static ps_status run_job(ps_worker *w, const ps_job *job, int fd, ps_error *reterr)
{
    w->job = job;
    w->job_number++;
    w->fd = fd;
    w->record = 0;
    w->number = 0;
    w->told = 0;
    w->reterr = reterr;
    if (!job->place.seekable) { /* what is taken from it is gone: nobody must think otherwise */
        ps_worker_flush(w);
    }
    ps_stage before = ps_profiler_enter(w->profiler, PS_STAGE_READ);
    ps_status status = read_input(w);
    ps_profiler_leave(w->profiler, before);
    if (status == PS_FATAL) {
        return PS_FATAL;
    }
    if (job->stretch) {
        ps_worker_end_stretch(w);
    }
    ps_extract_unmapped(w->extract, on_unmapped, w);
    ps_extract_unmapped_clear(w->extract);
    ps_wire_number(PS_FRAME_DONE, bytes_done(w), &w->out);
    if (job->stretch || bytes_done(w) >= SEND_AT) {
        ps_worker_flush(w);
    }
    return after_frame(w);
}

/* The results of small files are sent together, as the jobs were. */
static ps_status run_jobs(ps_worker *w, const ps_jobs *jobs, ps_error *reterr)
{
    ps_status status = PS_OK;
    for (size_t i = 0; i < jobs->count; i++) {
        if (status == PS_OK) {
            status = run_job(w, &jobs->list[i], jobs->fds[i], reterr);
        }
        (void)close(jobs->fds[i]);
    }
    if (status == PS_OK) {
        ps_worker_flush(w);
    }
    return w->failed ? PS_FATAL : status;
}

static ps_status start(ps_worker *w, const ps_packs *packs, const ps_run_options *options,
                       ps_error *reterr)
{
    ps_buffer_init(&w->out, (size_t)PS_FRAME_LONGEST * 2);
    ps_extract_options extract = {
        .limits = w->limits, .encoding = options->encoding, .profiler = w->profiler};
    ps_status status = ps_wire_writer_new(&w->wire, reterr);
    if (status == PS_OK) {
        status = ps_extract_new(packs->profiles, &extract, &w->extract, reterr);
    }
    if (status == PS_OK) {
        status = ps_judge_init(&w->judge, packs, w->limits, options->as_of, options->today,
                               options->explain, reterr);
    }
    if (status == PS_OK) {
        ps_judge_profiler(&w->judge, w->profiler);
    }
    w->judge.attachments.opener = (ps_file_opener){open_file, w};
    w->has_contracts = options->contracts != NULL;
    w->contracts = (ps_contract_texts){.judge = &w->judge, .ask = ask_contract, .user = w};
    ps_contract_texts_init(&w->contracts);
    ps_buffer_init(&w->record_frame, (size_t)PS_FRAME_LONGEST * 2);
    return status;
}

int ps_worker_main(const ps_packs *packs, const ps_run_options *options, const ps_limits *limits,
                   int jobs, int results, int answers)
{
    ps_worker w = {.limits = limits, .jobs = jobs, .results = results, .answers = answers};
    ps_jobs received;
    ps_error error = {0};
    w.profiler = options->profiler;
    ps_profiler_begin_worker(w.profiler);
    ps_status status = start(&w, packs, options, &error);
    while (status == PS_OK) {
        int got = ps_jobs_receive(w.jobs, &received);
        if (got == 0) {
            break;
        }
        if (got < 0) {
            status = ps_error_set(&error, PS_FATAL, PS_E_INTERNAL, "cannot receive a job: %s",
                                  strerror(errno));
            break;
        }
        status = run_jobs(&w, &received, &error);
    }
    if (status != PS_OK && !w.failed && w.wire) {
        ps_wire_error(PS_FRAME_FATAL, &error, &w.out);
        ps_worker_flush(&w);
    }
    ps_profiler_end_worker(w.profiler);
    ps_extract_free(w.extract);
    ps_contract_texts_done(&w.contracts);
    ps_judge_done(&w.judge);
    ps_wire_writer_free(w.wire);
    ps_buffer_done(&w.out);
    ps_buffer_done(&w.record_frame);
    return status == PS_OK ? 0 : 1;
}
