/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/join.h"

#include "base/error.h"
#include "base/str.h"
#include "screen/reference.h"
#include "screen/verdict.h"

/* Bytes: the longest part of an id that is shown, and of the references that lead to a contract;
 * the most that the contracts of one record may take. */
enum { ID_SHOWN = 200, THROUGH_SHOWN = 1000, MEMORY_MOST = 32 * 1024 * 1024 };

/* A reference to follow. */
typedef struct lead {
    ps_str id;
    ps_str kind;
    ps_str through; /* the references up to here, this one included */
    ps_str by;      /* the contract that it stands in; absent: the record itself */
} lead;

typedef struct leads {
    lead *list;
    size_t count;
    size_t room;
} leads;

/* Of one element of the record. */
typedef struct answer {
    int settled;
    ps_voice best;  /* so far */
    ps_voice level; /* of the contracts at one distance */
    ps_verdict family;
} answer;

typedef struct join {
    ps_contract_store *store;
    const ps_limits *limits;
    const ps_screened *screened;
    ps_arena *arena;
    ps_error *reterr;
    answer *answers; /* in the order of the record's elements; NULL: no contract said anything */
    int open;        /* how many of them are not settled */
    int heard;       /* a contract of this family said something */
    int heard_level; /* one at this distance did */
    ps_str *visited; /* keys of the contracts that were asked for */
    size_t visited_count;
    size_t visited_room;
    uint64_t followed;  /* references */
    uint64_t read;      /* contracts */
    size_t used;        /* of the arena, at the beginning */
    leads family;       /* to follow in this family */
    leads next;         /* to follow one step further */
    ps_str unavailable; /* why there may be more to say than was read; absent: there is not */
} join;

/* The first reason is kept. */
static ps_status say_unavailable(join *j, const ps_str *parts, size_t count)
{
    if (!j->unavailable.ptr) {
        j->unavailable = ps_arena_concat(j->arena, parts, count);
    }
    return j->unavailable.ptr ? PS_OK : ps_error_memory(j->reterr);
}

static ps_str noun_of(ps_str kind)
{
    return ps_str_is(kind, "framework")   ? PS_STR("framework agreement ")
           : ps_str_is(kind, "quotation") ? PS_STR("quotation ")
                                          : PS_STR("contract ");
}

/* `through` and `link` are absent for a reference of the record itself. */
static ps_status add_lead(join *j, leads *to, lead given, ps_str through, ps_str link)
{
    if (j->followed++ >= j->limits->references) {
        ps_str parts[] = {PS_STR("limit:references: it refers to too many contracts")};
        return say_unavailable(j, parts, PS_COUNT(parts));
    }
    if (to->count == to->room) {
        size_t room = to->room ? to->room * 2 : 16;
        lead *list = ps_arena_array(j->arena, room, sizeof *list);
        if (!list) {
            return ps_error_memory(j->reterr);
        }
        for (size_t i = 0; i < to->count; i++) {
            list[i] = to->list[i];
        }
        to->list = list;
        to->room = room;
    }
    int cut = through.len > THROUGH_SHOWN;
    ps_str parts[] = {ps_str_cut(through, THROUGH_SHOWN), cut ? PS_STR(" …") : PS_STR(""), link,
                      noun_of(given.kind), ps_str_cut(given.id, ID_SHOWN)};
    given.through = ps_arena_concat(j->arena, parts, PS_COUNT(parts));
    if (!given.through.ptr) {
        return ps_error_memory(j->reterr);
    }
    to->list[to->count++] = given;
    return PS_OK;
}

/* A contract's own references: what it amends belongs to its family, the rest is a step further. */
static ps_status follow(join *j, const ps_screened *contract, ps_str through)
{
    ps_status status = PS_OK;
    for (size_t i = 0; status == PS_OK && i < contract->contract_count; i++) {
        lead found = {
            .id = contract->contracts[i], .kind = contract->contract_kinds[i], .by = contract->id};
        int amends = ps_reference_amends(found.kind);
        status = add_lead(j, amends ? &j->family : &j->next, found, through,
                          amends ? PS_STR(", which amends ") : PS_STR(", then "));
    }
    return status;
}

/* Two parties are told apart by identifiers whose check digits hold. Account numbers differ between
 * systems and names are written in many ways: they tell parties apart only together, where both
 * sides have them and neither agrees. */
