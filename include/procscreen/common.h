/* The vocabulary shared by every public header: export mark, string view, status, error.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_COMMON_H
#define PROCSCREEN_COMMON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Marks what libprocscreen exports; everything else is hidden. */
#define PS_API __attribute__((visibility("default")))
/** A result that must be looked at; the rare ignored one is written PS_IGNORE(call). */
#define PS_CHECKED __attribute__((warn_unused_result))

/** A view of UTF-8 bytes: not terminated, not owned. An absent value has ptr NULL and len 0. */
typedef struct ps_str {
    const char *ptr;
    size_t len;
} ps_str;

/** A half-open range of bytes [start, end) of some text. */
typedef struct ps_span {
    size_t start;
    size_t end;
} ps_span;

/** How a call ended. The cause of a failure is in ps_error.code. */
typedef enum ps_status {
    PS_OK = 0,      /**< done */
    PS_END = 1,     /**< nothing (more) there: end of input, no match */
    PS_WARN = -1,   /**< done, with something lost that was reported; the result is usable */
    PS_FAILED = -2, /**< this one thing is lost; the caller may go on with the next */
    PS_FATAL = -3   /**< stop */
} ps_status;

/** Every cause of failure: symbol, and the name that users and other programs see. */
#define PS_ERROR_CODES(X)                                                                          \
    X(NONE, "none")                                                                                \
    X(ARGUMENT, "bad-argument")                                                                    \
    X(MEMORY, "out-of-memory")                                                                     \
    X(INTERNAL, "internal-error")                                                                  \
    X(USAGE, "usage")                                                                              \
    X(CONFIG, "configuration")                                                                     \
    X(PACK, "pack")                                                                                \
    X(REGEX, "regex")                                                                              \
    X(READ, "read-error")                                                                          \
    X(WRITE, "write-error")                                                                        \
    X(OPEN, "cannot-open")                                                                         \
    X(ILL_FORMED, "ill-formed")                                                                    \
    X(TRAILING_DATA, "trailing-data")                                                              \
    X(DTD, "dtd-declaration-refused")                                                              \
    X(ENTITY, "unresolved-entity")                                                                 \
    X(NAMESPACE, "namespace-error")                                                                \
    X(ENCODING, "encoding-not-allowed")                                                            \
    X(ENCODING_MISMATCH, "encoding-mismatch")                                                      \
    X(BAD_BYTES, "invalid-bytes")                                                                  \
    X(LIMIT, "limit")                                                                              \
    X(NOT_XML, "not-a-known-document")                                                             \
    X(FORMAT, "unknown-format")                                                                    \
    X(NO_RECORDS, "no-records")                                                                    \
    X(RECORD, "bad-record")                                                                        \
    X(WORKER_DIED, "worker-died")                                                                  \
    X(WORKER_TIMEOUT, "worker-timeout")                                                            \
    X(CHANGED, "input-changed")                                                                    \
    X(DAMAGED, "damaged-archive")                                                                  \
    X(MEMBER, "unreadable-member")                                                                 \
    X(ATTACHMENT_UNSUPPORTED, "attachment-unsupported")                                            \
    X(ATTACHMENT_ENCRYPTED, "attachment-encrypted")                                                \
    X(ATTACHMENT_DAMAGED, "attachment-damaged")

typedef enum ps_error_code {
#define PS_X(symbol, name) PS_E_##symbol,
    PS_ERROR_CODES(PS_X)
#undef PS_X
        PS_E_COUNT
} ps_error_code;

/**
 * What went wrong, where, why and what to do. Owned by the caller, copied freely, never allocated.
 *
 * Strings are terminated and cut at a character boundary when too long. `line` and `column` count
 * from 1, `column` in bytes, 0 when unknown; `offset` is the byte position in the source (before
 * any decoding), PS_NO_OFFSET when unknown.
 */
typedef struct ps_error {
    ps_error_code code;
    char cause[64];   /**< the code's name, or for PS_E_LIMIT "limit:<name>" */
    char source[512]; /**< path or name of the input or pack; "" when unknown */
    uint64_t line;
    uint64_t column;
    uint64_t offset;
    uint64_t record; /**< running number of the record in the run, from 1; 0 when not in a record */
    char record_id[128]; /**< the record's own id, or that of the pack's entry; "" when unknown */
    char message[512];   /**< one line, English, no prefix that the caller knows */
    char hint[256];      /**< what to do about it; may be "" */
} ps_error;

#define PS_NO_OFFSET UINT64_MAX

/** Receives one problem of many, e.g. each error of a pack. `error` is valid during the call only.
 */
typedef void (*ps_problem_fn)(void *user, ps_status severity, const ps_error *error);

/** The public name of an error code, e.g. "ill-formed". Never NULL. Threads: any. */
PS_API const char *ps_error_code_name(ps_error_code code);

#ifdef __cplusplus
}
#endif
#endif
