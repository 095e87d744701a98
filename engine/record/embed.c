/* Objects that a record embeds: decoded as they come, so that no more is held than they are, and
 * only up to the limit. SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "base/str.h"
#include "record/build.h"

static ps_build_object *object_at(const ps_builder *builder, uint32_t number)
{
    return (ps_build_object *)(void *)builder->objects.ptr + (number - 1);
}

static uint32_t object_count(const ps_builder *builder)
{
    return (uint32_t)(builder->objects.len / sizeof(ps_build_object));
}

void ps_build_forget_objects(ps_builder *builder)
{
    ps_build_empty(&builder->objects);
    ps_build_empty(&builder->embedded);
    builder->embeds = 0;
}

void ps_builder_embed_begin(ps_builder *builder)
{
    ps_build_object *object = (void *)ps_buffer_reserve(&builder->objects, sizeof *object);
    if (!object) {
        ps_build_fail_memory(builder);
        return;
    }
    builder->objects.len += sizeof *object;
    *object = (ps_build_object){builder->embedded.len, builder->embedded.len, PS_NO_STR};
    builder->decoder = (ps_base64){0};
    builder->embeds = 1;
}

/* Nothing of the object is kept. */
static void drop(ps_builder *builder, ps_build_object *object, const ps_error *why)
{
    ps_str parts[] = {ps_str_from(why->cause), PS_STR(": "), ps_str_from(why->message)};
    builder->embedded.len = object->start;
    object->end = object->start;
    object->fault = ps_arena_concat(&builder->arena, parts, PS_COUNT(parts));
    if (!object->fault.ptr) {
        ps_build_fail_memory(builder);
    }
}

void ps_builder_embed(ps_builder *builder, ps_str piece)
{
    ps_error error;
    uint64_t most = builder->limits->attachment_bytes;
    if (builder->failed || !builder->embeds) {
        return;
    }
    ps_build_object *object = object_at(builder, object_count(builder));
    if (object->fault.ptr) {
        return;
    }
    ps_status status = ps_base64_add(&builder->decoder, piece, &builder->embedded, &error);
    if (builder->embedded.failed) {
        ps_build_fail_memory(builder);
    } else if (status == PS_OK && builder->embedded.len > most) {
        status = ps_error_limit(&error, PS_FAILED, "attachment-bytes",
                                "what the record embeds is more than %llu bytes",
                                (unsigned long long)most);
    }
    if (status != PS_OK) {
        drop(builder, object, &error);
    }
}

uint32_t ps_builder_embed_end(ps_builder *builder)
{
    ps_error error;
    if (builder->failed || !builder->embeds) {
        return 0;
    }
    uint32_t number = object_count(builder);
    ps_build_object *object = object_at(builder, number);
    builder->embeds = 0;
    object->end = builder->embedded.len;
    if (!object->fault.ptr && ps_base64_end(&builder->decoder, &error) != PS_OK) {
        drop(builder, object, &error);
    }
    return number;
}

void ps_builder_embedded(ps_builder *builder, ps_part part, uint32_t object)
{
    if (!builder->failed) {
        ps_build_part_at(builder, part)->index = object;
    }
}

void ps_build_object_of(const ps_builder *builder, const ps_build_part *part,
                        ps_attachment *attachment)
{
    if (part->index) {
        const ps_build_object *object = object_at(builder, part->index);
        attachment->fault = object->fault;
        if (!object->fault.ptr) {
            attachment->data =
                ps_str_slice(ps_buffer_str(&builder->embedded), object->start, object->end);
        }
    }
}
