/* Pages on policy elements and rules.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "report/doc.h"

static int is_named(const ps_pack_fact *fact, const char *name)
{
    return ps_str_is(fact->name, name);
}

/* A pattern in its notation: gaps stand out, definitions are links. */
static void pattern(ps_doc *doc, const ps_pack_fact *fact)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    ps_str lang = ps_doc_attr(fact, "lang");
    ps_str text = fact->text;
    size_t from = 0;
    ps_doc_put(doc, "<p class=\"pat\">");
    for (size_t i = 0; i < text.len; i++) {
        ps_str rest = ps_str_slice(text, i, text.len);
        if (ps_str_starts(rest, PS_STR("\xE2\x80\xA6"))) {
            ps_doc_text(doc, ps_str_slice(text, from, i));
            ps_doc_put(doc, " <span class=\"gap\">…</span> ");
            i += sizeof ellipsis - 2;
            from = i + 1;
        } else if (text.ptr[i] == '{' && rest.len > 1 && ps_is_alpha(rest.ptr[1])) {
            size_t end = ps_str_find(rest, PS_STR("}"));
            if (end == SIZE_MAX) {
                continue;
            }
            ps_str name = ps_str_slice(rest, 1, end);
            ps_str parts[] = {name, PS_STR(" "), lang};
            ps_str full = ps_arena_concat(&doc->arena, parts, lang.len ? 3 : 1);
            const ps_doc_thing *define = full.ptr ? ps_doc_find(doc, "define", full) : NULL;
            define = define ? define : ps_doc_find(doc, "define", name);
            ps_doc_text(doc, ps_str_slice(text, from, i));
            ps_doc_link(doc, define, ps_str_slice(rest, 0, end + 1));
            i += end;
            from = i + 1;
        }
    }
    ps_doc_text(doc, ps_str_slice(text, from, text.len));
    ps_doc_put(doc, "</p>\n");
}

static const struct {
    const char *name, *heading, *means;
} uses[] = {
    {"duty", "What obliges the supplier",
     "One of these in a sentence, and nothing that takes it away: the element is there."},
    {"heading", "Titles of such clauses", "A title alone is never enough."},
    {"defeat", "What takes it away",
     "The reach tells how far: the sentence, the clause, or the whole contract."},
    {"decoy", "What only looks like it", "It takes away the duties that it overlaps."},
    {"weak", "What comes near and is not enough", "Shown as the nearest passage."},
    {"carveout", "Ordinary exceptions", "A defeat beside one of these does not count."},
    {"reference", "Pointers to another document", "Then the element is not evaluable."},
    {"near", "Parts of it", "The passage with most parts is shown as the nearest."},
};

static void patterns(ps_doc *doc, const ps_doc_thing *thing)
{
    ps_doc_put(doc, "<h2>How it is found</h2>\n<p class=\"meta\"><span class=\"gap\">…</span> is a "
                    "gap within the sentence; (a|b) is either; {name} is a list of words, "
                    "linked.</p>\n");
    for (size_t u = 0; u < PS_COUNT(uses); u++) {
        int some = 0;
        for (size_t i = 0; i < thing->fact_count; i++) {
            const ps_pack_fact *fact = &thing->facts[i];
            if (!is_named(fact, uses[u].name)) {
                continue;
            }
            if (!some) {
                ps_doc_putf(doc, "<h3>%s</h3>\n<p class=\"meta\">%s</p>\n", uses[u].heading,
                            uses[u].means);
                some = 1;
            }
            ps_doc_put(doc, "<p class=\"meta\">");
            for (size_t k = 0; k < fact->attr_count; k++) {
                int id = ps_str_is(fact->attrs[k].name, "id");
                ps_doc_put(doc, k ? ", " : "");
                if (!id) {
                    ps_doc_text(doc, ps_str_is(fact->attrs[k].name, "scope") ? PS_STR("reach")
                                                                             : fact->attrs[k].name);
                    ps_doc_put(doc, " ");
                }
                ps_doc_text(doc, fact->attrs[k].value);
            }
            ps_doc_put(doc, "</p>");
            pattern(doc, fact);
        }
    }
}

