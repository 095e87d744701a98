/* Telling what a policy holds: as it is written, for people, or as it is matched, for comparing.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/str.h"
#include "policy/notation.h"

enum { ATTRS_MAX = 16 };

typedef struct visit {
    const ps_policy *policy;
    const ps_pack_visitor *visitor;
    void *user;
    ps_arena arena; /* of one thing */
    int out_of_memory;
    ps_pack_attr attrs[ATTRS_MAX];
    ps_pack_fact fact; /* the one that is being told */
} visit;

static void begin(visit *v, const char *name, uint64_t line)
{
    v->fact = (ps_pack_fact){.name = ps_str_from(name), .attrs = v->attrs, .line = line};
}

static void add_attr(visit *v, const char *name, ps_str value)
{
    if (value.len && v->fact.attr_count < ATTRS_MAX) {
        v->attrs[v->fact.attr_count++] = (ps_pack_attr){ps_str_from(name), value};
    }
}

static void tell(visit *v, ps_str text)
{
    v->fact.text = text;
    v->visitor->fact(v->user, &v->fact);
}

/* A fact that is only a text; nothing when it is absent. */
static void tell_text(visit *v, const char *name, ps_str text, uint64_t line)
{
    if (text.len) {
        begin(v, name, line);
        tell(v, text);
    }
}

static ps_str kept(visit *v, ps_buffer *text)
{
    ps_str copy = ps_arena_str(&v->arena, ps_buffer_str(text));
    v->out_of_memory |= text->failed || !copy.ptr;
    ps_buffer_done(text);
    return copy.ptr ? copy : PS_STR("");
}

static ps_str day_text(visit *v, ps_day day)
{
    ps_buffer text;
    if (day == PS_NO_DAY) {
        return PS_NO_STR;
    }
    ps_buffer_init(&text, 0);
    ps_date_format(day, &text);
    return kept(v, &text);
}

static ps_str number_text(visit *v, uint64_t number)
{
    ps_buffer text;
    ps_buffer_init(&text, 0);
    ps_buffer_add_uint(&text, number);
    return kept(v, &text);
}

static ps_str decimal_text(visit *v, ps_decimal value)
{
    ps_buffer text;
    ps_buffer_init(&text, 0);
    ps_decimal_format(value, 0, &text);
    return kept(v, &text);
}

static void add_days(visit *v, ps_day from, ps_day to)
{
    add_attr(v, "from", day_text(v, from));
    add_attr(v, "to", day_text(v, to));
}

static void begin_thing(visit *v, const char *kind, ps_str id, uint32_t file, uint64_t line,
                        ps_str title, ps_str title_zh)
{
    const ps_pack_info *info = &v->policy->packs[file].info;
    ps_pack_thing thing = {.pack_kind = PS_PACK_POLICY,
                           .pack = info->id,
                           .path = info->path,
                           .kind = ps_str_from(kind),
                           .id = id,
                           .title = title,
                           .title_zh = title_zh,
                           .line = line};
    v->visitor->thing(v->user, &thing);
}

static void tell_days(visit *v, ps_day from, ps_day to, uint64_t line)
{
    tell_text(v, "from", day_text(v, from), line);
    tell_text(v, "to", day_text(v, to), line);
}

static void tell_bases(visit *v, const ps_dated *bases, size_t count, uint64_t line)
{
    for (size_t i = 0; i < count; i++) {
        begin(v, "basis", line);
        add_days(v, bases[i].from, bases[i].to);
        tell(v, bases[i].text);
    }
}

/* The alternatives of a folded pattern one by one: they are what is added and taken away. */
static void tell_alternatives(visit *v, ps_str text)
{
    size_t from = 0;
    int depth = 0;
    for (size_t i = 0; i < text.len;) {
        size_t len = ps_token_length(text, i);
        depth += len == 1 && text.ptr[i] == '(';
        depth -= len == 1 && text.ptr[i] == ')';
        if (len == 1 && text.ptr[i] == '|' && depth == 0) {
            tell(v, ps_str_slice(text, from, i));
            from = i + 1;
        }
        i += len;
    }
    tell(v, ps_str_slice(text, from, text.len));
}

