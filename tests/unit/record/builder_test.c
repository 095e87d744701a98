/* SPDX-License-Identifier: Apache-2.0 */
#include "building.h"

TestSuite(builder, .init = setup, .fini = teardown);

static void expect_limit(const char *cause)
{
    ps_error err = {0};
    const ps_record *record = NULL;
    cr_expect(ps_builder_failed(builder));
    PS_TEST_STATUS(ps_builder_finish(builder, &record, &err), PS_FAILED, err);
    cr_expect_eq(err.code, PS_E_LIMIT);
    cr_expect_str_eq(err.cause, cause);
    cr_expect_null(record);
}

Test(builder, an_empty_record_knows_its_format_and_place)
{
    const ps_record *record = finish();
    ps_test_str(record->format, "test", "format");
    cr_expect_eq(record->kind, PS_KIND_ORDER);
    cr_expect_eq(record->line, 3);
    cr_expect_eq(record->offset, 40);
    cr_expect_eq(record->date.day, PS_NO_DAY);
    cr_expect_null(record->id.text.ptr);
    cr_expect_not(record->total.known);
    cr_expect_null(record->damage);
    cr_expect_eq(record->item_count + record->text_count + record->reference_count, 0);
}

Test(builder, fields_of_the_record_are_read)
{
    set(PS_PART_RECORD, PS_FIELD_RECORD_ID, " PO-1\n");
    set(PS_PART_RECORD, PS_FIELD_RECORD_DATE, "20260603");
    set(PS_PART_RECORD, PS_FIELD_RECORD_CURRENCY, "CNY");
    set(PS_PART_RECORD, PS_FIELD_RECORD_TOTAL, "1.234,50");
    set(PS_PART_RECORD, PS_FIELD_RECORD_KIND, "contract");
    const ps_record *record = finish();
    ps_test_str(record->id.text, "PO-1", "id is trimmed");
    cr_expect_eq(record->id.line, 7);
    cr_expect_eq(record->date.day, 20607);
    ps_test_str(record->date.source.text, "20260603", "date as written");
    cr_expect(record->total.known);
    cr_expect_eq(record->total.value.digits, 123450);
    cr_expect_eq(record->total.value.scale, 2);
    cr_expect_eq(record->kind, PS_KIND_CONTRACT);
}

/* The amount of an item "1.234" beside the price of another. */
static ps_number beside(const char *price, char mark)
{
    ps_builder_start(builder, PS_STR("test"), PS_KIND_ORDER, 3, 40);
    ps_builder_decimal_mark(builder, mark);
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(item, PS_FIELD_ITEM_AMOUNT, "1.234");
    item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(item, PS_FIELD_ITEM_PRICE, price);
    return finish()->items[0].amount;
}

Test(builder, an_ambiguous_number_is_read_as_the_others_show)
{
    cr_expect_eq(beside("100", '.').value.scale, 3, "as the profile says");
    cr_expect_eq(beside("100", ',').value.scale, 0);
    cr_expect_eq(beside("20,00", '.').value.digits, 1234, "a decimal comma stands beside it");
    cr_expect_eq(beside("20,00", '.').value.scale, 0);
    cr_expect_eq(beside("2.000.000", '.').value.scale, 0);
    cr_expect_eq(beside("20.00", ',').value.scale, 3);
    ps_builder_start(builder, PS_STR("test"), PS_KIND_ORDER, 3, 40);
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(item, PS_FIELD_ITEM_AMOUNT, "1.234");
    set(item, PS_FIELD_ITEM_PRICE, "20,00");
    set(item, PS_FIELD_ITEM_QUANTITY, "2.5");
    const ps_record *record = finish();
    cr_expect_not(record->items[0].amount.known, "both marks are in use");
    cr_expect(record->items[0].price.known);
    cr_expect(record->items[0].quantity.known);
}

Test(builder, what_is_not_understood_stays_as_written)
{
    set(PS_PART_RECORD, PS_FIELD_RECORD_DATE, "01/02/2026");
    set(PS_PART_RECORD, PS_FIELD_RECORD_TOTAL, "ten");
    set(PS_PART_RECORD, PS_FIELD_RECORD_KIND, "letter");
    const ps_record *record = finish();
    cr_expect_eq(record->date.day, PS_NO_DAY);
    ps_test_str(record->date.source.text, "01/02/2026", "date");
    cr_expect_not(record->total.known);
    ps_test_str(record->total.source.text, "ten", "total");
    cr_expect_eq(record->kind, PS_KIND_ORDER);
}

