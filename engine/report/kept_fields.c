/* SPDX-License-Identifier: Apache-2.0 */
#include "report/kept_fields.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/error.h"
#include "base/str.h"
#include "procscreen/pack.h"

void ps_kept_wrong(ps_kept_line *line, const char *format, ...)
{
    char text[256];
    va_list args;
    if (line->failed) {
        return;
    }
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    line->failed = 1;
    PS_IGNORE(ps_error_set(line->error, PS_FATAL, PS_E_ILL_FORMED, "%s", text));
}

const ps_kept_value *ps_kept_get(ps_kept_line *line, const ps_kept_value *object, const char *key)
{
    const ps_kept_value *found = NULL;
    for (const ps_kept_value *v = object ? object->first : NULL; v; v = v->next) {
        if (ps_str_is(v->key, key)) {
            if (found) {
                ps_kept_wrong(line, "\"%.*s\" stands twice in one object", PS_FMT(v->key));
            }
            found = v;
        }
    }
    return found && found->kind != PS_KEPT_NULL ? found : NULL;
}

static const ps_kept_value *get_kind(ps_kept_line *line, const ps_kept_value *object,
                                     const char *key, ps_kept_kind kind)
{
    static const char *const names[] = {"null",   "false",  "true",     "a number",
                                        "a text", "a list", "an object"};
    const ps_kept_value *value = ps_kept_get(line, object, key);
    if (value && value->kind != kind) {
        ps_kept_wrong(line, "\"%s\" is not %s", key, names[kind]);
        return NULL;
    }
    return value;
}

ps_str ps_kept_text(ps_kept_line *line, const ps_kept_value *object, const char *key)
{
    const ps_kept_value *value = get_kind(line, object, key, PS_KEPT_TEXT);
    return value ? value->text : PS_NO_STR;
}

uint64_t ps_kept_count(ps_kept_line *line, const ps_kept_value *object, const char *key)
{
    const ps_kept_value *value = ps_kept_get(line, object, key);
    uint64_t count = 0;
    /* A text above 2^53. */
    if (value && ((value->kind != PS_KEPT_NUMBER && value->kind != PS_KEPT_TEXT) ||
                  !ps_str_to_uint(value->text, UINT64_MAX, &count))) {
        ps_kept_wrong(line, "\"%s\" is not a count", key);
    }
    return count;
}

int ps_kept_flag(ps_kept_line *line, const ps_kept_value *object, const char *key)
{
    const ps_kept_value *value = ps_kept_get(line, object, key);
    if (value && value->kind != PS_KEPT_TRUE && value->kind != PS_KEPT_FALSE) {
        ps_kept_wrong(line, "\"%s\" is neither true nor false", key);
    }
    return value && value->kind == PS_KEPT_TRUE;
}

ps_day ps_kept_day(ps_kept_line *line, const ps_kept_value *object, const char *key)
{
    ps_str text = ps_kept_text(line, object, key);
    ps_day day = text.ptr ? ps_date_parse_iso(text) : PS_NO_DAY;
    if (text.ptr && day == PS_NO_DAY) {
        ps_kept_wrong(line, "\"%s\" is not a day, YYYY-MM-DD", key);
    }
    return day;
}

/* The digits as they are, so that they are written again as they were: "1.50" stays "1.50". */
static int parse_decimal(ps_str text, ps_decimal *ret)
{
    int negative = text.len > 0 && text.ptr[0] == '-';
    int point = 0;
    size_t digits = 0;
    *ret = (ps_decimal){0, 0};
    for (size_t i = (size_t)negative; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '.' && !point && digits) {
            point = 1;
            continue;
        }
        int64_t digit = negative ? '0' - c : c - '0';
        if (!ps_is_digit(c) || ret->scale == UINT8_MAX ||
            __builtin_mul_overflow(ret->digits, 10, &ret->digits) ||
            __builtin_add_overflow(ret->digits, digit, &ret->digits)) {
            return 0;
        }
        ret->scale = (uint8_t)(ret->scale + point);
        digits++;
    }
    return digits && (!point || ret->scale);
}

int ps_kept_decimal(ps_kept_line *line, const ps_kept_value *object, const char *key,
                    ps_decimal *ret)
{
    ps_str text = ps_kept_text(line, object, key);
    if (text.ptr && !parse_decimal(text, ret)) {
        ps_kept_wrong(line, "\"%s\" is not an amount that can be held exactly", key);
        return 0;
    }
    return text.ptr != NULL;
}

