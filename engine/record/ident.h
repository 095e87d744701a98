/* Identifiers of parties and schemes of codes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_RECORD_IDENT_H
#define PS_RECORD_IDENT_H

#include "base/arena.h"
#include "procscreen/record.h"

/**
 * Fill in scheme, normal and check of an identifier from its value and the scheme as written.
 *
 * An 18-character value of the right form is checked as a Unified Social Credit Code (GB
 * 32100-2015) by both check digits, whatever its scheme says, LEI, GLN, VAT … by their scheme or
 * Peppol code. O, I, Z, S in a USCC are read as 0, 1, 2, 5 and reported as PS_CHECK_REPAIRED.
 */
PS_CHECKED ps_status ps_ident_check_value(ps_arena *arena, ps_ident *ident, ps_error *reterr);

/** The same for a part number: only GTIN and EAN have check digits, and only by their scheme. */
PS_CHECKED ps_status ps_ident_check_part(ps_arena *arena, ps_ident *ident, ps_error *reterr);

/** The organisation code (characters 9-17) of a valid USCC, the join key to older numbers; ptr NULL
 * when it has none. */
ps_str ps_ident_organisation(const ps_ident *ident);

/** The identifier to show and to merge by: USCC, then organisation code, LEI, VAT, DUNS, GLN,
 * others; NULL when there is none. */
const ps_ident *ps_party_best_ident(const ps_party *party);

/** "TST", "UNSPSC", "unspsc" -> "UNSPSC"; "STI", "cpv" -> "CPV"; unknown schemes come back as
 * given, upper case. */
PS_CHECKED ps_status ps_code_scheme(ps_arena *arena, ps_str written, ps_str *ret_scheme,
                                    ps_error *reterr);

#endif
