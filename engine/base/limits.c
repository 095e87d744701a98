/* SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/limits.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

static const struct {
    ps_limit_info info;
    size_t field; /* offset in ps_limits */
} rows[] = {
#define PS_X(symbol, name, value, highest, unit, doc)                                              \
    {{name, value, highest, unit, doc}, offsetof(ps_limits, symbol)},
    PS_LIMITS(PS_X)
#undef PS_X
};

ps_limits ps_limits_default(void)
{
    return (ps_limits){
#define PS_X(symbol, name, value, highest, unit, doc) .symbol = value,
        PS_LIMITS(PS_X)
#undef PS_X
    };
}

const ps_limit_info *ps_limit_at(size_t index)
{
    return index < PS_COUNT(rows) ? &rows[index].info : NULL;
}

ps_status ps_limits_set(ps_limits *limits, const char *name, uint64_t value, ps_error *reterr)
{
    size_t nearest = 0;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        const ps_limit_info *row = &rows[i].info;
        size_t distance = ps_str_distance(ps_str_from(name), ps_str_from(row->name));
        if (distance < least) {
            least = distance;
            nearest = i;
        }
        if (distance != 0) {
            continue;
        }
        if (value == 0 || value > row->highest) {
            return ps_error_set(
                reterr, PS_FAILED, PS_E_USAGE, "limit %s must be from 1 to %llu %s, not %llu",
                row->name, (unsigned long long)row->highest, row->unit, (unsigned long long)value);
        }
        *(uint64_t *)(void *)((char *)limits + rows[i].field) = value;
        return PS_OK;
    }
    PS_IGNORE(ps_error_set(reterr, PS_FAILED, PS_E_USAGE, "there is no limit \"%s\"", name));
    ps_error_hint(reterr, "did you mean %s? procscreen --print-limits lists them",
                  rows[nearest].info.name);
    return PS_FAILED;
}
