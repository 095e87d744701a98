/* What a profile measured, as a page for a terminal and as JSON for programs.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>

#include "base/error.h"
#include "base/str.h"
#include "procscreen/version.h"
#include "report/figures.h"
#include "report/json.h"
#include "report/lines.h"
#include "screen/woken.h"

enum { SLOWEST = 10, COLUMNS = 80, INDENT = 2 };

typedef struct page {
    const ps_profiler *profiler;
    ps_output out;
    ps_lines lines;
    const ps_woken *woken;
    size_t woken_count;
} page;

static uint64_t sum_of(const ps_profiler *profiler, ps_stage_side side)
{
    uint64_t sum = 0;
    for (int i = 0; i < PS_STAGE_COUNT; i++) {
        if (ps_stage_at(i)->side == side) {
            sum += ps_profiler_stage(profiler, i)->ns;
        }
    }
    return sum;
}

/* ---- text ---- */

typedef char figure[32];

/* Hundredths of the unit. */
static const char *fixed(figure text, uint64_t value, const char *unit)
{
    (void)snprintf(text, sizeof(figure), "%llu.%02u %s", (unsigned long long)(value / 100),
                   (unsigned)(value % 100), unit);
    return text;
}

static const char *milliseconds(figure text, uint64_t ns)
{
    return fixed(text, (ns + 5000) / 10000, "ms");
}

static const char *share(figure text, uint64_t part, uint64_t whole)
{
    uint64_t tenths = whole ? (part * 1000 + whole / 2) / whole : 0;
    (void)snprintf(text, sizeof(figure), "%u.%u %%", (unsigned)(tenths / 10),
                   (unsigned)(tenths % 10));
    return text;
}

static const char *counted(figure text, uint64_t value)
{
    ps_buffer digits = {.ptr = text, .room = sizeof(figure) - 1, .limit = sizeof(figure) - 1};
    ps_figure_count(&digits, value);
    text[digits.len] = '\0';
    return text;
}

static void put_row(page *p, const char *title, const char *time, const char *part,
                    const char *times, const char *found)
{
    char row[COLUMNS * 2];
    int len = snprintf(row, sizeof row, "%-25s%14s%12s%15s%13s", title, time, part, times, found);
    while (len > 0 && row[len - 1] == ' ') {
        len--;
    }
    row[len] = '\0';
    ps_output_text(&p->out, row);
    PS_PUT(&p->out, "\n");
}

static void put_side(page *p, const char *title, ps_stage_side side)
{
    uint64_t whole = sum_of(p->profiler, side);
    char name[64];
    figure time;
    figure part;
    figure times;
    figure found;
    PS_PUT(&p->out, "\n");
    put_row(p, title, "time", "share", "times", "matches");
    for (int i = 0; i < PS_STAGE_COUNT; i++) {
        const ps_stage_info *info = ps_stage_at(i);
        const ps_stage_count *count = ps_profiler_stage(p->profiler, i);
        if (info->side == side && count->calls) {
            (void)snprintf(name, sizeof name, "  %s", info->title);
            put_row(p, name, milliseconds(time, count->ns), share(part, count->ns, whole),
                    counted(times, count->calls), info->finds ? counted(found, count->found) : "");
        }
    }
    put_row(p, "  sum", milliseconds(time, whole), "", "", "");
}

static void put_pattern(page *p, const ps_woken *woken)
{
    const ps_pattern_count *count = woken->count;
    figure time;
    figure each;
    figure times;
    figure found;
    ps_lines_add_name(&p->lines, woken->place.id);
    ps_lines_say(&p->lines, " ");
    ps_lines_add_name(&p->lines, woken->place.path);
    ps_lines_sayf(&p->lines, ":%llu", (unsigned long long)woken->place.line);
    ps_lines_end(&p->lines, INDENT, INDENT);
    put_row(p, "", milliseconds(time, count->ns), fixed(each, count->ns / count->woken / 10, "us"),
            counted(times, count->woken), counted(found, count->matches));
}

static void put_patterns(page *p)
{
    size_t shown = p->woken_count < SLOWEST ? p->woken_count : SLOWEST;
    figure all;
    PS_PUT(&p->out, "\n");
    put_row(p, "Patterns", "time", "per wake", "woken", "matches");
    for (size_t i = 0; i < shown; i++) {
        put_pattern(p, &p->woken[i]);
    }
    if (shown < p->woken_count) {
        ps_lines_sayf(&p->lines, "The slowest of %s that were woken.",
                      counted(all, p->woken_count));
    } else {
        ps_lines_say(&p->lines, "No others were woken.");
    }
    ps_lines_end(&p->lines, INDENT, INDENT);
}

