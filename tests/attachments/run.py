"""Orders whose contract is attached, lies beside them or in a folder of contracts, as whole runs of the command.

    run.py PROCSCREEN ROOT

The documents are those of tests/documents/made, made by a real producer. Hostile ones are made here; what they cost is measured.

SPDX-License-Identifier: Apache-2.0
"""

import base64
import io
import json
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from tap import Tap

MEMORY_MOST = 64 << 20
ORDER = """<records xmlns="urn:procscreen:record:1"><record kind="order" id="%s" date="2026-05-01" currency="CNY">
<buyer name="甲公司"/><supplier name="乙公司"%s/>%s<item line="1" name="核心路由器" quantity="1" amount="100000"/></record></records>"""
CONTRACT = "第一条 乙方应当对在履行合同过程中知悉的甲方信息承担保密义务，不得泄露。\n"


class Runs:
    def __init__(self, program, root, folder):
        self.program, self.root, self.folder = os.path.abspath(program), pathlib.Path(root), pathlib.Path(folder)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("PROCSCREEN_", "MALLOC_PERTURB_"))}
        self.environment["PROCSCREEN_DATA"] = str(root)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def order(self, name, inside, supplier=""):
        return self.write(name, ORDER % (pathlib.Path(name).stem, supplier, inside))

    def command(self, *args):
        return [self.program, *map(str, args)]

    def screen(self, *args, cwd=None, stdin=None):
        """The records by their ids, in the order in which they came, and the process."""
        done = subprocess.run(self.command("screen", "-o", "ndjson", "--quiet", *args), capture_output=True, env=self.environment,
                              cwd=cwd, stdin=stdin, timeout=120)
        lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
        return {line["id"]: line for line in lines if line["type"] == "record"}, done

    def one(self, path, *args):
        """The only record, and its confidentiality clause."""
        records, done = self.screen(path, *args)
        if len(records) != 1:
            raise AssertionError(f"{done.returncode}: {done.stdout.decode()} {done.stderr.decode()}")
        record = next(iter(records.values()))
        return record, clause(record)


def clause(record, element="confidentiality"):
    return next((e for e in record["elements"] if e["element"] == element), None)


def embedded(name, content, more=""):
    return f'<attachment name="{name}" {more}>{base64.b64encode(content).decode()}</attachment>'


def expect(problems, got, want, what):
    if got != want:
        problems.append(f"{what}: {got!r} instead of {want!r}")


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(document, extra=()):
    types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
             'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
    return zipped([("[Content_Types].xml", types), ("word/document.xml", document), *extra])


def body(inside):
    return ('<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' + inside +
            "</w:body></w:document>")


def check_kinds(tap, runs):
    """One of each kind, embedded: the clause is found, and evidence names the file and the place in it."""
    made = runs.root / "tests/documents/made"
    places = {"contract.docx": "clause 2.1, paragraph 7", "contract.odt": "clause 2.1, paragraph 8",
              "contract.fodt": "clause 2.1, paragraph 8", "contract.rtf": "clause 2.1, paragraph 8",
              "contract.html": "clause 2.1, paragraph 7", "contract.pdf": "clause 2.1, line 8", "contract.txt": "clause 2.1, line 6",
              "contract.xml": "line 9", "terms.csv": "line 2", "nested.zip": "clause 2.1, paragraph 9"}
    for name, place in places.items():
        problems = []
        if name.endswith(".pdf") and not os.path.exists("/usr/bin/pdftotext"):
            tap.skip(f"embedded {name}", "pdftotext is not installed")
            continue
        record, found = runs.one(runs.order("kinds/order.xml", embedded(name, (made / name).read_bytes())))
        expect(problems, found["state"], "present", "state")
        for evidence in found["evidence"][:1]:
            expect(problems, evidence["field"], f"attachment {name}", "field")
            expect(problems, evidence["place"], place, "place")
            expect(problems, evidence["line"], 2, "line of the attachment in the record")
        role = "unknown" if name == "nested.zip" else "contract"
        expect(problems, [(a["state"], a["role"]) for a in record["attachments"]], [("read", role)], "attachment")
        tap.check(f"embedded {name}", problems)
    for name, content in {"terms.txt": CONTRACT.encode(),
                          "terms.xml": f"<terms><p>{CONTRACT}</p></terms>".encode(),
                          "gb.txt": ("合同条款\n" + CONTRACT).encode("gb18030"),
                          "terms.zip": zipped([("inner.zip", zipped([("a.txt", CONTRACT)]))])}.items():
        problems = []
        record, found = runs.one(runs.order("kinds/order.xml", embedded(name, content)))
        expect(problems, (found["state"], found["evidence"][0]["field"] if found["evidence"] else None),
               ("present", f"attachment {name}"), "clause")
        tap.check(f"embedded {name}", problems)


