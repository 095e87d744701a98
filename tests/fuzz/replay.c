/* Feeds files to a fuzz target without a fuzzing engine, so that the corpus runs in every build:
 * each file of the folders as it is, then bent in ways that a fixed seed chooses.
 *
 *     TARGET ROUNDS FOLDER…
 *
 * With an engine: clang -fsanitize=fuzzer,address instead of this file; what it finds goes into the
 * corpus. SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { LARGEST = 1 << 20 };

static uint64_t state = 20261120;

/* splitmix64 */
static uint64_t next_number(uint64_t below)
{
    uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (z ^ (z >> 31)) % below;
}

/* Overwrite, cut out, repeat or cut off; a few times. */
static size_t bend(uint8_t *bytes, size_t size)
{
    static const char pieces[] = "<>&;\"'=[]{}!?-/ \n\t\r\0\x7f\x80\xbf\xc0\xe2\xf0\xff"
                                 "09azAZ";
    for (uint64_t times = 1 + next_number(4); times > 0 && size > 1; times--) {
        size_t at = next_number(size);
        size_t len = 1 + next_number(size - at < 64 ? size - at : 64);
        switch (next_number(4)) {
        case 0:
            bytes[at] = (uint8_t)pieces[next_number(sizeof pieces - 1)];
            break;
        case 1:
            memmove(bytes + at, bytes + at + len, size - at - len);
            size -= len;
            break;
        case 2:
            if (size + len <= LARGEST) {
                memmove(bytes + at + len, bytes + at, size - at);
                size += len;
            }
            break;
        case 3:
            bytes[at] ^= (uint8_t)(1u << next_number(8));
            break;
        }
    }
    return size > 8 && next_number(8) == 0 ? next_number(size) : size;
}

/* A buffer of the exact size, so that the address sanitizer sees a read behind the end. */
static void feed(const uint8_t *bytes, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact) {
        abort();
    }
    memcpy(exact, bytes, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static void replay_file(const char *path, unsigned rounds)
{
    static uint8_t whole[LARGEST];
    static uint8_t bent[LARGEST];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        abort();
    }
    size_t size = fread(whole, 1, sizeof whole, file);
    fclose(file);
    feed(whole, size);
    for (unsigned i = 0; i < rounds; i++) {
        memcpy(bent, whole, size);
        feed(bent, bend(bent, size));
    }
}

static unsigned replay_folder(const char *folder, unsigned rounds)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, NULL, alphasort);
    unsigned files = 0;
    for (int i = 0; i < count; i++) {
        char path[4096];
        int len = snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        if (names[i]->d_name[0] != '.' && len > 0 && (size_t)len < sizeof path) {
            replay_file(path, rounds);
            files++;
        }
        free(names[i]);
    }
    free(names);
    return files;
}

int main(int argc, char **argv)
{
    unsigned files = 0;
    unsigned rounds = 0;
    if (argc < 3) {
        return 2;
    }
    for (const char *digit = argv[1]; *digit >= '0' && *digit <= '9'; digit++) {
        rounds = rounds * 10 + (unsigned)(*digit - '0');
    }
    for (int i = 2; i < argc; i++) {
        files += replay_folder(argv[i], rounds);
    }
    printf("%u files, each %u times bent\n", files, rounds);
    return files == 0;
}
