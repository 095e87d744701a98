/* SPDX-License-Identifier: Apache-2.0 */
#include "document/aside.h"

void ps_aside_init(ps_aside *aside, ps_prose *main)
{
    *aside = (ps_aside){.main = main};
    ps_buffer_init(&aside->text, 0);
    ps_prose_init(&aside->prose, &aside->text, main->limit);
}

void ps_aside_done(ps_aside *aside)
{
    ps_buffer_done(&aside->text);
}

void ps_aside_open(ps_aside *aside)
{
    aside->open++;
    ps_prose_paragraph(&aside->prose);
}

void ps_aside_close(ps_aside *aside)
{
    aside->open -= aside->open > 0;
    ps_prose_paragraph(&aside->prose);
}

ps_prose *ps_aside_prose(ps_aside *aside)
{
    return aside->open ? &aside->prose : aside->main;
}

void ps_aside_paragraph(ps_aside *aside)
{
    ps_prose *main = aside->main;
    ps_prose_paragraph(ps_aside_prose(aside));
    if (aside->open || !ps_prose_has_text(&aside->prose)) {
        return;
    }
    main->fresh = 0;
    ps_prose_paragraph(main);
    ps_prose_add_lines(main, ps_buffer_str(&aside->text));
    ps_prose_paragraph(main);
    main->full |= aside->prose.full;
    ps_buffer_clear(&aside->text);
    ps_prose_init(&aside->prose, &aside->text, main->limit);
}
