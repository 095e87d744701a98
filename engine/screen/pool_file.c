/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/pool_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

enum { MOST_DEATHS = 100 };

/* NULL: no memory. */
static ps_pool_file *new_file(const char *name)
{
    ps_pool_file *file = calloc(1, sizeof *file);
    size_t room = strlen(name) + 1;
    room = room < PS_JOB_NAME_ROOM ? room : PS_JOB_NAME_ROOM;
    char *shown = malloc(room);
    char *copy = strdup(name);
    if (!file || !shown || !copy) {
        free(file);
        free(shown);
        free(copy);
        return NULL;
    }
    file->name = copy;
    file->shown = shown;
    ps_error_copy(shown, room, ps_str_from(name));
    file->job.name = shown;
    ps_buffer_init(&file->names, 0);
    ps_buffer_init(&file->unread, 0);
    return file;
}

ps_status ps_pool_file_new(const ps_walk_file *found, ps_pool_file **ret_file, ps_error *reterr)
{
    ps_pool_file *file = new_file(found->path);
    if (!file) {
        if (found->fd >= 0) {
            (void)close(found->fd);
        }
        return ps_error_memory(reterr);
    }
    file->fd = found->fd;
    file->size = found->size;
    file->error = found->error;
    file->state = found->fd < 0 ? PS_FILE_DONE : PS_FILE_WAITING;
    file->opened = found->info;
    file->seekable = found->seekable;
    file->start = (off_t)found->start;
    file->job.place = (ps_file_place){found->seekable, found->start, found->size};
    *ret_file = file;
    return PS_OK;
}

void ps_pool_file_free(ps_pool_file *file)
{
    if (file) {
        (void)ps_pool_file_drop_held(file);
        ps_buffer_done(&file->names);
        ps_buffer_done(&file->unread);
        if (file->fd >= 0 && !file->split) {
            (void)close(file->fd);
        }
        free(file->name);
        free(file->shown);
        free(file);
    }
}

ps_status ps_pool_file_hold(ps_pool_file *file, ps_wire_reader *reader, ps_str frame,
                            ps_error *reterr)
{
    if (!file->held_last || file->held_last->reader != reader) {
        ps_segment *fresh = calloc(1, sizeof *fresh);
        if (!fresh) {
            return ps_error_memory(reterr);
        }
        fresh->reader = reader;
        ps_buffer_init(&fresh->bytes, 0);
        if (file->held_last) {
            file->held_last->next = fresh;
        } else {
            file->held = fresh;
        }
        file->held_last = fresh;
    }
    ps_buffer_add_str(&file->held_last->bytes, frame);
    return file->held_last->bytes.failed ? ps_error_memory(reterr) : PS_OK;
}

size_t ps_pool_file_drop_held(ps_pool_file *file)
{
    size_t bytes = 0;
    while (file->held) {
        ps_segment *next = file->held->next;
        bytes += file->held->bytes.len;
        ps_buffer_done(&file->held->bytes);
        free(file->held);
        file->held = next;
    }
    file->held_last = NULL;
    return bytes;
}

void ps_pool_file_give_up(ps_pool_file *file, const ps_error *error)
{
    file->state = PS_FILE_DONE;
    if (file->error.code == PS_E_NONE) {
        file->error = *error;
        file->error.record = 0;
    }
}

void ps_pool_file_check_unchanged(ps_pool_file *file)
{
    struct stat now;
    if (!file->seekable || file->error.code != PS_E_NONE || fstat(file->fd, &now) != 0) {
        return;
    }
    if (now.st_size != file->opened.st_size || now.st_mtim.tv_sec != file->opened.st_mtim.tv_sec ||
        now.st_mtim.tv_nsec != file->opened.st_mtim.tv_nsec) {
        PS_IGNORE(ps_error_set(
            &file->error, PS_FAILED, PS_E_CHANGED,
            "the file was changed while it was read; what was screened may be neither the old nor "
            "the new content"));
        ps_error_hint(&file->error, "run again when the export is complete");
    }
}

int ps_pool_file_rewind(ps_pool_file *file)
{
    return file->split ? !file->released
                       : file->seekable && lseek(file->fd, file->start, SEEK_SET) == file->start;
}

void ps_pool_file_after_death(ps_pool_file *file, const char *how, ps_error_code code)
{
    file->deaths++;
    file->stopped = 0;
    ps_buffer_clear(&file->unread);
    int again_there = file->job.poisoned && file->job.skip == file->reported;
    if (!ps_pool_file_rewind(file) || again_there || file->deaths > MOST_DEATHS) {
        file->state = PS_FILE_DONE;
        file->died_code = code;
        ps_error_copy(file->died, sizeof file->died, ps_str_from(how));
        return;
    }
    file->job.poisoned = file->job.careful;
    file->job.careful = 1;
    file->job.skip = file->reported;
    file->state = PS_FILE_WAITING;
}

void ps_pool_file_tell_death(ps_pool_file *file, uint64_t before)
{
    ps_error error = {0};
    PS_IGNORE(ps_error_set(
        &error, PS_FAILED, file->died_code,
        "the process that read this file %s; what follows record %llu of it was not screened",
        file->died, (unsigned long long)(before + file->reported)));
    ps_error_hint(&error, "please report it, with the file if you may");
    ps_pool_file_give_up(file, &error);
}

ps_status ps_pool_file_stretch(const ps_pool_file *file, ps_pool_file **ret_file, ps_error *reterr)
{
    ps_pool_file *fresh = new_file(file->name);
    if (!fresh) {
        return ps_error_memory(reterr);
    }
    fresh->fd = file->fd;
    fresh->opened = file->opened;
    fresh->seekable = file->seekable;
    fresh->size = file->size;
    fresh->state = PS_FILE_WAITING;
    fresh->job = file->job;
    fresh->job.name = fresh->shown;
    fresh->job.skip = 0;
    fresh->job.careful = 0;
    fresh->job.poisoned = 0;
    fresh->split = file->split;
    *ret_file = fresh;
    return PS_OK;
}
