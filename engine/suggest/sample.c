/* SPDX-License-Identifier: Apache-2.0 */
#include "suggest/sample.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/index.h"
#include "base/str.h"
#include "xml/document.h"

/* A name or namespace that is longer is no field of a profile; a longer value is judged by what it
 * begins with. */
enum { NAME_MOST = 200, URI_MOST = 1000, VALUE_MOST = 4096, SHOWN = 120, KEY_MOST = 64 };
enum { VARIANTS_MOST = 200 };

typedef struct frame {
    ps_sample *sample;  /* NULL: left out */
    ps_sample *variant; /* of it, at this occurrence; NULL: none */
    uint64_t serial;    /* of this occurrence */
    size_t text;        /* where its text begins in the buffer of the texts */
    size_t text_len;    /* of its own text, kept or not */
} frame;

struct ps_samples {
    ps_arena arena;
    ps_limits limits;
    ps_word_table *words;
    ps_index index;
    ps_sample **list; /* by number of the index */
    size_t count;
    size_t room;
    ps_sample top;
    frame *frames;
    size_t open;
    ps_buffer texts; /* of all open elements, one behind the other */
    uint64_t serial;
    uint64_t documents;
    uint64_t left_out;
    int no_memory;
};

ps_status ps_samples_new(const ps_limits *limits, ps_samples **ret_samples, ps_error *reterr)
{
    ps_samples *s = calloc(1, sizeof *s);
    if (!s) {
        return ps_error_memory(reterr);
    }
    s->limits = *limits;
    ps_arena_init(&s->arena, 0);
    ps_buffer_init(&s->texts, 0);
    ps_index_init(&s->index);
    s->frames = calloc((size_t)limits->depth + 2, sizeof *s->frames);
    ps_status status = s->frames ? ps_word_table_new(&s->words, reterr) : ps_error_memory(reterr);
    if (status != PS_OK) {
        ps_samples_free(s);
        return status;
    }
    *ret_samples = s;
    return PS_OK;
}

void ps_samples_free(ps_samples *samples)
{
    if (samples) {
        ps_word_table_free(samples->words);
        ps_index_done(&samples->index);
        ps_buffer_done(&samples->texts);
        ps_arena_done(&samples->arena);
        free(samples->list);
        free(samples->frames);
        free(samples);
    }
}

const ps_sample *ps_samples_top(const ps_samples *samples)
{
    return &samples->top;
}

uint64_t ps_samples_documents(const ps_samples *samples)
{
    return samples->documents;
}

uint64_t ps_samples_left_out(const ps_samples *samples)
{
    return samples->left_out;
}

static int make_room(ps_samples *s)
{
    if (s->count < s->room) {
        return 1;
    }
    size_t room = s->room ? s->room * 2 : 256;
    ps_sample **list = realloc(s->list, room * sizeof(ps_sample *));
    if (!list) {
        return 0;
    }
    s->list = list;
    s->room = room;
    return 1;
}

static ps_sample *add_child(ps_samples *s, ps_sample *parent, ps_sample_kind kind, ps_str uri,
                            ps_str name, uint64_t hash)
{
    ps_error ignored;
    ps_sample *fresh = make_room(s) ? ps_arena_alloc(&s->arena, sizeof *fresh) : NULL;
    if (!fresh) {
        s->no_memory = 1;
        return NULL;
    }
    fresh->kind = kind;
    fresh->name = ps_arena_str(&s->arena, name);
    fresh->uri = ps_arena_str(&s->arena, uri);
    fresh->parent = parent;
    fresh->depth = parent->depth + 1;
    if (!fresh->name.ptr || !fresh->uri.ptr || !ps_index_add(&s->index, hash) ||
        ps_word_table_meaning(s->words, fresh->name, &fresh->meaning, &ignored) != PS_OK) {
        s->no_memory = 1;
        return NULL;
    }
    s->list[s->count++] = fresh;
    if (parent->last) {
        parent->last->next = fresh;
    } else {
        parent->first = fresh;
    }
    parent->last = fresh;
    return fresh;
}

