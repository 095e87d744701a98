/* SPDX-License-Identifier: Apache-2.0 */
#include "text/scanner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#ifdef PS_HAVE_HYPERSCAN
#include <dlfcn.h>
#include <hs.h>
#endif

enum {
    PAYS_AFTER = 16 * 1024 * 1024, /* bytes scanned */
    LARGEST = 4096,                /* different texts of a set */
    FOUND_MOST = 256 * 1024        /* of one text, before they are told */
};

/* Where a text of the set ends. Those that end together, the longest first: its mark is higher. */
#define FOUND(end, mark) ((uint64_t)(end) << 32 | (UINT32_MAX - (mark)))
#define END_OF(found) ((size_t)((found) >> 32))
#define MARK_OF(found) (UINT32_MAX - (uint32_t)(found))

#ifdef PS_HAVE_HYPERSCAN

/* X(function): what is used of the library. */
#define FUNCTIONS(X)                                                                               \
    X(hs_valid_platform)                                                                           \
    X(hs_version)                                                                                  \
    X(hs_compile_lit_multi)                                                                        \
    X(hs_free_compile_error)                                                                       \
    X(hs_free_database)                                                                            \
    X(hs_alloc_scratch)                                                                            \
    X(hs_free_scratch)                                                                             \
    X(hs_scan)

typedef struct library {
    void *handle; /* NULL: not loaded */
#define X(name) __typeof__(&name) name;
    FUNCTIONS(X)
#undef X
} library;

static int find_function(const library *lib, const char *name, void *ret_function, size_t size)
{
    void *found = dlsym(lib->handle, name);
    memcpy(ret_function, &found, size); /* C has no cast from an object to a function */
    return found != NULL;
}

static void unload(library *lib)
{
    if (lib->handle) {
        (void)dlclose(lib->handle);
        lib->handle = NULL;
    }
}

/* The name is that of the interface that we were built for. */
static int load(library *lib)
{
    lib->handle = dlopen(PS_HAVE_HYPERSCAN, RTLD_NOW | RTLD_LOCAL);
    int all = lib->handle != NULL;
#define X(name) all = all && find_function(lib, #name, &lib->name, sizeof lib->name);
    FUNCTIONS(X)
#undef X
    if (!all || lib->hs_valid_platform() != HS_SUCCESS) {
        unload(lib);
    }
    return lib->handle != NULL;
}

#endif

struct ps_scanner {
    const ps_terms *terms;
    uint64_t scanned; /* bytes, while the library was not asked for yet */
    int asked;        /* it was */
#ifdef PS_HAVE_HYPERSCAN
    library lib;
    hs_database_t *database; /* NULL: the library is not used */
    hs_scratch_t *scratch;
    uint64_t *found;
    size_t count;
    int sorted;
#endif
};

ps_status ps_scanner_new(const ps_terms *terms, ps_scanner **ret_scanner, ps_error *reterr)
{
    ps_scanner *scanner = calloc(1, sizeof *scanner);
    if (!scanner) {
        return ps_error_memory(reterr);
    }
    scanner->terms = terms;
    *ret_scanner = scanner;
    return PS_OK;
}

#ifdef PS_HAVE_HYPERSCAN

static void drop_library(ps_scanner *s)
{
    if (s->lib.handle) {
        (void)s->lib.hs_free_scratch(s->scratch);
        (void)s->lib.hs_free_database(s->database);
    }
    free(s->found);
    s->scratch = NULL;
    s->database = NULL;
    s->found = NULL;
    unload(&s->lib);
}

