"""Compares the manual with what the command says of itself: each command's options both ways, with letter, argument and
negated form; the formats of reports; the variables of the environment; the exit statuses.

    check_man.py PROGRAM MANUAL

SPDX-License-Identifier: Apache-2.0
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "support"))
from tap import Tap

OPTION = re.compile(r"^  (?:-(\w), |    )--(\[no-\])?([a-z-]+)(?: (\S+))?(?:\s|$)")
COMMAND = re.compile(r"^  ([a-z]+)(?: |$)")
SWITCHES = {"help", "version", "verbose", "print-limits", "suggest"}
STATUSES = {"0", "1", "2", "3", "4", "5", "70"}


def help_of(program, *command):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PROCSCREEN_")}
    result = subprocess.run([program, *command, "--help"], capture_output=True, text=True, env=environment, check=False)
    return result.stdout if result.returncode == 0 else ""


def block_of(text, heading):
    """The lines between a heading and the next blank line."""
    match = re.search(rf"^{heading}:\n(.*?)(?:\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    return match.group(1).splitlines() if match else []


def words(argument):
    """An argument as help and manual both write it: FORMAT[=FILE] and "FORMAT Ns Op = Ns Ar FILE" are FORMAT FILE."""
    return " ".join(re.findall(r"[A-Z]{2,}|\bN\b", argument or ""))


def helped_options(text):
    """{name: (letter, negated, argument)}"""
    found = {}
    for line in block_of(text, "Options"):
        match = OPTION.match(line)
        if match:
            letter, negated, name, argument = match.groups()
            found[name] = (letter or "", bool(negated), words(argument))
    return found


def helped_names(text, heading):
    return [match.group(1) for match in map(COMMAND.match, block_of(text, heading)) if match]


def manual_options(manual):
    """{command: {name: (letter, negated, argument)}} of the sections that are named for commands."""
    found, options = {}, None
    for line in manual.splitlines():
        if line.startswith((".Ss ", ".Sh ")):
            options = found.setdefault(line[4:], {}) if line.startswith(".Ss procscreen") else None
        elif options is not None and line.startswith(".It Fl "):
            flags, _, argument = line[len(".It Fl "):].partition(" Ar ")
            flags = flags.replace(" ", "").split(",")
            letter = next((flag for flag in flags if len(flag) == 1), "")
            names = [flag[1:] for flag in flags if flag.startswith("-")]
            negated = [name for name in names if "no-" + names[0] == name]
            options[names[0]] = (letter, bool(negated), words(argument))
    return found


def compare(helped, written):
    problems = [f"--{name} is in --help only" for name in sorted(helped.keys() - written.keys())]
    problems += [f"--{name} is in the manual only" for name in sorted(written.keys() - helped.keys())]
    problems += [f"--{name}: --help says {helped[name]}, the manual {written[name]}"
                 for name in sorted(helped.keys() & written.keys()) if helped[name] != written[name]]
    return problems


def differing(what, said, written):
    return ([f"{what} {name} is not in the manual" for name in sorted(said - written)]
            + [f"{what} {name} is only in the manual" for name in sorted(written - said)])


def section(manual, name):
    match = re.search(rf"^\.Sh {name}\n(.*?)(?=^\.Sh |\Z)", manual, re.MULTILINE | re.DOTALL)
    return match.group(1) if match else ""


def main(program, path):
    tap = Tap()
    manual = pathlib.Path(path).read_text(encoding="utf-8")
    written = manual_options(manual)
    commands = [()]
    for name in helped_names(help_of(program), "Commands"):
        commands.append((name,))
        commands += [(name, part) for part in helped_names(help_of(program, name), "Commands")]
    tap.check("the program has commands", [] if len(commands) > 5 else [f"--help lists {commands}"])
    every = set()
    for command in commands:
        helped = helped_options(help_of(program, *command))
        every |= helped.keys()
        title = " ".join(("procscreen", *command))
        problems = [] if helped else ["--help lists no option"]
        tap.check(f"{title} has the options of the manual", problems + compare(helped, written.get(title, {})))
    titles = {" ".join(("procscreen", *command)) for command in commands}
    tap.check("the manual knows no other command", sorted(written.keys() - titles))

    formats = set(helped_names(help_of(program, "screen"), "Formats of reports"))
    described = set(re.findall(r"^\.It Cm (\w+)$", section(manual, "REPORTS"), re.MULTILINE))
    tap.check("the formats of reports are those of the manual",
              differing("format", formats, described) if formats else ["--help lists no format"])

    variables = {"PROCSCREEN_" + ("DATA" if name == "data-dir" else name.replace("-", "_").upper()) for name in every - SWITCHES}
    named = set(re.findall(r"PROCSCREEN_[A-Z_]*[A-Z]", section(manual, "ENVIRONMENT")))
    tap.check("each option has its variable in the manual", differing("variable", variables, named))

    statuses = set(re.findall(r"^\.It (\d+)$", section(manual, "EXIT STATUS"), re.MULTILINE))
    tap.check("the exit statuses are in the manual", differing("status", STATUSES, statuses))

    if shutil.which("mandoc"):
        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", path], capture_output=True, text=True, check=False)
        tap.check("mandoc has nothing against the manual", lint.stdout.splitlines())
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
