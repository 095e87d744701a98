/* SPDX-License-Identifier: Apache-2.0 */
#include "input/container.h"

#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "input/unpack.h"

/* From so many unpacked bytes on the ratio is looked at: small and repetitive ones are no bombs. */
enum { RATIO_FREE = 16 * 1024 * 1024 };

/* So many unpacked bytes behind the place where a document was given up are looked at for damage.
 */
enum { LOOK_FURTHER = 1024 * 1024, BLOCK = 4096 };

/* Bytes with their beginning looked at. */
typedef struct ps_container_source {
    const struct ps_container_source *outer;
    ps_archive_input input;
    const ps_error *error; /* of the layer that gives them; NULL: the input itself */
    char head[PS_ARCHIVE_MAGIC];
    size_t head_len;
    size_t head_at;
    int told; /* the document was rejected because of the error */
} source;

typedef struct reading {
    const ps_limits *limits;
    const ps_container_sink *sink;
    void *user;
    ps_archive_budget budget;
    uint64_t clock_end; /* processor nanoseconds at which the time is up; 0: it is not looked at */
    ps_buffer name;     /* of what is being read; terminated */
    ps_error *reterr;
} reading;

static long read_source(void *io, char *buffer, size_t size)
{
    source *s = io;
    size_t left = s->head_len - s->head_at;
    if (left == 0) {
        return s->input.read(s->input.io, buffer, size);
    }
    size = left < size ? left : size;
    memcpy(buffer, s->head + s->head_at, size);
    s->head_at += size;
    return (long)size;
}

/* No further than need be: what a limit keeps from being read is not counted as read. A read error
 * is met again by whoever reads on. */
static ps_str look_at(source *s)
{
    while (s->head_len < PS_ARCHIVE_MAGIC) {
        long got =
            s->input.read(s->input.io, s->head + s->head_len, PS_ARCHIVE_MAGIC - s->head_len);
        if (got <= 0) {
            break;
        }
        s->head_len += (size_t)got;
    }
    return (ps_str){s->head, s->head_len};
}

/* The error of the outermost layer is the cause of those inside it. */
static void explain(const source *s, ps_error *error)
{
    static const char reading_on[] = "cannot read on: ";
    const ps_error *cause = NULL;
    for (; s; s = s->outer) {
        cause = s->error && s->error->code != PS_E_NONE ? s->error : cause;
    }
    if (error->code != PS_E_READ || !cause) {
        return;
    }
    char message[sizeof error->message];
    size_t place = ps_str_find(ps_str_from(error->message), ps_str_from(reading_on));
    ps_error_copy(message, sizeof message, (ps_str){error->message, place == SIZE_MAX ? 0 : place});
    size_t length = strlen(message);
    ps_error_copy(message + length, sizeof message - length, ps_str_from(cause->message));
    error->code = cause->code;
    memcpy(error->cause, cause->cause, sizeof error->cause);
    memcpy(error->hint, cause->hint, sizeof error->hint);
    memcpy(error->message, message, sizeof message);
}

void ps_container_explain(const ps_document *document, ps_error *error)
{
    document->source->told |= error->code == PS_E_READ;
    explain(document->source, error);
}

static ps_status reject(reading *r, const ps_error *error)
{
    return r->sink->rejected(r->user, r->name.ptr, error) == PS_FATAL ? PS_FATAL : PS_OK;
}

static ps_status read_layers(reading *r, source *s, uint64_t depth, int within_packing);

static ps_status read_packed(reading *r, source *s, ps_packing packing, uint64_t depth)
{
    PS_CLEANUP(ps_unpack_freep) ps_unpack *unpack = NULL;
    ps_status status = ps_unpack_open(packing, read_source, s, &r->budget, r->limits->zstd_window,
                                      &unpack, r->reterr);
    if (status != PS_OK) {
        return status;
    }
    source inner = {.outer = s, .error = ps_unpack_error(unpack)};
    inner.input.read = ps_unpack_read;
    inner.input.io = unpack;
    return read_layers(r, &inner, depth, 1);
}

/* As in a folder: a name that begins with a dot, and what a Mac puts beside each file. */
static int is_hidden(ps_str name)
{
    ps_str part;
    while (ps_str_next(&name, '/', &part)) {
        int dots = ps_str_is(part, ".") || ps_str_is(part, "..");
        if ((part.len && part.ptr[0] == '.' && !dots) || ps_str_is(part, "__MACOSX")) {
            return 1;
        }
    }
    return 0;
}

/* @return PS_OK when the member can be read; PS_FAILED, *ret_error says why not. */
static ps_status check_member(const ps_archive_member *member, ps_error *ret_error)
{
    if (member->kind != PS_MEMBER_FILE) {
        return ps_error_set(ret_error, PS_FAILED, PS_E_MEMBER, "%s is not read",
                            member->kind == PS_MEMBER_LINK ? "a link" : "a special file");
    }
    if (member->encrypted) {
        PS_IGNORE(ps_error_set(ret_error, PS_FAILED, PS_E_MEMBER, "it is encrypted"));
    } else if (member->unreadable.len) {
        PS_IGNORE(ps_error_set(ret_error, PS_FAILED, PS_E_MEMBER,
                               "it is packed by a method that is not read: %.*s",
                               PS_FMT(member->unreadable)));
    } else {
        return PS_OK;
    }
    ps_error_hint(ret_error, "unpack it and screen the file");
    return PS_FAILED;
}

