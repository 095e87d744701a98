/* The command's options: one table for parsing, for --help, for the configuration file, for the
 * environment and, by a test, for the manual.
 *
 * What a person types goes before the environment, the environment before the file.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_OPTIONS_H
#define PS_CLI_OPTIONS_H

#include <stddef.h>

typedef enum ps_option_kind {
    PS_OPTION_FLAG,   /* yes or no; --NAME and --no-NAME */
    PS_OPTION_SWITCH, /* --NAME only, not in file and environment: --help */
    PS_OPTION_VALUE,  /* the last one counts */
    PS_OPTION_LIST    /* may be repeated */
} ps_option_kind;

/* X(symbol, name, letter or 0, kind, argument or NULL, what it does) */
#define PS_OPTIONS(X)                                                                              \
    X(OUTPUT, "output", 'o', LIST, "FORMAT[=FILE]",                                                \
      "write a report; may be repeated; without FILE to standard output (default: text)")          \
    X(LANG, "lang", 0, VALUE, "LANG",                                                              \
      "language of pages, workbooks, dossiers: en, zh (default: en)")                              \
    X(DIFF_OUTPUT, "diff-output", 'o', VALUE, "FORMAT[=FILE]",                                     \
      "write what differs as text or json; without FILE to standard output (default: text)")       \
    X(OUTPUT_DIR, "output-dir", 'o', VALUE, "DIR",                                                 \
      "folder for the pages; it is made when it is not there")                                     \
    X(OUTPUT_FILE, "output-file", 'o', VALUE, "FILE",                                              \
      "write the document here; FILE ends in .html, .docx or .odt (default: HTML to standard "     \
      "output)")                                                                                   \
    X(CATALOG, "catalog", 0, LIST, "FILE|DIR",                                                     \
      "catalog of network products and services; may be repeated (default: DATA/catalogs)")        \
    X(POLICY, "policy", 0, LIST, "FILE|DIR",                                                       \
      "policy for contract texts; may be repeated (default: DATA/policies)")                       \
    X(FORMATS, "formats", 0, LIST, "FILE|DIR",                                                     \
      "format profiles; may be repeated (default: DATA/catalogs/formats)")                         \
    X(DATA_DIR, "data-dir", 0, VALUE, "DIR",                                                       \
      "folder that holds catalogs/ and policies/ (default: found beside the program)")             \
    X(CACHE, "cache", 0, FLAG, NULL,                                                               \
      "keep the compiled packs in the user's cache folder for the next start (default)")           \
    X(OPERATORS, "operators", 0, VALUE, "FILE",                                                    \
      "which buyers are operators of critical information infrastructure, and since when")         \
    X(CONTRACTS, "contracts", 0, VALUE, "DIR",                                                     \
      "folder of contract texts, found by the contract's id, by file name or by its "              \
      "contracts.csv")                                                                             \
    X(DECISIONS, "decisions", 0, VALUE, "FILE",                                                    \
      "workbook of an earlier run, filled in: pages and workbooks show its decisions")             \
    X(AS_OF, "as-of", 0, VALUE, "DATE",                                                            \
      "judge all records by the law of this day, YYYY-MM-DD (default: record, by its own date)")   \
    X(TODAY, "today", 0, VALUE, "DATE",                                                            \
      "beside the law of a record's date tell what that of this day says; never: do not "          \
      "(default: the day of the run, in UTC)")                                                     \
    X(JOBS, "jobs", 'j', VALUE, "N", "worker processes (default: one per processor)")              \
    X(FAIL_ON, "fail-on", 0, VALUE, "LEVEL",                                                       \
      "end with 1 for hits of this confidence and up: possible, probable, definite; with never, "  \
      "what the records hold ends with 0, not evaluable and rejected ones too (default: "          \
      "possible)")                                                                                 \
    X(ALLOW_EMPTY, "allow-empty", 0, FLAG, NULL, "having nothing to screen is no error")           \
    X(STDIN_NAME, "stdin-name", 0, VALUE, "NAME", "what standard input is called in reports")      \
    X(INPUT_ENCODING, "input-encoding", 0, VALUE, "NAME",                                          \
      "read all input in this encoding, whatever it declares")                                     \
    X(FILES_FROM, "files-from", 0, VALUE, "FILE",                                                  \
      "read the names of further inputs from FILE, one a line; - for standard input")              \
    X(NUL, "null", '0', FLAG, NULL, "the names of --files-from end with NULs, not with lines")     \
    X(FOLLOW_LINKS, "follow-links", 0, FLAG, NULL, "follow symbolic links inside folders")         \
    X(LIMIT, "limit", 0, LIST, "NAME=VALUE",                                                       \
      "set a limit; may be repeated; procscreen --print-limits lists them")                        \
    X(COLOUR, "colour", 0, VALUE, "WHEN", "colours in text: auto, always, never (default: auto)")  \
    X(CSV_RAW, "csv-raw", 0, FLAG, NULL,                                                           \
      "csv: no apostrophe in front of cells that a spreadsheet may take for formulas")             \
    X(CSV_BOM, "csv-bom", 0, FLAG, NULL, "csv: begin with a byte order mark, for Excel")           \
    X(PROGRESS, "progress", 0, FLAG, NULL,                                                         \
      "show how far it is on standard error (default: unless a report goes to a terminal)")        \
    X(QUIET, "quiet", 'q', FLAG, NULL,                                                             \
      "say nothing on standard error but errors that end the run")                                 \
    X(PROFILE, "profile", 0, FLAG, NULL,                                                           \
      "tell on standard error where the time went, by stage and for the slowest patterns")         \
    X(PROFILE_JSON, "profile-json", 0, VALUE, "FILE",                                              \
      "write the same to FILE as JSON, with all patterns that were woken")                         \
    X(SUGGEST, "suggest", 0, SWITCH, NULL,                                                         \
      "draft a format profile from the inputs, to standard output")                                \
    X(CONFIG, "config", 0, VALUE, "FILE", "read this configuration file and no other")             \
    X(VERBOSE, "verbose", 'v', SWITCH, NULL, "with --version: the libraries too")                  \
    X(VERSION, "version", 'V', SWITCH, NULL, "print the version")                                  \
    X(PRINT_LIMITS, "print-limits", 0, SWITCH, NULL,                                               \
      "print all limits with their defaults and what happens at them")                             \
    X(HELP, "help", 'h', SWITCH, NULL, "print this help")

typedef enum ps_option_id {
#define PS_X(symbol, name, letter, kind, argument, about) PS_OPT_##symbol,
    PS_OPTIONS(PS_X)
#undef PS_X
        PS_OPT_COUNT
} ps_option_id;

typedef struct ps_option {
    const char *name;
    char letter;
    ps_option_kind kind;
    const char *argument;
    const char *about;
} ps_option;

/** The row of an option. */
const ps_option *ps_option_at(ps_option_id id);
/** The option of that name, of `len` bytes; PS_OPT_COUNT when there is none. */
ps_option_id ps_option_find(const char *name, size_t len);
/** The option whose name is nearest, for "did you mean"; PS_OPT_COUNT when none is near. */
ps_option_id ps_option_nearest(const char *name, size_t len);
/** The variable of the environment that stands for an option: PROCSCREEN_…, in `buffer`. */
const char *ps_option_variable(ps_option_id id, char *buffer, size_t size);
/** How far apart two words are, in letters; large when one is long. */
size_t ps_word_distance(const char *a, const char *b, size_t b_len);

#endif
