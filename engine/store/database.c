/* SPDX-License-Identifier: Apache-2.0 */
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/temporary.h"

struct ps_database {
    sqlite3 *handle;
};

struct ps_statement {
    sqlite3_stmt *handle;
};

static ps_status fail(sqlite3 *handle, ps_error_code code, const char *what, ps_error *reterr)
{
    if (!handle || sqlite3_errcode(handle) == SQLITE_NOMEM) {
        return ps_error_memory(reterr);
    }
    PS_IGNORE(ps_error_set(reterr, PS_FATAL, code, "cannot %s the temporary database: %s", what,
                           sqlite3_errmsg(handle)));
    ps_error_hint(reterr, PS_TEMPORARY_HINT);
    return PS_FATAL;
}

ps_status ps_database_open_temporary(unsigned cache, ps_database **ret_database, ps_error *reterr)
{
    ps_database *database = calloc(1, sizeof *database);
    if (!database) {
        return ps_error_memory(reterr);
    }
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2("", &database->handle, flags, NULL) != SQLITE_OK) {
        ps_status status = fail(database->handle, PS_E_OPEN, "open", reterr);
        ps_database_close(database);
        return status;
    }
    ps_buffer sql;
    ps_buffer_init(&sql, 0);
    /* temp_store: what sorting needs goes to files of the same kind, whatever the build says. */
    ps_buffer_printf(&sql,
                     "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;"
                     "PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-%u",
                     cache);
    ps_buffer_add_char(&sql, '\0');
    ps_status status =
        sql.failed ? ps_error_memory(reterr) : ps_database_run(database, sql.ptr, reterr);
    ps_buffer_done(&sql);
    if (status != PS_OK) {
        ps_database_close(database);
        return status;
    }
    *ret_database = database;
    return PS_OK;
}

void ps_database_close(ps_database *database)
{
    if (database) {
        (void)sqlite3_close(database->handle);
        free(database);
    }
}

ps_status ps_database_run(ps_database *database, const char *sql, ps_error *reterr)
{
    return sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK
               ? PS_OK
               : fail(database->handle, PS_E_WRITE, "write", reterr);
}

ps_status ps_statement_new(ps_database *database, const char *sql, ps_statement **ret_statement,
                           ps_error *reterr)
{
    ps_statement *statement = calloc(1, sizeof *statement);
    if (!statement) {
        return ps_error_memory(reterr);
    }
    if (sqlite3_prepare_v3(database->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->handle,
                           NULL) != SQLITE_OK) {
        free(statement);
        return fail(database->handle, PS_E_WRITE, "use", reterr);
    }
    *ret_statement = statement;
    return PS_OK;
}

void ps_statement_free(ps_statement *statement)
{
    if (statement) {
        (void)sqlite3_finalize(statement->handle);
        free(statement);
    }
}

ps_status ps_statement_start(ps_statement *statement, const int64_t *values, size_t count,
                             ps_error *reterr)
{
    (void)sqlite3_reset(statement->handle); /* tells again what the last step told */
    for (size_t i = 0; i < count; i++) {
        if (sqlite3_bind_int64(statement->handle, (int)i + 1, values[i]) != SQLITE_OK) {
            return fail(sqlite3_db_handle(statement->handle), PS_E_INTERNAL, "use", reterr);
        }
    }
    return PS_OK;
}

ps_status ps_statement_step(ps_statement *statement, ps_error *reterr)
{
    switch (sqlite3_step(statement->handle)) {
    case SQLITE_ROW:
        return PS_OK;
    case SQLITE_DONE:
        return PS_END;
    default: /* SQLite's codes, not ours */
        return fail(sqlite3_db_handle(statement->handle), PS_E_WRITE, "use", reterr);
    }
}

int64_t ps_statement_integer(const ps_statement *statement, unsigned column)
{
    return sqlite3_column_int64(statement->handle, (int)column);
}