Test(builder, the_decimal_mark_decides_what_one_mark_means)
{
    set(PS_PART_RECORD, PS_FIELD_RECORD_TOTAL, "1,234");
    cr_expect_eq(finish()->total.value.scale, 0);
    ps_builder_start(builder, PS_STR("test"), PS_KIND_ORDER, 1, 0);
    ps_builder_decimal_mark(builder, ',');
    set(PS_PART_RECORD, PS_FIELD_RECORD_TOTAL, "1,234");
    cr_expect_eq(finish()->total.value.scale, 3);
    ps_builder_start(builder, PS_STR("test"), PS_KIND_ORDER, 1, 0);
    set(PS_PART_RECORD, PS_FIELD_RECORD_TOTAL, "1,234");
    cr_expect_eq(finish()->total.value.scale, 0, "the mark does not outlive its record");
}

Test(builder, the_first_value_wins_and_empty_ones_do_not_count)
{
    set(PS_PART_RECORD, PS_FIELD_RECORD_ID, " \n ");
    set(PS_PART_RECORD, PS_FIELD_RECORD_ID, "first");
    set(PS_PART_RECORD, PS_FIELD_RECORD_ID, "second");
    ps_test_str(ps_builder_id(builder), "first", "before the end");
    ps_test_str(finish()->id.text, "first", "id");
}

Test(builder, the_lower_rank_wins_wherever_it_stands)
{
    ps_builder_set_by(builder, 0, PS_FIELD_RECORD_ID, PS_STR("b"), 1,
                      (ps_value_rule){5, 0, PS_JOIN_NOT});
    ps_builder_set_by(builder, 0, PS_FIELD_RECORD_ID, PS_STR("a"), 2,
                      (ps_value_rule){4, 0, PS_JOIN_NOT});
    ps_builder_set_by(builder, 0, PS_FIELD_RECORD_ID, PS_STR("c"), 3,
                      (ps_value_rule){4, 0, PS_JOIN_NOT});
    ps_test_str(ps_builder_id(builder), "a", "id so far");
    ps_test_str(finish()->id.text, "a", "id");
    cr_expect_eq(finish()->id.line, 2);
}

Test(builder, an_item_keeps_all_its_texts_in_order)
{
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(item, PS_FIELD_ITEM_DESCRIPTION, "one");
    ps_part text = open_in(item, PS_SCOPE_TEXT);
    set(text, PS_FIELD_TEXT_HEADING, "head");
    set(text, PS_FIELD_TEXT_TEXT, "two");
    set(text, PS_FIELD_TEXT_KIND, "comment");
    ps_builder_close(builder, text, 1);
    set(item, PS_FIELD_ITEM_NAME, "three");
    set(item, PS_FIELD_ITEM_NAME, "four");
    set(item, PS_FIELD_ITEM_KEYWORD, "five");
    ps_builder_close(builder, item, 1);
    const ps_record *record = finish();
    cr_assert_eq(record->item_count, 1);
    const ps_item *got = &record->items[0];
    static const char *const want[][2] = {{"description", "one"}, {"comment", "head"},
                                          {"comment", "two"},     {"name", "three"},
                                          {"name", "four"},       {"keyword", "five"}};
    cr_assert_eq(got->text_count, 6);
    for (size_t i = 0; i < 6; i++) {
        ps_test_str(got->texts[i].field, want[i][0], "field");
        ps_test_str(got->texts[i].value.text, want[i][1], "text");
    }
    ps_test_str(got->name.text, "three", "the first name is the name");
    cr_expect_eq(got->line, 5);
    cr_expect_eq(record->text_count, 0, "its texts are not the record's");
}

Test(builder, numbers_of_an_item_and_the_amount_as_given)
{
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(item, PS_FIELD_ITEM_QUANTITY, "3");
    set(item, PS_FIELD_ITEM_PRICE, "2.50");
    const ps_record *record = finish();
    cr_expect(record->items[0].quantity.known);
    cr_expect_eq(record->items[0].price.value.digits, 250);
    cr_expect_not(record->items[0].amount.known, "an amount is never computed");
    cr_expect(record->items[0].price_base.known);
    cr_expect_eq(record->items[0].price_base.value.digits, 1);
    cr_expect_null(record->items[0].price_base.source.text.ptr);
}

