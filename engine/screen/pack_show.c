/* Describing packs and what is in them for a person.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/error.h"
#include "base/str.h"
#include "procscreen/pack.h"

typedef struct showing {
    ps_str pack;  /* absent: any */
    ps_str entry; /* absent: the pack itself, with a line for each thing in it */
    ps_buffer out;
    int open; /* the thing that is being told is shown */
    int found;
} showing;

static void add_head(ps_buffer *out, const ps_pack_thing *thing)
{
    int pack = ps_str_is(thing->kind, "pack");
    if (pack) {
        ps_buffer_printf(out, "%s%s ", thing->pack_kind == PS_PACK_PROFILE ? "format " : "",
                         ps_pack_kind_name(thing->pack_kind));
    } else {
        ps_buffer_printf(out, "%.*s ", PS_FMT(thing->kind));
    }
    ps_buffer_printf(out, "%.*s", PS_FMT(thing->id));
    if (thing->title.len || thing->title_zh.len) {
        ps_buffer_printf(out, ": %.*s%s%.*s", PS_FMT(thing->title),
                         thing->title.len && thing->title_zh.len ? " " : "",
                         PS_FMT(thing->title_zh));
    }
    ps_buffer_add_char(out, '\n');
    if (pack) {
        ps_buffer_printf(out, "  file: %.*s\n", PS_FMT(thing->path));
    }
}

static void show_thing(void *user, const ps_pack_thing *thing)
{
    showing *s = user;
    int mine = !s->pack.ptr || ps_str_equal(thing->pack, s->pack);
    int head = ps_str_is(thing->kind, "pack");
    if (s->entry.ptr) {
        s->open = mine && !head && ps_str_equal(thing->id, s->entry);
    } else {
        s->open = mine && head;
        if (mine && !head && thing->id.len) {
            ps_buffer_add_text(&s->out, "  ");
            add_head(&s->out, thing);
        }
    }
    if (s->open) {
        s->found = 1;
        add_head(&s->out, thing);
    }
}

static void show_fact(void *user, const ps_pack_fact *fact)
{
    showing *s = user;
    if (!s->open) {
        return;
    }
    ps_buffer_printf(&s->out, "  %.*s", PS_FMT(fact->name));
    for (size_t i = 0; i < fact->attr_count; i++) {
        ps_buffer_printf(&s->out, "%s%.*s %.*s", i ? ", " : " (", PS_FMT(fact->attrs[i].name),
                         PS_FMT(fact->attrs[i].value));
    }
    ps_buffer_add_text(&s->out, fact->attr_count ? ")" : "");
    if (fact->text.len) {
        ps_buffer_add_text(&s->out, ": ");
        ps_buffer_add_str(&s->out, fact->text);
    }
    ps_buffer_add_char(&s->out, '\n');
}

/* One way of reading the id; PS_END when nothing is called so. */
static ps_status show_as(const ps_packs *packs, ps_str pack, ps_str entry, ps_text_fn text,
                         void *user, ps_error *reterr)
{
    static const ps_pack_visitor visitor = {0, show_thing, show_fact};
    showing s = {.pack = pack, .entry = entry};
    ps_buffer_init(&s.out, 0);
    ps_status status = ps_packs_visit(packs, &visitor, &s, reterr);
    if (status == PS_OK) {
        status = s.out.failed ? ps_error_memory(reterr) : s.found ? PS_OK : PS_END;
    }
    if (status == PS_OK) {
        text(user, ps_buffer_str(&s.out));
    }
    ps_buffer_done(&s.out);
    return status;
}

ps_status ps_packs_show(const ps_packs *packs, const char *id, ps_text_fn text, void *user,
                        ps_error *reterr)
{
    ps_str name = ps_str_from(id);
    size_t slash = ps_str_find(name, PS_STR("/"));
    if (!name.len) {
        return PS_END;
    }
    ps_status status = show_as(packs, name, PS_NO_STR, text, user, reterr);
    if (status == PS_END) {
        status = show_as(packs, PS_NO_STR, name, text, user, reterr);
    }
    if (status == PS_END && slash != SIZE_MAX) {
        status = show_as(packs, ps_str_slice(name, 0, slash),
                         ps_str_slice(name, slash + 1, name.len), text, user, reterr);
    }
    return status;
}
