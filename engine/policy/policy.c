/* Loading a policy from its files, and what is asked of it beside judging: which packs, rules and
 * exposures.
 * SPDX-License-Identifier: Apache-2.0 */
#include "policy/policy.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/str.h"
#include "policy/reader.h"
#include "text/fold.h"

static void init_lists(ps_reader *reader)
{
    reader->defines.size = sizeof(ps_define);
    reader->languages.size = sizeof(ps_language_def);
    reader->elements.size = sizeof(ps_policy_element);
    reader->patterns.size = sizeof(ps_clause_pattern);
    reader->examples.size = sizeof(ps_example);
    reader->wordings.size = sizeof(ps_wording);
    reader->wording_owners.size = sizeof(uint32_t);
    reader->dossier.size = sizeof(ps_dossier_part);
    reader->owners.size = sizeof(uint32_t);
    reader->rules.size = sizeof(ps_rule_data);
    reader->exposures.size = sizeof(ps_exposure_data);
    reader->texts.size = sizeof(ps_pack_text);
    reader->enough.size = sizeof(ps_enough);
    reader->sources.size = sizeof(ps_source);
    reader->numbers.size = sizeof(uint32_t);
}

static size_t examples_of_file(const ps_reader *reader, uint32_t file)
{
    const ps_example *examples = reader->examples.items;
    size_t count = 0;
    for (size_t i = 0; i < reader->examples.count; i++) {
        count += examples[i].file == file;
    }
    return count;
}

/* The citations of a file, as "id: title". */
static void describe_sources(ps_reader *reader)
{
    ps_pack_data *pack = &reader->policy->packs[reader->file];
    const ps_source *sources = reader->sources.items;
    size_t count = reader->sources.count;
    pack->sources = ps_arena_array(&reader->policy->arena, count + 1, sizeof *pack->sources);
    for (size_t i = 0; pack->sources && i < count; i++) {
        if (sources[i].file != reader->file) {
            continue;
        }
        ps_str parts[] = {sources[i].id, PS_STR(": "), sources[i].title};
        ps_str line = ps_arena_concat(&reader->policy->arena, parts, PS_COUNT(parts));
        if (line.ptr) {
            pack->sources[pack->source_count++] = line;
        } else {
            reader->out_of_memory = 1;
        }
    }
    if (!pack->sources) {
        reader->out_of_memory = 1;
    }
}

static void describe_file(ps_reader *reader, const ps_node *root, size_t entries)
{
    ps_policy *policy = reader->policy;
    const ps_pack_file *file = &reader->files[reader->file];
    ps_pack_data *pack = &policy->packs[reader->file];
    ps_arena *arena = &policy->arena;
    ps_str id = ps_node_attr_value(root, "id");
    for (uint32_t i = 0; id.len && i < reader->file; i++) {
        if (ps_str_equal(policy->packs[i].info.id, id)) {
            ps_reader_report(reader, PS_FATAL, reader->file, root->line, root->column,
                             "give one of them another id", "a pack \"%.*s\" was already read: %s",
                             PS_FMT(id), reader->files[i].path);
        }
    }
    pack->info = (ps_pack_info){.kind = PS_PACK_POLICY,
                                .id = ps_arena_str(arena, id),
                                .version = ps_arena_str(arena, ps_node_attr_value(root, "version")),
                                .title = ps_arena_str(arena, ps_node_attr_value(root, "title")),
                                .path = ps_arena_str(arena, ps_str_from(file->path)),
                                .entries = entries,
                                .examples = examples_of_file(reader, reader->file)};
    describe_sources(reader);
    if (!pack->info.path.ptr) {
        reader->out_of_memory = 1;
    }
}

/* One file while all are read. */
typedef struct tree {
    const ps_node *root; /* NULL: could not be parsed */
    size_t entries;
} tree;

static void parse_file(ps_reader *reader, ps_arena *arena, tree *ret)
{
    const ps_pack_file *file = &reader->files[reader->file];
    ps_error error = {0};
    ps_status status = ps_tree_parse(arena, file->bytes, file->path, &ret->root, &error);
    if (status == PS_OK) {
        ps_shape_check(reader, ret->root);
        return;
    }
    ret->root = NULL;
    if (error.code == PS_E_MEMORY) {
        reader->out_of_memory = 1;
    } else {
        ps_reader_report(reader, PS_FATAL, reader->file, error.line, error.column, error.hint,
                         "%s: %s", error.cause, error.message);
    }
}

static size_t entries(const ps_reader *reader)
{
    return reader->elements.count + reader->rules.count + reader->exposures.count;
}

