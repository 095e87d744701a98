/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ps_test.h"

static char folder[] = "/tmp/procscreen-file-XXXXXX";
static char path[64];
static ps_buffer buffer;
static ps_error err;

static void make_folder(void)
{
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/a", folder);
    ps_buffer_init(&buffer, 0);
}

static void drop_folder(void)
{
    unlink(path);
    rmdir(path);
    rmdir(folder);
    ps_buffer_done(&buffer);
}

static void write_file(size_t size)
{
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    for (size_t i = 0; i < size; i++) {
        cr_assert_neq(fputc((int)('a' + i % 23), file), EOF);
    }
    cr_assert_eq(fclose(file), 0);
}

TestSuite(file, .init = make_folder, .fini = drop_folder);

Test(file, is_read_as_a_whole)
{
    size_t const sizes[] = {0, 1, 65535, 65536, 65537, 300000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        write_file(sizes[i]);
        ps_buffer_clear(&buffer);
        PS_TEST_STATUS(ps_file_read(path, 1 << 20, &buffer, &err), PS_OK, err);
        cr_assert_eq(buffer.len, sizes[i], "%zu bytes instead of %zu", buffer.len, sizes[i]);
        for (size_t k = 0; k < buffer.len; k++) {
            cr_assert_eq(buffer.ptr[k], (char)('a' + k % 23));
        }
    }
}

Test(file, the_limit_is_the_last_size_that_is_read)
{
    write_file(1000);
    PS_TEST_STATUS(ps_file_read(path, 1000, &buffer, &err), PS_OK, err);
    ps_buffer_clear(&buffer);
    PS_TEST_STATUS(ps_file_read(path, 999, &buffer, &err), PS_FAILED, err);
    cr_expect_str_eq(err.cause, "limit:pack-bytes");
    cr_expect_str_eq(err.source, path);
}

Test(file, what_is_no_regular_file_is_not_opened)
{
    PS_TEST_STATUS(ps_file_read(path, 1000, &buffer, &err), PS_FAILED, err);
    cr_expect_eq(err.code, PS_E_OPEN);
    cr_expect_str_eq(err.source, path);
    cr_expect_not_null(strstr(err.message, "No such file"), "%s", err.message);
    PS_TEST_STATUS(ps_file_read(folder, 1000, &buffer, &err), PS_FAILED, err);
    cr_expect_eq(err.code, PS_E_OPEN);
    cr_expect_not_null(strstr(err.message, "not a regular file"), "%s", err.message);
}

Test(file, a_fifo_without_a_writer_does_not_hang, .timeout = 20)
{
    cr_assert_eq(mkfifo(path, 0600), 0);
    PS_TEST_STATUS(ps_file_read(path, 1000, &buffer, &err), PS_FAILED, err);
    cr_expect_eq(err.code, PS_E_OPEN);
}

Test(file, sha256_is_that_of_the_standard)
{
    char hex[65];
    ps_sha256(NULL, 0, hex);
    cr_expect_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ps_str whole = PS_STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
    ps_sha256(&whole, 1, hex);
    cr_expect_str_eq(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    ps_str parts[] = {ps_str_slice(whole, 0, 7), PS_NO_STR, ps_str_slice(whole, 7, whole.len)};
    ps_sha256(parts, 3, hex);
    cr_expect_str_eq(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* The padding takes another block from 56 bytes on: every length around the ends of blocks, cut in
 * two at every third place. */
Test(file, sha256_of_any_parts_is_that_of_libmd)
{
    static char bytes[70000];
    char expected[SHA256_DIGEST_STRING_LENGTH];
    char hex[65];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(i * 7 + i / 251);
    }
    for (size_t len = 0; len <= sizeof bytes; len += len < 260 ? 1 : len / 9) {
        ps_str text = {bytes, len};
        SHA256Data((const uint8_t *)bytes, len, expected);
        for (size_t cut = 0; cut <= len; cut += len < 260 ? 3 : len / 5) {
            ps_str parts[] = {ps_str_slice(text, 0, cut), ps_str_slice(text, cut, len)};
            ps_sha256(parts, 2, hex);
            cr_assert_str_eq(hex, expected, "%zu bytes, cut at %zu", len, cut);
        }
    }
}
