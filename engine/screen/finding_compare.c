/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/finding_compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/file.h"
#include "base/index.h"
#include "base/str.h"
#include "screen/finding.h"
#include "screen/found_sums.h"
#include "screen/found_wire.h"
#include "screen/spool.h"

enum { KEY = 32, OLD = 0, NEW = 1 };

/* A finding under the old packs, and what has become of it. */
typedef struct entry {
    char key[KEY];
    uint64_t offset; /* of what is told of it, in the spool */
    uint32_t size;
    uint32_t matched; /* by one under the new packs */
    uint64_t digest;  /* of how it stands */
} entry;

/* A change that will be told. */
typedef struct row {
    uint64_t seq; /* of the record */
    uint64_t order;
    uint64_t offset[2];
    uint32_t size[2]; /* 0: it is not there under those packs */
} row;

typedef struct comparing {
    const ps_found_sink *sink;
    void *user;
    ps_limits limits;
    int side; /* whose run it is */
    ps_spool spool;
    ps_buffer blob;
    entry *entries;
    size_t room;
    ps_index index; /* of entries, by key */
    ps_buffer rows;
    ps_found_totals totals;
    ps_status status; /* of the first failure */
    ps_error *reterr;
} comparing;

static void comparing_done(comparing *c)
{
    ps_index_done(&c->index);
    free(c->entries);
    ps_buffer_done(&c->rows);
    ps_buffer_done(&c->blob);
    ps_spool_done(&c->spool);
}

static void fail(comparing *c, ps_status status)
{
    c->status = c->status == PS_OK ? status : c->status;
}

static ps_status put(comparing *c, const ps_found_change *one, const ps_found_state *state,
                     uint64_t seq, uint64_t *ret_offset, uint32_t *ret_size)
{
    ps_buffer_clear(&c->blob);
    ps_found_write(&c->blob, one, state, seq);
    if (c->blob.failed || c->blob.len > UINT32_MAX) {
        return ps_error_memory(c->reterr);
    }
    *ret_size = (uint32_t)c->blob.len;
    return ps_spool_append(&c->spool, ps_buffer_str(&c->blob), ret_offset, c->reterr);
}

/* Of either side no more than the limit are kept. */
static ps_status check_room(comparing *c, size_t count)
{
    return count < c->limits.diff_findings ? PS_OK
                                           : ps_error_limit(c->reterr, PS_FATAL, "diff-findings",
                                                            "more findings than can be compared");
}

static ps_status add_entry(comparing *c, const char *key, uint64_t hash, const entry *given)
{
    ps_status status = check_room(c, c->index.count);
    if (status != PS_OK) {
        return status;
    }
    if (c->index.count == c->room) {
        size_t room = c->room ? c->room * 2 : 256;
        entry *entries = realloc(c->entries, room * sizeof *entries);
        if (!entries) {
            return ps_error_memory(c->reterr);
        }
        c->entries = entries;
        c->room = room;
    }
    c->entries[c->index.count] = *given;
    memcpy(c->entries[c->index.count].key, key, KEY);
    return ps_index_add(&c->index, hash) ? PS_OK : ps_error_memory(c->reterr);
}

/* The old finding of that key that came first and has no partner yet; NULL when there is none. */
static entry *find_entry(comparing *c, const char *key, uint64_t hash)
{
    entry *first = NULL;
    for (uint32_t at = ps_index_first(&c->index, hash); at; at = ps_index_next(&c->index, at - 1)) {
        entry *e = &c->entries[at - 1];
        if (!e->matched && memcmp(e->key, key, KEY) == 0) {
            first = e; /* the chain goes from the last to the first */
        }
    }
    return first;
}

static void add_row(comparing *c, const row *one)
{
    row copy = *one;
    copy.order = c->rows.len / sizeof copy;
    ps_buffer_add(&c->rows, (const char *)&copy, sizeof copy);
}

static uint64_t digest_of(const ps_found_state *state)
{
    uint64_t digest = ps_str_hash(state->category) * 31 + ps_str_hash(state->state);
    return digest * 31 + (uint64_t)state->severity * 7 + (uint64_t)state->confidence;
}

