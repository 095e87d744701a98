/* The index of a folder of contracts: which file is the contract of which id, as a table that a
 * spreadsheet writes. SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "base/utf8.h"
#include "input/beneath.h"
#include "screen/contracts_model.h"

enum { INDEX_BYTES = 64 * 1024 * 1024, COLUMNS = 16, PIECE = 65536 };

typedef enum column { ID, FILE_NAME, SUPPLIER, COLUMN_COUNT } column;

static const char *const column_names[COLUMN_COUNT] = {"contract id", "file", "supplier id"};

typedef struct table {
    ps_contracts *contracts;
    ps_str rest;
    char separator;
    uint64_t line; /* of the row at hand */
    uint64_t next_line;
    ps_str cells[COLUMNS];
    size_t count;
    size_t columns;             /* of the header */
    size_t place[COLUMN_COUNT]; /* of each column, from 1; 0: not there */
    char *indexed;
    ps_error *reterr;
} table;

static void complain(table *t, const char *message, ps_str what, const char *hint)
{
    ps_error error;
    ps_contracts *c = t->contracts;
    PS_IGNORE(what.ptr ? ps_error_set(&error, PS_FATAL, PS_E_CONFIG, "%s: \"%.*s\"", message,
                                      PS_FMT(ps_str_cut(what, 200)))
                       : ps_error_set(&error, PS_FATAL, PS_E_CONFIG, "%s", message));
    ps_buffer path;
    ps_buffer_init(&path, 0);
    ps_buffer_printf(&path, "%s/%s%c", c->folder, PS_CONTRACTS_INDEX, '\0');
    ps_error_source(&error, path.failed ? PS_CONTRACTS_INDEX : path.ptr);
    ps_buffer_done(&path);
    ps_error_at(&error, t->line, 0);
    if (hint) {
        ps_error_hint(&error, "%s", hint);
    }
    if (c->problem) {
        c->problem(c->user, PS_FATAL, &error);
    }
    c->failed = 1;
}

/* ---- cells ---- */

/* A cell in quotation marks; a doubled one in it stands for one. 0: it does not end. */
static int take_quoted(table *t, ps_buffer *into)
{
    size_t i = 1;
    for (;; i++) {
        if (i >= t->rest.len) {
            return 0;
        }
        char c = t->rest.ptr[i];
        if (c == '"') {
            if (i + 1 >= t->rest.len || t->rest.ptr[i + 1] != '"') {
                break;
            }
            i++;
        }
        t->next_line += c == '\n';
        ps_buffer_add_char(into, c);
    }
    t->rest = ps_str_slice(t->rest, i + 1, t->rest.len);
    return 1;
}

static size_t cell_length(const table *t)
{
    size_t i = 0;
    while (i < t->rest.len && t->rest.ptr[i] != t->separator && t->rest.ptr[i] != '\n') {
        i++;
    }
    return i;
}

/* PS_END: that was the last of its row. */
static ps_status take_cell(table *t)
{
    ps_buffer quoted;
    int whole = 1;
    ps_buffer_init(&quoted, 0);
    if (t->rest.len && t->rest.ptr[0] == '"') {
        whole = take_quoted(t, &quoted);
    }
    size_t len = whole ? cell_length(t) : t->rest.len;
    ps_str plain = ps_str_trim(ps_str_slice(t->rest, 0, len));
    ps_buffer_add_str(&quoted, plain);
    ps_str cell = ps_arena_str(&t->contracts->arena, ps_str_trim(ps_buffer_str(&quoted)));
    int failed = quoted.failed || !cell.ptr;
    ps_buffer_done(&quoted);
    if (failed) {
        return ps_error_memory(t->reterr);
    }
    if (!whole) {
        complain(t, "a quotation mark is not closed", PS_NO_STR, NULL);
    }
    if (t->count < COLUMNS) {
        t->cells[t->count] = cell;
    }
    t->count++;
    int more = len < t->rest.len && t->rest.ptr[len] == t->separator;
    t->next_line += len < t->rest.len && !more;
    t->rest = ps_str_slice(t->rest, len < t->rest.len ? len + 1 : len, t->rest.len);
    return more ? PS_OK : PS_END;
}

static ps_status take_row(table *t)
{
    ps_status status = PS_OK;
    t->line = t->next_line;
    t->count = 0;
    while (status == PS_OK) {
        status = take_cell(t);
    }
    return status == PS_END ? PS_OK : status;
}

static int is_empty(const table *t)
{
    for (size_t i = 0; i < t->count && i < COLUMNS; i++) {
        if (t->cells[i].len) {
            return 0;
        }
    }
    return t->count <= COLUMNS;
}

/* ---- rows ---- */

static int find_column(ps_str name, size_t *ret_column)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (ps_str_equal_ascii_case(name, ps_str_from(column_names[i]))) {
            *ret_column = i;
            return 1;
        }
    }
    return 0;
}

