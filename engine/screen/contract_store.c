/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/contract_store.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/str.h"
#include "screen/reference.h"

/* Before each contract in the spool. */
typedef struct stored_head {
    uint64_t seq;
    uint32_t source_length;
    uint32_t frame_length;
} stored_head;

ps_status ps_contract_store_init(ps_contract_store *store, const ps_limits *limits,
                                 ps_error *reterr)
{
    *store = (ps_contract_store){.writer = NULL};
    ps_contract_index_init(&store->index, limits->contracts);
    ps_spool_init(&store->spool);
    ps_buffer_init(&store->frame, 0);
    ps_arena_init(&store->arena, 0);
    ps_status status = ps_wire_writer_new(&store->writer, reterr);
    return status == PS_OK ? ps_wire_reader_new(&store->reader, reterr) : status;
}

void ps_contract_store_done(ps_contract_store *store)
{
    ps_contract_index_done(&store->index);
    ps_spool_done(&store->spool);
    ps_wire_writer_free(store->writer);
    ps_wire_reader_free(store->reader);
    ps_buffer_done(&store->frame);
    ps_arena_done(&store->arena);
}

/* A contract's frame without what no record asks it for: its items may be many. */
static ps_status make_frame(ps_contract_store *store, const ps_screened *contract, ps_error *reterr)
{
    ps_screened part = {.line = contract->line,
                        .kind = contract->kind,
                        .id = contract->id,
                        .message_id = contract->message_id,
                        .date = contract->date,
                        .supplier = contract->supplier,
                        .contracts = contract->contracts,
                        .contract_kinds = contract->contract_kinds,
                        .contract_count = contract->contract_count,
                        .takes_back = contract->takes_back,
                        .elements = contract->elements,
                        .element_count = contract->element_count};
    ps_buffer_clear(&store->frame);
    ps_wire_screened(store->writer, &part, 0, &store->frame);
    if (store->frame.failed) {
        return ps_error_memory(reterr);
    }
    return PS_OK;
}

/* Without the frames of what is new before it, which the reader takes at once. */
static ps_status learn_new(ps_contract_store *store, ps_str *ret_frame, ps_error *reterr)
{
    ps_str rest = ps_buffer_str(&store->frame);
    ps_status status = PS_OK;
    while (status == PS_OK && ps_wire_is_lesson(rest)) {
        size_t length = ps_wire_length(rest);
        status = ps_wire_learn(store->reader, ps_str_slice(rest, 0, length), reterr);
        rest = ps_str_slice(rest, length, rest.len);
    }
    *ret_frame = rest;
    return status;
}

/* The hash of a key in a role: one index holds all roles. */
static ps_status hash_of(ps_contract_store *store, ps_contract_role role, ps_str key,
                         ps_arena *arena, uint64_t *ret_hash, ps_error *reterr)
{
    static const ps_str names[] = {[PS_ROLE_CONTRACT] = PS_STR_INIT("c"),
                                   [PS_ROLE_AMENDMENT] = PS_STR_INIT("a"),
                                   [PS_ROLE_QUOTATION] = PS_STR_INIT("q")};
    ps_str parts[] = {names[role], key};
    ps_str whole = ps_arena_concat(arena, parts, PS_COUNT(parts));
    if (!whole.ptr) {
        return ps_error_memory(reterr);
    }
    *ret_hash = ps_contract_index_hash(&store->index, whole);
    return PS_OK;
}

static ps_status add_to_index(ps_contract_store *store, ps_contract_role role, ps_str id,
                              uint64_t place, ps_error *reterr)
{
    ps_str key;
    uint64_t hash = 0;
    ps_status status = ps_reference_key(&store->arena, id, &key, reterr);
    if (status == PS_OK && key.len) {
        status = hash_of(store, role, key, &store->arena, &hash, reterr);
        if (status == PS_OK) {
            status = ps_contract_index_add(&store->index, hash, place, reterr);
        }
    }
    return status;
}

ps_status ps_contract_store_add(ps_contract_store *store, const ps_screened *screened,
                                ps_error *reterr)
{
    int quotation = screened->kind == PS_KIND_QUOTATION;
    if ((screened->kind != PS_KIND_CONTRACT && !quotation) || screened->id.len == 0) {
        return PS_OK;
    }
    ps_arena_reset(&store->arena);
    ps_str frame;
    if (make_frame(store, screened, reterr) != PS_OK || learn_new(store, &frame, reterr) != PS_OK) {
        return PS_FATAL;
    }
    stored_head head = {screened->seq, (uint32_t)screened->source.len, (uint32_t)frame.len};
    ps_str parts[] = {{(const char *)&head, sizeof head}, screened->source, frame};
    uint64_t place = ps_spool_size(&store->spool);
    ps_status status = PS_OK;
    for (size_t i = 0; status == PS_OK && i < PS_COUNT(parts); i++) {
        status = ps_spool_append(&store->spool, parts[i], NULL, reterr);
    }
    ps_contract_role role = quotation ? PS_ROLE_QUOTATION : PS_ROLE_CONTRACT;
    if (status == PS_OK) {
        status = add_to_index(store, role, screened->id, place, reterr);
    }
    if (status == PS_OK && !ps_str_equal(screened->message_id, screened->id)) {
        status = add_to_index(store, role, screened->message_id, place, reterr);
    }
    for (size_t i = 0; status == PS_OK && !quotation && i < screened->contract_count; i++) {
        if (ps_reference_amends(screened->contract_kinds[i])) {
            status = add_to_index(store, PS_ROLE_AMENDMENT, screened->contracts[i], place, reterr);
        }
    }
    return status;
}

