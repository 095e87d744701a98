/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/tree.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "ps_test.h"
#include "xml/document.h"

static ps_arena arena;

static void setup(void)
{
    ps_xml_init();
    ps_arena_init(&arena, 0);
}

static void teardown(void)
{
    ps_arena_done(&arena);
}

TestSuite(tree, .init = setup, .fini = teardown);

static const ps_node *parse(const char *text)
{
    ps_error err = {0};
    const ps_node *root = NULL;
    PS_TEST_STATUS(ps_tree_parse(&arena, ps_str_from(text), "pack.xml", &root, &err), PS_OK, err);
    return root;
}

Test(tree, elements_have_names_attributes_and_trimmed_text)
{
    const ps_node *root = parse("<pack id='a' xml:lang='zh'>\n <entry>\n  one <b>two</b> three\n "
                                "</entry><entry/><other>x &amp; <![CDATA[<y>]]></other></pack>");
    ps_test_str(root->name, "pack", "root");
    ps_test_str(root->space, "", "no namespace");
    ps_test_str(root->text, "", "root text");
    ps_test_str(ps_node_attr_value(root, "id"), "a", "id");
    ps_test_str(ps_node_attr_value(root, "xml:lang"), "zh", "xml:lang");
    cr_expect_null(ps_node_attr_value(root, "lang").ptr, "an absent attribute has no pointer");
    const ps_node *entry = ps_node_child(root, "entry");
    ps_test_str(entry->text, "one  three", "text without that of children");
    ps_test_str(ps_node_child(entry, NULL)->text, "two", "child text");
    cr_expect_eq(entry->line, 2);
    cr_expect_eq(entry->column, 2);
    cr_expect_eq(entry->parent, root);
    entry = ps_node_next(entry, "entry");
    cr_assert_not_null(entry);
    cr_expect_null(ps_node_next(entry, "entry"));
    ps_test_str(entry->text, "", "empty element");
    ps_test_str(ps_node_next(entry, NULL)->text, "x & <y>", "references and CDATA");
}

Test(tree, qnames_are_resolved_by_the_declarations_in_scope)
{
    const ps_node *root =
        parse("<a xmlns='urn:d' xmlns:p='urn:p'><b xmlns:p='urn:q'><c/></b><d xmlns=''/></a>");
    const ps_node *b = ps_node_child(root, "b");
    const ps_node *c = ps_node_child(b, "c");
    ps_str uri;
    ps_str local;
    ps_test_str(b->space, "urn:d", "default namespace");
    cr_assert(ps_node_qname(root, PS_STR("p:x"), &uri, &local));
    ps_test_str(uri, "urn:p", "outer");
    ps_test_str(local, "x", "local");
    cr_assert(ps_node_qname(c, PS_STR("p:x"), &uri, &local));
    ps_test_str(uri, "urn:q", "inner, inherited");
    cr_assert(ps_node_qname(c, PS_STR("x"), &uri, &local));
    ps_test_str(uri, "urn:d", "no prefix: the default");
    cr_assert(ps_node_qname(ps_node_child(root, "d"), PS_STR("x"), &uri, &local));
    ps_test_str(uri, "", "the default was undeclared");
    cr_expect_not(ps_node_qname(root, PS_STR("q:x"), &uri, &local), "undeclared prefix");
    cr_expect_not(ps_node_qname(root, PS_STR("p:"), &uri, &local), "no local name");
}

