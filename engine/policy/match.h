/* Finding a policy's patterns in the texts of a record.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_MATCH_H
#define PS_POLICY_MATCH_H

#include "base/buffer.h"
#include "base/profiler.h"
#include "policy/model.h"
#include "policy/party.h"
#include "policy/segment.h"
#include "text/scanner.h"

#define PS_NO_MATCH UINT32_MAX

/** A text that is judged, or the title of one. */
typedef struct ps_judged_text {
    const ps_text *text;
    int is_heading;
    int has_paragraphs; /* of an attachment: empty lines stand between them */
    ps_folded folded;
    ps_str matched; /* the folded text, parties exchanged where the roles ask for it */
} ps_judged_text;

/** A place where a pattern matches. Offsets are in the subject: the words that lead the unit in
 * (`prefix` bytes), then the unit's own. */
typedef struct ps_match {
    uint32_t pattern;
    uint32_t unit;
    uint32_t start;
    uint32_t end;
    uint32_t prefix;
    uint32_t clause; /* in which it stands, or which it strikes out by its number */
    uint32_t next;   /* match of the same element, or common; PS_NO_MATCH */
} ps_match;

/** A passage that may be near an element. */
typedef struct ps_candidate {
    uint32_t pattern;
    uint32_t unit;
} ps_candidate;

/** What is known of one element while it is judged. */
typedef struct ps_element_matches {
    int active; /* in force on the day asked for */
    uint32_t first;
    uint32_t last;
    uint32_t count;
    ps_str trouble;        /* "limit:…": a pattern could not be decided */
    int trouble_in_defeat; /* … that could take away what was found */
} ps_element_matches;

typedef struct ps_matching {
    const ps_policy *policy;
    const ps_limits *limits;
    ps_regex_scratch *regex;
    ps_scanner *scanner;   /* for the policy's terms */
    ps_profiler *profiler; /* NULL: none */
    ps_arena *arena;
    ps_judged_text *texts;
    uint32_t text_count;
    uint64_t bytes;
    ps_party_roles roles;
    ps_segments segments;
    uint32_t strikes;             /* clauses looked for by their number */
    ps_element_matches *elements; /* one for each, and one behind them for what is common */
    ps_match *matches;
    uint32_t match_count;
    uint32_t match_room;
    ps_candidate *candidates;
    uint32_t candidate_count;
    uint32_t candidate_room;
    uint32_t *done; /* by pattern: units below were tried */
    ps_buffer *subject;
    uint32_t subject_unit; /* whose subject is at hand */
    ps_str subject_text;
    uint32_t subject_prefix;
    uint64_t deadline; /* in nanoseconds of the thread's processor time */
    unsigned runs;
    int out_of_time;
    ps_status status; /* PS_FATAL: no memory */
    ps_error *reterr;
} ps_matching;

/**
 * Fold the record's texts, tell the parties, cut into sentences, and find all matches. Texts
 * without any word of any pattern cost no more than folding and one scan.
 *
 * The caller has set policy, limits, regex, arena, subject, deadline and which elements are active.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_matching_run(ps_matching *m, const ps_record *record);

/** What the patterns are matched against for a unit; valid until the next call. */
ps_str ps_matching_subject(ps_matching *m, uint32_t unit, uint32_t *ret_prefix);

/** Try one pattern on one unit without recording it: 1 when it matches. */
int ps_matching_try(ps_matching *m, const ps_clause_pattern *pattern, uint32_t unit);

#endif
