"""The workbook as other people's programs read it: openpyxl and LibreOffice.

    workbook_test.py PROGRAM ROOT PAYLOADS      PAYLOADS is tests/api/report_payloads, built

SPDX-License-Identifier: Apache-2.0
"""

import csv
import datetime
import io
import json
import os
import pathlib
import pty
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
import zipfile

try:
    import openpyxl
except ImportError:  # a python3 of one's own in front of the system's, which has the package
    if sys.executable == "/usr/bin/python3":
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE.parent / "api"))
from chinese_test import said_of
from report_payloads import FORMULA, PAYLOADS
from tap import Tap

SHEETS = ["Summary", "Items", "Contracts", "Suppliers", "Not evaluable", "Rejected", "Packs"]
REVIEW = ["Decision", "Reason", "Owner", "Expiry"]
DECISIONS = '"confirmed,false-positive,accepted,done,later"'
DECISIONS_ZH = '"已确认,误报,接受风险,已整改,暂缓"'
RAN = (0, 1, 3)
# Every sheet into a file of its own, all cells as they are shown, quoted where needed.
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


class Bench:
    def __init__(self, program, root, folder):
        self.program = program
        self.root = root
        self.folder = pathlib.Path(folder)

    def run(self, *arguments, environment=(), **more):
        given = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "PROCSCREEN_DATA": str(self.root),
                 "PROCSCREEN_TODAY": "2026-11-25", "TMPDIR": str(self.folder), **dict(environment)}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if name in os.environ:
                given[name] = os.environ[name]
        return subprocess.run([self.program, "screen", "-q", *arguments], cwd=self.folder, env=given, capture_output=True,
                              check=False, timeout=240, **more)

    def night(self):
        return str(self.root / "tests/samples/night")

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name


def table(sheet):
    rows = list(sheet.iter_rows(values_only=True))
    return rows[0], [dict(zip(rows[0], row)) for row in rows[1:]]


def the_night_is_there(bench):
    result = bench.run(bench.night(), "-o", "xlsx=night.xlsx", "-o", "csv=night.csv")
    if result.returncode not in RAN:
        yield f"exit {result.returncode}: {result.stderr.decode()}"
        return
    book = openpyxl.load_workbook(bench.folder / "night.xlsx")
    if book.sheetnames != SHEETS:
        yield f"sheets {book.sheetnames}"
    with open(bench.folder / "night.csv", encoding="utf-8", newline="") as file:
        wanted = [row for row in csv.DictReader(file) if row["type"] == "finding"]
    for name, of_items in (("Items", True), ("Contracts", False)):
        head, rows = table(book[name])
        want = [row for row in wanted if bool(row["item"]) == of_items]
        if [row["Fingerprint"] for row in rows] != [row["fingerprint"] for row in want]:
            yield f"{name}: {len(rows)} rows, {len(want)} findings"
        if head[-1] != "Fingerprint" or [title for title in head if title in REVIEW] != REVIEW:
            yield f"{name}: columns {head}"
        for row, finding in zip(rows, want):
            if row["Record"] != finding["record_id"] or row["Date"] != datetime.datetime.fromisoformat(finding["date"]):
                yield f"{name}: {row}"
            if any(row[title] is not None for title in REVIEW):
                yield f"{name}: a decision is there already"
        if book[name].freeze_panes != "C2" or book[name].auto_filter.ref != book[name].dimensions:
            yield f"{name}: {book[name].freeze_panes} {book[name].auto_filter.ref} {book[name].dimensions}"
        lists = [rule for rule in book[name].data_validations.dataValidation if rule.type == "list"]
        if len(lists) != 1 or lists[0].formula1 != DECISIONS:
            yield f"{name}: {[rule.formula1 for rule in lists]}"
    amounts = [row["Amount"] for row in table(book["Items"])[1]]
    if [f"{amount:.2f}" for amount in amounts] != [row["amount"] if "." in row["amount"] else row["amount"] + ".00"
                                                   for row in wanted if row["item"]]:
        yield f"amounts {amounts}"


