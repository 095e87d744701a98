/* A draft of documents given as text.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEST_DRAFTING_H
#define PS_TEST_DRAFTING_H

#include "base/buffer.h"
#include "procscreen/suggest.h"
#include "ps_test.h"

typedef struct drafting {
    ps_limits limits;
    ps_suggester *suggester;
    ps_buffer draft;
} drafting;

static drafting d;

static void setup(void)
{
    d.limits = ps_limits_default();
    ps_buffer_init(&d.draft, 0);
}

static void teardown(void)
{
    ps_suggester_free(d.suggester);
    ps_buffer_done(&d.draft);
}

static long read_text(void *io, char *buffer, size_t size)
{
    ps_str *left = io;
    size_t len = left->len < size ? left->len : size;
    if (len) {
        memcpy(buffer, left->ptr, len);
    }
    *left = ps_str_slice(*left, len, left->len);
    return (long)len;
}

static ps_status see(ps_str document)
{
    ps_error err = {0};
    if (!d.suggester) {
        ps_suggest_options options = PS_SUGGEST_OPTIONS_INIT;
        options.limits = &d.limits;
        PS_TEST_STATUS(ps_suggester_new(&options, &d.suggester, &err), PS_OK, err);
    }
    return ps_suggester_read(d.suggester, read_text, &document, "sample.xml", &err);
}

static void take(void *user, ps_str text)
{
    (void)user;
    ps_buffer_add_str(&d.draft, text);
}

static ps_status draft(const char *known)
{
    ps_error err = {0};
    ps_draft_options options = PS_DRAFT_OPTIONS_INIT;
    options.known = known;
    return ps_suggester_write(d.suggester, &options, take, NULL, &err);
}

static int drafted(const char *part)
{
    return ps_str_find(ps_buffer_str(&d.draft), ps_str_from(part)) != SIZE_MAX;
}

#define EXPECT_DRAFT(part)                                                                         \
    cr_expect(drafted(part), "no %s in\n%.*s", part, PS_FMT(ps_buffer_str(&d.draft)))
#define EXPECT_NO_DRAFT(part)                                                                      \
    cr_expect(!drafted(part), "%s in\n%.*s", part, PS_FMT(ps_buffer_str(&d.draft)))

#endif