def check_unreadable(tap, runs):
    """What cannot be read leaves the clause open, and the reason names the file."""
    made = runs.root / "tests/documents/made"
    rows = {"locked.docx": "attachment-encrypted", "locked.odt": "attachment-encrypted", "contract.doc": "attachment-unsupported",
            "scan.pdf": "attachment-unsupported", "locked.pdf": "attachment-encrypted", "locked.zip": "attachment-encrypted"}
    for name, cause in rows.items():
        problems = []
        if name.endswith(".pdf") and not os.path.exists("/usr/bin/pdftotext"):
            tap.skip(f"unreadable {name}", "pdftotext is not installed")
            continue
        record, found = runs.one(runs.order("unreadable/order.xml", embedded(name, (made / name).read_bytes())))
        expect(problems, found["state"], "not-evaluable", "state")
        if not found["reason"].startswith((f"{cause}: {name}: ", f"{cause}: {name}/contract.docx: ")):
            problems.append(f"reason: {found['reason']}")
        expect(problems, record["attachments"][0]["state"], "not-read", "attachment")
        tap.check(f"unreadable {name}", problems)
    problems = []
    whole = base64.b64encode(CONTRACT.encode() * 20).decode()
    for name, text, words in [("cut.txt", whole[:-5], "may be cut off"), ("bent.txt", whole[:40] + "*" + whole[40:], "not base64")]:
        _, found = runs.one(runs.order("unreadable/order.xml", f'<attachment name="{name}">{text}</attachment>'))
        if not found["reason"].startswith(f"attachment-damaged: {name}: ") or words not in found["reason"]:
            problems.append(f"{name}: {found['reason']}")
    tap.check("base64 that is cut or bent", problems)


def check_roles(tap, runs):
    """What a contract has not is missing; what a drawing has not is not."""
    other = "本文件为设备交付与验收的一般说明，双方应当按照约定的时间与地点进行交接，并办理书面手续。" * 3
    long_terms = f'<text kind="terms">{"付款在验收后三十日内以电汇方式支付，逾期按日计收违约金。" * 20}</text>'
    png = b"\x89PNG\r\n\x1a\n" + bytes(64)
    rows = [
        ("a contract without the clause", embedded("采购合同.txt", other.encode()), "missing", "no sentence"),
        ("said by the format", embedded("a.txt", other.encode(), 'contract="yes"'), "missing", "no sentence"),
        ("a price list without the clause", embedded("价格表.txt", other.encode() * 30), "not-evaluable", "no-contract-text"),
        ("what may be a contract, and is short", embedded("a.txt", other.encode()), "not-evaluable", "no-contract-text"),
        ("a price list with the clause", embedded("价格表.txt", CONTRACT.encode()), "present", ""),
        ("a picture that may be a scan", embedded("scan0001.png", png), "not-evaluable", "attachment-unsupported: scan0001.png"),
        ("a drawing beside terms", long_terms + embedded("drawing.png", png), "missing", "no sentence"),
        ("a drawing and no text", embedded("drawing.png", png), "not-evaluable", "no-contract-text"),
        ("a picture beside terms", long_terms + embedded("scan0001.png", png), "not-evaluable", "attachment-unsupported"),
    ]
    for name, inside, state, reason in rows:
        problems = []
        _, found = runs.one(runs.order("roles/order.xml", inside))
        expect(problems, found["state"], state, "state")
        if reason and not found["reason"].startswith(reason):
            problems.append(f"reason: {found['reason']}")
        tap.check(name, problems)


