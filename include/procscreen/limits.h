/* Every quantity that input controls has a maximum here. Reaching one is an error by that name: a
 * record is rejected or an item is not evaluable with cause "limit:<name>", and never looks clear.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_LIMITS_H
#define PROCSCREEN_LIMITS_H

#include "procscreen/common.h"

#ifdef __cplusplus
extern "C" {
#endif

/* X(symbol, "name", default, highest that may be set, "unit", "what happens at the limit") */
#define PS_LIMITS(X)                                                                               \
    X(file_bytes, "file-bytes", 1099511627776, 1099511627776, "bytes",                             \
      "bytes read from one input; the rest of the file is not screened")                           \
    X(record_bytes, "record-bytes", 67108864, 1073741824, "bytes",                                 \
      "source bytes of one record; the record is rejected")                                        \
    X(record_text, "record-text", 33554432, 536870912, "bytes",                                    \
      "text kept of one record; the record is rejected")                                           \
    X(field_bytes, "field-bytes", 16777216, 268435456, "bytes",                                    \
      "text of one field; the record is rejected")                                                 \
    X(items, "items", 100000, 1000000, "items",                                                    \
      "line items of one record; the record is rejected")                                          \
    X(values, "values", 1000000, 10000000, "values",                                               \
      "parties, codes, properties, texts and references of one record; the record is rejected")    \
    X(depth, "depth", 256, 256, "elements", "nesting of elements; the document is rejected")       \
    X(json_depth, "json-depth", 64, 256, "values",                                                 \
      "objects and arrays in each other in a JSON text; the record is not evaluable")              \
    X(tag_bytes, "tag-bytes", 65536, 1048576, "bytes",                                             \
      "one start tag, with its attributes; the document is rejected")                              \
    X(attributes, "attributes", 1024, 65536, "attributes",                                         \
      "attributes of one element; the document is rejected")                                       \
    X(names, "names", 100000, 1000000, "names",                                                    \
      "different element and attribute names of one file; the document is rejected")               \
    X(dtd_bytes, "dtd-bytes", 16384, 65536, "bytes",                                               \
      "document type declaration; the document is rejected")                                       \
    X(file_seconds, "file-seconds", 3600, 86400, "seconds",                                        \
      "processor time for one input; the rest of the file is not screened")                        \
    X(record_ms, "record-ms", 2000, 600000, "milliseconds",                                        \
      "processor time for matching one record; what is left is not evaluable")                     \
    X(stall_seconds, "stall-seconds", 60, 86400, "seconds",                                        \
      "silence of a worker that has input to read; the worker is ended")                           \
    X(regex_steps, "regex-steps", 20000000, 1000000000, "steps",                                   \
      "work of one expression over one text, whatever its length; the element is not evaluable")   \
    X(regex_heap, "regex-heap", 20480, 1048576, "KiB",                                             \
      "memory of one expression over one text; the element is not evaluable")                      \
    X(evidence, "evidence", 20, 1000, "places",                                                    \
      "places quoted for one item or element; further ones are counted, not quoted")               \
    X(quote_bytes, "quote-bytes", 300, 65536, "bytes", "quoted text; longer ones are cut")         \
    X(contracts, "contracts", 200000, 10000000, "contracts",                                       \
      "contracts of one run found in memory; from then on in a temporary file")                    \
    X(contract_versions, "contract-versions", 100, 1000, "contracts",                              \
      "contracts that have or amend one id, read for one record; a missing element is not "        \
      "evaluable")                                                                                 \
    X(contract_depth, "contract-depth", 8, 100, "references",                                      \
      "contracts that refer on to others; a missing element is not evaluable")                     \
    X(references, "references", 1000, 10000, "references",                                         \
      "different contracts that one record refers to, itself or through them; a missing element "  \
      "is not evaluable")                                                                          \
    X(matches, "matches", 200000, 10000000, "matches",                                             \
      "words of the catalog seen in one item; the item is not evaluable")                          \
    X(suppliers, "suppliers", 50000, 10000000, "suppliers",                                        \
      "suppliers of one run told apart; further ones are counted together")                        \
    X(supplier_contracts, "supplier-contracts", 50, 10000, "contracts",                            \
      "contracts listed of one supplier; further mentions are counted")                            \
    X(container_members, "container-members", 100000, 10000000, "members",                         \
      "members of one archive and those in it; the rest is not screened")                          \
    X(container_bytes, "container-bytes", 68719476736, 1099511627776, "bytes",                     \
      "unpacked from one input; the rest is not screened")                                         \
    X(container_ratio, "container-ratio", 200, 100000, "times",                                    \
      "unpacked for one packed byte, from 16 MiB on; the rest is not screened")                    \
    X(container_depth, "container-depth", 2, 4, "levels",                                          \
      "archives in archives; a deeper one is not opened")                                          \
    X(zstd_window, "zstd-window", 8388608, 134217728, "bytes",                                     \
      "memory that unpacking zstd may ask for; the rest is not screened")                          \
    X(diff_findings, "diff-findings", 1000000, 50000000, "findings",                               \
      "findings under one of two sets of packs that are compared; they are not compared")          \
    X(dossier_items, "dossier-items", 1000, 100000, "items",                                       \
      "lines of one record that a dossier tells of; it is not written")                            \
    X(suggest_paths, "suggest-paths", 10000, 50000, "paths",                                       \
      "different paths of samples looked at for a draft; further ones are counted, not read")      \
    X(attachment_bytes, "attachment-bytes", 16777216, 536870912, "bytes",                          \
      "one attachment, all that one record embeds, and what comes out of a packed one; the rest "  \
      "is not read")                                                                               \
    X(attachment_text, "attachment-text", 2097152, 268435456, "bytes",                             \
      "text of the attachments of one record; that of the one which is too much is not used")      \
    X(attachment_ratio, "attachment-ratio", 100, 10000, "times",                                   \
      "bytes out for one byte of a packed attachment; the rest is not read")                       \
    X(attachment_members, "attachment-members", 1000, 65535, "files",                              \
      "files in one packed attachment, and attachments of one record; the rest is not read")       \
    X(attachment_depth, "attachment-depth", 2, 8, "archives",                                      \
      "archives inside one another in an attachment; the inner one is not read")                   \
    X(attachment_ms, "attachment-ms", 5000, 3600000, "milliseconds",                               \
      "processor time for the text of one record's attachments, PDFs apart; the rest is not read") \
    X(pdf_seconds, "pdf-seconds", 20, 3600, "seconds",                                             \
      "time for the PDFs of one record's attachments; the rest is not read")                       \
    X(pdf_memory, "pdf-memory", 536870912, 8589934592, "bytes",                                    \
      "memory of the process that reads a PDF; it is not read")                                    \
    X(page_rows, "page-rows", 100000, 1000000, "rows",                                             \
      "rows of one list of an HTML report; further ones are counted, the most severe shown")       \
    X(decisions, "decisions", 1000000, 2097152, "decisions",                                       \
      "decisions in a workbook that comes back; it is not read")                                   \
    X(decisions_bytes, "decisions-bytes", 1073741824, 68719476736, "bytes",                        \
      "a workbook with decisions, as it is and unpacked; it is not read")                          \
    X(decisions_members, "decisions-members", 10000, 1000000, "files",                             \
      "files in a workbook with decisions; it is not read")                                        \
    X(decisions_ratio, "decisions-ratio", 1000, 100000, "times",                                   \
      "unpacked for one packed byte of a workbook with decisions, from 16 MiB on; it is not read") \
    X(decisions_text, "decisions-text", 268435456, 68719476736, "bytes",                           \
      "texts of a workbook with decisions that are in memory; it is not read")                     \
    X(kept_line, "kept-line", 67108864, 1073741824, "bytes",                                       \
      "one line of a kept run, and an eighth of the memory for a record with its findings; no "    \
      "report is made")                                                                            \
    X(stretch_bytes, "stretch-bytes", 2097152, 1073741824, "bytes",                                \
      "of a file twice as long, each worker reads about so much in turn; nothing is lost")         \
    X(pack_bytes, "pack-bytes", 16777216, 268435456, "bytes", "one pack file; it is refused")

typedef struct ps_limits {
#define PS_X(symbol, name, value, highest, unit, doc) uint64_t symbol;
    PS_LIMITS(PS_X)
#undef PS_X
} ps_limits;

/** One row of PS_LIMITS for programs that list or set limits. */
typedef struct ps_limit_info {
    const char *name;
    uint64_t value;   /**< the default */
    uint64_t highest; /**< the most that ps_limits_set() accepts */
    const char *unit;
    const char *doc;
} ps_limit_info;

/** The defaults. Threads: any. */
PS_API ps_limits ps_limits_default(void);
/** The row at `index`, counting from 0; NULL past the end. Threads: any. */
PS_API const ps_limit_info *ps_limit_at(size_t index);
/**
 * Set one limit by name.
 *
 * @return PS_OK; PS_FAILED with PS_E_USAGE when the name is unknown or the value is 0 or above
 * `highest`. Threads: `limits` belongs to the caller.
 */
PS_API PS_CHECKED ps_status ps_limits_set(ps_limits *limits, const char *name, uint64_t value,
                                          ps_error *reterr);

#ifdef __cplusplus
}
#endif
#endif
