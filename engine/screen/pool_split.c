/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/pool_split.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "input/ring.h"
#include "input/unpack.h"
#include "screen/split_model.h"

/* ---- beginning ---- */

static int is_worth_it(const ps_pool *pool, const ps_pool_file *file)
{
    return pool->worker_count > 1 && file->fd >= 0 &&
           pool->limits->names >= 2 * (uint64_t)PS_XML_NAMES_MOST;
}

/* What is packed, or an archive, is read as a whole. Of a stream the worker finds out. */
static int is_container(const ps_pool_file *file)
{
    char bytes[PS_ARCHIVE_MAGIC];
    long got = ps_ring_read(file->fd, 0, 0, bytes, sizeof bytes);
    ps_str head = {bytes, got > 0 ? (size_t)got : 0};
    return ps_packing_recognise(head) != PS_PACKING_NONE ||
           ps_archive_recognise(head) != PS_ARCHIVE_NONE;
}

ps_status ps_pool_split_open(ps_pool *pool, ps_pool_file *file)
{
    uint64_t step = pool->limits->stretch_bytes;
    if (!is_worth_it(pool, file)) {
        return PS_OK;
    }
    if (file->seekable ? file->size < 2 * step || file->size > pool->limits->file_bytes ||
                             file->start != 0 || is_container(file)
                       : pool->stream != NULL) {
        return PS_OK;
    }
    ps_split *split = calloc(1, sizeof *split);
    if (!split) {
        return ps_error_memory(pool->reterr);
    }
    split->input = -1;
    split->fd = -1;
    split->cut.step = step;
    split->tail = file;
    ps_buffer_init(&split->taken, 0);
    ps_status status = ps_split_met_init(&split->met, pool->reterr);
    if (status != PS_OK) {
        ps_split_free(split);
        return status;
    }
    if (file->seekable) {
        split->fd = file->fd;
        split->filled = UINT64_MAX;
        split->final = 1;
    } else if (ps_split_open_ring(pool, split, file->fd)) {
        pool->stream = split;
    } else {
        ps_split_free(split);
        return PS_OK;
    }
    file->fd = split->fd;
    file->split = split;
    file->proven = 1;
    file->job.stretch = 1;
    file->job.ring = split->ring;
    file->job.reach.end = PS_STRETCH_NO_END;
    return PS_OK;
}

void ps_split_free(ps_split *split)
{
    if (split) {
        if (split->fd >= 0) {
            (void)close(split->fd);
        }
        ps_split_close_ring(split);
        ps_split_met_done(&split->met);
        free(split);
    }
}

/* ---- places ---- */

void ps_split_drop_rest(ps_pool *pool, ps_pool_file *file)
{
    while (ps_split_next(file)) {
        ps_pool_drop_next(pool, file);
    }
    file->split->tail = file;
}

ps_status ps_split_cut(ps_pool *pool, ps_split *split, int *ret_found)
{
    ps_pool_file *tail = split->tail;
    ps_cut_place place;
    *ret_found = 0;
    uint64_t limit = split->ring ? split->filled : tail->size;
    if (!split->cutting) {
        return PS_OK;
    }
    if (!ps_cut_next(&split->cut, limit, &place)) {
        split->cutting = split->ring && !split->final;
        return PS_OK;
    }
    if (place.offset > pool->limits->file_bytes) {
        split->cutting = 0;
        return PS_OK;
    }
    ps_pool_file *fresh;
    ps_status status = ps_pool_file_stretch(tail, &fresh, pool->reterr);
    if (status != PS_OK) {
        return status;
    }
    tail->job.reach.end = place.offset;
    tail->job.reach.end_line = place.line;
    fresh->job.depth = split->depth;
    fresh->job.joint.prefix = split->prefix;
    fresh->job.joint.offset = place.offset;
    fresh->job.joint.column = place.column;
    fresh->job.joint.lines = place.line - split->head_line;
    fresh->job.joint.spent_ns = 0;
    fresh->job.reach.end = PS_STRETCH_NO_END;
    ps_pool_insert(pool, tail, fresh);
    split->tail = fresh;
    *ret_found = 1;
    return PS_OK;
}

ps_status ps_split_cut_all(ps_pool *pool, ps_split *split)
{
    int found = 1;
    ps_status status = PS_OK;
    while (status == PS_OK && found) {
        status = ps_split_cut(pool, split, &found);
    }
    return status;
}

ps_status ps_pool_split_prepare(ps_pool *pool, ps_pool_file *file, int *ret_ready)
{
    ps_split *split = file->split;
    *ret_ready = 1;
    if (!split || file != split->tail) {
        return PS_OK;
    }
    if (split->ring) {
        *ret_ready =
            split->final || file->job.joint.offset == 0 || split->filled > file->job.joint.offset;
        return PS_OK;
    }
    int found;
    return ps_split_cut(pool, split, &found);
}

/* What is in front of the first record is the prefix of all stretches. Not 0 when the document can
 * be cut. */
static int take_head(ps_split *split, const ps_record_place *first, uint64_t limit)
{
    const ps_cut_place place = {first->place.offset, first->place.line, first->place.column};
    if (place.offset > PS_STRETCH_HEAD_MOST || place.column > place.offset + 1 || split->kept ||
        !ps_cut_begin(&split->cut, split->fd, split->ring, split->cut.step, &place, limit)) {
        return 0;
    }
    split->head_line = place.line;
    split->prefix = place.offset;
    split->depth = first->depth;
    return !split->ring || ps_ring_keep_head(split->fd, split->ring, place.offset) == 0;
}

