/* Pages on catalog entries and categories.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "report/doc.h"

static int is_named(const ps_pack_fact *fact, const char *name)
{
    return ps_str_is(fact->name, name);
}

static int has(const ps_doc_thing *thing, const char *name)
{
    return ps_doc_fact(thing, name) != NULL;
}

/* What else is said of a word, behind it. */
static void add_attrs(ps_doc *doc, const ps_pack_fact *fact, const char *leave_out)
{
    int some = 0;
    for (size_t i = 0; i < fact->attr_count; i++) {
        ps_str rest = ps_str_from(leave_out);
        ps_str name;
        int left_out = 0;
        while (ps_str_next_word(&rest, &name)) {
            left_out |= ps_str_equal(name, fact->attrs[i].name);
        }
        if (!left_out) {
            ps_doc_put(doc, some ? ", " : " <span class=\"meta\">");
            ps_doc_text(doc, fact->attrs[i].name);
            ps_doc_put(doc, " ");
            ps_doc_text(doc, fact->attrs[i].value);
            some = 1;
        }
    }
    ps_doc_put(doc, some ? "</span>" : "");
}

static const struct {
    const char *name, *heading;
} strengths[] = {
    {"strong", "Strong: enough alone, the item is a definite hit"},
    {"medium", "Medium: alone a probable hit"},
    {"weak", "Weak: counts only beside a companion, a maker or a code"},
};

static void terms(ps_doc *doc, const ps_doc_thing *thing)
{
    if (!has(thing, "term") && !has(thing, "pattern")) {
        return;
    }
    ps_doc_put(doc,
               "<h2>Words that it is known by</h2>\n<p class=\"meta\">(a|b) stands for either; "
               "case, width and script do not matter; a plural s is allowed.</p>\n");
    for (size_t s = 0; s < PS_COUNT(strengths); s++) {
        int some = 0;
        for (size_t i = 0; i < thing->fact_count; i++) {
            const ps_pack_fact *fact = &thing->facts[i];
            int term = is_named(fact, "term");
            if ((!term && !is_named(fact, "pattern")) ||
                !ps_str_is(ps_doc_attr(fact, "strength"), strengths[s].name)) {
                continue;
            }
            if (!some) {
                ps_doc_putf(doc, "<h3>%s</h3>\n", strengths[s].heading);
                some = 1;
            }
            ps_doc_put(doc, "<p class=\"meta\">");
            ps_str lang = ps_doc_attr(fact, "lang");
            ps_doc_text(doc, lang.len ? lang
                             : term   ? PS_STR("any language")
                                      : PS_STR("expression"));
            add_attrs(doc, fact, "strength lang");
            ps_doc_put(doc, "</p>");
            if (term) {
                ps_doc_words(doc, fact->text);
            } else {
                ps_doc_put(doc, "<p class=\"pat\">");
                ps_doc_text(doc, fact->text);
                ps_doc_put(doc, "</p>\n");
            }
        }
    }
}

static void word_list(ps_doc *doc, const ps_doc_thing *thing, const char *name, const char *heading,
                      const char *means)
{
    if (!has(thing, name)) {
        return;
    }
    ps_doc_putf(doc, "<h2>%s</h2>\n<p class=\"meta\">%s</p>\n", heading, means);
    for (size_t i = 0; i < thing->fact_count; i++) {
        if (is_named(&thing->facts[i], name)) {
            ps_doc_words(doc, thing->facts[i].text);
        }
    }
}

static void models(ps_doc *doc, const ps_doc_thing *thing)
{
    if (!has(thing, "model")) {
        return;
    }
    ps_doc_put(doc,
               "<h2>Model numbers</h2>\n<p class=\"meta\"># is a digit, @ a letter, * the rest "
               "of the word; hyphens may be missing.</p>\n<table><tr><th>Maker</th><th>Shapes"
               "</th><th>Strength</th></tr>\n");
    for (size_t i = 0; i < thing->fact_count; i++) {
        const ps_pack_fact *fact = &thing->facts[i];
        if (is_named(fact, "model")) {
            ps_str maker = ps_doc_attr(fact, "maker");
            ps_doc_put(doc, "<tr><td>");
            if (maker.len) {
                ps_doc_link(doc, ps_doc_find(doc, "maker", maker), maker);
            } else {
                ps_doc_put(doc, "any");
            }
            ps_doc_put(doc, "</td><td>");
            ps_doc_words(doc, fact->text);
            ps_doc_put(doc, "</td><td>");
            ps_doc_text(doc, ps_doc_attr(fact, "strength"));
            add_attrs(doc, fact, "maker strength");
            ps_doc_put(doc, "</td></tr>\n");
        }
    }
    ps_doc_put(doc, "</table>\n");
}