Test(builder, an_item_inside_an_item_names_the_outer_line)
{
    ps_part outer = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    ps_part inner = open_in(outer, PS_SCOPE_ITEM);
    set(inner, PS_FIELD_ITEM_NAME, "inner");
    ps_part own = open_in(outer, PS_SCOPE_ITEM);
    set(own, PS_FIELD_ITEM_PARENT, "99");
    set(outer, PS_FIELD_ITEM_LINE, "10");
    const ps_record *record = finish();
    cr_assert_eq(record->item_count, 3);
    ps_test_str(record->items[0].line_id.text, "10", "outer");
    ps_test_str(record->items[1].parent.text, "10", "inner");
    ps_test_str(record->items[2].parent.text, "99", "its own word wins");
    cr_expect_eq(record->items[0].text_count, 0);
}

Test(builder, an_empty_item_stays_but_parts_without_their_value_do_not)
{
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(open_in(item, PS_SCOPE_CODE), PS_FIELD_CODE_SCHEME, "UNSPSC");
    set(open_in(item, PS_SCOPE_PART), PS_FIELD_PART_SCHEME, "seller");
    set(open_in(item, PS_SCOPE_PROPERTY), PS_FIELD_PROPERTY_UNIT, "kg");
    set(open_in(item, PS_SCOPE_REFERENCE), PS_FIELD_REFERENCE_KIND, "contract");
    set(open_in(PS_PART_RECORD, PS_SCOPE_TEXT), PS_FIELD_TEXT_LANGUAGE, "en");
    (void)open_in(PS_PART_RECORD, PS_SCOPE_ATTACHMENT);
    ps_part buyer = open_in(PS_PART_RECORD, PS_SCOPE_BUYER);
    set(open_in(buyer, PS_SCOPE_IDENT), PS_FIELD_IDENT_SCHEME, "GLN");
    const ps_record *record = finish();
    cr_assert_eq(record->item_count, 1);
    cr_expect_eq(record->items[0].code_count, 0);
    cr_expect_eq(record->items[0].part_count, 0);
    cr_expect_eq(record->items[0].property_count, 0);
    cr_expect_eq(record->items[0].reference_count, 0);
    cr_expect_eq(record->text_count, 0);
    cr_expect_eq(record->attachment_count, 0);
    cr_expect_eq(record->buyer.ident_count, 0);
}

Test(builder, parts_of_an_item)
{
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    ps_part code = open_in(item, PS_SCOPE_CODE);
    set(code, PS_FIELD_CODE_SCHEME, "TST");
    set(code, PS_FIELD_CODE_VALUE, "43222609");
    ps_part part = open_in(item, PS_SCOPE_PART);
    set(part, PS_FIELD_PART_SCHEME, "seller");
    set(part, PS_FIELD_PART_VALUE, "ne-40");
    ps_part property = open_in(item, PS_SCOPE_PROPERTY);
    set(property, PS_FIELD_PROPERTY_NAME, "端口");
    set(property, PS_FIELD_PROPERTY_VALUE, "48");
    ps_part reference = open_in(item, PS_SCOPE_REFERENCE);
    set(reference, PS_FIELD_REFERENCE_ID, "C-1");
    set(reference, PS_FIELD_REFERENCE_KIND, "contract");
    const ps_record *record = finish();
    const ps_item *got = &record->items[0];
    ps_test_str(got->codes[0].scheme, "UNSPSC", "scheme");
    ps_test_str(got->codes[0].scheme_source.text, "TST", "scheme as written");
    ps_test_str(got->codes[0].value.text, "43222609", "code");
    ps_test_str(got->parts[0].scheme.text, "seller", "part scheme");
    ps_test_str(got->parts[0].normal, "NE40", "part");
    ps_test_str(got->properties[0].name.text, "端口", "property");
    ps_test_str(got->references[0].id.text, "C-1", "reference");
    ps_test_str(got->references[0].kind, "contract", "reference kind");
    cr_expect_eq(record->reference_count, 0);
}

