/* Start tags that libxml2 has accepted, by where they stand: records of one system repeat the same
 * markup, and what was parsed once need not be parsed again.
 *
 * A tree: below a tag those that were met inside its element. A tag is kept as its bytes, but for
 * the values of its attributes, which may be others; those of namespace declarations and of xml:*
 * are part of it. So where a tag of the tree is met again under the same tags, byte by byte,
 * libxml2 would tell the same of it. Strings of libxml2 in it belong to one dictionary.
 *
 * Threads: belongs to one. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_KNOWN_H
#define PS_XML_KNOWN_H

#include "base/cleanup.h"
#include "xml/sax.h"

/** What libxml2 tells of a start tag. */
typedef struct ps_xml_tag {
    const xmlChar *local;
    const xmlChar *prefix;
    const xmlChar *uri;
    const xmlChar **spaces;
    int space_count;
    const xmlChar **attrs;
    int attr_count;
} ps_xml_tag;

typedef struct ps_known_tag ps_known_tag;
struct ps_known_tag {
    const char *local;
    const char *uri;
    ps_xml_attr *attrs; /* with the values of the last match */
    size_t attr_count;
    ps_str raw; /* as it was met first */
    ps_str end; /* the end tag that belongs to it */
    /* What it is made of: bytes, between each two of them the value of an attribute. */
    ps_str *pieces;
    size_t *valued; /* for each value the index of the attribute */
    size_t value_count;
    unsigned line_ends; /* in the pieces; a value that may differ has none */
    int is_empty;       /* an empty-element tag */
    ps_known_tag *inside;
    ps_known_tag *beside;
    size_t inside_count;
    /* What was met last after it: as the first in its element, and behind the element. */
    ps_known_tag *then_inside;
    ps_known_tag *then_behind;
};

typedef struct ps_known ps_known;

/** NULL: there is no memory. */
ps_known *ps_known_new(void);
void ps_known_free(ps_known *known);
PS_DEFINE_CLEANUP(ps_known *, ps_known_free)
/** Forget everything unless it is of this dictionary. */
void ps_known_begin(ps_known *known, xmlDictPtr names);
/** What stands around the root element. */
ps_known_tag *ps_known_top(ps_known *known);

/** The known tag that is `raw`, inside `around`; a new one where there is none.
 * @param raw  From '<' to '>', as it stands in the document.
 * @return NULL: it cannot be kept. */
ps_known_tag *ps_known_learn(ps_known *known, ps_known_tag *around, ps_str raw,
                             const ps_xml_tag *tag);

/** A known tag that `text` begins with, inside `around`; *expected is looked at first and set.
 * Values of its attributes point into `text`. @return NULL: none. */
ps_known_tag *ps_known_find(ps_known_tag *around, ps_known_tag **expected, ps_str text,
                            size_t *ret_size);

/** The size of the end tag that belongs to the tag, where `text` begins with it; else 0. */
size_t ps_known_end(const ps_known_tag *tag, ps_str text);

/** What a text is made of. */
typedef struct ps_known_text {
    size_t size;
    uint64_t line_ends;
    int has_returns; /* a CR in front of an LF, which libxml2 drops */
} ps_known_text;

/** A text that libxml2 would hand on as it is, but for CRs, up to the '<' behind it. @return 0 when
 * it is for libxml2 to judge, or no '<' is there. */
int ps_known_read_text(ps_str text, ps_known_text *ret_text);

/** What stood in front of a root element, to be known again. */
void ps_known_learn_head(ps_known *known, ps_str head);
/** The known head that `text` begins with, in front of a '<'; ptr NULL: none. */
ps_str ps_known_head(const ps_known *known, ps_str text);

#endif
