/* PCRE2 behind one door: what may be compiled, and matching with limits.
 *
 * Expressions are compiled with PCRE2_MATCH_INVALID_UTF. It makes a text that is not valid UTF-8
 * harmless without PCRE2_NO_UTF_CHECK, and it spares the just-in-time code the check of the whole
 * text at every call, which would make many finds in one text quadratic. PCRE2_UCP is not set: \w,
 * \d, \s and \b know ASCII only, so that they mean the same with every version of PCRE2, and
 * "\bh3c\b" matches in "核心h3c交换机". SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "text/regex.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "text/plain.h"
#include "text/required.h"

enum {
    PATTERN_MAX = 16 * 1024,
    GROUPS_MAX = 127,
    DEPTH_MAX = 10000,
    STEPS_MIN = 1000,
    STEPS_MAX = 1000000,
    /* To make the machine code of an expression takes as long as to interpret it a hundred times,
     * and many are met once or twice in a run. */
    TRIALS = 4,
    TRIAL_STEPS = 64, /* one of so many of the steps that are allowed */
    JIT_STACK_FIRST = 32 * 1024,
    JIT_STACK_MAX = 1024 * 1024
};

struct ps_regex {
    uint64_t mark; /* tells it from another one that later lies at the same address */
    size_t pattern_len;
    char pattern[];
};

/* What a scratch needs of an expression that it has met. */
typedef struct native {
    const ps_regex *regex; /* NULL: a free slot */
    uint64_t mark;
    pcre2_code *code;
    unsigned trials; /* finds by interpreting alone, so far; beyond TRIALS: none any more */
    int is_machine;  /* 0: there is no machine code (yet, or for want of support or memory) */
} native;

struct ps_regex_scratch {
    native *natives; /* hash table, a power of two large, at most half full */
    size_t native_count;
    size_t native_room;
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    uint64_t steps;
    int groups; /* set by the last match, with the whole; 0: there was none */
};

static ps_status refuse(ps_error *reterr, size_t at, const char *why)
{
    ps_status status =
        ps_error_set(reterr, PS_FAILED, PS_E_REGEX, "%s at byte %zu of the pattern", why, at + 1);
    ps_error_at(reterr, 0, at + 1);
    return status;
}

static ps_status compile_failed(ps_error *reterr, int code, size_t at)
{
    char message[256];
    if (code == PCRE2_ERROR_HEAP_FAILED) {
        return ps_error_memory(reterr);
    }
    if (pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof message) < 0) {
        (void)snprintf(message, sizeof message, "PCRE2 error %d", code);
    }
    return refuse(reterr, at, message);
}

static int note_callout(pcre2_callout_enumerate_block *block, void *user)
{
    *(size_t *)user = block->pattern_position;
    return 1;
}

/* What compiles and is still not wanted. */
static ps_status check_compiled(const pcre2_code *code, ps_error *reterr)
{
    uint32_t empty = 0;
    uint32_t groups = 0;
    size_t callout = 0;
    if (pcre2_callout_enumerate(code, note_callout, &callout) != 0) {
        return refuse(reterr, callout, "callouts are not allowed");
    }
    (void)pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &empty);
    if (empty) {
        return refuse(reterr, 0, "matches the empty string");
    }
    (void)pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups > GROUPS_MAX) {
        return refuse(reterr, 0, "more than 127 groups");
    }
    return PS_OK;
}

static ps_status compile(const char *pattern, size_t len, pcre2_code **ret_code, ps_error *reterr)
{
    int error;
    size_t at;
    *ret_code = pcre2_compile((PCRE2_SPTR)pattern, len,
                              PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C, &error,
                              &at, NULL);
    return *ret_code ? PS_OK : compile_failed(reterr, error, at);
}

ps_status ps_regex_new(ps_str pattern, ps_arena *arena, ps_regex **ret_regex, ps_error *reterr)
{
    if (pattern.len > PATTERN_MAX) {
        return refuse(reterr, PATTERN_MAX, "longer than 16 KiB");
    }
    if (pattern.len > 2 && ps_str_starts(pattern, PS_STR("(*")) &&
        !(pattern.ptr[2] >= 'a' && pattern.ptr[2] <= 'z')) {
        return refuse(reterr, 0, "a verb at the start");
    }
    if (!ps_regex_is_plain(pattern)) {
        pcre2_code *code;
        ps_status status = compile(pattern.ptr ? pattern.ptr : "", pattern.len, &code, reterr);
        if (status == PS_OK) {
            status = check_compiled(code, reterr);
            pcre2_code_free(code);
        }
        if (status != PS_OK) {
            return status;
        }
    }
    ps_regex *regex = ps_arena_alloc(arena, sizeof *regex + pattern.len + 1);
    if (!regex) {
        return ps_error_memory(reterr);
    }
    if (pattern.len) {
        memcpy(regex->pattern, pattern.ptr, pattern.len);
    }
    regex->pattern_len = pattern.len;
    regex->mark = ps_str_hash(pattern);
    *ret_regex = regex;
    return PS_OK;
}

