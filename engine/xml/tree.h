/* Small XML files of ours (packs, schemas, configuration) as trees. Not for input documents.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_TREE_H
#define PS_XML_TREE_H

#include "base/arena.h"
#include "procscreen/common.h"

typedef struct ps_node_attr {
    ps_str name; /* no prefix; attributes in the xml: namespace are "xml:lang", "xml:space" … */
    ps_str value;
} ps_node_attr;

typedef struct ps_node ps_node;
struct ps_node {
    ps_str name;  /* local name */
    ps_str space; /* namespace URI; "" when none */
    ps_str text;  /* all text of the element itself, trimmed; that of its children is in them */
    const ps_node_attr *attrs;
    size_t attr_count;
    ps_node *parent;
    ps_node *first; /* child */
    ps_node *next;  /* sibling */
    uint64_t line;
    uint64_t column;
    /* xmlns:* declarations in scope: prefix -> URI, for QNames in values */
    const ps_node_attr *spaces;
    size_t space_count;
};

/**
 * Parse a file's bytes.
 * @param source_name  Shown in errors.
 * @return PS_OK; PS_FAILED with the error of ps_xml_parse(), source, line and column set; PS_FATAL,
 * PS_E_MEMORY. *ret_root lives in the arena.
 */
PS_CHECKED ps_status ps_tree_parse(ps_arena *arena, ps_str bytes, const char *source_name,
                                   const ps_node **ret_root, ps_error *reterr);

/**
 * Check a file's bytes, which ps_tree_parse() accepted, against a RELAX NG schema (XML syntax).
 * Every violation goes to `problem` with source and line.
 * @return PS_OK, PS_FAILED when there were violations or the schema itself is wrong, PS_FATAL with
 * PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_tree_validate(ps_str bytes, const char *source_name, ps_str schema,
                                      const char *schema_name, ps_problem_fn problem, void *user,
                                      ps_error *reterr);

/** The attribute's value; ptr NULL when absent. */
ps_str ps_node_attr_value(const ps_node *node, const char *name);
/** The first child (or the next sibling) element of that name; NULL when none. `name` NULL: any. */
const ps_node *ps_node_child(const ps_node *node, const char *name);
const ps_node *ps_node_next(const ps_node *node, const char *name);
/** Resolve "prefix:local" or "local" by the node's declarations. 0 when the prefix is not declared.
 */
int ps_node_qname(const ps_node *node, ps_str qname, ps_str *ret_uri, ps_str *ret_local);

#endif
