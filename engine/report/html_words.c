/* What was made of the folder html/ while building.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "report/html.h"
#include "report/html_policy.h"
#include "report/json.h"

typedef enum part_kind { PS_PART_MARKUP, PS_PART_WORD, PS_PART_SLOT } part_kind;

typedef struct ps_html_part {
    part_kind kind;
    const char *markup;
    int number; /* of the word or the slot */
} ps_html_part;

#include "report/html_page.inc"

ps_str ps_html_doc_style(ps_str *ret_digest)
{
    *ret_digest = ps_str_from(doc_style_digest);
    return (ps_str){(const char *)doc_style_bytes, sizeof doc_style_bytes};
}

ps_str ps_html_dossier_style(ps_str *ret_digest)
{
    *ret_digest = ps_str_from(dossier_style_digest);
    return (ps_str){(const char *)dossier_style_bytes, sizeof dossier_style_bytes};
}

const char *ps_html_word_text(ps_word word, ps_lang lang)
{
    return words[word].texts[lang];
}

ps_str ps_html_word_of(const char *prefix, const char *name, ps_lang lang)
{
    size_t length = strlen(prefix);
    for (size_t i = 0; i < PS_COUNT(words); i++) {
        if (strncmp(words[i].key, prefix, length) == 0 && words[i].key[length] == '-' &&
            strcmp(words[i].key + length + 1, name) == 0) {
            return ps_str_from(words[i].texts[lang]);
        }
    }
    return ps_str_from(name);
}

void ps_html_put_words(ps_output *out, ps_lang lang)
{
    for (size_t i = 0; i < PS_COUNT(words); i++) {
        ps_output_text(out, i ? "," : "{");
        ps_json_name(out, words[i].key);
        PS_PUT(out, ":");
        ps_json_string(out, ps_str_from(words[i].texts[lang]));
    }
    PS_PUT(out, "}");
}

/* By what citations call it in the language; where that is its title, there is no other. */
static void put_law(ps_output *out, ps_buffer *room, const ps_phrases *phrases,
                    const ps_phrase_name *name)
{
    ps_str label = ps_phrase(room, phrases, PS_SAID_LABEL, name->id);
    ps_json_string(out, label);
    PS_PUT(out, ":[");
    ps_json_string(out, ps_str_equal(label, name->id) ? name->title : PS_STR(""));
    PS_PUT(out, ",");
    ps_json_string(out, name->from);
    PS_PUT(out, ",");
    ps_json_string(out, name->to);
    PS_PUT(out, "]");
}

static void put_names_of(ps_output *out, ps_buffer *room, const ps_phrases *phrases,
                         ps_pack_text_kind kind)
{
    size_t count;
    const ps_phrase_name *names = ps_phrases_names(phrases, &count);
    const char *between = "";
    for (size_t i = 0; i < count; i++) {
        if (names[i].kind != kind) {
            continue;
        }
        ps_output_text(out, between);
        between = ",";
        if (kind == PS_PACK_TEXT_LAW) {
            put_law(out, room, phrases, &names[i]);
        } else {
            ps_json_string(out, names[i].id);
            PS_PUT(out, ":");
            ps_json_string(out, names[i].title);
        }
    }
}

/* {"category":{"id":"title",…},"element":{…},"law":{"label":["title","from","to"],…}} */
void ps_html_put_names(ps_output *out, const ps_phrases *phrases)
{
    ps_buffer room;
    ps_buffer_init(&room, 0);
    PS_PUT(out, "{\"category\":{");
    put_names_of(out, &room, phrases, PS_PACK_TEXT_CATEGORY);
    PS_PUT(out, "},\"element\":{");
    put_names_of(out, &room, phrases, PS_PACK_TEXT_ELEMENT);
    PS_PUT(out, "},\"law\":{");
    put_names_of(out, &room, phrases, PS_PACK_TEXT_LAW);
    PS_PUT(out, "}}");
    ps_buffer_done(&room);
}

static void fill(ps_html *html, ps_slot number, ps_html_slot_fn slot, void *user)
{
    switch (number) {
    case PS_SLOT_POLICY:
        ps_buffer_clear(&html->scratch);
        ps_html_add_policy(&html->scratch, ps_str_from(script_digest), ps_str_from(style_digest));
        ps_output_str(html->out, ps_buffer_str(&html->scratch));
        break;
    case PS_SLOT_STYLE:
        ps_output_add(html->out, (const char *)style_bytes, sizeof style_bytes);
        break;
    case PS_SLOT_SCRIPT:
        ps_output_add(html->out, (const char *)script_bytes, sizeof script_bytes);
        break;
    default:
        slot(user, number);
        break;
    }
}

void ps_html_page(ps_html *html, ps_html_slot_fn slot, void *user)
{
    for (size_t i = 0; i < PS_COUNT(parts); i++) {
        switch (parts[i].kind) {
        case PS_PART_MARKUP:
            ps_html_put(html, parts[i].markup);
            break;
        case PS_PART_WORD:
            ps_html_word(html, (ps_word)parts[i].number);
            break;
        case PS_PART_SLOT:
            fill(html, (ps_slot)parts[i].number, slot, user);
            break;
        }
    }
}
