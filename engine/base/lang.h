/* The languages that we write to people in.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_LANG_H
#define PS_BASE_LANG_H

typedef enum ps_lang { PS_LANG_EN, PS_LANG_ZH, PS_LANG_COUNT } ps_lang;

#endif
