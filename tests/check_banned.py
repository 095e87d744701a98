"""Looks for what the project's C code does without: calls that depend on the locale, that cannot be given a limit or
that end the process, allocation and printing outside the places made for them, and // comments. Programs that only run
while building (*_gen.c) may print and end.

    check_banned.py ROOT

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "support"))
from tap import Tap, blank_comments, project_files


def calls(*names):
    return re.compile(r"(?<![\w.>])(" + "|".join(names) + r")\s*\(")


# Where the process may be ended and printed to: the command, and generators.
PROGRAMS = re.compile(r"engine/cli/|.*_gen\.c$")
# Name of the rule, what to look for, and where it does not hold.
RULES = [
    ("no copy without a limit", calls("strcpy", "strcat", "stpcpy", "sprintf", "vsprintf", "gets", "alloca"), None),
    ("no parsing by the C library", calls(
        "strtok", "strtok_r", "sscanf", "fscanf", "scanf", "atoi", "atol", "atoll", "atof", "strtol", "strtoll", "strtoul",
        "strtoull", "strtod", "strtof", "strtold", "strtoimax", "strtoumax", "fgets"), None),
    ("no function that depends on the locale", calls(
        "setlocale", "isalpha", "isdigit", "isalnum", "isspace", "isupper", "islower", "isprint", "ispunct", "iscntrl",
        "isxdigit", "toupper", "tolower", "strcasecmp", "strncasecmp", "strcoll", "wctomb", "mbtowc", "mbstowcs", "strftime"), None),
    ("no shared or local calendar", calls("localtime", "localtime_r", "gmtime", "ctime", "asctime"), None),
    ("no end of the process from the library", calls("exit", "abort", "quick_exit"), PROGRAMS),
    ("no printing from the library", re.compile(
        r"(?<![\w.>])(printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|perror|syslog)\s*\(|\b(stdout|stderr)\b"), PROGRAMS),
    ("no environment and no clock in the library", calls("getenv", "secure_getenv", "putenv", "setenv", "time"), PROGRAMS),
]
# Single places that may, with the reason.
ALLOWED = {
    ("engine/base/temporary.c", "getenv"),  # TMPDIR says where temporary files go
}
COMMENT = re.compile(r"//")
ALLOCATION = calls("malloc", "calloc", "realloc", "reallocarray", "free", "strdup", "strndup", "asprintf")
# A type whose file has a function of its own that drops it may be allocated outside the arena.
OWNER = re.compile(r"^(?:static )?void (?:\w+_(?:free|done)|free_\w+)\(", re.MULTILINE)


def places(path, source, pattern):
    for match in pattern.finditer(source):
        name = match.group(0).strip().rstrip("(").strip()
        if (path, name) not in ALLOWED:
            yield f"{path}:{source.count(chr(10), 0, match.start()) + 1}: {name}"


def main(root):
    tap = Tap()
    sources = {}
    for path in project_files(root, "*.c", "*.h"):
        if path.parts[0] in ("engine", "include"):
            sources[str(path)] = (root / path).read_text(encoding="utf-8")
    code = {path: blank_comments(source, strings=True) for path, source in sources.items()}
    tap.check("sources were found", [] if code else ["no source below engine/ or include/"])
    for name, pattern, outside in RULES:
        tap.check(name, [place for path, source in code.items() if not (outside and outside.match(path))
                         for place in places(path, source, pattern)])
    tap.check("no // comments", [
        place for path, source in sources.items()
        for place in places(path, re.sub(r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
                                         lambda match: re.sub(r"[^\n]", " ", match.group(0)), source, flags=re.DOTALL), COMMENT)])
    tap.check("allocation only in base/ and for types with a _free of their own", [
        place for path, source in code.items()
        if not path.startswith("engine/base/") and not PROGRAMS.match(path) and not OWNER.search(source)
        for place in places(path, source, ALLOCATION)])
    tap.finish()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
