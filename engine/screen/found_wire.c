/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/found_wire.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

enum { TEXT_MOST = 500 }; /* bytes of a text that is only shown */

/* The numbers of a finding, in front of its texts. */
typedef struct head {
    uint64_t seq;
    uint64_t line;
    size_t item_number;
    ps_decimal amount;
    int amount_known;
    ps_found_kind kind;
    ps_severity severity;
    ps_confidence confidence;
} head;

static void add_text(ps_buffer *out, ps_str text)
{
    uint32_t len = (uint32_t)(text.len < TEXT_MOST ? text.len : ps_str_cut(text, TEXT_MOST).len);
    ps_buffer_add(out, (const char *)&len, sizeof len);
    ps_buffer_add(out, text.ptr ? text.ptr : "", len);
}

void ps_found_write(ps_buffer *out, const ps_found_change *one, const ps_found_state *state,
                    uint64_t seq)
{
    head h;
    memset(&h, 0, sizeof h);
    h.seq = seq;
    h.line = one->line;
    h.item_number = one->item_number;
    h.amount = one->amount;
    h.amount_known = one->amount_known;
    h.kind = one->kind;
    h.severity = state->severity;
    h.confidence = state->confidence;
    ps_buffer_add(out, (const char *)&h, sizeof h);
    const ps_str texts[] = {one->rule,   one->source,     one->record,   one->item,
                            one->name,   one->element,    one->supplier, one->currency,
                            one->reason, state->category, state->state};
    for (size_t i = 0; i < PS_COUNT(texts); i++) {
        add_text(out, texts[i]);
    }
}

static int take_text(ps_str *bytes, ps_str *ret)
{
    uint32_t len;
    if (bytes->len < sizeof len) {
        return 0;
    }
    memcpy(&len, bytes->ptr, sizeof len);
    *bytes = ps_str_slice(*bytes, sizeof len, bytes->len);
    if (bytes->len < len) {
        return 0;
    }
    *ret = ps_str_slice(*bytes, 0, len);
    *bytes = ps_str_slice(*bytes, len, bytes->len);
    return 1;
}

int ps_found_read(ps_str bytes, ps_found_change *ret, ps_found_state *ret_state, uint64_t *ret_seq)
{
    head h;
    if (bytes.len < sizeof h) {
        return 0;
    }
    memcpy(&h, bytes.ptr, sizeof h);
    bytes = ps_str_slice(bytes, sizeof h, bytes.len);
    ps_str *const texts[] = {&ret->rule,   &ret->source,         &ret->record,     &ret->item,
                             &ret->name,   &ret->element,        &ret->supplier,   &ret->currency,
                             &ret->reason, &ret_state->category, &ret_state->state};
    for (size_t i = 0; i < PS_COUNT(texts); i++) {
        if (!take_text(&bytes, texts[i])) {
            return 0;
        }
    }
    ret->kind = h.kind;
    ret->line = h.line;
    ret->item_number = h.item_number;
    ret->amount = h.amount;
    ret->amount_known = h.amount_known;
    ret_state->severity = h.severity;
    ret_state->confidence = h.confidence;
    *ret_seq = h.seq;
    return bytes.len == 0;
}
