/* A small world of contracts and orders, for tests of how they are joined.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEST_CONTRACTS_H
#define PS_TEST_CONTRACTS_H

#include "ps_test.h"
#include "screen/resolve.h"

typedef struct world {
    ps_resolver *resolver;
    ps_wire_reader *reader;
    ps_arena arena;
} world;

static inline world open_world_with(ps_limits limits)
{
    world w;
    ps_error err = {0};
    PS_TEST_STATUS(ps_resolver_new(&limits, &w.resolver, &err), PS_OK, err);
    PS_TEST_STATUS(ps_wire_reader_new(&w.reader, &err), PS_OK, err);
    ps_arena_init(&w.arena, 0);
    return w;
}

static inline world open_world(void)
{
    return open_world_with(ps_limits_default());
}

static inline void close_world(world *w)
{
    ps_resolver_free(w->resolver);
    ps_wire_reader_free(w->reader);
    ps_arena_done(&w->arena);
}

enum { REFS = 3 };

/* A record in few words. `says`: of confidentiality and technical support, P present, M missing,
 * D defeated by a blank, N by a negation, ? not readable, 0 without a text. */
typedef struct doc {
    const char *id;
    const char *message_id;
    ps_record_kind kind;
    const char *says;
    const char *refs[REFS][2]; /* kind and id; a quotation is not a contract */
    ps_day date;
    ps_party_view supplier;
    uint64_t line;
    int takes_back;
    const ps_attached *attached; /* one, or NULL */
} doc;

static inline ps_element_outcome element(ps_str name, char says)
{
    ps_element_outcome e = {.element = name, .required = 1, .state = PS_STATE_MISSING};
    if (says == 'P') {
        e.state = PS_STATE_PRESENT;
    } else if (says == 'D' || says == 'N') {
        e.state = PS_STATE_DEFEATED;
        e.defeat = says == 'N' ? PS_STR("negation") : PS_STR("blank");
    } else if (says == '?') {
        e.state = PS_STATE_NOT_EVALUABLE;
        e.reason = PS_STR("attachment-not-read: c.pdf");
    } else if (says == '0') {
        e.state = PS_STATE_NOT_EVALUABLE;
        e.reason = PS_STR("no-contract-text: the record has no text");
    }
    return e;
}

typedef struct built {
    ps_screened screened;
    ps_element_outcome elements[2];
    ps_str refs[REFS];
    ps_str kinds[REFS];
    ps_str quotations[REFS];
} built;

static inline void build(built *b, const doc *d, uint64_t seq)
{
    *b = (built){.elements = {element(PS_STR("confidentiality"), d->says[0]),
                              element(PS_STR("technical-support"), d->says[1])}};
    b->screened = (ps_screened){.seq = seq,
                                .kind = d->kind,
                                .id = ps_str_from(d->id),
                                .message_id = ps_str_from(d->message_id),
                                .line = d->line ? d->line : 5,
                                .date = d->date ? d->date : PS_NO_DAY,
                                .source = PS_STR("a.xml"),
                                .supplier = d->supplier,
                                .takes_back = d->takes_back,
                                .contracts = b->refs,
                                .contract_kinds = b->kinds,
                                .quotations = b->quotations,
                                .attachments = d->attached,
                                .attachment_count = d->attached != NULL,
                                .elements = b->elements,
                                .element_count = 2};
    for (size_t i = 0; i < REFS && d->refs[i][0]; i++) {
        ps_str kind = ps_str_from(d->refs[i][0]);
        ps_str id = ps_str_from(d->refs[i][1]);
        if (ps_str_is(kind, "quotation")) {
            b->quotations[b->screened.quotation_count++] = id;
        } else {
            b->kinds[b->screened.contract_count] = kind;
            b->refs[b->screened.contract_count++] = id;
        }
    }
}

static inline void add(world *w, const doc *d, uint64_t seq)
{
    built b;
    ps_error err = {0};
    build(&b, d, seq);
    PS_TEST_STATUS(ps_resolver_add(w->resolver, &b.screened, &err), PS_OK, err);
}

/* The record's elements when all contracts have come: in the arena. */
static inline const ps_element_outcome *judge(world *w, const doc *d, uint64_t seq)
{
    built b;
    ps_error err = {0};
    build(&b, d, seq);
    ps_element_outcome *e = ps_arena_array(&w->arena, 2, sizeof *e);
    cr_assert_not_null(e);
    memcpy(e, b.elements, sizeof b.elements);
    PS_TEST_STATUS(ps_resolver_join(w->resolver, 1, &b.screened, e, &w->arena, &err), PS_OK, err);
    return e;
}

#define CONTRACT(...)                                                                              \
    {                                                                                              \
        .kind = PS_KIND_CONTRACT, __VA_ARGS__                                                      \
    }
#define ORDER_UNDER(id_)                                                                           \
    {                                                                                              \
        .id = "PO-1", .says = "MM", .kind = PS_KIND_ORDER, .refs = { {"contract", id_} }           \
    }

static inline ps_party_view named(const char *name, const char *key)
{
    return (ps_party_view){.name = ps_str_from(name), .key = ps_str_from(key)};
}

#endif
