/* Folding text: one pass over the source, character by character through the table, with a fast
 * lane for printable ASCII, which is most of what there is.
 *
 * White space is held back until the next character shows whether it becomes a blank. Where folded
 * and source offsets part, a run records it; characters that keep their length need none.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/fold.h"

#include <string.h>

#include "base/error.h"
#include "text/fold_table.h"
#include "text/utf8.h"

typedef unsigned char block __attribute__((vector_size(16)));

enum {
    SLACK = 2 * sizeof(block) + 8, /* bytes that may be written behind what is counted */
    /* Combining marks behind a character that are quoted with it. */
    MARKS_QUOTED = 32,
    GROWTH_MAX = 12 /* more than any character grows by */
};

/* Where white space begins that is part of what a character folds to. */
#define INSIDE SIZE_MAX

/* White space that was read and not yet written. */
typedef struct white {
    int any;
    int plain;      /* holds an ordinary blank, or something else that parts words */
    int hyphen;     /* begins with a hyphen, in terms */
    unsigned count; /* breaks; a CR LF is one */
    size_t at;      /* where it begins in the source */
} white;

typedef struct folder {
    const unsigned char *in;
    size_t len;
    size_t at;
    char *out;
    size_t used;
    size_t room;
    ps_fold_run *runs;
    size_t run_count;
    size_t run_room;
    size_t delta; /* source less folded offset, by the last run */
    const unsigned char *ascii;
    ps_arena *arena;
    uint32_t last;  /* entry of the last character written */
    uint32_t joint; /* PS_FOLD_IS_JOINT when such characters are blanks */
    int joined;
    int failed;
    unsigned saw;
    white white;
} folder;

/* Room for `more` bytes and for all the rest of the source at its own length. */
static int ensure(folder *f, size_t more)
{
    size_t need = f->used + more + (f->len - f->at) + SLACK;
    if (need <= f->room) {
        return 1;
    }
    size_t room = need + need / 2;
    char *grown = ps_arena_alloc(f->arena, room);
    if (!grown) {
        f->failed = 1;
        return 0;
    }
    memcpy(grown, f->out, f->used);
    f->out = grown;
    f->room = room;
    return 1;
}

static void add_run(folder *f, size_t source)
{
    if (f->run_count == f->run_room) {
        size_t room = f->run_room ? f->run_room * 2 : 8;
        ps_fold_run *grown = ps_arena_array(f->arena, room, sizeof *grown);
        if (!grown) {
            f->failed = 1;
            return;
        }
        if (f->run_count) {
            memcpy(grown, f->runs, f->run_count * sizeof *grown);
        }
        f->runs = grown;
        f->run_room = room;
    }
    f->runs[f->run_count++] = (ps_fold_run){(uint32_t)f->used, (uint32_t)source};
    f->delta = source - f->used;
}

/* What is written next comes from `source`. */
static inline void map(folder *f, size_t source)
{
    if (source - f->used != f->delta) {
        add_run(f, source);
    }
}

/* Write the white space held back, or not, now that the entry of the next character is known. */
static void flush_held(folder *f, uint32_t next)
{
    white w = f->white;
    f->white = (white){0};
    if ((f->last | next) & PS_FOLD_IS_CJK) {
        return;
    }
    if (w.count == 1 && !w.plain && (f->last & next & PS_FOLD_IS_WORD)) {
        f->saw |= PS_FOLD_SAW_BREAK;
        if (f->joined) {
            return;
        }
    }
    if (w.at != INSIDE) {
        map(f, w.at);
    }
    f->out[f->used++] = ' ';
}

static inline void flush_white(folder *f, uint32_t next)
{
    if (f->white.any) {
        flush_held(f, next);
    }
}

static void hold_white(folder *f, size_t source, uint32_t entry)
{
    white *w = &f->white;
    if (!w->any) {
        *w = (white){.any = 1, .at = source};
    }
    if (!(entry & PS_FOLD_IS_BREAK)) {
        w->plain = 1;
    } else if (f->in[source] != '\n' || source == 0 || f->in[source - 1] != '\r') {
        w->count++;
    }
}

