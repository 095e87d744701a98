/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/skim.h"

#include <string.h>

#include "base/str.h"
#include "xml/parser.h"

/* To leave libxml2 and come back costs about as much as it takes it to read so many tags. WAIT_MOST
 * bounds how long it is not left after that did not pay; TEXT_WAITS the bytes of a text that is not
 * complete. */
enum { TAGS_WORTH = 32, WAIT_MOST = 4096, TEXT_WAITS = 4096, AROUND_RECORDS = 2 };

void ps_skim_begin(ps_xml_parser *parser)
{
    ps_skim *skim = &parser->skim;
    size_t size = ((size_t)parser->options->limits->depth + 2) * sizeof *skim->open;
    ps_xml_kept_lend_known(parser->options->kept, &skim->known, &skim->memory);
    skim->open = (ps_skim_open *)(void *)ps_buffer_reserve(&skim->memory, size);
    if (!skim->known || !skim->open) {
        ps_known_free(PS_TAKE(skim->known));
        return;
    }
    skim->open[0] = (ps_skim_open){.tag = ps_known_top(skim->known)};
}

void ps_skim_done(ps_xml_parser *parser)
{
    if (!parser->options || !parser->options->kept) {
        return;
    }
    ps_xml_kept_return_known(parser->options->kept, PS_TAKE(parser->skim.known),
                             &parser->skim.memory);
}

/* ---- while libxml2 reads ---- */

/* libxml2's position is at the end of a start tag. @return the whole of the tag; ptr NULL: not all
 * of it is there. */
static ps_str whole_tag(const ps_xml_parser *parser)
{
    const xmlParserInput *input = parser->ctxt->input;
    const xmlChar *mark = ps_xml_open_mark(parser);
    size_t rest = (size_t)(input->end - input->cur);
    size_t close = rest && *input->cur == '/' ? 2 : 1;
    if (mark == input->cur || rest < close || input->cur[close - 1] != '>') {
        return (ps_str){NULL, 0};
    }
    return (ps_str){(const char *)mark, (size_t)(input->cur - mark) + close};
}

static void learn_head(ps_xml_parser *parser)
{
    const ps_feed *feed = &parser->feed;
    uint64_t end = ps_xml_position_of(parser, ps_xml_open_mark(parser));
    if (!feed->base && !feed->scan.met_doctype && end <= feed->text.len) {
        ps_known_learn_head(parser->skim.known,
                            ps_str_slice(ps_buffer_str(&feed->text), 0, (size_t)end));
    }
}

void ps_skim_on_document(ps_xml_parser *parser)
{
    ps_skim *skim = &parser->skim;
    if (skim->unseen) {
        parser->ctxt->input->line = (int)skim->open[1].line;
    } else if (skim->known && !ps_str_is(ps_str_from((const char *)parser->ctxt->version), "1.0")) {
        ps_known_free(PS_TAKE(skim->known)); /* the version would have to be given again */
    } else if (skim->known) {
        ps_known_begin(skim->known, parser->ctxt->dict);
    }
}

/* libxml2 quotes the line of a tag in messages about its end tag. */
static void count_lines_again(ps_xml_parser *parser)
{
    ps_skim *skim = &parser->skim;
    size_t next = parser->depth - --skim->unseen + 1;
    parser->ctxt->input->line = (int)(next <= parser->depth ? skim->open[next].line : skim->line);
    parser->line = parser->ctxt->input->line;
}

int ps_skim_is_again(ps_xml_parser *parser)
{
    if (parser->skim.unseen) {
        count_lines_again(parser);
        return 1;
    }
    return 0;
}

/* It is long before libxml2 may be left again: only what stands around records is followed. */
static int is_asleep(const ps_xml_parser *parser)
{
    return parser->skim.wait - parser->skim.waited > TAGS_WORTH && parser->depth > AROUND_RECORDS;
}

void ps_skim_on_start(ps_xml_parser *parser, const ps_xml_tag *tag)
{
    ps_skim *skim = &parser->skim;
    ps_skim_open *open = &skim->open[parser->depth];
    ps_known_tag *around = open[-1].tag;
    open->tag = NULL;
    if (!around || parser->unsound || is_asleep(parser)) {
        return;
    }
    ps_str raw = whole_tag(parser);
    if (raw.ptr) {
        open->tag = ps_known_learn(skim->known, around, raw, tag);
    }
    if (open->tag) {
        open->line =
            (uint32_t)parser->ctxt->input->line - ps_xml_count_lines(raw.ptr, raw.ptr + raw.len);
        if (parser->depth == 1) {
            learn_head(parser);
        }
    }
}

