/* SPDX-License-Identifier: Apache-2.0 */
#include "report/xlsx_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

ps_xlsx_library ps_xlsx;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_there;

static int find_function(void *library, const char *name, void *ret_function, size_t size)
{
    void *found = dlsym(library, name);
    memcpy(ret_function, &found, size); /* C has no cast from an object to a function */
    return found != NULL;
}

/* The name is that of the interface that we were built for. */
static void load(void)
{
    void *library = dlopen("libxlsxwriter.so." LXW_SOVERSION, RTLD_NOW | RTLD_LOCAL);
    is_there = library != NULL;
#define X(name)                                                                                    \
    is_there = is_there && find_function(library, #name, &ps_xlsx.name, sizeof ps_xlsx.name);
    PS_XLSX_FUNCTIONS(X)
#undef X
}

int ps_xlsx_library_load(void)
{
    return pthread_once(&once, load) == 0 && is_there;
}
