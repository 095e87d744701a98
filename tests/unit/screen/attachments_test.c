/* What becomes of the attachments of a record: whose text is read, in which order, up to which
 * limit, and what is said of the rest. SPDX-License-Identifier: Apache-2.0 */
#include "screen/attachments.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "ps_test.h"
#include "xml/document.h"

static ps_attachment named(const char *name, const char *text)
{
    return (ps_attachment){.name = {ps_str_from(name), 3},
                           .bytes = strlen(text),
                           .data = ps_str_from(text),
                           .role = PS_ATTACHMENT_UNKNOWN,
                           .line = 3};
}

Test(attachments, the_name_tells_what_the_format_does_not)
{
    static const struct {
        const char *name;
        ps_attachment_role role;
    } rows[] = {
        {"采购合同.docx", PS_ATTACHMENT_CONTRACT},
        {"Rahmenvertrag.pdf", PS_ATTACHMENT_CONTRACT},
        {"Supplier Agreement v2.docx", PS_ATTACHMENT_CONTRACT},
        {"NDA_signed.pdf", PS_ATTACHMENT_CONTRACT},
        {"calendar.pdf", PS_ATTACHMENT_UNKNOWN}, /* no word of its own: "nda" */
        {"HT-2024-7.pdf", PS_ATTACHMENT_CONTRACT},
        {"Drawing 12.dwg", PS_ATTACHMENT_OTHER},
        {"图纸.zip", PS_ATTACHMENT_OTHER},
        {"合同图纸.zip", PS_ATTACHMENT_CONTRACT}, /* when in doubt it may be one */
        {"scan0001.pdf", PS_ATTACHMENT_UNKNOWN},
    };
    const ps_str contracts[] = {PS_STR_INIT("HT/2024-7")};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_attachment attachment = named(rows[i].name, "x");
        ps_attached attached;
        ps_attachment_classify(&attachment, contracts, 1, &attached);
        cr_expect_eq(attached.role, rows[i].role, "%s", rows[i].name);
    }
}

Test(attachments, the_format_goes_before_the_name)
{
    ps_attached attached;
    ps_attachment attachment = named("合同.docx", "x");
    attachment.role = PS_ATTACHMENT_OTHER;
    ps_attachment_classify(&attachment, NULL, 0, &attached);
    cr_expect_eq(attached.role, PS_ATTACHMENT_OTHER);
    attachment = named("drawing.png", "x");
    attachment.role = PS_ATTACHMENT_CONTRACT;
    attachment.contract.text = PS_STR("C-1");
    ps_attachment_classify(&attachment, NULL, 0, &attached);
    cr_expect_eq(attached.role, PS_ATTACHMENT_CONTRACT);
    ps_test_str(attached.contract, "C-1", "contract");
}

Test(attachments, a_host_or_a_folder_says_nothing_of_a_file)
{
    ps_attached attached;
    ps_attachment attachment = {.uri = {PS_STR("https://contracts.example/agreements/12.bin"), 1},
                                .role = PS_ATTACHMENT_UNKNOWN};
    ps_attachment_classify(&attachment, NULL, 0, &attached);
    cr_expect_eq(attached.role, PS_ATTACHMENT_UNKNOWN);
}

/* ---- reading ---- */

static ps_limits limits;
static ps_attachments attachments;
static ps_arena arena;
static ps_attached_texts texts;

static void setup(void)
{
    ps_xml_init();
    limits = ps_limits_default();
    ps_attachments_init(&attachments, &limits);
    ps_arena_init(&arena, 0);
}

static void teardown(void)
{
    ps_attachments_done(&attachments);
    ps_arena_done(&arena);
}

TestSuite(reading, .init = setup, .fini = teardown);

static void read_them(const ps_attachment *list, size_t count, const char *contract)
{
    static const ps_text own = {.field = PS_STR_INIT("note"), .text = {PS_STR_INIT("own"), 2}};
    ps_record record = {
        .texts = &own, .text_count = 1, .attachments = list, .attachment_count = count};
    ps_str id = ps_str_from(contract ? contract : "");
    ps_error err = {0};
    PS_TEST_STATUS(
        ps_attachments_read(&attachments, &record, &id, contract ? 1 : 0, &arena, &texts, &err),
        PS_OK, err);
}

