/* Reading an operators file. All that is wrong with it is told.
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/operators.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "record/ident.h"
#include "screen/operators_model.h"
#include "text/fold.h"
#include "xml/document.h"
#include "xml/tree.h"

enum { FILE_LIMIT = 16 * 1024 * 1024 };

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

static ps_status add_name(loader *l, ps_op_entity *entity, ps_str text)
{
    ps_folded folded;
    ps_op_name *n = ps_arena_alloc(&l->operators->arena, sizeof *n);
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

static ps_status load_status(loader *l, const ps_node *node, ps_operator *entity)
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
    ps_op_period *p = ps_arena_alloc(&l->operators->arena, sizeof *p);
    if (!p) {
        return ps_error_memory(l->reterr);
    }
    *p = (ps_op_period){entity->periods, statuses[s].status, read_day(l, node, "from"),
                        read_day(l, node, "to")};
    if (p->from != PS_NO_DAY && p->to != PS_NO_DAY && p->to < p->from) {
        report(l, node, "the status ends before it begins:", ps_node_attr_value(node, "to"),
               "exchange from and to");
    }
    entity->periods = p;
    return PS_OK;
}

static ps_status load_uscc(loader *l, const ps_node *node, ps_op_entity *entity)
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

/* Name, code and aliases of an operator or a supplier. */
static ps_status load_entity(loader *l, const ps_node *node, ps_op_entity *entity)
{
    ps_str text = ps_node_attr_value(node, "name");
    ps_status status = text.len ? add_name(l, entity, text) : PS_OK;
    if (status == PS_OK) {
        status = load_uscc(l, node, entity);
    }
    const ps_node *alias = ps_node_child(node, "alias");
    for (; status == PS_OK && alias; alias = ps_node_next(alias, "alias")) {
        if (alias->text.len) {
            status = add_name(l, entity, alias->text);
        }
    }
    if (status == PS_OK && !entity->names && !entity->uscc.ptr) {
        report(l, node, "a name or a uscc is needed in", node->name,
               "add one, so that it can be found in records");
    }
    return status;
}

static ps_status load_filing(loader *l, const ps_node *node, ps_operator *op)
{
    static const char *const known[] = {"order", "contract", "date", "result", "decided", NULL};
    static const char *const results[] = {"pending", "not-needed", "passed", "failed"};
    check_attrs(l, node, known, "a filing has order or contract, date, result and decided");
    ps_op_filing *filing = ps_arena_alloc(&l->operators->arena, sizeof *filing);
    if (!filing) {
        return ps_error_memory(l->reterr);
    }
    ps_str result = ps_node_attr_value(node, "result");
    size_t r = 0;
    while (r < PS_COUNT(results) && !ps_str_is(result, results[r])) {
        r++;
    }
    if (r == PS_COUNT(results)) {
        report(l, node, "unknown result", result, "use pending, not-needed, passed or failed");
        return PS_OK;
    }
    *filing = (ps_op_filing){
        .next = op->filings,
        .order = ps_arena_str(&l->operators->arena, ps_node_attr_value(node, "order")),
        .contract = ps_arena_str(&l->operators->arena, ps_node_attr_value(node, "contract")),
        .told = {.result = (ps_filing_result)r,
                 .filed = read_day(l, node, "date"),
                 .decided = read_day(l, node, "decided")}};
    if (!filing->order.len && !filing->contract.len) {
        report(l, node, "a filing needs an order or a contract:", PS_STR("neither"),
               "name the order or the contract by the id that records carry");
    }
    if (filing->told.filed == PS_NO_DAY) {
        report(l, node, "a filing needs a date:", filing->order, "add date=\"YYYY-MM-DD\"");
    }
    op->filings = filing;
    return PS_OK;
}

