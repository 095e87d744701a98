/* Documents when memory is short: libxml2's allocations are failed one after the other.
 * SPDX-License-Identifier: Apache-2.0 */
#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <unistd.h>

#include "recorder.h"

static size_t calls;
static size_t fail_at; /* 0: never */
static int fail_once;

static int fails(void)
{
    calls++;
    return fail_at && (fail_once ? calls == fail_at : calls >= fail_at);
}

static void *failing_malloc(size_t size)
{
    return fails() ? NULL : malloc(size);
}

static void *failing_realloc(void *memory, size_t size)
{
    return fails() ? NULL : realloc(memory, size);
}

static char *failing_strdup(const char *text)
{
    return fails() ? NULL : strdup(text);
}

static const char document[] =
    "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'x'><a xmlns:p='u' b='1 &amp; 2'><p:c p:d='x'>text "
    "&lt; &unknown; <![CDATA[ cd ]]></p:c><?p i?><!-- c --><e/></a>";

static ps_status run(recorder *r, size_t at)
{
    calls = 0;
    fail_at = at;
    ps_status status = recorder_run(r, ps_str_from(document), 13, NULL, NULL);
    fail_at = 0;
    return status;
}

/* Either it is said, or nothing was lost, or what was lost is damage. And nothing is printed. */
Test(document_memory, a_failed_allocation_is_said)
{
    char printed[64];
    int ends[2];
    int old_stderr = dup(STDERR_FILENO);
    cr_assert_eq(xmlMemSetup(free, failing_malloc, failing_realloc, failing_strdup), 0);
    ps_xml_init();
    recorder whole;
    PS_TEST_STATUS(run(&whole, 0), PS_OK, whole.error);
    size_t needed = calls;
    cr_assert_gt(needed, 10);
    cr_assert_eq(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    for (fail_once = 0; fail_once <= 1; fail_once++) {
        for (size_t at = 1; at <= needed; at++) {
            recorder r;
            ps_status status = run(&r, at);
            if (status != PS_OK) {
                cr_expect_eq(status, PS_FATAL, "%zu: %s", at, r.error.message);
                cr_expect_eq(r.error.code, PS_E_MEMORY, "%zu: %s", at, r.error.message);
            } else if (r.damages == whole.damages) {
                cr_expect(ps_str_equal(ps_buffer_str(&r.log), ps_buffer_str(&whole.log)),
                          "%zu: %.*s", at, PS_FMT(ps_buffer_str(&r.log)));
            } else {
                cr_expect_gt(r.damages, whole.damages, "%zu", at);
            }
            recorder_done(&r);
        }
    }
    dup2(old_stderr, STDERR_FILENO);
    close(ends[1]);
    ssize_t got = read(ends[0], printed, sizeof printed);
    cr_expect_eq(got, 0, "printed: %.*s", (int)got, printed);
    recorder_done(&whole);
}