/* Whether the bytes that libxml2 holds begin with what is known: blanks and a tag. */
static int is_promising(const ps_xml_parser *parser, ps_known_tag *around)
{
    const xmlParserInput *input = parser->ctxt->input;
    ps_known_text known;
    size_t size;
    ps_str text = {(const char *)input->cur, (size_t)(input->end - input->cur)};
    if (!ps_known_read_text(text, &known)) {
        return 0;
    }
    text = ps_str_slice(text, known.size, text.len);
    return ps_known_find(around, parser->skim.expected, text, &size) != NULL;
}

void ps_skim_on_end(ps_xml_parser *parser)
{
    ps_skim *skim = &parser->skim;
    ps_skim_open *around = &skim->open[parser->depth];
    skim->waited += skim->waited < skim->wait;
    if (skim->waited < skim->wait || parser->depth == 0 || !around->tag) {
        return;
    }
    if (parser->dead || parser->unsound || parser->missing_lines || parser->feed.scan.met_doctype) {
        return;
    }
    xmlParserInputPtr input = parser->ctxt->input;
    if (ps_xml_position_of(parser, input->cur) < parser->feed.joint) {
        return;
    }
    skim->expected = around[1].tag ? &around[1].tag->then_behind : &around->tag->then_inside;
    if (is_promising(parser, around->tag)) {
        skim->left = 1;
        skim->line = (uint32_t)input->line;
        ps_feed_take_back(&parser->feed, (size_t)(input->end - input->cur));
        xmlStopParser(parser->ctxt);
    }
}

size_t ps_skim_give_again(ps_xml_parser *parser, char *buffer, size_t size)
{
    ps_skim *skim = &parser->skim;
    if (!skim->again) {
        return 0;
    }
    ps_str raw = skim->open[skim->again].tag->raw;
    raw = ps_str_slice(raw, skim->again_bytes, raw.len);
    if (size < raw.len) {
        skim->again_bytes += size;
    } else {
        size = raw.len;
        skim->again_bytes = 0;
        skim->again = skim->again < parser->depth ? skim->again + 1 : 0;
    }
    memcpy(buffer, raw.ptr, size);
    return size;
}

/* ---- without it ---- */

static void tell_end(ps_xml_parser *parser)
{
    if (parser->handler->end) {
        parser->handler->end(parser->user, parser);
    }
    parser->depth--;
}

static void tell_text(ps_xml_parser *parser, const char *from, const char *to, uint64_t line_ends)
{
    ps_skim *skim = &parser->skim;
    skim->at = to;
    skim->line += line_ends;
    skim->text_lines = line_ends;
    if (to > from && parser->handler->text && !parser->dead) {
        parser->handler->text(parser->user, parser, (ps_str){from, (size_t)(to - from)});
    }
    skim->text_lines = 0;
}

/* A text with CRs in front of LFs is told in pieces. */
PS_RARE static void tell_without_returns(ps_xml_parser *parser, const char *end)
{
    ps_skim *skim = &parser->skim;
    while (skim->at < end && !parser->dead) {
        const char *from = skim->at;
        const char *to = memchr(from, '\r', (size_t)(end - from));
        to = to ? to : end;
        tell_text(parser, from, to, ps_xml_count_lines(from, to));
        skim->at = to + (to < end);
    }
}

/* A text, which is read as a whole or not at all: libxml2 tells the places of errors by where it
 * began. @return 0: it was not read. */
static int read_text(ps_xml_parser *parser, const char *end)
{
    const char *at = parser->skim.at;
    ps_known_text text;
    if (!ps_known_read_text((ps_str){at, (size_t)(end - at)}, &text)) {
        return 0;
    }
    if (text.has_returns) {
        tell_without_returns(parser, at + text.size);
    } else {
        tell_text(parser, at, at + text.size, text.line_ends);
    }
    return 1;
}

/* Whether nothing but blanks follows to the end of the document. */
static int is_last(const ps_xml_parser *parser, const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) {
        at++;
    }
    return at == end && parser->feed.ended && !parser->feed.cut;
}

static int read_end_tag(ps_xml_parser *parser, const char *end)
{
    ps_skim *skim = &parser->skim;
    ps_known_tag *tag = skim->open[parser->depth].tag;
    size_t size = ps_known_end(tag, (ps_str){skim->at, (size_t)(end - skim->at)});
    if (!size || (parser->depth == 1 && !is_last(parser, skim->at + size, end))) {
        return 0;
    }
    skim->at += size;
    skim->expected = &tag->then_behind;
    tell_end(parser);
    return 1;
}

