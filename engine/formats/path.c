/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/path.h"

#include "base/error.h"
#include "base/str.h"

#define XML_SPACE "http://www.w3.org/XML/1998/namespace"

static ps_status bad(ps_error *reterr, ps_str path, const char *what)
{
    return ps_error_set(reterr, PS_FAILED, PS_E_PACK, "%s in the path \"%.*s\"", what,
                        PS_FMT(ps_str_cut(path, 200)));
}

static int is_name_char(char c)
{
    return ps_is_alpha(c) || ps_is_digit(c) || c == '_' || c == '-' || c == '.' || c == ':' ||
           c == '*' || (unsigned char)c >= 0x80;
}

/* The name at the front of *text; 0 when there is none. */
static int take_name(ps_str *text, ps_str *ret_name)
{
    size_t len = 0;
    while (len < text->len && is_name_char(text->ptr[len])) {
        len++;
    }
    *ret_name = ps_str_slice(*text, 0, len);
    *text = ps_str_slice(*text, len, text->len);
    return len > 0;
}

static ps_status resolve(const ps_path_context *context, ps_str path, ps_str name, int is_attr,
                         ps_name_test *ret, ps_error *reterr)
{
    ps_str uri = PS_STR("");
    ps_str local = name;
    ps_name_ids ids;
    if (ps_str_is(name, "*")) {
        *ret = (ps_name_test){PS_NAME_ANY, 0};
        return PS_OK;
    }
    int any_space = ps_str_starts(name, PS_STR("*:"));
    if (any_space) {
        local = ps_str_slice(name, 2, name.len);
    } else if (is_attr && ps_str_starts(name, PS_STR("xml:"))) {
        uri = PS_STR(XML_SPACE);
        local = ps_str_slice(name, 4, name.len);
    } else if (ps_str_find(name, PS_STR(":")) != SIZE_MAX) {
        if (!ps_node_qname(context->node, name, &uri, &local)) {
            ps_status status =
                ps_error_set(reterr, PS_FAILED, PS_E_PACK,
                             "the prefix of \"%.*s\" is not declared, in the path \"%.*s\"",
                             PS_FMT(ps_str_cut(name, 100)), PS_FMT(ps_str_cut(path, 200)));
            ps_error_hint(reterr, "add xmlns:…=\"…\" to <profile>");
            return status;
        }
    }
    if (!local.len || ps_str_find(local, PS_STR("*")) != SIZE_MAX ||
        ps_str_find(local, PS_STR(":")) != SIZE_MAX) {
        return bad(reterr, path, "a bad name");
    }
    ps_status status = ps_vocabulary_add(context->vocabulary, uri, local, &ids, reterr);
    if (status != PS_OK) {
        return status;
    }
    if (context->name && !is_attr) {
        context->name(context->user, ids.local);
    }
    *ret = any_space ? (ps_name_test){PS_NAME_ANY_SPACE, ids.local}
                     : (ps_name_test){PS_NAME_EXACT, ids.exact};
    return PS_OK;
}

ps_status ps_path_alternatives(ps_arena *arena, ps_str text, const ps_str **ret_values,
                               size_t *ret_count, ps_error *reterr)
{
    text = ps_str_trim(text);
    if (text.len >= 2 && text.ptr[0] == '\'' && text.ptr[text.len - 1] == '\'') {
        text = ps_str_slice(text, 1, text.len - 1);
    }
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == '|';
    }
    ps_str *values = ps_arena_array(arena, count, sizeof *values);
    if (!values) {
        return ps_error_memory(reterr);
    }
    size_t n = 0;
    size_t start = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i == text.len || text.ptr[i] == '|') {
            values[n] = ps_arena_str(arena, ps_str_trim(ps_str_slice(text, start, i)));
            if (!values[n++].ptr) {
                return ps_error_memory(reterr);
            }
            start = i + 1;
        }
    }
    *ret_values = values;
    *ret_count = n;
    return PS_OK;
}

/* One condition, the text between the brackets. */
static ps_status parse_test(const ps_path_context *context, ps_str path, ps_str text,
                            ps_attr_test *ret, ps_error *reterr)
{
    ps_str name;
    *ret = (ps_attr_test){0};
    text = ps_str_trim(text);
    int negated = ps_str_starts(text, PS_STR("not(")) && ps_str_ends(text, PS_STR(")"));
    if (negated) {
        text = ps_str_trim(ps_str_slice(text, 4, text.len - 1));
    }
    if (!text.len || text.ptr[0] != '@') {
        return bad(reterr, path, "a condition that is not on an attribute");
    }
    text = ps_str_slice(text, 1, text.len);
    if (!take_name(&text, &name)) {
        return bad(reterr, path, "a condition without the attribute's name");
    }
    ps_status status = resolve(context, path, name, 1, &ret->name, reterr);
    if (status != PS_OK) {
        return status;
    }
    text = ps_str_trim(text);
    if (!text.len) {
        ret->kind = negated ? PS_TEST_ABSENT : PS_TEST_PRESENT;
        return PS_OK;
    }
    int unequal = ps_str_starts(text, PS_STR("!="));
    if (negated || (!unequal && text.ptr[0] != '=')) {
        return bad(reterr, path, "a condition that is not [@a], [not(@a)], [@a='…'] or [@a!='…']");
    }
    text = ps_str_trim(ps_str_slice(text, unequal ? 2 : 1, text.len));
    if (text.len < 2 || (text.ptr[0] != '\'' && text.ptr[0] != '"') ||
        text.ptr[text.len - 1] != text.ptr[0]) {
        return bad(reterr, path, "a value without quotes");
    }
    ret->kind = unequal ? PS_TEST_IS_NOT : PS_TEST_IS;
    return ps_path_alternatives(context->arena, ps_str_slice(text, 1, text.len - 1), &ret->values,
                                &ret->value_count, reterr);
}