static ps_status read_member(reading *r, source *s, ps_archive *archive,
                             const ps_archive_member *member, uint64_t depth)
{
    ps_error error = {0};
    source inner = {.outer = s, .error = ps_archive_error(archive)};
    inner.input.read = ps_archive_read;
    inner.input.io = archive;
    size_t outer_len = r->name.len - 1;
    r->name.len = outer_len;
    ps_buffer_add_char(&r->name, '!');
    ps_buffer_add_str(&r->name, member->name);
    ps_buffer_add_char(&r->name, '\0');
    if (r->name.failed) {
        return ps_error_memory(r->reterr);
    }
    ps_status status = check_member(member, &error) == PS_OK ? read_layers(r, &inner, depth, 0)
                                                             : reject(r, &error);
    r->name.len = outer_len;
    ps_buffer_add_char(&r->name, '\0');
    return status;
}

static int time_is_up(const reading *r, ps_error *ret_error)
{
    if (ps_clock_thread_ns() < r->clock_end) {
        return 0;
    }
    PS_IGNORE(ps_error_limit(ret_error, PS_FAILED, "file-seconds",
                             "more than %llu seconds of processor time; the rest of the archive is "
                             "not screened",
                             (unsigned long long)r->limits->file_seconds));
    return 1;
}

static ps_status read_archive(reading *r, source *s, ps_archive_kind kind, uint64_t depth)
{
    PS_CLEANUP(ps_archive_freep) ps_archive *archive = NULL;
    ps_archive_member member;
    ps_archive_input input = {.read = read_source, .io = s};
    ps_error error = {0};
    uint64_t told = 0;
    if (s->input.seek && s->input.seek(s->input.io, 0) == 0) {
        input = s->input;
    }
    ps_status status = ps_archive_open(kind, &input, &r->budget, &archive, r->reterr);
    while (status == PS_OK && !time_is_up(r, &error)) {
        status = ps_archive_next(archive, &member, &error);
        if (status == PS_OK && member.kind != PS_MEMBER_FOLDER && !is_hidden(member.name)) {
            told++;
            status = read_member(r, s, archive, &member, depth);
        } else if (status == PS_WARN) {
            told++;
            status = reject(r, &error);
            error.code = PS_E_NONE;
        } else if (status == PS_FATAL && r->reterr) {
            *r->reterr = error;
        }
    }
    if (status == PS_FATAL) {
        return status;
    }
    if (status == PS_END && told == 0) {
        PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_NO_RECORDS, "the archive holds no file"));
        ps_error_hint(&error, "give --allow-empty where empty inputs are expected");
    } else if (status == PS_END) {
        return PS_OK;
    }
    explain(s, &error);
    return reject(r, &error);
}

/* Damage may look like wrong XML, behind which nobody reads on to the check sum. */
static int is_damaged_untold(source *s)
{
    char block[BLOCK];
    long got = 1;
    if (!s->error || s->told) {
        return 0;
    }
    for (uint64_t read = 0; got > 0 && read < LOOK_FURTHER; read += sizeof block) {
        got = read_source(s, block, sizeof block);
    }
    return s->error->code == PS_E_DAMAGED;
}

static ps_status read_document(reading *r, source *s)
{
    ps_document document = {r->name.ptr, read_source, s, s, s->outer == NULL};
    if (r->sink->document(r->user, &document) == PS_FATAL) {
        return PS_FATAL;
    }
    return is_damaged_untold(s) ? reject(r, s->error) : PS_OK;
}

static ps_status read_layers(reading *r, source *s, uint64_t depth, int within_packing)
{
    ps_str head = look_at(s);
    ps_packing packing = ps_packing_recognise(head);
    ps_archive_kind kind = ps_archive_recognise(head);
    if (packing == PS_PACKING_NONE && kind == PS_ARCHIVE_NONE) {
        return read_document(r, s);
    }
    int same_level = kind == PS_ARCHIVE_TAR && within_packing; /* .tar.gz is one container */
    if (depth >= r->limits->container_depth && !same_level) {
        ps_error error = {0};
        PS_IGNORE(ps_error_limit(&error, PS_FAILED, "container-depth",
                                 "archives are nested more than %llu deep",
                                 (unsigned long long)r->limits->container_depth));
        ps_error_hint(&error, "unpack the outer one and screen what is in it");
        return reject(r, &error);
    }
    depth += !same_level;
    if (!r->clock_end) {
        r->clock_end = ps_clock_thread_ns() + r->limits->file_seconds * 1000000000;
    }
    return packing != PS_PACKING_NONE ? read_packed(r, s, packing, depth)
                                      : read_archive(r, s, kind, depth);
}

ps_status ps_container_read(const ps_archive_input *input, const char *name,
                            const ps_limits *limits, const ps_container_sink *sink, void *user,
                            ps_error *reterr)
{
    source outermost = {.input = *input};
    reading r = {.limits = limits,
                 .sink = sink,
                 .user = user,
                 .reterr = reterr,
                 .budget = {.prefix = "container",
                            .members_most = limits->container_members,
                            .bytes_most = limits->container_bytes,
                            .ratio_most = limits->container_ratio,
                            .ratio_free = RATIO_FREE}};
    ps_buffer_init(&r.name, 0);
    ps_buffer_add_text(&r.name, name);
    ps_buffer_add_char(&r.name, '\0');
    ps_status status = r.name.failed ? ps_error_memory(reterr) : read_layers(&r, &outermost, 0, 0);
    ps_buffer_done(&r.name);
    return status;
}
