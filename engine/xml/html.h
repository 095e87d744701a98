/* HTML as a stream of events: libxml2's HTML parser behind the same door as its XML parser.
 *
 * HTML is never wrong: what libxml2 closes or opens on its own comes as events too. No network, no
 * entity but those of HTML, no tree. Threads: as document.h. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_HTML_H
#define PS_XML_HTML_H

#include "procscreen/common.h"
#include "procscreen/limits.h"

typedef struct ps_html_handler {
    /** @param attrs  Pairs of name and value (NULL: none), then NULL; or NULL. Lower case names. */
    void (*start)(void *user, const char *name, const char *const *attrs);
    void (*end)(void *user, const char *name);
    /** Any piece of text, that of scripts and styles too. */
    void (*text)(void *user, ps_str piece);
    /** Asked now and then whether to go on. @return 0: no, and *reterr is set. */
    int (*go_on)(void *user, ps_error *reterr);
} ps_html_handler;

/**
 * Parse a whole document.
 *
 * @param text    Valid UTF-8 without NUL; what it says of its encoding is ignored.
 * @param limits  depth, names; a tag or a comment may have 64 times tag-bytes, because pictures
 * stand in attributes.
 * @return PS_OK; PS_FAILED with PS_E_LIMIT, or what go_on() set; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_html_parse(ps_str text, const ps_limits *limits,
                                   const ps_html_handler *handler, void *user, ps_error *reterr);

#endif