ps_status ps_pool_split_head(ps_pool *pool, ps_pool_file *file, const ps_record_place *first)
{
    ps_split *split = file->split;
    if (!split || file->job.joint.prefix) {
        return PS_FAILED;
    }
    ps_status status = PS_OK;
    if (!split->headed) { /* a worker that comes after a dead one says it again */
        int found;
        split->headed = 1;
        split->cutting = take_head(split, first, split->ring ? split->filled : file->size);
        status = split->ring ? ps_split_cut_all(pool, split) : ps_split_cut(pool, split, &found);
    }
    if (status == PS_OK) {
        ps_split_answer_reach(file);
    }
    return status;
}

/* ---- proof ---- */

ps_status ps_pool_split_stopped(ps_pool *pool, ps_pool_file *file, const ps_stopped *stopped)
{
    ps_str names = stopped->names;
    if (!file->split || names.len > PS_XML_NAMES_BYTES || (names.len && names.ptr[names.len - 1])) {
        return PS_FAILED;
    }
    file->stopped = 1;
    file->spent_ns = stopped->spent_ns;
    ps_buffer_clear(&file->names);
    ps_buffer_add_str(&file->names, names);
    return file->names.failed ? ps_error_memory(pool->reterr) : PS_OK;
}

ps_status ps_pool_split_unmapped(ps_pool *pool, ps_pool_file *file, const ps_unmapped *row)
{
    enum { MOST = 4 * 1024 * 1024 }; /* more than any worker has to say */
    if (file->unread.len > MOST) {
        return PS_FAILED;
    }
    ps_split_met_row(&file->unread, row);
    return file->unread.failed ? ps_error_memory(pool->reterr) : PS_OK;
}

/* A stretch that begins like `file`, behind it, for a worker that has not begun. */
static ps_status begin_again(ps_pool *pool, ps_pool_file *file, ps_pool_file **ret_fresh)
{
    ps_status status = ps_pool_file_stretch(file, ret_fresh, pool->reterr);
    if (status == PS_OK) {
        (*ret_fresh)->proven = file->proven;
        ps_pool_insert(pool, file, *ret_fresh);
        if (file->split->tail == file) {
            file->split->tail = *ret_fresh;
        }
    }
    return status;
}

/* The stretch behind `file` goes on as one with all before it, to the end. */
static ps_status begin_joined(ps_pool *pool, ps_pool_file *file)
{
    ps_split *split = file->split;
    ps_pool_file *fresh;
    ps_status status = begin_again(pool, file->next, &fresh);
    if (status != PS_OK) {
        return status;
    }
    ps_pool_drop_next(pool, file);
    ps_split_drop_rest(pool, fresh);
    split->cutting = 0;
    fresh->job.crowded = 1;
    fresh->job.joint.spent_ns = split->met.spent_ns;
    fresh->job.reach.end = PS_STRETCH_NO_END;
    return PS_OK;
}

ps_status ps_pool_split_settle(ps_pool *pool, ps_pool_file *file)
{
    ps_status status = PS_OK;
    ps_split *split = file->split;
    while (status == PS_OK && split && file && file->proven && file->state == PS_FILE_DONE) {
        ps_split_met_unread(&split->met, ps_buffer_str(&file->unread));
        ps_buffer_done(&file->unread);
        if (!file->stopped || !ps_split_next(file)) {
            file->stopped = 0;
            split->cutting = 0;
            ps_split_drop_rest(pool, file);
            return PS_OK;
        }
        status = ps_split_met_names(&split->met, ps_buffer_str(&file->names), pool->reterr);
        ps_buffer_done(&file->names);
        split->met.spent_ns += file->spent_ns;
        if (status == PS_OK && ps_split_met_is_much(&split->met, pool->limits)) {
            status = begin_joined(pool, file);
        }
        file = file->next;
        file->proven = 1;
        if (status == PS_OK && file->asking) {
            status = ps_split_try_answer(pool, file);
        }
    }
    return status;
}

void ps_pool_split_count(ps_pool_file *file)
{
    file->split->bytes += file->bytes;
    file->split->reported += file->reported;
}

uint64_t ps_pool_split_bytes(const ps_pool_file *file)
{
    return file->split ? file->split->bytes : 0;
}

uint64_t ps_pool_split_reported(const ps_pool_file *file)
{
    return file->split ? file->split->reported : 0;
}

typedef struct telling {
    ps_pool *pool;
    ps_status status;
} telling;

static void tell_row(void *user, ps_str format, ps_str element, uint64_t count)
{
    telling *t = user;
    const ps_unmapped row = {format, element, count};
    if (t->status == PS_OK) {
        t->status = t->pool->events->unmapped(t->pool->user, &row, t->pool->reterr);
    }
}

ps_status ps_pool_split_tell(ps_pool *pool, const ps_split *split)
{
    telling t = {pool, PS_OK};
    ps_coverage_unread_each(split->met.unread, tell_row, &t);
    return t.status;
}

/* ---- workers that wait for each other ---- */

ps_status ps_pool_split_unblock(ps_pool *pool)
{
    const ps_pool_file *first = pool->first;
    if (!first || first->state == PS_FILE_DONE ||
        (first->worker && first->worker->files[0] == first)) {
        return PS_OK;
    }
    ps_status status = PS_OK;
    ps_pool_file *before = pool->first;
    while (status == PS_OK && before->next) {
        ps_pool_file *file = before->next;
        ps_pool_file *fresh;
        if (file->asking) {
            status = begin_again(pool, file, &fresh);
            if (status == PS_OK) {
                ps_pool_drop_next(pool, before);
            }
        }
        before = before->next;
    }
    return status;
}
