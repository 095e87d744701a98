"""What shells complete: every command and option that --help tells, and only values that the command takes. bash is always there;
zsh and fish are asked where they are.

    completion_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "support")]
from check_man import help_of, helped_names, helped_options
from tap import Tap

BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
compopt() { :; }
_procscreen
((${#COMPREPLY[@]})) && printf '%s\\n' "${COMPREPLY[@]}"
true
"""
# _arguments and _describe are zsh's; these print what they are given.
ZSH = """
_arguments() { print -rl -- "$@" }
_describe() { print -rl -- ${(P)2} }
file=$1; shift
words=("$@"); CURRENT=$#
source $file
true
"""
FISH = "source $argv[1]; complete -C \"$argv[2..]\" | string split -f 1 \\t"


class Shells:
    def __init__(self, program, work):
        self.program = program
        self.files = {}
        for shell in ("bash", "zsh", "fish"):
            made = subprocess.run([program, "completion", shell], capture_output=True, check=True)
            self.files[shell] = work / shell
            self.files[shell].write_bytes(made.stdout)
        self.home = {**os.environ, "HOME": str(work), "XDG_CONFIG_HOME": str(work), "XDG_DATA_HOME": str(work)}

    def ask(self, shell, *words):
        """What is offered for the last word."""
        file = str(self.files[shell])
        command = {"bash": ["bash", "--norc", "-c", BASH, "bash", file, *words],
                   "zsh": ["zsh", "-f", "-c", ZSH, "zsh", file, *words],
                   "fish": ["fish", "--no-config", "-c", FISH, file, *words]}[shell]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=self.home)
        lines = [line for line in result.stdout.splitlines() if line]
        if result.stderr or result.returncode:
            return [f"error: {result.stderr or result.returncode}"]
        return lines

    def options(self, shell, *words):
        offered = self.ask(shell, *words, "--")
        if shell == "zsh":
            found = [re.match(r"\*?(--[a-z-]+)=?\[", line) for line in offered]
            return {match.group(1) for match in found if match}
        return {line for line in offered if line.startswith("--") or line.startswith("error")}


def commands_of(program):
    """("screen",), ("pack", "check") … with their help."""
    top = help_of(program)
    for name in helped_names(top, "Commands"):
        text = help_of(program, name)
        yield (name,), text
        for part in helped_names(text, "Commands"):
            yield (name, part), help_of(program, name, part)


def wanted_options(text):
    wanted = set()
    for name, (_, negated, _) in helped_options(text).items():
        wanted |= {"--" + name} | ({"--no-" + name} if negated else set())
    return wanted


def differences(wanted, came):
    return [f"not offered: {name}" for name in sorted(wanted - came)] + [f"offered: {name}" for name in sorted(came - wanted)]


def check_shell(tap, shells, shell, commands):
    problems = []
    for words, text in commands:
        # zsh offers the parts of "pack" in its place, and its options behind one of them.
        if shell == "zsh" and helped_names(text, "Commands"):
            continue
        wanted = wanted_options(text)
        if not wanted:
            problems.append(f"{words}: no option in its help")
        problems += [f"{' '.join(words)}: {one}" for one in differences(wanted, shells.options(shell, "procscreen", *words))]
    tap.check(f"{shell}: the options of every command", problems)
    names = {words[0] for words, _ in commands}
    parts = {words[1] for words, _ in commands if words[1:]}
    offered = [{line.split(":")[0] for line in shells.ask(shell, "procscreen", *before, "")} for before in ([], ["pack"])]
    tap.check(f"{shell}: the commands", sorted(names - offered[0]) + sorted(parts - offered[1]))


def check_values(tap, program, shells):
    """bash: values that options take."""
    ask = lambda *words: set(shells.ask("bash", "procscreen", *words))
    formats = set(helped_names(help_of(program, "screen"), "Formats of reports"))
    tap.check("the formats of reports", differences(formats, ask("screen", "-o", "")) + differences(formats, ask("screen", "--output", "=")))
    printed = subprocess.run([program, "--print-limits"], capture_output=True, text=True, check=True).stdout
    limits = {line.split()[0] + "=" for line in printed.splitlines() if line and not line.startswith(" ")}
    tap.check("the limits", differences(limits, ask("screen", "--limit", "")))
    tap.check("what has begun", differences({"probable", "possible"}, ask("screen", "--fail-on", "=", "p")))
    tap.check("files are left to the shell", ask("screen", "-o", "ndjson", "=", "fi") | ask("dossier", "-o", "") | ask("screen", "or"))
    problems = []
    for command, option in (("screen", "--fail-on"), ("screen", "--colour"), ("screen", "--as-of"), ("screen", "--today"),
                            ("dossier", "--lang")):
        values = ask(command, option, "")
        problems += [] if values else [f"{option}: none"]
        for value in values:
            result = subprocess.run([program, command, option, value, "/nowhere", *(["1"] if command == "dossier" else [])],
                                    capture_output=True, text=True, check=False)
            if result.returncode == 2:
                problems.append(f"{option} {value}: {result.stderr}")
    tap.check("only values that are taken", problems)


def main(program, root):
    tap = Tap()
    os.environ["PROCSCREEN_DATA"] = root
    program = str(pathlib.Path(program).resolve())
    with tempfile.TemporaryDirectory(prefix="procscreen-completion-") as work:
        shells = Shells(program, pathlib.Path(work))
        commands = list(commands_of(program))
        for shell in ("bash", "zsh", "fish"):
            if shutil.which(shell):
                check_shell(tap, shells, shell, commands)
            else:
                tap.skip(f"{shell}: what it offers", f"{shell} is not here")
        check_values(tap, program, shells)
        wrong = subprocess.run([program, "completion", "tcsh"], capture_output=True, text=True, check=False)
        tap.check("another shell is refused", [] if wrong.returncode == 2 and "bash, zsh or fish" in wrong.stderr else [wrong.stderr])
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
