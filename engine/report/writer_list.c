/* The formats that reports are written in, in the order in which they are listed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/writer.h"

const ps_writer *const ps_writers[] = {
    &ps_writer_text, &ps_writer_ndjson, &ps_writer_json, &ps_writer_csv, &ps_writer_html,
    &ps_writer_xlsx, &ps_writer_xml,    &ps_writer_svrl, NULL,
};
