/* The decisions of a workbook that comes back: from cells to what was decided on which finding.
 * SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/decisions.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/error.h"
#include "base/index.h"
#include "base/str.h"
#include "report/formula.h"
#include "report/spreadsheet.h"
#include "report/workbook_words.h"
#include "xml/document.h"

enum { FINGERPRINT = 64, PROBLEMS_MOST = 20, REFERENCE_ROOM = 16 };

/* What the columns hold that are read. */
typedef enum column_role { DECISION, REASON, OWNER, EXPIRY, PRINT, ROLES } column_role;

static const ps_book_word titles[ROLES] = {[DECISION] = PS_BOOK_DECISION,
                                           [REASON] = PS_BOOK_REASON,
                                           [OWNER] = PS_BOOK_OWNER,
                                           [EXPIRY] = PS_BOOK_EXPIRY,
                                           [PRINT] = PS_BOOK_FINGERPRINT};

static const struct {
    const char *name;
    ps_book_word word; /* in the list that a person chooses from */
} kinds[] = {[PS_DECISION_NONE] = {"none", PS_BOOK_WORDS},
             [PS_DECISION_CONFIRMED] = {"confirmed", PS_BOOK_CONFIRMED},
             [PS_DECISION_FALSE_POSITIVE] = {"false-positive", PS_BOOK_FALSE_POSITIVE},
             [PS_DECISION_ACCEPTED] = {"accepted", PS_BOOK_ACCEPTED},
             [PS_DECISION_DONE] = {"done", PS_BOOK_DONE},
             [PS_DECISION_LATER] = {"later", PS_BOOK_LATER}};

typedef struct entry {
    ps_str fingerprint;
    ps_decision decision;
    const char *sheet; /* where it stands */
    uint32_t row;
} entry;

struct ps_decisions {
    ps_arena arena;
    ps_buffer list; /* entry */
    ps_index index; /* of it, by fingerprint */
};

typedef struct loading {
    ps_decisions *decisions;
    ps_spreadsheet *book;
    const ps_limits *limits;
    const char *path;
    ps_problem_fn problem;
    void *user;
    ps_error first; /* code PS_E_NONE: nothing is wrong yet */
    uint64_t problems;
    /* the sheet that is read */
    const char *sheet;       /* its name; NULL: none is */
    uint32_t columns[ROLES]; /* PS_SPREADSHEET_COLUMNS: not seen */
    /* its row */
    uint32_t row;
    ps_buffer values[ROLES];
    int is_number[ROLES];
} loading;

const char *ps_decision_name(ps_decision_kind kind)
{
    return kinds[kind].name;
}

int ps_decision_is_past(const ps_decision *decision, ps_day today)
{
    return decision->expiry != PS_NO_DAY && today != PS_NO_DAY && decision->expiry < today;
}

/* ---- what is wrong */

static void add_problem(loading *l, const ps_error *error)
{
    l->problems++;
    if (l->first.code == PS_E_NONE) {
        l->first = *error;
    }
    if (l->problem && l->problems <= PROBLEMS_MOST) {
        l->problem(l->user, PS_FAILED, error);
    }
}

/* "AB12" */
static const char *reference_of(const loading *l, column_role role, uint32_t row, char *room)
{
    char letters[4] = "";
    size_t at = sizeof letters - 1;
    for (uint64_t left = l->columns[role] + (uint64_t)1; left && at; left = (left - 1) / 26) {
        letters[--at] = (char)('A' + (left - 1) % 26);
    }
    (void)snprintf(room, REFERENCE_ROOM, "%s%u", letters + at, row);
    return room;
}

__attribute__((format(printf, 4, 5))) static void
complain(loading *l, column_role where, const char *hint, const char *format, ...)
{
    char text[300];
    char room[REFERENCE_ROOM];
    ps_error error = {0};
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_CONFIG, "sheet %s, cell %s: %s", l->sheet,
                           reference_of(l, where, l->row, room), text));
    ps_error_source(&error, l->path);
    ps_error_hint(&error, "%s", hint);
    add_problem(l, &error);
}

