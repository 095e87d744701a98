/* The catalog that is shipped: it loads, it fits its schema, all its examples hold.
 * SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "fixture.h"
#include "xml/tree.h"

enum { FILES_MAX = 40 };

typedef struct shipped {
    ps_buffer bytes[FILES_MAX];
    char paths[FILES_MAX][1024];
    ps_pack_file files[FILES_MAX];
    size_t count;
} shipped;

static void read_folder(shipped *all, const char *folder)
{
    char path[512];
    const char *root = getenv("PS_SOURCE_ROOT");
    (void)snprintf(path, sizeof path, "%s/%s", root ? root : ".", folder);
    DIR *dir = opendir(path);
    cr_assert_not_null(dir, "%s", path);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (!ps_str_ends(ps_str_from(entry->d_name), PS_STR(".xml"))) {
            continue;
        }
        cr_assert_lt(all->count, FILES_MAX);
        ps_error err = {0};
        char *file = all->paths[all->count];
        (void)snprintf(file, sizeof all->paths[0], "%s/%s", path, entry->d_name);
        ps_buffer_init(&all->bytes[all->count], 0);
        PS_TEST_STATUS(ps_file_read(file, 1 << 24, &all->bytes[all->count], &err), PS_OK, err);
        all->files[all->count] = (ps_pack_file){file, ps_buffer_str(&all->bytes[all->count])};
        all->count++;
    }
    closedir(dir);
}

static void done(shipped *all)
{
    for (size_t i = 0; i < all->count; i++) {
        ps_buffer_done(&all->bytes[i]);
    }
    free(all);
}

static shipped *read_all(void)
{
    shipped *all = calloc(1, sizeof *all);
    cr_assert_not_null(all);
    ps_xml_init();
    read_folder(all, "catalogs");
    read_folder(all, "catalogs/watch");
    return all;
}

static void problem(void *user, ps_status severity, const ps_error *error)
{
    (void)user;
    (void)severity;
    cr_expect(0, "%s:%llu: %s", error->source, (unsigned long long)error->line, error->message);
}

static void example(void *user, const ps_example_result *result)
{
    (void)user;
    cr_expect(result->passed, "%.*s line %llu: \"%.*s\" must be %.*s and is %.*s",
              PS_FMT(result->entry), (unsigned long long)result->line, PS_FMT(result->text),
              PS_FMT(result->expected), PS_FMT(result->got));
}

Test(pack, every_example_of_the_shipped_catalog_holds)
{
    shipped *all = read_all();
    ps_error err = {0};
    ps_catalog *catalog = NULL;
    size_t passed = 0;
    size_t failed = 0;
    PS_TEST_STATUS(ps_catalog_load(all->files, all->count, NULL, problem, NULL, &catalog, &err),
                   PS_OK, err);
    PS_TEST_STATUS(ps_catalog_test(catalog, example, NULL, &passed, &failed, &err), PS_OK, err);
    cr_expect_gt(passed, 300);
    cr_expect_eq(failed, 0);
    ps_catalog_free(catalog);
    done(all);
}

Test(pack, every_file_fits_the_schema)
{
    shipped *all = read_all();
    ps_error err = {0};
    ps_buffer schema;
    char path[512];
    const char *root = getenv("PS_SOURCE_ROOT");
    (void)snprintf(path, sizeof path, "%s/catalogs/catalog.rng", root ? root : ".");
    ps_buffer_init(&schema, 0);
    PS_TEST_STATUS(ps_file_read(path, 1 << 20, &schema, &err), PS_OK, err);
    for (size_t i = 0; i < all->count; i++) {
        PS_TEST_STATUS(ps_tree_validate(all->files[i].bytes, all->files[i].path,
                                        ps_buffer_str(&schema), "catalog.rng", problem, NULL, &err),
                       PS_OK, err);
    }
    ps_buffer_done(&schema);
    done(all);
}
