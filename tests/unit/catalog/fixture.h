/* A small catalog for tests, with entries of the test's own.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_FIXTURE_H
#define PS_CATALOG_FIXTURE_H

#include "base/buffer.h"
#include "base/date.h"
#include "base/decimal.h"
#include "catalog/catalog.h"
#include "ps_test.h"
#include "xml/document.h"

/* Categories "net" (with a scale word), "comm" (from 2022-02-15, before that "other"), "srv",
 * "other" (at most possible). */
#define FIXTURE_HEAD                                                                                \
    "<catalog xmlns='urn:procscreen:catalog:1' id='test' version='1' title='Test' "                 \
    "reviewed='2026-01-01'>"                                                                        \
    "<instrument id='law20' label='MCR 2020' title='t' from='2020-06-01' to='2022-02-14'/>"         \
    "<instrument id='law21' label='MCR 2021' title='t' from='2022-02-15'/>"                         \
    "<unlisted source='s'>there was   no list</unlisted>"                                           \
    "<category id='net' title='network equipment' scale='core'>"                                    \
    "<version from='2020-06-01' to='2022-02-14' instrument='law20' article='art. 20'/>"             \
    "<version from='2022-02-15' instrument='law21' article='art. 21'/>"                             \
    "<met quantity='ports' at-least='24'/><met quantity='speed' at-least='10 Gbps'/>"               \
    "<met>核心|core</met><not-met quantity='ports' at-most='8'/><not-met>home use</not-met>"      \
    "</category>"                                                                                   \
    "<category id='comm' title='communication products' before='other'>"                            \
    "<version from='2022-02-15' instrument='law21' article='art. 21'/></category>"                  \
    "<category id='srv' title='servers' scale='high-performance'>"                                  \
    "<version from='2020-06-01' to='2022-02-14' instrument='law20' article='art. 20'/>"             \
    "<version from='2022-02-15' instrument='law21' article='art. 21'/>"                             \
    "<met quantity='cpus' at-least='4'/><met quantity='bytes' at-least='1 TB'/></category>"         \
    "<category id='other' title='other products' ceiling='possible'>"                               \
    "<version from='2020-06-01' to='2022-02-14' instrument='law20' article='art. 20'/>"             \
    "<version from='2022-02-15' instrument='law21' article='art. 21'/></category>"                  \
    "<scheme id='UNSPSC' length='8'>TST</scheme><scheme id='HS'/><scheme id='CLASS-NAME'/>"         \
    "<quantity id='ports' base='ports'><unit factor='1'>口|ports|P</unit>"                         \
    "<label>端口数|number of ports</label></quantity>"                                           \
    "<quantity id='speed' base='bit/s' times='ports'>"                                              \
    "<unit factor='1000000000'>G|GE|GbE|Gbps</unit>"                                                \
    "<amount value='10000000000'>万兆</amount></quantity>"                                        \
    "<quantity id='cpus' base='processors'><unit factor='1'>路|CPUs</unit>"                        \
    "<amount value='2'>双路</amount></quantity>"                                                  \
    "<quantity id='cores' base='cores' times='cpus'><unit factor='1'>C|核</unit></quantity>"       \
    "<quantity id='bytes' base='bytes' times='product'>"                                            \
    "<unit factor='1000000000000'>T|TB</unit><unit factor='1000000000'>G|GB</unit></quantity>"      \
    "<maker id='acme' makes='net' lead='net' strength='medium'>Acme|爱克米</maker>"              \
    "<maker id='zenith' makes='srv' lead='srv' strength='weak'>Zenith</maker>"                      \
    "<modifier id='spare' direction='down' place='after' reach='12' stop='with|,|含' source='s'>"  \
    "spare|power supply|配件|电源</modifier>"                                                   \
    "<modifier id='spare-before' direction='down' place='before' reach='12' stop='with' "           \
    "source='s'>spare part for|bracket for</modifier>"                                              \
    "<modifier id='scrap' direction='down' place='any' source='s'>for scrap|报废</modifier>"      \
    "<modifier id='backbone' direction='up' place='before after' reach='20' source='s'>"            \
    "backbone|机房</modifier>"                                                                    \
    "<modifier id='million' direction='up' amount='1000000' currency='CNY' source='s'/>"            \
    "<service id='service' source='s'>维保|maintenance</service>"                                 \
    "<negation id='without' side='before' source='s'>不含|excluding|without</negation>"           \
    "<negation id='besides' side='before' closing='外' source='s'>除</negation>"                  \
    "<negation id='for-use' side='before' until='的' source='s'>用于|compatible with</negation>" \
    "<negation id='left-out' side='after' source='s'>除外|not included</negation>"                \
    "<uninformative id='nothing'>see annex|见附件</uninformative>"                               \
    "<decoy source='s'>excluding VAT|不含税</decoy>"

#define FIXTURE_YES_NO "<example match='yes'>x</example><example match='no'>y</example>"
#define ENTRY(id, category, body)                                                                  \
    "<entry id='" id "' category='" category "' title='" id " things' confidence='judgement' "     \
    "source='s'>" body FIXTURE_YES_NO "</entry>"