static int may_be_same_party(const ps_party_view *a, const ps_party_view *b)
{
    int both = a->check != PS_CHECK_NONE && a->check != PS_CHECK_INVALID &&
               b->check != PS_CHECK_NONE && b->check != PS_CHECK_INVALID;
    if (both && ps_str_equal(a->scheme, b->scheme)) {
        return ps_str_equal(a->key, b->key);
    }
    if (both || !a->key.len || !b->key.len || ps_str_equal(a->key, b->key)) {
        return 1;
    }
    size_t colon = ps_str_find(a->key, PS_STR(":"));
    int comparable =
        colon != SIZE_MAX && b->key.len > colon &&
        ps_str_equal(ps_str_slice(a->key, 0, colon + 1), ps_str_slice(b->key, 0, colon + 1));
    return !comparable || !a->name.len || !b->name.len ||
           ps_str_equal_ascii_case(ps_str_trim(a->name), ps_str_trim(b->name));
}

static const ps_element_outcome *find_element(const ps_screened *contract, ps_str name)
{
    for (size_t i = 0; i < contract->element_count; i++) {
        if (ps_str_equal(contract->elements[i].element, name)) {
            return &contract->elements[i];
        }
    }
    return NULL;
}

/* Mostly there is no contract to hear, and no room need be made. */
static ps_status begin_answers(join *j)
{
    size_t count = j->screened->element_count;
    j->answers = ps_arena_array(j->arena, count, sizeof *j->answers);
    if (!j->answers) {
        return ps_error_memory(j->reterr);
    }
    for (size_t i = 0; i < count; i++) {
        j->answers[i].settled = ps_join_is_settled(&j->screened->elements[i]);
    }
    return PS_OK;
}

static ps_status hear(join *j, const ps_screened *contract, ps_str through, int amends)
{
    ps_status status = PS_OK;
    for (size_t i = 0; status == PS_OK && i < j->screened->element_count; i++) {
        ps_voice v = {contract, find_element(contract, j->screened->elements[i].element), through,
                      amends};
        if (v.says && !j->answers) {
            status = begin_answers(j);
        }
        if (v.says && status == PS_OK && !j->answers[i].settled) {
            j->heard = 1;
            status = ps_verdict_hear(&j->answers[i].family, &v, j->arena, j->reterr);
        }
    }
    return status;
}

static void end_family(join *j)
{
    for (size_t i = 0; j->heard && i < j->screened->element_count; i++) {
        answer *a = &j->answers[i];
        ps_voice said = ps_verdict_conclude(&a->family);
        if (said.contract && ps_voice_rank(&said) > ps_voice_rank(&a->level)) {
            a->level = said;
        }
        a->family = (ps_verdict){.present = {.contract = NULL}};
    }
    j->family.count = 0;
    j->heard_level |= j->heard;
    j->heard = 0;
}

/* @return PS_OK when it is asked for the first time, PS_END when not; PS_FATAL. Linear: there is a
 * limit to what is followed. */
static ps_status visit(join *j, ps_str key)
{
    for (size_t i = 0; i < j->visited_count; i++) {
        if (ps_str_equal(j->visited[i], key)) {
            return PS_END;
        }
    }
    if (j->visited_count == j->visited_room) {
        size_t room = j->visited_room ? j->visited_room * 2 : 8;
        ps_str *list = ps_arena_bytes(j->arena, room * sizeof *list);
        if (!list) {
            return ps_error_memory(j->reterr);
        }
        for (size_t i = 0; i < j->visited_count; i++) {
            list[i] = j->visited[i];
        }
        j->visited = list;
        j->visited_room = room;
    }
    j->visited[j->visited_count++] = key;
    return PS_OK;
}

typedef struct asked {
    size_t count; /* contracts that may be meant */
    int stranger; /* there was one, of another supplier */
} asked;

static ps_status ask_by_own_id(join *j, const ps_screened *contract, const lead *of, ps_str key);

