"""Packed inputs and archives: they give what a folder of their files gives, lose no more than what is damaged, say everything
that they lose, and bombs end in a named limit in little memory.

    containers_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import gzip
import io
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

# Runs a command and tells the memory of its largest process; in a process of its own, because a child begins with ours.
MEASURE = """import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(status)"""
MEMORY_MOST = 64 * 1024  # KiB, of the largest process
HEAD = b'<?xml version="1.0"?>\n'


class Run:
    def __init__(self, process):
        self.status = process.returncode
        rows = [json.loads(line) for line in process.stdout.splitlines()]
        self.records = [row for row in rows if row["type"] == "record"]
        self.rejected = [row for row in rows if row["type"] == "rejected"]
        self.summary = rows[-1] if rows else {}
        self.causes = [(row["source"], row["cause"]) for row in self.rejected]
        self.memory = int(process.stderr.split()[-1]) if process.stderr else 0  # KiB

    def said(self, prefix, suffix=".xml"):
        """Records and rejections with the names of their files as in the folder."""
        return [json.dumps(row).replace(prefix, "").replace(suffix, ".xml") for row in self.records + self.rejected]


class Bench:
    def __init__(self, program, root, folder):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = pathlib.Path(folder)
        self.night = pathlib.Path(root) / "tests" / "samples" / "night"
        self.files = {f"night/{path.name}": path.read_bytes() for path in sorted(self.night.glob("*.xml"))}
        self.good = {name: text for name, text in self.files.items() if "broken" not in name}
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "MALLOC_PERTURB_") if name in os.environ}
        self.environment = {**kept, "LC_ALL": "C", "PROCSCREEN_DATA": str(root), "PROCSCREEN_TODAY": "2026-11-25"}

    def run(self, name, content, *options, by="file", measure=False):
        """Screens bytes as a file, as standard input that is a file, or through a pipe."""
        path = self.folder / name
        path.write_bytes(content)
        source = str(path) if by == "file" else "-"
        more = {"file": {"stdin": subprocess.DEVNULL}, "pipe": {"input": content}}.get(by)
        with open(path, "rb") as opened:
            more = more if more is not None else {"stdin": opened}
            command = [self.program, "screen", "-j1", "-q", "-o", "ndjson", source, *options]
            return Run(subprocess.run([sys.executable, "-c", MEASURE, *command] if measure else command, cwd=self.folder,
                                      env=self.environment, capture_output=True, timeout=300, check=False, **more))


def zip_of(files, method=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return made.getvalue()


def tar_of(files, form=tarfile.PAX_FORMAT):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return made.getvalue()


def zstd_of(content, *options):
    return subprocess.run(["zstd", "-q", "-c", *options], input=content, capture_output=True, check=True).stdout


def has_zstd():
    return shutil.which("zstd") is not None


def packed(files):
    yield "a.zip", zip_of(files)
    yield "stored.zip", zip_of(files, zipfile.ZIP_STORED)
    yield "pax.tar", tar_of(files)
    yield "gnu.tar", tar_of(files, tarfile.GNU_FORMAT)
    yield "ustar.tar", tar_of(files, tarfile.USTAR_FORMAT)
    yield "a.tar.gz", gzip.compress(tar_of(files), mtime=0)
    yield "in.zip", zip_of({"inner.zip": zip_of(files)})
    yield "gz.tar", tar_of({f"{name}.gz": gzip.compress(content, mtime=0) for name, content in files.items()})
    if has_zstd():
        yield "a.tar.zst", zstd_of(tar_of(files))


def same_as_folder(b):
    folder = Run(subprocess.run([b.program, "screen", "-j1", "-q", "-o", "ndjson", b.night], env=b.environment,
                                capture_output=True, check=False))
    want = folder.said(f"{b.night.parent}/")
    for name, content in packed(b.files):
        for by in ("file", "stdin", "pipe"):
            came = b.run(name, content, by=by)
            prefix = f"{b.folder / name}!" if by == "file" else "-!"
            prefix += "inner.zip!" if name == "in.zip" else ""
            if came.said(prefix, ".xml.gz" if name == "gz.tar" else ".xml") != want:
                yield f"{name} by {by}: gives something else than the folder: {came.causes}"
            if came.status != 3 or not came.summary.get("reconciles"):
                yield f"{name} by {by}: status {came.status}"


def names(b):
    order = b.files["night/01-order-control-room.xml"]
    cases = [("o.xml.gz", gzip.compress(order), "o.xml.gz"),
             ("a.zip", zip_of({"./订单/a b.xml": order}), "a.zip!订单/a b.xml"),
             ("raw.tar", tar_of({"\udcb6\udca9\x1b.xml": order}, tarfile.GNU_FORMAT), "raw.tar!\\xb6\\xa9\\x1b.xml"),
             ("up.zip", zip_of({"../../x.xml": order}), "up.zip!../../x.xml"),
             ("in.zip", zip_of({"b.tar": tar_of({"c.xml.gz": gzip.compress(order)})}), None),
             ("two.zip", zip_of({"b.tar.gz": gzip.compress(tar_of({"c.xml": order}))}), "two.zip!b.tar.gz!c.xml")]
    for name, content, want in cases:
        came = b.run(name, content)
        sources = [row["source"].removeprefix(f"{b.folder}/") for row in came.records]
        if want and sources != [want]:
            yield f"{name}: {sources} {came.causes}, not {want}"
        if not want and [cause for _, cause in came.causes] != ["limit:container-depth"]:
            yield f"{name}: three levels gave {came.causes}"
    came = b.run("deep.zip", cases[4][1], "--limit", "container-depth=3")
    if len(came.records) != 1:
        yield f"three levels are not read where they are allowed: {came.causes}"


def members(b):
    order = b.files["night/01-order-control-room.xml"]
    hidden = {"night/.DS_Store": b"x", "__MACOSX/._a.xml": b"x", ".git/a.xml": order, "folder/": b""}
    came = b.run("hidden.zip", zip_of({**hidden, "a.xml": order}))
    if came.rejected or len(came.records) != 1:
        yield f"hidden members: {came.causes}"
    for files in ({}, hidden):
        for allow, status in ((), 3), (("--allow-empty",), 0):
            came = b.run("empty.zip", zip_of(files), *allow)
            if [cause for _, cause in came.causes] != ["no-records"] or came.status != status:
                yield f"an archive without files: {came.causes}, status {came.status}, not {status}"
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, kind in ("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("tty", tarfile.CHRTYPE), ("pipe", tarfile.FIFOTYPE):
            member = tarfile.TarInfo(name)
            member.type = kind
            member.linkname = "/etc/passwd"
            archive.addfile(member)
    came = b.run("links.tar", made.getvalue())
    if [(source.rsplit("!")[-1], cause) for source, cause in came.causes] != \
            [(name, "unreadable-member") for name in ("link", "hard", "tty", "pipe")]:
        yield f"links and devices: {came.causes}"
    encrypted = bytearray(zip_of({"secret.xml": order, "b.xml": order}))
    for at, place in (encrypted.find(b"PK\3\4"), 6), (encrypted.find(b"PK\1\2"), 8):
        encrypted[at + place] |= 1
    for by in "file", "pipe":
        came = b.run("encrypted.zip", bytes(encrypted), by=by)
        if [cause for _, cause in came.causes] != ["unreadable-member"] or len(came.records) != 1:
            yield f"an encrypted member by {by}: {came.causes}, {len(came.records)} records"
    for method in zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2:
        came = b.run("method.zip", zip_of({"a.xml": order}, method))
        if [cause for _, cause in came.causes] != ["unreadable-member"]:
            yield f"method {method}: {came.causes}"
    came = b.run("text.zip", zip_of({"读我.txt": b"hello", "a.xml": order}))
    if [cause for _, cause in came.causes] != ["not-a-known-document"] or len(came.records) != 1:
        yield f"a member that is no XML: {came.causes}"


def cuts(b):
    """Whatever an archive is cut to, a loss is told, and no record comes that was not there."""
    files = dict(sorted(b.good.items(), key=lambda row: len(row[1]))[:3])
    whole = len(b.run("whole.zip", zip_of(files)).records)
    for name, content in packed(files):
        best = 0
        step = 100 if len(content) < 8000 else 300
        for size in range(100, len(content), step):
            came = b.run(name, content[:size], by="pipe" if size // step % 2 else "file")
            best = max(best, len(came.records))
            if not came.rejected or not came.summary.get("reconciles") or came.status not in (3,):
                yield f"{name} cut at {size}: {len(came.records)} records, {came.causes}, status {came.status}"
        if best > whole or (best < whole and not name.endswith(".zst")):
            yield f"{name}: at best {best} of {whole} records came out of one that was cut"


def damage(b):
    """A damaged member costs itself, and what follows it is read."""
    content = zip_of(b.good)
    whole = len(b.run("whole.zip", content).records)
    second = content.find(b"PK\3\4", 4)
    third = content.find(b"PK\3\4", second + 4)
    directory = content.find(b"PK\1\2")
    cases = [("data", (second + third) // 2, 0x10, 1), ("check sum", second + 14, 0xFF, 1), ("header", second, 0xFF, 1),
             ("directory", directory, 0xFF, 0)]
    for what, at, bits, lost in cases:
        bent = bytearray(content)
        bent[at] ^= bits
        came = b.run("bent.zip", bytes(bent))
        if bool(came.rejected) != bool(lost) or len(came.records) < whole - lost:
            yield f"damaged {what}: {len(came.records)} of {whole} records, {came.causes}"
    order = b.files["night/01-order-control-room.xml"]
    bent = bytearray(zip_of({"a.xml": order, "b.xml": order}, zipfile.ZIP_STORED))
    bent[bent.find(b"</") + 1] = ord("<")
    came = b.run("wrong-xml.zip", bytes(bent))
    if [cause for _, cause in came.causes] != ["ill-formed", "ill-formed", "damaged-archive"] or len(came.records) != 1:
        yield f"damage that looks like wrong XML: {came.causes}, {len(came.records)} records"
    wide = tar_of({"a.xml": "<a>".encode() + "网".encode() * 1000})
    for size in 2000, 2001, 2002:
        came = b.run("wide.tar", wide[:size])
        if {cause for _, cause in came.causes} != {"damaged-archive"}:
            yield f"cut within a character, at {size}: {came.causes}"
    good = gzip.compress(order, mtime=0)
    cases = [("check sum", good[:-8] + b"\0\0\0\0" + good[-4:]), ("length", good[:-1] + b"\7"), ("trailing bytes", good + b"more"),
             ("end", good[:-9]), ("second stream", good + b"\x1f\x8b\x08\x00more")]
    for what, bent in cases:
        came = b.run("bent.xml.gz", bent)
        if {cause for _, cause in came.causes} != {"damaged-archive"}:
            yield f"gzip, wrong {what}: {came.causes}"
    came = b.run("two.xml.gz", gzip.compress(order[:1000]) + gzip.compress(order[1000:]) + b"\0" * 100)
    if came.rejected or len(came.records) != 1:
        yield f"gzip in two streams, filled up with zeros: {came.causes}"
    came = b.run("twice.tar", tar_of(dict(list(b.good.items())[:1])) + tar_of(dict(list(b.good.items())[1:2])))
    if came.rejected or len(came.records) != 2:
        yield f"two tar archives in a row: {came.causes}, {len(came.records)} records"
    came = b.run("no-end.tar", tar_of({"a.xml": order}).rstrip(b"\0").ljust(512 * 20, b"\0")[:512 * (2 + len(order) // 512)])
    if [cause for _, cause in came.causes] != ["damaged-archive"] or len(came.records) != 1:
        yield f"a tar archive without its end mark: {came.causes}"


def record(length, fill):
    return HEAD + b"<records>" + fill * (length // len(fill)) + b"</records>"


def overlapping(count):
    """All members of the directory share the same bytes."""
    content = record(20000000, b"<a/>    ")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(content) + packer.flush()
    sizes = struct.pack("<III", zlib.crc32(content), len(body), len(content))
    first = b"PK\3\4" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", 5, 0) + b"a.xml" + body
    entry = b"PK\1\2" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes + struct.pack("<HHHHHII", 5, 0, 0, 0, 0, 0, 0) + b"a.xml"
    return first + entry * count + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(entry) * count, len(first), 0)


def long_directory(count):
    entry = b"PK\1\2" + struct.pack("<HHHHHHIIIHHHHHI", 20, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    directory = b"".join(entry + struct.pack("<I", i) for i in range(count))
    first = b"PK\3\4" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    return first + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, len(directory), len(first), 0)


def nested(depth, width, content):
    for level in range(depth):
        content = zip_of({f"{level}-{i}.zip": content for i in range(width)})
    return content


def bombs():
    blanks = record(300000000, b" " * 256)
    yield "ratio.gz", gzip.compress(blanks), "limit:container-ratio"
    yield "ratio.zip", zip_of({"a.xml": blanks}), "limit:container-ratio"
    yield "ratio.tar.gz", gzip.compress(tar_of({"a.xml": blanks})), "limit:container-ratio"
    yield "twice.gz", gzip.compress(gzip.compress(blanks)), "limit:container-ratio"
    yield "nested.zip", nested(10, 1, b"<a/>"), "limit:container-depth"
    yield "wide.zip", nested(5, 16, record(4000000, b"<a/>    ")), "limit:container-depth"
    yield "many.zip", zip_of({f"{i}.xml": b"<a/>" for i in range(100001)}), "limit:container-members"
    yield "overlapping.zip", overlapping(300), "limit:container-ratio"
    yield "directory.zip", long_directory(1000000), "damaged-archive"
    yield "name.tar", tar_of({"d/" * 5000000 + "a.xml": b"<a/>"}), "damaged-archive"
    if has_zstd():
        yield "ratio.zst", zstd_of(blanks), "limit:container-ratio"
        yield "window.zst", zstd_of(os.urandom(9000000), "--long=27"), "limit:zstd-window"


def bombs_end(b):
    small = ("small.gz", gzip.compress(record(10000000, b" " * 256)), "no-records")  # and repetitive is no bomb
    for name, content, cause in [*bombs(), small]:
        for by in "file", "pipe":
            came = b.run(name, content, by=by, measure=True)
            if cause not in [cause for _, cause in came.causes]:
                yield f"{name} by {by}: {came.causes[:3]}, not {cause}"
            if came.status != 3 or not came.summary.get("reconciles"):
                yield f"{name} by {by}: status {came.status}"
            if came.memory > MEMORY_MOST and not is_instrumented(b.program):
                yield f"{name} by {by}: {came.memory} KiB were used, more than {MEMORY_MOST}"


def is_instrumented(program):
    return b"libasan" in subprocess.run(["ldd", program], capture_output=True, check=False).stdout


def limits(b):
    order = b.files["night/01-order-control-room.xml"]
    three = {f"{i}.xml": order for i in range(3)}
    for option, cause, records in (("container-members=2", "limit:container-members", 2),
                                   (f"container-bytes={len(order) + 9}", "limit:container-bytes", 1)):
        for name, content in ("three.zip", zip_of(three)), ("three.tar", tar_of(three)):
            came = b.run(name, content, "--limit", option)
            if cause not in [cause for _, cause in came.causes] or len(came.records) != records:
                yield f"{name} with {option}: {came.causes}, {len(came.records)} records"


def empty(b):
    """An archive without a file is told as such, and taken where empty inputs are expected."""
    for name, content in packed({}):
        came = b.run(name, content)
        if [cause for _, cause in came.causes] != ["no-records"] or came.status != 3:
            yield f"{name}: {came.causes}, status {came.status}"
        if b.run(name, content, "--allow-empty").status != 0:
            yield f"{name} is not taken with --allow-empty"


def other_commands(b):
    content = zip_of(b.good)
    (b.folder / "b.xml.gz").write_bytes(gzip.compress(b.files["night/01-order-control-room.xml"]))
    (b.folder / "a.zip").write_bytes(content)
    for arguments, text in ((["coverage", "a.zip"], b"ubl-2: fields"), (["explain", "a.zip", "0000004127", "0"], b"a.zip!night/04-"),
                            (["coverage", "--suggest", "a.zip", "b.xml.gz"], b"guessed from 10 documents"),
                            (["coverage", "-"], b"ubl-2: fields"), (["explain", "-", "0000004127", "0"], b"-!night/04-")):
        came = subprocess.run([b.program, *arguments], cwd=b.folder, env=b.environment, input=content, capture_output=True, check=False)
        if came.returncode != 0 or text not in came.stdout:
            yield f"{' '.join(arguments)}: status {came.returncode}, {came.stderr[:200]}"


TESTS = [
    ("an archive gives what a folder of its files gives", same_as_folder),
    ("documents are named after what they lie in", names),
    ("members that are not read are told, but for hidden ones", members),
    ("nothing is lost without a word of an archive that is cut", cuts),
    ("a damaged member costs itself", damage),
    ("an archive that holds nothing says so", empty),
    ("limits on members and bytes", limits),
    ("coverage and explain read them too", other_commands),
    ("bombs end in a limit, in little memory", bombs_end),
]


def main(program, root):
    tap = Tap()
    for name, test in TESTS:
        with tempfile.TemporaryDirectory(prefix="procscreen-containers-") as folder:
            tap.check(name, list(test(Bench(program, root, folder))))
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
