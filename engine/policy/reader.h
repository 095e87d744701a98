/* Reading policy packs: what the modules that read share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_READER_H
#define PS_POLICY_READER_H

#include "base/buffer.h"
#include "policy/model.h"
#include "xml/tree.h"

/** A growing array in an arena. */
typedef struct ps_list {
    void *items;
    size_t count;
    size_t room;
    size_t size; /* of one item */
} ps_list;

/** A named piece of pattern. */
typedef struct ps_define {
    ps_str name;
    ps_str lang; /* absent: for patterns of any language that has none of its own */
    ps_str text;
    int common; /* in most sentences: does not wake patterns if there is something rarer */
    uint32_t file;
    uint64_t line;
    int used;
    int depth;     /* while it is being expanded, so that a circle is seen */
    ps_str folded; /* in the form that is expanded; absent until it is needed */
    const ps_str *literals;
    size_t literal_count;
    int literals_known;
} ps_define;

typedef struct ps_reader {
    ps_policy *policy;
    const ps_pack_file *files;
    uint32_t file; /* the one that is being read */
    ps_problem_fn problem;
    void *user;
    ps_error first; /* the first error; code PS_E_NONE while there is none */
    size_t warnings;
    ps_str thing; /* the element, rule … that is being read or compiled, for problems */
    int strict;   /* look for what is allowed and cannot be meant, too */
    int out_of_memory;
    ps_list defines;   /* ps_define */
    ps_list languages; /* ps_language_def */
    ps_list elements;  /* ps_policy_element */
    ps_list patterns;  /* ps_clause_pattern */
    ps_list examples;  /* ps_example, with the index of the element in `owners` */
    ps_list owners;    /* uint32_t */
    ps_list rules;
    ps_list wordings;       /* ps_wording, with the index of the element in `wording_owners` */
    ps_list wording_owners; /* uint32_t */
    ps_list exposures;
    ps_list dossier; /* ps_dossier_part */
    ps_list texts;   /* ps_pack_text */
    ps_list enough;
    ps_list sources; /* ps_source */
    ps_list numbers; /* uint32_t: patterns of each use of each element so far */
} ps_reader;

/** What a language says of its patterns. */
typedef struct ps_language_def {
    ps_language shown;
    unsigned gap;   /* characters that "…" may stand for */
    int boundaries; /* words are parted by blanks: a pattern begins and ends with whole words */
} ps_language_def;

typedef struct ps_source {
    ps_str id;
    ps_str title;
    uint32_t file;
} ps_source;

/** Room for one more item, zeroed; NULL when there is no memory (then out_of_memory is set). */
void *ps_list_add(ps_reader *reader, ps_list *list);

/** Report a problem of the pack at a line of the file `file`; an empty hint is allowed. */
__attribute__((format(printf, 7, 8))) void ps_reader_report(ps_reader *reader, ps_status severity,
                                                            uint32_t file, uint64_t line,
                                                            uint64_t column, const char *hint,
                                                            const char *format, ...);

/** What a child of the root is called in problems. */
ps_str ps_reader_thing(const ps_node *node);
/** The same at a node of the file that is being read. */
void ps_report_node(ps_reader *reader, const ps_node *node, const char *message, const char *hint);
/** The id is already taken by what stands at that line. */
void ps_report_twice(ps_reader *reader, const ps_node *node, ps_str id, uint32_t file,
                     uint64_t line);

/* Values of nodes, copied into the policy. ps_shape_check() has reported what is wrong with them;
 * it reads as absent here. */
ps_str ps_read_attr(ps_reader *reader, const ps_node *node, const char *name);
/** The text with white space collapsed, as editors wrap lines. */
ps_str ps_read_text(ps_reader *reader, const ps_node *node);
ps_day ps_read_date(const ps_node *node, const char *name);
uint64_t ps_read_uint(const ps_node *node, const char *name);
ps_severity ps_read_severity(const ps_node *node, const char *name);
/** The <basis> children; each must cite a <source>. */
void ps_read_bases(ps_reader *reader, const ps_node *node, const ps_dated **ret, size_t *count);
/** An article begins with the id of a <source>. */
void ps_read_citation(ps_reader *reader, const ps_node *node, ps_str basis);
void ps_read_rule(ps_reader *reader, const ps_node *node);
void ps_read_exposure(ps_reader *reader, const ps_node *node);
void ps_read_dossier(ps_reader *reader, const ps_node *node);
/** What a file says to people, in both languages; the Chinese is filled with no more than the
 * English. */
void ps_read_said(ps_reader *reader, const ps_node *root);
void ps_read_wording(ps_reader *reader, const ps_node *node, uint32_t element);
/** After taking the lists: each element gets its wordings, and what parts of the dossier name must
 * be there. */
void ps_policy_settle_dossier(ps_reader *reader);

/** Check a node's name, attributes and children against the table of the pack format, all levels
 * below it too. */
void ps_shape_check(ps_reader *reader, const ps_node *root);

/** What is read of all files before what may use it, so that their order does not matter. */
typedef enum ps_read_pass {
    PS_READ_WORDS,    /* sources, languages, definitions */
    PS_READ_ELEMENTS, /* elements, rules, exposures */
    PS_READ_ADDITIONS /* what adds to elements of other files too */
} ps_read_pass;

/** Read one file's tree into the lists; problems are reported, nothing is compiled. */
void ps_reader_read(ps_reader *reader, const ps_node *root, ps_read_pass pass);

/** Turn the notation of packs into a folded regular expression (see policies/README.md); problems
 * are reported for `pattern`. @return 0 when there was one. */
int ps_notation_expand(ps_reader *reader, ps_clause_pattern *pattern, ps_buffer *out);
/** Literals of which at least one is in every text that the pattern matches, as
 * ps_regex_literals(); looked for between the gaps, because what stands there can be remembered.
 * What other parts of the pattern need goes into its `also`.
 * @return count; 0: none.
 */
size_t ps_notation_literals(ps_reader *reader, ps_clause_pattern *pattern,
                            const ps_str **ret_literals);
/** Nested unbounded repetition, ".*" and the like: what is wrong with it, or NULL. */
const char *ps_notation_danger(ps_str regex);

/** Compile all patterns of the lists into the policy. Problems are reported. */
void ps_policy_compile(ps_reader *reader);

/** Look for what is in an expression that can match nothing, or take too long. */
void ps_policy_scrutinise_pattern(ps_reader *reader, const ps_clause_pattern *pattern,
                                  ps_str regex);
/** After compiling: look for wordings that are there twice or can never count, and for elements
 * whose basis or examples leave something out. */
void ps_policy_scrutinise(ps_reader *reader);

#endif
