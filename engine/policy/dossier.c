/* What packs give to the dossier: the clauses that they suggest for elements, and what it asks and
 * tells about the law.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "base/str.h"
#include "policy/reader.h"

/* What a part may show of the record; the dossier stage knows how. */
static const char *const shown[] = {"items", "scale",    "makers",   "supplier", "identifiers",
                                    "watch", "critical", "delivery", "findings", "contracts"};

void ps_read_wording(ps_reader *reader, const ps_node *node, uint32_t element)
{
    ps_wording *wording = ps_list_add(reader, &reader->wordings);
    uint32_t *owner = ps_list_add(reader, &reader->wording_owners);
    if (wording && owner) {
        *wording = (ps_wording){.lang = ps_read_attr(reader, node, "lang"),
                                .text = ps_read_text(reader, node),
                                .file = reader->file,
                                .line = node->line};
        *owner = element;
    }
}

/* The text of the child `name` in a language. */
static ps_str text_in(ps_reader *reader, const ps_node *node, const char *name, const char *lang)
{
    for (const ps_node *c = ps_node_child(node, name); c; c = ps_node_next(c, name)) {
        if (ps_str_is(ps_node_attr_value(c, "lang"), lang)) {
            return ps_read_text(reader, c);
        }
    }
    return PS_NO_STR;
}

static void check_shows(ps_reader *reader, const ps_node *node, ps_str shows)
{
    ps_str word;
    while (ps_str_next_word(&shows, &word)) {
        size_t i = 0;
        while (i < PS_COUNT(shown) && !ps_str_is(word, shown[i])) {
            i++;
        }
        if (i == PS_COUNT(shown)) {
            ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column,
                             "items, scale, makers, supplier, identifiers, watch, critical, "
                             "delivery, findings, contracts",
                             "<dossier>: there is no \"%.*s\" to show", PS_FMT(word));
        }
    }
}

void ps_read_dossier(ps_reader *reader, const ps_node *node)
{
    ps_str id = ps_read_attr(reader, node, "id");
    const ps_dossier_part *parts = reader->dossier.items;
    for (size_t i = 0; i < reader->dossier.count; i++) {
        if (ps_str_equal(parts[i].id, id)) {
            ps_report_twice(reader, node, id, parts[i].file, parts[i].line);
            return;
        }
    }
    ps_dossier_part *part = id.len ? ps_list_add(reader, &reader->dossier) : NULL;
    if (!part) {
        return; /* no id: was reported */
    }
    *part = (ps_dossier_part){
        .id = id,
        .section = ps_read_attr(reader, node, "section"),
        .title = text_in(reader, node, "title", "en"),
        .title_zh = text_in(reader, node, "title", "zh"),
        .text = text_in(reader, node, "text", "en"),
        .text_zh = text_in(reader, node, "text", "zh"),
        .elements = ps_read_attr(reader, node, "elements"),
        .shows = ps_read_attr(reader, node, "shows"),
        .days = ps_read_uint(node, "days"),
        .from = ps_read_date(node, "from"),
        .to = ps_read_date(node, "to"),
        .file = reader->file,
        .line = node->line,
    };
    if (!part->title.len || !part->title_zh.len ||
        (part->text.len > 0) != (part->text_zh.len > 0)) {
        ps_report_node(reader, node, "<dossier> has not all its texts in both languages",
                       "a <title> and, where there is one, a <text> for lang=\"en\" and \"zh\"");
    }
    if ((part->days > 0) != ps_str_is(part->section, "step")) {
        ps_report_node(reader, node, "<dossier>: a step has its working days, nothing else has",
                       "section=\"step\" days=\"10\"");
    }
    check_shows(reader, node, part->shows);
    if (ps_node_child(node, "basis")) {
        ps_read_bases(reader, node, &part->bases, &part->basis_count);
    }
}

static void share_wordings(ps_reader *reader)
{
    ps_policy *policy = reader->policy;
    const ps_wording *read = reader->wordings.items;
    const uint32_t *owners = reader->wording_owners.items;
    ps_wording *wordings =
        ps_arena_array(&policy->arena, reader->wordings.count + 1, sizeof *wordings);
    if (!wordings) {
        reader->out_of_memory = 1;
        return;
    }
    size_t used = 0;
    for (size_t e = 0; e < policy->element_count; e++) {
        policy->elements[e].wordings = wordings + used;
        for (size_t i = 0; i < reader->wordings.count; i++) {
            if (owners[i] == e) {
                wordings[used++] = read[i];
                policy->elements[e].wording_count++;
            }
        }
    }
}

void ps_policy_settle_dossier(ps_reader *reader)
{
    const ps_policy *policy = reader->policy;
    share_wordings(reader);
    for (size_t i = 0; i < policy->dossier_count; i++) {
        ps_str rest = policy->dossier[i].elements;
        ps_str id;
        while (ps_str_next_word(&rest, &id)) {
            if (!ps_policy_has_element(policy, id)) {
                ps_reader_report(reader, PS_FATAL, policy->dossier[i].file, policy->dossier[i].line,
                                 0, "give the pack that holds the <element> too",
                                 "dossier %.*s shows an element that does not exist: %.*s",
                                 PS_FMT(policy->dossier[i].id), PS_FMT(id));
            }
        }
    }
}