/* "[…][…]" at the front of *text. */
static ps_status take_tests(const ps_path_context *context, ps_str path, ps_str *text,
                            ps_tests *ret, ps_error *reterr)
{
    enum { MOST = 8 };
    ps_attr_test list[MOST];
    size_t count = 0;
    while (text->len && text->ptr[0] == '[') {
        size_t close = 1;
        char quote = 0;
        while (close < text->len && (quote || text->ptr[close] != ']')) {
            char c = text->ptr[close];
            quote = quote ? (c == quote ? 0 : quote) : (c == '\'' || c == '"') ? c : 0;
            close++;
        }
        if (close == text->len) {
            return bad(reterr, path, "a bracket that is not closed");
        }
        if (count == MOST) {
            return bad(reterr, path, "more than 8 conditions on one step");
        }
        ps_status status =
            parse_test(context, path, ps_str_slice(*text, 1, close), &list[count], reterr);
        if (status != PS_OK) {
            return status;
        }
        count++;
        *text = ps_str_slice(*text, close + 1, text->len);
    }
    *ret = (ps_tests){NULL, count};
    if (count) {
        ps_attr_test *copy = ps_arena_array(context->arena, count, sizeof *copy);
        if (!copy) {
            return ps_error_memory(reterr);
        }
        memcpy(copy, list, count * sizeof *copy);
        ret->list = copy;
    }
    return PS_OK;
}

static ps_status take_step(const ps_path_context *context, ps_str path, ps_str *text, ps_path *ret,
                           ps_error *reterr)
{
    ps_str start = *text;
    ps_str name;
    if (text->ptr[0] == '@') {
        *text = ps_str_slice(*text, 1, text->len);
        if (!take_name(text, &name) || text->len) {
            return bad(reterr, path, "an attribute that is not the end");
        }
        ret->has_attr = 1;
        return resolve(context, path, name, 1, &ret->attr, reterr);
    }
    if (!take_name(text, &name)) {
        return bad(reterr, path, "an empty step");
    }
    if (ps_str_is(name, ".")) {
        if (ret->step_count || ret->self.count) {
            return bad(reterr, path, "a \".\" that is not the beginning");
        }
        return take_tests(context, path, text, &ret->self, reterr);
    }
    if (ps_str_is(name, "..")) {
        return bad(reterr, path, "a step upwards, which the language does not have");
    }
    if (ret->step_count == PS_STEPS_MOST) {
        return bad(reterr, path, "more than 32 steps");
    }
    ps_step *step = &ret->steps[ret->step_count++];
    ps_status status = resolve(context, path, name, 0, &step->name, reterr);
    if (status == PS_OK) {
        status = take_tests(context, path, text, &step->tests, reterr);
    }
    step->text = ps_str_slice(start, 0, start.len - text->len);
    return status;
}

ps_status ps_path_parse(const ps_path_context *context, ps_str text, ps_path *ret_path,
                        ps_error *reterr)
{
    ps_str path = ps_str_trim(text);
    ps_str rest = path;
    ret_path->self = (ps_tests){NULL, 0};
    ret_path->step_count = 0;
    ret_path->has_attr = 0;
    if (!rest.len) {
        return ps_error_set(reterr, PS_FAILED, PS_E_PACK, "an empty path");
    }
    for (;;) {
        ps_status status = rest.len ? take_step(context, path, &rest, ret_path, reterr)
                                    : bad(reterr, path, "a \"/\" at the end");
        if (status != PS_OK || !rest.len) {
            return status;
        }
        if (rest.ptr[0] != '/') {
            return bad(reterr, path, "something that is not part of a name");
        }
        rest = ps_str_slice(rest, 1, rest.len);
        if (rest.len && rest.ptr[0] == '/') {
            return bad(reterr, path, "a \"//\", which the language does not have");
        }
    }
}

ps_status ps_path_parse_attr(const ps_path_context *context, ps_str text, ps_name_test *ret_name,
                             ps_error *reterr)
{
    ps_path path;
    ps_status status = ps_path_parse(context, text, &path, reterr);
    if (status != PS_OK) {
        return status;
    }
    if (!path.has_attr || path.step_count || path.self.count) {
        return bad(reterr, text, "something else than one attribute (@name)");
    }
    *ret_name = path.attr;
    return PS_OK;
}
