/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, MAP_FIXED_NOREPLACE */
#include "base/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/str.h"

/* An address that no system known to us gives to anything else, of those with 39 bits too. */
#define BASE UINT64_C(0x3000000000)

enum {
    ROOM_BYTES = 32 * 1024 * 1024,
    ALL_BYTES = PS_IMAGE_ROOMS * ROOM_BYTES,
    BLOCK = 65536, /* what rooms and their places in the file are rounded to: the largest page */
    LANES = 4
};

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0 /* the address is a wish then, and looked at */
#endif

typedef struct header {
    char magic[24];
    char key[PS_IMAGE_KEY];
    uint64_t root;
    uint64_t used[PS_IMAGE_ROOMS];
    uint64_t sum;
} header;

static const char magic[sizeof((header *)0)->magic] = "procscreen image 1\n";

static size_t rounded(uint64_t used)
{
    return (size_t)((used + BLOCK - 1) & ~(uint64_t)(BLOCK - 1));
}

static int reserve(ps_image *ret_image, int protection)
{
    void *wanted = (void *)(uintptr_t)BASE;
    *ret_image = (ps_image){NULL};
    if (sizeof(void *) < sizeof(uint64_t)) {
        return 0;
    }
    void *got = mmap(wanted, ALL_BYTES, protection,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (got == MAP_FAILED) {
        return 0;
    }
    if (got != wanted) {
        (void)munmap(got, ALL_BYTES);
        return 0;
    }
    ret_image->base = got;
    return 1;
}

int ps_image_reserve(ps_image *ret_image)
{
    return reserve(ret_image, PROT_READ | PROT_WRITE);
}

ps_room ps_image_room(const ps_image *image, int room)
{
    return (ps_room){image->base + (size_t)room * ROOM_BYTES, ROOM_BYTES};
}

void ps_image_seal(ps_image *image, const size_t used[PS_IMAGE_ROOMS])
{
    for (int i = 0; i < PS_IMAGE_ROOMS; i++) {
        char *room = ps_image_room(image, i).bytes;
        size_t size = rounded(used[i]);
        (void)mprotect(room, size, PROT_READ);
        (void)mprotect(room + size, ROOM_BYTES - size, PROT_NONE);
    }
}

void ps_image_drop(ps_image *image)
{
    if (image->base) {
        (void)munmap(image->base, ALL_BYTES);
        image->base = NULL;
    }
}

/* Of 64-bit words, in lanes that a processor works on side by side. Each step can be undone, so
 * that no single word can change without the sum. */
static uint64_t sum_words(uint64_t sum, const void *bytes, size_t size)
{
    const uint64_t prime = UINT64_C(0x9E3779B97F4A7C15);
    const char *at = bytes;
    uint64_t lanes[LANES] = {sum, 1, 2, 3};
    for (size_t done = 0; done < size; done += sizeof lanes, at += sizeof lanes) {
        uint64_t words[LANES];
        memcpy(words, at, sizeof words);
        for (int i = 0; i < LANES; i++) {
            uint64_t lane = (lanes[i] ^ words[i]) * prime;
            lanes[i] = lane << 29 | lane >> 35;
        }
    }
    for (int i = 0; i < LANES; i++) {
        sum = (sum ^ lanes[i]) * prime;
        sum ^= sum >> 32;
    }
    return sum;
}

static uint64_t sum_of(const ps_image *image, const header *h)
{
    uint64_t sum = h->root;
    for (int i = 0; i < PS_IMAGE_ROOMS; i++) {
        sum = sum_words(sum ^ h->used[i], ps_image_room(image, i).bytes, rounded(h->used[i]));
    }
    return sum;
}

/* Addresses [from, to) of this process. */
typedef struct range {
    uint64_t from;
    uint64_t to;
} range;

static uint64_t take_hex(ps_str *text)
{
    uint64_t value = 0;
    while (text->len) {
        char c = text->ptr[0];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) {
            break;
        }
        value = value << 4 | (uint64_t)digit;
        *text = ps_str_slice(*text, 1, text->len);
    }
    return value;
}

/* All that this process can read but the image: "55d0c3a00000-55d0c3a21000 rw-p …". */
static int list_ranges(ps_buffer *ranges)
{
    enum { PIECE = 65536 };
    ps_buffer text;
    ssize_t got = -1;
    int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    ps_buffer_init(&text, 0);
    for (char *room; fd >= 0 && (room = ps_buffer_reserve(&text, PIECE)) != NULL;) {
        got = read(fd, room, PIECE);
        if (got <= 0) {
            break;
        }
        text.len += (size_t)got;
    }
    ps_str rest = ps_buffer_str(&text);
    while (rest.len) {
        size_t end = ps_str_find(rest, PS_STR("\n"));
        end = end == SIZE_MAX ? rest.len : end;
        ps_str line = ps_str_slice(rest, 0, end);
        rest = ps_str_slice(rest, end < rest.len ? end + 1 : end, rest.len);
        range r = {.from = take_hex(&line)};
        line = ps_str_slice(line, line.len ? 1 : 0, line.len);
        r.to = take_hex(&line);
        if (line.len > 1 && line.ptr[1] == 'r' && (r.to <= BASE || r.from >= BASE + ALL_BYTES)) {
            ps_buffer_add(ranges, (const char *)&r, sizeof r);
        }
    }
    ps_buffer_done(&text);
    if (fd >= 0) {
        (void)close(fd);
    }
    return got == 0 && ranges->len && !ranges->failed;
}

