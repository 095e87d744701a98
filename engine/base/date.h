/* Calendar days, proleptic Gregorian, without clock or time zone.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_DATE_H
#define PS_BASE_DATE_H

#include "base/buffer.h"
#include "procscreen/record.h"

/**
 * Read a day as procurement documents write it: 2005-06-20, 20141110, 2020-04-09+01:00,
 * 2021-01-08T23:00:06-08:00, 2003-05-15 00:00:00, 202003311232, 2026年03月26日, 2026/3/26,
 * 10.11.2014 (points: the day first), 民國115年3月6日. The day
 * is taken as written; a zone does not move it. Years 1900 to 2199. Days that do not exist (31
 * February) and orders that are ambiguous (01/02/2026) are not understood.
 *
 * @return the day, or PS_NO_DAY.
 */
ps_day ps_date_parse(ps_str text);
/** Only YYYY-MM-DD; what packs, options and configuration use. */
ps_day ps_date_parse_iso(ps_str text);
/** As YYYY-MM-DD. `day` is not PS_NO_DAY. */
void ps_date_format(ps_day day, ps_buffer *out);
/** The day that comes `days` working days (Monday to Friday) after `day`. Public holidays are not
 * known. */
ps_day ps_date_add_working_days(ps_day day, unsigned days);
/** The same day of a month that many months later; its last day where it has no such day. */
ps_day ps_date_add_months(ps_day day, unsigned months);

#endif
