/* Walking the rules of one record along with its elements.
 *
 * For each open element there is a list of places: node of a rule's tree and the part that it
 * fills. An element leads from the places of its parent to its own (walk.h). Texts are gathered in
 * one buffer; a capture is where its text began in it. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_MATCH_H
#define PS_FORMATS_MATCH_H

#include "base/buffer.h"
#include "formats/model.h"
#include "formats/names.h"
#include "formats/walk.h"
#include "xml/document.h"

/** An open part. */
typedef struct ps_open_part {
    const ps_part_rule *rule;
    ps_part part; /* the builder's handle */
    uint32_t parent;
    uint32_t depth; /* of the element that opened it; of a grouped one, of its elements */
    uint32_t next;  /* in the list of its element, or of pending groups; index + 1 */
    uint32_t met; /* bits of conditions that a value met (for IS_NOT and ABSENT: that speaks against
                     it) */
    uint16_t rank; /* is added to those of its rules */
    ps_str group;  /* value of the grouping attribute, in the arena */
} ps_open_part;

typedef struct ps_capture {
    const ps_action *action;
    uint32_t part;
    uint32_t depth;
    uint16_t prefer;
    size_t start;    /* in the text buffer */
    uint64_t length; /* of a count_only one */
} ps_capture;

/** An open element of the record. */
typedef struct ps_level {
    size_t places;     /* bytes of m->places in front of its own */
    uint32_t opened;   /* parts that close with it; index + 1 */
    uint32_t groups;   /* grouped parts of its children that are still open; index + 1 */
    uint32_t serial;   /* running number of the element */
    uint32_t state;    /* that its places are */
    uint8_t own_rule;  /* a rule of its own reads it: set it apart in the text around it */
    uint8_t text_seen; /* text that no rule reads was counted */
    size_t captures;   /* the same as places, of m->captures */
    uint64_t line;     /* of the first character of its text that is no blank; 0: none yet */
    const char *local;
} ps_level;

/** How the lines of one SAP text are being joined. */
typedef struct ps_sap_state {
    uint32_t line_serial; /* element that the last line was in */
    ps_value_handle line;
    uint32_t format_serial;
    ps_join format;
} ps_sap_state;

typedef struct ps_matcher {
    const ps_profiles *profiles;
    const ps_limits *limits;
    ps_names *names;
    ps_builder *builder;
    const ps_record_rule *rule; /* NULL: not in a record */
    ps_level *levels;           /* limits->depth + 1 */
    ps_level *level;            /* the innermost */
    uint32_t depth;             /* open elements of the record, 1: the record's own */
    ps_walk walk;
    ps_buffer places;   /* of ps_place */
    ps_buffer captures; /* of ps_capture */
    ps_buffer text;
    size_t reading; /* captures that want text */
    ps_open_part *parts;
    size_t part_count;
    size_t part_room;
    uint32_t free_part;                   /* index + 1 */
    uint32_t nested[PS_NESTING_MOST + 1]; /* parts of the last move of each nesting */
    uint32_t embedding; /* depth of the element whose text is an embedded object; 0: none */
    ps_sap_state *saps;
    uint32_t serial;
    ps_arena arena; /* grouping values */
    ps_xml_parser *parser;
    uint64_t line;  /* of the element that starts; 0: not asked for yet */
    ps_error error; /* why the record is lost; code NONE: it is not */
    int no_memory;
} ps_matcher;

PS_CHECKED ps_status ps_matcher_init(ps_matcher *matcher, const ps_profiles *profiles,
                                     const ps_limits *limits, ps_names *names, ps_error *reterr);
void ps_matcher_done(ps_matcher *matcher);

/** Begin a record at its element. */
void ps_matcher_begin(ps_matcher *matcher, const ps_record_rule *rule, ps_xml_parser *parser,
                      const char *local, ps_name_ids ids, const ps_xml_attr *attrs,
                      size_t attr_count);
/** An element inside the record. */
void ps_matcher_start(ps_matcher *matcher, const char *local, ps_name_ids ids,
                      const ps_xml_attr *attrs, size_t attr_count);
/** The innermost element ends. At the record's own, everything is handed to the builder; `error`
 * tells whether the record's conditions held. */
void ps_matcher_end(ps_matcher *matcher);
/** Text of the innermost element. @return 0 when no rule reads it. */
int ps_matcher_text(ps_matcher *matcher, ps_str piece);
/** Drop the record where it is. */
void ps_matcher_abandon(ps_matcher *matcher);

/** Whether the tests hold for the attributes. */
int ps_tests_hold(ps_names *names, ps_tests tests, const ps_xml_attr *attrs, size_t attr_count);

#endif
