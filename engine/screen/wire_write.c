/* Encoding of frames; the order of fields here and in wire_read.c is the protocol.
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/wire.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "screen/wire_lists.h"

/* Where a string was that has a number: those of the packs stay where they are. */
typedef struct sighting {
    const char *ptr;
    const char *copy; /* of the dictionary */
    uint32_t len;
    uint32_t number;
} sighting;

/* A numbered string, found by its hash. */
typedef struct slot {
    uint32_t mark;   /* of the hash */
    uint32_t number; /* from 1; 0: the slot is free */
} slot;

enum {
    SIGHTINGS = 512,
    SLOTS = PS_WIRE_WORDS * 2,
    ONCE = 4096,
    MOST_OF_INPUT = PS_WIRE_WORDS / 4 * 3 /* the rest is for words of the packs */
};

struct ps_wire_writer {
    ps_arena arena;
    ps_buffer words; /* a frame of those that no frame has told yet; empty: there are none */
    ps_buffer list;  /* the same of a list */
    sighting seen[SIGHTINGS];
    ps_str text[PS_WIRE_WORDS];
    uint32_t count;
    slot slots[SLOTS];   /* open addressing */
    uint32_t once[ONCE]; /* marks of strings of the input that came once */
    ps_wire_lists lists;
};

ps_status ps_wire_writer_new(ps_wire_writer **ret_writer, ps_error *reterr)
{
    ps_wire_writer *writer = calloc(1, sizeof *writer);
    if (!writer) {
        return ps_error_memory(reterr);
    }
    ps_arena_init(&writer->arena, PS_WIRE_DICTIONARY_BYTES);
    ps_buffer_init(&writer->words, 0);
    ps_buffer_init(&writer->list, 0);
    *ret_writer = writer;
    return PS_OK;
}

void ps_wire_writer_free(ps_wire_writer *writer)
{
    if (writer) {
        ps_arena_done(&writer->arena);
        ps_buffer_done(&writer->words);
        ps_buffer_done(&writer->list);
        free(writer);
    }
}

/* Begin a frame; its length is filled in at the end. */
static size_t begin(ps_buffer *out, ps_frame_type type)
{
    size_t start = out->len;
    char head[PS_FRAME_HEAD] = {0, 0, 0, 0, (char)type};
    ps_buffer_add(out, head, sizeof head);
    return start;
}

static void end(ps_buffer *out, size_t start)
{
    if (out->failed) {
        return;
    }
    size_t length = out->len - start - 4;
    if (length > PS_FRAME_LONGEST) {
        out->failed = 1;
        out->len = start;
        return;
    }
    for (size_t i = 0; i < 4; i++) {
        out->ptr[start + i] = (char)(length >> (8 * i));
    }
}

/* Signed numbers with their sign in the lowest bit, so that small ones stay short. */
static void put_signed(ps_buffer *out, int64_t value)
{
    ps_buffer_add_number(out, ((uint64_t)value << 1) ^ (uint64_t)(value >> 63));
}

static void put_flag(ps_buffer *out, int flag)
{
    ps_buffer_add_number(out, flag != 0);
}

static void put_text(ps_buffer *out, ps_str text)
{
    if (!text.ptr) {
        ps_buffer_add_number(out, 0);
        return;
    }
    ps_buffer_add_number(out, 1);
    ps_buffer_add_number(out, text.len);
    ps_buffer_add_str(out, text);
}

static void put_number_of(ps_buffer *out, uint32_t word)
{
    ps_buffer_add_number(out, (uint64_t)word + 2);
}

/* Give the string its number, in a slot that is free for it. */
static void put_new(ps_wire_writer *writer, ps_buffer *out, ps_str text, slot *at, uint32_t mark)
{
    ps_str copy = writer->count < PS_WIRE_WORDS ? ps_arena_str(&writer->arena, text) : PS_NO_STR;
    if (!copy.ptr) { /* the dictionary is full: it goes as any other */
        put_text(out, text);
        return;
    }
    if (!writer->words.len) {
        PS_IGNORE(begin(&writer->words, PS_FRAME_WORDS));
    }
    ps_buffer_add_number(&writer->words, text.len);
    ps_buffer_add_str(&writer->words, text);
    put_number_of(out, writer->count);
    writer->text[writer->count++] = copy;
    *at = (slot){mark, writer->count};
}

