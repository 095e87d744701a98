/* Going on where an archive is damaged.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memmem */
#include <string.h>

#include "base/error.h"
#include "input/archive_model.h"

/* Damaged members of one archive, each of which costs reading its directory again. */
enum { REOPENED_MOST = 100 };

ps_status ps_archive_resynchronise(ps_archive *a, uint64_t offset, ps_error *reterr)
{
    size_t kept = 0;
    if (ps_archive_seek(a, offset) != 0) {
        return PS_END;
    }
    for (;;) {
        long got = a->input.read(a->input.io, a->block + kept, PS_ARCHIVE_BLOCK - kept);
        if (got <= 0) {
            return PS_END;
        }
        size_t size = kept + (size_t)got;
        a->at += (uint64_t)got;
        const char *found = memmem(a->block, size, "PK\003\004", 4);
        if (found) {
            offset = a->at - (size - (size_t)(found - a->block));
            a->mode = PS_MODE_STREAM;
            a->began_within = 1;
            ps_status status =
                ps_archive_seek(a, offset) == 0 ? ps_archive_open_reader(a, reterr) : PS_FAILED;
            return status == PS_FAILED ? PS_END : status;
        }
        kept = size < 3 ? size : 3;
        memmove(a->block, a->block + size - kept, kept);
    }
}

ps_status ps_archive_leave_directory(ps_archive *a, ps_error *reterr)
{
    ps_status status =
        ps_archive_lose(a, PS_WARN, "the directory of the archive is damaged", reterr);
    if (status != PS_WARN) {
        return status;
    }
    a->mode = PS_MODE_STREAM;
    return ps_archive_seek(a, 0) == 0
               ? ps_archive_open_reader(a, reterr)
               : ps_archive_lose(a, PS_FAILED, "the archive cannot be read", reterr);
}

ps_status ps_archive_reopen_behind(ps_archive *a, ps_error *reterr)
{
    uint64_t passed = a->headers;
    struct archive_entry *entry;
    if (a->mode != PS_MODE_DIRECTORY) {
        return ps_error_set(reterr, PS_FAILED, PS_E_DAMAGED,
                            "what follows the damaged member cannot be read");
    }
    if (++a->reopened > REOPENED_MOST) {
        return ps_error_set(reterr, PS_FAILED, PS_E_DAMAGED,
                            "more than %d members are damaged: the rest is not read",
                            (int)REOPENED_MOST);
    }
    if (ps_archive_seek(a, 0) != 0 || ps_archive_open_reader(a, reterr) != PS_OK) {
        return ps_archive_lose(a, PS_FAILED, "what follows the damaged member cannot be read",
                               reterr);
    }
    for (; a->headers < passed; a->headers++) {
        int result = archive_read_next_header(a->reader, &entry);
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
            return ps_archive_lose(a, PS_FAILED, "what follows the damaged member cannot be read",
                                   reterr);
        }
    }
    return PS_OK;
}
