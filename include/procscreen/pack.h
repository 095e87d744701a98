/* Packs: the versioned XML files of data that screening goes by: format profiles, a catalog,
 * policies. SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_PACK_H
#define PROCSCREEN_PACK_H

#include "procscreen/common.h"
#include "procscreen/limits.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ps_pack_kind { PS_PACK_CATALOG, PS_PACK_POLICY, PS_PACK_PROFILE } ps_pack_kind;

/** "catalog", "policy" or "profile": the name of the kind's root element. Threads: any. */
PS_API const char *ps_pack_kind_name(ps_pack_kind kind);

/** Compiled packs. Immutable after loading; may be shared by any number of threads and screeners.
 */
typedef struct ps_packs ps_packs;

/** Where packs are. All strings are terminated paths and are not kept. */
typedef struct ps_pack_paths {
    uint32_t size;        /**< sizeof(ps_pack_paths); set by PS_PACK_PATHS_INIT */
    const char *data_dir; /**< holds catalogs/, catalogs/formats/ and policies/; NULL when all below
                             are given */
    const char *const *catalogs; /**< files or folders, NULL-terminated; NULL: data_dir/catalogs/ */
    const char *const *policies; /**< NULL: data_dir/policies/ */
    const char *const *profiles; /**< NULL: data_dir/catalogs/formats/ */
    const ps_limits *limits;     /**< NULL: the defaults */
    int validate; /**< not 0: a check for those who write packs. Also against RELAX NG schemas, and
                     what is allowed and cannot be meant is told; by file and line. Slower. */
    const char *cache_dir; /**< NULL: none. A folder of this user's alone, made when it is not
                              there, where the compiled packs are kept for the next start; not for a
                              check. Whatever goes wrong with it costs time and nothing else. What
                              is in it is trusted as the program is. */
} ps_pack_paths;
#define PS_PACK_PATHS_INIT                                                                         \
    {                                                                                              \
        sizeof(ps_pack_paths), NULL, NULL, NULL, NULL, NULL, 0, NULL                               \
    }

/** What a pack says of itself. Views are valid as long as the packs. */
typedef struct ps_pack_info {
    ps_pack_kind kind;
    ps_str id;
    ps_str version;
    ps_str title;
    ps_str path;
    char sha256[65]; /**< hex, of the file's bytes */
    size_t entries;  /**< entries, elements or record rules */
    size_t examples;
} ps_pack_info;

/**
 * Read, check and compile packs.
 *
 * Every error of every file goes to `problem`, not only the first.
 *
 * @param problem    May be NULL.
 * @param ret_packs  Yours; free with ps_packs_free().
 * @param reterr     The first error; may be NULL.
 * @return PS_OK; PS_WARN when only warnings were reported; PS_FATAL with PS_E_PACK, PS_E_OPEN,
 * PS_E_LIMIT or PS_E_MEMORY, and then nothing is loaded. Threads: any; `problem` is called on this
 * one. Up to two more work during the call, with all signals blocked, and are gone when it returns.
 */
PS_API PS_CHECKED ps_status ps_packs_load(const ps_pack_paths *paths, ps_problem_fn problem,
                                          void *user, ps_packs **ret_packs, ps_error *reterr);
/** NULL is allowed. No screener may use them any more. */
PS_API void ps_packs_free(ps_packs *packs);
/** The pack at `index` counting from 0, ordered by kind, then id. PS_END past the last. Threads:
 * any. */
PS_API PS_CHECKED ps_status ps_packs_at(const ps_packs *packs, size_t index,
                                        ps_pack_info *ret_info);

/** One example of a pack entry and how it came out. */
typedef struct ps_example_result {
    ps_str pack;
    ps_str entry;
    ps_str text;
    ps_str expected;
    ps_str got;
    uint64_t line; /**< in the pack's file */
    int passed;
} ps_example_result;

typedef void (*ps_example_fn)(void *user, const ps_example_result *result);

/**
 * Run the examples that the packs' entries carry.
 *
 * @param example  Called for each, passed or not, in file order.
 * @return PS_OK when all passed, PS_FAILED when some did not, PS_FATAL with PS_E_MEMORY.
 * Threads: any.
 */
PS_API PS_CHECKED ps_status ps_packs_test(const ps_packs *packs, ps_example_fn example, void *user,
                                          size_t *ret_passed, size_t *ret_failed, ps_error *reterr);

/** Something that a pack defines: the pack itself, an entry, a category, an element, a rule … */
typedef struct ps_pack_thing {
    ps_pack_kind pack_kind;
    ps_str pack;     /**< id of its pack */
    ps_str path;     /**< of the pack's file */
    ps_str kind;     /**< "pack", "entry", "category", "maker", "element", "define", "rule" … */
    ps_str id;       /**< absent for those that have none */
    ps_str title;    /**< absent for those that have none */
    ps_str title_zh; /**< likewise */
    uint64_t line;   /**< in the pack's file; 0: not known */
} ps_pack_thing;

/** Something more that is said of a fact: strength, language, days. */
typedef struct ps_pack_attr {
    ps_str name;
    ps_str value;
} ps_pack_attr;

/** One statement about a thing: a term, a decoy, a pattern, a basis, a severity, an example. */
typedef struct ps_pack_fact {
    ps_str name; /**< "term", "decoy", "code", "duty", "basis", "severity", "example", "source" … */
    ps_str text; /**< absent when all is in the attributes */
    const ps_pack_attr *attrs;
    size_t attr_count;
    uint64_t line;
} ps_pack_fact;

/** Is shown what packs hold: each thing and then its facts, in the order of the files. Arguments
 * are valid during the call. */
typedef struct ps_pack_visitor {
    /** Not 0: words, patterns and codes are told one by one, in the form in which they are matched,
     * and without what does not matter for that (names of patterns, the language of a catalog's
     * words); for comparing what packs mean. 0: as written. */
    int meaning;
    void (*thing)(void *user, const ps_pack_thing *thing);
    void (*fact)(void *user, const ps_pack_fact *fact);
} ps_pack_visitor;

/**
 * Go through everything that packs hold.
 *
 * @return PS_OK; PS_FATAL with PS_E_MEMORY. Threads: any.
 */
PS_API PS_CHECKED ps_status ps_packs_visit(const ps_packs *packs, const ps_pack_visitor *visitor,
                                           void *user, ps_error *reterr);

/** Receives text that the library describes something with; `text` is valid during the call. */
typedef void (*ps_text_fn)(void *user, ps_str text);

/**
 * Describe one pack, entry, element or rule for a person: what it is, its law, dates, terms or
 * patterns, examples.
 *
 * @param id  "pack" or "pack/entry", or an entry's id.
 * @return PS_OK; PS_END when there is none; PS_FATAL with PS_E_MEMORY.
 */
PS_API PS_CHECKED ps_status ps_packs_show(const ps_packs *packs, const char *id, ps_text_fn text,
                                          void *user, ps_error *reterr);

#ifdef __cplusplus
}
#endif
#endif
