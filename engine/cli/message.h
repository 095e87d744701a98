/* What the command says on standard error: one line an event, everything in it made safe.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_MESSAGE_H
#define PS_CLI_MESSAGE_H

#include <procscreen/outcome.h>

/** "procscreen: …" */
__attribute__((format(printf, 1, 2))) void ps_say(const char *format, ...);
/** "  …": what to do about the message before it. */
__attribute__((format(printf, 1, 2))) void ps_hint(const char *format, ...);
/** "procscreen: FILE:LINE:COL: message (cause)" and the hint in a line of its own. */
void ps_say_error(const ps_error *error);
/** The same for a rejected record or document, whose name is shown with all that is in it. */
void ps_say_rejected(const ps_rejected *rejected);
/** For ps_problem_fn: says it, warnings with "warning: " in front. `user` is not used. */
void ps_say_problem(void *user, ps_status severity, const ps_error *error);

/** To standard output: text of ours. Failures are found by ps_out_end(). */
__attribute__((format(printf, 1, 2))) void ps_out(const char *format, ...);
/** To standard output: text of packs or input, made safe. */
void ps_out_safe(ps_str text);
/** The same in so many columns, cut or filled up with blanks; for ASCII. */
void ps_out_column(ps_str text, int columns);
/** Flush standard output. @return PS_EXIT_OK, or PS_EXIT_OUTPUT with a message unless the reader
 * has gone. */
int ps_out_end(void);

#endif