static void codes(ps_doc *doc, const ps_doc_thing *thing)
{
    if (!has(thing, "code")) {
        return;
    }
    ps_doc_put(doc, "<h2>Codes</h2>\n<table><tr><th>Scheme</th><th>Code</th><th>Strength</th><th>"
                    "In force</th><th>Verified</th></tr>\n");
    for (size_t i = 0; i < thing->fact_count; i++) {
        const ps_pack_fact *fact = &thing->facts[i];
        if (!is_named(fact, "code")) {
            continue;
        }
        ps_str prefix = ps_doc_attr(fact, "prefix");
        ps_str confidence = ps_doc_attr(fact, "confidence");
        ps_doc_put(doc, "<tr><td>");
        ps_doc_text(doc, ps_doc_attr(fact, "scheme"));
        ps_doc_put(doc, "</td><td>");
        ps_doc_text(doc, fact->text.len ? fact->text
                         : prefix.len   ? prefix
                                        : ps_doc_attr(fact, "value"));
        ps_doc_put(doc, prefix.len ? " <span class=\"meta\">and all longer ones</span>" : "");
        ps_doc_put(doc, "</td><td>");
        ps_str strength = ps_doc_attr(fact, "strength");
        ps_doc_text(doc, ps_str_is(strength, "decoy") ? PS_STR("decoy: says it is something else")
                                                      : strength);
        ps_doc_put(doc, "</td><td>");
        ps_doc_days(doc, fact);
        ps_doc_put(doc, "</td><td>");
        ps_doc_text(doc, confidence.len ? confidence : ps_doc_fact_text(thing, "confidence"));
        ps_doc_put(doc, "</td></tr>\n");
    }
    ps_doc_put(doc, "</table>\n");
}

void ps_doc_examples(ps_doc *doc, const ps_doc_thing *thing)
{
    if (!has(thing, "example")) {
        return;
    }
    ps_doc_put(doc, "<h2>Examples</h2>\n<p class=\"meta\">They are run as tests of the pack.</p>\n"
                    "<table><tr><th>What is written</th><th>What must come out</th></tr>\n");
    for (size_t i = 0; i < thing->fact_count; i++) {
        const ps_pack_fact *fact = &thing->facts[i];
        if (!is_named(fact, "example")) {
            continue;
        }
        ps_str match = ps_doc_attr(fact, "match");
        ps_str state = ps_doc_attr(fact, "state");
        int good = ps_str_is(match, "yes") || ps_str_is(state, "present");
        ps_doc_put(doc, "<tr><td>");
        ps_doc_text(doc, fact->text);
        add_attrs(doc, fact, "match state confidence scale category");
        ps_doc_putf(doc, "</td><td class=\"%s\">", good ? "yes" : "no");
        ps_doc_text(doc, state.len                 ? state
                         : ps_str_is(match, "yes") ? PS_STR("matches")
                                                   : PS_STR("must not match"));
        add_attrs(doc, fact, "match state lang date maker model code property amount currency");
        ps_doc_put(doc, "</td></tr>\n");
    }
    ps_doc_put(doc, "</table>\n");
}

static void law_table(ps_doc *doc, const ps_doc_thing *category)
{
    ps_doc_put(doc, "<table><tr><th>In force</th><th>Article</th><th>Verified</th></tr>\n");
    for (size_t i = 0; i < category->fact_count; i++) {
        const ps_pack_fact *fact = &category->facts[i];
        if (is_named(fact, "law")) {
            ps_doc_put(doc, "<tr><td>");
            ps_doc_days(doc, fact);
            ps_doc_put(doc, "</td><td>");
            ps_doc_citation(doc, fact->text);
            ps_doc_put(doc, "</td><td>");
            ps_doc_put(doc, ps_doc_confidence(ps_doc_attr(fact, "confidence")));
            ps_doc_put(doc, "</td></tr>\n");
        }
    }
    ps_doc_put(doc, "</table>\n");
}