/* One finding of the run at hand. The key says what it is about, the state how it stands. */
static ps_status meet(comparing *c, const ps_found_change *one, const ps_found_state *state,
                      ps_str supplier_key, ps_str format, uint64_t seq)
{
    char hex[65];
    char kind = (char)('0' + one->kind);
    ps_str mark = PS_STR("\x1f");
    /* A record or an item without an id is told by where it stands. */
    char place[32] = "";
    char number[32] = "";
    if (!one->record.len) {
        (void)snprintf(place, sizeof place, "%" PRIu64, one->line);
    }
    if (!one->item.len) {
        (void)snprintf(number, sizeof number, "%zu", one->item_number);
    }
    ps_str parts[] = {{&kind, 1},
                      mark,
                      one->rule,
                      mark,
                      format,
                      mark,
                      one->record,
                      mark,
                      one->record.len ? PS_NO_STR : one->source,
                      mark,
                      ps_str_from(place),
                      mark,
                      supplier_key,
                      mark,
                      one->item,
                      ps_str_from(number),
                      mark,
                      one->element};
    ps_sha256(parts, PS_COUNT(parts), hex);
    uint64_t hash = ps_index_hash(&c->index, (ps_str){hex, KEY});
    entry made = {.digest = digest_of(state)};
    ps_status status = PS_OK;
    if (c->side == OLD) {
        status = put(c, one, state, seq, &made.offset, &made.size);
        return status == PS_OK ? add_entry(c, hex, hash, &made) : status;
    }
    entry *old = find_entry(c, hex, hash);
    if (old) {
        old->matched = 1;
        if (old->digest == made.digest) {
            return PS_OK;
        }
    }
    status = check_room(c, c->rows.len / sizeof(row));
    if (status == PS_OK) {
        status = put(c, one, state, seq, &made.offset, &made.size);
    }
    if (status == PS_OK) {
        row changed = {.seq = seq,
                       .offset = {old ? old->offset : 0, made.offset},
                       .size = {old ? old->size : 0, made.size}};
        add_row(c, &changed);
    }
    return status;
}

static ps_str element_state(const ps_screened *screened, ps_str element)
{
    for (size_t i = 0; element.len && i < screened->element_count; i++) {
        if (ps_str_equal(screened->elements[i].element, element)) {
            return ps_str_from(ps_state_name(screened->elements[i].state));
        }
    }
    return PS_NO_STR;
}

static ps_found_change about_record(const ps_screened *screened)
{
    const ps_party_view *supplier = &screened->supplier;
    return (ps_found_change){.source = screened->source,
                             .line = screened->line,
                             .record = screened->id,
                             .supplier = supplier->name.len ? supplier->name : supplier->id,
                             .reason = screened->reason};
}

static void on_screened(void *user, const ps_screened *screened, const ps_finding *findings,
                        size_t count)
{
    comparing *c = user;
    c->totals.findings[c->side] += count;
    for (size_t i = 0; i < count && c->status == PS_OK; i++) {
        const ps_finding *finding = &findings[i];
        const ps_item_outcome *item =
            finding->item_number ? &screened->items[finding->item_number - 1] : NULL;
        ps_found_change one = about_record(screened);
        one.rule = finding->rule;
        one.item = finding->item;
        one.item_number = finding->item_number;
        one.element = finding->element;
        one.reason = PS_NO_STR;
        ps_found_state state = {.severity = finding->severity,
                                .confidence = finding->confidence,
                                .state = element_state(screened, finding->element)};
        if (item) {
            one.line = item->line ? item->line : one.line;
            one.name = item->name;
            one.amount_known = item->amount.known;
            one.amount = item->amount.value;
            one.currency = item->amount.known ? item->currency : PS_NO_STR;
            one.reason = item->reason;
            state.category =
                item->category.len || !item->today ? item->category : item->today->category;
        }
        fail(c, meet(c, &one, &state, screened->supplier.key, screened->format, screened->seq));
    }
    if (screened->outcome == PS_OUTCOME_NOT_EVALUABLE && c->status == PS_OK) {
        ps_found_change one = about_record(screened);
        ps_found_state state = {.severity = PS_SEVERITY_INFO};
        one.kind = PS_FOUND_NOT_EVALUABLE;
        fail(c, meet(c, &one, &state, screened->supplier.key, screened->format, screened->seq));
    }
}

