/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <stdint.h>
#include <string.h>

static const ps_option rows[PS_OPT_COUNT] = {
#define PS_X(symbol, name, letter, kind, argument, about)                                          \
    [PS_OPT_##symbol] = {name, letter, PS_OPTION_##kind, argument, about},
    PS_OPTIONS(PS_X)
#undef PS_X
};

const ps_option *ps_option_at(ps_option_id id)
{
    return &rows[id];
}

ps_option_id ps_option_find(const char *name, size_t len)
{
    for (int i = 0; i < PS_OPT_COUNT; i++) {
        if (strlen(rows[i].name) == len && memcmp(rows[i].name, name, len) == 0) {
            return (ps_option_id)i;
        }
    }
    return PS_OPT_COUNT;
}

size_t ps_word_distance(const char *a, const char *b, size_t b_len)
{
    enum { LONGEST = 40 };
    size_t a_len = strlen(a);
    size_t row[LONGEST + 1];
    if (a_len > LONGEST || b_len > LONGEST) {
        return SIZE_MAX;
    }
    for (size_t j = 0; j <= b_len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t change = corner + (a[i - 1] != b[j - 1]);
            size_t least = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            corner = row[j];
            row[j] = change < least ? change : least;
        }
    }
    return row[b_len];
}

ps_option_id ps_option_nearest(const char *name, size_t len)
{
    ps_option_id nearest = PS_OPT_COUNT;
    size_t least = len / 2 + 1;
    for (int i = 0; i < PS_OPT_COUNT; i++) {
        size_t distance = ps_word_distance(rows[i].name, name, len);
        if (distance < least) {
            least = distance;
            nearest = (ps_option_id)i;
        }
    }
    return nearest;
}

const char *ps_option_variable(ps_option_id id, char *buffer, size_t size)
{
    static const char prefix[] = "PROCSCREEN_";
    /* Shorter than its option, because people type it into profiles and unit files. */
    const char *name = id == PS_OPT_DATA_DIR ? "data" : rows[id].name;
    size_t at = 0;
    for (; prefix[at] && at + 1 < size; at++) {
        buffer[at] = prefix[at];
    }
    for (; *name && at + 1 < size; name++) {
        char c = *name;
        buffer[at++] = c == '-' ? '_' : c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    buffer[at] = '\0';
    return buffer;
}
