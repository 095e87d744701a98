/* SPDX-License-Identifier: Apache-2.0 */
#include "document/odt.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "document/bytes.h"

static void free_odt(ps_odt *odt)
{
    ps_lists_done(&odt->lists);
    ps_index_done(&odt->style_index);
    ps_aside_done(&odt->aside);
    ps_arena_done(&odt->arena);
    free(odt);
}
PS_DEFINE_CLEANUP(ps_odt *, free_odt)

static ps_odt *new_odt(ps_reading *reading)
{
    ps_odt *odt = calloc(1, sizeof *odt);
    if (odt) {
        odt->reading = reading;
        ps_arena_init(&odt->arena, PS_PACKAGE_ARENA);
        ps_lists_init(&odt->lists, &odt->arena);
        ps_index_init(&odt->style_index);
        ps_aside_init(&odt->aside, &reading->prose);
    }
    return odt;
}

/* META-INF/manifest.xml tells what is encrypted: the archive's members look like others. */
static void on_manifest(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                        const ps_xml_attr *attrs, size_t count)
{
    int *encrypted = user;
    (void)parser;
    (void)uri;
    (void)attrs;
    (void)count;
    *encrypted |= strcmp(local, "encryption-data") == 0;
}

static ps_status refuse_foreign(const ps_package *package, ps_error *reterr)
{
    static const ps_xml_handler handler = {.start = on_manifest};
    int encrypted = 0;
    char head[64];
    size_t size = 0;
    ps_status status =
        ps_package_head(package, PS_STR("mimetype"), head, sizeof head, &size, reterr);
    if (status != PS_OK) {
        return status;
    }
    if (!ps_str_starts((ps_str){head, size}, PS_STR("application/vnd.oasis.opendocument.text"))) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED,
                            "an OpenDocument file that is no text");
    }
    status =
        ps_package_parse(package, PS_STR("META-INF/manifest.xml"), &handler, &encrypted, reterr);
    if (status == PS_OK && encrypted) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_ENCRYPTED,
                            "an ODT locked with a password");
    }
    return status == PS_END ? PS_OK : status;
}

static ps_status finish(ps_odt *odt, ps_status status, ps_error *reterr)
{
    if (status == PS_OK && (odt->failed || odt->lists.failed)) {
        return ps_package_no_room(&odt->arena, reterr);
    }
    if (status == PS_OK && odt->hid) {
        ps_reading_note(odt->reading, "hidden text was left out");
    }
    if (status == PS_OK && (odt->dropped || odt->lists.dropped)) {
        ps_reading_note(odt->reading,
                        "numbers of lists may be missing: it has too many styles or lists");
    }
    return status;
}

ps_status ps_read_odt(const ps_package *package, ps_error *reterr)
{
    ps_status status = refuse_foreign(package, reterr);
    if (status != PS_OK) {
        return status;
    }
    PS_CLEANUP(free_odtp) ps_odt *odt = new_odt(package->reading);
    if (!odt) {
        return ps_error_memory(reterr);
    }
    /* Headers are there, too, so that they come in front. */
    status = ps_package_parse(package, PS_STR("styles.xml"), &ps_odt_handler, odt, reterr);
    if (status == PS_OK || status == PS_END) {
        ps_aside_paragraph(&odt->aside);
        odt->depth = 0;
        status = ps_package_parse(package, PS_STR("content.xml"), &ps_odt_handler, odt, reterr);
    }
    if (status == PS_END) {
        status = ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                              "its main part \"content.xml\" is not there");
    }
    return finish(odt, status, reterr);
}

ps_status ps_read_flat_odt(ps_reading *reading, ps_str bytes, ps_error *reterr)
{
    PS_CLEANUP(free_odtp) ps_odt *odt = new_odt(reading);
    if (!odt) {
        return ps_error_memory(reterr);
    }
    ps_bytes source = {bytes};
    ps_xml_options options = {.limits = reading->limits};
    ps_xml_result result;
    ps_status status =
        ps_xml_parse(ps_bytes_read, &source, &options, &ps_odt_handler, odt, &result, reterr);
    if (status == PS_FAILED) {
        ps_reading_blame(reterr, NULL);
    }
    return finish(odt, status, reterr);
}
