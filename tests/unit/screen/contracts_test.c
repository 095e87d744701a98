/* Folders of contracts: what is found by which id and name.
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/contracts.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "ps_test.h"

static char folder[64];
static ps_contracts *contracts;
static char problems[2048];

static void put(const char *name, const char *content)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    cr_assert_geq(fd, 0, "%s", path);
    cr_assert_eq(write(fd, content, strlen(content)), (ssize_t)strlen(content));
    (void)close(fd);
}

static void setup(void)
{
    char sub[128];
    (void)snprintf(folder, sizeof folder, "/tmp/contracts_testXXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(sub, sizeof sub, "%s/sub", folder);
    cr_assert_eq(mkdir(sub, 0700), 0);
    put("HT-1.docx", "one");
    put("sub/Frame.pdf", "two");
    put("sub/HT_1.pdf", "three");
    put(".hidden.txt", "four");
    problems[0] = '\0';
}

static void teardown(void)
{
    char path[256];
    static const char *const names[] = {"HT-1.docx",   "sub/Frame.pdf", "sub/HT_1.pdf",
                                        ".hidden.txt", "contracts.csv", "link.txt"};
    ps_contracts_free(contracts);
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    (void)snprintf(path, sizeof path, "%s/sub", folder);
    (void)rmdir(path);
    (void)rmdir(folder);
}

TestSuite(contracts, .init = setup, .fini = teardown);

static void note(void *user, ps_status severity, const ps_error *error)
{
    size_t len = strlen(problems);
    (void)user;
    (void)severity;
    (void)snprintf(problems + len, sizeof problems - len, "%llu:%s;",
                   (unsigned long long)error->line, error->message);
}

static ps_status open_with(const char *index, ps_limits limits, ps_error *err)
{
    if (index) {
        put("contracts.csv", index);
    }
    return ps_contracts_open(folder, &limits, note, NULL, &contracts, err);
}

static void open_good(const char *index)
{
    ps_error err = {0};
    PS_TEST_STATUS(open_with(index, ps_limits_default(), &err), PS_OK, err);
    cr_assert_str_empty(problems);
}

static void expect_file(const char *id, size_t index, const char *path)
{
    ps_contract_file file;
    int found = ps_contracts_of_id(contracts, ps_str_from(id), index, &file);
    cr_assert_eq(found, path != NULL, "%s %zu", id, index);
    if (path) {
        ps_test_str(file.path, path, id);
    }
}

Test(contracts, files_are_found_by_what_they_are_called)
{
    ps_contract_file file;
    open_good(NULL);
    cr_expect_eq(ps_contracts_count(contracts), 3);
    expect_file("HT/1", 0, "HT-1.docx");
    expect_file("ht-1", 1, "sub/HT_1.pdf");
    expect_file("HT-1", 2, NULL);
    expect_file("frame", 0, "sub/Frame.pdf");
    expect_file("HT-1.docx", 0, NULL);
    expect_file("", 0, NULL);
    expect_file(".hidden", 0, NULL);
    cr_assert(ps_contracts_of_name(contracts, PS_STR("x/frame.PDF"), &file));
    ps_test_str(file.path, "sub/Frame.pdf", "by name");
    cr_expect_not(ps_contracts_of_name(contracts, PS_STR("contracts.csv"), &file));
}

Test(contracts, the_index_goes_before_the_names)
{
    ps_contract_file file;
    int fd = -1;
    open_good("\xEF\xBB\xBF"
              "Supplier ID;File;Contract ID\r\n\r\n;\"HT-1.docx\";\"FA "
              "\"\"7\"\"\"\r\nS-1;sub/Frame.pdf;ZZ-9");
    expect_file("FA \"7\"", 0, "HT-1.docx");
    expect_file("HT-1", 0, "sub/HT_1.pdf");
    expect_file("HT-1", 1, NULL);
    cr_assert(ps_contracts_of_id(contracts, PS_STR("zz 9"), 0, &file));
    ps_test_str(file.supplier, "S-1", "supplier");
    cr_expect_null(ps_contracts_open_file(contracts, &file, &fd));
    cr_expect_geq(fd, 0);
    (void)close(fd);
}

Test(contracts, each_fault_of_the_index_is_told_with_its_line)
{
    ps_error err = {0};
    cr_assert_eq(open_with("contract id,file\nA,none.txt\nB\n,HT-1.docx\nC,\n\"D\n\",/etc/passwd\n",
                           ps_limits_default(), &err),
                 PS_FATAL);
    cr_expect_eq(err.code, PS_E_CONFIG);
    cr_expect(strstr(problems, "2:the folder has no such file: \"none.txt\""), "%s", problems);
    contracts = NULL;
}

Test(contracts, a_header_that_lacks_a_column_or_has_it_twice_is_refused)
{
    static const struct {
        const char *index;
        const char *words;
    } rows[] = {
        {"", "1:unknown column"},
        {"contract id,file,file\n", "1:the column is there twice"},
        {"file,supplier id\n", "1:the columns \"contract id\" and \"file\" are needed"},
        {"contract id,file\nA,\"HT-1.docx", "2:a quotation mark is not closed"},
        {"contract id,file\nA,HT-1.docx,x\n", "2:the row has not as many cells"},
        {"contract id,file\n\xFF,HT-1.docx\n", "1:the index is not UTF-8"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_error err = {0};
        problems[0] = '\0';
        cr_expect_eq(open_with(rows[i].index, ps_limits_default(), &err), PS_FATAL);
        cr_expect(strstr(problems, rows[i].words), "%s: %s", rows[i].index, problems);
    }
    contracts = NULL;
}

Test(contracts, links_are_no_files_of_the_folder)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/link.txt", folder);
    cr_assert_eq(symlink("HT-1.docx", path), 0);
    open_good(NULL);
    cr_expect_eq(ps_contracts_count(contracts), 3);
}

Test(contracts, more_files_than_the_limit_are_refused_by_name)
{
    ps_error err = {0};
    ps_limits limits = ps_limits_default();
    limits.contracts = 2;
    cr_assert_eq(open_with(NULL, limits, &err), PS_FATAL);
    cr_expect_str_eq(err.cause, "limit:contracts");
    contracts = NULL;
}
