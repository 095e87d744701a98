/* The library in another program: what its headers promise, by its headers only. Prints TAP.
 *
 *     embed_test ROOT        ROOT holds catalogs/ and policies/
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <procscreen/procscreen.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char order[] =
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    "<records xmlns='urn:procscreen:record:1'>\n"
    "<record kind='order' id='PO-1' date='2026-03-05' currency='CNY'><buyer name='Grid'/>"
    "<supplier name='Acme'/><item line='1' name='Core router NE40E chassis' amount='100.00'/>"
    "<item line='2' name='Copy paper A4 80gsm white' amount='5.00'/></record>\n"
    "<record kind='order' id='PO-2' date='2026-03-06'><item line='1'/></record>\n"
    "</records>\n";

static int checks;
static int failures;

static void check(int passed, const char *what)
{
    checks++;
    failures += !passed;
    printf("%sok %d - %s\n", passed ? "" : "not ", checks, what);
}

static int is(ps_str text, const char *want)
{
    return text.len == strlen(want) && memcmp(text.ptr, want, text.len) == 0;
}

/* A document in memory, given out in pieces of `piece` bytes. */
typedef struct memory {
    const char *bytes;
    size_t left;
    size_t piece;
} memory;

static long read_memory(void *io, char *buffer, size_t size)
{
    memory *m = io;
    size_t part = m->piece < size ? m->piece : size;
    part = part < m->left ? part : m->left;
    memcpy(buffer, m->bytes, part);
    m->bytes += part;
    m->left -= part;
    return (long)part;
}

/* What a screener told. */
typedef struct told {
    unsigned records;
    unsigned screened;
    unsigned rejected;
    unsigned hits;
    unsigned clear;
    unsigned not_evaluable;
    uint64_t last_seq;
    ps_error error;
    ps_report *report;
} told;

static void on_record(void *user, const ps_record *record)
{
    told *t = user;
    t->records += record->item_count > 0;
}

static void on_screened(void *user, const ps_screened *screened)
{
    told *t = user;
    t->screened++;
    t->last_seq = screened->seq;
    for (size_t i = 0; i < screened->item_count; i++) {
        t->hits += screened->items[i].outcome == PS_OUTCOME_HIT;
        t->clear += screened->items[i].outcome == PS_OUTCOME_CLEAR;
        t->not_evaluable += screened->items[i].outcome == PS_OUTCOME_NOT_EVALUABLE;
    }
    if (t->report && ps_report_screened(t->report, screened, NULL, 0, &t->error) != PS_OK) {
        t->rejected += 1000;
    }
}

static void on_rejected(void *user, const ps_rejected *rejected)
{
    told *t = user;
    t->rejected++;
    t->error = *rejected->error;
}

static const ps_screen_sink sink = {on_record, on_screened, on_rejected};

static ps_status screen(const ps_packs *packs, const ps_screen_options *options, const char *text,
                        size_t len, size_t piece, told *t)
{
    memory m = {text, len, piece};
    ps_screener *screener = NULL;
    ps_error error = {0};
    ps_status status = ps_screener_new(packs, options, &screener, &error);
    if (status == PS_OK) {
        status = ps_screener_read(screener, read_memory, &m, "orders.xml", &sink, t, &error);
    }
    if (status == PS_FATAL) {
        printf("# %s\n", error.message);
    }
    ps_screener_free(screener);
    return status;
}

static void check_screening(const ps_packs *packs)
{
    told whole = {0};
    told bytewise = {0};
    told broken = {0};
    check(screen(packs, NULL, order, sizeof order - 1, 4096, &whole) == PS_OK,
          "a document is read");
    check(whole.screened == 2 && whole.records == 2 && whole.last_seq == 2,
          "each record comes twice: as read, and judged");
    check(whole.hits == 1 && whole.clear == 1 && whole.not_evaluable == 1,
          "a router is a hit, paper is clear, nothing is not evaluable");
    check(screen(packs, NULL, order, sizeof order - 1, 1, &bytewise) == PS_OK &&
              bytewise.hits == 1 && bytewise.screened == 2,
          "byte by byte it is the same");
    check(screen(packs, NULL, order, sizeof order - 20, 64, &broken) == PS_WARN &&
              broken.rejected && broken.screened == 1 && broken.error.code == PS_E_ILL_FORMED &&
              broken.error.line,
          "a cut document is rejected with its place");
}

static void check_limits(const ps_packs *packs)
{
    told t = {0};
    ps_error error = {0};
    ps_limits limits = ps_limits_default();
    ps_screen_options options = PS_SCREEN_OPTIONS_INIT;
    options.limits = &limits;
    check(ps_limits_set(&limits, "items", 1, &error) == PS_OK, "a limit is set");
    check(ps_limits_set(&limits, "itmes", 1, &error) == PS_FAILED && error.hint[0],
          "an unknown limit is an error with a hint");
    check(screen(packs, &options, order, sizeof order - 1, 4096, &t) == PS_WARN &&
              t.rejected == 1 && strcmp(t.error.cause, "limit:items") == 0 && t.screened == 1,
          "a record above a limit is rejected by its name, the next is screened");
}

static void count_row(void *user, const ps_coverage_row *row)
{
    unsigned *rows = user;
    *rows += row->filled > 0;
}

