/* Files in the folders of an input that are documents and not records: contracts beside the orders
 * that name them. They are put aside; at the end of the run it is known which of them were read.
 * Belongs to one thread. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_BESIDE_H
#define PS_SCREEN_BESIDE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/index.h"
#include "input/walk.h"

typedef struct ps_beside {
    ps_arena arena;
    ps_buffer files; /* that were put aside */
    ps_index read;   /* by device and inode: files that were read for a record */
    uint64_t most;
} ps_beside;

void ps_beside_init(ps_beside *beside, uint64_t most);
/** Accepts a zeroed struct. */
void ps_beside_done(ps_beside *beside);

/** Put a file aside when it was found in a folder and is a document by its first bytes or, of text,
 * by its name. Its descriptor is closed then. @return PS_OK: it is aside; PS_END: it is an input
 * like any other; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_beside_take(ps_beside *beside, const ps_walk_file *file, ps_error *reterr);
/** An open file is read for a record. */
PS_CHECKED ps_status ps_beside_read(ps_beside *beside, int fd, ps_error *reterr);
/** Tell of each file that was put aside, in their order, and whether it was read. */
void ps_beside_each(const ps_beside *beside, void (*each)(void *user, const char *path, int read),
                    void *user);

#endif
