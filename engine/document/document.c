/* SPDX-License-Identifier: Apache-2.0 */
#include "document/document.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "document/package.h"

enum {
    RATIO_FREE = 1 << 20, /* unpacked bytes of an archive from which on its ratio is looked at */
    NAME = 512,
    PIECE = 65536
};

static ps_status read_bytes(ps_reading *reading, ps_str bytes, unsigned depth,
                            ps_archive_budget *budget, ps_document_kind *ret_kind,
                            ps_error *reterr);

/* ---- members of an archive ---- */

/* All of a member. Not more than is left of the budget comes out. */
static ps_status unpack(ps_archive *archive, ps_buffer *into, ps_error *reterr)
{
    for (;;) {
        char *at = ps_buffer_reserve(into, PIECE);
        if (!at) {
            return ps_error_memory(reterr);
        }
        long got = ps_archive_read(archive, at, PIECE);
        if (got == 0) {
            return PS_OK;
        }
        if (got < 0) {
            *reterr = *ps_archive_error(archive);
            if (reterr->code != PS_E_LIMIT) {
                PS_IGNORE(ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED, "%s",
                                       ps_archive_error(archive)->message));
            }
            return PS_FAILED;
        }
        into->len += (size_t)got;
    }
}

/* One that can be read; its text comes behind its name. */
static ps_status read_member(ps_reading *outer, ps_archive *archive, const char *name,
                             unsigned depth, ps_archive_budget *budget, ps_error *reterr)
{
    ps_buffer bytes;
    ps_document_kind kind;
    size_t before = outer->prose.out->len;
    ps_reading reading = *outer;
    reading.name = name;
    reading.encoding = NULL;
    reading.lost = 0;
    ps_buffer_init(&bytes, 0);
    ps_status status = unpack(archive, &bytes, reterr);
    if (status == PS_OK) {
        ps_prose_paragraph(&reading.prose);
        ps_prose_add(&reading.prose, ps_str_from(name));
        ps_prose_paragraph(&reading.prose);
        size_t behind_name = reading.prose.out->len;
        status = read_bytes(&reading, ps_buffer_str(&bytes), depth, budget, &kind, reterr);
        if (status == PS_OK && reading.prose.out->len == behind_name) {
            status = ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED,
                                  "a document without text (%s)", ps_document_kind_name(kind));
        }
    }
    ps_buffer_done(&bytes);
    if (status == PS_OK) {
        outer->prose = reading.prose;
        outer->lost += reading.lost;
        ps_prose_paragraph(&outer->prose);
    } else {
        outer->prose.out->len = before;
    }
    return status;
}

static ps_status refuse_member(const ps_archive_member *member, ps_error *reterr)
{
    if (member->encrypted) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_ENCRYPTED, "locked with a password");
    }
    return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED, "packed by %.*s",
                        PS_FMT(member->unreadable));
}

/* What is lost of an archive costs itself; a limit costs the rest. */
static ps_status next_member(ps_reading *reading, ps_archive *archive, unsigned depth,
                             ps_archive_budget *budget, ps_error *reterr)
{
    char name[NAME];
    ps_archive_member member;
    ps_error error = {0};
    ps_status status = ps_archive_next(archive, &member, &error);
    if (status == PS_END || status == PS_FATAL) {
        *reterr = error;
        return status;
    }
    if (status != PS_OK) {
        if (error.code != PS_E_LIMIT) {
            ps_error cause = error;
            PS_IGNORE(ps_error_set(&error, status, PS_E_ATTACHMENT_DAMAGED, "%s", cause.message));
        }
        ps_error_source(&error, reading->name);
        ps_reading_lose(reading, &error);
        return status == PS_WARN ? PS_OK : PS_END;
    }
    if (member.kind != PS_MEMBER_FILE) {
        return PS_OK;
    }
    (void)snprintf(name, sizeof name, "%s/%.*s", reading->name, PS_FMT(member.name));
    status = member.encrypted || member.unreadable.len
                 ? refuse_member(&member, &error)
                 : read_member(reading, archive, name, depth, budget, &error);
    if (status == PS_FATAL) {
        *reterr = error;
        return status;
    }
    if (status == PS_FAILED) {
        ps_error_source(&error, name);
        ps_reading_lose(reading, &error);
    }
    return PS_OK;
}

static ps_status read_archive(ps_reading *reading, ps_str bytes, unsigned depth,
                              ps_archive_budget *budget, ps_error *reterr)
{
    PS_CLEANUP(ps_archive_freep) ps_archive *archive = NULL;
    if (depth >= reading->limits->attachment_depth) {
        return ps_error_limit(reterr, PS_FAILED, "attachment-depth",
                              "archives inside one another, more than %llu",
                              (unsigned long long)reading->limits->attachment_depth);
    }
    size_t before = reading->prose.out->len;
    ps_status status = ps_archive_open_bytes(PS_ARCHIVE_ZIP, bytes, budget, &archive, reterr);
    while (status == PS_OK && !reading->prose.full) { /* what is full is told at the end */
        status = ps_reading_goes_on(reading, reterr)
                     ? next_member(reading, archive, depth + 1, budget, reterr)
                     : PS_FAILED;
    }
    if (status == PS_END && reading->prose.out->len == before) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED,
                            "an archive without a document that can be read");
    }
    return status == PS_END ? PS_OK : status;
}

