/* SPDX-License-Identifier: Apache-2.0 */
#include "document/package.h"

#include "base/error.h"
#include "base/str.h"

/* The archive's own causes are told as the attachment's. */
static ps_status blame_archive(ps_status status, ps_error *reterr)
{
    if (reterr && status != PS_FATAL && reterr->code != PS_E_LIMIT) {
        ps_error copy = *reterr;
        PS_IGNORE(ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED, "%s", copy.message));
    }
    return status == PS_FATAL ? PS_FATAL : PS_FAILED;
}

static ps_status refuse_encrypted(ps_str name, ps_error *reterr)
{
    return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_ENCRYPTED,
                        "\"%.*s\" in it is locked with a password", PS_FMT(name));
}

ps_status ps_package_no_room(const ps_arena *arena, ps_error *reterr)
{
    return arena->used > PS_PACKAGE_ARENA / 2
               ? ps_error_limit(reterr, PS_FAILED, "attachment-bytes",
                                "its styles and lists take more than %d bytes", PS_PACKAGE_ARENA)
               : ps_error_memory(reterr);
}

typedef struct seen {
    int types; /* [Content_Types].xml */
    int mimetype;
    int ofd;
    int embedded;
    size_t members;
    ps_error damage; /* the first; PS_E_NONE: none */
} seen;

static void look_at(const ps_archive_member *member, seen *s)
{
    s->members++;
    s->types |= ps_str_is(member->name, "[Content_Types].xml") ||
                ps_str_is(member->name, "word/document.xml");
    s->mimetype |= ps_str_is(member->name, "mimetype");
    s->embedded |=
        ps_str_starts(member->name, PS_STR("word/embeddings/")) && member->kind == PS_MEMBER_FILE;
    s->ofd |= ps_str_is(member->name, "OFD.xml");
}

/* A damaged directory does not hide what it is: what was seen counts. */
static ps_status look(const ps_package *package, seen *ret, ps_error *reterr)
{
    PS_CLEANUP(ps_archive_freep) ps_archive *archive = NULL;
    ps_archive_member member;
    ps_error error;
    ps_status status =
        ps_archive_open_bytes(PS_ARCHIVE_ZIP, package->bytes, package->budget, &archive, reterr);
    if (status != PS_OK) {
        return status;
    }
    while ((status = ps_archive_next(archive, &member, &error)) == PS_OK || status == PS_WARN) {
        if (status == PS_OK) {
            look_at(&member, ret);
        } else if (ret->damage.code == PS_E_NONE) {
            ret->damage = error;
        }
    }
    if (status == PS_END || (status == PS_FAILED && error.code != PS_E_LIMIT && ret->members)) {
        if (status == PS_FAILED) {
            ret->damage = error;
        }
        return PS_OK;
    }
    *reterr = error;
    return blame_archive(status, reterr);
}

ps_status ps_package_kind(const ps_package *package, ps_document_kind *ret_kind,
                          const char **ret_why, ps_error *reterr)
{
    seen s = {0};
    char head[64];
    size_t size = 0;
    ps_error error;
    uint64_t members = package->budget->members;
    ps_status status = look(package, &s, &error);
    package->budget->members = members; /* who reads them counts them */
    if (status != PS_OK) {
        *reterr = error;
        return status;
    }
    *ret_kind = PS_DOCUMENT_ARCHIVE;
    if (s.ofd) {
        *ret_kind = PS_DOCUMENT_OTHER;
        *ret_why = "an OFD document";
    } else if (s.types) {
        *ret_kind = PS_DOCUMENT_DOCX;
    } else if (s.mimetype) {
        status = ps_package_head(package, PS_STR("mimetype"), head, sizeof head, &size, reterr);
        if (status == PS_OK &&
            ps_str_starts((ps_str){head, size}, PS_STR("application/vnd.oasis.opendocument"))) {
            *ret_kind = PS_DOCUMENT_ODT;
        }
    }
    if (s.embedded && *ret_kind == PS_DOCUMENT_DOCX) {
        PS_IGNORE(ps_error_set(&error, PS_WARN, PS_E_ATTACHMENT_UNSUPPORTED,
                               "a file is embedded in it, which is not read"));
        ps_reading_lose(package->reading, &error);
    }
    if (s.damage.code != PS_E_NONE && *ret_kind != PS_DOCUMENT_ARCHIVE) {
        PS_IGNORE(blame_archive(PS_FAILED, &s.damage)); /* an archive's reader tells itself */
        ps_reading_lose(package->reading, &s.damage);
    }
    return status == PS_END ? PS_OK : status;
}

