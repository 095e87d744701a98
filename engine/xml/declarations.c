/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "xml/parser.h"

/* The second lock on declarations; the first is that they are not let through to libxml2. */
static void refuse_declaration(void *ctx, const char *kind)
{
    ps_xml_parser *parser = ps_xml_parser_of(ctx);
    ps_error error;
    ps_error_set(&error, PS_FAILED, PS_E_DTD, "the document type declaration contains %s", kind);
    ps_xml_die(parser, &error, parser->ctxt->input->cur);
    xmlStopParser(parser->ctxt);
}

static void on_entity_decl(void *ctx, const xmlChar *name, int type, const xmlChar *public_id,
                           const xmlChar *system_id, xmlChar *content)
{
    (void)name;
    (void)type;
    (void)public_id;
    (void)system_id;
    (void)content;
    refuse_declaration(ctx, "an entity");
}

static void on_unparsed_decl(void *ctx, const xmlChar *name, const xmlChar *public_id,
                             const xmlChar *system_id, const xmlChar *notation)
{
    (void)name;
    (void)public_id;
    (void)system_id;
    (void)notation;
    refuse_declaration(ctx, "an unparsed entity");
}

static void on_notation_decl(void *ctx, const xmlChar *name, const xmlChar *public_id,
                             const xmlChar *system_id)
{
    (void)name;
    (void)public_id;
    (void)system_id;
    refuse_declaration(ctx, "a notation");
}

static void on_attribute_decl(void *ctx, const xmlChar *element, const xmlChar *name, int type,
                              int def, const xmlChar *value, xmlEnumerationPtr tree)
{
    (void)element;
    (void)name;
    (void)type;
    (void)def;
    (void)value;
    xmlFreeEnumeration(tree); /* the handler owns it */
    refuse_declaration(ctx, "an attribute list");
}

static void on_element_decl(void *ctx, const xmlChar *name, int type, xmlElementContentPtr content)
{
    (void)name;
    (void)type;
    (void)content;
    refuse_declaration(ctx, "an element type");
}

void ps_xml_refuse_declarations(xmlSAXHandler *sax)
{
    sax->entityDecl = on_entity_decl;
    sax->unparsedEntityDecl = on_unparsed_decl;
    sax->notationDecl = on_notation_decl;
    sax->attributeDecl = on_attribute_decl;
    sax->elementDecl = on_element_decl;
}