def contracts_tell_how_they_were_found(bench):
    bench.run(str(bench.root / "tests/golden/contract-chain/in"), "-o", "xlsx=chain.xlsx", "-o", "ndjson=chain.ndjson")
    records = [json.loads(line) for line in (bench.folder / "chain.ndjson").read_text(encoding="utf-8").splitlines()]
    records = {record["id"]: record for record in records if record["type"] == "record"}
    _, rows = table(openpyxl.load_workbook(bench.folder / "chain.xlsx")["Contracts"])
    seen = set()
    for row in rows:
        record = records[row["Record"]]
        element = next((one for one in record["elements"] if one["element"] == row["Element"]), {})
        want = ("; ".join(record.get("quotations", [])) or None, element.get("contract"), element.get("through"))
        got = (row["Quotations named"], row["Contract read"], row["Found through"])
        if got != want:
            yield f"{row['Record']} {row['Element']}: {got}, not {want}"
        seen.add(bool(want[0]))
        seen.add(want[2])
    if not {True, "contract HT-1, amended by HT-1-2"} <= seen:
        yield f"{seen}"


def chinese(bench):
    """The same cells under Chinese words, and what the engine and the packs say and name in Chinese."""
    for lang in ("en", "zh"):
        bench.run(bench.night(), "--lang", lang, "-o", f"xlsx={lang}.xlsx", "-o", "ndjson=night.ndjson")
    english, book = (openpyxl.load_workbook(bench.folder / f"{lang}.xlsx") for lang in ("en", "zh"))
    if book.sheetnames != ["概况", "采购明细", "合同与单据", "供应商", "无法判定", "被拒绝", "规则包"]:
        yield f"{book.sheetnames}"
    for ours, theirs in zip(book, english):
        if ours.dimensions != theirs.dimensions:
            yield f"{ours.title}: {ours.dimensions}, not {theirs.dimensions}"
        latin = [cell.value for cell in ours[1] if cell.value and cell.value.isascii() and cell.value != "SHA-256"]
        if latin:
            yield f"{ours.title}: {latin}"
    for name, where in (("采购明细", "M2"), ("合同与单据", "O2")):
        lists = [rule for rule in book[name].data_validations.dataValidation if rule.type == "list"]
        if len(lists) != 1 or lists[0].formula1 != DECISIONS_ZH or where not in lists[0].sqref:
            yield f"{name}: {[(rule.formula1, str(rule.sqref)) for rule in lists]}"
    row = table(book["采购明细"])[1][0]
    if [row[title] for title in ("严重程度", "目录类别", "把握程度", "规模")] != ["中", "高性能计算机和服务器", "确定", "达到"]:
        yield f"{row}"
    kinds = {(row["种类"], row["规则"]) for row in table(book["合同与单据"])[1]}
    if ("订单", "未注明合同") not in kinds or any(value.isascii() for pair in kinds for value in pair):
        yield f"{kinds}"
    run = [json.loads(line) for line in (bench.folder / "night.ndjson").read_text(encoding="utf-8").splitlines()]
    cells = [str(cell) for sheet in book for cells in sheet.iter_rows(values_only=True) for cell in cells if cell is not None]
    for text in sorted({text for text in said_of(run) if text and " " in text and any(text in cell for cell in cells)}):
        yield f"said in English: {text}"
    supplier = table(book["供应商"])[1][0]
    for title in ("各类别命中", "合同及其条款", "得分计算"):
        if not re.search("[\u4e00-\u9fff]", supplier[title] or "") or re.search("[a-z]{3,} [a-z]{3,}", supplier[title]):
            yield f"{title}: {supplier[title]}"


