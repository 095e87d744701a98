/* The shape of a policy pack as a table: which elements and attributes there are and what may stand
 * in them. The RELAX NG schema says the same for editors; this says it with the place and the
 * nearest known name, and is always checked.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/str.h"
#include "policy/reader.h"

typedef enum kind { TEXT, ID, DATE, CHOICE, UINT, DECIMAL } kind;

typedef struct attr_spec {
    const char *name;
    const char *values; /* of a CHOICE */
    kind kind;
    int required;
} attr_spec;

typedef enum content { NO_TEXT, WANTS_TEXT, MAY_HAVE_TEXT } content;

enum { ATTRS = 16 };

typedef struct shape {
    const char *name;
    const char *parents; /* blank between them; "" for the root */
    content content;
    attr_spec attrs[ATTRS];
} shape;

#define SEVERITY "high|medium|low|info"
#define DEFEATS "negation|option|blank|one-sided|not-applicable|filing-legend"

static const shape shapes[] = {
    {"policy",
     "",
     NO_TEXT,
     {{"id", NULL, ID, 1}, {"version", NULL, TEXT, 1}, {"title", NULL, TEXT, 1}}},
    {"source",
     "policy",
     MAY_HAVE_TEXT,
     {{"id", NULL, TEXT, 1},
      {"title", NULL, TEXT, 1},
      {"title-zh", NULL, TEXT, 0},
      {"from", NULL, DATE, 0},
      {"to", NULL, DATE, 0}}},
    {"language",
     "policy",
     MAY_HAVE_TEXT,
     {{"id", NULL, ID, 1},
      {"gap", NULL, UINT, 1},
      {"words", "yes|no", CHOICE, 1},
      {"script", "han", CHOICE, 0}}},
    {"define",
     "policy",
     WANTS_TEXT,
     {{"name", NULL, ID, 1}, {"lang", NULL, ID, 0}, {"common", "yes|no", CHOICE, 0}}},
    {"enough",
     "policy",
     NO_TEXT,
     {{"record", "order|contract|invoice|catalogue|notice|other", CHOICE, 0},
      {"text", "clause|terms|note|comment|remark|any", CHOICE, 0},
      {"characters", NULL, UINT, 1}}},
    {"standalone", "policy", NO_TEXT, {{"characters", NULL, UINT, 1}}},
    {"party",
     "policy",
     WANTS_TEXT,
     {{"role", "supplier|buyer", CHOICE, 1},
      {"rank", "defined|clue", CHOICE, 1},
      {"lang", NULL, ID, 1}}},
    {"common", "policy", NO_TEXT, {{0}}},
    {"element",
     "policy",
     NO_TEXT,
     {{"id", NULL, ID, 1},
      {"severity", SEVERITY, CHOICE, 1},
      {"severity-if-filed", SEVERITY, CHOICE, 0},
      {"for", NULL, TEXT, 0},
      {"severity-otherwise", SEVERITY, CHOICE, 0},
      {"nature", "statutory|statutory-if-filed|statutory-on-buyer|statutory-on-supplier|practice",
       CHOICE, 1},
      {"from", NULL, DATE, 0},
      {"to", NULL, DATE, 0}}},
    {"extend", "policy", NO_TEXT, {{"element", NULL, ID, 1}}},
    {"title", "element dossier", WANTS_TEXT, {{"lang", NULL, ID, 1}}},
    {"note", "element", WANTS_TEXT, {{0}}},
    {"basis", "element rule dossier", WANTS_TEXT, {{"from", NULL, DATE, 0}, {"to", NULL, DATE, 0}}},
    {"heading", "element extend", WANTS_TEXT, {{"lang", NULL, ID, 1}, {"bare", "no", CHOICE, 0}}},
    {"near", "element extend", WANTS_TEXT, {{"lacks", NULL, TEXT, 1}, {"lacks-zh", NULL, TEXT, 0}}},
    {"duty",
     "element extend",
     WANTS_TEXT,
     {{"lang", NULL, ID, 1}, {"under", "heading", CHOICE, 0}}},
    {"decoy", "element extend", WANTS_TEXT, {{"lang", NULL, ID, 1}}},
    {"weak",
     "element extend",
     WANTS_TEXT,
     {{"lang", NULL, ID, 1}, {"lacks", NULL, TEXT, 1}, {"lacks-zh", NULL, TEXT, 0}}},
    {"defeat",
     "element extend common",
     WANTS_TEXT,
     {{"lang", NULL, ID, 1},
      {"kind", DEFEATS, CHOICE, 1},
      {"scope", "sentence|clause|whole", CHOICE, 1},
      {"lacks", NULL, TEXT, 0},
      {"lacks-zh", NULL, TEXT, 0}}},
    {"carveout",
     "element extend common",
     WANTS_TEXT,
     {{"lang", NULL, ID, 1}, {"within", NULL, UINT, 0}}},
    {"reference", "element extend common", WANTS_TEXT, {{"lang", NULL, ID, 1}}},
    {"example",
     "element extend",
     WANTS_TEXT,
     {{"lang", NULL, ID, 1}, {"state", "present|missing|defeated|not-evaluable", CHOICE, 1}}},
    {"wording", "element extend", WANTS_TEXT, {{"lang", "en|zh", CHOICE, 1}}},
    {"rule",
     "policy",
     NO_TEXT,
     {{"id", NULL, ID, 1},
      {"identified", SEVERITY, CHOICE, 1},
      {"likely", SEVERITY, CHOICE, 1},
      {"unknown", SEVERITY, CHOICE, 1},
      {"not", SEVERITY, CHOICE, 1},
      {"element", NULL, ID, 0},
      {"months", NULL, UINT, 0},
      {"from", NULL, DATE, 0},
      {"to", NULL, DATE, 0}}},
    {"message", "rule", WANTS_TEXT, {{"lang", "en|zh", CHOICE, 0}}},
    {"next", "rule", WANTS_TEXT, {{"lang", "en|zh", CHOICE, 0}}},
    {"exposure",
     "policy",
     WANTS_TEXT,
     {{"id", NULL, ID, 1},
      {"rule", NULL, ID, 1},
      {"by", "amount|money", CHOICE, 1},
      {"min", NULL, DECIMAL, 1},
      {"max", NULL, DECIMAL, 1},
      {"currency", NULL, ID, 0},
      {"basis", NULL, TEXT, 1},
      {"condition", NULL, TEXT, 0},
      {"condition-zh", NULL, TEXT, 0},
      {"text-zh", NULL, TEXT, 0},
      {"continuing", "yes|no", CHOICE, 0},
      {"person-min", NULL, DECIMAL, 0},
      {"person-max", NULL, DECIMAL, 0},
      {"person-currency", NULL, ID, 0},
      {"from", NULL, DATE, 0},
      {"to", NULL, DATE, 0}}},
    {"dossier",
     "policy",
     NO_TEXT,
     {{"id", NULL, ID, 1},
      {"section", "intro|question|factor|paper|step|conclusion|annex", CHOICE, 1},
      {"elements", NULL, TEXT, 0},
      {"shows", NULL, TEXT, 0},
      {"days", NULL, UINT, 0},
      {"from", NULL, DATE, 0},
      {"to", NULL, DATE, 0}}},
    {"text", "dossier", WANTS_TEXT, {{"lang", "en|zh", CHOICE, 1}}},
};

