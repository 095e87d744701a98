"""Turns the fixed parts of DOCX and ODT files into C: an array of bytes for each, without comments and indentation.

    make_parts.py OUTPUT PART.xml...

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import re
import sys


def main(output, *parts):
    with open(output, "w", encoding="ascii") as out:
        for part in map(pathlib.Path, parts):
            text = re.sub(r"<!--.*?-->", "", part.read_text(encoding="utf-8"), flags=re.DOTALL)
            # Between tags alone: blanks beside text count.
            text = re.sub(r">\s*\n\s*<", "><", text).strip()
            out.write(f"static const unsigned char {part.stem}[] = {{{','.join(map(str, text.encode()))}}};\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
