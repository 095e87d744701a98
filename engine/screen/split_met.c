/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memfd_create */
#include "screen/split_met.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/str.h"
#include "xml/document.h"

enum { NAME_BYTES_MOST = 4 * 1024 * 1024 };

ps_status ps_split_met_init(ps_split_met *met, ps_error *reterr)
{
    *met = (ps_split_met){.room = 0};
    ps_arena_init(&met->arena, 0);
    ps_index_init(&met->index);
    return ps_coverage_new(0, &met->unread, reterr);
}

void ps_split_met_done(ps_split_met *met)
{
    free(met->names);
    ps_index_done(&met->index);
    ps_arena_done(&met->arena);
    ps_coverage_free(met->unread);
}

void ps_split_met_row(ps_buffer *rows, const ps_unmapped *row)
{
    ps_buffer_add(rows, (const char *)&row->count, sizeof row->count);
    ps_buffer_add_str(rows, row->format);
    ps_buffer_add_char(rows, '\0');
    ps_buffer_add_str(rows, row->element);
    ps_buffer_add_char(rows, '\0');
}

void ps_split_met_unread(ps_split_met *met, ps_str rows)
{
    uint64_t count;
    while (rows.len > sizeof count) {
        ps_str format;
        ps_str element;
        memcpy(&count, rows.ptr, sizeof count);
        rows = ps_str_slice(rows, sizeof count, rows.len);
        if (ps_str_next(&rows, '\0', &format) && ps_str_next(&rows, '\0', &element)) {
            ps_coverage_unread_add(met->unread, format, element, count);
        }
    }
}

static int knows(const ps_split_met *met, ps_str name, uint64_t hash)
{
    for (uint32_t at = ps_index_first(&met->index, hash); at;
         at = ps_index_next(&met->index, at - 1)) {
        if (ps_str_equal(met->names[at - 1], name)) {
            return 1;
        }
    }
    return 0;
}

ps_status ps_split_met_names(ps_split_met *met, ps_str names, ps_error *reterr)
{
    ps_str name;
    while (ps_str_next(&names, '\0', &name)) {
        uint64_t hash = ps_index_hash(&met->index, name);
        if (knows(met, name, hash)) {
            continue;
        }
        if (met->index.count == met->room) {
            size_t room = met->room ? met->room * 2 : 256;
            ps_str *grown = realloc(met->names, room * sizeof *grown);
            if (!grown) {
                return ps_error_memory(reterr);
            }
            met->names = grown;
            met->room = room;
        }
        ps_str copy = ps_arena_str(&met->arena, name);
        met->names[met->index.count] = copy;
        if (!copy.ptr || !ps_index_add(&met->index, hash)) {
            return ps_error_memory(reterr);
        }
        met->name_bytes += name.len + 1;
    }
    return PS_OK;
}

int ps_split_met_is_much(const ps_split_met *met, const ps_limits *limits)
{
    return met->index.count + PS_XML_NAMES_MOST > limits->names ||
           met->name_bytes > NAME_BYTES_MOST || met->spent_ns / 1000000000 >= limits->file_seconds;
}

static int write_all(int fd, ps_str bytes)
{
    while (bytes.len) {
        ssize_t put = write(fd, bytes.ptr, bytes.len);
        if (put < 0 && errno != EINTR) {
            return 0;
        }
        bytes = ps_str_slice(bytes, put > 0 ? (size_t)put : 0, bytes.len);
    }
    return 1;
}

int ps_split_met_export(const ps_split_met *met, uint64_t *ret_names, uint64_t *ret_unread)
{
    ps_buffer all;
    ps_buffer_init(&all, 0);
    for (size_t i = 0; i < met->index.count; i++) {
        ps_buffer_add_str(&all, met->names[i]);
        ps_buffer_add_char(&all, '\0');
    }
    *ret_names = all.len;
    ps_coverage_unread_names(met->unread, &all);
    *ret_unread = all.len - *ret_names;
    int fd = all.failed ? -1 : memfd_create("procscreen-names", MFD_CLOEXEC);
    if (fd >= 0 && !write_all(fd, ps_buffer_str(&all))) {
        (void)close(fd);
        fd = -1;
    }
    ps_buffer_done(&all);
    return fd;
}
