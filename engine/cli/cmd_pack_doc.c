/* procscreen pack doc: pages on what packs hold, for those who have to agree with them.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <procscreen/doc.h>

#include "command.h"
#include "exit_codes.h"
#include "message.h"
#include "pack_files.h"
#include "setup.h"
#include "target.h"

/* The folder that the pages go to. */
typedef struct folder {
    const char *path;
    ps_precious_list precious; /* the packs */
    size_t pages;
    int code; /* of the first failure */
} folder;

static int write_page(void *user, const char *name, ps_str html)
{
    folder *f = user;
    char path[4352];
    ps_target *target = NULL;
    int len = snprintf(path, sizeof path, "%s/%s", f->path, name);
    if (len < 0 || (size_t)len >= sizeof path) {
        ps_say("cannot write %s/%s: %s", f->path, name, strerror(ENAMETOOLONG));
        f->code = PS_EXIT_OUTPUT;
        return 1;
    }
    f->code = ps_target_new(path, f->precious.list, f->precious.count, &target);
    if (f->code == 0 && ps_target_write(target, html.ptr, html.len) != 0) {
        ps_target_complain(target, errno);
        f->code = PS_EXIT_OUTPUT;
    }
    if (f->code == 0) {
        f->code = ps_target_commit(target);
    }
    ps_target_free(target);
    f->pages += f->code == 0;
    return f->code;
}

static int make_folder(const char *path)
{
    struct stat info;
    if (mkdir(path, 0777) == 0 ||
        (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))) {
        return 0;
    }
    ps_say("cannot make the folder %s: %s", path, strerror(errno == EEXIST ? ENOTDIR : errno));
    return PS_EXIT_OUTPUT;
}

static int doc(const ps_args *args)
{
    ps_packs *packs = NULL;
    ps_error error = {0};
    folder f = {.path = ps_args_value(args, PS_OPT_OUTPUT_DIR)};
    if (!f.path || !f.path[0]) {
        ps_say("pack doc needs the folder for its pages");
        ps_hint("procscreen pack doc -o DIR");
        return PS_EXIT_USAGE;
    }
    int code = ps_pack_files_load(args, 0, &packs);
    if (code == 0) {
        code = ps_precious_list_add_packs(&f.precious, packs);
    }
    if (code == 0) {
        code = make_folder(f.path);
    }
    if (code == 0 && ps_packs_document(packs, write_page, &f, &error) == PS_FATAL) {
        ps_say_error(&error);
        code = PS_EXIT_INTERNAL;
    }
    code = ps_exit_worse(code, f.code);
    if (code == 0) {
        ps_out("%zu pages in %s; begin with %s/index.html\n", f.pages, f.path, f.path);
        code = ps_out_end();
    }
    ps_precious_list_free(&f.precious);
    ps_packs_free(packs);
    return code;
}

static const ps_option_id options_of_doc[] = {PS_OPT_OUTPUT_DIR, PS_OPT_CATALOG,  PS_OPT_POLICY,
                                              PS_OPT_FORMATS,    PS_OPT_DATA_DIR, PS_OPT_LIMIT,
                                              PS_OPT_CONFIG,     PS_OPT_HELP,     PS_OPT_COUNT};

const ps_command ps_command_pack_doc = {
    .name = "doc",
    .operands = "[FILE|DIR...]",
    .about = "Write a readable page for each entry, element and rule of packs.",
    .options = options_of_doc,
    .most = (size_t)-1,
    .run = doc,
};