Test(reading, texts_stand_behind_those_of_the_record_in_its_order)
{
    const ps_attachment list[] = {named("price list.txt", "cheap"), named("a.txt", "maybe"),
                                  named("contract.txt", "secret")};
    read_them(list, 3, NULL);
    cr_assert_eq(texts.whole.text_count, 4);
    ps_test_str(texts.whole.texts[0].text.text, "own", "the record's");
    cr_expect_eq(texts.whole.texts[0].role, PS_ATTACHMENT_NONE);
    static const struct {
        const char *field;
        const char *text;
        ps_text_kind kind;
        ps_attachment_role role;
    } rows[] = {
        {"attachment price list.txt", "cheap\n", PS_TEXT_NOTE, PS_ATTACHMENT_OTHER},
        {"attachment a.txt", "maybe\n", PS_TEXT_NOTE, PS_ATTACHMENT_UNKNOWN},
        {"attachment contract.txt", "secret\n", PS_TEXT_CLAUSE, PS_ATTACHMENT_CONTRACT},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        const ps_text *text = &texts.whole.texts[i + 1];
        ps_test_str(text->field, rows[i].field, "field");
        ps_test_str(text->text.text, rows[i].text, rows[i].field);
        cr_expect_eq(text->kind, rows[i].kind);
        cr_expect_eq(text->role, rows[i].role);
        cr_expect_eq(text->text.line, 3);
    }
    cr_expect_null(texts.unread.ptr);
}

Test(reading, the_contract_is_read_first_where_the_room_is_for_one)
{
    const ps_attachment list[] = {named("a.txt", "may be one, perhaps"),
                                  named("contract.txt", "secret stays secret")};
    limits.attachment_text = 24;
    read_them(list, 2, NULL);
    cr_assert_eq(texts.whole.text_count, 2);
    ps_test_str(texts.whole.texts[1].field, "attachment contract.txt", "the one that is read");
    cr_expect_eq(texts.list[0].state, PS_ATTACHED_NOT_READ);
    cr_expect(ps_str_starts(texts.unread, PS_STR("limit:attachment-text: a.txt: ")), "%.*s",
              PS_FMT(texts.unread));
}

Test(reading, the_reason_is_that_of_the_likeliest_contract)
{
    ps_attachment list[] = {named("drawing.png", "\x89PNG\r\n\x1A\n"),
                            named("a.png", "\x89PNG\r\n\x1A\n"), named("contract.txt", "x")};
    list[2].fault = PS_STR("attachment-damaged: cut off");
    read_them(list, 1, NULL);
    cr_expect_null(texts.unread.ptr, "a drawing may be unread: %.*s", PS_FMT(texts.unread));
    read_them(list, 2, NULL);
    ps_test_str(texts.unread, "attachment-unsupported: a.png: a picture (PNG)", "what may be one");
    read_them(list, 3, NULL);
    ps_test_str(texts.unread, "attachment-damaged: contract.txt: cut off", "what is one");
    cr_expect_eq(texts.list[0].state, PS_ATTACHED_NOT_READ);
}

Test(reading, the_only_contract_is_that_of_the_only_reference)
{
    const ps_attachment list[] = {named("contract.txt", "secret"), named("drawing.txt", "x")};
    read_them(list, 2, "C-1");
    ps_test_str(texts.list[0].contract, "C-1", "contract");
    cr_expect_null(texts.list[1].contract.ptr);
}

Test(reading, more_attachments_than_the_limit_are_said)
{
    const ps_attachment list[] = {named("a.txt", "x"), named("b.txt", "y"), named("c.txt", "z")};
    limits.attachment_members = 2;
    read_them(list, 3, NULL);
    cr_expect_eq(texts.count, 2);
    cr_expect(ps_str_starts(texts.unread, PS_STR("limit:attachment-members: ")));
}

/* A file "there" holds a clause; of all others it is said why not. */
static ps_status open_some(void *user, ps_str name, ps_opened_file *ret_file, ps_error *reterr)
{
    unsigned *asked = user;
    int ends[2];
    (void)reterr;
    ++*asked;
    if (!ps_str_is(name, "there.txt")) {
        strcpy(ret_file->why, "it is on another machine");
        return PS_OK;
    }
    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], "secret", 6), 6);
    (void)close(ends[1]);
    ret_file->fd = ends[0];
    ret_file->is_contract = 1;
    return PS_OK;
}

Test(reading, files_are_asked_for_by_their_uri)
{
    unsigned asked = 0;
    ps_attachment list[] = {named("no file", ""), named("embedded.txt", "x"), named("far", "")};
    list[0].uri.text = PS_STR("there.txt");
    list[2].uri.text = PS_STR("http://x/far.txt");
    attachments.opener = (ps_file_opener){open_some, &asked};
    read_them(list, 3, NULL);
    cr_expect_eq(asked, 2, "what is embedded is not asked for");
    cr_assert_eq(texts.whole.text_count, 3);
    ps_test_str(texts.whole.texts[1].text.text, "secret\n", "the file");
    cr_expect_eq(texts.list[0].role, PS_ATTACHMENT_CONTRACT, "by the folder that it lies in");
    ps_test_str(texts.unread, "attachment-not-read: http://x/far.txt: it is on another machine",
                "why");
}

Test(reading, without_an_opener_no_file_is_opened)
{
    ps_attachment list[] = {named("there.txt", "")};
    read_them(list, 1, NULL);
    ps_test_str(texts.unread, "attachment-not-read: there.txt: files are not opened here", "why");
}
