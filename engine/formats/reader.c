/* Errors of profiles, and the names that they speak of.
 * SPDX-License-Identifier: Apache-2.0 */
#include "formats/reader.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/compile.h"

void ps_reader_error(ps_profile_reader *reader, const ps_node *node, const char *hint,
                     const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ps_error error = {0};
    PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_PACK, "%s", text));
    ps_error_source(&error, reader->path);
    ps_error_at(&error, node->line, node->column);
    if (reader->profile) {
        ps_error_copy(error.record_id, sizeof error.record_id, reader->profile->id);
    }
    if (hint) {
        ps_error_hint(&error, "%s", hint);
    }
    if (!reader->failed && reader->reterr) {
        *reader->reterr = error;
    }
    reader->failed = 1;
    if (reader->problem) {
        reader->problem(reader->user, PS_FAILED, &error);
    }
}

void ps_reader_take(ps_profile_reader *reader, const ps_node *node, ps_status status,
                    const ps_error *error)
{
    if (status == PS_FATAL) {
        reader->no_memory = 1;
    } else if (status != PS_OK) {
        ps_reader_error(reader, node, error->hint[0] ? error->hint : NULL, "%s", error->message);
    }
}

void ps_reader_nearest(ps_str given, const char *const *known, char *hint, size_t size)
{
    size_t least = SIZE_MAX;
    const char *best = known[0];
    for (size_t i = 0; known[i]; i++) {
        size_t distance = ps_str_distance(given, ps_str_from(known[i]));
        if (distance < least) {
            least = distance;
            best = known[i];
        }
    }
    (void)snprintf(hint, size, "did you mean \"%s\"?", best ? best : "");
}

static void note_name(void *user, uint32_t local)
{
    ps_profile_reader *reader = user;
    enum { WORDS = PS_PROFILES_MOST / 64 };
    size_t need = ((size_t)local + 1) * WORDS * sizeof(uint64_t);
    if (reader->known.len < need) {
        char *room = ps_buffer_reserve(&reader->known, need - reader->known.len);
        if (!room) {
            reader->no_memory = 1;
            return;
        }
        memset(room, 0, need - reader->known.len);
        reader->known.len = need;
    }
    uint64_t word;
    char *at =
        reader->known.ptr + ((size_t)local * WORDS + reader->profile->index / 64) * sizeof word;
    memcpy(&word, at, sizeof word);
    word |= (uint64_t)1 << (reader->profile->index % 64);
    memcpy(at, &word, sizeof word);
}

ps_path_context ps_reader_paths(ps_profile_reader *reader, const ps_node *node)
{
    return (ps_path_context){reader->arena, reader->profiles->vocabulary, node, note_name, reader};
}

static void keep_path(ps_profile_reader *reader, ps_read_path *slot, ps_str text,
                      const ps_path *path)
{
    size_t size = ps_path_size(path);
    void *copy = ps_arena_alloc(reader->scratch, size);
    if (!copy) {
        reader->no_memory = 1;
        return;
    }
    *slot = (ps_read_path){text.ptr, text.len, memcpy(copy, path, size)};
}

int ps_reader_path(ps_profile_reader *reader, const ps_node *node, ps_str text, ps_path *ret)
{
    ps_read_path *slot = &reader->paths[((uintptr_t)text.ptr >> 4) & (PS_READ_PATHS - 1)];
    if (slot->text && slot->text == text.ptr && slot->len == text.len) {
        memcpy(ret, slot->path, ps_path_size(slot->path));
        return 1;
    }
    ps_error error;
    ps_path_context context = ps_reader_paths(reader, node);
    ps_status status = ps_path_parse(&context, text, ret, &error);
    if (status != PS_OK) {
        ps_reader_take(reader, node, status, &error);
    } else if (text.ptr) {
        keep_path(reader, slot, text, ret);
    }
    return status == PS_OK;
}
