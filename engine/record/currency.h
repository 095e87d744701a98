/* Currencies as documents write them, and their ISO 4217 codes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_RECORD_CURRENCY_H
#define PS_RECORD_CURRENCY_H

#include "procscreen/common.h"

/**
 * "人民币", "RMB" -> "CNY"; "usd" -> "USD". What is not known comes back as it is written, so
 * that amounts in it are kept apart instead of added to others ("704", "¥", "元"). The result is
 * `written` or a constant.
 */
ps_str ps_currency_code(ps_str written);
/** Whether a text that ps_currency_code() gave has the form of a code. */
int ps_currency_is_code(ps_str text);

#endif