static void read_pass(ps_reader *reader, tree *trees, size_t count, ps_read_pass pass)
{
    for (reader->file = 0; reader->file < count && !reader->out_of_memory; reader->file++) {
        tree *one = &trees[reader->file];
        size_t before = entries(reader);
        if (one->root) {
            ps_reader_read(reader, one->root, pass);
            one->entries += entries(reader) - before;
        }
    }
}

static void read_files(ps_reader *reader, size_t count)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    tree *trees = ps_arena_array(&arena, count, sizeof *trees);
    reader->out_of_memory |= !trees;
    for (; reader->file < count && !reader->out_of_memory; reader->file++) {
        parse_file(reader, &arena, &trees[reader->file]);
    }
    for (int pass = PS_READ_WORDS; pass <= PS_READ_ADDITIONS && !reader->out_of_memory; pass++) {
        read_pass(reader, trees, count, (ps_read_pass)pass);
    }
    for (reader->file = 0; reader->file < count && !reader->out_of_memory; reader->file++) {
        if (trees[reader->file].root) {
            describe_file(reader, trees[reader->file].root, trees[reader->file].entries);
            ps_read_said(reader, trees[reader->file].root);
        }
    }
    ps_arena_done(&arena);
}

/* Each element shows what it finds and what it does not. */
static void check_examples(ps_reader *reader, const ps_policy_element *element)
{
    int found = 0;
    int other = 0;
    for (size_t i = 0; i < element->example_count; i++) {
        found |= element->examples[i].state == PS_STATE_PRESENT;
        other |= element->examples[i].state != PS_STATE_PRESENT;
    }
    if (!found || !other) {
        ps_reader_report(reader, PS_FATAL, element->file, element->line, 0,
                         "add <example lang=\"en\" state=\"…\">text</example>",
                         "element %.*s has no example that is %s", PS_FMT(element->id),
                         found ? "not present" : "present");
    }
}

static void share_examples(ps_reader *reader)
{
    ps_policy *policy = reader->policy;
    const ps_example *read = reader->examples.items;
    const uint32_t *owners = reader->owners.items;
    ps_example *examples =
        ps_arena_array(&policy->arena, reader->examples.count + 1, sizeof *examples);
    if (!examples) {
        reader->out_of_memory = 1;
        return;
    }
    size_t used = 0;
    for (size_t e = 0; e < policy->element_count; e++) {
        policy->elements[e].examples = examples + used;
        for (size_t i = 0; i < reader->owners.count; i++) {
            if (owners[i] == e) {
                examples[used++] = read[i];
                policy->elements[e].example_count++;
            }
        }
        check_examples(reader, &policy->elements[e]);
    }
}

static void check_whole(ps_reader *reader)
{
    ps_policy *policy = reader->policy;
    if (policy->element_count == 0) {
        ps_reader_report(reader, PS_FATAL, 0, 1, 0, "add an <element>",
                         "the policy has no elements: nothing would be judged");
    }
    for (size_t i = 0; i < policy->exposure_count; i++) {
        const ps_exposure_data *exposure = &policy->exposures[i];
        int known = 0;
        for (size_t k = 0; k < policy->rule_count; k++) {
            known |= ps_str_equal(policy->rules[k].id, exposure->rule);
        }
        if (!known) {
            ps_reader_report(reader, PS_FATAL, exposure->file, exposure->line, 0, "",
                             "exposure %.*s is of a rule that does not exist: %.*s",
                             PS_FMT(exposure->id), PS_FMT(exposure->rule));
        }
    }
    for (size_t i = 0; i < policy->element_count; i++) {
        const ps_policy_element *element = &policy->elements[i];
        int duties = 0;
        for (uint32_t p = 0; p < element->pattern_count; p++) {
            duties += policy->patterns[element->first_pattern + p].use == PS_USE_DUTY;
        }
        if (!duties) {
            ps_reader_report(reader, PS_FATAL, element->file, element->line, 0, "add a <duty>",
                             "element %.*s has no pattern that finds it", PS_FMT(element->id));
        }
    }
    const ps_define *defines = reader->defines.items;
    for (size_t i = 0; i < reader->defines.count; i++) {
        if (!defines[i].used) {
            ps_reader_report(reader, PS_WARN, defines[i].file, defines[i].line, 0, "",
                             "the definition \"%.*s\" is not used", PS_FMT(defines[i].name));
        }
    }
}

static void fold_languages(ps_reader *reader)
{
    ps_policy *policy = reader->policy;
    const ps_language_def *defs = reader->languages.items;
    policy->languages =
        ps_arena_array(&policy->arena, reader->languages.count + 1, sizeof *policy->languages);
    if (!policy->languages) {
        reader->out_of_memory = 1;
        return;
    }
    for (size_t i = 0; i < reader->languages.count; i++) {
        policy->languages[policy->language_count++] = defs[i].shown;
    }
}