static int compile(ps_scanner *s, const ps_terms_text *texts, size_t count, ps_arena *arena)
{
    const char **bytes = ps_arena_array(arena, count, sizeof *bytes);
    size_t *lengths = ps_arena_array(arena, count, sizeof *lengths);
    unsigned *flags = ps_arena_array(arena, count, sizeof *flags);
    unsigned *marks = ps_arena_array(arena, count, sizeof *marks);
    hs_compile_error_t *error = NULL;
    if (!bytes || !lengths || !flags || !marks) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        bytes[i] = texts[i].text.ptr;
        lengths[i] = texts[i].text.len;
        marks[i] = texts[i].mark;
    }
    if (s->lib.hs_compile_lit_multi(bytes, flags, marks, lengths, (unsigned)count, HS_MODE_BLOCK,
                                    NULL, &s->database, &error) != HS_SUCCESS) {
        (void)s->lib.hs_free_compile_error(error);
        s->database = NULL;
        return 0;
    }
    s->found = malloc(FOUND_MOST * sizeof *s->found);
    return s->found && s->lib.hs_alloc_scratch(s->database, &s->scratch) == HS_SUCCESS;
}

/* What fails here, for want of memory too, only means that all goes on as before. */
static int use_library(ps_scanner *s, size_t largest)
{
    ps_arena arena;
    ps_terms_text *texts;
    size_t count;
    ps_arena_init(&arena, 0);
    int used = ps_terms_texts(s->terms, &arena, &texts, &count, NULL) == PS_OK && count > 0 &&
               count <= largest && load(&s->lib) && compile(s, texts, count, &arena);
    if (!used) {
        drop_library(s);
    }
    ps_arena_done(&arena);
    return used;
}

static int note(unsigned mark, unsigned long long from, unsigned long long end, unsigned flags,
                void *user)
{
    ps_scanner *s = user;
    (void)from;
    (void)flags;
    if (s->count == FOUND_MOST) {
        return 1;
    }
    uint64_t found = FOUND(end, mark);
    s->sorted &= s->count == 0 || s->found[s->count - 1] < found;
    s->found[s->count++] = found;
    return 0;
}

static int compare_found(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;
    return (*left > *right) - (*left < *right);
}

/* @return 0: there is too much to be kept; nothing was told. */
static int scan_by_library(ps_scanner *s, ps_str text, ps_terms_fn found, void *user)
{
    s->count = 0;
    s->sorted = 1;
    if (text.len > UINT32_MAX || s->lib.hs_scan(s->database, text.ptr, (unsigned)text.len, 0,
                                                s->scratch, note, s) != HS_SUCCESS) {
        return 0;
    }
    if (!s->sorted) {
        qsort(s->found, s->count, sizeof *s->found, compare_found);
    }
    for (size_t i = 0; i < s->count; i++) {
        if (ps_terms_tell(s->terms, MARK_OF(s->found[i]), END_OF(s->found[i]), found, user)) {
            break;
        }
    }
    return 1;
}

#endif

void ps_scanner_free(ps_scanner *scanner)
{
    if (scanner) {
#ifdef PS_HAVE_HYPERSCAN
        drop_library(scanner);
#endif
        free(scanner);
    }
}

int ps_scanner_hasten(ps_scanner *scanner)
{
    scanner->asked = 1;
#ifdef PS_HAVE_HYPERSCAN
    return scanner->database || use_library(scanner, SIZE_MAX);
#else
    return 0;
#endif
}

void ps_scanner_scan(ps_scanner *scanner, ps_str text, ps_terms_fn found, void *user)
{
#ifdef PS_HAVE_HYPERSCAN
    if (!scanner->asked) {
        scanner->scanned += text.len;
        if (scanner->scanned >= PAYS_AFTER) {
            scanner->asked = 1;
            PS_IGNORE(use_library(scanner, LARGEST));
        }
    }
    if (scanner->database && text.len && scan_by_library(scanner, text, found, user)) {
        return;
    }
#endif
    ps_terms_scan(scanner->terms, text, found, user);
}

const char *ps_scanner_library(char *buffer, size_t size)
{
#ifdef PS_HAVE_HYPERSCAN
    library lib;
    if (load(&lib)) {
        const char *version = lib.hs_version(); /* "5.4.0 2021-01-13" */
        (void)snprintf(buffer, size, "Hyperscan %.*s", (int)strcspn(version, " "), version);
        unload(&lib);
        return buffer;
    }
#endif
    (void)snprintf(buffer, size, "no Hyperscan");
    return buffer;
}
