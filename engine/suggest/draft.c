/* SPDX-License-Identifier: Apache-2.0 */
#include "suggest/draft.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "suggest/paths.h"

#define S(symbol) PS_SAYS(symbol)
#define L(symbol) PS_LOOKS(symbol)

/* Most rules that a draft has, and most paths that are listed without one: more than a person
 * reads. */
enum { RULES_MOST = 1000, UNREAD_MOST = 500, STEPS_MOST = 32, SAMPLE = 48, NAME = 80 };

typedef struct draft {
    const ps_layout *layout;
    ps_buffer body;
    ps_prefixes prefixes;
    size_t rules;
    uint64_t commas;
    uint64_t points;
    int dates_unclear;
} draft;

static const char *how_sure(int score)
{
    return score >= PS_SURE ? "sure" : score >= PS_LIKELY ? "likely" : "a guess";
}

static void add_concepts(ps_buffer *out, uint64_t concepts)
{
    int first = 1;
    for (unsigned i = 0; i < PS_CONCEPT_COUNT; i++) {
        if (concepts >> i & 1) {
            ps_buffer_printf(out, "%s%s", first ? "" : ", ", ps_concept_name(i));
            first = 0;
        }
    }
}

static void add_shapes(ps_buffer *out, const ps_sample *leaf)
{
    /* the most telling first, as they stand in the table */
    for (unsigned i = 0; i < PS_SHAPE_COUNT; i++) {
        if (i != PS_SHAPE_SECRET && ps_sample_looks(leaf, (uint32_t)1 << i)) {
            ps_buffer_printf(out, "; %s", ps_shape_name(i));
            return;
        }
    }
}

static void add_values(ps_buffer *out, const ps_sample *leaf)
{
    if (ps_meaning_is_private(leaf)) {
        ps_buffer_add_text(out, "; values not shown");
        return;
    }
    for (size_t i = 0; i < leaf->value_count && i < 2; i++) {
        ps_buffer_add_text(out, i ? ", \"" : "; \"");
        ps_paths_add_comment(out, leaf->values[i], SAMPLE);
        ps_buffer_add_char(out, '"');
    }
}

/* A path inside a comment: a name may hold "--". */
static void add_path_comment(draft *d, const ps_sample *base, const ps_sample *leaf)
{
    ps_buffer path;
    ps_prefixes unused = d->prefixes;
    ps_buffer_init(&path, 0);
    ps_paths_add(&path, &unused, base, leaf);
    ps_paths_add_comment(&d->body, ps_buffer_str(&path), path.len);
    d->body.failed |= path.failed;
    ps_buffer_done(&path);
}

static void add_note(draft *d, const ps_choice *c, const char *indent)
{
    const ps_layout *l = d->layout;
    ps_buffer_printf(&d->body, "%s<!-- %s: ", indent, how_sure(c->guess.score));
    if (c->guess.concepts) {
        ps_buffer_add_text(&d->body, "its name says ");
        add_concepts(&d->body, c->guess.concepts);
    } else {
        ps_buffer_add_text(&d->body, "by its values alone");
    }
    add_shapes(&d->body, c->leaf);
    add_values(&d->body, c->leaf);
    for (size_t i = 0; i < l->count; i++) {
        if (l->choices[i].instead == c) {
            ps_buffer_add_text(&d->body, "; or: ");
            add_path_comment(d, c->base, l->choices[i].leaf);
        }
    }
    if (c->guess.role == PS_ROLE_DAY && !ps_sample_looks(c->leaf, L(DATE))) {
        ps_buffer_add_text(&d->body,
                           "; NOT READ as it is written: have days exported as YYYY-MM-DD");
    }
    ps_buffer_add_text(&d->body, " -->\n");
}

static void add_attribute_path(draft *d, const char *name, const ps_sample *base,
                               const ps_sample *leaf)
{
    ps_buffer_printf(&d->body, " %s=\"", name);
    ps_paths_add(&d->body, &d->prefixes, base, leaf);
    ps_buffer_add_text(&d->body, "\"");
}

