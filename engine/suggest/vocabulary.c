/* Looking names up: cut at case and punctuation, fold, look up whole, then word by word, then cut
 * words that stand together.
 * SPDX-License-Identifier: Apache-2.0 */
#include "suggest/vocabulary.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/index.h"
#include "base/str.h"
#include "base/utf8.h"
#include "text/fold.h"

enum { NAME_MOST = 128, WORD_MOST = 48, CUT_NAME = 3 * NAME_MOST };

_Static_assert(PS_CONCEPT_COUNT <= 64, "concepts are bits of a uint64_t");

typedef struct entry {
    ps_str word;
    uint64_t concepts;
    int whole;
} entry;

struct ps_word_table {
    ps_index index;
    entry *entries;
    size_t count;
};

const char *ps_concept_name(unsigned concept_number)
{
    static const char *const names[] = {
#define PS_X(symbol, name) name,
        PS_CONCEPTS(PS_X)
#undef PS_X
    };
    return names[concept_number];
}

ps_status ps_word_table_new(ps_word_table **ret_table, ps_error *reterr)
{
    ps_word_table *table = calloc(1, sizeof *table);
    size_t room = 0;
    if (!table) {
        return ps_error_memory(reterr);
    }
    ps_index_init(&table->index);
    for (const ps_word_row *row = ps_words; row->words; row++) {
        ps_str rest = ps_str_from(row->words);
        ps_str word;
        while (ps_str_next_word(&rest, &word)) {
            room++;
        }
    }
    table->entries = calloc(room, sizeof *table->entries);
    int failed = table->entries == NULL;
    for (const ps_word_row *row = ps_words; row->words && !failed; row++) {
        ps_str rest = ps_str_from(row->words);
        ps_str word;
        while (!failed && ps_str_next_word(&rest, &word)) {
            table->entries[table->count++] = (entry){word, row->concepts, row->whole};
            failed = !ps_index_add(&table->index, ps_index_hash(&table->index, word));
        }
    }
    if (failed) {
        ps_word_table_free(table);
        return ps_error_memory(reterr);
    }
    *ret_table = table;
    return PS_OK;
}

void ps_word_table_free(ps_word_table *table)
{
    if (table) {
        ps_index_done(&table->index);
        free(table->entries);
        free(table);
    }
}

/* What a word says: all its rows together. 0 when the table does not have it. */
static int look_up(const ps_word_table *table, ps_str word, int whole, uint64_t *concepts)
{
    int found = 0;
    if (!word.len || word.len > WORD_MOST) {
        return 0;
    }
    for (uint32_t n = ps_index_first(&table->index, ps_index_hash(&table->index, word)); n;
         n = ps_index_next(&table->index, n - 1)) {
        const entry *e = &table->entries[n - 1];
        if (ps_str_equal(e->word, word) && (whole || !e->whole)) {
            *concepts |= e->concepts;
            found = 1;
        }
    }
    return found;
}

/* "FBillNo", "PO2Number" -> "F_Bill_No", "PO_2_Number": blanks where the case or kind of a letter
 * changes. */
static size_t cut_at_case(ps_str name, char *out)
{
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        char before = i ? name.ptr[i - 1] : '_';
        char after = i + 1 < name.len ? name.ptr[i + 1] : '_';
        int upper = c >= 'A' && c <= 'Z';
        int lower_before = before >= 'a' && before <= 'z';
        int upper_before = before >= 'A' && before <= 'Z';
        int word_ends = upper_before && upper && after >= 'a' && after <= 'z';
        int kind_changes = (ps_is_alpha(c) && ps_is_digit(before)) ||
                           (ps_is_digit(c) && ps_is_alpha(before)) ||
                           ((unsigned char)c >= 0x80) != ((unsigned char)before >= 0x80);
        if (i && ((upper && lower_before) || word_ends || kind_changes)) {
            out[len++] = '_';
        }
        out[len++] = c == '.' ? '_' : c;
    }
    return len;
}

enum { MUST = 1000, FILLER = 3, WORD = 1 };

