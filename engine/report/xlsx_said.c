/* What the cells say, in the workbook's language.
 *
 * What the engine and the packs say comes in English and again and again: what it is in another
 * language is remembered. SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "report/html.h"
#include "report/xlsx.h"

enum { REMEMBERED_BYTES = 1 << 20 };

void ps_xlsx_said_init(ps_xlsx_document *document, ps_lang lang, const ps_packs *packs)
{
    document->lang = lang;
    document->book.no_memory |= !ps_phrases_init(&document->phrases, lang, packs);
    ps_buffer_init(&document->said, 0);
    ps_buffer_init(&document->question, 0);
    document->book.no_memory |=
        lang != PS_LANG_EN &&
        ps_memo_init(&document->remembered, REMEMBERED_BYTES, 0, NULL) != PS_OK;
}

void ps_xlsx_said_done(ps_xlsx_document *document)
{
    ps_memo_done(&document->remembered);
    ps_buffer_done(&document->said);
    ps_buffer_done(&document->question);
    ps_phrases_done(&document->phrases);
}

/* Until it is asked for the next one. */
static ps_str said(ps_xlsx_document *document, ps_said kind, ps_str text)
{
    ps_memo *memo = &document->remembered;
    if (document->lang == PS_LANG_EN || !memo->slots || !text.len) {
        return text;
    }
    ps_buffer *question = &document->question;
    ps_buffer_clear(question);
    ps_buffer_add_char(question, (char)('a' + kind));
    ps_buffer_add_str(question, text);
    document->book.no_memory |= question->failed;
    ps_memo_settle(memo);
    const ps_str *known = ps_memo_find(memo, ps_buffer_str(question));
    if (known) {
        return *known;
    }
    ps_str words = ps_phrase(&document->said, &document->phrases, kind, text);
    ps_arena *arena = ps_memo_room(memo);
    ps_str *kept = arena ? ps_arena_alloc(arena, sizeof *kept) : NULL;
    if (kept) {
        *kept = ps_memo_share(memo, words);
        if (kept->ptr) {
            ps_memo_keep(memo, kept);
        }
    }
    return words;
}

void ps_xlsx_said(ps_xlsx_document *document, ps_sheet *sheet, size_t column, ps_said kind,
                  ps_str text)
{
    ps_sheet_text(sheet, column, said(document, kind, text));
}

/* The words of the ndjson report in English, those of the html report in other languages. */
void ps_xlsx_name(ps_sheet *sheet, size_t column, const char *prefix, const char *name,
                  ps_look look)
{
    ps_lang lang = sheet->book->lang;
    ps_sheet_name(sheet, column,
                  lang == PS_LANG_EN ? ps_str_from(name) : ps_html_word_of(prefix, name, lang),
                  look);
}

ps_str ps_xlsx_pack_name(const ps_xlsx_document *document, ps_pack_text_kind kind, ps_str id)
{
    return document->lang == PS_LANG_EN ? id : ps_phrases_name(&document->phrases, kind, id);
}

void ps_xlsx_severity(ps_sheet *sheet, size_t column, ps_severity severity)
{
    ps_xlsx_name(sheet, column, "severity", ps_severity_name(severity),
                 severity == PS_SEVERITY_HIGH     ? PS_LOOK_ALARM
                 : severity == PS_SEVERITY_MEDIUM ? PS_LOOK_STRONG
                                                  : PS_LOOK_TEXT);
}

static void add_separator(ps_xlsx_document *document, size_t before)
{
    const char *separator = ps_book_word_text(PS_BOOK_SEMICOLON, document->lang);
    ps_buffer_add_text(&document->joined, before ? separator : "");
}

void ps_xlsx_joined(ps_xlsx_document *document, ps_sheet *sheet, size_t column, const ps_str *texts,
                    size_t count)
{
    ps_buffer_clear(&document->joined);
    for (size_t i = 0; i < count; i++) {
        add_separator(document, i);
        ps_buffer_add_str(&document->joined, texts[i]);
    }
    ps_sheet_text(sheet, column, ps_buffer_str(&document->joined));
}

void ps_xlsx_laws(ps_xlsx_document *document, ps_sheet *sheet, size_t column,
                  const ps_str *citations, size_t count)
{
    ps_buffer_clear(&document->joined);
    for (size_t i = 0; i < count; i++) {
        add_separator(document, i);
        ps_buffer_add_str(&document->joined, said(document, PS_SAID_LAW, citations[i]));
    }
    ps_sheet_text(sheet, column, ps_buffer_str(&document->joined));
}

void ps_xlsx_evidence(ps_xlsx_document *document, ps_sheet *sheet, size_t column,
                      const ps_evidence *evidence, size_t count)
{
    ps_buffer *joined = &document->joined;
    ps_buffer_clear(joined);
    for (size_t i = 0; i < count; i++) {
        add_separator(document, i);
        ps_buffer_add_str(joined, said(document, PS_SAID_FIELD, evidence[i].field));
        ps_buffer_add_text(joined, ps_book_word_text(PS_BOOK_COLON, document->lang));
        ps_buffer_add_str(joined, evidence[i].quote);
    }
    ps_sheet_text(sheet, column, ps_buffer_str(joined));
}
