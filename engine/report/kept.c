/* A kept run, line by line: in which order lines may come, what belongs together, and whether the
 * whole run is there. SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/kept.h"

#include <errno.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "report/kept_objects.h"

enum {
    ROOM = 65536,
    MEMORY_TIMES = 8, /* what a line's values may take, in lengths of the longest line */
    LINES_A_BEAT = 256
};

/* The parts of a run come in this order. */
typedef enum part { PART_RUN, PART_RECORDS, PART_SUPPLIERS, PART_END } part;

typedef struct found {
    ps_finding is;
    struct found *next;
} found;

typedef struct kept {
    const ps_kept_sink *sink;
    void *user;
    ps_limits limits;
    const char *name;
    ps_error *error;
    ps_arena origin;
    ps_arena arena; /* of the record that is open, with its findings; else of one line */
    ps_buffer text; /* of a line that is not whole yet */
    uint64_t line;
    uint64_t bytes;
    part part;
    ps_screened record; /* the open one */
    int is_open;
    found *first;
    found **last;
    size_t count;
    struct {
        uint64_t records, findings, rejected, suppliers;
    } told; /* for comparing with what the run says it wrote */
    int stopped;
} kept;

/* `error` may hold a column already. */
static ps_status wrong(kept *k, ps_status status)
{
    if (k->error) {
        ps_error_at(k->error, k->line, k->error->column);
        ps_error_source(k->error, k->name);
        if (k->error->code == PS_E_ILL_FORMED && !k->error->hint[0]) {
            ps_error_hint(k->error, "give a file that \"screen -o ndjson\" wrote, as it was "
                                    "written");
        }
    }
    return status;
}

static ps_status is_no_run(kept *k, const char *why)
{
    PS_IGNORE(ps_error_set(k->error, PS_FATAL, PS_E_ILL_FORMED, "%s", why));
    return wrong(k, PS_FATAL);
}

/* Hand the open record over with its findings, and forget both. */
static ps_status close_record(kept *k)
{
    const ps_run_sink *events = &k->sink->events;
    if (k->is_open) {
        ps_finding *findings = ps_arena_array(&k->arena, k->count + 1, sizeof *findings);
        if (!findings) {
            return wrong(k, ps_error_limit(k->error, PS_FATAL, "kept-line",
                                           "the record and its findings take more memory than "
                                           "allowed"));
        }
        size_t at = 0;
        for (const found *f = k->first; f; f = f->next) {
            findings[at++] = f->is;
        }
        if (events->screened) {
            events->screened(k->user, &k->record, findings, k->count);
        }
    }
    k->is_open = 0;
    k->first = NULL;
    k->last = &k->first;
    k->count = 0;
    ps_arena_reset(&k->arena);
    return PS_OK;
}

static ps_status begin_run(kept *k, ps_str text)
{
    const ps_kept_value *object;
    ps_run_origin origin;
    ps_day as_of;
    ps_day today;
    ps_kept_line line = {.arena = &k->origin, .error = k->error};
    ps_status status = ps_kept_parse(text, &k->limits, &k->origin, &object, k->error);
    if (status != PS_OK) {
        return wrong(k, status);
    }
    if (!ps_str_is(ps_kept_text(&line, object, "type"), "run")) {
        return is_no_run(k, "the first line is not the beginning of a run of procscreen");
    }
    ps_kept_run(&line, object, &origin, &as_of, &today);
    if (line.failed) {
        return wrong(k, PS_FATAL);
    }
    k->part = PART_RECORDS;
    k->stopped = k->sink->begin(k->user, &origin, as_of, today) != 0;
    return PS_OK;
}

static ps_status take_record(kept *k, ps_kept_line *line, const ps_kept_value *object)
{
    ps_kept_record(line, object, &k->record);
    if (line->failed) {
        return wrong(k, PS_FATAL);
    }
    k->is_open = 1;
    k->told.records++;
    return PS_OK;
}

