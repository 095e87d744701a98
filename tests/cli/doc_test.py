"""pack doc: every page is whole, safe and linked, whatever the packs say.

    doc_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import html.parser
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "support"))
from tap import Tap

EVIL = '"&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;amp;'
CATALOG = f"""<?xml version="1.0" encoding="UTF-8"?>
<catalog xmlns="urn:procscreen:catalog:1" id="evil/../&lt;i&gt;" version="1" reviewed="2026-11-20" title='{EVIL}'>
  <instrument id="law" label="Law" title='{EVIL}' from="2020-06-01"/>
  <category id="net" title='{EVIL}' title-zh="网络" scale='{EVIL}'>
    <version from="2020-06-01" instrument="law" article='art. {EVIL}'/>
    <met source="judgement">core</met>
  </category>
  <maker id="Acme" makes="net">Acme</maker>
  <scheme id="UNSPSC" length="8"/>
  <decoy source="s">word one</decoy>
  <decoy source="s">word two</decoy>
  <entry id='../../{EVIL}' category="net" title='{EVIL}&#x202E;&#x9;x' confidence="judgement" source='{EVIL}'>
    <note>{EVIL}</note>
    <term strength="strong" lang='{EVIL}'>core router|{EVIL}</term>
    <term strength="weak">rtr</term>
    <with>ports</with>
    <unless>wood</unless>
    <decoy>wood router</decoy>
    <pattern strength="medium">router (?:&lt;b&gt;|x)</pattern>
    <model maker="Acme" strength="weak">RQ-###*</model>
    <code scheme="UNSPSC" value="43222609" strength="strong" from="2021-01-01"/>
    <example match="yes" maker='{EVIL}'>core router {EVIL}</example>
    <example match="no">desk</example>
  </entry>
  <entry id="Router" category="net" title="One" confidence="found" source="s">
    <term strength="medium">alpha box</term><example match="yes">alpha box</example><example match="no">x y</example>
  </entry>
  <entry id="router" category="net" title="Two" confidence="found" source="s">
    <term strength="medium">beta box</term><example match="yes">beta box</example><example match="no">x y</example>
  </entry>
  <entry id="{'long' * 40}" category="net" title="Three" confidence="found" source="s">
    <term strength="medium">gamma box</term><example match="yes">gamma box</example><example match="no">x y</example>
  </entry>
</catalog>
"""
POLICY = f"""<?xml version="1.0" encoding="UTF-8"?>
<policy xmlns="urn:procscreen:policy:1" id="p" version="1" title='{EVIL}'>
  <source id="Law" title='{EVIL}'/>
  <language id="en" gap="120" words="yes">the of</language>
  <define name="shall" lang="en">shall|will</define>
  <element id="secret" severity="high" nature="practice">
    <title lang="en">{EVIL}</title><note>{EVIL}</note><basis>Law art. {EVIL}</basis>
    <duty lang="en">{{shall}} … keep … secret</duty>
    <defeat lang="en" kind="negation" scope="whole">no secrecy &lt;b&gt;</defeat>
    <example lang="en" state="present">He shall keep it secret.</example>
    <example lang="en" state="missing">{EVIL}</example>
  </element>
  <rule id="review-required" identified="high" likely="high" unknown="medium" not="info">
    <basis>Law art. 5</basis><message>{EVIL} {{item}}</message><next>{EVIL}</next>
  </rule>
  <exposure id="x" rule="review-required" by="amount" min="1" max="10" basis="Law art. 1" condition='{EVIL}'>{EVIL}</exposure>