/* Of the whole workbook or a sheet. */
static void complain_of(loading *l, const char *what, ps_book_word word, const char *hint)
{
    ps_error error = {0};
    PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_CONFIG, "%s%s%sthere is no %s %s (%s)",
                           l->sheet ? "sheet " : "", l->sheet ? l->sheet : "", l->sheet ? ": " : "",
                           what, ps_book_word_text(word, PS_LANG_EN),
                           ps_book_word_text(word, PS_LANG_ZH)));
    ps_error_source(&error, l->path);
    ps_error_hint(&error, "%s", hint);
    add_problem(l, &error);
}

/* ---- rows */

/* The word if the text says it, in any language: it may have been written in another than is asked
 * for now; else NULL. */
static const char *said(ps_str text, ps_book_word word)
{
    for (int lang = 0; lang < PS_LANG_COUNT; lang++) {
        const char *one = ps_book_word_text(word, (ps_lang)lang);
        if (ps_str_is(text, one)) {
            return one;
        }
    }
    return NULL;
}

static ps_str value_of(const loading *l, column_role role)
{
    return ps_str_trim(ps_buffer_str(&l->values[role]));
}

/* As it was before an apostrophe was put in front of what looks like a formula. */
static ps_str text_of(const loading *l, column_role role)
{
    ps_str text = value_of(l, role);
    ps_str rest = ps_str_slice(text, text.len > 0, text.len);
    return ps_str_starts(text, PS_STR("'")) && ps_looks_like_formula(rest) ? rest : text;
}

static int is_fingerprint(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return 0;
        }
    }
    return text.len == FINGERPRINT;
}

static ps_decision_kind read_kind(loading *l)
{
    ps_str text = value_of(l, DECISION);
    if (!text.len) {
        return PS_DECISION_NONE;
    }
    for (size_t i = PS_DECISION_CONFIRMED; i < PS_COUNT(kinds); i++) {
        if (said(text, kinds[i].word)) {
            return (ps_decision_kind)i;
        }
    }
    complain(l, DECISION,
             "confirmed (已确认), false-positive (误报), accepted (接受风险), done "
             "(已整改), later (暂缓), or nothing",
             "\"%.*s\" is none of the decisions", PS_FMT(ps_str_cut(text, 60)));
    return PS_DECISION_NONE;
}

static ps_day read_expiry(loading *l)
{
    ps_str text = value_of(l, EXPIRY);
    if (!text.len) {
        return PS_NO_DAY;
    }
    ps_day day = l->is_number[EXPIRY] ? ps_spreadsheet_day(l->book, text) : ps_date_parse(text);
    if (day == PS_NO_DAY) {
        complain(l, EXPIRY, "write it as 2027-06-30", "\"%.*s\" is no day",
                 PS_FMT(ps_str_cut(text, 60)));
    }
    return day;
}

static int is_same(const ps_decision *a, const ps_decision *b)
{
    return a->kind == b->kind && a->expiry == b->expiry && ps_str_equal(a->reason, b->reason) &&
           ps_str_equal(a->owner, b->owner);
}

static const entry *find(const ps_decisions *decisions, ps_str fingerprint)
{
    const entry *list = (const void *)decisions->list.ptr;
    uint64_t hash = ps_index_hash(&decisions->index, fingerprint);
    uint32_t at = ps_index_first(&decisions->index, hash);
    while (at && !ps_str_equal(list[at - 1].fingerprint, fingerprint)) {
        at = ps_index_next(&decisions->index, at - 1);
    }
    return at ? &list[at - 1] : NULL;
}

