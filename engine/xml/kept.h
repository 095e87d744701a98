/* What a reader of many small documents keeps from one to the next: the names that libxml2 has
 * interned, so that a name of the next document is the same pointer, its tags (known.h), and the
 * buffers.
 *
 * Nothing of it shows in what is read. Names in it that the document does not have are not counted
 * against the limit on names, so only documents that are too short to reach it share one
 * dictionary; and a dictionary that has become large is replaced, whatever documents it is filled
 * with. Threads: one at a time. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_KEPT_H
#define PS_XML_KEPT_H

#include "base/buffer.h"
#include "base/cleanup.h"
#include "xml/document.h"

/** NULL: there is no memory. */
ps_xml_kept *ps_xml_kept_new(void);
void ps_xml_kept_free(ps_xml_kept *kept);
PS_DEFINE_CLEANUP(ps_xml_kept *, ps_xml_kept_free)

/**
 * Before a document: which dictionary it is to be read with.
 * @param bytes  It has no more than so many.
 * @return a number; 0: one of its own. Names of documents with the same number, not 0, are equal
 * pointers, which stay valid until it changes.
 */
uint64_t ps_xml_kept_names(ps_xml_kept *kept, uint64_t bytes, const ps_limits *limits);

/** Of the parser: empty buffers, and giving them back. Without `kept` there is nothing behind them.
 */
void ps_xml_kept_lend(ps_xml_kept *kept, ps_buffer *ret_raw, ps_buffer *ret_text);
void ps_xml_kept_return(ps_xml_kept *kept, ps_buffer *raw, ps_buffer *text);

#endif
