/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/pack_cross.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "screen/finding.h"
#include "xml/document.h"
#include "xml/tree.h"

typedef struct cross {
    const ps_catalog *catalog;
    const char *path; /* of the file at hand */
    ps_problem_fn problem;
    void *user;
} cross;

static void tell(cross *x, ps_status severity, ps_error *err, const ps_node *node)
{
    ps_error_source(err, x->path);
    ps_error_copy(err->record_id, sizeof err->record_id, ps_node_attr_value(node, "id"));
    ps_error_at(err, node->line, node->column);
    x->problem(x->user, severity, err);
}

/* A rule that this program never asks for makes no finding. */
static void check_rule(cross *x, const ps_node *rule)
{
    static const char *const known[] = {
#define PS_X(symbol, name) name,
        PS_RULES(PS_X)
#undef PS_X
    };
    ps_str id = ps_node_attr_value(rule, "id");
    size_t best = 0;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < PS_COUNT(known); i++) {
        size_t distance = ps_str_distance(id, ps_str_from(known[i]));
        if (distance < least) {
            least = distance;
            best = i;
        }
    }
    if (id.len && least > 0) {
        ps_error err = {0};
        PS_IGNORE(ps_error_set(&err, PS_FAILED, PS_E_PACK,
                               "rule %.*s makes no finding: the program asks for none of that name",
                               PS_FMT(id)));
        ps_error_hint(&err, "did you mean \"%s\"?", known[best]);
        tell(x, PS_FAILED, &err, rule);
    }
}

/* A kind of purchase that no item is ever of weighs nothing. */
static void check_element(cross *x, const ps_node *element)
{
    ps_str rest = ps_node_attr_value(element, "for");
    ps_str what;
    while (x->catalog && ps_str_next_word(&rest, &what)) {
        ps_str nearest = ps_catalog_nearest_category(x->catalog, what);
        if (ps_str_is(what, "service") || ps_str_is(what, "critical") ||
            ps_str_equal(nearest, what)) {
            continue;
        }
        ps_error err = {0};
        PS_IGNORE(
            ps_error_set(&err, PS_WARN, PS_E_PACK,
                         "element %.*s: for=\"%.*s\" names no category of the catalog, so that "
                         "nothing weighs by it",
                         PS_FMT(ps_node_attr_value(element, "id")), PS_FMT(what)));
        if (nearest.len) {
            ps_error_hint(&err, "did you mean \"%.*s\"? service and critical may stand there too",
                          PS_FMT(nearest));
        }
        tell(x, PS_WARN, &err, element);
    }
}

ps_status ps_pack_cross_check(const ps_pack_file *policies, size_t count, const ps_catalog *catalog,
                              ps_problem_fn problem, void *user, ps_error *reterr)
{
    cross x = {.catalog = catalog, .problem = problem, .user = user};
    ps_arena trees;
    ps_status status = PS_OK;
    ps_arena_init(&trees, 0);
    for (size_t i = 0; i < count && status != PS_FATAL; i++) {
        const ps_node *root = NULL;
        x.path = policies[i].path;
        status = ps_tree_parse(&trees, policies[i].bytes, x.path, &root, reterr);
        const ps_node *node = status == PS_OK ? root->first : NULL;
        for (; node; node = node->next) {
            if (ps_str_is(node->name, "rule")) {
                check_rule(&x, node);
            } else if (ps_str_is(node->name, "element")) {
                check_element(&x, node);
            }
        }
        ps_arena_reset(&trees);
    }
    ps_arena_done(&trees);
    return status == PS_FATAL ? PS_FATAL : PS_OK;
}
