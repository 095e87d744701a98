/* SPDX-License-Identifier: Apache-2.0 */
#include "report/phrases.h"

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "report/citation.h"
#include "report/html.h"

#include "report/phrases.inc"

/* A sentence that input filled may fit in many ways: after so many tries it is left as it is. */
enum { TRIES_MOST = 4000, FILLINGS_MOST = 8, TEXT_MOST = 16384, DEPTH_MOST = 6 };

typedef enum check { ANYTHING, AN_ID, A_CODE, A_NUMBER } check;

/* What may stand in the place of a name, and how it is said. */
static const struct filling_kind {
    const char *name;
    ps_said said;
    int must; /* be known in Chinese */
    check check;
} kinds[] = {
    {"phrase", PS_SAID_SENTENCE, 1, ANYTHING},
    {"reason", PS_SAID_SENTENCE, 1, ANYTHING},
    {"detail", PS_SAID_SENTENCE, 0, ANYTHING},
    {"cause", PS_SAID_CAUSE, 1, ANYTHING},
    {"confidence", PS_SAID_CONFIDENCE, 1, ANYTHING},
    {"status", PS_SAID_STATUS, 1, ANYTHING},
    {"noun", PS_SAID_NOUN, 1, ANYTHING},
    {"tier", PS_SAID_TIER, 1, ANYTHING},
    {"field", PS_SAID_FIELD, 1, ANYTHING},
    {"filed", PS_SAID_FILED, 1, ANYTHING},
    {"through", PS_SAID_THROUGH, 1, ANYTHING},
    {"date", PS_SAID_DATE, 1, ANYTHING},
    {"due", PS_SAID_DATE, 1, ANYTHING},
    {"contract", PS_SAID_CONTRACT, 0, ANYTHING},
    {"item", PS_SAID_ITEM, 0, ANYTHING},
    {"supplier", PS_SAID_PARTY, 0, ANYTHING},
    {"buyer", PS_SAID_PARTY, 0, ANYTHING},
    {"scale", PS_SAID_SCALE, 0, ANYTHING},
    {"title", PS_SAID_TITLE, 0, ANYTHING},
    {"category", PS_SAID_TITLE, 0, ANYTHING},
    {"element", PS_SAID_TITLE, 0, ANYTHING},
    {"entry", PS_SAID_TITLE, 0, ANYTHING},
    {"id", PS_SAID_COUNT, 0, AN_ID},
    {"code", PS_SAID_COUNT, 0, A_CODE},
    {"count", PS_SAID_COUNT, 0, A_NUMBER},
    {"", PS_SAID_COUNT, 0, ANYTHING}, /* all others */
};

typedef struct filling {
    ps_str name; /* with its number: "text2" */
    const struct filling_kind *kind;
    ps_str text;
} filling;

typedef struct saying {
    const ps_phrases *phrases;
    ps_buffer *out;
    unsigned tries;
    unsigned depth;
    int lenient; /* a title need not be known, as those of a pack of someone's own */
    int doubted; /* one was not */
} saying;

static int say(saying *s, ps_said kind, ps_str text);

static const struct filling_kind *kind_of(ps_str name)
{
    size_t i = 0;
    while (name.len && name.ptr[name.len - 1] >= '0' && name.ptr[name.len - 1] <= '9') {
        name.len--;
    }
    while (kinds[i].name[0] && !ps_str_is(name, kinds[i].name)) {
        i++;
    }
    return &kinds[i];
}

/* "2026-05-01" as "2026年5月1日". */
static int add_day(ps_buffer *out, ps_str text)
{
    ps_day day = ps_date_parse_iso(text);
    ps_html_add_day(out, PS_LANG_ZH, day);
    return day != PS_NO_DAY;
}

static int say_filling(saying *s, const filling *f)
{
    if (f->kind->said != PS_SAID_COUNT && say(s, f->kind->said, f->text)) {
        return 1;
    }
    if (!f->kind->must) {
        ps_buffer_add_str(s->out, f->text);
    }
    return !f->kind->must;
}

static int passes(ps_str text, check wanted)
{
    for (size_t i = 0; wanted >= A_CODE && i < text.len; i++) {
        char c = text.ptr[i];
        int digit = c >= '0' && c <= '9';
        if (!digit && (wanted == A_NUMBER || ((c < 'a' || c > 'z') && c != '-'))) {
            return 0;
        }
    }
    return wanted == ANYTHING ||
           (text.len && (wanted != AN_ID || ps_str_find(text, PS_STR(", ")) == SIZE_MAX));
}

