/* SPDX-License-Identifier: Apache-2.0 */
#include "report/spreadsheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/utf8.h"
#include "input/archive.h"
#include "xml/document.h"

enum {
    SHEETS_MOST = 256,
    RELATIONS_MOST = 1024,
    SERIAL_FIRST = 61,     /* 1900-03-01: before it, Excel counts a day that never was */
    SERIAL_LAST = 2958465, /* 9999-12-31 */
    SERIAL_ZERO = 25569,   /* 1970-01-01 */
    DAYS_TO_1904 = 1462,
    RATIO_FREE = 16 * 1024 * 1024
};

typedef struct sheet {
    ps_str name;
    ps_str relation; /* id of it */
} sheet;

typedef struct relation {
    ps_str id;
    ps_str part;
    int shared_texts;
} relation;

struct ps_spreadsheet {
    const char *path;
    ps_limits limits;
    ps_buffer bytes;
    ps_archive_budget budget;
    ps_arena arena;
    sheet sheets[SHEETS_MOST];
    size_t sheet_count;
    relation relations[RELATIONS_MOST];
    size_t relation_count;
    ps_buffer texts; /* ps_str: the shared ones */
    int from_1904;
};

/* What stands in it may be anything: it is one message for all of it. */
static ps_status refuse(const ps_spreadsheet *book, ps_error *reterr)
{
    PS_IGNORE(ps_error_set(reterr, PS_FAILED, PS_E_CONFIG, "this is no Excel workbook (.xlsx)"));
    ps_error_source(reterr, book->path);
    ps_error_hint(reterr, "save it as .xlsx, without a password");
    return PS_FAILED;
}

/* A fault of what is packed, as one of the workbook. */
static ps_status blame(const ps_spreadsheet *book, ps_status status, const char *part,
                       ps_error *reterr)
{
    ps_error cause = *reterr;
    if (status == PS_FATAL || cause.code == PS_E_LIMIT || cause.code == PS_E_MEMORY) {
        ps_error_source(reterr, book->path);
        ps_error_at(reterr, 0, 0); /* nobody sees the lines of what is packed */
        return cause.code == PS_E_MEMORY ? PS_FATAL : PS_FAILED;
    }
    PS_IGNORE(ps_error_set(reterr, PS_FAILED, PS_E_CONFIG, "the workbook is damaged: %s: %s", part,
                           cause.message));
    ps_error_source(reterr, book->path);
    ps_error_hint(reterr, "open it in a spreadsheet program and save it again");
    return PS_FAILED;
}

static ps_status no_room(const ps_spreadsheet *book, ps_error *reterr)
{
    if (book->arena.used >= book->arena.limit / 2) {
        return ps_error_limit(reterr, PS_FAILED, "decisions-text",
                              "the texts of the workbook take more than %llu bytes",
                              (unsigned long long)book->limits.decisions_text);
    }
    return ps_error_memory(reterr);
}

/* ---- parts */

/* Go to a part. @return PS_END when it is not there. */
static ps_status find_part(ps_spreadsheet *book, ps_str part, ps_archive **ret_archive,
                           ps_error *reterr)
{
    PS_CLEANUP(ps_archive_freep) ps_archive *archive = NULL;
    ps_archive_member member;
    ps_status status = ps_archive_open_bytes(PS_ARCHIVE_ZIP, ps_buffer_str(&book->bytes),
                                             &book->budget, &archive, reterr);
    book->budget.members = 0; /* it is gone through for each part */
    while (status == PS_OK &&
           ((status = ps_archive_next(archive, &member, reterr)) == PS_OK || status == PS_WARN)) {
        if (status == PS_OK && member.kind == PS_MEMBER_FILE && !member.encrypted &&
            ps_str_equal(member.name, part)) {
            *ret_archive = PS_TAKE(archive);
            return PS_OK;
        }
        status = PS_OK;
    }
    return status;
}

