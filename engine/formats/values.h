/* Values of attributes and texts on their way into a record. The other half of match.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_VALUES_H
#define PS_FORMATS_VALUES_H

#include "formats/match.h"

const ps_xml_attr *ps_attr_find(ps_names *names, ps_name_test test, const ps_xml_attr *attrs,
                                size_t count);
/** ptr NULL when there is no attribute. */
static inline ps_str ps_attr_value(const ps_xml_attr *attr)
{
    return attr ? (ps_str){attr->value, (size_t)(attr->value_end - attr->value)}
                : (ps_str){NULL, 0};
}

/** At the start of an element: give its attributes, begin to gather its text. */
void ps_values_start(ps_matcher *matcher, const ps_path_node *node, uint32_t part,
                     const ps_xml_attr *attrs, size_t attr_count);
/** At its end, if text is being gathered: give what was. */
void ps_values_end(ps_matcher *matcher);
/** A blank where an element begins or ends that is read on its own, so that its text is not glued
 * to the one around. */
void ps_values_set_apart(ps_matcher *matcher);

static inline ps_place *ps_places(const ps_matcher *m)
{
    return (ps_place *)(void *)m->places.ptr;
}
static inline ps_capture *ps_captures(const ps_matcher *m)
{
    return (ps_capture *)(void *)m->captures.ptr;
}
static inline size_t ps_capture_count(const ps_matcher *m)
{
    return m->captures.len / sizeof(ps_capture);
}
/** Room for one more element of an array, which the caller fills; NULL without memory, which the
 * buffer remembers. */
static inline void *ps_matcher_push(ps_buffer *array, size_t size)
{
    char *at =
        array->room - array->len >= size ? array->ptr + array->len : ps_buffer_reserve(array, size);
    array->len += at ? size : 0;
    return at;
}
/** Line of the element that starts; asked for once. */
static inline uint64_t ps_matcher_line(ps_matcher *m)
{
    if (!m->line) {
        m->line = ps_xml_line(m->parser);
    }
    return m->line;
}

/** Gather the text of the innermost element, from its beginning, for an action. */
static inline void ps_values_gather(ps_matcher *m, const ps_action *action, uint32_t part,
                                    uint16_t prefer)
{
    ps_capture *capture = ps_matcher_push(&m->captures, sizeof *capture);
    if (capture) {
        *capture = (ps_capture){.action = action,
                                .part = part,
                                .depth = m->depth,
                                .prefer = prefer,
                                .start = m->text.len};
        m->reading += !action->count_only;
    }
}

#endif
