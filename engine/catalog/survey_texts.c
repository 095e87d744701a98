/* Folding and scanning an item's texts: the part that every item pays for.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "catalog/survey.h"

ps_status ps_survey_init(ps_survey *scan, const ps_catalog *catalog, const ps_limits *limits,
                         ps_error *reterr)
{
    *scan = (ps_survey){.catalog = catalog, .limits = limits};
    ps_arena_init(&scan->arena, 0);
    ps_buffer_init(&scan->fields, 0);
    ps_buffer_init(&scan->raw, 0);
    ps_buffer_init(&scan->hits, 0);
    ps_buffer_init(&scan->measures, 0);
    ps_buffer_init(&scan->labels, 0);
    if (catalog->patterns.count) {
        scan->pattern_fields = calloc(catalog->patterns.count, sizeof *scan->pattern_fields);
        if (!scan->pattern_fields) {
            return ps_error_memory(reterr);
        }
    }
    return ps_regex_scratch_new(limits, &scan->regex, reterr);
}

void ps_survey_done(ps_survey *scan)
{
    ps_arena_done(&scan->arena);
    ps_buffer_done(&scan->fields);
    ps_buffer_done(&scan->raw);
    ps_buffer_done(&scan->hits);
    ps_buffer_done(&scan->measures);
    ps_buffer_done(&scan->labels);
    if (scan->regex) {
        ps_regex_scratch_free(scan->regex);
    }
    free(scan->pattern_fields);
}

/* Begins at a word boundary, whatever follows: enough for the beginning of a model number. */
static int begins_word(ps_str text, size_t start)
{
    uint32_t before;
    uint32_t first;
    if (start == 0) {
        return 1;
    }
    PS_IGNORE(ps_utf8_previous(text, start, &before));
    PS_IGNORE(ps_utf8_next(text, start, &first));
    return !ps_is_word_char(before) || !ps_is_word_char(first);
}

typedef struct field_scan {
    ps_survey *scan;
    ps_str text;
    uint32_t field;
    int context;
} field_scan;

static int seen(void *user, uint32_t pattern, size_t end)
{
    field_scan *field = user;
    ps_survey *scan = field->scan;
    const ps_cat_text *text = PS_CAT_AT(scan->catalog->texts, ps_cat_text, pattern);
    size_t start = end - text->text.len;
    int whole = ps_terms_is_whole(field->text, start, end);
    if (!whole && !(text->kinds & PS_CAT_BIT(PS_CAT_PATTERN)) &&
        !((text->kinds & PS_CAT_BIT(PS_CAT_MODEL)) && begins_word(field->text, start))) {
        return 0;
    }
    if (scan->raw.len / sizeof(ps_survey_raw) >= scan->limits->matches) {
        scan->limit = 1;
        return 1;
    }
    ps_survey_raw raw = {pattern, (uint32_t)end, field->field, whole != 0};
    ps_buffer_add(&scan->raw, (const char *)&raw, sizeof raw);
    scan->candidate |= text->candidate && !field->context;
    return 0;
}

static int has_letter(ps_str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += ps_utf8_next(text, at, &c);
        /* above Latin-1 punctuation everything that folding leaves is a letter, an ideograph, or
         * rare enough not to matter */
        if (c >= 0x80 ? c >= 0xC0 && !(c >= 0x2000 && c < 0x3040) : ps_is_alpha((char)c)) {
            return 1;
        }
    }
    return 0;
}

static ps_status scan_folded(ps_survey *scan, const ps_survey_field *field, ps_error *reterr)
{
    uint32_t index = PS_SURVEY_FIELD_COUNT(scan);
    field_scan user = {scan, field->folded.text, index, field->context};
    ps_buffer_add(&scan->fields, (const char *)field, sizeof *field);
    if (scan->fields.failed) {
        return ps_error_memory(reterr);
    }
    size_t seen_before = scan->raw.len;
    ps_stage before = ps_profiler_enter(scan->profiler, PS_STAGE_SCAN);
    ps_terms_scan(scan->catalog->terms, field->folded.text, seen, &user);
    ps_profiler_leave(scan->profiler, before);
    ps_profiler_found(scan->profiler, PS_STAGE_SCAN,
                      (scan->raw.len - seen_before) / sizeof(ps_survey_raw));
    return scan->raw.failed ? ps_error_memory(reterr) : PS_OK;
}

