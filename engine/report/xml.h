/* The parts of the XML report, by the schemas catalogs/findings.rng and findings.xsd.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_XML_H
#define PS_REPORT_XML_H

#include "report/markup.h"
#include "report/writer.h"

/** A record with its items, elements and findings. */
void ps_xml_record(ps_output *out, const ps_screened *screened, const ps_finding *findings,
                   size_t count);
void ps_xml_supplier(ps_output *out, const ps_supplier *supplier);
void ps_xml_summary(ps_output *out, const ps_summary *summary, const ps_report_counts *counts);

/** The attributes of a party: name, id, scheme, check, key. */
void ps_xml_party(ps_output *out, const ps_party_view *party);
/** An element of that name, nothing when the exposure is not known. */
void ps_xml_exposure(ps_output *out, const char *name, const ps_exposure *exposure);

#endif