static void write_text(page *p)
{
    uint64_t lost;
    uint64_t workers = ps_profiler_workers(p->profiler, &lost);
    figure count;
    char title[64];
    ps_lines_init(&p->lines, &p->out, COLUMNS, 0);
    ps_lines_say(&p->lines, "Where the time of this run went");
    ps_lines_end(&p->lines, 0, 0);
    put_side(p, "Coordinator", PS_STAGE_COORDINATOR);
    if (workers) {
        (void)snprintf(title, sizeof title, "Workers: %s", counted(count, workers));
        put_side(p, title, PS_STAGE_WORKER);
        if (lost) {
            ps_lines_sayf(&p->lines,
                          "%s of them were ended before they told what they had measured.",
                          counted(count, lost));
            ps_lines_end(&p->lines, INDENT, INDENT);
        }
        put_patterns(p);
    }
    ps_lines_done(&p->lines);
}

/* ---- JSON ---- */

static void put_member(ps_output *out, const char *key, uint64_t value)
{
    ps_output_text(out, key);
    ps_json_uint(out, value);
}

static void json_side(page *p, ps_stage_side side)
{
    ps_output *out = &p->out;
    const char *between = "\n";
    put_member(out, "\"ns\":", sum_of(p->profiler, side));
    PS_PUT(out, ",\"stages\":[");
    for (int i = 0; i < PS_STAGE_COUNT; i++) {
        const ps_stage_info *info = ps_stage_at(i);
        const ps_stage_count *count = ps_profiler_stage(p->profiler, i);
        if (info->side != side) {
            continue;
        }
        ps_output_text(out, between);
        PS_PUT(out, "{\"stage\":");
        ps_json_name(out, info->key);
        put_member(out, ",\"ns\":", count->ns);
        put_member(out, ",\"times\":", count->calls);
        if (info->finds) {
            put_member(out, ",\"matches\":", count->found);
        } else {
            PS_PUT(out, ",\"matches\":null");
        }
        PS_PUT(out, "}");
        between = ",\n";
    }
    PS_PUT(out, "]}");
}

static void write_json(page *p)
{
    ps_output *out = &p->out;
    uint64_t lost;
    uint64_t workers = ps_profiler_workers(p->profiler, &lost);
    PS_PUT(out, "{\"type\":\"run-profile\",\"schema\":1,\"procscreen\":");
    ps_json_name(out, ps_version());
    PS_PUT(out, ",\n\"coordinator\":{");
    json_side(p, PS_STAGE_COORDINATOR);
    put_member(out, ",\n\"workers\":{\"count\":", workers);
    put_member(out, ",\"lost\":", lost);
    PS_PUT(out, ",");
    json_side(p, PS_STAGE_WORKER);
    PS_PUT(out, ",\n\"patterns\":[");
    for (size_t i = 0; i < p->woken_count; i++) {
        const ps_woken *woken = &p->woken[i];
        ps_output_text(out, i ? ",\n{\"id\":" : "\n{\"id\":");
        ps_json_string(out, woken->place.id);
        PS_PUT(out, ",\"pack\":");
        ps_json_string(out, woken->place.path);
        put_member(out, ",\"line\":", woken->place.line);
        put_member(out, ",\"woken\":", woken->count->woken);
        put_member(out, ",\"matches\":", woken->count->matches);
        put_member(out, ",\"ns\":", woken->count->ns);
        PS_PUT(out, "}");
    }
    PS_PUT(out, "]}\n");
}

static ps_status finish(page *p, ps_error *reterr)
{
    ps_output_flush(&p->out);
    if (!p->out.failed) {
        return PS_OK;
    }
    errno = p->out.failed;
    return ps_error_set(reterr, PS_FATAL, PS_E_WRITE, "cannot write: %s", strerror(p->out.failed));
}

ps_status ps_profiler_write(ps_profiler *profiler, const ps_packs *packs, const char *format,
                            ps_write_fn write, void *io, ps_error *reterr)
{
    if (!profiler || !format || !write) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_profiler_write: profiler, format and write are needed");
    }
    int is_text = strcmp(format, "text") == 0;
    if (!is_text && strcmp(format, "json") != 0) {
        return ps_error_set(reterr, PS_FATAL, PS_E_USAGE,
                            "a profile is written as text or json, not as \"%s\"", format);
    }
    ps_profiler_stop(profiler);
    ps_arena arena;
    ps_arena_init(&arena, 0);
    page p = {.profiler = profiler};
    ps_woken *woken = NULL;
    ps_status status = ps_woken_list(profiler, packs, &arena, &woken, &p.woken_count, reterr);
    p.woken = woken;
    if (status == PS_OK) {
        status = ps_output_init(&p.out, write, io, reterr);
    }
    if (status == PS_OK) {
        (is_text ? write_text : write_json)(&p);
        status = finish(&p, reterr);
    }
    ps_output_done(&p.out);
    ps_arena_done(&arena);
    return status;
}
