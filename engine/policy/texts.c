/* What is known of a record's texts as a whole: how much there is, and in which language.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "policy/judging.h"

enum {
    FEW_WORDS = 12,     /* too few to tell a language by */
    SHARE_OF_WORDS = 20 /* one word in so many must be a common one of the language */
};

static uint64_t characters(ps_str text)
{
    uint64_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return count;
}

int ps_texts_stand_alone(const ps_matching *m, const ps_record *record)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < m->text_count; i++) {
        if (record->kind == PS_KIND_CONTRACT || m->texts[i].text->role == PS_ATTACHMENT_CONTRACT) {
            count += characters(m->texts[i].matched);
        }
    }
    return count > 0 && count >= m->policy->standalone;
}

int ps_texts_enough(const ps_matching *m, const ps_record *record)
{
    for (size_t r = 0; r < m->policy->enough_count; r++) {
        const ps_enough *rule = &m->policy->enough[r];
        if (rule->by_record && rule->record != record->kind) {
            continue;
        }
        uint64_t count = 0;
        for (uint32_t i = 0; i < m->text_count; i++) {
            if (m->texts[i].text->role == PS_ATTACHMENT_OTHER) {
                continue; /* nobody looks for clauses in a price list */
            }
            if (rule->by_record || rule->any_text || m->texts[i].text->kind == rule->text) {
                count += characters(m->texts[i].matched);
            }
        }
        if (count > 0 && count >= rule->characters) {
            return 1;
        }
    }
    return 0;
}

typedef struct census {
    uint64_t words; /* of Latin letters */
    uint64_t common;
    uint64_t han;
    uint64_t kana;
} census;

static int is_common(const ps_language *language, ps_str word)
{
    for (size_t i = 0; i < language->word_count; i++) {
        if (ps_str_equal(language->words[i], word)) {
            return 1;
        }
    }
    return 0;
}

static void count(census *c, const ps_language *language, ps_str text)
{
    for (size_t i = 0; i < text.len;) {
        uint32_t cp = (unsigned char)text.ptr[i];
        if (cp < 0x80) {
            size_t start = i;
            while (i < text.len && ps_is_alpha(text.ptr[i])) {
                i++;
            }
            if (i > start) {
                c->words++;
                c->common += (uint64_t)is_common(language, ps_str_slice(text, start, i));
            } else {
                i++;
            }
            continue;
        }
        i += ps_utf8_next(text, i, &cp);
        c->kana += cp >= 0x3040 && cp <= 0x30FF;
        c->han += ps_char_is_cjk(cp) && !(cp >= 0x3040 && cp <= 0x30FF);
        /* Letters of other alphabets are words that no Latin language knows. */
        c->words += cp >= 0x370 && cp < 0x2000;
    }
}

uint64_t ps_texts_languages(const ps_matching *m)
{
    uint64_t found = 0;
    for (size_t l = 0; l < m->policy->language_count; l++) {
        const ps_language *language = &m->policy->languages[l];
        census c = {0};
        for (uint32_t i = 0; i < m->text_count; i++) {
            count(&c, language, m->texts[i].matched);
        }
        int han = c.han > 0 && c.kana * 10 < c.han && c.han * 2 > c.words;
        int latin = c.han <= c.words && c.common * SHARE_OF_WORDS >= c.words;
        if ((language->han && han) || (language->word_count && latin) ||
            (c.words < FEW_WORDS && c.kana * 10 <= c.han)) {
            found |= ps_language_bit(l);
        }
    }
    return found;
}
