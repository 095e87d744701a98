/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_PACK_FILE_H
#define PS_BASE_PACK_FILE_H

#include "procscreen/common.h"

/** A pack's file in memory. */
typedef struct ps_pack_file {
    const char *path; /* terminated, shown in messages */
    ps_str bytes;
} ps_pack_file;

#endif
