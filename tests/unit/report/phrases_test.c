/* What the engine and the packs say, in Chinese: found by the English, filled with what that is
 * filled with. SPDX-License-Identifier: Apache-2.0 */
#include "report/phrases.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "ps_test.h"

static ps_packs *packs;
static ps_phrases phrases;

/* What the shipped packs say too. */
static void open_book(void)
{
    ps_pack_paths paths = PS_PACK_PATHS_INIT;
    ps_error error = {0};
    paths.data_dir = getenv("PS_SOURCE_ROOT");
    PS_TEST_STATUS(ps_packs_load(&paths, NULL, NULL, &packs, &error), PS_OK, error);
    cr_assert(ps_phrases_init(&phrases, PS_LANG_ZH, packs));
}

static void close_book(void)
{
    ps_phrases_done(&phrases);
    ps_packs_free(packs);
}

TestSuite(phrases, .init = open_book, .fini = close_book);

static ps_str said(ps_buffer *room, ps_said kind, const char *english)
{
    return ps_phrase(room, &phrases, kind, ps_str_from(english));
}

Test(phrases, sentences_are_found_and_filled)
{
    static const struct {
        ps_said kind;
        const char *english;
        const char *chinese;
    } rows[] = {
        {PS_SAID_SENTENCE, "the supplier is obliged", "供应商负有义务"},
        /* what looks like the end of a sentence inside of one */
        {PS_SAID_SENTENCE, "no sentence obliges the supplier; the nearest passage is quoted",
         "没有使供应商负有义务的条文，最接近的条文如所引"},
        {PS_SAID_SENTENCE,
         "\"core; switch\" is a strong word of core, data-centre and managed switches; whether it "
         "is \"core\" cannot be told "
         "from the record",
         "“core; switch”是“核心交换机”的强词语；是否“核心”无法从单据判断"},
        /* a name that looks like the words behind it */
        {PS_SAID_SENTENCE,
         "Line 1, \"a\", matches our reading of x (definite): b\", matches our reading of core "
         "network equipment (definite); the purchase is filed on 2026-05-01, passed.",
         "第1行“a\", matches our reading of x (definite): "
         "b”按我们的理解属于核心网络设备（确定）；该项采购已于2026年5月1日申报，已通过审查。"},
        /* what no pack has a Chinese title for stays */
        {PS_SAID_SENTENCE, "\"x\" is a weak model number of some thing (strong by itself)",
         "“x”是“some thing”的弱型号（单独看为强）"},
        {PS_SAID_SENTENCE, "\"a\" is excluded by \"b\"; \"c\" is only part of \"d\"",
         "“a”被“b”排除；“c”只是“d”的一部分"},
        {PS_SAID_SENTENCE, "limit:regex-steps: it could not be decided within the limits",
         "达到限额 regex-steps：在限额之内无法判定"},
        {PS_SAID_SENTENCE,
         "contract-not-available: framework agreement FA-1, which contract C-2 refers to, is not "
         "among the records",
         "未取得合同：合同 C-2 所援引的框架协议 FA-1 不在单据中"},
        {PS_SAID_SENTENCE, "attachment-not-read: a.pdf: something that nobody has translated",
         "附件未读取：a.pdf：something that nobody has translated"},
        {PS_SAID_SENTENCE,
         "The audit of 甲, who supplies what matches the list, was due on 2026-02-09.",
         "甲提供属于目录范围的产品和服务，对其审计的期限为2026年2月9日，现已届满。"},
        /* one rule's words behind another's */
        {PS_SAID_SENTENCE,
         "Look at the quoted places in the source and ask who wrote them. Ask the supplier for the "
         "certificate or test result for this kind of product: router.",
         "查看源文件中所引位置，并查明由何人写入。要求供应商提供该品类产品的安全认证证书或者安全检"
         "测结果：路由器。"},
        {PS_SAID_CAUSE, "no-description", "无说明"},
        {PS_SAID_CAUSE, "limit:items", "达到限额 items"},
        {PS_SAID_FIELD, "line 10 amount", "第 10 行金额"},
        {PS_SAID_FIELD, "property 端口", "属性 端口"},
        {PS_SAID_THROUGH, "contract C-1, then framework agreement F-1, amended by A-1",
         "合同 C-1，再到框架协议 F-1，经 A-1 修改"},
        {PS_SAID_FILED, "filed on 2026-05-01, passed on 2026-07-20",
         "已于2026年5月1日申报，2026年7月20日通过审查"},
        {PS_SAID_DATE, "2026-11-05", "2026年11月5日"},
        {PS_SAID_RULE, "audit-due", "应对供应商进行审计"},
        {PS_SAID_MONEY, "CNY", "元"},
        {PS_SAID_TITLE, "core and carrier routers", "核心路由器"},
    };
    ps_buffer room;
    ps_buffer_init(&room, 0);
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_test_str(said(&room, rows[i].kind, rows[i].english), rows[i].chinese, rows[i].english);
    }
    ps_buffer_done(&room);
}

