/* Bounds of the strings that are numbered, known to both ends.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_WIRE_DICTIONARY_H
#define PS_SCREEN_WIRE_DICTIONARY_H

enum {
    PS_WIRE_WORDS = 4096, /* a power of two */
    PS_WIRE_WORD_LONGEST = 512,
    PS_WIRE_DICTIONARY_BYTES = 1024 * 1024
};

#endif
