/* A light scan of the markup in front of libxml2: how far may it read?
 *
 * Tells comments, CDATA sections and processing instructions from content, so that start tags are
 * known for what they are. A start tag is given on only when its end has been seen within the
 * limit, and a document type declaration only when it was judged as a whole; what libxml2 takes
 * quadratic time for never reaches it. Works on valid UTF-8 in pieces of any size, jumping from
 * mark to mark with memchr(). Threads: a scan belongs to one thread at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_SCAN_H
#define PS_XML_SCAN_H

#include "procscreen/common.h"
#include "procscreen/limits.h"

typedef enum ps_scan_state {
    PS_SCAN_CONTENT,
    PS_SCAN_COMMENT,
    PS_SCAN_PI,
    PS_SCAN_CDATA,
    PS_SCAN_DOCTYPE
} ps_scan_state;

typedef struct ps_scan {
    ps_scan_state state;
    int met_doctype;
    size_t tag_bytes; /* limits */
    size_t dtd_bytes;
    /* The start tag that was not complete at the last call, so that it is not read again: how much
     * of it was seen, within which quotes. */
    size_t tag_seen;
    char tag_quote;
} ps_scan;

void ps_scan_init(ps_scan *scan, const ps_limits *limits);

/**
 * Look at text that follows what was let through before.
 *
 * @param text      The same bytes come again as long as they were not let through.
 * @param last      Nothing follows: let through what is not complete, too.
 * @param ret_pass  So many bytes may go on. Internal subsets among them were blanked in place.
 * @return PS_OK; PS_FAILED with PS_E_DTD, PS_E_LIMIT or PS_E_ILL_FORMED: nothing behind *ret_pass
 * may go on, which is also the place of the error.
 */
PS_CHECKED ps_status ps_scan_pass(ps_scan *scan, char *text, size_t len, int last, size_t *ret_pass,
                                  ps_error *reterr);

#endif
