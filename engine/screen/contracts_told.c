/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/contracts_told.h"

#include "base/error.h"
#include "base/str.h"

typedef struct told_row {
    uint64_t file;
    ps_str id;
} told_row;

void ps_contracts_told_init(ps_contracts_told *told)
{
    ps_arena_init(&told->arena, 0);
    ps_index_init(&told->index);
    ps_buffer_init(&told->rows, 0);
}

void ps_contracts_told_done(ps_contracts_told *told)
{
    ps_arena_done(&told->arena);
    ps_index_done(&told->index);
    ps_buffer_done(&told->rows);
}

ps_status ps_contracts_told_add(ps_contracts_told *told, uint64_t file, ps_str id, ps_error *reterr)
{
    const told_row *rows = (const told_row *)(void *)told->rows.ptr;
    uint64_t hash = ps_index_hash(&told->index, id);
    for (uint32_t at = ps_index_first(&told->index, hash); at;
         at = ps_index_next(&told->index, at - 1)) {
        if (rows[at - 1].file == file && ps_str_equal(rows[at - 1].id, id)) {
            return PS_END;
        }
    }
    told_row row = {file, ps_arena_str(&told->arena, id)};
    ps_buffer_add(&told->rows, (const char *)&row, sizeof row);
    if (!row.id.ptr || told->rows.failed || !ps_index_add(&told->index, hash)) {
        return ps_error_memory(reterr);
    }
    return PS_OK;
}
