"""Compiles each public header alone, as C99 and as C++11, with all warnings as errors.

    check_headers.py ROOT C-COMPILER

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from tap import Tap

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]


def compile_header(compiler, arguments, root, header):
    """The compiler's complaints about a file that includes only this header, twice."""
    source = f"#include <procscreen/{header.name}>\n" * 2
    result = subprocess.run([*compiler, *WARNINGS, *arguments, "-I", str(root / "include"), "-"], input=source, capture_output=True,
                            text=True, check=False)
    return [result.stderr or "the compiler failed"] if result.returncode else []


def main(root, c_compiler):
    tap = Tap()
    headers = sorted((root / "include" / "procscreen").glob("*.h"))
    cxx = next((name for name in ("clang++", "g++") if shutil.which(name)), None)
    tap.check("headers were found", [] if headers else ["none"])
    for header in headers:
        tap.check(f"{header.name} alone as C99", compile_header(c_compiler, ["-std=c99", "-x", "c"], root, header))
        if cxx:
            tap.check(f"{header.name} alone as C++", compile_header([cxx], ["-std=c++11", "-x", "c++"], root, header))
        else:
            tap.skip(f"{header.name} alone as C++", "no C++ compiler")
    tap.finish()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2:])
