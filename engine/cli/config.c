/* The environment and the configuration file. A key that nobody knows is an error with its place:
 * a misspelt option must not be a silent default.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args_layers.h"
#include "exit_codes.h"
#include "message.h"

enum { FILE_MOST = 1 << 20, PATH_ROOM = 4096 };

extern char **environ;

const char *ps_args_yes_no(const char *text)
{
    static const char *const yes[] = {"yes", "true", "on", "1"};
    static const char *const no[] = {"no", "false", "off", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (strcmp(text, yes[i]) == 0) {
            return "yes";
        }
        if (strcmp(text, no[i]) == 0) {
            return "no";
        }
    }
    return NULL;
}

/* `shown`: where the value stands, for messages. */
static int add_value(ps_args *args, ps_layer layer, ps_option_id id, const char *value,
                     unsigned line, const char *shown)
{
    if (ps_option_at(id)->kind == PS_OPTION_FLAG) {
        const char *flag = ps_args_yes_no(value);
        if (!flag) {
            ps_say("%s: %s is yes or no, not \"%s\"", shown, ps_option_at(id)->name, value);
            return PS_EXIT_USAGE;
        }
        value = flag;
    }
    return ps_args_add(args, layer, id, value, line);
}

/* Lists are written like PATH. */
static int add_list(ps_args *args, ps_option_id id, const char *value)
{
    size_t size = strlen(value) + 1;
    char *copy = ps_args_room(args, size);
    if (!copy) {
        return PS_EXIT_INTERNAL;
    }
    memcpy(copy, value, size);
    for (char *part = copy; part;) {
        char *colon = strchr(part, ':');
        if (colon) {
            *colon = '\0';
        }
        int code = *part ? ps_args_add(args, PS_LAYER_ENVIRONMENT, id, part, 0) : 0;
        if (code != 0) {
            return code;
        }
        part = colon ? colon + 1 : NULL;
    }
    return 0;
}

static ps_option_id find_variable(const char *name, size_t len)
{
    char variable[64];
    for (int i = 0; i < PS_OPT_COUNT; i++) {
        ps_option_id id = (ps_option_id)i;
        if (ps_option_at(id)->kind != PS_OPTION_SWITCH) {
            ps_option_variable(id, variable, sizeof variable);
            if (strlen(variable) == len && memcmp(variable, name, len) == 0) {
                return id;
            }
        }
    }
    return PS_OPT_COUNT;
}

static void hint_variable(const char *name, size_t len)
{
    char variable[64];
    size_t least = 5;
    ps_option_id nearest = PS_OPT_COUNT;
    for (int i = 0; i < PS_OPT_COUNT; i++) {
        ps_option_id id = (ps_option_id)i;
        size_t distance =
            ps_word_distance(ps_option_variable(id, variable, sizeof variable), name, len);
        if (ps_option_at(id)->kind != PS_OPTION_SWITCH && distance < least) {
            least = distance;
            nearest = id;
        }
    }
    if (nearest != PS_OPT_COUNT) {
        ps_hint("did you mean %s?", ps_option_variable(nearest, variable, sizeof variable));
    }
}

