/* Reading back what json_objects.c writes: the run, findings, rejections, suppliers, the summary.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/kept_objects.h"

#include "base/cleanup.h"
#include "base/date.h"
#include "base/error.h"
#include "base/str.h"

enum { SCHEMA = 1 };

/* 64 hex digits into a field of 65 bytes. */
static void read_hash(ps_kept_line *line, const ps_kept_value *object, const char *key,
                      char ret[65])
{
    ps_str text = ps_kept_text(line, object, key);
    if (text.len != 64) {
        ps_kept_wrong(line, "\"%s\" is not 64 hex digits", key);
        return;
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!ps_is_digit(c) && !(c >= 'a' && c <= 'f')) {
            ps_kept_wrong(line, "\"%s\" is not 64 hex digits", key);
            return;
        }
    }
    memcpy(ret, text.ptr, text.len);
    ret[64] = '\0';
}

static void read_pack(ps_kept_line *line, const ps_kept_value *object, ps_pack_info *ret)
{
    static const ps_pack_kind kinds[] = {PS_PACK_CATALOG, PS_PACK_POLICY, PS_PACK_PROFILE};
    ps_str kind = ps_kept_text(line, object, "kind");
    size_t at = 0;
    while (at < sizeof kinds / sizeof *kinds && !ps_str_is(kind, ps_pack_kind_name(kinds[at]))) {
        at++;
    }
    if (at == sizeof kinds / sizeof *kinds) {
        ps_kept_wrong(line, "a pack's \"kind\" is none of catalog, policy and profile");
        return;
    }
    ret->kind = kinds[at];
    ret->id = ps_kept_text(line, object, "id");
    ret->version = ps_kept_text(line, object, "version");
    read_hash(line, object, "sha256", ret->sha256);
}

void ps_kept_run(ps_kept_line *line, const ps_kept_value *object, ps_run_origin *ret_origin,
                 ps_day *ret_as_of, ps_day *ret_today)
{
    const ps_kept_value *v;
    uint64_t schema = ps_kept_count(line, object, "schema");
    if (schema != SCHEMA) {
        ps_kept_wrong(line, "it is written in schema %llu, and this version reads schema %d",
                      (unsigned long long)schema, SCHEMA);
    }
    ret_origin->version = ps_kept_text(line, object, "procscreen");
    ps_pack_info *packs = ps_kept_list(line, object, "packs", PS_KEPT_OBJECT, sizeof *packs, &v,
                                       &ret_origin->pack_count);
    for (size_t i = 0; i < ret_origin->pack_count; i++, v = v->next) {
        read_pack(line, v, &packs[i]);
    }
    ret_origin->packs = packs;
    *ret_as_of = ps_str_is(ps_kept_text(line, object, "as_of"), "record")
                     ? PS_NO_DAY
                     : ps_kept_day(line, object, "as_of");
    *ret_today = ps_kept_day(line, object, "today");
}

/* Sums tell neither formula nor person. */
static void read_exposure(ps_kept_line *line, const ps_kept_value *object, ps_exposure *ret)
{
    const ps_kept_value *person = ps_kept_object(line, object, "each_person");
    int min = ps_kept_decimal(line, object, "min", &ret->min);
    int max = ps_kept_decimal(line, object, "max", &ret->max);
    ret->known = min && max;
    ret->currency = ps_kept_text(line, object, "currency");
    ret->formula = ps_kept_text(line, object, "formula");
    ret->contingent = ps_kept_flag(line, object, "contingent");
    if (person) {
        min = ps_kept_decimal(line, person, "min", &ret->person_min);
        max = ps_kept_decimal(line, person, "max", &ret->person_max);
        ret->has_person = min && max;
        ret->person_currency = ps_kept_text(line, person, "currency");
    }
}