/* A hyphen at a line's end may be one of hyphenation. */
static void hold_joint(folder *f, size_t source, uint32_t codepoint)
{
    if (codepoint == '-' && !f->white.any) {
        f->white = (white){.any = 1, .hyphen = 1, .at = source};
    } else {
        hold_white(f, source, 0);
    }
}

static void write_many(folder *f, const char *text, size_t size, size_t source)
{
    int first = 1;
    if (!ensure(f, size)) {
        return;
    }
    for (size_t at = 0; at < size;) {
        uint32_t codepoint = 0;
        size_t part = ps_utf8_decode((const unsigned char *)text + at, size - at, &codepoint);
        uint32_t entry = ps_fold_entry(codepoint);
        if (ps_fold_kind(entry) == PS_FOLD_SPACE || (entry & f->joint)) {
            hold_white(f, first ? source : INSIDE, 0);
        } else {
            flush_white(f, entry);
            if (first) {
                map(f, source);
                first = 0;
            }
            memcpy(f->out + f->used, text + at, part);
            f->used += part;
            f->last = entry;
        }
        at += part;
    }
    /* The runs stay in order also when the character ends in white space. */
    if (f->white.at == INSIDE) {
        f->white.at = f->at - 1;
    } else if (!f->white.any) {
        map(f, f->at);
    }
}

static void write_hangul(folder *f, uint32_t codepoint, size_t source)
{
    enum { L_BASE = 0x1100, V_BASE = 0x1161, T_BASE = 0x11A7, V_COUNT = 21, T_COUNT = 28 };
    uint32_t index = codepoint - 0xAC00;
    char text[12];
    size_t size = ps_utf8_encode(L_BASE + index / (V_COUNT * T_COUNT), text);
    size += ps_utf8_encode(V_BASE + index / T_COUNT % V_COUNT, text + size);
    if (index % T_COUNT) {
        size += ps_utf8_encode(T_BASE + index % T_COUNT, text + size);
    }
    write_many(f, text, size, source);
}

static void write_one(folder *f, uint32_t codepoint, uint32_t entry, size_t source, size_t len)
{
    if (entry & f->joint) {
        hold_joint(f, source, codepoint);
        return;
    }
    flush_white(f, entry);
    char bytes[4];
    size_t size = ps_utf8_encode(codepoint, bytes);
    if (size > len && !ensure(f, size)) {
        return;
    }
    map(f, source);
    memcpy(f->out + f->used, bytes, sizeof bytes);
    f->used += size;
    f->last = entry;
    if (size != len) {
        map(f, f->at);
    }
}

static void fold_character(folder *f)
{
    size_t source = f->at;
    uint32_t codepoint;
    size_t len = ps_utf8_decode(f->in + source, f->len - source, &codepoint);
    if (len == 0) {
        f->at++;
        return;
    }
    uint32_t entry = ps_fold_entry(codepoint);
    f->at += len;
    switch (ps_fold_kind(entry)) {
    case PS_FOLD_SAME:
        write_one(f, codepoint, entry, source, len);
        break;
    case PS_FOLD_ONE:
        write_one(f, entry & PS_FOLD_PAYLOAD, entry, source, len);
        break;
    case PS_FOLD_MANY: {
        const char *text = ps_fold_strings + (entry & PS_FOLD_PAYLOAD);
        write_many(f, text + 1, (unsigned char)*text, source);
        break;
    }
    case PS_FOLD_SPACE:
        hold_white(f, source, entry);
        break;
    case PS_FOLD_HANGUL:
        write_hangul(f, codepoint, source);
        break;
    default:
        f->saw |= (entry & PS_FOLD_IS_BIDI ? PS_FOLD_SAW_BIDI : 0u) |
                  (entry & PS_FOLD_IS_IGNORABLE ? PS_FOLD_SAW_IGNORABLE : 0u);
        break;
    }
}

