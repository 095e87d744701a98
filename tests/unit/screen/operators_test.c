/* Operators files: who is found, by what, with which status, filings and audits; and what is said
 * of a file that is not right. SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "ps_test.h"
#include "screen/operators.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct problems {
    size_t count;
    char text[4096];
} problems;

static void note(void *user, ps_status status, const ps_error *error)
{
    problems *p = user;
    size_t len = strlen(p->text);
    (void)status;
    p->count++;
    (void)snprintf(p->text + len, sizeof p->text - len, "%llu: %s\n",
                   (unsigned long long)error->line, error->message);
}

/* NULL when the file is not right. */
static ps_operators *load(const char *body, problems *p)
{
    char path[] = "/tmp/procscreen-operators-XXXXXX";
    ps_operators *operators = NULL;
    ps_error error = {0};
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    FILE *file = fdopen(fd, "w");
    cr_assert(file);
    (void)fprintf(file, "<operators xmlns=\"urn:procscreen:operators:1\">\n%s</operators>\n", body);
    (void)fclose(file);
    *p = (problems){0};
    ps_status status = ps_operators_load(path, note, p, &operators, &error);
    (void)unlink(path);
    cr_assert_eq(status == PS_OK, operators != NULL && p->count == 0);
    return operators;
}

static const char grid[] =
    "<operator name='Example Grid Co., Ltd.' uscc='91440300708461136T' sector='energy'>\n"
    "  <alias>示例電網</alias>\n"
    "  <status value='likely' to='2023-02-28'/>\n"
    "  <status value='identified' from='2023-03-01' by='the protection department'/>\n"
    "  <filing order='PO-1' date='2026-05-01' result='pending'/>\n"
    "  <filing contract='C-9' date='2026-04-01' result='passed' decided='2026-06-30'/>\n"
    "  <supplier name='Acme'><alias>Acme China</alias><audit date='2025-02-01'/>"
    "<audit date='2025-09-30' by='audit office'/>"
    "<agreement id='NDA-7' from='2025-01-01' to='2026-12-31'"
    " elements='confidentiality audit-right'/></supplier>\n"
    "  <supplier uscc='914403001922038216'><audit date='2026-01-05'/></supplier>\n"
    "</operator>\n";

static const ps_operator *find(ps_operators *operators, const char *name, const char *uscc)
{
    char key[64];
    ps_error error = {0};
    const ps_operator *found;
    (void)snprintf(key, sizeof key, "USCC:%s", uscc ? uscc : "");
    ps_party_view buyer = {.name = ps_str_from(name),
                           .scheme = uscc ? PS_STR("USCC") : PS_NO_STR,
                           .key = ps_str_from(uscc ? key : "name:x")};
    PS_TEST_STATUS(ps_operators_find(operators, &buyer, &found, &error), PS_OK, error);
    return found;
}

Test(operators, a_buyer_is_found_by_code_then_by_name_in_any_script)
{
    problems p;
    ps_operators *operators = load(grid, &p);
    cr_assert(operators, "%s", p.text);
    cr_expect(find(operators, "EXAMPLE GRID CO., LTD.", NULL));
    cr_expect(find(operators, "示例电网", NULL), "an alias, in the other script");
    cr_expect(find(operators, "another name", "91440300708461136T"));
    cr_expect_not(find(operators, "Example Grid Co., Ltd.", "914403001922038216"),
                  "another code is another company");
    cr_expect_not(find(operators, "Grid", NULL));
    ps_operators_free(operators);
}

Test(operators, a_status_holds_on_its_days)
{
    problems p;
    ps_operators *operators = load(grid, &p);
    const ps_operator *op = find(operators, "示例电网", NULL);
    cr_expect_eq(ps_operator_status(op, ps_day_parse("2022-01-01")), PS_CII_LIKELY);
    cr_expect_eq(ps_operator_status(op, ps_day_parse("2023-03-01")), PS_CII_IDENTIFIED);
    cr_expect_eq(ps_operator_status(op, PS_NO_DAY), PS_CII_IDENTIFIED);
    cr_expect_eq(ps_operator_status(NULL, 0), PS_CII_UNKNOWN);
    ps_operators_free(operators);
}

Test(operators, a_filing_covers_the_order_or_the_contract_that_it_names)
{
    problems p;
    ps_operators *operators = load(grid, &p);
    const ps_operator *op = find(operators, "示例电网", NULL);
    static const ps_str contracts[] = {PS_STR_INIT("C-8"), PS_STR_INIT(" c-9 ")};
    ps_screened order = {.kind = PS_KIND_ORDER, .id = PS_STR("po-1")};
    const ps_filing *filing = ps_operator_filing(op, &order);
    cr_assert(filing);
    cr_expect_eq(filing->result, PS_FILING_PENDING);
    order.id = PS_STR("PO-2");
    cr_expect_not(ps_operator_filing(op, &order));
    order.contracts = contracts;
    order.contract_count = 2;
    filing = ps_operator_filing(op, &order);
    cr_assert(filing);
    cr_expect_eq(filing->result, PS_FILING_PASSED);
    cr_expect_eq(filing->decided, ps_day_parse("2026-06-30"));
    ps_screened contract = {.kind = PS_KIND_CONTRACT, .id = PS_STR("PO-1")};
    cr_expect_not(ps_operator_filing(op, &contract), "a contract is no order of the same number");
    contract.id = PS_STR("C-9");
    cr_expect(ps_operator_filing(op, &contract));
    ps_operators_free(operators);
}

