/* The names that outputs use for the enums of outcome.h and pack.h. They are a contract: other
 * programs read them. SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/outcome.h"

#include "base/cleanup.h"
#include "procscreen/pack.h"

/* A value that no enum has can come only from a caller's mistake; it must not read past a table. */
#define NAME_OF(table, value) ((size_t)(value) < PS_COUNT(table) ? (table)[value] : "unknown")

const char *ps_pack_kind_name(ps_pack_kind kind)
{
    static const char *const names[] = {
        [PS_PACK_CATALOG] = "catalog", [PS_PACK_POLICY] = "policy", [PS_PACK_PROFILE] = "profile"};
    return NAME_OF(names, kind);
}

const char *ps_outcome_name(ps_outcome outcome)
{
    static const char *const names[] = {
        [PS_OUTCOME_CLEAR] = "clear",       [PS_OUTCOME_WAIVED] = "waived",
        [PS_OUTCOME_HIT] = "hit",           [PS_OUTCOME_NOT_EVALUABLE] = "not-evaluable",
        [PS_OUTCOME_REJECTED] = "rejected",
    };
    return NAME_OF(names, outcome);
}

const char *ps_confidence_name(ps_confidence confidence)
{
    static const char *const names[] = {
        [PS_CONFIDENCE_NONE] = "none",
        [PS_CONFIDENCE_POSSIBLE] = "possible",
        [PS_CONFIDENCE_PROBABLE] = "probable",
        [PS_CONFIDENCE_DEFINITE] = "definite",
    };
    return NAME_OF(names, confidence);
}

const char *ps_scale_name(ps_scale scale)
{
    static const char *const names[] = {
        [PS_SCALE_NONE] = "none",
        [PS_SCALE_UNKNOWN] = "unknown",
        [PS_SCALE_NOT_MET] = "not-met",
        [PS_SCALE_MET] = "met",
    };
    return NAME_OF(names, scale);
}

const char *ps_state_name(ps_state state)
{
    static const char *const names[] = {
        [PS_STATE_NOT_REQUIRED] = "not-required",
        [PS_STATE_PRESENT] = "present",
        [PS_STATE_MISSING] = "missing",
        [PS_STATE_DEFEATED] = "defeated",
        [PS_STATE_NOT_EVALUABLE] = "not-evaluable",
    };
    return NAME_OF(names, state);
}

const char *ps_attachment_role_name(ps_attachment_role role)
{
    static const char *const names[] = {
        [PS_ATTACHMENT_NONE] = "none",
        [PS_ATTACHMENT_CONTRACT] = "contract",
        [PS_ATTACHMENT_UNKNOWN] = "unknown",
        [PS_ATTACHMENT_OTHER] = "other",
    };
    return NAME_OF(names, role);
}

const char *ps_attached_state_name(ps_attached_state state)
{
    static const char *const names[] = {
        [PS_ATTACHED_READ] = "read",
        [PS_ATTACHED_IN_PART] = "in-part",
        [PS_ATTACHED_NOT_READ] = "not-read",
    };
    return NAME_OF(names, state);
}

const char *ps_severity_name(ps_severity severity)
{
    static const char *const names[] = {
        [PS_SEVERITY_INFO] = "info",
        [PS_SEVERITY_LOW] = "low",
        [PS_SEVERITY_MEDIUM] = "medium",
        [PS_SEVERITY_HIGH] = "high",
    };
    return NAME_OF(names, severity);
}

const char *ps_ident_check_name(ps_ident_check check)
{
    static const char *const names[] = {
        [PS_CHECK_NONE] = "none",
        [PS_CHECK_VALID] = "valid",
        [PS_CHECK_REPAIRED] = "repaired",
        [PS_CHECK_INVALID] = "invalid",
    };
    return NAME_OF(names, check);
}

const char *ps_cii_status_name(ps_cii_status status)
{
    static const char *const names[] = {
        [PS_CII_UNKNOWN] = "unknown",
        [PS_CII_IDENTIFIED] = "identified",
        [PS_CII_LIKELY] = "likely",
        [PS_CII_NOT] = "not",
    };
    return NAME_OF(names, status);
}
