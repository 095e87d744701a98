/* What screening says: outcomes of items and elements with their evidence, findings, counts.
 *
 * All structs are plain views; who made them says how long they live (a callback's argument: during
 * the call). SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_OUTCOME_H
#define PROCSCREEN_OUTCOME_H

#include "procscreen/common.h"
#include "procscreen/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The four outcomes, and REJECTED for a record that could not be read. Larger is worse for a
 * roll-up. */
typedef enum ps_outcome {
    PS_OUTCOME_CLEAR,
    PS_OUTCOME_WAIVED,
    PS_OUTCOME_NOT_EVALUABLE,
    PS_OUTCOME_HIT,
    PS_OUTCOME_REJECTED
} ps_outcome;

typedef enum ps_confidence {
    PS_CONFIDENCE_NONE,
    PS_CONFIDENCE_POSSIBLE,
    PS_CONFIDENCE_PROBABLE,
    PS_CONFIDENCE_DEFINITE
} ps_confidence;

/** Whether the category's scale word (core, high-performance, large …) is met. */
typedef enum ps_scale { PS_SCALE_NONE, PS_SCALE_UNKNOWN, PS_SCALE_NOT_MET, PS_SCALE_MET } ps_scale;

typedef enum ps_state {
    PS_STATE_NOT_REQUIRED,
    PS_STATE_PRESENT,
    PS_STATE_MISSING,
    PS_STATE_DEFEATED,
    PS_STATE_NOT_EVALUABLE
} ps_state;

typedef enum ps_severity {
    PS_SEVERITY_INFO,
    PS_SEVERITY_LOW,
    PS_SEVERITY_MEDIUM,
    PS_SEVERITY_HIGH
} ps_severity;

/** Whether the buying legal entity is a CII operator. Told by the user, never inferred from its
 * sector. */
typedef enum ps_cii_status {
    PS_CII_UNKNOWN,
    PS_CII_IDENTIFIED,
    PS_CII_LIKELY,
    PS_CII_NOT
} ps_cii_status;

/**
 * Where a statement comes from. `start` and `end` are byte offsets of the match in the field's text
 * as it stands in the record; `quote` is the matched text, or the clause around it, as written in
 * the source but for the marks of HTML or JSON inside a text.
 */
typedef struct ps_evidence {
    ps_str field; /**< "name", "description", "code UNSPSC", "property 端口", "note", …; of items
                     and texts; "attachment " and the name of a file that was read */
    ps_str quote;
    ps_str entry; /**< id of the pack entry or pattern */
    ps_str role;  /**< "term", "model", "code", "companion", "decoy", "modifier", "scale", "duty",
                     "defeat" … */
    uint64_t start;
    uint64_t end;
    uint64_t line; /**< source line of the match */
    ps_span mark;  /**< the match as bytes of `quote`; empty: all of it */
    ps_str place;  /**< where in the file, of the text of an attachment: "clause 8.2, paragraph 12";
                      its `line` is that of the attachment in the record */
} ps_evidence;

/** A category that an item falls in. */
typedef struct ps_category_match {
    ps_str category; /**< "core-network-equipment" … */
    ps_confidence confidence;
} ps_category_match;

/** What the law of today says of an item where that of its record's date says something else: what
 * is bought once is used for years, and using is an act of its own (CSL art. 65, now 67). */
typedef struct ps_item_today {
    ps_outcome outcome;
    ps_str category; /**< absent: in none */
    ps_confidence confidence;
    ps_str basis;
} ps_item_today;

typedef struct ps_item_outcome {
    ps_value line_id;
    ps_str name; /**< the item's name, else the start of its first text; "" when it has none */
    uint64_t line;
    ps_outcome outcome;
    ps_str category; /**< leading category; absent unless something matched */
    ps_confidence confidence;
    ps_scale scale;
    ps_number amount; /**< the line's amount, else quantity * price / base, else unknown */
    ps_str currency;  /**< of the amount */
    ps_str manufacturer;
    ps_date delivery;
    const ps_category_match *others; /**< further categories, the stronger first */
    size_t other_count;
    const ps_evidence *evidence;
    size_t evidence_count;
    size_t evidence_left_out;   /**< places beyond the limit "evidence" */
    ps_str digest;              /**< SHA-256, in hex, of the item's texts and codes; absent where
                                   nothing was seen in it */
    const ps_item_today *today; /**< NULL: as on the record's date, or not asked for */
    ps_str basis;               /**< e.g. "MCR 2021 art. 21"; absent without a category */
    ps_str reason; /**< why, in one sentence; for not-evaluable a name such as "no-description"
                      first */
} ps_item_outcome;

