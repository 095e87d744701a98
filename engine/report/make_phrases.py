"""Writes what the engine says, in both languages, as C source.

    make_phrases.py OUTPUT PHRASES WORDS

Rules and currencies are named by the words of the page.

SPDX-License-Identifier: Apache-2.0
"""

import collections
import pathlib
import re
import sys

sys.dont_write_bytecode = True  # a build leaves nothing beside its sources
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from c_source import quoted

CONTEXTS = ("sentence", "cause", "confidence", "contract", "date", "field", "filed", "item", "law", "money", "note", "noun", "party",
            "place", "rule", "scale", "status", "through", "tier", "label")
KEY = re.compile(rf"(?:({'|'.join(CONTEXTS)}):)?(.*)", re.DOTALL)


def words(text):
    return " ".join((text or "").split())


class Phrases:
    def __init__(self):
        self.of = collections.defaultdict(dict)  # context: {English: Chinese}

    def add(self, context, english, chinese, where):
        english, chinese = words(english), words(chinese)
        if not english:
            return
        if not chinese:
            sys.exit(f"{where}: in Chinese there is nothing for \"{english}\"")
        if sorted(re.findall(r"\{[\w-]+\}", english)) != sorted(re.findall(r"\{[\w-]+\}", chinese)) and context != "sentence":
            sys.exit(f"{where}: other {{names}} in Chinese than in \"{english}\"")
        unknown = set(re.findall(r"\{[\w-]+\}", chinese)) - set(re.findall(r"\{[\w-]+\}", english))
        if unknown:
            sys.exit(f"{where}: {unknown} is not in \"{english}\"")
        if self.of[context].setdefault(english, chinese) != chinese:
            sys.exit(f"{where}: \"{english}\" is said in two ways")

    def read(self, path):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                fields = line.split(" | ")
                if len(fields) != 2:
                    sys.exit(f"{path}:{number}: not an English and a Chinese text, parted by \" | \"")
                context, english = KEY.fullmatch(fields[0]).groups()
                self.add(context or "sentence", english, fields[1], f"{path}:{number}")

    def read_words(self, path):
        for line in path.read_text(encoding="utf-8").splitlines():
            context, _, name = line.split(" | ")[0].partition("-")
            if context in ("rule", "money") and name:
                self.add(context, name, line.split(" | ")[2], path)


def main(output, phrases, page_words):
    found = Phrases()
    found.read(pathlib.Path(phrases))
    found.read_words(pathlib.Path(page_words))
    out = ["/* Made by make_phrases.py. */\n"]
    for context in CONTEXTS:
        rows = ",\n".join(f"    {{PS_STR_INIT({quoted(english)}), PS_STR_INIT({quoted(chinese)})}}" for english, chinese in found.of[context].items())
        out.append(f"static const ps_phrase_pair {context}_phrases[] = {{\n{rows},\n}};\n")
    out.append("static const struct {\n    const ps_phrase_pair *list;\n    size_t count;\n} own_phrases[PS_SAID_COUNT] = {\n")
    out += [f"    [PS_SAID_{context.upper()}] = {{{context}_phrases, {len(found.of[context])}}},\n" for context in CONTEXTS]
    out.append("};\n")
    pathlib.Path(output).write_text("".join(out), encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
