/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* O_PATH */
#include "screen/file_finder.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/str.h"
#include "input/beneath.h"

void ps_file_finder_init(ps_file_finder *finder, const ps_contracts *contracts)
{
    *finder = (ps_file_finder){.contracts = contracts, .fd = -1};
    ps_buffer_init(&finder->folder, 0);
    ps_buffer_init(&finder->path, 0);
}

void ps_file_finder_done(ps_file_finder *finder)
{
    if (finder->folder.ptr && finder->fd >= 0) {
        (void)close(finder->fd);
    }
    ps_buffer_done(&finder->folder);
    ps_buffer_done(&finder->path);
}

/* The folder of an input, kept open: its other records are likely to come next. -1: it has none. */
static int folder_of(ps_file_finder *finder, const char *source)
{
    const char *slash = strrchr(source, '/');
    ps_str folder = slash ? (ps_str){source, (size_t)(slash - source) + 1} : PS_STR("./");
    if (strcmp(source, "-") == 0) {
        return -1;
    }
    if (finder->folder.len &&
        ps_str_equal(ps_str_slice(ps_buffer_str(&finder->folder), 0, finder->folder.len - 1),
                     folder)) {
        return finder->fd;
    }
    if (finder->fd >= 0) {
        (void)close(finder->fd);
    }
    ps_buffer_clear(&finder->folder);
    ps_buffer_add_str(&finder->folder, folder);
    ps_buffer_add_char(&finder->folder, '\0');
    finder->fd =
        finder->folder.failed ? -1 : open(finder->folder.ptr, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return finder->fd;
}

/* As it is written, and then as what its %20 stand for. @return NULL, or why not. */
static const char *open_beside(ps_file_finder *finder, const char *source, ps_str name, int *ret_fd)
{
    const char *first = NULL;
    for (int decode = 0; decode < 2; decode++) {
        const char *why = ps_beneath_path(name, decode, &finder->path);
        if (!why) {
            int folder = folder_of(finder, source);
            why = folder < 0 ? "the record came in without a folder"
                             : ps_beneath_open(folder, finder->path.ptr, ret_fd);
        }
        if (!why) {
            return NULL;
        }
        first = first ? first : why;
        if (!memchr(name.ptr, '%', name.len)) {
            break;
        }
    }
    return first;
}

/* "contract.pdf" of "https://dms/contract.pdf?version=3". */
static ps_str last_part(ps_str name)
{
    size_t scheme = ps_str_find(name, PS_STR("://"));
    size_t end = 0;
    while (end < name.len &&
           (scheme == SIZE_MAX || (name.ptr[end] != '?' && name.ptr[end] != '#'))) {
        end++;
    }
    size_t start = end;
    while (start && name.ptr[start - 1] != '/' && name.ptr[start - 1] != '\\') {
        start--;
    }
    return ps_str_trim(ps_str_slice(name, start, end));
}

static int open_contract(ps_file_finder *finder, ps_str name, int *ret_fd)
{
    ps_contract_file file;
    ps_str last = last_part(name);
    if (!finder->contracts || !last.len) {
        return 0;
    }
    for (int decode = 0; decode < 2; decode++) {
        if (!ps_beneath_path(last, decode, &finder->path) &&
            ps_contracts_of_name(finder->contracts, ps_str_from(finder->path.ptr), &file) &&
            !ps_contracts_open_file(finder->contracts, &file, ret_fd)) {
            return 1;
        }
    }
    return 0;
}

void ps_file_find(ps_file_finder *finder, const char *source, ps_str name, ps_opened_file *ret_file)
{
    *ret_file = (ps_opened_file){.fd = -1};
    const char *why = open_beside(finder, source, name, &ret_file->fd);
    ret_file->is_contract = why && open_contract(finder, name, &ret_file->fd);
    if (why && !ret_file->is_contract) {
        (void)snprintf(ret_file->why, sizeof ret_file->why, "%s%s", why,
                       finder->contracts ? "; the folder of contracts has none of its name" : "");
    }
}

static void answer_contract(ps_file_finder *finder, const ps_frame *ask, ps_answer *answer,
                            int *ret_fd)
{
    ps_contract_file file;
    if (!finder->contracts ||
        !ps_contracts_of_id(finder->contracts, ask->name, ask->number, &file)) {
        return;
    }
    const char *why = ps_contracts_open_file(finder->contracts, &file, ret_fd);
    answer->found = why == NULL;
    answer->number = file.number;
    ps_error_copy(answer->supplier, sizeof answer->supplier, file.supplier);
    ps_error_copy(answer->why, sizeof answer->why, ps_str_from(why ? why : ""));
    (void)snprintf(answer->text, sizeof answer->text, "%s/%s",
                   ps_contracts_folder(finder->contracts), file.path.ptr);
}

void ps_file_answer(ps_file_finder *finder, const char *source, const ps_frame *ask,
                    ps_answer *ret_answer, int *ret_fd)
{
    ps_opened_file file;
    switch (ask->ask) {
    case PS_ASK_FILE:
    case PS_ASK_MENTION:
        ps_file_find(finder, source, ask->name, &file);
        *ret_fd = file.fd;
        ret_answer->found = file.fd >= 0;
        ret_answer->is_contract = file.is_contract;
        ps_error_copy(ret_answer->why, sizeof ret_answer->why, ps_str_from(file.why));
        break;
    case PS_ASK_CONTRACT:
        answer_contract(finder, ask, ret_answer, ret_fd);
        break;
    }
}
