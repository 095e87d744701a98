/* The dossier of one purchase: the operator's own judgement, before buying, of whether what it buys
 * may affect national security (MCR art. 5), drafted from a record and its evidence for a person to
 * complete and sign.
 *
 *     ps_dossier_new(packs, &options, &dossier, &err);
 *     ps_dossier_record(dossier, record, &err);        the record as it was read
 *     ps_dossier_screened(dossier, screened, findings, count, &err);  what screening says of it
 *     ps_dossier_supplier(dossier, supplier, &err);    optional
 *     ps_dossier_write(dossier, "docx", write, io, &err);
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_DOSSIER_H
#define PROCSCREEN_DOSSIER_H

#include "procscreen/common.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"
#include "procscreen/pack.h"
#include "procscreen/record.h"
#include "procscreen/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Belongs to one thread at a time. */
typedef struct ps_dossier ps_dossier;

typedef struct ps_dossier_options {
    uint32_t size;
    const char *lang;        /**< "en" or "zh"; NULL: "en" */
    ps_day as_of;            /**< as given to the run; PS_NO_DAY: the law of the record's date */
    const ps_limits *limits; /**< NULL: the defaults */
    ps_day today;            /**< the day it is written on, from which the review clock is reckoned;
                                PS_NO_DAY: left open */
} ps_dossier_options;
#define PS_DOSSIER_OPTIONS_INIT                                                                    \
    {                                                                                              \
        sizeof(ps_dossier_options), NULL, PS_NO_DAY, NULL, PS_NO_DAY                               \
    }

/** The format at `index` counting from 0, "html" first; NULL past the end. It is also the ending of
 * such a file's name. Threads: any. */
PS_API const char *ps_dossier_format_at(size_t index);

/**
 * Begin a dossier.
 *
 * @param packs  What the record is screened with; must outlive the dossier.
 * @param ret_dossier  Yours; free with ps_dossier_free().
 * @return PS_OK; PS_FATAL with PS_E_USAGE (no such language), PS_E_ARGUMENT or PS_E_MEMORY.
 */
PS_API PS_CHECKED ps_status ps_dossier_new(const ps_packs *packs, const ps_dossier_options *options,
                                           ps_dossier **ret_dossier, ps_error *reterr);
/**
 * Take from the record what screening does not tell of it: quantities, prices, makers, models,
 * codes, identifiers. What is needed is copied; a second record takes the place of the first.
 *
 * @return PS_OK; PS_FATAL with PS_E_MEMORY or PS_E_ARGUMENT.
 */
PS_API PS_CHECKED ps_status ps_dossier_record(ps_dossier *dossier, const ps_record *record,
                                              ps_error *reterr);
/**
 * Compose the document of what was screened. Nothing of it is kept but the text. May be called
 * once; without ps_dossier_record() before it, what that gives is left out.
 *
 * @return PS_OK; PS_FATAL with PS_E_LIMIT ("limit:dossier-items": more lines that match or could
 * not be judged), PS_E_MEMORY or PS_E_ARGUMENT (it is composed already).
 */
PS_API PS_CHECKED ps_status ps_dossier_screened(ps_dossier *dossier, const ps_screened *screened,
                                                const ps_finding *findings, size_t count,
                                                ps_error *reterr);
/**
 * Tell when the record's supplier was audited last, which a run knows at its end. Other suppliers
 * are passed over.
 *
 * @return PS_OK; PS_FATAL with PS_E_MEMORY or PS_E_ARGUMENT (nothing is composed).
 */
PS_API PS_CHECKED ps_status ps_dossier_supplier(ps_dossier *dossier, const ps_supplier *supplier,
                                                ps_error *reterr);
/**
 * Write the document. May be called for several formats; the same dossier gives the same bytes.
 *
 * @param format  A name from ps_dossier_format_at().
 * @return PS_OK; PS_FATAL with PS_E_USAGE (no such format), PS_E_WRITE, PS_E_MEMORY or
 *         PS_E_ARGUMENT (nothing is composed).
 */
PS_API PS_CHECKED ps_status ps_dossier_write(const ps_dossier *dossier, const char *format,
                                             ps_write_fn write, void *io, ps_error *reterr);
/** NULL is allowed. */
PS_API void ps_dossier_free(ps_dossier *dossier);

#ifdef __cplusplus
}
#endif
#endif