/* Fold and scan one field. Where a line end or tab stands inside what may be one word, the text
 * without it is scanned as well. */
static ps_status scan_source(ps_survey *scan, ps_survey_field *field, ps_str source,
                             ps_error *reterr)
{
    ps_stage before = ps_profiler_enter(scan->profiler, PS_STAGE_FOLD);
    ps_status status = ps_fold(&scan->arena, source, PS_FOLD_TERM, &field->folded, reterr);
    ps_profiler_leave(scan->profiler, before);
    if (status != PS_OK || field->folded.text.len == 0) {
        return status;
    }
    if (!field->context && !scan->letters) {
        scan->letters = has_letter(field->folded.text);
    }
    status = scan_folded(scan, field, reterr);
    if (status == PS_OK && (field->folded.saw & PS_FOLD_SAW_BREAK)) {
        status = ps_fold_joined(&scan->arena, source, PS_FOLD_TERM, &field->folded, reterr);
        if (status == PS_OK) {
            status = scan_folded(scan, field, reterr);
        }
    }
    return status;
}

static ps_status scan_value(ps_survey *scan, ps_str name, const ps_value *value, int context,
                            ps_error *reterr)
{
    if (value->text.len == 0) {
        return PS_OK;
    }
    ps_survey_field field = {.pieces = {{name, *value, 0}}, .piece_count = 1, .context = context};
    return scan_source(scan, &field, value->text, reterr);
}

/* Up to three texts as one field, blanks between. */
static ps_status scan_pieces(ps_survey *scan, const ps_survey_piece *pieces, ps_error *reterr)
{
    ps_survey_field field = {.piece_count = 0};
    ps_str parts[2 * PS_SURVEY_PIECES_MAX];
    size_t count = 0;
    size_t offset = 0;
    for (size_t i = 0; i < PS_SURVEY_PIECES_MAX; i++) {
        if (pieces[i].value.text.len == 0) {
            continue;
        }
        if (count) {
            parts[count++] = PS_STR(" ");
            offset++;
        }
        parts[count++] = pieces[i].value.text;
        field.pieces[field.piece_count] = pieces[i];
        field.pieces[field.piece_count++].offset = offset;
        offset += pieces[i].value.text.len;
    }
    if (count == 0) {
        return PS_OK;
    }
    ps_str source = count == 1 ? parts[0] : ps_arena_concat(&scan->arena, parts, count);
    return source.ptr ? scan_source(scan, &field, source, reterr) : ps_error_memory(reterr);
}

static ps_str named(ps_survey *scan, const char *kind, ps_str name)
{
    const ps_str parts[] = {ps_str_from(kind), name};
    ps_str text = ps_arena_concat(&scan->arena, parts, 2);
    return text.ptr ? text : ps_str_from(kind);
}

static ps_status scan_details(ps_survey *scan, const ps_item *item, ps_error *reterr)
{
    ps_status status = PS_OK;
    for (size_t i = 0; i < item->part_count && status == PS_OK; i++) {
        status = scan_value(scan, named(scan, "part ", item->parts[i].scheme.text),
                            &item->parts[i].value, 0, reterr);
    }
    for (size_t i = 0; i < item->code_count && status == PS_OK; i++) {
        if (item->codes[i].title.text.len) {
            status = scan_value(scan, named(scan, "code title ", item->codes[i].scheme),
                                &item->codes[i].title, 0, reterr);
        }
    }
    for (size_t i = 0; i < item->property_count && status == PS_OK; i++) {
        const ps_property *property = &item->properties[i];
        ps_str name = named(scan, "property ", property->name.text);
        const ps_survey_piece pieces[] = {
            {name, property->name, 0}, {name, property->value, 0}, {name, property->unit, 0}};
        status = scan_pieces(scan, pieces, reterr);
    }
    return status;
}

static void begin(ps_survey *scan)
{
    ps_arena_reset(&scan->arena);
    ps_buffer_clear(&scan->fields);
    ps_buffer_clear(&scan->raw);
    scan->candidate = 0;
    scan->letters = 0;
    scan->limit = 0;
}

