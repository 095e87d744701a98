/* Goes through all entries once more when everything is read: expressions, shapes of models, words.
 * SPDX-License-Identifier: Apache-2.0 */
#include "catalog/check.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "text/fold.h"
#include "text/scrutiny.h"

typedef struct adding {
    ps_check *check;
    ps_check_word word;
} adding;

static int add_word(void *user, ps_str text)
{
    adding *a = user;
    ps_check *c = a->check;
    ps_check_word *made = ps_cat_push(&c->arena, &c->words, sizeof *made);
    ps_str copy = ps_arena_str(&c->arena, text);
    if (!made || !copy.ptr) {
        c->folder.no_memory = 1;
        return 1;
    }
    *made = a->word;
    made->text = copy;
    made->order = c->words.count;
    return 0;
}

/* A shape that asks for a letter or digit behind "*", which has taken them all; and one that has no
 * digit and no place for one, without which nothing counts as a model number. */
static int check_shape(void *user, ps_str shape)
{
    adding *a = user;
    int digit = 0;
    const char *wrong = NULL;
    const char *hint = NULL;
    for (size_t i = 0; i < shape.len; i++) {
        char c = shape.ptr[i];
        digit |= ps_is_digit(c) || c == '#' || c == '*';
        if (i > 0 && shape.ptr[i - 1] == '*' && c != ' ' && c != '*') {
            wrong = "what stands behind * never comes: * takes the rest of the word";
            hint = "end the shape with *, or write # and @ for what is in between";
        }
    }
    if (!digit) {
        wrong = "it has no digit, and nothing without one counts as a model number";
        hint = "make it a <term>, or add # or *";
    }
    if (wrong) {
        ps_cat_report(a->check->reader, PS_FAILED, a->word.file, a->word.node, hint,
                      "<model>: \"%.*s\" can never match: %s", PS_FMT(shape), wrong);
    }
    return add_word(user, shape);
}

static void say_pattern(void *user, ps_status severity, const char *message, const char *hint)
{
    adding *a = user;
    ps_cat_report(a->check->reader, severity, a->word.file, a->word.node, hint, "<pattern>: %s",
                  message);
}

static ps_status check_pattern(adding *a, ps_error *reterr)
{
    ps_check *c = a->check;
    ps_str folded;
    ps_regex *regex;
    ps_error error;
    if (ps_fold_pattern(&c->arena, a->word.node->text, &folded, &error) != PS_OK ||
        ps_regex_new(folded, &c->arena, &regex, &error) != PS_OK) {
        return PS_OK; /* was reported */
    }
    PS_IGNORE(add_word(a, folded));
    return ps_scrutinise(folded, PS_SCRUTINY_ITEMS, say_pattern, a, reterr);
}

static int has_words(ps_str name)
{
    static const char *const names[] = {
        "term",  "decoy",    "with",    "unless",        "met",      "not-met", "label", "amount",
        "maker", "modifier", "service", "uninformative", "negation", "watch",   "unit"};
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        if (ps_str_is(name, names[i])) {
            return 1;
        }
    }
    return 0;
}

static ps_status check_node(ps_check *c, uint16_t file, const ps_node *owner, const ps_node *node,
                            ps_error *reterr)
{
    adding a = {c, {.node = node, .owner = owner, .file = file}};
    if (!node->text.len) {
        return PS_OK;
    }
    if (ps_str_is(node->name, "pattern")) {
        return check_pattern(&a, reterr);
    }
    if (ps_node_attr_value(node, "glyphs").len && memchr(node->text.ptr, '(', node->text.len)) {
        ps_cat_report(c->reader, PS_FAILED, file, node, "spell the wordings out, '|' between them",
                      "<%.*s>: with glyphs=\"as-written\" a wording with (a|b) can never match: it "
                      "is looked for as it stands",
                      PS_FMT(node->name));
    }
    if (ps_str_is(node->name, "model")) {
        ps_cat_each_wording(&c->folder, node, check_shape, &a);
    } else if (has_words(node->name)) {
        ps_cat_each_wording(&c->folder, node, add_word, &a);
    }
    return c->folder.no_memory ? ps_error_memory(reterr) : PS_OK;
}

static ps_status check_file(ps_check *c, uint16_t file, ps_error *reterr)
{
    ps_status status = PS_OK;
    const ps_node *root = PS_CAT_AT(c->reader->catalog->files, ps_cat_file, file)->root;
    for (const ps_node *thing = root->first; thing && status == PS_OK; thing = thing->next) {
        status = check_node(c, file, thing, thing, reterr);
        for (const ps_node *node = thing->first; node && status == PS_OK; node = node->next) {
            status = check_node(c, file, thing, node, reterr);
        }
        ps_check_examples(c, file, thing);
    }
    return status;
}

ps_status ps_cat_scrutinise(ps_cat_reader *reader, ps_error *reterr)
{
    ps_check c = {.reader = reader};
    ps_status status = PS_OK;
    ps_arena_init(&c.arena, 0);
    c.folder = (ps_cat_reader){.arena = &c.arena, .path = ""};
    ps_arena_init(&c.folder.scratch, 0);
    for (uint16_t i = 0; i < reader->catalog->files.count && status == PS_OK; i++) {
        status = check_file(&c, i, reterr);
    }
    if (status == PS_OK) {
        ps_check_words(&c);
    }
    ps_arena_done(&c.folder.scratch);
    ps_arena_done(&c.arena);
    return status;
}
