/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* d_type */
#include "input/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/str.h"

/* How deep folders may be nested, each level being an open descriptor, and how many names one may
 * have. */
enum { FOLDERS_MAX = 64, NAMES_MAX = 1000000 };

/* What stands in a folder. */
typedef struct found {
    const char *name;
    unsigned char type; /* as readdir(3) tells it; DT_UNKNOWN: it does not */
} found;

typedef struct folder {
    DIR *dir;
    dev_t device;
    ino_t inode;
    size_t path_len; /* the walk's path up to this folder */
    ps_arena arena;  /* of the names */
    found *names;
    size_t count;
    size_t next;
} folder;

struct ps_walk {
    const char *const *inputs;
    size_t count;
    size_t next;
    ps_next_input_fn more; /* NULL: no, or no more */
    void *more_user;
    ps_error place; /* where the present input was named; an empty source: in the array */
    int follow_links;
    ps_buffer path;
    folder folders[FOLDERS_MAX];
    size_t depth;
};

ps_status ps_walk_new(const char *const *inputs, size_t count, int follow_links, ps_walk **ret_walk,
                      ps_error *reterr)
{
    ps_walk *walk = calloc(1, sizeof *walk);
    if (!walk) {
        return ps_error_memory(reterr);
    }
    walk->inputs = inputs;
    walk->count = count;
    walk->follow_links = follow_links;
    ps_buffer_init(&walk->path, 0);
    *ret_walk = walk;
    return PS_OK;
}

void ps_walk_more(ps_walk *walk, ps_next_input_fn next, void *user)
{
    walk->more = next;
    walk->more_user = user;
}

static void leave_folder(ps_walk *walk)
{
    folder *top = &walk->folders[--walk->depth];
    closedir(top->dir);
    ps_arena_done(&top->arena);
}

void ps_walk_free(ps_walk *walk)
{
    if (walk) {
        while (walk->depth) {
            leave_folder(walk);
        }
        ps_buffer_done(&walk->path);
        free(walk);
    }
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(((const found *)a)->name, ((const found *)b)->name);
}

static const char *kind_of(mode_t mode)
{
    return S_ISFIFO(mode)   ? "a named pipe"
           : S_ISSOCK(mode) ? "a socket"
           : S_ISCHR(mode)  ? "a character device"
           : S_ISBLK(mode)  ? "a block device"
           : S_ISDIR(mode)  ? "a folder"
           : S_ISLNK(mode)  ? "a link"
                            : "a special file";
}

static ps_status bad(ps_walk_file *file, const char *what)
{
    int reason = errno;
    ps_error_set(&file->error, PS_FAILED, PS_E_OPEN, "%s: %s", what, strerror(reason));
    return PS_OK;
}

static ps_status bad_kind(ps_walk_file *file, mode_t mode)
{
    ps_error_set(&file->error, PS_FAILED, PS_E_OPEN, "%s is not read", kind_of(mode));
    return PS_OK;
}

/* Takes the names of the folder in byte order. @return PS_FAILED: file->error is set. */
static ps_status read_names(folder *into, ps_walk_file *file, ps_error *reterr)
{
    typedef struct link {
        struct link *next;
        found found;
    } link;
    link *names = NULL;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(into->dir);
        if (!entry) {
            break;
        }
        if (entry->d_name[0] == '.') { /* ".", ".." and hidden ones */
            continue;
        }
        link *added = ps_arena_alloc(&into->arena, sizeof *added);
        ps_str copy = ps_arena_str(&into->arena, ps_str_from(entry->d_name));
        if (!added || !copy.ptr) {
            return ps_error_memory(reterr);
        }
        *added = (link){names, {copy.ptr, entry->d_type}};
        names = added;
        if (++into->count > NAMES_MAX) {
            ps_error_limit(&file->error, PS_FAILED, "folder-names",
                           "the folder has more than %d names", (int)NAMES_MAX);
            ps_error_hint(&file->error, "spread the files over several folders");
            return PS_FAILED;
        }
    }
    if (errno) {
        bad(file, "cannot read the folder");
        return PS_FAILED;
    }
    into->names = ps_arena_array(&into->arena, into->count, sizeof *into->names);
    if (!into->names) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < into->count; i++, names = names->next) {
        into->names[i] = names->found;
    }
    if (into->count) {
        qsort(into->names, into->count, sizeof *into->names, by_bytes);
    }
    return PS_OK;
}

