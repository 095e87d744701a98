/* Everything that libprocscreen offers.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_PROCSCREEN_H
#define PROCSCREEN_PROCSCREEN_H

#include "procscreen/common.h"
#include "procscreen/contracts.h"
#include "procscreen/decisions.h"
#include "procscreen/diff.h"
#include "procscreen/doc.h"
#include "procscreen/dossier.h"
#include "procscreen/kept.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"
#include "procscreen/pack.h"
#include "procscreen/profiler.h"
#include "procscreen/record.h"
#include "procscreen/report.h"
#include "procscreen/run.h"
#include "procscreen/screener.h"
#include "procscreen/suggest.h"
#include "procscreen/version.h"

#endif
