/* procscreen init: the three files that a first night needs, each with what may stand in it.
 *
 * Nothing that exists is overwritten: the files are created anew or not at all.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "exit_codes.h"
#include "message.h"
#include "write.h"

enum { PATH_ROOM = 4096, TEXT_ROOM = 32768, COLUMNS = 100 };

static const char operators_text[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- Who buys: the legal entities, and what no record tells of them. Given with the option "
    "operators.\n"
    "     A buyer that is not listed here has the status \"unknown\"; nothing is inferred. -->\n"
    "<operators xmlns=\"urn:procscreen:operators:1\">\n"
    "  <!-- Take the comment marks away and put your own in.\n"
    "\n"
    "       name, uscc: what buyers are found by in records; where both the record and this file\n"
    "         have a unified social credit code, only the code counts. sector: for people.\n"
    "       status: identified, likely, unknown or not; from and to are days, both count.\n"
    "       filing: a purchase that was filed for cybersecurity review, by order or contract;\n"
    "         result is pending, not-needed, passed or failed.\n"
    "       supplier: when it was last audited, and agreements that no record carries, with the\n"
    "         clauses in them (their names: procscreen pack list, procscreen pack show).\n"
    "\n"
    "  <operator name=\"Example Grid Co., Ltd.\" sector=\"energy\">\n"
    "    <alias>Example Grid</alias>\n"
    "    <status value=\"identified\" from=\"2023-03-01\" by=\"notice of the protection "
    "department\"/>\n"
    "    <filing contract=\"C-2026-014\" date=\"2026-04-01\" result=\"passed\" "
    "decided=\"2026-06-30\"/>\n"
    "    <supplier name=\"Example Networks Ltd.\">\n"
    "      <audit date=\"2026-02-27\" by=\"audit office\"/>\n"
    "      <agreement id=\"NDA-2026-07\" from=\"2026-01-01\" to=\"2027-12-31\"\n"
    "                 elements=\"confidentiality security-duty technical-support\"/>\n"
    "    </supplier>\n"
    "  </operator>\n"
    "  -->\n"
    "</operators>\n";

static const char profile_text[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- A format profile: how one XML format lays out its fields. Change the names to those of\n"
    "     your export, then\n"
    "       procscreen pack check profile.xml\n"
    "     tells what is wrong in it, and procscreen coverage SAMPLE.xml, with this file named by\n"
    "     the option formats, what it fills and what nobody reads. procscreen coverage, with the\n"
    "     option suggest, drafts such a profile from a sample of the export.\n"
    "     catalogs/formats/README.md tells everything that may stand here. -->\n"
    "<profile xmlns=\"urn:procscreen:profile:1\" id=\"my-export\" version=\"1\"\n"
    "         title=\"Purchase orders of my ERP\">\n"
    "  <source>where the layout is described</source>\n"
    "  <!-- match: the element that is one record. kind: order, contract, invoice, quotation,\n"
    "       catalogue, notice or other. Paths are relative to the element of the rule around\n"
    "       them. -->\n"
    "  <record match=\"MyOrder\" kind=\"order\">\n"
    "    <field name=\"id\" path=\"Number\"/>\n"
    "    <field name=\"date\" path=\"Date\"/>\n"
    "    <field name=\"currency\" path=\"Currency\"/>\n"
    "    <buyer path=\"Buyer\" name=\"Name\">\n"
    "      <ident path=\"TaxNumber\" value=\".\"/>\n"
    "    </buyer>\n"
    "    <supplier path=\"Supplier\" name=\"Name\">\n"
    "      <ident path=\"TaxNumber\" value=\".\"/>\n"
    "    </supplier>\n"
    "    <!-- the contract that the order is placed under: its clauses count for the order -->\n"
    "    <reference path=\"Contract\" id=\".\" kind=\"'contract'\"/>\n"
    "    <item path=\"Lines/Line\" line=\"Number\" name=\"Text\" quantity=\"Quantity\" "
    "unit=\"Unit\"\n"
    "          price=\"Price\" amount=\"Amount\" manufacturer=\"Maker\" model=\"Model\">\n"
    "      <code path=\"Class\" value=\".\" scheme=\"'UNSPSC'\"/>\n"
    "    </item>\n"
    "    <text path=\"Terms\" text=\".\" kind=\"'terms'\"/>\n"
    "  </record>\n"
    "</profile>\n";

typedef struct text {
    char bytes[TEXT_ROOM];
    size_t len;
    int failed;
} text;

__attribute__((format(printf, 2, 3))) static void add(text *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(out->bytes + out->len, sizeof out->bytes - out->len, format, args);
    va_end(args);
    if (len < 0 || (size_t)len >= sizeof out->bytes - out->len) {
        out->failed = 1;
    } else {
        out->len += (size_t)len;
    }
}

/* A comment, wrapped. */
static void add_comment(text *out, const char *words)
{
    size_t column = 0;
    while (*words) {
        size_t len = strcspn(words, " ");
        if (column == 0 || column + 1 + len > COLUMNS) {
            add(out, "%s#", column ? "\n" : "");
            column = 1;
        }
        add(out, " %.*s", (int)len, words);
        column += 1 + len;
        words += len + (words[len] == ' ');
    }
    add(out, "\n");
}

