/* The report formats, over the hand-made night of sample.h and over what is odd.
 * SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/report.h"

#include "base/file.h"
#include "sample.h"
#include "stub_packs.h"

#include <stdlib.h>

/* Compares with tests/unit/report/<name>; the file has \n where the report has \r\n. */
static void expect_file(ps_str got, const char *name)
{
    char path[4096];
    ps_buffer want;
    ps_error err = {0};
    (void)snprintf(path, sizeof path, "%s/unit/report/%s", getenv("PS_TESTDATA"), name);
    ps_buffer_init(&want, 0);
    PS_TEST_STATUS(ps_file_read(path, 1 << 20, &want, &err), PS_OK, err);
    ps_str text = ps_buffer_str(&want);
    size_t at = 0;
    unsigned line = 1;
    for (size_t i = 0; i < got.len; i++) {
        if (got.ptr[i] == '\r' && i + 1 < got.len && got.ptr[i + 1] == '\n') {
            continue;
        }
        cr_assert(at < text.len && text.ptr[at] == got.ptr[i], "%s:%u differs: got \"%.*s\"", name,
                  line, PS_FMT(ps_str_cut(ps_str_slice(got, i, got.len), 60)));
        line += got.ptr[i] == '\n';
        at++;
    }
    cr_assert(at == text.len, "%s: the report ends before line %u does", name, line);
    ps_buffer_done(&want);
}

static void expect_night(const char *format, const ps_report_options *options, const char *name)
{
    sample_sink sink = {.room = 0};
    ps_error err = {0};
    ps_buffer_init(&sink.bytes, 0);
    PS_TEST_STATUS(sample_night(format, options, &sink, &err), PS_OK, err);
    expect_file(ps_buffer_str(&sink.bytes), name);
    ps_buffer_done(&sink.bytes);
}

Test(writers, ndjson_is_the_contract)
{
    expect_night("ndjson", NULL, "sample.ndjson");
}

Test(writers, json_holds_the_same_objects)
{
    expect_night("json", NULL, "sample.json");
}

Test(writers, csv_has_a_row_for_all_that_needs_a_person)
{
    expect_night("csv", NULL, "sample.csv");
}

Test(writers, text_tells_a_buyer_what_to_do)
{
    expect_night("text", NULL, "sample.txt");
}

Test(writers, text_explains_a_record)
{
    ps_report_options options = PS_REPORT_OPTIONS_INIT;
    options.explain = 1;
    expect_night("text", &options, "sample-explain.txt");
}

/* One report with the given events; the sink's bytes are the caller's. */
typedef void (*events_fn)(ps_report *report, ps_error *err);

static void write_report(const char *format, const ps_report_options *options, events_fn events,
                         sample_sink *sink)
{
    ps_report *report = NULL;
    ps_error err = {0};
    ps_buffer_init(&sink->bytes, 0);
    PS_TEST_STATUS(ps_report_new(format, NULL, options, sample_write, sink, &report, &err), PS_OK,
                   err);
    events(report, &err);
    ps_report_free(report);
}

static void end_empty(ps_report *report, ps_error *err)
{
    ps_summary summary = {.reconciles = 1};
    PS_TEST_STATUS(ps_report_summary(report, &summary, err), PS_OK, *err);
}

static int contains(const sample_sink *sink, const char *text)
{
    return ps_str_find(ps_buffer_str(&sink->bytes), ps_str_from(text)) != SIZE_MAX;
}

