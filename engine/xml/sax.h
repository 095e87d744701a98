/* libxml2 as this stage uses it: one place for what differs between its versions.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_SAX_H
#define PS_XML_SAX_H

/* From 2.14 on fields of the parser context are marked as deprecated, the replacements do not exist
 * in the versions that distributions carry. */
#define XML_DEPRECATED_MEMBER

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlversion.h>

#include "xml/document.h"

#if LIBXML_VERSION >= 21200
typedef const xmlError *ps_libxml_error;
#else
typedef xmlErrorPtr ps_libxml_error;
#endif

/* NOENT so that the five predefined entities are replaced in attributes as in text; no others can
 * be declared. Never DTDLOAD, DTDATTR, DTDVALID, XINCLUDE, RECOVER, HUGE. IGNORE_ENC as a second
 * lock: what libxml2 reads is UTF-8 whatever it says. */
#if LIBXML_VERSION >= 21400
#define PS_LIBXML_DOORS (XML_PARSE_NO_XXE | XML_PARSE_NO_SYS_CATALOG)
#elif LIBXML_VERSION >= 21300
#define PS_LIBXML_DOORS XML_PARSE_NO_XXE
#else
#define PS_LIBXML_DOORS 0
#endif
#define PS_LIBXML_OPTIONS                                                                          \
    (XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_IGNORE_ENC |              \
     PS_LIBXML_DOORS)

/** From inside a start handler, without options.kept: the element's namespace declarations, as
 * pairs of prefix (NULL: the default) and URI. @return the count of pairs. */
size_t ps_xml_spaces(const ps_xml_parser *parser, const char *const **ret_pairs);

#endif
