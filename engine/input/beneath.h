/* Opening what somebody else names, beneath a folder and nowhere else.
 * Threads: any. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_INPUT_BENEATH_H
#define PS_INPUT_BENEATH_H

#include "base/buffer.h"

/**
 * The relative path that a URI or file name stands for. Backslashes part folders as slashes do.
 *
 * @param decode  Not 0: %20 and the like are what they stand for.
 * @param path    Cleared, then the path, terminated.
 * @return NULL, or why nothing of this name is opened: it names another machine or a part of a
 * mail, is absolute, leads upwards, holds control characters or is too long.
 */
const char *ps_beneath_path(ps_str uri, int decode, ps_buffer *path);

/**
 * Open a regular file for reading. No link is followed, on no step; what was found is looked at
 * after it was opened.
 *
 * @param folder  Open folder.
 * @param path    As ps_beneath_path() makes it.
 * @param ret_fd  Yours to close.
 * @return NULL, or why not.
 */
const char *ps_beneath_open(int folder, const char *path, int *ret_fd);

#endif
