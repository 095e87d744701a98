/* Starting a thread inside somebody else's program.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_THREAD_H
#define PS_BASE_THREAD_H

#include <pthread.h>

/**
 * Start a thread that takes no signals: the handlers of a program that embeds us expect its own
 * threads.
 *
 * @return 0 when none could be started; the caller then does the work itself.
 */
int ps_thread_start(pthread_t *ret_thread, void *(*run)(void *), void *user);

#endif