static void check_coverage(const ps_packs *packs)
{
    memory m = {order, sizeof order - 1, 4096};
    told t = {0};
    unsigned rows = 0;
    ps_error error = {0};
    ps_screener *screener = NULL;
    ps_screen_options options = PS_SCREEN_OPTIONS_INIT;
    options.want_coverage = 1;
    options.explain = 1;
    ps_status status = ps_screener_new(packs, &options, &screener, &error);
    if (status == PS_OK) {
        status = ps_screener_read(screener, read_memory, &m, "orders.xml", &sink, &t, &error);
    }
    if (status == PS_OK) {
        status = ps_screener_coverage(screener, count_row, &rows, &error);
    }
    check(status == PS_OK && rows > 5, "coverage tells the fields that were filled");
    ps_screener_free(screener);
}

/* Collects a report. */
typedef struct text {
    char bytes[65536];
    size_t len;
} text;

static int keep(void *io, const char *bytes, size_t size)
{
    text *t = io;
    if (size > sizeof t->bytes - 1 - t->len) {
        return -1;
    }
    memcpy(t->bytes + t->len, bytes, size);
    t->len += size;
    t->bytes[t->len] = '\0';
    return 0;
}

static void check_report(const ps_packs *packs)
{
    static text out;
    told t = {0};
    ps_error error = {0};
    check(ps_report_new("ndjson", packs, NULL, keep, &out, &t.report, &error) == PS_OK,
          "a report begins");
    check(screen(packs, NULL, order, sizeof order - 1, 4096, &t) == PS_OK && t.rejected == 0,
          "a screener feeds a report");
    const ps_summary summary = {.records_read = 2, .records_screened = 2, .reconciles = 1};
    check(ps_report_summary(t.report, &summary, &error) == PS_OK, "a report ends");
    check(strstr(out.bytes, "\"id\":\"PO-1\"") && strstr(out.bytes, "\"type\":\"summary\""),
          "it holds what was screened");
    ps_report_free(t.report);
}

static void count_problem(void *user, ps_status severity, const ps_error *error)
{
    unsigned *problems = user;
    *problems += severity == PS_FAILED && error->message[0];
}

static void check_packs(const char *root, ps_packs **ret_packs)
{
    unsigned problems = 0;
    ps_error error = {0};
    ps_pack_info info;
    size_t count = 0;
    ps_pack_paths paths = PS_PACK_PATHS_INIT;
    paths.data_dir = "/nowhere";
    check(ps_packs_load(&paths, count_problem, &problems, ret_packs, &error) == PS_FATAL &&
              problems > 0 && !*ret_packs && error.message[0],
          "packs that are not there are told");
    paths.data_dir = root;
    ps_status status = ps_packs_load(&paths, NULL, NULL, ret_packs, &error);
    check(status == PS_OK, "the shipped packs load without a warning");
    if (status != PS_OK) {
        printf("# %s: %s\n", error.source, error.message);
    }
    while (*ret_packs && ps_packs_at(*ret_packs, count, &info) == PS_OK) {
        count += is(info.id, "") ? 1000 : 1;
    }
    check(count >= 3 && count < 1000, "catalog, policy and profiles have ids");
}

/* What a visitor was shown, and how many pages came. */
typedef struct shown {
    size_t things;
    size_t facts;
    size_t pages;
} shown;

static void show_thing(void *user, const ps_pack_thing *thing)
{
    ((shown *)user)->things += thing->kind.len > 0;
}

static void show_fact(void *user, const ps_pack_fact *fact)
{
    ((shown *)user)->facts += fact->name.len > 0;
}

static int take_page(void *user, const char *name, ps_str html)
{
    shown *s = user;
    s->pages += strlen(name) > 5 && html.len > 500;
    return s->pages == 3; /* enough */
}

static void check_tools(const ps_packs *packs)
{
    static const ps_pack_visitor written = {0, show_thing, show_fact};
    static const ps_pack_visitor meaning = {1, show_thing, show_fact};
    static text out;
    shown as_written = {0, 0, 0};
    shown as_meant = {0, 0, 0};
    ps_diff_result result;
    ps_error error = {0};
    check(ps_packs_visit(packs, &written, &as_written, &error) == PS_OK && as_written.things > 300,
          "a visitor is shown what packs hold");
    check(ps_packs_visit(packs, &meaning, &as_meant, &error) == PS_OK &&
              as_meant.things == as_written.things && as_meant.facts > as_written.facts,
          "word by word when it asks for the meaning");
    check(ps_packs_document(packs, take_page, &as_written, &error) == PS_END &&
              as_written.pages == 3,
          "pages come until the caller has enough");
    check(ps_diff_write(packs, packs, "text", NULL, keep, &out, &result, &error) == PS_OK &&
              result.things == 0 && strstr(out.bytes, "mean the same"),
          "packs do not differ from themselves");
    check(ps_diff_write(packs, packs, "xml", NULL, keep, &out, &result, &error) == PS_FATAL &&
              error.code == PS_E_USAGE,
          "a language that there is not is told");
}

int main(int argc, char **argv)
{
    char libraries[256];
    ps_packs *packs = NULL;
    if (argc < 2) {
        return 2;
    }
    printf("TAP version 13\n");
    check(strstr(ps_version_libraries(libraries, sizeof libraries), "libxml2") != NULL,
          "the libraries in use are told");
    check(strchr(ps_version(), '.') != NULL, "the version is told");
    check(strcmp(ps_error_code_name(PS_E_ILL_FORMED), "ill-formed") == 0, "errors have names");
    check_packs(argv[1], &packs);
    if (packs) {
        check_screening(packs);
        check_limits(packs);
        check_coverage(packs);
        check_report(packs);
        check_tools(packs);
    }
    ps_packs_free(packs);
    printf("1..%d\n", checks);
    return failures ? 1 : 0;
}
