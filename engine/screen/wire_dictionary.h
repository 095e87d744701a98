/* Bounds of what is numbered, known to both ends.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_WIRE_DICTIONARY_H
#define PS_SCREEN_WIRE_DICTIONARY_H

enum {
    PS_WIRE_WORDS = 4096, /* a power of two */
    PS_WIRE_WORD_LONGEST = 512,
    PS_WIRE_DICTIONARY_BYTES = 1024 * 1024,
    PS_WIRE_LISTS = 256,        /* a power of two */
    PS_WIRE_LIST_LONGEST = 128, /* elements, and places in their evidence */
    PS_WIRE_LISTS_BYTES = 2 * 1024 * 1024
};

#endif
