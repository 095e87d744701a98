/* A workbook, whose sheets are compressed on threads of their own: finished, and dropped halfway. A
 * plain program, because the thread sanitizer and Criterion do not go together; the sanitizer's
 * report is what fails it. SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "procscreen/procscreen.h"

enum { ROUNDS = 5000 };

typedef struct taken {
    uint64_t bytes;
    char first[2];
} taken;

static int take(void *io, const char *bytes, size_t size)
{
    taken *out = io;
    if (out->bytes == 0 && size >= sizeof out->first) {
        memcpy(out->first, bytes, sizeof out->first);
    }
    out->bytes += size;
    return 0;
}

static ps_status write_record(ps_report *report, uint64_t seq, ps_error *error)
{
    char id[32];
    (void)snprintf(id, sizeof id, "PO-%llu", (unsigned long long)seq);
    const ps_str text = {id, strlen(id)};
    const ps_item_outcome item = {
        .line_id = {text, 1}, .name = text, .outcome = PS_OUTCOME_HIT, .category = text};
    const ps_screened screened = {.seq = seq,
                                  .source = text,
                                  .line = 1,
                                  .id = text,
                                  .date = PS_NO_DAY,
                                  .outcome = PS_OUTCOME_HIT,
                                  .items = &item,
                                  .item_count = 1};
    const ps_finding findings[] = {
        {.rule = text, .record = seq, .item = text, .item_number = 1, .message = text},
        {.rule = text, .record = seq, .message = text, .next = text}};
    return ps_report_screened(report, &screened, findings, 2, error);
}

static int make_workbook(int whole, taken *out)
{
    ps_error error = {0};
    ps_report *report = NULL;
    const ps_summary summary = {.records_read = ROUNDS, .records_screened = ROUNDS};
    ps_status status = ps_report_new("xlsx", NULL, NULL, take, out, &report, &error);
    for (uint64_t i = 0; status == PS_OK && i < ROUNDS; i++) {
        status = write_record(report, i, &error);
    }
    if (status == PS_OK && whole) {
        status = ps_report_summary(report, &summary, &error);
    }
    ps_report_free(report);
    if (status != PS_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
    }
    return status == PS_OK;
}

int main(void)
{
    taken whole = {0};
    taken half = {0};
    if (!make_workbook(1, &whole) || !make_workbook(0, &half)) {
        return 1;
    }
    if (memcmp(whole.first, "PK", 2) != 0 || whole.bytes < ROUNDS * 10 || half.bytes) {
        (void)fprintf(stderr, "%llu and %llu bytes\n", (unsigned long long)whole.bytes,
                      (unsigned long long)half.bytes);
        return 1;
    }
    return 0;
}