int ps_args_read_environment(ps_args *args)
{
    static const char prefix[] = "PROCSCREEN_";
    for (char **entry = environ; entry && *entry; entry++) {
        const char *equals = strchr(*entry, '=');
        if (!equals || strncmp(*entry, prefix, sizeof prefix - 1) != 0) {
            continue;
        }
        size_t len = (size_t)(equals - *entry);
        ps_option_id id = find_variable(*entry, len);
        if (id == PS_OPT_COUNT) {
            ps_say("%.*s in the environment is no option", (int)len, *entry);
            hint_variable(*entry, len);
            return PS_EXIT_USAGE;
        }
        if (equals[1] == '\0') {
            continue; /* as good as not set */
        }
        char variable[64];
        int code = ps_option_at(id)->kind == PS_OPTION_LIST
                       ? add_list(args, id, equals + 1)
                       : add_value(args, PS_LAYER_ENVIRONMENT, id, equals + 1, 0,
                                   ps_option_variable(id, variable, sizeof variable));
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Cut blanks off both ends, in place. */
static char *trim(char *text)
{
    while (is_blank(*text)) {
        text++;
    }
    size_t len = strlen(text);
    while (len && is_blank(text[len - 1])) {
        len--;
    }
    text[len] = '\0';
    return text;
}

static int read_setting(ps_args *args, char *text, unsigned line)
{
    char shown[PATH_ROOM + 32];
    (void)snprintf(shown, sizeof shown, "%s:%u", args->config, line);
    char *equals = strchr(text, '=');
    if (!equals) {
        ps_say("%s: a line is \"key = value\", or a comment that begins with #", shown);
        return PS_EXIT_USAGE;
    }
    *equals = '\0';
    const char *key = trim(text);
    const char *value = trim(equals + 1);
    size_t key_len = strlen(key);
    ps_option_id id = ps_option_find(key, key_len);
    if (id == PS_OPT_COUNT || id == PS_OPT_CONFIG || ps_option_at(id)->kind == PS_OPTION_SWITCH) {
        ps_say("%s: unknown key \"%.*s\"", shown, (int)key_len, key);
        id = ps_option_nearest(key, key_len);
        if (id != PS_OPT_COUNT) {
            ps_hint("did you mean %s? keys are the long options without --",
                    ps_option_at(id)->name);
        }
        return PS_EXIT_USAGE;
    }
    return add_value(args, PS_LAYER_FILE, id, value, line, shown);
}

static int read_settings(ps_args *args, char *text, size_t size)
{
    unsigned line = 0;
    if (memchr(text, '\0', size)) {
        ps_say("%s: holds a NUL byte: it is no configuration file", args->config);
        return PS_EXIT_USAGE;
    }
    for (char *at = text; at;) {
        char *end = strchr(at, '\n');
        line++;
        if (end) {
            *end = '\0';
        }
        char *content = trim(at);
        int code = *content == '\0' || *content == '#' ? 0 : read_setting(args, content, line);
        if (code != 0) {
            return code;
        }
        at = end ? end + 1 : NULL;
    }
    return 0;
}

static int cannot_read(const char *path)
{
    ps_say("cannot read the configuration file %s: %s", path, strerror(errno));
    ps_hint("--config /dev/null reads none");
    return PS_EXIT_USAGE;
}

/* `must`: it was named, so it has to be there. */
static int read_file(ps_args *args, const char *path, int must, int *ret_found)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    *ret_found = fd >= 0;
    if (fd < 0) {
        return must || (errno != ENOENT && errno != ENOTDIR) ? cannot_read(path) : 0;
    }
    size_t name_size = strlen(path) + 1;
    char *name = ps_args_room(args, name_size);
    char *text = name ? ps_args_room(args, FILE_MOST + 1) : NULL;
    size_t size = 0;
    ssize_t got = 1;
    while (text && got > 0 && size < FILE_MOST) {
        got = read(fd, text + size, FILE_MOST - size);
        if (got > 0) {
            size += (size_t)got;
        } else if (got < 0 && errno == EINTR) {
            got = 1;
        }
    }
    int error = errno;
    close(fd);
    if (!text) {
        return PS_EXIT_INTERNAL;
    }
    memcpy(name, path, name_size);
    args->config = name;
    if (got < 0) {
        errno = error;
        return cannot_read(path);
    }
    if (size == FILE_MOST) {
        ps_say("%s: a configuration file has less than %d bytes", path, FILE_MOST);
        return PS_EXIT_USAGE;
    }
    return read_settings(args, text, size);
}

int ps_args_read_file(ps_args *args)
{
    static const struct {
        const char *variable; /* NULL: none */
        const char *rest;
    } places[] = {
        {"XDG_CONFIG_HOME", "/procscreen/procscreen.conf"},
        {"HOME", "/.config/procscreen/procscreen.conf"},
        {NULL, "/etc/procscreen.conf"},
    };
    int found = 0;
    const char *named = ps_args_value(args, PS_OPT_CONFIG);
    if (named) {
        return read_file(args, named, 1, &found);
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char path[PATH_ROOM];
        const char *base = places[i].variable ? getenv(places[i].variable) : "";
        if (!base || (places[i].variable && base[0] != '/') ||
            snprintf(path, sizeof path, "%s%s", base, places[i].rest) >= (int)sizeof path) {
            continue;
        }
        int code = read_file(args, path, 0, &found);
        if (code != 0 || found) {
            return code;
        }
    }
    return 0;
}
