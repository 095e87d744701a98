/* The parts of an OpenDocument text: what its styles say, and its text.
 *
 * Names are those of ISO/IEC 26300. One walk serves styles.xml, content.xml and the flat form,
 * because both may hold both. Belongs to one thread at a time. SPDX-License-Identifier: Apache-2.0
 */
#ifndef PS_DOCUMENT_ODT_H
#define PS_DOCUMENT_ODT_H

#include "document/aside.h"
#include "document/lists.h"
#include "document/package.h"

enum {
    PS_ODT_STYLES = 4096, /* that hide their text or belong to a list */
    PS_ODT_DEPTH = 256,   /* the highest value of the limit */
    PS_ODT_LISTS = 32     /* lists inside lists */
};

typedef struct ps_odt_style {
    ps_str name; /* with "p:" or "t:" in front for its family: names are only unique within one */
    ps_str parent;
    ps_str list;
    int hidden;
} ps_odt_style;

typedef struct ps_odt_list {
    ps_list *list;  /* NULL: its style is not known, its items are shown without a number */
    unsigned level; /* from 0 */
    int labelled;   /* the item's first paragraph has come */
    int numbered;   /* an item, not a header */
    uint32_t start; /* of the item, where `starts` */
    int starts;
} ps_odt_list;

typedef struct ps_odt {
    ps_reading *reading;
    ps_arena arena;
    ps_lists lists;
    ps_list *outline; /* numbers of headings */
    ps_odt_style styles[PS_ODT_STYLES];
    size_t style_count;
    ps_index style_index;
    ps_odt_style *style; /* that is described */
    ps_list *described;  /* list style that is */
    ps_aside aside;
    unsigned char stack[PS_ODT_DEPTH + 1];
    unsigned char hides[PS_ODT_DEPTH + 1]; /* the text of the element is hidden by a style */
    size_t depth;
    size_t left_out;   /* depth of the outermost element whose text is none; 0 */
    size_t paragraphs; /* open ones: a note's stands in another */
    ps_odt_list open[PS_ODT_LISTS];
    size_t open_count;
    int first_cell;
    int in_header;
    int failed;
    int dropped;
    int hid;
} ps_odt;

/** A style element or one inside it. */
void ps_odt_style_start(ps_odt *odt, const char *local, const char *uri, const ps_xml_attr *attrs,
                        size_t count);
/** Whether a style hides its text. @param family  'p' or 't'. */
int ps_odt_style_hides(const ps_odt *odt, char family, ps_str name);
/** The list that a paragraph style belongs to; NULL when none. */
ps_list *ps_odt_style_list(const ps_odt *odt, ps_str name);
/** The text walk, over the whole of a part. */
extern const ps_xml_handler ps_odt_handler;

#endif
