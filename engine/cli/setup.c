/* SPDX-License-Identifier: Apache-2.0 */
#include "setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "exit_codes.h"
#include "message.h"

static int is_data_dir(const char *path)
{
    static const char *const parts[] = {"catalogs/formats", "policies"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char full[4352];
        struct stat info;
        int len = snprintf(full, sizeof full, "%s/%s", path, parts[i]);
        if (len < 0 || (size_t)len >= sizeof full || stat(full, &info) != 0 ||
            !S_ISDIR(info.st_mode)) {
            return 0;
        }
    }
    return 1;
}

/* The folder of the running program, so that a moved installation is found. 0: not known. */
static int program_folder(char *buffer, size_t size)
{
    ssize_t len = readlink("/proc/self/exe", buffer, size - 1);
    if (len <= 0 || (size_t)len >= size - 1) {
        return 0;
    }
    buffer[len] = '\0';
    char *slash = strrchr(buffer, '/');
    if (!slash) {
        return 0;
    }
    *slash = '\0';
    return 1;
}

const char *ps_setup_data_dir(const ps_args *args, char *buffer, size_t size)
{
    char folder[4096];
    const char *given = ps_args_value(args, PS_OPT_DATA_DIR);
    if (given) {
        return given;
    }
    if (program_folder(folder, sizeof folder)) {
        (void)snprintf(buffer, size, "%s/%s", folder, PS_DATA_FROM_PROGRAM);
        if (is_data_dir(buffer)) {
            return buffer;
        }
        /* In a build tree the data is in the source tree around it. */
        for (;;) {
            (void)snprintf(buffer, size, "%s", folder);
            if (is_data_dir(buffer)) {
                return buffer;
            }
            char *slash = strrchr(folder, '/');
            if (!slash || slash == folder) {
                break;
            }
            *slash = '\0';
        }
    }
    (void)snprintf(buffer, size, "%s", PS_DATA_INSTALLED);
    return is_data_dir(buffer) ? buffer : "";
}

int ps_setup_limits(const ps_args *args, ps_limits *ret_limits)
{
    const char *const *list = ps_args_list(args, PS_OPT_LIMIT);
    *ret_limits = ps_limits_default();
    for (; list && *list; list++) {
        char name[64];
        ps_error error = {0};
        const char *equals = strchr(*list, '=');
        size_t len = equals ? (size_t)(equals - *list) : 0;
        uint64_t value = 0;
        int wrong = !equals || len == 0 || len >= sizeof name || equals[1] == '\0';
        for (const char *c = equals ? equals + 1 : ""; !wrong && *c; c++) {
            wrong = *c < '0' || *c > '9' || __builtin_mul_overflow(value, (uint64_t)10, &value) ||
                    __builtin_add_overflow(value, (uint64_t)(*c - '0'), &value);
        }
        if (wrong) {
            return ps_args_wrong(args, PS_OPT_LIMIT, "\"%s\" is not NAME=NUMBER", *list);
        }
        memcpy(name, *list, len);
        name[len] = '\0';
        if (ps_limits_set(ret_limits, name, value, &error) != PS_OK) {
            (void)ps_args_wrong(args, PS_OPT_LIMIT, "%s", error.message);
            if (error.hint[0]) {
                ps_hint("%s", error.hint);
            }
            return PS_EXIT_USAGE;
        }
    }
    return 0;
}

/* The calendar's day in UTC: the same wherever the program runs. */
static ps_day calendar_day(void)
{
    enum { SECONDS_OF_DAY = 86400 };
    return (ps_day)(time(NULL) / SECONDS_OF_DAY);
}

int ps_setup_law_days(const ps_args *args, ps_day *ret_as_of, ps_day *ret_today)
{
    const char *as_of = ps_args_value(args, PS_OPT_AS_OF);
    const char *today = ps_args_value(args, PS_OPT_TODAY);
    *ret_as_of = PS_NO_DAY;
    *ret_today = PS_NO_DAY;
    if (as_of && strcmp(as_of, "record") != 0) {
        *ret_as_of = ps_day_parse(as_of);
        if (*ret_as_of == PS_NO_DAY) {
            return ps_args_wrong(args, PS_OPT_AS_OF,
                                 "\"%s\" is not a day such as 2026-01-31, nor \"record\"", as_of);
        }
    }
    if (today && strcmp(today, "never") == 0) {
        return 0;
    }
    ps_day day = today ? ps_day_parse(today) : calendar_day();
    if (today && day == PS_NO_DAY) {
        return ps_args_wrong(args, PS_OPT_TODAY,
                             "\"%s\" is not a day such as 2026-01-31, nor \"never\"", today);
    }
    if (*ret_as_of == PS_NO_DAY) { /* else one law is asked for, and no other told beside it */
        *ret_today = day;
    }
    return 0;
}