static const shape *find_shape(ps_str name)
{
    for (size_t i = 0; i < PS_COUNT(shapes); i++) {
        if (ps_str_is(name, shapes[i].name)) {
            return &shapes[i];
        }
    }
    return NULL;
}

static int has_word(const char *words, ps_str word)
{
    ps_str rest = ps_str_from(words);
    ps_str part;
    while (ps_str_next_word(&rest, &part)) {
        if (ps_str_equal(part, word)) {
            return 1;
        }
    }
    return 0;
}

static int has_choice(const char *values, ps_str value)
{
    ps_str rest = ps_str_from(values);
    ps_str part;
    while (ps_str_next(&rest, '|', &part)) {
        if (ps_str_equal(part, value)) {
            return 1;
        }
    }
    return 0;
}

/* The best of the names seen so far, for "did you mean". */
typedef struct nearest {
    ps_str wanted;
    ps_str name;
    size_t distance;
} nearest;

static void offer(nearest *best, ps_str name)
{
    size_t distance = ps_str_distance(best->wanted, name);
    if (distance < best->distance) {
        best->distance = distance;
        best->name = name;
    }
}

/* `before` and `behind` stand around the name that is wrong. */
static void report_nearest(ps_reader *reader, const ps_node *node, const nearest *best,
                           const char *all, const char *before, const char *behind)
{
    char hint[256] = "";
    ps_buffer text;
    ps_buffer_init(&text, sizeof hint - 1);
    if (best->name.ptr && best->distance <= 2 + best->wanted.len / 4) {
        ps_buffer_printf(&text, "did you mean \"%.*s\"?", PS_FMT(best->name));
    } else if (all) {
        ps_buffer_printf(&text, "allowed: %s", all);
    }
    ps_error_copy(hint, sizeof hint, ps_buffer_str(&text));
    ps_buffer_done(&text);
    ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column, hint, "%s\"%.*s\"%s",
                     before, PS_FMT(best->wanted), behind);
}

static int is_id(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!ps_is_alpha(c) && !ps_is_digit(c) && !(i > 0 && (c == '-' || c == '.' || c == '_'))) {
            return 0;
        }
    }
    return text.len > 0;
}

