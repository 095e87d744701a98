/* Names of the document being read, looked up once each: the parser hands equal names over as equal
 * pointers, in documents that share a dictionary too. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_NAMES_H
#define PS_FORMATS_NAMES_H

#include "formats/vocabulary.h"

typedef struct ps_names ps_names;

PS_CHECKED ps_status ps_names_new(const ps_vocabulary *vocabulary, ps_names **ret_names,
                                  ps_error *reterr);
void ps_names_free(ps_names *names);
/** Another document begins. @param dictionary  Its number, as xml/kept.h has it: unless it is that
 * of the document before, pointers mean something else. */
void ps_names_begin(ps_names *names, uint64_t dictionary);
/** The numbers of a name; zeros when it is unknown (or there is no memory to remember it, which
 * changes nothing). */
ps_name_ids ps_names_find(ps_names *names, const char *local, const char *uri);
/** Call for each different name of the document so far. */
void ps_names_each(const ps_names *names, void (*name)(void *user, ps_name_ids ids), void *user);

#endif