static ps_status parse_part(ps_spreadsheet *book, ps_str part, const ps_xml_handler *handler,
                            void *user, ps_error *reterr)
{
    PS_CLEANUP(ps_archive_freep) ps_archive *archive = NULL;
    const ps_xml_options options = {.limits = &book->limits};
    ps_xml_result result;
    char name[128];
    ps_error_copy(name, sizeof name, part);
    ps_status status = find_part(book, part, &archive, reterr);
    if (status == PS_OK) {
        status = ps_xml_parse(ps_archive_read, archive, &options, handler, user, &result, reterr);
        if (status == PS_FAILED && ps_archive_error(archive)->code != PS_E_NONE) {
            *reterr = *ps_archive_error(archive);
        }
    }
    return status == PS_OK || status == PS_END ? status : blame(book, status, name, reterr);
}

static ps_str value_of(const ps_xml_attr *attrs, size_t count, const char *local)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(attrs[i].local, local) == 0) {
            return (ps_str){attrs[i].value, (size_t)(attrs[i].value_end - attrs[i].value)};
        }
    }
    return PS_NO_STR;
}

/* Keep what the parts make, or end the parse. */
static ps_str keep_all(ps_spreadsheet *book, ps_xml_parser *parser, const ps_str *parts,
                       size_t count)
{
    ps_str copy = ps_arena_concat(&book->arena, parts, count);
    if (!copy.ptr) {
        ps_error error = {0};
        PS_IGNORE(no_room(book, &error));
        ps_xml_stop(parser, &error);
    }
    return copy;
}

static ps_str keep(ps_spreadsheet *book, ps_xml_parser *parser, ps_str text)
{
    return keep_all(book, parser, &text, 1);
}

static void pass_over(void *user, ps_xml_parser *parser)
{
    (void)user;
    (void)parser;
}

static void pass_over_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    (void)user;
    (void)parser;
    (void)piece;
}

/* ---- the workbook's own part: names of sheets, what days are counted from */

static int is_yes(ps_str value)
{
    return ps_str_is(value, "1") || ps_str_is(value, "true");
}

static void start_in_workbook(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                              const ps_xml_attr *attrs, size_t count)
{
    ps_spreadsheet *book = user;
    (void)uri;
    if (strcmp(local, "workbookPr") == 0) {
        book->from_1904 = is_yes(value_of(attrs, count, "date1904"));
    } else if (strcmp(local, "sheet") == 0 && book->sheet_count < SHEETS_MOST) {
        /* Two attributes may be called id: that of the relation has a namespace. */
        ps_str id = PS_NO_STR;
        for (size_t i = 0; i < count; i++) {
            id = strcmp(attrs[i].local, "id") == 0 && attrs[i].uri ? value_of(&attrs[i], 1, "id")
                                                                   : id;
        }
        book->sheets[book->sheet_count++] =
            (sheet){keep(book, parser, value_of(attrs, count, "name")), keep(book, parser, id)};
    }
}

/* ---- where its parts are */

static void start_in_relations(void *user, ps_xml_parser *parser, const char *local,
                               const char *uri, const ps_xml_attr *attrs, size_t count)
{
    ps_spreadsheet *book = user;
    ps_str target = value_of(attrs, count, "Target");
    (void)uri;
    if (strcmp(local, "Relationship") != 0 || book->relation_count == RELATIONS_MOST ||
        ps_str_is(value_of(attrs, count, "TargetMode"), "External")) {
        return;
    }
    int absolute = ps_str_starts(target, PS_STR("/"));
    const ps_str parts[] = {absolute ? PS_NO_STR : PS_STR("xl/"),
                            ps_str_slice(target, absolute ? 1 : 0, target.len)};
    book->relations[book->relation_count++] = (relation){
        .id = keep(book, parser, value_of(attrs, count, "Id")),
        .part = keep_all(book, parser, parts, PS_COUNT(parts)),
        .shared_texts = ps_str_ends(value_of(attrs, count, "Type"), PS_STR("/sharedStrings"))};
}

/* ---- texts */

/* The text of a cell or of a shared string: what is in its <v> or <t>, but for how it is spoken. */
typedef struct capture {
    ps_buffer text;
    size_t depth;  /* elements that are open */
    size_t whole;  /* depth of what is captured of; 0: nothing is */
    size_t piece;  /* depth of a <v> or <t> */
    size_t spoken; /* depth of a <rPh> */
} capture;

