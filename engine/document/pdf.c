/* Text of PDF, by pdftotext of poppler-utils where it is installed.
 *
 * The text layer is all that there is to read. Where a page has none, pdfimages tells whether it
 * shows a picture, as scanned pages do, or is empty. SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "document/converter.h"
#include "document/reading.h"
#include "text/utf8.h"

enum {
    COMPLAINTS = 16384,   /* bytes kept of what pdftotext says */
    LIST_BYTES = 4 << 20, /* of what pdfimages may say */
    LETTERS_LEAST = 8,    /* letters of a page with a text layer; fewer are a page number */
    PAGES_KEPT = 8192     /* of which is known whether they have text */
};

typedef struct page_list {
    unsigned char bare[PAGES_KEPT]; /* no text, or hardly any */
    size_t count;
    size_t bare_count;
} page_list;

static const char *const text_paths[] = {"/usr/bin/pdftotext", "/usr/local/bin/pdftotext", NULL};
static const char *const image_paths[] = {"/usr/bin/pdfimages", "/usr/local/bin/pdfimages", NULL};

/* Each page ends with a form feed. */
static void count_pages(ps_str text, page_list *ret)
{
    size_t letters = 0;
    for (size_t at = 0; at < text.len; at++) {
        unsigned char c = (unsigned char)text.ptr[at];
        /* one a letter: an ASCII one, or the first byte of any other */
        letters += ps_is_alpha((char)c) || c >= 0xC2;
        if (c == '\f') {
            int bare = letters < LETTERS_LEAST;
            if (ret->count < PAGES_KEPT) {
                ret->bare[ret->count] = (unsigned char)bare;
            }
            ret->count++;
            ret->bare_count += (size_t)bare;
            letters = 0;
        }
    }
}

/* Several PDFs of one archive share the time. */
static ps_converter_end run(const ps_reading *reading, const char *const *paths,
                            const char *const *argv, ps_str bytes, ps_buffer *out,
                            ps_buffer *complaints, int *ret_status)
{
    ps_converter converter = {paths, argv, reading->limits->pdf_memory, *reading->pdf_ms};
    uint64_t started = ps_clock_ms();
    ps_converter_end end = ps_converter_run(&converter, bytes, out, complaints, ret_status);
    uint64_t spent = ps_clock_ms() - started;
    *reading->pdf_ms -= spent < *reading->pdf_ms ? spent : *reading->pdf_ms;
    return end;
}

static int says(const ps_buffer *complaints, const char *words)
{
    return ps_str_find(ps_buffer_str(complaints), ps_str_from(words)) != SIZE_MAX;
}

static ps_status explain_end(const ps_reading *reading, ps_converter_end end, const char *program,
                             ps_error *reterr)
{
    const ps_limits *limits = reading->limits;
    switch (end) {
    case PS_CONVERTER_DONE:
        break;
    case PS_CONVERTER_MISSING:
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED,
                            "a PDF, and no %s is installed (package poppler-utils)", program);
    case PS_CONVERTER_FAILED:
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED,
                            "a PDF, and %s could not be started", program);
    case PS_CONVERTER_CRASHED:
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED, "%s crashed over it",
                            program);
    case PS_CONVERTER_SLOW:
        return ps_error_limit(reterr, PS_FAILED, "pdf-seconds", "%s took more than %llu seconds",
                              program, (unsigned long long)limits->pdf_seconds);
    case PS_CONVERTER_FULL:
        return ps_error_limit(reterr, PS_FAILED, "attachment-text", "more than %llu bytes of text",
                              (unsigned long long)limits->attachment_text);
    }
    return PS_OK;
}

/* pdftotext ended with an error of its own. */
static ps_status explain_status(ps_str bytes, const ps_buffer *complaints, ps_error *reterr)
{
    if (says(complaints, "Incorrect password") ||
        (says(complaints, "ncrypt") && ps_str_find(bytes, PS_STR("/Encrypt")) != SIZE_MAX)) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_ENCRYPTED,
                            "a PDF locked with a password");
    }
    if (says(complaints, "emory")) {
        return ps_error_limit(reterr, PS_FAILED, "pdf-memory", "pdftotext had not enough memory");
    }
    return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                        "a PDF that pdftotext cannot open");
}

