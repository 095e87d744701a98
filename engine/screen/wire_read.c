/* Decoding of frames; see wire_write.c for the order of fields.
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/wire.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "base/str.h"
#include "screen/wire_lists.h"

typedef struct numbered_list {
    const ps_element_outcome *elements;
    size_t count;
} numbered_list;

struct ps_wire_reader {
    ps_arena arena;
    ps_str text[PS_WIRE_WORDS];
    uint32_t count;
    numbered_list lists[PS_WIRE_LISTS];
    uint32_t list_count;
    size_t list_bytes;
};

/* A cursor over one frame. The first thing that does not fit sets `bad`, after which every get
 * gives zeros. */
typedef struct cursor {
    ps_wire_reader *reader;
    ps_arena *arena;
    const char *at;
    const char *end;
    int bad;
    int no_memory;
} cursor;

ps_status ps_wire_reader_new(ps_wire_reader **ret_reader, ps_error *reterr)
{
    ps_wire_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        return ps_error_memory(reterr);
    }
    ps_arena_init(&reader->arena,
                  PS_WIRE_DICTIONARY_BYTES + PS_WIRE_WORDS * 32 + PS_WIRE_LISTS_BYTES);
    *ret_reader = reader;
    return PS_OK;
}

void ps_wire_reader_free(ps_wire_reader *reader)
{
    if (reader) {
        ps_arena_done(&reader->arena);
        free(reader);
    }
}

size_t ps_wire_length(ps_str bytes)
{
    if (bytes.len < PS_FRAME_HEAD) {
        return 0;
    }
    size_t length = 0;
    for (size_t i = 0; i < 4; i++) {
        length |= (size_t)(unsigned char)bytes.ptr[i] << (8 * i);
    }
    return length < 1 || length > PS_FRAME_LONGEST ? SIZE_MAX : length + 4;
}

static uint64_t get_long_number(cursor *c)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (c->at == c->end) {
            break;
        }
        unsigned char byte = (unsigned char)*c->at++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80)) {
            return value;
        }
    }
    c->bad = 1;
    c->at = c->end;
    return 0;
}

static inline uint64_t get_number(cursor *c)
{
    /* nearly all are of one byte */
    return c->at != c->end && !(*c->at & 0x80) ? (unsigned char)*c->at++ : get_long_number(c);
}

