/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/strict.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

/* Attributes that belong to XML itself or to schemas, not to the format. */
static int is_foreign(const ps_xml_attr *attr)
{
    return attr->uri && (ps_str_is(PS_STR("http://www.w3.org/XML/1998/namespace"), attr->uri) ||
                         ps_str_is(PS_STR("http://www.w3.org/2001/XMLSchema-instance"), attr->uri));
}

static int tests_read(ps_tests tests, ps_name_ids ids)
{
    for (size_t i = 0; i < tests.count; i++) {
        if (ps_name_matches(tests.list[i].name, ids)) {
            return 1;
        }
    }
    return 0;
}

static int actions_read(const ps_action_link *link, ps_name_ids ids)
{
    for (; link; link = link->next) {
        const ps_action *action = &link->action;
        if ((action->from_attr && ps_name_matches(action->attr, ids)) ||
            (action->has_prefer && ps_name_matches(action->prefer_attr, ids)) ||
            tests_read(action->tests, ids)) {
            return 1;
        }
    }
    return 0;
}

static int node_reads(const ps_path_node *node, ps_name_ids ids)
{
    if (tests_read(node->entered, ids) || actions_read(node->attrs, ids) ||
        actions_read(node->texts, ids)) {
        return 1;
    }
    for (const ps_part_link *link = node->parts; link; link = link->next) {
        if (tests_read(link->tests, ids) ||
            (link->part->grouped && ps_name_matches(link->part->group, ids))) {
            return 1;
        }
    }
    return 0;
}

static void reject(ps_matcher *m, const char *what, const char *name, const char *where)
{
    if (m->error.code == PS_E_NONE) {
        PS_IGNORE(ps_error_set(&m->error, PS_FAILED, PS_E_RECORD, "unknown %s \"%s\" %s", what,
                               name, where));
        ps_error_hint(
            &m->error,
            "profile %.*s takes only what it knows; compare the spelling with its description",
            PS_FMT(m->rule->profile->id));
    }
}

int ps_strict_reads(const ps_matcher *m, const ps_xml_attr *attr)
{
    const ps_place *places = (const ps_place *)(const void *)m->places.ptr;
    size_t end = m->places.len / sizeof *places;
    ps_name_ids ids = ps_names_find(m->names, attr->local, attr->uri);
    size_t p = m->level->places / sizeof *places;
    while (p < end && !node_reads(places[p].node, ids)) {
        p++;
    }
    return p < end || is_foreign(attr) || (m->depth == 1 && tests_read(m->rule->tests, ids));
}

void ps_strict_check_element(ps_matcher *m, const char *local, const ps_xml_attr *attrs,
                             size_t attr_count)
{
    if (m->level->places == m->places.len) {
        /* Markup inside a text that is read is read with it. */
        if (!m->reading) {
            reject(m, "element", local, "in a record");
        }
        return;
    }
    for (size_t i = 0; i < attr_count; i++) {
        if (!ps_strict_reads(m, &attrs[i])) {
            reject(m, "attribute", attrs[i].local, "of a record");
            return;
        }
    }
}

void ps_strict_check_text(ps_matcher *m)
{
    reject(m, "text in element", m->level->local, "of a record");
}

void ps_strict_check_value(ps_matcher *m, ps_field field, ps_str value)
{
    const char *const *known = ps_field_values(field);
    value = ps_str_trim(value);
    for (size_t i = 0; known && known[i]; i++) {
        if (!value.len || ps_str_is(value, known[i])) {
            return;
        }
    }
    if (known && m->error.code == PS_E_NONE) {
        PS_IGNORE(ps_error_set(&m->error, PS_FAILED, PS_E_RECORD, "\"%.*s\" is no %s of a %s",
                               PS_FMT(ps_str_cut(value, 100)), ps_field_name(field),
                               ps_scope_name(ps_field_scope(field))));
    }
}
