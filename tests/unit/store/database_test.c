/* The temporary database. SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "store/database.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static ps_database *open_database(unsigned cache)
{
    ps_database *database = NULL;
    ps_error err = {0};
    PS_TEST_STATUS(ps_database_open_temporary(cache, &database, &err), PS_OK, err);
    PS_TEST_STATUS(ps_database_run(database, "CREATE TABLE t(a INTEGER, b INTEGER); BEGIN", &err),
                   PS_OK, err);
    return database;
}

static void insert(ps_database *database, int64_t from, int64_t to)
{
    ps_statement *statement = NULL;
    ps_error err = {0};
    PS_TEST_STATUS(ps_statement_new(database, "INSERT INTO t VALUES(?, ?)", &statement, &err),
                   PS_OK, err);
    for (int64_t i = from; i < to; i++) {
        const int64_t values[] = {i, -i};
        PS_TEST_STATUS(ps_statement_start(statement, values, 2, &err), PS_OK, err);
        PS_TEST_STATUS(ps_statement_step(statement, &err), PS_END, err);
    }
    ps_statement_free(statement);
}

Test(database, what_was_put_in_is_found)
{
    ps_database *database = open_database(64);
    ps_statement *statement = NULL;
    ps_error err = {0};
    insert(database, 0, 10);
    PS_TEST_STATUS(
        ps_statement_new(database, "SELECT a, b FROM t WHERE a > ? ORDER BY a", &statement, &err),
        PS_OK, err);
    for (unsigned again = 0; again < 2; again++) {
        const int64_t above = 7;
        PS_TEST_STATUS(ps_statement_start(statement, &above, 1, &err), PS_OK, err);
        PS_TEST_STATUS(ps_statement_step(statement, &err), PS_OK, err);
        cr_expect_eq(ps_statement_integer(statement, 0), 8);
        cr_expect_eq(ps_statement_integer(statement, 1), -8);
        PS_TEST_STATUS(ps_statement_step(statement, &err), PS_OK, err);
        PS_TEST_STATUS(ps_statement_step(statement, &err), PS_END, err);
    }
    ps_statement_free(statement);
    ps_database_close(database);
}

Test(database, a_mistake_is_said)
{
    ps_database *database = open_database(64);
    ps_statement *statement = NULL;
    ps_error err = {0};
    cr_expect_eq(ps_database_run(database, "no such statement", &err), PS_FATAL);
    cr_expect_eq(err.code, PS_E_WRITE);
    cr_expect_not_null(strstr(err.message, "temporary database"));
    cr_expect_not_null(strstr(err.hint, "TMPDIR"));
    cr_expect_eq(ps_statement_new(database, "SELECT c FROM t", &statement, &err), PS_FATAL);
    cr_expect_null(statement);
    ps_statement_free(NULL);
    ps_database_close(database);
    ps_database_close(NULL);
}

/* Files of this process that lie below the folder, and have no name any more. */
static unsigned nameless_files(const char *folder, off_t *ret_bytes)
{
    DIR *open_files = opendir("/proc/self/fd");
    cr_assert_not_null(open_files);
    unsigned count = 0;
    *ret_bytes = 0;
    for (struct dirent *entry = readdir(open_files); entry; entry = readdir(open_files)) {
        char path[64];
        char target[1024] = "";
        struct stat st;
        (void)snprintf(path, sizeof path, "/proc/self/fd/%.20s", entry->d_name);
        if (readlink(path, target, sizeof target - 1) > 0 &&
            strncmp(target, folder, strlen(folder)) == 0 && strstr(target, " (deleted)") &&
            stat(path, &st) == 0) {
            cr_expect_eq(st.st_nlink, 0);
            cr_expect_eq(st.st_mode & 0777, 0600, "readable by its owner alone");
            *ret_bytes += st.st_size;
            count++;
        }
    }
    closedir(open_files);
    return count;
}

Test(database, what_does_not_fit_into_memory_goes_to_a_nameless_file_in_TMPDIR)
{
    char folder[] = "/tmp/ps-database-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(unsetenv("SQLITE_TMPDIR"), 0);
    cr_assert_eq(setenv("TMPDIR", folder, 1), 0);
    ps_database *database = open_database(64);
    off_t bytes;
    insert(database, 0, 20000);
    cr_expect_eq(nameless_files(folder, &bytes), 1);
    cr_expect_gt(bytes, 100000);
    DIR *left = opendir(folder);
    cr_assert_not_null(left);
    unsigned names = 0;
    for (struct dirent *entry = readdir(left); entry; entry = readdir(left)) {
        names += entry->d_name[0] != '.';
    }
    closedir(left);
    cr_expect_eq(names, 0, "nothing is left if the process dies now");
    ps_database_close(database);
    cr_expect_eq(nameless_files(folder, &bytes), 0);
    cr_expect_eq(rmdir(folder), 0);
}
