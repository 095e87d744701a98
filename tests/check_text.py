"""Looks at the text of the project's files: encoding, line ends, blanks, characters that cannot be seen, length.

    check_text.py ROOT

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).parent / "support"))
from tap import Tap, project_files

# Inputs of tests are what they are: other encodings, hidden characters, no line end.
INPUTS = ("tests/samples/", "tests/documents/made/", "tests/documents/expected/", "tests/data/", "tests/fuzz/corpus/", "tests/formats/", "tests/clauses/")
# Sources of these kinds stay short enough to be read in one go.
CODE = (".c", ".h", ".py", ".sh")
LINES_MAX = 600


def is_invisible(character):
    if character in "\n\t":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") or character in "\u00a0\u202f\u2007\u3164\uffa0"


def main(root):
    tap = Tap()
    problems = {name: [] for name in ("is UTF-8", "has no tabs", "has no blanks at line ends", "ends with one line end",
                                      "has no invisible characters", f"has at most {LINES_MAX} lines of code")}
    is_utf8, tabs, blanks, end, invisible, long = problems.values()
    files = project_files(root)
    for path in files:
        of_a_case = path.match("tests/golden/*/*") or len(path.parts) > 4 and path.parts[:2] == ("tests", "golden")
        if str(path).startswith(INPUTS) or of_a_case or path.name == "LICENSE":
            continue
        try:
            text = (root / path).read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            is_utf8.append(f"{path}: {error}")
            continue
        if text and (not text.endswith("\n") or text.endswith("\n\n")):
            end.append(path)
        lines = text.split("\n")
        for number, line in enumerate(lines, 1):
            if "\t" in line:
                tabs.append(f"{path}:{number}")
            if line.endswith((" ", "\t", "\r")):
                blanks.append(f"{path}:{number}")
            hidden = next((character for character in line if is_invisible(character) and character != "\r"), None)
            if hidden:
                invisible.append(f"{path}:{number}: U+{ord(hidden):04X}; write it as an escape")
        if path.suffix in CODE and len(lines) - 1 > LINES_MAX:
            long.append(f"{path}: {len(lines) - 1} lines")
    tap.check("files were found", [] if files else ["none"])
    for name, found in problems.items():
        tap.check(f"every text {name}", found)
    tap.finish()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
