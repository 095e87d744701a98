/* Telling what format profiles hold.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/compile.h"
#include "formats/profiles.h"
#include "formats/reader.h"

/* The fields of one kind of part that a record's rules fill; empty when there are none. */
static ps_str fields_of(const ps_record_rule *rule, ps_scope scope, ps_buffer *out)
{
    _Static_assert(PS_FIELD_COUNT <= 64, "one bit per field");
    ps_buffer_clear(out);
    for (unsigned i = 0; i < PS_FIELD_COUNT; i++) {
        if ((rule->fields >> i & 1) && ps_field_scope((ps_field)i) == scope) {
            ps_buffer_printf(out, "%s%s", out->len ? " " : "", ps_field_name((ps_field)i));
        }
    }
    return ps_buffer_str(out);
}

static void show_record(const ps_record_rule *rule, ps_buffer *scratch,
                        const ps_pack_visitor *visitor, void *user)
{
    ps_pack_attr kind = {PS_STR("kind"), ps_str_from(ps_record_kind_name(rule->kind))};
    ps_pack_fact fact = {.name = PS_STR("record"),
                         .text = rule->match,
                         .attrs = &kind,
                         .attr_count = 1,
                         .line = rule->source_line};
    visitor->fact(user, &fact);
    for (unsigned scope = 0; scope < PS_SCOPE_COUNT; scope++) {
        ps_str fields = fields_of(rule, (ps_scope)scope, scratch);
        ps_pack_attr of[] = {{PS_STR("of"), rule->match},
                             {PS_STR("part"), ps_str_from(ps_scope_name((ps_scope)scope))}};
        if (fields.len) {
            fact = (ps_pack_fact){PS_STR("fields"), fields, of, PS_COUNT(of), rule->source_line};
            visitor->fact(user, &fact);
        }
    }
}

ps_status ps_profiles_visit(const ps_profiles *profiles, const ps_pack_visitor *visitor, void *user,
                            ps_error *reterr)
{
    ps_buffer scratch;
    ps_buffer_init(&scratch, 0);
    for (size_t i = 0; i < profiles->count; i++) {
        const ps_profile *profile = &profiles->list[i];
        ps_pack_thing thing = {.pack_kind = PS_PACK_PROFILE,
                               .pack = profile->id,
                               .path = profile->path,
                               .kind = PS_STR("pack"),
                               .id = profile->id,
                               .title = profile->title,
                               .line = 1};
        ps_pack_fact facts[] = {{.name = PS_STR("version"), .text = profile->version},
                                {.name = PS_STR("source"), .text = profile->source}};
        visitor->thing(user, &thing);
        for (size_t k = 0; k < PS_COUNT(facts); k++) {
            visitor->fact(user, &facts[k]);
        }
        for (size_t k = 0; k < profile->record_count; k++) {
            show_record(&profile->records[k], &scratch, visitor, user);
        }
    }
    ps_status status = scratch.failed ? ps_error_memory(reterr) : PS_OK;
    ps_buffer_done(&scratch);
    return status;
}
