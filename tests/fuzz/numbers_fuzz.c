/* What is read as a number or a day must be written in a form that is read as the same.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "base/decimal.h"
#include "fuzz.h"

static void try_decimal(ps_str text, char mark)
{
    ps_decimal value;
    ps_decimal back;
    ps_buffer out;
    ps_buffer_init(&out, 0);
    if (ps_decimal_parse(text, mark, &value)) {
        FUZZ_REQUIRE(value.scale <= PS_DECIMAL_SCALE_MAX);
        ps_decimal_format(value, 0, &out);
        FUZZ_REQUIRE(ps_decimal_parse(ps_buffer_str(&out), '.', &back));
        FUZZ_REQUIRE(ps_decimal_compare(value, back) == 0);
        FUZZ_REQUIRE(ps_decimal_divide(value, (ps_decimal){1, 0}, 2, &back) == 0 ||
                     back.scale <= 2);
    }
    ps_buffer_done(&out);
}

static void try_date(ps_str text)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    ps_day day = ps_date_parse(text);
    ps_day iso = ps_date_parse_iso(text);
    FUZZ_REQUIRE(iso == PS_NO_DAY || iso == day);
    if (day != PS_NO_DAY) {
        ps_date_format(day, &out);
        FUZZ_REQUIRE(ps_date_parse_iso(ps_buffer_str(&out)) == day);
        ps_day later = ps_date_add_working_days(day, 5);
        FUZZ_REQUIRE(later >= day + 5 && later <= day + 7);
    }
    ps_buffer_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ps_str text = {(const char *)bytes, size};
    try_decimal(text, '.');
    try_decimal(text, ',');
    try_date(text);
    return 0;
}
