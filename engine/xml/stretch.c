/* Parsing a stretch of a document in place of the whole: what has to be known of it, so that nobody
 * sees the difference.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/str.h"
#include "xml/parser.h"

void ps_xml_list_names(ps_xml_parser *parser, const ps_xml_tag *tag)
{
    ps_met_names *met = parser->met;
    ps_met_names_add(met, tag->local);
    ps_met_names_add(met, tag->prefix);
    ps_met_names_add(met, tag->uri);
    for (int i = 0; i < 2 * tag->space_count; i++) {
        ps_met_names_add(met, tag->spaces[i]);
    }
    for (int i = 0; i < tag->attr_count; i++) {
        for (int k = 0; k < 3; k++) { /* name, prefix, namespace; the value follows */
            ps_met_names_add(met, tag->attrs[5 * i + k]);
        }
    }
    parser->listed = ps_met_names_count(met);
    /* More than can be listed, or interned for a reason that is not known here. */
    if (ps_met_names_full(met) || ps_xml_count_names(parser) != parser->listed) {
        if (parser->handler->crowded) {
            parser->handler->crowded(parser->user, parser);
        }
        ps_met_names_free(parser->met);
        parser->met = NULL;
    }
}

void ps_xml_pass_joint(ps_xml_parser *parser, const xmlChar *text, int size)
{
    xmlParserInputPtr input = parser->ctxt->input;
    /* libxml2 has gone on to the end of the text, or will when it was told. */
    const xmlChar *end = text == input->cur ? text + size : input->cur;
    if (ps_xml_position_of(parser, end) >= parser->feed.joint) {
        input->line = (int)((uint32_t)input->line + (uint32_t)parser->missing_lines);
        parser->missing_lines = 0;
    }
}

void ps_xml_on_instruction(void *ctx, const xmlChar *target, const xmlChar *data)
{
    ps_xml_parser *parser = ps_xml_parser_of(ctx);
    (void)data;
    if (!parser->dead && parser->met) {
        ps_met_names_add(parser->met, target);
    }
}

int ps_xml_may_be_cut(const ps_xml_parser *parser)
{
    return parser->feed.sniffed.charset->kind == PS_CHARSET_UTF8 && !parser->feed.scan.met_doctype;
}

int ps_xml_is_sound(const ps_xml_parser *parser)
{
    return !parser->unsound;
}

ps_str ps_xml_names(const ps_xml_parser *parser)
{
    return parser->met ? ps_met_names_list(parser->met) : PS_STR("");
}

void ps_xml_add_names(ps_xml_parser *parser, ps_str names)
{
    while (names.len) {
        size_t len = strnlen(names.ptr, names.len - 1);
        (void)xmlDictLookup(parser->ctxt->dict, (const xmlChar *)names.ptr, (int)len);
        names = ps_str_slice(names, len + 1, names.len);
    }
    ps_met_names_free(parser->met);
    parser->met = NULL;
}
