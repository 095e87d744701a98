/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/utf8.h"
#include "procscreen/outcome.h"
#include "ps_test.h"

/* Other programs read these; a changed one is a broken contract. */
Test(names, outcomes_states_and_severities_have_the_names_of_the_contract)
{
    cr_expect_str_eq(ps_outcome_name(PS_OUTCOME_CLEAR), "clear");
    cr_expect_str_eq(ps_outcome_name(PS_OUTCOME_WAIVED), "waived");
    cr_expect_str_eq(ps_outcome_name(PS_OUTCOME_NOT_EVALUABLE), "not-evaluable");
    cr_expect_str_eq(ps_outcome_name(PS_OUTCOME_HIT), "hit");
    cr_expect_str_eq(ps_outcome_name(PS_OUTCOME_REJECTED), "rejected");
    cr_expect_str_eq(ps_confidence_name(PS_CONFIDENCE_POSSIBLE), "possible");
    cr_expect_str_eq(ps_confidence_name(PS_CONFIDENCE_PROBABLE), "probable");
    cr_expect_str_eq(ps_confidence_name(PS_CONFIDENCE_DEFINITE), "definite");
    cr_expect_str_eq(ps_scale_name(PS_SCALE_MET), "met");
    cr_expect_str_eq(ps_scale_name(PS_SCALE_NOT_MET), "not-met");
    cr_expect_str_eq(ps_scale_name(PS_SCALE_UNKNOWN), "unknown");
    cr_expect_str_eq(ps_state_name(PS_STATE_PRESENT), "present");
    cr_expect_str_eq(ps_state_name(PS_STATE_MISSING), "missing");
    cr_expect_str_eq(ps_state_name(PS_STATE_DEFEATED), "defeated");
    cr_expect_str_eq(ps_state_name(PS_STATE_NOT_EVALUABLE), "not-evaluable");
    cr_expect_str_eq(ps_state_name(PS_STATE_NOT_REQUIRED), "not-required");
    cr_expect_str_eq(ps_severity_name(PS_SEVERITY_INFO), "info");
    cr_expect_str_eq(ps_severity_name(PS_SEVERITY_LOW), "low");
    cr_expect_str_eq(ps_severity_name(PS_SEVERITY_MEDIUM), "medium");
    cr_expect_str_eq(ps_severity_name(PS_SEVERITY_HIGH), "high");
    cr_expect_str_eq(ps_cii_status_name(PS_CII_IDENTIFIED), "identified");
    cr_expect_str_eq(ps_cii_status_name(PS_CII_LIKELY), "likely");
    cr_expect_str_eq(ps_cii_status_name(PS_CII_UNKNOWN), "unknown");
    cr_expect_str_eq(ps_cii_status_name(PS_CII_NOT), "not");
}

Test(names, a_value_outside_an_enum_is_unknown)
{
    cr_expect_str_eq(ps_outcome_name((ps_outcome)99), "unknown");
    cr_expect_str_eq(ps_severity_name((ps_severity)-1), "unknown");
}

Test(utf8, only_well_formed_sequences_have_a_length)
{
    static const struct {
        const char *bytes;
        size_t left;
        size_t length;
        uint32_t code;
    } rows[] = {
        {"a", 1, 1, 'a'},
        {"\x7f", 1, 1, 0x7F},
        {"\xc2\x80", 2, 2, 0x80},
        {"\xdf\xbf", 2, 2, 0x7FF},
        {"\xe0\xa0\x80", 3, 3, 0x800},
        {"\xe6\xa0\xb8", 3, 3, 0x6838},
        {"\xed\x9f\xbf", 3, 3, 0xD7FF},
        {"\xee\x80\x80", 3, 3, 0xE000},
        {"\xf0\x90\x80\x80", 4, 4, 0x10000},
        {"\xf4\x8f\xbf\xbf", 4, 4, 0x10FFFF},
        /* Overlong, surrogates, too large, a tail alone, cut off, a wrong tail. */
        {"\xc0\x80", 2, 0, 0},
        {"\xc1\xbf", 2, 0, 0},
        {"\xe0\x9f\xbf", 3, 0, 0},
        {"\xf0\x8f\xbf\xbf", 4, 0, 0},
        {"\xed\xa0\x80", 3, 0, 0},
        {"\xf4\x90\x80\x80", 4, 0, 0},
        {"\xf5\x80\x80\x80", 4, 0, 0},
        {"\x80", 1, 0, 0},
        {"\xe6\xa0\xb8", 2, 0, 0},
        {"\xf0\x90\x80\x80", 3, 0, 0},
        {"\xc2z", 2, 0, 0},
        {"\xe6\xa0z", 3, 0, 0},
        {"\xf0\x90\x80z", 4, 0, 0},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        const unsigned char *p = (const unsigned char *)rows[i].bytes;
        size_t length = ps_utf8_length(p, rows[i].left);
        cr_expect(length == rows[i].length, "row %zu: length %zu", i, length);
        if (length) {
            cr_expect(ps_utf8_code_point(p, length) == rows[i].code, "row %zu", i);
        }
    }
}
