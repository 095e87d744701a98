/* Any bytes as a kept run. What must hold: an error says what and where; what is taken for a run
 * is written as every report, from then on the same each time, and as pages, in either language,
 * whose data cannot leave its elements. SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "fuzz.h"
#include "procscreen/kept.h"

enum { FORMATS = 5, PAGE = 1, PAGE_ZH = 2 };

typedef struct reading {
    const char *bytes;
    size_t left;
    ps_report *reports[FORMATS];
    ps_buffer written[FORMATS]; /* of the formats in the order of `formats` */
} reading;

static const char *const formats[FORMATS] = {"ndjson", "html", "html", "text", "csv"};

static long read_some(void *io, char *buffer, size_t size)
{
    reading *r = io;
    size_t piece = size < r->left ? size : r->left;
    if (piece) {
        memcpy(buffer, r->bytes, piece);
        r->bytes += piece;
        r->left -= piece;
    }
    return (long)piece;
}

static int keep(void *io, const char *bytes, size_t size)
{
    ps_buffer_add(io, bytes, size);
    return 0;
}

static int on_begin(void *user, const ps_run_origin *origin, ps_day as_of, ps_day today)
{
    reading *r = user;
    ps_report_options options = PS_REPORT_OPTIONS_INIT;
    options.origin = origin;
    options.as_of = as_of;
    options.today = today;
    for (size_t i = 0; i < FORMATS; i++) {
        options.lang = i == PAGE_ZH ? "zh" : "en";
        FUZZ_REQUIRE(ps_report_new(formats[i], NULL, &options, keep, &r->written[i], &r->reports[i],
                                   NULL) == PS_OK);
    }
    return 0;
}

static void on_screened(void *user, const ps_screened *screened, const ps_finding *findings,
                        size_t count)
{
    reading *r = user;
    for (size_t i = 0; i < FORMATS; i++) {
        FUZZ_REQUIRE(ps_report_screened(r->reports[i], screened, findings, count, NULL) == PS_OK);
    }
}

static void on_rejected(void *user, const ps_rejected *rejected)
{
    reading *r = user;
    for (size_t i = 0; i < FORMATS; i++) {
        FUZZ_REQUIRE(ps_report_rejected(r->reports[i], rejected, NULL) == PS_OK);
    }
}

static void on_supplier(void *user, const ps_supplier *supplier)
{
    reading *r = user;
    for (size_t i = 0; i < FORMATS; i++) {
        FUZZ_REQUIRE(ps_report_supplier(r->reports[i], supplier, NULL) == PS_OK);
    }
}

static void on_summary(void *user, const ps_summary *summary)
{
    reading *r = user;
    for (size_t i = 0; i < FORMATS; i++) {
        FUZZ_REQUIRE(ps_report_summary(r->reports[i], summary, NULL) == PS_OK);
    }
}

static ps_status read_run(ps_str bytes, reading *r, ps_error *error)
{
    static const ps_kept_sink sink = {.begin = on_begin,
                                      .events = {.screened = on_screened,
                                                 .rejected = on_rejected,
                                                 .supplier = on_supplier,
                                                 .summary = on_summary}};
    *r = (reading){.bytes = bytes.ptr, .left = bytes.len};
    for (size_t i = 0; i < FORMATS; i++) {
        ps_buffer_init(&r->written[i], 0);
    }
    ps_status status = ps_kept_read(read_some, r, "run", NULL, &sink, r, error);
    for (size_t i = 0; i < FORMATS; i++) {
        ps_report_free(r->reports[i]);
    }
    return status;
}

static void done(reading *r)
{
    for (size_t i = 0; i < FORMATS; i++) {
        ps_buffer_done(&r->written[i]);
    }
}

static size_t count_of(ps_str text, const char *part)
{
    size_t count = 0;
    for (size_t at; (at = ps_str_find(text, ps_str_from(part))) != SIZE_MAX; count++) {
        text = ps_str_slice(text, at + 1, text.len);
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { SCRIPT_ELEMENTS = 9 }; /* of the page's frame */
    reading first;
    reading second;
    reading third;
    ps_error error = {0};
    ps_status status = read_run((ps_str){(const char *)bytes, size}, &first, &error);
    FUZZ_REQUIRE(status == PS_OK || status == PS_FATAL);
    if (status == PS_FATAL) {
        FUZZ_REQUIRE(error.message[0] && (error.line || size == 0));
    } else {
        for (size_t i = PAGE; i <= PAGE_ZH; i++) {
            ps_str page = ps_buffer_str(&first.written[i]);
            FUZZ_REQUIRE(count_of(page, "<script") == SCRIPT_ELEMENTS);
            FUZZ_REQUIRE(count_of(page, "</script") == SCRIPT_ELEMENTS);
            FUZZ_REQUIRE(count_of(page, "<!--") == 0);
        }
        /* What was read may hold more than is ever written, e.g. the title of a clause that is
         * there; what was written holds nothing that gets lost. */
        FUZZ_REQUIRE(read_run(ps_buffer_str(&first.written[0]), &second, &error) == PS_OK);
        FUZZ_REQUIRE(read_run(ps_buffer_str(&second.written[0]), &third, &error) == PS_OK);
        for (size_t i = 0; i < FORMATS; i++) {
            FUZZ_REQUIRE(
                ps_str_equal(ps_buffer_str(&second.written[i]), ps_buffer_str(&third.written[i])));
        }
        done(&second);
        done(&third);
    }
    done(&first);
    return 0;
}