void ps_kept_finding(ps_kept_line *line, const ps_kept_value *object, ps_finding *ret)
{
    const ps_kept_value *today = ps_kept_object(line, object, "today");
    *ret = (ps_finding){.rule = ps_kept_text(line, object, "rule"),
                        .record = ps_kept_count(line, object, "record"),
                        .item = ps_kept_text(line, object, "item"),
                        .item_number = ps_kept_count(line, object, "item_number"),
                        .element = ps_kept_text(line, object, "element"),
                        .severity = ps_kept_severity(line, object, "severity"),
                        .confidence = ps_kept_confidence(line, object, "confidence"),
                        .message = ps_kept_text(line, object, "message"),
                        .next = ps_kept_text(line, object, "next")};
    ret->basis = ps_kept_texts(line, object, "basis", &ret->basis_count);
    read_exposure(line, ps_kept_object(line, object, "exposure"), &ret->exposure);
    read_hash(line, object, "fingerprint", ret->fingerprint);
    ret->has_today = today != NULL;
    if (today) {
        ret->today.basis = ps_kept_texts(line, today, "basis", &ret->today.basis_count);
        read_exposure(line, ps_kept_object(line, today, "exposure"), &ret->today.exposure);
    }
}

static ps_error_code code_of(ps_str cause)
{
    if (ps_str_starts(cause, PS_STR("limit:"))) {
        return PS_E_LIMIT;
    }
    for (int i = 0; i < PS_E_COUNT; i++) {
        if (ps_str_is(cause, ps_error_code_name((ps_error_code)i))) {
            return (ps_error_code)i;
        }
    }
    return PS_E_NONE;
}

void ps_kept_rejected(ps_kept_line *line, const ps_kept_value *object, ps_rejected *ret,
                      ps_error *error)
{
    ps_str cause = ps_kept_text(line, object, "cause");
    *ret = (ps_rejected){.source = ps_kept_text(line, object, "source"),
                         .seq = ps_kept_count(line, object, "seq"),
                         .error = error,
                         .screened_before = ps_kept_count(line, object, "screened_before"),
                         .unscreened_after = ps_kept_count(line, object, "unscreened_after")};
    *error = (ps_error){.code = code_of(cause),
                        .line = ps_kept_count(line, object, "line"),
                        .column = ps_kept_count(line, object, "column"),
                        .offset = ps_kept_get(line, object, "offset")
                                      ? ps_kept_count(line, object, "offset")
                                      : PS_NO_OFFSET,
                        .record = ret->seq};
    ps_error_copy(error->cause, sizeof error->cause, cause);
    ps_error_copy(error->source, sizeof error->source, ret->source);
    ps_error_copy(error->message, sizeof error->message, ps_kept_text(line, object, "message"));
    ps_error_copy(error->record_id, sizeof error->record_id, ps_kept_text(line, object, "id"));
    ps_error_copy(error->hint, sizeof error->hint, ps_kept_text(line, object, "hint"));
}

/* Sums of amounts: both ends are the same. */
static const ps_exposure *read_amounts(ps_kept_line *line, const ps_kept_value *object,
                                       const char *key, size_t *ret_count)
{
    const ps_kept_value *v;
    ps_exposure *sums =
        ps_kept_list(line, object, key, PS_KEPT_OBJECT, sizeof *sums, &v, ret_count);
    for (size_t i = 0; i < *ret_count; i++, v = v->next) {
        sums[i].known = ps_kept_decimal(line, v, "amount", &sums[i].max);
        sums[i].min = sums[i].max;
        sums[i].currency = ps_kept_text(line, v, "currency");
    }
    return sums;
}

static const ps_exposure *read_exposures(ps_kept_line *line, const ps_kept_value *object,
                                         const char *key, size_t *ret_count)
{
    const ps_kept_value *v;
    ps_exposure *sums =
        ps_kept_list(line, object, key, PS_KEPT_OBJECT, sizeof *sums, &v, ret_count);
    for (size_t i = 0; i < *ret_count; i++, v = v->next) {
        read_exposure(line, v, &sums[i]);
    }
    return sums;
}

