"""Writes what the engine and the shipped packs say, in both languages, as C source.

    make_phrases.py OUTPUT PHRASES WORDS PACK...

Rules and currencies are named by the words of the page.

SPDX-License-Identifier: Apache-2.0
"""

import collections
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True  # a build leaves nothing beside its sources
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from c_source import quoted

CONTEXTS = ("sentence", "cause", "confidence", "contract", "date", "field", "filed", "item", "law", "money", "note", "noun", "party",
            "place", "rule", "scale", "status", "through", "tier", "title", "label")
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
        if self.of[context].setdefault(english, chinese) != chinese and context != "title":
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

    def read_pack(self, path):
        for element in ElementTree.parse(path).iter():
            kind, get = element.tag.rsplit("}", 1)[-1], element.get
            where = f"{path}: <{kind} {get('id') or get('label') or ''}>"
            if get("lacks"):
                self.add("sentence", get("lacks"), get("lacks-zh"), where)
            if kind == "rule":
                self.read_said(element, where)
            elif kind == "exposure":
                self.add("sentence", element.text, get("text-zh"), where)
                self.add("sentence", get("condition"), get("condition-zh"), where)
            elif kind == "unlisted":
                self.add("sentence", "before-mcr: " + words(element.text), get("text-zh"), where)
            elif kind == "element":
                titles = {child.get("lang"): child.text for child in element if child.tag.endswith("}title")}
                if titles:
                    self.add("title", titles["en"], titles.get("zh"), where)
            elif kind in ("instrument", "source") and get("title-zh"):
                self.add("label", get("label") or get("id"), bracketed(get("title-zh")), where)
            elif get("title") and get("title-zh"):
                self.add("title", get("title"), get("title-zh"), where)

    def read_said(self, rule, where):
        for name in ("message", "next"):
            said = {child.get("lang", "en"): child.text for child in rule if child.tag.endswith("}" + name)}
            self.add("sentence", said["en"], said.get("zh"), where)


def bracketed(title):
    """A law's name in its marks; an edition stands behind them."""
    name, edition = re.fullmatch(r"(.*?)(（\d{4}年）)?", title).groups()
    return f"《{name}》{edition or ''}"


def main(output, phrases, page_words, packs):
    found = Phrases()
    found.read(pathlib.Path(phrases))
    found.read_words(pathlib.Path(page_words))
    for pack in packs:
        found.read_pack(pack)
    out = ["/* Made by make_phrases.py. */\n"]
    for context in CONTEXTS:
        rows = ",\n".join(f"    {{{quoted(english)}, {quoted(chinese)}}}" for english, chinese in found.of[context].items())
        out.append(f"static const phrase {context}_phrases[] = {{\n{rows},\n}};\n")
    out.append("static const struct {\n    const phrase *list;\n    size_t count;\n} phrases[PS_SAID_COUNT] = {\n")
    out += [f"    [PS_SAID_{context.upper()}] = {{{context}_phrases, {len(found.of[context])}}},\n" for context in CONTEXTS]
    out.append("};\n")
    pathlib.Path(output).write_text("".join(out), encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