Test(writers, an_empty_run_is_whole_in_every_format)
{
    static const struct {
        const char *format;
        const char *part;
    } rows[] = {
        {"ndjson", "{\"type\":\"summary\",\"files_given\":0,"},
        {"json", "\"records\":[\n],\n\"findings\":[\n],\n\"rejected\":[\n],\n\"suppliers\":[\n],"},
        {"csv", "type,severity,rule,"},
        {"text", "Nothing was screened."},
        {"html", "<p class=\"result\">Nothing was screened.</p>"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        sample_sink sink = {.room = 0};
        write_report(rows[i].format, NULL, end_empty, &sink);
        cr_expect(contains(&sink, rows[i].part), "%s: %.*s", rows[i].format,
                  PS_FMT(ps_buffer_str(&sink.bytes)));
        ps_buffer_done(&sink.bytes);
    }
}

static void clear_record(ps_report *report, ps_error *err)
{
    static const ps_item_outcome item = {.line_id = {PS_STR_INIT("1"), 2},
                                         .name = PS_STR_INIT("Copy paper"),
                                         .outcome = PS_OUTCOME_CLEAR,
                                         .delivery = {{{NULL, 0}, 0}, PS_NO_DAY}};
    ps_screened screened = {.seq = 1,
                            .source = PS_STR("a.xml"),
                            .id = PS_STR("PO-CLEAR"),
                            .date = PS_NO_DAY,
                            .outcome = PS_OUTCOME_CLEAR,
                            .items = &item,
                            .item_count = 1};
    ps_summary summary = {.records_read = 1,
                          .records_screened = 1,
                          .records = {.clear = 1},
                          .items_read = 1,
                          .items = {.clear = 1},
                          .reconciles = 1};
    PS_TEST_STATUS(ps_report_screened(report, &screened, NULL, 0, err), PS_OK, *err);
    PS_TEST_STATUS(ps_report_summary(report, &summary, err), PS_OK, *err);
}

Test(writers, clear_records_are_counted_but_not_listed)
{
    sample_sink sink = {.room = 0};
    write_report("text", NULL, clear_record, &sink);
    cr_expect(!contains(&sink, "PO-CLEAR"));
    cr_expect(contains(&sink, "Nothing needs a look."));
    cr_expect(contains(&sink, "1 read = 0 in a category + 1 clear"));
    ps_buffer_done(&sink.bytes);
    write_report("csv", NULL, clear_record, &sink);
    cr_expect(!contains(&sink, "PO-CLEAR"));
    ps_buffer_done(&sink.bytes);
    write_report("ndjson", NULL, clear_record, &sink);
    cr_expect(contains(&sink, "\"id\":\"PO-CLEAR\",\"date\":null,\"currency\":null"));
    ps_buffer_done(&sink.bytes);
}

static void unreconciled(ps_report *report, ps_error *err)
{
    ps_summary summary = {.records_read = 2, .records_screened = 1};
    PS_TEST_STATUS(ps_report_summary(report, &summary, err), PS_OK, *err);
}

Test(writers, counts_that_do_not_add_up_are_said_so)
{
    sample_sink sink = {.room = 0};
    write_report("text", NULL, unreconciled, &sink);
    cr_expect(contains(&sink, "These counts do not add up"));
    ps_buffer_done(&sink.bytes);
    write_report("ndjson", NULL, unreconciled, &sink);
    cr_expect(contains(&sink, "\"reconciles\":false}"));
    ps_buffer_done(&sink.bytes);
}

/* 30 records with a finding each; the one with number 17 is the most expensive. */
static void many_findings(ps_report *report, ps_error *err)
{
    for (uint64_t seq = 1; seq <= 30; seq++) {
        char id[16];
        (void)snprintf(id, sizeof id, "PO-%llu", (unsigned long long)seq);
        ps_screened screened = sample_screened();
        ps_finding finding = sample_findings[1];
        screened.seq = seq;
        screened.id = ps_str_from(id);
        finding.record = seq;
        finding.severity = seq % 2 ? PS_SEVERITY_HIGH : PS_SEVERITY_LOW;
        finding.exposure.max.digits = seq == 17 ? 99900 : (int64_t)seq * 100;
        finding.exposure.min.digits = 0;
        PS_TEST_STATUS(ps_report_screened(report, &screened, &finding, 1, err), PS_OK, *err);
    }
    end_empty(report, err);
}

Test(writers, text_names_the_ten_findings_to_begin_with)
{
    sample_sink sink = {.room = 0};
    write_report("text", NULL, many_findings, &sink);
    ps_str text = ps_buffer_str(&sink.bytes);
    size_t top = ps_str_find(text, PS_STR("First things to do"));
    cr_assert(top != SIZE_MAX);
    text = ps_str_slice(text, top, text.len);
    cr_expect(ps_str_find(text, PS_STR("1.  HIGH    PO-17 line 1")) != SIZE_MAX, "%.*s",
              PS_FMT(text));
    cr_expect(ps_str_find(text, PS_STR("2.  HIGH    PO-29 line 1")) != SIZE_MAX);
    cr_expect(ps_str_find(text, PS_STR("10. HIGH    PO-11 line 1")) != SIZE_MAX);
    cr_expect(ps_str_find(text, PS_STR("\n 11.")) == SIZE_MAX);
    cr_expect(ps_str_find(text, PS_STR("LOW")) == SIZE_MAX);
    cr_expect(ps_str_find(text, PS_STR("no-description: 30 lines in 30 records, e.g. PO-1, PO-2, "
                                       "PO-3")) != SIZE_MAX);
    ps_buffer_done(&sink.bytes);
}

/* A record with two lines and three clauses that have the same to be said of them. */
static void alike_findings(ps_report *report, ps_error *err)
{
    static const ps_str names[] = {PS_STR_INIT("audit-right"), PS_STR_INIT("supervision"),
                                   PS_STR_INIT("notice")};
    ps_screened screened = sample_screened();
    ps_item_outcome items[2] = {sample_items[0], sample_items[0]};
    ps_element_outcome elements[3];
    ps_finding findings[5];
    items[1].line_id.text = PS_STR("2");
    for (size_t i = 0; i < 2; i++) {
        findings[i] = sample_findings[1];
        findings[i].item = items[i].line_id.text;
        findings[i].item_number = i + 1;
    }
    for (size_t i = 0; i < 3; i++) {
        elements[i] = sample_elements[0];
        elements[i].element = names[i];
        elements[i].state = PS_STATE_MISSING;
        findings[2 + i] = sample_findings[0];
        findings[2 + i].element = names[i];
    }
    screened.items = items;
    screened.item_count = 2;
    screened.elements = elements;
    screened.element_count = 3;
    PS_TEST_STATUS(ps_report_screened(report, &screened, findings, 5, err), PS_OK, *err);
    end_empty(report, err);
}

static size_t count_of(const sample_sink *sink, const char *text)
{
    ps_str rest = ps_buffer_str(&sink->bytes);
    size_t count = 0;
    size_t at;
    while ((at = ps_str_find(rest, ps_str_from(text))) != SIZE_MAX) {
        rest = ps_str_slice(rest, at + strlen(text), rest.len);
        count++;
    }
    return count;
}

Test(writers, text_says_once_what_holds_for_several_findings)
{
    sample_sink sink = {.room = 0};
    write_report("text", NULL, alike_findings, &sink);
    cr_expect(count_of(&sink, "  HIGH    line 1: ") == 1);
    cr_expect(count_of(&sink, "  HIGH    line 2: ") == 1);
    cr_expect(count_of(&sink, "Core network equipment for an identified operator") == 1);
    cr_expect(count_of(&sink, "law      MCR 2021 art. 2; CIIR art. 19") == 1);
    cr_expect(count_of(&sink, "3,200,000.00 to 32,000,000.00 CNY if identified (1)") == 2);
    cr_expect(count_of(&sink, "  (1) 1 to 10 times the amount: CIIR art. 41") == 1);
    cr_expect(count_of(&sink, "  MEDIUM  3 clauses missing\n") == 1);
    cr_expect(count_of(&sink, "          - audit-right - Confidentiality obligation") == 1);
    cr_expect(count_of(&sink, "0 to 100,000 CNY (2)") == 1, "%.*s",
              PS_FMT(ps_buffer_str(&sink.bytes)));
    ps_buffer_done(&sink.bytes);
}

Test(writers, findings_of_json_survive_leaving_memory)
{
    enum { RECORDS = 6000 };
    sample_sink sink = {.room = 0};
    ps_report *report = NULL;
    ps_error err = {0};
    ps_screened screened = {.seq = 1, .date = PS_NO_DAY};
    ps_buffer_init(&sink.bytes, 0);
    PS_TEST_STATUS(ps_report_new("json", NULL, NULL, sample_write, &sink, &report, &err), PS_OK,
                   err);
    for (size_t i = 0; i < RECORDS; i++) {
        PS_TEST_STATUS(ps_report_screened(report, &screened, sample_findings, 2, &err), PS_OK, err);
    }
    end_empty(report, &err);
    ps_report_free(report);
    size_t findings = 0;
    ps_str text = ps_buffer_str(&sink.bytes);
    ps_str line;
    while (ps_str_next(&text, '\n', &line)) {
        findings += ps_str_starts(line, PS_STR("{\"type\":\"finding\",\"rule\":\""));
    }
    cr_expect(findings == 2 * (size_t)RECORDS, "%zu findings", findings);
    ps_buffer_done(&sink.bytes);
}

static ps_str formula_cell; /* what the record's id is in the next test */

static void formula_record(ps_report *report, ps_error *err)
{
    ps_screened screened = {.seq = 1,
                            .id = formula_cell,
                            .date = PS_NO_DAY,
                            .outcome = PS_OUTCOME_NOT_EVALUABLE,
                            .reason = PS_STR("no-text")};
    PS_TEST_STATUS(ps_report_screened(report, &screened, NULL, 0, err), PS_OK, *err);
    end_empty(report, err);
}

Test(writers, csv_cells_cannot_be_taken_for_formulas)
{
    static const struct {
        ps_str in;
        const char *cell;
        const char *raw;
    } rows[] = {
        {PS_STR_INIT("=1+1"), ",\"'=1+1\",", ",=1+1,"},
        {PS_STR_INIT("+1"), ",\"'+1\",", ",+1,"},
        {PS_STR_INIT("-2+3"), ",\"'-2+3\",", ",-2+3,"},
        {PS_STR_INIT("@SUM(1)"), ",\"'@SUM(1)\",", ",@SUM(1),"},
        {PS_STR_INIT("\t=1"), ",\"'\t=1\",", ",\"\t=1\","},
        {PS_STR_INIT("\r=1"), ",\"'\r=1\",", ",\"\r=1\","},
        {PS_STR_INIT("\n=1"), ",\"'\n=1\",", ",\"\n=1\","},
        {PS_STR_INIT("\0=1"), ",\"'=1\",", ",=1,"},
        {PS_STR_INIT("＝1"), ",\"'＝1\",", ",＝1,"},
        {PS_STR_INIT("＠x"), ",\"'＠x\",", ",＠x,"},
        {PS_STR_INIT("'quoted"), ",\"''quoted\",", ",'quoted,"},
        {PS_STR_INIT("a,b"), ",\"a,b\",", ",\"a,b\","},
        {PS_STR_INIT("a\"b"), ",\"a\"\"b\",", ",\"a\"\"b\","},
        {PS_STR_INIT("\";=1"), ",\"\"\";=1\",", ",\"\"\";=1\","},
        {PS_STR_INIT(" x"), ",\" x\",", ",\" x\","},
        {PS_STR_INIT("plain"), ",plain,", ",plain,"},
        {PS_STR_INIT("a\xff"
                     "b"),
         ",a\xef\xbf\xbd"
         "b,",
         ",a\xef\xbf\xbd"
         "b,"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_report_options options = PS_REPORT_OPTIONS_INIT;
        sample_sink sink = {.room = 0};
        formula_cell = rows[i].in;
        write_report("csv", &options, formula_record, &sink);
        cr_expect(contains(&sink, rows[i].cell), "row %zu: %.*s", i,
                  PS_FMT(ps_buffer_str(&sink.bytes)));
        ps_buffer_done(&sink.bytes);
        options.csv_raw = 1;
        write_report("csv", &options, formula_record, &sink);
        cr_expect(contains(&sink, rows[i].raw), "raw row %zu: %.*s", i,
                  PS_FMT(ps_buffer_str(&sink.bytes)));
        ps_buffer_done(&sink.bytes);
    }
}

Test(writers, csv_begins_with_a_byte_order_mark_when_asked)
{
    ps_report_options options = PS_REPORT_OPTIONS_INIT;
    sample_sink sink = {.room = 0};
    options.csv_bom = 1;
    write_report("csv", &options, end_empty, &sink);
    cr_expect(ps_str_starts(ps_buffer_str(&sink.bytes), PS_STR("\xef\xbb\xbftype,")));
    ps_buffer_done(&sink.bytes);
}

Test(writers, text_shows_hostile_text_without_obeying_it)
{
    sample_sink sink = {.room = 0};
    formula_cell = PS_STR("\x1b]0;pwn\x07\r\nFAKE run clean\xe2\x80\xae\xc2\x9b"
                          "31m");
    write_report("text", NULL, formula_record, &sink);
    ps_str text = ps_buffer_str(&sink.bytes);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        cr_assert((c >= 0x20 && c != 0x7F) || c == '\n', "byte %02x", c);
    }
    cr_expect(contains(&sink, "\\x1b]0;pwn\\x07\\r\\nFAKE run clean\\u202e\\x9b31m"), "%.*s",
              PS_FMT(text));
    ps_buffer_done(&sink.bytes);
}

Test(writers, the_run_names_its_packs)
{
    ps_report_options options = PS_REPORT_OPTIONS_INIT;
    sample_sink sink = {.room = 0};
    ps_report *report = NULL;
    ps_error err = {0};
    options.as_of = ps_date_parse_iso(PS_STR("2026-01-01"));
    ps_buffer_init(&sink.bytes, 0);
    PS_TEST_STATUS(
        ps_report_new("ndjson", stub_packs(), &options, sample_write, &sink, &report, &err), PS_OK,
        err);
    end_empty(report, &err);
    ps_report_free(report);
    cr_expect(contains(&sink, "\"catalog\":{\"id\":\"mcr+vendors\",\"version\":\"1.0+2026.1\","
                              "\"sha256\":\""));
    cr_expect(contains(&sink, "\"policy\":{\"id\":\"cii\",\"version\":\"1.2\",\"sha256\":\"cc"),
              "one file has its own hash");
    cr_expect(contains(&sink, "\"profiles\":{\"id\":\"formats\",\"version\":\"1.10\",\"sha256\":"));
    cr_expect(contains(
        &sink, "\"as_of\":\"2026-01-01\",\"today\":null,\"packs\":[{\"kind\":\"catalog\","));
    ps_buffer_done(&sink.bytes);
}