/* Go to the part. @return PS_END when it is not there. */
static ps_status find(const ps_package *package, ps_str part, ps_archive **ret_archive,
                      ps_error *reterr)
{
    PS_CLEANUP(ps_archive_freep) ps_archive *archive = NULL;
    ps_archive_member member;
    ps_error error;
    uint64_t members = package->budget->members;
    ps_status status =
        ps_archive_open_bytes(PS_ARCHIVE_ZIP, package->bytes, package->budget, &archive, reterr);
    if (status != PS_OK) {
        return status;
    }
    while ((status = ps_archive_next(archive, &member, &error)) == PS_OK || status == PS_WARN) {
        if (status == PS_OK && ps_str_equal(member.name, part)) {
            package->budget->members = members; /* each is counted once, by look() */
            if (member.encrypted) {
                return refuse_encrypted(part, reterr);
            }
            *ret_archive = PS_TAKE(archive);
            return PS_OK;
        }
    }
    package->budget->members = members;
    if (status == PS_END) {
        return PS_END;
    }
    *reterr = error;
    return blame_archive(status, reterr);
}

/* A second part of the name would be read by some programs, and the first by others. */
static ps_status refuse_second(ps_archive *archive, const ps_package *package, ps_str part,
                               ps_error *reterr)
{
    ps_archive_member member;
    ps_error error;
    ps_status status;
    uint64_t members = package->budget->members;
    ps_status result = PS_OK;
    while ((status = ps_archive_next(archive, &member, &error)) == PS_OK || status == PS_WARN) {
        if (status == PS_OK && ps_str_equal(member.name, part)) {
            result = ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                                  "\"%.*s\" is in it twice", PS_FMT(part));
            break;
        }
    }
    package->budget->members = members;
    return status == PS_FATAL ? ps_error_memory(reterr) : result;
}

typedef struct part_reader {
    ps_archive *archive;
    const ps_reading *reading;
    ps_error error; /* why it does not go on */
} part_reader;

static long read_part(void *io, char *buffer, size_t size)
{
    part_reader *r = io;
    if (!ps_reading_goes_on(r->reading, &r->error)) {
        return -1;
    }
    return ps_archive_read(r->archive, buffer, size);
}

ps_status ps_package_parse(const ps_package *package, ps_str part, const ps_xml_handler *handler,
                           void *user, ps_error *reterr)
{
    PS_CLEANUP(ps_archive_freep) ps_archive *archive = NULL;
    ps_xml_options options = {.limits = package->reading->limits};
    ps_xml_result result;
    char name[128];
    ps_status status = find(package, part, &archive, reterr);
    if (status != PS_OK) {
        return status;
    }
    part_reader reader = {.archive = archive, .reading = package->reading};
    status = ps_xml_parse(read_part, &reader, &options, handler, user, &result, reterr);
    if (status == PS_FAILED && reader.error.code != PS_E_NONE) {
        *reterr = reader.error;
        return reader.error.code == PS_E_MEMORY ? PS_FATAL : PS_FAILED;
    }
    if (status == PS_FAILED && ps_archive_error(archive)->code != PS_E_NONE) {
        *reterr = *ps_archive_error(archive);
        return blame_archive(PS_FAILED, reterr);
    }
    if (status == PS_FAILED) {
        ps_error_copy(name, sizeof name, part);
        ps_reading_blame(reterr, name);
        return PS_FAILED;
    }
    return status == PS_OK ? refuse_second(archive, package, part, reterr) : status;
}

ps_status ps_package_head(const ps_package *package, ps_str part, char *buffer, size_t size,
                          size_t *ret_size, ps_error *reterr)
{
    PS_CLEANUP(ps_archive_freep) ps_archive *archive = NULL;
    ps_status status = find(package, part, &archive, reterr);
    *ret_size = 0;
    while (status == PS_OK && *ret_size < size) {
        long got = ps_archive_read(archive, buffer + *ret_size, size - *ret_size);
        if (got < 0) {
            *reterr = *ps_archive_error(archive);
            return blame_archive(PS_FAILED, reterr);
        }
        if (got == 0) {
            break;
        }
        *ret_size += (size_t)got;
    }
    return status;
}