/* Lower the next 16 bytes when they are printable ASCII with single blanks only, in terms without
 * hyphens and the like. The byte in front of them must exist. @return 0 when they are not so plain.
 */
static inline int fold_block(const unsigned char *bytes, char *out, int joint)
{
    block c;
    block before;
    uint64_t bad[2];
    memcpy(&c, bytes, sizeof c);
    memcpy(&before, bytes - 1, sizeof before);
    block odd =
        (block)(c < 0x20) | (block)(c > 0x7E) | ((block)(c == ' ') & (block)(before == ' '));
    if (joint) {
        odd |= (block)(c == '-') | (block)(c == '/') | (block)(c == '\\') | (block)(c == '_');
    }
    memcpy(bad, &odd, sizeof bad);
    c += (block)(c >= 'A') & (block)(c <= 'Z') & 0x20;
    memcpy(out, &c, sizeof c);
    return (bad[0] | bad[1]) == 0;
}

/* ASCII up to the next white space that is more than one blank between two printable characters.
 * `in` and `out` are at a printable character. */
static void fold_printable(folder *f)
{
    const unsigned char *in = f->in + f->at;
    char *out = f->out + f->used;
    size_t len = f->len - f->at;
    size_t at = 0;
    while (at < len) {
        unsigned char lower = f->ascii[in[at]];
        if (lower) {
            out[at++] = (char)lower;
        } else if (in[at] == ' ' && len - at > 1 && f->ascii[in[at + 1]]) {
            out[at++] = ' ';
        } else {
            break;
        }
        while (len - at > sizeof(block) && fold_block(in + at, out + at, f->joint != 0)) {
            at += sizeof(block);
            /* Whether a blank at the end of the block stays depends on what follows. */
            at -= in[at - 1] == ' ';
        }
    }
    f->used += at;
    f->at += at;
    f->last = ps_fold_entry(in[at - 1]);
}

/* A run of ASCII. */
static void fold_ascii(folder *f)
{
    while (f->at < f->len && f->in[f->at] < 0x80) {
        unsigned char c = f->in[f->at];
        uint32_t entry = ps_fold_entry(c);
        if (f->ascii[c]) {
            flush_white(f, entry);
            map(f, f->at);
            fold_printable(f);
        } else {
            f->at++;
            if (ps_fold_kind(entry) == PS_FOLD_SPACE) {
                hold_white(f, f->at - 1, entry);
                while (c == ' ' && f->at < f->len && f->in[f->at] == ' ') {
                    f->at++;
                }
            } else {
                write_one(f, c, entry, f->at - 1, 1);
            }
        }
    }
}

/* A run of characters of three bytes that fold to one of three bytes: Chinese and kana. */
static void fold_wide(folder *f)
{
    while (f->len - f->at >= 3 && (f->in[f->at] & 0xF0) == 0xE0) {
        uint32_t codepoint;
        if (ps_utf8_decode(f->in + f->at, 3, &codepoint) == 0) {
            return;
        }
        uint32_t entry = ps_fold_entry(codepoint);
        if (ps_fold_kind(entry) == PS_FOLD_ONE) {
            codepoint = entry & PS_FOLD_PAYLOAD;
        }
        if (ps_fold_kind(entry) > PS_FOLD_ONE || codepoint < 0x800 || codepoint > 0xFFFF) {
            return;
        }
        flush_white(f, entry);
        map(f, f->at);
        f->used += ps_utf8_encode(codepoint, f->out + f->used);
        f->at += 3;
        f->last = entry;
    }
}

/* How much of the source is folded already, as far as that is easily told: printable ASCII without
 * upper case, with single blanks. */