typedef struct ps_element_outcome {
    ps_str element; /**< "confidentiality" … */
    ps_state state;
    int required; /**< 0: judged, but this record need not contain it; then state is NOT_REQUIRED in
                     reports */
    ps_severity severity;          /**< if it is missing or defeated, given what the record buys */
    ps_severity severity_if_filed; /**< the same when the purchase is filed for review */
    ps_str basis;                  /**< articles by the record's date, "; " between them */
    ps_str nature;                 /**< "statutory", "statutory-if-filed", "statutory-on-buyer",
                                      "statutory-on-supplier", "practice" */
    ps_str title;
    ps_str source;  /**< absent: the record's own text; else the contract that decided, "id
                       (file:line)" */
    ps_str through; /**< with source: the references that lead there, "contract C-1, then framework
                       agreement F-1" */
    ps_str defeat;  /**< how it is defeated: "negation", "blank" …; absent unless it is */
    const ps_evidence *evidence;
    size_t evidence_count;
    size_t evidence_left_out;
    ps_evidence nearest; /**< for missing and defeated: the nearest passage; quote absent when there
                            is none */
    ps_str lacks;        /**< what the nearest passage lacks */
    ps_str reason;
} ps_element_outcome;

typedef enum ps_attached_state {
    PS_ATTACHED_READ,
    PS_ATTACHED_IN_PART, /**< what was read was judged; the reason says what was not */
    PS_ATTACHED_NOT_READ
} ps_attached_state;

/** What became of an attachment of a record whose clauses were judged. */
typedef struct ps_attached {
    ps_str name;
    uint64_t line;
    ps_attachment_role role; /**< as it was taken, by the format or by its name */
    ps_attached_state state;
    ps_str kind; /**< what it is by its bytes: "DOCX", "PDF", "plain text" …; absent: not seen */
    ps_str
        contract;  /**< id of the contract that it is the text of; absent: of none that is known */
    ps_str reason; /**< why not all of it was read, a name first; absent: it was */
} ps_attached;

/** A buyer or supplier as reports show it. */
typedef struct ps_party_view {
    ps_str name;
    ps_str id;     /**< the strongest identifier; "" when none */
    ps_str scheme; /**< of that identifier */
    ps_ident_check check;
    ps_str key; /**< what the party is merged by across records; equal keys are one party */
} ps_party_view;

/** One record after screening. */
typedef struct ps_screened {
    uint64_t seq; /**< running number in the run, from 1, in input order */
    ps_str source;
    uint64_t line;
    uint64_t offset;
    ps_str format;
    ps_record_kind kind;
    ps_str id;
    ps_str message_id; /**< see ps_record */
    ps_day date;       /**< PS_NO_DAY when absent */
    ps_str currency;
    ps_party_view buyer;
    ps_cii_status buyer_status;
    ps_party_view supplier;
    const ps_str *contracts; /**< ids of the contracts that it refers to */
    const ps_str
        *contract_kinds; /**< of each: "contract", "framework" or, in a contract, "amends" */
    size_t contract_count;
    const ps_str *quotations; /**< ids of the quotations that it refers to */
    size_t quotation_count;
    int takes_back; /**< an amendment that deletes clauses of the contract */
    int waited;     /**< it was held back to the end of the run for contracts that might come */
    const ps_attached *attachments; /**< none where no clauses are required */
    size_t attachment_count;
    ps_outcome outcome;
    ps_str reason; /**< of the record's outcome where it is not-evaluable */
    const ps_item_outcome *items;
    size_t item_count;
    const ps_element_outcome *elements;
    size_t element_count;
    ps_number total;
    uint64_t text_bytes;           /**< length of the contract texts that were judged */
    const ps_evidence *suspicious; /**< disguised text: bidi controls and the like */
    size_t suspicious_count;
    const ps_evidence *not_understood; /**< dates, numbers and currencies that are written and could
                                          not be read; field "date", "line 10 amount" … */
    size_t not_understood_count;
    uint64_t not_understood_left_out; /**< beyond the limit "evidence" */
    const ps_evidence *watched; /**< entries of a vendor-watch pack that the supplier falls under */
    size_t watched_count;
} ps_screened;

