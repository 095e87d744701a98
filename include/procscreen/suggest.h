/* Drafting a format profile from samples of an export that no profile reads yet.
 *
 *     ps_suggester_new(NULL, &suggester, &err);
 *     ps_suggester_read(suggester, read_fn, io, "export.xml", &err);
 *     ps_suggester_write(suggester, &options, text_fn, user, &err);
 *     ps_suggester_free(suggester);
 *
 * The draft is a whole profile that can be loaded as it is. Each rule in it has a note: why it was
 * guessed, how sure that is, what stands there. Values that may be secret or personal are not
 * shown. SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_SUGGEST_H
#define PROCSCREEN_SUGGEST_H

#include "procscreen/common.h"
#include "procscreen/limits.h"
#include "procscreen/pack.h"
#include "procscreen/screener.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What was seen in the samples so far. Belongs to one thread at a time. */
typedef struct ps_suggester ps_suggester;

typedef struct ps_suggest_options {
    uint32_t size;
    const ps_limits *limits; /**< NULL: the defaults */
    const char *encoding;    /**< read samples as this encoding, whatever they declare; NULL: as
                                declared. Must live as long as the suggester. */
} ps_suggest_options;
#define PS_SUGGEST_OPTIONS_INIT                                                                    \
    {                                                                                              \
        sizeof(ps_suggest_options), NULL, NULL                                                     \
    }

/** @param options  NULL: the defaults.
 * @return PS_OK, or PS_FATAL with PS_E_MEMORY or PS_E_ARGUMENT. Free with ps_suggester_free(). */
PS_API PS_CHECKED ps_status ps_suggester_new(const ps_suggest_options *options,
                                             ps_suggester **ret_suggester, ps_error *reterr);
/** NULL is allowed. */
PS_API void ps_suggester_free(ps_suggester *suggester);

/**
 * Look at one more sample of the same export, or at those in it when it is packed or an archive, as
 * ps_screener_read() does. Memory is bounded by the limit suggest-paths, not by
 * the sample.
 *
 * @param name  Shown in errors; a terminated path or "-".
 * @return PS_OK; PS_FAILED when the sample, or some of it, could not be read: what was seen
 * counts; PS_FATAL with PS_E_MEMORY, and the suggester must be freed.
 */
PS_API PS_CHECKED ps_status ps_suggester_read(ps_suggester *suggester, ps_read_fn read, void *io,
                                              const char *name, ps_error *reterr);

typedef struct ps_draft_options {
    uint32_t size;
    const char *known; /**< ids of profiles that read the samples already, to be told in the draft;
                          NULL: none */
} ps_draft_options;
#define PS_DRAFT_OPTIONS_INIT                                                                      \
    {                                                                                              \
        sizeof(ps_draft_options), NULL                                                             \
    }

/**
 * Write the draft. No sample may be read after it.
 *
 * @param options  NULL: the defaults.
 * @param text     Receives the profile, UTF-8, piece by piece.
 * @return PS_OK; PS_END when no element of the samples looks like a record, and nothing was
 * written; PS_FATAL with PS_E_MEMORY.
 */
PS_API PS_CHECKED ps_status ps_suggester_write(ps_suggester *suggester,
                                               const ps_draft_options *options, ps_text_fn text,
                                               void *user, ps_error *reterr);

#ifdef __cplusplus
}
#endif
#endif
