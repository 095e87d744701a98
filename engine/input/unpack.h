/* What gzip or zstd packed, as bytes.
 *
 * Check sums are verified, several packed streams in a row are one, and what follows them that is
 * neither is an error. Threads: one at a time. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_INPUT_UNPACK_H
#define PS_INPUT_UNPACK_H

#include "input/archive.h"

typedef enum ps_packing { PS_PACKING_NONE, PS_PACKING_GZIP, PS_PACKING_ZSTD } ps_packing;

/** What the bytes are packed with, by what they begin with. */
ps_packing ps_packing_recognise(ps_str head);

typedef struct ps_unpack ps_unpack;

/**
 * @param read, io     Give the packed bytes.
 * @param budget       What may come out; must outlive it.
 * @param window_most  Bytes of what came out before that zstd may ask to be kept at hand.
 * @return PS_OK or PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_unpack_open(ps_packing packing, ps_read_fn read, void *io,
                                    ps_archive_budget *budget, uint64_t window_most,
                                    ps_unpack **ret_unpack, ps_error *reterr);
/** NULL is allowed. */
void ps_unpack_free(ps_unpack *unpack);
PS_DEFINE_CLEANUP(ps_unpack *, ps_unpack_free)

/** For ps_read_fn with the unpack as `io`; -1 with errno EIO when the rest is lost: then
 * ps_unpack_error() tells why (PS_E_DAMAGED, PS_E_LIMIT, PS_E_READ, PS_E_MEMORY). */
long ps_unpack_read(void *unpack, char *buffer, size_t size);
/** Its code is PS_E_NONE as long as nothing is lost. */
const ps_error *ps_unpack_error(const ps_unpack *unpack);

/** "zlib 1.2.13" and "zstd 1.5.4", each a line, as used at run time. */
const char *ps_unpack_library(char *buffer, size_t size);

#endif