/** An amount range that an authority could impose; both ends in `currency`. `known` 0: no amount.
 */
typedef struct ps_exposure {
    int known;
    ps_decimal min;
    ps_decimal max;
    ps_str currency;
    ps_str formula; /**< how it was computed, with the article */
    int contingent; /**< only if the buyer is, or comes to be, identified as a CII operator */
    int has_person; /**< the next three are known */
    ps_decimal person_min; /**< for each person responsible, whose number nobody knows */
    ps_decimal person_max;
    ps_str person_currency;
} ps_exposure;

/** The law of today on a finding, where it differs from that of the record's date. */
typedef struct ps_finding_today {
    const ps_str *basis;
    size_t basis_count;
    ps_exposure exposure; /**< of acts that go on, such as use; known 0: none, or no amount */
} ps_finding_today;

/** One statement that someone must act on. */
typedef struct ps_finding {
    ps_str rule; /**< "review-required", "agreement-incomplete", "contract-not-referenced", … */
    uint64_t record;
    ps_str item; /**< line id; absent when it is about the whole record */
    size_t
        item_number; /**< of the item in its record, from 1; 0: none. Ids may be equal or missing */
    ps_str element;  /**< absent when it is not about one element */
    ps_severity severity;
    ps_confidence confidence; /**< of the item's hit; NONE when it is not about an item */
    const ps_str *basis;
    size_t basis_count;
    ps_exposure exposure;
    int has_today; /**< the law of today says something else than that of the record's date */
    ps_finding_today today;
    char fingerprint[65]; /**< hex; the same finding on the same content has the same one on every
                             night */
    ps_str message;
    ps_str next; /**< what to do */
} ps_finding;

/** Hit items of one category. */
typedef struct ps_category_hits {
    ps_str category;
    uint64_t items;
} ps_category_hits;

typedef struct ps_element_state {
    ps_str element;
    ps_state state;
} ps_element_state;

/** A contract with a supplier: a record of the run, or one that its other records name. */
typedef struct ps_supplier_contract {
    ps_str id;
    int seen;                         /**< it is among the records of the run */
    uint64_t named;                   /**< records that refer to it */
    const ps_element_state *elements; /**< that it must contain; of its last version in the run,
                                         none unless it was seen */
    size_t element_count;
} ps_supplier_contract;

/** How much there is to do about a supplier: points that add up, 100 at the most, and what they are
 * for. The man page has the arithmetic too. */
typedef struct ps_rating {
    const char *level; /**< "high" from 60 points, "medium" from 30, "low" from 1, "none" */
    unsigned points;
    unsigned worst;     /**< worst finding: high 40, medium 20, low 5 */
    unsigned hits;      /**< 2 for each hit item, at most 20 */
    unsigned elements;  /**< 2 for each element missing or defeated, at most 20 */
    unsigned undecided; /**< 1 for each item or element that is not evaluable, at most 10 */
    unsigned audit;     /**< 10 when an audit is overdue */
} ps_rating;

/**
 * One row of the register of suppliers. Records are of one supplier when its USCC is the same, or
 * its organisation code (which a USCC contains), or another identifier; where one has no identifier
 * at all, when its name is that of exactly one supplier. Two that have different identifiers are
 * two, whatever their names.
 */
