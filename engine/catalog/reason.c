/* The sentence that tells why an item came out as it did, and with `explain` the steps.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "catalog/judge.h"

#define NO_HIT UINT32_MAX

static const char *const tier_names[] = {"no", "weak", "medium", "strong"};

static void quote_hit(ps_catalog_scratch *scratch, uint32_t index)
{
    enum { SHOWN = 60 };
    const ps_hit *hit = &PS_SURVEY_HITS(&scratch->scan)[index];
    ps_survey_place place = ps_survey_where(&scratch->scan, hit->field, hit->start, hit->end);
    ps_buffer_printf(&scratch->reason, "\"%.*s\"", PS_FMT(ps_str_cut(place.quote, SHOWN)));
}

static void say_hit(ps_catalog_scratch *scratch, uint32_t index, const char *kind)
{
    const ps_catalog *catalog = scratch->scan.catalog;
    const ps_hit *hit = &PS_SURVEY_HITS(&scratch->scan)[index];
    const ps_cat_entry *entry =
        PS_CAT_AT(catalog->entries, ps_cat_entry, ps_hit_entry(catalog, hit));
    quote_hit(scratch, index);
    ps_buffer_printf(&scratch->reason, " is a %s %s of %.*s", tier_names[hit->tier], kind,
                     PS_FMT(entry->title));
    if (hit->tier != hit->strength) {
        ps_buffer_printf(&scratch->reason, " (%s by itself)", tier_names[hit->strength]);
    }
}

static void say_separator(ps_catalog_scratch *scratch)
{
    size_t len = scratch->reason.len;
    if (len && scratch->reason.ptr[len - 1] != ' ') {
        ps_buffer_add_text(&scratch->reason, "; ");
    }
}

static void say_code(ps_catalog_scratch *scratch, const ps_sum *sum)
{
    const ps_catalog *catalog = scratch->scan.catalog;
    say_separator(scratch);
    if (sum->class_hit != NO_HIT) {
        ps_buffer_add_text(&scratch->reason, "the class name ");
        quote_hit(scratch, sum->class_hit);
    } else {
        const ps_code *code = &scratch->weigher.item->codes[sum->item_code];
        ps_buffer_printf(&scratch->reason, "the code %.*s %.*s", PS_FMT(code->scheme),
                         PS_FMT(code->value.text));
    }
    ps_buffer_printf(&scratch->reason, " stands for %.*s",
                     PS_FMT(PS_CAT_AT(catalog->entries, ps_cat_entry, sum->code_entry)->title));
}

static void say_lead(ps_catalog_scratch *scratch)
{
    const ps_lead *lead = &scratch->weigher.lead;
    ps_survey_place place = ps_survey_where(&scratch->scan, lead->field, lead->start, lead->end);
    say_separator(scratch);
    ps_buffer_printf(&scratch->reason, "\"%.*s\" looks like a model number of ",
                     PS_FMT(place.quote));
    quote_hit(scratch, scratch->weigher.maker_hits[lead->maker]);
    ps_buffer_add_text(&scratch->reason, ", who mostly makes such things");
}

/* Why the leading category has its points. */
static void say_signals(ps_catalog_scratch *scratch, const ps_verdict *verdict)
{
    const ps_weigher *weigher = &scratch->weigher;
    const ps_sum *sum = &weigher->sums[verdict->leading];
    if (sum->text) {
        say_hit(scratch, sum->text_hit, "word");
    }
    if (sum->model && sum->model_hit != NO_HIT) {
        say_separator(scratch);
        say_hit(scratch, sum->model_hit, "model number");
    } else if (sum->model) {
        say_lead(scratch);
    }
    if (sum->code) {
        say_code(scratch, sum);
    }
    if (sum->maker_hit != NO_HIT) {
        say_separator(scratch);
        ps_buffer_add_text(&scratch->reason, "the maker ");
        quote_hit(scratch, sum->maker_hit);
        ps_buffer_add_text(&scratch->reason, " makes such things");
    }
}

static const char *blocked_words(const ps_hit *hit)
{
    switch ((ps_hit_verdict)hit->verdict) {
    case PS_HIT_NEGATED:
        return "is excluded by";
    case PS_HIT_BLOCKED:
        return "means something else beside";
    case PS_HIT_SHADOWED:
        return "is only part of";
    case PS_HIT_DECOYED:
        return "is part of the decoy";
    case PS_HIT_CONTEXT:
        return "only tells where it is used";
    case PS_HIT_COUNTS:
        break;
    }
    return "";
}

static void say_blocked(ps_catalog_scratch *scratch, uint32_t index)
{
    const ps_hit *hit = &PS_SURVEY_HITS(&scratch->scan)[index];
    quote_hit(scratch, index);
    ps_buffer_printf(&scratch->reason, " %s", blocked_words(hit));
    if (hit->by != NO_HIT) {
        ps_buffer_add_text(&scratch->reason, " ");
        quote_hit(scratch, hit->by);
    }
}

