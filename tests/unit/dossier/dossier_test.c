/* The public calls: their order, and what is refused.
 * SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/dossier.h"

#include <criterion/criterion.h>
#include <errno.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "ps_test.h"

static ps_packs *load(void)
{
    ps_pack_paths paths = PS_PACK_PATHS_INIT;
    ps_packs *packs = NULL;
    ps_error error = {0};
    paths.data_dir = getenv("PS_SOURCE_ROOT");
    PS_TEST_STATUS(ps_packs_load(&paths, NULL, NULL, &packs, &error), PS_OK, error);
    return packs;
}

static int take(void *io, const char *bytes, size_t size)
{
    ps_buffer_add(io, bytes, size);
    return 0;
}

static int refuse(void *io, const char *bytes, size_t size)
{
    (void)io;
    (void)bytes;
    (void)size;
    errno = ENOSPC;
    return -1;
}

/* Less than any format gives: no items, no parties, no date. */
static const ps_screened bare = {.seq = 1, .date = PS_NO_DAY};

Test(dossier, calls_in_the_wrong_order_are_refused)
{
    ps_packs *packs = load();
    ps_dossier *d = NULL;
    ps_error error = {0};
    ps_record record = {.line = 1};
    PS_TEST_STATUS(ps_dossier_new(packs, NULL, &d, &error), PS_OK, error);
    ps_supplier supplier = {.last_audit = PS_NO_DAY};
    PS_TEST_STATUS(ps_dossier_write(d, "html", take, NULL, &error), PS_FATAL, error);
    cr_expect_eq(error.code, PS_E_ARGUMENT);
    PS_TEST_STATUS(ps_dossier_supplier(d, &supplier, &error), PS_FATAL, error);
    PS_TEST_STATUS(ps_dossier_record(d, &record, &error), PS_OK, error);
    PS_TEST_STATUS(ps_dossier_screened(d, &bare, NULL, 1, &error), PS_FATAL, error);
    PS_TEST_STATUS(ps_dossier_screened(d, &bare, NULL, 0, &error), PS_OK, error);
    PS_TEST_STATUS(ps_dossier_screened(d, &bare, NULL, 0, &error), PS_FATAL, error);
    cr_expect_eq(error.code, PS_E_ARGUMENT);
    PS_TEST_STATUS(ps_dossier_record(d, &record, &error), PS_FATAL, error);
    PS_TEST_STATUS(ps_dossier_write(d, "pdf", take, NULL, &error), PS_FATAL, error);
    cr_expect_eq(error.code, PS_E_USAGE);
    PS_TEST_STATUS(ps_dossier_write(d, "html", refuse, NULL, &error), PS_FATAL, error);
    cr_expect_eq(error.code, PS_E_WRITE);
    ps_dossier_free(d);
    ps_dossier_free(NULL);
    ps_packs_free(packs);
}

Test(dossier, only_the_records_supplier_is_told_of)
{
    ps_packs *packs = load();
    ps_error error = {0};
    ps_supplier supplier = {.party = {.key = PS_STR("b")},
                            .last_audit = ps_day_parse("2026-01-31")};
    ps_screened screened = bare;
    screened.supplier.key = PS_STR("a");
    for (int same = 0; same < 2; same++) {
        ps_buffer out;
        ps_dossier *d = NULL;
        ps_buffer_init(&out, 0);
        supplier.party.key = same ? PS_STR("a") : PS_STR("b");
        PS_TEST_STATUS(ps_dossier_new(packs, NULL, &d, &error), PS_OK, error);
        PS_TEST_STATUS(ps_dossier_screened(d, &screened, NULL, 0, &error), PS_OK, error);
        PS_TEST_STATUS(ps_dossier_supplier(d, &supplier, &error), PS_OK, error);
        PS_TEST_STATUS(ps_dossier_write(d, "html", take, &out, &error), PS_OK, error);
        cr_expect_eq(ps_str_find(ps_buffer_str(&out), PS_STR("2026-01-31")) != SIZE_MAX, same);
        ps_dossier_free(d);
        ps_buffer_done(&out);
    }
    ps_packs_free(packs);
}

