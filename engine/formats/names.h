/* Names of the document being read, looked up once each: the parser hands equal names over as equal
 * pointers. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_NAMES_H
#define PS_FORMATS_NAMES_H

#include "formats/vocabulary.h"

typedef struct ps_names ps_names;

PS_CHECKED ps_status ps_names_new(const ps_vocabulary *vocabulary, ps_names **ret_names,
                                  ps_error *reterr);
void ps_names_free(ps_names *names);
/** Forget everything: another document begins, pointers mean something else. */
void ps_names_clear(ps_names *names);
/** The numbers of a name; zeros when it is unknown (or there is no memory to remember it, which
 * changes nothing). */
ps_name_ids ps_names_find(ps_names *names, const char *local, const char *uri);
/** Call for each different name so far. */
void ps_names_each(const ps_names *names, void (*name)(void *user, ps_name_ids ids), void *user);

#endif
