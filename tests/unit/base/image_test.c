/* SPDX-License-Identifier: Apache-2.0 */
#include "base/image.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "ps_test.h"

/* What an image holds here: a list that goes from room to room. */
typedef struct link {
    const struct link *next;
    uint64_t value;
} link_of_list;

static char folder_path[] = "/tmp/procscreen-image-XXXXXX";
static int folder;
static const char key[PS_IMAGE_KEY] =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static void setup(void)
{
    cr_assert_not_null(mkdtemp(folder_path));
    folder = open(folder_path, O_RDONLY | O_DIRECTORY);
    cr_assert_geq(folder, 0);
}

static void teardown(void)
{
    (void)unlinkat(folder, "image", 0);
    (void)unlinkat(folder, "other", 0);
    (void)close(folder);
    (void)rmdir(folder_path);
}

TestSuite(image, .init = setup, .fini = teardown, .timeout = 100);

/* A sealed image whose last link leads to `end`. 0: there is none to be had, as under a sanitizer
 * that needs the addresses. */
static int make(ps_image *image, size_t used[PS_IMAGE_ROOMS], link_of_list **ret_root,
                const link_of_list *end)
{
    link_of_list *before = NULL;
    if (!ps_image_reserve(image)) {
        return 0;
    }
    for (int i = 0; i < PS_IMAGE_ROOMS; i++) {
        const ps_room room = ps_image_room(image, i);
        ps_arena arena;
        ps_arena_init_in(&arena, &room);
        link_of_list *made = ps_arena_alloc(&arena, sizeof *made);
        made->value = (uint64_t)i;
        made->next = end;
        if (before) {
            before->next = made;
        } else {
            *ret_root = made;
        }
        before = made;
        /* Two rooms need more than the smallest piece of a file. */
        memset(ps_arena_alloc(&arena, i % 2 ? 200000 : 10), 'x', i % 2 ? 200000 : 10);
        used[i] = ps_room_used(&room);
    }
    ps_image_seal(image, used);
    return 1;
}

static int keep(const link_of_list *end)
{
    ps_image image;
    size_t used[PS_IMAGE_ROOMS];
    link_of_list *root;
    if (!make(&image, used, &root, end)) {
        cr_skip_test("there is no place for an image in this process");
    }
    int kept = ps_image_write(&image, used, root, key, folder, "image");
    ps_image_drop(&image);
    return kept;
}

static int can_be_mapped(const char *with)
{
    ps_image image;
    const link_of_list *root = ps_image_map(&image, with, folder, "image");
    uint64_t count = 0;
    for (const link_of_list *one = root; one; one = one->next) {
        cr_expect_eq(one->value, count);
        count++;
    }
    cr_expect(!root || count == PS_IMAGE_ROOMS);
    cr_expect_eq(root != NULL, image.base != NULL, "memory is there with a root only");
    ps_image_drop(&image);
    return root != NULL;
}

Test(image, comes_back_as_it_was)
{
    struct stat info;
    cr_assert(keep(NULL));
    cr_expect(can_be_mapped(key));
    cr_expect(can_be_mapped(key), "as often as it is asked for");
    cr_assert_eq(fstatat(folder, "image", &info, 0), 0);
    cr_expect_eq(info.st_mode & 0777, 0600);
    cr_assert(keep(NULL));
    cr_expect(can_be_mapped(key), "one takes the place of the other");
}

Test(image, there_is_one_at_a_time)
{
    ps_image first;
    ps_image second;
    if (!ps_image_reserve(&first)) {
        cr_skip_test("there is no place for an image in this process");
    }
    cr_expect_not(ps_image_reserve(&second));
    cr_expect_null(second.base);
    ps_image_drop(&second);
    ps_image_drop(&first);
    cr_expect(ps_image_reserve(&first), "the memory was given back");
    ps_image_drop(&first);
}

