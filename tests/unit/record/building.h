/* A builder for the tests of this folder, and short ways to use it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEST_BUILDING_H
#define PS_TEST_BUILDING_H

#include "ps_test.h"
#include "record/builder.h"

static ps_limits limits;
static ps_builder *builder;

static void setup(void)
{
    ps_error err = {0};
    limits = ps_limits_default();
    PS_TEST_STATUS(ps_builder_new(&limits, &builder, &err), PS_OK, err);
    ps_builder_start(builder, PS_STR("test"), PS_KIND_ORDER, 3, 40);
}

static void teardown(void)
{
    ps_builder_free(builder);
}

static void set(ps_part part, ps_field field, const char *text)
{
    ps_builder_set(builder, part, field, ps_str_from(text), 7);
}

static ps_part open_in(ps_part parent, ps_scope scope)
{
    return ps_builder_open(builder, parent, scope, 5);
}

static const ps_record *finish(void)
{
    ps_error err = {0};
    const ps_record *record = NULL;
    PS_TEST_STATUS(ps_builder_finish(builder, &record, &err), PS_OK, err);
    return record;
}

#endif
