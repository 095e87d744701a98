/* The dossier while it is composed: what is kept of the record, what screening says, and the
 * document that comes of both.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOSSIER_COMPOSE_H
#define PS_DOSSIER_COMPOSE_H

#include "dossier/paper.h"
#include "dossier/words.h"
#include "procscreen/dossier.h"
#include "report/doc.h"
#include "report/phrases.h"

/** What screening does not tell of an item; texts are absent where the record is silent. */
typedef struct ps_dossier_item {
    ps_str description;
    ps_str brand;
    ps_str model;
    ps_str parts;
    ps_str codes;
    ps_str quantity;
    ps_str price;
    ps_str country;
} ps_dossier_item;

/** The same of a party. */
typedef struct ps_dossier_party {
    ps_str aliases;
    ps_str idents;
    ps_str country;
} ps_dossier_party;

struct ps_dossier {
    const ps_packs *packs;
    ps_lang lang;
    ps_phrases phrases; /* in that language */
    ps_day as_of;
    ps_day today;
    uint64_t most_items;
    ps_doc law;     /* what the packs hold */
    ps_arena arena; /* of the next three */
    ps_dossier_item *items;
    size_t item_count;
    ps_dossier_party supplier;
    ps_paper paper;
    int composed;
    ps_str supplier_key; /* of the record that was composed, in `arena` */
    size_t audit;        /* number of the paragraph about the supplier's last audit */

    /* While composing. */
    const ps_screened *screened;
    const ps_finding *findings;
    size_t finding_count;
    ps_day day;     /* whose law is told */
    ps_buffer line; /* the sentence that is being made */
    ps_buffer said; /* what is said in the document's language */
    unsigned section;
    unsigned drafts; /* suggested clauses so far */
};

/* ---- compose.c: the pieces that sections are made of */

ps_str ps_compose_word(const ps_dossier *d, ps_word word);
/** A numbered heading. */
void ps_compose_section(ps_dossier *d, ps_word word);
/** Add the sentence in `line` as a paragraph, and begin the next. */
void ps_compose_say(ps_dossier *d, ps_paper_style style);
/** The same of what screening or a pack says: in the document's language, or English where it is
 * not known in that. */
void ps_compose_said(ps_dossier *d, ps_paper_style style, ps_str text);
/** Add to `line` what screening or a pack says, in the document's language where it is known in it.
 */
void ps_compose_add(ps_dossier *d, ps_said kind, ps_str text);
/** What stands between things of a list, and behind a name. */
const char *ps_compose_between(const ps_dossier *d);
const char *ps_compose_colon(const ps_dossier *d);
void ps_compose_text(ps_dossier *d, ps_paper_style style, ps_str text);
/** A table of two columns, label and value. */
void ps_compose_fields(ps_dossier *d);
/** Its next row, up to the value, which is added as paragraphs. */
void ps_compose_label(ps_dossier *d, ps_word word);
/** Its next row; a line to write on when the value is empty. */
void ps_compose_field(ps_dossier *d, ps_word word, ps_str value);
/** The same, and no row when the value is empty. */
void ps_compose_known(ps_dossier *d, ps_word word, ps_str value);
/** A row of labels that is repeated on each page. */
void ps_compose_header(ps_dossier *d, const ps_word *words, size_t count);
/** Cells of one paragraph. */
void ps_compose_cell(ps_dossier *d, ps_str text);
void ps_compose_blanks(ps_dossier *d, unsigned count);
/** How many are not told. */
void ps_compose_and_more(ps_dossier *d, uint64_t count);

/* Added to `line`: "1,250,000.00 CNY"; "2026-11-25", nothing for PS_NO_DAY. */
void ps_compose_money(ps_dossier *d, ps_decimal value, ps_str currency);
/** For a narrow cell: the lower end is a paragraph of its own, because word processors part an
 * amount from a Chinese name of its currency whatever blank stands between. */
void ps_compose_range(ps_dossier *d, ps_decimal min, ps_decimal max, ps_str currency);
void ps_compose_day(ps_dossier *d, ps_day day);
/** "Line 10: Core switch". */
void ps_compose_item(ps_dossier *d, const ps_item_outcome *item);
/** Its title in the packs, else the id. */
ps_str ps_compose_category(const ps_dossier *d, ps_str category);

int ps_compose_is_hit(const ps_item_outcome *item);
/** What is known of the item beside the outcome; never NULL. */
const ps_dossier_item *ps_compose_more(const ps_dossier *d, const ps_item_outcome *item);
/** The outcome of an element, NULL when it was not judged. */
const ps_element_outcome *ps_compose_element(const ps_dossier *d, ps_str id);

/** Title and text of a thing of a pack in the document's language. */
ps_str ps_compose_title(const ps_dossier *d, const ps_doc_thing *thing);
ps_str ps_compose_part_text(const ps_dossier *d, const ps_doc_thing *part);
/** The next part of the dossier of that section that is in force on `day`, behind `after`, which is
 * NULL for the first; NULL past the last. */
const ps_doc_thing *ps_compose_part(const ps_dossier *d, const char *section, ps_day day,
                                    const ps_doc_thing *after);
/** Its articles on `day`, "; " between them, into `line`. */
void ps_compose_basis(ps_dossier *d, const ps_doc_thing *part, ps_day day);
int ps_compose_in_force(ps_str from, ps_str to, ps_day day);

/* ---- the sections, in the order of the document */

void ps_compose_purchase(ps_dossier *d);
void ps_compose_items(ps_dossier *d);
void ps_compose_findings(ps_dossier *d);
void ps_compose_questions(ps_dossier *d);
void ps_compose_factors(ps_dossier *d);
void ps_compose_supplier(ps_dossier *d);
void ps_compose_contract(ps_dossier *d);
void ps_compose_exposure(ps_dossier *d);
void ps_compose_clock(ps_dossier *d);
void ps_compose_papers(ps_dossier *d);
void ps_compose_conclusion(ps_dossier *d);
void ps_compose_annex(ps_dossier *d);
/** What it was judged with. */
void ps_compose_origin(ps_dossier *d);

#endif
