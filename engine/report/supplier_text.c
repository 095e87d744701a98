/* SPDX-License-Identifier: Apache-2.0 */
#include "report/supplier_text.h"

#include <inttypes.h>

#include "base/cleanup.h"
#include "base/decimal.h"

void ps_supplier_add_categories(ps_buffer *out, const ps_supplier *supplier)
{
    for (size_t i = 0; i < supplier->category_count; i++) {
        ps_buffer_add_text(out, i ? "; " : "");
        ps_buffer_add_str(out, supplier->categories[i].category);
        ps_buffer_printf(out, " %" PRIu64, supplier->categories[i].items);
    }
}

static void add_currency(ps_buffer *out, ps_str currency)
{
    ps_buffer_add_text(out, currency.len ? " " : "");
    ps_buffer_add_str(out, currency);
}

void ps_supplier_add_sums(ps_buffer *out, const ps_exposure *sums, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_buffer_add_text(out, i ? "; " : "");
        ps_decimal_format(sums[i].max, 0, out);
        add_currency(out, sums[i].currency);
    }
}

void ps_supplier_add_ranges(ps_buffer *out, const ps_exposure *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_buffer_add_text(out, i ? "; " : "");
        ps_decimal_format(ranges[i].min, 0, out);
        ps_buffer_add_text(out, " to ");
        ps_decimal_format(ranges[i].max, 0, out);
        add_currency(out, ranges[i].currency);
    }
}

/* ", missing audit-right supervision" */
static void add_elements(ps_buffer *out, const ps_supplier_contract *contract, ps_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < contract->element_count; i++) {
        if (contract->elements[i].state == state) {
            if (count++ == 0) {
                ps_buffer_add_text(out, ", ");
                ps_buffer_add_text(out, ps_state_name(state));
            }
            ps_buffer_add_text(out, " ");
            ps_buffer_add_str(out, contract->elements[i].element);
        }
    }
}

static void add_contract(ps_buffer *out, const ps_supplier_contract *contract)
{
    uint64_t present = 0;
    ps_buffer_add_str(out, contract->id);
    if (!contract->seen) {
        ps_buffer_add_text(out, ": not among the records");
        return;
    }
    for (size_t i = 0; i < contract->element_count; i++) {
        present += contract->elements[i].state == PS_STATE_PRESENT;
    }
    ps_buffer_printf(out, ": %" PRIu64 " of %zu elements present", present,
                     contract->element_count);
    add_elements(out, contract, PS_STATE_MISSING);
    add_elements(out, contract, PS_STATE_DEFEATED);
    add_elements(out, contract, PS_STATE_NOT_EVALUABLE);
}

void ps_supplier_add_contracts(ps_buffer *out, const ps_supplier *supplier)
{
    for (size_t i = 0; i < supplier->contract_count; i++) {
        ps_buffer_add_text(out, i ? "; " : "");
        add_contract(out, &supplier->contracts[i]);
    }
    if (supplier->contracts_left_out) {
        ps_buffer_printf(out, "%s%" PRIu64 " mentions of further contracts",
                         supplier->contract_count ? "; " : "", supplier->contracts_left_out);
    }
}

void ps_supplier_add_rating(ps_buffer *out, const ps_rating *rating)
{
    const struct {
        unsigned points;
        const char *of;
    } parts[] = {{rating->worst, "worst finding"},
                 {rating->hits, "items hit"},
                 {rating->elements, "elements missing"},
                 {rating->undecided, "not evaluable"},
                 {rating->audit, "audit overdue"}};
    const char *between = "";
    for (size_t i = 0; i < PS_COUNT(parts); i++) {
        if (parts[i].points) {
            ps_buffer_printf(out, "%s%u %s", between, parts[i].points, parts[i].of);
            between = " + ";
        }
    }
    ps_buffer_printf(out, "%s%u of 100", between[0] ? " = " : "", rating->points);
}