/* Takes over `fd`. When the folder cannot be walked, file->error is set and nothing is entered. */
static ps_status enter_folder(ps_walk *walk, int fd, const struct stat *info, ps_walk_file *file,
                              ps_error *reterr)
{
    if (walk->depth == FOLDERS_MAX) {
        close(fd);
        ps_error_limit(&file->error, PS_FAILED, "folder-depth",
                       "folders are nested more than %d deep", (int)FOLDERS_MAX);
        ps_error_hint(&file->error, "name the inner folder itself as an input");
        return PS_OK;
    }
    for (size_t i = 0; i < walk->depth; i++) {
        if (walk->folders[i].device == info->st_dev && walk->folders[i].inode == info->st_ino) {
            close(fd);
            ps_error_set(&file->error, PS_FAILED, PS_E_OPEN,
                         "a link leads back to a folder that it is in");
            return PS_OK;
        }
    }
    folder *top = &walk->folders[walk->depth];
    *top = (folder){.device = info->st_dev, .inode = info->st_ino, .path_len = walk->path.len};
    top->dir = fdopendir(fd);
    if (!top->dir) {
        bad(file, "cannot read the folder");
        close(fd);
        return PS_OK;
    }
    ps_arena_init(&top->arena, 0);
    walk->depth++;
    ps_status status = read_names(top, file, reterr);
    if (status != PS_OK) {
        leave_folder(walk);
    }
    return status == PS_FAILED ? PS_OK : status;
}

int ps_walk_look(ps_walk_file *file)
{
    if (fstat(file->fd, &file->info) != 0) {
        return 0;
    }
    off_t start = S_ISREG(file->info.st_mode) ? lseek(file->fd, 0, SEEK_CUR) : -1;
    file->seekable = start >= 0;
    file->start = start >= 0 ? (uint64_t)start : 0;
    file->size = S_ISREG(file->info.st_mode) ? (uint64_t)file->info.st_size : 0;
    return 1;
}

/* The kind of what is there, as in st_mode; 0: errno says why it cannot be told. */
static mode_t kind_at(int at, const found *what, int follow)
{
    struct stat info;
    if (what->type == DT_REG || what->type == DT_DIR) {
        return DTTOIF(what->type);
    }
    return fstatat(at, what->name, &info, follow ? 0 : AT_SYMLINK_NOFOLLOW) == 0
               ? info.st_mode & S_IFMT
               : 0;
}

/* Opens what was found below `at`; a folder is entered. `named`: by the user himself.
 * file->fd stays -1 and file->error empty when there is nothing to tell: a folder, a link passed
 * over. */
static ps_status open_one(ps_walk *walk, int at, const found *what, int named, ps_walk_file *file,
                          ps_error *reterr)
{
    int follow = named || walk->follow_links;
    mode_t kind = kind_at(at, what, follow);
    if (!kind) {
        return bad(file, "cannot open");
    }
    if (S_ISLNK(kind)) {
        return PS_OK;
    }
    int pipe = named && (S_ISFIFO(kind) || S_ISSOCK(kind));
    if (!S_ISREG(kind) && !S_ISDIR(kind) && !pipe) {
        return bad_kind(file, kind);
    }
    /* What was a file a moment ago may be a pipe now: not to hang, do not block. A pipe that was
     * named is waited for, as its writer may not have come yet. */
    int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (pipe ? 0 : O_NONBLOCK) |
                (follow ? 0 : O_NOFOLLOW) | (S_ISDIR(kind) ? O_DIRECTORY : 0);
    file->fd = openat(at, what->name, flags);
    if (file->fd < 0) {
        return bad(file, "cannot open");
    }
    if (fstat(file->fd, &file->info) != 0) {
        bad(file, "cannot open");
    } else if ((file->info.st_mode & S_IFMT) != kind) {
        bad_kind(file, file->info.st_mode);
    } else if (S_ISDIR(kind)) {
        int fd = file->fd;
        file->fd = -1;
        return enter_folder(walk, fd, &file->info, file, reterr);
    } else {
        file->seekable = S_ISREG(kind);
        file->size = S_ISREG(kind) ? (uint64_t)file->info.st_size : 0;
        return PS_OK;
    }
    close(file->fd);
    file->fd = -1;
    return PS_OK;
}

