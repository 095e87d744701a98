/* Which encoding a document has: byte order mark, byte pattern, XML declaration, the caller's word.
 *
 * Decided from the first kilobyte before any parser sees it. Threads: any.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_SNIFF_H
#define PS_XML_SNIFF_H

#include "procscreen/common.h"
#include "xml/charset.h"

/* An XML declaration must end within this many characters; so many bytes must be at hand. */
enum { PS_DECLARATION_MAX = 1024, PS_SNIFF_BYTES = 4 * PS_DECLARATION_MAX };

typedef struct ps_sniffed {
    const ps_charset *charset;
    size_t skip;       /* bytes in front that are no part of the document: mark, blanks */
    uint64_t lines;    /* line ends among them */
    char warning[160]; /* "" when nothing is odd */
} ps_sniffed;

/**
 * @param head      The first PS_SNIFF_BYTES of the source, or all when it is shorter.
 * @param override  Encoding told by the caller, or NULL.
 * @return PS_OK; PS_FAILED with PS_E_ENCODING, PS_E_ENCODING_MISMATCH, PS_E_NOT_XML or
 * PS_E_ILL_FORMED.
 */
PS_CHECKED ps_status ps_sniff(ps_str head, const char *override, ps_sniffed *ret_sniffed,
                              ps_error *reterr);

typedef struct ps_declaration {
    size_t end;       /* behind "?>"; 0: the text does not begin with an XML declaration */
    ps_span encoding; /* the whole encoding="…" in it; empty when there is none */
    ps_str label;     /* its value */
} ps_declaration;

/** Read the XML declaration at the front of ASCII-compatible text. @return 0 when it is malformed
 * or too long; *ret_at then is where. */
int ps_declaration_read(ps_str text, ps_declaration *ret_declaration, size_t *ret_at);

#endif