const ps_kept_value *ps_kept_object(ps_kept_line *line, const ps_kept_value *object,
                                    const char *key)
{
    return get_kind(line, object, key, PS_KEPT_OBJECT);
}

void *ps_kept_list(ps_kept_line *line, const ps_kept_value *object, const char *key,
                   ps_kept_kind kind, size_t size, const ps_kept_value **ret_first,
                   size_t *ret_count)
{
    const ps_kept_value *list = get_kind(line, object, key, PS_KEPT_LIST);
    size_t count = 0;
    *ret_first = NULL;
    *ret_count = 0;
    for (const ps_kept_value *v = list ? list->first : NULL; v; v = v->next) {
        if (v->kind != kind) {
            ps_kept_wrong(line, "\"%s\" holds something of another kind", key);
            return NULL;
        }
        count++;
    }
    void *room = count ? ps_arena_array(line->arena, count, size) : NULL;
    if (count && !room) {
        line->failed = 1;
        PS_IGNORE(ps_error_limit(line->error, PS_FATAL, "kept-line",
                                 "the record and its findings take more memory than allowed"));
    }
    if (room) {
        *ret_first = list->first;
        *ret_count = count;
    }
    return room;
}

const ps_str *ps_kept_texts(ps_kept_line *line, const ps_kept_value *object, const char *key,
                            size_t *ret_count)
{
    const ps_kept_value *v;
    ps_str *texts = ps_kept_list(line, object, key, PS_KEPT_TEXT, sizeof *texts, &v, ret_count);
    for (size_t i = 0; i < *ret_count; i++, v = v->next) {
        texts[i] = v->text;
    }
    return texts;
}

/* READER(line, object, key): the value whose name stands there, from 0 to `last`. */
#define PS_NAME_READER(reader, type, name_of, last, required)                                      \
    type reader(ps_kept_line *line, const ps_kept_value *object, const char *key)                  \
    {                                                                                              \
        ps_str text = ps_kept_text(line, object, key);                                             \
        for (int i = 0; text.ptr && i <= (int)(last); i++) {                                       \
            if (ps_str_is(text, name_of((type)i))) {                                               \
                return (type)i;                                                                    \
            }                                                                                      \
        }                                                                                          \
        if (text.ptr) {                                                                            \
            ps_kept_wrong(line, "\"%s\" is \"%.*s\", which this version does not know", key,       \
                          PS_FMT(ps_str_cut(text, 60)));                                           \
        } else if (required) {                                                                     \
            ps_kept_wrong(line, "\"%s\" is missing", key);                                         \
        }                                                                                          \
        return (type)0;                                                                            \
    }

PS_NAME_READER(ps_kept_outcome, ps_outcome, ps_outcome_name, PS_OUTCOME_REJECTED, 1)
PS_NAME_READER(ps_kept_state, ps_state, ps_state_name, PS_STATE_NOT_EVALUABLE, 1)
PS_NAME_READER(ps_kept_severity, ps_severity, ps_severity_name, PS_SEVERITY_HIGH, 1)
PS_NAME_READER(ps_kept_record_kind, ps_record_kind, ps_record_kind_name, PS_KIND_QUOTATION, 1)
PS_NAME_READER(ps_kept_confidence, ps_confidence, ps_confidence_name, PS_CONFIDENCE_DEFINITE, 0)
PS_NAME_READER(ps_kept_scale, ps_scale, ps_scale_name, PS_SCALE_MET, 0)
PS_NAME_READER(ps_kept_status, ps_cii_status, ps_cii_status_name, PS_CII_NOT, 0)
PS_NAME_READER(ps_kept_check, ps_ident_check, ps_ident_check_name, PS_CHECK_INVALID, 0)
PS_NAME_READER(ps_kept_role, ps_attachment_role, ps_attachment_role_name, PS_ATTACHMENT_OTHER, 1)
PS_NAME_READER(ps_kept_attached, ps_attached_state, ps_attached_state_name, PS_ATTACHED_NOT_READ, 1)
PS_NAME_READER(ps_kept_worst, ps_severity, ps_severity_name, PS_SEVERITY_HIGH, 0)