Test(builder, texts_references_and_attachments_of_the_record)
{
    ps_part text = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
    set(text, PS_FIELD_TEXT_TEXT, "secret");
    set(text, PS_FIELD_TEXT_KIND, "clause");
    set(text, PS_FIELD_TEXT_LANGUAGE, "en");
    ps_part reference = open_in(PS_PART_RECORD, PS_SCOPE_REFERENCE);
    set(reference, PS_FIELD_REFERENCE_ID, "C-1");
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    ps_part attachment = open_in(item, PS_SCOPE_ATTACHMENT);
    set(attachment, PS_FIELD_ATTACHMENT_NAME, "c.pdf");
    set(attachment, PS_FIELD_ATTACHMENT_BYTES, "4096");
    set(attachment, PS_FIELD_ATTACHMENT_CONTRACT, "yes");
    set(open_in(PS_PART_RECORD, PS_SCOPE_ATTACHMENT), PS_FIELD_ATTACHMENT_CONTRACT, "no");
    const ps_record *record = finish();
    cr_expect_eq(record->texts[0].kind, PS_TEXT_CLAUSE);
    ps_test_str(record->texts[0].text.text, "secret", "text");
    ps_test_str(record->texts[0].language.text, "en", "language");
    ps_test_str(record->references[0].id.text, "C-1", "reference");
    cr_assert_eq(record->attachment_count, 2, "an item's attachment is the record's");
    cr_expect_eq(record->attachments[0].bytes, 4096);
    cr_expect_eq(record->attachments[0].role, PS_ATTACHMENT_CONTRACT);
    cr_expect_eq(record->attachments[1].role, PS_ATTACHMENT_OTHER);
}

Test(builder, terms_and_clauses_of_an_item_are_texts_of_the_record_too)
{
    static const char *const kinds[] = {"note", "terms", "comment", "clause", "remark"};
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    ps_part dropped = open_in(item, PS_SCOPE_TEXT);
    set(dropped, PS_FIELD_TEXT_TEXT, "dropped");
    set(dropped, PS_FIELD_TEXT_KIND, "terms");
    ps_builder_close(builder, dropped, 0);
    for (size_t i = 0; i < 5; i++) {
        ps_part text = open_in(item, PS_SCOPE_TEXT);
        set(text, PS_FIELD_TEXT_TEXT, kinds[i]);
        set(text, PS_FIELD_TEXT_KIND, kinds[i]);
    }
    ps_part text = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
    set(text, PS_FIELD_TEXT_TEXT, "after");
    const ps_record *record = finish();
    cr_expect_eq(record->items[0].text_count, 5);
    cr_assert_eq(record->text_count, 3);
    ps_test_str(record->texts[0].text.text, "terms", "first");
    ps_test_str(record->texts[1].text.text, "clause", "second");
    ps_test_str(record->texts[2].text.text, "after", "in document order");
}

Test(builder, a_part_that_is_not_kept_takes_all_in_it_along)
{
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    ps_part code = open_in(item, PS_SCOPE_CODE);
    set(code, PS_FIELD_CODE_VALUE, "1");
    ps_part inner = open_in(item, PS_SCOPE_ITEM);
    set(inner, PS_FIELD_ITEM_NAME, "x");
    ps_builder_close(builder, inner, 1);
    ps_builder_close(builder, item, 0);
    cr_expect_eq(finish()->item_count, 0);
}

Test(builder, what_stands_in_a_group_belongs_to_the_part_around_it)
{
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    ps_part group = open_in(item, PS_SCOPE_GROUP);
    ps_part inner = open_in(group, PS_SCOPE_GROUP);
    set(item, PS_FIELD_ITEM_NAME, "a");
    set(inner, PS_FIELD_ITEM_NAME, "b");
    set(inner, PS_FIELD_ITEM_LINE, "10");
    set(open_in(inner, PS_SCOPE_CODE), PS_FIELD_CODE_VALUE, "1");
    ps_part dropped = open_in(item, PS_SCOPE_GROUP);
    set(dropped, PS_FIELD_ITEM_NAME, "c");
    set(dropped, PS_FIELD_ITEM_UNIT, "EA");
    set(open_in(dropped, PS_SCOPE_CODE), PS_FIELD_CODE_VALUE, "2");
    ps_builder_close(builder, dropped, 0);
    const ps_record *record = finish();
    cr_assert_eq(record->item_count, 1);
    const ps_item *got = &record->items[0];
    ps_test_str(got->line_id.text, "10", "line");
    cr_assert_eq(got->text_count, 2);
    ps_test_str(got->texts[1].value.text, "b", "text");
    cr_assert_eq(got->code_count, 1);
    ps_test_str(got->codes[0].value.text, "1", "code");
    cr_expect_null(got->unit.text.ptr);
}

