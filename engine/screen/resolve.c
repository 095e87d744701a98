/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "screen/spool.h"

/* Where a contract is; chained by hash. The id itself is in the frame. */
typedef struct entry {
    uint64_t hash;
    uint64_t offset;
    uint32_t length;
    uint32_t next; /* index + 1 of the next entry in the bucket; 0: none */
    ps_wire_reader *reader;
    uint64_t seq;
} entry;

struct ps_resolver {
    uint64_t most;
    ps_spool contracts;
    ps_spool waiting;
    uint64_t waiting_count;
    entry *entries;
    uint32_t *buckets; /* index + 1 of the first entry */
    size_t count;
    size_t room; /* of entries and, twice that, of buckets; a power of two */
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
    resolver->most = limits->contracts;
    ps_spool_init(&resolver->contracts);
    ps_spool_init(&resolver->waiting);
    *ret_resolver = resolver;
    return PS_OK;
}

void ps_resolver_free(ps_resolver *resolver)
{
    if (resolver) {
        ps_spool_done(&resolver->contracts);
        ps_spool_done(&resolver->waiting);
        free(resolver->entries);
        free(resolver->buckets);
        free(resolver);
    }
}

/* Ids are compared without regard to ASCII case and blanks at the ends. */
static uint64_t hash_id(ps_str id)
{
    uint64_t hash = 0xcbf29ce484222325U;
    id = ps_str_trim(id);
    for (size_t i = 0; i < id.len; i++) {
        hash = (hash ^ (unsigned char)ps_lower(id.ptr[i])) * 0x100000001b3U;
    }
    return hash;
}

static int grow(ps_resolver *resolver)
{
    size_t room = resolver->room ? resolver->room * 2 : 256;
    entry *entries = realloc(resolver->entries, room * sizeof *entries);
    if (!entries) {
        return 0;
    }
    resolver->entries = entries;
    uint32_t *buckets = calloc(room * 2, sizeof *buckets);
    if (!buckets) {
        return 0;
    }
    free(resolver->buckets);
    resolver->buckets = buckets;
    resolver->room = room;
    for (size_t i = 0; i < resolver->count; i++) {
        uint32_t *bucket = &buckets[entries[i].hash & (room * 2 - 1)];
        entries[i].next = *bucket;
        *bucket = (uint32_t)i + 1;
    }
    return 1;
}

