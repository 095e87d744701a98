/* Temporary files without a name: gone with the process, however it ends.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_TEMPORARY_H
#define PS_BASE_TEMPORARY_H

/** What to do when one cannot be made or filled. */
#define PS_TEMPORARY_HINT "set TMPDIR to a folder on a local disk with room"

/**
 * Open one for reading and writing, in $TMPDIR, /var/tmp or /tmp, readable by its owner only.
 *
 * @param ret_folder  The folder that it is in; on failure the first that was tried. Valid until the
 *                    environment changes.
 * @return the descriptor, the caller's to close; -1, errno says why of the first folder.
 */
int ps_temporary_open(const char **ret_folder);

#endif