static void on_rejected(void *user, const ps_rejected *rejected)
{
    comparing *c = user;
    c->totals.incomplete = 1;
    if (c->status != PS_OK) {
        return;
    }
    ps_found_change one = {.kind = PS_FOUND_REJECTED,
                           .source = rejected->source,
                           .line = rejected->error->line,
                           .reason = ps_str_from(rejected->error->message)};
    ps_found_state state = {.state = ps_str_from(rejected->error->cause)};
    /* Once is enough to say it: what is rejected under both is the same. */
    if (c->sink->warning && c->side == NEW) {
        c->sink->warning(c->user, rejected->error);
    }
    fail(c, meet(c, &one, &state, PS_NO_STR, PS_NO_STR, rejected->seq));
}

static void on_summary(void *user, const ps_summary *summary)
{
    comparing *c = user;
    ps_found_totals *totals = &c->totals;
    totals->records[c->side] = summary->records_screened;
    totals->rejected[c->side] = summary->records_rejected + summary->documents_rejected;
    totals->items_hit[c->side] = summary->items.hit;
    totals->items_not_evaluable[c->side] = summary->items.not_evaluable;
    totals->elements_not_evaluable[c->side] = summary->elements.not_evaluable;
    totals->incomplete |= summary->records_read == 0 || summary->unscreened_after > 0;
}

static void on_warning(void *user, const ps_error *error)
{
    comparing *c = user;
    if (c->sink->warning && c->side == NEW) {
        c->sink->warning(c->user, error);
    }
}

static int on_progress(void *user, uint64_t bytes, uint64_t total, uint64_t records)
{
    comparing *c = user;
    (void)bytes;
    (void)total;
    (void)records;
    return c->status != PS_OK;
}

static ps_status run(comparing *c, int side, const ps_packs *packs, const char *const *inputs,
                     size_t count, const ps_run_options *options)
{
    static const ps_run_sink sink = {.screened = on_screened,
                                     .rejected = on_rejected,
                                     .summary = on_summary,
                                     .warning = on_warning,
                                     .progress = on_progress};
    ps_error error = {0};
    c->side = side;
    for (size_t i = 0; i < count; i++) {
        if (ps_str_is(ps_str_from(inputs[i]), "-") && lseek(STDIN_FILENO, 0, SEEK_SET) != 0) {
            return ps_error_set(c->reterr, PS_FATAL, PS_E_READ,
                                "standard input cannot be read a second time");
        }
    }
    ps_status status = ps_run_execute(packs, inputs, count, options, &sink, c, &error);
    if (c->status != PS_OK) {
        return c->status; /* the run was stopped because of it */
    }
    if (status != PS_OK && status != PS_WARN && c->reterr) {
        *c->reterr = error;
    }
    return status == PS_WARN ? PS_OK : status;
}

