/* A small night, made by hand: records, findings and a summary for the tests of the report writers.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEST_REPORT_SAMPLE_H
#define PS_TEST_REPORT_SAMPLE_H

#include <errno.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "procscreen/report.h"
#include "ps_test.h"

/* Where a report goes; takes so many bytes and fails then, when told to. */
typedef struct sample_sink {
    ps_buffer bytes;
    size_t room; /* 0: no limit */
    unsigned calls;
} sample_sink;

static int sample_write(void *io, const char *bytes, size_t size)
{
    sample_sink *sink = io;
    sink->calls++;
    if (sink->room && sink->bytes.len + size > sink->room) {
        errno = ENOSPC;
        return -1;
    }
    ps_buffer_add(&sink->bytes, bytes, size);
    return 0;
}

static const ps_evidence sample_router_evidence[] = {
    {PS_STR_INIT("name"),
     PS_STR_INIT("Core router"),
     PS_STR_INIT("router-core"),
     PS_STR_INIT("term"),
     0,
     11,
     45,
     {0, 0},
     {NULL, 0}},
    {PS_STR_INIT("name"),
     PS_STR_INIT("NE40E-X8A"),
     PS_STR_INIT("huawei-ne40e"),
     PS_STR_INIT("model"),
     12,
     21,
     45,
     {0, 0},
     {NULL, 0}},
    {PS_STR_INIT("code UNSPSC"),
     PS_STR_INIT("43222609"),
     PS_STR_INIT("unspsc-routers"),
     PS_STR_INIT("code"),
     0,
     8,
     47,
     {0, 0},
     {NULL, 0}},
};

static const ps_category_match sample_others[] = {
    {PS_STR_INIT("important-communication-products"), PS_CONFIDENCE_POSSIBLE},
};

static const ps_item_outcome sample_items[] = {
    {.line_id = {PS_STR_INIT("1"), 44},
     .name = PS_STR_INIT("Core router NE40E-X8A chassis"),
     .line = 44,
     .outcome = PS_OUTCOME_HIT,
     .category = PS_STR_INIT("core-network-equipment"),
     .confidence = PS_CONFIDENCE_DEFINITE,
     .scale = PS_SCALE_UNKNOWN,
     .amount = {{PS_STR_INIT("3200000.00"), 46}, {320000000, 2}, 1},
     .currency = PS_STR_INIT("CNY"),
     .manufacturer = PS_STR_INIT("华为技术有限公司"),
     .delivery = {{PS_STR_INIT("2026-04-01"), 48}, 20544},
     .others = sample_others,
     .other_count = 1,
     .evidence = sample_router_evidence,
     .evidence_count = 3,
     .basis = PS_STR_INIT("MCR 2021 art. 21"),
     .reason = PS_STR_INIT("term, model and code agree")},
    {.line_id = {PS_STR_INIT("2"), 60},
     .name = PS_STR_INIT("办公桌 1.6米 胡桃木"),
     .line = 60,
     .outcome = PS_OUTCOME_CLEAR,
     .amount = {{PS_STR_INIT("1200.50"), 62}, {120050, 2}, 1},
     .currency = PS_STR_INIT("CNY"),
     .delivery = {{{NULL, 0}, 0}, PS_NO_DAY}},
    {.line_id = {PS_STR_INIT("3"), 70},
     .name = PS_STR_INIT(""),
     .line = 70,
     .outcome = PS_OUTCOME_NOT_EVALUABLE,
     .amount = {{PS_STR_INIT("1,2,3"), 72}, {0, 0}, 0},
     .currency = PS_STR_INIT("USD"),
     .delivery = {{{NULL, 0}, 0}, PS_NO_DAY},
     .reason = PS_STR_INIT("no-description: the line has no text")},
};

