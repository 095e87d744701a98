/* Buyer, supplier and the parties that others point at.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_RECORD_PARTY_H
#define PS_RECORD_PARTY_H

#include "record/build.h"

/** Fill in buyer and supplier of builder->record. Must come before ps_party_manufacturer(). */
void ps_party_build(ps_builder *builder);
/** The manufacturer that an item points at: the entity's name, else the reference as it stands. */
ps_value ps_party_manufacturer(const ps_builder *builder, const ps_build_part *item);

#endif