static void capture_start(capture *c, const char *local, const char *whole)
{
    c->depth++;
    if (!c->whole && strcmp(local, whole) == 0) {
        c->whole = c->depth;
        ps_buffer_clear(&c->text);
    } else if (c->whole && !c->spoken && strcmp(local, "rPh") == 0) {
        c->spoken = c->depth;
    } else if (c->whole && !c->spoken && !c->piece &&
               (strcmp(local, "t") == 0 || strcmp(local, "v") == 0)) {
        c->piece = c->depth;
    }
}

/* @return 1 when what is captured has ended. */
static int capture_end(capture *c)
{
    size_t depth = c->depth--;
    c->piece = c->piece == depth ? 0 : c->piece;
    c->spoken = c->spoken == depth ? 0 : c->spoken;
    if (c->whole != depth) {
        return 0;
    }
    c->whole = 0;
    return 1;
}

/* Excel takes 32767 characters a cell; what is longer is no cell's. */
static void capture_text(capture *c, ps_xml_parser *parser, ps_str piece)
{
    enum { BYTES_MOST = 4 * 32767 };
    if (!c->piece) {
        return;
    }
    ps_buffer_add_str(&c->text, piece);
    if (c->text.failed || c->text.len > BYTES_MOST) {
        ps_error error = {0};
        PS_IGNORE(c->text.failed ? ps_error_memory(&error)
                                 : ps_error_set(&error, PS_FAILED, PS_E_DAMAGED,
                                                "a cell has more text than Excel takes"));
        ps_xml_stop(parser, &error);
    }
}

static int hex_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* "_x000D_" is how Excel writes a character that XML cannot hold. @return 0 when it is no such. */
static uint32_t escaped_at(ps_str text, size_t at)
{
    uint32_t code = 0;
    if (text.len - at < 7 || text.ptr[at + 1] != 'x' || text.ptr[at + 6] != '_') {
        return 0;
    }
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = hex_of(text.ptr[i]);
        if (digit < 0) {
            return 0;
        }
        code = code * 16 + (uint32_t)digit;
    }
    return code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code;
}

/* In place: what is read is never shorter than what it stands for. */
static void unescape(ps_buffer *buffer)
{
    ps_str text = ps_buffer_str(buffer);
    size_t used = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t code = text.ptr[at] == '_' ? escaped_at(text, at) : 0;
        if (code) {
            used += ps_utf8_encode(code, buffer->ptr + used);
            at += 7;
        } else {
            buffer->ptr[used++] = text.ptr[at++];
        }
    }
    buffer->len = used;
}

typedef struct texts_reading {
    ps_spreadsheet *book;
    capture capture;
} texts_reading;

static void start_in_texts(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                           const ps_xml_attr *attrs, size_t count)
{
    texts_reading *r = user;
    (void)parser;
    (void)uri;
    (void)attrs;
    (void)count;
    capture_start(&r->capture, local, "si");
}

static void end_in_texts(void *user, ps_xml_parser *parser)
{
    texts_reading *r = user;
    if (capture_end(&r->capture)) {
        unescape(&r->capture.text);
        ps_str text = keep(r->book, parser, ps_buffer_str(&r->capture.text));
        ps_buffer_add(&r->book->texts, (const char *)&text, sizeof text);
        if (r->book->texts.failed) {
            ps_error error = {0};
            PS_IGNORE(ps_error_limit(&error, PS_FAILED, "decisions-text",
                                     "the workbook has too many texts"));
            ps_xml_stop(parser, &error);
        }
    }
}

static void text_in_texts(void *user, ps_xml_parser *parser, ps_str piece)
{
    texts_reading *r = user;
    capture_text(&r->capture, parser, piece);
}

static ps_status read_texts(ps_spreadsheet *book, ps_error *reterr)
{
    static const ps_xml_handler handler = {
        .start = start_in_texts, .end = end_in_texts, .text = text_in_texts};
    texts_reading reading = {.book = book};
    ps_status status = PS_OK;
    ps_buffer_init(&reading.capture.text, 0);
    for (size_t i = 0; i < book->relation_count; i++) {
        if (book->relations[i].shared_texts) {
            status = parse_part(book, book->relations[i].part, &handler, &reading, reterr);
            break;
        }
    }
    ps_buffer_done(&reading.capture.text);
    return status == PS_END ? refuse(book, reterr) : status;
}