def check_references(tap, runs):
    """A contract that is attached stands for the reference to it."""
    problems = []
    ht = '<contract ref="HT/2026-1"/><contract ref="FA-2"/>'
    text = CONTRACT.encode()
    rows = {
        "only": ('<contract ref="HT-1"/>' + embedded("合同.txt", text), "HT-1", ""),
        "named": (ht + embedded("HT_2026_1 signed.txt", text), "HT/2026-1", "contract-not-available: contract FA-2"),
        "told": (ht + embedded("a.txt", text, 'ref="FA-2" contract="yes"'), "FA-2", "contract-not-available: contract HT/2026-1"),
    }
    for name, (inside, contract, unavailable) in rows.items():
        record, found = runs.one(runs.order(f"references/{name}.xml", inside))
        expect(problems, record["attachments"][0].get("contract"), contract, name)
        expect(problems, found["state"], "present", name)
        reason = clause(record, "technical-support")["reason"]
        if unavailable and not reason.startswith(unavailable) or not unavailable and reason.startswith("contract-not-available"):
            problems.append(f"{name}: {reason}")
    tap.check("an attached contract is not looked for elsewhere", problems)


def check_files(tap, runs):
    """Files that records name: in their own folder or below, and nowhere else."""
    made = runs.root / "tests/documents/made"
    runs.write("files/night/annex/合同 1.docx", (made / "contract.docx").read_bytes())
    runs.write("files/secret/contract.txt", CONTRACT)
    os.symlink("../secret/contract.txt", runs.folder / "files/night/link.txt")
    os.symlink("../secret", runs.folder / "files/night/linked")
    os.mkfifo(runs.folder / "files/night/pipe.txt")
    inside = runs.folder / "files/secret/contract.txt"
    good = {"beside": "annex/合同 1.docx", "dotted": "./annex//合同 1.docx", "backslash": "annex\\合同 1.docx",
            "escaped": "annex/%E5%90%88%E5%90%8C%201.docx"}
    bad = {"up": ("../secret/contract.txt", "leads out"), "up2": ("annex/../../secret/contract.txt", "leads out"),
           "escaped-up": ("%2e%2e/secret/contract.txt", "no such file"), "absolute": (str(inside), "absolute"),
           "file": (f"file://{inside}", "absolute"), "drive": ("C:\\contract.txt", "absolute"), "link": ("link.txt", "link"),
           "linked": ("linked/contract.txt", "link"), "pipe": ("pipe.txt", "regular"), "folder": ("annex", "regular"),
           "missing": ("none.docx", "no such file"), "cid": ("cid:part1@mail", "mail"), "unc": ("\\\\host\\share\\c.txt", "another machine"),
           "https": ("https://localhost/contract.pdf", "nothing is fetched"), "ftp": ("ftp://localhost/c.txt", "nothing is fetched")}
    for name, uri in good.items():
        runs.order(f"files/night/{name}.xml", f'<attachment uri="{uri}" contract="yes"/>')
    for name, (uri, _) in bad.items():
        runs.order(f"files/night/{name}.xml", f'<attachment uri="{uri}"/>')
    records, done = runs.screen(runs.folder / "files/night", "-j", "2")
    problems = [f"{name}: {clause(records[name])}" for name in good if clause(records[name])["state"] != "present"]
    tap.check("files in the folder of the record", problems)
    problems = []
    for name, (uri, words) in bad.items():
        found = clause(records[name])
        if found["state"] != "not-evaluable" or not found["reason"].startswith("attachment-not-read: ") or words not in found["reason"]:
            problems.append(f"{name}: {found}")
    tap.check("nothing outside of it", problems)
    problems = []
    again, _ = runs.screen(".", "-j", "1", cwd=runs.folder / "files/night")
    for name in records:
        expect(problems, {**again[name], "source": ""}, {**records[name], "source": ""}, name)
    tap.check("the same from inside the folder, with one worker", problems)
    with open(runs.folder / "files/night/beside.xml", "rb") as order:
        records, _ = runs.screen("-", stdin=order, cwd=runs.folder / "files/night")
    found = clause(records["beside"])
    tap.check("standard input has no folder", [] if "without a folder" in found["reason"] else [found])


