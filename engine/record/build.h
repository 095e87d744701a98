/* What builder.c collects and assemble.c turns into a record.
 *
 * Parts and values lie in two growing arrays in the order in which they came and point at each
 * other by index. Index 0 of the values is never used, so that 0 means none.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_RECORD_BUILD_H
#define PS_RECORD_BUILD_H

#include "base/arena.h"
#include "base/base64.h"
#include "base/buffer.h"
#include "record/builder.h"

typedef struct ps_build_value {
    ps_str text;
    uint64_t line;
    uint32_t part;  /* as given */
    uint32_t next;  /* while building: the value before it of the same part that must stay single;
                       then: the next value of the owner */
    uint32_t chain; /* next piece of a joined value */
    uint16_t rank;
    uint16_t prefer;
    uint8_t field; /* PS_FIELD_COUNT: taken up by another value */
    uint8_t join;
} ps_build_value;

typedef struct ps_build_part {
    const ps_part_defaults *defaults;
    uint64_t line;
    uint64_t have; /* bit of each field that was set; of an owner, in its groups too */
    uint32_t parent;
    uint32_t owner;  /* nearest part around it that is no group; of a group: what it stands for */
    uint32_t before; /* count of values when it was opened */
    uint32_t single; /* newest value that must stay single */
    uint32_t first_value;
    uint32_t last_value;
    uint32_t first_child;
    uint32_t last_child;
    uint32_t next_child;
    uint32_t index; /* of an item: its place in the record; of an attachment: its embedded object,
                       from 1 */
    uint8_t scope;
    uint8_t dropped;
} ps_build_part;

/** An embedded object: bytes of builder->embedded, or why they are not there. */
typedef struct ps_build_object {
    size_t start;
    size_t end;
    ps_str fault;
} ps_build_object;

struct ps_builder {
    ps_status failed; /* first, for ps_builder_failed() */
    const ps_limits *limits;
    ps_arena arena;
    ps_buffer parts;    /* of ps_build_part */
    ps_buffer values;   /* of ps_build_value */
    ps_buffer objects;  /* of ps_build_object */
    ps_buffer embedded; /* the bytes of all objects */
    ps_base64 decoder;  /* of the open object */
    int embeds;         /* an object is open */
    uint32_t part_count;
    uint32_t value_count;
    uint64_t item_count;
    uint64_t counted;    /* against the limit "values" */
    uint64_t text_bytes; /* against the limit "record-text" */
    char *text_at;       /* room left in the block that texts are copied to */
    size_t text_room;
    ps_record *record; /* what is being built, and then the result */
    ps_record_kind kind;
    uint16_t rank_max;        /* of values with a join or a preference */
    const uint32_t *entities; /* parts with a key, by key, then in order */
    size_t entity_count;
    size_t kept[PS_SCOPE_COUNT]; /* parts that are not dropped */
    int special;                 /* some value has a join or a preference */
    char mark;
    int finished;
    ps_error error;
};

static inline ps_build_part *ps_build_part_at(const ps_builder *builder, uint32_t index)
{
    return (ps_build_part *)(void *)builder->parts.ptr + index;
}
static inline ps_build_value *ps_build_value_at(const ps_builder *builder, uint32_t index)
{
    return (ps_build_value *)(void *)builder->values.ptr + index;
}

/** Keep the first failure. */
void ps_build_fail_memory(ps_builder *builder);

/** An array in the record's arena; NULL when count is 0 and, with the failure kept, without memory.
 */
void *ps_build_array(ps_builder *builder, size_t count, size_t size);
/** The value of a field that counts: lowest rank, then first; NULL when there is none. */
ps_build_value *ps_build_best(const ps_builder *builder, const ps_build_part *part, ps_field field);
/** The same as a view, or the part's default, or an absent value. */
ps_value ps_build_single(const ps_builder *builder, const ps_build_part *part, ps_field field);

/** Empty an array; one that grew large is given back. */
void ps_build_empty(ps_buffer *array);
/** Forget the objects of the record before. */
void ps_build_forget_objects(ps_builder *builder);
/** Fill in what an attachment embeds. */
void ps_build_object_of(const ps_builder *builder, const ps_build_part *part,
                        ps_attachment *attachment);

/** Join pieces and choose preferred values: afterwards each rank has one value in each part. */
void ps_build_settle(ps_builder *builder);
/** Read escaped HTML and JSON in texts and names as what they say (plain.h). */
void ps_build_plain(ps_builder *builder);
/** Turn parts and values into builder->record. Failures are kept in the builder. */
void ps_build_assemble(ps_builder *builder);

#endif
