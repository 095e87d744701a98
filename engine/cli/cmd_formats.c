/* procscreen formats: which XML formats are understood.
 * SPDX-License-Identifier: Apache-2.0 */
#include <procscreen/pack.h>

#include "command.h"
#include "exit_codes.h"
#include "message.h"
#include "setup.h"

enum { ID_COLUMNS = 24, VERSION_COLUMNS = 10 };

static int formats(const ps_args *args)
{
    ps_packs *packs = NULL;
    ps_pack_info info;
    int code = ps_setup_packs(args, NULL, NULL, &packs);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; ps_packs_at(packs, i, &info) == PS_OK; i++) {
        if (info.kind == PS_PACK_PROFILE) {
            ps_out_column(info.id, ID_COLUMNS);
            ps_out(" ");
            ps_out_column(info.version, VERSION_COLUMNS);
            ps_out(" ");
            ps_out_safe(info.title);
            ps_out("\n");
        }
    }
    ps_packs_free(packs);
    return ps_out_end();
}

static const ps_option_id options_of_formats[] = {PS_OPT_FORMATS,  PS_OPT_CATALOG, PS_OPT_POLICY,
                                                  PS_OPT_DATA_DIR, PS_OPT_CONFIG,  PS_OPT_HELP,
                                                  PS_OPT_COUNT};

const ps_command ps_command_formats = {
    .name = "formats",
    .about = "List the XML formats that are understood.",
    .options = options_of_formats,
    .run = formats,
};