ps_status ps_regex_scratch_new(const ps_limits *limits, ps_regex_scratch **ret_scratch,
                               ps_error *reterr)
{
    PS_CLEANUP(ps_regex_scratch_freep) ps_regex_scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch) {
        return ps_error_memory(reterr);
    }
    scratch->steps = limits->regex_steps;
    scratch->data = pcre2_match_data_create(GROUPS_MAX + 1, NULL);
    scratch->context = pcre2_match_context_create(NULL);
    scratch->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MAX, NULL);
    if (!scratch->data || !scratch->context) {
        return ps_error_memory(reterr);
    }
    uint64_t heap = limits->regex_heap;
    (void)pcre2_set_heap_limit(scratch->context, heap > UINT32_MAX ? UINT32_MAX : (uint32_t)heap);
    (void)pcre2_set_depth_limit(scratch->context, DEPTH_MAX);
    if (scratch->stack) {
        pcre2_jit_stack_assign(scratch->context, NULL, scratch->stack);
    }
    *ret_scratch = PS_TAKE(scratch);
    return PS_OK;
}

void ps_regex_scratch_free(ps_regex_scratch *scratch)
{
    if (scratch) {
        for (size_t i = 0; i < scratch->native_room; i++) {
            pcre2_code_free(scratch->natives[i].code);
        }
        free(scratch->natives);
        pcre2_match_data_free(scratch->data);
        pcre2_match_context_free(scratch->context);
        pcre2_jit_stack_free(scratch->stack);
        free(scratch);
    }
}

/* The slot of the expression, or the free one where it belongs. */
static native *find_native(native *table, size_t room, const ps_regex *regex)
{
    size_t i = ((uintptr_t)regex >> 4) * 0x9E3779B97F4A7C15U >> 20;
    for (;; i++) {
        native *slot = &table[i & (room - 1)];
        if (!slot->regex || slot->regex == regex) {
            return slot;
        }
    }
}

static int grow_natives(ps_regex_scratch *scratch)
{
    size_t room = scratch->native_room ? scratch->native_room * 2 : 64;
    native *table = calloc(room, sizeof *table);
    if (!table) {
        return 0;
    }
    for (size_t i = 0; i < scratch->native_room; i++) {
        if (scratch->natives[i].regex) {
            *find_native(table, room, scratch->natives[i].regex) = scratch->natives[i];
        }
    }
    free(scratch->natives);
    scratch->natives = table;
    scratch->native_room = room;
    return 1;
}

/* The slot of the expression, in a table with room for one more. NULL: there is no memory. */
static native *reserve_native(ps_regex_scratch *scratch, const ps_regex *regex)
{
    if (2 * (scratch->native_count + 1) > scratch->native_room && !grow_natives(scratch)) {
        return NULL;
    }
    return find_native(scratch->natives, scratch->native_room, regex);
}

/* Code is made when an expression is first used, and for each scratch: most expressions of a pack
 * are never woken. */
static ps_status meet(ps_regex_scratch *scratch, const ps_regex *regex, native *slot,
                      ps_error *reterr)
{
    pcre2_code *code;
    ps_status status = compile(regex->pattern, regex->pattern_len, &code, reterr);
    if (status != PS_OK) {
        return status;
    }
    scratch->native_count += !slot->regex;
    pcre2_code_free(slot->code);
    *slot = (native){.regex = regex, .mark = regex->mark, .code = code};
    return PS_OK;
}

/* PCRE2 counts steps anew for every place where a match could begin, so the budget is divided by
 * their number. */
static uint32_t steps_for(uint64_t budget, size_t len)
{
    uint64_t steps = budget / (len ? len : 1);
    return (uint32_t)(steps < STEPS_MIN ? STEPS_MIN : steps > STEPS_MAX ? STEPS_MAX : steps);
}

static int match(const pcre2_code *code, ps_regex_scratch *scratch, ps_str subject, size_t from,
                 uint32_t options)
{
    return pcre2_match(code, (PCRE2_SPTR)(subject.ptr ? subject.ptr : ""), subject.len, from,
                       PCRE2_NOTEMPTY | options, scratch->data, scratch->context);
}

/* The just-in-time code has a stack of fixed size. The interpreter has not, but it keeps what it
 * allocated in the match data, which are made anew to give it back. */
static int match_interpreted(const pcre2_code *code, ps_regex_scratch *scratch, ps_str subject,
                             size_t from)
{
    int result = match(code, scratch, subject, from, PCRE2_NO_JIT);
    pcre2_match_data *fresh = pcre2_match_data_create(GROUPS_MAX + 1, NULL);
    if (!fresh) {
        return PCRE2_ERROR_NOMEMORY;
    }
    if (result > 0) {
        memcpy(pcre2_get_ovector_pointer(fresh), pcre2_get_ovector_pointer(scratch->data),
               2 * sizeof(size_t) * (GROUPS_MAX + 1));
    }
    pcre2_match_data_free(scratch->data);
    scratch->data = fresh;
    return result;
}

/* The first finds interpret, with so few steps that machine code could not come to the end of its
 * own, which counts otherwise: what a text gives must not depend on the texts before it. Whatever
 * is not decided so is left to machine code. @return 1 when it is decided. */
