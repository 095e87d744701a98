/* A hard look at a policy, for those who write it.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/date.h"
#include "base/error.h"
#include "base/str.h"
#include "policy/notation.h"
#include "text/scrutiny.h"

typedef struct saying {
    ps_reader *reader;
    const ps_clause_pattern *pattern;
} saying;

static void say(void *user, ps_status severity, const char *message, const char *hint)
{
    saying *s = user;
    const ps_clause_pattern *pattern = s->pattern;
    ps_reader_report(s->reader, severity == PS_WARN ? PS_WARN : PS_FATAL, pattern->file,
                     pattern->line, pattern->column, hint, "pattern %.*s: %s", PS_FMT(pattern->id),
                     message);
}

void ps_policy_scrutinise_pattern(ps_reader *reader, const ps_clause_pattern *pattern, ps_str regex)
{
    saying s = {reader, pattern};
    if (ps_scrutinise(regex, PS_SCRUTINY_SENTENCES, say, &s, NULL) != PS_OK) {
        reader->out_of_memory = 1;
    }
}

/* The alternatives of a folded pattern, one after the other. */
typedef struct alternatives {
    ps_str text;
    size_t at;
} alternatives;

static int next_alternative(alternatives *a, ps_str *ret)
{
    size_t from = a->at;
    int depth = 0;
    if (from > a->text.len) {
        return 0;
    }
    size_t i = from;
    while (i < a->text.len) {
        size_t len = ps_token_length(a->text, i);
        if (len == 1) {
            depth += a->text.ptr[i] == '(';
            depth -= a->text.ptr[i] == ')';
            if (a->text.ptr[i] == '|' && depth == 0) {
                break;
            }
        }
        i += len;
    }
    *ret = ps_str_slice(a->text, from, i);
    a->at = i + 1;
    return 1;
}

static int holds(ps_str text, ps_str alternative)
{
    alternatives a = {text, 0};
    ps_str one;
    while (next_alternative(&a, &one)) {
        if (ps_str_equal(one, alternative)) {
            return 1;
        }
    }
    return 0;
}

/* Patterns that say the same where one is enough. */
static int are_alike(const ps_clause_pattern *a, const ps_clause_pattern *b)
{
    return a->use == b->use && ps_str_equal(a->lang, b->lang) && a->defeat == b->defeat &&
           a->reach == b->reach && a->part == b->part && a->within == b->within &&
           a->says_supplier == b->says_supplier && a->rank == b->rank &&
           a->never_bare == b->never_bare && a->under_heading == b->under_heading;
}

/* What is found there takes away a duty with the same words, wherever it stands. */
static int takes_away(const ps_clause_pattern *pattern, const ps_clause_pattern *duty)
{
    int takes = pattern->use == PS_USE_DECOY ||
                (pattern->use == PS_USE_DEFEAT && pattern->defeat != PS_DEFEAT_ONE_SIDED);
    return takes && ps_str_equal(pattern->lang, duty->lang);
}

static void check_alternative(ps_reader *reader, const ps_clause_pattern *pattern, ps_str one,
                              const ps_clause_pattern *other)
{
    const char *path = reader->files[other->file].path;
    if (other < pattern && are_alike(pattern, other) && holds(other->folded, one) &&
        !ps_str_equal(pattern->written, other->written)) { /* that is said while loading */
        ps_reader_report(reader, PS_FATAL, pattern->file, pattern->line, pattern->column,
                         "take one of them out",
                         "pattern %.*s: \"%.*s\" is there twice: here and in %.*s at %s:%llu",
                         PS_FMT(pattern->id), PS_FMT(ps_str_cut(one, 80)), PS_FMT(other->id), path,
                         (unsigned long long)other->line);
    } else if (pattern->use == PS_USE_DUTY && takes_away(other, pattern) &&
               holds(other->folded, one)) {
        ps_reader_report(reader, PS_FATAL, pattern->file, pattern->line, pattern->column,
                         "decide: is it a duty or is it none?",
                         "pattern %.*s: \"%.*s\" can never count: %.*s at %s:%llu takes the same "
                         "words away",
                         PS_FMT(pattern->id), PS_FMT(ps_str_cut(one, 80)), PS_FMT(other->id), path,
                         (unsigned long long)other->line);
    }
}