static const ps_evidence sample_clause_evidence[] = {
    {PS_STR_INIT("clause 9"),
     PS_STR_INIT("乙方应提供技术支持"),
     PS_STR_INIT("support-zh"),
     PS_STR_INIT("duty"),
     10,
     37,
     90,
     {0, 0},
     {NULL, 0}},
};

static const ps_element_outcome sample_elements[] = {
    {.element = PS_STR_INIT("confidentiality"),
     .state = PS_STATE_DEFEATED,
     .required = 1,
     .severity = PS_SEVERITY_MEDIUM,
     .basis = PS_STR_INIT("CIIR art. 15; CSL art. 36"),
     .nature = PS_STR_INIT("statutory"),
     .title = PS_STR_INIT("Confidentiality obligation of the provider"),
     .nearest = {PS_STR_INIT("clause 12"),
                 PS_STR_INIT("The Buyer shall keep the Supplier's prices confidential."),
                 PS_STR_INIT("confidentiality-en"),
                 PS_STR_INIT("duty"),
                 14,
                 59,
                 95,
                 {10, 55},
                 {NULL, 0}},
     .lacks = PS_STR_INIT("a duty that binds the supplier"),
     .reason = PS_STR_INIT("binds only the buyer")},
    {.element = PS_STR_INIT("technical-support"),
     .state = PS_STATE_PRESENT,
     .required = 1,
     .severity = PS_SEVERITY_MEDIUM,
     .evidence = sample_clause_evidence,
     .evidence_count = 1,
     .source = PS_STR_INIT("C-1 (contracts/c-1.xml:1)")},
    {.element = PS_STR_INIT("audit-right"), .state = PS_STATE_MISSING, .required = 0},
    {.element = PS_STR_INIT("supervision"),
     .state = PS_STATE_NOT_EVALUABLE,
     .required = 1,
     .reason = PS_STR_INIT("no-contract-text: the contract is not in the input")},
};

static const ps_str sample_contracts[] = {PS_STR_INIT("C-1"), PS_STR_INIT("F-2024/7")};

static inline ps_screened sample_screened(void)
{
    return (ps_screened){
        .seq = 1,
        .source = PS_STR_INIT("orders/po-0117.xml"),
        .line = 3,
        .offset = 120,
        .format = PS_STR_INIT("ubl-2"),
        .kind = PS_KIND_ORDER,
        .id = PS_STR_INIT("PO-2026-0117"),
        .date = ps_date_parse_iso(PS_STR("2026-03-05")),
        .currency = PS_STR_INIT("CNY"),
        .buyer = {.name = PS_STR_INIT("某省电力有限公司"), .id = PS_STR_INIT("")},
        .buyer_status = PS_CII_IDENTIFIED,
        .supplier = {.name = PS_STR_INIT("华为技术有限公司"),
                     .id = PS_STR_INIT("914403001922038216"),
                     .scheme = PS_STR_INIT("USCC"),
                     .check = PS_CHECK_VALID,
                     .key = PS_STR_INIT("uscc:914403001922038216")},
        .contracts = sample_contracts,
        .contract_count = 2,
        .outcome = PS_OUTCOME_HIT,
        .items = sample_items,
        .item_count = PS_COUNT(sample_items),
        .elements = sample_elements,
        .element_count = PS_COUNT(sample_elements),
        .total = {{PS_STR_INIT("3201200.50"), 9}, {320120050, 2}, 1},
        .text_bytes = 1200,
    };
}

static const ps_str sample_review_basis[] = {PS_STR_INIT("MCR 2021 art. 2"),
                                             PS_STR_INIT("CIIR art. 19")};
static const ps_str sample_clause_basis[] = {PS_STR_INIT("CIIR art. 15")};

