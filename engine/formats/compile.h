/* Growing the trees of a profile: paths become nodes, rules hang on them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_COMPILE_H
#define PS_FORMATS_COMPILE_H

#include "formats/path.h"

int ps_tests_same(ps_tests a, ps_tests b);
/** The node at the end of the path's steps, made where it is missing; NULL when there is no memory.
 */
ps_path_node *ps_node_reach(ps_arena *arena, ps_path_node *from, const ps_path *path);
/** Hang an action on a node, in order. 0 when there is no memory. */
int ps_node_add_action(ps_arena *arena, ps_path_node *node, const ps_action *action);
/** Hang a part on a node, in order; `rank` is its place. 0 when there is no memory. */
int ps_node_add_part(ps_arena *arena, ps_path_node *node, const ps_part_rule *part, ps_tests tests,
                     uint16_t rank);
/** Put the edges of all nodes below into the order that matching wants. 0 when there is no memory.
 */
int ps_node_seal(ps_arena *arena, ps_path_node *node);

#endif