/* The child of that name, made when it is new; NULL when it is left out. */
static ps_sample *find_child(ps_samples *s, ps_sample *parent, ps_sample_kind kind, ps_str uri,
                             ps_str name)
{
    /* a colon in a local name: no path can have it, and it costs the record when it is read */
    int damaged = kind != PS_SAMPLE_VARIANT && name.len && memchr(name.ptr, ':', name.len);
    if (s->no_memory || damaged || name.len > NAME_MOST || uri.len > URI_MOST) {
        s->left_out++;
        return NULL;
    }
    uint64_t hash = ps_index_hash(&s->index, name) ^ (uint64_t)(uintptr_t)parent;
    for (uint32_t n = ps_index_first(&s->index, hash); n; n = ps_index_next(&s->index, n - 1)) {
        ps_sample *c = s->list[n - 1];
        if (c->parent == parent && c->kind == kind && ps_str_equal(c->name, name) &&
            ps_str_equal(c->uri, uri)) {
            return c;
        }
    }
    if (s->count >= s->limits.suggest_paths) {
        s->left_out++;
        return NULL;
    }
    return add_child(s, parent, kind, uri, name, hash);
}

static void count_in(ps_sample *c, uint64_t serial)
{
    c->count++;
    if (c->run_in != serial) {
        c->run_in = serial;
        c->run = 0;
        c->parents++;
    }
    c->run++;
    c->most = c->run > c->most ? c->run : c->most;
}

static void keep_value(ps_samples *s, ps_sample *c, ps_str value)
{
    value = ps_str_cut(value, SHOWN);
    for (size_t i = 0; i < c->value_count; i++) {
        if (ps_str_equal(c->values[i], value)) {
            return;
        }
    }
    ps_str copy = ps_arena_str(&s->arena, value);
    s->no_memory |= !copy.ptr;
    c->values[c->value_count] = copy;
    c->value_count += copy.ptr != NULL;
}

static void count_value(ps_samples *s, ps_sample *c, ps_str text, size_t full_len)
{
    ps_str value = ps_str_trim(ps_str_cut(text, VALUE_MOST));
    if (!c || !value.len) {
        return;
    }
    uint32_t shapes = ps_shapes_of(value);
    c->texts++;
    for (unsigned i = 0; i < PS_SHAPE_COUNT; i++) {
        c->shapes[i] += shapes >> i & 1;
    }
    c->longest = full_len > c->longest ? full_len : c->longest;
    if (c->value_count < PS_SAMPLE_VALUES) {
        keep_value(s, c, value);
    }
}

/* Whether an attribute of that name may hold names of fields. */
static int may_be_key(const ps_sample *attr)
{
    const uint64_t yes = PS_SAYS(NAME) | PS_SAYS(KEY);
    const uint64_t also = yes | PS_SAYS(PROPERTY) | PS_SAYS(CODE) | PS_SAYS(NUMBER);
    return attr->meaning.concepts & yes && !(attr->meaning.concepts & ~also);
}

/* A value that may stand between quotes in a condition of a path. */
static int is_key(ps_str value)
{
    if (!value.len || value.len > KEY_MOST || ps_str_trim(value).len != value.len) {
        return 0;
    }
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c < ' ' || c == 0x7f || strchr("'\"|[]@<>&", c)) {
            return 0;
        }
    }
    return 1;
}

static ps_str view(const char *terminated)
{
    return terminated ? ps_str_from(terminated) : PS_STR("");
}

static ps_sample *find_variant(ps_samples *s, frame *f, const ps_sample *attr, ps_str value)
{
    if (f->sample->closed || !is_key(value)) {
        return NULL;
    }
    size_t before = s->count;
    ps_sample *variant = find_child(s, f->sample, PS_SAMPLE_VARIANT, attr->uri, value);
    if (variant && s->count != before) {
        variant->key = attr;
        f->sample->variants++;
        f->sample->closed = f->sample->variants > VARIANTS_MOST;
    }
    return variant && variant->key == attr ? variant : NULL;
}