Test(tree, errors_carry_source_line_and_column)
{
    static const struct {
        const char *text;
        ps_error_code code;
        uint64_t line;
    } rows[] = {
        {"<a>\n<b></a>", PS_E_ILL_FORMED, 2},
        {"<a>\n<p:b/></a>", PS_E_NAMESPACE, 2},
        {"<!DOCTYPE a [\n<!ENTITY e 'x'>]><a>&e;</a>", PS_E_DTD, 2},
        {"<a/>\nmore", PS_E_TRAILING_DATA, 2},
        {"", PS_E_NOT_XML, 1},
        {"\n<a>\n\xFC</a>", PS_E_BAD_BYTES, 3},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_error err = {0};
        const ps_node *root = NULL;
        ps_status status =
            ps_tree_parse(&arena, ps_str_from(rows[i].text), "pack.xml", &root, &err);
        cr_expect_eq(status, PS_FAILED, "row %zu", i);
        cr_expect_eq(err.code, rows[i].code, "row %zu: %s", i, err.message);
        cr_expect_eq(err.line, rows[i].line, "row %zu: line %llu", i, (unsigned long long)err.line);
        cr_expect_neq(err.column, 0, "row %zu", i);
        cr_expect_str_eq(err.source, "pack.xml", "row %zu", i);
        cr_expect_null(root, "row %zu", i);
    }
}

Test(tree, a_full_arena_is_out_of_memory)
{
    ps_arena small;
    ps_error err = {0};
    const ps_node *root = NULL;
    for (size_t limit = 256; limit < 16384; limit += 256) {
        ps_arena_init(&small, limit);
        ps_status status = ps_tree_parse(&small, PS_STR("<a b='c'>text<d/></a>"), "x", &root, &err);
        if (status != PS_OK) {
            cr_expect_eq(status, PS_FATAL, "limit %zu", limit);
            cr_expect_eq(err.code, PS_E_MEMORY, "limit %zu", limit);
        }
        ps_arena_done(&small);
    }
}

static const char schema[] =
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0'\n"
    "  datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'><start>\n"
    "<element name='pack'><attribute name='version'><data type='positiveInteger'/></attribute>\n"
    "<oneOrMore><element name='entry'><text/></element></oneOrMore></element></start></grammar>";

typedef struct problems {
    size_t count;
    uint64_t line;
    char source[64];
} problems;

static void on_problem(void *user, ps_status severity, const ps_error *error)
{
    problems *p = user;
    (void)severity;
    p->count++;
    p->line = p->line ? p->line : error->line;
    ps_error_copy(p->source, sizeof p->source, ps_str_from(error->source));
}

static ps_status validate(const char *text, const char *grammar, problems *p, ps_error *err)
{
    *p = (problems){0};
    return ps_tree_validate(ps_str_from(text), "pack.xml", ps_str_from(grammar), "pack.rng",
                            on_problem, p, err);
}

Test(tree, a_file_that_follows_its_schema_is_valid)
{
    ps_error err = {0};
    problems p;
    PS_TEST_STATUS(validate("<pack version='1'><entry>x</entry></pack>", schema, &p, &err), PS_OK,
                   err);
    cr_expect_eq(p.count, 0);
}

Test(tree, violations_are_reported_with_source_and_line)
{
    static const struct {
        const char *text;
        uint64_t line;
    } rows[] = {
        {"<pack version='1'>\n<entry/>\n<entyr/></pack>", 3},
        {"<pack version='x'><entry/></pack>", 1},
        {"\n<pack version='1'/>", 2},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_error err = {0};
        problems p;
        cr_expect_eq(validate(rows[i].text, schema, &p, &err), PS_FAILED, "row %zu", i);
        cr_expect_gt(p.count, 0, "row %zu", i);
        cr_expect_eq(p.line, rows[i].line, "row %zu: line %llu", i, (unsigned long long)p.line);
        cr_expect_str_eq(p.source, "pack.xml", "row %zu", i);
        cr_expect_str_eq(err.source, "pack.xml", "row %zu", i);
        cr_expect_eq(err.code, PS_E_PACK, "row %zu", i);
    }
}

Test(tree, a_wrong_schema_is_named)
{
    static const char *const rows[] = {
        ("<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><ref name='a'/></start>"
         "</grammar>"),
        "<grammar", "",
        "<externalRef xmlns='http://relaxng.org/ns/structure/1.0' href='file:///etc/passwd'/>"};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_error err = {0};
        problems p;
        cr_expect_eq(validate("<pack version='1'><entry/></pack>", rows[i], &p, &err), PS_FAILED,
                     "row %zu", i);
        cr_expect_str_eq(err.source, "pack.rng", "row %zu", i);
    }
}
