/* Runs tests/clauses/ *.test: passages in plain text and what must come out (see README.md there).
 * SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>

#include "fixture.h"

static ps_policy *policy;
static size_t blocks;

static ps_record_kind kind_of(ps_str word)
{
    return ps_str_is(word, "order") ? PS_KIND_ORDER : PS_KIND_CONTRACT;
}

static judged judge_block(size_t line, ps_str text, ps_record_kind kind)
{
    ps_text one = {.kind = PS_TEXT_CLAUSE, .text = {ps_str_trim(text), line + 1}};
    ps_record record = {.kind = kind, .texts = &one, .text_count = 1};
    return judge_record(policy, &record, ps_date_parse_iso(PS_STR("2026-06-01")), NULL, 0);
}

static void expect_state(const char *file, size_t line, const ps_element_outcome *e, ps_str state)
{
    ps_str entry = e->evidence_count ? e->evidence[0].entry : PS_NO_STR;
    cr_expect(ps_str_is(state, ps_state_name(e->state)),
              "%s:%zu: %.*s is %s (%.*s, %.*s), wanted %.*s", file, line, PS_FMT(e->element),
              ps_state_name(e->state), PS_FMT(e->reason), PS_FMT(entry), PS_FMT(state));
}

/* The state that "present: a b; defeated: c" gives the element; missing when it is not named. */
static ps_str state_in_list(ps_str list, ps_str element)
{
    ps_str word;
    ps_str state = PS_NO_STR;
    while (ps_str_next_word(&list, &word)) {
        if (ps_str_ends(word, PS_STR(":"))) {
            state = ps_str_slice(word, 0, word.len - 1);
        } else if (ps_str_equal(word, element)) {
            return state;
        }
    }
    return PS_STR("missing");
}

/* "== confidentiality present", "== confidentiality present order", and of a whole contract
 * "== contract present: confidentiality audit-right defeated: supervision" */
static void run_block(const char *file, size_t line, ps_str header, ps_str text)
{
    ps_str rest = header;
    ps_str element;
    ps_str state = PS_NO_STR;
    ps_str kind = PS_NO_STR;
    cr_assert(ps_str_next_word(&rest, &element), "%s:%zu", file, line);
    int whole = ps_str_is(element, "contract");
    ps_str list = rest;
    if (!whole) {
        cr_assert(ps_str_next_word(&rest, &state), "%s:%zu", file, line);
        (void)ps_str_next_word(&rest, &kind);
    }
    judged j = judge_block(line, text, kind_of(kind));
    int known = whole;
    for (size_t i = 0; i < j.count; i++) {
        if (whole || ps_str_equal(j.elements[i].element, element)) {
            known = 1;
            expect_state(file, line, &j.elements[i],
                         whole ? state_in_list(list, j.elements[i].element) : state);
        }
    }
    cr_expect(known, "%s:%zu: there is no element %.*s", file, line, PS_FMT(element));
    judged_done(&j);
    blocks++;
}

static void run_file(const char *path, const char *name)
{
    ps_buffer bytes;
    ps_error error = {0};
    ps_buffer_init(&bytes, 0);
    PS_TEST_STATUS(ps_file_read(path, 1 << 20, &bytes, &error), PS_OK, error);
    ps_str rest = ps_buffer_str(&bytes);
    ps_str line;
    ps_str header = PS_NO_STR;
    size_t number = 0;
    size_t header_line = 0;
    const char *start = NULL;
    while (ps_str_next(&rest, '\n', &line)) {
        number++;
        if (ps_str_starts(line, PS_STR("== "))) {
            if (start) {
                run_block(name, header_line, header, (ps_str){start, (size_t)(line.ptr - start)});
            }
            header = ps_str_slice(line, 3, line.len);
            header_line = number;
            start = line.ptr + line.len + 1;
        }
    }
    if (start) {
        run_block(name, header_line, header,
                  (ps_str){start, (size_t)(bytes.ptr + bytes.len - start)});
    }
    ps_buffer_done(&bytes);
}

Test(clauses, each_passage_comes_out_as_it_says)
{
    char folder[1024];
    char path[2048];
    const char *data = getenv("PS_TESTDATA");
    (void)snprintf(folder, sizeof folder, "%s/clauses", data ? data : "tests");
    policy = load_shipped();
    DIR *dir = opendir(folder);
    cr_assert(dir, "%s", folder);
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        if (ps_str_ends(ps_str_from(entry->d_name), PS_STR(".test"))) {
            (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            run_file(path, entry->d_name);
        }
    }
    (void)closedir(dir);
    cr_expect_geq(blocks, 60, "%zu blocks", blocks);
    ps_policy_free(policy);
}