static int64_t get_signed(cursor *c)
{
    uint64_t value = get_number(c);
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* A number that must be below `end`, for enums. */
static unsigned get_enum(cursor *c, unsigned end)
{
    uint64_t value = get_number(c);
    if (value >= end) {
        c->bad = 1;
        return 0;
    }
    return (unsigned)value;
}

/* A count of things that take at least one byte each. */
static size_t get_count(cursor *c)
{
    uint64_t value = get_number(c);
    if (value > (uint64_t)(c->end - c->at)) {
        c->bad = 1;
        return 0;
    }
    return (size_t)value;
}

/* Not zeroed: every field of every thing is set when it is read, or the frame is refused. */
static void *get_array(cursor *c, size_t count, size_t size)
{
    size_t total;
    if (count == 0) {
        return NULL;
    }
    void *array = PS_MUL(count, size, &total) ? ps_arena_bytes(c->arena, total) : NULL;
    if (!array) {
        c->no_memory = 1;
        c->bad = 1;
    }
    return array;
}

static ps_str get_bytes(cursor *c)
{
    size_t len = get_count(c);
    ps_str text = {c->at, len};
    c->at += len;
    return text;
}

static ps_str get_text(cursor *c)
{
    uint64_t form = get_number(c);
    if (form >= 2 && form - 2 < c->reader->count) {
        return c->reader->text[form - 2];
    }
    c->bad |= form > 1;
    return form == 1 && !c->bad ? get_bytes(c) : PS_NO_STR;
}

static const ps_str *get_texts(cursor *c, size_t *ret_count)
{
    size_t count = get_count(c);
    ps_str *list = get_array(c, count, sizeof *list);
    for (size_t i = 0; list && i < count; i++) {
        list[i] = get_text(c);
    }
    *ret_count = list ? count : 0;
    return list;
}

static ps_number get_decimal(cursor *c)
{
    ps_number number = {.known = 0};
    unsigned scale = get_enum(c, 14);
    if (scale) {
        number.known = 1;
        number.value = (ps_decimal){get_signed(c), (uint8_t)(scale - 1)};
    } else {
        number.source.text = get_text(c);
    }
    return number;
}

static void get_evidence(cursor *c, ps_evidence *ret)
{
    ret->field = get_text(c);
    ret->quote = get_text(c);
    ret->entry = get_text(c);
    ret->role = get_text(c);
    ret->start = get_number(c);
    ret->end = get_number(c);
    ret->line = get_number(c);
    ret->mark.start = (size_t)get_number(c);
    ret->mark.end = (size_t)get_number(c);
    ret->place = get_text(c);
}

static const ps_evidence *get_evidences(cursor *c, size_t *ret_count)
{
    size_t count = get_count(c);
    ps_evidence *list = get_array(c, count, sizeof *list);
    for (size_t i = 0; list && i < count && !c->bad; i++) {
        get_evidence(c, &list[i]);
    }
    *ret_count = list ? count : 0;
    return list;
}

static void get_party(cursor *c, ps_party_view *ret)
{
    ret->name = get_text(c);
    ret->id = get_text(c);
    ret->scheme = get_text(c);
    ret->check = (ps_ident_check)get_enum(c, PS_CHECK_INVALID + 1);
    ret->key = get_text(c);
}

static ps_day get_day(cursor *c)
{
    int64_t day = get_signed(c);
    if (day < INT32_MIN || day > INT32_MAX) {
        c->bad = 1;
        return PS_NO_DAY;
    }
    return (ps_day)day;
}

static void get_seen(cursor *c, ps_item_outcome *ret)
{
    ret->category = get_text(c);
    ret->confidence = (ps_confidence)get_enum(c, PS_CONFIDENCE_DEFINITE + 1);
    ret->scale = (ps_scale)get_enum(c, PS_SCALE_MET + 1);
    size_t others = get_count(c);
    ps_category_match *list = get_array(c, others, sizeof *list);
    for (size_t i = 0; list && i < others && !c->bad; i++) {
        list[i].category = get_text(c);
        list[i].confidence = (ps_confidence)get_enum(c, PS_CONFIDENCE_DEFINITE + 1);
    }
    ret->others = list;
    ret->other_count = list ? others : 0;
    ret->evidence = get_evidences(c, &ret->evidence_count);
    ret->evidence_left_out = (size_t)get_number(c);
    ret->digest = get_text(c);
    ret->basis = get_text(c);
    ps_item_today *today = get_enum(c, 2) ? get_array(c, 1, sizeof *today) : NULL;
    if (today) {
        today->outcome = (ps_outcome)get_enum(c, PS_OUTCOME_REJECTED);
        today->category = get_text(c);
        today->confidence = (ps_confidence)get_enum(c, PS_CONFIDENCE_DEFINITE + 1);
        today->basis = get_text(c);
    }
    ret->today = today;
}

static void get_item(cursor *c, ps_item_outcome *ret)
{
    *ret = (ps_item_outcome){.line = 0};
    ret->line_id.text = get_text(c);
    ret->line_id.line = get_number(c);
    ret->name = get_text(c);
    ret->line = get_number(c);
    ret->amount = get_decimal(c);
    ret->currency = get_text(c);
    ret->manufacturer = get_text(c);
    ret->delivery = (ps_date){.day = get_day(c)};
    ret->outcome = (ps_outcome)get_enum(c, PS_OUTCOME_REJECTED);
    ret->reason = get_text(c);
    if (get_enum(c, 2)) {
        get_seen(c, ret);
    }
}

static void get_element(cursor *c, ps_element_outcome *ret)
{
    ret->element = get_text(c);
    ret->state = (ps_state)get_enum(c, PS_STATE_NOT_EVALUABLE + 1);
    ret->required = (int)get_enum(c, 2);
    ret->severity = (ps_severity)get_enum(c, PS_SEVERITY_HIGH + 1);
    ret->severity_if_filed = (ps_severity)get_enum(c, PS_SEVERITY_HIGH + 1);
    ret->basis = get_text(c);
    ret->nature = get_text(c);
    ret->title = get_text(c);
    ret->source = PS_NO_STR; /* both are told by the join */
    ret->through = PS_NO_STR;
    ret->evidence = get_evidences(c, &ret->evidence_count);
    ret->evidence_left_out = (size_t)get_number(c);
    ret->nearest = (ps_evidence){.start = 0};
    if (get_enum(c, 2)) {
        get_evidence(c, &ret->nearest);
    }
    ret->lacks = get_text(c);
    ret->defeat = get_text(c);
    ret->reason = get_text(c);
}

/* @param ret_list  NULL when there are none, or they are refused. */
static size_t get_list(cursor *c, ps_element_outcome **ret_list)
{
    size_t count = get_count(c);
    ps_element_outcome *list = get_array(c, count, sizeof *list);
    for (size_t i = 0; list && i < count && !c->bad; i++) {
        get_element(c, &list[i]);
    }
    *ret_list = list;
    return list ? count : 0;
}

static const ps_evidence *move_evidence(cursor *c, const ps_evidence *from, size_t count,
                                        uint64_t base)
{
    ps_evidence *list = get_array(c, count, sizeof *list);
    for (size_t i = 0; list && i < count; i++) {
        list[i] = from[i];
        list[i].line += base;
    }
    return list;
}

/* The element of a list as it is in the record. */
static void place_element(cursor *c, ps_element_outcome *element, uint64_t base)
{
    if (c->at == c->end || !ps_wire_rate(element, (unsigned char)*c->at++)) {
        c->bad = 1;
        return;
    }
    if (element->evidence_count) {
        element->evidence = move_evidence(c, element->evidence, element->evidence_count, base);
    }
    if (element->nearest.quote.ptr) {
        element->nearest.line += base;
    }
}

static size_t get_elements(cursor *c, ps_element_outcome **ret_list)
{
    uint64_t number = get_number(c);
    if (number == 0) {
        return get_list(c, ret_list);
    }
    uint64_t base = get_number(c);
    *ret_list = NULL;
    if (number > c->reader->list_count) {
        c->bad = 1;
        return 0;
    }
    const numbered_list *known = &c->reader->lists[number - 1];
    ps_element_outcome *list = get_array(c, known->count, sizeof *list);
    if (!list) {
        return 0;
    }
    memcpy(list, known->elements, known->count * sizeof *list);
    for (size_t i = 0; i < known->count && !c->bad; i++) {
        place_element(c, &list[i], base);
    }
    *ret_list = list;
    return known->count;
}

static void get_attachments(cursor *c, ps_screened *s)
{
    size_t count = get_count(c);
    ps_attached *list = get_array(c, count, sizeof *list);
    for (size_t i = 0; list && i < count && !c->bad; i++) {
        list[i].name = get_text(c);
        list[i].line = get_number(c);
        list[i].role = (ps_attachment_role)get_enum(c, PS_ATTACHMENT_OTHER + 1);
        list[i].state = (ps_attached_state)get_enum(c, PS_ATTACHED_NOT_READ + 1);
        list[i].kind = get_text(c);
        list[i].contract = get_text(c);
        list[i].reason = get_text(c);
    }
    s->attachments = list;
    s->attachment_count = list ? count : 0;
}

static void get_screened(cursor *c, ps_frame *frame)
{
    ps_screened *s = &frame->screened;
    s->waited = (int)get_enum(c, 2);
    s->line = get_number(c);
    s->offset = get_number(c);
    s->format = get_text(c);
    s->kind = (ps_record_kind)get_enum(c, PS_KIND_QUOTATION + 1);
    s->id = get_text(c);
    s->message_id = get_text(c);
    s->date = get_day(c);
    s->currency = get_text(c);
    get_party(c, &s->buyer);
    get_party(c, &s->supplier);
    s->contracts = get_texts(c, &s->contract_count);
    size_t count;
    s->contract_kinds = get_texts(c, &count);
    c->bad |= count != s->contract_count;
    s->takes_back = (int)get_enum(c, 2);
    s->quotations = get_texts(c, &s->quotation_count);
    get_attachments(c, s);
    s->reason = get_text(c);
    s->total = get_decimal(c);
    s->text_bytes = get_number(c);
    count = get_count(c);
    ps_item_outcome *items = get_array(c, count, sizeof *items);
    for (size_t i = 0; items && i < count && !c->bad; i++) {
        get_item(c, &items[i]);
    }
    s->items = items;
    s->item_count = items ? count : 0;
    s->element_count = get_elements(c, &frame->elements);
    s->elements = frame->elements;
    s->suspicious = get_evidences(c, &s->suspicious_count);
    s->watched = get_evidences(c, &s->watched_count);
    s->not_understood = get_evidences(c, &s->not_understood_count);
    s->not_understood_left_out = get_number(c);
}

static void get_error(cursor *c, ps_error *ret)
{
    *ret = (ps_error){.code = PS_E_NONE};
    ret->code = (ps_error_code)get_enum(c, PS_E_COUNT);
    ps_error_copy(ret->cause, sizeof ret->cause, get_text(c));
    ps_error_copy(ret->source, sizeof ret->source, get_text(c));
    ret->line = get_number(c);
    ret->column = get_number(c);
    ret->offset = get_number(c);
    ps_error_copy(ret->record_id, sizeof ret->record_id, get_text(c));
    ps_error_copy(ret->message, sizeof ret->message, get_text(c));
    ps_error_copy(ret->hint, sizeof ret->hint, get_text(c));
}

static void get_body(cursor *c, ps_frame *frame)
{
    switch (frame->type) {
    case PS_FRAME_SCREENED:
        get_screened(c, frame);
        break;
    case PS_FRAME_REJECTED:
        frame->last = (int)get_enum(c, 2);
        frame->number = get_number(c);
        get_error(c, &frame->error);
        break;
    case PS_FRAME_WARNING:
    case PS_FRAME_FATAL:
        get_error(c, &frame->error);
        break;
    case PS_FRAME_PROGRESS:
    case PS_FRAME_DONE:
        frame->number = get_number(c);
        break;
    case PS_FRAME_MEMBER:
        frame->number = get_number(c);
        frame->name = get_text(c);
        break;
    case PS_FRAME_CONTRACT:
        frame->number = get_number(c);
        frame->name = get_text(c);
        get_screened(c, frame);
        break;
    case PS_FRAME_ASK:
        frame->ask = (ps_ask)get_enum(c, PS_ASK_CONTRACT + 1);
        frame->number = get_number(c);
        frame->name = get_text(c);
        break;
    case PS_FRAME_UNMAPPED:
        frame->unmapped.format = get_text(c);
        frame->unmapped.element = get_text(c);
        frame->unmapped.count = get_number(c);
        break;
    case PS_FRAME_FIRST:
        frame->first.place.offset = get_number(c);
        frame->first.place.line = get_number(c);
        frame->first.place.column = get_number(c);
        frame->first.depth = get_number(c);
        break;
    case PS_FRAME_STRETCH_ASK:
        frame->stretch_ask.kind = (ps_stretch_ask_kind)get_enum(c, PS_STRETCH_ASK_CROWDED + 1);
        frame->stretch_ask.at = get_number(c);
        break;
    case PS_FRAME_STOPPED:
        frame->stopped.spent_ns = get_number(c);
        frame->stopped.names = get_text(c);
        break;
    case PS_FRAME_WORDS: /* for ps_wire_learn() */
    case PS_FRAME_LIST:
        c->bad = 1;
        break;
    }
}

int ps_wire_waits(ps_str frame)
{
    return frame.len > PS_FRAME_HEAD && (unsigned char)frame.ptr[4] == PS_FRAME_SCREENED &&
           frame.ptr[PS_FRAME_HEAD] == 1;
}

static ps_status refuse(ps_error *reterr)
{
    return ps_error_set(reterr, PS_FAILED, PS_E_WORKER_DIED,
                        "a worker sent a frame that does not hold what it says");
}

int ps_wire_is_lesson(ps_str frame)
{
    unsigned char type = (unsigned char)frame.ptr[4];
    return type == PS_FRAME_WORDS || type == PS_FRAME_LIST;
}

static int learn_words(ps_wire_reader *reader, cursor *c)
{
    while (c->at != c->end) {
        ps_str text = get_bytes(c);
        int fits = !c->bad && reader->count < PS_WIRE_WORDS;
        ps_str copy = fits ? ps_arena_str(&reader->arena, text) : PS_NO_STR;
        if (!copy.ptr) {
            return 0;
        }
        reader->text[reader->count++] = copy;
    }
    return 1;
}

/* Views of its elements point into the copy of the frame. */
static int learn_list(ps_wire_reader *reader, cursor *c, size_t frame)
{
    ps_str body = {c->at, (size_t)(c->end - c->at)};
    ps_str copy =
        reader->list_count < PS_WIRE_LISTS ? ps_arena_str(&reader->arena, body) : PS_NO_STR;
    if (!copy.ptr) {
        return 0;
    }
    c->arena = &reader->arena;
    c->at = copy.ptr;
    c->end = copy.ptr + copy.len;
    ps_element_outcome *elements;
    size_t count = get_list(c, &elements);
    if (c->bad || c->at != c->end || count == 0) {
        return 0;
    }
    size_t bytes = ps_wire_list_bytes(elements, count, frame);
    if (bytes > PS_WIRE_LISTS_BYTES - reader->list_bytes) {
        return 0;
    }
    reader->list_bytes += bytes;
    reader->lists[reader->list_count++] = (numbered_list){elements, count};
    return 1;
}

ps_status ps_wire_learn(ps_wire_reader *reader, ps_str bytes, ps_error *reterr)
{
    cursor c = {.reader = reader, .at = bytes.ptr + PS_FRAME_HEAD, .end = bytes.ptr + bytes.len};
    int learnt = (unsigned char)bytes.ptr[4] == PS_FRAME_LIST ? learn_list(reader, &c, bytes.len)
                                                              : learn_words(reader, &c);
    return learnt ? PS_OK : refuse(reterr);
}

ps_status ps_wire_decode(ps_wire_reader *reader, ps_str bytes, ps_arena *arena, ps_frame *ret_frame,
                         ps_error *reterr)
{
    if (bytes.len < PS_FRAME_HEAD || ps_wire_length(bytes) != bytes.len ||
        (unsigned char)bytes.ptr[4] < PS_FRAME_SCREENED ||
        (unsigned char)bytes.ptr[4] > PS_FRAME_LIST) {
        return ps_error_set(reterr, PS_FAILED, PS_E_WORKER_DIED,
                            "a worker sent something that is not a frame");
    }
    memset(ret_frame, 0, offsetof(ps_frame, error));
    ret_frame->type = (ps_frame_type)(unsigned char)bytes.ptr[4];
    cursor c = {.reader = reader,
                .arena = arena,
                .at = bytes.ptr + PS_FRAME_HEAD,
                .end = bytes.ptr + bytes.len};
    get_body(&c, ret_frame);
    if (c.no_memory) {
        return ps_error_memory(reterr);
    }
    if (c.bad || c.at != c.end) {
        return refuse(reterr);
    }
    return PS_OK;
}
