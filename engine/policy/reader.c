/* Reads the trees of policy packs into lists, with every problem reported at its place. Nothing is
 * compiled here.
 * SPDX-License-Identifier: Apache-2.0 */
#include "policy/reader.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/str.h"

void *ps_list_add(ps_reader *reader, ps_list *list)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 16;
        void *items = ps_arena_array(&reader->policy->arena, room, list->size);
        if (!items) {
            reader->out_of_memory = 1;
            return NULL;
        }
        if (list->count) {
            memcpy(items, list->items, list->count * list->size);
        }
        list->items = items;
        list->room = room;
    }
    return (char *)list->items + list->size * list->count++;
}

void ps_reader_report(ps_reader *reader, ps_status severity, uint32_t file, uint64_t line,
                      uint64_t column, const char *hint, const char *format, ...)
{
    char message[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    ps_error error = {0};
    PS_IGNORE(ps_error_set(&error, severity, PS_E_PACK, "%s", message));
    ps_error_source(&error, reader->files[file].path);
    ps_error_at(&error, line, column);
    ps_error_copy(error.record_id, sizeof error.record_id, reader->thing);
    if (hint && hint[0]) {
        ps_error_hint(&error, "%s", hint);
    }
    if (severity == PS_WARN) {
        reader->warnings++;
    } else if (reader->first.code == PS_E_NONE) {
        reader->first = error;
    }
    if (reader->problem) {
        reader->problem(reader->user, severity, &error);
    }
}

ps_str ps_reader_thing(const ps_node *node)
{
    static const char *const names[] = {"id", "name", "element"};
    ps_str thing = PS_NO_STR;
    for (size_t i = 0; i < PS_COUNT(names) && !thing.len; i++) {
        thing = ps_node_attr_value(node, names[i]);
    }
    return thing;
}

void ps_report_node(ps_reader *reader, const ps_node *node, const char *message, const char *hint)
{
    ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column, hint, "%s", message);
}

/* Values were checked by ps_shape_check(); what is wrong there reads as absent here. */

static ps_str keep(ps_reader *reader, ps_str text)
{
    if (!text.ptr) {
        return PS_NO_STR;
    }
    ps_str copy = ps_arena_str(&reader->policy->arena, text);
    if (!copy.ptr) {
        reader->out_of_memory = 1;
    }
    return copy;
}

ps_str ps_read_attr(ps_reader *reader, const ps_node *node, const char *name)
{
    return keep(reader, ps_node_attr_value(node, name));
}

/* The text of a node with white space collapsed, as editors wrap lines. */
ps_str ps_read_text(ps_reader *reader, const ps_node *node)
{
    ps_str words = ps_arena_words(&reader->policy->arena, node->text);
    if (!words.ptr) {
        reader->out_of_memory = 1;
        return PS_STR("");
    }
    return words;
}

ps_day ps_read_date(const ps_node *node, const char *name)
{
    return ps_date_parse_iso(ps_node_attr_value(node, name));
}

uint64_t ps_read_uint(const ps_node *node, const char *name)
{
    uint64_t number = 0;
    return ps_str_to_uint(ps_node_attr_value(node, name), 1000000000, &number) ? number : 0;
}

ps_severity ps_read_severity(const ps_node *node, const char *name)
{
    ps_str value = ps_node_attr_value(node, name);
    return ps_str_is(value, "high")     ? PS_SEVERITY_HIGH
           : ps_str_is(value, "medium") ? PS_SEVERITY_MEDIUM
           : ps_str_is(value, "low")    ? PS_SEVERITY_LOW
                                        : PS_SEVERITY_INFO;
}

/* The index of `value` among names that end with NULL; `otherwise` when it is not there. */
static unsigned index_of(const char *const *names, ps_str value, unsigned otherwise)
{
    for (unsigned i = 0; names[i]; i++) {
        if (ps_str_is(value, names[i])) {
            return i;
        }
    }
    return otherwise;
}

static const char *const use_names[] = {
#define PS_X(symbol, name) name,
    PS_USES(PS_X)
#undef PS_X
        NULL};