static void add_place(draft *d, const char *part, const ps_choice *c, const char *value)
{
    ps_buffer_printf(&d->body, "<%s path=\"", part);
    ps_paths_add_element(&d->body, &d->prefixes, c->base, c->leaf);
    ps_buffer_printf(&d->body, "\" %s=\"", value);
    ps_paths_add_value(&d->body, &d->prefixes, c->leaf);
    ps_buffer_add_text(&d->body, "\"");
}

static const char *reference_kind(uint64_t concepts)
{
    return concepts & S(FRAMEWORK)   ? "framework"
           : concepts & S(CONTRACT)  ? "contract"
           : concepts & S(QUOTATION) ? "quotation"
           : concepts & S(PROJECT)   ? "project"
                                     : "order";
}

static const char *text_kind(uint64_t concepts)
{
    return concepts & S(CLAUSE) ? "clause" : concepts & S(TERMS) ? "terms" : "note";
}

static const char *ident_scheme(const ps_choice *c)
{
    uint64_t says = c->leaf->meaning.concepts;
    return ps_str_equal_ascii_case(c->leaf->name, PS_STR("gln"))    ? "GLN"
           : ps_str_equal_ascii_case(c->leaf->name, PS_STR("duns")) ? "DUNS"
           : ps_sample_looks(c->leaf, L(USCC))                      ? "USCC"
           : ps_sample_looks(c->leaf, L(LEI))                       ? "LEI"
           : ps_sample_looks(c->leaf, L(VAT))                       ? "VAT"
           : says & (S(TAX_NUMBER) | S(TAX))                        ? "tax"
                                                                    : "account";
}

static const char *part_scheme(const ps_choice *c)
{
    uint64_t says = c->leaf->meaning.concepts | ps_meaning_above(c->leaf, c->base);
    return says & S(STANDARD)       ? "standard"
           : says & S(MANUFACTURER) ? "manufacturer"
           : says & S(SUPPLIER)     ? "seller"
                                    : "buyer";
}

static const char *code_scheme(const ps_choice *c)
{
    return ps_sample_looks(c->leaf, L(CPV))      ? "CPV"
           : ps_sample_looks(c->leaf, L(CLASS8)) ? "UNSPSC"
                                                 : "own";
}

static void add_property(draft *d, const ps_choice *c)
{
    if (c->name) {
        ps_buffer_add_text(&d->body, "<property path=\"");
        ps_paths_add_element(&d->body, &d->prefixes, c->base, c->name->parent);
        ps_buffer_add_text(&d->body, "\"");
        add_attribute_path(d, "name", c->name->parent, c->name);
        add_attribute_path(d, "value", c->name->parent, c->leaf);
        return;
    }
    const ps_sample *named =
        c->leaf->kind == PS_SAMPLE_ATTRIBUTE && c->leaf->parent->kind == PS_SAMPLE_VARIANT
            ? c->leaf->parent
            : c->leaf;
    add_place(d, "property", c, "value");
    ps_buffer_add_text(&d->body, " name=\"'");
    ps_buffer_add_markup(&d->body, named->name);
    ps_buffer_add_text(&d->body, "'\"");
}

static int is_written(const draft *d, const ps_choice *c)
{
    const ps_sample *record = d->layout->record;
    return c->place != PS_PLACE_UNREAD && !c->instead && c->base &&
           ps_paths_steps(c->base, c->leaf) < STEPS_MOST &&
           ps_paths_steps(record, c->base) < STEPS_MOST;
}

static void add_rule(draft *d, const ps_choice *c, const char *indent)
{
    ps_buffer *b = &d->body;
    if (d->rules++ >= RULES_MOST) {
        return;
    }
    add_note(d, c, indent);
    ps_buffer_add_text(b, indent);
    d->commas += c->leaf->shapes[PS_SHAPE_COMMA];
    d->points += c->leaf->shapes[PS_SHAPE_POINT];
    if (c->place == PS_PLACE_PROPERTY) {
        add_property(d, c);
    } else if (c->guess.role == PS_ROLE_REFERENCE) {
        add_place(d, "reference", c, "id");
        ps_buffer_printf(b, " kind=\"'%s'\"", reference_kind(c->guess.concepts));
    } else if (c->guess.role == PS_ROLE_TEXT) {
        add_place(d, "text", c, "text");
        ps_buffer_printf(b, " kind=\"'%s'\"", text_kind(c->guess.concepts));
    } else if (c->guess.role == PS_ROLE_PARTY_IDENT) {
        add_place(d, "ident", c, "value");
        ps_buffer_printf(b, " scheme=\"'%s'\"", ident_scheme(c));
    } else if (c->guess.role == PS_ROLE_PART) {
        add_place(d, "part", c, "value");
        ps_buffer_printf(b, " scheme=\"'%s'\"", part_scheme(c));
    } else if (c->guess.role == PS_ROLE_CLASS) {
        add_place(d, "code", c, "value");
        ps_buffer_printf(b, " scheme=\"'%s'\"", code_scheme(c));
    } else {
        ps_buffer_printf(b, "<field name=\"%s\"", ps_role_field(c->guess.role));
        add_attribute_path(d, "path", c->base, c->leaf);
    }
    ps_buffer_add_text(b, "/>\n");
}