static const ps_str sample_today_basis[] = {PS_STR_INIT("CSL art. 67")};
static const ps_finding sample_findings[] = {
    {.rule = PS_STR_INIT("agreement-incomplete"),
     .record = 1,
     .element = PS_STR_INIT("confidentiality"),
     .severity = PS_SEVERITY_MEDIUM,
     .basis = sample_clause_basis,
     .basis_count = 1,
     .exposure = {.known = 1,
                  .max = {100000, 0},
                  .currency = PS_STR_INIT("CNY"),
                  .formula = PS_STR_INIT("CIIR art. 39(9)")},
     .fingerprint = "bb00000000000000000000000000000000000000000000000000000000000000",
     .message = PS_STR_INIT("The confidentiality clause does not bind the supplier."),
     .next = PS_STR_INIT("Add a clause that binds the supplier before signing.")},
    {.rule = PS_STR_INIT("review-required"),
     .record = 1,
     .item = PS_STR_INIT("1"),
     .item_number = 1,
     .severity = PS_SEVERITY_HIGH,
     .confidence = PS_CONFIDENCE_DEFINITE,
     .basis = sample_review_basis,
     .basis_count = 2,
     .exposure = {.known = 1,
                  .min = {320000000, 2},
                  .max = {3200000000, 2},
                  .currency = PS_STR_INIT("CNY"),
                  .formula = PS_STR_INIT("1 to 10 times the amount: CIIR art. 41"),
                  .contingent = 1,
                  .has_person = 1,
                  .person_min = {10000, 0},
                  .person_max = {100000, 0},
                  .person_currency = PS_STR_INIT("CNY")},
     .has_today = 1,
     .today = {.basis = sample_today_basis,
               .basis_count = 1,
               .exposure = {.known = 1,
                            .min = {320000000, 2},
                            .max = {3200000000, 2},
                            .currency = PS_STR_INIT("CNY"),
                            .formula = PS_STR_INIT("CSL art. 67")}},
     .fingerprint = "aa00000000000000000000000000000000000000000000000000000000000000",
     .message = PS_STR_INIT("Core network equipment for an identified operator needs a review."),
     .next = PS_STR_INIT("Make the self-determination and file it before the order goes out.")},
};

static inline ps_rejected sample_rejected(ps_error *error)
{
    *error = (ps_error){.code = PS_E_ILL_FORMED,
                        .cause = "ill-formed",
                        .line = 7,
                        .column = 12,
                        .offset = 300,
                        .message = "opening and ending tag mismatch: Item and Order",
                        .hint = "ask for the file again"};
    return (ps_rejected){.source = PS_STR_INIT("orders/broken.xml"),
                         .error = error,
                         .screened_before = 2,
                         .unscreened_after = 5};
}

static const ps_exposure sample_amounts[] = {
    {.known = 1, .min = {320000000, 2}, .max = {320000000, 2}, .currency = PS_STR_INIT("CNY")},
};

static const ps_str sample_aliases[] = {PS_STR_INIT("Huawei Technologies Co., Ltd.")};
static const ps_category_hits sample_categories[] = {{PS_STR_INIT("core-network-equipment"), 1}};
static const ps_exposure sample_purchases[] = {
    {.known = 1, .min = {320120050, 2}, .max = {320120050, 2}, .currency = PS_STR_INIT("CNY")},
    {.known = 1, .min = {5, 0}, .max = {5, 0}, .currency = PS_STR_INIT("EUR")},
};
static const ps_exposure sample_supplier_review[] = {
    {.known = 1, .min = {320000000, 2}, .max = {3200000000, 2}, .currency = PS_STR_INIT("CNY")},
};
static const ps_element_state sample_states[] = {
    {PS_STR_INIT("confidentiality"), PS_STATE_DEFEATED},
    {PS_STR_INIT("technical-support"), PS_STATE_PRESENT},
    {PS_STR_INIT("audit-right"), PS_STATE_MISSING},
    {PS_STR_INIT("supervision"), PS_STATE_NOT_EVALUABLE},
};
static const ps_supplier_contract sample_supplier_contracts[] = {
    {PS_STR_INIT("C-1"), 1, 1, sample_states, PS_COUNT(sample_states)},
    {PS_STR_INIT("F-2024/7"), 0, 1, NULL, 0},
};

