/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_VERSION_H
#define PROCSCREEN_VERSION_H

#include "procscreen/common.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The library's version, e.g. "0.1.0". Threads: any. */
PS_API const char *ps_version(void);

/**
 * The libraries that are really used at run time, each a line, e.g. "libxml2 2.9.14".
 * Never NULL; points into `buffer`. Threads: any.
 */
PS_API const char *ps_version_libraries(char *buffer, size_t size);

#ifdef __cplusplus
}
#endif
#endif
