/* Any bytes as a document, through parser, profiles, catalog and policy. What must hold: nothing
 * crashes, and every outcome is one that the contract knows. PS_SOURCE_ROOT names the checkout
 * whose packs are used. SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "fuzz.h"
#include "procscreen/procscreen.h"

typedef struct feed {
    const uint8_t *bytes;
    size_t left;
} feed;

/* In pieces of changing size, as a pipe would. */
static long read_feed(void *io, char *buffer, size_t size)
{
    feed *from = io;
    size_t piece = 1 + from->left % 4093;
    piece = piece < size ? piece : size;
    piece = piece < from->left ? piece : from->left;
    memcpy(buffer, from->bytes, piece);
    from->bytes += piece;
    from->left -= piece;
    return (long)piece;
}

static void on_screened(void *user, const ps_screened *screened)
{
    (void)user;
    FUZZ_REQUIRE(screened->outcome >= PS_OUTCOME_CLEAR && screened->outcome <= PS_OUTCOME_HIT);
    for (size_t i = 0; i < screened->item_count; i++) {
        const ps_item_outcome *item = &screened->items[i];
        FUZZ_REQUIRE(item->outcome >= PS_OUTCOME_CLEAR && item->outcome <= PS_OUTCOME_HIT);
        FUZZ_REQUIRE(item->outcome != PS_OUTCOME_HIT || item->category.len > 0);
        FUZZ_REQUIRE(item->outcome != PS_OUTCOME_NOT_EVALUABLE || item->reason.len > 0);
    }
}

static void on_rejected(void *user, const ps_rejected *rejected)
{
    (void)user;
    FUZZ_REQUIRE(rejected->error->code != PS_E_NONE);
    FUZZ_REQUIRE(rejected->error->code != PS_E_INTERNAL);
    FUZZ_REQUIRE(rejected->error->message[0] != '\0');
}

static const ps_packs *the_packs(void)
{
    static ps_packs *packs;
    if (!packs) {
        ps_pack_paths paths = PS_PACK_PATHS_INIT;
        ps_error error = {0};
        paths.data_dir = getenv("PS_SOURCE_ROOT");
        FUZZ_REQUIRE(paths.data_dir);
        if (ps_packs_load(&paths, NULL, NULL, &packs, &error) == PS_FATAL) {
            fprintf(stderr, "%s: %s\n", error.source, error.message);
            abort();
        }
    }
    return packs;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const ps_screen_sink sink = {NULL, on_screened, on_rejected};
    ps_screen_options options = PS_SCREEN_OPTIONS_INIT;
    ps_screener *screener = NULL;
    ps_error error = {0};
    feed from = {bytes, size};
    FUZZ_REQUIRE(ps_screener_new(the_packs(), &options, &screener, &error) == PS_OK);
    ps_status status = ps_screener_read(screener, read_feed, &from, "fuzz", &sink, NULL, &error);
    FUZZ_REQUIRE(status == PS_OK || status == PS_WARN);
    ps_screener_free(screener);
    return 0;
}