static void tell_pattern(visit *v, const ps_clause_pattern *pattern)
{
    static const char *const reaches[] = {
        [PS_REACH_SENTENCE] = "sentence", [PS_REACH_CLAUSE] = "clause", [PS_REACH_WHOLE] = "whole"};
    begin(v, ps_use_name(pattern->use), pattern->line);
    add_attr(v, "lang", pattern->lang);
    if (pattern->use == PS_USE_DEFEAT) {
        add_attr(v, "kind", ps_str_from(ps_defeat_name(pattern->defeat)));
        add_attr(v, "scope", ps_str_from(reaches[pattern->reach]));
    } else if (pattern->use == PS_USE_PARTY) {
        add_attr(v, "role", ps_str_from(pattern->says_supplier ? "supplier" : "buyer"));
        add_attr(v, "rank", ps_str_from(pattern->rank == PS_PARTY_CLUE ? "clue" : "defined"));
    } else if (pattern->use == PS_USE_CARVEOUT && pattern->within) {
        add_attr(v, "within", number_text(v, pattern->within));
    }
    add_attr(v, "bare", pattern->never_bare ? PS_STR("no") : PS_NO_STR);
    add_attr(v, "under", pattern->under_heading ? PS_STR("heading") : PS_NO_STR);
    add_attr(v, "lacks", pattern->lacks);
    if (v->visitor->meaning && pattern->folded.ptr) {
        tell_alternatives(v, pattern->folded);
    } else {
        add_attr(v, "id", pattern->id);
        tell(v, pattern->written);
    }
}

static void tell_element(visit *v, const ps_policy_element *element)
{
    ps_arena_reset(&v->arena);
    begin_thing(v, "element", element->id, element->file, element->line, element->title,
                element->title_zh);
    tell_text(v, "nature", element->nature, element->line);
    tell_text(v, "severity", ps_str_from(ps_severity_name(element->severity)), element->line);
    if (element->has_filed) {
        tell_text(v, "severity-if-filed", ps_str_from(ps_severity_name(element->filed)),
                  element->line);
    }
    if (element->buys.len) {
        tell_text(v, "buys", element->buys, element->line);
        tell_text(v, "severity-otherwise", ps_str_from(ps_severity_name(element->otherwise)),
                  element->line);
    }
    tell_days(v, element->from, element->to, element->line);
    tell_text(v, "note", element->note, element->line);
    tell_bases(v, element->bases, element->basis_count, element->line);
    for (uint32_t i = 0; i < element->pattern_count; i++) {
        tell_pattern(v, &v->policy->patterns[element->first_pattern + i]);
    }
    for (size_t i = 0; i < element->example_count; i++) {
        const ps_example *example = &element->examples[i];
        begin(v, "example", example->line);
        add_attr(v, "lang", example->lang);
        add_attr(v, "state", ps_str_from(ps_state_name(example->state)));
        tell(v, example->text);
    }
    for (size_t i = 0; i < element->wording_count; i++) {
        begin(v, "wording", element->wordings[i].line);
        add_attr(v, "lang", element->wordings[i].lang);
        tell(v, element->wordings[i].text);
    }
}

static void tell_dossier(visit *v, const ps_dossier_part *part)
{
    static const char *const langs[] = {"en", "zh"};
    const ps_str texts[] = {part->text, part->text_zh};
    ps_arena_reset(&v->arena);
    begin_thing(v, "dossier", part->id, part->file, part->line, part->title, part->title_zh);
    tell_text(v, "section", part->section, part->line);
    tell_days(v, part->from, part->to, part->line);
    tell_text(v, "days", part->days ? number_text(v, part->days) : PS_NO_STR, part->line);
    tell_text(v, "elements", part->elements, part->line);
    tell_text(v, "shows", part->shows, part->line);
    tell_bases(v, part->bases, part->basis_count, part->line);
    for (size_t i = 0; i < PS_COUNT(langs); i++) {
        if (texts[i].len) {
            begin(v, "text", part->line);
            add_attr(v, "lang", ps_str_from(langs[i]));
            tell(v, texts[i]);
        }
    }
}

static void tell_rule(visit *v, const ps_rule_data *rule)
{
    ps_arena_reset(&v->arena);
    begin_thing(v, "rule", rule->id, rule->file, rule->line, PS_NO_STR, PS_NO_STR);
    for (unsigned i = 0; i < PS_COUNT(rule->severity); i++) {
        begin(v, "severity", rule->line);
        add_attr(v, "operator", ps_str_from(ps_cii_status_name((ps_cii_status)i)));
        tell(v, ps_str_from(ps_severity_name(rule->severity[i])));
    }
    tell_days(v, rule->from, rule->to, rule->line);
    tell_text(v, "element", rule->element, rule->line);
    tell_text(v, "months", rule->months ? number_text(v, rule->months) : PS_NO_STR, rule->line);
    tell_bases(v, rule->bases, rule->basis_count, rule->line);
    tell_text(v, "message", rule->message, rule->line);
    tell_text(v, "next", rule->next, rule->line);
    for (size_t i = 0; i < v->policy->exposure_count; i++) {
        const ps_exposure_data *exposure = &v->policy->exposures[i];
        if (!ps_str_equal(exposure->rule, rule->id)) {
            continue;
        }
        begin(v, "exposure", exposure->line);
        add_attr(v, "id", exposure->id);
        add_attr(v, "by", exposure->value.by_amount ? PS_STR("amount") : PS_STR("money"));
        add_attr(v, "min", decimal_text(v, exposure->value.min));
        add_attr(v, "max", decimal_text(v, exposure->value.max));
        add_attr(v, "currency", exposure->value.currency);
        add_days(v, exposure->from, exposure->to);
        add_attr(v, "basis", exposure->value.basis);
        add_attr(v, "condition", exposure->condition);
        add_attr(v, "continuing", exposure->continuing ? PS_STR("yes") : PS_NO_STR);
        if (exposure->value.has_person) {
            add_attr(v, "person-min", decimal_text(v, exposure->value.person_min));
            add_attr(v, "person-max", decimal_text(v, exposure->value.person_max));
            add_attr(v, "person-currency", exposure->value.person_currency);
        }
        tell(v, exposure->value.formula);
    }
}