</policy>
"""
VOID = {"meta", "br"}


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.faults, self.ids, self.links, self.tags, self.text = [], [], [], [], set(), ""
        self.csp = ""
        self.feed(text)
        self.faults += [f"<{tag}> is left open" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.add(tag)
        self.faults += [f"attribute {name}" for name in attrs if name.startswith("on") or name == "style"]
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a":
            self.links.append(attrs["href"])
        if attrs.get("http-equiv") == "Content-Security-Policy":
            self.csp = attrs["content"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")

    def handle_data(self, data):
        if "style" not in self.open[-1:]:
            self.text += data


def run(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120, check=False)


def faults_of(folder):
    """{name: Page}, and what is wrong with the pages as a whole."""
    pages = {path.name: Page(path.read_text(encoding="utf-8")) for path in sorted(folder.iterdir())}
    faults = []
    for name, page in pages.items():
        faults += [f"{name}: {fault}" for fault in page.faults]
        if not re.fullmatch(r"[a-z0-9-]+\.html", name):
            faults.append(f"{name}: not a safe name")
        if page.tags & {"script", "img", "link", "iframe", "form", "i", "b"}:
            faults.append(f"{name}: {page.tags}")
        if not re.search(r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='", page.csp):
            faults.append(f"{name}: policy {page.csp}")
        if len(set(page.ids)) != len(page.ids):
            faults.append(f"{name}: the same id twice")
        if re.search("[\u202e\x00-\x08\x0b-\x1f\x7f]", page.text):
            faults.append(f"{name}: a control character")
        for link in page.links:
            target, _, anchor = link.partition("#")
            if target not in pages or (anchor and anchor not in pages[target].ids):
                faults.append(f"{name}: {link} leads nowhere")
    return pages, faults


def main(program, root):
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="procscreen-doc-") as work:
        work = pathlib.Path(work)
        (work / "c.xml").write_text(CATALOG, encoding="utf-8")
        (work / "p.xml").write_text(POLICY, encoding="utf-8")
        native = str(pathlib.Path(root) / "catalogs" / "formats" / "native.xml")
        packs = [str(work / "c.xml"), str(work / "p.xml"), native]

        done = run(program, "pack", "doc", "-o", str(work / "out"), *packs)
        tap.check("hostile packs are documented", [done.stderr] if done.returncode else [])
        pages, faults = faults_of(work / "out")
        tap.check("their pages are whole, safe and linked", faults)
        tap.check("nothing is written beside the folder", sorted(
            set(os.listdir(work)) - {"c.xml", "p.xml", "out"}) + [n for n in os.listdir(work / "out") if n.startswith(".")])
        entries = [name for name in pages if name.startswith("entry-")]
        tap.check("ids that differ in case or length have pages of their own", [] if len(entries) == 4 else entries)
        wanted = {"entry-router.html": ["Our reading", "Two", "beta box", "Agreed?"],
                  "element-secret.html": ["No law asks for this by name", "shall keep it secret", "whole", "<script>"],
                  "rule-review-required.html": ["identified", "times the purchase amount", "only if", "Law art. 5"],
                  "category-net.html": ["our reading", "Law art. ", "One"],
                  "law.html": ["Law"], "index.html": ["Our reading", "Two"]}
        tap.check("pages say what the packs say", [
            f"{name}: no {word}" for name, words in wanted.items() for word in words if word not in pages[name].text])

        again = {name: (work / "out" / name).read_bytes() for name in pages}
        run(program, "pack", "doc", "-o", str(work / "out"), *packs)
        tap.check("the pages are the same every time", [
            name for name, data in again.items() if (work / "out" / name).read_bytes() != data])

        missing = run(program, "pack", "doc", *packs)
        tap.check("the folder must be named", [] if missing.returncode == 2 and "-o DIR" in missing.stderr else [missing.stderr])
        inside = run(program, "pack", "doc", "-o", str(work / "c.xml"), *packs)
        tap.check("a file is no folder", [] if inside.returncode == 4 else [str(inside.returncode), inside.stderr])
        (work / "linked").mkdir()
        (work / "linked" / "index.html").symlink_to(work / "c.xml")
        linked = run(program, "pack", "doc", "-o", str(work / "linked"), *packs)
        tap.check("a link is not followed", [] if linked.returncode == 2 and (work / "c.xml").read_text(encoding="utf-8") == CATALOG
                  else [linked.stderr])

        shipped = run(program, "pack", "doc", "-o", str(work / "shipped"), "--data-dir", root)
        tap.check("the shipped packs are documented", [shipped.stderr] if shipped.returncode else [])
        pages, faults = faults_of(work / "shipped")
        tap.check("their pages are whole, safe and linked too", faults)
        text = pages["element-survival.html"].text
        tap.check("a page shows the clauses that the dossier suggests", [
            part for part in ("A draft of this project", "survive the termination", "不因本合同终止") if part not in text])
        tap.check("there are many", [] if len(pages) > 150 else [str(len(pages))])
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
