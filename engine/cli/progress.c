/* SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "message.h"

enum {
    ON_TERMINAL = 200, /* milliseconds between two lines */
    ELSEWHERE = 5000,
    COLUMNS_USUAL = 80,
    COLUMNS_MOST = 120,
    BAR_LEAST = 8, /* a shorter bar says nothing */
    BAR_MOST = 40,
    TEXT_ROOM = 160
};

void ps_progress_init(ps_progress *progress, int wanted)
{
    *progress = (ps_progress){.wanted = wanted, .terminal = isatty(STDERR_FILENO)};
    (void)clock_gettime(CLOCK_MONOTONIC, &progress->started);
    progress->last = progress->started;
}

static int64_t milliseconds_since(const struct timespec *then)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
        return 0;
    }
    return (int64_t)(now.tv_sec - then->tv_sec) * 1000 + (now.tv_nsec - then->tv_nsec) / 1000000;
}

/* "12.3 MB" */
static void format_bytes(uint64_t bytes, char *buffer, size_t size)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    size_t unit = 0;
    uint64_t tenths = bytes / 100;
    while (tenths >= 10000 && unit + 1 < sizeof units / sizeof *units) {
        tenths /= 1000;
        unit++;
    }
    (void)snprintf(buffer, size, "%llu.%llu %s", (unsigned long long)(tenths / 10),
                   (unsigned long long)(tenths % 10), units[unit]);
}

/* "0:07" or "1:02:03" */
static void format_time(uint64_t seconds, char *buffer, size_t size)
{
    unsigned long long hours = seconds / 3600;
    unsigned minutes = (unsigned)(seconds / 60 % 60);
    unsigned rest = (unsigned)(seconds % 60);
    if (hours) {
        (void)snprintf(buffer, size, "%llu:%02u:%02u", hours, minutes, rest);
    } else {
        (void)snprintf(buffer, size, "%u:%02u", minutes, rest);
    }
}

/* "98.4 MB of 234.3 MB, 16800 records, 8912/s, 0:15 left": bytes, records, rate and the time that
 * is left, or where nobody knows that the time that has passed. */
static void format_state(char *text, uint64_t bytes, uint64_t total, uint64_t records,
                         uint64_t milliseconds)
{
    char done[32];
    char all[32];
    char time[32];
    uint64_t rate = milliseconds ? records * 1000 / milliseconds : 0;
    int known = total >= bytes && bytes > 0;
    uint64_t rest = known ? (total - bytes) / 1024 : 0;
    format_bytes(bytes, done, sizeof done);
    format_bytes(total, all, sizeof all);
    format_time((known ? milliseconds * rest / (bytes / 1024 + 1) : milliseconds) / 1000, time,
                sizeof time);
    (void)snprintf(text, TEXT_ROOM, "%s%s%s, %llu records, %llu/s, %s%s", done, total ? " of " : "",
                   total ? all : "", (unsigned long long)records, (unsigned long long)rate, time,
                   known ? " left" : "");
}

static unsigned percent(uint64_t bytes, uint64_t total)
{
    return bytes >= total ? 100 : (unsigned)(bytes / (total / 100 + 1));
}

static size_t columns_of_terminal(void)
{
    struct winsize window = {0};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &window) != 0 || !window.ws_col) {
        return COLUMNS_USUAL;
    }
    return window.ws_col < COLUMNS_MOST ? window.ws_col : COLUMNS_MOST;
}

/* "[####....]  42% " in so many columns; nothing where they are too few. */
static void format_bar(char *bar, size_t size, uint64_t bytes, uint64_t total, size_t columns)
{
    size_t around = sizeof "[] 100% " - 1;
    size_t width = columns > around ? columns - around : 0;
    width = width < BAR_MOST ? width : BAR_MOST;
    bar[0] = '\0';
    if (total && width >= BAR_LEAST) {
        char cells[BAR_MOST + 1] = "";
        size_t full = width * percent(bytes, total) / 100;
        memset(cells, '#', full);
        memset(cells + full, '.', width - full);
        (void)snprintf(bar, size, "[%s] %3u%% ", cells, percent(bytes, total));
    }
}

/* @return whether it could be shown. */
static int show_bar(const char *text, uint64_t bytes, uint64_t total)
{
    char bar[BAR_MOST + 24];
    char row[BAR_MOST + TEXT_ROOM + 32];
    size_t room = columns_of_terminal() - 1; /* where the last column is full, some go on */
    size_t length = strlen(text);
    format_bar(bar, sizeof bar, bytes, total, room > length ? room - length : 0);
    int size = snprintf(row, sizeof row, "\r\033[K%s%.*s", bar, (int)room, text);
    return write(STDERR_FILENO, row, (size_t)size) > 0;
}

void ps_progress_tell(ps_progress *progress, uint64_t bytes, uint64_t total, uint64_t records)
{
    char text[TEXT_ROOM];
    if (!progress->wanted ||
        milliseconds_since(&progress->last) < (progress->terminal ? ON_TERMINAL : ELSEWHERE)) {
        return;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &progress->last);
    int64_t elapsed = milliseconds_since(&progress->started);
    format_state(text, bytes, total, records, elapsed > 0 ? (uint64_t)elapsed : 0);
    if (progress->terminal) {
        progress->shown = show_bar(text, bytes, total);
    } else if (total) {
        ps_say("%u%%, %s", percent(bytes, total), text);
    } else {
        ps_say("%s", text);
    }
}

void ps_progress_wipe(ps_progress *progress)
{
    static const char wipe[] = "\r\033[K";
    if (progress->shown) {
        progress->shown = 0;
        if (write(STDERR_FILENO, wipe, sizeof wipe - 1) < 0) {
            return;
        }
    }
}
