/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/doctype.h"

#include <string.h>

#include "base/str.h"

enum { QUOTED_MAX = 40 };

typedef struct reader {
    ps_str text;
    size_t at;
} reader;

static int ended(const reader *r)
{
    return r->at >= r->text.len;
}

static void blanks(reader *r)
{
    while (!ended(r) && ps_is_space(r->text.ptr[r->at])) {
        r->at++;
    }
}

/* 1: the text goes on with that; 0: it does not; -1: it ends too early to tell. */
static int looks_at(const reader *r, ps_str what)
{
    ps_str rest = ps_str_slice(r->text, r->at, r->text.len);
    if (rest.len >= what.len) {
        return ps_str_starts(rest, what);
    }
    return ps_str_starts(what, rest) ? -1 : 0;
}

static ps_doctype_verdict refuse(const reader *r, size_t from, ps_doctype *ret)
{
    size_t end = from;
    while (end < r->text.len && end - from < QUOTED_MAX && r->text.ptr[end] != '\n' &&
           r->text.ptr[end] != '"' && r->text.ptr[end] != '\'' && r->text.ptr[end] != '>') {
        end++;
    }
    ret->at = from;
    ret->what = ps_str_trim(ps_str_cut(ps_str_slice(r->text, from, r->text.len), end - from));
    return PS_DOCTYPE_REFUSED;
}

static ps_doctype_verdict broken(size_t at, ps_doctype *ret)
{
    ret->at = at;
    return PS_DOCTYPE_BROKEN;
}

/* Steps behind a quoted literal. */
static ps_doctype_verdict literal(reader *r, ps_doctype *ret)
{
    if (ended(r)) {
        return PS_DOCTYPE_MORE;
    }
    char quote = r->text.ptr[r->at];
    if (quote != '"' && quote != '\'') {
        return broken(r->at, ret);
    }
    const char *close = memchr(r->text.ptr + r->at + 1, quote, r->text.len - r->at - 1);
    if (!close) {
        return PS_DOCTYPE_MORE;
    }
    r->at = (size_t)(close - r->text.ptr) + 1;
    return PS_DOCTYPE_OK;
}

/* Steps behind <!ENTITY % name "value">; any other entity is refused. `from` is its '<'. */
static ps_doctype_verdict parameter_entity(reader *r, size_t from, ps_doctype *ret)
{
    blanks(r);
    if (ended(r)) {
        return PS_DOCTYPE_MORE;
    }
    if (r->text.ptr[r->at] != '%') {
        /* The name is wanted for the message, so wait for it. */
        size_t name = r->at;
        while (name < r->text.len && !ps_is_space(r->text.ptr[name])) {
            name++;
        }
        return name == r->text.len && name - from < QUOTED_MAX ? PS_DOCTYPE_MORE
                                                               : refuse(r, from, ret);
    }
    r->at++;
    blanks(r);
    while (!ended(r) && !ps_is_space(r->text.ptr[r->at])) {
        char c = r->text.ptr[r->at];
        if (c == '<' || c == '>' || c == '"' || c == '\'' || c == '%' || c == '&' || c == ';') {
            return refuse(r, from, ret);
        }
        r->at++;
    }
    blanks(r);
    if (ended(r)) {
        return PS_DOCTYPE_MORE;
    }
    if (r->text.ptr[r->at] != '"' && r->text.ptr[r->at] != '\'') {
        return refuse(r, from, ret); /* SYSTEM, PUBLIC */
    }
    size_t value = r->at;
    ps_doctype_verdict verdict = literal(r, ret);
    if (verdict != PS_DOCTYPE_OK) {
        return verdict;
    }
    if (memchr(r->text.ptr + value, '%', r->at - value)) {
        return refuse(r, from, ret);
    }
    blanks(r);
    if (ended(r)) {
        return PS_DOCTYPE_MORE;
    }
    if (r->text.ptr[r->at] != '>') {
        return broken(r->at, ret);
    }
    r->at++;
    return PS_DOCTYPE_OK;
}

static ps_doctype_verdict comment(reader *r)
{
    ps_str rest = ps_str_slice(r->text, r->at + 4, r->text.len);
    size_t end = ps_str_find(rest, PS_STR("-->"));
    if (end == SIZE_MAX) {
        return PS_DOCTYPE_MORE;
    }
    r->at += 4 + end + 3;
    return PS_DOCTYPE_OK;
}

/* Steps behind the ']' of an internal subset. */
static ps_doctype_verdict subset(reader *r, ps_doctype *ret)
{
    r->at++;
    for (;;) {
        blanks(r);
        if (ended(r)) {
            return PS_DOCTYPE_MORE;
        }
        size_t from = r->at;
        if (r->text.ptr[from] == ']') {
            r->at++;
            return PS_DOCTYPE_OK;
        }
        int is_comment = looks_at(r, PS_STR("<!--"));
        int is_entity = looks_at(r, PS_STR("<!ENTITY"));
        ps_doctype_verdict verdict;
        if (is_comment > 0) {
            verdict = comment(r);
        } else if (is_entity > 0) {
            r->at += 8;
            verdict = ended(r) || ps_is_space(r->text.ptr[r->at]) ? parameter_entity(r, from, ret)
                                                                  : refuse(r, from, ret);
        } else if (is_comment < 0 || is_entity < 0) {
            verdict = PS_DOCTYPE_MORE;
        } else {
            verdict = refuse(r, from, ret); /* ELEMENT, ATTLIST, NOTATION, %name;, <?…?>, <![ */
        }
        if (verdict != PS_DOCTYPE_OK) {
            return verdict;
        }
    }
}

ps_doctype_verdict ps_doctype_read(ps_str text, ps_doctype *ret)
{
    reader r = {text, sizeof "<!DOCTYPE" - 1};
    *ret = (ps_doctype){0};
    for (; !ended(&r); r.at++) {
        ps_doctype_verdict verdict = PS_DOCTYPE_OK;
        char c = text.ptr[r.at];
        if (c == '>') {
            ret->end = r.at + 1;
            return PS_DOCTYPE_OK;
        }
        if (c == '<' || (c == '[' && ret->subset.end)) {
            return broken(r.at, ret);
        }
        if (c == '"' || c == '\'') {
            verdict = literal(&r, ret);
        } else if (c == '[') {
            ret->subset.start = r.at;
            verdict = subset(&r, ret);
            ret->subset.end = verdict == PS_DOCTYPE_OK ? r.at : 0;
        } else {
            continue;
        }
        if (verdict != PS_DOCTYPE_OK) {
            return verdict;
        }
        r.at--;
    }
    return PS_DOCTYPE_MORE;
}
