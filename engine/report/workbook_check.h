/* Whether a finished workbook holds all that was written into it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_WORKBOOK_CHECK_H
#define PS_REPORT_WORKBOOK_CHECK_H

#include <stddef.h>
#include <stdint.h>

/**
 * Look at the archive's own table of what is in it.
 *
 * libxlsxwriter copies the rows of a sheet into a second temporary file and does not look whether
 * that could be written. There was room for it just before; a disk that fills up meanwhile would
 * lose rows and nobody would know, so a sheet must be larger than its rows were. What stands around
 * them is a few KiB: a smaller loss goes unseen here.
 *
 * @param least  Bytes of the rows of sheet 1 and so on.
 * @return 1; 0 when a sheet is missing or too small, or the archive cannot be read; errno is 0 or
 *         says why.
 */
int ps_workbook_check(int fd, const uint64_t *least, size_t count);

#endif