/* ---- cells */

typedef struct cells_reading {
    ps_spreadsheet *book;
    ps_spreadsheet_cell_fn cell;
    void *user;
    capture capture;
    uint64_t row;
    uint64_t column; /* of the cell that is open, or comes next */
    char type[12];   /* of the cell that is open */
    int is_formula;
} cells_reading;

static void stop_damaged(ps_xml_parser *parser, const char *message)
{
    ps_error error = {0};
    PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_DAMAGED, "%s", message));
    ps_xml_stop(parser, &error);
}

/* The column of "AB12" from 0; what is past the last for what is no reference. */
static uint64_t column_of(ps_str reference)
{
    uint64_t column = 0;
    size_t i = 0;
    for (; i < reference.len && i < 3 && reference.ptr[i] >= 'A' && reference.ptr[i] <= 'Z'; i++) {
        column = column * 26 + (uint64_t)(reference.ptr[i] - 'A' + 1);
    }
    return i ? column - 1 : PS_SPREADSHEET_COLUMNS;
}

static void start_in_cells(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                           const ps_xml_attr *attrs, size_t count)
{
    cells_reading *r = user;
    ps_str place = value_of(attrs, count, "r");
    (void)uri;
    if (strcmp(local, "row") == 0 && !r->capture.whole) {
        uint64_t before = r->row++;
        r->column = 0;
        if (r->row > PS_SPREADSHEET_ROWS ||
            (place.ptr &&
             (!ps_str_to_uint(place, PS_SPREADSHEET_ROWS, &r->row) || r->row <= before))) {
            stop_damaged(parser, "its rows are not in order");
        }
    } else if (strcmp(local, "c") == 0 && !r->capture.whole) {
        r->column = place.ptr ? column_of(place) : r->column;
        ps_error_copy(r->type, sizeof r->type, value_of(attrs, count, "t"));
        r->is_formula = 0;
        if (!r->row || r->column >= PS_SPREADSHEET_COLUMNS) {
            stop_damaged(parser, "a cell stands nowhere");
        }
    }
    r->is_formula |= r->capture.whole && strcmp(local, "f") == 0;
    capture_start(&r->capture, local, "c");
}

/* The text of the cell that has ended; ptr NULL when it refers to one that is not there. */
static ps_str text_of_cell(cells_reading *r)
{
    const ps_str *texts = (const void *)r->book->texts.ptr;
    uint64_t number = 0;
    ps_str text = ps_buffer_str(&r->capture.text);
    if (strcmp(r->type, "s") == 0) {
        size_t most = r->book->texts.len / sizeof *texts;
        return most && ps_str_to_uint(text, most - 1, &number) ? texts[number] : PS_NO_STR;
    }
    if (strcmp(r->type, "inlineStr") == 0 || strcmp(r->type, "str") == 0) {
        unescape(&r->capture.text);
    }
    return ps_buffer_str(&r->capture.text);
}

static void end_in_cells(void *user, ps_xml_parser *parser)
{
    cells_reading *r = user;
    if (!capture_end(&r->capture)) {
        return;
    }
    if (r->capture.text.len || r->is_formula) {
        ps_spreadsheet_cell cell = {.row = (uint32_t)r->row,
                                    .column = (uint32_t)r->column,
                                    .is_number = !r->type[0] || strcmp(r->type, "n") == 0,
                                    .is_formula = r->is_formula,
                                    .text = text_of_cell(r)};
        if (!cell.text.ptr && r->capture.text.len) {
            stop_damaged(parser, "a cell refers to a text that is not there");
            return;
        }
        r->cell(r->user, &cell);
    }
    r->column++;
}

static void text_in_cells(void *user, ps_xml_parser *parser, ps_str piece)
{
    cells_reading *r = user;
    capture_text(&r->capture, parser, piece);
}

