/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/kept.h"

#include <stdlib.h>

#include "xml/parser.h"

/* A dictionary that has more names or bytes than this is replaced, a longer buffer given up. */
enum { NAMES_MOST = 4096, NAMES_BYTES = 1024 * 1024, BUFFER_MOST = 256 * 1024 };

struct ps_xml_kept {
    xmlDictPtr names;
    uint64_t number; /* of the dictionary */
    ps_known *known; /* NULL: none yet, or lent */
    ps_buffer open;
    ps_buffer raw;
    ps_buffer text;
};

ps_xml_kept *ps_xml_kept_new(void)
{
    ps_xml_kept *kept = calloc(1, sizeof *kept);
    if (kept) {
        ps_buffer_init(&kept->open, 0);
        ps_buffer_init(&kept->raw, 0);
        ps_buffer_init(&kept->text, 0);
    }
    return kept;
}

void ps_xml_kept_free(ps_xml_kept *kept)
{
    if (kept) {
        xmlDictFree(kept->names);
        ps_known_free(kept->known);
        ps_buffer_done(&kept->open);
        ps_buffer_done(&kept->raw);
        ps_buffer_done(&kept->text);
        free(kept);
    }
}

/* Each byte begins at most two of the strings that are interned: "a:b:c" is "a", "b", "c" and
 * "b:c". */
static int may_reach(uint64_t bytes, uint64_t names)
{
    return bytes > names / 2;
}

uint64_t ps_xml_kept_names(ps_xml_kept *kept, uint64_t bytes, const ps_limits *limits)
{
    if (may_reach(bytes, limits->names)) {
        return 0;
    }
    if (kept->names &&
        (xmlDictSize(kept->names) > NAMES_MOST || xmlDictGetUsage(kept->names) > NAMES_BYTES)) {
        xmlDictFree(kept->names);
        kept->names = NULL;
    }
    if (!kept->names) {
        kept->names = xmlDictCreate();
        kept->number++;
    }
    return kept->names ? kept->number : 0;
}

xmlDictPtr ps_xml_kept_take_names(const ps_xml_kept *kept)
{
    return xmlDictReference(kept->names) == 0 ? kept->names : NULL;
}

static void move(ps_buffer *from, ps_buffer *to)
{
    *to = *from;
    ps_buffer_init(from, 0);
}

void ps_xml_kept_lend(ps_xml_kept *kept, ps_buffer *ret_raw, ps_buffer *ret_text)
{
    ps_buffer_init(ret_raw, 0);
    ps_buffer_init(ret_text, 0);
    if (kept) {
        move(&kept->raw, ret_raw);
        move(&kept->text, ret_text);
    }
}

/* Of two, e.g. of documents within each other, the first stays. */
static void take_back(ps_buffer *lent, ps_buffer *into)
{
    if (lent->failed || lent->room > BUFFER_MOST || into->ptr) {
        ps_buffer_done(lent);
    } else {
        ps_buffer_clear(lent);
        move(lent, into);
    }
}

void ps_xml_kept_return(ps_xml_kept *kept, ps_buffer *raw, ps_buffer *text)
{
    if (kept) {
        take_back(raw, &kept->raw);
        take_back(text, &kept->text);
    } else {
        ps_buffer_done(raw);
        ps_buffer_done(text);
    }
}

void ps_xml_kept_lend_known(ps_xml_kept *kept, ps_known **ret_known, ps_buffer *ret_memory)
{
    move(&kept->open, ret_memory);
    *ret_known = kept->known ? PS_TAKE(kept->known) : ps_known_new();
}

void ps_xml_kept_return_known(ps_xml_kept *kept, ps_known *known, ps_buffer *memory)
{
    take_back(memory, &kept->open);
    if (kept->known) {
        ps_known_free(known);
    } else {
        kept->known = known;
    }
}