/* Every option of `screen` that a configuration file may hold, commented out. */
static void write_config(text *out)
{
    add_comment(out, "Configuration of procscreen. What stands on the command line goes before the "
                     "environment (PROCSCREEN_...), and that before this file. It is read from "
                     "$XDG_CONFIG_HOME/procscreen/procscreen.conf, "
                     "~/.config/procscreen/procscreen.conf, /etc/procscreen.conf, or with --config "
                     "FILE. A key that is not known is an error. man procscreen tells all.");
    for (const ps_option_id *id = ps_command_screen.options; *id != PS_OPT_COUNT; id++) {
        const ps_option *option = ps_option_at(*id);
        if (option->kind == PS_OPTION_SWITCH || *id == PS_OPT_CONFIG) {
            continue;
        }
        add(out, "\n");
        add_comment(out, option->about);
        add(out, "#%s = %s\n", option->name,
            option->kind == PS_OPTION_FLAG ? "no" : option->argument);
    }
}

static int complain(const char *what, const char *path)
{
    ps_say("cannot %s %s: %s", what, path, strerror(errno));
    if (errno == EEXIST) {
        ps_hint("nothing that exists is overwritten; name another folder, or move the file away");
    }
    return PS_EXIT_OUTPUT;
}

static int create(const char *path, const char *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0) {
        return complain("create", path);
    }
    int failed = ps_write_whole(fd, bytes, size) != size || fsync(fd) != 0;
    if (close(fd) != 0 || failed) {
        int code = complain("write", path);
        (void)unlink(path);
        return code;
    }
    ps_out("%s\n", path);
    return 0;
}

static int init(const ps_args *args)
{
    size_t count;
    const char *const *operands = ps_args_operands(args, &count);
    const char *folder = count ? operands[0] : ".";
    static text config;
    config.len = 0;
    write_config(&config);
    const struct {
        const char *name;
        const char *bytes;
        size_t size;
    } files[] = {{"procscreen.conf", config.bytes, config.len},
                 {"operators.xml", operators_text, sizeof operators_text - 1},
                 {"profile.xml", profile_text, sizeof profile_text - 1}};
    enum { FILES = sizeof files / sizeof *files };
    char paths[FILES][PATH_ROOM];
    for (size_t i = 0; i < FILES; i++) {
        int len = snprintf(paths[i], PATH_ROOM, "%s/%s", folder, files[i].name);
        if (len < 0 || len >= PATH_ROOM || config.failed) {
            ps_say("the name of the folder is too long");
            return PS_EXIT_USAGE;
        }
    }
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        return complain("make the folder", folder);
    }
    for (size_t i = 0; i < FILES; i++) { /* all or none */
        struct stat info;
        if (lstat(paths[i], &info) == 0) {
            errno = EEXIST;
            return complain("create", paths[i]);
        }
    }
    int code = 0;
    for (size_t i = 0; code == 0 && i < FILES; i++) {
        code = create(paths[i], files[i].bytes, files[i].size);
    }
    return ps_exit_worse(code, ps_out_end());
}

static const ps_option_id options_of_init[] = {PS_OPT_HELP, PS_OPT_COUNT};

const ps_command ps_command_init = {
    .name = "init",
    .operands = "[DIR]",
    .about = "Write a commented configuration, an operators file and an empty format profile.",
    .details =
        "The files are procscreen.conf, operators.xml and profile.xml in DIR (default: here).\n"
        "Nothing that exists is overwritten.\n",
    .options = options_of_init,
    .most = 1,
    .run = init,
};
