/* What a policy pack is in memory, for the modules of this stage: read by reader.c, compiled by
 * compile.c, used by judge.c and told by visit.c. Everything lives in the policy's arena and does
 * not change after loading.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_MODEL_H
#define PS_POLICY_MODEL_H

#include "policy/policy.h"
#include "text/regex.h"
#include "text/terms.h"

/** What a pattern is for. */
#define PS_USES(X)                                                                                 \
    X(DUTY, "duty")           /* obliges the supplier: the element is there */                     \
    X(WEAK, "weak")           /* comes near, and is not enough */                                  \
    X(DEFEAT, "defeat")       /* takes away what seems to be there */                              \
    X(DECOY, "decoy")         /* looks like a duty and is none */                                  \
    X(CARVEOUT, "carveout")   /* an ordinary exception: a defeat beside it does not count */       \
    X(REFERENCE, "reference") /* the duty is said to stand in a document that is not here */       \
    X(NEAR, "near")           /* a part of the duty, to find the nearest passage */                \
    X(HEADING, "heading")     /* titles of clauses that are about the element */                   \
    X(PARTY, "party")         /* tells who buys and who supplies */

typedef enum ps_use {
#define PS_X(symbol, name) PS_USE_##symbol,
    PS_USES(PS_X)
#undef PS_X
        PS_USE_COUNT
} ps_use;

/** X(symbol, "name", "what a passage defeated this way lacks", "why the element is defeated"). */
#define PS_DEFEATS(X)                                                                              \
    X(NEGATION, "negation", "any obligation: it says that there is none",                          \
      "the contract says that there is no such obligation")                                        \
    X(OPTION, "option", "an obligation: it only allows the parties to agree on one",               \
      "the contract only says that the parties may agree on it")                                   \
    X(BLANK, "blank", "its content: it is a blank that nobody filled in",                          \
      "the clause is a blank that was not filled in")                                              \
    X(ONE_SIDED, "one-sided", "an obligation of the supplier: it binds only the buyer",            \
      "only the buyer is bound")                                                                   \
    X(NOT_APPLICABLE, "not-applicable", "any effect: it is marked as not applicable",              \
      "the clause is marked as not applicable")                                                    \
    X(FILING_LEGEND, "filing-legend", "an obligation: it is a legend about a filing",              \
      "what is there is a legend about a filing, not a clause")                                    \
    X(HEADING_ONLY, "heading-only", "a text under the heading",                                    \
      "there is a heading and no text under it")

typedef enum ps_defeat {
#define PS_X(symbol, name, lacks, why) PS_DEFEAT_##symbol,
    PS_DEFEATS(PS_X)
#undef PS_X
        PS_DEFEAT_COUNT
} ps_defeat;

/** How far a defeat reaches. */
typedef enum ps_reach { PS_REACH_SENTENCE, PS_REACH_CLAUSE, PS_REACH_WHOLE } ps_reach;

/** How sure a pattern of use PARTY is. */
typedef enum ps_party_rank { PS_PARTY_DEFINED, PS_PARTY_CLUE } ps_party_rank;

#define PS_NO_ELEMENT UINT32_MAX

typedef struct ps_words {
    const ps_str *list;
    uint32_t count;
} ps_words;

enum { PS_ALSO_MOST = 4 };

typedef struct ps_clause_pattern {
    ps_use use;
    ps_defeat defeat;
    ps_reach reach;
    ps_party_rank rank;
    int says_supplier; /* PARTY: the label is the supplier's, else the buyer's */
    int names_bound;   /* DUTY: names the bound party itself */
    int under_heading; /* DUTY: counts only in a clause with one of the element's headings */
    int never_bare;    /* HEADING: says nothing when there is no text under it */
    uint32_t within;   /* CARVEOUT: must begin at most so many characters behind the defeat; 0:
                          anywhere in the sentence */
    uint32_t element;  /* index; PS_NO_ELEMENT: for all */
    uint32_t part;     /* NEAR: number of the part, from 0 */
    ps_str id;         /* "confidentiality/duty-3" */
    ps_str lang;
    ps_str written; /* as in the pack */
    ps_str folded;  /* the same tidied and folded, while loading */
    ps_str lacks;   /* WEAK, DEFEAT, NEAR: what a passage lacks; may be absent */
    ps_regex *regex;
    /* Of parts other than the one whose words wake it: of each list a word must be there too. */
    ps_words also[PS_ALSO_MOST];
    uint32_t also_count;
    uint32_t file;
    uint64_t line;
    uint64_t column;
} ps_clause_pattern;

/** A text that holds on some days only: an article. */
typedef struct ps_dated {
    ps_day from; /* PS_NO_DAY: always */
    ps_day to;   /* last day; PS_NO_DAY: for ever */
    ps_str text;
} ps_dated;

typedef struct ps_example {
    ps_state state;
    ps_str lang;
    ps_str text;
    uint32_t file;
    uint64_t line;
} ps_example;

/** A clause that we suggest to those whose contract lacks the element. */
typedef struct ps_wording {
    ps_str lang;
    ps_str text;
    uint32_t file;
    uint64_t line;
} ps_wording;

