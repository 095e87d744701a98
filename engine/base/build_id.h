/* Which build of this library is running.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_BUILD_ID_H
#define PS_BASE_BUILD_ID_H

#include "procscreen/common.h"

/** What the linker made of the code that this is in: another build has another one. Absent when it
 * made none, or cannot be asked. Threads: any. */
ps_str ps_build_id(void);

#endif