static const struct {
    const char *name;
    const char *lacks;
    const char *why;
} defeats[] = {
#define PS_X(symbol, name, lacks, why) {name, lacks, why},
    PS_DEFEATS(PS_X)
#undef PS_X
};

const char *ps_use_name(ps_use use)
{
    return use_names[use];
}

const char *ps_defeat_name(ps_defeat defeat)
{
    return defeats[defeat].name;
}

const char *ps_defeat_lacks(ps_defeat defeat)
{
    return defeats[defeat].lacks;
}

const char *ps_defeat_why(ps_defeat defeat)
{
    return defeats[defeat].why;
}

static ps_defeat defeat_of(const ps_node *node)
{
    ps_str value = ps_node_attr_value(node, "kind");
    for (unsigned i = 0; i < PS_DEFEAT_COUNT; i++) {
        if (ps_str_is(value, defeats[i].name)) {
            return (ps_defeat)i;
        }
    }
    return PS_DEFEAT_NEGATION;
}

static ps_reach reach_of(const ps_node *node)
{
    static const char *const names[] = {"sentence", "clause", "whole", NULL};
    return (ps_reach)index_of(names, ps_node_attr_value(node, "scope"), PS_REACH_SENTENCE);
}

static ps_state state_of(const ps_node *node)
{
    ps_str value = ps_node_attr_value(node, "state");
    return ps_str_is(value, "present")    ? PS_STATE_PRESENT
           : ps_str_is(value, "missing")  ? PS_STATE_MISSING
           : ps_str_is(value, "defeated") ? PS_STATE_DEFEATED
                                          : PS_STATE_NOT_EVALUABLE;
}

static int is_language(ps_reader *reader, ps_str id)
{
    const ps_language_def *languages = reader->languages.items;
    for (size_t i = 0; i < reader->languages.count; i++) {
        if (ps_str_equal(languages[i].shown.id, id)) {
            return 1;
        }
    }
    return 0;
}

/* What element `index` is called in pattern ids. */
static ps_str owner_name(const ps_reader *reader, uint32_t index)
{
    const ps_policy_element *elements = reader->elements.items;
    return index == PS_NO_ELEMENT ? PS_STR("common") : elements[index].id;
}

/* "confidentiality/duty-3": the third <duty> of that element. */
static ps_str next_id(ps_reader *reader, uint32_t element, ps_use use, uint32_t *ret_number)
{
    size_t row = element == PS_NO_ELEMENT ? 0 : element + (size_t)1;
    while (reader->numbers.count < (row + 1) * PS_USE_COUNT) {
        if (!ps_list_add(reader, &reader->numbers)) {
            return PS_STR("");
        }
    }
    uint32_t *number = (uint32_t *)reader->numbers.items + row * PS_USE_COUNT + use;
    *ret_number = (*number)++;
    char tail[64];
    int len = snprintf(tail, sizeof tail, "/%s-%u", ps_use_name(use), *number);
    ps_str parts[] = {owner_name(reader, element), {tail, (size_t)len}};
    ps_str id = ps_arena_concat(&reader->policy->arena, parts, 2);
    if (!id.ptr) {
        reader->out_of_memory = 1;
    }
    return id;
}

static void read_pattern(ps_reader *reader, const ps_node *node, ps_use use, uint32_t element)
{
    ps_clause_pattern *pattern = ps_list_add(reader, &reader->patterns);
    if (!pattern) {
        return;
    }
    uint32_t number = 0;
    *pattern = (ps_clause_pattern){
        .use = use,
        .element = element,
        .lang = ps_read_attr(reader, node, "lang"),
        .written = ps_read_text(reader, node),
        .lacks = ps_read_attr(reader, node, "lacks"),
        .never_bare = ps_node_attr_value(node, "bare").ptr != NULL,
        .under_heading = ps_node_attr_value(node, "under").ptr != NULL,
        .file = reader->file,
        .line = node->line,
        .column = node->column,
    };
    pattern->id = next_id(reader, element, use, &number);
    if (use == PS_USE_DEFEAT) {
        pattern->defeat = defeat_of(node);
        pattern->reach = reach_of(node);
    } else if (use == PS_USE_CARVEOUT) {
        pattern->within = (uint32_t)ps_read_uint(node, "within");
    } else if (use == PS_USE_NEAR) {
        pattern->part = number;
    } else if (use == PS_USE_PARTY) {
        pattern->says_supplier = ps_str_is(ps_node_attr_value(node, "role"), "supplier");
        pattern->rank =
            ps_str_is(ps_node_attr_value(node, "rank"), "clue") ? PS_PARTY_CLUE : PS_PARTY_DEFINED;
    }
    if (pattern->lang.len && !is_language(reader, pattern->lang)) {
        ps_report_node(reader, node,
                       "the attribute lang names a language that no <language> declares",
                       "declare it: <language id=\"…\" gap=\"120\" words=\"yes\">…</language>");
    }
}