static ps_status take_finding(kept *k, ps_kept_line *line, const ps_kept_value *object)
{
    found *f = ps_arena_alloc(&k->arena, sizeof *f);
    if (!f) {
        return wrong(k, ps_error_limit(k->error, PS_FATAL, "kept-line",
                                       "the record and its findings take more memory than "
                                       "allowed"));
    }
    ps_kept_finding(line, object, &f->is);
    if (!k->is_open || f->is.record != k->record.seq) {
        ps_kept_wrong(line, "a finding does not stand behind its record");
    } else if (f->is.item_number > k->record.item_count) {
        ps_kept_wrong(line, "\"item_number\" is above the count of the record's items");
    }
    if (line->failed) {
        return wrong(k, PS_FATAL);
    }
    *k->last = f;
    k->last = &f->next;
    k->count++;
    k->told.findings++;
    return PS_OK;
}

static ps_status take_rejected(kept *k, ps_kept_line *line, const ps_kept_value *object)
{
    ps_rejected rejected;
    ps_error error;
    ps_kept_rejected(line, object, &rejected, &error);
    if (line->failed) {
        return wrong(k, PS_FATAL);
    }
    k->told.rejected++;
    if (k->sink->events.rejected) {
        k->sink->events.rejected(k->user, &rejected);
    }
    return PS_OK;
}

static ps_status take_supplier(kept *k, ps_kept_line *line, const ps_kept_value *object)
{
    ps_supplier supplier;
    ps_kept_supplier(line, object, &supplier);
    if (line->failed) {
        return wrong(k, PS_FATAL);
    }
    k->part = PART_SUPPLIERS;
    k->told.suppliers++;
    if (k->sink->events.supplier) {
        k->sink->events.supplier(k->user, &supplier);
    }
    return PS_OK;
}

static ps_status take_summary(kept *k, ps_kept_line *line, const ps_kept_value *object)
{
    ps_summary summary;
    const ps_kept_value *written = ps_kept_object(line, object, "written");
    ps_kept_summary(line, object, &summary);
    if (ps_kept_count(line, written, "records") != k->told.records ||
        ps_kept_count(line, written, "findings") != k->told.findings ||
        ps_kept_count(line, written, "rejected") != k->told.rejected ||
        ps_kept_count(line, written, "suppliers") != k->told.suppliers) {
        ps_kept_wrong(line,
                      "lines are missing or were added: there are %llu records, %llu "
                      "findings, %llu rejections and %llu suppliers, which is not what the "
                      "summary says was written",
                      (unsigned long long)k->told.records, (unsigned long long)k->told.findings,
                      (unsigned long long)k->told.rejected, (unsigned long long)k->told.suppliers);
    }
    if (line->failed) {
        return wrong(k, PS_FATAL);
    }
    k->part = PART_END;
    if (k->sink->events.summary) {
        k->sink->events.summary(k->user, &summary);
    }
    return PS_OK;
}

/* Cuts `token`, with blanks in front of it, off the front of *text. */
static int skip(ps_str *text, const char *token)
{
    ps_str rest = *text;
    while (rest.len && ps_is_space(rest.ptr[0])) {
        rest = ps_str_slice(rest, 1, rest.len);
    }
    if (!ps_str_starts(rest, ps_str_from(token))) {
        return 0;
    }
    *text = ps_str_slice(rest, strlen(token), rest.len);
    return 1;
}

/* A finding joins the record that is open; any other line closes it first. "type" comes first in
 * every line, so this need not parse. */
static int is_finding(ps_str text)
{
    return skip(&text, "{") && skip(&text, "\"type\"") && skip(&text, ":") &&
           skip(&text, "\"finding\"");
}

typedef ps_status (*take_fn)(kept *k, ps_kept_line *line, const ps_kept_value *object);

static const struct {
    const char *type;
    part last; /* the part in which it may stand at the latest */
    take_fn take;
} types[] = {
    {"run", PART_RUN, NULL},
    {"record", PART_RECORDS, take_record},
    {"finding", PART_RECORDS, take_finding},
    {"rejected", PART_RECORDS, take_rejected},
    {"supplier", PART_SUPPLIERS, take_supplier},
    {"summary", PART_SUPPLIERS, take_summary},
};

