/* Errors of libxml2 in our words.
 * Threads: any. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_FAULT_H
#define PS_XML_FAULT_H

#include "xml/sax.h"

/* libxml2 prints errors that belong to no parser, as when there is no memory for one. A library
 * does not print; what an embedding program has set for itself is put back. */
typedef struct ps_fault_channel {
    xmlGenericErrorFunc function;
    void *context;
} ps_fault_channel;

/** Until ps_fault_restore(), this thread's errors without a parser are dropped. */
void ps_fault_silence(ps_fault_channel *saved);
void ps_fault_restore(const ps_fault_channel *saved);

/** What libxml2 says, without what it quotes of the document on further lines. */
ps_str ps_fault_message(ps_libxml_error from);

/**
 * A fatal error.
 *
 * @param behind  Not 0: the root element was closed before.
 * @param ret     Everything but the place is set.
 */
void ps_fault_translate(ps_libxml_error from, int behind, ps_error *ret);

/** An error that the document survives: an entity, a namespace … */
void ps_fault_damage(ps_libxml_error from, ps_error *ret);
void ps_fault_reference(const char *name, ps_error *ret);
int ps_fault_is_reference(ps_libxml_error from);

/**
 * Where the attribute stands that libxml2 found to be there twice.
 *
 * @param tag  The start tag from its '<', as far as it is known.
 * @return offset of the second occurrence; SIZE_MAX when it is not found.
 */
size_t ps_fault_second_attribute(ps_libxml_error from, ps_str tag);

#endif