static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t attr_count)
{
    ps_samples *s = user;
    (void)parser;
    frame *above = &s->frames[s->open];
    frame *f = &s->frames[++s->open];
    *f = (frame){.serial = ++s->serial, .text = s->texts.len};
    f->sample = above->sample
                    ? find_child(s, above->sample, PS_SAMPLE_ELEMENT, view(uri), view(local))
                    : NULL;
    if (!f->sample) {
        return;
    }
    count_in(f->sample, above->serial);
    for (size_t i = 0; i < attr_count; i++) {
        ps_str value = {attrs[i].value, (size_t)(attrs[i].value_end - attrs[i].value)};
        ps_sample *attr =
            find_child(s, f->sample, PS_SAMPLE_ATTRIBUTE, view(attrs[i].uri), view(attrs[i].local));
        if (attr) {
            count_in(attr, f->serial);
            count_value(s, attr, value, value.len);
            if (!f->variant && may_be_key(attr)) {
                f->variant = find_variant(s, f, attr, value);
            }
        }
    }
    if (!f->variant) {
        return;
    }
    count_in(f->variant, above->serial);
    for (size_t i = 0; i < attr_count; i++) {
        ps_str value = {attrs[i].value, (size_t)(attrs[i].value_end - attrs[i].value)};
        ps_sample *attr = find_child(s, f->variant, PS_SAMPLE_ATTRIBUTE, view(attrs[i].uri),
                                     view(attrs[i].local));
        if (attr) {
            count_in(attr, f->serial);
            count_value(s, attr, value, value.len);
        }
    }
}

static void on_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    ps_samples *s = user;
    frame *f = &s->frames[s->open];
    (void)parser;
    if (s->open == 0 || !f->sample) {
        return;
    }
    f->text_len += piece.len;
    /* Text between children is of no use: the buffer is that of the innermost element. */
    size_t kept = s->texts.len - f->text;
    if (kept < VALUE_MOST) {
        ps_buffer_add_str(
            &s->texts,
            ps_str_slice(piece, 0, piece.len < VALUE_MOST - kept ? piece.len : VALUE_MOST - kept));
    }
}

static void on_end(void *user, ps_xml_parser *parser)
{
    ps_samples *s = user;
    frame *f = &s->frames[s->open];
    (void)parser;
    if (s->open == 0) {
        return;
    }
    if (f->sample && s->texts.len > f->text) {
        ps_str text = ps_str_slice(ps_buffer_str(&s->texts), f->text, s->texts.len);
        count_value(s, f->sample, text, f->text_len);
        count_value(s, f->variant, text, f->text_len);
    }
    s->texts.len = f->text;
    s->open--;
}

ps_status ps_samples_read(ps_samples *s, ps_read_fn read, void *io, const char *encoding,
                          ps_error *reterr)
{
    static const ps_xml_handler handler = {.start = on_start, .end = on_end, .text = on_text};
    ps_xml_options options = {.limits = &s->limits, .encoding = encoding};
    ps_xml_result result;
    s->open = 0;
    ps_buffer_clear(&s->texts);
    s->frames[0] = (frame){.sample = &s->top, .serial = ++s->serial};
    s->top.count++;
    s->documents++;
    ps_status status = ps_xml_parse(read, io, &options, &handler, s, &result, reterr);
    if (s->no_memory || s->texts.failed) {
        return ps_error_memory(reterr);
    }
    return status;
}

/* The text of a variant: its own, or an attribute beside the key that is called a value. */
static ps_sample *value_of(ps_sample *variant)
{
    ps_sample *best = NULL;
    if (variant->texts) {
        return variant;
    }
    for (ps_sample *attr = variant->first; attr; attr = attr->next) {
        int is_the_key = ps_str_equal(attr->name, variant->key->name) &&
                         ps_str_equal(attr->uri, variant->key->uri);
        if (!is_the_key && attr->texts && attr->meaning.concepts & PS_SAYS(VALUE)) {
            best = attr;
        }
    }
    return best;
}

