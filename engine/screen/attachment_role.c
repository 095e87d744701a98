/* Whether an attachment may be the contract, by the words that people name their files with.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "screen/attachments.h"
#include "screen/contract_key.h"

/* In lower case. Latin words may be part of a longer one (Rahmenvertrag), those in `alone` not. */
static const char *const contract_words[] = {
    "contract", "agreement", "agmt",       "vertrag",      "vereinbarung", "contrat",
    "accord",   "contrato",  "acuerdo",    "contratto",    "accordo",      "umowa",
    "avtal",    "kontrakt",  "convenio",   "overeenkomst", "confidential", "non-disclosure",
    "terms",    "condition", "condicione", "bedingungen",  "合同",         "合約",
    "合约",     "协议",      "協議",       "条款",         "條款",         "契约",
    "契約",     "保密",      "保密承诺",   "承诺书",       "框架",
};
static const char *const contract_alone[] = {"nda", "agb", "msa", "sla",
                                             "dpa", "cgv", "cga", "t&c"};
static const char *const other_words[] = {
    "drawing",   "blueprint", "sketch",     "photo",        "picture",       "image",
    "logo",      "datasheet", "data sheet", "data-sheet",   "brochure",      "price list",
    "pricelist", "timesheet", "time sheet", "packing list", "delivery note", "lieferschein",
    "rechnung",  "zeichnung", "bild",       "foto",         "invoice",       "factura",
    "fattura",   "facture",   "图纸",       "图样",         "圖紙",          "图片",
    "圖片",      "照片",      "相片",       "效果图",       "样图",          "标志",
    "价格表",    "价目表",    "价目",       "发票",         "發票",          "送货单",
    "装箱单",    "营业执照",  "產品樣本",   "产品样本",     "样本",
};
static const char *const other_alone[] = {"dwg", "dxf", "step", "stp", "igs", "cad"};

static int is_word(char c)
{
    return ps_is_alpha(c) || ps_is_digit(c);
}

/* Without regard to ASCII case. */
static int says(ps_str text, const char *word, int alone)
{
    size_t len = ps_str_from(word).len;
    for (size_t at = 0; at + len <= text.len; at++) {
        size_t same = 0;
        while (same < len && ps_lower(text.ptr[at + same]) == word[same]) {
            same++;
        }
        int stands_alone = (at == 0 || !is_word(text.ptr[at - 1])) &&
                           (at + len == text.len || !is_word(text.ptr[at + len]));
        if (same == len && (!alone || stands_alone)) {
            return 1;
        }
    }
    return 0;
}

/* The words of a host or of a folder say nothing about one file of it. */
static ps_str last_part(ps_str uri)
{
    size_t start = uri.len;
    while (start && uri.ptr[start - 1] != '/' && uri.ptr[start - 1] != '\\') {
        start--;
    }
    return ps_str_slice(uri, start, uri.len);
}

static int says_any(const ps_attachment *attachment, const char *const *words, size_t count,
                    int alone)
{
    const ps_str texts[] = {ps_str_cut(attachment->name.text, 1000),
                            ps_str_cut(attachment->description.text, 1000),
                            ps_str_cut(last_part(attachment->uri.text), 1000)};
    for (size_t t = 0; t < PS_COUNT(texts); t++) {
        for (size_t i = 0; i < count; i++) {
            if (says(texts[t], words[i], alone)) {
                return 1;
            }
        }
    }
    return 0;
}

static ps_attachment_role role_by_words(const ps_attachment *attachment)
{
    if (says_any(attachment, contract_words, PS_COUNT(contract_words), 0) ||
        says_any(attachment, contract_alone, PS_COUNT(contract_alone), 1)) {
        return PS_ATTACHMENT_CONTRACT;
    }
    return says_any(attachment, other_words, PS_COUNT(other_words), 0) ||
                   says_any(attachment, other_alone, PS_COUNT(other_alone), 1)
               ? PS_ATTACHMENT_OTHER
               : PS_ATTACHMENT_UNKNOWN;
}

/* The contract that the format says, or whose id stands in the file's name; absent: neither. */
static ps_str contract_of(const ps_attachment *attachment, const ps_str *contracts, size_t count)
{
    ps_str name = ps_str_cut(ps_attachment_shown(attachment), 200);
    for (size_t i = 0; i < count && !attachment->contract.text.len; i++) {
        if (ps_contract_named(contracts[i], name)) {
            return contracts[i];
        }
    }
    return attachment->contract.text;
}

/* A number is often all that stands where a file name could. */
static int is_file_name(ps_str name)
{
    return ps_str_find(name, PS_STR(".")) != SIZE_MAX;
}

ps_str ps_attachment_shown(const ps_attachment *attachment)
{
    ps_str name = attachment->name.text;
    ps_str uri = attachment->uri.text;
    return name.len && (!uri.len || is_file_name(name)) ? name
           : uri.len                                    ? uri
           : attachment->description.text.len           ? attachment->description.text
                                                        : PS_STR("an attachment without a name");
}

void ps_attachment_classify(const ps_attachment *attachment, const ps_str *contracts, size_t count,
                            ps_attached *ret_attached)
{
    ps_attachment_role role = attachment->role;
    ps_str contract = PS_NO_STR;
    if (role != PS_ATTACHMENT_OTHER) {
        contract = contract_of(attachment, contracts, count);
    }
    if (role == PS_ATTACHMENT_UNKNOWN) {
        role = contract.len ? PS_ATTACHMENT_CONTRACT : role_by_words(attachment);
    }
    *ret_attached = (ps_attached){.name = ps_str_cut(ps_attachment_shown(attachment), 200),
                                  .line = attachment->line,
                                  .role = role,
                                  .contract = contract};
}
