"""Compares the manual pages of the formats with what is read: every element and attribute that a grammar allows, and every value that
an attribute may have, stand in the page's section on that element, and nothing else does; the keys of the configuration file are the
options of all commands; the examples are taken.

    check_man_formats.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent / "support")]
from check_man import SWITCHES, differing, help_of, helped_names, helped_options, section
from tap import Tap

RNG = "{http://relaxng.org/ns/structure/1.0}"
GRAMMARS = {"catalog": "catalogs/catalog.rng", "policy": "policies/policy.rng", "profile": "catalogs/formats/profile.rng"}
OPERATORS = {  # no grammar: engine/screen/operators*.c
    "operators": "", "operator": "name uscc sector", "alias": "", "status": "value from to by", "supplier": "name uscc",
    "filing": "order contract date result decided", "audit": "date by", "agreement": "id elements from to"}
STATUSES = {"identified", "likely", "unknown", "not"}
RESULTS = {"pending", "not-needed", "passed", "failed"}
SHARED = "ATTRIBUTES OF MANY ELEMENTS"


class Grammar:
    """{element: {attribute: {value}}}; what several definitions of one element allow is joined."""

    def __init__(self, path):
        root = xml.etree.ElementTree.parse(path).getroot()
        self.defines = {define.get("name"): define for define in root.iter(RNG + "define")}
        self.elements = {}
        for element in root.iter(RNG + "element"):
            attributes = self.elements.setdefault(element.get("name"), {})
            for child in element:
                self.collect(child, attributes)

    def collect(self, node, attributes):
        if node.tag == RNG + "ref":
            for child in self.defines[node.get("name")]:
                self.collect(child, attributes)
        elif node.tag == RNG + "attribute":
            named = [node.get("name")] if node.get("name") else [name.text for name in node.findall(f"{RNG}choice/{RNG}name")]
            for name in named:
                attributes.setdefault(name, set()).update(self.values(node))
        elif node.tag != RNG + "element":
            for child in node:
                self.collect(child, attributes)

    def values(self, node):
        if node.tag == RNG + "ref":
            return set().union(*(self.values(child) for child in self.defines[node.get("name")]))
        if node.tag == RNG + "value":
            return {node.text}
        return set().union(*(self.values(child) for child in node)) if node.tag != RNG + "name" else set()


class Page:
    def __init__(self, text):
        self.text = text
        self.shared = self.attributes(section(text, SHARED))
        parts = re.split(r"^\.Ss <(.+)>$", section(text, "ELEMENTS"), flags=re.MULTILINE)
        self.elements = dict(zip(parts[1::2], map(self.attributes, parts[2::2])))
        self.repeated = [name for name in parts[1::2] if parts[1::2].count(name) > 1]

    @staticmethod
    def attributes(text):
        """{attribute: what is said of it}"""
        parts = re.split(r"^\.It Cm (.+)$", text, flags=re.MULTILINE)
        return {name: said for names, said in zip(parts[1::2], parts[2::2]) for name in names.split(" , ")}

    def said_of(self, element, attribute):
        return self.elements[element].get(attribute, self.shared.get(attribute))


def compare(page, elements):
    yield from differing("element", elements.keys(), page.elements.keys())
    yield from (f"<{name}> is there twice" for name in page.repeated)
    for name in elements.keys() & page.elements.keys():
        for attribute, values in elements[name].items():
            said = page.said_of(name, attribute)
            if said is None:
                yield f"attribute {attribute} of <{name}> is not in the manual"
                continue
            told = set(re.findall(r"[\w-]+", said))
            if (name, attribute) == ("field", "name"):  # those of fields are the attributes of parts
                told |= {one for attributes in page.elements.values() for one in attributes}
            yield from (f"value {value} of {attribute} of <{name}> is not in the manual"
                        for value in values - told if re.fullmatch(r"[\w-]+", value))
        yield from (f"attribute {attribute} of <{name}> is only in the manual"
                    for attribute in page.elements[name].keys() - elements[name].keys())
    every = {attribute for attributes in elements.values() for attribute in attributes}
    yield from (f"shared attribute {attribute} is only in the manual" for attribute in page.shared.keys() - every)


def example_of(page):
    match = re.search(r"^\.Bd -literal.*?\n(.*?)^\.Ed", page.text, re.MULTILINE | re.DOTALL)
    return match.group(1).replace("\\e", "\\").replace("\\(dq", '"') if match else ""


def try_example(name, page, program, root):
    """What the program has against the page's example."""
    environment = {**{key: value for key, value in os.environ.items() if not key.startswith("PROCSCREEN_")}, "PROCSCREEN_DATA": str(root)}
    with tempfile.TemporaryDirectory(prefix="procscreen-man-") as folder:
        file = pathlib.Path(folder) / "example"
        file.write_text(example_of(page), encoding="utf-8")
        order = str(root / "tests/samples/night/01-order-control-room.xml")
        file = str(file)
        commands = {"catalog": ["pack", "test", str(root / "catalogs"), file], "policy": ["pack", "test", str(root / "policies"), file],
                    "profile": ["pack", "check", file],
                    "operators": ["screen", "-q", "--operators", file, "-o", "ndjson", order]}
        result = subprocess.run([program, *commands[name]], capture_output=True, text=True, env=environment, check=False)
    taken = result.returncode in ((0, 1, 3) if name == "operators" else (0,))
    return [] if taken else [f"exit {result.returncode}", *(result.stdout + result.stderr).splitlines()[:10]]


