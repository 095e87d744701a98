/* SPDX-License-Identifier: Apache-2.0 */
#include "precious.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "exit_codes.h"
#include "message.h"

int ps_precious_list_add(ps_precious_list *list, const char *path)
{
    struct stat info;
    if (!path || strcmp(path, "-") == 0 || stat(path, &info) != 0) {
        return 0;
    }
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 64;
        ps_precious *grown = realloc(list->list, room * sizeof *grown);
        if (!grown) {
            ps_say("out of memory");
            return PS_EXIT_INTERNAL;
        }
        list->list = grown;
        list->room = room;
    }
    list->list[list->count++] =
        (ps_precious){info.st_dev, info.st_ino, path, S_ISDIR(info.st_mode)};
    return 0;
}

int ps_precious_list_add_packs(ps_precious_list *list, const ps_packs *packs)
{
    ps_pack_info info;
    int code = 0;
    for (size_t i = 0; code == 0 && ps_packs_at(packs, i, &info) == PS_OK; i++) {
        code = ps_precious_list_add(list, info.path.ptr); /* terminated */
    }
    return code;
}

int ps_precious_list_add_run(ps_precious_list *list, const ps_args *args, const char *const *inputs)
{
    int code = ps_precious_list_add(list, ps_args_config(args));
    if (code == 0) {
        code = ps_precious_list_add(list, ps_args_value(args, PS_OPT_OPERATORS));
    }
    if (code == 0) {
        code = ps_precious_list_add(list, ps_args_value(args, PS_OPT_DECISIONS));
    }
    if (code == 0) {
        code = ps_precious_list_add(list, ps_args_value(args, PS_OPT_FILES_FROM));
    }
    for (; code == 0 && *inputs; inputs++) {
        code = ps_precious_list_add(list, *inputs);
    }
    return code;
}

void ps_precious_list_free(ps_precious_list *list)
{
    free(list->list);
    *list = (ps_precious_list){0};
}
