/* The catalog of network products and services: categories with their dates, entries with terms,
 * models, codes, companions, decoys and scale; and how an item is judged by them. The evidence
 * model is written down in catalogs/README.md.
 *
 * Threads: ps_catalog is immutable and shared; ps_catalog_scratch belongs to one thread at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_CATALOG_H
#define PS_CATALOG_CATALOG_H

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/pack_file.h"
#include "base/pack_text.h"
#include "base/profiler.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"
#include "procscreen/pack.h"
#include "procscreen/record.h"

typedef struct ps_catalog ps_catalog;
typedef struct ps_catalog_scratch ps_catalog_scratch;

/** Several files (catalog, vendor lists …) make one catalog. `room` and errors as
 * ps_profiles_load(). */
PS_CHECKED ps_status ps_catalog_load(const ps_pack_file *files, size_t count, const ps_room *room,
                                     ps_problem_fn problem, void *user, ps_catalog **ret_catalog,
                                     ps_error *reterr);
/** The same for those who write catalogs: also what is allowed and cannot be meant is an error or a
 * warning. Takes much longer. @return as ps_catalog_load(), and PS_WARN. */
PS_CHECKED ps_status ps_catalog_check(const ps_pack_file *files, size_t count,
                                      ps_problem_fn problem, void *user, ps_catalog **ret_catalog,
                                      ps_error *reterr);
void ps_catalog_free(ps_catalog *catalog);
PS_DEFINE_CLEANUP(ps_catalog *, ps_catalog_free)

/** Facts of the file at `index`, as ps_profiles_at(). */
PS_CHECKED ps_status ps_catalog_at(const ps_catalog *catalog, size_t index, ps_pack_info *ret_info);
/** Show everything that the files hold. @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_catalog_visit(const ps_catalog *catalog, const ps_pack_visitor *visitor,
                                      void *user, ps_error *reterr);
/** Tell all that the catalog says to people. */
void ps_catalog_each_text(const ps_catalog *catalog, ps_pack_text_fn text, void *user);
/** Run all examples. */
PS_CHECKED ps_status ps_catalog_test(const ps_catalog *catalog, ps_example_fn example, void *user,
                                     size_t *passed, size_t *failed, ps_error *reterr);

/** How many patterns there are, as a profile counts them. */
size_t ps_catalog_pattern_count(const ps_catalog *catalog);
/** Which entry's pattern that is, and where it stands in its pack. */
ps_pattern_place ps_catalog_pattern_at(const ps_catalog *catalog, size_t index);

PS_CHECKED ps_status ps_catalog_scratch_new(const ps_catalog *catalog, const ps_limits *limits,
                                            ps_catalog_scratch **ret_scratch, ps_error *reterr);
void ps_catalog_scratch_free(ps_catalog_scratch *scratch);
/** Measure what follows; NULL: no longer. */
void ps_catalog_scratch_profiler(ps_catalog_scratch *scratch, ps_profiler *profiler);
PS_DEFINE_CLEANUP(ps_catalog_scratch *, ps_catalog_scratch_free)

/**
 * Judge one item by the law in force on `day`.
 *
 * outcome is HIT, CLEAR, or NOT_EVALUABLE with a reason that begins with a name: "no-description",
 * "no-date" (it matches, but by which list is not known), "before-mcr" (before 2020-06-01 there was
 * no list), "limit:…".
 *
 * @param item         With its record's currency for the amount.
 * @param day          PS_NO_DAY: unknown.
 * @param explain      Not 0: evidence also tells what was seen and did not count (roles "decoy",
 * "weak", "negated", "shadowed"), and `reason` tells the steps.
 * @param arena        Where views of the result go, unless they point into item or catalog, or
 * into what is kept of items judged before, which is valid until ps_catalog_settle().
 * @param ret_outcome  All fields but line_id … currency, manufacturer, delivery, which are copied
 * from the item.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_catalog_judge(ps_catalog_scratch *scratch, const ps_item *item,
                                      ps_str currency, ps_day day, int explain, ps_arena *arena,
                                      ps_item_outcome *ret_outcome, ps_error *reterr);

/** Nothing that ps_catalog_judge() gave out is used any more: between two records. */
void ps_catalog_settle(ps_catalog_scratch *scratch);

/** Whether the same versions of all categories are in force on both days. Threads: any. */
int ps_catalog_same_law(const ps_catalog *catalog, ps_day a, ps_day b);

/**
 * Vendor-watch entries that a name, e.g. the seller's, falls under on `day`. (Those that an item's
 * texts and maker fall under are evidence of the item, role "watch".)
 *
 * @param ret_list  In the arena; entry is the watch's id, field "supplier".
 * @return PS_OK, with *ret_count 0 when there is none; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_catalog_watch(const ps_catalog *catalog, ps_catalog_scratch *scratch,
                                      const ps_value *name, ps_day day, ps_arena *arena,
                                      const ps_evidence **ret_list, size_t *ret_count,
                                      ps_error *reterr);

/** The title of the entry, category, watch or critical product of that id, as evidence names it;
 * ptr NULL when there is none. */
ps_str ps_catalog_title(const ps_catalog *catalog, ps_str id);
/** The id of the category of that id, else of the one nearest to it; ptr NULL when none is near. */
ps_str ps_catalog_nearest_category(const ps_catalog *catalog, ps_str id);

#endif