/* Codes and texts that disagree are said so. */
static void say_contradictions(ps_catalog_scratch *scratch, const ps_verdict *verdict)
{
    const ps_weigher *weigher = &scratch->weigher;
    const ps_catalog *catalog = scratch->scan.catalog;
    const ps_sum *sum = &weigher->sums[verdict->leading];
    if (sum->contradicted && sum->blocked != NO_HIT && sum->code && !sum->text) {
        say_separator(scratch);
        ps_buffer_add_text(&scratch->reason, "the text contradicts the code: ");
        say_blocked(scratch, sum->blocked);
    }
    if (weigher->decoy_code < weigher->item->code_count) {
        const ps_code *code = &weigher->item->codes[weigher->decoy_code];
        say_separator(scratch);
        ps_buffer_printf(&scratch->reason,
                         "the code %.*s %.*s contradicts the text: it stands for something else",
                         PS_FMT(code->scheme), PS_FMT(code->value.text));
    }
    for (uint16_t i = 0; i < catalog->categories.count; i++) {
        const ps_sum *other = &weigher->sums[i];
        if (i != verdict->leading && other->code > PS_POINTS_WEAK && !other->text &&
            !other->model && !sum->code) {
            say_code(scratch, other);
            ps_buffer_add_text(&scratch->reason, ", which contradicts the text");
        }
    }
}

static void say_scale(ps_catalog_scratch *scratch, const ps_verdict *verdict)
{
    const ps_catalog *catalog = scratch->scan.catalog;
    const ps_cat_category *category =
        PS_CAT_AT(catalog->categories, ps_cat_category, verdict->leading);
    ps_str word = ps_node_attr_value(category->node, "scale");
    say_separator(scratch);
    if (verdict->scale == PS_SCALE_UNKNOWN) {
        ps_buffer_printf(&scratch->reason, "whether it is \"%.*s\" cannot be told from the record",
                         PS_FMT(word));
        return;
    }
    ps_survey_place place = ps_survey_where(&scratch->scan, verdict->scale_field,
                                            verdict->scale_start, verdict->scale_end);
    ps_buffer_printf(&scratch->reason, "\"%.*s\" is %s in our reading: \"%.*s\"", PS_FMT(word),
                     verdict->scale == PS_SCALE_MET ? "met" : "not met", PS_FMT(place.quote));
}

static void say_date(ps_catalog_scratch *scratch, const ps_verdict *verdict, const char *name)
{
    const ps_catalog *catalog = scratch->scan.catalog;
    if (name || verdict->leading == PS_CAT_NONE_INDEX) {
        return;
    }
    if (!verdict->version) {
        say_separator(scratch);
        ps_buffer_add_text(&scratch->reason, "the category is not in force on that day");
    } else if (verdict->leading != verdict->reported) {
        say_separator(scratch);
        ps_buffer_printf(
            &scratch->reason, "%.*s were not yet listed on that day",
            PS_FMT(PS_CAT_AT(catalog->categories, ps_cat_category, verdict->leading)->title));
    }
}

/* The words of two shapes of one family may be the same place. */
static int was_said(const ps_catalog_scratch *scratch, uint32_t index)
{
    const ps_catalog *catalog = scratch->scan.catalog;
    const ps_hit *hit = &PS_SURVEY_HITS(&scratch->scan)[index];
    for (uint32_t i = 0; i < index; i++) {
        const ps_hit *other = &PS_SURVEY_HITS(&scratch->scan)[i];
        if (other->kind == hit->kind && other->field == hit->field && other->start == hit->start &&
            other->end == hit->end && other->verdict == hit->verdict && other->by == hit->by &&
            other->tier == hit->tier &&
            ps_hit_entry(catalog, other) == ps_hit_entry(catalog, hit)) {
            return 1;
        }
    }
    return 0;
}

/* How the points of a category come about, as catalogs/README.md says. */
static void say_points(ps_catalog_scratch *scratch, const ps_verdict *verdict, uint16_t index)
{
    const ps_cat_category *category =
        PS_CAT_AT(scratch->scan.catalog->categories, ps_cat_category, index);
    const ps_sum *sum = &scratch->weigher.sums[index];
    const struct {
        const char *name;
        uint8_t points;
    } kinds[] = {{"word", sum->text}, {"model number", sum->model}, {"code", sum->code}};
    unsigned best = 0;
    say_separator(scratch);
    ps_buffer_printf(&scratch->reason, "%.*s: ", PS_FMT(category->title));
    const char *separator = "";
    for (size_t i = 0; i < PS_COUNT(kinds); i++) {
        if (kinds[i].points) {
            ps_buffer_printf(&scratch->reason, "%s%s %u", separator, kinds[i].name,
                             kinds[i].points);
            separator = ", ";
            best = kinds[i].points > best ? kinds[i].points : best;
        }
    }
    if (sum->points > best) {
        ps_buffer_add_text(&scratch->reason, ", one more as two kinds agree");
    } else if (sum->points < best) {
        ps_buffer_add_text(&scratch->reason, ", less as text and code contradict each other");
    }
    unsigned most = index == verdict->leading ? verdict->points : sum->points;
    if (most < sum->points) {
        ps_buffer_add_text(&scratch->reason,
                           verdict->scale == PS_SCALE_NOT_MET ? ", less as the scale is not met"
                           : category->ceiling < sum->points
                               ? ", less as this category is never more than possible"
                               : ", less by the law of the day");
    }
    ps_buffer_printf(&scratch->reason, ", which makes %u of %d points", most,
                     (int)PS_POINTS_DEFINITE);
}

