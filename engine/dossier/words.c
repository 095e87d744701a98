/* SPDX-License-Identifier: Apache-2.0 */
#include "dossier/words.h"

#include "base/cleanup.h"

typedef struct pair {
    ps_str in[2]; /* by ps_lang */
} pair;

#define PAIR(en, zh)                                                                               \
    {                                                                                              \
        {                                                                                          \
            PS_STR_INIT(en), PS_STR_INIT(zh)                                                       \
        }                                                                                          \
    }

static const pair words[] = {
#define WORD(symbol, en, zh) [PS_WORD_##symbol] = PAIR(en, zh),
#include "dossier/words.inc"
#undef WORD
};

ps_str ps_word_in(ps_lang lang, ps_word word)
{
    return words[word].in[lang];
}

ps_str ps_word_confidence(ps_lang lang, ps_confidence confidence)
{
    static const pair table[] = {[PS_CONFIDENCE_NONE] = PAIR("", ""),
                                 [PS_CONFIDENCE_POSSIBLE] = PAIR("possible", "可能"),
                                 [PS_CONFIDENCE_PROBABLE] = PAIR("probable", "很可能"),
                                 [PS_CONFIDENCE_DEFINITE] = PAIR("definite", "确定")};
    return table[confidence].in[lang];
}

ps_str ps_word_scale(ps_lang lang, ps_scale scale)
{
    static const pair table[] = {
        [PS_SCALE_NONE] = PAIR("none: the category has no such word", "该类别无规模限定词"),
        [PS_SCALE_UNKNOWN] = PAIR("not known from the record: to be judged", "记录未反映，须判断"),
        [PS_SCALE_NOT_MET] = PAIR("not met by the figures of the record", "按记录数据未达到"),
        [PS_SCALE_MET] = PAIR("met by the figures of the record", "按记录数据已达到")};
    return table[scale].in[lang];
}

ps_str ps_word_state(ps_lang lang, ps_state state)
{
    static const pair table[] = {
        [PS_STATE_NOT_REQUIRED] = PAIR("not required", "不要求"),
        [PS_STATE_PRESENT] = PAIR("present", "具备"),
        [PS_STATE_MISSING] = PAIR("missing", "缺失"),
        [PS_STATE_DEFEATED] = PAIR("there, but without effect", "有条文但不生效"),
        [PS_STATE_NOT_EVALUABLE] = PAIR("could not be judged", "无法判断")};
    return table[state].in[lang];
}

ps_str ps_word_severity(ps_lang lang, ps_severity severity)
{
    static const pair table[] = {[PS_SEVERITY_INFO] = PAIR("for information", "提示"),
                                 [PS_SEVERITY_LOW] = PAIR("low", "低"),
                                 [PS_SEVERITY_MEDIUM] = PAIR("medium", "中"),
                                 [PS_SEVERITY_HIGH] = PAIR("high", "高")};
    return table[severity].in[lang];
}

ps_str ps_word_status(ps_lang lang, ps_cii_status status)
{
    static const pair table[] = {[PS_CII_UNKNOWN] = PAIR("not known", "不明"),
                                 [PS_CII_IDENTIFIED] = PAIR("identified", "已认定"),
                                 [PS_CII_LIKELY] = PAIR("likely to be identified", "可能被认定"),
                                 [PS_CII_NOT] = PAIR("not an operator", "不是运营者")};
    return table[status].in[lang];
}

ps_str ps_word_kind(ps_lang lang, ps_record_kind kind)
{
    static const pair table[] = {[PS_KIND_OTHER] = PAIR("document", "文件"),
                                 [PS_KIND_ORDER] = PAIR("order", "订单"),
                                 [PS_KIND_CONTRACT] = PAIR("contract", "合同"),
                                 [PS_KIND_INVOICE] = PAIR("invoice", "发票"),
                                 [PS_KIND_CATALOGUE] = PAIR("catalogue", "产品目录"),
                                 [PS_KIND_NOTICE] = PAIR("notice", "公告")};
    return table[kind].in[lang];
}

ps_str ps_word_check(ps_lang lang, ps_ident_check check)
{
    static const pair table[] = {
        [PS_CHECK_NONE] = PAIR("no check digits", "无校验位"),
        [PS_CHECK_VALID] = PAIR("check digits agree", "校验位正确"),
        [PS_CHECK_REPAIRED] = PAIR("check digits agree after mending look-alike characters",
                                   "更正形近字符后校验位正确"),
        [PS_CHECK_INVALID] = PAIR("check digits do not agree", "校验位错误")};
    return table[check].in[lang];
}

ps_str ps_word_nature(ps_lang lang, ps_str nature)
{
    static const struct {
        const char *name;
        pair words;
    } table[] = {
        {"statutory", PAIR("the law asks for it", "法定要求")},
        {"statutory-if-filed", PAIR("the law asks for it where the purchase is filed for review",
                                    "申报审查时的法定要求")},
        {"statutory-on-buyer", PAIR("the buyer's duty by law; in a contract it is practice",
                                    "采购人的法定义务，写入合同系惯例")},
        {"statutory-on-supplier", PAIR("the supplier's duty by law; in a contract it is practice",
                                       "供应商的法定义务，写入合同系惯例")},
        {"practice", PAIR("good practice", "惯例做法")},
    };
    for (size_t i = 0; i < PS_COUNT(table); i++) {
        if (ps_str_is(nature, table[i].name)) {
            return table[i].words.in[lang];
        }
    }
    return nature;
}
