/* How the command ends. Never a count. When several apply, the one that stands first in
 * ps_exit_worse() wins. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_EXIT_CODES_H
#define PS_CLI_EXIT_CODES_H

enum {
    PS_EXIT_OK = 0,         /* everything screened, nothing to act on */
    PS_EXIT_FINDINGS = 1,   /* something at or above --fail-on */
    PS_EXIT_USAGE = 2,      /* wrong usage, configuration or pack; nothing was screened */
    PS_EXIT_INCOMPLETE = 3, /* some input was rejected or not evaluable */
    PS_EXIT_OUTPUT = 4,     /* an output could not be written */
    PS_EXIT_LEDGER = 5,     /* the ledger is busy, damaged or from another version */
    PS_EXIT_INTERNAL = 70   /* a fault of procscreen */
};

/** Of two exit codes the one that must be told. */
static inline int ps_exit_worse(int a, int b)
{
    static const int order[] = {PS_EXIT_USAGE,  PS_EXIT_INTERNAL,   PS_EXIT_LEDGER,
                                PS_EXIT_OUTPUT, PS_EXIT_INCOMPLETE, PS_EXIT_FINDINGS,
                                PS_EXIT_OK};
    for (unsigned i = 0; i < sizeof order / sizeof *order; i++) {
        if (order[i] == a || order[i] == b) {
            return order[i];
        }
    }
    return a;
}

#endif
