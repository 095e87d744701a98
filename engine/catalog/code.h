/* Classification codes of items against those of the catalog.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_CODE_H
#define PS_CATALOG_CODE_H

#include "catalog/model.h"

/** The scheme of class names that Chinese invoice lines carry between asterisks. */
#define PS_CODE_CLASS_NAMES "CLASS-NAME"

/** Letters and digits only, upper case, cut to the scheme's length; ptr NULL: no memory. */
ps_str ps_code_normal(ps_arena *arena, const ps_cat_scheme *scheme, ps_str value);

/** Order for the table that ps_code_find() searches. */
int ps_code_compare(const void *a, const void *b);

/** The scheme that an item's code is of; PS_CAT_NONE_INDEX when the catalog has none such. */
uint16_t ps_code_scheme_of(const ps_catalog *catalog, ps_str scheme);

/**
 * The most specific codes of the catalog that an item's code is, or begins with: all of one length.
 * Those not in force on `day` are left out; PS_NO_DAY asks for all.
 * @return count of codes; *ret_first is the first, the others follow it in the table, and those
 * with from > day or to < day among them must be skipped by the caller.
 */
size_t ps_code_find(const ps_catalog *catalog, uint16_t scheme, ps_str normal, ps_day day,
                    const ps_cat_code **ret_first);
/** Whether the code is in force on that day. */
int ps_code_in_force(const ps_cat_code *code, ps_day day);

#endif
