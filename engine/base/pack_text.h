/* What packs say to people, in English and where they have it in Chinese.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_PACK_TEXT_H
#define PS_BASE_PACK_TEXT_H

#include "procscreen/common.h"

typedef enum ps_pack_text_kind {
    PS_PACK_TEXT_SENTENCE, /* with {placeholders} in both languages */
    PS_PACK_TEXT_TITLE,    /* of an entry, a listed product, an event */
    PS_PACK_TEXT_CATEGORY, /* a title likewise, by the id */
    PS_PACK_TEXT_ELEMENT,
    PS_PACK_TEXT_LAW /* a title, by the label that citations begin with */
} ps_pack_text_kind;

typedef struct ps_pack_text {
    ps_pack_text_kind kind;
    ps_str id;      /* of a category, an element, a law */
    ps_str english; /* as the engine says it */
    ps_str chinese; /* absent: the pack does not have it */
    ps_str from; /* of a law: since when it is in force, as YYYY-MM-DD, and until when; or absent */
    ps_str to;
} ps_pack_text;

/** `text` is valid during the call. */
typedef void (*ps_pack_text_fn)(void *user, const ps_pack_text *text);

#endif