ps_status ps_spreadsheet_read(ps_spreadsheet *book, size_t index, ps_spreadsheet_cell_fn cell,
                              void *user, ps_error *reterr)
{
    static const ps_xml_handler handler = {
        .start = start_in_cells, .end = end_in_cells, .text = text_in_cells};
    cells_reading reading = {.book = book, .cell = cell, .user = user};
    ps_status status = PS_END;
    ps_buffer_init(&reading.capture.text, 0);
    for (size_t i = 0; i < book->relation_count; i++) {
        if (ps_str_equal(book->relations[i].id, book->sheets[index].relation)) {
            status = parse_part(book, book->relations[i].part, &handler, &reading, reterr);
            break;
        }
    }
    ps_buffer_done(&reading.capture.text);
    return status == PS_END ? refuse(book, reterr) : status;
}

/* ---- the whole */

static ps_status read_frame(ps_spreadsheet *book, ps_error *reterr)
{
    static const ps_xml_handler workbook = {
        .start = start_in_workbook, .end = pass_over, .text = pass_over_text};
    static const ps_xml_handler relations = {
        .start = start_in_relations, .end = pass_over, .text = pass_over_text};
    ps_status status = parse_part(book, PS_STR("xl/workbook.xml"), &workbook, book, reterr);
    if (status == PS_OK) {
        status = parse_part(book, PS_STR("xl/_rels/workbook.xml.rels"), &relations, book, reterr);
    }
    return status == PS_END ? refuse(book, reterr) : status;
}

static ps_status read_packed(ps_spreadsheet *book, ps_error *reterr)
{
    ps_error error;
    size_t most = (size_t)book->limits.decisions_bytes;
    ps_status status = ps_file_read(book->path, most, &book->bytes, &error);
    if (status == PS_FAILED && error.code == PS_E_LIMIT) {
        PS_IGNORE(ps_error_limit(&error, PS_FAILED, "decisions-bytes",
                                 "it is larger than %zu bytes", most));
        ps_error_source(&error, book->path);
    }
    if (status != PS_OK && reterr) {
        *reterr = error;
    }
    return status;
}

ps_status ps_spreadsheet_open(const char *path, const ps_limits *limits, ps_spreadsheet **ret_book,
                              ps_error *reterr)
{
    PS_CLEANUP(ps_spreadsheet_freep) ps_spreadsheet *book = calloc(1, sizeof *book);
    if (!book) {
        return ps_error_memory(reterr);
    }
    book->path = path;
    book->limits = *limits;
    book->budget = (ps_archive_budget){.prefix = "decisions",
                                       .members_most = limits->decisions_members,
                                       .bytes_most = limits->decisions_bytes,
                                       .ratio_most = limits->decisions_ratio,
                                       .ratio_free = RATIO_FREE};
    ps_buffer_init(&book->bytes, 0);
    ps_buffer_init(&book->texts, limits->decisions_text);
    ps_arena_init(&book->arena, limits->decisions_text);
    ps_status status = read_packed(book, reterr);
    if (status == PS_OK && ps_archive_recognise(ps_buffer_str(&book->bytes)) != PS_ARCHIVE_ZIP) {
        return refuse(book, reterr);
    }
    if (status == PS_OK) {
        status = read_frame(book, reterr);
    }
    if (status == PS_OK) {
        status = read_texts(book, reterr);
    }
    if (status == PS_OK) {
        *ret_book = PS_TAKE(book);
    }
    return status;
}

void ps_spreadsheet_free(ps_spreadsheet *book)
{
    if (book) {
        ps_buffer_done(&book->bytes);
        ps_buffer_done(&book->texts);
        ps_arena_done(&book->arena);
        free(book);
    }
}

ps_str ps_spreadsheet_name(const ps_spreadsheet *book, size_t index)
{
    return index < book->sheet_count ? book->sheets[index].name : PS_NO_STR;
}

/* The time of day behind the point is not asked for. */
ps_day ps_spreadsheet_day(const ps_spreadsheet *book, ps_str number)
{
    uint64_t serial;
    size_t point = ps_str_find(number, PS_STR("."));
    if (!ps_str_to_uint(ps_str_slice(number, 0, point == SIZE_MAX ? number.len : point),
                        SERIAL_LAST, &serial)) {
        return PS_NO_DAY;
    }
    serial += book->from_1904 ? DAYS_TO_1904 : 0;
    return serial >= SERIAL_FIRST && serial <= SERIAL_LAST ? (ps_day)(serial - SERIAL_ZERO)
                                                           : PS_NO_DAY;
}