Test(image, what_points_outside_is_not_kept)
{
    static const link_of_list outside = {NULL, PS_IMAGE_ROOMS};
    link_of_list on_stack = outside;
    link_of_list *on_heap = malloc(sizeof *on_heap);
    cr_assert_not_null(on_heap);
    *on_heap = outside;
    cr_expect_not(keep(&outside));
    cr_expect_not(keep(&on_stack));
    cr_expect_not(keep(on_heap));
    cr_expect_not(can_be_mapped(key));
    free(on_heap);
}

Test(image, of_another_key_is_not_taken)
{
    char other[PS_IMAGE_KEY];
    memcpy(other, key, sizeof other);
    other[PS_IMAGE_KEY - 2] ^= 1;
    cr_assert(keep(NULL));
    cr_expect_not(can_be_mapped(other));
}

Test(image, damaged_anywhere_is_not_taken)
{
    enum { KEY_END = 24 + PS_IMAGE_KEY - 1, HEADER = 144, FIRST_ROOM = 65536 };
    struct stat info;
    char byte;
    cr_assert(keep(NULL));
    int fd = openat(folder, "image", O_RDWR);
    cr_assert_eq(fstat(fd, &info), 0);
    /* All of the header, and then places in all rooms. */
    for (off_t at = 0; at < info.st_size; at += at < HEADER ? 1 : 4093) {
        at = at >= HEADER && at < FIRST_ROOM ? FIRST_ROOM : at;
        int is_between = at > KEY_END && at < KEY_END + 8; /* before the next number */
        cr_assert_eq(pread(fd, &byte, 1, at), 1);
        byte ^= 0x10;
        cr_assert_eq(pwrite(fd, &byte, 1, at), 1);
        cr_expect(is_between || !can_be_mapped(key), "byte %lld", (long long)at);
        byte ^= 0x10;
        cr_assert_eq(pwrite(fd, &byte, 1, at), 1);
    }
    cr_expect(can_be_mapped(key), "it is as it was");
    const off_t sizes[] = {info.st_size - 1, info.st_size + 1, 65536, 100, 0};
    for (size_t i = 0; i < PS_COUNT(sizes); i++) {
        cr_assert_eq(ftruncate(fd, sizes[i]), 0);
        cr_expect_not(can_be_mapped(key), "%lld bytes", (long long)sizes[i]);
    }
    (void)close(fd);
}

Test(image, that_others_can_write_is_not_taken)
{
    static const mode_t modes[] = {0620, 0602, 0666};
    cr_assert(keep(NULL));
    for (size_t i = 0; i < PS_COUNT(modes); i++) {
        cr_assert_eq(fchmodat(folder, "image", modes[i], 0), 0);
        cr_expect_not(can_be_mapped(key), "mode %o", (unsigned)modes[i]);
    }
    cr_assert_eq(fchmodat(folder, "image", 0600, 0), 0);
    cr_expect(can_be_mapped(key));
    cr_assert_eq(renameat(folder, "image", folder, "other"), 0);
    cr_assert_eq(symlinkat("other", folder, "image"), 0);
    cr_expect_not(can_be_mapped(key), "a link could lead anywhere");
    cr_assert_eq(unlinkat(folder, "image", 0), 0);
    cr_assert_eq(mkfifoat(folder, "image", 0600), 0);
    cr_expect_not(can_be_mapped(key), "and a pipe would never end");
}

Test(image, cannot_be_kept_where_nothing_can_be_written)
{
    int none = open("/proc/self/fd", O_RDONLY | O_DIRECTORY);
    ps_image image;
    size_t used[PS_IMAGE_ROOMS];
    link_of_list *root;
    if (!make(&image, used, &root, NULL)) {
        cr_skip_test("there is no place for an image in this process");
    }
    cr_expect_not(ps_image_write(&image, used, root, key, none, "image"));
    ps_image_drop(&image);
    (void)close(none);
}