def cells(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield sheet.title, cell


def hostile_text_stays_text(bench, payloads):
    raw = [payload.encode("utf-8", "surrogatepass") for payload in PAYLOADS]
    lines = "".join(payload.hex() + "\n" for payload in raw).encode()
    result = subprocess.run([payloads, "xlsx"], input=lines, capture_output=True, check=False)
    if result.returncode:
        yield result.stderr.decode()
        return
    with zipfile.ZipFile(io.BytesIO(result.stdout)) as archive:
        for name in archive.namelist():
            xml.etree.ElementTree.fromstring(archive.read(name))
    book = openpyxl.load_workbook(io.BytesIO(result.stdout))
    seen = set()
    for title, cell in cells(book):
        where = f"{title}!{cell.coordinate}"
        if cell.data_type == "f":
            yield f"{where}: a formula"
        if isinstance(cell.value, str):
            seen.add(cell.value)
            if cell.value.startswith(FORMULA):
                yield f"{where}: {cell.value[:40]!r}"
            if len(cell.value.encode("utf-16-le")) > 2 * 32767:
                yield f"{where}: {len(cell.value)} characters"
            if any(ord(c) < 32 or c in "\u202e\u2028\ufeff" for c in cell.value):
                yield f"{where}: a control in {cell.value[:40]!r}"
    for want in ("plain", "'=cmd|'/c calc'!A1", "'+1+1", "'-2+3", "'@SUM(1)", "\\t=1", "'\uff1d1+1", "''=1", "<script>alert(1)</script>",
                 "核心路由器（主用）", "\\u202eevil\\u202c", "_x005F_x000D_", "长" * 3000):
        if want not in seen:
            yield f"{want[:60]!r} is not there"
    if not any(value.startswith("A" * 30000) and "more characters: see the ndjson report)" in value for value in seen):
        yield "what was cut from a long text is not told"


def a_full_sheet_says_so(payloads):
    """With room for 5 rows a sheet: the head, three findings, and a row that says what is missing."""
    lines = b"".join(b"%x\n" % (0x61616100 + i) for i in range(10))
    result = subprocess.run([payloads, "xlsx", "5"], input=lines, capture_output=True, check=False)
    book = openpyxl.load_workbook(io.BytesIO(result.stdout))
    for name, missing in (("Items", 7), ("Contracts", 17), ("Rejected", 7)):
        rows = list(book[name].iter_rows(values_only=True))
        told = f"{missing} more rows have no place in a sheet of 5 rows: they are in the ndjson, json, csv and xml reports of this run"
        if len(rows) != 5 or rows[4][0] != told or not rows[3][0]:
            yield f"{name}: {rows[-1]}"
        if not (book[name].auto_filter.ref or "").endswith("4"):
            yield f"{name}: the filter takes in {book[name].auto_filter.ref}"
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    if summary.get("Rows for which Excel has no place") != 7 + 17 + 7 + 7:
        yield f"{summary}"
    if b"warning: the workbook lacks 38 rows: Excel takes 5 rows a sheet (limit:xlsx)" not in result.stderr:
        yield result.stderr.decode()


def many_rows_are_all_there(payloads):
    """More than waits in memory for its turn."""
    lines = b"".join(b"%x\n" % (0x6161616100000000 + (i << 8) + 0x61) for i in range(3000))
    result = subprocess.run([payloads, "xlsx"], input=lines, capture_output=True, check=False)
    with zipfile.ZipFile(io.BytesIO(result.stdout)) as archive:
        if archive.testzip() or archive.getinfo("xl/worksheets/sheet2.xml").file_size < 10 * 65536:
            yield f"{archive.testzip()}, {archive.getinfo('xl/worksheets/sheet2.xml').file_size} bytes"
    book = openpyxl.load_workbook(io.BytesIO(result.stdout), read_only=True)
    for name, rows in (("Items", 3001), ("Contracts", 6001), ("Rejected", 3001)):
        if book[name].max_row != rows or sum(1 for _ in book[name].iter_rows()) != rows:
            yield f"{name}: {book[name].dimensions}, not {rows} rows"


def a_text_that_recurs_stands_once(bench):
    """The part for shared texts says how many there are and how many cells have one; prose and names are kept apart."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(bench.folder / "night.xlsx") as archive:
        texts = xml.etree.ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        sheets = [xml.etree.ElementTree.fromstring(archive.read(name)) for name in archive.namelist() if "/sheet" in name]
    said = ["".join(text.itertext()) for text in texts]
    cells_of = [cell for sheet in sheets for cell in sheet.iter(space + "c")]
    numbers = [int(cell.findtext(space + "v")) for cell in cells_of if cell.get("t") == "s"]
    own = [cell.findtext(f"{space}is/{space}t") for cell in cells_of if cell.get("t") == "inlineStr"]
    if max(said.count(text) for text in said) > 2 or int(texts.get("uniqueCount")) != len(said) or int(texts.get("count")) != len(numbers):
        yield f"{texts.attrib}: {len(said)} texts, {len(set(said))} of them different, in {len(numbers)} cells"
    if sorted(set(numbers)) != list(range(len(said))) or len(numbers) < 1.5 * len(said):
        yield f"{len(numbers)} cells have {len(set(numbers))} texts of {len(said)}"
    fingerprints = [text for text in own if re.fullmatch("[0-9a-f]{64}", text)]
    if not fingerprints or set(fingerprints) & set(said):
        yield f"{len(fingerprints)} fingerprints, of which {len(set(fingerprints) & set(said))} are shared"


def numbers_keep_their_digits(bench):
    lines = [("1", "0.10"), ("2", "123456789012.345"), ("3", "1234567890123456.78"), ("4", "-5.00"), ("5", "999999999999.99")]
    items = "".join(f'<item line="{line}" name="Core router" amount="{amount}"/>' for line, amount in lines)
    bench.write("sums.xml", f'<records xmlns="urn:procscreen:record:1"><record kind="order" id="=PO" date="2026-11-02" currency="CNY">'
                            f'<supplier name="-2"/>{items}</record></records>')
    bench.run("sums.xml", "-o", "xlsx=sums.xlsx")
    book = openpyxl.load_workbook(bench.folder / "sums.xlsx")
    _, rows = table(book["Items"])
    got = {row["Line"]: row["Amount"] for row in rows}
    if got != {"1": 0.1, "2": 123456789012.345, "3": "1234567890123456.78", "4": -5, "5": 999999999999.99}:
        yield f"{got}"
    if rows[0]["Date"] != datetime.datetime(2026, 11, 2) or rows[0]["Record"] != "'=PO" or rows[0]["Supplier"] != "'-2":
        yield f"{rows[0]}"


def equal_input_gives_equal_bytes(bench):
    for name, zone in (("a", "Asia/Shanghai"), ("b", "America/New_York")):
        bench.run(bench.night(), "-o", f"xlsx={name}.xlsx", environment=[("TZ", zone)])
    if (bench.folder / "a.xlsx").read_bytes() != (bench.folder / "b.xlsx").read_bytes():
        yield "two runs gave two workbooks"
    piped = bench.run(bench.night(), "-o", "xlsx")
    if piped.stdout != (bench.folder / "a.xlsx").read_bytes():
        yield "standard output differs from a file"


def a_full_disk_is_an_error(bench):
    """With every limit on the size of a file, either the whole workbook comes out or exit status 4 and none of it."""
    whole = (bench.folder / "a.xlsx").read_bytes()
    sheets = [entry.file_size for entry in zipfile.ZipFile(io.BytesIO(whole)).infolist()]
    limits = {1 << 24, 1, 4096, len(whole) - 1, len(whole)} | {size + more for size in sheets for more in (-4096, -1000, -1, 0) if size + more > 0}
    failed = 0

    def limit_to(size):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    for size in sorted(limits):
        name = bench.folder / "limited.xlsx"
        name.unlink(missing_ok=True)
        result = bench.run(bench.night(), "-o", f"xlsx={name}", preexec_fn=lambda size=size: limit_to(size))
        if result.returncode == 4 and not name.exists():
            failed += 1
            if b"cannot" not in result.stderr:
                yield f"{size} bytes: {result.stderr.decode()}"
        elif result.returncode not in RAN or name.read_bytes() != whole:
            yield f"{size} bytes: exit {result.returncode}, {name.exists() and name.stat().st_size} of {len(whole)} bytes"
    if not 3 < failed < len(limits):
        yield f"{failed} of {len(limits)} limits failed"


def terminal():
    """Both ends of one; None where the system gives none, as in a chroot without /dev/pts."""
    try:
        return pty.openpty()
    except OSError:
        return None


def a_terminal_gets_none(bench, ends):
    ours, theirs = ends
    result = subprocess.run([bench.program, "screen", bench.night(), "-o", "xlsx"], stdout=theirs, stderr=subprocess.PIPE, check=False,
                            env={**os.environ, "PROCSCREEN_DATA": str(bench.root)}, timeout=60)
    os.close(theirs)
    os.close(ours)
    if result.returncode != 2 or b"write xlsx=FILE" not in result.stderr:
        yield f"exit {result.returncode}: {result.stderr.decode()}"


def libreoffice_to_csv(bench, name):
    """Each sheet of a workbook as csv/NAME-SHEET.csv."""
    office = shutil.which("soffice")
    if not office:
        raise FileNotFoundError("LibreOffice is not installed: apt-get install libreoffice-calc")
    return subprocess.run([office, "--headless", f"-env:UserInstallation=file://{bench.folder}/office", "--convert-to", TO_CSV,
                           "--outdir", str(bench.folder / "csv"), f"{name}.xlsx"], cwd=bench.folder, capture_output=True,
                          env={**os.environ, "HOME": str(bench.folder)}, check=False, timeout=240)


def libreoffice_reads_the_same(bench):
    result = libreoffice_to_csv(bench, "night")
    book = openpyxl.load_workbook(bench.folder / "night.xlsx")
    for name in SHEETS[1:]:
        path = bench.folder / "csv" / f"night-{name}.csv"
        if not path.exists():
            yield f"{name}: {result.stderr.decode()}{result.stdout.decode()}"
            continue
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        wanted = list(book[name].iter_rows(values_only=True))
        if len(rows) != len(wanted):
            yield f"{name}: {len(rows)} rows, {len(wanted)} wanted"
        for row, want in zip(rows, wanted):
            for got, value in zip(row, want):
                shown = (f"{value:%Y-%m-%d}" if isinstance(value, datetime.datetime) else got if isinstance(value, float) else
                         "" if value is None else got.replace(",", "").removesuffix(".00") if isinstance(value, int) else value)
                if isinstance(value, int) and shown != str(value):
                    yield f"{name}: {got} is {value}"
                elif isinstance(value, float) and float(got.replace(",", "")) != value:
                    yield f"{name}: {got} is {value}"
                elif not isinstance(value, (int, float)) and got != shown:
                    yield f"{name}: {got!r} is {shown!r}"


def main(program, root, payloads):
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="procscreen-workbook-") as folder:
        bench = Bench(str(pathlib.Path(program).resolve()), pathlib.Path(root).resolve(), folder)
        tap.check("every finding has its row, its columns to fill in, real days and numbers", list(the_night_is_there(bench))[:20])
        tap.check("a contract tells how it was found", list(contracts_tell_how_they_were_found(bench))[:20])
        tap.check("a Chinese workbook is Chinese", list(chinese(bench))[:20])
        tap.check("hostile text stays text", list(hostile_text_stays_text(bench, payloads))[:20])
        tap.check("a sheet that is full says so", list(a_full_sheet_says_so(payloads)))
        tap.check("many rows are all there", list(many_rows_are_all_there(payloads)))
        tap.check("a text that recurs stands once", list(a_text_that_recurs_stands_once(bench)))
        tap.check("numbers keep their digits", list(numbers_keep_their_digits(bench))[:20])
        tap.check("equal input gives equal bytes", list(equal_input_gives_equal_bytes(bench)))
        tap.check("a disk that is full is an error", list(a_full_disk_is_an_error(bench))[:20])
        ends = terminal()
        if ends:
            tap.check("a terminal gets none", list(a_terminal_gets_none(bench, ends)))
        else:
            tap.skip("a terminal gets none", "the system has no terminal to give")
        try:
            tap.check("LibreOffice reads the same", list(libreoffice_reads_the_same(bench))[:20])
        except FileNotFoundError as error:
            tap.check("LibreOffice reads the same", [f"{error}"])
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
