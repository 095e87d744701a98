/* Reading the cells of a workbook (.xlsx: ECMA-376 part 1, 18) that another program has saved:
 * texts that are shared or stand in their cells, numbers, what formulas came to. Styles, formulas
 * and what else is in it are passed over.
 *
 * The packed file and the shared texts are in memory, cells are told one by one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_SPREADSHEET_H
#define PS_REPORT_SPREADSHEET_H

#include "base/cleanup.h"
#include "base/str.h"
#include "procscreen/limits.h"
#include "procscreen/record.h"

enum { PS_SPREADSHEET_ROWS = 1048576, PS_SPREADSHEET_COLUMNS = 16384 };

typedef struct ps_spreadsheet ps_spreadsheet;

/** A cell that is not empty. */
typedef struct ps_spreadsheet_cell {
    uint32_t row;    /* from 1 */
    uint32_t column; /* from 0 */
    int is_number;   /* a day is one, too */
    int is_formula;  /* the text is what it came to; empty where no program has reckoned it */
    ps_str text;     /* valid during the call */
} ps_spreadsheet_cell;

typedef void (*ps_spreadsheet_cell_fn)(void *user, const ps_spreadsheet_cell *cell);

/**
 * @param limits  decisions-bytes, -members, -ratio and -text.
 * @return PS_OK; PS_FAILED with PS_E_OPEN, PS_E_READ, PS_E_CONFIG (it is no workbook, or a damaged
 * one) or PS_E_LIMIT; PS_FATAL, PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_spreadsheet_open(const char *path, const ps_limits *limits,
                                         ps_spreadsheet **ret_book, ps_error *reterr);
/** NULL is allowed. */
void ps_spreadsheet_free(ps_spreadsheet *book);
PS_DEFINE_CLEANUP(ps_spreadsheet *, ps_spreadsheet_free)

/** The name of the sheet at `index`; ptr NULL past the last. */
ps_str ps_spreadsheet_name(const ps_spreadsheet *book, size_t index);
/** Tell the cells of a sheet, row by row. @return as ps_spreadsheet_open(). */
PS_CHECKED ps_status ps_spreadsheet_read(ps_spreadsheet *book, size_t index,
                                         ps_spreadsheet_cell_fn cell, void *user, ps_error *reterr);
/** The day that a number stands for in this workbook; PS_NO_DAY when it is none. */
ps_day ps_spreadsheet_day(const ps_spreadsheet *book, ps_str number);

#endif
