/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* dl_iterate_phdr() */
#include "base/build_id.h"

#include <link.h>
#include <string.h>

#include "base/str.h"

/* The segment's note by GNU of that type; absent when it has none. */
static ps_str find_note(const char *notes, size_t size)
{
    enum { ALIGN = 4 };
    size_t at = 0;
    while (size - at >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note;
        memcpy(&note, notes + at, sizeof note);
        size_t name = at + sizeof note;
        size_t desc = name + (((size_t)note.n_namesz + ALIGN - 1) & ~(size_t)(ALIGN - 1));
        size_t end = desc + (((size_t)note.n_descsz + ALIGN - 1) & ~(size_t)(ALIGN - 1));
        if (desc > size || end > size) {
            break;
        }
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof "GNU" &&
            memcmp(notes + name, "GNU", sizeof "GNU") == 0) {
            return (ps_str){notes + desc, note.n_descsz};
        }
        at = end;
    }
    return PS_NO_STR;
}

/* Of all that is loaded, what holds this function. */
static int look(struct dl_phdr_info *info, size_t size, void *ret_id)
{
    uintptr_t here = (uintptr_t)&find_note;
    int is_ours = 0;
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + segment->p_vaddr;
        is_ours |= segment->p_type == PT_LOAD && here >= start && here - start < segment->p_memsz;
    }
    for (int i = 0; is_ours && i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        ps_str *id = ret_id;
        if (segment->p_type == PT_NOTE && !id->len) {
            *id = find_note((const char *)(info->dlpi_addr + segment->p_vaddr), segment->p_memsz);
        }
    }
    return is_ours;
}

ps_str ps_build_id(void)
{
    ps_str id = PS_NO_STR;
    (void)dl_iterate_phdr(look, &id);
    return id;
}