/* Whether it is time to number a string: one of the input must come twice. */
static int is_due(ps_wire_writer *writer, uint64_t hash, uint32_t mark, int of_input)
{
    uint32_t *once = &writer->once[hash % ONCE];
    int again = *once == mark;
    if (of_input) {
        *once = mark;
    }
    return !of_input || (again && writer->count < MOST_OF_INPUT);
}

/* Where it is noted what was seen at an address. */
static size_t place_of(const char *address)
{
    return (size_t)((uint64_t)(uintptr_t)address * 0x9E3779B97F4A7C15U >> 32) % SIGHTINGS;
}

/* In full where there is no dictionary. */
static void put_numbered(ps_wire_writer *writer, ps_buffer *out, ps_str text, int of_input)
{
    if (!writer || !text.len || text.len > PS_WIRE_WORD_LONGEST) {
        put_text(out, text);
        return;
    }
    sighting *seen = &writer->seen[place_of(text.ptr)];
    /* Something else may stand there by now. */
    if (seen->ptr == text.ptr && seen->len == text.len &&
        ps_str_equal((ps_str){seen->copy, seen->len}, text)) {
        put_number_of(out, seen->number);
        return;
    }
    uint64_t hash = ps_str_hash(text);
    uint32_t mark = (uint32_t)(hash >> 32);
    slot *at = &writer->slots[hash % SLOTS];
    while (at->number && (at->mark != mark || !ps_str_equal(writer->text[at->number - 1], text))) {
        at = at + 1 == writer->slots + SLOTS ? writer->slots : at + 1;
    }
    if (at->number) {
        uint32_t number = at->number - 1;
        *seen = (sighting){text.ptr, writer->text[number].ptr, (uint32_t)text.len, number};
        put_number_of(out, number);
    } else if (is_due(writer, hash, mark, of_input)) {
        put_new(writer, out, text, at, mark);
    } else {
        put_text(out, text);
    }
}

/* Put a frame of what is new before the one that begins at `start` and ends at the end. */
static void tell_first(ps_buffer *lesson, ps_buffer *out, size_t start)
{
    if (!lesson->len) {
        return;
    }
    end(lesson, 0);
    char *room = lesson->failed ? NULL : ps_buffer_reserve(out, lesson->len);
    out->failed |= !room;
    if (room) {
        memmove(out->ptr + start + lesson->len, out->ptr + start, out->len - start);
        memcpy(out->ptr + start, lesson->ptr, lesson->len);
        out->len += lesson->len;
    }
    ps_buffer_clear(lesson);
}

/* The list is told in words. */
static void tell_new(ps_wire_writer *writer, ps_buffer *out, size_t start)
{
    tell_first(&writer->list, out, start);
    tell_first(&writer->words, out, start);
}

/* A string of the packs, which recurs. */
static void put_word(ps_wire_writer *writer, ps_buffer *out, ps_str text)
{
    put_numbered(writer, out, text, 0);
}

/* A string of the input that may recur, as names and clauses do. */
static void put_phrase(ps_wire_writer *writer, ps_buffer *out, ps_str text)
{
    put_numbered(writer, out, text, 1);
}

static void put_decimal(ps_buffer *out, const ps_number *number)
{
    ps_buffer_add_number(out, number->known ? (uint64_t)number->value.scale + 1 : 0);
    if (number->known) {
        put_signed(out, number->value.digits);
    } else {
        put_text(out, number->source.text); /* as written, when it was not understood */
    }
}

