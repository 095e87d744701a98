/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/resolve.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/index.h"
#include "base/str.h"
#include "screen/spool.h"

/* Where a contract is. Its id is in the frame. */
typedef struct entry {
    uint64_t offset;
    uint64_t seq;
} entry;

struct ps_resolver {
    ps_limits limits;
    ps_spool contracts;
    ps_wire_writer *writer; /* of the contracts' frames */
    ps_wire_reader *reader;
    ps_buffer frame; /* scratch */
    ps_arena arena;  /* scratch */
    ps_spool waiting;
    entry *entries; /* in the order of the index */
    size_t room;
    ps_index index; /* of entries, by id */
};

/* Before each kept frame in the spool of waiting records. */
typedef struct kept_head {
    uint64_t seq;
    ps_wire_reader *reader;
    uint32_t source_length;
    uint32_t frame_length;
} kept_head;

ps_status ps_resolver_new(const ps_limits *limits, ps_resolver **ret_resolver, ps_error *reterr)
{
    ps_resolver *resolver = calloc(1, sizeof *resolver);
    if (!resolver) {
        return ps_error_memory(reterr);
    }
    ps_index_init(&resolver->index);
    resolver->limits = *limits;
    ps_spool_init(&resolver->contracts);
    ps_spool_init(&resolver->waiting);
    ps_buffer_init(&resolver->frame, 0);
    ps_arena_init(&resolver->arena, 0);
    ps_status status = ps_wire_writer_new(&resolver->writer, reterr);
    if (status == PS_OK) {
        status = ps_wire_reader_new(&resolver->reader, reterr);
    }
    if (status != PS_OK) {
        ps_resolver_free(resolver);
        return status;
    }
    *ret_resolver = resolver;
    return PS_OK;
}

void ps_resolver_free(ps_resolver *resolver)
{
    if (resolver) {
        ps_spool_done(&resolver->contracts);
        ps_spool_done(&resolver->waiting);
        ps_wire_writer_free(resolver->writer);
        ps_wire_reader_free(resolver->reader);
        ps_buffer_done(&resolver->frame);
        ps_arena_done(&resolver->arena);
        free(resolver->entries);
        ps_index_done(&resolver->index);
        free(resolver);
    }
}

/* Ids are compared without regard to ASCII case and blanks at the ends. */
static uint64_t hash_id(const ps_resolver *resolver, ps_str id)
{
    return ps_index_hash_lower(&resolver->index, ps_str_trim(id));
}

static int same_id(ps_str a, ps_str b)
{
    return ps_str_equal_ascii_case(ps_str_trim(a), ps_str_trim(b));
}

/* Room for one more entry. */
static int reserve(ps_resolver *resolver)
{
    if (resolver->index.count < resolver->room) {
        return 1;
    }
    size_t room = resolver->room ? resolver->room * 2 : 256;
    entry *entries = realloc(resolver->entries, room * sizeof *entries);
    if (entries) {
        resolver->entries = entries;
        resolver->room = room;
    }
    return entries != NULL;
}

static ps_status append_kept(ps_spool *spool, const ps_kept *kept, uint64_t *ret_offset,
                             ps_error *reterr)
{
    kept_head head = {kept->seq, kept->reader, (uint32_t)kept->source.len,
                      (uint32_t)kept->frame.len};
    ps_status status =
        ps_spool_append(spool, (ps_str){(const char *)&head, sizeof head}, ret_offset, reterr);
    if (status == PS_OK) {
        status = ps_spool_append(spool, kept->source, NULL, reterr);
    }
    if (status == PS_OK) {
        status = ps_spool_append(spool, kept->frame, NULL, reterr);
    }
    return status;
}

/* A contract's frame without what no record asks it for: its items may be many. */
static ps_status make_frame(ps_resolver *resolver, const ps_screened *contract, ps_error *reterr)
{
    ps_screened part = {.line = contract->line,
                        .kind = contract->kind,
                        .id = contract->id,
                        .supplier = contract->supplier,
                        .elements = contract->elements,
                        .element_count = contract->element_count};
    ps_buffer_clear(&resolver->frame);
    ps_wire_screened(resolver->writer, &part, &resolver->frame);
    if (resolver->frame.failed) {
        return ps_error_memory(reterr);
    }
    /* Read at once, so that the reader has numbered the same words. */
    ps_frame unused;
    ps_arena_reset(&resolver->arena);
    return ps_wire_decode(resolver->reader, ps_buffer_str(&resolver->frame), &resolver->arena,
                          &unused, reterr);
}

