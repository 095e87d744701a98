#!/usr/bin/env python3
"""Write charset_tables.h: what the bytes of the accepted encodings mean, from Python's own codecs.

    make_charset_tables.py OUTPUT

The tables are part of the program so that decoding does not depend on which iconv modules a machine has, whether a sandbox
lets them be loaded, or which C library is used. Where two readings of a label are in use, the wider one of the vendor is
taken, because that is what the programs write that use the label: cp932 for Shift_JIS, cp949 for EUC-KR, cp950 for Big5,
GB18030 for GB2312 and GBK.

SPDX-License-Identifier: Apache-2.0
"""
import sys

SINGLE = ([f"iso8859_{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)]
          + [f"cp{n}" for n in range(1250, 1259)] + ["koi8_r"])


def decode(codec, raw):
    """The code point of one character's bytes, 0 when they are none."""
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return 0
    return ord(text) if len(text) == 1 and ord(text) < 0x10000 else 0


def sjis_of_jis(row, cell):
    """Shift_JIS bytes of a character of JIS X 0208, row and cell from 1."""
    lead = (row + 1) // 2 + (0x80 if row <= 62 else 0xC0)
    if row % 2:
        trail = cell + (0x3F if cell <= 63 else 0x40)
    else:
        trail = cell + 0x9E
    return bytes((lead, trail))


def emit(out, name, values):
    out.write(f"static const uint16_t {name}[{len(values)}] = {{\n")
    for at in range(0, len(values), 16):
        out.write("    " + ", ".join(str(v) for v in values[at:at + 16]) + ",\n")
    out.write("};\n")


def gb18030_ranges():
    """Runs of four-byte codes whose code points are consecutive: (first linear code, first code point)."""
    runs = []
    expected = None
    for linear in range(39420):
        d, rest = linear % 10, linear // 10
        c, rest = rest % 126, rest // 126
        b, a = rest % 10, rest // 10
        point = decode("gb18030", bytes((0x81 + a, 0x30 + b, 0x81 + c, 0x30 + d)))
        if point != expected or not point:
            if not runs or runs[-1][1] != point:
                runs.append((linear, point))
        expected = point + 1 if point else None
    return runs


def main():
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write("/* Made by make_charset_tables.py; do not edit. SPDX-License-Identifier: Apache-2.0 */\n")
        for codec in SINGLE:
            emit(out, "table_" + codec, [decode(codec, bytes((b,))) for b in range(0x80, 0x100)])
        for name, codec, leads, trails in (
                ("gb18030", "gb18030", range(0x81, 0xFF), range(0x40, 0xFF)),
                ("big5", "cp950", range(0x81, 0xFF), range(0x40, 0xFF)),
                ("shift_jis", "cp932", range(0x81, 0xFD), range(0x40, 0xFD)),
                ("euc_kr", "cp949", range(0x81, 0xFF), range(0x41, 0xFF))):
            emit(out, "table_" + name, [decode(codec, bytes((a, b))) for a in leads for b in trails])
        emit(out, "table_jis0208", [decode("cp932", sjis_of_jis(r, c)) for r in range(1, 95) for c in range(1, 95)])
        emit(out, "table_jis0212", [decode("euc_jp", bytes((0x8F, 0xA0 + r, 0xA0 + c)))
                                    for r in range(1, 95) for c in range(1, 95)])
        runs = gb18030_ranges()
        emit(out, "gb18030_linear", [linear for linear, _ in runs])
        emit(out, "gb18030_point", [point for _, point in runs])
        out.write(f"enum {{ GB18030_RUNS = {len(runs)} }};\n")


main()