static inline ps_supplier sample_supplier(void)
{
    return (ps_supplier){.party = sample_screened().supplier,
                         .records = 1,
                         .items = 3,
                         .item_hits = 1,
                         .elements_failed = 1,
                         .not_evaluable = 2,
                         .findings = 2,
                         .worst = PS_SEVERITY_HIGH,
                         .amounts = sample_amounts,
                         .amount_count = 1,
                         .last_audit = PS_NO_DAY,
                         .audit_due = 20782, /* 2026-11-25 */
                         .aliases = sample_aliases,
                         .alias_count = PS_COUNT(sample_aliases),
                         .categories = sample_categories,
                         .category_count = PS_COUNT(sample_categories),
                         .purchases = sample_purchases,
                         .purchase_count = PS_COUNT(sample_purchases),
                         .contracts = sample_supplier_contracts,
                         .contract_count = PS_COUNT(sample_supplier_contracts),
                         .contracts_left_out = 3,
                         .review_exposure = sample_supplier_review,
                         .review_exposure_count = PS_COUNT(sample_supplier_review),
                         .agreement_exposure = {.known = 1,
                                                .max = {100000, 0},
                                                .currency = PS_STR_INIT("CNY"),
                                                .formula = PS_STR_INIT("CIIR art. 39(9)")},
                         .rating = {.level = "medium",
                                    .points = 46,
                                    .worst = 40,
                                    .hits = 2,
                                    .elements = 2,
                                    .undecided = 2}};
}

static const ps_exposure sample_review[] = {
    {.known = 1, .min = {320000000, 2}, .max = {3200000000, 2}, .currency = PS_STR_INIT("CNY")},
};
static const ps_unmapped sample_unmapped[] = {{PS_STR_INIT("ubl-2"), PS_STR_INIT("cbc:Secret"), 3}};

static inline ps_summary sample_summary(void)
{
    return (ps_summary){.files_given = 2,
                        .files_ok = 1,
                        .files_failed = 1,
                        .bytes_read = 4200,
                        .records_read = 1,
                        .records_screened = 1,
                        .documents_rejected = 1,
                        .unscreened_after = 5,
                        .records = {.hit = 1},
                        .items_read = 3,
                        .items = {.hit = 1, .clear = 1, .not_evaluable = 1},
                        .elements_required = 3,
                        .elements = {.hit = 1, .clear = 1, .not_evaluable = 1},
                        .elements_defeated = 1,
                        .findings = 2,
                        .findings_by_severity = {0, 0, 1, 1},
                        .suppliers = 1,
                        .review_exposure = sample_review,
                        .review_exposure_count = 1,
                        .unmapped = sample_unmapped,
                        .unmapped_count = 1,
                        .reconciles = 1};
}

/* The whole night in one format. The sink's bytes are the caller's to release. */
static inline ps_status sample_night(const char *format, const ps_report_options *options,
                                     sample_sink *sink, ps_error *reterr)
{
    ps_report *report = NULL;
    ps_error error;
    ps_screened screened = sample_screened();
    ps_rejected rejected = sample_rejected(&error);
    ps_supplier supplier = sample_supplier();
    ps_summary summary = sample_summary();
    ps_status status = ps_report_new(format, NULL, options, sample_write, sink, &report, reterr);
    if (status == PS_OK) {
        status = ps_report_screened(report, &screened, sample_findings, PS_COUNT(sample_findings),
                                    reterr);
    }
    if (status == PS_OK) {
        status = ps_report_rejected(report, &rejected, reterr);
    }
    if (status == PS_OK) {
        status = ps_report_supplier(report, &supplier, reterr);
    }
    if (status == PS_OK) {
        status = ps_report_summary(report, &summary, reterr);
    }
    ps_report_free(report);
    return status;
}

#endif
