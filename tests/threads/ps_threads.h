/* What the programs share that run under the thread sanitizer.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_THREADS_H
#define PS_THREADS_H

#include <stdio.h>

#include "procscreen/procscreen.h"

#define FIRST_DIGEST 14695981039346656037u

/* FNV-1a of one thing more. */
static inline void mix(uint64_t *digest, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        *digest = (*digest ^ ((const unsigned char *)bytes)[i]) * 1099511628211u;
    }
}

static inline void mix_text(uint64_t *digest, ps_str text)
{
    mix(digest, text.ptr, text.len);
    mix(digest, "", 1);
}

/* The packs of a folder; NULL after saying what is wrong with them. */
static inline ps_packs *load_packs(const char *data_dir)
{
    ps_pack_paths paths = PS_PACK_PATHS_INIT;
    ps_packs *packs = NULL;
    ps_error error = {0};
    paths.data_dir = data_dir;
    if (ps_packs_load(&paths, NULL, NULL, &packs, &error) == PS_FATAL) {
        fprintf(stderr, "%s:%llu: %s\n", error.source, (unsigned long long)error.line,
                error.message);
        return NULL;
    }
    return packs;
}

#endif