static ps_status load_agreement(loader *l, const ps_node *node, ps_op_supplier *supplier)
{
    static const char *const known[] = {"id", "elements", "from", "to", NULL};
    check_attrs(l, node, known, "an agreement has id, elements, from and to");
    ps_arena *arena = &l->operators->arena;
    ps_op_agreement *agreement = ps_arena_alloc(arena, sizeof *agreement);
    if (!agreement) {
        return ps_error_memory(l->reterr);
    }
    *agreement =
        (ps_op_agreement){.next = supplier->agreements,
                          .id = ps_arena_str(arena, ps_node_attr_value(node, "id")),
                          .elements = ps_arena_str(arena, ps_node_attr_value(node, "elements")),
                          .from = read_day(l, node, "from"),
                          .to = read_day(l, node, "to"),
                          .line = node->line};
    supplier->agreements = agreement;
    if (!agreement->id.len || !agreement->elements.len || agreement->from == PS_NO_DAY) {
        report(l, node, "an agreement needs id, elements and from:", agreement->id,
               "name the clauses that it contains by the ids of the policy's elements");
    }
    return PS_OK;
}

static ps_status load_supplier(loader *l, const ps_node *node, ps_operator *op)
{
    static const char *const known[] = {"name", "uscc", NULL};
    static const char *const known_of_audit[] = {"date", "by", NULL};
    check_attrs(l, node, known, "a supplier has name and uscc");
    ps_op_supplier *supplier = ps_arena_alloc(&l->operators->arena, sizeof *supplier);
    if (!supplier) {
        return ps_error_memory(l->reterr);
    }
    *supplier = (ps_op_supplier){.next = op->suppliers, .last_audit = PS_NO_DAY};
    op->suppliers = supplier;
    ps_status status = PS_OK;
    for (const ps_node *child = node->first; status == PS_OK && child; child = child->next) {
        if (ps_str_is(child->name, "agreement")) {
            status = load_agreement(l, child, supplier);
        } else if (ps_str_is(child->name, "audit")) {
            check_attrs(l, child, known_of_audit, "an audit has date and by");
            ps_day day = read_day(l, child, "date");
            if (day == PS_NO_DAY) {
                report(l, child, "an audit needs a date:", ps_node_attr_value(child, "by"),
                       "add date=\"YYYY-MM-DD\"");
            } else if (supplier->last_audit == PS_NO_DAY || day > supplier->last_audit) {
                supplier->last_audit = day;
            }
        } else if (!ps_str_is(child->name, "alias")) {
            report(l, child, "unknown element", child->name,
                   "a supplier holds alias, agreement and audit");
        }
    }
    return status == PS_OK ? load_entity(l, node, &supplier->entity) : status;
}

static ps_status load_operator(loader *l, const ps_node *node)
{
    static const char *const known[] = {"name", "uscc", "sector", NULL};
    check_attrs(l, node, known, "an operator has name, uscc and sector");
    ps_operator *op = ps_arena_alloc(&l->operators->arena, sizeof *op);
    if (!op) {
        return ps_error_memory(l->reterr);
    }
    *op = (ps_operator){.next = l->operators->first};
    l->operators->first = op;
    ps_status status = load_entity(l, node, &op->entity);
    for (const ps_node *child = node->first; status == PS_OK && child; child = child->next) {
        if (ps_str_is(child->name, "status")) {
            status = load_status(l, child, op);
        } else if (ps_str_is(child->name, "filing")) {
            status = load_filing(l, child, op);
        } else if (ps_str_is(child->name, "supplier")) {
            status = load_supplier(l, child, op);
        } else if (!ps_str_is(child->name, "alias")) {
            report(l, child, "unknown element", child->name,
                   "an operator holds alias, status, filing and supplier");
        }
    }
    if (status == PS_OK && !op->periods) {
        report(l, node, "an operator needs a status:", ps_node_attr_value(node, "name"),
               "add <status value=\"identified\" from=\"…\"/>");
    }
    return status;
}

static ps_status load(loader *l)
{
    ps_buffer bytes;
    const ps_node *root = NULL;
    ps_error error = {0};
    ps_buffer_init(&bytes, 0);
    l->operators->path = ps_arena_str(&l->operators->arena, ps_str_from(l->path));
    if (!l->operators->path.ptr) {
        return ps_error_memory(l->reterr);
    }
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