/* Hear all contracts that a key leads to, and note what they refer to. */
static ps_status ask(join *j, ps_contract_role role, const lead *of, ps_str key, asked *ret)
{
    ps_screened *list;
    size_t count;
    int more = 0;
    int full = j->read >= j->limits->references || j->arena->used - j->used > MEMORY_MOST;
    uint64_t left = full ? 0 : j->limits->references - j->read;
    uint64_t most = j->limits->contract_versions < left ? j->limits->contract_versions : left;
    ps_status status = ps_contract_store_find(j->store, role, key, (size_t)most, j->arena, &list,
                                              &count, &more, j->reterr);
    if (status == PS_OK && more) {
        ps_str parts[] = {most == left ? PS_STR("limit:references: too many contracts belong to ")
                                       : PS_STR("limit:contract-versions: too many contracts have "
                                                "or amend the id "),
                          ps_str_cut(of->id, ID_SHOWN)};
        status = say_unavailable(j, parts, PS_COUNT(parts));
    }
    j->read += status == PS_OK ? count : 0;
    for (size_t i = 0; status == PS_OK && i < count; i++) {
        const ps_screened *contract = &list[i];
        if (!may_be_same_party(&j->screened->supplier, &contract->supplier)) {
            ret->stranger = 1;
            continue;
        }
        ret->count++;
        ps_str through = of->through;
        if (role == PS_ROLE_AMENDMENT) {
            ps_str parts[] = {ps_str_cut(through, THROUGH_SHOWN),
                              through.len ? PS_STR(", amended by ") : PS_STR("amended by "),
                              ps_str_cut(contract->id, ID_SHOWN)};
            through = ps_arena_concat(j->arena, parts, PS_COUNT(parts));
        }
        if (!through.ptr) {
            return ps_error_memory(j->reterr);
        }
        status = hear(j, contract, through, role == PS_ROLE_AMENDMENT);
        if (status == PS_OK) {
            status = follow(j, contract, through);
        }
        if (status == PS_OK && role == PS_ROLE_CONTRACT && contract->message_id.len) {
            status = ask_by_own_id(j, contract, of, key);
        }
    }
    return status;
}

/* A contract that was found by its message: its versions and amendments go by its own id. */
static ps_status ask_by_own_id(join *j, const ps_screened *contract, const lead *of, ps_str key)
{
    asked more = {.count = 0};
    ps_str own;
    ps_status status = ps_reference_key(j->arena, contract->id, &own, j->reterr);
    if (status == PS_OK) {
        status = ps_str_equal(own, key) ? PS_END : visit(j, own);
    }
    if (status != PS_OK) {
        return status == PS_END ? PS_OK : status;
    }
    status = ask(j, PS_ROLE_CONTRACT, of, own, &more);
    return status == PS_OK ? ask(j, PS_ROLE_AMENDMENT, of, own, &more) : status;
}

static ps_status say_not_found(join *j, const lead *l, int stranger)
{
    ps_str parts[] = {PS_STR("contract-not-available: "),
                      noun_of(l->kind),
                      ps_str_cut(l->id, ID_SHOWN),
                      l->by.len ? PS_STR(", which contract ") : PS_STR(""),
                      ps_str_cut(l->by, ID_SHOWN),
                      l->by.len ? PS_STR(" refers to,") : PS_STR(""),
                      stranger ? PS_STR(" is among the records only with another supplier")
                      : j->store->with_folder
                          ? PS_STR(" is neither among the records nor in the folder of contracts")
                          : PS_STR(" is not among the records")};
    return say_unavailable(j, parts, PS_COUNT(parts));
}

/* What became of the contract's text, where the record brought it; NULL: it did not. */
static ps_status find_attached(join *j, ps_str contract_key, const ps_attached **ret)
{
    *ret = NULL;
    for (size_t i = 0; i < j->screened->attachment_count; i++) {
        const ps_attached *attached = &j->screened->attachments[i];
        ps_str key;
        if (ps_reference_key(j->arena, attached->contract, &key, j->reterr) != PS_OK) {
            return PS_FATAL;
        }
        if (ps_str_equal(key, contract_key)) {
            *ret = attached;
            return PS_OK;
        }
    }
    return PS_OK;
}

/* No record is the contract. The record may have brought its text, which was judged with its own.
 */
static ps_status miss_contract(join *j, const lead *l, ps_str key, int stranger)
{
    const ps_attached *attached;
    ps_status status = find_attached(j, key, &attached);
    if (status != PS_OK || !attached) {
        return status == PS_OK ? say_not_found(j, l, stranger) : status;
    }
    return attached->state == PS_ATTACHED_NOT_READ ? say_unavailable(j, &attached->reason, 1)
                                                   : PS_OK;
}