typedef struct ps_policy_element {
    ps_str id;
    ps_str title;
    ps_str title_zh;
    ps_str nature;
    ps_str note;
    ps_severity severity;
    int has_filed;
    ps_severity filed;     /* if the purchase is filed for review */
    ps_str buys;           /* categories, "service", "critical", blanks between; absent: anything */
    ps_severity otherwise; /* if the record buys none of these */
    ps_day from;
    ps_day to;
    const ps_dated *bases;
    size_t basis_count;
    uint32_t first_pattern;
    uint32_t pattern_count;
    uint32_t part_count;
    uint64_t languages; /* for which it has duties, as ps_language_bit() */
    const ps_example *examples;
    size_t example_count;
    const ps_wording *wordings;
    size_t wording_count;
    uint32_t file;
    uint64_t line;
} ps_policy_element;

/** Something that a dossier asks or tells (see policies/README.md). */
typedef struct ps_dossier_part {
    ps_str id;
    ps_str section; /* "intro", "question", "factor", "paper", "step", "conclusion",
                       "annex" */
    ps_str title;
    ps_str title_zh;
    ps_str text;
    ps_str text_zh;
    ps_str elements; /* whose state is shown beside it; blanks between */
    ps_str shows;    /* further data shown beside it; blanks between */
    uint64_t days;   /* working days that a step may take; 0: it is none */
    ps_day from;
    ps_day to;
    const ps_dated *bases;
    size_t basis_count;
    uint32_t file;
    uint64_t line;
} ps_dossier_part;

typedef struct ps_rule_data {
    ps_str id;
    ps_day from;
    ps_day to;
    ps_severity severity[4];
    ps_str element; /* whose missing is said by this rule where something is bought; or absent */
    uint64_t months;
    const ps_dated *bases;
    size_t basis_count;
    ps_str message;
    ps_str next;
    uint32_t file;
    uint64_t line;
} ps_rule_data;

typedef struct ps_exposure_data {
    ps_str id;
    ps_str rule;
    ps_day from;
    ps_day to;
    ps_str condition; /* not absent: only told, not counted */
    int continuing;   /* the act goes on, so that the law of today applies too */
    ps_policy_exposure value;
    uint32_t file;
    uint64_t line;
} ps_exposure_data;

/** A text of this kind and length, or of any kind, is enough to say "missing". */
typedef struct ps_enough {
    int by_record; /* else by text kind */
    ps_record_kind record;
    int any_text;
    ps_text_kind text;
    uint64_t characters;
} ps_enough;

/** A language that the patterns cover: words that every text of it is full of. */
typedef struct ps_language {
    ps_str id;
    const ps_str *words; /* folded */
    size_t word_count;
    int han; /* Chinese characters count as its words */
} ps_language;

/** The bit of a policy's language in a set of them; the 64th and later share one. */
static inline uint64_t ps_language_bit(size_t index)
{
    return (uint64_t)1 << (index < 63 ? index : 63);
}

typedef struct ps_pack_data {
    ps_pack_info info;
    ps_str *sources; /* citations: "id: title" */
    size_t source_count;
} ps_pack_data;

/** A literal of the term set wakes the patterns wake[first .. first + count). */
typedef struct ps_wake {
    uint32_t first;
    uint32_t count;
    uint32_t length; /* of the literal in bytes */
} ps_wake;

struct ps_policy {
    ps_arena arena;
    ps_pack_data *packs;
    size_t pack_count;
    ps_policy_element *elements;
    size_t element_count;
    ps_clause_pattern *patterns; /* of the elements one after the other, then the common ones */
    uint32_t pattern_count;
    uint32_t first_common;
    ps_rule_data *rules;
    size_t rule_count;
    ps_exposure_data *exposures;
    size_t exposure_count;
    ps_dossier_part *dossier;
    size_t dossier_count;
    const ps_pack_text *texts; /* what it says to people */
    size_t text_count;
    ps_enough *enough;
    size_t enough_count;
    uint64_t standalone; /* a contract of at least so many characters speaks for itself */
    ps_language *languages;
    size_t language_count;
    const struct ps_language_def *language_defs; /* as many; what they say of patterns */
    const struct ps_define *defines;             /* named pieces of patterns */
    size_t define_count;

    ps_terms *terms;
    ps_wake *wakes;      /* by term */
    uint32_t *wake;      /* patterns */
    uint32_t *sleepless; /* patterns without a literal: tried everywhere */
    uint32_t sleepless_count;
    ps_regex *bound; /* names of the parties whose duties count; NULL when the pack has none */
};

/** Whether `day` is in [from, to]; an unknown day is in ranges that have no end. */
static inline int ps_in_force(ps_day from, ps_day to, ps_day day)
{
    if (day == PS_NO_DAY) {
        return to == PS_NO_DAY;
    }
    return (from == PS_NO_DAY || from <= day) && (to == PS_NO_DAY || day <= to);
}

const char *ps_use_name(ps_use use);
const char *ps_defeat_name(ps_defeat defeat);
/** What a passage defeated this way lacks, and why the element is defeated. */
const char *ps_defeat_lacks(ps_defeat defeat);
const char *ps_defeat_why(ps_defeat defeat);

#endif
