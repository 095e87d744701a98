/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memrchr, by seek.h */
#include "xml/scan.h"

#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "xml/doctype.h"
#include "xml/seek.h"

/* Enough to tell every "<!" and "<?" apart: the length of "<![CDATA[". */
enum { LOOKAHEAD = 9 };

typedef struct window {
    char *text;
    size_t len;
    size_t at;   /* everything before may go on */
    size_t stop; /* marks are looked for before this: LOOKAHEAD bytes follow, or nothing ever */
    size_t bang; /* the next '!' and '?' that were found; of no use when before `at` */
    size_t question;
    int last;
} window;

void ps_scan_init(ps_scan *scan, const ps_limits *limits)
{
    *scan =
        (ps_scan){.tag_bytes = (size_t)limits->tag_bytes, .dtd_bytes = (size_t)limits->dtd_bytes};
}

static size_t find(const char *text, size_t from, size_t to, char c)
{
    const char *p = from < to ? memchr(text + from, c, to - from) : NULL;
    return p ? (size_t)(p - text) : to;
}

/* The first "<!" or "<?" whose '<' is in [w->at, w->stop), or w->stop. The second characters are
 * rare in XML, the first is not, so those are looked for. */
static size_t find_mark(window *w)
{
    size_t from = w->at + 1;
    size_t to = w->stop + 1;
    for (;;) {
        if (w->bang < from) {
            w->bang = find(w->text, from, to, '!');
        }
        if (w->question < from) {
            w->question = find(w->text, from, to, '?');
        }
        size_t next = w->bang < w->question ? w->bang : w->question;
        if (next >= to) {
            return w->stop;
        }
        if (w->text[next - 1] == '<') {
            return next - 1;
        }
        from = next + 1;
    }
}

/* Goes on reading the tag at `tag`; 1 when it ends before `to`, with *ret_end behind its '>'. A '<'
 * cannot be in a tag: libxml2 stops there, and so does this. */
static int tag_ends(ps_scan *scan, const char *text, size_t tag, size_t to, size_t *ret_end)
{
    size_t at = tag + scan->tag_seen;
    char quote = scan->tag_quote;
    for (; at < to; at++) {
        char c = text[at];
        if (quote) {
            at = find(text, at, to, quote);
            if (at == to) {
                break;
            }
            quote = 0;
        } else if (c == '>') {
            scan->tag_seen = 0;
            scan->tag_quote = 0;
            *ret_end = at + 1;
            return 1;
        } else if (c == '"' || c == '\'') {
            quote = c;
        }
    }
    scan->tag_seen = at - tag;
    scan->tag_quote = quote;
    return 0;
}

/*
 * Look for start tags above the limit in content [w->at, to).
 *
 * A tag has no second '<'. So wherever a '<' follows another within the limit there is nothing to
 * check, and only the last tag before a longer gap is read. Sets *ret_hold to the start of a tag
 * that does not end here, else to `to`.
 */
static ps_status check_tags(ps_scan *scan, const window *w, size_t to, size_t *ret_hold,
                            ps_error *reterr)
{
    size_t tag = find(w->text, w->at, to, '<');
    *ret_hold = to;
    while (tag < to) {
        size_t reach = to - tag > scan->tag_bytes ? tag + scan->tag_bytes : to;
        size_t later = ps_seek_last(w->text, tag + 1, reach < to ? reach + 1 : to, '<');
        size_t end;
        if (later != SIZE_MAX) {
            tag = later;
            scan->tag_seen = 0;
            scan->tag_quote = 0;
        } else if (tag_ends(scan, w->text, tag, reach, &end)) {
            tag = find(w->text, end, to, '<');
        } else if (reach < to) {
            *ret_hold = tag;
            return ps_error_limit(reterr, PS_FAILED, "tag-bytes",
                                  "a start tag is longer than %zu bytes", scan->tag_bytes);
        } else {
            *ret_hold = tag;
            return PS_OK;
        }
    }
    return PS_OK;
}

static void enter(ps_scan *scan, window *w)
{
    static const struct {
        ps_str begin;
        ps_scan_state state;
    } marks[] = {
        {{"<?", 2}, PS_SCAN_PI},
        {{"<!--", 4}, PS_SCAN_COMMENT},
        {{"<![CDATA[", 9}, PS_SCAN_CDATA},
        {{"<!DOCTYPE", 9}, PS_SCAN_DOCTYPE},
    };
    ps_str rest = {w->text + w->at, w->len - w->at};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (ps_str_starts(rest, marks[i].begin)) {
            scan->state = marks[i].state;
            scan->met_doctype |= scan->state == PS_SCAN_DOCTYPE;
            w->at += scan->state == PS_SCAN_DOCTYPE ? 0 : marks[i].begin.len;
            return;
        }
    }
    w->at += rest.len < 2 ? rest.len : 2; /* libxml2 will say what it thinks of it */
}