static void add_rules_of(draft *d, ps_place place, const ps_sample *base, const char *indent)
{
    for (size_t i = 0; i < d->layout->count; i++) {
        const ps_choice *c = &d->layout->choices[i];
        ps_place of = c->place == PS_PLACE_PROPERTY ? PS_PLACE_ITEM : c->place;
        if (of == place && c->base == base && c->guess.role != PS_ROLE_ATTACHMENT &&
            is_written(d, c)) {
            add_rule(d, c, indent);
        }
    }
}

static const char *attachment_field(uint64_t what)
{
    return what & S(ADDRESS_OF_FILE) ? "uri"
           : what & S(VALUE)         ? "bytes"
           : what & S(STATUS)        ? "mime"
                                     : "name";
}

/* One part for each element that holds what is told of a file. */
static void add_attachments(draft *d)
{
    const ps_layout *l = d->layout;
    const ps_sample *done = NULL;
    for (size_t i = 0; i < l->count; i++) {
        const ps_choice *c = &l->choices[i];
        const ps_sample *file = c->leaf->parent;
        if (c->guess.role != PS_ROLE_ATTACHMENT || !is_written(d, c) || file == done ||
            d->rules++ >= RULES_MOST) {
            continue;
        }
        done = file;
        add_note(d, c, "    ");
        ps_buffer_add_text(&d->body, "    <attachment path=\"");
        ps_paths_add_element(&d->body, &d->prefixes, l->record, file);
        ps_buffer_add_text(&d->body, "\"");
        for (size_t k = i; k < l->count && ps_sample_is_in(l->choices[k].leaf, file); k++) {
            const ps_choice *of = &l->choices[k];
            if (of->leaf->parent == file && of->guess.role == PS_ROLE_ATTACHMENT &&
                is_written(d, of)) {
                add_attribute_path(d, attachment_field(of->guess.concepts), file, of->leaf);
            }
        }
        ps_buffer_add_text(&d->body, "/>\n");
    }
}

/* One part for a party. `role` and `value`: the condition on it; NULL: none. */
static void add_party(draft *d, ps_place place, const ps_choice *first, const ps_sample *role,
                      ps_str value)
{
    ps_buffer *b = &d->body;
    const ps_sample *base = first->base;
    const char *part = place == PS_PLACE_BUYER ? "buyer" : "supplier";
    ps_buffer_printf(b, "    <%s path=\"", part);
    ps_paths_add_element(b, &d->prefixes, d->layout->record, base);
    if (role && role->kind == PS_SAMPLE_ATTRIBUTE) {
        ps_buffer_add_text(b, "[@");
        ps_paths_add_name(b, &d->prefixes, role);
        ps_buffer_add_text(b, "='");
        ps_buffer_add_markup(b, value);
        ps_buffer_add_text(b, "']\">\n");
    } else if (role) {
        ps_buffer_add_text(b, "\" when=\"");
        ps_paths_add(b, &d->prefixes, base, role);
        ps_buffer_add_text(b, " = '");
        ps_buffer_add_markup(b, value);
        ps_buffer_add_text(b, "'\">\n");
    } else {
        ps_buffer_add_text(b, "\">\n");
    }
    add_rules_of(d, first->place, base, "      ");
    ps_buffer_printf(b, "    </%s>\n", part);
}

