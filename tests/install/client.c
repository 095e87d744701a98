/* The smallest program that uses libprocscreen, as the README shows it: screens one file and prints
 * its items with their outcomes. Ends with 0 when at least one item is a hit.
 * SPDX-License-Identifier: Apache-2.0 */
#include <procscreen/procscreen.h>
#include <stdio.h>

static long read_file(void *io, char *buffer, size_t size)
{
    size_t got = fread(buffer, 1, size, (FILE *)io);
    return got == 0 && ferror((FILE *)io) ? -1 : (long)got;
}

static void print_record(void *user, const ps_screened *record)
{
    for (size_t i = 0; i < record->item_count; i++) {
        const ps_item_outcome *item = &record->items[i];
        printf("%.*s: %s\n", (int)item->name.len, item->name.ptr, ps_outcome_name(item->outcome));
        *(int *)user += item->outcome == PS_OUTCOME_HIT;
    }
}

int main(int argc, char **argv)
{
    ps_error error = {0};
    ps_packs *packs = NULL;
    ps_screener *screener = NULL;
    ps_screen_options options = PS_SCREEN_OPTIONS_INIT;
    ps_pack_paths paths = PS_PACK_PATHS_INIT;
    ps_screen_sink sink = {NULL, print_record, NULL};
    int hits = 0;
    FILE *file;

    if (argc != 3 || !(file = fopen(argv[2], "rb"))) {
        return 2;
    }
    paths.data_dir = argv[1];
    if (ps_packs_load(&paths, NULL, NULL, &packs, &error) == PS_FATAL ||
        ps_screener_new(packs, &options, &screener, &error) != PS_OK ||
        ps_screener_read(screener, read_file, file, argv[2], &sink, &hits, &error) != PS_OK) {
        fprintf(stderr, "%s: %s\n", error.source, error.message);
        hits = 0;
    }
    ps_screener_free(screener);
    ps_packs_free(packs);
    fclose(file);
    return hits ? 0 : 1;
}