Test(builder, ranks_are_compared_across_groups)
{
    ps_part first = open_in(PS_PART_RECORD, PS_SCOPE_GROUP);
    ps_builder_set_by(builder, first, PS_FIELD_RECORD_ID, PS_STR("weak"), 1,
                      (ps_value_rule){9, 0, PS_JOIN_NOT});
    ps_part second = open_in(PS_PART_RECORD, PS_SCOPE_GROUP);
    ps_builder_set_by(builder, second, PS_FIELD_RECORD_ID, PS_STR("strong"), 1,
                      (ps_value_rule){2, 0, PS_JOIN_NOT});
    ps_test_str(finish()->id.text, "strong", "id");
}

static ps_value_handle piece(ps_part part, const char *text, ps_join join)
{
    return ps_builder_set_by(builder, part, PS_FIELD_TEXT_TEXT, ps_str_from(text), 1,
                             (ps_value_rule){3, 0, join});
}

Test(builder, pieces_are_joined_as_asked)
{
    ps_part text = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
    piece(text, "\n  Hua", PS_JOIN_BLANK);
    piece(text, "wei \n", PS_JOIN_GLUE);
    piece(text, "", PS_JOIN_BLANK);
    piece(text, "router", PS_JOIN_BLANK);
    piece(text, "new line ", PS_JOIN_LINE);
    piece(text, "end", PS_JOIN_BLANK);
    ps_value_handle last = piece(text, "x", PS_JOIN_BLANK);
    ps_builder_rejoin(builder, last, PS_JOIN_GLUE);
    const ps_record *record = finish();
    cr_assert_eq(record->text_count, 1);
    ps_test_str(record->texts[0].text.text, "Huawei router\nnew line endx", "joined");
}

Test(builder, blanks_at_the_end_of_a_piece_count_when_it_is_glued)
{
    ps_part text = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
    piece(text, "two ", PS_JOIN_GLUE);
    piece(text, "words", PS_JOIN_GLUE);
    ps_test_str(finish()->texts[0].text.text, "two words", "joined");
}

Test(builder, each_part_joins_its_own_pieces)
{
    ps_part a = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
    ps_part b = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
    piece(a, "1", PS_JOIN_BLANK);
    piece(b, "2", PS_JOIN_BLANK);
    piece(a, "3", PS_JOIN_BLANK);
    piece(b, "4", PS_JOIN_BLANK);
    const ps_record *record = finish();
    ps_test_str(record->texts[0].text.text, "1 3", "first");
    ps_test_str(record->texts[1].text.text, "2 4", "second");
}

Test(builder, of_several_languages_the_preferred_one_stays)
{
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    static const struct {
        const char *text;
        uint16_t prefer;
    } names[] = {{"Schalter", 3}, {"switch", 2}, {"交换机", 1}, {"另一个", 1}};
    for (size_t i = 0; i < 4; i++) {
        ps_builder_set_by(builder, item, PS_FIELD_ITEM_NAME, ps_str_from(names[i].text), 1,
                          (ps_value_rule){1, names[i].prefer, PS_JOIN_NOT});
    }
    set(item, PS_FIELD_ITEM_NOTE, "note");
    const ps_record *record = finish();
    cr_assert_eq(record->items[0].text_count, 2);
    ps_test_str(record->items[0].name.text, "交换机", "name");
}