static int by_record(const void *a, const void *b)
{
    const row *x = a;
    const row *y = b;
    int order = (x->seq > y->seq) - (x->seq < y->seq);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static ps_status read_blob(comparing *c, uint64_t offset, uint32_t size, ps_arena *arena,
                           ps_found_change *ret, ps_found_state *ret_state, uint64_t *ret_seq)
{
    char *bytes = ps_arena_alloc(arena, (size_t)size + 1);
    if (!bytes) {
        return ps_error_memory(c->reterr);
    }
    ps_status status = ps_spool_read(&c->spool, offset, bytes, size, c->reterr);
    if (status == PS_OK && !ps_found_read((ps_str){bytes, size}, ret, ret_state, ret_seq)) {
        status = ps_error_set(c->reterr, PS_FATAL, PS_E_INTERNAL,
                              "a finding was not read as it was written");
    }
    return status;
}

/* What was found under the old packs only. */
static ps_status add_removed(comparing *c)
{
    ps_arena arena;
    ps_status status = PS_OK;
    ps_arena_init(&arena, 0);
    for (size_t i = 0; i < c->index.count && status == PS_OK; i++) {
        const entry *e = &c->entries[i];
        if (!e->matched) {
            ps_found_change one;
            ps_found_state state;
            row gone = {.offset = {e->offset, 0}, .size = {e->size, 0}};
            ps_arena_reset(&arena);
            status = read_blob(c, e->offset, e->size, &arena, &one, &state, &gone.seq);
            add_row(c, &gone);
        }
    }
    ps_arena_done(&arena);
    return status == PS_OK && c->rows.failed ? ps_error_memory(c->reterr) : status;
}

static ps_status tell_row(comparing *c, const row *one, ps_arena *arena, ps_found_sums *sums)
{
    ps_found_change change = {.change = PS_CHANGE_CHANGED};
    ps_found_state states[2] = {{.severity = PS_SEVERITY_INFO}, {.severity = PS_SEVERITY_INFO}};
    uint64_t seq;
    ps_arena_reset(arena);
    for (int side = OLD; side <= NEW; side++) {
        if (one->size[side]) {
            ps_status status = read_blob(c, one->offset[side], one->size[side], arena, &change,
                                         &states[side], &seq);
            if (status != PS_OK) {
                return status;
            }
        }
    }
    change.change = !one->size[OLD]   ? PS_CHANGE_ADDED
                    : !one->size[NEW] ? PS_CHANGE_REMOVED
                                      : PS_CHANGE_CHANGED;
    change.old_state = states[OLD];
    change.new_state = states[NEW];
    uint64_t *const counts[] = {[PS_CHANGE_ADDED] = &c->totals.added,
                                [PS_CHANGE_REMOVED] = &c->totals.removed,
                                [PS_CHANGE_CHANGED] = &c->totals.changed};
    *counts[change.change] += 1;
    c->sink->change(c->user, &change);
    return change.kind == PS_FOUND_FINDING ? ps_found_sums_add(sums, &change, c->reterr) : PS_OK;
}

static ps_status tell(comparing *c)
{
    ps_arena arena;
    ps_found_sums *sums = NULL;
    row *rows = (row *)(void *)c->rows.ptr;
    size_t count = c->rows.len / sizeof *rows;
    ps_status status = ps_found_sums_new(&c->limits, &sums, c->reterr);
    ps_arena_init(&arena, 0);
    if (count) {
        qsort(rows, count, sizeof *rows, by_record);
    }
    for (size_t i = 0; i < count && status == PS_OK; i++) {
        status = tell_row(c, &rows[i], &arena, sums);
    }
    if (status == PS_OK) {
        ps_found_sums_tell(sums, c->sink->sum, c->user);
    }
    ps_arena_done(&arena);
    ps_found_sums_free(sums);
    return status;
}

ps_status ps_findings_compare(const ps_packs *old_packs, const ps_packs *new_packs,
                              const char *const *inputs, size_t count,
                              const ps_run_options *options, const ps_found_sink *sink, void *user,
                              ps_found_totals *ret_totals, ps_error *reterr)
{
    comparing c = {.sink = sink, .user = user, .reterr = reterr};
    c.limits = options->limits ? *options->limits : ps_limits_default();
    ps_spool_init(&c.spool);
    ps_buffer_init(&c.blob, 0);
    ps_buffer_init(&c.rows, 0);
    ps_index_init(&c.index);
    ps_status status = run(&c, OLD, old_packs, inputs, count, options);
    if (status == PS_OK) {
        status = run(&c, NEW, new_packs, inputs, count, options);
    }
    if (status == PS_OK) {
        status = add_removed(&c);
    }
    if (status == PS_OK) {
        status = tell(&c);
    }
    *ret_totals = c.totals;
    comparing_done(&c);
    return status;
}