def check_beside(tap, runs):
    """Documents in the folders of an input are no inputs of their own: they belong to the records that name them."""
    made = runs.root / "tests/documents/made"
    chair = ('<records xmlns="urn:procscreen:record:1"><record kind="order" id="chair" date="2026-05-01"><attachment uri="chair.txt"/>'
             '<item line="1" name="办公椅"/></record></records>')
    runs.write("beside/0-contract.docx", (made / "contract.docx").read_bytes())
    runs.write("beside/annex/z.pdf", (made / "contract.pdf").read_bytes())
    runs.write("beside/chair.txt", CONTRACT)
    runs.write("beside/chair.xml", chair)
    runs.order("beside/order.xml", '<attachment uri="0-contract.docx"/><attachment uri="annex/z.pdf"/>')
    for jobs in ("1", "3"):
        problems = []
        records, done = runs.screen(runs.folder / "beside", "-j", jobs)
        lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
        expect(problems, [line for line in lines if line["type"] == "rejected"], [], "rejected")
        expect(problems, [lines[-1][f"files_{what}"] for what in ("given", "ok", "failed")], [5, 5, 0], "files")
        expect(problems, clause(records["order"])["state"], "present", "state")
        tap.check(f"documents beside the records that name them, {jobs} workers", problems)
    runs.write("beside/1-stranger.rtf", (made / "contract.rtf").read_bytes())
    records, done = runs.screen(runs.folder / "beside")
    rejected = [line for line in map(json.loads, done.stdout.decode().splitlines()) if line["type"] == "rejected"]
    problems = []
    expect(problems, [pathlib.Path(line["source"]).name for line in rejected], ["1-stranger.rtf"], "rejected")
    expect(problems, done.returncode, 3, "exit status")
    records, done = runs.screen(runs.folder / "beside/0-contract.docx")
    expect(problems, (records, done.returncode), ({}, 3), "a document that is an input itself")
    tap.check("a document that no record names is rejected", problems)


def check_no_network(tap, runs):
    """A server that is named is never called."""
    problems = []
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        for uri in [f"http://127.0.0.1:{port}/contract.txt", f"//127.0.0.1:{port}/contract.txt", f"127.0.0.1:{port}/contract.txt"]:
            runs.one(runs.order("network/order.xml", f'<attachment uri="{uri}"/>'))
            page = f'<html><body><img src="{uri}"/><link rel="stylesheet" href="{uri}"/><p>{CONTRACT}</p></body></html>'
            runs.one(runs.order("network/order.xml", embedded("terms.html", page.encode())))
        try:
            calls.append(server.accept())
        except TimeoutError:
            pass
    tap.check("a remote file is never fetched", [f"called: {call[1]}" for call in calls] + problems)


