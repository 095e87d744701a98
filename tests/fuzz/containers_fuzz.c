/* Any bytes as an input that may be packed or an archive, by a pipe and with seeking. What must
 * hold: nothing crashes, no more comes out than the limits allow, and what is not given is said.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "fuzz.h"
#include "input/container.h"

enum { BYTES_MOST = 4 * 1024 * 1024, MEMBERS_MOST = 200 };

typedef struct feed {
    const uint8_t *bytes;
    size_t size;
    size_t at;
} feed;

/* In pieces of changing size, as a pipe would. */
static long read_feed(void *io, char *buffer, size_t size)
{
    feed *from = io;
    size_t left = from->size - from->at;
    size_t piece = 1 + left % 4093;
    piece = piece < size ? piece : size;
    piece = piece < left ? piece : left;
    if (piece) {
        memcpy(buffer, from->bytes + from->at, piece);
    }
    from->at += piece;
    return (long)piece;
}

static int seek_feed(void *io, uint64_t offset)
{
    feed *from = io;
    FUZZ_REQUIRE(offset <= from->size);
    from->at = (size_t)offset;
    return 0;
}

typedef struct seen {
    uint64_t bytes;
    uint64_t told; /* documents and rejections */
} seen;

static ps_status on_document(void *user, const ps_document *document)
{
    seen *s = user;
    char buffer[5000];
    long got;
    while ((got = document->read(document->io, buffer, sizeof buffer)) > 0) {
        s->bytes += (uint64_t)got;
    }
    s->told++;
    FUZZ_REQUIRE(document->name[0] == 'f');
    if (got < 0) {
        ps_error error = {.code = PS_E_READ, .message = "cannot read on: it"};
        FUZZ_REQUIRE(errno == EIO);
        ps_container_explain(document, &error);
        FUZZ_REQUIRE(error.code != PS_E_READ && error.message[0]);
    }
    return PS_OK;
}

static ps_status on_rejected(void *user, const char *name, const ps_error *error)
{
    seen *s = user;
    s->told++;
    FUZZ_REQUIRE(name[0] == 'f');
    FUZZ_REQUIRE(error->code != PS_E_NONE && error->code != PS_E_INTERNAL && error->message[0]);
    return PS_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const ps_container_sink sink = {on_document, on_rejected};
    ps_limits limits = ps_limits_default();
    limits.container_bytes = BYTES_MOST;
    limits.container_members = MEMBERS_MOST;
    for (int seeks = 0; seeks < 2; seeks++) {
        feed from = {bytes, size, 0};
        ps_archive_input input = {read_feed, seeks ? seek_feed : NULL, &from, size};
        seen s = {0};
        ps_error error = {0};
        FUZZ_REQUIRE(ps_container_read(&input, "f", &limits, &sink, &s, &error) == PS_OK);
        FUZZ_REQUIRE(s.told > 0 && s.told <= MEMBERS_MOST * 3);
        FUZZ_REQUIRE(s.bytes <= BYTES_MOST + size);
    }
    return 0;
}
