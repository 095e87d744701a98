/* What kind of document some bytes are, told by the bytes alone: names and media types lie.
 * Threads: any. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_KIND_H
#define PS_DOCUMENT_KIND_H

#include "procscreen/common.h"

typedef enum ps_document_kind {
    PS_DOCUMENT_OTHER, /* read by nobody here: pictures, programs, old or foreign formats */
    PS_DOCUMENT_PLAIN, /* CSV too */
    PS_DOCUMENT_HTML,
    PS_DOCUMENT_XML,
    PS_DOCUMENT_FLAT_ODT, /* OpenDocument text in one XML file */
    PS_DOCUMENT_RTF,
    PS_DOCUMENT_PDF,
    PS_DOCUMENT_ZIP, /* from outside; what it holds tells which of the following it is */
    PS_DOCUMENT_DOCX,
    PS_DOCUMENT_ODT,
    PS_DOCUMENT_ARCHIVE /* a zip of documents */
} ps_document_kind;

/**
 * @param ret_why  PS_DOCUMENT_OTHER: what it is, for a message, as in "a picture (PNG)"; else
 * untouched.
 * @param ret_encrypted  Not 0: it is PS_DOCUMENT_OTHER because it is locked with a password.
 */
ps_document_kind ps_document_kind_of(ps_str bytes, const char **ret_why, int *ret_encrypted);

/** "docx", "plain text" … for messages. */
const char *ps_document_kind_name(ps_document_kind kind);

#endif
