/* Checking our own files against RELAX NG schemas. The other half of tree.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include <libxml/relaxng.h>
#include <libxml/tree.h>

#include "base/error.h"
#include "base/str.h"
#include "xml/fault.h"
#include "xml/tree.h"

typedef struct check {
    const char *source_name;
    ps_problem_fn problem;
    void *user;
    size_t violations;
    ps_error first;
} check;

static void on_violation(void *user, ps_libxml_error from)
{
    check *c = user;
    ps_error error;
    if (from->level < XML_ERR_ERROR) {
        return;
    }
    ps_error_set(&error, PS_FAILED, PS_E_PACK, "%.*s", PS_FMT(ps_fault_message(from)));
    ps_error_source(&error, c->source_name);
    error.line = from->line > 0 ? (uint64_t)from->line : 0;
    if (!c->violations++) {
        c->first = error;
    }
    if (c->problem) {
        c->problem(c->user, PS_FAILED, &error);
    }
}

static void on_ill_formed(void *user, ps_libxml_error from)
{
    (void)user;
    (void)from;
}

static xmlDocPtr read_document(ps_str bytes)
{
    xmlParserCtxtPtr ctxt = bytes.len > INT32_MAX ? NULL : xmlNewParserCtxt();
    if (!ctxt) {
        return NULL;
    }
    /* ps_tree_parse() has accepted and refused; here is nothing to report. */
    ctxt->sax->serror = on_ill_formed;
    xmlDocPtr document = xmlCtxtReadMemory(ctxt, bytes.ptr, (int)bytes.len, NULL, NULL,
                                           XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_BIG_LINES |
                                               PS_LIBXML_DOORS);
    xmlFreeParserCtxt(ctxt);
    return document;
}

/* Not xmlRelaxNGNewMemParserCtxt(): what it parses ill-formed it prints. */
static xmlRelaxNGPtr read_schema(ps_str schema, check *c)
{
    xmlDocPtr document = read_document(schema);
    xmlRelaxNGParserCtxtPtr ctxt = document ? xmlRelaxNGNewDocParserCtxt(document) : NULL;
    xmlRelaxNGPtr grammar = NULL;
    if (ctxt) {
        xmlRelaxNGSetParserStructuredErrors(ctxt, on_violation, c);
        grammar = xmlRelaxNGParse(ctxt);
        xmlRelaxNGFreeParserCtxt(ctxt);
    }
    xmlFreeDoc(document);
    return grammar;
}

static ps_status validate(xmlDocPtr document, xmlRelaxNGPtr grammar, check *c, ps_error *reterr)
{
    xmlRelaxNGValidCtxtPtr ctxt = xmlRelaxNGNewValidCtxt(grammar);
    if (!ctxt) {
        return ps_error_memory(reterr);
    }
    xmlRelaxNGSetValidStructuredErrors(ctxt, on_violation, c);
    int result = xmlRelaxNGValidateDoc(ctxt, document);
    xmlRelaxNGFreeValidCtxt(ctxt);
    if (result == 0) {
        return PS_OK;
    }
    if (!c->violations) {
        ps_error_set(&c->first, PS_FAILED, result > 0 ? PS_E_PACK : PS_E_INTERNAL,
                     "the file does not follow its schema");
        ps_error_source(&c->first, c->source_name);
    }
    if (reterr) {
        *reterr = c->first;
    }
    return PS_FAILED;
}

static ps_status read_and_validate(ps_str bytes, ps_str schema, check *file, check *grammar_file,
                                   ps_error *reterr)
{
    xmlRelaxNGPtr grammar = read_schema(schema, grammar_file);
    if (!grammar) {
        ps_status status =
            ps_error_set(reterr, PS_FAILED, PS_E_PACK, "the schema cannot be used: %s",
                         grammar_file->violations ? grammar_file->first.message : "not readable");
        ps_error_source(reterr, grammar_file->source_name);
        return status;
    }
    xmlDocPtr document = read_document(bytes);
    ps_status status;
    if (document) {
        status = validate(document, grammar, file, reterr);
    } else {
        status = ps_error_set(reterr, PS_FAILED, PS_E_ILL_FORMED, "the file cannot be read again");
        ps_error_source(reterr, file->source_name);
    }
    xmlFreeDoc(document);
    xmlRelaxNGFree(grammar);
    return status;
}

ps_status ps_tree_validate(ps_str bytes, const char *source_name, ps_str schema,
                           const char *schema_name, ps_problem_fn problem, void *user,
                           ps_error *reterr)
{
    check grammar_file = {.source_name = schema_name, .problem = problem, .user = user};
    check file = {.source_name = source_name, .problem = problem, .user = user};
    ps_fault_channel saved;
    ps_fault_silence(&saved);
    ps_status status = read_and_validate(bytes, schema, &file, &grammar_file, reterr);
    ps_fault_restore(&saved);
    return status;
}
