/* HTML and SAPscript marks in a text: which are known, and what is left when they go.
 *
 * Only what is certainly a mark is taken for one: a known name, and behind it nothing or
 * attributes.
 * "<Model X>" and "a < b" stay as they are.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "record/plain.h"

enum { TAG_MOST = 4096, NAME_MOST = 12, ENTITY_MOST = 12 };

typedef enum tag_kind {
    TAG_NONE,
    TAG_INLINE, /* nothing: words go on through it */
    TAG_CELL,   /* a blank */
    TAG_LINE,
    TAG_BLOCK,
    TAG_ITEM,
    TAG_HIDDEN /* what is in it is not shown to readers */
} tag_kind;

static tag_kind kind_of(ps_str name)
{
    static const struct {
        const char *name;
        tag_kind kind;
    } tags[] = {
        {"p", TAG_BLOCK},
        {"br", TAG_LINE},
        {"li", TAG_ITEM},
        {"ul", TAG_BLOCK},
        {"ol", TAG_BLOCK},
        {"div", TAG_BLOCK},
        {"span", TAG_INLINE},
        {"b", TAG_INLINE},
        {"strong", TAG_INLINE},
        {"i", TAG_INLINE},
        {"em", TAG_INLINE},
        {"u", TAG_INLINE},
        {"font", TAG_INLINE},
        {"a", TAG_INLINE},
        {"sup", TAG_INLINE},
        {"sub", TAG_INLINE},
        {"small", TAG_INLINE},
        {"big", TAG_INLINE},
        {"tr", TAG_BLOCK},
        {"td", TAG_CELL},
        {"th", TAG_CELL},
        {"table", TAG_BLOCK},
        {"tbody", TAG_BLOCK},
        {"thead", TAG_BLOCK},
        {"tfoot", TAG_BLOCK},
        {"caption", TAG_BLOCK},
        {"colgroup", TAG_BLOCK},
        {"col", TAG_BLOCK},
        {"h1", TAG_BLOCK},
        {"h2", TAG_BLOCK},
        {"h3", TAG_BLOCK},
        {"h4", TAG_BLOCK},
        {"h5", TAG_BLOCK},
        {"h6", TAG_BLOCK},
        {"hr", TAG_BLOCK},
        {"img", TAG_CELL},
        {"dl", TAG_BLOCK},
        {"dt", TAG_BLOCK},
        {"dd", TAG_BLOCK},
        {"pre", TAG_BLOCK},
        {"code", TAG_INLINE},
        {"tt", TAG_INLINE},
        {"center", TAG_BLOCK},
        {"strike", TAG_INLINE},
        {"del", TAG_INLINE},
        {"ins", TAG_INLINE},
        {"mark", TAG_INLINE},
        {"label", TAG_INLINE},
        {"nobr", TAG_INLINE},
        {"wbr", TAG_INLINE},
        {"cite", TAG_INLINE},
        {"abbr", TAG_INLINE},
        {"body", TAG_BLOCK},
        {"html", TAG_BLOCK},
        {"head", TAG_BLOCK},
        {"title", TAG_BLOCK},
        {"meta", TAG_BLOCK},
        {"link", TAG_BLOCK},
        {"section", TAG_BLOCK},
        {"article", TAG_BLOCK},
        {"header", TAG_BLOCK},
        {"footer", TAG_BLOCK},
        {"blockquote", TAG_BLOCK},
        {"style", TAG_HIDDEN},
        {"script", TAG_HIDDEN},
        {"o:p", TAG_INLINE},
        /* SAPscript: <H>…</> and its like */
        {"h", TAG_INLINE},
        {"", TAG_INLINE},
    };
    for (size_t i = 0; i < PS_COUNT(tags); i++) {
        if (ps_str_equal_ascii_case(name, ps_str_from(tags[i].name))) {
            return tags[i].kind;
        }
    }
    return TAG_NONE;
}

typedef struct reader {
    ps_str text;
    size_t at;
    ps_plain_out *out;
    int found;
    int no_comment_end; /* searched for to the end of the text, and not there */
    int no_hidden_end;
} reader;

/* Pass over a part of the source; its line ends stay. */
static void pass(reader *r, size_t end)
{
    for (; r->at < end; r->at++) {
        if (r->text.ptr[r->at] == '\n') {
            ps_plain_byte(r->out, '\n');
        }
    }
    r->found = 1;
}