/* For which languages each element has duties. */
static void note_languages(ps_reader *reader)
{
    const ps_clause_pattern *patterns = reader->patterns.items;
    ps_policy *policy = reader->policy;
    for (size_t i = 0; i < reader->patterns.count; i++) {
        if (patterns[i].use != PS_USE_DUTY) {
            continue;
        }
        for (size_t l = 0; l < policy->language_count; l++) {
            if (ps_str_equal(policy->languages[l].id, patterns[i].lang)) {
                policy->elements[patterns[i].element].languages |= ps_language_bit(l);
            }
        }
    }
}

static void take_lists(ps_reader *reader)
{
    ps_policy *policy = reader->policy;
    policy->elements = reader->elements.items;
    policy->element_count = reader->elements.count;
    policy->rules = reader->rules.items;
    policy->rule_count = reader->rules.count;
    policy->exposures = reader->exposures.items;
    policy->exposure_count = reader->exposures.count;
    policy->dossier = reader->dossier.items;
    policy->dossier_count = reader->dossier.count;
    policy->texts = reader->texts.items;
    policy->text_count = reader->texts.count;
    policy->enough = reader->enough.items;
    policy->enough_count = reader->enough.count;
    policy->language_defs = reader->languages.items;
    policy->defines = reader->defines.items;
    policy->define_count = reader->defines.count;
    fold_languages(reader);
    note_languages(reader);
    share_examples(reader);
    ps_policy_settle_dossier(reader);
}

static ps_status load(const ps_pack_file *files, size_t count, int strict, const ps_room *room,
                      ps_problem_fn problem, void *user, ps_policy **ret_policy, ps_error *reterr)
{
    if (count == 0) {
        return ps_error_set(reterr, PS_FATAL, PS_E_PACK, "no policy pack was given");
    }
    ps_arena arena;
    ps_arena_init_in(&arena, room);
    PS_CLEANUP(ps_policy_freep) ps_policy *policy = ps_arena_alloc(&arena, sizeof *policy);
    if (!policy) {
        return ps_error_memory(reterr);
    }
    policy->arena = arena;
    policy->packs = ps_arena_array(&policy->arena, count, sizeof *policy->packs);
    if (!policy->packs) {
        return ps_error_memory(reterr);
    }
    policy->pack_count = count;
    ps_reader reader = {
        .policy = policy, .files = files, .problem = problem, .user = user, .strict = strict};
    init_lists(&reader);
    read_files(&reader, count);
    if (!reader.out_of_memory) {
        take_lists(&reader);
    }
    if (!reader.out_of_memory) {
        ps_policy_compile(&reader);
        check_whole(&reader);
    }
    if (!reader.out_of_memory && strict) {
        ps_policy_scrutinise(&reader);
    }
    if (reader.out_of_memory) {
        return ps_error_memory(reterr);
    }
    if (reader.first.code != PS_E_NONE) {
        if (reterr) {
            *reterr = reader.first;
        }
        return PS_FATAL;
    }
    *ret_policy = PS_TAKE(policy);
    return reader.warnings ? PS_WARN : PS_OK;
}

ps_status ps_policy_load(const ps_pack_file *files, size_t count, const ps_room *room,
                         ps_problem_fn problem, void *user, ps_policy **ret_policy,
                         ps_error *reterr)
{
    return load(files, count, 0, room, problem, user, ret_policy, reterr);
}

ps_status ps_policy_check(const ps_pack_file *files, size_t count, ps_problem_fn problem,
                          void *user, ps_policy **ret_policy, ps_error *reterr)
{
    return load(files, count, 1, NULL, problem, user, ret_policy, reterr);
}

void ps_policy_free(ps_policy *policy)
{
    if (policy) {
        ps_arena arena = policy->arena; /* it holds the policy itself */
        ps_arena_done(&arena);
    }
}

ps_status ps_policy_at(const ps_policy *policy, size_t index, ps_pack_info *ret_info)
{
    if (index >= policy->pack_count) {
        return PS_END;
    }
    *ret_info = policy->packs[index].info;
    return PS_OK;
}

size_t ps_policy_pattern_count(const ps_policy *policy)
{
    return policy->pattern_count;
}

ps_pattern_place ps_policy_pattern_at(const ps_policy *policy, size_t index)
{
    const ps_clause_pattern *pattern = &policy->patterns[index];
    return (ps_pattern_place){pattern->id, policy->packs[pattern->file].info.path, pattern->line};
}

size_t ps_policy_element_count(const ps_policy *policy, ps_day day)
{
    size_t count = 0;
    for (size_t i = 0; i < policy->element_count; i++) {
        const ps_policy_element *element = &policy->elements[i];
        count += day == PS_NO_DAY || ps_in_force(element->from, element->to, day);
    }
    return count;
}
