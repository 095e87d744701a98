/* A document that is a zip of XML parts: DOCX, ODT.
 *
 * Parts are read one at a time and in any order, each by going through the archive anew, so that
 * none is kept. Belongs to one thread at a time. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_PACKAGE_H
#define PS_DOCUMENT_PACKAGE_H

#include "base/arena.h"
#include "document/kind.h"
#include "document/reading.h"
#include "input/archive.h"
#include "xml/document.h"

typedef struct ps_package {
    ps_reading *reading;
    ps_str bytes;
    ps_archive_budget *budget;
} ps_package;

/**
 * What a zip archive is, by the names in it.
 *
 * @param ret_kind  PS_DOCUMENT_DOCX (any Office Open XML; ps_read_docx() refuses workbooks), _ODT
 * (any OpenDocument), _ARCHIVE, or _OTHER with *ret_why set.
 * @return PS_OK; PS_FAILED with PS_E_ATTACHMENT_DAMAGED, _ENCRYPTED or a limit; PS_FATAL.
 */
PS_CHECKED ps_status ps_package_kind(const ps_package *package, ps_document_kind *ret_kind,
                                     const char **ret_why, ps_error *reterr);

/**
 * Parse one part.
 *
 * @return PS_OK; PS_END: there is none of that name; PS_FAILED with PS_E_ATTACHMENT_DAMAGED,
 * _ENCRYPTED or a limit: it is not XML, it is there twice, the archive is damaged; PS_FATAL.
 */
PS_CHECKED ps_status ps_package_parse(const ps_package *package, ps_str part,
                                      const ps_xml_handler *handler, void *user, ps_error *reterr);

/** The first bytes of a part, for a short one that is no XML. @return as ps_package_parse(). */
PS_CHECKED ps_status ps_package_head(const ps_package *package, ps_str part, char *buffer,
                                     size_t size, size_t *ret_size, ps_error *reterr);

/* For what is kept of styles, lists and names of parts. */
enum { PS_PACKAGE_ARENA = 16 * 1024 * 1024 };

/** That arena gave nothing. @return PS_FAILED with a limit when it is full; PS_FATAL, PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_package_no_room(const ps_arena *arena, ps_error *reterr);

/* The two kinds. */
PS_CHECKED ps_status ps_read_docx(const ps_package *package, ps_error *reterr);
PS_CHECKED ps_status ps_read_odt(const ps_package *package, ps_error *reterr);
/** `bytes` is the one file. */
PS_CHECKED ps_status ps_read_flat_odt(ps_reading *reading, ps_str bytes, ps_error *reterr);

#endif