def check_contracts(tap, runs):
    """A folder of contracts: by id, by the index, by file name; mixed with contracts of the run, whatever the workers."""
    made = runs.root / "tests/documents/made"
    folder = runs.folder / "by-id/contracts"
    runs.write("by-id/contracts/HT-2024_001.docx", (made / "contract.docx").read_bytes())
    runs.write("by-id/contracts/frames/a.odt", (made / "contract.odt").read_bytes())
    runs.write("by-id/contracts/locked.docx", (made / "locked.docx").read_bytes())
    runs.write("by-id/contracts/other.txt", CONTRACT)
    runs.write("by-id/contracts/contracts.csv", '\ufeffcontract id,file,supplier id\r\n"FA-7",frames/a.odt,\r\nLK-1,locked.docx,\r\n'
               'SU-1,other.txt,914403001922038216\r\n')
    orders = {"a-id": '<contract ref="HT/2024-001"/>', "b-index": '<contract ref="fa-7"/>', "c-locked": '<contract ref="LK-1"/>',
              "d-none": '<contract ref="ZZ-1"/>', "e-two": '<contract ref="ZZ-1"/><contract ref="FA-7"/>',
              "f-name": '<attachment uri="https://dms/x/Other.txt?v=2"/>', "g-again": '<contract ref="HT/2024-001"/>'}
    for name, inside in orders.items():
        runs.order(f"by-id/night/{name}.xml", inside)
    runs.order("by-id/night/h-supplier.xml", '<contract ref="SU-1"/>', ' id="914403001922038216"')
    runs.order("by-id/night/i-other.xml", '<contract ref="SU-1"/>', ' id="91330100799655058B"')
    records, done = runs.screen(runs.folder / "by-id/night", "--contracts", folder, "-j", "1")
    problems = []
    states = {name: clause(record)["state"] for name, record in records.items()}
    expect(problems, states, {"a-id": "present", "b-index": "present", "c-locked": "not-evaluable", "d-none": "not-evaluable",
                              "e-two": "present", "f-name": "present", "g-again": "present", "h-supplier": "present",
                              "i-other": "not-evaluable"}, "states")
    expect(problems, clause(records["a-id"])["contract"], f"HT/2024-001 ({folder}/HT-2024_001.docx)", "the file")
    for name, words in {"c-locked": "attachment-encrypted: ", "d-none": "contract-not-available: contract ZZ-1 is neither"}.items():
        if not clause(records[name])["reason"].startswith(words):
            problems.append(f"{name}: {clause(records[name])['reason']}")
    expect(problems, list(records), ["f-name", "a-id", "b-index", "c-locked", "d-none", "e-two", "g-again", "h-supplier", "i-other"],
           "the order: what a contract or an amendment may still say something of comes last")
    tap.check("a folder of contracts", problems)
    alone = done.stdout
    for jobs in ("2", "5"):
        _, done = runs.screen(runs.folder / "by-id/night", "--contracts", folder, "-j", jobs)
        tap.check(f"the same with {jobs} workers", [] if done.stdout == alone else ["the output differs"])
    rows = [("a,b\nx,y\n", ":1: unknown column"), ("contract id\nx\n", ":1: the columns"), ("contract id,file\nx\n", ":2: the row has not"),
            ("contract id,file\n,a.txt\n", ":2: the row has no contract id"), ("contract id,file\n\nx,none.docx\n", ":3: the folder has no such"),
            ("contract id,file\nx,../a.txt\n", ":2: it leads out"), ('contract id,file\n"x,a.txt\n', ":2: a quotation mark"),
            (b"contract id,file\n\xb2\xe2,a.txt\n", ":1: the index is not UTF-8")]
    problems = []
    runs.write("index/a.txt", CONTRACT)
    for content, words in rows:
        index = runs.write("index/contracts.csv", content)
        _, done = runs.screen(runs.folder / "by-id/night", "--contracts", runs.folder / "index")
        if done.returncode != 2 or f"{index}{words}" not in done.stderr.decode():
            problems.append(f"{content!r}: {done.returncode} {done.stderr.decode()}")
    _, done = runs.screen(runs.folder / "by-id/night", "--contracts", runs.folder / "nothing")
    if done.returncode != 2 or "No such file" not in done.stderr.decode():
        problems.append(f"no folder: {done.returncode} {done.stderr.decode()}")
    tap.check("what is wrong with the folder is told with its line", problems)