static void read_header(table *t)
{
    static const char hint[] = "the first line is: contract id,file,supplier id";
    t->columns = t->count;
    for (size_t i = 0; i < t->count && i < COLUMNS; i++) {
        size_t at;
        if (!find_column(t->cells[i], &at)) {
            complain(t, "unknown column", t->cells[i], hint);
        } else if (t->place[at]) {
            complain(t, "the column is there twice", t->cells[i], hint);
        } else {
            t->place[at] = i + 1;
        }
    }
    if (t->count > COLUMNS || !t->place[ID] || !t->place[FILE_NAME]) {
        complain(t, "the columns \"contract id\" and \"file\" are needed", PS_NO_STR, hint);
    }
}

static ps_str cell(const table *t, column which)
{
    return t->place[which] ? t->cells[t->place[which] - 1] : PS_NO_STR;
}

static ps_status read_row(table *t)
{
    ps_contracts *c = t->contracts;
    ps_buffer path;
    if (t->count != t->columns) {
        complain(t, "the row has not as many cells as the first line", PS_NO_STR,
                 "put cells that hold a comma in quotation marks");
        return PS_OK;
    }
    ps_str id = cell(t, ID);
    ps_str name = cell(t, FILE_NAME);
    if (!id.len || !name.len) {
        complain(t, id.len ? "the row names no file" : "the row has no contract id", PS_NO_STR,
                 NULL);
        return PS_OK;
    }
    ps_buffer_init(&path, 0);
    const char *why = ps_beneath_path(name, 0, &path);
    uint32_t file = why ? UINT32_MAX : ps_contracts_find_path(c, ps_str_from(path.ptr));
    ps_buffer_done(&path);
    if (file == UINT32_MAX) {
        complain(t, why ? why : "the folder has no such file", name,
                 "files are named by their path below the folder; links and hidden files do not "
                 "count");
        return PS_OK;
    }
    t->indexed[file] = 1;
    return ps_contracts_add_row(c, id, file, cell(t, SUPPLIER), t->reterr);
}

static ps_status read_table(table *t)
{
    ps_status status = take_row(t);
    if (status == PS_OK) {
        read_header(t);
    }
    while (status == PS_OK && !t->contracts->failed && t->rest.len) {
        status = take_row(t);
        if (status == PS_OK && !is_empty(t)) {
            status = read_row(t);
        }
    }
    return status;
}

/* ---- the file ---- */

static int is_utf8(ps_str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t length = ps_utf8_length((const unsigned char *)text.ptr + i, text.len - i);
        if (!length) {
            return 0;
        }
        i += length;
    }
    return 1;
}

/* In countries with a decimal comma, spreadsheets part cells with a semicolon. */
static char separator_of(ps_str text)
{
    size_t end = ps_str_find(text, PS_STR("\n"));
    ps_str first = end == SIZE_MAX ? text : ps_str_slice(text, 0, end);
    int semicolon = ps_str_find(first, PS_STR(";")) != SIZE_MAX;
    return semicolon && ps_str_find(first, PS_STR(",")) == SIZE_MAX ? ';' : ',';
}

static ps_status load(int fd, ps_buffer *bytes, ps_error *reterr)
{
    for (;;) {
        char *room = ps_buffer_reserve(bytes, PIECE);
        ssize_t got = room ? read(fd, room, PIECE) : -1;
        if (!room) {
            return ps_error_memory(reterr);
        }
        if (got == 0) {
            return PS_OK;
        }
        if (got < 0 && errno != EINTR) {
            return ps_error_set(reterr, PS_FAILED, PS_E_READ, "%s", strerror(errno));
        }
        bytes->len += got > 0 ? (size_t)got : 0;
        if (bytes->len > INDEX_BYTES) {
            return ps_error_set(reterr, PS_FAILED, PS_E_READ, "it has more than %d bytes",
                                (int)INDEX_BYTES);
        }
    }
}

static ps_status read_bytes(table *t, int fd)
{
    ps_buffer bytes;
    ps_error error = {0};
    ps_buffer_init(&bytes, 0);
    ps_status status = load(fd, &bytes, &error);
    if (status == PS_FAILED) {
        complain(t, "the index cannot be read", ps_str_from(error.message), NULL);
        status = PS_OK;
    } else if (status == PS_OK) {
        t->rest = ps_buffer_str(&bytes);
        if (ps_str_starts(t->rest, PS_STR("\xEF\xBB\xBF"))) {
            t->rest = ps_str_slice(t->rest, 3, t->rest.len);
        }
        t->separator = separator_of(t->rest);
        if (is_utf8(t->rest)) {
            status = read_table(t);
        } else {
            complain(t, "the index is not UTF-8", PS_NO_STR, "save it as \"CSV UTF-8\"");
        }
    } else if (t->reterr) {
        *t->reterr = error;
    }
    ps_buffer_done(&bytes);
    return status;
}

ps_status ps_contracts_read_index(ps_contracts *contracts, char *indexed, ps_error *reterr)
{
    int fd;
    table t = {
        .contracts = contracts, .next_line = 1, .line = 1, .indexed = indexed, .reterr = reterr};
    const char *why = ps_beneath_open(contracts->fd, PS_CONTRACTS_INDEX, &fd);
    if (!why) {
        ps_status status = read_bytes(&t, fd);
        (void)close(fd);
        return status;
    }
    if (strcmp(why, "there is no such file") != 0) {
        complain(&t, "the index cannot be opened", ps_str_from(why), NULL);
    }
    return PS_OK;
}
