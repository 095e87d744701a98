/* What waits for its place in the page: shared texts, parts of rows, and rows by severity.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "base/str.h"
#include "report/html_rows.h"
#include "report/json.h"

enum { TEXTS_BYTES = 8 << 20 };

void ps_html_texts_init(ps_html_texts *texts)
{
    ps_numbered_init(&texts->shared, TEXTS_BYTES, TEXTS_BYTES);
    ps_numbered_init(&texts->said, TEXTS_BYTES, TEXTS_BYTES);
}

void ps_html_texts_done(ps_html_texts *texts)
{
    ps_numbered_done(&texts->shared);
    ps_numbered_done(&texts->said);
}

void ps_html_put_texts(const ps_html_texts *texts, ps_output *out)
{
    PS_PUT(out, "[");
    for (uint32_t number = 1; number <= texts->shared.count; number++) {
        ps_output_text(out, number > 1 ? ",\n" : "\n");
        ps_json_string(out, ps_numbered_at(&texts->shared, number)->text);
    }
    PS_PUT(out, "]");
}

static int keep(void *io, const char *bytes, size_t size)
{
    ps_buffer *kept = io;
    ps_buffer_add(kept, bytes, size);
    errno = kept->failed ? ENOMEM : 0;
    return kept->failed;
}

ps_status ps_html_common_init(ps_html_common *common, ps_error *reterr)
{
    *common = (ps_html_common){.is_made = 0};
    ps_buffer_init(&common->bytes, 0);
    return ps_output_init(&common->out, keep, &common->bytes, reterr);
}

void ps_html_common_done(ps_html_common *common)
{
    ps_output_done(&common->out);
    ps_buffer_done(&common->bytes);
}

void ps_html_common_clear(ps_html_common *common)
{
    ps_buffer_clear(&common->bytes);
    common->is_made = 0;
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
    uint64_t left; /* ALL_LINES: they need not be counted */
} gate;

#define ALL_LINES UINT64_MAX

/* The bytes up to the end of the last line that may go on. */
static size_t cut_lines(gate *g, const char *bytes, size_t size)
{
    size_t end = 0;
    while (g->left && end < size) {
        const char *line_end = memchr(bytes + end, '\n', size - end);
        end = line_end ? (size_t)(line_end - bytes) + 1 : size;
        g->left -= line_end != NULL;
    }
    return end;
}

static int pass(void *io, const char *bytes, size_t size)
{
    gate *g = io;
    const char *end = bytes + (g->left == ALL_LINES ? size : cut_lines(g, bytes, size));
    const char *mark;
    while (bytes < end && (mark = memchr(bytes, '<', (size_t)(end - bytes))) != NULL) {
        ps_output_add(g->out, bytes, (size_t)(mark - bytes));
        PS_PUT(g->out, "\\u003c");
        bytes = mark + 1;
    }
    ps_output_add(g->out, bytes, (size_t)(end - bytes));
    errno = g->out->failed;
    return g->out->failed;
}

static void open_gate(gate *g, ps_output *through, ps_output *out)
{
    *g = (gate){out, ALL_LINES};
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
            g.left = list->kept[i] > left ? left : ALL_LINES;
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
