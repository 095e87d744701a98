"""Compares what the shared library exports with what the public headers declare, both ways.

    check_exports.py ROOT LIBRARY

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "support"))
from tap import Tap, blank_comments

DECLARATION = re.compile(r"\bPS_API\b[^;{]*?\b(ps_\w+)\s*\(")
# The linker's own: exported as soon as a library that is linked with has them too, as libxlsxwriter does.
LINKER = {"__bss_start", "_edata", "_end"}
ANY_FUNCTION = re.compile(r"^[\w *]*?\b(ps_\w+)\s*\([^;{]*\)\s*;", re.MULTILINE)


def main(root, library):
    declared = {}
    unmarked = []
    for header in sorted((root / "include" / "procscreen").glob("*.h")):
        source = blank_comments(header.read_text(encoding="utf-8"))
        for match in DECLARATION.finditer(source):
            declared[match.group(1)] = header.name
        for match in ANY_FUNCTION.finditer(source):
            if "PS_API" not in match.group(0) and "typedef" not in match.group(0):
                unmarked.append(f"{header.name}: {match.group(1)} is declared without PS_API")
    listing = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    exported = {line.split()[-1].split("@")[0] for line in listing.splitlines() if line.strip()}
    tap = Tap()
    tap.check("headers declare functions", [] if declared else ["no PS_API declaration was found"])
    tap.check("every declared function is exported",
              [f"{declared[name]}: {name} is not exported" for name in sorted(declared.keys() - exported)])
    tap.check("nothing else is exported",
              [f"{name} is exported, but no public header declares it" for name in sorted(exported - declared.keys() - LINKER)])
    tap.check("every public function carries PS_API", unmarked)
    tap.finish()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