static ps_status open_input(ps_walk *walk, const char *input, ps_walk_file *file, ps_error *reterr)
{
    if (strcmp(input, "-") != 0) {
        return open_one(walk, AT_FDCWD, &(found){input, DT_UNKNOWN}, 1, file, reterr);
    }
    file->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    if (file->fd < 0) {
        return bad(file, "cannot read standard input");
    }
    (void)ps_walk_look(file);
    return PS_OK;
}

/* The next name: below the innermost folder, or the next input. @return PS_OK; PS_END; PS_FAILED:
 * walk->place tells why this input cannot be had; PS_FATAL. */
static ps_status step(ps_walk *walk, int *ret_at, found *ret_found)
{
    while (walk->depth) {
        folder *top = &walk->folders[walk->depth - 1];
        if (top->next < top->count) {
            walk->path.len = top->path_len;
            if (walk->path.len && walk->path.ptr[walk->path.len - 1] != '/') {
                ps_buffer_add_char(&walk->path, '/');
            }
            *ret_at = dirfd(top->dir);
            *ret_found = top->names[top->next++];
            return PS_OK;
        }
        leave_folder(walk);
    }
    ps_buffer_clear(&walk->path);
    *ret_at = -1;
    if (walk->next < walk->count) {
        *ret_found = (found){walk->inputs[walk->next++], DT_UNKNOWN};
        return PS_OK;
    }
    walk->place = (ps_error){0};
    *ret_found = (found){NULL, DT_UNKNOWN};
    ps_status status =
        walk->more ? walk->more(walk->more_user, &ret_found->name, &walk->place) : PS_END;
    if (status == PS_END) {
        walk->more = NULL;
    }
    return status;
}

/* An input that was named in a list: where, so that the list can be put right. */
static void tell_place(const ps_walk *walk, ps_error *error)
{
    if (walk->depth == 0 && walk->place.source[0] && !error->hint[0]) {
        ps_error_hint(error, "it is named in %s, line %llu", walk->place.source,
                      (unsigned long long)walk->place.line);
    }
}

ps_status ps_walk_next(ps_walk *walk, ps_walk_file *ret_file, ps_error *reterr)
{
    int at;
    found what;
    for (;;) {
        ps_status status = step(walk, &at, &what);
        *ret_file = (ps_walk_file){.fd = -1};
        if (status == PS_FAILED) {
            ret_file->error = walk->place;
            ret_file->path = walk->place.source;
            return PS_OK;
        }
        if (status != PS_OK) {
            if (status == PS_FATAL && reterr) {
                *reterr = walk->place;
            }
            return status;
        }
        ps_buffer_add_text(&walk->path, what.name);
        ps_buffer_add_char(&walk->path, '\0');
        if (walk->path.failed) {
            return ps_error_memory(reterr);
        }
        walk->path.len--;
        ret_file->path = walk->path.ptr;
        ret_file->named = at < 0;
        status = at < 0 ? open_input(walk, what.name, ret_file, reterr)
                        : open_one(walk, at, &what, 0, ret_file, reterr);
        if (status != PS_OK) {
            return status;
        }
        if (ret_file->error.code != PS_E_NONE) {
            ps_error_source(&ret_file->error, ret_file->path);
            tell_place(walk, &ret_file->error);
            return PS_OK;
        }
        if (ret_file->fd >= 0) {
            return PS_OK;
        }
    }
}
