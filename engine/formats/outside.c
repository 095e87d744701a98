/* The open elements outside of records, and what may be a record inside them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "formats/extract.h"

/* Whether the innermost open element is the parent that the rule's match asks for. */
static int has_parent(const ps_extract *x, const ps_record_rule *rule)
{
    const ps_record_rule *const *parents = (const ps_record_rule *const *)(void *)x->parents.ptr;
    const ps_outer *around = &x->outers[x->depth];
    for (size_t i = around->parent_first; i < around->parent_end; i++) {
        if (parents[i] == rule) {
            return 1;
        }
    }
    return 0;
}

const ps_record_rule *ps_outside_find_record(ps_extract *x, ps_name_ids ids,
                                             const ps_xml_attr *attrs, size_t attr_count)
{
    const ps_outer *around = &x->outers[x->depth];
    if (!ids.exact && !ids.local && around->parent_first == around->parent_end) {
        return NULL; /* no profile speaks of it, nor takes whatever stands here */
    }
    /* Records follow each other: where to begin to look is remembered. */
    if (ids.exact != x->sought.exact || ids.local != x->sought.local) {
        x->sought = ids;
        x->first_rule = 0;
        while (x->first_rule < x->profiles->record_count &&
               !ps_name_matches(x->profiles->records[x->first_rule]->name, ids)) {
            x->first_rule++;
        }
    }
    for (size_t i = x->first_rule; i < x->profiles->record_count; i++) {
        const ps_record_rule *rule = x->profiles->records[i];
        if (!ps_name_matches(rule->name, ids) ||
            !ps_tests_hold(x->names, rule->tests, attrs, attr_count)) {
            continue;
        }
        if (!rule->has_parent || has_parent(x, rule)) {
            return rule;
        }
    }
    return NULL;
}

const ps_record_rule *ps_outside_find_lookalike(const ps_extract *x, ps_name_ids ids,
                                                const char *local)
{
    if (!ids.local) {
        return NULL;
    }
    for (size_t i = 0; i < x->profiles->record_count; i++) {
        const ps_record_rule *rule = x->profiles->records[i];
        if (!rule->has_parent && rule->name.kind == PS_NAME_EXACT && rule->name.id != ids.exact &&
            ps_str_is(rule->local, local)) {
            return rule;
        }
    }
    return NULL;
}

int ps_outside_push(ps_extract *x, ps_name_ids ids, const ps_xml_attr *attrs, size_t attr_count)
{
    if (x->depth >= x->options.limits->depth) {
        return 1; /* the parser stops there first */
    }
    ps_outer *o = &x->outers[++x->depth];
    *o = (ps_outer){.parent_first = x->parents.len / sizeof(const ps_record_rule *)};
    o->parent_end = o->parent_first;
    if (!ids.exact && !ids.local) {
        return 1;
    }
    for (size_t i = 0; i < x->profiles->record_count; i++) {
        const ps_record_rule *rule = x->profiles->records[i];
        if (rule->has_parent && ps_name_matches(rule->parent, ids) &&
            ps_tests_hold(x->names, rule->parent_tests, attrs, attr_count)) {
            ps_buffer_add(&x->parents, (const char *)&rule, sizeof rule);
            o->parent_end++;
        }
    }
    if (x->parents.failed) {
        o->parent_end = o->parent_first;
        return 0;
    }
    for (size_t i = 0; i < x->profiles->count; i++) {
        for (size_t k = 0; k < x->profiles->list[i].envelope_count; k++) {
            const ps_envelope *envelope = &x->profiles->list[i].envelopes[k];
            if (ps_name_matches(envelope->name, ids) &&
                ps_tests_hold(x->names, envelope->tests, attrs, attr_count)) {
                o->strict_envelope |= envelope->strict;
                x->known_envelope |= x->depth == 1;
            }
        }
    }
    return 1;
}