static int is_first_of_party(const draft *d, size_t at)
{
    const ps_choice *c = &d->layout->choices[at];
    if (c->place < PS_PLACE_BUYER || c->place > PS_PLACE_EITHER || !is_written(d, c)) {
        return 0;
    }
    for (size_t i = 0; i < at; i++) {
        const ps_choice *before = &d->layout->choices[i];
        if (before->place == c->place && before->base == c->base && is_written(d, before)) {
            return 0;
        }
    }
    return 1;
}

static void add_parties(draft *d)
{
    for (size_t i = 0; i < d->layout->count; i++) {
        const ps_choice *c = &d->layout->choices[i];
        if (!is_first_of_party(d, i)) {
            continue;
        }
        const ps_sample *role = c->place == PS_PLACE_EITHER ? ps_layout_role(c->base) : NULL;
        if (!role) {
            add_party(d, c->place, c, NULL, PS_NO_STR);
        }
        for (size_t v = 0; role && v < role->value_count; v++) {
            uint64_t says = role->says[v] & (S(BUYER) | S(SUPPLIER));
            if (says == S(BUYER) || says == S(SUPPLIER)) {
                add_party(d, says == S(BUYER) ? PS_PLACE_BUYER : PS_PLACE_SUPPLIER, c, role,
                          role->values[v]);
            }
        }
    }
}

static void add_item(draft *d)
{
    const ps_layout *l = d->layout;
    ps_buffer *b = &d->body;
    if (!l->item || ps_paths_steps(l->record, l->item) > STEPS_MOST) {
        ps_buffer_add_text(b, "    <!-- No element looks like a line: add the item by hand. -->\n");
        return;
    }
    if (l->item == l->record) {
        ps_buffer_add_text(
            b,
            "    <!-- Each record is one line: what belongs to one document comes out as several\n"
            "         records with the same id. -->\n");
    } else {
        ps_buffer_printf(b, "    <!-- %s: up to %llu in one parent, %llu in all -->\n",
                         how_sure(l->item_score + 10), (unsigned long long)l->item->most,
                         (unsigned long long)l->item->count);
    }
    ps_buffer_add_text(b, "    <item path=\"");
    ps_paths_add_element(b, &d->prefixes, l->record, l->item);
    ps_buffer_add_text(b, "\"");
    if (l->group) {
        ps_buffer_add_text(b, " group=\"@");
        ps_paths_add_name(b, &d->prefixes, l->group);
        ps_buffer_add_text(b, "\"");
    }
    ps_buffer_add_text(b, ">\n");
    add_rules_of(d, PS_PLACE_ITEM, l->item, "      ");
    ps_buffer_add_text(b, "    </item>\n");
}

/* The same name elsewhere, outside the record: then the parent is named too. */
static int occurs_elsewhere(const ps_sample *in, const ps_sample *record)
{
    for (const ps_sample *c = in->first; c; c = c->next) {
        if (c == record || c->kind != PS_SAMPLE_ELEMENT) {
            continue;
        }
        if ((ps_str_equal(c->name, record->name) && ps_str_equal(c->uri, record->uri)) ||
            occurs_elsewhere(c, record)) {
            return 1;
        }
    }
    return 0;
}

static void add_record(draft *d, const ps_sample *top)
{
    const ps_layout *l = d->layout;
    ps_buffer *b = &d->body;
    ps_buffer_printf(b, "  <!-- One record (%s), %llu in the sample", how_sure(l->score),
                     (unsigned long long)l->record->count);
    if (l->item && l->item != l->record) {
        ps_buffer_add_text(b, ", with lines");
    }
    if (l->second) {
        ps_buffer_add_text(b, ".\n       The next best would be ");
        add_path_comment(d, top, l->second);
    }
    ps_buffer_printf(b, ".\n       Its kind is %s. -->\n",
                     l->kind_is_told ? "told by a name" : "an assumption: no name tells one");
    ps_buffer_add_text(b, "  <record match=\"");
    if (l->record->parent != top && occurs_elsewhere(top, l->record)) {
        ps_paths_add_name(b, &d->prefixes, l->record->parent);
        ps_buffer_add_char(b, '/');
    }
    ps_paths_add_name(b, &d->prefixes, l->record);
    ps_buffer_printf(b, "\" kind=\"%s\">\n", ps_layout_kind(l->kinds));
    add_rules_of(d, PS_PLACE_RECORD, l->record, "    ");
    add_attachments(d);
    add_parties(d);
    add_item(d);
    ps_buffer_add_text(b, "  </record>\n");
}