static void bases(ps_doc *doc, const ps_doc_thing *thing)
{
    ps_doc_put(doc, "<h2>Basis</h2>\n<table><tr><th>In force</th><th>Cites</th></tr>\n");
    for (size_t i = 0; i < thing->fact_count; i++) {
        if (is_named(&thing->facts[i], "basis")) {
            ps_doc_put(doc, "<tr><td>");
            ps_doc_days(doc, &thing->facts[i]);
            ps_doc_put(doc, "</td><td>");
            ps_doc_citation(doc, thing->facts[i].text);
            ps_doc_put(doc, "</td></tr>\n");
        }
    }
    ps_doc_put(doc, "</table>\n");
}

static void wordings(ps_doc *doc, const ps_doc_thing *thing)
{
    if (!ps_doc_fact(thing, "wording")) {
        return;
    }
    ps_doc_put(
        doc, "<h2>What the dossier suggests where it is missing</h2>\n<p class=\"reading\"><strong>"
             "A draft of this project, to be checked by counsel.</strong></p>\n");
    for (size_t i = 0; i < thing->fact_count; i++) {
        if (is_named(&thing->facts[i], "wording")) {
            int zh = ps_str_is(ps_doc_attr(&thing->facts[i], "lang"), "zh");
            ps_doc_put(doc, zh ? "<p lang=\"zh-Hans\">" : "<p>");
            ps_doc_text(doc, thing->facts[i].text);
            ps_doc_put(doc, "</p>\n");
        }
    }
}

/* What binds, and what is only ours. */
static const struct {
    const char *nature, *means;
} natures[] = {
    {"statutory", "<strong>The law asks for it.</strong> Which words are enough it does not say: "
                  "that is <strong>our reading</strong>."},
    {"statutory-if-filed",
     "<strong>The law asks for it when the purchase is filed for review.</strong> Otherwise it is "
     "practice. Which words are enough is <strong>our reading</strong>."},
    {"statutory-on-buyer",
     "<strong>The duty is the buyer's by law; that a contract says so is practice, and our "
     "reading.</strong>"},
    {"statutory-on-supplier",
     "<strong>The duty is the supplier's by law; that a contract says so is practice, and our "
     "reading.</strong>"},
    {"practice", "<strong>No law asks for this by name: it is practice, and our reading.</strong>"},
};

static void nature(ps_doc *doc, const ps_doc_thing *thing)
{
    ps_str kind = ps_doc_fact_text(thing, "nature");
    ps_doc_put(doc, "<p class=\"reading\">");
    for (size_t i = 0; i < PS_COUNT(natures); i++) {
        if (ps_str_is(kind, natures[i].nature)) {
            ps_doc_put(doc, natures[i].means);
        }
    }
    ps_doc_put(doc, "</p>\n");
}

void ps_doc_element(ps_doc *doc, const ps_doc_thing *thing)
{
    ps_doc_begin(doc, thing->is.title, thing->is.title_zh, "Contract element", thing->is.id);
    ps_doc_trail(doc, thing);
    nature(doc, thing);
    ps_doc_put(doc, "<dl>\n");
    ps_doc_row(doc, "If it is missing", ps_doc_fact_text(thing, "severity"));
    ps_doc_row(doc, "If filed for review", ps_doc_fact_text(thing, "severity-if-filed"));
    ps_doc_row(doc, "That weighs for purchases of", ps_doc_fact_text(thing, "buys"));
    ps_doc_row(doc, "For other purchases", ps_doc_fact_text(thing, "severity-otherwise"));
    ps_doc_row(doc, "Asked for from", ps_doc_fact_text(thing, "from"));
    ps_doc_row(doc, "Asked for to", ps_doc_fact_text(thing, "to"));
    ps_doc_row(doc, "Note", ps_doc_fact_text(thing, "note"));
    ps_doc_put(doc, "</dl>\n");
    bases(doc, thing);
    patterns(doc, thing);
    ps_doc_examples(doc, thing);
    wordings(doc, thing);
    ps_doc_end(doc, thing);
}

