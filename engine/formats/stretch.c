/* Reading a stretch of a document in place of the whole.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "formats/extract.h"

void ps_stretch_begin(ps_extract *x)
{
    ps_stretch *s = x->stretch;
    s->stopped = 0;
    s->begun = 0;
    s->outside = 0;
    ps_buffer_clear(&x->met);
    ps_coverage_unread_stretch(x->coverage);
    if (s->joint.prefix) {
        x->records = 1; /* there is one in front */
    }
}

/* Nothing is open but what was open around the first record, and nothing has happened that the
 * reader of the next stretch would have to know. */
static int may_stop(const ps_extract *x)
{
    return x->depth == x->stretch->depth && !x->stretch->outside && ps_xml_is_sound(x->parser);
}

int ps_stretch_meet(ps_extract *x)
{
    ps_stretch *s = x->stretch;
    uint64_t consumed = ps_xml_consumed(x->parser);
    if (s->joint.prefix && !s->begun && consumed > s->joint.offset) {
        s->begun = 1;
        if (s->crowd) {
            s->crowded(s);
        }
    }
    if (!s->begun || consumed <= s->end) {
        return 0;
    }
    ps_xml_place here = ps_xml_where(x->parser);
    if (here.offset < s->end) {
        return 0;
    }
    if (here.offset == s->end && here.line == s->end_line && may_stop(x)) {
        ps_buffer_add_str(&x->met, ps_xml_names(x->parser));
        s->stopped = !x->met.failed;
        if (s->stopped) {
            ps_xml_leave(x->parser);
            return 1;
        }
    }
    s->missed(s, here.offset, s->outside || !ps_xml_is_sound(x->parser));
    return 0;
}

/* What was told of the prefix would be told again by the reader of each stretch. */
static int has_told(const ps_extract *x)
{
    return x->lost || x->warned || x->lookalike_count || x->suspect_depth;
}

void ps_stretch_meet_first_record(ps_extract *x)
{
    ps_stretch *s = x->stretch;
    if (s->begun || s->joint.prefix || x->records || x->depth == 0 || has_told(x) ||
        !ps_xml_may_be_cut(x->parser) || !ps_xml_is_sound(x->parser)) {
        return;
    }
    ps_record_place first = {ps_xml_where(x->parser), x->depth};
    if (first.place.offset <= PS_STRETCH_HEAD_MOST) {
        s->begun = 1;
        s->depth = x->depth;
        s->head(s, &first);
    }
}

void ps_stretch_close(ps_extract *x)
{
    ps_stretch *s = x->stretch;
    if (s->begun && x->depth < s->depth) {
        s->outside = 1;
    }
}

void ps_stretch_crowd(ps_extract *x)
{
    x->stretch->crowded(x->stretch);
}

void ps_extract_join(ps_extract *extract, ps_str names, ps_str unread)
{
    ps_xml_add_names(extract->parser, names);
    ps_coverage_unread_join(extract->coverage, unread);
}

ps_str ps_extract_names(const ps_extract *extract)
{
    return ps_buffer_str(&extract->met);
}