static void read_example(ps_reader *reader, const ps_node *node, uint32_t element)
{
    ps_example *example = ps_list_add(reader, &reader->examples);
    uint32_t *owner = ps_list_add(reader, &reader->owners);
    if (example && owner) {
        /* Line ends count in a contract: the text is kept as it stands. */
        *example = (ps_example){.state = state_of(node),
                                .lang = ps_read_attr(reader, node, "lang"),
                                .text = keep(reader, node->text),
                                .file = reader->file,
                                .line = node->line};
        *owner = element;
    }
}

/* An article begins with the id of a <source>. */
void ps_read_citation(ps_reader *reader, const ps_node *node, ps_str basis)
{
    const ps_source *sources = reader->sources.items;
    for (size_t i = 0; i < reader->sources.count; i++) {
        if (ps_str_starts(basis, sources[i].id)) {
            return;
        }
    }
    ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column,
                     "begin with the id of a <source>, for example \"CIIR art. 20\"",
                     "\"%.*s\" cites nothing that a <source> declares", PS_FMT(basis));
}

void ps_read_bases(ps_reader *reader, const ps_node *node, const ps_dated **ret, size_t *count)
{
    size_t wanted = 0;
    for (const ps_node *c = ps_node_child(node, "basis"); c; c = ps_node_next(c, "basis")) {
        wanted++;
    }
    if (wanted == 0) {
        ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column,
                         "add <basis from=\"…\">instrument and article</basis>",
                         "<%.*s> has no basis", PS_FMT(node->name));
        return;
    }
    ps_dated *bases = ps_arena_array(&reader->policy->arena, wanted, sizeof *bases);
    if (!bases) {
        reader->out_of_memory = 1;
        return;
    }
    size_t used = 0;
    for (const ps_node *c = ps_node_child(node, "basis"); c; c = ps_node_next(c, "basis")) {
        bases[used] =
            (ps_dated){ps_read_date(c, "from"), ps_read_date(c, "to"), ps_read_text(reader, c)};
        ps_read_citation(reader, c, bases[used].text);
        used++;
    }
    *ret = bases;
    *count = used;
}

/* Patterns, examples and wordings of an <element>, <extend> or <common>. */
static void read_patterns(ps_reader *reader, const ps_node *node, uint32_t element)
{
    for (const ps_node *c = ps_node_child(node, NULL); c; c = ps_node_next(c, NULL)) {
        unsigned use = index_of(use_names, c->name, PS_USE_COUNT);
        if (use < PS_USE_COUNT) {
            read_pattern(reader, c, (ps_use)use, element);
        } else if (ps_str_is(c->name, "example")) {
            read_example(reader, c, element);
        } else if (ps_str_is(c->name, "wording")) {
            ps_read_wording(reader, c, element);
        }
    }
}

static uint32_t find_element(const ps_reader *reader, ps_str id)
{
    const ps_policy_element *elements = reader->elements.items;
    for (uint32_t i = 0; i < reader->elements.count; i++) {
        if (ps_str_equal(elements[i].id, id)) {
            return i;
        }
    }
    return PS_NO_ELEMENT;
}