/* What may stand between or behind words of a compound: plurals, the joints of German, the kind of
 * a field in front (cVenName, iQuantity). */
static int is_filler(ps_str part, size_t at)
{
    static const char *const joints[] = {"s", "n", "en", "e", "es", "er"};
    if (at == 0) {
        return part.len == 1 && memchr("cdfinsvb", part.ptr[0], 8) != NULL;
    }
    for (size_t i = 0; i < PS_COUNT(joints); i++) {
        if (ps_str_is(part, joints[i])) {
            return 1;
        }
    }
    return 0;
}

/* Cut a token into words of the table with as few as there can be. Letters must be words
 * throughout; of hanzi, what is unknown is passed over. */
static int cut_token(const ps_word_table *table, ps_str token, uint64_t *concepts)
{
    struct {
        unsigned cost;
        size_t from;
        uint64_t concepts;
    } best[NAME_MOST * 2 + 1];
    if (token.len > NAME_MOST * 2) {
        return 0;
    }
    best[0].cost = 0;
    best[0].from = 0;
    best[0].concepts = 0;
    for (size_t end = 1; end <= token.len; end++) {
        best[end].cost = UINT16_MAX;
        best[end].concepts = 0;
        for (size_t start = end > WORD_MOST ? end - WORD_MOST : 0; start < end; start++) {
            ps_str part = ps_str_slice(token, start, end);
            uint64_t says = 0;
            unsigned cost = UINT16_MAX;
            int hanzi = (unsigned char)part.ptr[0] >= 0x80;
            if (best[start].cost == UINT16_MAX) {
                continue;
            }
            if ((part.len > 1 || hanzi) && look_up(table, part, 0, &says) &&
                (says || part.len > 3)) {
                cost = WORD + (part.len < 3);
            } else if (is_filler(part, start)) {
                cost = FILLER;
            } else if (hanzi &&
                       ps_utf8_length((const unsigned char *)part.ptr, part.len) == part.len) {
                cost = MUST;
            }
            if (cost != UINT16_MAX && best[start].cost + cost < best[end].cost) {
                best[end].cost = best[start].cost + cost;
                best[end].from = start;
                best[end].concepts = best[start].concepts | says;
            }
        }
    }
    *concepts |= best[token.len].concepts;
    return best[token.len].cost < MUST;
}

ps_status ps_word_table_meaning(const ps_word_table *table, ps_str name,
                                ps_name_meaning *ret_meaning, ps_error *reterr)
{
    char cut[CUT_NAME];
    char joined[CUT_NAME];
    ps_folded folded;
    ps_arena arena;
    ps_name_meaning meaning = {0, 0};
    if (name.len > NAME_MOST) {
        *ret_meaning = (ps_name_meaning){0, 1};
        return PS_OK;
    }
    ps_arena_init(&arena, 0);
    ps_status status =
        ps_fold(&arena, (ps_str){cut, cut_at_case(name, cut)}, PS_FOLD_TERM, &folded, reterr);
    if (status == PS_OK) {
        ps_str rest = folded.text;
        ps_str token;
        size_t len = 0;
        while (ps_str_next_word(&rest, &token)) {
            if (token.len <= sizeof joined - len) {
                memcpy(joined + len, token.ptr, token.len);
                len += token.len;
            }
        }
        if (!look_up(table, (ps_str){joined, len}, 1, &meaning.concepts)) {
            rest = folded.text;
            while (ps_str_next_word(&rest, &token)) {
                int said = token.len == 1 || ps_is_digit(token.ptr[0]) ||
                           look_up(table, token, 0, &meaning.concepts) ||
                           cut_token(table, token, &meaning.concepts);
                if (!said && meaning.unknown < UINT8_MAX) {
                    meaning.unknown++;
                }
            }
        }
        if (ps_str_find(folded.text, PS_STR("number of")) != SIZE_MAX) {
            /* a count: "NumberOfOffers" */
            meaning.concepts &= ~PS_SAYS(NUMBER);
            meaning.concepts |= PS_SAYS(QUANTITY);
        }
        *ret_meaning = meaning;
    }
    ps_arena_done(&arena);
    return status;
}