static void check_pattern(ps_reader *reader, const ps_clause_pattern *pattern, uint32_t first,
                          uint32_t count)
{
    const ps_policy *policy = reader->policy;
    alternatives all = {pattern->folded, 0};
    ps_str one;
    while (pattern->folded.len && next_alternative(&all, &one)) {
        size_t from = (size_t)(one.ptr - pattern->folded.ptr);
        if (from && holds(ps_str_slice(pattern->folded, 0, from - 1), one)) {
            ps_reader_report(reader, PS_FATAL, pattern->file, pattern->line, pattern->column,
                             "take one of them out",
                             "pattern %.*s: its alternative \"%.*s\" is there twice",
                             PS_FMT(pattern->id), PS_FMT(ps_str_cut(one, 80)));
        }
        for (uint32_t i = 0; i < count; i++) {
            check_alternative(reader, pattern, one, &policy->patterns[first + i]);
        }
        for (uint32_t i = policy->first_common;
             pattern->element != PS_NO_ELEMENT && i < policy->pattern_count; i++) {
            check_alternative(reader, pattern, one, &policy->patterns[i]);
        }
    }
}

static int has_use(const ps_policy *policy, const ps_policy_element *element, ps_use use,
                   ps_str lang)
{
    for (uint32_t i = 0; i < element->pattern_count; i++) {
        const ps_clause_pattern *pattern = &policy->patterns[element->first_pattern + i];
        if (pattern->use == use && (!lang.ptr || ps_str_equal(pattern->lang, lang))) {
            return 1;
        }
    }
    return 0;
}

/* @param lang  Absent: in any language. */
static int has_example(const ps_policy_element *element, ps_str lang, int present)
{
    for (size_t i = 0; i < element->example_count; i++) {
        if ((!lang.ptr || ps_str_equal(element->examples[i].lang, lang)) &&
            (element->examples[i].state == PS_STATE_PRESENT) == present) {
            return 1;
        }
    }
    return 0;
}

/* In each language in which duties are looked for, one that is found and one that is not. */
static void check_languages(ps_reader *reader, const ps_policy_element *element)
{
    const ps_policy *policy = reader->policy;
    for (size_t i = 0; i < policy->language_count; i++) {
        ps_str lang = policy->languages[i].id;
        for (int present = 0; present < 2 && has_use(policy, element, PS_USE_DUTY, lang);
             present++) {
            /* That there is none at all is said while loading. */
            if (!has_example(element, lang, present) && has_example(element, PS_NO_STR, present)) {
                ps_reader_report(
                    reader, PS_FATAL, element->file, element->line, 0,
                    "add <example lang=\"…\" state=\"…\">text</example>",
                    "no example in the language %.*s is %s, and there are duties in it",
                    PS_FMT(lang), present ? "present" : "not present");
            }
        }
    }
    for (uint32_t i = 0; i < element->pattern_count; i++) {
        const ps_clause_pattern *pattern = &policy->patterns[element->first_pattern + i];
        if (pattern->under_heading && !has_use(policy, element, PS_USE_HEADING, PS_NO_STR)) {
            ps_reader_report(reader, PS_FATAL, pattern->file, pattern->line, pattern->column,
                             "add a <heading>, or leave under=\"heading\" out",
                             "pattern %.*s can never count: the element has no <heading>",
                             PS_FMT(pattern->id));
        }
    }
}

/* A clause that is suggested in one language of the dossier is wanted in the other too. */
static void check_wordings(ps_reader *reader, const ps_policy_element *element)
{
    static const char *const langs[] = {"en", "zh"};
    for (size_t i = 0; i < PS_COUNT(langs) && element->wording_count; i++) {
        size_t k = 0;
        while (k < element->wording_count && !ps_str_is(element->wordings[k].lang, langs[i])) {
            k++;
        }
        if (k == element->wording_count) {
            ps_reader_report(reader, PS_FATAL, element->file, element->line, 0,
                             "add <wording lang=\"…\">clause</wording>",
                             "the wording is not there in the language %s", langs[i]);
        }
    }
}

