/* Paths of a sample in the profile language, and what of a sample goes into XML.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SUGGEST_PATHS_H
#define PS_SUGGEST_PATHS_H

#include "base/buffer.h"
#include "suggest/sample.h"

enum { PS_PREFIXES_MOST = 64 };

/** The namespaces that a draft declares, in the order in which paths met them: n1, n2 … */
typedef struct ps_prefixes {
    ps_str uris[PS_PREFIXES_MOST];
    size_t count;
} ps_prefixes;

/** A step, "n1:Name"; names of namespaces behind the 64th, or that are
 * no plain URI, are "*:Name". */
void ps_paths_add_name(ps_buffer *out, ps_prefixes *prefixes, const ps_sample *sample);
/** The path from `base` (not in it) to `leaf`: the element and, behind it, the attribute. "." for
 * the base itself. */
void ps_paths_add(ps_buffer *out, ps_prefixes *prefixes, const ps_sample *base,
                  const ps_sample *leaf);
/** The same in two parts: the element that the part is, and the value inside it. */
void ps_paths_add_element(ps_buffer *out, ps_prefixes *prefixes, const ps_sample *base,
                          const ps_sample *leaf);
void ps_paths_add_value(ps_buffer *out, ps_prefixes *prefixes, const ps_sample *leaf);
/** Steps from `base` to `leaf`. */
size_t ps_paths_steps(const ps_sample *base, const ps_sample *leaf);

/** Text of a sample inside a comment: no "--", no control or direction character, at most `most`
 * bytes. */
void ps_paths_add_comment(ps_buffer *out, ps_str text, size_t most);

#endif
