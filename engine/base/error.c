/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"

static const char *const code_names[] = {
#define PS_X(symbol, name) [PS_E_##symbol] = name,
    PS_ERROR_CODES(PS_X)
#undef PS_X
};

const char *ps_error_code_name(ps_error_code code)
{
    return (unsigned)code < PS_E_COUNT ? code_names[code] : "unknown";
}

void ps_error_copy(char *field, size_t size, ps_str text)
{
    text = ps_str_cut(text, size - 1);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        unsigned char next = i + 1 < text.len ? (unsigned char)text.ptr[i + 1] : 0;
        field[i] = c < 0x20 || c == 0x7F ? '?' : text.ptr[i];
        if (c == 0xC2 && next >= 0x80 && next <= 0x9F) { /* U+0080 to U+009F are controls too */
            field[i++] = '?';
            field[i] = '?';
        }
    }
    field[text.len] = '\0';
}

static void format_into(char *field, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void format_into(char *field, size_t size, const char *format, va_list args)
{
    char text[1024];
    int len = vsnprintf(text, sizeof text, format, args);
    size_t used = len < 0 ? 0 : (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    ps_error_copy(field, size, (ps_str){text, used});
}

static void set_code(ps_error *reterr, ps_error_code code)
{
    *reterr = (ps_error){.code = code, .offset = PS_NO_OFFSET};
    ps_error_copy(reterr->cause, sizeof reterr->cause, ps_str_from(ps_error_code_name(code)));
}

ps_status ps_error_set(ps_error *reterr, ps_status status, ps_error_code code, const char *format,
                       ...)
{
    if (reterr) {
        va_list args;
        set_code(reterr, code);
        va_start(args, format);
        format_into(reterr->message, sizeof reterr->message, format, args);
        va_end(args);
    }
    return status;
}

ps_status ps_error_limit(ps_error *reterr, ps_status status, const char *name, const char *format,
                         ...)
{
    if (reterr) {
        va_list args;
        set_code(reterr, PS_E_LIMIT);
        (void)snprintf(reterr->cause, sizeof reterr->cause, "limit:%s", name);
        va_start(args, format);
        format_into(reterr->message, sizeof reterr->message, format, args);
        va_end(args);
        ps_error_hint(reterr, "raise it with --limit %s=N if the input is right", name);
    }
    return status;
}

ps_status ps_error_memory(ps_error *reterr)
{
    return ps_error_set(reterr, PS_FATAL, PS_E_MEMORY, "out of memory");
}

void ps_error_at(ps_error *reterr, uint64_t line, uint64_t column)
{
    if (reterr) {
        reterr->line = line;
        reterr->column = column;
    }
}

void ps_error_source(ps_error *reterr, const char *source)
{
    if (reterr) {
        ps_error_copy(reterr->source, sizeof reterr->source, ps_str_from(source));
    }
}

void ps_error_hint(ps_error *reterr, const char *format, ...)
{
    if (reterr) {
        va_list args;
        va_start(args, format);
        format_into(reterr->hint, sizeof reterr->hint, format, args);
        va_end(args);
    }
}
