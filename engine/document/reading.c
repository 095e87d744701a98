/* SPDX-License-Identifier: Apache-2.0 */
#include "document/reading.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"

void ps_reading_note(ps_reading *reading, const char *format, ...)
{
    if (!reading->report) {
        return;
    }
    char message[256];
    ps_error error;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    PS_IGNORE(ps_error_set(&error, PS_OK, PS_E_NONE, "%s", message));
    ps_error_source(&error, reading->name);
    reading->report(reading->user, PS_OK, &error);
}

void ps_reading_lose(ps_reading *reading, const ps_error *error)
{
    reading->lost++;
    if (reading->report) {
        ps_error copy = *error;
        if (!copy.source[0]) {
            ps_error_source(&copy, reading->name);
        }
        reading->report(reading->user, PS_WARN, &copy);
    }
}

void ps_reading_blame(ps_error *error, const char *part)
{
    char message[sizeof error->message];
    char place[64] = "";
    if (error->code == PS_E_MEMORY) {
        return;
    }
    if (error->line) {
        (void)snprintf(place, sizeof place, ", line %llu, column %llu",
                       (unsigned long long)error->line, (unsigned long long)error->column);
    }
    (void)snprintf(message, sizeof message, "%.*s (%s%s)", (int)(sizeof message - 200),
                   error->message, part ? part : "in it", place);
    if (error->code == PS_E_LIMIT) {
        ps_error_copy(error->message, sizeof error->message, ps_str_from(message));
    } else {
        PS_IGNORE(ps_error_set(error, PS_FAILED, PS_E_ATTACHMENT_DAMAGED, "%s", message));
    }
}

int ps_reading_goes_on(const ps_reading *reading, ps_error *reterr)
{
    uint64_t most = reading->limits->attachment_ms;
    if (reading->prose.full) {
        PS_IGNORE(ps_prose_fault(&reading->prose, reterr));
        return 0;
    }
    if ((ps_clock_thread_ns() - reading->started_ns) / 1000000 > most) {
        PS_IGNORE(ps_error_limit(reterr, PS_FAILED, "attachment-ms",
                                 "more than %llu ms of processor time", (unsigned long long)most));
        return 0;
    }
    return 1;
}