static void run_out(loading *l)
{
    ps_error error = {0};
    if (l->decisions->list.len / sizeof(entry) >= l->limits->decisions) {
        PS_IGNORE(ps_error_limit(&error, PS_FAILED, "decisions",
                                 "there are more than %llu decisions",
                                 (unsigned long long)l->limits->decisions));
    } else if (l->decisions->arena.used >= l->decisions->arena.limit / 2) {
        PS_IGNORE(ps_error_limit(&error, PS_FAILED, "decisions-text",
                                 "what is decided takes more than %llu bytes",
                                 (unsigned long long)l->limits->decisions_text));
    } else {
        PS_IGNORE(ps_error_memory(&error));
    }
    ps_error_source(&error, l->path);
    if (l->first.code != error.code) { /* once, and before what cells say */
        add_problem(l, &error);
        l->first = error;
    }
}

static void add(loading *l, ps_str fingerprint, ps_decision decision)
{
    ps_decisions *d = l->decisions;
    const entry *known = find(d, fingerprint);
    if (known && !is_same(&known->decision, &decision)) {
        complain(l, DECISION, "a finding has one decision: make both rows say the same",
                 "sheet %s, row %u decides otherwise on the same finding", known->sheet,
                 known->row);
    }
    if (known) {
        return;
    }
    decision.reason = ps_arena_str(&d->arena, decision.reason);
    decision.owner = ps_arena_str(&d->arena, decision.owner);
    const entry made = {.fingerprint = ps_arena_str(&d->arena, fingerprint),
                        .decision = decision,
                        .sheet = l->sheet,
                        .row = l->row};
    if (d->list.len / sizeof made >= l->limits->decisions || !made.fingerprint.ptr ||
        !decision.reason.ptr || !decision.owner.ptr || !ps_buffer_reserve(&d->list, sizeof made) ||
        !ps_index_add(&d->index, ps_index_hash(&d->index, fingerprint))) {
        run_out(l);
        return;
    }
    ps_buffer_add(&d->list, (const char *)&made, sizeof made);
}

static void end_row(loading *l)
{
    int filled = 0;
    for (int role = DECISION; role < PRINT; role++) {
        filled |= value_of(l, (column_role)role).len > 0;
    }
    if (l->row > 1 && filled) {
        ps_str fingerprint = value_of(l, PRINT);
        ps_decision decision = {.kind = read_kind(l),
                                .reason = text_of(l, REASON),
                                .owner = text_of(l, OWNER),
                                .expiry = read_expiry(l)};
        if (is_fingerprint(fingerprint)) {
            add(l, fingerprint, decision);
        } else {
            complain(l, PRINT, "by it a row is found again: take it from the workbook as it was",
                     "a decision in a row without a fingerprint");
        }
    }
    for (int role = 0; role < ROLES; role++) {
        ps_buffer_clear(&l->values[role]);
    }
}

static void take_title(loading *l, const ps_spreadsheet_cell *cell)
{
    for (int role = 0; role < ROLES; role++) {
        if (said(ps_str_trim(cell->text), titles[role]) &&
            l->columns[role] == PS_SPREADSHEET_COLUMNS) {
            l->columns[role] = cell->column;
        }
    }
}

static void take_cell(void *user, const ps_spreadsheet_cell *cell)
{
    loading *l = user;
    if (cell->row != l->row) {
        end_row(l);
        l->row = cell->row;
    }
    if (cell->row == 1) {
        take_title(l, cell);
        return;
    }
    for (int role = 0; role < ROLES; role++) {
        if (l->columns[role] == cell->column) {
            l->is_number[role] = cell->is_number;
            if (cell->is_formula && !cell->text.len) {
                complain(l, (column_role)role, "save the workbook in a spreadsheet program",
                         "nobody has reckoned the formula in it");
            }
            ps_buffer_clear(&l->values[role]);
            ps_buffer_add_str(&l->values[role], cell->text);
            if (l->values[role].failed) {
                run_out(l);
            }
        }
    }
}

/* ---- sheets */

