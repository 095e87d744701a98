/* Writes a report in which every text is hostile: for each payload on standard input (a line of hex
 * digits) a record with it in every field, a finding, a rejection and a supplier. Uses the shared
 * library and its public headers only; report_payloads.py looks at what comes out.
 *
 *     report_payloads FORMAT [ROWS] < payloads        ROWS: of a sheet of a workbook
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <procscreen/procscreen.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAYLOAD_MOST = 1 << 17 };

static int write_out(void *io, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, io) == size ? 0 : -1;
}

static int digit(int c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next payload. @return 0 at the end. */
static int read_payload(char *bytes, size_t *ret_len)
{
    int high;
    *ret_len = 0;
    while ((high = getchar()) != EOF && high != '\n') {
        int low = getchar();
        if (digit(high) < 0 || digit(low) < 0 || *ret_len == PAYLOAD_MOST) {
            fprintf(stderr, "report_payloads: not a line of hex digits\n");
            return 0;
        }
        bytes[(*ret_len)++] = (char)(digit(high) * 16 + digit(low));
    }
    return high != EOF;
}

static ps_party_view party_of(ps_str text)
{
    return (ps_party_view){.name = text, .id = text, .scheme = text, .key = text};
}

static ps_status write_record(ps_report *report, ps_str text, uint64_t seq, ps_error *error)
{
    const ps_evidence evidence = {text, text, text, text, 0, text.len, 7, {1, 5}, text};
    const ps_category_match other = {text, PS_CONFIDENCE_POSSIBLE};
    const ps_item_today today = {.outcome = PS_OUTCOME_HIT, .category = text, .basis = text};
    const ps_item_outcome item = {.line_id = {text, 1},
                                  .name = text,
                                  .line = 7,
                                  .outcome = PS_OUTCOME_HIT,
                                  .category = text,
                                  .confidence = PS_CONFIDENCE_DEFINITE,
                                  .scale = PS_SCALE_MET,
                                  .amount = {{text, 1}, {123456, 2}, seq % 2},
                                  .currency = text,
                                  .manufacturer = text,
                                  .delivery = {{text, 1}, PS_NO_DAY},
                                  .others = &other,
                                  .other_count = 1,
                                  .evidence = &evidence,
                                  .evidence_count = 1,
                                  .basis = text,
                                  .today = &today,
                                  .reason = text};
    const ps_element_outcome element = {.element = text,
                                        .state = PS_STATE_MISSING,
                                        .required = 1,
                                        .severity = PS_SEVERITY_HIGH,
                                        .basis = text,
                                        .nature = text,
                                        .title = text,
                                        .source = text,
                                        .nearest = evidence,
                                        .lacks = text,
                                        .reason = text};
    const ps_screened screened = {.seq = seq,
                                  .source = text,
                                  .line = 3,
                                  .format = text,
                                  .kind = PS_KIND_ORDER,
                                  .id = text,
                                  .date = PS_NO_DAY,
                                  .currency = text,
                                  .buyer = party_of(text),
                                  .supplier = party_of(text),
                                  .contracts = &text,
                                  .contract_count = 1,
                                  .outcome = PS_OUTCOME_NOT_EVALUABLE,
                                  .reason = text,
                                  .items = &item,
                                  .item_count = 1,
                                  .elements = &element,
                                  .element_count = 1,
                                  .suspicious = &evidence,
                                  .suspicious_count = 1,
                                  .watched = &evidence,
                                  .watched_count = 1};
    const ps_finding findings[] = {
        {.rule = text,
         .record = seq,
         .item = text,
         .item_number = 1,
         .severity = PS_SEVERITY_HIGH,
         .confidence = PS_CONFIDENCE_DEFINITE,
         .basis = &text,
         .basis_count = 1,
         .exposure = {.known = 1,
                      .min = {-100, 2},
                      .max = {100, 2},
                      .currency = text,
                      .formula = text,
                      .has_person = 1,
                      .person_currency = text},
         .has_today = 1,
         .today = {.basis = &text,
                   .basis_count = 1,
                   .exposure = {.known = 1, .currency = text, .formula = text}},
         .message = text,
         .next = text},
        {.rule = text, .record = seq, .element = text, .message = text, .next = text},
        {.rule = text, .record = seq, .message = text, .next = text},
    };
    return ps_report_screened(report, &screened, findings, 3, error);
}

static ps_status write_rejected(ps_report *report, ps_str text, ps_error *error)
{
    ps_error cause = {.code = PS_E_ILL_FORMED, .line = 1, .column = 2, .offset = PS_NO_OFFSET};
    const ps_rejected rejected = {.source = text, .seq = 1, .error = &cause};
    /* What an embedding program might put there without making it safe. */
    (void)snprintf(cause.message, sizeof cause.message, "%.*s", (int)text.len, text.ptr);
    (void)snprintf(cause.hint, sizeof cause.hint, "%.*s", (int)text.len, text.ptr);
    (void)snprintf(cause.record_id, sizeof cause.record_id, "%.*s", (int)text.len, text.ptr);
    (void)snprintf(cause.cause, sizeof cause.cause, "%.*s", (int)text.len, text.ptr);
    return ps_report_rejected(report, &rejected, error);
}

static ps_status write_supplier(ps_report *report, ps_str text, ps_error *error)
{
    const ps_exposure amount = {
        .known = 1, .min = {5, 0}, .max = {5, 0}, .currency = text, .formula = text};
    const ps_supplier supplier = {.party = party_of(text),
                                  .findings = 1,
                                  .worst = PS_SEVERITY_LOW,
                                  .amounts = &amount,
                                  .amount_count = 1};
    return ps_report_supplier(report, &supplier, error);
}

static ps_status write_all(ps_report *report, ps_error *error)
{
    static char bytes[PAYLOAD_MOST];
    size_t len;
    uint64_t seq = 0;
    ps_str last = {"", 0};
    ps_status status = PS_OK;
    while (status == PS_OK && read_payload(bytes, &len)) {
        last = (ps_str){bytes, len};
        status = write_record(report, last, ++seq, error);
        if (status == PS_OK) {
            status = write_rejected(report, last, error);
        }
    }
    if (status == PS_OK) {
        status = write_supplier(report, last, error);
    }
    if (status == PS_OK) {
        const ps_unmapped unmapped = {last, last, 1};
        const ps_summary summary = {.records_read = seq,
                                    .records_screened = seq,
                                    .unmapped = &unmapped,
                                    .unmapped_count = 1,
                                    .reconciles = 1};
        status = ps_report_summary(report, &summary, error);
    }
    return status;
}

static void warn(void *user, const ps_error *error)
{
    (void)user;
    fprintf(stderr, "warning: %s (%s)\n", error->message, error->cause);
}

int main(int argc, char **argv)
{
    ps_report *report = NULL;
    ps_error error = {0};
    const char *format = argc > 1 ? argv[1] : "";
    ps_report_options options = PS_REPORT_OPTIONS_INIT;
    options.sheet_rows = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
    options.warning = warn;
    ps_status status = ps_report_new(format, NULL, &options, write_out, stdout, &report, &error);
    if (status == PS_OK) {
        status = write_all(report, &error);
    }
    ps_report_free(report);
    if (status != PS_OK) {
        fprintf(stderr, "report_payloads: %s\n", error.message);
        return 1;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