static const ps_category_hits *read_categories(ps_kept_line *line, const ps_kept_value *object,
                                               size_t *ret_count)
{
    const ps_kept_value *v;
    ps_category_hits *rows =
        ps_kept_list(line, object, "categories", PS_KEPT_OBJECT, sizeof *rows, &v, ret_count);
    for (size_t i = 0; i < *ret_count; i++, v = v->next) {
        rows[i] =
            (ps_category_hits){ps_kept_text(line, v, "category"), ps_kept_count(line, v, "items")};
    }
    return rows;
}

static const ps_element_state *read_states(ps_kept_line *line, const ps_kept_value *object,
                                           size_t *ret_count)
{
    const ps_kept_value *v;
    ps_element_state *rows =
        ps_kept_list(line, object, "elements", PS_KEPT_OBJECT, sizeof *rows, &v, ret_count);
    for (size_t i = 0; i < *ret_count; i++, v = v->next) {
        rows[i] =
            (ps_element_state){ps_kept_text(line, v, "element"), ps_kept_state(line, v, "state")};
    }
    return rows;
}

static const ps_supplier_contract *read_contracts(ps_kept_line *line, const ps_kept_value *object,
                                                  size_t *ret_count)
{
    const ps_kept_value *v;
    ps_supplier_contract *rows =
        ps_kept_list(line, object, "contracts", PS_KEPT_OBJECT, sizeof *rows, &v, ret_count);
    for (size_t i = 0; i < *ret_count; i++, v = v->next) {
        rows[i] = (ps_supplier_contract){.id = ps_kept_text(line, v, "id"),
                                         .seen = ps_kept_flag(line, v, "seen"),
                                         .named = ps_kept_count(line, v, "named")};
        rows[i].elements = read_states(line, v, &rows[i].element_count);
    }
    return rows;
}

static unsigned read_points(ps_kept_line *line, const ps_kept_value *rating, const char *key)
{
    enum { MOST = 100 };
    uint64_t points = ps_kept_count(line, rating, key);
    if (points > MOST) {
        ps_kept_wrong(line, "\"%s\" is more than %d points", key, MOST);
    }
    return (unsigned)points;
}

static void read_rating(ps_kept_line *line, const ps_kept_value *object, ps_rating *ret)
{
    static const char *const levels[] = {"none", "low", "medium", "high"};
    const ps_kept_value *rating = ps_kept_object(line, object, "rating");
    ps_str level = ps_kept_text(line, rating, "level");
    *ret = (ps_rating){.level = levels[0],
                       .points = read_points(line, rating, "points"),
                       .worst = read_points(line, rating, "worst"),
                       .hits = read_points(line, rating, "hits"),
                       .elements = read_points(line, rating, "elements"),
                       .undecided = read_points(line, rating, "undecided"),
                       .audit = read_points(line, rating, "audit")};
    size_t at = 0;
    while (level.ptr && at < PS_COUNT(levels) && !ps_str_is(level, levels[at])) {
        at++;
    }
    if (at == PS_COUNT(levels)) {
        ps_kept_wrong(line, "\"level\" is none of none, low, medium and high");
    } else {
        ret->level = levels[at];
    }
}

void ps_kept_supplier(ps_kept_line *line, const ps_kept_value *object, ps_supplier *ret)
{
    *ret = (ps_supplier){.records = ps_kept_count(line, object, "records"),
                         .items = ps_kept_count(line, object, "items"),
                         .item_hits = ps_kept_count(line, object, "item_hits"),
                         .elements_failed = ps_kept_count(line, object, "elements_failed"),
                         .not_evaluable = ps_kept_count(line, object, "not_evaluable"),
                         .findings = ps_kept_count(line, object, "findings"),
                         .worst = ps_kept_worst(line, object, "worst"),
                         .last_audit = ps_kept_day(line, object, "last_audit"),
                         .audit_due = ps_kept_day(line, object, "audit_due")};
    ps_kept_party(line, object, &ret->party);
    ret->amounts = read_amounts(line, object, "amounts", &ret->amount_count);
    ret->aliases = ps_kept_texts(line, object, "aliases", &ret->alias_count);
    ret->categories = read_categories(line, object, &ret->category_count);
    ret->purchases = read_amounts(line, object, "purchases", &ret->purchase_count);
    ret->contracts = read_contracts(line, object, &ret->contract_count);
    ret->contracts_left_out = ps_kept_count(line, object, "contracts_left_out");
    ret->review_exposure =
        read_exposures(line, object, "review_exposure", &ret->review_exposure_count);
    read_exposure(line, ps_kept_object(line, object, "agreement_exposure"),
                  &ret->agreement_exposure);
    read_rating(line, object, &ret->rating);
}