/* @param base  That lines are counted from. */
static void put_evidence(ps_wire_writer *writer, ps_buffer *out, const ps_evidence *evidence,
                         uint64_t base)
{
    put_word(writer, out, evidence->field);
    put_phrase(writer, out, evidence->quote);
    put_word(writer, out, evidence->entry);
    put_word(writer, out, evidence->role);
    ps_buffer_add_number(out, evidence->start);
    ps_buffer_add_number(out, evidence->end);
    ps_buffer_add_number(out, evidence->line - base);
    ps_buffer_add_number(out, evidence->mark.start);
    ps_buffer_add_number(out, evidence->mark.end);
    put_text(out, evidence->place);
}

static void put_evidences(ps_wire_writer *writer, ps_buffer *out, const ps_evidence *list,
                          size_t count, uint64_t base)
{
    ps_buffer_add_number(out, count);
    for (size_t i = 0; i < count; i++) {
        put_evidence(writer, out, &list[i], base);
    }
}

static void put_party(ps_wire_writer *writer, ps_buffer *out, const ps_party_view *party)
{
    put_text(out, party->name);
    put_text(out, party->id);
    put_word(writer, out, party->scheme);
    ps_buffer_add_number(out, party->check);
    put_text(out, party->key);
}

/* What is said of an item in which something was seen. */
static void put_seen(ps_wire_writer *writer, ps_buffer *out, const ps_item_outcome *item)
{
    put_word(writer, out, item->category);
    ps_buffer_add_number(out, item->confidence);
    ps_buffer_add_number(out, item->scale);
    ps_buffer_add_number(out, item->other_count);
    for (size_t i = 0; i < item->other_count; i++) {
        put_word(writer, out, item->others[i].category);
        ps_buffer_add_number(out, item->others[i].confidence);
    }
    put_evidences(writer, out, item->evidence, item->evidence_count, 0);
    ps_buffer_add_number(out, item->evidence_left_out);
    put_phrase(writer, out, item->digest);
    put_word(writer, out, item->basis);
    put_flag(out, item->today != NULL);
    if (item->today) {
        ps_buffer_add_number(out, item->today->outcome);
        put_word(writer, out, item->today->category);
        ps_buffer_add_number(out, item->today->confidence);
        put_word(writer, out, item->today->basis);
    }
}

static int is_seen(const ps_item_outcome *item)
{
    return item->category.ptr || item->confidence || item->scale || item->other_count ||
           item->evidence_count || item->evidence_left_out || item->digest.ptr || item->basis.ptr ||
           item->today;
}

static void put_item(ps_wire_writer *writer, ps_buffer *out, const ps_item_outcome *item)
{
    put_text(out, item->line_id.text);
    ps_buffer_add_number(out, item->line_id.line);
    put_phrase(writer, out, item->name);
    ps_buffer_add_number(out, item->line);
    put_decimal(out, &item->amount);
    put_word(writer, out, item->currency);
    put_phrase(writer, out, item->manufacturer);
    put_signed(out, item->delivery.day);
    ps_buffer_add_number(out, item->outcome);
    put_phrase(writer, out, item->reason);
    put_flag(out, is_seen(item));
    if (is_seen(item)) {
        put_seen(writer, out, item);
    }
}

static void put_element(ps_wire_writer *writer, ps_buffer *out, const ps_element_outcome *element,
                        uint64_t base)
{
    put_word(writer, out, element->element);
    ps_buffer_add_number(out, element->state);
    put_flag(out, element->required);
    ps_buffer_add_number(out, element->severity);
    ps_buffer_add_number(out, element->severity_if_filed);
    put_word(writer, out, element->basis);
    put_word(writer, out, element->nature);
    put_word(writer, out, element->title);
    put_evidences(writer, out, element->evidence, element->evidence_count, base);
    ps_buffer_add_number(out, element->evidence_left_out);
    put_flag(out, element->nearest.quote.ptr != NULL);
    if (element->nearest.quote.ptr) {
        put_evidence(writer, out, &element->nearest, base);
    }
    put_word(writer, out, element->lacks);
    put_word(writer, out, element->defeat);
    put_word(writer, out, element->reason);
}