/* Whether it may stand there. What is said of it is dropped again. */
static int fits(saying *s, const filling *f)
{
    size_t before = s->out->len;
    int is_title = f->kind->said == PS_SAID_TITLE;
    int ok = passes(f->text, f->kind->check);
    if (ok && is_title && !s->lenient) {
        ok = say(s, PS_SAID_TITLE, f->text);
        s->doubted |= !ok;
    } else if (ok && f->kind->must) {
        ok = say_filling(s, f);
    }
    s->out->len = before;
    return ok;
}

/* What stands behind a filling, up to the next one, begins in the text at or after `from`;
 * SIZE_MAX: nowhere. The last filling takes all that is left. */
static size_t find_end(ps_str text, size_t from, ps_str english)
{
    if (!english.len) {
        return text.len;
    }
    size_t next = ps_str_find(english, PS_STR("{"));
    ps_str behind = ps_str_slice(english, 0, next == SIZE_MAX ? english.len : next);
    size_t at = ps_str_find(ps_str_slice(text, from, text.len), behind);
    return at == SIZE_MAX ? at : from + at;
}

/* Match the rest of a sentence, `english`, with the rest of a text; `list[count]` is the filling
 * that comes next. */
static int match(saying *s, ps_str english, ps_str text, filling *list, size_t count)
{
    size_t open = ps_str_find(english, PS_STR("{"));
    size_t close = ps_str_find(english, PS_STR("}"));
    ps_str literal = ps_str_slice(english, 0, open == SIZE_MAX ? english.len : open);
    if (!ps_str_starts(text, literal)) {
        return 0;
    }
    if (open == SIZE_MAX || close == SIZE_MAX || count == FILLINGS_MOST) {
        return open == SIZE_MAX && text.len == literal.len;
    }
    ps_str name = ps_str_slice(english, open + 1, close);
    english = ps_str_slice(english, close + 1, english.len);
    text = ps_str_slice(text, literal.len, text.len);
    size_t end = find_end(text, 0, english);
    for (; end != SIZE_MAX && s->tries > 0; s->tries--) {
        list[count] = (filling){name, kind_of(name), ps_str_slice(text, 0, end)};
        if (fits(s, &list[count]) &&
            match(s, english, ps_str_slice(text, end, text.len), list, count + 1)) {
            return 1;
        }
        end = end < text.len ? find_end(text, end + 1, english) : SIZE_MAX;
    }
    return 0;
}

static int fill(saying *s, ps_str chinese, const filling *list)
{
    size_t open;
    while ((open = ps_str_find(chinese, PS_STR("{"))) != SIZE_MAX) {
        size_t close = ps_str_find(chinese, PS_STR("}"));
        size_t i = 0;
        ps_buffer_add(s->out, chinese.ptr, open);
        while (i < FILLINGS_MOST && list[i].kind &&
               !ps_str_equal(list[i].name, ps_str_slice(chinese, open + 1, close))) {
            i++;
        }
        if (i == FILLINGS_MOST || !list[i].kind || !say_filling(s, &list[i])) {
            return 0;
        }
        chinese = ps_str_slice(chinese, close + 1, chinese.len);
    }
    ps_buffer_add_str(s->out, chinese);
    return 1;
}

/* A name that input gave may hold what looks like the words behind it: those that make a known
 * title of what follows are the ones. */
static int match_phrase(saying *s, const ps_phrase_pair *p, ps_str text, filling *list)
{
    int lenient = s->lenient;
    int doubted = s->doubted;
    s->doubted = 0;
    int matched = match(s, p->english, text, list, 0);
    if (!matched && s->doubted && !lenient) {
        s->lenient = 1;
        matched = match(s, p->english, text, list, 0);
        s->lenient = 0;
    }
    s->doubted = doubted;
    return matched;
}

static int say_by(saying *s, const ps_phrase_pair *pairs, size_t count, ps_str text)
{
    for (size_t i = 0; i < count; i++) {
        const ps_phrase_pair *p = &pairs[i];
        size_t before = s->out->len;
        if (p->english.ptr[0] != '{' && p->english.ptr[0] != text.ptr[0]) {
            continue;
        }
        filling list[FILLINGS_MOST] = {{.kind = NULL}};
        if (match_phrase(s, p, text, list)) {
            if (fill(s, p->chinese, list)) {
                return 1;
            }
            s->out->len = before;
        }
    }
    return 0;
}