int ps_setup_jobs(const ps_args *args, unsigned *ret_jobs)
{
    enum { JOBS_MOST = 256 };
    const char *value = ps_args_value(args, PS_OPT_JOBS);
    unsigned jobs = 0;
    *ret_jobs = 0;
    for (const char *c = value ? value : ""; *c; c++) {
        jobs = jobs * 10 + (unsigned)(*c - '0');
        if (*c < '0' || *c > '9' || jobs > JOBS_MOST) {
            return ps_args_wrong(args, PS_OPT_JOBS, "\"%s\" is not a number from 1 to %d", value,
                                 JOBS_MOST);
        }
    }
    if (value && jobs == 0) {
        return ps_args_wrong(args, PS_OPT_JOBS, "\"%s\" is not a number from 1 to %d", value,
                             JOBS_MOST);
    }
    *ret_jobs = jobs;
    return 0;
}

int ps_setup_operators(const ps_args *args, ps_operators **ret_operators)
{
    ps_error error = {0};
    const char *path = ps_args_value(args, PS_OPT_OPERATORS);
    if (!path) {
        return 0;
    }
    ps_status status = ps_operators_load(path, ps_say_problem, NULL, ret_operators, &error);
    if (status == PS_OK || status == PS_WARN) {
        return 0;
    }
    ps_say("nothing was screened: %s is not right", path);
    return error.code == PS_E_MEMORY ? PS_EXIT_INTERNAL : PS_EXIT_USAGE;
}

int ps_setup_decisions(const ps_args *args, const ps_limits *limits, ps_decisions **ret_decisions)
{
    ps_error error = {0};
    const char *path = ps_args_value(args, PS_OPT_DECISIONS);
    if (!path ||
        ps_decisions_load(path, limits, ps_say_problem, NULL, ret_decisions, &error) == PS_OK) {
        return 0;
    }
    ps_say("nothing was done: the decisions in %s cannot be used", path);
    return error.code == PS_E_MEMORY ? PS_EXIT_INTERNAL : PS_EXIT_USAGE;
}

int ps_setup_contracts(const ps_args *args, const ps_limits *limits, ps_contracts **ret_contracts)
{
    ps_error error = {0};
    const char *folder = ps_args_value(args, PS_OPT_CONTRACTS);
    if (!folder ||
        ps_contracts_open(folder, limits, ps_say_problem, NULL, ret_contracts, &error) == PS_OK) {
        return 0;
    }
    if (error.code == PS_E_MEMORY || error.code == PS_E_LIMIT) {
        ps_say_error(&error);
    }
    ps_say("nothing was screened: the contracts in %s cannot be used", folder);
    return error.code == PS_E_MEMORY ? PS_EXIT_INTERNAL : PS_EXIT_USAGE;
}

static int is_ours(const char *folder)
{
    struct stat info;
    return stat(folder, &info) == 0 && info.st_uid == geteuid();
}

/* The folder for compiled packs; NULL: none is wanted, or there is no place for one. Nothing is
 * made in the home of another user, which may be ours under sudo(8). */
static const char *cache_dir(const ps_args *args, char *buffer, size_t size)
{
    const char *given = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");
    int is_given = given && given[0] == '/';
    if (!ps_args_flag(args, PS_OPT_CACHE, 1) ||
        (!is_given && (!home || home[0] != '/' || !is_ours(home)))) {
        return NULL;
    }
    int len =
        is_given ? snprintf(buffer, size, "%s", given) : snprintf(buffer, size, "%s/.cache", home);
    if (len < 0 || (size_t)len >= size - sizeof "/procscreen") {
        return NULL;
    }
    (void)mkdir(buffer, 0700);
    if (!is_ours(buffer)) {
        return NULL;
    }
    memcpy(buffer + len, "/procscreen", sizeof "/procscreen");
    return buffer;
}

int ps_setup_packs(const ps_args *args, const ps_limits *limits, const ps_pack_paths *kinds,
                   ps_packs **ret_packs)
{
    char buffer[4352];
    char cache[4352];
    ps_error error = {0};
    ps_pack_paths paths = PS_PACK_PATHS_INIT;
    const char *data_dir = ps_setup_data_dir(args, buffer, sizeof buffer);
    paths.data_dir = data_dir[0] ? data_dir : NULL;
    paths.catalogs = ps_args_list(args, PS_OPT_CATALOG);
    paths.policies = ps_args_list(args, PS_OPT_POLICY);
    paths.profiles = ps_args_list(args, PS_OPT_FORMATS);
    paths.limits = limits;
    paths.cache_dir = cache_dir(args, cache, sizeof cache);
    if (kinds) {
        paths.catalogs = kinds->catalogs ? kinds->catalogs : paths.catalogs;
        paths.policies = kinds->policies ? kinds->policies : paths.policies;
        paths.profiles = kinds->profiles ? kinds->profiles : paths.profiles;
        paths.validate = kinds->validate;
    }
    switch (ps_packs_load(&paths, ps_say_problem, NULL, ret_packs, &error)) {
    case PS_OK:
    case PS_WARN:
        return 0;
    case PS_END:
    case PS_FAILED:
    case PS_FATAL:
        break;
    }
    if (error.code == PS_E_MEMORY || error.code == PS_E_INTERNAL) {
        ps_say_error(&error);
        return PS_EXIT_INTERNAL;
    }
    ps_say("nothing was done: the packs above are not right");
    return PS_EXIT_USAGE;
}
