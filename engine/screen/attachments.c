/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/attachments.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "document/document.h"

/* Buffers that grew beyond this for one record are given back behind it. */
enum { KEEP = 1 << 20, SHOWN = 200, PIECE = 65536 };

/* The record being read. */
typedef struct reading {
    ps_attachments *attachments;
    const ps_record *record;
    ps_arena *arena;
    ps_attached *list; /* what became of each */
    ps_span *spans;    /* the text of each in attachments->text */
    size_t count;      /* of both */
    size_t now;        /* the one that is read */
    ps_limits limits;  /* with what is left of those that hold for all attachments together */
    int no_memory;
} reading;

void ps_attachments_init(ps_attachments *attachments, const ps_limits *limits)
{
    *attachments = (ps_attachments){.limits = limits};
    ps_buffer_init(&attachments->text, 0);
    ps_buffer_init(&attachments->file, 0);
}

void ps_attachments_done(ps_attachments *attachments)
{
    ps_buffer_done(&attachments->text);
    ps_buffer_done(&attachments->file);
}

static void empty(ps_buffer *buffer)
{
    ps_buffer_clear(buffer);
    if (buffer->room > KEEP) {
        ps_buffer_done(buffer);
    }
}

/* Something of the attachment is not read; the first reason is kept. */
static void lose(reading *r, ps_str cause, ps_str name, ps_str why)
{
    ps_attached *attached = &r->list[r->now];
    ps_str parts[] = {cause, PS_STR(": "), ps_str_cut(name, SHOWN), PS_STR(": "), why};
    if (!attached->reason.ptr) {
        attached->reason = ps_arena_concat(r->arena, parts, PS_COUNT(parts));
        attached->state = PS_ATTACHED_IN_PART;
        r->no_memory |= !attached->reason.ptr;
    }
}

static void lose_by(reading *r, const ps_error *error)
{
    ps_str name = error->source[0] ? ps_str_from(error->source) : r->list[r->now].name;
    lose(r, ps_str_from(error->cause), name, ps_str_from(error->message));
}

static void on_report(void *user, ps_status severity, const ps_error *error)
{
    if (severity != PS_OK) {
        lose_by(user, error);
    }
}

ps_status ps_attachment_load(int fd, const ps_limits *limits, ps_buffer *into, ps_error *reterr)
{
    ps_status status = PS_END;
    ps_buffer_clear(into);
    while (status == PS_END) {
        char *room = ps_buffer_reserve(into, PIECE);
        ssize_t got = room ? read(fd, room, PIECE) : 0;
        if (!room) {
            status = ps_error_memory(reterr);
        } else if (got == 0) {
            status = PS_OK;
        } else if (got > 0) {
            into->len += (size_t)got;
        } else if (errno != EINTR) {
            status = ps_error_set(reterr, PS_FAILED, PS_E_READ, "%s", strerror(errno));
        }
        if (into->len > limits->attachment_bytes) {
            status = ps_error_limit(reterr, PS_FAILED, "attachment-bytes", "more than %llu bytes",
                                    (unsigned long long)limits->attachment_bytes);
        }
    }
    (void)close(fd);
    return status;
}

/* What the attachment is, embedded or in a file. @return PS_OK; PS_END: it is not to be had, which
 * was noted; PS_FATAL. */
static ps_status bytes_of(reading *r, ps_str *ret_bytes, ps_error *reterr)
{
    const ps_attachment *attachment = &r->record->attachments[r->now];
    ps_attachments *a = r->attachments;
    ps_str shown = r->list[r->now].name;
    if (attachment->bytes) {
        *ret_bytes = attachment->data;
        if (attachment->fault.ptr) {
            size_t colon = ps_str_find(attachment->fault, PS_STR(": "));
            lose(r, ps_str_slice(attachment->fault, 0, colon), shown,
                 ps_str_slice(attachment->fault, colon + 2, attachment->fault.len));
        }
        return attachment->fault.ptr ? PS_END : PS_OK;
    }
    ps_opened_file file = {-1, 0, "files are not opened here"};
    ps_str name = attachment->uri.text.len ? attachment->uri.text : attachment->name.text;
    ps_status status = a->opener.open ? a->opener.open(a->opener.user, name, &file, reterr) : PS_OK;
    if (status != PS_OK) {
        return status;
    }
    if (file.is_contract && r->list[r->now].role == PS_ATTACHMENT_UNKNOWN) {
        r->list[r->now].role = PS_ATTACHMENT_CONTRACT;
    }
    if (file.fd < 0) {
        lose(r, PS_STR("attachment-not-read"), name.len ? name : shown, ps_str_from(file.why));
        return PS_END;
    }
    ps_error error = {0};
    status = ps_attachment_load(file.fd, a->limits, &a->file, &error);
    *ret_bytes = ps_buffer_str(&a->file);
    if (status == PS_FAILED) {
        lose_by(r, &error);
        return PS_END;
    }
    if (status == PS_FATAL && reterr) {
        *reterr = error;
    }
    return status;
}

static uint64_t less(uint64_t left, uint64_t used)
{
    return used < left ? left - used : 0;
}

