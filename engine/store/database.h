/* SQLite behind one door: a temporary database for what does not fit into memory.
 *
 * The file is SQLite's own temporary one: in $TMPDIR, readable by its owner alone, without a name
 * from the moment it is opened, so that it is gone with the process however that ends. Nothing is
 * journalled or synced: nobody reads it after a crash. A database and its statements belong to one
 * thread at a time, and to the process that opened them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_STORE_DATABASE_H
#define PS_STORE_DATABASE_H

#include "base/cleanup.h"
#include "procscreen/common.h"

typedef struct ps_database ps_database;
typedef struct ps_statement ps_statement;

/**
 * Open an empty temporary database.
 *
 * @param cache  Most KiB of it that stay in memory; what is above goes to the file.
 * @return PS_OK; PS_FATAL with PS_E_OPEN or PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_database_open_temporary(unsigned cache, ps_database **ret_database,
                                                ps_error *reterr);
/** Its statements must be freed before. Accepts NULL. */
void ps_database_close(ps_database *database);

/** Run statements that give no rows. @return PS_OK; PS_FATAL with PS_E_WRITE or PS_E_MEMORY. */
PS_CHECKED ps_status ps_database_run(ps_database *database, const char *sql, ps_error *reterr);

/** @param sql  One statement, with ? for each value. @return PS_OK or PS_FATAL. */
PS_CHECKED ps_status ps_statement_new(ps_database *database, const char *sql,
                                      ps_statement **ret_statement, ps_error *reterr);
void ps_statement_free(ps_statement *statement);
/** Begin anew with these integers in place of the question marks. @return PS_OK or PS_FATAL. */
PS_CHECKED ps_status ps_statement_start(ps_statement *statement, const int64_t *values,
                                        size_t count, ps_error *reterr);
/** @return PS_OK: there is a row; PS_END: there is none left, the statement is done; PS_FATAL. */
PS_CHECKED ps_status ps_statement_step(ps_statement *statement, ps_error *reterr);
/** A column of the row, from 0. */
int64_t ps_statement_integer(const ps_statement *statement, unsigned column);

#endif