void ps_report_twice(ps_reader *reader, const ps_node *node, ps_str id, uint32_t file,
                     uint64_t line)
{
    ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column,
                     "give one of them another id", "\"%.*s\" is already defined in %s line %llu",
                     PS_FMT(id), reader->files[file].path, (unsigned long long)line);
}

static void read_element(ps_reader *reader, const ps_node *node)
{
    ps_str id = ps_read_attr(reader, node, "id");
    if (!id.len) {
        return; /* was reported */
    }
    uint32_t twin = find_element(reader, id);
    if (twin != PS_NO_ELEMENT) {
        const ps_policy_element *first = (const ps_policy_element *)reader->elements.items + twin;
        ps_report_twice(reader, node, id, first->file, first->line);
        return;
    }
    uint32_t index = (uint32_t)reader->elements.count;
    ps_policy_element *element = ps_list_add(reader, &reader->elements);
    if (!element) {
        return;
    }
    *element = (ps_policy_element){
        .id = id,
        .nature = ps_read_attr(reader, node, "nature"),
        .severity = ps_read_severity(node, "severity"),
        .has_filed = ps_node_attr_value(node, "severity-if-filed").ptr != NULL,
        .filed = ps_read_severity(node, "severity-if-filed"),
        .buys = ps_read_attr(reader, node, "for"),
        .otherwise = ps_read_severity(node, "severity-otherwise"),
        .from = ps_read_date(node, "from"),
        .to = ps_read_date(node, "to"),
        .file = reader->file,
        .line = node->line,
    };
    for (const ps_node *c = ps_node_child(node, "title"); c; c = ps_node_next(c, "title")) {
        if (ps_str_is(ps_node_attr_value(c, "lang"), "zh")) {
            element->title_zh = ps_read_text(reader, c);
        } else if (ps_str_is(ps_node_attr_value(c, "lang"), "en")) {
            element->title = ps_read_text(reader, c);
        }
    }
    if ((element->buys.len > 0) != (ps_node_attr_value(node, "severity-otherwise").ptr != NULL)) {
        ps_report_node(reader, node, "<element>: \"for\" and \"severity-otherwise\" go together",
                       "say what the severity is for, and what it is otherwise");
    }
    if (!element->title.len) {
        ps_report_node(reader, node, "<element> has no English title",
                       "add <title lang=\"en\">…</title>");
    }
    const ps_node *note = ps_node_child(node, "note");
    element->note = note ? ps_read_text(reader, note) : PS_NO_STR;
    ps_read_bases(reader, node, &element->bases, &element->basis_count);
    read_patterns(reader, node, index);
}

static void read_extend(ps_reader *reader, const ps_node *node)
{
    uint32_t index = find_element(reader, ps_node_attr_value(node, "element"));
    if (index == PS_NO_ELEMENT) {
        ps_report_node(reader, node, "<extend> names an element that does not exist",
                       "give the pack that holds the <element> too");
        return;
    }
    read_patterns(reader, node, index);
}

static void read_enough(ps_reader *reader, const ps_node *node)
{
    static const char *const kinds[] = {"other",     "order",  "contract",  "invoice",
                                        "catalogue", "notice", "quotation", NULL};
    static const char *const texts[] = {"note", "terms", "clause", "comment", "remark", NULL};
    ps_str record = ps_node_attr_value(node, "record");
    ps_str text = ps_node_attr_value(node, "text");
    if ((record.ptr != NULL) == (text.ptr != NULL)) {
        ps_report_node(reader, node, "<enough> needs one of the attributes record and text", "");
        return;
    }
    ps_enough *enough = ps_list_add(reader, &reader->enough);
    if (enough) {
        unsigned kind = index_of(texts, text, PS_COUNT(texts));
        *enough = (ps_enough){
            .by_record = record.ptr != NULL,
            .record = (ps_record_kind)index_of(kinds, record, PS_KIND_OTHER),
            .any_text = kind == PS_COUNT(texts),
            .text = kind == PS_COUNT(texts) ? PS_TEXT_NOTE : (ps_text_kind)kind,
            .characters = ps_read_uint(node, "characters"),
        };
    }
}

