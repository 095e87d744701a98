/* What several commands begin with: the data folder, packs, limits.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_SETUP_H
#define PS_CLI_SETUP_H

#include <procscreen/decisions.h>
#include <procscreen/limits.h>
#include <procscreen/pack.h>
#include <procscreen/record.h>
#include <procscreen/run.h>

#include "args.h"

/* All return 0, or the exit code after saying what is wrong. */

/** Load the packs that the options name. @param kinds  NULL, or lists of files that stand in for
 * those of the options: catalogs, policies, profiles (NULL each: those of the options). */
int ps_setup_packs(const ps_args *args, const ps_limits *limits, const ps_pack_paths *kinds,
                   ps_packs **ret_packs);
/** The defaults, changed by --limit. */
int ps_setup_limits(const ps_args *args, ps_limits *ret_limits);
/** --as-of; and the day whose law is told beside that of a record's date: --today, else the
 * calendar's; PS_NO_DAY for "never" and where --as-of names a day. */
int ps_setup_law_days(const ps_args *args, ps_day *ret_as_of, ps_day *ret_today);
/** --jobs; 0 when it is not given. */
int ps_setup_jobs(const ps_args *args, unsigned *ret_jobs);
/** --operators; nothing is set when it is not given. */
int ps_setup_operators(const ps_args *args, ps_operators **ret_operators);
/** --decisions; nothing is set when it is not given. */
int ps_setup_decisions(const ps_args *args, const ps_limits *limits, ps_decisions **ret_decisions);
/** --contracts; nothing is set when it is not given. */
int ps_setup_contracts(const ps_args *args, const ps_limits *limits, ps_contracts **ret_contracts);

/** Find the folder that holds catalogs/ and policies/: --data-dir, beside the installed program, or
 * above it in the source tree. "" when there is none. Valid as long as `buffer`. */
const char *ps_setup_data_dir(const ps_args *args, char *buffer, size_t size);

#endif
