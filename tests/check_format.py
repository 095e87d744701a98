"""Asks clang-format 14 whether every C file follows .clang-format. Other versions lay code out differently: skipped.

    check_format.py ROOT

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "support"))
from tap import Tap, project_files


def find_formatter():
    for name in ("clang-format-14", "clang-format"):
        program = shutil.which(name)
        if program:
            version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
            if re.search(r"version 14\.", version):
                return program
    return None


def main(root):
    tap = Tap()
    program = find_formatter()
    files = project_files(root, "*.c", "*.h")
    if not program:
        tap.skip("files follow .clang-format", "clang-format 14 is not there")
    elif not files:
        tap.check("files follow .clang-format", ["no C file was found"])
    else:
        for folder in sorted({str(path.parent) for path in files}):
            here = [str(root / path) for path in files if str(path.parent) == folder]
            result = subprocess.run([program, "--dry-run", "-Werror", "--ferror-limit=3", *here], capture_output=True, text=True,
                                    check=False)
            wrong = [line for line in result.stderr.splitlines() if "error:" in line]
            tap.check(f"{folder} follows .clang-format", wrong if result.returncode == 0 else wrong or [result.stderr])
    tap.finish()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
