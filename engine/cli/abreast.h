/* Some things done at the same time, again and again: one on the caller's thread, each other on a
 * thread of its own.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_ABREAST_H
#define PS_CLI_ABREAST_H

#include <stddef.h>

/** Does the thing with this index. */
typedef void (*ps_abreast_fn)(void *user, size_t index);

typedef struct ps_abreast ps_abreast;

/** @return NULL when not so many threads can be had; then do one thing after the other. */
ps_abreast *ps_abreast_new(size_t count, ps_abreast_fn work, void *user);
/** Accepts NULL. */
void ps_abreast_free(ps_abreast *abreast);
/** Do all things once. @return when all are done. */
void ps_abreast_go(ps_abreast *abreast);

#endif