static void settle_rows(ps_sample *element)
{
    const uint64_t idle = PS_SAYS(NAME) | PS_SAYS(NUMBER) | PS_SAYS(CODE) | PS_SAYS(VALUE) |
                          PS_SAYS(LANGUAGE) | PS_SAYS(STATUS);
    size_t known = 0;
    size_t valued = 0;
    for (const ps_sample *c = element->first; c; c = c->next) {
        if (c->kind == PS_SAMPLE_ELEMENT) {
            return;
        }
    }
    for (ps_sample *c = element->first; c; c = c->next) {
        if (c->kind == PS_SAMPLE_VARIANT) {
            valued += value_of(c) != NULL;
            known += (c->meaning.concepts & ~idle) != 0;
        }
    }
    element->rows = !element->closed && known >= 2 && known * 5 >= element->variants &&
                    valued * 2 >= element->variants;
    for (ps_sample *c = element->first; c && element->rows; c = c->next) {
        if (c->kind == PS_SAMPLE_VARIANT) {
            ps_sample *value = value_of(c);
            for (ps_sample *attr = c->first; attr; attr = attr->next) {
                if (attr == value) {
                    attr->meaning = c->meaning;
                } else {
                    attr->texts = 0; /* no field: nobody looks at it */
                }
            }
        }
    }
}

/* Codes of roles as EDI messages and SAP have them. */
static uint64_t role_code(ps_str value)
{
    static const char *const buyers[] = {"BY", "AG", "RE", "IV", "OB"};
    static const char *const suppliers[] = {"SU", "SE", "LF", "SR", "WL"};
    for (size_t i = 0; i < PS_COUNT(buyers); i++) {
        if (ps_str_is(value, buyers[i])) {
            return PS_SAYS(BUYER);
        }
        if (ps_str_is(value, suppliers[i])) {
            return PS_SAYS(SUPPLIER);
        }
    }
    return 0;
}

/* What the values of a role say: <Party role="vendor">. */
static void settle_role(ps_samples *s, ps_sample *leaf)
{
    const uint64_t roles = PS_SAYS(ROLE) | PS_SAYS(STATUS);
    uint64_t above = leaf->parent->meaning.concepts;
    if (!(leaf->meaning.concepts & PS_SAYS(ROLE)) &&
        !(leaf->meaning.concepts & roles && above & PS_SAYS(PARTY))) {
        return;
    }
    for (size_t i = 0; i < leaf->value_count; i++) {
        ps_name_meaning meaning;
        ps_error ignored;
        leaf->says[i] = role_code(leaf->values[i]);
        if (!is_key(leaf->values[i])) {
            continue;
        }
        if (ps_word_table_meaning(s->words, leaf->values[i], &meaning, &ignored) != PS_OK) {
            s->no_memory = 1;
        } else if (!leaf->says[i]) {
            leaf->says[i] = meaning.concepts;
        }
    }
}

ps_status ps_samples_settle(ps_samples *samples, ps_error *reterr)
{
    for (size_t i = 0; i < samples->count; i++) {
        settle_role(samples, samples->list[i]);
        if (samples->list[i]->kind == PS_SAMPLE_ELEMENT && samples->list[i]->variants >= 2) {
            settle_rows(samples->list[i]);
        }
    }
    return samples->no_memory ? ps_error_memory(reterr) : PS_OK;
}

static const ps_sample *to_look_at(const ps_sample *c, const ps_sample *parent)
{
    while (c && (c->kind == PS_SAMPLE_VARIANT) != (parent->rows != 0)) {
        c = c->next;
    }
    return c;
}

const ps_sample *ps_sample_first(const ps_sample *parent)
{
    return to_look_at(parent->first, parent);
}

const ps_sample *ps_sample_next(const ps_sample *child)
{
    return to_look_at(child->next, child->parent);
}

int ps_sample_has_text(const ps_sample *sample)
{
    return sample->texts > 0 && !sample->rows;
}

int ps_sample_looks(const ps_sample *sample, uint32_t shapes)
{
    uint64_t found = 0;
    for (unsigned i = 0; i < PS_SHAPE_COUNT; i++) {
        uint64_t here = shapes >> i & 1 ? sample->shapes[i] : 0;
        found = here > found ? here : found;
    }
    return sample->texts > 0 && found * 5 >= sample->texts * 4;
}

int ps_sample_is_in(const ps_sample *below, const ps_sample *above)
{
    while (below && below->depth > above->depth) {
        below = below->parent;
    }
    return below == above;
}
