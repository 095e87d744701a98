/* SPDX-License-Identifier: Apache-2.0 */
#include "report/kept_value.h"

#include <yajl/yajl_parse.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

enum { DEPTH_MOST = 256 }; /* the highest that the limit "json-depth" may be set to */

typedef struct parser {
    ps_arena *arena;
    ps_kept_value *open[DEPTH_MOST]; /* lists and objects that are not closed, the outer first */
    size_t depth;
    size_t depth_limit;
    ps_str key; /* of the value that comes next */
    const ps_kept_value *top;
    int too_deep;
    int full; /* the arena gave nothing */
} parser;

/* Text and what is no text may both be empty; only a missing one has no pointer. */
static int copy(parser *p, const unsigned char *text, size_t size, ps_str *ret)
{
    *ret = ps_arena_str(p->arena, (ps_str){(const char *)text, size});
    p->full = !ret->ptr;
    return !p->full;
}

/* 0 stops the parser. */
static ps_kept_value *add(parser *p, ps_kept_kind kind)
{
    ps_kept_value *value = ps_arena_alloc(p->arena, sizeof *value);
    if (!value) {
        p->full = 1;
        return NULL;
    }
    value->kind = kind;
    value->key = p->key;
    p->key = PS_NO_STR;
    if (p->depth == 0) {
        p->top = value;
        return value;
    }
    ps_kept_value *parent = p->open[p->depth - 1];
    if (parent->last) {
        parent->last->next = value;
    } else {
        parent->first = value;
    }
    parent->last = value;
    return value;
}

static int add_text(parser *p, ps_kept_kind kind, const unsigned char *text, size_t size)
{
    ps_kept_value *value = add(p, kind);
    return value && copy(p, text, size, &value->text);
}

static int open_value(parser *p, ps_kept_kind kind)
{
    if (p->depth == p->depth_limit) {
        p->too_deep = 1;
        return 0;
    }
    ps_kept_value *value = add(p, kind);
    if (!value) {
        return 0;
    }
    p->open[p->depth++] = value;
    return 1;
}

static int on_null(void *ctx)
{
    return add(ctx, PS_KEPT_NULL) != NULL;
}

static int on_boolean(void *ctx, int is_true)
{
    return add(ctx, is_true ? PS_KEPT_TRUE : PS_KEPT_FALSE) != NULL;
}

static int on_number(void *ctx, const char *text, size_t size)
{
    return add_text(ctx, PS_KEPT_NUMBER, (const unsigned char *)text, size);
}

static int on_string(void *ctx, const unsigned char *text, size_t size)
{
    return add_text(ctx, PS_KEPT_TEXT, text, size);
}

static int on_key(void *ctx, const unsigned char *text, size_t size)
{
    parser *p = ctx;
    return copy(p, text, size, &p->key);
}

static int on_start_map(void *ctx)
{
    return open_value(ctx, PS_KEPT_OBJECT);
}

static int on_start_array(void *ctx)
{
    return open_value(ctx, PS_KEPT_LIST);
}

static int on_end(void *ctx)
{
    parser *p = ctx;
    p->depth--;
    return 1;
}

static ps_status what_went_wrong(const parser *p, yajl_handle handle, uint64_t column,
                                 ps_error *reterr)
{
    if (p->too_deep) {
        return ps_error_limit(reterr, PS_FATAL, "json-depth", "more than %zu values in each other",
                              p->depth_limit);
    }
    if (p->full) {
        return ps_error_limit(reterr, PS_FATAL, "kept-line",
                              "the record and its findings take more memory than allowed");
    }
    unsigned char *text = yajl_get_error(handle, 0, NULL, 0);
    ps_str why = ps_str_trim(ps_str_from((const char *)text));
    PS_IGNORE(ps_error_set(reterr, PS_FATAL, PS_E_ILL_FORMED, "not JSON: %.*s", PS_FMT(why)));
    ps_error_at(reterr, 0, column);
    if (text) {
        yajl_free_error(handle, text);
    }
    return PS_FATAL;
}

ps_status ps_kept_parse(ps_str line, const ps_limits *limits, ps_arena *arena,
                        const ps_kept_value **ret_value, ps_error *reterr)
{
    static const yajl_callbacks callbacks = {.yajl_null = on_null,
                                             .yajl_boolean = on_boolean,
                                             .yajl_number = on_number,
                                             .yajl_string = on_string,
                                             .yajl_start_map = on_start_map,
                                             .yajl_map_key = on_key,
                                             .yajl_end_map = on_end,
                                             .yajl_start_array = on_start_array,
                                             .yajl_end_array = on_end};
    parser p = {.arena = arena,
                .depth_limit = limits->json_depth < DEPTH_MOST ? limits->json_depth : DEPTH_MOST};
    yajl_handle handle = yajl_alloc(&callbacks, NULL, &p);
    if (!handle) {
        return ps_error_memory(reterr);
    }
    ps_status status = PS_OK;
    if (yajl_parse(handle, (const unsigned char *)line.ptr, line.len) != yajl_status_ok) {
        status = what_went_wrong(&p, handle, yajl_get_bytes_consumed(handle) + 1, reterr);
    } else if (yajl_complete_parse(handle) != yajl_status_ok) {
        status = what_went_wrong(&p, handle, line.len + 1, reterr);
    }
    yajl_free(handle);
    *ret_value = p.top;
    return status;
}