static void check_value(ps_reader *reader, const ps_node *node, const attr_spec *spec, ps_str value)
{
    uint64_t number = 0;
    ps_decimal decimal;
    const char *wanted = NULL;
    switch (spec->kind) {
    case TEXT:
        wanted = ps_str_trim(value).len ? NULL : "some text";
        break;
    case ID:
        wanted = is_id(value) ? NULL : "a name of letters, digits, '-', '.' and '_'";
        break;
    case DATE:
        wanted =
            ps_date_parse_iso(value) != PS_NO_DAY ? NULL : "a day that exists, written 2026-01-31";
        break;
    case UINT:
        wanted = ps_str_to_uint(value, 1000000000, &number) ? NULL : "a whole number without sign";
        break;
    case DECIMAL:
        wanted = ps_decimal_parse(value, '.', &decimal) && decimal.digits >= 0
                     ? NULL
                     : "a number without sign such as 100000 or 0.5";
        break;
    case CHOICE:
        if (!has_choice(spec->values, value)) {
            nearest best = {value, PS_NO_STR, SIZE_MAX};
            ps_str rest = ps_str_from(spec->values);
            ps_str part;
            while (ps_str_next(&rest, '|', &part)) {
                offer(&best, part);
            }
            char behind[64];
            (void)snprintf(behind, sizeof behind, " is not a value of the attribute %s",
                           spec->name);
            report_nearest(reader, node, &best, spec->values, "", behind);
        }
        break;
    }
    if (wanted) {
        ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column, "",
                         "%s=\"%.*s\" of <%.*s>: %s is wanted", spec->name, PS_FMT(value),
                         PS_FMT(node->name), wanted);
    }
}

static const attr_spec *find_attr(const shape *of, ps_str name)
{
    for (size_t i = 0; i < ATTRS && of->attrs[i].name; i++) {
        if (ps_str_is(name, of->attrs[i].name)) {
            return &of->attrs[i];
        }
    }
    return NULL;
}

static void check_attrs(ps_reader *reader, const ps_node *node, const shape *of)
{
    for (size_t i = 0; i < node->attr_count; i++) {
        const attr_spec *spec = find_attr(of, node->attrs[i].name);
        if (spec) {
            check_value(reader, node, spec, node->attrs[i].value);
            continue;
        }
        nearest best = {node->attrs[i].name, PS_NO_STR, SIZE_MAX};
        for (size_t k = 0; k < ATTRS && of->attrs[k].name; k++) {
            offer(&best, ps_str_from(of->attrs[k].name));
        }
        char behind[64];
        (void)snprintf(behind, sizeof behind, " of <%s>", of->name);
        report_nearest(reader, node, &best, NULL, "unknown attribute ", behind);
    }
    for (size_t i = 0; i < ATTRS && of->attrs[i].name; i++) {
        if (of->attrs[i].required && !ps_node_attr_value(node, of->attrs[i].name).ptr) {
            ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column, "",
                             "<%s> needs the attribute %s", of->name, of->attrs[i].name);
        }
    }
    ps_day from = ps_date_parse_iso(ps_node_attr_value(node, "from"));
    ps_day to = ps_date_parse_iso(ps_node_attr_value(node, "to"));
    if (from != PS_NO_DAY && to != PS_NO_DAY && from > to) {
        ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column,
                         "to is the last day, both days count", "<%s>: from is after to", of->name);
    }
}

static void check_text(ps_reader *reader, const ps_node *node, const shape *of)
{
    if (of->content == WANTS_TEXT && !node->text.len) {
        ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column, "",
                         "<%s> is empty", of->name);
    }
    if (of->content == NO_TEXT && node->text.len) {
        ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column,
                         "put it in one of its elements or in a comment",
                         "<%s> may not contain text of its own", of->name);
    }
}

static void check_child(ps_reader *reader, const ps_node *child, const shape *parent)
{
    const shape *of = find_shape(child->name);
    if (of && has_word(of->parents, ps_str_from(parent->name)) &&
        ps_str_is(child->space, "urn:procscreen:policy:1")) {
        ps_shape_check(reader, child);
        return;
    }
    nearest best = {child->name, PS_NO_STR, SIZE_MAX};
    for (size_t i = 0; i < PS_COUNT(shapes); i++) {
        if (has_word(shapes[i].parents, ps_str_from(parent->name))) {
            offer(&best, ps_str_from(shapes[i].name));
        }
    }
    char behind[64];
    (void)snprintf(behind, sizeof behind, " may not stand in <%s>", parent->name);
    report_nearest(reader, child, &best, NULL, "the element ", behind);
}

void ps_shape_check(ps_reader *reader, const ps_node *root)
{
    const shape *of = find_shape(root->name);
    if (!of ||
        (!root->parent && (of->parents[0] || !ps_str_is(root->space, "urn:procscreen:policy:1")))) {
        ps_reader_report(reader, PS_FATAL, reader->file, root->line, root->column,
                         "a policy begins with <policy xmlns=\"urn:procscreen:policy:1\" …>",
                         "<%.*s> is not a policy pack", PS_FMT(root->name));
        return;
    }
    check_attrs(reader, root, of);
    check_text(reader, root, of);
    for (const ps_node *child = root->first; child; child = child->next) {
        if (!root->parent) {
            reader->thing = ps_reader_thing(child);
        }
        check_child(reader, child, of);
    }
    if (!root->parent) {
        reader->thing = PS_NO_STR;
    }
}