ps_status ps_resolver_add(ps_resolver *resolver, const ps_screened *screened, ps_error *reterr)
{
    if (screened->id.len == 0) {
        return PS_OK;
    }
    if (resolver->index.count >= resolver->limits.contracts) {
        return ps_error_limit(
            reterr, PS_WARN, "contracts",
            "contract %.*s is one too many to be kept for the orders that refer to it",
            PS_FMT(ps_str_cut(screened->id, 100)));
    }
    if (!reserve(resolver)) {
        return ps_error_memory(reterr);
    }
    if (make_frame(resolver, screened, reterr) != PS_OK) {
        return PS_FATAL;
    }
    ps_kept kept = {screened->seq, screened->source, resolver->reader,
                    ps_buffer_str(&resolver->frame)};
    uint64_t offset;
    ps_status status = append_kept(&resolver->contracts, &kept, &offset, reterr);
    if (status != PS_OK) {
        return status;
    }
    resolver->entries[resolver->index.count] = (entry){offset, screened->seq};
    if (!ps_index_add(&resolver->index, hash_id(resolver, screened->id))) {
        return ps_error_memory(reterr);
    }
    return PS_OK;
}

/* Read a kept frame back into the arena. */
static ps_status read_kept(ps_spool *spool, uint64_t offset, ps_arena *arena, ps_kept *ret,
                           uint64_t *ret_end, ps_error *reterr)
{
    kept_head head;
    ps_status status = ps_spool_read(spool, offset, (char *)&head, sizeof head, reterr);
    if (status != PS_OK) {
        return status;
    }
    size_t length = (size_t)head.source_length + head.frame_length;
    char *bytes = ps_arena_alloc(arena, length ? length : 1);
    if (!bytes) {
        return ps_error_memory(reterr);
    }
    status = ps_spool_read(spool, offset + sizeof head, bytes, length, reterr);
    *ret = (ps_kept){head.seq,
                     {bytes, head.source_length},
                     head.reader,
                     {bytes + head.source_length, head.frame_length}};
    *ret_end = offset + sizeof head + length;
    return status;
}

static int knows(const ps_resolver *resolver, ps_str id)
{
    return ps_index_first(&resolver->index, hash_id(resolver, id)) != 0;
}

/* Two parties are told apart only by identifiers whose check digits hold: account numbers differ
 * between systems. */
static int may_be_same_party(const ps_party_view *a, const ps_party_view *b)
{
    int both = a->check != PS_CHECK_NONE && a->check != PS_CHECK_INVALID &&
               b->check != PS_CHECK_NONE && b->check != PS_CHECK_INVALID;
    return !both || !ps_str_equal(a->scheme, b->scheme) || ps_str_equal(a->key, b->key);
}

/* How good a contract's word on an element is. */
static int rank(ps_state state)
{
    switch (state) {
    case PS_STATE_PRESENT:
        return 4;
    case PS_STATE_DEFEATED:
        return 3;
    case PS_STATE_NOT_EVALUABLE:
        return 2;
    case PS_STATE_MISSING:
        return 1;
    case PS_STATE_NOT_REQUIRED:
        return 0;
    }
    return 0;
}

static ps_status contract_name(const ps_kept *kept, const ps_screened *contract, ps_arena *arena,
                               ps_str *ret, ps_error *reterr)
{
    ps_buffer line;
    ps_buffer_init(&line, 0);
    ps_buffer_add_uint(&line, contract->line);
    ps_str parts[] = {contract->id, PS_STR(" ("),         kept->source,
                      PS_STR(":"),  ps_buffer_str(&line), PS_STR(")")};
    *ret = line.failed ? PS_NO_STR : ps_arena_concat(arena, parts, PS_COUNT(parts));
    ps_buffer_done(&line);
    return ret->ptr ? PS_OK : ps_error_memory(reterr);
}

/* What the contracts of one record say. */
typedef struct joined {
    const ps_screened *screened;
    ps_arena *arena;
    ps_element_outcome *best; /* in the record's order; source absent: no contract said anything */
    ps_str unavailable;       /* why there may be more to say than was read; absent: there is not */
} joined;

/* The first reason is kept. */
static ps_status say_unavailable(joined *j, const ps_str *parts, size_t count, ps_error *reterr)
{
    if (!j->unavailable.ptr) {
        j->unavailable = ps_arena_concat(j->arena, parts, count);
    }
    return j->unavailable.ptr ? PS_OK : ps_error_memory(reterr);
}

static void take_contract(joined *j, const ps_frame *contract, ps_str name)
{
    for (size_t i = 0; i < j->screened->element_count; i++) {
        for (size_t k = 0; k < contract->screened.element_count; k++) {
            const ps_element_outcome *theirs = &contract->elements[k];
            if (ps_str_equal(theirs->element, j->screened->elements[i].element) &&
                rank(theirs->state) > rank(j->best[i].state)) {
                j->best[i] = *theirs;
                j->best[i].source = name;
            }
        }
    }
}

/* Read a contract and take what it says, if it is the one meant: an equal hash is not yet the id.
 */