def keys_of(program):
    commands = [(name,) for name in helped_names(help_of(program), "Commands")]
    commands += [(*command, part) for command in commands for part in helped_names(help_of(program, *command), "Commands")]
    return {name for command in commands for name in helped_options(help_of(program, *command))} - SWITCHES - {"config"}


def main(program, root):
    tap = Tap()
    root = pathlib.Path(root).resolve()
    program = str(pathlib.Path(program).resolve())
    paths = {name: root / f"engine/cli/procscreen-{name}.5" for name in (*GRAMMARS, "operators", "config")}
    pages = {name: Page(path.read_text(encoding="utf-8")) for name, path in paths.items()}
    for name, grammar in GRAMMARS.items():
        elements = Grammar(root / grammar).elements
        tap.check(f"{grammar} has elements", [] if len(elements) > 15 else [f"{sorted(elements)}"])
        tap.check(f"procscreen-{name}(5) has what {grammar} has", sorted(compare(pages[name], elements)))
    operators = {element: {attribute: set() for attribute in attributes.split()} for element, attributes in OPERATORS.items()}
    operators["status"]["value"], operators["filing"]["result"] = STATUSES, RESULTS
    tap.check("procscreen-operators(5) has what is read", sorted(compare(pages["operators"], operators)))
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "engine/screen").glob("operators*.c")))
    words = {*operators, *(attribute for attributes in operators.values() for attribute in attributes), *STATUSES, *RESULTS}
    tap.check("what is read is in the source", [f"{word} is not" for word in sorted(words) if f'"{word}"' not in source])
    keys = Page.attributes(section(pages["config"].text, "KEY NAMES")).keys()
    tap.check("procscreen-config(5) has every key", differing("key", keys_of(program), set(keys)))
    for name in ("catalog", "policy", "profile", "operators"):
        tap.check(f"the example of procscreen-{name}(5) is taken", try_example(name, pages[name], program, root))
    for name, path in paths.items():
        if shutil.which("mandoc"):
            lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(path)], capture_output=True, text=True, check=False)
            tap.check(f"mandoc has nothing against procscreen-{name}(5)", lint.stdout.splitlines())
        else:
            tap.skip(f"mandoc on procscreen-{name}(5)", "mandoc is not here")
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
