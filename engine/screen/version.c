/* SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/version.h"

#include <stdio.h>

#include "text/regex.h"
#include "xml/document.h"

const char *ps_version(void)
{
    return PS_VERSION;
}

const char *ps_version_libraries(char *buffer, size_t size)
{
    char xml[64];
    char regex[64];
    (void)snprintf(buffer, size, "%s, %s", ps_xml_library(xml, sizeof xml),
                   ps_regex_library(regex, sizeof regex));
    return buffer;
}
