/* The public door of all report formats: picks the writer, keeps its output and says what went
 * wrong. SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/report.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "base/temporary.h"
#include "procscreen/version.h"
#include "report/writer.h"

const char *ps_report_format_at(size_t index, const char **ret_about)
{
    for (size_t i = 0; ps_writers[i]; i++) {
        if (i == index) {
            if (ret_about) {
                *ret_about = ps_writers[i]->about;
            }
            return ps_writers[i]->name;
        }
    }
    return NULL;
}

static const ps_writer *find_writer(const char *name)
{
    for (size_t i = 0; ps_writers[i]; i++) {
        if (ps_str_is(ps_str_from(name), ps_writers[i]->name)) {
            return ps_writers[i];
        }
    }
    return NULL;
}

static ps_status no_such_format(const char *format, ps_error *reterr)
{
    PS_IGNORE(ps_error_set(reterr, PS_FATAL, PS_E_USAGE, "there is no report format \"%s\"",
                           format ? format : ""));
    size_t least = SIZE_MAX;
    for (size_t i = 0; ps_writers[i]; i++) {
        size_t distance = ps_str_distance(ps_str_from(format), ps_str_from(ps_writers[i]->name));
        if (distance < least) {
            least = distance;
            ps_error_hint(reterr, "did you mean %s?", ps_writers[i]->name);
        }
    }
    return PS_FATAL;
}

void ps_report_warn(ps_report *report, const char *hint, const char *format, ...)
{
    ps_error error = {0};
    va_list arguments;
    if (!report->options.warning) {
        return;
    }
    error.code = PS_E_LIMIT;
    va_start(arguments, format);
    (void)vsnprintf(error.message, sizeof error.message, format, arguments);
    va_end(arguments);
    (void)snprintf(error.cause, sizeof error.cause, "limit:%s", report->writer->name);
    ps_error_hint(&error, "%s", hint);
    report->options.warning(report->options.warning_user, &error);
}

ps_lang ps_report_lang(const ps_report *report)
{
    return ps_str_is(ps_str_from(report->options.lang), "zh") ? PS_LANG_ZH : PS_LANG_EN;
}

/* What an event left behind. */
static ps_status outcome_of(ps_report *report, ps_error *reterr)
{
    if (report->no_memory) {
        return ps_error_memory(reterr);
    }
    if (report->options.each) {
        ps_output_flush(&report->out);
    }
    if (report->out.failed && report->out.failed_waiting) {
        PS_IGNORE(ps_error_set(reterr, PS_FATAL, PS_E_WRITE,
                               "cannot keep what waits for its turn in a temporary file: %s",
                               strerror(report->out.failed)));
        ps_error_hint(reterr, PS_TEMPORARY_HINT);
        return PS_FATAL;
    }
    if (report->out.failed) {
        errno = report->out.failed;
        return ps_error_set(reterr, PS_FATAL, PS_E_WRITE, "cannot write after %llu bytes: %s",
                            (unsigned long long)report->out.written, strerror(report->out.failed));
    }
    return PS_OK;
}

static ps_status set_origin(ps_report *report, const ps_packs *packs, ps_error *reterr)
{
    size_t count = 0;
    ps_pack_info info;
    if (report->options.origin) {
        report->origin = *report->options.origin;
        return PS_OK;
    }
    while (packs && ps_packs_at(packs, count, &info) == PS_OK) {
        count++;
    }
    report->packs = calloc(count + 1, sizeof *report->packs);
    if (!report->packs) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < count; i++) {
        PS_IGNORE(ps_packs_at(packs, i, &report->packs[i]));
    }
    report->origin = (ps_run_origin){ps_str_from(ps_version()), report->packs, count};
    return PS_OK;
}

ps_status ps_report_new(const char *format, const ps_packs *packs, const ps_report_options *options,
                        ps_write_fn write, void *io, ps_report **ret_report, ps_error *reterr)
{
    const ps_writer *writer = find_writer(format);
    if (!writer) {
        return no_such_format(format, reterr);
    }
    if (!write || !ret_report || (options && options->size > sizeof *options)) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_report_new: write and ret_report are needed, and options of this "
                            "library's size");
    }
    ps_report *report = calloc(1, sizeof *report);
    if (!report) {
        return ps_error_memory(reterr);
    }
    report->writer = writer;
    report->loaded = packs;
    report->options = (ps_report_options)PS_REPORT_OPTIONS_INIT;
    if (options) {
        memcpy(&report->options, options, options->size);
    }
    report->priv = calloc(1, writer->priv_size ? writer->priv_size : 1);
    ps_status status =
        report->priv ? ps_output_init(&report->out, write, io, reterr) : ps_error_memory(reterr);
    if (status == PS_OK) {
        status = set_origin(report, packs, reterr);
    }
    if (status == PS_OK) {
        writer->begin(report);
        status = outcome_of(report, reterr);
    }
    if (status != PS_OK) {
        ps_report_free(report);
        return status;
    }
    *ret_report = report;
    return PS_OK;
}

/* The parts of a report come in this order. */
enum { PART_RECORDS, PART_SUPPLIERS, PART_SUMMARY, PART_NONE };

static ps_status enter(ps_report *report, const void *event, int part, ps_error *reterr)
{
    if (!report || !event || report->part > part) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "a report takes records and rejections, then suppliers, then one "
                            "summary");
    }
    report->part = part;
    return PS_OK;
}

ps_status ps_report_screened(ps_report *report, const ps_screened *screened,
                             const ps_finding *findings, size_t count, ps_error *reterr)
{
    ps_status status = enter(report, screened, PART_RECORDS, reterr);
    if (status != PS_OK) {
        return status;
    }
    report->counts.records++;
    report->counts.findings += count;
    report->writer->screened(report, screened, findings, count);
    return outcome_of(report, reterr);
}

ps_status ps_report_rejected(ps_report *report, const ps_rejected *rejected, ps_error *reterr)
{
    ps_status status = enter(report, rejected, PART_RECORDS, reterr);
    if (status != PS_OK) {
        return status;
    }
    report->counts.rejected++;
    report->writer->rejected(report, rejected);
    return outcome_of(report, reterr);
}

ps_status ps_report_supplier(ps_report *report, const ps_supplier *supplier, ps_error *reterr)
{
    ps_status status = enter(report, supplier, PART_SUPPLIERS, reterr);
    if (status != PS_OK) {
        return status;
    }
    report->counts.suppliers++;
    report->writer->supplier(report, supplier);
    return outcome_of(report, reterr);
}

ps_status ps_report_summary(ps_report *report, const ps_summary *summary, ps_error *reterr)
{
    ps_status status = enter(report, summary, PART_SUMMARY, reterr);
    if (status != PS_OK) {
        return status;
    }
    report->writer->summary(report, summary);
    report->part = PART_NONE;
    ps_output_flush(&report->out);
    return outcome_of(report, reterr);
}

void ps_report_free(ps_report *report)
{
    if (report) {
        if (report->writer->done && report->priv) {
            report->writer->done(report);
        }
        ps_output_done(&report->out);
        free(report->packs);
        free(report->priv);
        free(report);
    }
}
