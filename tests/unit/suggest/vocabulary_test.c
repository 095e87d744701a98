/* What names say: words of several languages and habits, cut as they are written.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "ps_test.h"
#include "suggest/vocabulary.h"

#define S(symbol) PS_SAYS(symbol)

static ps_word_table *table;

static void setup(void)
{
    ps_error err = {0};
    PS_TEST_STATUS(ps_word_table_new(&table, &err), PS_OK, err);
}

static void teardown(void)
{
    ps_word_table_free(table);
}

TestSuite(vocabulary, .init = setup, .fini = teardown);

static ps_name_meaning meaning(const char *name)
{
    ps_error err = {0};
    ps_name_meaning got = {0, 0};
    PS_TEST_STATUS(ps_word_table_meaning(table, ps_str_from(name), &got, &err), PS_OK, err);
    return got;
}

Test(vocabulary, names_of_exports)
{
    static const struct {
        const char *name;
        uint64_t says;
    } rows[] = {
        {"PONumber", S(ORDER) | S(NUMBER)},
        {"PO_NUMBER", S(ORDER) | S(NUMBER)},
        {"purchaseOrderNo", S(ORDER) | S(NUMBER)},
        {"ponumber", S(ORDER) | S(NUMBER)},
        {"VENDOR_NAME", S(SUPPLIER) | S(NAME)},
        {"cVenName", S(SUPPLIER) | S(NAME)},
        {"cvenname", S(SUPPLIER) | S(NAME)},
        {"iQuantity", S(QUANTITY)},
        {"FBillNo", S(DOCUMENT) | S(NUMBER)},
        {"NumberOfOffers", S(QUANTITY) | S(QUOTATION)},
        {"Bestellnummer", S(ORDER) | S(NUMBER)},
        {"Lieferantenname", S(SUPPLIER) | S(NAME)},
        {"Währung", S(CURRENCY)},
        {"quantité", S(QUANTITY)},
        {"订单编号", S(ORDER) | S(NUMBER)},
        {"訂單編號", S(ORDER) | S(NUMBER)},
        {"供应商名称", S(SUPPLIER) | S(NAME)},
        {"物料名称", S(ITEM) | S(NAME)},
        {"规格型号", S(SPECIFICATION) | S(MODEL)},
        {"gysmc", S(SUPPLIER) | S(NAME)},
        {"wlmc", S(ITEM) | S(NAME)},
        {"sl", S(QUANTITY)},
        {"TXZ01", S(ITEM) | S(NAME)},
        {"EBELN", S(ORDER) | S(NUMBER)},
        {"SharedSecret", S(SECRET)},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_name_meaning got = meaning(rows[i].name);
        cr_expect(got.concepts == rows[i].says && !got.unknown, "%s: %llx, not %llx (%u unknown)",
                  rows[i].name, (unsigned long long)got.concepts, (unsigned long long)rows[i].says,
                  got.unknown);
    }
}

Test(vocabulary, letters_inside_a_word_are_no_word)
{
    static const char *const names[] = {"discountry", "xqzw", "slide", "jelly"};
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        ps_name_meaning got = meaning(names[i]);
        cr_expect(got.concepts == 0 && got.unknown == 1, "%s: %llx", names[i],
                  (unsigned long long)got.concepts);
    }
}

Test(vocabulary, every_word_is_folded_and_found)
{
    for (const ps_word_row *row = ps_words; row->words; row++) {
        ps_str rest = ps_str_from(row->words);
        ps_str word;
        while (ps_str_next_word(&rest, &word)) {
            ps_error err = {0};
            ps_name_meaning got = {0, 0};
            PS_TEST_STATUS(ps_word_table_meaning(table, word, &got, &err), PS_OK, err);
            cr_expect((got.concepts & row->concepts) == row->concepts && !got.unknown,
                      "%.*s is not found as it stands", PS_FMT(word));
        }
    }
}

Test(vocabulary, a_name_too_long_says_nothing)
{
    char name[4096];
    memset(name, 'a', sizeof name);
    ps_error err = {0};
    ps_name_meaning got = {1, 0};
    PS_TEST_STATUS(ps_word_table_meaning(table, (ps_str){name, sizeof name}, &got, &err), PS_OK,
                   err);
    cr_expect_eq(got.concepts, 0);
}