/* 1: go on with the next state; 0: wait for more text. */
static int pass_content(ps_scan *scan, window *w, ps_status *status, ps_error *reterr)
{
    if (w->at >= w->stop) {
        return 0;
    }
    size_t mark = find_mark(w);
    size_t hold;
    size_t to = mark == w->stop && w->last ? w->len : mark;
    *status = check_tags(scan, w, to, &hold, reterr);
    if (*status != PS_OK) {
        w->at = hold;
        return 0;
    }
    if (mark < w->stop) { /* an unfinished tag in front of it is libxml2's to refuse */
        scan->tag_seen = 0;
        scan->tag_quote = 0;
        w->at = mark;
        enter(scan, w);
        return 1;
    }
    w->at = w->last ? w->len : hold;
    return 0;
}

/* Comments, CDATA sections and processing instructions: pass up to their end. */
static int pass_until(ps_scan *scan, window *w, ps_str end)
{
    for (size_t at = w->at; at < w->len; at++) {
        at = find(w->text, at, w->len, end.ptr[0]);
        if (w->len - at < end.len) {
            w->at = w->last ? w->len : at;
            return 0;
        }
        if (memcmp(w->text + at, end.ptr, end.len) == 0) {
            w->at = at + end.len;
            scan->state = PS_SCAN_CONTENT;
            return 1;
        }
    }
    w->at = w->len;
    return 0;
}

static void blank(char *text, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        if (text[i] != '\n' && text[i] != '\r') {
            text[i] = ' ';
        }
    }
}

static int pass_doctype(ps_scan *scan, window *w, ps_status *status, ps_error *reterr)
{
    ps_doctype doctype;
    ps_str text = {w->text + w->at, w->len - w->at};
    ps_doctype_verdict verdict = ps_doctype_read(text, &doctype);
    size_t size = verdict == PS_DOCTYPE_OK ? doctype.end : text.len;
    if (verdict <= PS_DOCTYPE_OK && size > scan->dtd_bytes) {
        *status = ps_error_limit(reterr, PS_FAILED, "dtd-bytes",
                                 "the document type declaration is longer than %zu bytes",
                                 scan->dtd_bytes);
        return 0;
    }
    switch (verdict) {
    case PS_DOCTYPE_OK:
        blank(w->text, w->at + doctype.subset.start, w->at + doctype.subset.end);
        w->at += doctype.end;
        scan->state = PS_SCAN_CONTENT;
        return 1;
    case PS_DOCTYPE_MORE:
        if (w->last) {
            *status = ps_error_set(reterr, PS_FAILED, PS_E_ILL_FORMED,
                                   "the input ends within the document type declaration");
        }
        return 0;
    case PS_DOCTYPE_REFUSED:
        *status =
            ps_error_set(reterr, PS_FAILED, PS_E_DTD,
                         "the document type declaration contains \"%.*s\"", PS_FMT(doctype.what));
        ps_error_hint(reterr, "declarations inside a document are never followed; have the sender "
                              "write the document without them");
        break;
    case PS_DOCTYPE_BROKEN:
        *status = ps_error_set(reterr, PS_FAILED, PS_E_ILL_FORMED,
                               "the document type declaration is not well-formed");
        break;
    }
    /* Up to the place of the error go blanks, so that libxml2 counts its line and column. */
    blank(w->text, w->at + sizeof "<!DOCTYPE" - 1, w->at + doctype.at);
    w->at += doctype.at;
    return 0;
}

ps_status ps_scan_pass(ps_scan *scan, char *text, size_t len, int last, size_t *ret_pass,
                       ps_error *reterr)
{
    window w = {.text = text, .len = len, .last = last};
    w.stop = last ? (len ? len - 1 : 0) : len > LOOKAHEAD ? len - LOOKAHEAD : 0;
    ps_status status = PS_OK;
    int more = 1;
    while (more && status == PS_OK) {
        switch (scan->state) {
        case PS_SCAN_CONTENT:
            more = pass_content(scan, &w, &status, reterr);
            break;
        case PS_SCAN_COMMENT:
            more = pass_until(scan, &w, PS_STR("-->"));
            break;
        case PS_SCAN_PI:
            more = pass_until(scan, &w, PS_STR("?>"));
            break;
        case PS_SCAN_CDATA:
            more = pass_until(scan, &w, PS_STR("]]>"));
            break;
        case PS_SCAN_DOCTYPE:
            more = pass_doctype(scan, &w, &status, reterr);
            break;
        }
    }
    if (last && status == PS_OK) {
        w.at = len;
    }
    *ret_pass = w.at;
    return status;
}