/* Ask for a contract, its versions and its amendments. */
static ps_status ask_contract(join *j, const lead *l)
{
    ps_str key;
    ps_status status = ps_reference_key(j->arena, l->id, &key, j->reterr);
    if (status == PS_OK) {
        status = key.len ? visit(j, key) : PS_END;
    }
    if (status != PS_OK) {
        return status == PS_END ? PS_OK : status;
    }
    asked contracts = {.count = 0};
    asked amendments = {.count = 0};
    status = ask(j, PS_ROLE_CONTRACT, l, key, &contracts);
    if (status == PS_OK) {
        status = ask(j, PS_ROLE_AMENDMENT, l, key, &amendments);
    }
    return status == PS_OK && !contracts.count ? miss_contract(j, l, key, contracts.stranger)
                                               : status;
}

/* The list grows while it is worked off. */
static ps_status ask_family(join *j)
{
    ps_status status = PS_OK;
    for (size_t i = 0; status == PS_OK && i < j->family.count; i++) {
        lead l = j->family.list[i];
        status = ask_contract(j, &l);
    }
    end_family(j);
    return status;
}

/* Take what the contracts at one distance say, where it settles an element or is the best so far.
 * What may be said by a contract that is not there leaves all open but what is promised. */
static int settle(join *j)
{
    if (!j->heard_level) {
        return j->open;
    }
    j->open = 0;
    for (size_t i = 0; i < j->screened->element_count; i++) {
        answer *a = &j->answers[i];
        ps_state state = a->level.contract ? a->level.says->state : PS_STATE_NOT_REQUIRED;
        int unread = a->best.contract && a->best.says->state == PS_STATE_NOT_EVALUABLE;
        if (state == PS_STATE_PRESENT ||
            (state == PS_STATE_DEFEATED && !unread && !j->unavailable.ptr)) {
            a->best = a->level;
            a->settled = 1;
        } else if (!unread && ps_voice_rank(&a->level) > ps_voice_rank(&a->best)) {
            a->best = a->level;
        }
        a->level = (ps_voice){.contract = NULL};
        j->open += !a->settled;
    }
    j->heard_level = 0;
    return j->open;
}

/* Distance 0: a contract's own text is known, so only what amends it, and what it amends. */
static ps_status ask_own_family(join *j)
{
    ps_str key;
    ps_status status = ps_reference_key(j->arena, j->screened->id, &key, j->reterr);
    if (status == PS_OK) {
        status = key.len ? visit(j, key) : PS_END;
    }
    if (status == PS_OK) {
        lead own = {.id = j->screened->id, .through = PS_STR("")};
        asked amendments = {.count = 0};
        status = ask(j, PS_ROLE_AMENDMENT, &own, key, &amendments);
    }
    return status == PS_FATAL ? status : ask_family(j);
}

/* The references of the record itself. */
static ps_status begin(join *j)
{
    const ps_screened *s = j->screened;
    int contract = s->kind == PS_KIND_CONTRACT;
    ps_status status = PS_OK;
    for (size_t i = 0; status == PS_OK && i < s->contract_count; i++) {
        lead l = {.id = s->contracts[i], .kind = s->contract_kinds[i]};
        int own = contract && ps_reference_amends(l.kind);
        status = add_lead(j, own ? &j->family : &j->next, l, PS_STR(""), PS_STR(""));
    }
    return status == PS_OK && contract ? ask_own_family(j) : status;
}

/* The contracts one step further. */
static ps_status ask_next(join *j)
{
    leads level = j->next;
    j->next = (leads){.list = NULL};
    ps_status status = PS_OK;
    for (size_t i = 0; status == PS_OK && i < level.count; i++) {
        j->family = (leads){&level.list[i], 1, 1};
        status = ask_family(j);
    }
    j->family = (leads){.list = NULL};
    return status;
}

/* A quotation is no contract: what it promises or denies counts where nothing else decides; what it
 * does not say is not missed in it. */
static void end_quotation(join *j)
{
    for (size_t i = 0; j->answers && i < j->screened->element_count; i++) {
        j->answers[i].family.other = (ps_voice){.contract = NULL};
    }
    end_family(j);
}

static ps_status ask_quotations(join *j)
{
    ps_status status = PS_OK;
    for (size_t i = 0; status == PS_OK && i < j->screened->quotation_count; i++) {
        lead l = {.id = j->screened->quotations[i], .kind = PS_STR("quotation")};
        leads one = {.list = NULL};
        ps_str key;
        asked unused = {.count = 0};
        status = add_lead(j, &one, l, PS_STR(""), PS_STR(""));
        if (status == PS_OK) {
            status = ps_reference_key(j->arena, l.id, &key, j->reterr);
        }
        if (status == PS_OK && key.len) {
            status = ask(j, PS_ROLE_QUOTATION, one.list, key, &unused);
        }
        end_quotation(j);
    }
    return status;
}

