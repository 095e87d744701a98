/* Plain text, and tables of it (CSV): the lines as they are.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "document/encoding.h"

ps_status ps_read_plain(ps_reading *reading, ps_str bytes, ps_error *reterr)
{
    ps_buffer room;
    ps_str text;
    ps_buffer_init(&room, (size_t)reading->limits->attachment_text);
    ps_status status =
        ps_encoding_decode(reading, bytes, ps_str_from(reading->encoding), &room, &text, reterr);
    if (status == PS_OK) {
        ps_prose_add_lines(&reading->prose, text);
    }
    ps_buffer_done(&room);
    return status;
}