static ps_status read_sheet(loading *l, ps_book_word sheet, ps_error *error)
{
    size_t index = 0;
    l->sheet = NULL;
    while (ps_spreadsheet_name(l->book, index).ptr &&
           !(l->sheet = said(ps_spreadsheet_name(l->book, index), sheet))) {
        index++;
    }
    if (!l->sheet) {
        complain_of(l, "sheet", sheet, "it is to be a workbook that -o xlsx=FILE has written");
        return PS_OK;
    }
    l->row = 0;
    for (int role = 0; role < ROLES; role++) {
        l->columns[role] = PS_SPREADSHEET_COLUMNS;
    }
    ps_status status = ps_spreadsheet_read(l->book, index, take_cell, l, error);
    end_row(l);
    for (int role = 0; role < ROLES && status == PS_OK; role++) {
        if (l->columns[role] == PS_SPREADSHEET_COLUMNS) {
            complain_of(l, "column", titles[role], "the first row holds the titles of columns");
        }
    }
    return status;
}

static ps_status read_book(loading *l, ps_error *error)
{
    static const ps_book_word sheets[] = {PS_BOOK_SHEET_ITEMS, PS_BOOK_SHEET_CONTRACTS};
    ps_status status = ps_spreadsheet_open(l->path, l->limits, &l->book, error);
    for (size_t i = 0; status == PS_OK && i < PS_COUNT(sheets); i++) {
        status = read_sheet(l, sheets[i], error);
    }
    if (status != PS_OK) {
        add_problem(l, error);
        l->first = *error;
    } else if (l->problem && l->problems > PROBLEMS_MOST) {
        PS_IGNORE(ps_error_set(error, PS_FAILED, PS_E_CONFIG, "%llu more cells are not right",
                               (unsigned long long)(l->problems - PROBLEMS_MOST)));
        ps_error_source(error, l->path);
        l->problem(l->user, PS_FAILED, error);
    }
    return l->problems ? PS_FATAL : PS_OK;
}

ps_status ps_decisions_load(const char *path, const ps_limits *limits, ps_problem_fn problem,
                            void *user, ps_decisions **ret_decisions, ps_error *reterr)
{
    ps_error error = {0};
    ps_limits usual = ps_limits_default();
    if (!path || !ret_decisions) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_decisions_load: path and ret_decisions are needed");
    }
    loading l = {.limits = limits ? limits : &usual,
                 .path = path,
                 .problem = problem,
                 .user = user,
                 .decisions = calloc(1, sizeof *l.decisions)};
    if (!l.decisions) {
        return ps_error_memory(reterr);
    }
    ps_xml_init();
    ps_arena_init(&l.decisions->arena, l.limits->decisions_text);
    ps_buffer_init(&l.decisions->list, 0);
    ps_index_init(&l.decisions->index);
    for (int role = 0; role < ROLES; role++) {
        ps_buffer_init(&l.values[role], 0);
    }
    ps_status status = read_book(&l, &error);
    ps_spreadsheet_free(l.book);
    for (int role = 0; role < ROLES; role++) {
        ps_buffer_done(&l.values[role]);
    }
    if (status == PS_OK) {
        *ret_decisions = l.decisions;
    } else {
        ps_decisions_free(l.decisions);
        if (reterr) {
            *reterr = l.first;
        }
    }
    return status;
}

void ps_decisions_free(ps_decisions *decisions)
{
    if (decisions) {
        ps_arena_done(&decisions->arena);
        ps_buffer_done(&decisions->list);
        ps_index_done(&decisions->index);
        free(decisions);
    }
}

size_t ps_decisions_count(const ps_decisions *decisions)
{
    return decisions ? decisions->list.len / sizeof(entry) : 0;
}

const ps_decision *ps_decisions_find(const ps_decisions *decisions, const char *fingerprint,
                                     size_t *ret_index)
{
    const entry *found = decisions ? find(decisions, ps_str_from(fingerprint)) : NULL;
    if (found && ret_index) {
        *ret_index = (size_t)(found - (const entry *)(const void *)decisions->list.ptr);
    }
    return found ? &found->decision : NULL;
}
