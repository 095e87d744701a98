/* What the parts of reading documents share: extract.c reads the records, outside.c finds
 * them, loss.c says what was lost. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_EXTRACT_H
#define PS_FORMATS_EXTRACT_H

#include "formats/coverage.h"
#include "formats/match.h"
#include "formats/profiles.h"
#include "xml/kept.h"

enum { PS_LOOKALIKES_MOST = 16 };

/* Outside records: what is known of an open element. */
typedef struct ps_outer {
    size_t parent_first; /* in x->parents: rules for whose match it is the parent */
    size_t parent_end;
    int strict_envelope;
} ps_outer;

struct ps_extract {
    const ps_profiles *profiles;
    ps_extract_options options;
    ps_names *names;
    ps_xml_kept *kept;
    ps_matcher matcher;
    ps_coverage *coverage;
    ps_outer *outers;  /* limits->depth + 1 */
    ps_buffer parents; /* of const ps_record_rule *, those of inner elements behind */
    ps_buffer path;
    ps_name_ids sought; /* name that records were looked for by last … */
    size_t first_rule;  /* … and the first rule that it fits */
    uint64_t expected;  /* bytes of the next document at most */
    /* of the document being read */
    const ps_extract_sink *sink;
    void *user;
    ps_stretch *stretch; /* NULL: the whole document */
    ps_buffer met;       /* names met in the stretch */
    ps_xml_parser *parser;
    uint32_t depth;        /* open elements outside the record */
    uint32_t skip;         /* open elements of a record that is lost, or of a look-alike; 0: none */
    uint32_t ticks;        /* elements since the record's size was looked at */
    uint64_t record_start; /* bytes taken when the record began */
    uint64_t records;      /* begun */
    uint64_t lost;         /* rejections told, of records */
    ps_error lookalikes[PS_LOOKALIKES_MOST];
    unsigned lookalike_count;
    uint32_t suspect_depth;  /* of an open element that looks like a record; 0: none */
    uint64_t suspect_before; /* records and losses when it began */
    ps_error suspect;
    int known_envelope;
    int has_text; /* outside of records */
    int warned;
    const char *name; /* of the document */
    char root[200];
    ps_status status; /* FATAL: stop, with `error` */
    ps_error error;
    int no_memory;
};

/** The rule of the record that begins at an element outside of records; NULL: none. */
const ps_record_rule *ps_outside_find_record(ps_extract *x, ps_name_ids ids,
                                             const ps_xml_attr *attrs, size_t attr_count);
/** A rule whose record has this local name, in another namespace; NULL: none. */
const ps_record_rule *ps_outside_find_lookalike(const ps_extract *x, ps_name_ids ids,
                                                const char *local);
/** An element outside of records is open. @return 0 without memory. */
int ps_outside_push(ps_extract *x, ps_name_ids ids, const ps_xml_attr *attrs, size_t attr_count);

/** Begin with a stretch. */
void ps_stretch_begin(ps_extract *x);
/** A start tag outside of records. @return not 0 when the stretch ends in front of it. */
int ps_stretch_meet(ps_extract *x);
/** It is that of the first record. */
void ps_stretch_meet_first_record(ps_extract *x);
/** An element outside of records was closed. */
void ps_stretch_close(ps_extract *x);
/** More names or unread elements than can be added up. */
void ps_stretch_crowd(ps_extract *x);

/** Fill in what an error does not say yet: document, place, the record's id. */
void ps_loss_complete(ps_extract *x, ps_error *error);
/** Tell of a record that is lost. */
void ps_loss_tell(ps_extract *x, const ps_error *error);
/** The record being read is lost; its elements that still come are passed over. */
void ps_loss_of_record(ps_extract *x, const ps_error *given);
/** The document was read to its end without a record in it. */
void ps_loss_of_document(ps_extract *x);
/** The document ended with an error: the open record is lost, and all behind. */
void ps_loss_of_rest(ps_extract *x, ps_error *fatal, uint64_t unscreened_after);

/** An element outside of records is named like a record. */
void ps_loss_meet_lookalike(ps_extract *x, const ps_record_rule *rule, const char *local,
                            const char *uri);
/** It ends. */
void ps_loss_end_lookalike(ps_extract *x);
/** Tell of those that were kept back. */
void ps_loss_tell_lookalikes(ps_extract *x);

#endif
