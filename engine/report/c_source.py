"""What the scripts share that write C source.

SPDX-License-Identifier: Apache-2.0
"""


def quoted(text):
    """A C string; other bytes than printable ASCII by their numbers."""
    parts = []
    for byte in text.encode("utf-8"):
        c = chr(byte)
        parts.append(f"\\{c}" if c in '"\\' else c if 32 <= byte < 127 else f'\\{byte:03o}')
    return '"' + "".join(parts).replace("??", '?""?') + '"'
