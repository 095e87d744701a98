/* Check digits of identifiers. All take the normal form: upper case ASCII, no blanks or hyphens.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_RECORD_CHECK_DIGITS_H
#define PS_RECORD_CHECK_DIGITS_H

#include "procscreen/record.h"

/** Whether the check digits agree; 0 also when the form is another. */
typedef int (*ps_check_fn)(ps_str normal);

/** GB 11714: the organisation code of older papers, 9 characters. */
int ps_check_organisation(ps_str normal);
/** GB 32100-2015: 18 characters, check characters 17 (GB 11714, the organisation code's) and 18. */
int ps_check_uscc(ps_str normal);
/** ISO 17442: 20 characters, mod 97. */
int ps_check_lei(ps_str normal);
/** GS1 mod 10: GLN and GTIN of 8, 12, 13, 14 digits. */
int ps_check_gs1(ps_str normal);
/** SIREN 9, SIRET 14, Swedish organisation number 10 digits: Luhn. */
int ps_check_luhn(ps_str normal);
/** Norwegian organisation number: 9 digits, mod 11. */
int ps_check_norway(ps_str normal);
/** Danish CVR number: 8 digits, mod 11. */
int ps_check_denmark(ps_str normal);
/** Japanese corporate number 法人番号: 13 digits. */
int ps_check_japan(ps_str normal);
/** Taiwanese business number 統一編號: 8 digits. */
int ps_check_taiwan(ps_str normal);

/** What a VAT number says: NONE when the country has no check that is known here or is not known.
 */
ps_ident_check ps_check_vat(ps_str normal);

#endif
