/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/str.h"
#include "document/docx.h"
#include "document/odt.h"

enum {
    PARENTS = 16,
    NAME = 200 /* bytes of a style's name; longer ones are not looked for */
};

static ps_str keep(ps_odt *odt, ps_str text)
{
    ps_str copy = ps_arena_str(&odt->arena, text);
    odt->failed |= copy.ptr == NULL;
    return copy;
}

/* "p:Heading" */
static ps_str key_of(char room[NAME], char family, ps_str name)
{
    if (name.len + 2 > NAME || !name.len) {
        return PS_NO_STR;
    }
    room[0] = family;
    room[1] = ':';
    memcpy(room + 2, name.ptr, name.len);
    return (ps_str){room, name.len + 2};
}

static const ps_odt_style *find(const ps_odt *odt, ps_str key)
{
    if (!odt->style_count || !key.len) {
        return NULL;
    }
    uint32_t at = ps_index_first(&odt->style_index, ps_index_hash(&odt->style_index, key));
    for (; at; at = ps_index_next(&odt->style_index, at - 1)) {
        if (ps_str_equal(odt->styles[at - 1].name, key)) {
            return &odt->styles[at - 1];
        }
    }
    return NULL;
}

int ps_odt_style_hides(const ps_odt *odt, char family, ps_str name)
{
    char room[NAME];
    ps_str key = key_of(room, family, name);
    for (int i = 0; i < PARENTS; i++) {
        const ps_odt_style *style = find(odt, key);
        if (!style || style->hidden) {
            return style != NULL;
        }
        key = style->parent;
    }
    return 0;
}

ps_list *ps_odt_style_list(const ps_odt *odt, ps_str name)
{
    char room[NAME];
    ps_str key = key_of(room, 'p', name);
    for (int i = 0; i < PARENTS; i++) {
        const ps_odt_style *style = find(odt, key);
        if (!style || style->list.len) {
            return style ? ps_lists_find(&odt->lists, style->list) : NULL;
        }
        key = style->parent;
    }
    return NULL;
}

static void begin_style(ps_odt *odt, const ps_xml_attr *attrs, size_t count)
{
    char room[NAME];
    ps_str family = ps_docx_attr(attrs, count, "family");
    char letter = ps_str_is(family, "paragraph") ? 'p' : 't';
    ps_str key = key_of(room, letter, ps_docx_attr(attrs, count, "name"));
    odt->style = NULL;
    if (!key.len || (letter == 't' && !ps_str_is(family, "text"))) {
        return;
    }
    if (odt->style_count == PS_ODT_STYLES) {
        odt->dropped = 1;
        return;
    }
    if (!ps_index_add(&odt->style_index, ps_index_hash(&odt->style_index, key))) {
        odt->failed = 1;
        return;
    }
    odt->style = &odt->styles[odt->style_count++];
    *odt->style = (ps_odt_style){.name = keep(odt, key)};
    ps_str parent = key_of(room, letter, ps_docx_attr(attrs, count, "parent-style-name"));
    if (parent.len) {
        odt->style->parent = keep(odt, parent);
    }
    ps_str list = ps_docx_attr(attrs, count, "list-style-name");
    if (list.len && list.len < NAME) {
        odt->style->list = keep(odt, list);
    }
}

/* Prefix, the numbers of as many levels as are shown, suffix: as a pattern of lists.h. */
static void describe_level(ps_odt *odt, const char *local, const ps_xml_attr *attrs, size_t count)
{
    uint64_t number = 0;
    if (!ps_str_to_uint(ps_docx_attr(attrs, count, "level"), PS_LIST_LEVELS, &number) ||
        number < 1) {
        return;
    }
    ps_list_level *level = &odt->described->level[number - 1];
    uint64_t shown = 1;
    uint64_t start = 1;
    (void)ps_str_to_uint(ps_docx_attr(attrs, count, "display-levels"), number, &shown);
    (void)ps_str_to_uint(ps_docx_attr(attrs, count, "start-value"), UINT32_MAX, &start);
    level->start = (uint32_t)start;
    if (strcmp(local, "list-level-style-bullet") == 0) {
        level->style = PS_NUMBER_BULLET;
        return;
    }
    level->style = ps_number_style_of_sample(ps_docx_attr(attrs, count, "num-format"));
    if (level->style == PS_NUMBER_NONE) {
        return;
    }
    ps_buffer pattern;
    ps_buffer_init(&pattern, 256);
    ps_buffer_add_str(&pattern, ps_str_cut(ps_docx_attr(attrs, count, "num-prefix"), 60));
    for (uint64_t i = number - shown + 1; i <= number; i++) {
        ps_buffer_add_char(&pattern, '%');
        ps_buffer_add_uint(&pattern, i);
        if (i < number) {
            ps_buffer_add_char(&pattern, '.');
        }
    }
    ps_buffer_add_str(&pattern, ps_str_cut(ps_docx_attr(attrs, count, "num-suffix"), 60));
    level->pattern = keep(odt, ps_buffer_str(&pattern));
    odt->failed |= pattern.failed;
    ps_buffer_done(&pattern);
}

void ps_odt_style_start(ps_odt *odt, const char *local, const char *uri, const ps_xml_attr *attrs,
                        size_t count)
{
    (void)uri;
    if (strcmp(local, "style") == 0) {
        begin_style(odt, attrs, count);
    } else if (strcmp(local, "list-style") == 0) {
        odt->described =
            ps_lists_add(&odt->lists, ps_str_cut(ps_docx_attr(attrs, count, "name"), NAME));
    } else if (strcmp(local, "outline-style") == 0) {
        odt->described = ps_lists_add(&odt->lists, PS_STR(""));
        odt->outline = odt->described;
    } else if (odt->described && ps_str_starts(ps_str_from(local), PS_STR("list-level-style"))) {
        describe_level(odt, local, attrs, count);
    } else if (odt->described && strcmp(local, "outline-level-style") == 0) {
        describe_level(odt, local, attrs, count);
    } else if (odt->style && strcmp(local, "text-properties") == 0) {
        odt->style->hidden = ps_str_is(ps_docx_attr(attrs, count, "display"), "none");
    }
}
