/* libxlsxwriter, loaded when the first workbook is begun: with the library of ciphers that it
 * brings along, linking it took a tenth of the time of a small run. SPDX-License-Identifier:
 * Apache-2.0 */
#ifndef PS_REPORT_XLSX_LIBRARY_H
#define PS_REPORT_XLSX_LIBRARY_H

#include <xlsxwriter.h>

/** X(function): what is used of the library. */
#define PS_XLSX_FUNCTIONS(X)                                                                       \
    X(format_set_align)                                                                            \
    X(format_set_bg_color)                                                                         \
    X(format_set_bold)                                                                             \
    X(format_set_border)                                                                           \
    X(format_set_border_color)                                                                     \
    X(format_set_font_color)                                                                       \
    X(format_set_font_size)                                                                        \
    X(format_set_font_strikeout)                                                                   \
    X(format_set_indent)                                                                           \
    X(format_set_num_format)                                                                       \
    X(format_set_text_wrap)                                                                        \
    X(lxw_format_get_xf_index)                                                                     \
    X(lxw_workbook_free)                                                                           \
    X(workbook_add_format)                                                                         \
    X(workbook_add_worksheet)                                                                      \
    X(workbook_close)                                                                              \
    X(workbook_new_opt)                                                                            \
    X(workbook_set_properties)                                                                     \
    X(worksheet_autofilter)                                                                        \
    X(worksheet_data_validation_range)                                                             \
    X(worksheet_fit_to_pages)                                                                      \
    X(worksheet_freeze_panes)                                                                      \
    X(worksheet_gridlines)                                                                         \
    X(worksheet_print_area)                                                                        \
    X(worksheet_repeat_rows)                                                                       \
    X(worksheet_set_column)                                                                        \
    X(worksheet_set_footer)                                                                        \
    X(worksheet_set_landscape)                                                                     \
    X(worksheet_set_margins)                                                                       \
    X(worksheet_set_paper)                                                                         \
    X(worksheet_write_blank)                                                                       \
    X(worksheet_write_string)

typedef struct ps_xlsx_library {
#define X(name) __typeof__(&name) name;
    PS_XLSX_FUNCTIONS(X)
#undef X
} ps_xlsx_library;

/** The functions, after ps_xlsx_library_load(). */
extern ps_xlsx_library ps_xlsx;

/** @return 0 when the library is not there, or lacks a function. It stays loaded. Threads: any. */
int ps_xlsx_library_load(void);

#endif
