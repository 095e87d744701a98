/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder.h"

static void setup(void)
{
    ps_xml_init();
}

TestSuite(document, .init = setup);

Test(document, events_carry_names_attributes_and_text)
{
    static const size_t pieces[] = {0, 1, 2, 3, 7, 4000};
    for (size_t i = 0; i < PS_COUNT(pieces); i++) {
        recorder r;
        ps_status status = recorder_run(
            &r,
            PS_STR("<?xml version='1.0' encoding='UTF-8'?><!-- x --><a xmlns='urn:a' b='1 &amp; "
                   "&#50;'>Johnson &amp; J &#72;<!-- no -->u<![CDATA[<&]]><?p i?><c/></a>\n"),
            pieces[i], NULL, NULL);
        PS_TEST_STATUS(status, PS_OK, r.error);
        ps_test_str(ps_buffer_str(&r.log), "<a{urn:a} b=1 & 2>Johnson & J Hu<&<c{urn:a}></></>",
                    "events");
        recorder_done(&r);
    }
}