Test(builder, defaults_fill_what_nothing_else_did)
{
    static const ps_default values[] = {{PS_FIELD_TEXT_KIND, {"terms", 5}},
                                        {PS_FIELD_TEXT_LANGUAGE, {"en", 2}}};
    static const ps_part_defaults defaults = {values, 2, {"a/b", 3}};
    ps_part text = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
    ps_builder_defaults(builder, text, &defaults);
    set(text, PS_FIELD_TEXT_TEXT, "net 30");
    set(text, PS_FIELD_TEXT_LANGUAGE, "de");
    ps_part empty = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
    ps_builder_defaults(builder, empty, &defaults);
    const ps_record *record = finish();
    cr_assert_eq(record->text_count, 1, "a default alone makes no part");
    cr_expect_eq(record->texts[0].kind, PS_TEXT_TERMS);
    ps_test_str(record->texts[0].language.text, "de", "language");
    ps_test_str(record->texts[0].field, "a/b", "place");
}

Test(builder, damage_keeps_the_first_reason)
{
    ps_builder_damage(builder, "unresolved-entity zwnj");
    ps_builder_damage(builder, "other");
    cr_expect_str_eq(finish()->damage, "unresolved-entity zwnj");
    ps_builder_start(builder, PS_STR("test"), PS_KIND_ORDER, 1, 0);
    cr_expect_null(finish()->damage);
}

Test(builder, items_are_limited)
{
    limits.items = 2;
    for (int i = 0; i < 2; i++) {
        (void)open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    }
    cr_expect_not(ps_builder_failed(builder));
    set(PS_PART_RECORD, PS_FIELD_RECORD_ID, "PO-1");
    (void)open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(PS_PART_RECORD, PS_FIELD_RECORD_CURRENCY, "CNY");
    ps_test_str(ps_builder_id(builder), "PO-1", "id of the lost record");
    expect_limit("limit:items");
}

Test(builder, values_are_limited)
{
    limits.values = 3;
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    for (int i = 0; i < 3; i++) {
        set(item, PS_FIELD_ITEM_NOTE, "n");
        set(item, PS_FIELD_ITEM_UNIT, "EA");
    }
    cr_expect_not(ps_builder_failed(builder));
    (void)open_in(item, PS_SCOPE_CODE);
    expect_limit("limit:values");
}

Test(builder, text_is_limited)
{
    limits.record_text = 6;
    set(PS_PART_RECORD, PS_FIELD_RECORD_ID, "123");
    set(PS_PART_RECORD, PS_FIELD_RECORD_CURRENCY, "CNY");
    cr_expect_not(ps_builder_failed(builder));
    set(PS_PART_RECORD, PS_FIELD_RECORD_TOTAL, "1");
    expect_limit("limit:record-text");
}

Test(builder, one_field_is_limited)
{
    limits.field_bytes = 3;
    set(PS_PART_RECORD, PS_FIELD_RECORD_ID, "123");
    cr_expect_not(ps_builder_failed(builder));
    set(PS_PART_RECORD, PS_FIELD_RECORD_CURRENCY, "YUAN");
    expect_limit("limit:field-bytes");
}

Test(builder, a_joined_text_is_one_field)
{
    limits.field_bytes = 5;
    ps_part text = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
    piece(text, "123", PS_JOIN_BLANK);
    piece(text, "123", PS_JOIN_BLANK);
    ps_error err = {0};
    const ps_record *record = NULL;
    PS_TEST_STATUS(ps_builder_finish(builder, &record, &err), PS_FAILED, err);
    cr_expect_str_eq(err.cause, "limit:field-bytes");
}

Test(builder, a_failed_record_does_not_hurt_the_next)
{
    limits.field_bytes = 3;
    set(PS_PART_RECORD, PS_FIELD_RECORD_ID, "1234");
    cr_expect(ps_builder_failed(builder));
    ps_builder_start(builder, PS_STR("test"), PS_KIND_ORDER, 1, 0);
    set(PS_PART_RECORD, PS_FIELD_RECORD_ID, "123");
    ps_test_str(finish()->id.text, "123", "id");
}

Test(builder, long_texts_survive)
{
    enum { LEN = 100000 };
    static char text[LEN];
    memset(text, 'x', LEN);
    for (size_t len = 1; len < LEN; len = len * 3 + 1) {
        ps_part part = open_in(PS_PART_RECORD, PS_SCOPE_TEXT);
        ps_builder_set(builder, part, PS_FIELD_TEXT_TEXT, (ps_str){text, len}, 1);
    }
    const ps_record *record = finish();
    size_t want = 1;
    for (size_t i = 0; i < record->text_count; i++, want = want * 3 + 1) {
        cr_expect_eq(record->texts[i].text.text.len, want);
        cr_expect_eq(record->texts[i].text.text.ptr[want - 1], 'x');
        cr_expect_eq(record->texts[i].text.text.ptr[want], '\0');
    }
    cr_expect_eq(record->text_count, 11);
}

