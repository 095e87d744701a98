/* A scan for a set of terms by one thread, on this machine's quickest way.
 *
 * The way is that of terms.h until so much was scanned that Hyperscan's literal mode (or that of
 * Vectorscan, which stands in for it) would have paid for its compiling. What is found is the same,
 * in the same order.
 *
 * Measured with the packs of 2026.11 (Hyperscan 5.4.0, one core):
 *
 *                                   compile    items of 49 bytes    contracts     database
 *   1,397 literals of the policies    22 ms    292 -> 348 MB/s      184 -> 318 MB/s   0.2 MB
 *   16,829 terms of the catalogs     410 ms    118 ->  96 MB/s      114 -> 112 MB/s   1.5 MB
 *
 * So it is nothing for large sets, whatever is scanned: those are above LARGEST. For the smaller it
 * saves about 2 ms a megabyte and pays after 11 MB, which most runs never scan: equal texts are
 * recalled, not scanned again. The library is loaded only then, because linking with it alone would
 * make each start 1 ms longer. A compiled form on disk would pay from the first byte on, and save
 * at most those 22 ms in each worker, for a file that someone else may have damaged or exchanged:
 * it is not worth one.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_SCANNER_H
#define PS_TEXT_SCANNER_H

#include "base/cleanup.h"
#include "text/terms.h"

typedef struct ps_scanner ps_scanner;

/** @param terms  Kept, must outlive it. @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_scanner_new(const ps_terms *terms, ps_scanner **ret_scanner,
                                    ps_error *reterr);
void ps_scanner_free(ps_scanner *scanner);
PS_DEFINE_CLEANUP(ps_scanner *, ps_scanner_free)

/** As ps_terms_scan(). */
void ps_scanner_scan(ps_scanner *scanner, ps_str text, ps_terms_fn found, void *user);

/** Take to the library now, however small or large the set. @return 0 where it cannot be had: then
 * nothing changes. */
int ps_scanner_hasten(ps_scanner *scanner);

/** "Hyperscan 5.4.0" as it would be used at run time, or "no Hyperscan". */
const char *ps_scanner_library(char *buffer, size_t size);

#endif
