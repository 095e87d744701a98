/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/operators.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "record/ident.h"
#include "text/fold.h"
#include "xml/document.h"
#include "xml/tree.h"

enum { FILE_LIMIT = 16 * 1024 * 1024 };

typedef struct period {
    struct period *next;
    ps_cii_status status;
    ps_day from;
    ps_day to; /* last day; PS_NO_DAY: open */
} period;

typedef struct name {
    struct name *next;
    ps_str folded;
} name;

typedef struct legal_entity {
    struct legal_entity *next;
    ps_str uscc; /* normal form; absent when not given */
    name *names;
    period *periods;
} legal_entity;

struct ps_operators {
    ps_arena arena;
    ps_arena scratch;
    legal_entity *first;
};

typedef struct loader {
    ps_operators *operators;
    const char *path;
    ps_problem_fn problem;
    void *user;
    ps_error *reterr;
    int failed;
} loader;

static const struct {
    const char *value;
    ps_cii_status status;
} statuses[] = {{"identified", PS_CII_IDENTIFIED},
                {"likely", PS_CII_LIKELY},
                {"unknown", PS_CII_UNKNOWN},
                {"not", PS_CII_NOT}};

static void report(loader *l, const ps_node *node, const char *message, ps_str what,
                   const char *hint)
{
    ps_error error = {0};
    PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_CONFIG, "%s \"%.*s\"", message,
                           PS_FMT(ps_str_cut(what, 100))));
    ps_error_source(&error, l->path);
    ps_error_at(&error, node->line, node->column);
    ps_error_hint(&error, "%s", hint);
    if (!l->failed && l->reterr) {
        *l->reterr = error;
    }
    l->failed = 1;
    if (l->problem) {
        l->problem(l->user, PS_FAILED, &error);
    }
}

static void check_attrs(loader *l, const ps_node *node, const char *const *known, const char *hint)
{
    for (size_t i = 0; i < node->attr_count; i++) {
        size_t k = 0;
        while (known[k] && !ps_str_is(node->attrs[i].name, known[k])) {
            k++;
        }
        if (!known[k]) {
            report(l, node, "unknown attribute", node->attrs[i].name, hint);
        }
    }
}

static ps_status add_name(loader *l, legal_entity *entity, ps_str text)
{
    ps_folded folded;
    name *n = ps_arena_alloc(&l->operators->arena, sizeof *n);
    if (!n || ps_fold(&l->operators->arena, text, PS_FOLD_TERM, &folded, l->reterr) != PS_OK) {
        return ps_error_memory(l->reterr);
    }
    n->folded = ps_arena_str(&l->operators->arena, folded.text);
    n->next = entity->names;
    entity->names = n;
    return n->folded.ptr ? PS_OK : ps_error_memory(l->reterr);
}

static ps_day read_day(loader *l, const ps_node *node, const char *attribute)
{
    ps_str text = ps_node_attr_value(node, attribute);
    ps_day day = text.ptr ? ps_date_parse_iso(text) : PS_NO_DAY;
    if (text.ptr && day == PS_NO_DAY) {
        report(l, node, "not a date:", text, "write it as YYYY-MM-DD");
    }
    return day;
}

static ps_status load_status(loader *l, const ps_node *node, legal_entity *entity)
{
    static const char *const known[] = {"value", "from", "to", "by", NULL};
    check_attrs(l, node, known, "a status has value, from, to and by");
    ps_str value = ps_node_attr_value(node, "value");
    size_t s = 0;
    while (s < PS_COUNT(statuses) && !ps_str_is(value, statuses[s].value)) {
        s++;
    }
    if (s == PS_COUNT(statuses)) {
        report(l, node, "unknown status", value, "use identified, likely, unknown or not");
        return PS_OK;
    }
    period *p = ps_arena_alloc(&l->operators->arena, sizeof *p);
    if (!p) {
        return ps_error_memory(l->reterr);
    }
    *p = (period){entity->periods, statuses[s].status, read_day(l, node, "from"),
                  read_day(l, node, "to")};
    if (p->from != PS_NO_DAY && p->to != PS_NO_DAY && p->to < p->from) {
        report(l, node, "the status ends before it begins:", ps_node_attr_value(node, "to"),
               "exchange from and to");
    }
    entity->periods = p;
    return PS_OK;
}

static ps_status load_uscc(loader *l, const ps_node *node, legal_entity *entity)
{
    ps_ident ident = {.scheme = {.text = PS_STR("USCC")},
                      .value = {.text = ps_node_attr_value(node, "uscc")}};
    if (!ident.value.text.ptr) {
        return PS_OK;
    }
    if (ps_ident_check_value(&l->operators->arena, &ident, l->reterr) != PS_OK) {
        return PS_FATAL;
    }
    if (ident.check != PS_CHECK_VALID && ident.check != PS_CHECK_REPAIRED) {
        report(l, node, "the check digits of this unified social credit code do not agree:",
               ident.value.text, "compare it with the business licence");
    }
    entity->uscc = ps_arena_str(&l->operators->arena, ident.normal);
    return entity->uscc.ptr ? PS_OK : ps_error_memory(l->reterr);
}

