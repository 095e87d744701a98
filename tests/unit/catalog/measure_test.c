/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/measure.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "fixture.h"

typedef struct found {
    const ps_catalog *catalog;
    ps_buffer text;
} found;

static int append(void *user, const ps_measure *measure)
{
    found *out = user;
    ps_str id = PS_CAT_AT(out->catalog->quantities, ps_cat_quantity, measure->quantity)->id;
    if (out->text.len) {
        ps_buffer_add_char(&out->text, ' ');
    }
    ps_buffer_add_str(&out->text, id);
    ps_buffer_add_char(&out->text, '=');
    ps_decimal_format(measure->value, 0, &out->text);
    ps_buffer_printf(&out->text, "@%u-%u", (unsigned)measure->start, (unsigned)measure->end);
    return 0;
}

Test(measure, numbers_and_units_are_read_exactly)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"48 ports", "ports=48@0-8"},
        {"48口", "ports=48@0-5"},
        {"24p", "ports=24@0-3"},
        {"8x10gbe", "ports=8@0-7 speed=10000000000@0-7"},
        {"4 x 25 gbps", "ports=4@0-11 speed=25000000000@0-11"},
        {"2*32c", "cpus=2@0-5 cores=32@0-5"},
        {"24x1.92t", "bytes=46080000000000.00@0-8"},
        {"24\xC3\x97"
         "2t",
         "bytes=48000000000000@0-6"},
        {"512g", "speed=512000000000@0-4 bytes=512000000000@0-4"},
        {"1,000 ports", "ports=1000@0-11"},
        {"1.5 tb", "bytes=1500000000000.0@0-6"},
        {"s5720 48", ""},
        {"48portside", ""},
        {"48 pcs", ""},
        {"x12g", ""},
        {"v1.10g", ""},
        {"10g, 8 ports.", "speed=10000000000@0-3 bytes=10000000000@0-3 ports=8@5-12"},
        {"99999999999999999999 tb", ""},
        {"9000000000000000000 tb", ""},
    };
    fixture f;
    fixture_load(&f, FIXTURE_ENTRIES);
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        found out = {.catalog = f.catalog};
        ps_buffer_init(&out.text, 0);
        ps_measures_find(f.catalog, ps_str_from(rows[i].text), NULL, 0, append, &out);
        ps_test_str(ps_buffer_str(&out.text), rows[i].want, rows[i].text);
        ps_buffer_done(&out.text);
    }
    fixture_free(&f);
}

Test(measure, a_label_says_what_a_number_counts)
{
    static const struct {
        const char *text, *want;
        uint32_t label_end;
    } rows[] = {
        {"ports: 48", "ports=48@7-9", 5},
        {"ports 48", "ports=48@6-8", 5},
        {"ports \xE2\x89\xA5 48", "ports=48@10-12", 5},
        {"ports and 48", "", 5},
        {"ports: 10g", "speed=10000000000@7-10 bytes=10000000000@7-10 ports=10@7-9", 5},
        {"ports: 48 ports", "ports=48@7-15", 5},
    };
    fixture f;
    fixture_load(&f, FIXTURE_ENTRIES);
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        found out = {.catalog = f.catalog};
        ps_measure_label label = {0, rows[i].label_end};
        ps_buffer_init(&out.text, 0);
        ps_measures_find(f.catalog, ps_str_from(rows[i].text), &label, 1, append, &out);
        ps_test_str(ps_buffer_str(&out.text), rows[i].want, rows[i].text);
        ps_buffer_done(&out.text);
    }
    fixture_free(&f);
}

Test(measure, a_threshold_is_one_amount_of_its_quantity)
{
    fixture f;
    fixture_load(&f, FIXTURE_ENTRIES);
    uint16_t speed = 1;
    ps_decimal value = {0, 0};
    cr_assert(ps_measure_exact(f.catalog, PS_STR("10 gbps"), speed, &value));
    cr_expect_eq(ps_decimal_compare(value, (ps_decimal){INT64_C(10000000000), 0}), 0);
    cr_expect(ps_measure_exact(f.catalog, PS_STR("48"), 0, &value));
    cr_expect_not(ps_measure_exact(f.catalog, PS_STR("10 tb"), speed, &value));
    cr_expect_not(ps_measure_exact(f.catalog, PS_STR("gbps"), speed, &value));
    cr_expect_not(ps_measure_exact(f.catalog, PS_STR("10 gbps x"), speed, &value));
    cr_expect_not(ps_measure_exact(f.catalog, PS_STR(""), speed, &value));
    ps_cat_threshold least = {.at_least = 1, .value = {10, 0}};
    ps_cat_threshold most = {.at_least = 0, .value = {10, 0}};
    cr_expect(ps_measure_holds(&least, (ps_decimal){100, 1}));
    cr_expect_not(ps_measure_holds(&least, (ps_decimal){99, 1}));
    cr_expect(ps_measure_holds(&most, (ps_decimal){10, 0}));
    cr_expect_not(ps_measure_holds(&most, (ps_decimal){11, 0}));
    fixture_free(&f);
}