/* The first day from `from` on, and not after `to`, on which no basis is in force; PS_NO_DAY: there
 * is none. */
static ps_day day_without(const ps_dated *bases, size_t count, ps_day from, ps_day to)
{
    int moved = 1;
    while (moved) {
        moved = 0;
        for (size_t i = 0; i < count; i++) {
            if (!ps_in_force(bases[i].from, bases[i].to, from)) {
                continue;
            }
            if (bases[i].to == PS_NO_DAY) {
                return PS_NO_DAY;
            }
            from = bases[i].to + 1;
            moved = 1;
        }
    }
    return to != PS_NO_DAY && from > to ? PS_NO_DAY : from;
}

/* From its first day, or the first of a basis, something must be cited. */
static void check_bases(ps_reader *reader, ps_str what, ps_str id, uint32_t file, uint64_t line,
                        ps_day from, ps_day to, const ps_dated *bases, size_t count)
{
    for (size_t i = 0; i < count && from == PS_NO_DAY; i++) {
        if (bases[i].from == PS_NO_DAY) {
            return;
        }
    }
    for (size_t i = 0; i < count && from == PS_NO_DAY; i++) {
        ps_day least = bases[0].from;
        for (size_t k = 1; k < count; k++) {
            least = bases[k].from < least ? bases[k].from : least;
        }
        from = least;
    }
    ps_day gap = count ? day_without(bases, count, from, to) : PS_NO_DAY;
    if (gap != PS_NO_DAY) {
        char day[16] = "";
        ps_buffer text;
        ps_buffer_init(&text, sizeof day - 1);
        ps_date_format(gap, &text);
        ps_error_copy(day, sizeof day, ps_buffer_str(&text));
        ps_buffer_done(&text);
        ps_reader_report(reader, PS_FATAL, file, line, 0,
                         "add a <basis> for that time, or bound the time in which it is in force",
                         "%.*s %.*s cites nothing that is in force on %s", PS_FMT(what), PS_FMT(id),
                         day);
    }
}

static void check_exposures(ps_reader *reader)
{
    const ps_policy *policy = reader->policy;
    for (size_t i = 0; i < policy->exposure_count; i++) {
        for (size_t k = 0; k < i; k++) {
            const ps_exposure_data *exposure = &policy->exposures[i];
            if (ps_str_equal(policy->exposures[k].id, exposure->id)) {
                reader->thing = exposure->id;
                ps_reader_report(reader, PS_FATAL, exposure->file, exposure->line, 0,
                                 "give one of them another id",
                                 "the exposure \"%.*s\" is there twice: here and at %s:%llu",
                                 PS_FMT(exposure->id),
                                 reader->files[policy->exposures[k].file].path,
                                 (unsigned long long)policy->exposures[k].line);
                break;
            }
        }
    }
}

void ps_policy_scrutinise(ps_reader *reader)
{
    const ps_policy *policy = reader->policy;
    for (size_t i = 0; i < policy->element_count; i++) {
        const ps_policy_element *element = &policy->elements[i];
        reader->thing = element->id;
        for (uint32_t k = 0; k < element->pattern_count; k++) {
            check_pattern(reader, &policy->patterns[element->first_pattern + k],
                          element->first_pattern, element->pattern_count);
        }
        check_languages(reader, element);
        check_wordings(reader, element);
        check_bases(reader, PS_STR("element"), element->id, element->file, element->line,
                    element->from, element->to, element->bases, element->basis_count);
    }
    reader->thing = PS_STR("common");
    for (uint32_t i = policy->first_common; i < policy->pattern_count; i++) {
        check_pattern(reader, &policy->patterns[i], policy->first_common,
                      policy->pattern_count - policy->first_common);
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        const ps_rule_data *rule = &policy->rules[i];
        reader->thing = rule->id;
        check_bases(reader, PS_STR("rule"), rule->id, rule->file, rule->line, rule->from, rule->to,
                    rule->bases, rule->basis_count);
    }
    check_exposures(reader);
    reader->thing = PS_NO_STR;
}
