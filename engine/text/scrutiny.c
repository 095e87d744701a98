/* SPDX-License-Identifier: Apache-2.0 */
#include "text/scrutiny.h"

#include <stdio.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "text/backtrack.h"
#include "text/regex.h"
#include "text/syntax.h"

enum {
    SENTENCE = 3000, /* bytes of the longest sentence that is matched in one piece */
    FIELD = 8192,    /* bytes of a field of an item that is long enough to show it */
    SHOWN = 60       /* bytes of the expression that are quoted */
};

typedef struct scrutiny {
    ps_str pattern;
    ps_scrutiny_texts texts;
    ps_scrutiny_fn say;
    void *user;
    ps_arena arena;
} scrutiny;

static ps_str quote(const scrutiny *s, size_t start, size_t end)
{
    return ps_str_cut(ps_str_slice(s->pattern, start, end), SHOWN);
}

/* Whether PCRE2 reaches its limit of steps on the text that shows what is wrong, made as long as
 * `size` bytes. */
static ps_status reaches_limit(scrutiny *s, const ps_backtrack *found, size_t size, int *ret,
                               ps_error *reterr)
{
    ps_regex *regex;
    PS_CLEANUP(ps_regex_scratch_freep) ps_regex_scratch *scratch = NULL;
    ps_limits limits = ps_limits_default();
    ps_span match;
    ps_error error = {0};
    ps_buffer text;
    *ret = 0;
    ps_status status = ps_regex_new(s->pattern, &s->arena, &regex, &error);
    if (status != PS_OK) {
        return status == PS_FATAL ? status : PS_OK;
    }
    status = ps_regex_scratch_new(&limits, &scratch, reterr);
    if (status != PS_OK) {
        return status;
    }
    ps_buffer_init(&text, 0);
    ps_buffer_add_str(&text, found->prefix);
    while (found->pump.len && text.len + found->pump.len < size && !text.failed) {
        ps_buffer_add_str(&text, found->pump);
    }
    /* What fits nowhere, and the letters that PCRE2 looks for before it begins. */
    ps_buffer_add_char(&text, '\x01');
    ps_buffer_add_str(&text, ps_str_cut(s->pattern, SHOWN));
    status = ps_regex_find(regex, scratch, ps_buffer_str(&text), 0, &match, &error);
    *ret = status == PS_FAILED && error.code == PS_E_LIMIT;
    ps_buffer_done(&text);
    return status == PS_FATAL ? status : PS_OK;
}

static void say_dead(scrutiny *s, int dead, const ps_syntax *part)
{
    char message[256];
    char hint[256] = "";
    ps_str what = quote(s, part->start, part->end);
    int impossible =
        part->kind == PS_SYNTAX_SET && !ps_syntax_in_folded(part, s->texts == PS_SCRUTINY_ITEMS);
    (void)snprintf(message, sizeof message, "%s: \"%.*s\" %s",
                   dead == 2 ? "it can never match" : "a part of it can never match", PS_FMT(what),
                   impossible ? "stands in no folded text"
                              : "cannot stand behind what is in front of it");
    if (!impossible) {
        (void)snprintf(hint, sizeof hint,
                       "folded text has single blanks, and none beside a Chinese character");
    } else if (s->texts == PS_SCRUTINY_ITEMS && ps_syntax_in_folded(part, 0)) {
        (void)snprintf(hint, sizeof hint,
                       "hyphens, slashes and underscores are blanks there: write a blank");
    } else {
        (void)snprintf(hint, sizeof hint,
                       "folded text is lower case, half width, Simplified: write what it becomes");
    }
    s->say(s->user, PS_FAILED, message, hint);
}

static ps_status look_for_dead(scrutiny *s, ps_error *reterr)
{
    const ps_syntax *root;
    const ps_syntax *part;
    ps_status status = ps_syntax_read(&s->arena, s->pattern, &root, reterr);
    if (status == PS_OK) {
        int dead = ps_syntax_dead(root, s->texts == PS_SCRUTINY_ITEMS, &part);
        if (dead) {
            say_dead(s, dead, part);
        }
    }
    return status;
}

static ps_status say_slow(scrutiny *s, const ps_backtrack *found, ps_error *reterr)
{
    char message[320];
    int reached = 0;
    ps_str part = quote(s, found->start, found->end);
    size_t longest = s->texts == PS_SCRUTINY_ITEMS ? FIELD : SENTENCE;
    int exponential = found->degree >= PS_BACKTRACK_EXPONENTIAL;
    size_t size = exponential ? 200 : longest;
    ps_status status = reaches_limit(s, found, size, &reached, reterr);
    if (status != PS_OK) {
        return status;
    }
    char measured[100] = "";
    if (reached) {
        (void)snprintf(measured, sizeof measured,
                       "; measured: a text of %zu bytes reaches the limit regex-steps", size);
    }
    if (exponential) {
        (void)snprintf(message, sizeof message,
                       "\"%.*s\" backtracks without bound: the same text can be shared out in more "
                       "and more ways, and each few characters double the time%s",
                       PS_FMT(part), measured);
        s->say(
            s->user, PS_FAILED, message,
            "let no two ways through the repetition match the same text, give it a bound such as "
            "{0,3}, or let it keep what it took: (…)*+");
    } else if (s->texts == PS_SCRUTINY_ITEMS || reached) {
        (void)snprintf(message, sizeof message,
                       "\"%.*s\" takes time that grows with the power %u of the text's length%s",
                       PS_FMT(part), found->degree, measured);
        s->say(s->user, PS_WARN, message,
               "give the repetitions a bound such as {0,40}, or put something between them that "
               "neither matches");
    }
    return PS_OK;
}

ps_status ps_scrutinise(ps_str pattern, ps_scrutiny_texts texts, ps_scrutiny_fn say, void *user,
                        ps_error *reterr)
{
    scrutiny s = {.pattern = pattern, .texts = texts, .say = say, .user = user};
    ps_backtrack found = {0};
    ps_arena_init(&s.arena, 0);
    ps_status status = look_for_dead(&s, reterr);
    if (status == PS_OK) {
        status = ps_backtrack_find(pattern, &s.arena, &found, reterr);
    }
    if (status == PS_OK && found.degree > 1) {
        status = say_slow(&s, &found, reterr);
    } else if (status == PS_END) {
        say(user, PS_WARN,
            "whether it can backtrack without bound cannot be told: it refers back, calls itself, "
            "has conditions or options, or is too large",
            "write it in simpler parts");
        status = PS_OK;
    }
    ps_arena_done(&s.arena);
    return status;
}
