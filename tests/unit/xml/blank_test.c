/* Blank texts of every length.
 * SPDX-License-Identifier: Apache-2.0 */
#include "xml/blank.h"

#include "ps_test.h"

Test(blank, a_text_of_blanks_is_and_one_other_byte_anywhere_shows)
{
    static const char blanks[] = " \t\n\r";
    static const char others[] = "!a\x7F\x80\xA0\xC3\xFF";
    char text[40];
    for (size_t len = 0; len <= sizeof text; len++) {
        for (size_t i = 0; i < len; i++) {
            text[i] = blanks[i % (sizeof blanks - 1)];
        }
        cr_assert(ps_xml_is_blank((ps_str){text, len}), "%zu", len);
        for (size_t at = 0; at < len; at++) {
            char blank = text[at];
            for (const char *other = others; *other; other++) {
                text[at] = *other;
                cr_assert_not(ps_xml_is_blank((ps_str){text, len}), "%02X at %zu of %zu",
                              (unsigned char)*other, at, len);
            }
            text[at] = blank;
        }
    }
}