Test(dossier, languages_and_options_are_checked)
{
    ps_packs *packs = load();
    ps_dossier *d = NULL;
    ps_error error = {0};
    ps_dossier_options options = PS_DOSSIER_OPTIONS_INIT;
    options.lang = "de";
    PS_TEST_STATUS(ps_dossier_new(packs, &options, &d, &error), PS_FATAL, error);
    cr_expect_eq(error.code, PS_E_USAGE);
    options.lang = "zh";
    options.size = sizeof options + 1;
    PS_TEST_STATUS(ps_dossier_new(packs, &options, &d, &error), PS_FATAL, error);
    cr_expect_eq(error.code, PS_E_ARGUMENT);
    PS_TEST_STATUS(ps_dossier_new(NULL, NULL, &d, &error), PS_FATAL, error);
    cr_expect_null(d);
    ps_packs_free(packs);
}

Test(dossier, a_bare_record_gives_a_document_in_every_format)
{
    ps_packs *packs = load();
    ps_error error = {0};
    for (int zh = 0; zh < 2; zh++) {
        ps_dossier *d = NULL;
        ps_dossier_options options = PS_DOSSIER_OPTIONS_INIT;
        options.lang = zh ? "zh" : "en";
        PS_TEST_STATUS(ps_dossier_new(packs, &options, &d, &error), PS_OK, error);
        PS_TEST_STATUS(ps_dossier_screened(d, &bare, NULL, 0, &error), PS_OK, error);
        for (size_t i = 0; ps_dossier_format_at(i); i++) {
            ps_buffer out;
            ps_buffer_init(&out, 0);
            PS_TEST_STATUS(ps_dossier_write(d, ps_dossier_format_at(i), take, &out, &error), PS_OK,
                           error);
            cr_expect_gt(out.len, 1000);
            ps_buffer_done(&out);
        }
        ps_dossier_free(d);
    }
    cr_expect_str_eq(ps_dossier_format_at(0), "html");
    ps_packs_free(packs);
}

Test(dossier, the_law_is_that_of_the_day)
{
    static const struct {
        const char *date, *as_of;
        const char *there, *not_there;
    } rows[] = {
        {"2021-03-01", NULL, "MCR 2020 art. 9(5)", "MCR 2021 art. 10(7)"},
        {"2021-03-01", "2026-01-01", "MCR 2021 art. 10(7)", "MCR 2020 art. 9(5)"},
        {"2026-03-01", NULL, "MCR 2021 art. 10(7)", "MCR 2020 art. 9(5)"},
    };
    ps_packs *packs = load();
    ps_error error = {0};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer out;
        ps_dossier *d = NULL;
        ps_screened screened = bare;
        ps_dossier_options options = PS_DOSSIER_OPTIONS_INIT;
        screened.date = ps_day_parse(rows[i].date);
        options.as_of = ps_day_parse(rows[i].as_of);
        options.today = ps_day_parse("2026-11-25");
        ps_buffer_init(&out, 0);
        PS_TEST_STATUS(ps_dossier_new(packs, &options, &d, &error), PS_OK, error);
        PS_TEST_STATUS(ps_dossier_screened(d, &screened, NULL, 0, &error), PS_OK, error);
        PS_TEST_STATUS(ps_dossier_write(d, "html", take, &out, &error), PS_OK, error);
        cr_expect_neq(ps_str_find(ps_buffer_str(&out), ps_str_from(rows[i].there)), SIZE_MAX);
        cr_expect_eq(ps_str_find(ps_buffer_str(&out), ps_str_from(rows[i].not_there)), SIZE_MAX);
        /* what is filed now goes by the law of today */
        cr_expect_neq(ps_str_find(ps_buffer_str(&out), PS_STR("MCR 2021 art. 14")), SIZE_MAX);
        ps_dossier_free(d);
        ps_buffer_done(&out);
    }
    ps_packs_free(packs);
}
