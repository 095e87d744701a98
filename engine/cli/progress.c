/* SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "message.h"

/* Milliseconds between two lines. */
enum { ON_TERMINAL = 200, ELSEWHERE = 10000 };

void ps_progress_init(ps_progress *progress, int wanted)
{
    *progress = (ps_progress){.terminal = isatty(STDERR_FILENO)};
    progress->wanted = wanted < 0 ? progress->terminal : wanted;
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

void ps_progress_tell(ps_progress *progress, uint64_t bytes, uint64_t total, uint64_t records)
{
    char done[32];
    char all[32];
    char line[160];
    if (!progress->wanted ||
        milliseconds_since(&progress->last) < (progress->terminal ? ON_TERMINAL : ELSEWHERE)) {
        return;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &progress->last);
    int64_t elapsed = milliseconds_since(&progress->started);
    uint64_t rate = elapsed > 0 ? records * 1000 / (uint64_t)elapsed : 0;
    format_bytes(bytes, done, sizeof done);
    format_bytes(total, all, sizeof all);
    int len = snprintf(line, sizeof line, "%llu records, %s%s%s, %llu records/s, %lld s",
                       (unsigned long long)records, done, total ? " of " : "", total ? all : "",
                       (unsigned long long)rate, (long long)(elapsed / 1000));
    if (total > bytes && bytes > 0 && len > 0) {
        uint64_t left = (uint64_t)elapsed / 1000 * ((total - bytes) / 1024) / (bytes / 1024 + 1);
        (void)snprintf(line + len, sizeof line - (size_t)len, ", %llu s to go",
                       (unsigned long long)left);
    }
    if (progress->terminal) {
        char row[200];
        int size = snprintf(row, sizeof row, "\r\033[K%s", line);
        progress->shown = write(STDERR_FILENO, row, (size_t)size) > 0;
    } else {
        ps_say("%s", line);
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
