"""Writes the table of characters that are not one column wide on a terminal, or that must not reach one, as C source.

    width_table.py OUTPUT

From the Unicode data of Python's standard library. Runs at build time only.

SPDX-License-Identifier: Apache-2.0
"""

import sys
import unicodedata

# Default-ignorable characters that are letters or marks by their category, so that it does not tell: invisible all the same.
INVISIBLE = [(0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164), (0xFE00, 0xFE0F),
             (0xFFA0, 0xFFA0), (0xE0000, 0xE0FFF)]


def class_of(c):
    if any(first <= c <= last for first, last in INVISIBLE) or c & 0xFFFE == 0xFFFE or 0xFDD0 <= c <= 0xFDEF:
        return "PS_WIDTH_ESCAPED"
    category = unicodedata.category(chr(c))
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return "PS_WIDTH_ESCAPED"
    if category in ("Mn", "Me") or 0x1161 <= c <= 0x11FF or 0xD7B0 <= c <= 0xD7FF:
        return "PS_WIDTH_ZERO"
    if unicodedata.east_asian_width(chr(c)) in "WF" or 0x20000 <= c <= 0x3FFFF:
        return "PS_WIDTH_WIDE"
    return None


ranges = []
for c in range(0x110000):
    kind = class_of(c)
    if kind is None:
        continue
    if ranges and ranges[-1][1] == c - 1 and ranges[-1][2] == kind:
        ranges[-1][1] = c
    else:
        ranges.append([c, c, kind])
with open(sys.argv[1], "w", encoding="ascii") as out:
    out.write(f"/* Made by width_table.py from Unicode {unicodedata.unidata_version}. */\n")
    for first, last, kind in ranges:
        out.write(f"{{0x{first:04X}, 0x{last:04X}, {kind}}},\n")