/* What holds for all elements: patterns, who is who, how much text is enough. */
static void tell_common(visit *v)
{
    static const char *const kinds[] = {"note", "terms", "clause", "comment", "remark"};
    const ps_policy *policy = v->policy;
    ps_arena_reset(&v->arena);
    begin_thing(v, "common", PS_STR("common"), 0, 0, PS_NO_STR, PS_NO_STR);
    for (size_t i = 0; i < policy->enough_count; i++) {
        const ps_enough *enough = &policy->enough[i];
        begin(v, "enough", 0);
        add_attr(v, "characters", number_text(v, enough->characters));
        tell(v, enough->by_record  ? ps_str_from(ps_record_kind_name(enough->record))
                : enough->any_text ? PS_STR("any text")
                                   : ps_str_from(kinds[enough->text]));
    }
    tell_text(v, "standalone", number_text(v, policy->standalone), 0);
    for (uint32_t i = policy->first_common; i < policy->pattern_count; i++) {
        tell_pattern(v, &policy->patterns[i]);
    }
}

static void tell_define(visit *v, const ps_define *define)
{
    ps_arena_reset(&v->arena);
    ps_str parts[] = {define->name, define->lang.len ? PS_STR(" ") : PS_STR(""), define->lang};
    begin_thing(v, "define", ps_arena_concat(&v->arena, parts, PS_COUNT(parts)), define->file,
                define->line, PS_NO_STR, PS_NO_STR);
    tell_text(v, "common", define->common ? PS_STR("yes") : PS_NO_STR, define->line);
    begin(v, "pattern", define->line);
    if (v->visitor->meaning && define->folded.ptr) {
        tell_alternatives(v, define->folded);
    } else {
        tell(v, define->text);
    }
}

static void tell_language(visit *v, const ps_language_def *language)
{
    ps_buffer words;
    ps_arena_reset(&v->arena);
    ps_buffer_init(&words, 0);
    for (size_t i = 0; i < language->shown.word_count; i++) {
        ps_buffer_add_text(&words, i ? " " : "");
        ps_buffer_add_str(&words, language->shown.words[i]);
    }
    begin_thing(v, "language", language->shown.id, 0, 0, PS_NO_STR, PS_NO_STR);
    tell_text(v, "gap", number_text(v, language->gap), 0);
    tell_text(v, "words", kept(v, &words), 0);
}

static void tell_pack(visit *v, uint32_t file)
{
    const ps_policy *policy = v->policy;
    const ps_pack_data *pack = &policy->packs[file];
    begin_thing(v, "pack", pack->info.id, file, 1, pack->info.title, PS_NO_STR);
    tell_text(v, "version", pack->info.version, 1);
    for (size_t i = 0; i < pack->source_count; i++) {
        tell_text(v, "source", pack->sources[i], 1);
    }
    for (size_t i = 0; i < policy->define_count; i++) {
        if (policy->defines[i].file == file) {
            tell_define(v, &policy->defines[i]);
        }
    }
    for (size_t i = 0; i < policy->element_count; i++) {
        if (policy->elements[i].file == file) {
            tell_element(v, &policy->elements[i]);
        }
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (policy->rules[i].file == file) {
            tell_rule(v, &policy->rules[i]);
        }
    }
    for (size_t i = 0; i < policy->dossier_count; i++) {
        if (policy->dossier[i].file == file) {
            tell_dossier(v, &policy->dossier[i]);
        }
    }
}

ps_status ps_policy_visit(const ps_policy *policy, const ps_pack_visitor *visitor, void *user,
                          ps_error *reterr)
{
    visit v = {.policy = policy, .visitor = visitor, .user = user};
    ps_arena_init(&v.arena, 0);
    for (uint32_t i = 0; i < policy->pack_count; i++) {
        tell_pack(&v, i);
    }
    for (size_t i = 0; i < policy->language_count; i++) {
        tell_language(&v, &policy->language_defs[i]);
    }
    tell_common(&v);
    ps_arena_done(&v.arena);
    return v.out_of_memory ? ps_error_memory(reterr) : PS_OK;
}
