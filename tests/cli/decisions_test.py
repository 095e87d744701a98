"""Workbooks that come back filled in: what openpyxl and LibreOffice saved, and what only a hand could write.

    decisions_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import datetime
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

try:
    import openpyxl
except ImportError:  # a python3 of one's own in front of the system's, which has the package
    if sys.executable == "/usr/bin/python3":
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

REVIEW = {"en": ("Decision", "Reason", "Owner", "Expiry"), "zh": ("处理决定", "理由", "负责人", "有效期至")}
SHEETS = {"en": ("Items", "Contracts"), "zh": ("采购明细", "合同与单据")}
WORDS = {"en": ("confirmed", "false-positive", "accepted", "done", "later"), "zh": ("已确认", "误报", "接受风险", "已整改", "暂缓")}
PAST, COMING = datetime.datetime(2026, 10, 1), datetime.datetime(2027, 6, 30)
# What a person filled into the first rows of each sheet: the number of a decision, the other columns.
FILLED = [(2, "security agreed", "王工", PAST), (3, None, None, COMING), (None, "=1+1", "-x", None), (0, "'tis so", "'=2", datetime.datetime(2026, 11, 25)),
          (1, "two\nlines and _x0041_", None, None), (4, "长" * 400, "o", None)]
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PRINT = "ab" * 32


class Bench:
    def __init__(self, program, root, folder):
        self.program, self.root, self.folder = pathlib.Path(program).resolve(), root, pathlib.Path(folder)
        self.environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ}
        self.environment.update(LC_ALL="C.UTF-8", HOME=folder, TMPDIR=folder, PROCSCREEN_DATA=str(root), PROCSCREEN_TODAY="2026-11-25")

    def run(self, *arguments):
        return subprocess.run([self.program, *map(str, arguments)], cwd=self.folder, env=self.environment, capture_output=True, check=False, timeout=240)

    def screen(self, name, *arguments):
        return self.run("screen", "-q", self.root / "tests/samples/night", "-o", f"xlsx={name}.xlsx", *arguments)

    def book(self, name):
        return openpyxl.load_workbook(self.folder / f"{name}.xlsx")

    def report(self, decisions, *arguments):
        """Of the kept run."""
        return self.run("report", "night.ndjson", "-q", "-o", "xlsx=out.xlsx", "--decisions", decisions, *arguments)

    def office(self, name):
        """The workbook as LibreOffice saves it: office/NAME.xlsx."""
        office = shutil.which("soffice")
        if not office:
            raise FileNotFoundError("LibreOffice is not installed: apt-get install libreoffice-calc")
        subprocess.run([office, "--headless", f"-env:UserInstallation=file://{self.folder}/profile", "--convert-to", "xlsx", "--outdir",
                        str(self.folder / "office"), f"{name}.xlsx"], cwd=self.folder, capture_output=True, check=False, timeout=240,
                       env={**os.environ, "HOME": str(self.folder)})
        return self.folder / "office" / f"{name}.xlsx"


def decided(book, lang):
    """{fingerprint: what the four columns hold} of the rows in which one does."""
    found = {}
    for name in SHEETS[lang]:
        rows = list(book[name].iter_rows(values_only=True))
        first = rows[0].index(REVIEW[lang][0])
        found.update({row[-1]: row[first:first + 4] for row in rows[1:] if any(cell is not None for cell in row[first:first + 4])})
    return found


def fill(bench, name, lang, words=None):
    """NAME.xlsx, filled in; returns what a workbook must show of it then."""
    book = bench.book(name)
    shown = {}
    for title in SHEETS[lang]:
        sheet = book[title]
        head = [cell.value for cell in sheet[1]]
        for row, (word, *others) in enumerate(FILLED, 2):
            values = (None if word is None else WORDS[lang][word], *others)
            for column, value in zip(REVIEW[lang], values):
                cell = sheet.cell(row, head.index(column) + 1)
                cell.value = value
                if isinstance(value, str) and value.startswith("="):
                    cell.data_type = "s"
            shown[sheet.cell(row, len(head)).value] = values
    book.save(bench.folder / f"{name}-filled.xlsx")
    return shown


def as_shown(values):
    """What a cell of ours holds for a text that a person wrote."""
    def text(value):
        if not isinstance(value, str):
            return value
        value = " ".join(value.split())
        if value[0] == "'" and value[1] in "=+-@'":
            return value  # it is taken for one of ours, which has the apostrophe in front already
        return "'" + value if value[0] in "=+-@'" else value
    return tuple(map(text, values))


def translated(shown, source, target):
    return {key: (values[0] and WORDS[target][WORDS[source].index(values[0])], *values[1:]) for key, values in shown.items()}


def come_over(bench):
    """From openpyxl and from LibreOffice, in both languages and into both, and on from night to night."""
    for lang, other in (("en", "zh"), ("zh", "en")):
        bench.screen(lang, "--lang", lang)
        filled = {key: as_shown(values) for key, values in fill(bench, lang, lang).items()}
        # openpyxl writes "_x0041_" as it is, which stands for "A"; LibreOffice takes it for what a person wrote, and so does it come back.
        shown, saved_shown = ({key: tuple(value.replace("_x0041_", stands) if isinstance(value, str) else value for value in values)
                               for key, values in filled.items()} for stands in ("A", "_x0041_"))
        for target in (lang, other):
            result = bench.screen("next", "--lang", target, "--decisions", f"{lang}-filled.xlsx")
            want = translated(shown, lang, target)
            if result.returncode != 3 or result.stderr or decided(bench.book("next"), target) != want:
                yield f"{lang} into {target}: exit {result.returncode} {result.stderr.decode()} {decided(bench.book('next'), target)}"
        shutil.copy(bench.folder / "next.xlsx", bench.folder / "night-1.xlsx")
        bench.screen("night-2", "--lang", other, "--decisions", "night-1.xlsx")
        if (bench.folder / "night-2.xlsx").read_bytes() != (bench.folder / "night-1.xlsx").read_bytes():
            yield f"{lang}: another night changes what was carried over"
        saved = bench.office(f"{lang}-filled")
        bench.screen("office-next", "--lang", lang, "--decisions", saved)
        if decided(bench.book("office-next"), lang) != saved_shown:
            yield f"{lang}, saved by LibreOffice: {decided(bench.book('office-next'), lang)}"


def nothing_else_changes(bench):
    """No finding is hidden, nor is anything another program relies on."""
    outputs = ("ndjson", "csv", "json", "xml", "text")
    runs = []
    for name, more in (("without", ()), ("with", ("--decisions", "en-filled.xlsx"))):
        result = bench.screen(name, *more, *(part for output in outputs for part in ("-o", f"{output}={name}.{output}")))
        runs.append((result.returncode, result.stderr, [(bench.folder / f"{name}.{output}").read_bytes() for output in outputs],
                     [[row[-1] for row in bench.book(name)[sheet].iter_rows(values_only=True)] for sheet in SHEETS["en"]]))
    if runs[0] != runs[1]:
        yield "a report, the exit status or the rows differ"
    kept = bench.run("report", "with.ndjson", "-q", "-o", "xlsx=kept.xlsx", "--decisions", "en-filled.xlsx")
    if kept.returncode or (bench.folder / "kept.xlsx").read_bytes() != (bench.folder / "with.xlsx").read_bytes():
        yield f"that of the kept run differs: {kept.stderr.decode()}"


def expired_ones_are_struck_out(bench):
    book = bench.book("with")
    for name in SHEETS["en"]:
        sheet = book[name]
        head = [cell.value for cell in sheet[1]]
        struck = [[bool(sheet.cell(row, head.index(title) + 1).font.strike) for title in ("Decision", "Expiry")] for row in range(2, 8)]
        if struck != [[True, True]] + [[False, False]] * 5:
            yield f"{name}: {struck}"
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    counts = [summary.get(label) for label in ("On findings of this run", "Of these expired", "On findings that are gone")]
    if counts != [2 * len(FILLED), 2, 0]:
        yield f"{counts}"
    result = bench.run("screen", "-q", bench.root / "tests/samples/night/06-batch.xml", "-o", "xlsx=one.xlsx", "--decisions", "en-filled.xlsx")
    summary = {row[0]: row[1] for row in bench.book("one")["Summary"].iter_rows(values_only=True)}
    here, gone = summary["On findings of this run"], summary["On findings that are gone"]
    if here + gone != 2 * len(FILLED) or not gone or result.returncode != 3:
        yield f"of some: {here} here, {gone} gone, exit {result.returncode}"
    if "On findings of this run" in {row[0] for row in bench.book("without")["Summary"].iter_rows(values_only=True)}:
        yield "they are counted where none were given"


def the_page_has_them(bench):
    bench.run("report", "with.ndjson", "-q", "-o", "html=with.html", "--decisions", "en-filled.xlsx")
    page = (bench.folder / "with.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'"decisions":(\{.*?\})\}</script>', page).group(1))
    want = decided(bench.book("en-filled"), "en")
    if set(data) != set(want):
        yield f"{sorted(data)}"
    kinds = sorted(row[0] for row in data.values())
    if kinds != sorted(2 * ["accepted", "done", "none", "confirmed", "false-positive", "later"]) or sum(row[4] for row in data.values()) != 2:
        yield f"{list(data.values())}"


def edited(bench, change):
    """A copy of the filled workbook in which `change` has been at work."""
    book = bench.book("en-filled")
    change(book)
    book.save(bench.folder / "edited.xlsx")
    return "edited.xlsx"


def put(sheet, cell, value):
    def change(book):
        book[sheet][cell] = value
    return change


def second_row_of_the_first(book):
    book["Items"]["AB5"] = book["Items"]["AB2"].value


FAULTS = [
    ("a word that is none", put("Items", "M5", "perhaps"), 'sheet Items, cell M5: "perhaps" is none of the decisions'),
    ("no day", put("Contracts", "R3", "soon"), 'sheet Contracts, cell R3: "soon" is no day'),
    ("a number that is no day", put("Items", "P3", -3), 'sheet Items, cell P3: "-3" is no day'),
    ("no fingerprint", put("Items", "AB4", None), "sheet Items, cell AB4: a decision in a row without a fingerprint"),
    ("a fingerprint that was changed", put("Items", "AB4", "ABC"), "sheet Items, cell AB4: a decision in a row without a fingerprint"),
    ("two decisions on one", second_row_of_the_first, "sheet Items, cell M5: sheet Items, row 2 decides otherwise on the same finding"),
    ("a formula that nobody has reckoned", put("Items", "N3", "=SUM(1,2)"), "sheet Items, cell N3: nobody has reckoned the formula in it"),
    ("no such sheet", lambda book: book.remove(book["Contracts"]), "there is no sheet Contracts (合同与单据)"),
    ("no such column", put("Items", "M1", "Verdict"), "sheet Items: there is no column Decision (处理决定)"),
    ("no column of fingerprints", put("Contracts", "AA1", None), "sheet Contracts: there is no column Fingerprint (指纹)"),
]


def faults_are_named(bench):
    for name, change, want in FAULTS:
        result = bench.report(edited(bench, change))
        told = result.stderr.decode()
        if result.returncode != 2 or want not in told or "edited.xlsx" not in told or (bench.folder / "out.xlsx").exists():
            yield f"{name}: exit {result.returncode}: {told}"

    def many(book):
        for row in range(2, 12):
            book["Items"][f"M{row}"], book["Items"][f"P{row}"], book["Contracts"][f"O{row}"] = "a", "b", "c"
    told = bench.report(edited(bench, many)).stderr.decode()
    if told.count("is none of the decisions") + told.count("is no day") != 20 or "10 more cells are not right" not in told:
        yield f"many: {told}"


def package(bench, **parts):
    """A workbook of our own making; `parts` replace or (None) leave out its parts."""
    members = {
        "xl/workbook.xml": f'<workbook {NAMESPACE} {RELATIONS}><sheets><sheet name="Items" sheetId="1" r:id="a"/>'
                           '<sheet name="合同与单据" sheetId="2" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                                      '<Relationship Id="a" Type="t/worksheet" Target="/xl/sheets/one.xml"/>'
                                      '<Relationship Id="b" Type="t/worksheet" Target="sheets/two.xml"/>'
                                      '<Relationship Id="c" Type="t/sharedStrings" Target="texts.xml"/></Relationships>',
        "xl/texts.xml": f'<sst {NAMESPACE}><si><t>Decision</t></si><si><r><t>Rea</t></r><r><t>son</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>'
                        f'<si><t>处理决定</t></si><si><t>_x006C_ater</t></si><si><t xml:space="preserve"> {PRINT} </t></si></sst>',
        "xl/sheets/one.xml": sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>Owner</t></is></c>'
                                   '<c t="str"><f>1</f><v>Expiry</v></c><c r="AB1" t="inlineStr"><is><t>Fingerprint</t></is></c></row>'
                                   '<row r="7"><c r="A7" t="s"><v>3</v></c><c t="inlineStr"><is><r><t>be</t></r><r><t>cause</t></r><rPh><t>no</t></rPh></is></c>'
                                   '<c t="b"><v>1</v></c><c><v>46568.75</v></c><c r="AB7" t="s"><v>4</v></c></row>'),
        "xl/sheets/two.xml": sheet('<row><c t="s"><v>2</v></c>' + "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in
                                                                         ("理由", "负责人", "有效期至", "指纹")) + "</row>"),
    }
    members.update({name.replace("__", "/").replace("_xml", ".xml"): text for name, text in parts.items()})
    with zipfile.ZipFile(bench.folder / "made.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            if text is not None:
                archive.writestr(name, text)
    return "made.xlsx"


def sheet(rows):
    return f'<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>'


def shown_of(bench, made):
    """What a page shows of the only decision, which is on a finding that the run is made to have."""
    run = (bench.folder / "with.ndjson").read_text(encoding="utf-8")
    first = re.search(r'"fingerprint":"([0-9a-f]{64})"', run).group(1)
    (bench.folder / "night.ndjson").write_text(run.replace(first, PRINT), encoding="utf-8")
    result = bench.run("report", "night.ndjson", "-q", "-o", "html=made.html", "--decisions", made)
    page = (bench.folder / "made.html").read_text(encoding="utf-8") if result.returncode == 0 else ""
    found = re.search(r'"decisions":\{"' + PRINT + r'":(\[.*?\])\}', page)
    return json.loads(found.group(1)) if found else result.stderr.decode() or "none"


def every_way_to_store_a_cell(bench):
    """Shared, inline, rich and phonetic texts, escapes, cells without a reference, formulas, truths, days with a time of day."""
    got = shown_of(bench, package(bench))
    if got != ["later", "because", "1", "2027-06-30", 0]:
        yield f"{got}"
    since_1904 = f'<workbook {NAMESPACE} {RELATIONS}><workbookPr date1904="1"/><sheets><sheet name="Items" r:id="a"/><sheet name="Contracts" r:id="b"/></sheets></workbook>'
    got = shown_of(bench, package(bench, xl__workbook_xml=since_1904))
    if got != ["later", "because", "1", "2031-07-01", 0]:
        yield f"1904: {got}"


ROW = '<row r="1"><c t="inlineStr"><is><t>Decision</t></is></c></row>'
HOSTILE = [
    ("no zip", b"<html>no</html>", "this is no Excel workbook"),
    ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "this is no Excel workbook"),
    ("no workbook in it", {"xl__workbook_xml": None}, "this is no Excel workbook"),
    ("no sheet where it should be", {"xl__sheets__one_xml": None}, "this is no Excel workbook"),
    ("a declaration", {"xl__sheets__one_xml": '<!DOCTYPE a [<!ENTITY e "x">]>' + sheet(ROW)}, "document type declaration"),
    ("no XML", {"xl__sheets__two_xml": "<worksheet><sheetData>"}, "the workbook is damaged: xl/sheets/two.xml"),
    ("a text that is not there", {"xl__sheets__one_xml": sheet('<row r="1"><c t="s"><v>99</v></c></row>')}, "refers to a text that is not there"),
    ("a text of no number", {"xl__sheets__one_xml": sheet('<row r="1"><c t="s"><v>-1</v></c></row>')}, "refers to a text that is not there"),
    ("a column past the last", {"xl__sheets__one_xml": sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>')}, "a cell stands nowhere"),
    ("a cell outside of rows", {"xl__sheets__one_xml": sheet('<c r="A1"><v>1</v></c>')}, "a cell stands nowhere"),
    ("rows backwards", {"xl__sheets__one_xml": sheet('<row r="5"/><row r="4"/>')}, "its rows are not in order"),
    ("a row past the last", {"xl__sheets__one_xml": sheet('<row r="1048577"/>')}, "its rows are not in order"),
    ("a cell that is too long", {"xl__sheets__one_xml": sheet(f'<row r="1"><c t="str"><v>{"x" * 200000}</v></c></row>')}, "more text than Excel takes"),
    ("cells in cells", {"xl__sheets__one_xml": sheet("<row r='1'>" + "<c>" * 300 + "</c>" * 300 + "</row>")}, "limit:depth"),
    ("a bomb", {"xl__sheets__one_xml": sheet(" " * (80 << 20))}, "limit:decisions-ratio"),
]
LIMITS = [("decisions=11", "limit:decisions"), ("decisions-bytes=9000", "limit:decisions-bytes"), ("decisions-members=3", "limit:decisions-members"),
          ("decisions-text=300", "limit:decisions-text")]


def hostile_ones_are_refused(bench):
    for name, parts, want in HOSTILE:
        if isinstance(parts, bytes):
            (bench.folder / "made.xlsx").write_bytes(parts)
        else:
            package(bench, **parts)
        result = bench.report("made.xlsx")
        if result.returncode != 2 or want not in result.stderr.decode() or (bench.folder / "out.xlsx").exists():
            yield f"{name}: exit {result.returncode}: {result.stderr.decode()}"
    for limit, want in LIMITS:
        result = bench.report("en-filled.xlsx", "--limit", limit)
        if result.returncode != 2 or f"({want})" not in result.stderr.decode():
            yield f"{limit}: exit {result.returncode}: {result.stderr.decode()}"


def damage_ends_well(bench):
    """Cut off, and with a byte turned here and there: decisions or an error, never a crash."""
    whole = (bench.folder / "en-filled.xlsx").read_bytes()
    codes = set()
    for at in range(0, len(whole), max(1, len(whole) // 40)):
        for bytes_of in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1:]):
            (bench.folder / "damaged.xlsx").write_bytes(bytes_of)
            (bench.folder / "out.xlsx").unlink(missing_ok=True)
            result = bench.report("damaged.xlsx")
            codes.add(result.returncode)
            if result.returncode not in (0, 2) or (result.returncode == 0) != (bench.folder / "out.xlsx").exists():
                yield f"byte {at}: exit {result.returncode}: {result.stderr.decode()}"
    if 2 not in codes:
        yield "nothing was refused"
    (bench.folder / "out.xlsx").unlink(missing_ok=True)


def it_is_not_written_over(bench):
    result = bench.run("report", "night.ndjson", "-q", "-o", "xlsx=en-filled.xlsx", "--decisions", "en-filled.xlsx")
    if result.returncode != 2 or "en-filled.xlsx" not in result.stderr.decode():
        yield f"exit {result.returncode}: {result.stderr.decode()}"


def main(program, root):
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="procscreen-decisions-") as folder:
        bench = Bench(program, root, folder)
        tap.check("decisions come over from what openpyxl and LibreOffice saved", come_over(bench))
        tap.check("nothing else changes", nothing_else_changes(bench))
        tap.check("expired ones are struck out, and all are counted", expired_ones_are_struck_out(bench))
        tap.check("the page has them", the_page_has_them(bench))
        shutil.copy(bench.folder / "with.ndjson", bench.folder / "night.ndjson")
        tap.check("what is wrong is told with its sheet and cell", faults_are_named(bench))
        tap.check("every way to store a cell is read", every_way_to_store_a_cell(bench))
        tap.check("hostile workbooks are refused", hostile_ones_are_refused(bench))
        tap.check("damaged ones end in an error or in decisions", damage_ends_well(bench))
        tap.check("the workbook that came back is not written over", it_is_not_written_over(bench))
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]).resolve())
