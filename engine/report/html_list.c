/* What waits for its place in the page: shared texts, and rows by severity.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "base/str.h"
#include "report/html_rows.h"
#include "report/json.h"

void ps_html_texts_init(ps_html_texts *texts)
{
    *texts = (ps_html_texts){.count = 0};
    ps_arena_init(&texts->arena, 0);
    ps_index_init(&texts->index);
    ps_buffer_init(&texts->list, 0);
    ps_index_init(&texts->said_index);
    ps_buffer_init(&texts->said, 0);
}

void ps_html_texts_done(ps_html_texts *texts)
{
    ps_arena_done(&texts->arena);
    ps_index_done(&texts->index);
    ps_buffer_done(&texts->list);
    ps_index_done(&texts->said_index);
    ps_buffer_done(&texts->said);
}

void ps_html_put_texts(const ps_html_texts *texts, ps_output *out)
{
    const ps_str *list = (const void *)texts->list.ptr;
    PS_PUT(out, "[");
    for (size_t i = 0; i < texts->count; i++) {
        ps_output_text(out, i ? ",\n" : "\n");
        ps_json_string(out, list[i]);
    }
    PS_PUT(out, "]");
}

void ps_html_list_init(ps_html_list *list, uint64_t most)
{
    *list = (ps_html_list){.most = most};
    for (int i = 0; i <= PS_SEVERITY_HIGH; i++) {
        list->rows[i].fd = -1;
    }
}

void ps_html_list_done(ps_html_list *list)
{
    for (int i = 0; i <= PS_SEVERITY_HIGH; i++) {
        ps_spill_done(&list->rows[i]);
    }
}

ps_output *ps_html_list_add(ps_html_list *list, ps_severity severity)
{
    ps_spill *rows = &list->rows[severity];
    list->seen++;
    if (list->kept[severity] == list->most ||
        (!rows->out.bytes && ps_spill_init(rows, NULL) != PS_OK)) {
        return NULL;
    }
    list->kept[severity]++;
    return &rows->out;
}

/* Bytes on their way from rows to the page: "<" inside a JSON text becomes <, which is the same
 * text, and after `left` lines nothing more goes on. */
typedef struct gate {
    ps_output *out;
    uint64_t left;
} gate;

static int pass(void *io, const char *bytes, size_t size)
{
    gate *g = io;
    size_t from = 0;
    for (size_t i = 0; i < size && g->left; i++) {
        if (bytes[i] == '<') {
            ps_output_add(g->out, bytes + from, i - from);
            PS_PUT(g->out, "\\u003c");
            from = i + 1;
        } else if (bytes[i] == '\n' && --g->left == 0) {
            ps_output_add(g->out, bytes + from, i + 1 - from);
            return 0;
        }
    }
    if (g->left) {
        ps_output_add(g->out, bytes + from, size - from);
    }
    errno = g->out->failed;
    return g->out->failed;
}

static void open_gate(gate *g, ps_output *through, ps_output *out)
{
    *g = (gate){out, UINT64_MAX};
    if (ps_output_init(through, pass, g, NULL) != PS_OK) {
        out->failed = ENOMEM;
    }
}

static void close_gate(ps_output *through, ps_output *out)
{
    ps_output_flush(through);
    if (through->failed && !out->failed) {
        out->failed = through->failed;
    }
    out->replaced += through->replaced;
    ps_output_done(through);
}

void ps_html_put_json(ps_output *out, ps_html_json_fn put, void *user)
{
    gate g;
    ps_output through;
    open_gate(&g, &through, out);
    if (!out->failed) {
        put(user, &through);
    }
    close_gate(&through, out);
}

void ps_html_put_list(ps_html_list *list, ps_output *out)
{
    gate g;
    ps_output through;
    uint64_t left = list->most;
    open_gate(&g, &through, out);
    for (int i = PS_SEVERITY_HIGH; i >= 0 && left && !out->failed; i--) {
        if (list->rows[i].out.bytes) {
            g.left = left;
            ps_spill_copy(&list->rows[i], &through);
            ps_output_flush(&through);
            left -= list->kept[i] < left ? list->kept[i] : left;
        }
    }
    close_gate(&through, out);
}

uint64_t ps_html_list_left_out(const ps_html_list *list)
{
    return list->seen > list->most ? list->seen - list->most : 0;
}
