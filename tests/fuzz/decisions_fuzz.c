/* Any bytes as a workbook that comes back, or as the sheet of one. What must hold: decisions of
 * valid texts and days, or an error that says what is wrong and where; and the second reading says
 * what the first said. SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memfd_create */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "fuzz.h"
#include "procscreen/decisions.h"

static const char workbook[] =
    "<workbook xmlns:r='r'><workbookPr date1904='1'/><sheets><sheet name='Items' r:id='a'/>"
    "<sheet name='Contracts' r:id='a'/></sheets></workbook>";
static const char relations[] =
    "<Relationships><Relationship Id='a' Target='a.xml'/>"
    "<Relationship Id='b' Type='/sharedStrings' Target='b.xml'/></Relationships>";
static const char texts[] =
    "<sst><si><t>Decision</t></si><si><t>Reason</t></si><si><t>Owner</t></si><si><t>Expiry</t></si>"
    "<si><t>Fingerprint</t></si><si><t>later</t></si><si><t>"
    "00000000000000000000000000000000000000000000000000000000000000ff</t></si></sst>";

static void add_number(ps_buffer *out, uint32_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++, value >>= 8) {
        ps_buffer_add_char(out, (char)(value & 0xFF));
    }
}

/* A member as it is, not packed: its header in front of it, or the one in the directory. */
static void add_header(ps_buffer *out, const char *name, ps_str content, const uint32_t *offset)
{
    uint32_t size = (uint32_t)content.len;
    ps_buffer_add(out, offset ? "PK\1\2\x14\0" : "PK\3\4", offset ? 6 : 4);
    add_number(out, 0x14, 2);
    add_number(out, 0, 8);
    add_number(out, (uint32_t)crc32(0, (const Bytef *)content.ptr, size), 4);
    add_number(out, size, 4);
    add_number(out, size, 4);
    add_number(out, (uint32_t)strlen(name), 2);
    add_number(out, 0, offset ? 14 : 2);
    if (offset) {
        add_number(out, *offset, 4);
    }
    ps_buffer_add_text(out, name);
}

static void wrap(ps_buffer *out, ps_str sheet)
{
    static const char *const names[] = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/a.xml",
                                        "xl/b.xml"};
    const ps_str contents[] = {ps_str_from(workbook), ps_str_from(relations), sheet,
                               ps_str_from(texts)};
    uint32_t offsets[PS_COUNT(names)];
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        offsets[i] = (uint32_t)out->len;
        add_header(out, names[i], contents[i], NULL);
        ps_buffer_add_str(out, contents[i]);
    }
    uint32_t begin = (uint32_t)out->len;
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        add_header(out, names[i], contents[i], &offsets[i]);
    }
    uint32_t size = (uint32_t)out->len - begin;
    ps_buffer_add(out, "PK\5\6\0\0\0\0", 8);
    add_number(out, PS_COUNT(names), 2);
    add_number(out, PS_COUNT(names), 2);
    add_number(out, size, 4);
    add_number(out, begin, 4);
    add_number(out, 0, 2);
}

static void on_problem(void *user, ps_status severity, const ps_error *error)
{
    size_t *count = user;
    FUZZ_REQUIRE(severity == PS_FAILED && error->message[0] != '\0' && error->source[0] != '\0');
    ++*count;
}

static ps_decisions *load(ps_str bytes, ps_error *error)
{
    ps_limits limits = ps_limits_default();
    ps_decisions *decisions = NULL;
    size_t problems = 0;
    char path[32];
    int fd = memfd_create("workbook", MFD_CLOEXEC);
    FUZZ_REQUIRE(fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    *error = (ps_error){.code = PS_E_NONE};
    /* Small, so that small inputs reach them; which ones is the input's choice. */
    if (bytes.len % 4 == 0) {
        limits.decisions = 1;
        limits.decisions_text = 600;
    }
    ps_status status = ps_decisions_load(path, &limits, on_problem, &problems, &decisions, error);
    FUZZ_REQUIRE((status == PS_OK) == (decisions != NULL) && (status == PS_OK) == !problems);
    FUZZ_REQUIRE(status == PS_OK || error->code == PS_E_CONFIG || error->code == PS_E_LIMIT);
    FUZZ_REQUIRE(ps_decisions_count(decisions) <= limits.decisions);
    (void)close(fd);
    return decisions;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ps_str input = {(const char *)bytes, size};
    ps_buffer whole;
    ps_error error;
    ps_error again;
    ps_buffer_init(&whole, 0);
    if (ps_str_starts(input, PS_STR("PK"))) {
        ps_buffer_add_str(&whole, input);
    } else {
        wrap(&whole, input);
    }
    ps_decisions *first = load(ps_buffer_str(&whole), &error);
    ps_decisions *second = load(ps_buffer_str(&whole), &again);
    FUZZ_REQUIRE((first == NULL) == (second == NULL));
    FUZZ_REQUIRE(first || strcmp(error.cause, again.cause) == 0);
    FUZZ_REQUIRE(ps_decisions_count(first) == ps_decisions_count(second));
    ps_decisions_free(first);
    ps_decisions_free(second);
    ps_buffer_done(&whole);
    return 0;
}