/* Of the pages without text, those that pdfimages finds a picture on; of a table whose lines begin
 * with the page. PS_CONVERTER_DONE only when the count is known. */
static ps_converter_end count_pictures(const ps_reading *reading, ps_str bytes,
                                       const page_list *pages, size_t *ret_count)
{
    static const char *const argv[] = {"pdfimages", "-list", "-", NULL};
    ps_buffer table;
    ps_buffer complaints;
    int status = 0;
    ps_buffer_init(&table, LIST_BYTES);
    ps_buffer_init(&complaints, COMPLAINTS);
    ps_converter_end end = run(reading, image_paths, argv, bytes, &table, &complaints, &status);
    ps_str rest = ps_buffer_str(&table);
    ps_str line;
    uint64_t last = 0;
    *ret_count = 0;
    while (end == PS_CONVERTER_DONE && ps_str_next(&rest, '\n', &line)) {
        ps_str word;
        uint64_t page;
        if (ps_str_next_word(&line, &word) && ps_str_to_uint(word, PAGES_KEPT, &page) &&
            page > last && page <= pages->count) {
            *ret_count += pages->bare[page - 1];
            last = page;
        }
    }
    ps_buffer_done(&table);
    ps_buffer_done(&complaints);
    return end == PS_CONVERTER_DONE && status != 0 ? PS_CONVERTER_FAILED : end;
}

/* Pages without a text layer are lost when they show something. */
static ps_status judge_pages(ps_reading *reading, ps_str bytes, const page_list *pages,
                             ps_error *reterr)
{
    size_t pictures = 0;
    ps_error error;
    if (pages->bare_count == 0) {
        return PS_OK;
    }
    if (pages->bare_count == pages->count) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED,
                            "a scanned PDF without a text layer (%zu page%s)", pages->count,
                            pages->count == 1 ? "" : "s");
    }
    ps_converter_end end = count_pictures(reading, bytes, pages, &pictures);
    if (end != PS_CONVERTER_DONE || pictures) {
        PS_IGNORE(ps_error_set(&error, PS_WARN, PS_E_ATTACHMENT_UNSUPPORTED,
                               "%zu of %zu pages are pictures without a text layer",
                               pictures ? pictures : pages->bare_count, pages->count));
        ps_reading_lose(reading, &error);
    } else {
        ps_reading_note(reading, "%zu of %zu pages are empty", pages->bare_count, pages->count);
    }
    return PS_OK;
}

static ps_status use_text(ps_reading *reading, ps_str bytes, const ps_buffer *text,
                          const ps_buffer *complaints, ps_error *reterr)
{
    page_list pages = {.count = 0};
    ps_error error;
    if (says(complaints, "Missing language pack")) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED,
                            "a PDF whose Chinese, Japanese or Korean font needs the package "
                            "poppler-data");
    }
    count_pages(ps_buffer_str(text), &pages);
    ps_status status = judge_pages(reading, bytes, &pages, reterr);
    if (status != PS_OK) {
        return status;
    }
    if (says(complaints, "Syntax Error") || says(complaints, "Internal Error")) {
        PS_IGNORE(ps_error_set(&error, PS_WARN, PS_E_ATTACHMENT_DAMAGED,
                               "pdftotext met errors in it, the text may not be complete"));
        ps_reading_lose(reading, &error);
    }
    ps_prose_add_lines(&reading->prose, ps_buffer_str(text));
    return PS_OK;
}

ps_status ps_read_pdf(ps_reading *reading, ps_str bytes, ps_error *reterr)
{
    static const char *const argv[] = {"pdftotext", "-enc", "UTF-8", "-eol",
                                       "unix",      "-",    "-",     NULL};
    ps_buffer text;
    ps_buffer complaints;
    int exit_status = 0;
    ps_buffer_init(&text, (size_t)reading->limits->attachment_text);
    ps_buffer_init(&complaints, COMPLAINTS);
    ps_converter_end end = run(reading, text_paths, argv, bytes, &text, &complaints, &exit_status);
    ps_status status = explain_end(reading, end, "pdftotext", reterr);
    if (status == PS_OK && exit_status != 0) {
        status = explain_status(bytes, &complaints, reterr);
    } else if (status == PS_OK) {
        status = use_text(reading, bytes, &text, &complaints, reterr);
    }
    ps_buffer_done(&text);
    ps_buffer_done(&complaints);
    return status;
}
