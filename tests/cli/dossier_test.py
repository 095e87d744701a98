"""The dossier in its three formats: well-formed, the same text in each, the same bytes each time, and text of the input never
anything but text. Where LibreOffice is, it opens the documents and finds the same text.

    dossier_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import html.parser
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

TODAY = "2026-11-25"
FORMATS = ("html", "docx", "odt")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"

# In every field of a record; what a person must read of it, bidi controls being told by their number.
HOSTILE = "</p><script>alert(1)</script>&amp;\"']]>{{7*7}}=cmd|\u202e<w:p/>"
SHOWN = "</p><script>alert(1)</script>&amp;\"']]>{{7*7}}=cmd|\\u202e<w:p/>"


def attribute(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def hostile_record():
    h = attribute(HOSTILE)
    return f"""<records xmlns="urn:procscreen:record:1"><record kind="order" id="H{h}" date="2026-03-02" currency="CNY">
<buyer name="B{h}" id="1{h}"/><supplier name="S{h}" id="2{h}"/><contract ref="C{h}"/>
<text>Confidentiality {h}. The Supplier shall keep all information of the Buyer confidential {h}.</text>
<item line="L{h}" name="core router {h}" description="D{h}" manufacturer="M{h}" model="O{h}" quantity="1" amount="10">
<code scheme="X{h}">Y{h}</code></item><item line="N{h}" quantity="1"/></record></records>"""


class Page(html.parser.HTMLParser):
    """The paragraphs and headings of a page, and all its tags."""

    def __init__(self, text):
        super().__init__()
        self.tags = set()
        self.attributes = set()
        self.paragraphs = []
        self.open = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag in ("p", "h1", "h2", "h3"):
            self.open = True
            self.paragraphs.append("")

    def handle_endtag(self, tag):
        self.open &= tag not in ("p", "h1", "h2", "h3")

    def handle_data(self, data):
        if self.open:
            self.paragraphs[-1] += data


def squeezed(paragraphs):
    """Without blanks and boxes: formats part a box from its text differently."""
    texts = ("".join(text.replace("☐", "").split()) for text in paragraphs)
    return [text for text in texts if text]


def docx_paragraphs(archive):
    root = ElementTree.fromstring(archive.read("word/document.xml"))
    return ["".join(run.text or "" for run in paragraph.iter(W + "t")) for paragraph in root.iter(W + "p")]


def odt_paragraphs(archive):
    root = ElementTree.fromstring(archive.read("content.xml"))
    return ["".join(node.itertext()) for node in root.iter() if node.tag in (TEXT + "p", TEXT + "h")]


def missing_styles(format_name, archive):
    """Styles that the text uses and the document does not define."""
    if format_name == "docx":
        defined = {style.get(W + "styleId") for style in ElementTree.fromstring(archive.read("word/styles.xml")).iter(W + "style")}
        root = ElementTree.fromstring(archive.read("word/document.xml"))
        used = {node.get(W + "val") for tag in ("pStyle", "tblStyle") for node in root.iter(W + tag)}
    else:
        trees = [ElementTree.fromstring(archive.read(name)) for name in ("styles.xml", "content.xml")]
        defined = {style.get(STYLE + "name") for tree in trees for style in tree.iter(STYLE + "style")}
        used = {node.get(name) for node in trees[1].iter() for name in (TEXT + "style-name", TABLE + "style-name") if node.get(name)}
    return sorted(used - defined)


def package_problems(format_name, path):
    problems = []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        first = archive.infolist()[0]
        if archive.testzip():
            problems.append("a member is damaged")
        if {info.date_time for info in archive.infolist()} != {(1980, 1, 1, 0, 0, 0)}:
            problems.append("a member has a time")
        for name in names:
            if name != "mimetype":
                ElementTree.fromstring(archive.read(name))
        problems += [f"style {name} is not defined" for name in missing_styles(format_name, archive)]
    begin = path.read_bytes()[:100]
    if format_name == "odt":
        # What "file" and others tell an ODT file by: stored, no extra field.
        if first.filename != "mimetype" or first.compress_type != 0 or begin[28:30] != b"\0\0" or begin[38:77] != b"application/vnd.oasis.opendocument.text":
            problems.append("mimetype is not the plain first member")
    return problems


class Runner:
    def __init__(self, program, root, work):
        self.program = program
        self.work = work
        self.env = {**os.environ, "PROCSCREEN_DATA": str(root), "LC_ALL": "C.UTF-8"}

    def run(self, *arguments, stdin=b""):
        return subprocess.run([self.program, "dossier", *map(str, arguments)], cwd=self.work, env=self.env, input=stdin,
                              capture_output=True, timeout=120, check=False)

    def dossier(self, name, lang, *operands, today=TODAY):
        """The three files, and what was wrong with making them."""
        files, problems = {}, []
        for format_name in FORMATS:
            files[format_name] = self.work / f"{name}-{lang}.{format_name}"
            result = self.run(*operands, "--lang", lang, "--today", today, "-o", files[format_name])
            if result.returncode != 0 or result.stderr:
                problems.append(f"{format_name}: status {result.returncode}: {result.stderr.decode(errors='replace')}")
        return files, problems


def compare_formats(files):
    page = Page(files["html"].read_text(encoding="utf-8"))
    want = squeezed(page.paragraphs)
    problems = []
    for format_name, read in (("docx", docx_paragraphs), ("odt", odt_paragraphs)):
        with zipfile.ZipFile(files[format_name]) as archive:
            came = squeezed(read(archive))
        problems += [f"{format_name}: {a!r} is {b!r}" for a, b in zip(want, came) if a != b][:5]
        if len(want) != len(came):
            problems.append(f"{format_name}: {len(came)} paragraphs where the page has {len(want)}")
    return page, problems


def check_page(page):
    known = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "span", "table", "colgroup", "col",
             "thead", "tbody", "tr", "th", "td"}
    problems = [f"the page has <{tag}>" for tag in sorted(page.tags - known)]
    return problems + [f"the page has the attribute {name}" for name in sorted(page.attributes - {
        "lang", "charset", "http-equiv", "content", "name", "class", "width", "scope"})]


def check_language(tap, runner, root, lang):
    inputs = [root / "tests" / "samples" / "dossier" / name for name in ("orders.xml", "contract.xml")]
    files, problems = runner.dossier("po-1", lang, *inputs, "PO-1")
    tap.check(f"{lang}: all formats are written", problems)
    page, problems = compare_formats(files)
    tap.check(f"{lang}: all formats say the same", problems)
    tap.check(f"{lang}: the page is plain", check_page(page))
    text = "\n".join(page.paragraphs).replace("\u00a0", " ")
    # One of each part of the shipped packs: a factor, a paper, a step with its day, a clause in both languages.
    expected = ["乙方应对履行本合同过程中知悉的", "The Supplier shall keep strictly confidential"]
    expected += {"en": ["3,200,000.50 CNY", "2027-01-20", "MCR 2021 art. 10(7)", "3,200,000.50–", "32,000,005.00 CNY",
                        "element-missing. Only if correction is refused or harm follows", "Review clock", "☐Application"],
                 "zh": ["3,200,000.50 元", "2027年1月20日", "《网络安全审查办法》（2021年）第十条第七项", "3,200,000.50–", "32,000,005.00 元",
                        "条款缺失。仅当拒不改正或者导致危害网络安全等后果", "审查时限", "☐申报书", "核心网络设备"]}[lang]
    tap.check(f"{lang}: it holds what the law wants", [f"not there: {part}" for part in expected if part not in text])
    for format_name in ("docx", "odt"):
        tap.check(f"{lang}: {format_name} is a proper package", package_problems(format_name, files[format_name]))
    again, problems = runner.dossier("again", lang, *inputs, "PO-1")
    tap.check(f"{lang}: the same bytes each time", problems + [
        format_name for format_name in FORMATS if files[format_name].read_bytes() != again[format_name].read_bytes()])
    return files


def check_hostile(tap, runner):
    path = runner.work / "hostile.xml"
    path.write_text(hostile_record(), encoding="utf-8")
    for lang in ("en", "zh"):
        files, problems = runner.dossier("hostile", lang, path, "1")
        tap.check(f"{lang}: a hostile record is written", problems)
        page, problems = compare_formats(files)
        tap.check(f"{lang}: hostile text is text in all formats", problems + check_page(page))
        text = "\n".join(page.paragraphs)
        # What looks like markup in names and texts is taken out when the record is read; in ids and the like it stays.
        tap.check(f"{lang}: and can be read", [letter for letter in "HC12LY" if letter + SHOWN not in text]
                  + [letter for letter in "BSMOD" if letter + " " + SHOWN[SHOWN.index("&amp;") :].replace("&amp;", "&") not in text])
        for format_name in ("docx", "odt"):
            tap.check(f"{lang}: a hostile {format_name} is a proper package", package_problems(format_name, files[format_name]))


def check_standard_streams(tap, runner, root):
    orders = (root / "tests" / "samples" / "dossier" / "orders.xml").read_bytes()
    file = runner.run(root / "tests/samples/dossier/orders.xml", "PO-1", "--today", TODAY)
    piped = runner.run("-", "PO-1", "--today", TODAY, "--stdin-name", root / "tests/samples/dossier/orders.xml", stdin=orders)
    tap.check("standard input to standard output", [] if file.returncode == 0 and file.stdout == piped.stdout != b""
              else [f"status {file.returncode} and {piped.returncode}", piped.stderr.decode(errors="replace")])
    target = runner.work / "orders.html"
    target.write_bytes(orders)
    over = runner.run(target, "PO-1", "-o", target)
    tap.check("an input is never written over", [] if over.returncode == 2 and target.read_bytes() == orders
              else [f"status {over.returncode}: {over.stderr.decode(errors='replace')}"])


def check_inputs(tap, runner, root):
    """What screen takes, the dossier takes: lists of names, as files and from pipes, and a folder of contracts."""
    samples = root / "tests/samples/dossier"
    orders, contract = samples / "orders.xml", samples / "contract.xml"
    want = runner.run(orders, contract, "PO-1", "--today", TODAY)
    names = f"{orders}\n{contract}\n".encode()
    (runner.work / "names").write_bytes(names)
    rows = {"a list": (["--files-from", "names", "PO-1"], b""), "a list on standard input": (["--files-from", "-", "PO-1"], names),
            "a list that ends names with NUL": (["--files-from", "-", "--null", "PO-1"], names.replace(b"\n", b"\0")),
            "a list behind an input": ([orders, "PO-1", "--files-from", "-"], f"{contract}\n".encode())}
    for name, (arguments, stdin) in rows.items():
        got = runner.run(*arguments, "--today", TODAY, stdin=stdin)
        tap.check(name, [] if got.returncode == 0 and got.stdout == want.stdout != b""
                  else [f"status {got.returncode}: {got.stderr.decode(errors='replace')}"])
    problems = []
    target = runner.work / "listed.xml"
    target.write_bytes(orders.read_bytes())
    for arguments, stdin, words in ((["--files-from", "-", "PO-1", "-o", "listed.xml"], b"listed.xml\n", "does not say the format"),
                                    (["PO-1"], b"", "needs INPUT... RECORD, or --files-from"),
                                    (["-", "--files-from", "-", "PO-1"], b"", "cannot be both the list and an input")):
        got = runner.run(*arguments, stdin=stdin)
        if got.returncode != 2 or words not in got.stderr.decode():
            problems.append(f"{arguments}: {got.returncode}: {got.stderr.decode(errors='replace')}")
    target.rename(runner.work / "listed.html")
    got = runner.run("--files-from", "-", "PO-1", "-o", "listed.html", stdin=b"listed.html\n")
    if got.returncode != 2 or "would be written over it" not in got.stderr.decode():
        problems.append(f"an output that the list names: {got.returncode}: {got.stderr.decode(errors='replace')}")
    tap.check("lists and outputs that cannot be", problems)
    (runner.work / "signed").mkdir()
    (runner.work / "signed/HT-77.txt").write_text("第一条 乙方应当对在履行合同过程中知悉的甲方信息承担保密义务，不得泄露。", encoding="utf-8")
    (runner.work / "order.xml").write_text(
        '<records xmlns="urn:procscreen:record:1"><record kind="order" id="PO-77" date="2026-05-01"><supplier name="乙公司"/>'
        '<contract ref="HT-77"/><item line="1" name="核心路由器"/></record></records>', encoding="utf-8")
    without = runner.run("order.xml", "PO-77", "--today", TODAY).stdout.decode()
    with_it = runner.run("order.xml", "PO-77", "--today", TODAY, "--contracts", "signed").stdout.decode()
    clause = "承担保密义务，不得泄露"
    tap.check("a folder of contracts", [] if clause in with_it and clause not in without else [with_it[:2000]])


def check_office(tap, files, work, lang):
    office = shutil.which("soffice")
    for format_name in ("docx", "odt"):
        name = f"{lang}: LibreOffice reads the {format_name}"
        if not office:
            tap.skip(name, "LibreOffice is not here")
            continue
        result = subprocess.run([office, "--headless", f"-env:UserInstallation=file://{work}/office", "--convert-to", "txt:Text (encoded):UTF8",
                                 "--outdir", str(work / "text"), str(files[format_name])], capture_output=True, timeout=170, check=False)
        text = work / "text" / (files[format_name].stem + ".txt")
        if not text.exists():
            tap.check(name, [f"status {result.returncode}: {result.stderr.decode(errors='replace')}"])
            continue
        came = "".join(text.read_text(encoding="utf-8-sig").replace("☐", "").split())
        want = squeezed(Page(files["html"].read_text(encoding="utf-8")).paragraphs)
        tap.check(name, [f"not there: {paragraph}" for paragraph in want if paragraph not in came][:5])
        text.unlink()


def main(program, root):
    tap = Tap()
    root = pathlib.Path(root).resolve()
    with tempfile.TemporaryDirectory(prefix="procscreen-dossier-") as work:
        work = pathlib.Path(work)
        runner = Runner(str(pathlib.Path(program).resolve()), root, work)
        made = {lang: check_language(tap, runner, root, lang) for lang in ("en", "zh")}
        check_hostile(tap, runner)
        check_standard_streams(tap, runner, root)
        check_inputs(tap, runner, root)
        for lang, files in made.items():
            check_office(tap, files, work, lang)
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
