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
    ps_span *spans;   /* of attachments->text, by attachment */
    ps_limits limits; /* with what is left of those that hold for all attachments together */
    ps_str unread;
    ps_attachment_role unread_role;
    const ps_attachment *now;
    ps_attachment_role now_role;
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

/* The first is kept, and one of a contract goes before others. What is no contract may be unread.
 */
static void lose(reading *r, ps_str cause, ps_str name, ps_str why)
{
    int better = !r->unread.ptr || (r->now_role == PS_ATTACHMENT_CONTRACT &&
                                    r->unread_role != PS_ATTACHMENT_CONTRACT);
    if (r->now_role == PS_ATTACHMENT_OTHER || !better) {
        return;
    }
    ps_str parts[] = {cause, PS_STR(": "), ps_str_cut(name, SHOWN), PS_STR(": "), why};
    r->unread = ps_arena_concat(r->arena, parts, PS_COUNT(parts));
    r->unread_role = r->now_role;
    r->no_memory |= !r->unread.ptr;
}

static void lose_by(reading *r, const ps_error *error)
{
    ps_str name = error->source[0] ? ps_str_from(error->source) : ps_attachment_shown(r->now);
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
    const ps_attachment *attachment = r->now;
    ps_attachments *a = r->attachments;
    ps_str shown = ps_attachment_shown(attachment);
    if (attachment->bytes) {
        *ret_bytes = attachment->data;
        if (attachment->fault.ptr) {
            size_t colon = ps_str_find(attachment->fault, PS_STR(": "));
            lose(r, ps_str_slice(attachment->fault, 0, colon), shown,
                 ps_str_slice(attachment->fault, colon + 2, attachment->fault.len));
        }
        return attachment->fault.ptr ? PS_END : PS_OK;
    }
    ps_opened_file file = {-1, "files are not opened here"};
    ps_str name = attachment->uri.text.len ? attachment->uri.text : attachment->name.text;
    ps_status status = a->opener.open ? a->opener.open(a->opener.user, name, &file, reterr) : PS_OK;
    if (status != PS_OK) {
        return status;
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

/* Read one, and take what it used from what is left for the others. */
static ps_status read_one(reading *r, size_t index, ps_error *reterr)
{
    ps_buffer *text = &r->attachments->text;
    ps_str bytes;
    char name[SHOWN + 1];
    ps_document_kind kind;
    ps_error error = {0};
    ps_status status = bytes_of(r, &bytes, reterr);
    if (status != PS_OK) {
        return status == PS_END ? PS_OK : status;
    }
    ps_error_copy(name, sizeof name, ps_attachment_shown(r->now));
    ps_document_options options = {
        .limits = &r->limits, .name = name, .report = on_report, .user = r};
    size_t before = text->len;
    uint64_t worked = ps_clock_thread_ns();
    uint64_t began = ps_clock_ms();
    status = ps_document_read(bytes, &options, text, &kind, &error);
    r->limits.attachment_ms =
        less(r->limits.attachment_ms, (ps_clock_thread_ns() - worked) / 1000000);
    if (kind == PS_DOCUMENT_PDF || kind == PS_DOCUMENT_ARCHIVE) {
        r->limits.pdf_seconds = less(r->limits.pdf_seconds, (ps_clock_ms() - began) / 1000);
    }
    if (status == PS_FATAL) {
        return reterr ? (*reterr = error, status) : status;
    }
    if (status == PS_FAILED) {
        lose_by(r, &error);
        return PS_OK;
    }
    r->spans[index] = (ps_span){before, text->len};
    r->limits.attachment_text = less(r->limits.attachment_text, text->len - before);
    return PS_OK;
}

static ps_status read_all(reading *r, ps_error *reterr)
{
    static const ps_attachment_role order[] = {PS_ATTACHMENT_CONTRACT, PS_ATTACHMENT_UNKNOWN,
                                               PS_ATTACHMENT_OTHER};
    for (size_t o = 0; o < PS_COUNT(order); o++) {
        for (size_t i = 0; i < r->record->attachment_count; i++) {
            r->now = &r->record->attachments[i];
            r->now_role = ps_attachment_role_of(r->now);
            ps_status status = r->now_role == order[o] ? read_one(r, i, reterr) : PS_OK;
            if (status == PS_OK && r->no_memory) {
                status = ps_error_memory(reterr);
            }
            if (status != PS_OK) {
                return status;
            }
        }
    }
    return PS_OK;
}

/* The text of one attachment, as one of the record. */
static ps_status make_text(reading *r, size_t index, ps_text *ret, ps_error *reterr)
{
    const ps_attachment *attachment = &r->record->attachments[index];
    ps_str parts[] = {PS_STR("attachment "), ps_str_cut(ps_attachment_shown(attachment), SHOWN)};
    ps_attachment_role role = ps_attachment_role_of(attachment);
    ps_span span = r->spans[index];
    *ret = (ps_text){
        .kind = role == PS_ATTACHMENT_CONTRACT ? PS_TEXT_CLAUSE : PS_TEXT_NOTE,
        .field = ps_arena_concat(r->arena, parts, PS_COUNT(parts)),
        .text = {ps_str_slice(ps_buffer_str(&r->attachments->text), span.start, span.end),
                 attachment->line},
        .role = role,
    };
    return ret->field.ptr ? PS_OK : ps_error_memory(reterr);
}

static ps_status make_whole(reading *r, ps_record *whole, ps_error *reterr)
{
    size_t count = r->record->text_count;
    ps_text *texts = ps_arena_array(r->arena, count + r->record->attachment_count, sizeof *texts);
    if (!texts) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < count; i++) {
        texts[i] = r->record->texts[i];
    }
    for (size_t i = 0; i < r->record->attachment_count; i++) {
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

ps_status ps_attachments_read(ps_attachments *attachments, const ps_record *record, ps_arena *arena,
                              ps_record *ret_whole, ps_str *ret_unread, ps_error *reterr)
{
    *ret_whole = *record;
    *ret_unread = PS_NO_STR;
    if (record->attachment_count == 0) {
        return PS_OK;
    }
    empty(&attachments->text);
    reading r = {.attachments = attachments,
                 .record = record,
                 .arena = arena,
                 .limits = *attachments->limits};
    r.spans = ps_arena_array(arena, record->attachment_count, sizeof *r.spans);
    if (!r.spans) {
        return ps_error_memory(reterr);
    }
    ps_status status = read_all(&r, reterr);
    empty(&attachments->file);
    *ret_unread = r.unread;
    return status == PS_OK ? make_whole(&r, ret_whole, reterr) : status;
}
