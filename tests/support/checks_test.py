"""Shows that the check scripts can fail: each is given a small tree with one thing wrong and must name it.

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
from tap import Tap

GOOD = '/* Good. */\n#include "base/good.h"\n\n#include <string.h>\n'
# Check, file, its text, what the check must say.
WRONG = [
    ("layers", "engine/base/a.c", '#include "screen/b.h"\n', "engine/base/a.c:1: base/ may not include screen/"),
    ("layers", "engine/catalog/a.c", '#include "policy/b.h"\n', "catalog/ may not include policy/"),
    ("layers", "engine/formats/a.c", "\n#include <libxml/parser.h>\n", "engine/formats/a.c:2: <libxml/parser.h> belongs to xml/ alone"),
    ("layers", "engine/cli/a.c", '#include "base/str.h"\n', "cli/ may use only the public headers"),
    ("layers", "engine/text/a.c", '#include "fold.h"\n', "must be written with its stage"),
    ("layers", "engine/utils/a.c", "int a;\n", "engine/utils/a.c: not in a folder of the table"),
    ("layers", "include/procscreen/a.h", "#include <stdio.h>\n", "a public header may not include stdio.h"),
    ("banned", "engine/text/a.c", "int f(char *s)\n{\n    return atoi(s);\n}\n", "engine/text/a.c:3: atoi"),
    ("banned", "engine/text/a.c", "void f(char *s) { sprintf(s, \"\"); }\n", "engine/text/a.c:1: sprintf"),
    ("banned", "engine/xml/a.c", "void f(void) { puts(\"\"); }\n", "engine/xml/a.c:1: puts"),
    ("banned", "engine/xml/a.c", "void f(void) { abort(); }\n", "engine/xml/a.c:1: abort"),
    ("banned", "engine/xml/a.c", "void *f(void) { return malloc(1); }\n", "engine/xml/a.c:1: malloc"),
    ("banned", "engine/xml/a.c", "int a; // why\n", "engine/xml/a.c:1: //"),
    ("text", "engine/xml/a.c", "int a;\t\n", "engine/xml/a.c:1"),
    ("text", "README.md", "one \n", "README.md:1"),
    ("text", "README.md", "one", "README.md"),
    ("text", "README.md", "zero\u200bwidth\n", "U+200B"),
    ("text", "engine/xml/a.c", "int a;\n" * 601, "601 lines"),
    ("format", "engine/xml/a.c", "int   a ;\n", "engine/xml/a.c:1"),
]
# What must not be taken for wrong.
RIGHT = [
    ("banned", "engine/xml/a.c", '/* never atoi() */\nconst char *a = "http://atoi(";\n'),
    ("banned", "engine/xml/a.c", "void ps_a_free(ps_a *a)\n{\n    free(a);\n}\n"),
    ("banned", "engine/cli/a.c", "int main(void) { puts(\"\"); exit(0); }\n"),
    ("layers", "engine/screen/a.c", '#include "formats/profiles.h"\n'),
    ("text", "tests/data/a.xml", "\ttab and no end"),
]


def check(name, root):
    return subprocess.run([sys.executable, str(TESTS / f"check_{name}.py"), str(root)], capture_output=True, text=True, check=False)


def with_tree(name, path, text):
    """The check's result on a tree that holds one good file and this one."""
    with tempfile.TemporaryDirectory(prefix="procscreen-checks-") as root:
        root = pathlib.Path(root)
        (root / ".clang-format").write_bytes((TESTS.parent / ".clang-format").read_bytes())
        for file, content in {"engine/base/good.c": GOOD, path: text}.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(content, encoding="utf-8")
        return check(name, root)


def main():
    tap = Tap()
    for name, path, text, expected in WRONG:
        result = with_tree(name, path, text)
        if "# SKIP" in result.stdout:
            tap.skip(f"check_{name} names {expected}", "the check is skipped here")
            continue
        named = any(expected in line for line in result.stdout.splitlines() if line.startswith("#"))
        tap.check(f"check_{name} names {expected}", [] if result.returncode == 1 and named else [result.stdout, result.stderr])
    for name, path, text in RIGHT:
        result = with_tree(name, path, text)
        tap.check(f"check_{name} accepts {path} ({text.splitlines()[0][:40]})",
                  [] if result.returncode == 0 else [result.stdout, result.stderr])
    tap.finish()


if __name__ == "__main__":
    main()
