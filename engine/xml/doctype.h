/* Document type declarations: which are let through, and what of them.
 *
 * libxml2 never sees the content of a DTD. An external identifier stays (it is never loaded); an
 * internal subset that only declares parameter entities nobody uses, as BMEcat's does, is blanked;
 * everything else is refused by name. Threads: any. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_DOCTYPE_H
#define PS_XML_DOCTYPE_H

#include "procscreen/common.h"

typedef enum ps_doctype_verdict {
    PS_DOCTYPE_MORE,    /* the text ends within the declaration */
    PS_DOCTYPE_OK,      /* `end` and `subset` are set */
    PS_DOCTYPE_REFUSED, /* it declares something; `at` and `what` are set */
    PS_DOCTYPE_BROKEN   /* it is not well-formed; `at` is set */
} ps_doctype_verdict;

typedef struct ps_doctype {
    size_t end;     /* behind the closing '>' */
    ps_span subset; /* the internal subset with its brackets; empty when there is none */
    size_t at;
    ps_str what; /* how what was refused begins; in the text */
} ps_doctype;

/** @param text  Begins with "<!DOCTYPE". */
ps_doctype_verdict ps_doctype_read(ps_str text, ps_doctype *ret_doctype);

#endif
