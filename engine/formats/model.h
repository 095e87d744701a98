/* Compiled profiles: what the reader makes and the matcher walks.
 *
 * Each record rule is a tree of nodes, one per path step, shared by all paths that begin alike. A
 * node says what to do at an element that the path leads to: open parts, take texts and attributes.
 * A part has a tree of its own that begins at its element. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_MODEL_H
#define PS_FORMATS_MODEL_H

#include "base/arena.h"
#include "formats/profiles.h"
#include "formats/vocabulary.h"
#include "procscreen/pack.h"
#include "record/builder.h"

/** Most profiles that are told apart when the nearest one is looked for. */
enum { PS_PROFILES_MOST = 256 };

typedef enum ps_test_kind {
    PS_TEST_PRESENT,
    PS_TEST_ABSENT,
    PS_TEST_IS,
    PS_TEST_IS_NOT
} ps_test_kind;

/** A condition on an attribute of the element itself. */
typedef struct ps_attr_test {
    ps_name_test name;
    ps_test_kind kind;
    const ps_str *values;
    size_t value_count;
} ps_attr_test;

typedef struct ps_tests {
    const ps_attr_test *list;
    size_t count;
} ps_tests;

typedef struct ps_map_entry {
    ps_str from;
    ps_str to;
} ps_map_entry;

typedef struct ps_map {
    ps_str id;
    const ps_map_entry *entries;
    size_t count;
    ps_str other; /* ptr NULL: nothing */
} ps_map;

/** SAP's format columns beside its text lines: shared by the action of the lines and that of the
 * column. */
typedef struct ps_sap_join {
    uint32_t index; /* among all of the profiles: the matcher keeps their state in an array */
} ps_sap_join;

typedef enum ps_action_kind {
    PS_ACTION_FIELD,     /* the value fills a field */
    PS_ACTION_CONDITION, /* the value is compared for the part's `when` */
    PS_ACTION_FORMAT     /* the value says how the SAP line beside it is joined */
} ps_action_kind;

/** What to do with the value at the end of a path. */
typedef struct ps_action {
    ps_action_kind kind;
    int from_attr; /* the value is `attr`'s, else the element's text */
    ps_name_test attr;
    ps_tests tests; /* on the element, where the path is "." with conditions */
    ps_field field;
    uint16_t rank;   /* within the part; PS_RANK_LAST: behind all others */
    int count_only;  /* only the length of the text is wanted */
    int is_direct;   /* the value is given as it is */
    ps_str constant; /* ptr not NULL: this instead of the value */
    const ps_map *map;
    ps_join join;
    const ps_sap_join *sap;
    int has_prefer;
    ps_name_test prefer_attr;
    const ps_str *prefer;
    size_t prefer_count;
    uint32_t condition; /* index in the part's conditions */
} ps_action;

typedef enum ps_condition_kind {
    PS_WHEN_IS,
    PS_WHEN_IS_NOT,
    PS_WHEN_PRESENT,
    PS_WHEN_ABSENT
} ps_condition_kind;

typedef struct ps_condition {
    ps_condition_kind kind;
    const ps_str *values;
    size_t value_count;
    ps_str text; /* as written, for messages */
} ps_condition;

enum { PS_CONDITIONS_MOST = 32 };

typedef struct ps_path_node ps_path_node;
typedef struct ps_part_rule ps_part_rule;

typedef struct ps_edge {
    ps_name_test name;
    ps_tests tests;
    ps_path_node *to;
    struct ps_edge *next;
} ps_edge;

enum { PS_RANK_LAST = UINT16_MAX };

typedef struct ps_part_link {
    const ps_part_rule *part;
    uint16_t rank;  /* is added to those in the part: its place among the rules around it */
    ps_tests tests; /* on the element, where the path is "." with conditions */
    struct ps_part_link *next;
} ps_part_link;

typedef struct ps_action_link {
    ps_action action;
    struct ps_action_link *next;
} ps_action_link;

struct ps_path_node {
    ps_edge *edges; /* those with a wildcard in their name, in order */
    ps_edge *edge_last;
    ps_edge **exact;     /* the others, by name, then in order */
    uint32_t *exact_ids; /* their names */
    size_t exact_count;
    ps_edge *exact_list; /* while compiling */
    ps_tests entered;    /* conditions of the step that leads here */
    ps_part_link *parts;
    ps_part_link *part_last;
    ps_action_link *attrs; /* actions on attributes, and constants */
    ps_action_link *attr_last;
    ps_action_link *texts; /* actions on the element's text */
    ps_action_link *text_last;
};

struct ps_part_rule {
    ps_scope scope;
    ps_path_node *root;
    const ps_condition *conditions;
    size_t condition_count;
    int grouped;
    ps_name_test group;
    const ps_part_defaults *defaults; /* NULL: none */
    uint64_t fields;                  /* that its rules and those of parts in it fill, a bit each */
    uint16_t ranks;                   /* that its rules take */
};

typedef struct ps_profile ps_profile;

typedef struct ps_record_rule {
    const ps_profile *profile;
    ps_record_kind kind;
    char decimal;
    int strict;
    ps_str match; /* as written */
    ps_str local; /* local name of the record's element */
    ps_name_test name;
    ps_tests tests;
    int has_parent;
    ps_name_test parent;
    ps_tests parent_tests;
    unsigned weight;      /* how exact the match is */
    uint64_t fields;      /* that some rule fills, a bit each */
    ps_path_node *around; /* node of what is around the record: every element leads to the root */
    ps_part_rule part;
    uint64_t source_line; /* in the profile */
} ps_record_rule;

typedef struct ps_envelope {
    ps_name_test name;
    ps_tests tests;
    int strict;
} ps_envelope;

struct ps_profile {
    uint32_t index;
    ps_str id;
    ps_str version;
    ps_str title;
    ps_str path;
    ps_str source; /* the specification that it was written from */
    ps_record_rule *records;
    size_t record_count;
    ps_envelope *envelopes;
    size_t envelope_count;
};

struct ps_profiles {
    ps_arena arena;
    ps_vocabulary *vocabulary;
    ps_profile *list;
    size_t count;
    const ps_record_rule **records; /* of all profiles, the weightier first */
    size_t record_count;
    const char **record_names; /* local names, for counting; NULL-terminated */
    uint32_t sap_joins;
    /* For each local name of the vocabulary: bits of the profiles that know it. */
    uint64_t (*known_by)[PS_PROFILES_MOST / 64];
};

#endif