struct surveyed {
    size_t parts[PS_SCOPE_COUNT];
    size_t values[PS_FIELD_COUNT];
};

static void survey(void *user, ps_scope scope, ps_part part, ps_field field, ps_str text)
{
    struct surveyed *seen = user;
    (void)part;
    (void)text;
    if (field == PS_FIELD_COUNT) {
        seen->parts[scope]++;
    } else {
        seen->values[field]++;
    }
}

Test(builder, the_survey_shows_what_was_kept)
{
    ps_part item = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(item, PS_FIELD_ITEM_NAME, "x");
    ps_part group = open_in(item, PS_SCOPE_GROUP);
    set(group, PS_FIELD_ITEM_UNIT, "EA");
    ps_part gone = open_in(PS_PART_RECORD, PS_SCOPE_ITEM);
    set(gone, PS_FIELD_ITEM_NAME, "y");
    ps_builder_close(builder, gone, 0);
    (void)finish();
    struct surveyed seen = {0};
    ps_builder_survey(builder, survey, &seen);
    cr_expect_eq(seen.parts[PS_SCOPE_RECORD], 1);
    cr_expect_eq(seen.parts[PS_SCOPE_ITEM], 1);
    cr_expect_eq(seen.values[PS_FIELD_ITEM_NAME], 1);
    cr_expect_eq(seen.values[PS_FIELD_ITEM_UNIT], 1);
}

static const ps_attachment *embed(const char *const *pieces, uint64_t most)
{
    ps_part attachment = open_in(PS_PART_RECORD, PS_SCOPE_ATTACHMENT);
    limits.attachment_bytes = most;
    set(attachment, PS_FIELD_ATTACHMENT_NAME, "a");
    ps_builder_embed_begin(builder);
    for (; *pieces; pieces++) {
        ps_builder_embed(builder, ps_str_from(*pieces));
    }
    ps_builder_embedded(builder, attachment, ps_builder_embed_end(builder));
    return finish()->attachments;
}

Test(builder, an_embedded_object_is_decoded_as_it_comes)
{
    const ps_attachment *a = embed((const char *const[]){"Zm", "9\n", "vYg==", NULL}, 4);
    ps_test_str(a->data, "foob", "data");
    cr_expect_null(a->fault.ptr);
}

Test(builder, an_object_beyond_the_limit_or_no_base64_is_not_kept)
{
    const ps_attachment *a = embed((const char *const[]){"Zm9v", "Yg==", NULL}, 3);
    cr_expect_null(a->data.ptr);
    cr_expect(ps_str_starts(a->fault, PS_STR("limit:attachment-bytes: ")), "%.*s",
              PS_FMT(a->fault));
    ps_builder_start(builder, PS_STR("test"), PS_KIND_ORDER, 3, 40);
    a = embed((const char *const[]){"Zm9", NULL}, 100);
    cr_expect_null(a->data.ptr);
    cr_expect(ps_str_starts(a->fault, PS_STR("attachment-damaged: ")), "%.*s", PS_FMT(a->fault));
    ps_builder_start(builder, PS_STR("test"), PS_KIND_ORDER, 3, 40);
    a = embed((const char *const[]){"Zm9v", NULL}, 100);
    ps_test_str(a->data, "foo", "the next record is none the worse");
}

Test(builder, what_a_group_embeds_is_of_the_attachment_around_it)
{
    ps_part attachment = open_in(PS_PART_RECORD, PS_SCOPE_ATTACHMENT);
    ps_part group = open_in(attachment, PS_SCOPE_GROUP);
    set(attachment, PS_FIELD_ATTACHMENT_NAME, "a");
    ps_builder_embed_begin(builder);
    ps_builder_embed(builder, PS_STR("Zm9v"));
    ps_builder_embedded(builder, group, ps_builder_embed_end(builder));
    ps_test_str(finish()->attachments[0].data, "foo", "data");
}