static size_t plain_prefix(const unsigned char *in, size_t len, const unsigned char *ascii)
{
    size_t at = 0;
    while (at < len && (in[at] == ' ' ? at == 0 || in[at - 1] != ' ' : ascii[in[at]] == in[at]) &&
           in[at]) {
        at++;
    }
    return at < len && at > 0 && in[at - 1] == ' ' ? at - 1 : at;
}

static ps_status fold(ps_arena *arena, ps_str source, ps_fold_form form, int joined,
                      ps_folded *ret_folded, ps_error *reterr)
{
    folder f = {.in = (const unsigned char *)source.ptr,
                .len = source.len,
                .arena = arena,
                .ascii = ps_fold_ascii[form == PS_FOLD_TERM],
                .joint = form == PS_FOLD_TERM ? PS_FOLD_IS_JOINT : 0,
                .joined = joined};
    *ret_folded = (ps_folded){.text = source, .source = source};
    if (source.len > UINT32_MAX / (GROWTH_MAX + 1)) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT, "text too long to fold");
    }
    size_t prefix = plain_prefix(f.in, f.len, f.ascii);
    if (prefix == f.len) {
        return PS_OK;
    }
    f.room = f.len + SLACK;
    f.out = ps_arena_bytes(arena, f.room);
    if (!f.out) {
        return ps_error_memory(reterr);
    }
    if (prefix) {
        memcpy(f.out, f.in, prefix);
        f.at = f.used = prefix;
        f.last = ps_fold_entry(f.in[prefix - 1]);
    }
    while (f.at < f.len && !f.failed) {
        if (f.in[f.at] < 0x80) {
            fold_ascii(&f);
        } else {
            fold_character(&f);
            fold_wide(&f);
        }
    }
    flush_white(&f, 0);
    if (f.failed) {
        return ps_error_memory(reterr);
    }
    ret_folded->text = (ps_str){f.out, f.used};
    ret_folded->runs = f.runs;
    ret_folded->run_count = f.run_count;
    ret_folded->saw = f.saw;
    return PS_OK;
}

ps_status ps_fold(ps_arena *arena, ps_str source, ps_fold_form form, ps_folded *ret_folded,
                  ps_error *reterr)
{
    return fold(arena, source, form, 0, ret_folded, reterr);
}

ps_status ps_fold_joined(ps_arena *arena, ps_str source, ps_fold_form form, ps_folded *ret_folded,
                         ps_error *reterr)
{
    return fold(arena, source, form, 1, ret_folded, reterr);
}

/* Where the source character begins that the folded byte at `at` comes from. */
static size_t source_of(const ps_folded *folded, size_t at)
{
    size_t low = 0;
    size_t high = folded->run_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (folded->runs[middle].folded <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t source = at;
    if (low > 0) {
        source = folded->runs[low - 1].source + (at - folded->runs[low - 1].folded);
    }
    /* A character that grew has more folded bytes than its own: they all come from it. */
    size_t limit = low < folded->run_count ? folded->runs[low].source : folded->source.len;
    if (source >= limit) {
        source = limit ? limit - 1 : 0;
    }
    while (source > 0 && (folded->source.ptr[source] & 0xC0) == 0x80) {
        source--;
    }
    return source;
}

ps_span ps_folded_source(const ps_folded *folded, ps_span range)
{
    size_t start =
        range.start < folded->text.len ? source_of(folded, range.start) : folded->source.len;
    if (range.end <= range.start) {
        return (ps_span){start, start};
    }
    uint32_t codepoint;
    size_t end = source_of(folded, range.end - 1);
    end += ps_utf8_next(folded->source, end, &codepoint);
    for (int i = 0; i < MARKS_QUOTED && end < folded->source.len; i++) {
        size_t size = ps_utf8_next(folded->source, end, &codepoint);
        uint32_t entry = ps_fold_entry(codepoint);
        if (ps_fold_kind(entry) != PS_FOLD_DROP ||
            (entry & (PS_FOLD_IS_BIDI | PS_FOLD_IS_IGNORABLE))) {
            break;
        }
        end += size;
    }
    return (ps_span){start, end};
}
