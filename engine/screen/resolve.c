/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "screen/join.h"

struct ps_resolver {
    ps_limits limits;
    ps_contract_store contracts;
    ps_spool waiting;
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
    resolver->limits = *limits;
    ps_spool_init(&resolver->waiting);
    ps_status status = ps_contract_store_init(&resolver->contracts, limits, reterr);
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
        ps_contract_store_done(&resolver->contracts);
        ps_spool_done(&resolver->waiting);
        free(resolver);
    }
}

void ps_resolver_with_folder(ps_resolver *resolver)
{
    resolver->contracts.with_folder = 1;
}

ps_status ps_resolver_add(ps_resolver *resolver, const ps_screened *screened, ps_error *reterr)
{
    return ps_contract_store_add(&resolver->contracts, screened, reterr);
}

/* Of a contract, its amendments. */
int ps_depends_on_others(const ps_screened *screened, const ps_element_outcome *elements)
{
    if (!screened->contract_count && !screened->quotation_count &&
        (screened->kind != PS_KIND_CONTRACT || !screened->id.len)) {
        return 0;
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        if (!ps_join_is_settled(&elements[i])) {
            return 1;
        }
    }
    return 0;
}

ps_status ps_resolver_join(ps_resolver *resolver, int last_call, const ps_screened *screened,
                           ps_element_outcome *elements, ps_arena *arena, ps_error *reterr)
{
    if (!ps_depends_on_others(screened, elements)) {
        return PS_OK;
    }
    return last_call
               ? ps_join(&resolver->contracts, &resolver->limits, screened, elements, arena, reterr)
               : PS_END;
}

static ps_status append_kept(ps_spool *spool, const ps_kept *kept, ps_error *reterr)
{
    kept_head head = {kept->seq, kept->reader, (uint32_t)kept->source.len,
                      (uint32_t)kept->frame.len};
    ps_status status =
        ps_spool_append(spool, (ps_str){(const char *)&head, sizeof head}, NULL, reterr);
    if (status == PS_OK) {
        status = ps_spool_append(spool, kept->source, NULL, reterr);
    }
    if (status == PS_OK) {
        status = ps_spool_append(spool, kept->frame, NULL, reterr);
    }
    return status;
}

static ps_status read_kept(ps_spool_cursor *cursor, ps_kept *ret, ps_error *reterr)
{
    kept_head head;
    const char *bytes;
    ps_status status = ps_spool_next(cursor, sizeof head, &bytes, reterr);
    if (status != PS_OK) {
        return status;
    }
    memcpy(&head, bytes, sizeof head);
    status = ps_spool_next(cursor, (size_t)head.source_length + head.frame_length, &bytes, reterr);
    if (status == PS_OK) {
        *ret = (ps_kept){head.seq,
                         {bytes, head.source_length},
                         head.reader,
                         {bytes + head.source_length, head.frame_length}};
    }
    return status;
}

ps_status ps_resolver_wait(ps_resolver *resolver, const ps_kept *kept, ps_error *reterr)
{
    return append_kept(&resolver->waiting, kept, reterr);
}

ps_status ps_resolver_release(ps_resolver *resolver,
                              ps_status (*released)(void *user, const ps_kept *kept,
                                                    ps_error *reterr),
                              void *user, ps_error *reterr)
{
    ps_spool_cursor cursor;
    ps_status status = PS_OK;
    ps_spool_rewind(&cursor, &resolver->waiting);
    while (status == PS_OK && !ps_spool_at_end(&cursor)) {
        ps_kept kept;
        status = read_kept(&cursor, &kept, reterr);
        if (status == PS_OK) {
            status = released(user, &kept, reterr);
        }
    }
    ps_spool_cursor_done(&cursor);
    return status;
}