typedef struct ps_supplier {
    ps_party_view party;
    uint64_t records;
    uint64_t items;
    uint64_t item_hits;
    uint64_t elements_failed; /**< missing or defeated */
    uint64_t not_evaluable;   /**< items and elements */
    uint64_t findings;
    ps_severity worst; /**< of its findings; INFO when it has none */
    const ps_exposure
        *amounts; /**< sum of the hit lines, one per currency, never added across currencies */
    size_t amount_count;
    ps_day last_audit;     /**< by the operators file; PS_NO_DAY: none on file */
    ps_day audit_due;      /**< PS_NO_DAY: nothing was bought from it that calls for one */
    const ps_str *aliases; /**< further names that its records give it, at most 8 */
    size_t alias_count;
    const ps_category_hits *categories; /**< the most frequent first */
    size_t category_count;
    const ps_exposure *purchases; /**< sum of all lines with an amount, one per currency */
    size_t purchase_count;
    const ps_supplier_contract *contracts; /**< in the order in which they were met */
    size_t contract_count;
    uint64_t contracts_left_out;        /**< mentions beyond the limit "supplier-contracts" */
    const ps_exposure *review_exposure; /**< of its review findings, one per currency */
    size_t review_exposure_count;
    ps_exposure agreement_exposure; /**< of the missing agreement, one violation */
    ps_rating rating;
} ps_supplier;

/** An input record or document that could not be read. */
typedef struct ps_rejected {
    ps_str source;
    uint64_t seq; /**< the record's number; 0 for a whole document */
    const ps_error *error;
    uint64_t screened_before;  /**< records of the same document that were screened before it */
    uint64_t unscreened_after; /**< record start tags seen after it by a byte scan; 0 when reading
                                  went on */
} ps_rejected;

/** Counts of one outcome each. */
typedef struct ps_tally {
    uint64_t hit;
    uint64_t clear;
    uint64_t not_evaluable;
    uint64_t waived;
} ps_tally;

/** An element with text that no profile rule read. */
typedef struct ps_unmapped {
    ps_str format;
    ps_str element;
    uint64_t count;
} ps_unmapped;

/**
 * The end of a run. Reconciled: records_read = records_screened + records_rejected, and the tallies
 * add up to items, elements and screened records; a run in which they do not ends with exit
 * status 70.
 */
typedef struct ps_summary {
    uint64_t files_given;
    uint64_t files_ok;
    uint64_t files_failed;
    uint64_t bytes_read;
    uint64_t records_read;
    uint64_t records_screened;
    uint64_t records_rejected;
    uint64_t documents_rejected; /**< rejections that are not of one record */
    uint64_t unscreened_after;   /**< records behind a fatal error, not part of records_read */
    ps_tally records;
    uint64_t items_read;
    ps_tally items;
    uint64_t elements_required;
    ps_tally elements; /**< hit = missing or defeated, clear = present */
    uint64_t elements_missing;
    uint64_t elements_defeated;
    uint64_t findings;
    uint64_t findings_by_severity[4];
    uint64_t suppliers;
    const ps_exposure *review_exposure; /**< of the review findings, one per currency */
    size_t review_exposure_count;
    ps_exposure agreement_exposure; /**< of the missing agreement: one violation, however many
                                       records lack it; by the latest law among them */
    uint64_t agreement_records;     /**< those records */
    const ps_unmapped *unmapped;
    size_t unmapped_count;
    uint64_t replaced; /**< of a kept run: bytes that were written as U+FFFD, not being UTF-8 */
    int reconciles;
} ps_summary;

/** The names that outputs use for the enums, e.g. "not-evaluable". Never NULL. Threads: any. */
PS_API const char *ps_outcome_name(ps_outcome outcome);
PS_API const char *ps_confidence_name(ps_confidence confidence);
PS_API const char *ps_scale_name(ps_scale scale);
PS_API const char *ps_state_name(ps_state state);
PS_API const char *ps_attachment_role_name(ps_attachment_role role);
PS_API const char *ps_attached_state_name(ps_attached_state state);
PS_API const char *ps_severity_name(ps_severity severity);
PS_API const char *ps_cii_status_name(ps_cii_status status);
PS_API const char *ps_ident_check_name(ps_ident_check check);

#ifdef __cplusplus
}
#endif
#endif