static void read_language(ps_reader *reader, const ps_node *node)
{
    ps_str id = ps_read_attr(reader, node, "id");
    if (is_language(reader, id)) {
        return; /* each pack may say what it uses */
    }
    ps_language_def *language = ps_list_add(reader, &reader->languages);
    if (!language) {
        return;
    }
    language->shown.id = id;
    language->gap = (unsigned)ps_read_uint(node, "gap");
    if (language->gap < 1 || language->gap > 400) {
        ps_report_node(reader, node, "<language>: the gap must be 1 to 400 characters", "");
    }
    language->boundaries = ps_str_is(ps_node_attr_value(node, "words"), "yes");
    language->shown.han = ps_node_attr_value(node, "script").ptr != NULL;
    ps_str rest = ps_read_text(reader, node);
    ps_str word;
    ps_list words = {.size = sizeof(ps_str)};
    while (ps_str_next_word(&rest, &word)) {
        ps_str *slot = ps_list_add(reader, &words);
        if (!slot) {
            return;
        }
        *slot = word;
    }
    language->shown.words = words.items;
    language->shown.word_count = words.count;
}

static void read_define(ps_reader *reader, const ps_node *node)
{
    ps_str name = ps_read_attr(reader, node, "name");
    ps_str lang = ps_read_attr(reader, node, "lang");
    const ps_define *defines = reader->defines.items;
    for (size_t i = 0; i < reader->defines.count; i++) {
        if (ps_str_equal(defines[i].name, name) && ps_str_equal(defines[i].lang, lang)) {
            ps_report_twice(reader, node, name, defines[i].file, defines[i].line);
            return;
        }
    }
    ps_define *define = ps_list_add(reader, &reader->defines);
    if (define) {
        *define = (ps_define){.name = name,
                              .lang = lang,
                              .text = ps_read_text(reader, node),
                              .common = ps_str_is(ps_node_attr_value(node, "common"), "yes"),
                              .file = reader->file,
                              .line = node->line};
    }
}

static void read_source(ps_reader *reader, const ps_node *node)
{
    ps_source *source = ps_list_add(reader, &reader->sources);
    if (source) {
        *source = (ps_source){ps_read_attr(reader, node, "id"), ps_read_attr(reader, node, "title"),
                              reader->file};
    }
}

static void read_standalone(ps_reader *reader, const ps_node *node)
{
    reader->policy->standalone = ps_read_uint(node, "characters");
}

static void read_common(ps_reader *reader, const ps_node *node)
{
    read_patterns(reader, node, PS_NO_ELEMENT);
}

static void read_party(ps_reader *reader, const ps_node *node)
{
    read_pattern(reader, node, PS_USE_PARTY, PS_NO_ELEMENT);
}

void ps_reader_read(ps_reader *reader, const ps_node *root, ps_read_pass pass)
{
    static const struct {
        const char *name;
        ps_read_pass pass;
        void (*read)(ps_reader *reader, const ps_node *node);
    } parts[] = {{"source", PS_READ_WORDS, read_source},
                 {"language", PS_READ_WORDS, read_language},
                 {"define", PS_READ_WORDS, read_define},
                 {"enough", PS_READ_WORDS, read_enough},
                 {"standalone", PS_READ_WORDS, read_standalone},
                 {"element", PS_READ_ELEMENTS, read_element},
                 {"rule", PS_READ_ELEMENTS, ps_read_rule},
                 {"exposure", PS_READ_ELEMENTS, ps_read_exposure},
                 {"dossier", PS_READ_ELEMENTS, ps_read_dossier},
                 {"extend", PS_READ_ADDITIONS, read_extend},
                 {"common", PS_READ_ADDITIONS, read_common},
                 {"party", PS_READ_ADDITIONS, read_party}};
    for (size_t i = 0; i < PS_COUNT(parts); i++) {
        const ps_node *child = parts[i].pass == pass ? ps_node_child(root, parts[i].name) : NULL;
        for (; child; child = ps_node_next(child, parts[i].name)) {
            reader->thing = ps_reader_thing(child);
            parts[i].read(reader, child);
        }
    }
    reader->thing = PS_NO_STR;
}