def check_explained(tap, runs):
    """What explain says of a clause is what screen says, whichever document settles it."""
    runs.write("explained/contracts/HT-1.txt", CONTRACT)
    purchase = ('<record kind="order" id="%s" date="2026-05-01"><buyer name="甲公司"/><supplier name="乙公司"/><contract ref="%s"/>'
                '<item line="1" name="核心路由器" amount="100000"/></record>')
    contract = ('<record kind="contract" id="HT-2" date="2026-01-05"><supplier name="乙公司"/><text kind="clause">%s</text></record>'
                % CONTRACT)
    runs.write("explained/night/a.xml", '<records xmlns="urn:procscreen:record:1">' + purchase % ("of-folder", "HT-1") +
               purchase % ("of-run", "HT-2") + purchase % ("of-none", "HT-3") + "</records>")
    runs.write("explained/night/b.xml", f'<records xmlns="urn:procscreen:record:1">{contract}</records>')
    runs.write("explained/night/annex/contract.docx", (runs.root / "tests/documents/made/contract.docx").read_bytes())
    runs.order("explained/night/c.xml", '<attachment uri="annex/contract.docx" contract="yes"/>')
    night, contracts = runs.folder / "explained/night", runs.folder / "explained/contracts"
    records, _ = runs.screen(night, "--contracts", contracts)
    problems = [] if clause(records["of-folder"])["state"] == clause(records["of-run"])["state"] == "present" else [records]
    for name, record in records.items():
        done = subprocess.run(runs.command("explain", night, name, "--contracts", contracts), capture_output=True, env=runs.environment,
                              timeout=120)
        said = dict(re.findall(r"\n  clause (\S+) - [^:]*?:\s+([a-z-]+)\n", done.stdout.decode()))
        expect(problems, said, {e["element"]: e["state"] for e in record["elements"]}, name)
        expect(problems, (done.returncode, done.stderr), (0, b""), f"{name}, status and messages")
    tap.check("explain judges with the same contracts", problems)
    done = subprocess.run(runs.command("dossier", night, "c", "--contracts", contracts), capture_output=True, env=runs.environment, timeout=120)
    tap.check("documents beside the records are no inputs of a dossier",
              [] if (done.returncode, done.stderr) == (0, b"") and b"keep all information" in done.stdout else [done.stderr.decode()])
    done = subprocess.run(runs.command("explain", "-", "1", "1"), input=(night / "a.xml").read_bytes(), capture_output=True,
                          env=runs.environment, timeout=120)
    tap.check("explain reads standard input twice", [] if done.stdout.count("核心路由器".encode()) >= 2 else [done.stderr.decode()])


def check_stretches(tap, runs):
    """Records of one large file, read by several workers: attachments, contracts, and what only looks like a record."""
    record = ('<record kind="order" id="PO-%d" date="2026-05-01" currency="CNY"><buyer name="甲公司"/><supplier name="乙公司"/>%s'
              '<item line="1" name="核心路由器" quantity="1" amount="100000"/></record>\n')
    links = ['<contract ref="HT-%d"/>', '<attachment uri="terms-%d.txt" contract="yes"/>', '<attachment uri="note-%d.txt"/>',
             '<contract ref="HT-%d"/><contract ref="NO-1"/>', "", '<attachment uri="gone-%d.txt" contract="yes"/>']
    parts = [record % (i, link % (i % 7) if "%" in (link := links[i % len(links)]) else link) for i in range(120)]
    for i in range(0, 120, 9):
        hidden = record % (i, '<attachment uri="hidden-%d.txt" contract="yes"/><contract ref="HT-9"/>' % i)
        parts[i] += f"<!-- {hidden * 3} -->\n"
        runs.write(f"stretches/night/hidden-{i}.txt", CONTRACT)
    for i in range(7):
        runs.write(f"stretches/night/terms-{i}.txt", CONTRACT)
        runs.write(f"stretches/night/note-{i}.txt", CONTRACT)
    for i in range(10):
        runs.write(f"stretches/contracts/HT-{i}.txt", CONTRACT * (i + 1))
    runs.write("stretches/night/orders.xml", '<records xmlns="urn:procscreen:record:1">\n' + "".join(parts) + "</records>\n")
    night, contracts = runs.folder / "stretches/night", runs.folder / "stretches/contracts"
    for args in ([night], [night, "--contracts", contracts], [night / "orders.xml", "--contracts", contracts]):
        found, whole = runs.screen(*args, "-j", "1")
        problems = [] if len(found) == 120 else [f"{len(found)} records"]
        for size in (64, 500, 3000, 20000):
            _, done = runs.screen(*args, "-j", "4", "--limit", f"stretch-bytes={size}")
            if (done.stdout, done.stderr, done.returncode) != (whole.stdout, whole.stderr, whole.returncode):
                problems.append(f"the output differs in stretches of {size} bytes")
        tap.check(f"in stretches: {' '.join(str(a).removeprefix(str(runs.folder)) for a in args)}", problems)