static ps_status ask_all(join *j)
{
    ps_status status = begin(j);
    int open = status == PS_OK ? settle(j) : 0;
    for (uint64_t depth = 0; status == PS_OK && open && j->next.count; depth++) {
        if (depth == j->limits->contract_depth) {
            ps_str parts[] = {
                PS_STR("limit:contract-depth: the contracts refer on to others too many times")};
            status = say_unavailable(j, parts, PS_COUNT(parts));
            break;
        }
        status = ask_next(j);
        open = status == PS_OK ? settle(j) : 0;
    }
    if (status == PS_OK && open && j->screened->quotation_count) {
        status = ask_quotations(j);
        (void)settle(j);
    }
    return status;
}

/* "C-1 (a.xml:5)" */
static ps_status name_contract(join *j, const ps_screened *contract, ps_str *ret)
{
    ps_buffer line;
    ps_buffer_init(&line, 0);
    if (contract->line) { /* a file of the folder of contracts has none */
        ps_buffer_add_char(&line, ':');
        ps_buffer_add_uint(&line, contract->line);
    }
    ps_str parts[] = {contract->id, PS_STR(" ("), contract->source, ps_buffer_str(&line),
                      PS_STR(")")};
    *ret = line.failed ? PS_NO_STR : ps_arena_concat(j->arena, parts, PS_COUNT(parts));
    ps_buffer_done(&line);
    return ret->ptr ? PS_OK : ps_error_memory(j->reterr);
}

/* Whether the record's own text may say anything, but nobody could read it. An order without a text
 * of its own says what its contracts say. */
static int is_unread(const ps_screened *screened, const ps_element_outcome *own)
{
    return own->state == PS_STATE_NOT_EVALUABLE &&
           (screened->kind == PS_KIND_CONTRACT ||
            (!ps_str_starts(own->reason, PS_STR("no-contract-text")) &&
             !ps_str_starts(own->reason, PS_STR("referenced-not-supplied"))));
}

static ps_status merge(join *j, ps_element_outcome *own, const answer *a)
{
    ps_state theirs = a->best.contract ? a->best.says->state : PS_STATE_NOT_REQUIRED;
    int missed_in_own_text =
        own->state == PS_STATE_MISSING && j->screened->kind == PS_KIND_CONTRACT;
    if (ps_join_is_settled(own) || (is_unread(j->screened, own) && theirs != PS_STATE_PRESENT) ||
        (missed_in_own_text && theirs == PS_STATE_MISSING && !j->unavailable.ptr)) {
        return PS_OK;
    }
    if (a->best.contract && (a->settled || !j->unavailable.ptr)) {
        /* What the record buys decides how much a clause weighs. */
        const ps_element_outcome of_record = *own;
        *own = *a->best.says;
        own->required = of_record.required;
        own->severity = of_record.severity;
        own->severity_if_filed = of_record.severity_if_filed;
        own->through = a->best.through;
        return name_contract(j, a->best.contract, &own->source);
    }
    if (j->unavailable.ptr) {
        own->state = PS_STATE_NOT_EVALUABLE;
        own->reason = j->unavailable;
        /* The nearest passage of the order says nothing about a contract that nobody has seen. */
        own->nearest = (ps_evidence){.start = 0};
        own->lacks = PS_NO_STR;
    }
    return PS_OK;
}

int ps_join_is_settled(const ps_element_outcome *element)
{
    return !element->required || element->state == PS_STATE_PRESENT ||
           element->state == PS_STATE_DEFEATED;
}

ps_status ps_join(ps_contract_store *store, const ps_limits *limits, const ps_screened *screened,
                  ps_element_outcome *elements, ps_arena *arena, ps_error *reterr)
{
    static const answer none = {.settled = 0};
    join j = {.store = store,
              .limits = limits,
              .screened = screened,
              .arena = arena,
              .reterr = reterr,
              .used = arena->used};
    for (size_t i = 0; i < screened->element_count; i++) {
        j.open += !ps_join_is_settled(&elements[i]);
    }
    ps_status status = ask_all(&j);
    for (size_t i = 0; status == PS_OK && i < screened->element_count; i++) {
        status = merge(&j, &elements[i], j.answers ? &j.answers[i] : &none);
    }
    return status;
}