/** What most tests use. */
#define FIXTURE_ENTRIES                                                                               \
    ENTRY("router", "net",                                                                            \
          "<term strength='strong'>核心路由器|core router</term>"                                \
          "<term strength='medium'>路由器|router</term><term strength='weak'>RTR</term>"           \
          "<with>LTE|ports</with><unless>collet</unless>"                                             \
          "<decoy>wood router|router bit|路由器支架</decoy>"                                     \
          "<model maker='acme' strength='weak'>RQ-###*</model>"                                       \
          "<model maker='acme' strength='medium'>AXR-#*</model>"                                      \
          "<model strength='strong'>QQR####</model>"                                                  \
          "<code scheme='UNSPSC' value='43222609' strength='strong'/>"                                \
          "<code scheme='UNSPSC' prefix='432226' strength='medium'/>"                                 \
          "<code scheme='UNSPSC' prefix='4322' strength='weak'/>"                                     \
          "<code scheme='HS' prefix='8517' from='2022-01-01' strength='strong'/>"                     \
          "<code scheme='HS' prefix='8517' to='2021-12-31' strength='decoy'/>"                        \
          "<code scheme='UNSPSC' prefix='2711' strength='decoy'/>"                                    \
          "<code scheme='CLASS-NAME' strength='medium'>计算机网络设备</code>")                        \
    ENTRY("switch", "net comm", "<term strength='medium'>交换机|dispatch switch</term>")              \
    ENTRY("base-station", "comm", "<term strength='strong'>基站|base station</term>")                 \
    ENTRY("server", "srv",                                                                            \
          "<term strength='medium'>服务器|server</term><term strength='strong'>rack server</term>" \
          "<model maker='zenith' strength='weak'>ZS##*</model>"                                       \
          "<pattern strength='strong'>server.{1,30}\\bxeon\\b</pattern>")                             \
    ENTRY("clock", "comm", "<term strength='strong'>时间同步服务器</term>")                           \
    ENTRY("plc", "other", "<term strength='strong'>programmable controller</term>")                   \
    ENTRY("glyph", "net", "<term strength='medium' glyphs='as-written'>交換器</term>")                \
    "<critical id='big-router' entry='router' title='big' from='2023-07-03' source='s' "              \
    "confidence='found'><met quantity='ports' at-least='100'/></critical>"                            \
    "<watch id='watch-acme' title='w' from='2024-01-01' source='s' confidence='found'>Acme"           \
    "</watch>"

typedef struct fixture {
    ps_catalog *catalog;
    ps_catalog_scratch *scratch;
    ps_arena arena;
} fixture;

/** A whole pack with these entries, and those of `more`. */
static inline void fixture_text(ps_buffer *text, const char *entries, const char *more)
{
    ps_buffer_init(text, 0);
    ps_buffer_add_text(text, FIXTURE_HEAD);
    ps_buffer_add_text(text, entries);
    ps_buffer_add_text(text, more);
    ps_buffer_add_text(text, "</catalog>");
}

static inline void fixture_load(fixture *f, const char *entries)
{
    ps_buffer text;
    ps_error err = {0};
    ps_limits limits = ps_limits_default();
    ps_xml_init();
    fixture_text(&text, entries, "");
    ps_pack_file file = {"test.xml", ps_buffer_str(&text)};
    PS_TEST_STATUS(ps_catalog_load(&file, 1, NULL, NULL, NULL, &f->catalog, &err), PS_OK, err);
    PS_TEST_STATUS(ps_catalog_scratch_new(f->catalog, &limits, &f->scratch, &err), PS_OK, err);
    ps_arena_init(&f->arena, 0);
    ps_buffer_done(&text);
}

static inline void fixture_free(fixture *f)
{
    ps_catalog_scratch_free(f->scratch);
    ps_catalog_free(f->catalog);
    ps_arena_done(&f->arena);
}

static inline ps_item_outcome fixture_judge_item(fixture *f, const ps_item *item, const char *day,
                                                 int explain)
{
    ps_error err = {0};
    ps_item_outcome got;
    PS_TEST_STATUS(ps_catalog_judge(f->scratch, item, PS_STR("CNY"),
                                    day ? ps_date_parse_iso(ps_str_from(day)) : PS_NO_DAY, explain,
                                    &f->arena, &got, &err),
                   PS_OK, err);
    return got;
}

/** An item of one text, judged as of 2026-01-01. */
static inline ps_item_outcome fixture_judge(fixture *f, const char *text)
{
    ps_item_text one = {PS_STR("description"), {ps_str_from(text), 1}};
    ps_item item = {.texts = &one, .text_count = 1};
    return fixture_judge_item(f, &item, "2026-01-01", 0);
}

/** "definite net", "clear", "not-evaluable". */
static inline const char *fixture_word(const ps_item_outcome *got)
{
    static char text[100];
    static const char *const confidences[] = {"none", "possible", "probable", "definite"};
    if (got->outcome == PS_OUTCOME_HIT) {
        (void)snprintf(text, sizeof text, "%s %.*s", confidences[got->confidence],
                       PS_FMT(got->category));
        return text;
    }
    return got->outcome == PS_OUTCOME_CLEAR ? "clear" : "not-evaluable";
}

/** The first evidence of that role; role "" when there is none. */
static inline ps_evidence fixture_evidence(const ps_item_outcome *got, const char *role)
{
    const ps_evidence *list = got->evidence;
    for (size_t i = 0; list && i < got->evidence_count; i++) {
        if (ps_str_is(list[i].role, role)) {
            return list[i];
        }
    }
    return (ps_evidence){.role = PS_STR("")};
}

static inline int fixture_has(const ps_item_outcome *got, const char *role)
{
    return fixture_evidence(got, role).role.len > 0;
}

typedef struct fixture_row {
    const char *text;
    const char *want;
} fixture_row;

static inline void fixture_expect(fixture *f, const fixture_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_item_outcome got = fixture_judge(f, rows[i].text);
        cr_expect_str_eq(fixture_word(&got), rows[i].want, "\"%s\": got %s, want %s (%.*s)",
                         rows[i].text, fixture_word(&got), rows[i].want, PS_FMT(got.reason));
    }
}

#endif
