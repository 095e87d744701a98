/* SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/version.h"

#include <stdio.h>

#include "input/unpack.h"
#include "text/regex.h"
#include "text/scanner.h"
#include "xml/document.h"

const char *ps_version(void)
{
    return PS_VERSION;
}

const char *ps_version_libraries(char *buffer, size_t size)
{
    char xml[64];
    char regex[64];
    char scanner[64];
    char archive[64];
    char unpack[64];
    (void)snprintf(
        buffer, size, "%s\n%s\n%s\n%s\n%s", ps_xml_library(xml, sizeof xml),
        ps_regex_library(regex, sizeof regex), ps_scanner_library(scanner, sizeof scanner),
        ps_archive_library(archive, sizeof archive), ps_unpack_library(unpack, sizeof unpack));
    return buffer;
}
