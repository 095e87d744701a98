/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/met_names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "xml/document.h"

enum { SLOTS = 4096 }; /* a power of two, some times PS_XML_NAMES_MOST */

struct ps_met_names {
    const void *slots[SLOTS];
    size_t count;
    int full;
    ps_buffer list;
};

ps_met_names *ps_met_names_new(void)
{
    ps_met_names *met = calloc(1, sizeof *met);
    if (met) {
        ps_buffer_init(&met->list, PS_XML_NAMES_BYTES);
    }
    return met;
}

void ps_met_names_free(ps_met_names *met)
{
    if (met) {
        ps_buffer_done(&met->list);
        free(met);
    }
}

void ps_met_names_add(ps_met_names *met, const void *name)
{
    if (!name || met->full) {
        return;
    }
    size_t at = (size_t)(((uint64_t)(uintptr_t)name * 0x9E3779B97F4A7C15U) >> 40) & (SLOTS - 1);
    while (met->slots[at]) {
        if (met->slots[at] == name) {
            return;
        }
        at = (at + 1) & (SLOTS - 1);
    }
    if (met->count == PS_XML_NAMES_MOST) {
        met->full = 1;
        return;
    }
    ps_buffer_add(&met->list, name, strlen(name) + 1);
    met->full = met->list.failed;
    met->slots[at] = name;
    met->count++;
}

size_t ps_met_names_count(const ps_met_names *met)
{
    return met->count;
}

int ps_met_names_full(const ps_met_names *met)
{
    return met->full;
}

ps_str ps_met_names_list(const ps_met_names *met)
{
    return ps_buffer_str(&met->list);
}