static int is_in(uint64_t word, const range *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (word >= list[i].from && word < list[i].to) {
            return 1;
        }
    }
    return 0;
}

/* Whether some word could be the address of something outside. A number may look like one in this
 * process and not in the next, which has other addresses; that costs a writing, and nothing else.
 */
static int points_outside(const ps_image *image, const size_t used[PS_IMAGE_ROOMS])
{
    ps_buffer ranges;
    ps_buffer_init(&ranges, 0);
    int found = !list_ranges(&ranges);
    const range *list = (const void *)ranges.ptr;
    size_t count = ranges.len / sizeof *list;
    for (int i = 0; !found && i < PS_IMAGE_ROOMS; i++) {
        const uint64_t *words = ps_image_room(image, i).bytes;
        size_t word_count = rounded(used[i]) / sizeof *words;
        for (size_t k = 0; !found && k < word_count; k++) {
            found = words[k] >= list[0].from && words[k] < list[count - 1].to &&
                    is_in(words[k], list, count);
        }
    }
    ps_buffer_done(&ranges);
    return found;
}

static int write_at(int fd, const void *bytes, size_t size, uint64_t place)
{
    const char *at = bytes;
    while (size) {
        ssize_t done = pwrite(fd, at, size, (off_t)place);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return 0;
        }
        at += done;
        size -= (size_t)done;
        place += (uint64_t)done;
    }
    return 1;
}

static int write_all(int fd, const ps_image *image, const header *h)
{
    uint64_t place = BLOCK;
    int good = write_at(fd, h, sizeof *h, 0);
    for (int i = 0; good && i < PS_IMAGE_ROOMS; i++) {
        size_t size = rounded(h->used[i]);
        good = write_at(fd, ps_image_room(image, i).bytes, size, place);
        place += size;
    }
    return good;
}

int ps_image_write(const ps_image *image, const size_t used[PS_IMAGE_ROOMS], const void *root,
                   const char key[PS_IMAGE_KEY], int folder, const char *name)
{
    header h = {.root = (uint64_t)(uintptr_t)root};
    char fresh[64];
    memcpy(h.magic, magic, sizeof h.magic);
    memcpy(h.key, key, sizeof h.key);
    for (int i = 0; i < PS_IMAGE_ROOMS; i++) {
        h.used[i] = used[i];
    }
    if (points_outside(image, used) ||
        snprintf(fresh, sizeof fresh, "%s.%ld.new", name, (long)getpid()) >= (int)sizeof fresh) {
        return 0;
    }
    h.sum = sum_of(image, &h);
    int fd = openat(folder, fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return 0;
    }
    int good = write_all(fd, image, &h);
    good = close(fd) == 0 && good;
    good = good && renameat(folder, fresh, folder, name) == 0;
    if (!good) {
        (void)unlinkat(folder, fresh, 0);
    }
    return good;
}

/* Whether the file is ours alone, and as long as it says. */
static int is_trusted(int fd, const header *h)
{
    struct stat info;
    uint64_t size = BLOCK;
    for (int i = 0; i < PS_IMAGE_ROOMS; i++) {
        if (h->used[i] > ROOM_BYTES) {
            return 0;
        }
        size += rounded(h->used[i]);
    }
    return fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == geteuid() &&
           (info.st_mode & (S_IWGRP | S_IWOTH)) == 0 && (uint64_t)info.st_size == size;
}

static int map_rooms(const ps_image *image, int fd, const header *h)
{
    uint64_t place = BLOCK;
    for (int i = 0; i < PS_IMAGE_ROOMS; i++) {
        size_t size = rounded(h->used[i]);
        if (size && mmap(ps_image_room(image, i).bytes, size, PROT_READ,
                         MAP_PRIVATE | MAP_FIXED | MAP_POPULATE, fd, (off_t)place) == MAP_FAILED) {
            return 0;
        }
        place += size;
    }
    return 1;
}

const void *ps_image_map(ps_image *ret_image, const char key[PS_IMAGE_KEY], int folder,
                         const char *name)
{
    header h;
    *ret_image = (ps_image){NULL};
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        return NULL;
    }
    int good = pread(fd, &h, sizeof h, 0) == (ssize_t)sizeof h &&
               memcmp(h.magic, magic, sizeof magic) == 0 && memcmp(h.key, key, sizeof h.key) == 0 &&
               is_trusted(fd, &h) && h.root >= BASE && h.root < BASE + ALL_BYTES &&
               reserve(ret_image, PROT_NONE) && map_rooms(ret_image, fd, &h) &&
               sum_of(ret_image, &h) == h.sum;
    (void)close(fd);
    if (!good) {
        ps_image_drop(ret_image);
    }
    return good ? (const void *)(uintptr_t)h.root : NULL;
}
