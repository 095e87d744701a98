/* SPDX-License-Identifier: Apache-2.0 */
#include "profiler.h"

#include <errno.h>
#include <unistd.h>

#include "exit_codes.h"
#include "message.h"
#include "write.h"

int ps_profiling_begin(ps_profiling *profiling, const ps_args *args)
{
    ps_error error;
    profiling->args = args;
    if (!ps_args_flag(args, PS_OPT_PROFILE, 0) && !ps_args_value(args, PS_OPT_PROFILE_JSON)) {
        return 0;
    }
    if (ps_profiler_new(&profiling->profiler, &error) != PS_OK) {
        ps_say_error(&error);
        return PS_EXIT_INTERNAL;
    }
    return 0;
}

int ps_profiling_open(ps_profiling *profiling, const ps_precious_list *precious,
                      const ps_outputs *outputs)
{
    const char *path = ps_args_value(profiling->args, PS_OPT_PROFILE_JSON);
    if (!path) {
        return 0;
    }
    int code = ps_target_new(path, precious->list, precious->count, &profiling->target);
    if (code == 0 && ps_outputs_have(outputs, profiling->target)) {
        code = ps_args_wrong(profiling->args, PS_OPT_PROFILE_JSON, "a report goes to %s",
                             ps_target_name(profiling->target));
    }
    return code;
}

static int write_error(void *io, const char *bytes, size_t size)
{
    (void)io;
    return ps_write_whole(STDERR_FILENO, bytes, size) < size;
}

static int tell_json(ps_profiling *profiling, const ps_packs *packs)
{
    ps_error error;
    ps_status status = ps_profiler_write(profiling->profiler, packs, "json", ps_target_write,
                                         profiling->target, &error);
    if (status == PS_OK) {
        return ps_target_commit(profiling->target);
    }
    if (error.code == PS_E_WRITE) {
        ps_target_complain(profiling->target, errno);
        return PS_EXIT_OUTPUT;
    }
    ps_say_error(&error);
    return PS_EXIT_INTERNAL;
}

int ps_profiling_tell(ps_profiling *profiling, const ps_packs *packs)
{
    ps_error error;
    if (profiling->profiler && ps_args_flag(profiling->args, PS_OPT_PROFILE, 0)) {
        ps_status status =
            ps_profiler_write(profiling->profiler, packs, "text", write_error, NULL, &error);
        if (status != PS_OK && error.code != PS_E_WRITE) { /* there is nowhere to say the other */
            ps_say_error(&error);
            return PS_EXIT_INTERNAL;
        }
    }
    return profiling->target ? tell_json(profiling, packs) : PS_EXIT_OK;
}

void ps_profiling_done(ps_profiling *profiling)
{
    ps_target_free(profiling->target);
    ps_profiler_free(profiling->profiler);
}
