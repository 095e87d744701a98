"""Reports in Chinese: whatever the engine and the shipped packs say, of every sample that there is, is said in Chinese, on a page made live
and on one made of the kept run, which are the same; a pack of one's own is heard too; the shipped packs have all their texts in Chinese;
and every sentence that has a Chinese one is still said by the engine.

    chinese_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

TODAY = "2026-11-25"
FILINGS = {"PENDING": "pending", "PASSED": "passed", "FAILED": "failed", "NOT-NEEDED": "not-needed"}
# What libxml2 says is its own; the sentences that are most frequent have a Chinese one.
NOT_OURS = "# --- What libxml2 says"
# Files that no run of this test reads, because they are packs, configurations or not there.
SAMPLES = ("tests/samples", *(f"tests/golden/{name}/in" for name in (
    "broken-files", "contract-chain", "contract-first", "contract-last", "contract-missing", "encodings", "every-format", "folder-order",
    "law-of-a-given-day", "law-of-the-records-date", "limits", "rules-on-top")))


def filed_orders():
    """An order for each result of a filing, one that has none, and lines of every kind of trouble."""
    orders = "".join(f'<record kind="order" id="PO-{name}" date="2026-05-20" currency="CNY"><buyer name="Grid"/>'
                     '<supplier name="Seller" id="91999999MA00EX1181"/><item line="1" name="Core router" amount="10"/></record>'
                     for name in (*FILINGS, "NONE"))
    odd = ('<record kind="order" id="WATCHED" date="2026-05-01"><supplier name="S"/><item line="1" name="DDR5 32GB" manufacturer="Micron"/></record>'
           '<record kind="order" id="ODD" currency="CNY"><supplier id="914403001922038217"/><item line="1" name="Micron firewall"/><item line="2"/>'
           '<item name="firewall cleaning service"/></record>'
           '<record kind="order" id="OLD" date="2020-05-01" currency="EUR"><supplier name="Seller"/>'
           '<item line="7" name="Firewall" amount="5" delivery="2020-05-02"/></record>'
           '<record kind="order" id="BIDI" date="2026-05-01"><supplier name="S\u202e"/><item line="1" name="Fire\u200bwall" amount="x"/></record>'
           '<record kind="order" id="NO-DAY" date="soon"><supplier name="S"/><item line="1" name="Firewall"/></record>')
    return f'<records xmlns="urn:procscreen:record:1">{orders}{odd}</records>'


# What is wrong with files most often: XML that libxml2 refuses, files that are none, attachments that cannot be read.
NOT_WELL_FORMED = ("<a>\n<b></a>", "<a>\n<b>", "<a b=c/>", "<a b='c/>", "<a b/>", "<a b='1' b='2'/>", "<a>&</a>", "<a>&amp</a>", "<a>]]></a>", "<a><![CDATA[",
                   "<a><!-- ", "<a></a><b/>", "<a>&nbsp;</a>", "\n<?xml version='1.0'?><a/>", "<a><p:b/></a>", "<a p:b='1'/>", "<a b='<'/>", "<a>&#0;</a>", "<>",
                   "<a", "<a b='1'c='2'/>", "text", "", " ")
NOT_XML = (b"%PDF-1.4 ", b"PK\3\4 and nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1 }", b"UNA:+.? 'UNB+UNOA", b"ISA*00*", b"\x1f\x8b\x08 damaged",
           b"BZh91AY&SY", b"\xfd7zXZ\0", b"<a>\xff</a>")
ATTACHED = {"a.pdf": b"%PDF-1.4 damaged", "contract.png": b"\x89PNG\r\n\x1a\n", "terms.rar": b"Rar!\x1a\x07\0", "terms.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "contract.docx": b"PK\3\4 and nothing", "agreement.rtf": b"{\\rtf1 it ends", "contract.txt": b"", "nda.zip": b"PK\5\6" + bytes(18), "terms.bin": bytes(range(256))}


def troubled_files(folder):
    """A folder of them; the attachments are named by an order, with some that are not there or must not be opened."""
    folder.mkdir()
    for number, text in enumerate(NOT_WELL_FORMED):
        (folder / f"{number:02}.xml").write_text(text, encoding="utf-8")
    for number, content in enumerate(NOT_XML):
        (folder / f"x{number}.xml").write_bytes(content)
    for name, content in ATTACHED.items():
        (folder / name).write_bytes(content)
    names = [*ATTACHED, "not-there.pdf", "/etc/contract.pdf", "../contract.pdf", "http://example.org/contract.pdf", "cid:part1"]
    records = "".join(f'<record kind="order" id="T-{number}" date="2026-05-20"><supplier name="S"/><item line="1" name="Core router"/>'
                      f'<attachment uri="{name}" contract="yes"/></record>' for number, name in enumerate(names))
    (folder / "orders.xml").write_text(f'<records xmlns="urn:procscreen:record:1">{records}</records>', encoding="utf-8")
    return folder


def operators():
    filings = "".join(f'<filing order="PO-{name}" date="2026-05-21" result="{result}"{"" if result == "pending" else " decided=" + chr(34) + "2026-07-01" + chr(34)}/>'
                      for name, result in FILINGS.items())
    return ('<operators xmlns="urn:procscreen:operators:1"><operator name="Grid"><status value="identified" from="2024-01-01"/>'
            f'{filings}<supplier uscc="91999999MA00EX1181"><audit date="2024-02-02" by="us"/>'
            '<agreement id="A-1" elements="confidentiality" from="2024-01-01"/></supplier></operator></operators>')


def said_of(run):
    """What the engine and the packs say in a run, which is English there."""
    for value in run:
        if value["type"] == "finding":
            yield from (value["message"], value["next"], *value["basis"])
            for part in (value, value.get("today") or {}):
                yield (part.get("exposure") or {}).get("formula")
                yield from part.get("basis") or ()
        elif value["type"] == "rejected":
            yield from (value["cause"], value["message"], value.get("hint"))
        elif value["type"] == "record":
            yield value.get("reason")
            for part in value["items"] + value["elements"]:
                yield from (part.get("reason"), part.get("basis"), (part.get("nearest") or {}).get("lacks"), part.get("through"))
                yield from (evidence["field"] for evidence in part.get("evidence", ()) if " " in evidence["field"])


class Runs:
    def __init__(self, program, root, work):
        self.program, self.root, self.work = pathlib.Path(program).resolve(), root, work
        self.environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ}
        self.environment.update(LC_ALL="C.UTF-8", HOME=str(work), PROCSCREEN_DATA=str(root), PROCSCREEN_TODAY=TODAY)

    def run(self, *arguments):
        result = subprocess.run([self.program, *map(str, arguments)], capture_output=True, cwd=self.root, env=self.environment, timeout=300,
                                check=False)
        if result.returncode not in (0, 1, 3):
            raise RuntimeError(f"exit {result.returncode}: {result.stderr.decode()}")
        return result

    def screen(self, *arguments, packs=()):
        """(the run as objects, the page of it, the page of the kept run)"""
        live, kept, run = (self.work / name for name in ("live.html", "kept.html", "run.ndjson"))
        self.run("screen", "-q", *arguments, *packs, "--lang", "zh", "-o", f"html={live}", "-o", f"ndjson={run}")
        self.run("report", run, *packs, "--lang", "zh", "-o", f"html={kept}")
        return ([json.loads(line) for line in run.read_text(encoding="utf-8").splitlines()],
                live.read_text(encoding="utf-8"), kept.read_text(encoding="utf-8"))


def left_in(page, run):
    """What a page says in English: as a text of its own in the data, or in what is shown without a script."""
    shown = page.split('<script type="application/json"', 1)[0]
    texts = {text for text in said_of(run) if text}
    return sorted(text for text in texts if (json.dumps(text, ensure_ascii=False).replace("<", "\\u003c") in page or (" " in text and text in shown)))


def pages(tap, runs):
    orders, register = runs.work / "orders.xml", runs.work / "operators.xml"
    orders.write_text(filed_orders(), encoding="utf-8")
    register.write_text(operators(), encoding="utf-8")
    watch = ("--catalog", "catalogs", "--catalog", "catalogs/watch/vendor-watch.xml")
    rules = set()
    trouble = troubled_files(runs.work / "trouble")
    for name, arguments, packs in (("what cannot be read", (trouble,), ()), ("the samples", SAMPLES, ()), ("the samples by the law of 2019", (*SAMPLES, "--as-of", "2019-01-01"), ()),
                                   ("the samples by the law of 2021", (*SAMPLES, "--as-of", "2021-12-01"), ()),
                                   ("filings, audits, watched makers", (orders, "--operators", register), watch),
                                   ("limits", ("tests/samples", orders, "--limit", "regex-steps=1000", "--limit", "references=1"), ())):
        run, live, kept = runs.screen(*arguments, packs=packs)
        rules |= {value["rule"] for value in run if value["type"] == "finding"}
        tap.check(f"{name}: all is said in Chinese", left_in(kept, run))
        tap.check(f"{name}: the page of the kept run is that of the run", [] if live == kept else ["they differ"])
    policy = (runs.root / "policies/cii.xml").read_text(encoding="utf-8")
    # It makes no finding of its own.
    tap.check("every rule of the policy was there", sorted(set(re.findall(r'<rule id="([^"]+)"', policy)) - rules - {"critical-equipment"}))


def dossiers(tap, runs):
    problems = []
    orders = runs.work / "orders.xml"
    for inputs, record in (("tests/samples/night", "PO-2026-11873"), ("tests/samples/night", "CG-2026-0561"), (orders, "OLD"), (orders, "ODD")):
        paper = runs.work / "paper.html"
        runs.run("dossier", inputs, record, "--lang", "zh", "-o", paper)
        text = paper.read_text(encoding="utf-8")
        # Drafts of clauses are there in both languages.
        problems += [f"{record}: {left}" for left in re.findall(r'<[^>]*lang="en"[^>]*>[^<]*', text) if 'class="draft"' not in left]
        problems += [] if "《网络安全审查办法》" in text else [f"{record}: no law is cited"]
    tap.check("a Chinese dossier is Chinese but for the English drafts", problems)


# Chinese texts of shipped packs that the record CG-2026-0561 shows, and what a lawyer may make of them.
EDITS = {
    "policies/cii.xml": (
        ("由供应商签署包含该内容的补充协议；该内容载于其他文件的，请提供该文件的文本。", "请与供应商补签协议。"),  # the next step of a rule
        ("{date}的单据向{supplier}采购了属于目录范围的产品和服务，但未注明合同，无法确定该项采购是否有安全保密协议。", "{supplier}的单据（{date}）未注明合同。"),
        ('title-zh="关键信息基础设施安全保护条例"', 'title-zh="关基保护条例"'),  # a law, which the titles of others name too
        ('<title lang="zh">审计权</title>', '<title lang="zh">查账的权利</title>'),
        ('lacks-zh="禁止获取数据的约定"', 'lacks-zh="关于不取数据的话"'),
    ),
    "catalogs/mcr.xml": (('title-zh="核心网络设备"', 'title-zh="要紧的网络设备"'),),
}


def edited_packs(runs):
    """A data folder whose packs say some things otherwise in Chinese. Returns it, and what must be said and must not."""
    folder = runs.work / "edited"
    for name in ("catalogs", "policies"):
        shutil.copytree(runs.root / name, folder / name)
    said, gone = [], []
    for name, edits in EDITS.items():
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in edits:
            if old not in text:
                raise RuntimeError(f"{name} no longer has {old}")
            text = text.replace(old, new)
            for places, phrase in ((said, new), *(() if "条例" in old else ((gone, old),))):
                # What stands between what is filled in, without the markup around it.
                places += [part for part in re.split(r"\{[a-z]+\}", re.sub(r"^.*?[\">](.*?)[\"<].*$", r"\1", phrase)) if len(part) > 2]
        (folder / name).write_text(text, encoding="utf-8")
    return folder, said, gone


def text_of(path):
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml"))


def packs_are_heard(tap, runs):
    """Whoever edits a pack sees it in every report, and in those of a kept run where it is named again."""
    folder, said, gone = edited_packs(runs)
    night = "tests/samples/night"
    run, page, book, paper, later = (runs.work / name for name in ("run.ndjson", "own.html", "own.xlsx", "own.docx", "later.html"))
    runs.run("screen", "-q", night, "--data-dir", folder, "--lang", "zh", "-o", f"html={page}", "-o", f"xlsx={book}", "-o", f"ndjson={run}")
    runs.run("report", run, "--data-dir", folder, "--lang", "zh", "-o", f"html={later}")
    runs.run("dossier", night, "CG-2026-0561", "--data-dir", folder, "--lang", "zh", "-o", paper)
    problems = [f"{path.name}: {'is not there' if want else 'is still there'}: {phrase}" for path in (page, book) for want, phrases in
                ((True, said), (False, gone)) for phrase in phrases if (phrase in text_of(path)) != want]
    if "关基保护条例" not in text_of(paper) or "查账的权利" not in text_of(paper):
        problems.append("the dossier says it as the shipped packs do")
    tap.check("what a pack says in Chinese is what reports say", problems)
    tap.check("and what those of a kept run say", [] if text_of(later) == text_of(page) else ["the pages differ"])
    told = runs.run("report", run, "--lang", "zh", "-o", f"html={later}").stderr.decode()
    tap.check("a run of other packs is told of", [] if "2 of the packs" in told and "the catalog mcr" in told else [told])
    quiet = [runs.run("report", run, "--lang", "zh", "-q", "-o", f"html={later}").stderr, runs.run("report", run, "-o", f"html={later}").stderr]
    tap.check("but not where nobody asks, nor in English", [said.decode() for said in quiet if said])


def said_by(pack):
    """(the English, the Chinese) of what a pack says to people."""
    for element in ElementTree.parse(pack).iter():
        kind, get = element.tag.rsplit("}", 1)[-1], element.get
        said = {name: {} for name in ("message", "next", "title")}
        for child in element:
            name = child.tag.rsplit("}", 1)[-1]
            if name in said:
                said[name][child.get("lang", "en")] = child.text
        if kind in ("rule", "element"):
            yield from ((texts["en"], texts.get("zh")) for texts in said.values() if texts)
        elif kind == "exposure":
            yield from ((element.text, get("text-zh")), (get("condition"), get("condition-zh")))
        elif kind == "unlisted":
            yield element.text, get("text-zh")
        elif kind in ("category", "entry", "watch", "critical", "instrument", "source"):
            yield get("title"), get("title-zh")
        yield get("lacks"), get("lacks-zh")


def shipped_packs_are_whole(tap, root):
    packs = [*root.glob("catalogs/*.xml"), *root.glob("catalogs/watch/*.xml"), *root.glob("policies/*.xml")]
    pairs = [(pack, english, chinese) for pack in packs for english, chinese in said_by(pack) if english]
    tap.check("the shipped packs have all that they say in Chinese too",
              [f"{pack.name}: {english}" for pack, english, chinese in pairs if not chinese] or ([] if len(pairs) > 300 else [f"{len(pairs)} texts"]))


def literals(root):
    """All that the engine's C strings hold, those that stand together joined, one a line."""
    found = []
    for path in sorted([*(root / "engine").rglob("*.[ch]"), *(root / "include").rglob("*.h")]):
        for run in re.findall(r'(?:"(?:\\.|[^"\\\n])*"\s*)+', path.read_text(encoding="utf-8")):
            found.append("".join(re.findall(r'"((?:\\.|[^"\\\n])*)"', run)).replace('\\"', '"'))
    return "\n".join(found)


def sentences_are_said(tap, root):
    said = literals(root)
    lines = (root / "engine/report/phrases.txt").read_text(encoding="utf-8").split(NOT_OURS)
    ours = lines[0] + lines[1].split("\n# ---", 1)[1]
    stale = []
    for line in ours.splitlines():
        english = re.sub(r"^[a-z]+:(?=\S)", "", line.split(" | ")[0]) if " | " in line and not line.startswith("#") else ""
        # Sentences are put together of parts; the shorter ones are words, and names of packs and fields.
        longest = max(re.split(r"\{\w+\}|[;:,]", english), key=len).strip(" \"<>(),.:;'")
        put_together = re.match(r"(law|note|place|filed|label):|unknown |.*\{scale\}", line)
        if len(longest) > 12 and longest not in said and not put_together:
            stale.append(english)
    tap.check("what has a Chinese sentence is said by the engine", stale)


def main(program, root):
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="procscreen-chinese-") as work:
        runs = Runs(program, root, pathlib.Path(work))
        pages(tap, runs)
        dossiers(tap, runs)
        packs_are_heard(tap, runs)
    shipped_packs_are_whole(tap, root)
    sentences_are_said(tap, root)
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]).resolve())
