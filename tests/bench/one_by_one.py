"""What the benchmark compares with: the script that one writes first, lxml and re, each text against each pattern.

    one_by_one.py PATTERNS FILE

PATTERNS has a regular expression a line. Prints how many texts had a match.

SPDX-License-Identifier: Apache-2.0
"""

import re
import sys

from lxml import etree


def main(patterns_path, path):
    with open(patterns_path, encoding="utf-8") as lines:
        patterns = [re.compile(line.rstrip("\n"), re.IGNORECASE) for line in lines]
    matches = 0
    for _, element in etree.iterparse(path, huge_tree=True):
        text = element.text
        if text and any([pattern.search(text) is not None for pattern in patterns]):
            matches += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    print(f"{matches} texts matched")


if __name__ == "__main__":
    main(*sys.argv[1:])
