/* DOCX and ODT are ZIP files of XML. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOSSIER_PACKAGE_H
#define PS_DOSSIER_PACKAGE_H

#include "base/buffer.h"

typedef struct ps_member {
    const char *name;
    ps_str bytes;
    int stored; /* as it is, not compressed */
} ps_member;

/** A fixed part of dossier/parts/, which make_parts.py has turned into bytes. */
#define PS_PART(name) ((ps_str){(const char *)(name), sizeof(name)})

/** Append a ZIP file of the members in this order. Equal members give equal bytes: the time stamps
 * are those of the first day that ZIP knows. `failed` of `out` is set when there was no memory. */
void ps_package_write(const ps_member *members, size_t count, ps_buffer *out);

#endif