static void put_list(ps_wire_writer *writer, ps_buffer *out, const ps_element_outcome *elements,
                     size_t count, uint64_t base)
{
    ps_buffer_add_number(out, count);
    for (size_t i = 0; i < count; i++) {
        put_element(writer, out, &elements[i], base);
    }
}

/* In a frame of its own, its lines counted from `base`. */
static void tell_list(ps_wire_writer *writer, ps_wire_list *list, const ps_screened *s,
                      uint64_t base)
{
    PS_IGNORE(begin(&writer->list, PS_FRAME_LIST));
    put_list(writer, &writer->list, s->elements, s->element_count, base);
    size_t bytes = ps_wire_list_bytes(s->elements, s->element_count, writer->list.len);
    if (bytes > PS_WIRE_LISTS_BYTES - writer->lists.bytes) {
        list->refused = 1;
        ps_buffer_clear(&writer->list);
    } else {
        list->number = ++writer->lists.told;
        writer->lists.bytes += bytes;
    }
}

/* @param same  See ps_judge. */
static void put_elements(ps_wire_writer *writer, ps_buffer *out, const ps_screened *s,
                         uint64_t same)
{
    ps_wire_list *list = same && s->element_count ? ps_wire_lists_find(&writer->lists, same) : NULL;
    uint64_t base = list ? ps_wire_list_line(s->elements, s->element_count) : 0;
    if (list && !list->number && !list->refused) {
        tell_list(writer, list, s, base);
    }
    if (!list || !list->number) {
        ps_buffer_add_number(out, 0);
        put_list(writer, out, s->elements, s->element_count, 0);
        return;
    }
    ps_buffer_add_number(out, list->number);
    ps_buffer_add_number(out, base);
    for (size_t i = 0; i < s->element_count; i++) {
        ps_buffer_add_char(out, (char)ps_wire_rating(&s->elements[i]));
    }
}

static void put_attachments(ps_wire_writer *writer, ps_buffer *out, const ps_screened *s)
{
    ps_buffer_add_number(out, s->attachment_count);
    for (size_t i = 0; i < s->attachment_count; i++) {
        const ps_attached *attached = &s->attachments[i];
        put_text(out, attached->name);
        ps_buffer_add_number(out, attached->line);
        ps_buffer_add_number(out, attached->role);
        ps_buffer_add_number(out, attached->state);
        put_word(writer, out, attached->kind);
        put_text(out, attached->contract);
        put_text(out, attached->reason);
    }
}

static void put_screened(ps_wire_writer *writer, ps_buffer *out, const ps_screened *s,
                         uint64_t same)
{
    put_flag(out, s->waited); /* in front: ps_wire_waits() looks there */
    ps_buffer_add_number(out, s->line);
    ps_buffer_add_number(out, s->offset);
    put_word(writer, out, s->format);
    ps_buffer_add_number(out, s->kind);
    put_text(out, s->id);
    put_text(out, s->message_id);
    put_signed(out, s->date);
    put_word(writer, out, s->currency);
    put_party(writer, out, &s->buyer);
    put_party(writer, out, &s->supplier);
    ps_buffer_add_number(out, s->contract_count);
    for (size_t i = 0; i < s->contract_count; i++) {
        put_text(out, s->contracts[i]);
    }
    ps_buffer_add_number(out, s->contract_count);
    for (size_t i = 0; i < s->contract_count; i++) {
        put_word(writer, out, s->contract_kinds ? s->contract_kinds[i] : PS_STR("contract"));
    }
    put_flag(out, s->takes_back);
    ps_buffer_add_number(out, s->quotation_count);
    for (size_t i = 0; i < s->quotation_count; i++) {
        put_text(out, s->quotations[i]);
    }
    put_attachments(writer, out, s);
    put_text(out, s->reason);
    put_decimal(out, &s->total);
    ps_buffer_add_number(out, s->text_bytes);
    ps_buffer_add_number(out, s->item_count);
    for (size_t i = 0; i < s->item_count; i++) {
        put_item(writer, out, &s->items[i]);
    }
    put_elements(writer, out, s, same);
    put_evidences(writer, out, s->suspicious, s->suspicious_count, 0);
    put_evidences(writer, out, s->watched, s->watched_count, 0);
    put_evidences(writer, out, s->not_understood, s->not_understood_count, 0);
    ps_buffer_add_number(out, s->not_understood_left_out);
}