static ps_status ask_contract(ps_resolver *resolver, const entry *e, ps_str id, joined *j,
                              int *ret_found, ps_error *reterr)
{
    ps_kept kept = {0};
    ps_frame frame;
    uint64_t end;
    ps_status status = read_kept(&resolver->contracts, e->offset, j->arena, &kept, &end, reterr);
    if (status == PS_OK) {
        status = ps_wire_decode(kept.reader, kept.frame, j->arena, &frame, reterr);
    }
    if (status != PS_OK) {
        return PS_FATAL;
    }
    const ps_screened *contract = &frame.screened;
    if (!same_id(contract->id, id) ||
        !may_be_same_party(&j->screened->supplier, &contract->supplier)) {
        return PS_OK;
    }
    ps_str name;
    if (contract_name(&kept, contract, j->arena, &name, reterr) != PS_OK) {
        return PS_FATAL;
    }
    *ret_found = 1;
    take_contract(j, &frame, name);
    return PS_OK;
}

/* Ask every contract of this id that may be meant, the last one first. */
static ps_status ask_contracts(ps_resolver *resolver, ps_str id, joined *j, ps_error *reterr)
{
    int found = 0;
    uint64_t asked = 0;
    uint32_t at = ps_index_first(&resolver->index, hash_id(resolver, id));
    for (; at; at = ps_index_next(&resolver->index, at - 1)) {
        const entry *e = &resolver->entries[at - 1];
        if (e->seq == j->screened->seq) {
            continue; /* a contract is not its own contract */
        }
        if (asked++ == resolver->limits.contract_versions) {
            ps_str parts[] = {PS_STR("limit:contract-versions: too many contracts have the id "),
                              ps_str_cut(id, 200)};
            return say_unavailable(j, parts, PS_COUNT(parts), reterr);
        }
        ps_status status = ask_contract(resolver, e, id, j, &found, reterr);
        if (status != PS_OK) {
            return status;
        }
    }
    if (found) {
        return PS_OK;
    }
    ps_str parts[] = {PS_STR("contract-not-available: contract "), ps_str_cut(id, 200),
                      PS_STR(" is not among the records")};
    return say_unavailable(j, parts, PS_COUNT(parts), reterr);
}

static void merge(ps_element_outcome *own, const ps_element_outcome *theirs, ps_str unavailable)
{
    if (own->state == PS_STATE_PRESENT || own->state == PS_STATE_DEFEATED) {
        return;
    }
    const ps_element_outcome of_record = *own; /* what it buys decides how much a clause weighs */
    int referenced = own->state == PS_STATE_NOT_EVALUABLE;
    if (theirs->source.ptr && (theirs->state == PS_STATE_PRESENT || !unavailable.ptr)) {
        *own = *theirs;
        own->required = of_record.required;
        own->severity = of_record.severity;
        own->severity_if_filed = of_record.severity_if_filed;
    } else if (unavailable.ptr && (own->state == PS_STATE_MISSING || referenced)) {
        own->state = PS_STATE_NOT_EVALUABLE;
        own->reason = unavailable;
        /* The nearest passage of the order says nothing about a contract that nobody has seen. */
        own->nearest = (ps_evidence){.start = 0};
        own->lacks = PS_NO_STR;
    }
}

ps_status ps_resolver_join(ps_resolver *resolver, int last_call, const ps_screened *screened,
                           ps_element_outcome *elements, ps_arena *arena, ps_error *reterr)
{
    int required = screened->element_count > 0 && elements[0].required;
    if (!required || screened->contract_count == 0) {
        return PS_OK;
    }
    size_t most = resolver->limits.references;
    size_t count = screened->contract_count <= most ? screened->contract_count : most;
    for (size_t i = 0; !last_call && i < count; i++) {
        if (!knows(resolver, screened->contracts[i])) {
            return PS_END;
        }
    }
    joined j = {.screened = screened, .arena = arena};
    j.best = ps_arena_array(arena, screened->element_count, sizeof *j.best);
    if (!j.best) {
        return ps_error_memory(reterr);
    }
    ps_status status = PS_OK;
    for (size_t i = 0; status == PS_OK && i < count; i++) {
        status = ask_contracts(resolver, screened->contracts[i], &j, reterr);
    }
    if (status == PS_OK && count < screened->contract_count) {
        ps_str parts[] = {PS_STR("limit:references: it refers to too many contracts")};
        status = say_unavailable(&j, parts, PS_COUNT(parts), reterr);
    }
    for (size_t i = 0; status == PS_OK && i < screened->element_count; i++) {
        merge(&elements[i], &j.best[i], j.unavailable);
    }
    return status;
}

ps_status ps_resolver_wait(ps_resolver *resolver, const ps_kept *kept, ps_error *reterr)
{
    return append_kept(&resolver->waiting, kept, NULL, reterr);
}

ps_status ps_resolver_release(ps_resolver *resolver,
                              ps_status (*released)(void *user, const ps_kept *kept,
                                                    ps_error *reterr),
                              void *user, ps_error *reterr)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    ps_status status = PS_OK;
    uint64_t end = ps_spool_size(&resolver->waiting);
    for (uint64_t at = 0; status == PS_OK && at < end;) {
        ps_kept kept = {0};
        ps_arena_reset(&arena);
        status = read_kept(&resolver->waiting, at, &arena, &kept, &at, reterr);
        if (status == PS_OK) {
            status = released(user, &kept, reterr);
        }
    }
    ps_arena_done(&arena);
    return status;
}
