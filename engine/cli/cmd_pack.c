/* procscreen pack: tools for those who own catalogs, policies and profiles.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "exit_codes.h"
#include "message.h"
#include "pack_files.h"
#include "setup.h"

enum { KIND_COLUMNS = 8, ID_COLUMNS = 24, VERSION_COLUMNS = 10 };

static int check(const ps_args *args)
{
    ps_packs *packs = NULL;
    ps_pack_info info;
    size_t count = 0;
    size_t entries = 0;
    int code = ps_pack_files_load(args, 1, &packs);
    if (code != 0) {
        return code;
    }
    for (; ps_packs_at(packs, count, &info) == PS_OK; count++) {
        entries += info.entries;
    }
    ps_packs_free(packs);
    ps_out("%zu packs with %zu entries are right\n", count, entries);
    return ps_out_end();
}

static void print_example(void *user, const ps_example_result *result)
{
    (void)user;
    if (result->passed) {
        return;
    }
    ps_out("not ok ");
    ps_out_safe(result->pack);
    ps_out("/");
    ps_out_safe(result->entry);
    ps_out(", line %llu: wanted ", (unsigned long long)result->line);
    ps_out_safe(result->expected);
    ps_out(", got ");
    ps_out_safe(result->got);
    ps_out(": ");
    ps_out_safe(result->text);
    ps_out("\n");
}

static int test(const ps_args *args)
{
    ps_packs *packs = NULL;
    ps_error error = {0};
    size_t passed = 0;
    size_t failed = 0;
    int code = ps_pack_files_load(args, 0, &packs);
    if (code != 0) {
        return code;
    }
    ps_status status = ps_packs_test(packs, print_example, NULL, &passed, &failed, &error);
    ps_packs_free(packs);
    if (status == PS_FATAL) {
        ps_say_error(&error);
        return PS_EXIT_INTERNAL;
    }
    ps_out("%zu examples passed, %zu failed\n", passed, failed);
    return ps_exit_worse(failed ? PS_EXIT_USAGE : PS_EXIT_OK, ps_out_end());
}

static int list(const ps_args *args)
{
    ps_packs *packs = NULL;
    ps_pack_info info;
    int code = ps_pack_files_load(args, 0, &packs);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; ps_packs_at(packs, i, &info) == PS_OK; i++) {
        ps_out("%-*s ", KIND_COLUMNS, ps_pack_kind_name(info.kind));
        ps_out_column(info.id, ID_COLUMNS);
        ps_out(" ");
        ps_out_column(info.version, VERSION_COLUMNS);
        ps_out(" %5zu entries %6zu examples  %.12s  ", info.entries, info.examples, info.sha256);
        ps_out_safe(info.title);
        ps_out("\n");
    }
    ps_packs_free(packs);
    return ps_out_end();
}

/* What the library says comes in lines of its own. */
static void print_text(void *user, ps_str text)
{
    (void)user;
    while (text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        ps_out_safe((ps_str){text.ptr, len});
        ps_out(end ? "\n" : "");
        text.ptr += len + (end != NULL);
        text.len -= len + (end != NULL);
    }
}

static int show(const ps_args *args)
{
    ps_packs *packs = NULL;
    ps_error error = {0};
    const char *const *ids = ps_args_operands(args, NULL);
    int code = ps_setup_packs(args, NULL, NULL, &packs);
    for (; code == 0 && *ids; ids++) {
        switch (ps_packs_show(packs, *ids, print_text, NULL, &error)) {
        case PS_OK:
        case PS_WARN:
            break;
        case PS_END:
            ps_say("there is no pack and no entry \"%s\"", *ids);
            ps_hint("procscreen pack list tells the packs; an entry may be written PACK/ENTRY");
            code = PS_EXIT_USAGE;
            break;
        case PS_FAILED:
        case PS_FATAL:
            ps_say_error(&error);
            code = PS_EXIT_INTERNAL;
            break;
        }
    }
    ps_packs_free(packs);
    return ps_exit_worse(code, ps_out_end());
}

static const ps_option_id options_of_pack[] = {PS_OPT_CATALOG,  PS_OPT_POLICY, PS_OPT_FORMATS,
                                               PS_OPT_DATA_DIR, PS_OPT_LIMIT,  PS_OPT_CONFIG,
                                               PS_OPT_HELP,     PS_OPT_COUNT};

static const ps_command pack_check = {
    .name = "check",
    .operands = "[FILE|DIR...]",
    .about = "Check packs, also against their schemas, and tell everything that is wrong.",
    .options = options_of_pack,
    .most = (size_t)-1,
    .run = check,
};

static const ps_command pack_test = {
    .name = "test",
    .operands = "[FILE|DIR...]",
    .about = "Run the examples that the entries of packs carry, and tell those that fail.",
    .options = options_of_pack,
    .most = (size_t)-1,
    .run = test,
};

static const ps_command pack_list = {
    .name = "list",
    .operands = "[FILE|DIR...]",
    .about = "List packs with version, counts of entries and examples, and hash.",
    .options = options_of_pack,
    .most = (size_t)-1,
    .run = list,
};

static const ps_command pack_show = {
    .name = "show",
    .operands = "ID...",
    .about = "Describe a pack, or one entry of it: its law, dates, terms or patterns, examples.",
    .options = options_of_pack,
    .least = 1,
    .most = (size_t)-1,
    .run = show,
};

static const ps_command *const parts[] = {
    &pack_check,           &pack_test,           &pack_list, &pack_show,
    &ps_command_pack_diff, &ps_command_pack_doc, NULL};

static const ps_option_id options_of_help[] = {PS_OPT_HELP, PS_OPT_COUNT};

const ps_command ps_command_pack = {
    .name = "pack",
    .operands = "check|test|list|show|diff|doc ...",
    .about = "Check, test, show, compare and document catalogs, policies and format profiles.",
    .options = options_of_help,
    .parts = parts,
};
