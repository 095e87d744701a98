/* SPDX-License-Identifier: Apache-2.0 */
#include "report/diff.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

static const ps_diff_writer *const writers[] = {&ps_diff_text, &ps_diff_json};

const char *ps_diff_found_kind(ps_found_kind kind)
{
    static const char *const names[] = {[PS_FOUND_FINDING] = "finding",
                                        [PS_FOUND_NOT_EVALUABLE] = "not-evaluable",
                                        [PS_FOUND_REJECTED] = "rejected"};
    return names[kind];
}

const char *ps_diff_group(ps_found_group group)
{
    static const char *const names[PS_FOUND_GROUPS] = {[PS_FOUND_BY_RULE] = "rule",
                                                       [PS_FOUND_BY_CATEGORY] = "category",
                                                       [PS_FOUND_BY_SUPPLIER] = "supplier",
                                                       [PS_FOUND_BY_CURRENCY] = "currency"};
    return names[group];
}

typedef struct writing {
    ps_diff diff;
    const ps_diff_writer *writer;
    int summed; /* the sums have begun */
} writing;

static void on_change(void *user, const ps_found_change *found)
{
    writing *w = user;
    w->writer->found(&w->diff, found);
}

static void on_sum(void *user, const ps_found_sum *sum)
{
    writing *w = user;
    if (!w->summed) {
        w->writer->found_end(&w->diff);
        w->summed = 1;
    }
    w->writer->sum(&w->diff, sum);
}

static void on_warning(void *user, const ps_error *error)
{
    writing *w = user;
    if (w->diff.options->problem) {
        w->diff.options->problem(w->diff.options->user, PS_WARN, error);
    }
}

static ps_status write_packs(writing *w, ps_diff_result *result, ps_error *reterr)
{
    ps_arena arena;
    const ps_thing_change *things = NULL;
    size_t count = 0;
    ps_arena_init(&arena, 0);
    ps_status status =
        ps_packs_compare(w->diff.packs[0], w->diff.packs[1], &arena, &things, &count, reterr);
    if (status == PS_OK) {
        w->diff.thing_count = count;
        w->writer->begin(&w->diff);
        for (size_t i = 0; i < count; i++) {
            w->writer->thing(&w->diff, &things[i]);
        }
        w->writer->things_end(&w->diff);
        result->things = count;
    }
    ps_arena_done(&arena);
    return status;
}

static ps_status write_findings(writing *w, ps_found_totals *totals, ps_diff_result *result,
                                ps_error *reterr)
{
    static const ps_run_options defaults = PS_RUN_OPTIONS_INIT;
    static const ps_found_sink sink = {on_change, on_sum, on_warning};
    const ps_diff_options *options = w->diff.options;
    ps_status status = ps_findings_compare(
        w->diff.packs[0], w->diff.packs[1], options->inputs, options->input_count,
        options->run ? options->run : &defaults, &sink, w, totals, reterr);
    if (status == PS_OK && !w->summed) {
        w->writer->found_end(&w->diff);
    }
    result->findings = totals->added + totals->removed + totals->changed;
    result->incomplete = totals->incomplete;
    return status;
}

static ps_status write_all(writing *w, ps_diff_result *result, ps_error *reterr)
{
    ps_found_totals totals = {.added = 0};
    int screen = w->diff.options->input_count > 0;
    ps_status status = write_packs(w, result, reterr);
    if (status == PS_OK && screen) {
        status = write_findings(w, &totals, result, reterr);
    }
    if (status == PS_OK) {
        w->writer->end(&w->diff, screen ? &totals : NULL);
        ps_output_flush(&w->diff.out);
        if (w->diff.out.failed) {
            errno = w->diff.out.failed;
            status = ps_error_set(reterr, PS_FATAL, PS_E_WRITE, "cannot write: %s",
                                  strerror(w->diff.out.failed));
        }
    }
    return status;
}

ps_status ps_diff_write(const ps_packs *old_packs, const ps_packs *new_packs, const char *format,
                        const ps_diff_options *options, ps_write_fn write, void *io,
                        ps_diff_result *ret_result, ps_error *reterr)
{
    static const ps_diff_options defaults = PS_DIFF_OPTIONS_INIT;
    ps_error scratch = {0};
    reterr = reterr ? reterr : &scratch;
    options = options ? options : &defaults;
    if (!old_packs || !new_packs || !format || !write || !ret_result ||
        options->size < sizeof *options) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_diff_write: packs, format, write and ret_result are needed");
    }
    writing w = {
        .diff = {
            .packs = {old_packs, new_packs}, .options = options, .group = -1, .reterr = reterr}};
    for (size_t i = 0; i < PS_COUNT(writers); i++) {
        if (ps_str_is(ps_str_from(format), writers[i]->name)) {
            w.writer = writers[i];
        }
    }
    if (!w.writer) {
        ps_status wrong = ps_error_set(reterr, PS_FATAL, PS_E_USAGE,
                                       "a comparison is not written as \"%s\"", format);
        ps_error_hint(reterr, "it is text or json");
        return wrong;
    }
    *ret_result = (ps_diff_result){0};
    ps_status status = ps_output_init(&w.diff.out, write, io, reterr);
    if (status == PS_OK) {
        ps_lines_init(&w.diff.lines, &w.diff.out, options->columns, 0);
        status = write_all(&w, ret_result, reterr);
        ps_lines_done(&w.diff.lines);
    }
    ps_output_done(&w.diff.out);
    return status;
}