/* Every word that was seen, with why it counts or does not; then the points. */
static void say_steps(ps_catalog_scratch *scratch, const ps_verdict *verdict)
{
    const ps_catalog *catalog = scratch->scan.catalog;
    enum { STEPS_MAX = 40 };
    int steps = 0;
    for (uint32_t i = 0; i < PS_SURVEY_HIT_COUNT(&scratch->scan) && steps < STEPS_MAX; i++) {
        const ps_hit *hit = &PS_SURVEY_HITS(&scratch->scan)[i];
        if ((hit->kind != PS_CAT_TERM && hit->kind != PS_CAT_PATTERN &&
             hit->kind != PS_CAT_MODEL) ||
            was_said(scratch, i)) {
            continue;
        }
        steps++;
        say_separator(scratch);
        if (hit->verdict != PS_HIT_COUNTS) {
            say_blocked(scratch, i);
            continue;
        }
        say_hit(scratch, i, hit->kind == PS_CAT_MODEL ? "model number" : "word");
        uint32_t with = scratch->weigher.with_hits[ps_hit_entry(catalog, hit)];
        if (hit->strength == PS_CAT_WEAK && with < PS_SURVEY_HIT_COUNT(&scratch->scan)) {
            ps_buffer_add_text(&scratch->reason, ", raised by ");
            quote_hit(scratch, with);
        }
        if (hit->by != NO_HIT) {
            ps_buffer_add_text(&scratch->reason, ", moved by ");
            quote_hit(scratch, hit->by);
        }
    }
    for (uint16_t i = 0; i < catalog->categories.count; i++) {
        if (scratch->weigher.sums[i].points) {
            say_points(scratch, verdict, i);
        }
    }
}

static void say_nothing(ps_catalog_scratch *scratch)
{
    const ps_sum *sums = scratch->weigher.sums;
    for (uint32_t i = 0; i < scratch->scan.catalog->categories.count; i++) {
        if (sums[i].text_hit != NO_HIT) {
            say_hit(scratch, sums[i].text_hit, "word");
            ps_buffer_add_text(&scratch->reason, ", and nothing else speaks for it");
            return;
        }
        if (sums[i].blocked != NO_HIT) {
            say_blocked(scratch, sums[i].blocked);
            return;
        }
    }
    ps_buffer_add_text(&scratch->reason, "its texts hold no word of the catalog that counts");
}

/* What the name of a not-evaluable item means. */
static ps_str name_text(const ps_catalog *catalog, const char *name)
{
    if (!name) {
        return PS_NO_STR;
    }
    return ps_str_is(ps_str_from(name), "no-date")
               ? PS_STR("it matches, but without a date nobody can say which list applies")
               : catalog->before;
}

ps_status ps_verdict_reason(ps_catalog_scratch *scratch, const ps_verdict *verdict,
                            const char *name, int explain, ps_arena *arena, ps_str *ret_reason,
                            ps_error *reterr)
{
    ps_buffer_clear(&scratch->reason);
    if (verdict->leading == PS_CAT_NONE_INDEX) {
        say_nothing(scratch);
    } else {
        say_signals(scratch, verdict);
        say_contradictions(scratch, verdict);
        if (verdict->scale != PS_SCALE_NONE) {
            say_scale(scratch, verdict);
        }
        say_date(scratch, verdict, name);
    }
    if (explain) {
        ps_buffer_add_text(&scratch->reason, ". Steps: ");
        size_t before = scratch->reason.len;
        say_steps(scratch, verdict);
        if (scratch->reason.len == before) {
            ps_buffer_add_text(&scratch->reason, "none");
        }
    }
    if (scratch->reason.failed) {
        return ps_error_memory(reterr);
    }
    const ps_str parts[] = {ps_str_from(name), name ? PS_STR(": ") : PS_NO_STR,
                            name_text(scratch->scan.catalog, name), name ? PS_STR("; ") : PS_NO_STR,
                            ps_buffer_str(&scratch->reason)};
    *ret_reason = ps_arena_concat(arena, parts, 5);
    return ret_reason->ptr ? PS_OK : ps_error_memory(reterr);
}
