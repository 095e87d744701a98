/* Where in the document the parser is.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memrchr, by seek.h */
#include <string.h>

#include "xml/parser.h"
#include "xml/seek.h"

uint64_t ps_xml_count_lines(const char *from, const char *to)
{
    uint64_t count = 0;
    while (from < to && (from = memchr(from, '\n', (size_t)(to - from)))) {
        count++;
        from++;
    }
    return count;
}

const xmlChar *ps_xml_open_mark(const ps_xml_parser *parser)
{
    const xmlParserInput *input = parser->ctxt->input;
    size_t mark =
        ps_seek_last((const char *)input->base, 0, (size_t)(input->cur - input->base), '<');
    return mark == SIZE_MAX ? input->cur : input->base + mark;
}

const xmlChar *ps_xml_here(const ps_xml_parser *parser)
{
    return parser->skim.skimming ? (const xmlChar *)parser->skim.at : parser->ctxt->input->cur;
}

uint64_t ps_xml_position_of(const ps_xml_parser *parser, const xmlChar *at)
{
    const ps_feed *feed = &parser->feed;
    return parser->skim.skimming
               ? feed->base + (uint64_t)((const char *)at - feed->text.ptr)
               : feed->base + feed->given - (uint64_t)(parser->ctxt->input->end - at);
}

static uint64_t count_lines(const xmlChar *from, const xmlChar *to)
{
    return ps_xml_count_lines((const char *)from, (const char *)to);
}

static uint64_t line_of_parser(const ps_xml_parser *parser)
{
    uint64_t line = parser->skim.skimming ? parser->skim.line : (uint32_t)parser->ctxt->input->line;
    return line + parser->feed.sniffed.lines;
}

ps_xml_place ps_xml_place_of(const ps_xml_parser *parser, const xmlChar *at)
{
    uint64_t position = ps_xml_position_of(parser, at);
    ps_xml_place place = {.line = line_of_parser(parser),
                          .column = ps_feed_column(&parser->feed, position),
                          .offset = ps_feed_offset(&parser->feed, position)};
    const xmlChar *counted = ps_xml_here(parser);
    if (parser->skim.skimming && parser->in_start) {
        counted = (const xmlChar *)parser->skim.mark;
    }
    if (at < counted) {
        place.line -= count_lines(at, counted);
    } else {
        place.line += count_lines(counted, at);
    }
    return place;
}

static const xmlChar *mark_here(const ps_xml_parser *parser)
{
    return parser->skim.skimming ? (const xmlChar *)parser->skim.mark : ps_xml_open_mark(parser);
}

ps_xml_place ps_xml_where(const ps_xml_parser *parser)
{
    return ps_xml_place_of(parser, parser->in_start ? mark_here(parser) : ps_xml_here(parser));
}

uint64_t ps_xml_line(const ps_xml_parser *parser)
{
    uint64_t line = line_of_parser(parser);
    return parser->in_start && parser->lines_passed && !parser->skim.skimming
               ? line - count_lines(ps_xml_open_mark(parser), parser->ctxt->input->cur)
               : line;
}

uint64_t ps_xml_text_line(const ps_xml_parser *parser, ps_str piece)
{
    uint64_t line = line_of_parser(parser);
    uint64_t most =
        parser->skim.skimming ? parser->skim.text_lines : (uint64_t)(unsigned)parser->lines_passed;
    if (!most) {
        return line;
    }
    /* A CR alone became an LF, but ends no line. */
    const xmlChar *from = (const xmlChar *)piece.ptr;
    uint64_t ends = count_lines(from, from + piece.len);
    return line - (ends < most ? ends : most);
}

uint64_t ps_xml_consumed(const ps_xml_parser *parser)
{
    return ps_feed_offset(&parser->feed, ps_xml_position_of(parser, ps_xml_here(parser)));
}