ps_status ps_resolver_add(ps_resolver *resolver, const ps_kept *kept, const ps_screened *screened,
                          ps_error *reterr)
{
    if (screened->id.len == 0) {
        return PS_OK;
    }
    if (resolver->count >= resolver->most || resolver->count >= UINT32_MAX - 1) {
        return ps_error_limit(
            reterr, PS_WARN, "contracts",
            "contract %.*s is one too many to be kept for the orders that refer to it",
            PS_FMT(ps_str_cut(screened->id, 100)));
    }
    if (resolver->count == resolver->room && !grow(resolver)) {
        return ps_error_memory(reterr);
    }
    kept_head head = {kept->seq, kept->reader, (uint32_t)kept->source.len,
                      (uint32_t)kept->frame.len};
    uint64_t offset;
    ps_status status = ps_spool_append(&resolver->contracts,
                                       (ps_str){(const char *)&head, sizeof head}, &offset, reterr);
    if (status == PS_OK) {
        status = ps_spool_append(&resolver->contracts, kept->source, NULL, reterr);
    }
    if (status == PS_OK) {
        status = ps_spool_append(&resolver->contracts, kept->frame, NULL, reterr);
    }
    if (status != PS_OK) {
        return status;
    }
    uint64_t hash = hash_id(screened->id);
    uint32_t *bucket = &resolver->buckets[hash & (resolver->room * 2 - 1)];
    resolver->entries[resolver->count] = (entry){
        .hash = hash, .offset = offset, .next = *bucket, .reader = kept->reader, .seq = kept->seq};
    *bucket = (uint32_t)++resolver->count;
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

static const entry *first_entry(const ps_resolver *resolver, uint64_t hash)
{
    uint32_t at = resolver->room ? resolver->buckets[hash & (resolver->room * 2 - 1)] : 0;
    while (at && resolver->entries[at - 1].hash != hash) {
        at = resolver->entries[at - 1].next;
    }
    return at ? &resolver->entries[at - 1] : NULL;
}

static const entry *next_entry(const ps_resolver *resolver, const entry *after)
{
    uint32_t at = after->next;
    while (at && resolver->entries[at - 1].hash != after->hash) {
        at = resolver->entries[at - 1].next;
    }
    return at ? &resolver->entries[at - 1] : NULL;
}

int ps_resolver_knows(const ps_resolver *resolver, ps_str id)
{
    return first_entry(resolver, hash_id(id)) != NULL;
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

/* What the contracts say, element by element in the record's order. */
typedef struct joined {
    ps_element_outcome *best; /* source absent: no contract said anything */
    size_t count;
} joined;

static void take_contract(joined *j, const ps_element_outcome *own, const ps_frame *contract,
                          ps_str name)
{
    for (size_t i = 0; i < j->count; i++) {
        for (size_t k = 0; k < contract->screened.element_count; k++) {
            const ps_element_outcome *theirs = &contract->elements[k];
            if (ps_str_equal(theirs->element, own[i].element) &&
                rank(theirs->state) > rank(j->best[i].state)) {
                j->best[i] = *theirs;
                j->best[i].source = name;
            }
        }
    }
}

/* Read every contract of this id that may be meant. */
static ps_status ask_contracts(ps_resolver *resolver, ps_str id, const ps_screened *screened,
                               joined *j, ps_arena *arena, int *ret_found, ps_error *reterr)
{
    for (const entry *e = first_entry(resolver, hash_id(id)); e; e = next_entry(resolver, e)) {
        ps_kept kept = {0};
        ps_frame frame;
        uint64_t end;
        ps_status status =
            e->seq == screened->seq ? PS_END : PS_OK; /* a contract is not its own contract */
        if (status == PS_OK) {
            status = read_kept(&resolver->contracts, e->offset, arena, &kept, &end, reterr);
        }
        if (status == PS_OK) {
            status = ps_wire_decode(kept.reader, kept.frame, arena, &frame, reterr);
        }
        if (status == PS_END || (status == PS_OK && !may_be_same_party(&screened->supplier,
                                                                       &frame.screened.supplier))) {
            continue;
        }
        ps_str name = PS_NO_STR;
        if (status == PS_OK) {
            status = contract_name(&kept, &frame.screened, arena, &name, reterr);
        }
        if (status != PS_OK) {
            return PS_FATAL;
        }
        *ret_found = 1;
        take_contract(j, screened->elements, &frame, name);
    }
    return PS_OK;
}

static ps_status not_available(const ps_screened *screened, ps_str missing, ps_arena *arena,
                               ps_str *ret, ps_error *reterr)
{
    (void)screened;
    ps_str parts[] = {PS_STR("contract-not-available: contract "), ps_str_cut(missing, 200),
                      PS_STR(" is not among the records")};
    *ret = ps_arena_concat(arena, parts, PS_COUNT(parts));
    return ret->ptr ? PS_OK : ps_error_memory(reterr);
}

static void merge(ps_element_outcome *own, const ps_element_outcome *theirs, ps_str unavailable)
{
    if (own->state == PS_STATE_PRESENT || own->state == PS_STATE_DEFEATED) {
        return;
    }
    int required = own->required;
    int referenced = own->state == PS_STATE_NOT_EVALUABLE;
    if (theirs->source.ptr && (theirs->state == PS_STATE_PRESENT || !unavailable.ptr)) {
        *own = *theirs;
        own->required = required;
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
    for (size_t i = 0; !last_call && i < screened->contract_count; i++) {
        if (!ps_resolver_knows(resolver, screened->contracts[i])) {
            return PS_END;
        }
    }
    joined j = {.count = screened->element_count};
    j.best = ps_arena_array(arena, j.count, sizeof *j.best);
    if (!j.best) {
        return ps_error_memory(reterr);
    }
    ps_str unavailable = PS_NO_STR;
    for (size_t i = 0; i < screened->contract_count; i++) {
        int found = 0;
        ps_status status =
            ask_contracts(resolver, screened->contracts[i], screened, &j, arena, &found, reterr);
        if (status == PS_OK && !found && !unavailable.ptr) {
            status = not_available(screened, screened->contracts[i], arena, &unavailable, reterr);
        }
        if (status != PS_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < j.count; i++) {
        merge(&elements[i], &j.best[i], unavailable);
    }
    return PS_OK;
}

ps_status ps_resolver_wait(ps_resolver *resolver, const ps_kept *kept, ps_error *reterr)
{
    kept_head head = {kept->seq, kept->reader, (uint32_t)kept->source.len,
                      (uint32_t)kept->frame.len};
    ps_status status = ps_spool_append(&resolver->waiting,
                                       (ps_str){(const char *)&head, sizeof head}, NULL, reterr);
    if (status == PS_OK) {
        status = ps_spool_append(&resolver->waiting, kept->source, NULL, reterr);
    }
    if (status == PS_OK) {
        status = ps_spool_append(&resolver->waiting, kept->frame, NULL, reterr);
    }
    return status;
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