void ps_wire_screened(ps_wire_writer *writer, const ps_screened *screened, uint64_t same,
                      ps_buffer *out)
{
    size_t start = begin(out, PS_FRAME_SCREENED);
    put_screened(writer, out, screened, same);
    end(out, start);
    tell_new(writer, out, start);
}

void ps_wire_contract(uint64_t number, ps_str name, const ps_screened *screened, ps_buffer *out)
{
    size_t start = begin(out, PS_FRAME_CONTRACT);
    ps_buffer_add_number(out, number);
    put_text(out, name);
    put_screened(NULL, out, screened, 0);
    end(out, start);
}

void ps_wire_ask(ps_ask ask, uint64_t number, ps_str text, ps_buffer *out)
{
    size_t start = begin(out, PS_FRAME_ASK);
    ps_buffer_add_number(out, ask);
    ps_buffer_add_number(out, number);
    put_text(out, text);
    end(out, start);
}

static void put_error(ps_buffer *out, const ps_error *error)
{
    ps_buffer_add_number(out, error->code);
    put_text(out, ps_str_from(error->cause));
    put_text(out, ps_str_from(error->source));
    ps_buffer_add_number(out, error->line);
    ps_buffer_add_number(out, error->column);
    ps_buffer_add_number(out, error->offset);
    put_text(out, ps_str_from(error->record_id));
    put_text(out, ps_str_from(error->message));
    put_text(out, ps_str_from(error->hint));
}

void ps_wire_rejected(const ps_error *error, int last, uint64_t unscreened_after, ps_buffer *out)
{
    size_t start = begin(out, PS_FRAME_REJECTED);
    put_flag(out, last);
    ps_buffer_add_number(out, unscreened_after);
    put_error(out, error);
    end(out, start);
}

void ps_wire_error(ps_frame_type type, const ps_error *error, ps_buffer *out)
{
    size_t start = begin(out, type);
    put_error(out, error);
    end(out, start);
}

void ps_wire_number(ps_frame_type type, uint64_t number, ps_buffer *out)
{
    size_t start = begin(out, type);
    ps_buffer_add_number(out, number);
    end(out, start);
}

void ps_wire_member(uint64_t number, ps_str name, ps_buffer *out)
{
    size_t start = begin(out, PS_FRAME_MEMBER);
    ps_buffer_add_number(out, number);
    put_text(out, name);
    end(out, start);
}

void ps_wire_unmapped(ps_wire_writer *writer, const ps_unmapped *unmapped, ps_buffer *out)
{
    size_t start = begin(out, PS_FRAME_UNMAPPED);
    put_word(writer, out, unmapped->format);
    put_text(out, unmapped->element);
    ps_buffer_add_number(out, unmapped->count);
    end(out, start);
    tell_new(writer, out, start);
}

void ps_wire_first(const ps_record_place *first, ps_buffer *out)
{
    size_t start = begin(out, PS_FRAME_FIRST);
    ps_buffer_add_number(out, first->place.offset);
    ps_buffer_add_number(out, first->place.line);
    ps_buffer_add_number(out, first->place.column);
    ps_buffer_add_number(out, first->depth);
    end(out, start);
}

void ps_wire_stretch_ask(const ps_stretch_ask *ask, ps_buffer *out)
{
    size_t start = begin(out, PS_FRAME_STRETCH_ASK);
    ps_buffer_add_number(out, ask->kind);
    ps_buffer_add_number(out, ask->at);
    end(out, start);
}

void ps_wire_stopped(const ps_stopped *stopped, ps_buffer *out)
{
    size_t start = begin(out, PS_FRAME_STOPPED);
    ps_buffer_add_number(out, stopped->spent_ns);
    put_text(out, stopped->names);
    end(out, start);
}