/* Behind the '>' of the tag whose name ends at `at`; 0 when it is none. */
static size_t tag_end(ps_str text, size_t at)
{
    size_t most = text.len - at > TAG_MOST ? at + TAG_MOST : text.len;
    int attributes = 0;
    int other = 0;
    char quote = 0;
    for (size_t i = at; i < most; i++) {
        char c = text.ptr[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '>') {
            return !other || attributes ? i + 1 : 0;
        } else if (c == '<') {
            return 0;
        } else if ((c == '"' || c == '\'') && attributes) {
            quote = c;
        } else if (c == '=') {
            attributes = 1;
        } else if (!ps_is_space(c) && c != '/') {
            other = 1;
        }
    }
    return 0;
}

/* Where the next `end` begins, in any case; SIZE_MAX when there is none. */
static size_t find_end(ps_str text, size_t from, ps_str end)
{
    for (size_t i = from; i + end.len <= text.len; i++) {
        if (text.ptr[i] == end.ptr[0] &&
            ps_str_equal_ascii_case(ps_str_slice(text, i, i + end.len), end)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Behind the comment or the DOCTYPE that begins here; 0 when none does. */
static size_t comment_end(reader *r)
{
    ps_str rest = ps_str_slice(r->text, r->at, r->text.len);
    if (ps_str_equal_ascii_case(ps_str_cut(rest, 9), PS_STR("<!doctype"))) {
        const char *end = memchr(rest.ptr, '>', rest.len > TAG_MOST ? TAG_MOST : rest.len);
        return end ? r->at + (size_t)(end - rest.ptr) + 1 : 0;
    }
    if (!ps_str_starts(rest, PS_STR("<!--")) || r->no_comment_end) {
        return 0;
    }
    size_t end = find_end(r->text, r->at + 4, PS_STR("-->"));
    r->no_comment_end = end == SIZE_MAX;
    return r->no_comment_end ? 0 : end + 3;
}

static int take_comment(reader *r)
{
    size_t end = comment_end(r);
    if (end) {
        pass(r, end);
    }
    return end != 0;
}

static void mark(reader *r, tag_kind kind, int closing)
{
    switch (kind) {
    case TAG_NONE:
    case TAG_INLINE:
        break;
    case TAG_CELL:
        if (r->out->any && !r->out->pending && r->out->ptr[r->out->len - 1] != ' ') {
            ps_plain_byte(r->out, ' ');
        }
        break;
    case TAG_LINE:
        ps_plain_break(r->out, PS_PLAIN_LINE);
        break;
    case TAG_ITEM:
        r->out->bullet = !closing;
        ps_plain_break(r->out, PS_PLAIN_BLOCK);
        break;
    case TAG_BLOCK:
    case TAG_HIDDEN:
        ps_plain_break(r->out, PS_PLAIN_BLOCK);
        break;
    }
}

/* What readers are not shown: up to the end mark, when there is one. */
static void pass_hidden(reader *r, ps_str name)
{
    if (r->no_hidden_end) {
        return;
    }
    size_t end = find_end(r->text, r->at,
                          ps_lower(name.ptr[1]) == 't' ? PS_STR("</style") : PS_STR("</script"));
    if (end == SIZE_MAX) {
        r->no_hidden_end = 1;
    } else {
        pass(r, end);
    }
}

/* SAPscript writes "<(>&<)>" for a character that is no mark. */
static int take_escaped(reader *r)
{
    ps_str rest = ps_str_slice(r->text, r->at, r->text.len);
    if (!ps_str_starts(rest, PS_STR("<(>")) && !ps_str_starts(rest, PS_STR("<)>"))) {
        return 0;
    }
    pass(r, r->at + 3);
    return 1;
}

static int take_tag(reader *r)
{
    size_t at = r->at + 1;
    int closing = at < r->text.len && r->text.ptr[at] == '/';
    at += (size_t)closing;
    size_t end = at;
    while (end < r->text.len && end - at <= NAME_MOST &&
           (ps_is_alpha(r->text.ptr[end]) || ps_is_digit(r->text.ptr[end]) ||
            r->text.ptr[end] == ':')) {
        end++;
    }
    ps_str name = ps_str_slice(r->text, at, end);
    if (name.len == 0 && !closing) {
        return take_comment(r) || take_escaped(r);
    }
    tag_kind kind = kind_of(name);
    size_t behind = kind == TAG_NONE ? 0 : tag_end(r->text, end);
    int bare_link = !closing && behind == end + 1 && ps_str_equal_ascii_case(name, PS_STR("a"));
    if (!behind || bare_link) {
        return 0; /* "<A>" leads nowhere, and may be a party's or a port's name */
    }
    pass(r, behind);
    mark(r, kind, closing);
    if (kind == TAG_HIDDEN && !closing) {
        pass_hidden(r, name);
    }
    return 1;
}

static uint32_t named(ps_str name)
{
    static const struct {
        const char *name;
        uint32_t code;
    } names[] = {
        {"nbsp", ' '},     {"amp", '&'},      {"lt", '<'},        {"gt", '>'},
        {"quot", '"'},     {"apos", '\''},    {"ensp", ' '},      {"emsp", ' '},
        {"thinsp", ' '},   {"shy", 0xAD},     {"zwnj", 0x200C},   {"zwj", 0x200D},
        {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018},  {"rsquo", 0x2019},
        {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"laquo", 0xAB},    {"raquo", 0xBB},
        {"bull", 0x2022},  {"middot", 0xB7},  {"hellip", 0x2026}, {"sect", 0xA7},
        {"para", 0xB6},    {"copy", 0xA9},    {"reg", 0xAE},      {"trade", 0x2122},
        {"deg", 0xB0},     {"plusmn", 0xB1},  {"times", 0xD7},    {"micro", 0xB5},
        {"frac12", 0xBD},  {"frac14", 0xBC},  {"sup2", 0xB2},     {"sup3", 0xB3},
        {"le", 0x2264},    {"ge", 0x2265},    {"yen", 0xA5},      {"euro", 0x20AC},
        {"pound", 0xA3},   {"cent", 0xA2},    {"agrave", 0xE0},   {"aacute", 0xE1},
        {"acirc", 0xE2},   {"auml", 0xE4},    {"aring", 0xE5},    {"aelig", 0xE6},
        {"ccedil", 0xE7},  {"egrave", 0xE8},  {"eacute", 0xE9},   {"ecirc", 0xEA},
        {"euml", 0xEB},    {"igrave", 0xEC},  {"iacute", 0xED},   {"icirc", 0xEE},
        {"iuml", 0xEF},    {"ntilde", 0xF1},  {"ograve", 0xF2},   {"oacute", 0xF3},
        {"ocirc", 0xF4},   {"otilde", 0xF5},  {"ouml", 0xF6},     {"oslash", 0xF8},
        {"ugrave", 0xF9},  {"uacute", 0xFA},  {"ucirc", 0xFB},    {"uuml", 0xFC},
        {"szlig", 0xDF},   {"Auml", 0xC4},    {"Ouml", 0xD6},     {"Uuml", 0xDC},
        {"Aring", 0xC5},   {"AElig", 0xC6},   {"Oslash", 0xD8},   {"Eacute", 0xC9},
        {"Agrave", 0xC0},  {"Aacute", 0xC1},  {"Ccedil", 0xC7},   {"Egrave", 0xC8},
        {"Ntilde", 0xD1},  {"Oacute", 0xD3},  {"Uacute", 0xDA},
    };
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        if (ps_str_is(name, names[i].name)) {
            return names[i].code;
        }
    }
    return 0;
}

/* "#160", "#xA0"; 0 when it is no character. */
static uint32_t numbered(ps_str name)
{
    int hex = name.len > 1 && ps_lower(name.ptr[1]) == 'x';
    uint32_t code = 0;
    size_t first = hex ? 2 : 1;
    for (size_t i = first; i < name.len; i++) {
        char c = ps_lower(name.ptr[i]);
        if (!ps_is_digit(c) && !(hex && c >= 'a' && c <= 'f')) {
            return 0;
        }
        code = code * (hex ? 16 : 10) + (uint32_t)(ps_is_digit(c) ? c - '0' : c - 'a' + 10);
        if (code > 0x10FFFF) {
            return 0;
        }
    }
    return code >= 0xD800 && code < 0xE000 ? 0 : code;
}

static int take_entity(reader *r)
{
    size_t at = r->at + 1;
    size_t end = at;
    while (end < r->text.len && end - at < ENTITY_MOST && r->text.ptr[end] != ';') {
        end++;
    }
    if (end == r->text.len || r->text.ptr[end] != ';' || end == at) {
        return 0;
    }
    ps_str name = ps_str_slice(r->text, at, end);
    uint32_t code = name.ptr[0] == '#' ? numbered(name) : named(name);
    if (!code) {
        return 0;
    }
    ps_plain_code(r->out, code == 0xA0 ? ' ' : code);
    r->at = end + 1;
    r->found = 1;
    return 1;
}

int ps_markup_read(ps_str text, ps_plain_out *out)
{
    reader r = {.text = text, .out = out};
    while (r.at < text.len) {
        char c = text.ptr[r.at];
        int taken = c == '<' ? take_tag(&r) : c == '&' ? take_entity(&r) : 0;
        if (!taken) {
            ps_plain_byte(out, c);
            r.at++;
        }
    }
    return r.found;
}
