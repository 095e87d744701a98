/* SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/report.h"

#include "sample.h"
#include "stub_packs.h"

Test(report, formats_are_listed_with_what_they_are)
{
    const char *about = NULL;
    size_t count = 0;
    while (ps_report_format_at(count, &about)) {
        cr_expect(about && strlen(about) > 10 && strlen(about) < 100);
        count++;
    }
    cr_expect(count >= 4);
    cr_expect_str_eq(ps_report_format_at(0, NULL), "text");
}

Test(report, an_unknown_format_is_named_with_its_nearest)
{
    sample_sink sink = {.room = 0};
    ps_report *report = NULL;
    ps_error err = {0};
    cr_expect(ps_report_new("ndjsn", NULL, NULL, sample_write, &sink, &report, &err) == PS_FATAL);
    cr_expect(err.code == PS_E_USAGE);
    cr_expect_str_eq(err.message, "there is no report format \"ndjsn\"");
    cr_expect_str_eq(err.hint, "did you mean ndjson?");
    cr_expect(report == NULL && sink.calls == 0);
    cr_expect(ps_report_new(NULL, NULL, NULL, sample_write, &sink, &report, &err) == PS_FATAL);
}

Test(report, options_of_a_newer_library_are_refused_and_of_an_older_one_taken)
{
    sample_sink sink = {.room = 0};
    ps_report *report = NULL;
    ps_error err = {0};
    ps_report_options options = PS_REPORT_OPTIONS_INIT;
    ps_buffer_init(&sink.bytes, 0);
    options.size = sizeof options + 4;
    cr_expect(ps_report_new("csv", NULL, &options, sample_write, &sink, &report, &err) == PS_FATAL);
    cr_expect(err.code == PS_E_ARGUMENT);
    options.size = offsetof(ps_report_options, csv_bom);
    options.csv_bom = 1; /* behind the end of what an older program knows */
    PS_TEST_STATUS(ps_report_new("csv", NULL, &options, sample_write, &sink, &report, &err), PS_OK,
                   err);
    ps_summary summary = {.reconciles = 1};
    PS_TEST_STATUS(ps_report_summary(report, &summary, &err), PS_OK, err);
    cr_expect(ps_str_starts(ps_buffer_str(&sink.bytes), PS_STR("type,")));
    ps_report_free(report);
    ps_buffer_done(&sink.bytes);
}

Test(report, events_out_of_order_are_refused)
{
    sample_sink sink = {.room = 0};
    ps_report *report = NULL;
    ps_error err = {0};
    ps_error cause;
    ps_rejected rejected = sample_rejected(&cause);
    ps_supplier supplier = sample_supplier();
    ps_screened screened = sample_screened();
    ps_summary summary = sample_summary();
    ps_buffer_init(&sink.bytes, 0);
    PS_TEST_STATUS(ps_report_new("json", NULL, NULL, sample_write, &sink, &report, &err), PS_OK,
                   err);
    cr_expect(ps_report_screened(report, NULL, NULL, 0, &err) == PS_FATAL);
    PS_TEST_STATUS(ps_report_supplier(report, &supplier, &err), PS_OK, err);
    cr_expect(ps_report_screened(report, &screened, NULL, 0, &err) == PS_FATAL);
    cr_expect(ps_report_rejected(report, &rejected, &err) == PS_FATAL);
    cr_expect(err.code == PS_E_ARGUMENT);
    PS_TEST_STATUS(ps_report_summary(report, &summary, &err), PS_OK, err);
    cr_expect(ps_report_summary(report, &summary, &err) == PS_FATAL);
    ps_report_free(report);
    ps_buffer_done(&sink.bytes);
}

/* Whatever the room, the night either is written whole or ends in the error. */
Test(report, a_full_disk_is_an_error_in_every_format)
{
    for (size_t f = 0; ps_report_format_at(f, NULL); f++) {
        const char *format = ps_report_format_at(f, NULL);
        sample_sink whole = {.room = 0};
        ps_error err = {0};
        ps_report_options options = PS_REPORT_OPTIONS_INIT;
        options.each = 1;
        ps_buffer_init(&whole.bytes, 0);
        PS_TEST_STATUS(sample_night(format, &options, &whole, &err), PS_OK, err);
        /* A page begins with its summary and a workbook is packed at the end, so nothing of them
         * can go out before. */
        int waits =
            ps_str_is(ps_str_from(format), "html") || ps_str_is(ps_str_from(format), "xlsx");
        cr_expect(waits || whole.calls >= 3, "%s: handed over after each event", format);
        for (size_t room = 1; room < whole.bytes.len; room += whole.bytes.len / 50 + 1) {
            sample_sink sink = {.room = room};
            ps_buffer_init(&sink.bytes, 0);
            cr_assert(sample_night(format, &options, &sink, &err) == PS_FATAL, "%s, room %zu",
                      format, room);
            cr_expect(err.code == PS_E_WRITE);
            cr_expect(ps_str_starts(ps_str_from(err.message), PS_STR("cannot write after ")));
            cr_expect(ps_str_starts(ps_buffer_str(&whole.bytes), ps_buffer_str(&sink.bytes)));
            ps_buffer_done(&sink.bytes);
        }
        ps_buffer_done(&whole.bytes);
    }
}

Test(report, null_is_freed)
{
    ps_report_free(NULL);
}