static void categories(ps_doc *doc, const ps_doc_thing *thing)
{
    ps_str rest = ps_doc_fact_text(thing, "category");
    ps_str id;
    if (!rest.len) {
        return;
    }
    ps_doc_put(doc, "<h2>Category and law</h2>\n");
    while (ps_str_next_word(&rest, &id)) {
        const ps_doc_thing *category = ps_doc_find(doc, "category", id);
        ps_doc_put(doc, "<h3>");
        ps_doc_link(doc, category, category && category->is.title.len ? category->is.title : id);
        if (category && category->is.title_zh.len) {
            ps_doc_put(doc, " <span lang=\"zh-Hans\">");
            ps_doc_text(doc, category->is.title_zh);
            ps_doc_put(doc, "</span>");
        }
        ps_doc_put(doc, "</h3>\n");
        if (category) {
            law_table(doc, category);
        }
    }
}

static void facts_list(ps_doc *doc, const ps_doc_thing *thing)
{
    ps_str confidence = ps_doc_fact_text(thing, "confidence");
    const char *means = ps_doc_confidence(confidence);
    ps_doc_put(doc, "<dl>\n");
    ps_doc_row(doc, "Number", ps_doc_fact_text(thing, "law-id"));
    ps_doc_row(doc, "Source", ps_doc_fact_text(thing, "source"));
    ps_doc_row(doc, "Verified", means[0] ? ps_str_from(means) : confidence);
    ps_doc_row(doc, "From", ps_doc_fact_text(thing, "from"));
    ps_doc_row(doc, "To", ps_doc_fact_text(thing, "to"));
    ps_doc_row(doc, "A companion too", ps_doc_fact_text(thing, "with-quantity"));
    ps_str rest = ps_doc_fact_text(thing, "entry");
    ps_str id;
    for (int some = 0; ps_str_next_word(&rest, &id); some = 1) {
        const ps_doc_thing *entry = ps_doc_find(doc, "entry", id);
        ps_doc_put(doc, some ? ", " : "<dt>Said of</dt><dd>");
        ps_doc_link(doc, entry, entry ? entry->is.title : id);
    }
    ps_doc_put(doc, ps_doc_fact_text(thing, "entry").len ? "</dd>\n</dl>\n" : "</dl>\n");
    for (size_t i = 0; i < thing->fact_count; i++) {
        if (is_named(&thing->facts[i], "note")) {
            ps_doc_put(doc, "<p>");
            ps_doc_text(doc, thing->facts[i].text);
            ps_doc_put(doc, "</p>\n");
        }
    }
}

/* Thresholds and words by which the scale word is met, or a listed product is told. */
static void scale(ps_doc *doc, const ps_doc_thing *thing)
{
    if (!has(thing, "met") && !has(thing, "not-met")) {
        return;
    }
    ps_doc_put(doc, "<table><tr><th>Says</th><th>When</th><th>Source</th></tr>\n");
    for (size_t i = 0; i < thing->fact_count; i++) {
        const ps_pack_fact *fact = &thing->facts[i];
        int met = is_named(fact, "met");
        if (!met && !is_named(fact, "not-met")) {
            continue;
        }
        ps_str source = ps_doc_attr(fact, "source");
        ps_str least = ps_doc_attr(fact, "at-least");
        ps_doc_putf(doc, "<tr><td class=\"%s\">%s</td><td>", met ? "yes" : "no",
                    met ? "met" : "not met");
        if (fact->text.len) {
            ps_doc_words(doc, fact->text);
        } else {
            ps_doc_text(doc, ps_doc_attr(fact, "quantity"));
            ps_doc_put(doc, least.len ? " at least " : " at most ");
            ps_doc_text(doc, least.len ? least : ps_doc_attr(fact, "at-most"));
        }
        ps_doc_put(doc, "</td><td>");
        ps_doc_text(doc, ps_str_is(source, "judgement") ? PS_STR("our reading") : source);
        ps_doc_put(doc, "</td></tr>\n");
    }
    ps_doc_put(doc, "</table>\n");
}