/* One sentence: the engine's own or a pack's. */
static int say_one(saying *s, ps_said kind, ps_str text)
{
    size_t count;
    ps_str found = ps_phrases_find(s->phrases, kind, text);
    if (found.len) {
        ps_buffer_add_str(s->out, found);
        return 1;
    }
    if (say_by(s, own_phrases[kind].list, own_phrases[kind].count, text)) {
        return 1;
    }
    const ps_phrase_pair *pairs = ps_phrases_sentences(s->phrases, &count);
    return kind == PS_SAID_SENTENCE && say_by(s, pairs, count, text);
}

/* Where a sentence may end and the next begin, behind `from`; *ret_next is where that begins. */
static size_t sentence_end(ps_str text, size_t from, size_t *ret_next)
{
    for (size_t i = from; i + 1 < text.len; i++) {
        if (text.ptr[i + 1] == ' ' && (text.ptr[i] == ';' || text.ptr[i] == '.')) {
            *ret_next = i + 2;
            return text.ptr[i] == '.' ? i + 1 : i; /* the full stop belongs to the sentence */
        }
    }
    *ret_next = text.len;
    return text.len;
}

/* The longest run of sentences that are known, one by one; each may hold what looks like its end.
 */
static int say_each(saying *s, ps_str text)
{
    size_t begin = 0;
    while (begin < text.len) {
        size_t next = begin;
        int known = 0;
        while (!known && next < text.len) {
            size_t end = sentence_end(text, next, &next);
            size_t before = s->out->len;
            if (begin) {
                ps_buffer_add_text(s->out, text.ptr[begin - 2] == ';' ? "；" : "");
            }
            known = say_one(s, PS_SAID_SENTENCE, ps_str_slice(text, begin, end));
            if (!known) {
                s->out->len = before;
            }
        }
        if (!known) {
            return 0;
        }
        begin = next;
    }
    return 1;
}

static int say(saying *s, ps_said kind, ps_str text)
{
    size_t before = s->out->len;
    if (!text.len || s->depth == DEPTH_MOST) {
        return 0;
    }
    s->depth++;
    /* Sentences one by one first: what fills the end of one must not take in the next. */
    int known = (kind == PS_SAID_DATE && add_day(s->out, text)) ||
                (kind == PS_SAID_SENTENCE && say_each(s, text)) || say_one(s, kind, text);
    s->depth--;
    if (!known) {
        s->out->len = before;
    }
    return known;
}

/* A note in brackets may hold what stands between citations. */
static size_t citation_end(ps_str text)
{
    size_t depth = 0;
    for (size_t i = 0; i + 1 < text.len; i++) {
        depth += text.ptr[i] == '(';
        depth -= text.ptr[i] == ')' && depth;
        if (!depth && text.ptr[i] == ';' && text.ptr[i + 1] == ' ') {
            return i;
        }
    }
    return text.len;
}

/* Citations with "; " between them; one that is not known stays as it is. */
static int add_laws(saying *s, ps_str text)
{
    while (text.len) {
        size_t end = citation_end(text);
        ps_str one = ps_str_slice(text, 0, end);
        if (!say(s, PS_SAID_LAW, one) && !ps_citation_add(s->out, s->phrases, one)) {
            ps_buffer_add_str(s->out, one);
        }
        ps_buffer_add_text(s->out, end < text.len ? "；" : "");
        text = ps_str_slice(text, end < text.len ? end + 2 : end, text.len);
    }
    return 1;
}

int ps_phrase_add(ps_buffer *out, const ps_phrases *phrases, ps_said kind, ps_str text)
{
    saying s = {.phrases = phrases, .out = out, .tries = TRIES_MOST};
    if (phrases->lang == PS_LANG_EN) {
        ps_buffer_add_str(out, text);
        return 1;
    }
    if (text.len > TEXT_MOST) {
        return 0;
    }
    return kind == PS_SAID_LAW ? add_laws(&s, text) : say(&s, kind, text);
}

ps_str ps_phrase(ps_buffer *room, const ps_phrases *phrases, ps_said kind, ps_str text)
{
    ps_buffer_clear(room);
    return phrases->lang != PS_LANG_EN && ps_phrase_add(room, phrases, kind, text)
               ? ps_buffer_str(room)
               : text;
}