def peak_of(command, environment):
    """Exit status, output, and the most memory of any process of the command; 0 under a sanitizer."""
    peaks = {}
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=environment)
        while child.poll() is None:
            for pid in [child.pid, *children(child.pid)]:
                peaks[pid] = max(peaks.get(pid, 0), peak(pid))
            time.sleep(0.001)
        out.seek(0)
        return child.returncode, out.read().decode(), max(peaks.values())


def children(pid):
    try:
        return [int(word) for word in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def peak(pid):
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def check_hostile(tap, runs):
    """Bombs end in a named limit or as damaged, within the memory of any other night."""
    nested = zipped([("a.txt", CONTRACT)])
    for _ in range(6):
        nested = zipped([("a.zip", nested), ("b.zip", nested)])
    styles = "".join(f'<w:style w:styleId="s{i}"><w:basedOn w:val="s{i + 1}"/></w:style>' for i in range(60000))
    entity = f'<!DOCTYPE w:document [<!ENTITY a "{"a" * 50000}">]>' + body("<w:p><w:r><w:t>" + "&a;" * 50000 + "</w:t></w:r></w:p>")
    clause_text = "<w:p><w:r><w:t>The supplier may keep all information confidential unless agreed otherwise.</w:t></w:r></w:p>"
    noise = random.Random(20261125).randbytes(30 << 20)
    rows = {
        "bomb.zip": (zipped([("a.txt", bytes(300 << 20))]), "limit:attachment-"),
        "nested.zip": (nested, "limit:attachment-depth: "),
        "many.zip": (zipped([(f"{i}.txt", CONTRACT) for i in range(3000)]), "limit:attachment-members: "),
        "quadratic.docx": (docx(entity), "attachment-damaged: "),
        "styles.docx": (docx(body(clause_text), [("word/styles.xml", '<w:styles xmlns:w="http://schemas.openxmlformats.org/'
                                                  f'wordprocessingml/2006/main">{styles}</w:styles>')]), ""),
        "long.docx": (docx(body(clause_text * 100000)), "limit:attachment-"),
        "deep.docx": (docx(body("<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300)), "limit:depth: "),
        "long.txt": (CONTRACT.encode() * 60000, "limit:attachment-text: "),
        "full.txt": (b"8.1 The supplier may keep information confidential (a) unless agreed.\n" * 29000, ""),
        "large.bin": (noise, "limit:attachment-bytes: "),
        "noise.pdf": (b"%PDF-1.4\n" + noise[:15 << 20], "attachment-"),
    }
    for name, (content, reason) in rows.items():
        problems = []
        path = runs.order("hostile/order.xml", embedded(name, content, 'contract="yes"'))
        status, output, memory = peak_of(runs.command("screen", "-j", "1", "-o", "ndjson", "--quiet", path), runs.environment)
        record = next((r for r in map(json.loads, output.splitlines()) if r["type"] == "record"), None)
        if record is None:
            problems.append(f"no record, status {status}: {output}")
        else:
            found = clause(record)
            if reason and (found["state"] != "not-evaluable" or not found["reason"].startswith(reason) or name not in found["reason"]):
                problems.append(f"{found['state']}: {found['reason']}")
        if memory > MEMORY_MOST and not is_sanitized(runs):
            problems.append(f"{memory >> 10} KiB")
        tap.check(f"hostile {name}", problems)


def is_sanitized(runs):
    if not hasattr(runs, "sanitized"):
        maps = pathlib.Path(os.path.realpath(runs.program)).read_bytes()
        runs.sanitized = b"__asan" in maps
    return runs.sanitized


def main(program, root):
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(program, root, folder)
        for check in (check_kinds, check_unreadable, check_roles, check_references, check_files, check_beside, check_no_network, check_contracts,
                      check_explained, check_stretches, check_hostile):
            check(tap, runs)
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