/* ---- one document ---- */

static ps_status read_zip(ps_reading *reading, ps_str bytes, unsigned depth,
                          ps_archive_budget *budget, ps_document_kind *ret_kind, ps_error *reterr)
{
    ps_package package = {reading, bytes, budget};
    const char *why = "";
    ps_status status = ps_package_kind(&package, ret_kind, &why, reterr);
    if (status != PS_OK) {
        return status;
    }
    switch (*ret_kind) {
    case PS_DOCUMENT_DOCX:
        return ps_read_docx(&package, reterr);
    case PS_DOCUMENT_ODT:
        return ps_read_odt(&package, reterr);
    case PS_DOCUMENT_ARCHIVE:
        return read_archive(reading, bytes, depth, budget, reterr);
    case PS_DOCUMENT_PLAIN:
    case PS_DOCUMENT_HTML:
    case PS_DOCUMENT_XML:
    case PS_DOCUMENT_FLAT_ODT:
    case PS_DOCUMENT_RTF:
    case PS_DOCUMENT_PDF:
    case PS_DOCUMENT_ZIP:
    case PS_DOCUMENT_OTHER:
        break;
    }
    return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED, "%s", why);
}

static ps_status read_bytes(ps_reading *reading, ps_str bytes, unsigned depth,
                            ps_archive_budget *budget, ps_document_kind *ret_kind, ps_error *reterr)
{
    const char *why = "";
    int encrypted = 0;
    *ret_kind = ps_document_kind_of(bytes, &why, &encrypted);
    if (bytes.len > reading->limits->attachment_bytes) {
        return ps_error_limit(reterr, PS_FAILED, "attachment-bytes", "more than %llu bytes",
                              (unsigned long long)reading->limits->attachment_bytes);
    }
    switch (*ret_kind) {
    case PS_DOCUMENT_PLAIN:
        return ps_read_plain(reading, bytes, reterr);
    case PS_DOCUMENT_HTML:
        return ps_read_html(reading, bytes, reterr);
    case PS_DOCUMENT_XML:
        return ps_read_xml(reading, bytes, reterr);
    case PS_DOCUMENT_FLAT_ODT:
        return ps_read_flat_odt(reading, bytes, reterr);
    case PS_DOCUMENT_RTF:
        return ps_read_rtf(reading, bytes, reterr);
    case PS_DOCUMENT_PDF:
        return ps_read_pdf(reading, bytes, reterr);
    case PS_DOCUMENT_ZIP:
    case PS_DOCUMENT_DOCX:
    case PS_DOCUMENT_ODT:
    case PS_DOCUMENT_ARCHIVE:
        return read_zip(reading, bytes, depth, budget, ret_kind, reterr);
    case PS_DOCUMENT_OTHER:
        break;
    }
    return ps_error_set(reterr, PS_FAILED,
                        encrypted ? PS_E_ATTACHMENT_ENCRYPTED : PS_E_ATTACHMENT_UNSUPPORTED, "%s",
                        why);
}

ps_status ps_document_read(ps_str bytes, const ps_document_options *options, ps_buffer *text,
                           ps_document_kind *ret_kind, ps_error *reterr)
{
    const ps_limits *limits = options->limits;
    ps_error error;
    size_t start = text->len;
    uint64_t pdf_ms = limits->pdf_seconds * 1000;
    ps_archive_budget budget = {
        .prefix = "attachment",
        .members_most = limits->attachment_members,
        .bytes_most = limits->attachment_bytes,
        .ratio_most = limits->attachment_ratio,
        .ratio_free = RATIO_FREE,
    };
    ps_reading reading = {
        .limits = limits,
        .name = options->name ? options->name : "attachment",
        .encoding = options->encoding,
        .report = options->report,
        .user = options->user,
        .pdf_ms = &pdf_ms,
        .started_ns = ps_clock_thread_ns(),
    };
    ps_prose_init(&reading.prose, text, (size_t)limits->attachment_text);
    ps_status status = read_bytes(&reading, bytes, 0, &budget, ret_kind, &error);
    if (status == PS_OK) {
        status = ps_prose_end(&reading.prose, &error);
    }
    if (status == PS_OK && !ps_prose_has_text(&reading.prose)) {
        status = ps_error_set(&error, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED,
                              "a document without text (%s)", ps_document_kind_name(*ret_kind));
    }
    if (status == PS_OK) {
        return reading.lost ? PS_WARN : PS_OK;
    }
    text->len = start;
    ps_error_source(&error, reading.name);
    if (reterr) {
        *reterr = error;
    }
    return status;
}
