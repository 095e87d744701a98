"""Writes the parts of HTML pages as C source: the report's page cut at its slots, the style sheets and the script with the digests
that a page's policy names them by, and the words in all languages.

    make_page.py OUTPUT FOLDER

SPDX-License-Identifier: Apache-2.0
"""

import base64
import hashlib
import pathlib
import re
import sys

sys.dont_write_bytecode = True  # a build leaves nothing beside its sources
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from c_source import quoted

LANGUAGES = ("en", "zh")
MARK = re.compile(r"\{\{(word|slot):([a-z-]+)\}\}")


def symbol(prefix, name):
    return f"{prefix}_{name.replace('-', '_').upper()}"


def digest(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def bytes_of(name, text):
    """As numbers: the standard's least limit for a string is 4095 bytes."""
    numbers = ",".join(map(str, text.encode("utf-8")))
    return f"static const unsigned char {name}[] = {{{numbers}}};\n"


def read_words(path):
    words = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            fields = line.split(" | ")
            if len(fields) != 1 + len(LANGUAGES) or not all(fields) or fields[0] in words:
                sys.exit(f"{path}:{number}: not a new key and {len(LANGUAGES)} texts, parted by " | "")
            words[fields[0]] = fields[1:]
    return words


def page_parts(text, words):
    """(kind, C expression) for each part of the page."""
    at = 0
    for mark in MARK.finditer(text):
        yield "PS_PART_MARKUP", quoted(text[at:mark.start()]), "0"
        kind, name = mark.groups()
        if kind == "word" and name not in words:
            sys.exit(f"page.html: there is no word \"{name}\"")
        yield f"PS_PART_{kind.upper()}", "NULL", symbol("PS_WORD" if kind == "word" else "PS_SLOT", name)
        at = mark.end()
    yield "PS_PART_MARKUP", quoted(text[at:]), "0"


def main(output, folder):
    folder = pathlib.Path(folder)
    text = lambda name: (folder / name).read_text(encoding="utf-8")
    words = read_words(folder / "words.txt")
    page = text("page.html")
    embedded = {"style": text("page.css"), "doc_style": text("doc.css"), "dossier_style": text("dossier.css"),
                "script": text("page.js")}
    for name, source in embedded.items():
        if re.search(r"</(script|style)|<!--", source):
            sys.exit(f"{name} holds what would end its element")
    slots = list(dict.fromkeys(name for kind, name in MARK.findall(page) if kind == "slot"))
    out = ["/* Made by make_page.py. */\n"]
    if output.endswith(".h"):
        for prefix, names in (("PS_WORD", words), ("PS_SLOT", slots)):
            kind = prefix.lower()
            rows = ",\n    ".join([*(symbol(prefix, name) for name in names), f"{prefix}_COUNT"])
            out.append(f"typedef enum {kind} {{\n    {rows}\n}} {kind};\n")
    else:
        for name, source in embedded.items():
            out.append(bytes_of(f"{name}_bytes", source) + f"static const char {name}_digest[] = \"{digest(source)}\";\n")
        out.append("static const ps_html_part parts[] = {\n")
        out += [f"    {{{kind}, {markup}, {number}}},\n" for kind, markup, number in page_parts(page, words)]
        out.append("};\nstatic const struct {\n    const char *key;\n    const char *texts[PS_LANG_COUNT];\n} words[] = {\n")
        out += [f"    {{\"{key}\", {{{', '.join(map(quoted, texts))}}}}},\n" for key, texts in words.items()]
        out.append("};\n")
    pathlib.Path(output).write_text("".join(out), encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