void ps_doc_entry(ps_doc *doc, const ps_doc_thing *thing)
{
    int entry = ps_str_is(thing->is.kind, "entry");
    ps_doc_begin(doc, thing->is.title, thing->is.title_zh,
                 entry                                ? "Catalog entry"
                 : ps_str_is(thing->is.kind, "watch") ? "Vendor watch"
                                                      : "Critical product",
                 thing->is.id);
    ps_doc_trail(doc, thing);
    if (entry) {
        ps_doc_put(doc, "<p class=\"reading\"><strong>Our reading.</strong> The law names the "
                        "category and defines it no further. That these goods belong to it, and by "
                        "which words they are known, is the reading of this pack and of no "
                        "authority.</p>\n");
    }
    facts_list(doc, thing);
    categories(doc, thing);
    terms(doc, thing);
    word_list(doc, thing, "words", "Names", "It is seen wherever one of them stands.");
    word_list(doc, thing, "with", "Companions",
              "Beside one of these, anywhere in the item, a weak word counts as medium.");
    word_list(doc, thing, "unless", "Words that speak against it",
              "Beside one of these, weak and medium words do not count.");
    word_list(doc, thing, "decoy", "Decoys",
              "They look like it and are something else: what they cover does not count.");
    models(doc, thing);
    codes(doc, thing);
    scale(doc, thing);
    ps_doc_examples(doc, thing);
    ps_doc_end(doc, thing);
}

void ps_doc_category(ps_doc *doc, const ps_doc_thing *thing)
{
    ps_str word = ps_doc_fact_text(thing, "scale");
    ps_str before = ps_doc_fact_text(thing, "before");
    ps_doc_begin(doc, thing->is.title, thing->is.title_zh, "Category", thing->is.id);
    ps_doc_trail(doc, thing);
    ps_doc_put(doc,
               "<p class=\"reading\"><strong>Our reading.</strong> No authority has defined this "
               "category further. Its name and dates are the law's; the entries that are read "
               "into it, and all thresholds, are this pack's.</p>\n<h2>Law</h2>\n");
    law_table(doc, thing);
    facts_list(doc, thing);
    if (before.len) {
        const ps_doc_thing *stand_in = ps_doc_find(doc, "category", before);
        ps_doc_put(doc, "<p>Before it was in force, such an item counts at most as ");
        ps_doc_link(doc, stand_in, stand_in ? stand_in->is.title : before);
        ps_doc_put(doc, ".</p>\n");
    }
    if (ps_str_is(ps_doc_fact_text(thing, "ceiling"), "possible")) {
        ps_doc_put(doc, "<p>A hit in it is never more than possible.</p>\n");
    }
    if (word.len) {
        ps_doc_put(doc, "<h2>The scale word “");
        ps_doc_text(doc, word);
        ps_doc_put(doc, "”</h2>\n<p class=\"meta\">The law does not say when it is met. Where the "
                        "record does not tell, the item is a hit still.</p>\n");
        scale(doc, thing);
    }
    ps_doc_put(doc, "<h2>Entries</h2>\n<ul>\n");
    for (size_t i = 0; i < doc->count; i++) {
        ps_str rest = ps_doc_fact_text(&doc->things[i], "category");
        ps_str id;
        while (ps_str_is(doc->things[i].is.kind, "entry") && ps_str_next_word(&rest, &id)) {
            if (ps_str_equal(id, thing->is.id)) {
                ps_doc_put(doc, "<li>");
                ps_doc_link(doc, &doc->things[i], doc->things[i].is.title);
                ps_doc_put(doc, " <span lang=\"zh-Hans\">");
                ps_doc_text(doc, doc->things[i].is.title_zh);
                ps_doc_put(doc, "</span></li>\n");
            }
        }
    }
    ps_doc_put(doc, "</ul>\n");
    ps_doc_end(doc, thing);
}
