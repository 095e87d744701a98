/* SPDX-License-Identifier: Apache-2.0 */
#include "document/prose.h"

#include "ps_test.h"

Test(prose, white_space_is_one_blank_and_paragraphs_are_apart)
{
    ps_buffer out;
    ps_prose prose;
    ps_error err;
    ps_buffer_init(&out, 0);
    ps_buffer_add_text(&out, "before");
    ps_prose_init(&prose, &out, 100);
    ps_prose_paragraph(&prose);
    ps_prose_add(&prose, PS_STR("  a \t"));
    ps_prose_add(&prose, PS_STR("\n b\x01"));
    ps_prose_add(&prose, PS_STR("c"));
    ps_prose_line(&prose);
    ps_prose_add(&prose, PS_STR("d"));
    ps_prose_line(&prose);
    ps_prose_paragraph(&prose);
    ps_prose_line(&prose);
    ps_prose_add(&prose, PS_STR("e"));
    ps_prose_paragraph(&prose);
    PS_TEST_STATUS(ps_prose_end(&prose, &err), PS_OK, err);
    ps_test_str(ps_buffer_str(&out), "beforea bc\nd\n\ne\n", "text");
    ps_buffer_done(&out);
}

Test(prose, cells_stay_in_the_line_of_their_row)
{
    ps_buffer out;
    ps_prose prose;
    ps_error err;
    ps_buffer_init(&out, 0);
    ps_prose_init(&prose, &out, 100);
    for (int row = 0; row < 2; row++) {
        ps_prose_line(&prose);
        for (int cell = 0; cell < 2; cell++) {
            if (cell == 0) {
                ps_prose_stay(&prose);
            } else {
                ps_prose_cell(&prose);
            }
            ps_prose_paragraph(&prose);
            ps_prose_add(&prose, PS_STR("x"));
            ps_prose_paragraph(&prose);
        }
        ps_prose_row(&prose);
    }
    PS_TEST_STATUS(ps_prose_end(&prose, &err), PS_OK, err);
    ps_test_str(ps_buffer_str(&out), "x x\nx x\n", "table");
    ps_buffer_done(&out);
}

Test(prose, lines_are_kept_where_they_are_the_texts_own)
{
    ps_buffer out;
    ps_prose prose;
    ps_error err;
    ps_buffer_init(&out, 0);
    ps_prose_init(&prose, &out, 100);
    ps_prose_add_lines(&prose, PS_STR("\n\na  b \r\n\r\n\r\n  c\rd\fe"));
    PS_TEST_STATUS(ps_prose_end(&prose, &err), PS_OK, err);
    ps_test_str(ps_buffer_str(&out), "a  b\n\n  c\nd\ne\n", "lines");
    ps_buffer_done(&out);
}

Test(prose, the_limit_is_an_error_by_name)
{
    ps_buffer out;
    ps_prose prose;
    ps_error err;
    ps_buffer_init(&out, 0);
    ps_prose_init(&prose, &out, 5);
    ps_prose_add(&prose, PS_STR("12345"));
    ps_prose_add(&prose, PS_STR("6"));
    cr_expect_eq(ps_prose_end(&prose, &err), PS_FAILED);
    cr_expect_str_eq(err.cause, "limit:attachment-text");
    ps_buffer_done(&out);
}
