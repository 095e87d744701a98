/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "building.h"

TestSuite(party, .init = setup, .fini = teardown);

static void identify(ps_part party, const char *scheme, const char *value)
{
    ps_part ident = ps_builder_open(builder, party, PS_SCOPE_IDENT, 5);
    set(ident, PS_FIELD_IDENT_SCHEME, scheme);
    set(ident, PS_FIELD_IDENT_VALUE, value);
}

static void add_entity(const char *key, const char *name)
{
    ps_part entity = open_in(PS_PART_RECORD, PS_SCOPE_ENTITY);
    set(entity, PS_FIELD_ENTITY_KEY, key);
    set(entity, PS_FIELD_ENTITY_NAME, name);
    set(entity, PS_FIELD_ENTITY_COUNTRY, "CN");
    identify(entity, "", "9144030071526726XG");
}

Test(party, further_names_are_aliases)
{
    ps_part supplier = open_in(PS_PART_RECORD, PS_SCOPE_SUPPLIER);
    set(supplier, PS_FIELD_SUPPLIER_NAME, "Acme");
    set(supplier, PS_FIELD_SUPPLIER_NAME, "Acme");
    set(supplier, PS_FIELD_SUPPLIER_NAME, "Acme Trading Ltd");
    const ps_record *record = finish();
    ps_test_str(record->supplier.name.text, "Acme", "name");
    cr_assert_eq(record->supplier.alias_count, 1);
    ps_test_str(record->supplier.aliases[0].text, "Acme Trading Ltd", "alias");
    cr_expect_null(record->buyer.name.text.ptr);
}

Test(party, parts_of_one_role_are_one_party)
{
    ps_part first = open_in(PS_PART_RECORD, PS_SCOPE_BUYER);
    identify(first, "vendor", "4711");
    ps_part second = open_in(PS_PART_RECORD, PS_SCOPE_BUYER);
    set(second, PS_FIELD_BUYER_NAME, "Grid");
    set(second, PS_FIELD_BUYER_COUNTRY, "CN");
    identify(second, "vendor", "4711");
    identify(second, "GLN", "5790000435944");
    const ps_record *record = finish();
    ps_test_str(record->buyer.name.text, "Grid", "name");
    ps_test_str(record->buyer.country.text, "CN", "country");
    cr_assert_eq(record->buyer.ident_count, 2, "the same ident counts once");
    cr_expect_eq(record->buyer.idents[1].check, PS_CHECK_VALID);
}

Test(party, the_rule_of_lower_rank_names_the_party)
{
    ps_part weak = open_in(PS_PART_RECORD, PS_SCOPE_BUYER);
    ps_builder_set_by(builder, weak, PS_FIELD_BUYER_NAME, PS_STR("Department"), 1,
                      (ps_value_rule){8, 0, PS_JOIN_NOT});
    ps_part strong = open_in(PS_PART_RECORD, PS_SCOPE_BUYER);
    ps_builder_set_by(builder, strong, PS_FIELD_BUYER_NAME, PS_STR("Company"), 1,
                      (ps_value_rule){2, 0, PS_JOIN_NOT});
    const ps_record *record = finish();
    ps_test_str(record->buyer.name.text, "Company", "name");
    ps_test_str(record->buyer.aliases[0].text, "Department", "alias");
}

Test(party, a_reference_takes_an_entity_wherever_it_stands)
{
    ps_part supplier = open_in(PS_PART_RECORD, PS_SCOPE_SUPPLIER);
    set(supplier, PS_FIELD_SUPPLIER_REF, "ORG-2");
    add_entity("ORG-1", "One");
    add_entity("ORG-2", "Two");
    add_entity("ORG-2", "Two again");
    const ps_record *record = finish();
    ps_test_str(record->supplier.name.text, "Two", "the first entity of a key");
    ps_test_str(record->supplier.country.text, "CN", "country");
    cr_assert_eq(record->supplier.ident_count, 1);
    ps_test_str(record->supplier.idents[0].scheme.text, "USCC", "ident");
}

Test(party, own_values_win_over_the_entity)
{
    ps_part buyer = open_in(PS_PART_RECORD, PS_SCOPE_BUYER);
    set(buyer, PS_FIELD_BUYER_REF, "k");
    set(buyer, PS_FIELD_BUYER_NAME, "Own");
    set(buyer, PS_FIELD_BUYER_COUNTRY, "DE");
    add_entity("k", "Entity");
    const ps_record *record = finish();
    ps_test_str(record->buyer.name.text, "Own", "name");
    ps_test_str(record->buyer.aliases[0].text, "Entity", "alias");
    ps_test_str(record->buyer.country.text, "DE", "country");
}

Test(party, a_reference_that_leads_nowhere_is_an_ident)
{
    ps_part supplier = open_in(PS_PART_RECORD, PS_SCOPE_SUPPLIER);
    set(supplier, PS_FIELD_SUPPLIER_REF, "5790000435944");
    add_entity("other", "Other");
    const ps_record *record = finish();
    cr_assert_eq(record->supplier.ident_count, 1);
    ps_test_str(record->supplier.idents[0].value.text, "5790000435944", "ident");
    cr_expect_null(record->supplier.name.text.ptr);
}

Test(party, the_manufacturer_is_looked_up_too)
{
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(item, PS_FIELD_ITEM_MANUFACTURER_REF, "m");
    ps_part unknown = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(unknown, PS_FIELD_ITEM_MANUFACTURER_REF, "n");
    ps_part own = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(own, PS_FIELD_ITEM_MANUFACTURER_REF, "m");
    set(own, PS_FIELD_ITEM_MANUFACTURER, "Own");
    add_entity("m", "Maker");
    const ps_record *record = finish();
    ps_test_str(record->items[0].manufacturer.text, "Maker", "found");
    ps_test_str(record->items[1].manufacturer.text, "n", "as it stands");
    ps_test_str(record->items[2].manufacturer.text, "Own", "own");
}

Test(party, a_default_name_is_the_last_resort)
{
    static const ps_default values[] = {{PS_FIELD_BUYER_NAME, {"Us", 2}}};
    static const ps_part_defaults defaults = {values, 1, {NULL, 0}};
    ps_part buyer = open_in(PS_PART_RECORD, PS_SCOPE_BUYER);
    ps_builder_defaults(builder, buyer, &defaults);
    ps_test_str(finish()->buyer.name.text, "Us", "name");
}

Test(party, many_entities_and_idents_take_linear_time)
{
    enum { MANY = 20000 };
    ps_part buyer = open_in(PS_PART_RECORD, PS_SCOPE_BUYER);
    for (unsigned i = 0; i < MANY; i++) {
        char key[16];
        int len = snprintf(key, sizeof key, "k%u", i * 7919 % MANY);
        ps_part entity = open_in(PS_PART_RECORD, PS_SCOPE_ENTITY);
        ps_builder_set(builder, entity, PS_FIELD_ENTITY_KEY, (ps_str){key, (size_t)len}, 1);
        ps_part ident = ps_builder_open(builder, buyer, PS_SCOPE_IDENT, 1);
        ps_builder_set(builder, ident, PS_FIELD_IDENT_VALUE, (ps_str){key, (size_t)len}, 1);
        ps_part again = open_in(PS_PART_RECORD, PS_SCOPE_SUPPLIER);
        ps_builder_set(builder, again, PS_FIELD_SUPPLIER_REF, (ps_str){key, (size_t)len}, 1);
    }
    const ps_record *record = finish();
    cr_expect_eq(record->buyer.ident_count, MANY);
    cr_expect_eq(record->supplier.ident_count, 0);
}