static void add_unread(draft *d)
{
    size_t told = 0;
    size_t more = 0;
    for (size_t i = 0; i < d->layout->count; i++) {
        const ps_choice *c = &d->layout->choices[i];
        if (is_written(d, c)) {
            continue;
        }
        if (told++ < UNREAD_MOST) {
            ps_buffer_add_text(&d->body,
                               told == 1 ? "  <!-- Paths with text that no rule reads:\n" : "");
            ps_buffer_printf(&d->body, "       %llu times  ", (unsigned long long)c->leaf->texts);
            add_path_comment(d, d->layout->record, c->leaf);
            ps_buffer_add_text(&d->body, "\n");
        } else {
            more++;
        }
    }
    if (more) {
        ps_buffer_printf(&d->body, "       and %zu more\n", more);
    }
    ps_buffer_add_text(&d->body, told ? "  -->\n" : "");
    if (d->rules > RULES_MOST) {
        ps_buffer_printf(&d->body, "  <!-- %zu further rules were left out. -->\n",
                         d->rules - RULES_MOST);
    }
}

/* Letters and digits of a name, as an id has them. */
static void add_id(ps_buffer *out, ps_str name)
{
    ps_buffer_add_text(out, "draft");
    int dash = 1;
    for (size_t i = 0; i < name.len && i < NAME; i++) {
        char c = ps_lower(name.ptr[i]);
        if (ps_is_alpha(c) || ps_is_digit(c)) {
            ps_buffer_add_text(out, dash ? "-" : "");
            ps_buffer_add_char(out, c);
            dash = 0;
        } else {
            dash = 1;
        }
    }
}

void ps_draft_write(ps_buffer *out, const ps_samples *samples, const ps_layout *layout,
                    const char *known)
{
    draft d = {.layout = layout};
    uint64_t documents = ps_samples_documents(samples);
    ps_buffer_init(&d.body, 0);
    add_record(&d, ps_samples_top(samples));
    add_unread(&d);
    ps_buffer_printf(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!-- A draft, guessed from %llu document%s. Above each rule stands why it was guessed, "
        "how\n"
        "     sure that is, and what stands there. Look at each rule, put right what is wrong, "
        "give\n"
        "     the profile a name and its source, then\n"
        "       procscreen pack check THIS-FILE\n"
        "       procscreen coverage SAMPLE.xml (with formats = THIS-FILE) tells what it fills.\n"
        "     The language is in catalogs/formats/README.md. -->\n",
        (unsigned long long)documents, documents == 1 ? "" : "s");
    if (known) {
        ps_buffer_add_text(out, "<!-- The sample is read already by the profile ");
        ps_paths_add_comment(out, ps_str_from(known), 300);
        ps_buffer_add_text(out, ": this draft is not needed for it. -->\n");
    }
    if (ps_samples_left_out(samples)) {
        ps_buffer_printf(
            out,
            "<!-- %llu elements and attributes were not looked at: more paths than "
            "limit:suggest-paths allows,\n     or names that no profile can have. -->\n",
            (unsigned long long)ps_samples_left_out(samples));
    }
    ps_buffer_add_text(out, "<profile xmlns=\"urn:procscreen:profile:1\"");
    for (size_t i = 0; i < d.prefixes.count; i++) {
        ps_buffer_printf(out, "\n         xmlns:n%zu=\"", i + 1);
        ps_buffer_add_markup(out, d.prefixes.uris[i]);
        ps_buffer_add_text(out, "\"");
    }
    ps_buffer_add_text(out, "\n         id=\"");
    add_id(out, layout->record->name);
    ps_buffer_add_text(out, "\" version=\"0.1\" title=\"Draft for ");
    ps_buffer_add_markup(out, layout->record->name);
    ps_buffer_printf(out,
                     "\"%s>\n  <source>a sample; write here what describes the format</source>\n",
                     d.commas > d.points ? " decimal=\",\"" : "");
    ps_buffer_add_str(out, ps_buffer_str(&d.body));
    ps_buffer_add_text(out, "</profile>\n");
    out->failed |= d.body.failed;
    ps_buffer_done(&d.body);
}