static const ps_op_supplier *supplier_of(ps_operators *operators, const char *name)
{
    ps_error error = {0};
    const ps_op_supplier *supplier;
    ps_party_view party = {.name = ps_str_from(name), .key = PS_STR("name:x")};
    PS_TEST_STATUS(ps_operator_supplier(operators, find(operators, "示例电网", NULL), &party,
                                        &supplier, &error),
                   PS_OK, error);
    return supplier;
}

Test(operators, the_last_audit_of_a_supplier_counts)
{
    problems p;
    ps_operators *operators = load(grid, &p);
    cr_expect(ps_operator_keeps_suppliers(find(operators, "示例电网", NULL)));
    cr_expect_eq(ps_op_supplier_last_audit(supplier_of(operators, "ACME CHINA")),
                 ps_day_parse("2025-09-30"));
    cr_expect_not(supplier_of(operators, "Nobody"));
    cr_expect_eq(ps_op_supplier_last_audit(NULL), PS_NO_DAY);
    ps_operators_free(operators);
}

/* The state of the element after the agreements of Acme were asked. */
static ps_state credited(const char *element, ps_state state, int required, const char *day)
{
    problems p;
    ps_arena arena;
    ps_error error = {0};
    ps_operators *operators = load(grid, &p);
    ps_element_outcome outcome = {
        .element = ps_str_from(element), .state = state, .required = required};
    ps_arena_init(&arena, 0);
    PS_TEST_STATUS(ps_op_supplier_credit(operators, supplier_of(operators, "Acme"),
                                         ps_day_parse(day), &outcome, 1, &arena, &error),
                   PS_OK, error);
    if (outcome.state == PS_STATE_PRESENT && state != PS_STATE_PRESENT) {
        cr_expect(ps_str_starts(outcome.source, PS_STR("NDA-7 (/tmp/")));
        cr_expect(ps_str_starts(outcome.reason, PS_STR("by-register: ")));
    }
    ps_arena_done(&arena);
    ps_operators_free(operators);
    return outcome.state;
}

Test(operators, an_agreement_on_file_is_credited_while_it_is_in_force)
{
    const char *k1 = "confidentiality";
    cr_expect_eq(credited(k1, PS_STATE_MISSING, 1, "2025-06-01"), PS_STATE_PRESENT);
    cr_expect_eq(credited(k1, PS_STATE_NOT_EVALUABLE, 1, "2025-06-01"), PS_STATE_PRESENT);
    cr_expect_eq(credited(k1, PS_STATE_DEFEATED, 1, "2025-06-01"), PS_STATE_DEFEATED);
    cr_expect_eq(credited(k1, PS_STATE_MISSING, 0, "2025-06-01"), PS_STATE_MISSING);
    cr_expect_eq(credited(k1, PS_STATE_MISSING, 1, "2024-12-31"), PS_STATE_MISSING, "not yet");
    cr_expect_eq(credited(k1, PS_STATE_MISSING, 1, "2027-01-01"), PS_STATE_MISSING, "expired");
    cr_expect_eq(credited("survival", PS_STATE_MISSING, 1, "2025-06-01"), PS_STATE_MISSING);
    cr_expect_eq(credited("audit-right", PS_STATE_MISSING, 1, "2025-06-01"), PS_STATE_PRESENT);
}

Test(operators, all_mistakes_of_a_file_are_told_with_their_lines)
{
    problems p;
    ps_operators *operators =
        load("<operator nam='x'><status value='maybe'/></operator>\n"
             "<operator name='y'><status value='not' from='2024-02-30'/>\n"
             "  <filing date='2024-01-01' result='lost'/><filing result='passed'/>\n"
             "  <supplier><audit by='me'/><agreement id='x'/></supplier><colour/></operator>\n"
             "<operator name='z'/>\n<supplier/>\n",
             &p);
    cr_assert_not(operators);
    static const char *const wanted[] = {"2: unknown attribute \"nam\"",
                                         "2: unknown status \"maybe\"",
                                         "2: a name or a uscc is needed",
                                         "3: not a date: \"2024-02-30\"",
                                         "4: unknown result \"lost\"",
                                         "4: a filing needs an order or a contract",
                                         "4: a filing needs a date",
                                         "5: an audit needs a date",
                                         "5: an agreement needs id, elements and from: \"x\"",
                                         "5: a name or a uscc is needed",
                                         "5: unknown element \"colour\"",
                                         "6: an operator needs a status",
                                         "7: unknown element \"supplier\""};
    for (size_t i = 0; i < PS_COUNT(wanted); i++) {
        cr_expect(strstr(p.text, wanted[i]), "\"%s\" is not among\n%s", wanted[i], p.text);
    }
}