static void exposures(ps_doc *doc, const ps_doc_thing *thing)
{
    if (!ps_doc_fact(thing, "exposure")) {
        return;
    }
    ps_doc_put(doc,
               "<h2>What it could cost</h2>\n<p class=\"meta\">Several in force are "
               "alternatives: the larger counts, they are never added. Those under a condition "
               "are told and not counted.</p>\n<table><tr><th>In force</th><th>Amount</th><th>"
               "Basis</th><th>What for</th></tr>\n");
    for (size_t i = 0; i < thing->fact_count; i++) {
        const ps_pack_fact *fact = &thing->facts[i];
        if (!is_named(fact, "exposure")) {
            continue;
        }
        ps_str condition = ps_doc_attr(fact, "condition");
        ps_doc_put(doc, "<tr><td>");
        ps_doc_days(doc, fact);
        ps_doc_put(doc, "</td><td>");
        ps_doc_text(doc, ps_doc_attr(fact, "min"));
        ps_doc_put(doc, " to ");
        ps_doc_text(doc, ps_doc_attr(fact, "max"));
        if (ps_str_is(ps_doc_attr(fact, "by"), "amount")) {
            ps_doc_put(doc, " times the purchase amount");
        } else {
            ps_doc_put(doc, " ");
            ps_doc_text(doc, ps_doc_attr(fact, "currency"));
        }
        if (ps_doc_attr(fact, "person-min").len) {
            ps_doc_put(doc, "; each person responsible ");
            ps_doc_text(doc, ps_doc_attr(fact, "person-min"));
            ps_doc_put(doc, " to ");
            ps_doc_text(doc, ps_doc_attr(fact, "person-max"));
            ps_doc_put(doc, " ");
            ps_doc_text(doc, ps_doc_attr(fact, "person-currency"));
        }
        ps_doc_put(doc, "</td><td>");
        ps_doc_citation(doc, ps_doc_attr(fact, "basis"));
        ps_doc_put(doc, "</td><td>");
        ps_doc_text(doc, fact->text);
        if (ps_doc_attr(fact, "continuing").len) {
            ps_doc_put(doc,
                       "<br><span class=\"meta\">an act that goes on: the law of today applies "
                       "too</span>");
        }
        if (condition.len) {
            ps_doc_put(doc, "<br><span class=\"meta\">only if ");
            ps_doc_text(doc, condition);
            ps_doc_put(doc, "; not counted</span>");
        }
        ps_doc_put(doc, "</td></tr>\n");
    }
    ps_doc_put(doc, "</table>\n");
}

void ps_doc_rule(ps_doc *doc, const ps_doc_thing *thing)
{
    ps_doc_begin(doc, thing->is.title, thing->is.title_zh, "Rule", thing->is.id);
    ps_doc_trail(doc, thing);
    ps_doc_put(doc, "<p class=\"reading\"><strong>Our reading.</strong> The severities are this "
                    "pack's; the law sets none.</p>\n<dl>\n");
    ps_doc_row(doc, "Makes findings from", ps_doc_fact_text(thing, "from"));
    ps_doc_row(doc, "Makes findings to", ps_doc_fact_text(thing, "to"));
    ps_doc_row(doc, "Due after months", ps_doc_fact_text(thing, "months"));
    if (ps_doc_fact_text(thing, "element").len) {
        ps_str element = ps_doc_fact_text(thing, "element");
        ps_doc_put(doc, "<dt>If this is missing</dt><dd>");
        ps_doc_link(doc, ps_doc_find(doc, "element", element), element);
        ps_doc_put(doc, "</dd>\n");
    }
    ps_doc_row(doc, "The finding says", ps_doc_fact_text(thing, "message"));
    ps_doc_row(doc, "What to do", ps_doc_fact_text(thing, "next"));
    ps_doc_put(doc, "</dl>\n<h2>Severity</h2>\n<table><tr><th>The buyer, as operator of critical "
                    "information infrastructure, is</th><th>Severity</th></tr>\n");
    for (size_t i = 0; i < thing->fact_count; i++) {
        const ps_pack_fact *fact = &thing->facts[i];
        if (is_named(fact, "severity")) {
            ps_doc_put(doc, "<tr><td>");
            ps_doc_text(doc, ps_doc_attr(fact, "operator"));
            ps_doc_put(doc, "</td><td>");
            ps_doc_text(doc, fact->text);
            ps_doc_put(doc, "</td></tr>\n");
        }
    }
    ps_doc_put(doc, "</table>\n");
    bases(doc, thing);
    exposures(doc, thing);
    ps_doc_end(doc, thing);
}
