/* Counts start tags in bytes that no parser reads: what was not screened behind a fatal error.
 * Threads: one at a time. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_TAIL_H
#define PS_XML_TAIL_H

#include "procscreen/common.h"

enum { PS_TAIL_NAME_MAX = 256 };

typedef struct ps_tail {
    const char *const *names; /* local names, NULL-terminated; NULL: counts nothing */
    uint64_t count;
    size_t len;  /* of the name begun */
    int in_name; /* a '<' was seen and no end of the name yet */
    char name[PS_TAIL_NAME_MAX];
} ps_tail;

/** The bytes that follow; pieces may be cut anywhere. */
void ps_tail_add(ps_tail *tail, ps_str bytes);

#endif