static int stop_at_measure(void *user, const ps_measure *measure)
{
    (void)measure;
    *(int *)user = 0;
    return 1;
}

ps_status ps_survey_is_silent(ps_survey *scan, const ps_value *value, int *ret_silent,
                              int *ret_letters, ps_error *reterr)
{
    begin(scan);
    ps_status status = scan_value(scan, PS_NO_STR, value, 0, reterr);
    *ret_silent = scan->raw.len == 0 && !scan->limit;
    *ret_letters = scan->letters;
    for (uint32_t i = 0; i < PS_SURVEY_FIELD_COUNT(scan) && *ret_silent; i++) {
        ps_measures_find(scan->catalog, PS_SURVEY_FIELDS(scan)[i].folded.text, NULL, 0,
                         stop_at_measure, ret_silent);
    }
    return status;
}

ps_status ps_survey_texts(ps_survey *scan, const ps_item *item, ps_error *reterr)
{
    begin(scan);
    ps_status status = PS_OK;
    for (size_t i = 0; i < item->text_count && status == PS_OK; i++) {
        status = scan_value(scan, item->texts[i].field, &item->texts[i].value, 0, reterr);
    }
    if (status == PS_OK && item->text_count == 0) {
        status = scan_value(scan, PS_STR("name"), &item->name, 0, reterr);
    }
    if (status == PS_OK) {
        const ps_survey_piece made[] = {{PS_STR("manufacturer"), item->manufacturer, 0},
                                        {PS_STR("brand"), item->brand, 0},
                                        {PS_STR("model"), item->model, 0}};
        status = scan_pieces(scan, made, reterr);
    }
    if (status == PS_OK) {
        status = scan_details(scan, item, reterr);
    }
    if (status == PS_OK) {
        status = scan_value(scan, PS_STR("department"), &item->department, 1, reterr);
    }
    return status;
}

ps_survey_place ps_survey_where(const ps_survey *scan, uint32_t index, uint32_t start, uint32_t end)
{
    const ps_survey_field *field = &PS_SURVEY_FIELDS(scan)[index];
    ps_span span = ps_folded_source(&field->folded, (ps_span){start, end});
    const ps_survey_piece *piece = &field->pieces[0];
    /* the piece in which the range begins */
    for (size_t i = 1; i < field->piece_count; i++) {
        if (field->pieces[i].offset <= span.start) {
            piece = &field->pieces[i];
        }
    }
    size_t len = piece->value.text.len;
    size_t from = span.start > piece->offset ? span.start - piece->offset : 0;
    size_t to = span.end > piece->offset ? span.end - piece->offset : 0;
    to = to > len ? len : to;
    from = from > to ? to : from;
    ps_survey_place place = {
        .field = piece->field,
        .quote = ps_str_cut(ps_str_slice(piece->value.text, from, to), scan->limits->quote_bytes),
        .start = from,
        .end = to,
        .line = piece->value.line};
    for (size_t i = 0; i < from; i++) {
        place.line += piece->value.text.ptr[i] == '\n';
    }
    return place;
}

/* Every field with letters is, as a whole, a phrase that the catalog lists as saying nothing. */
int ps_survey_says_nothing(const ps_survey *scan)
{
    const ps_survey_raw *raw = (const void *)scan->raw.ptr;
    size_t count = scan->raw.len / sizeof *raw;
    if (!scan->letters) {
        return 1;
    }
    for (uint32_t field = 0; field < PS_SURVEY_FIELD_COUNT(scan); field++) {
        ps_str text = ps_str_trim(PS_SURVEY_FIELDS(scan)[field].folded.text);
        int empty = PS_SURVEY_FIELDS(scan)[field].context || !has_letter(text);
        for (size_t i = 0; i < count && !empty; i++) {
            const ps_cat_text *word = PS_CAT_AT(scan->catalog->texts, ps_cat_text, raw[i].pattern);
            empty = raw[i].field == field && (word->kinds & PS_CAT_BIT(PS_CAT_EMPTY)) &&
                    word->text.len == text.len;
        }
        if (!empty) {
            return 0;
        }
    }
    return 1;
}