/* Turn bytes into text, and take what that used from what is left for the others. */
static ps_status read_bytes(reading *r, ps_str bytes, ps_error *reterr)
{
    ps_attached *attached = &r->list[r->now];
    ps_buffer *text = &r->attachments->text;
    char name[SHOWN + 1];
    ps_document_kind kind;
    ps_document_options options = {
        .limits = &r->limits, .name = name, .report = on_report, .user = r};
    size_t before = text->len;
    uint64_t worked = ps_clock_thread_ns();
    uint64_t began = ps_clock_ms();
    ps_error_copy(name, sizeof name, attached->name);
    ps_status status = ps_document_read(bytes, &options, text, &kind, reterr);
    attached->kind = ps_str_from(ps_document_kind_name(kind));
    r->limits.attachment_ms =
        less(r->limits.attachment_ms, (ps_clock_thread_ns() - worked) / 1000000);
    if (kind == PS_DOCUMENT_PDF || kind == PS_DOCUMENT_ARCHIVE) {
        r->limits.pdf_seconds = less(r->limits.pdf_seconds, (ps_clock_ms() - began) / 1000);
    }
    r->limits.attachment_text = less(r->limits.attachment_text, text->len - before);
    r->spans[r->now] = (ps_span){before, text->len};
    return status;
}

static ps_status read_one(reading *r, ps_error *reterr)
{
    ps_str bytes;
    ps_error error = {0};
    ps_status status = bytes_of(r, &bytes, &error);
    if (status == PS_OK) {
        status = read_bytes(r, bytes, &error);
        if (status == PS_FAILED) {
            lose_by(r, &error);
        }
    }
    if (status == PS_FAILED || status == PS_END) {
        r->list[r->now].state = PS_ATTACHED_NOT_READ;
    } else if (status == PS_FATAL) {
        if (reterr) {
            *reterr = error;
        }
        return PS_FATAL;
    }
    return r->no_memory ? ps_error_memory(reterr) : PS_OK;
}

/* What is most likely the contract goes first, as far as the limits reach. */
static const ps_attachment_role order[] = {PS_ATTACHMENT_CONTRACT, PS_ATTACHMENT_UNKNOWN,
                                           PS_ATTACHMENT_OTHER};

static ps_status read_all(reading *r, ps_error *reterr)
{
    ps_status status = PS_OK;
    for (size_t o = 0; o < PS_COUNT(order); o++) {
        for (r->now = 0; r->now < r->count && status == PS_OK; r->now++) {
            if (r->list[r->now].role == order[o]) {
                status = read_one(r, reterr);
            }
        }
    }
    return status;
}

/* The text of one attachment, as one of the record. */
static ps_status make_text(reading *r, size_t index, ps_text *ret, ps_error *reterr)
{
    const ps_attached *attached = &r->list[index];
    ps_str parts[] = {PS_STR("attachment "), attached->name};
    ps_span span = r->spans[index];
    *ret = (ps_text){
        .kind = attached->role == PS_ATTACHMENT_CONTRACT ? PS_TEXT_CLAUSE : PS_TEXT_NOTE,
        .field = ps_arena_concat(r->arena, parts, PS_COUNT(parts)),
        .text = {ps_str_slice(ps_buffer_str(&r->attachments->text), span.start, span.end),
                 attached->line},
        .role = attached->role,
    };
    return ret->field.ptr ? PS_OK : ps_error_memory(reterr);
}

static ps_status make_whole(reading *r, ps_record *whole, ps_error *reterr)
{
    size_t count = r->record->text_count;
    ps_text *texts = ps_arena_array(r->arena, count + r->count, sizeof *texts);
    if (!texts) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < count; i++) {
        texts[i] = r->record->texts[i];
    }
    for (size_t i = 0; i < r->count; i++) {
        if (r->spans[i].end > r->spans[i].start) {
            ps_status status = make_text(r, i, &texts[count++], reterr);
            if (status != PS_OK) {
                return status;
            }
        }
    }
    whole->texts = texts;
    whole->text_count = count;
    return PS_OK;
}

/* Of what may be the contract, the most likely; what is none may be unread. */
static ps_str most_likely_reason(const reading *r)
{
    for (size_t o = 0; order[o] != PS_ATTACHMENT_OTHER; o++) {
        for (size_t i = 0; i < r->count; i++) {
            if (r->list[i].role == order[o] && r->list[i].reason.ptr) {
                return r->list[i].reason;
            }
        }
    }
    return r->count < r->record->attachment_count
               ? PS_STR("limit:attachment-members: the record has too many attachments")
               : PS_NO_STR;
}

/* Where the record refers to one contract alone, what it has of a contract is of that. */
static void assign_only(reading *r, ps_str contract)
{
    for (size_t i = 0; i < r->count; i++) {
        ps_attached *attached = &r->list[i];
        if (attached->role == PS_ATTACHMENT_CONTRACT && !attached->contract.len) {
            attached->contract = contract;
        }
    }
}

ps_status ps_attachments_read(ps_attachments *attachments, const ps_record *record,
                              const ps_str *contracts, size_t contract_count, ps_arena *arena,
                              ps_attached_texts *ret_texts, ps_error *reterr)
{
    uint64_t most = attachments->limits->attachment_members;
    *ret_texts = (ps_attached_texts){.whole = *record};
    if (record->attachment_count == 0) {
        return PS_OK;
    }
    empty(&attachments->text);
    reading r = {.attachments = attachments,
                 .record = record,
                 .arena = arena,
                 .count = record->attachment_count < most ? record->attachment_count : most,
                 .limits = *attachments->limits};
    r.list = ps_arena_array(arena, r.count, sizeof *r.list);
    r.spans = ps_arena_array(arena, r.count, sizeof *r.spans);
    if (!r.list || !r.spans) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < r.count; i++) {
        ps_attachment_classify(&record->attachments[i], contracts, contract_count, &r.list[i]);
    }
    ps_status status = read_all(&r, reterr);
    if (contract_count == 1) {
        assign_only(&r, contracts[0]);
    }
    empty(&attachments->file);
    if (status == PS_OK) {
        status = make_whole(&r, &ret_texts->whole, reterr);
    }
    ret_texts->list = r.list;
    ret_texts->count = r.count;
    ret_texts->unread = most_likely_reason(&r);
    return status;
}
