/* What a policy says to people, in both languages: messages and next steps, what a passage lacks,
 * how an exposure is reckoned, titles of elements and laws. Findings carry the English; reports in
 * Chinese find the other by it (report/phrases.h).
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "policy/reader.h"

static void add(ps_reader *reader, ps_pack_text text)
{
    ps_pack_text *added = text.english.len ? ps_list_add(reader, &reader->texts) : NULL;
    if (added) {
        *added = text;
    }
}

/* "{item}" of what follows `*rest`, which goes on behind it. @return 0 when there is none. */
static int next_placeholder(ps_str *rest, ps_str *ret)
{
    size_t open = ps_str_find(*rest, PS_STR("{"));
    size_t close = ps_str_find(*rest, PS_STR("}"));
    if (open == SIZE_MAX || close == SIZE_MAX || close < open) {
        return 0;
    }
    *ret = ps_str_slice(*rest, open, close + 1);
    *rest = ps_str_slice(*rest, close + 1, rest->len);
    return 1;
}

/* What the English is filled with is all that is known when the Chinese is. */
static void add_sentence(ps_reader *reader, const ps_node *node, ps_str english, ps_str chinese)
{
    ps_str rest = chinese;
    ps_str placeholder;
    while (next_placeholder(&rest, &placeholder)) {
        if (ps_str_find(english, placeholder) == SIZE_MAX) {
            ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column,
                             "use those of the English text",
                             "%.*s stands in the Chinese text and not in the English one",
                             PS_FMT(placeholder));
        }
    }
    add(reader,
        (ps_pack_text){.kind = PS_PACK_TEXT_SENTENCE, .english = english, .chinese = chinese});
}

/* The texts of the children of that name in English, which is what no lang says too, and Chinese.
 */
static void read_children(ps_reader *reader, const ps_node *node, const char *name,
                          ps_str *ret_english, ps_str *ret_chinese)
{
    *ret_english = PS_NO_STR;
    *ret_chinese = PS_NO_STR;
    for (const ps_node *c = ps_node_child(node, name); c; c = ps_node_next(c, name)) {
        ps_str lang = ps_node_attr_value(c, "lang");
        ps_str *said = ps_str_is(lang, "zh")                ? ret_chinese
                       : !lang.len || ps_str_is(lang, "en") ? ret_english
                                                            : NULL;
        if (said && !said->len) {
            *said = ps_read_text(reader, c);
        }
    }
}

static void read_rule(ps_reader *reader, const ps_node *node)
{
    static const char *const names[] = {"message", "next"};
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        ps_str english;
        ps_str chinese;
        read_children(reader, node, names[i], &english, &chinese);
        add_sentence(reader, node, english, chinese);
    }
}

static void read_exposure(ps_reader *reader, const ps_node *node)
{
    add_sentence(reader, node, ps_read_text(reader, node), ps_read_attr(reader, node, "text-zh"));
    add_sentence(reader, node, ps_read_attr(reader, node, "condition"),
                 ps_read_attr(reader, node, "condition-zh"));
}

static void read_lacks(ps_reader *reader, const ps_node *node)
{
    for (const ps_node *c = node->first; c; c = c->next) {
        if (ps_node_attr_value(c, "lacks").len) {
            add_sentence(reader, c, ps_read_attr(reader, c, "lacks"),
                         ps_read_attr(reader, c, "lacks-zh"));
        }
    }
}

static void read_element(ps_reader *reader, const ps_node *node)
{
    ps_pack_text title = {.kind = PS_PACK_TEXT_ELEMENT, .id = ps_read_attr(reader, node, "id")};
    read_children(reader, node, "title", &title.english, &title.chinese);
    add(reader, title);
    read_lacks(reader, node);
}

static void read_law(ps_reader *reader, const ps_node *node)
{
    add(reader, (ps_pack_text){.kind = PS_PACK_TEXT_LAW,
                               .id = ps_read_attr(reader, node, "id"),
                               .english = ps_read_attr(reader, node, "title"),
                               .chinese = ps_read_attr(reader, node, "title-zh"),
                               .from = ps_read_attr(reader, node, "from"),
                               .to = ps_read_attr(reader, node, "to")});
}

void ps_read_said(ps_reader *reader, const ps_node *root)
{
    static const struct {
        const char *name;
        void (*read)(ps_reader *reader, const ps_node *node);
    } parts[] = {{"source", read_law},   {"element", read_element}, {"extend", read_lacks},
                 {"common", read_lacks}, {"rule", read_rule},       {"exposure", read_exposure}};
    for (const ps_node *node = root->first; node; node = node->next) {
        for (size_t i = 0; i < PS_COUNT(parts); i++) {
            if (ps_str_is(node->name, parts[i].name)) {
                reader->thing = ps_reader_thing(node);
                parts[i].read(reader, node);
            }
        }
    }
    reader->thing = PS_NO_STR;
}

void ps_policy_each_text(const ps_policy *policy, ps_pack_text_fn text, void *user)
{
    for (size_t i = 0; i < policy->text_count; i++) {
        text(user, &policy->texts[i]);
    }
}