Test(phrases, laws_are_cited_as_in_chinese_statutes)
{
    static const struct {
        const char *english;
        const char *chinese;
    } rows[] = {
        {"CSL art. 38", "《网络安全法》第三十八条"},
        {"MCR 2021 arts. 5, 11 to 14, 16",
         "《网络安全审查办法》（2021年）第五条、第十一条至第十四条、第十六条"},
        {"CSL art. 24(1)", "《网络安全法》第二十四条第一款"},
        {"CIIR art. 39(9); CSL art. 59(2), now 61(2)",
         "《关键信息基础设施安全保护条例》第三十九条第九项；《网络安全法》第五十九条第二款（现为第"
         "六十一条第二款）"},
        {"MCR 2021 art. 10(3)", "《网络安全审查办法》（2021年）第十条第三项"},
        {"CIIR art. 20; NDSR art. 12 (purpose, method, scope by contract; records three years)",
         "《关键信息基础设施安全保护条例》第二十条；《网络数据安全管理条例》第十二条（以合同约定目"
         "的、方式、范围，记录保存三年）"},
        {"Civil Code arts. 577, 584, 1260",
         "《民法典》第五百七十七条、第五百八十四条、第一千二百六十条"},
        {"Civil Code art. 105", "《民法典》第一百零五条"},
        /* not of the form, or of no law that is known */
        {"CSL art. x", "CSL art. x"},
        {"CSL art. 0", "CSL art. 0"},
        {"CSL art. 38(", "CSL art. 38("},
        {"CSL art. 38 (of whatever)", "CSL art. 38 (of whatever)"},
        {"GDPR art. 28; CSL art. 38", "GDPR art. 28；《网络安全法》第三十八条"},
    };
    ps_buffer room;
    ps_buffer_init(&room, 0);
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_test_str(said(&room, PS_SAID_LAW, rows[i].english), rows[i].chinese, rows[i].english);
    }
    ps_buffer_done(&room);
}

Test(phrases, what_is_not_known_is_left_alone)
{
    static const char *const rows[] = {
        "",
        "a sentence of a pack of one's own",
        "the supplier is obliged; and then something else",
        "limit:UPPER: it could not be decided within the limits",
        "no-description",
        "\"x\" is a splendid word of core switch",
        "{text}",
        "\xff\xfe",
    };
    ps_buffer room;
    ps_buffer_init(&room, 0);
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer_clear(&room);
        ps_buffer_add_text(&room, "before");
        cr_expect(!ps_phrase_add(&room, &phrases, PS_SAID_SENTENCE, ps_str_from(rows[i])), "%s",
                  rows[i]);
        ps_test_str(ps_buffer_str(&room), "before", rows[i]);
    }
    const ps_phrases english = {.lang = PS_LANG_EN};
    cr_expect(ps_phrase_add(&room, &english, PS_SAID_SENTENCE, PS_STR(", anything")));
    ps_test_str(ps_buffer_str(&room), "before, anything", "English");
    ps_buffer_done(&room);
}

/* A text that is made of what stands between the parts of sentences costs no more than the bound.
 */
Test(phrases, hostile_texts_end, .timeout = 60)
{
    static const char *const pieces[] = {"; ",
                                         ". ",
                                         "\" is a strong word of ",
                                         ", then contract a",
                                         ": ",
                                         "\", matches our reading of x (",
                                         "contract a, then ",
                                         "\"",
                                         "; \"a\" is excluded by \"",
                                         "limit:a: "};
    ps_buffer text;
    ps_buffer room;
    ps_buffer_init(&text, 0);
    ps_buffer_init(&room, 0);
    for (size_t i = 0; i < PS_COUNT(pieces); i++) {
        for (int kind = 0; kind < PS_SAID_COUNT; kind++) {
            ps_buffer_clear(&text);
            ps_buffer_add_text(&text, i % 2 ? "Line 1, \"" : "\"");
            while (text.len < 16000) {
                ps_buffer_add_text(&text, pieces[i]);
            }
            (void)ps_phrase(&room, &phrases, (ps_said)kind, ps_buffer_str(&text));
        }
    }
    ps_buffer_add_text(&text, "and it is too long");
    cr_expect_not(ps_phrase_add(&room, &phrases, PS_SAID_SENTENCE, ps_buffer_str(&text)));
    ps_buffer_done(&text);
    ps_buffer_done(&room);
}