static int try_interpreted(native *known, ps_regex_scratch *scratch, ps_str subject, size_t from,
                           int *ret_result)
{
    if (known->trials >= TRIALS) {
        return 0;
    }
    uint32_t steps = steps_for(scratch->steps, subject.len - from) / TRIAL_STEPS;
    (void)pcre2_set_match_limit(scratch->context, steps);
    *ret_result = match_interpreted(known->code, scratch, subject, from);
    known->trials++;
    if (*ret_result > 0 || *ret_result == PCRE2_ERROR_NOMATCH) {
        return 1;
    }
    known->trials = TRIALS;
    return 0;
}

static int match_fully(native *known, ps_regex_scratch *scratch, ps_str subject, size_t from)
{
    int result = PCRE2_ERROR_JIT_STACKLIMIT;
    if (known->trials == TRIALS) {
        known->is_machine = pcre2_jit_compile(known->code, PCRE2_JIT_COMPLETE) == 0;
        known->trials++;
    }
    (void)pcre2_set_match_limit(scratch->context, steps_for(scratch->steps, subject.len - from));
    if (known->is_machine) {
        result = match(known->code, scratch, subject, from, 0);
    }
    return result == PCRE2_ERROR_JIT_STACKLIMIT
               ? match_interpreted(known->code, scratch, subject, from)
               : result;
}

static ps_status match_failed(ps_error *reterr, int result)
{
    char message[256];
    switch (result) {
    case PCRE2_ERROR_NOMATCH:
        return PS_END;
    case PCRE2_ERROR_NOMEMORY:
        return ps_error_memory(reterr);
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
        return ps_error_limit(reterr, PS_FAILED, "regex-steps",
                              "the expression takes too many steps on this text");
    case PCRE2_ERROR_HEAPLIMIT:
        return ps_error_limit(reterr, PS_FAILED, "regex-heap",
                              "the expression takes too much memory on this text");
    default:
        if (pcre2_get_error_message(result, (PCRE2_UCHAR *)message, sizeof message) < 0) {
            (void)snprintf(message, sizeof message, "PCRE2 error %d", result);
        }
        return ps_error_set(reterr, PS_FAILED, PS_E_REGEX, "matching: %s", message);
    }
}

ps_status ps_regex_find(const ps_regex *regex, ps_regex_scratch *scratch, ps_str subject,
                        size_t from, ps_span *ret_match, ps_error *reterr)
{
    scratch->groups = 0;
    if (from > subject.len) {
        return PS_END;
    }
    native *known = reserve_native(scratch, regex);
    if (!known) {
        return ps_error_memory(reterr);
    }
    if (!known->regex || known->mark != regex->mark) {
        ps_status status = meet(scratch, regex, known, reterr);
        if (status != PS_OK) {
            return status;
        }
    }
    int result;
    if (!try_interpreted(known, scratch, subject, from, &result)) {
        result = match_fully(known, scratch, subject, from);
    }
    if (result <= 0) {
        /* 0 would be groups without room, which check_compiled() has excluded. */
        return match_failed(reterr, result == 0 ? PCRE2_ERROR_INTERNAL : result);
    }
    const size_t *ovector = pcre2_get_ovector_pointer(scratch->data);
    if (ovector[0] > ovector[1] || ovector[1] > subject.len) {
        return match_failed(reterr, PCRE2_ERROR_INTERNAL);
    }
    scratch->groups = result;
    *ret_match = (ps_span){ovector[0], ovector[1]};
    return PS_OK;
}

int ps_regex_group(const ps_regex *regex, const ps_regex_scratch *scratch, const char *name,
                   ps_span *ret_group)
{
    PCRE2_SPTR first;
    PCRE2_SPTR last;
    if (!scratch->groups) {
        return 0;
    }
    const native *known = find_native(scratch->natives, scratch->native_room, regex);
    int size = known->regex
                   ? pcre2_substring_nametable_scan(known->code, (PCRE2_SPTR)name, &first, &last)
                   : 0;
    if (size <= 0) {
        return 0;
    }
    const size_t *ovector = pcre2_get_ovector_pointer(scratch->data);
    for (PCRE2_SPTR entry = first; entry <= last; entry += size) {
        int number = entry[0] << 8 | entry[1];
        if (number < scratch->groups && ovector[2 * number] != PCRE2_UNSET) {
            *ret_group = (ps_span){ovector[2 * number], ovector[2 * number + 1]};
            return 1;
        }
    }
    return 0;
}

size_t ps_regex_literals(const ps_regex *regex, ps_arena *arena, const ps_str **ret_literals)
{
    return ps_required_literals((ps_str){regex->pattern, regex->pattern_len}, arena, ret_literals);
}

const char *ps_regex_library(char *buffer, size_t size)
{
    char version[64];
    uint32_t jit = 0;
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) > (int)sizeof version ||
        pcre2_config(PCRE2_CONFIG_VERSION, version) < 0) {
        version[0] = '\0';
    }
    (void)pcre2_config(PCRE2_CONFIG_JIT, &jit);
    (void)snprintf(buffer, size, "PCRE2 %s%s", version, jit ? ", JIT" : "");
    return buffer;
}
