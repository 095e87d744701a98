/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/nearest.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

typedef struct score {
    const ps_profiles *profiles;
    uint32_t known[PS_PROFILES_MOST]; /* different names that the profile speaks of */
    uint32_t names;
} score;

static void count_name(void *user, ps_name_ids ids)
{
    score *s = user;
    s->names++;
    for (size_t i = 0; ids.local && i < s->profiles->count; i++) {
        s->known[i] += (uint32_t)(s->profiles->known_by[ids.local][i / 64] >> (i % 64)) & 1;
    }
}

/* Edits between the root's name and the nearest record's or envelope's name of a profile. */
static size_t root_distance(const ps_profiles *profiles, const ps_profile *profile,
                            const char *root)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < profile->record_count; i++) {
        size_t distance = ps_str_distance(ps_str_from(root), profile->records[i].local);
        least = distance < least ? distance : least;
    }
    for (size_t i = 0; i < profile->envelope_count; i++) {
        if (profile->envelopes[i].name.kind == PS_NAME_ANY_SPACE) {
            ps_str local = ps_vocabulary_local(profiles->vocabulary, profile->envelopes[i].name.id);
            size_t distance = ps_str_distance(ps_str_from(root), local);
            least = distance < least ? distance : least;
        }
    }
    return least;
}

void ps_nearest_describe(const ps_profiles *profiles, const ps_names *names, const char *root,
                         ps_error *ret_error)
{
    score s = {.profiles = profiles};
    ps_names_each(names, count_name, &s);
    size_t best = SIZE_MAX;
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < profiles->count; i++) {
        size_t distance = root_distance(profiles, &profiles->list[i], root);
        int better = best == SIZE_MAX || s.known[i] > s.known[best] ||
                     (s.known[i] == s.known[best] && distance < best_distance);
        if (better) {
            best = i;
            best_distance = distance;
        }
    }
    char near[300] = "";
    if (best != SIZE_MAX && (s.known[best] || best_distance <= 2)) {
        (void)snprintf(near, sizeof near, "; nearest is %.*s, which knows %u of its %u names",
                       PS_FMT(ps_str_cut(profiles->list[best].id, 100)), s.known[best], s.names);
    }
    PS_IGNORE(ps_error_set(ret_error, PS_FAILED, PS_E_FORMAT,
                           "<%s> and what is in it belong to no format that is known%s", root,
                           near));
    ps_error_hint(
        ret_error,
        "write a profile for it (catalogs/formats/README.md), or name one with --formats");
}