static ps_status load_operator(loader *l, const ps_node *node)
{
    static const char *const known[] = {"name", "uscc", "sector", NULL};
    check_attrs(l, node, known, "an operator has name, uscc and sector");
    legal_entity *entity = ps_arena_alloc(&l->operators->arena, sizeof *entity);
    if (!entity) {
        return ps_error_memory(l->reterr);
    }
    ps_str text = ps_node_attr_value(node, "name");
    ps_status status = text.len ? add_name(l, entity, text) : PS_OK;
    if (status == PS_OK) {
        status = load_uscc(l, node, entity);
    }
    for (const ps_node *child = node->first; status == PS_OK && child; child = child->next) {
        if (ps_str_is(child->name, "alias") && child->text.len) {
            status = add_name(l, entity, child->text);
        } else if (ps_str_is(child->name, "status")) {
            status = load_status(l, child, entity);
        } else {
            report(l, child, "unknown element", child->name, "an operator holds alias and status");
        }
    }
    if (status == PS_OK && !entity->names && !entity->uscc.ptr) {
        report(l, node, "an operator needs a name or a uscc:", PS_STR("neither"),
               "add one, so that buyers can be found");
    }
    if (status == PS_OK && !entity->periods) {
        report(l, node, "an operator needs a status:", text,
               "add <status value=\"identified\" from=\"…\"/>");
    }
    entity->next = l->operators->first;
    l->operators->first = entity;
    return status;
}

static ps_status load(loader *l)
{
    ps_buffer bytes;
    const ps_node *root = NULL;
    ps_error error = {0};
    ps_buffer_init(&bytes, 0);
    ps_status status = ps_file_read(l->path, FILE_LIMIT, &bytes, &error);
    if (status == PS_OK) {
        status = ps_tree_parse(&l->operators->arena, ps_buffer_str(&bytes), l->path, &root, &error);
    }
    ps_buffer_done(&bytes);
    if (status != PS_OK) {
        if (l->reterr) {
            *l->reterr = error;
        }
        if (l->problem) {
            l->problem(l->user, status, &error);
        }
        return PS_FATAL;
    }
    if (!ps_str_is(root->name, "operators") ||
        !ps_str_is(root->space, "urn:procscreen:operators:1")) {
        report(
            l, root,
            "an operators file begins with <operators xmlns=\"urn:procscreen:operators:1\">, not",
            root->name, "see policies/README.md");
    }
    for (const ps_node *node = root->first; status == PS_OK && node; node = node->next) {
        if (ps_str_is(node->name, "operator")) {
            status = load_operator(l, node);
        } else {
            report(l, node, "unknown element", node->name, "operators holds operator elements");
        }
    }
    return status != PS_OK || l->failed ? PS_FATAL : PS_OK;
}

ps_status ps_operators_load(const char *path, ps_problem_fn problem, void *user,
                            ps_operators **ret_operators, ps_error *reterr)
{
    if (!path || !ret_operators) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_operators_load: path and ret_operators are needed");
    }
    ps_xml_init();
    ps_operators *operators = calloc(1, sizeof *operators);
    if (!operators) {
        return ps_error_memory(reterr);
    }
    ps_arena_init(&operators->arena, 0);
    ps_arena_init(&operators->scratch, 0);
    loader l = {
        .operators = operators, .path = path, .problem = problem, .user = user, .reterr = reterr};
    ps_status status = load(&l);
    if (status != PS_OK) {
        ps_operators_free(operators);
        return PS_FATAL;
    }
    *ret_operators = operators;
    return PS_OK;
}

void ps_operators_free(ps_operators *operators)
{
    if (operators) {
        ps_arena_done(&operators->arena);
        ps_arena_done(&operators->scratch);
        free(operators);
    }
}

static ps_cii_status status_on(const legal_entity *entity, ps_day day)
{
    /* The last one of the file that holds the day; periods are listed backwards. */
    for (const period *p = entity->periods; p; p = p->next) {
        int begun = day == PS_NO_DAY || p->from == PS_NO_DAY || day >= p->from;
        int over = p->to != PS_NO_DAY && (day == PS_NO_DAY || day > p->to);
        if (begun && !over) {
            return p->status;
        }
    }
    return PS_CII_UNKNOWN;
}

ps_status ps_operators_status(ps_operators *operators, const ps_party_view *buyer, ps_day day,
                              ps_cii_status *ret_status, ps_error *reterr)
{
    *ret_status = PS_CII_UNKNOWN;
    ps_folded folded;
    ps_arena_reset(&operators->scratch);
    if (ps_fold(&operators->scratch, buyer->name, PS_FOLD_TERM, &folded, reterr) != PS_OK) {
        return PS_FATAL;
    }
    int by_code = ps_str_is(buyer->scheme, "USCC") && ps_str_starts(buyer->key, PS_STR("USCC:"));
    ps_str code = by_code ? ps_str_slice(buyer->key, strlen("USCC:"), buyer->key.len) : PS_NO_STR;
    for (const legal_entity *e = operators->first; e; e = e->next) {
        int same = code.len && e->uscc.len && ps_str_equal(code, e->uscc);
        for (const name *n = e->names; !same && !(code.len && e->uscc.len) && folded.text.len && n;
             n = n->next) {
            same = ps_str_equal(n->folded, folded.text);
        }
        if (same) {
            *ret_status = status_on(e, day);
            return PS_OK;
        }
    }
    return PS_OK;
}
