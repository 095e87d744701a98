"""Documents as their producers write them, whole, cut, bent and hostile, and what must come out of them.

    run.py DUMP [--update]

made/NAME is a document (make.sh made it), expected/NAME.txt what DUMP prints of it. What hostile documents may cost
is measured: processor time, and memory of DUMP alone.

SPDX-License-Identifier: Apache-2.0
"""

import io
import os
import pathlib
import random
import struct
import sys
import tempfile
import warnings
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from tap import Tap

HERE = pathlib.Path(__file__).parent
# Without what meson sets so that all memory that is asked for is also written to.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "MALLOC_PERTURB_"}
MEMORY_MOST = 64 << 20
SECONDS_MOST = 20
# Room for what the documents here are about.
LARGER = ("attachment-bytes=25165824", "attachment-text=8388608")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
         'wordprocessingml.document.main+xml"/>%s</Types>')


class Outcome:
    def __init__(self, status, output, memory, seconds):
        self.status, self.output, self.memory, self.seconds = status, output, memory, seconds


def dump(program, path, *limits):
    """Run the program over one file; what it printed, and what it cost. Under a sanitizer it tells no memory."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.posix_spawn(program, [program, *LARGER, *limits, str(path)], ENVIRONMENT,
                               file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, err.fileno(), 2)])
        _, state, usage = os.wait4(child, 0)
        out.seek(0)
        err.seek(0)
        said = err.read().decode("utf-8", "replace").strip()
        return Outcome(os.waitstatus_to_exitcode(state), out.read().decode("utf-8", "replace") + ("" if said.isdigit() else said),
                       int(said) * 1024 if said.isdigit() else 0, usage.ru_utime + usage.ru_stime)


def zipped(members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore")  # a name that is there twice is meant
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body, extra=(), types=""):
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped([("[Content_Types].xml", TYPES % types), ("word/document.xml", document), *extra])


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def lied_size(data, size):
    """The directory says another size than what comes out."""
    data = bytearray(data)
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 24:at + 28] = struct.pack("<I", size)
        at += 4
    return bytes(data)


def locked_zip():
    """A zip whose member is marked as encrypted."""
    data = bytearray(zipped([("contract.txt", "The Supplier shall keep it secret.")]))
    data[6] |= 1
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def small_cases():
    """name, bytes, words that must be printed, words that must not."""
    made = HERE / "made"
    text = "The Supplier shall keep the data of the Buyer secret."
    chinese = "乙方应当对在履行合同过程中知悉的甲方信息承担保密义务，不得向任何第三方泄露。"
    yield "utf-8.txt", (text + "\n" + chinese).encode(), ["plain text: read", chinese], ["note"]
    yield "gb18030.txt", chinese.encode("gb18030"), ["taken to be GB18030", chinese], ["lost"]
    yield "big5.txt", "乙方應當對在履行合同過程中知悉的甲方資訊承擔保密義務。".encode("big5"), ["taken to be Big5", "承擔保密義務"], ["lost"]
    yield "latin.txt", "Le fournisseur s'engage à garder le secret, même après.".encode("cp1252"), ["windows-1252", "même"], ["lost"]
    yield "utf-16.txt", ("\ufeff" + text + chinese).encode("utf-16-le"), [chinese], ["note", "lost"]
    yield "utf-16-bare.txt", (text * 3).encode("utf-16-be"), ["UTF-16BE", text], ["lost"]
    yield "bad-bytes.txt", (chinese * 20).encode("gb18030") + b"\xff" + chinese.encode("gb18030"), ["read in part", "attachment-damaged"], []
    yield "noise.txt", random.Random(1).randbytes(3000).replace(b"\0", b"x").translate(bytes(byte | 0x80 for byte in range(256))), ["not read", "attachment-damaged"], []
    yield "table.csv", "条款,内容\n保密,不得泄露\n".encode(), ["条款,内容\n保密,不得泄露"], ["lost"]
    yield "name-lies.pdf", text.encode(), ["plain text: read", text], []
    yield "blank-form.txt", b"<Supplier> shall not disclose it.", ["plain text: read", "<Supplier> shall"], []
    yield "empty.txt", b"", ["attachment-unsupported: an empty file"], []
    yield "spaces.txt", b" \n \n", ["attachment-unsupported: a document without text"], []
    yield "picture.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, ["attachment-unsupported: a picture (PNG)"], []
    yield "unknown.bin", bytes(range(32)) * 20, ["attachment-unsupported: a file of an unknown kind"], []
    yield "clause.xml", "<c><h>保密</h><p>The <b>Supp</b>lier shall keep it.</p></c>".encode(), ["XML: read", "保密\nThe Supplier shall keep it.\n"], []
    yield "cut.xml", b"<?xml version='1.0'?><c><p>The Supplier", ["attachment-damaged", "not read"], []
    yield "entities.xml", b'<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c>&x;</c>', ["attachment-damaged"], ["root:"]
    yield "gbk.html", '<html><meta charset="gbk"><p>保密条款</p>'.encode("gbk"), ["保密条款"], ["note", "lost"]
    yield "remote.html", b'<html><img src="http://192.0.2.1/x"><iframe src="file:///etc/passwd"></iframe><p>kept</p>', ["kept"], ["root:"]
    yield "codes.rtf", rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset0 Arial;}}\f0 \'b1\'a3\'c3\'dc\f1  caf\'e9 \u20057?\u-10179?\u-8704?\par{\*\unknown gone}{\pict 00ff}\bin3 {{{kept}", ["保密 café 乙😀", "kept"], ["gone", "00ff", "lost"]
    yield "cut.rtf", (made / "contract.rtf").read_bytes()[:-200], ["attachment-damaged"], []
    yield "tiny.docx", docx(paragraph(text)), ["DOCX: read", text], []
    yield "workbook.xlsx", zipped([("[Content_Types].xml", TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet") % "")]), ["an Excel workbook"], []
    yield "no-main.docx", zipped([("[Content_Types].xml", TYPES % "")]), ["attachment-damaged", "not there"], []
    yield "twice.docx", docx(paragraph(text), [("word/document.xml", "<w/>")]), ["attachment-damaged", "twice"], [text]
    yield "declarations.docx", zipped([("[Content_Types].xml", TYPES % ""), ("word/document.xml", '<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>')]), ["attachment-damaged"], []
    # Numbers by styles, by levels that belong to styles, begun anew; hidden by a style; a text box.
    stored = HERE.parent / "fuzz" / "corpus" / "attachments"
    yield "stored.docx", (stored / "stored.docx").read_bytes(), ["第八条 保密\n\n(c) Duty\n\na b\n\ntext\n☑\n\nbox\n\nnote\n", "note: "], ["hidden\n", "lost"]
    yield "stored.odt", (stored / "stored.odt").read_bytes(), ["Title\n\n3. one\n\n3.a two\n\nab c\n\nnote\n\nx y\n", "note: "], ["hid\n", "lost"]
    yield "moved.docx", docx('<w:p><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>kept</w:t></w:r></w:moveTo><w:ins><w:r><w:t> new</w:t></w:r></w:ins></w:p>'), ["kept new"], ["gone"]
    yield "altchunk.docx", docx(paragraph(text) + "<w:altChunk/>"), ["read in part", "embedded", text], []
    yield "object.docx", docx(paragraph(text), [("word/embeddings/Book1.xlsx", b"x")]), ["read in part", "embedded", text], []
    yield "wrong-charset.html", '<html><meta charset="gbk"><p>保密条款</p>'.encode(), ["taken to be UTF-8", "保密条款"], ["lost"]
    yield "ofd.ofd", zipped([("OFD.xml", "<x/>")]), ["an OFD document"], []
    yield "mixed.zip", zipped([("a.txt", text), ("scan.png", b"\x89PNG\r\n\x1a\n"), ("sub/合同.docx", docx(paragraph(chinese)))]), ["read in part", "mixed.zip/scan.png: attachment-unsupported: a picture", text, chinese, "sub/合同.docx"], []
    inner = zipped([("b.txt", text)])
    yield "two.zip", zipped([("inner.zip", inner)]), ["zip: read", "two.zip/inner.zip/b.txt", text], ["lost"]
    yield "three.zip", zipped([("two.zip", zipped([("inner.zip", inner)]))]), ["not read", "limit:attachment-depth"], [text]
    yield "locked.zip", locked_zip(), ["attachment-encrypted", "not read"], ["secret"]
    yield "slip.zip", zipped([("../../../../tmp/procscreen-slip", text)]), [text], []
    yield "cut.zip", zipped([("a.txt", text), ("b.txt", chinese * 100)])[:-120], ["attachment-damaged"], []
    yield "cut.docx", (made / "contract.docx").read_bytes()[:4000], ["attachment-damaged", "not read"], []
    yield "cut.odt", (made / "contract.odt").read_bytes()[:9000], ["attachment-damaged", "not read"], []
    yield "cut.pdf", (made / "contract.pdf").read_bytes()[:3000], ["attachment-damaged"], ["PDF: read\n"]


def hostile_cases():
    """name, bytes, cause: what must neither take memory nor time."""
    blank = b" " * 1000
    yield "ratio.docx", zipped([("[Content_Types].xml", TYPES % ""), ("word/document.xml", blank * 200000)]), "limit:attachment-ratio"
    yield "ratio.zip", zipped([("a.txt", blank * 200000)]), "limit:attachment-ratio"
    yield "nested.zip", zipped([("b.zip", zipped([("a.txt", blank * 200000)]))]), "limit:attachment-ratio"
    yield "lie.docx", lied_size(docx(paragraph("x" * 20) * 400000), 7), "attachment-damaged|limit:attachment-ratio"
    yield "count.docx", zipped([(f"f{i}", "x") for i in range(3000)]), "limit:attachment-members"
    yield "count.zip", zipped([(f"f{i}", "x") for i in range(3000)]), "limit:attachment-members"
    noise = random.Random(2)
    lines = "".join(f"<w:style w:styleId='{noise.random()}'><w:basedOn w:val='{noise.random()}'/></w:style>" for i in range(200000))
    types = '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    yield "styles.docx", docx(paragraph("kept"), [("word/styles.xml", f'<w:styles xmlns:w="{WORD}">{lines}</w:styles>')], types), "kept"
    chain = "".join(f"<w:style w:styleId='s{i}'><w:basedOn w:val='s{(i + 1) % 4000}'/></w:style>" for i in range(4000))
    body = "".join(f"<w:p><w:pPr><w:pStyle w:val='s{noise.randrange(4000)}'/></w:pPr><w:r><w:t>w{noise.random()}</w:t></w:r></w:p>" for i in range(150000))
    yield "chain.docx", docx(body, [("word/styles.xml", f'<w:styles xmlns:w="{WORD}">{chain}</w:styles>')], types), "DOCX: read"
    yield "deep.docx", docx("<w:sdt>" * 100000), "limit:depth"
    yield "tag.docx", docx("<w:p " + " ".join(f"a{i}='1'" for i in range(100000)) + "/>"), "limit:tag-bytes"
    yield "boxes.docx", docx("<w:p><w:r><w:txbxContent>" * 60 + "x" + "</w:txbxContent></w:r></w:p>" * 60), "a document without text"
    yield "text.docx", docx("".join(paragraph(str(noise.random()) * 10) for i in range(100000))), "limit:attachment-text"
    names = "".join(f"<style:style style:name='n{i}' style:family='text' style:parent-style-name='n{(i + 1) % 4000}'/>" for i in range(100000))
    spans = "".join(f"<text:span text:style-name='n{noise.randrange(4000)}'>{noise.random()}</text:span>" for i in range(100000))
    space = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
             'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"')
    content = (f"<office:document-content {space}><office:automatic-styles>{names}</office:automatic-styles><office:body><office:text>"
               + "<text:list><text:list-item>" * 100 + f"<text:p>{spans}</text:p>" + "</text:list-item></text:list>" * 100
               + "</office:text></office:body></office:document-content>")
    yield "chain.odt", zipped([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)]), "ODT: read"
    yield "deep.rtf", b"{\\rtf1 " + b"{" * 3000000, "limit:depth"
    yield "long.rtf", b"{\\rtf1 " + b"x\\par " * 3500000, "limit:attachment-text"
    yield "words.rtf", b"{\\rtf1 " + b"\\" + b"a" * 20000000 + b"}", "a document without text"
    yield "deep.html", b"<html>" + b"<b>" * 5000000, "limit:depth"
    yield "names.html", b"<html><a " + b" ".join(b"a%d" % i for i in range(1000000)), "limit:names|limit:attachment-ms"
    yield "value.html", b"<html><a b='" + b"x" * 20000000 + b"'>", "limit:tag-bytes"
    yield "closing.html", b"<html>" + b"<i>" * 200 + b"</b>" * 5000000, "limit:tag-bytes"
    yield "comment.html", b"<html><!--" + b"x" * 20000000, "limit:tag-bytes"
    yield "marks.html", b"<html>" + b"<" * 20000000, "limit:attachment-text"
    yield "large.txt", b"word " * 5000000, "limit:attachment-text"
    yield "larger.txt", b"word " * 6000000, "limit:attachment-bytes"


def compare(tap, program, update):
    expected = HERE / "expected"
    for document in sorted((HERE / "made").iterdir()):
        outcome = dump(program, document)
        want = expected / (document.name + ".txt")
        if update:
            expected.mkdir(exist_ok=True)
            want.write_text(outcome.output, encoding="utf-8")
        got = outcome.output.splitlines()
        lines = want.read_text(encoding="utf-8").splitlines() if want.exists() else []
        tap.check(f"made/{document.name}", [f"line {i + 1}: got {a!r}, want {b!r}" for i, (a, b) in enumerate(zip(got, lines)) if a != b]
                  + ([f"{len(got)} lines, want {len(lines)}"] if len(got) != len(lines) else [])
                  + ([f"status {outcome.status}"] if outcome.status else []))


def check_small(tap, program, folder):
    for name, content, wanted, unwanted in small_cases():
        path = folder / name
        path.write_bytes(content)
        outcome = dump(program, path)
        problems = [f"{words!r} is missing" for words in wanted if words not in outcome.output]
        problems += [f"{words!r} is there" for words in unwanted if words in outcome.output]
        tap.check(name, problems + ([f"status {outcome.status}"] if outcome.status else []) + ([outcome.output[:600]] if problems else []))
    tap.check("nothing was written", ["procscreen-slip is there"] if pathlib.Path("/tmp/procscreen-slip").exists() else [])


def check_hostile(tap, program, folder):
    for name, content, causes in hostile_cases():
        path = folder / name
        path.write_bytes(content)
        outcome = dump(program, path)
        problems = [] if any(cause in outcome.output for cause in causes.split("|")) else [f"{causes} is missing: {outcome.output[:300]}"]
        if outcome.memory > MEMORY_MOST:
            problems.append(f"{outcome.memory >> 20} MiB")
        if outcome.seconds > SECONDS_MOST:
            problems.append(f"{outcome.seconds:.1f} s")
        tap.check(f"{name} ({outcome.memory >> 20} MiB, {outcome.seconds:.1f} s)", problems + ([f"status {outcome.status}"] if outcome.status else []))
        path.unlink()


def check_bent(tap, program, folder):
    """Cut and bent documents end by themselves, and what they lost is told: no damage looks like a shorter document."""
    chance = random.Random(20261120)
    problems = []
    for document in sorted((HERE / "made").iterdir()):
        whole = document.read_bytes()
        full = (HERE / "expected" / (document.name + ".txt")).read_text(encoding="utf-8")
        for turn in range(8):
            content = bytearray(whole)
            if turn % 2:
                for _ in range(1 + turn):
                    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            else:
                del content[chance.randrange(len(content)):]
            path = folder / ("bent-" + document.name)
            path.write_bytes(bytes(content))
            outcome = dump(program, path)
            if outcome.status != 0:
                problems.append(f"{document.name}, turn {turn}: status {outcome.status}")
            # RTF, HTML and text may be bent into other words; what is packed or checked may not.
            silent = ": read\n" in outcome.output and document.suffix in (".docx", ".odt") and "End of contract" not in outcome.output
            if silent and "End of contract" in full:
                problems.append(f"{document.name}, turn {turn}: taken to be whole")
    tap.check("cut and bent documents", problems)


def main(program, update):
    tap = Tap()
    compare(tap, program, update)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_small(tap, program, folder)
        check_bent(tap, program, folder)
        check_hostile(tap, program, folder)
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1], "--update" in sys.argv[2:])
