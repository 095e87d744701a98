/* The object of one supplier: its row of the register. SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "report/json.h"
#include "report/json_objects.h"

static void put_party(ps_output *out, const ps_supplier *supplier)
{
    const ps_party_view *party = &supplier->party;
    PS_PUT(out, "{\"type\":\"supplier\",\"name\":");
    ps_json_string(out, party->name);
    PS_PUT(out, ",\"id\":");
    ps_json_string(out, party->id);
    PS_PUT(out, ",\"scheme\":");
    ps_json_string_or_null(out, party->scheme);
    PS_PUT(out, ",\"key\":");
    ps_json_string_or_null(out, party->key);
}

/* `sums` are of amounts: both ends are the same. */
static void put_sums(ps_output *out, const ps_exposure *sums, size_t count)
{
    PS_PUT(out, "[");
    for (size_t i = 0; i < count; i++) {
        if (i) {
            PS_PUT(out, ",");
        }
        PS_PUT(out, "{\"amount\":");
        if (sums[i].known) {
            ps_json_decimal(out, sums[i].max);
        } else {
            PS_PUT(out, "null");
        }
        PS_PUT(out, ",\"currency\":");
        ps_json_string_or_null(out, sums[i].currency);
        PS_PUT(out, "}");
    }
    PS_PUT(out, "]");
}

static void put_aliases(ps_output *out, const ps_supplier *supplier)
{
    PS_PUT(out, ",\"aliases\":[");
    for (size_t i = 0; i < supplier->alias_count; i++) {
        if (i) {
            PS_PUT(out, ",");
        }
        ps_json_string(out, supplier->aliases[i]);
    }
    PS_PUT(out, "]");
}

static void put_categories(ps_output *out, const ps_supplier *supplier)
{
    PS_PUT(out, ",\"categories\":[");
    for (size_t i = 0; i < supplier->category_count; i++) {
        if (i) {
            PS_PUT(out, ",");
        }
        PS_PUT(out, "{\"category\":");
        ps_json_string(out, supplier->categories[i].category);
        PS_PUT(out, ",\"items\":");
        ps_json_uint(out, supplier->categories[i].items);
        PS_PUT(out, "}");
    }
    PS_PUT(out, "]");
}

static void put_contract(ps_output *out, const ps_supplier_contract *contract)
{
    PS_PUT(out, "{\"id\":");
    ps_json_string(out, contract->id);
    ps_output_text(out, contract->seen ? ",\"seen\":true" : ",\"seen\":false");
    PS_PUT(out, ",\"named\":");
    ps_json_uint(out, contract->named);
    PS_PUT(out, ",\"elements\":[");
    for (size_t i = 0; i < contract->element_count; i++) {
        if (i) {
            PS_PUT(out, ",");
        }
        PS_PUT(out, "{\"element\":");
        ps_json_string(out, contract->elements[i].element);
        PS_PUT(out, ",\"state\":");
        ps_json_name(out, ps_state_name(contract->elements[i].state));
        PS_PUT(out, "}");
    }
    PS_PUT(out, "]}");
}

static void put_contracts(ps_output *out, const ps_supplier *supplier)
{
    PS_PUT(out, ",\"contracts\":[");
    for (size_t i = 0; i < supplier->contract_count; i++) {
        if (i) {
            PS_PUT(out, ",");
        }
        put_contract(out, &supplier->contracts[i]);
    }
    PS_PUT(out, "]");
    if (supplier->contracts_left_out) {
        PS_PUT(out, ",\"contracts_left_out\":");
        ps_json_uint(out, supplier->contracts_left_out);
    }
}

static void put_rating(ps_output *out, const ps_rating *rating)
{
    const ps_json_count points[] = {
        {",\"points\":", rating->points},       {",\"worst\":", rating->worst},
        {",\"hits\":", rating->hits},           {",\"elements\":", rating->elements},
        {",\"undecided\":", rating->undecided}, {",\"audit\":", rating->audit},
    };
    PS_PUT(out, ",\"rating\":{\"level\":");
    ps_json_name(out, rating->level ? rating->level : "none");
    ps_json_counts(out, points, PS_COUNT(points));
    PS_PUT(out, "}}");
}

void ps_json_supplier(ps_output *out, const ps_supplier *supplier)
{
    const ps_json_count counts[] = {
        {",\"records\":", supplier->records},
        {",\"items\":", supplier->items},
        {",\"item_hits\":", supplier->item_hits},
        {",\"elements_failed\":", supplier->elements_failed},
        {",\"not_evaluable\":", supplier->not_evaluable},
        {",\"findings\":", supplier->findings},
    };
    put_party(out, supplier);
    ps_json_counts(out, counts, PS_COUNT(counts));
    PS_PUT(out, ",\"worst\":");
    if (supplier->findings) {
        ps_json_name(out, ps_severity_name(supplier->worst));
    } else {
        PS_PUT(out, "null");
    }
    PS_PUT(out, ",\"amounts\":");
    put_sums(out, supplier->amounts, supplier->amount_count);
    PS_PUT(out, ",\"last_audit\":");
    ps_json_day(out, supplier->last_audit);
    PS_PUT(out, ",\"audit_due\":");
    ps_json_day(out, supplier->audit_due);
    ps_json_check(out, supplier->party.check);
    put_aliases(out, supplier);
    put_categories(out, supplier);
    PS_PUT(out, ",\"purchases\":");
    put_sums(out, supplier->purchases, supplier->purchase_count);
    put_contracts(out, supplier);
    PS_PUT(out, ",\"review_exposure\":");
    ps_json_ranges(out, supplier->review_exposure, supplier->review_exposure_count);
    PS_PUT(out, ",\"agreement_exposure\":");
    ps_json_exposure(out, &supplier->agreement_exposure);
    put_rating(out, &supplier->rating);
}
