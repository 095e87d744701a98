/* Names of parts, fields and kinds, from the tables of builder.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "record/builder.h"

static const char *const scope_names[] = {
#define PS_X(symbol, name) [PS_SCOPE_##symbol] = name,
    PS_SCOPES(PS_X)
#undef PS_X
};

static const struct {
    const char *name;
    ps_scope scope;
} fields[] = {
#define PS_X(symbol, scope, name) [PS_FIELD_##symbol] = {name, PS_SCOPE_##scope},
    PS_FIELDS(PS_X)
#undef PS_X
};

/* Each ends with NULL, so that it can be given out as a list. */
static const char *const record_kinds[] = {
    [PS_KIND_OTHER] = "other",         [PS_KIND_ORDER] = "order",
    [PS_KIND_CONTRACT] = "contract",   [PS_KIND_INVOICE] = "invoice",
    [PS_KIND_CATALOGUE] = "catalogue", [PS_KIND_NOTICE] = "notice",
    [PS_KIND_QUOTATION] = "quotation", [PS_KIND_QUOTATION + 1] = NULL};
static const char *const text_kinds[] = {
    [PS_TEXT_NOTE] = "note",       [PS_TEXT_TERMS] = "terms",   [PS_TEXT_CLAUSE] = "clause",
    [PS_TEXT_COMMENT] = "comment", [PS_TEXT_REMARK] = "remark", [PS_TEXT_REMARK + 1] = NULL};
static const char *const reference_kinds[] = {"contract", "framework", "amends",    "quotation",
                                              "order",    "project",   "catalogue", NULL};

const char *ps_scope_name(ps_scope scope)
{
    return (unsigned)scope < PS_SCOPE_COUNT ? scope_names[scope] : "unknown";
}

const char *ps_field_name(ps_field field)
{
    return (unsigned)field < PS_FIELD_COUNT ? fields[field].name : "unknown";
}

ps_scope ps_field_scope(ps_field field)
{
    return (unsigned)field < PS_FIELD_COUNT ? fields[field].scope : PS_SCOPE_COUNT;
}

ps_field ps_field_find(ps_scope scope, ps_str name)
{
    for (unsigned i = 0; i < PS_FIELD_COUNT; i++) {
        if (fields[i].scope == scope && ps_str_is(name, fields[i].name)) {
            return (ps_field)i;
        }
    }
    return PS_FIELD_COUNT;
}

ps_scope ps_scope_find(ps_str name)
{
    for (unsigned i = 0; i < PS_SCOPE_COUNT; i++) {
        if (ps_str_is(name, scope_names[i])) {
            return (ps_scope)i;
        }
    }
    return PS_SCOPE_COUNT;
}

/* Index of `name` in a list; SIZE_MAX when it is not in it. */
static size_t find(const char *const *list, ps_str name)
{
    for (size_t i = 0; list[i]; i++) {
        if (ps_str_is(name, list[i])) {
            return i;
        }
    }
    return SIZE_MAX;
}

const char *ps_record_kind_name(ps_record_kind kind)
{
    return (unsigned)kind <= PS_KIND_QUOTATION ? record_kinds[kind] : record_kinds[PS_KIND_OTHER];
}

int ps_record_kind_find(ps_str name, ps_record_kind *ret_kind)
{
    size_t at = find(record_kinds, name);
    if (at == SIZE_MAX) {
        return 0;
    }
    *ret_kind = (ps_record_kind)at;
    return 1;
}

int ps_text_kind_find(ps_str name, ps_text_kind *ret_kind)
{
    size_t at = find(text_kinds, name);
    if (at == SIZE_MAX) {
        return 0;
    }
    *ret_kind = (ps_text_kind)at;
    return 1;
}

const char *const *ps_field_values(ps_field field)
{
    /* Only these three fields have them, so this is no switch over all. */
    return field == PS_FIELD_RECORD_KIND      ? record_kinds
           : field == PS_FIELD_TEXT_KIND      ? text_kinds
           : field == PS_FIELD_REFERENCE_KIND ? reference_kinds
                                              : NULL;
}