static int read_start_tag(ps_xml_parser *parser, const char *end)
{
    ps_skim *skim = &parser->skim;
    ps_skim_open *open = &skim->open[parser->depth];
    size_t size;
    ps_known_tag *tag = ps_known_find(open->tag, skim->expected,
                                      (ps_str){skim->at, (size_t)(end - skim->at)}, &size);
    if (!tag || (tag->is_empty && parser->depth == 0)) {
        return 0;
    }
    open[1] = (ps_skim_open){tag, skim->line};
    skim->expected = &tag->then_inside;
    parser->depth++;
    parser->saw_root = 1;
    skim->mark = skim->at;
    skim->at += size - (tag->is_empty ? 2 : 1);
    if (parser->handler->start) {
        parser->in_start = 1;
        parser->handler->start(parser->user, parser, tag->local, tag->uri, tag->attrs,
                               tag->attr_count);
        parser->in_start = 0;
    }
    if (parser->dead) {
        return 1;
    }
    skim->at = skim->mark + size;
    skim->line += tag->line_ends;
    if (tag->is_empty) {
        skim->expected = &tag->then_behind;
        tell_end(parser);
    }
    return 1;
}

/* One text, or one tag. @return 0: what comes is libxml2's to read. */
static inline int read_one(ps_xml_parser *parser, const char *end)
{
    ps_skim *skim = &parser->skim;
    if (*skim->at != '<') {
        return read_text(parser, end);
    }
    skim->read++;
    return end - skim->at > 1 && skim->at[1] == '/' ? read_end_tag(parser, end)
                                                    : read_start_tag(parser, end);
}

/* libxml2 takes over: it is given the open elements first. */
static void hand_over(ps_xml_parser *parser)
{
    ps_skim *skim = &parser->skim;
    skim->again = parser->depth ? 1 : 0;
    skim->unseen = parser->depth;
    skim->again_bytes = 0;
    skim->waited = 0;
    parser->started = parser->feed.base + parser->feed.given;
    if (skim->read >= TAGS_WORTH) {
        skim->wait = 0;
    } else if (skim->wait < WAIT_MOST) {
        skim->wait = skim->wait * 2 + 1;
    }
}

int ps_skim_head(ps_xml_parser *parser)
{
    ps_skim *skim = &parser->skim;
    if (!skim->known || !parser->names) {
        return 0;
    }
    ps_known_begin(skim->known, parser->names);
    ps_str text = ps_feed_peek(&parser->feed, 1);
    ps_str head = ps_known_head(skim->known, text);
    size_t size;
    skim->expected = &skim->open[0].tag->then_inside;
    if (!head.ptr || !ps_known_find(skim->open[0].tag, skim->expected,
                                    ps_str_slice(text, head.len, text.len), &size)) {
        return 0;
    }
    skim->line = 1 + ps_xml_count_lines(head.ptr, head.ptr + head.len);
    ps_feed_take(&parser->feed, text.ptr + head.len);
    return 1;
}

/* A text goes on behind what is there: ask for more. @return 0: it is too long to wait for, or ends
 * with the document. */
static int has_more(ps_xml_parser *parser, ps_str *text)
{
    size_t before = text->len;
    if (before > TEXT_WAITS || (before && memchr(text->ptr, '<', before))) {
        return 0;
    }
    *text = ps_feed_peek(&parser->feed, before + 1);
    return text->len > before;
}

int ps_skim_read(ps_xml_parser *parser)
{
    ps_skim *skim = &parser->skim;
    ps_str text = {NULL, 0};
    int ended = 0;
    skim->skimming = 1;
    skim->read = 0;
    while (!ended && !parser->dead && has_more(parser, &text)) {
        const char *end = text.ptr + text.len;
        skim->at = text.ptr;
        while (!ended && !parser->dead && skim->at < end && read_one(parser, end)) {
            ended = parser->depth == 0;
        }
        text = ended ? (ps_str){end, 0} : (ps_str){skim->at, (size_t)(end - skim->at)};
        ps_feed_take(&parser->feed, text.ptr);
    }
    skim->skimming = 0;
    skim->total += skim->read;
    if (!ended && !parser->dead) {
        hand_over(parser);
    }
    return ended;
}