static ps_status read_contract(ps_contract_store *store, uint64_t place, ps_arena *arena,
                               ps_screened *ret, ps_error *reterr)
{
    stored_head head;
    ps_status status = ps_spool_read(&store->spool, place, (char *)&head, sizeof head, reterr);
    if (status != PS_OK) {
        return status;
    }
    size_t length = (size_t)head.source_length + head.frame_length;
    char *bytes = ps_arena_alloc(arena, length);
    if (!bytes) {
        return ps_error_memory(reterr);
    }
    status = ps_spool_read(&store->spool, place + sizeof head, bytes, length, reterr);
    ps_frame frame;
    if (status == PS_OK) {
        status =
            ps_wire_decode(store->reader, (ps_str){bytes + head.source_length, head.frame_length},
                           arena, &frame, reterr);
    }
    if (status != PS_OK) {
        return PS_FATAL;
    }
    *ret = frame.screened;
    ret->seq = head.seq;
    ret->source = (ps_str){bytes, head.source_length};
    return PS_OK;
}

static ps_status has_key(ps_arena *arena, ps_str id, ps_str key, int *ret, ps_error *reterr)
{
    ps_str own;
    ps_status status = ps_reference_key(arena, id, &own, reterr);
    *ret = status == PS_OK && ps_str_equal(own, key);
    return status;
}

/* Whether it is what was asked for: an equal hash is not yet the id. */
static ps_status is_meant(const ps_screened *contract, ps_contract_role role, ps_str key,
                          ps_arena *arena, int *ret, ps_error *reterr)
{
    if (role != PS_ROLE_AMENDMENT) {
        ps_status own = has_key(arena, contract->id, key, ret, reterr);
        return own == PS_OK && !*ret ? has_key(arena, contract->message_id, key, ret, reterr) : own;
    }
    ps_status status = PS_OK;
    *ret = 0;
    for (size_t i = 0; status == PS_OK && !*ret && i < contract->contract_count; i++) {
        if (ps_reference_amends(contract->contract_kinds[i])) {
            status = has_key(arena, contract->contracts[i], key, ret, reterr);
        }
    }
    return status;
}

int ps_contract_compare(const ps_screened *x, const ps_screened *y)
{
    if (x->date != y->date) {
        return x->date > y->date ? -1 : 1;
    }
    int by_source = ps_str_compare(x->source, y->source);
    return by_source ? by_source : (x->line > y->line) - (x->line < y->line);
}

static int compare_in_list(const void *a, const void *b)
{
    return ps_contract_compare(a, b);
}

ps_status ps_contract_store_find(ps_contract_store *store, ps_contract_role role, ps_str key,
                                 size_t most, ps_arena *arena, ps_screened **ret_list,
                                 size_t *ret_count, int *ret_more, ps_error *reterr)
{
    uint64_t hash = 0;
    uint64_t *places = ps_arena_bytes(arena, (most + 1) * sizeof *places);
    if (!places) {
        return ps_error_memory(reterr);
    }
    size_t found = 0;
    ps_status status = hash_of(store, role, key, arena, &hash, reterr);
    if (status == PS_OK) {
        status = ps_contract_index_find(&store->index, hash, places, most + 1, &found, reterr);
    }
    if (found > most) {
        *ret_more = 1;
        found = most;
    }
    ps_screened *list = found ? ps_arena_array(arena, found, sizeof *list) : NULL;
    if (found && !list) {
        return ps_error_memory(reterr);
    }
    size_t count = 0;
    for (size_t i = 0; status == PS_OK && i < found; i++) {
        int meant = 0;
        status = read_contract(store, places[i], arena, &list[count], reterr);
        if (status == PS_OK) {
            status = is_meant(&list[count], role, key, arena, &meant, reterr);
        }
        count += (size_t)(meant != 0);
    }
    if (count > 1) {
        qsort(list, count, sizeof *list, compare_in_list);
    }
    *ret_list = list;
    *ret_count = count;
    return status;
}