static ps_status take_line(kept *k, ps_str text)
{
    const ps_kept_value *object;
    ps_kept_line line = {.arena = &k->arena, .error = k->error};
    ps_status status = is_finding(text) ? PS_OK : close_record(k);
    if (status == PS_OK) {
        status = ps_kept_parse(text, &k->limits, &k->arena, &object, k->error);
        status = status == PS_OK ? PS_OK : wrong(k, status);
    }
    if (status != PS_OK) {
        return status;
    }
    ps_str type = ps_kept_text(&line, object, "type");
    for (size_t i = 0; i < PS_COUNT(types); i++) {
        if (ps_str_is(type, types[i].type)) {
            return k->part <= types[i].last
                       ? types[i].take(k, &line, object)
                       : is_no_run(k, "a line stands where a run cannot have it");
        }
    }
    return is_no_run(k, "the line is of no type that this version of procscreen knows");
}

static ps_status next_line(kept *k, ps_str text)
{
    const ps_run_sink *events = &k->sink->events;
    k->line++;
    if (ps_str_trim(text).len == 0) {
        return PS_OK;
    }
    if (events->progress && k->line % LINES_A_BEAT == 0) {
        k->stopped |= events->progress(k->user, k->bytes, 0, k->told.records) != 0;
    }
    return k->part == PART_RUN ? begin_run(k, text) : take_line(k, text);
}

/* Lines out of the bytes that came; what is left of the last one waits. */
static ps_status take_bytes(kept *k, ps_str bytes)
{
    ps_status status = PS_OK;
    while (bytes.len && status == PS_OK && !k->stopped) {
        const char *end = memchr(bytes.ptr, '\n', bytes.len);
        size_t size = end ? (size_t)(end - bytes.ptr) : bytes.len;
        ps_buffer_add(&k->text, bytes.ptr, size);
        if (k->text.failed) {
            k->line++;
            return wrong(k, ps_error_limit(k->error, PS_FATAL, "kept-line",
                                           "the line is longer than %llu bytes",
                                           (unsigned long long)k->limits.kept_line));
        }
        bytes = ps_str_slice(bytes, end ? size + 1 : size, bytes.len);
        if (end) {
            status = next_line(k, ps_buffer_str(&k->text));
            ps_buffer_clear(&k->text);
        }
    }
    return status;
}

static ps_status read_lines(kept *k, ps_read_fn read, void *io)
{
    ps_buffer memory;
    ps_buffer_init(&memory, ROOM);
    char *room = ps_buffer_reserve(&memory, ROOM);
    ps_status status = room ? PS_OK : ps_error_memory(k->error);
    while (status == PS_OK && !k->stopped) {
        long got = read(io, room, ROOM);
        if (got < 0) {
            status = wrong(
                k, ps_error_set(k->error, PS_FATAL, PS_E_READ, "cannot read: %s", strerror(errno)));
        }
        if (got <= 0) {
            break;
        }
        k->bytes += (uint64_t)got;
        status = take_bytes(k, (ps_str){room, (size_t)got});
    }
    ps_buffer_done(&memory);
    return status;
}

ps_status ps_kept_read(ps_read_fn read, void *io, const char *name, const ps_limits *limits,
                       const ps_kept_sink *sink, void *user, ps_error *reterr)
{
    ps_error unwanted;
    kept k = {.sink = sink, .user = user, .name = name, .error = reterr ? reterr : &unwanted};
    k.limits = limits ? *limits : ps_limits_default();
    k.last = &k.first;
    ps_arena_init(&k.origin, k.limits.kept_line * MEMORY_TIMES);
    ps_arena_init(&k.arena, k.limits.kept_line * MEMORY_TIMES);
    ps_buffer_init(&k.text, k.limits.kept_line);
    ps_status status = read_lines(&k, read, io);
    if (status == PS_OK && !k.stopped && k.text.len) {
        status = next_line(&k, ps_buffer_str(&k.text));
    }
    if (status == PS_OK && !k.stopped && k.part != PART_END) {
        status = is_no_run(&k, k.line ? "the run has no end: it was cut off behind this line"
                                      : "there is nothing in it");
    }
    ps_buffer_done(&k.text);
    ps_arena_done(&k.arena);
    ps_arena_done(&k.origin);
    return status == PS_OK && k.stopped ? PS_END : status;
}