static void read_tally(ps_kept_line *line, const ps_kept_value *object, const char *key,
                       ps_tally *ret)
{
    const ps_kept_value *tally = ps_kept_object(line, object, key);
    *ret = (ps_tally){.hit = ps_kept_count(line, tally, "hit"),
                      .clear = ps_kept_count(line, tally, "clear"),
                      .not_evaluable = ps_kept_count(line, tally, "not_evaluable"),
                      .waived = ps_kept_count(line, tally, "waived")};
}

static void read_sums(ps_kept_line *line, const ps_kept_value *object, ps_summary *ret)
{
    const ps_kept_value *v;
    ret->review_exposure =
        read_exposures(line, object, "review_exposure", &ret->review_exposure_count);
    read_exposure(line, ps_kept_object(line, object, "agreement_exposure"),
                  &ret->agreement_exposure);
    ps_unmapped *unmapped = ps_kept_list(line, object, "unmapped", PS_KEPT_OBJECT, sizeof *unmapped,
                                         &v, &ret->unmapped_count);
    for (size_t i = 0; i < ret->unmapped_count; i++, v = v->next) {
        unmapped[i] =
            (ps_unmapped){ps_kept_text(line, v, "format"), ps_kept_text(line, v, "element"),
                          ps_kept_count(line, v, "count")};
    }
    ret->unmapped = unmapped;
}

void ps_kept_summary(ps_kept_line *line, const ps_kept_value *object, ps_summary *ret)
{
    const ps_kept_value *severity = ps_kept_object(line, object, "findings_by_severity");
    *ret = (ps_summary){.files_given = ps_kept_count(line, object, "files_given"),
                        .files_ok = ps_kept_count(line, object, "files_ok"),
                        .files_failed = ps_kept_count(line, object, "files_failed"),
                        .bytes_read = ps_kept_count(line, object, "bytes_read"),
                        .records_read = ps_kept_count(line, object, "records_read"),
                        .records_screened = ps_kept_count(line, object, "records_screened"),
                        .records_rejected = ps_kept_count(line, object, "records_rejected"),
                        .documents_rejected = ps_kept_count(line, object, "documents_rejected"),
                        .unscreened_after = ps_kept_count(line, object, "unscreened_after"),
                        .items_read = ps_kept_count(line, object, "items_read"),
                        .elements_required = ps_kept_count(line, object, "elements_required"),
                        .elements_missing = ps_kept_count(line, object, "elements_missing"),
                        .elements_defeated = ps_kept_count(line, object, "elements_defeated"),
                        .findings = ps_kept_count(line, object, "findings"),
                        .suppliers = ps_kept_count(line, object, "suppliers"),
                        .agreement_records = ps_kept_count(line, object, "agreement_records"),
                        .replaced = ps_kept_count(line, object, "replaced"),
                        .reconciles = ps_kept_flag(line, object, "reconciles")};
    for (int i = PS_SEVERITY_INFO; i <= PS_SEVERITY_HIGH; i++) {
        ret->findings_by_severity[i] =
            ps_kept_count(line, severity, ps_severity_name((ps_severity)i));
    }
    read_tally(line, object, "records", &ret->records);
    read_tally(line, object, "items", &ret->items);
    read_tally(line, object, "elements", &ret->elements);
    read_sums(line, object, ret);
}
