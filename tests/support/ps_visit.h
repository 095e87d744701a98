/* What a pack's visitor is told, as text: "[kind id: title]" and "name (attribute value): text"
 * lines. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEST_VISIT_H
#define PS_TEST_VISIT_H

#include "base/buffer.h"
#include "base/str.h"
#include "procscreen/pack.h"

static inline void ps_visit_thing(void *user, const ps_pack_thing *thing)
{
    ps_buffer_printf(user, "[%.*s %.*s: %.*s]\n", PS_FMT(thing->kind), PS_FMT(thing->id),
                     PS_FMT(thing->title));
}

static inline void ps_visit_fact(void *user, const ps_pack_fact *fact)
{
    ps_buffer_printf(user, "%.*s", PS_FMT(fact->name));
    for (size_t i = 0; i < fact->attr_count; i++) {
        ps_buffer_printf(user, "%s%.*s %.*s", i ? ", " : " (", PS_FMT(fact->attrs[i].name),
                         PS_FMT(fact->attrs[i].value));
    }
    ps_buffer_printf(user, "%s: %.*s\n", fact->attr_count ? ")" : "", PS_FMT(fact->text));
}

static const ps_pack_visitor ps_visit_written = {0, ps_visit_thing, ps_visit_fact};
static const ps_pack_visitor ps_visit_meaning = {1, ps_visit_thing, ps_visit_fact};

/** Whether the whole line was told. */
static inline int ps_visit_told(const ps_buffer *told, const char *line)
{
    ps_str rest = ps_buffer_str(told);
    ps_str one;
    while (ps_str_next(&rest, '\n', &one)) {
        if (ps_str_is(one, line)) {
            return 1;
        }
    }
    return 0;
}

#endif
