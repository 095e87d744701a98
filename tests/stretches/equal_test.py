"""A document that is read in stretches by several workers gives, byte for byte, what one worker gives that reads it whole.

    equal_test.py PROGRAM ROOT [SEED [COUNT]]

The documents are made to break that: whatever can stand where a document may be cut, hides a record's start tag, or changes what
a start tag means; each cut off and bent at many places. All are read with stretches of a few bytes. With SEED and COUNT, COUNT
documents made at random from SEED; TAP on standard output.

SPDX-License-Identifier: Apache-2.0
"""

import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from tap import Tap

TIMEOUT = 120
NS = 'xmlns="urn:test:orders"'
LINE = '<Line no="1" amount="12.50"><Name>core router</Name></Line>'


def order(number, body=LINE, attributes=""):
    return (f'<Order id="PO-{number}" date="2026-01-02" currency="CNY"{attributes}><Buyer>Grid</Buyer><Supplier>S{number % 3} Co.</Supplier>'
            f"<Clause>Both parties keep it confidential.</Clause>{body}</Order>")


def batch(*parts, head="", attributes="", between="\n"):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<Batch {NS}{attributes}>{between}' + between.join(parts) + f"{between}</Batch>\n"


def orders(count, start=0):
    return [order(start + i) for i in range(count)]


def contracts(start, end):
    return "".join(f'<Contract id="C{i}"><Supplier>S{i % 3} Co.</Supplier><Clause>x {i}</Clause></Contract>\n' for i in range(start, end))


# What may stand between, in or around records, each by itself in the middle of twelve orders.
ODDITIES = {
    "comment with a start tag": '<!-- <Order id="no">\n -->',
    "comment over many lines": "<!--" + "\n<Order \n" * 60 + "-->",
    "processing instruction with a start tag": '<?x <Order id="no"> ?>',
    "instructions": "".join(f"<?p{i} x?>" for i in range(30)),
    "CDATA with start tags in a record": order(100, "<Clause><![CDATA[" + '<Order id="no">x</Order>' * 9 + "]]></Clause>"),
    "CDATA at envelope level": "<![CDATA[<Order id='no'>]]>",
    "CDATA over many lines": order(101, "<Clause><![CDATA[" + "\n<Order/>\r\n" * 40 + "]]></Clause>"),
    "text at envelope level": "some text &amp; more",
    "start tag escaped": order(102, "<Clause>&lt;Order id='no'&gt;</Clause>"),
    "start tag in an attribute": order(103, attributes=" note='&lt;Order id=&quot;x&quot;'"),
    "bare start tag in an attribute": order(104, attributes=" note='<Order id=no>'"),
    "long attribute": order(105, attributes=" note='" + "y " * 3000 + "'"),
    "nested record": order(106, order(107) + order(108)),
    "deeply nested records": "".join(f'<Order id="n{i}">' for i in range(20)) + "</Order>" * 20,
    "empty records": "<Order/>" * 20 + "<Order id='e'/>\n" * 20,
    "other prefix": f'<o:Order xmlns:o="urn:test:orders" id="P">{LINE}</o:Order>',
    "default namespace redeclared": '<Order xmlns="urn:other" id="L1"><Line/></Order>' + order(109),
    "namespace redeclared in a wrapper": f'<Wrap xmlns="urn:other">{order(110)}{order(111)}</Wrap>',
    "namespace undeclared in a wrapper": f'<Wrap xmlns="">{order(112)}</Wrap>',
    "wrapper": f"<Wrap>{''.join(orders(6, 113))}</Wrap>",
    "wrapper left open over records": f"<Wrap><Part>{''.join(orders(4, 120))}</Part>\n{''.join(orders(3, 125))}</Wrap>",
    "parent of other records": f'<Archive><Contract id="C1"><Supplier>S1 Co.</Supplier><Clause>x</Clause></Contract>{order(130)}</Archive>',
    "fields behind records": "<Trailer><Count>12</Count></Trailer>",
    "names alike": "<OrderLine/><Orders><Order1 id='x'/></Orders><Order-x/><Order.y/>",
    "undeclared prefix": order(131, "<q:Thing>x</q:Thing>"),
    "undeclared prefix of a record": "<q:Order id='q'/>",
    "unknown entity": order(132, "<Clause>a&nbsp;b</Clause>"),
    "unknown entity at envelope level": "&nbsp;",
    "unknown entities, more than libxml2 takes": "".join(order(400 + i, f"<Clause>{'&nbsp;' * 700}</Clause>") for i in range(20)),
    "numeric references": order(133, "<Clause>&#x4fdd;&#23494;</Clause>"),
    "duplicate attribute": '<Order id="1" id="2"/>',
    "duplicate attribute by namespace": '<Order xmlns:a="u" xmlns:b="u" a:x="1" b:x="2" id="d"/>',
    "mismatched end": "<Order id='m'></Ordre>",
    "unclosed record": "<Order id='u'><Line>",
    "lone end": "</Order>",
    "envelope closed": f"</Batch><Batch {NS}>",
    "second root": f"</Batch><Other/><Batch {NS}>",
    "bare ampersand": order(134, "<Clause>R & D</Clause>"),
    "bare less-than": order(135, "<Clause>a < b</Clause>"),
    "comment with two hyphens": "<!-- a -- b -->",
    "end of CDATA in text": order(136, "<Clause>]]></Clause>"),
    "doctype": "<!DOCTYPE Order>",
    "declaration in the middle": '<?xml version="1.0"?>',
    "control character": order(137, "<Clause>\x01</Clause>"),
    "many lines": order(138, "<Clause>" + "line\n" * 300 + "</Clause>"),
    "carriage returns": "\r\n\r\n\r" + order(139, "<Clause>a\r\nb\rc</Clause>").replace(" ", "\r\n ") + "\r\n",
    "tag over many lines": order(140).replace('<Order id=', "<Order\n\n\n id="),
    "line separators": order(141, "<Clause>a\u2028b\u0085c</Clause>"),
    "huge record": order(142, LINE * 400),
    "huge text": order(143, "<Clause>" + "clause text " * 5000 + "</Clause>"),
    "elements nobody reads": "".join(order(200 + i, f"<Extra{i}>text</Extra{i}>") for i in range(80)),
    "elements nobody reads, first many then few": "".join(order(300 + i, f"<Extra{i % 60}>t</Extra{i % 60}><Rest{i}>t</Rest{i}>") for i in range(90)),
    "many names": order(150, "".join(f"<N{i} a{i}='1'/>" for i in range(1200))),
    "xml:space": f'<Order id="s" xml:space="preserve" xml:lang="de">{LINE}</Order>',
    "Chinese": order(151, "<Line no='2'><Name>核心路由器 防火墙</Name></Line><Clause>乙方应当保密</Clause>"),
    "amount that is no number": order(152, "<Line no='x' amount='1,2,3'><Name>firewall</Name></Line>"),
}

# What may stand in front of the first record or be said of the whole.
HEADS = {
    "comment": "<!-- <Order id='no'/> -->\n",
    "instruction": "<?xml-stylesheet href='x'?>\n",
    "doctype": "<!DOCTYPE Batch SYSTEM 'x.dtd'>\n",
    "doctype with a subset": "<!DOCTYPE Batch [<!ENTITY % p 'x'>]>\n",
}
FRAMES = {
    "no envelope": lambda parts: parts[0],
    "records in a body": lambda parts: f"<Top {NS}><Head><Sender>x</Sender></Head>\n<Body>" + "\n".join(parts) + "</Body>\n<Foot>y</Foot></Top>",
    "body closed and opened again": lambda parts: f"<Top {NS}><Body>" + "".join(parts[:5]) + "</Body><Body>" + "".join(parts[5:]) + "</Body></Top>",
    "body with attributes opened again": lambda parts: f'<Top {NS}><Archive k="1">' + "".join(parts[:6]) + '</Archive><Archive k="2">' + "".join(parts[6:]) + "</Archive></Top>",
    "body closed, another opened": lambda parts: f"<Top {NS}><Archive>" + contracts(0, 9) + "</Archive><Other>" + contracts(9, 15) + "</Other><Archive>"
                                   + contracts(15, 20) + "</Archive></Top>",
    "prefixes": lambda parts: f'<p:Batch xmlns:p="urn:test:orders" {NS}>' + "".join(parts) + "</p:Batch>",
    "lookalike as the envelope": lambda parts: f'<Order xmlns="urn:other"><x {NS}>' + "".join(parts) + "</x></Order>",
    "lookalikes in front": lambda parts: f'<Top {NS}><Order xmlns="urn:other"/><Order xmlns="urn:other"/>' + "".join(parts) + "</Top>",
    "damage in front": lambda parts: f"<Top {NS}><q:x/>&nbsp;" + "".join(parts) + "</Top>",
    "relative namespace": lambda parts: '<Top xmlns:r="relative">' + "".join(p.replace("<Order ", f"<Order {NS} ", 1) for p in parts) + "</Top>",
    "one line": lambda parts: batch(*parts, between=""),
    "indented": lambda parts: batch(*parts, between="\n\t    "),
    "CRLF": lambda parts: batch(*parts).replace("\n", "\r\n"),
    "CR": lambda parts: batch(*parts).replace("\n", "\r"),
    "byte order mark": lambda parts: "\ufeff" + batch(*parts),
    "blanks in front": lambda parts: "\n\n  " + batch(*parts),
    "no declaration": lambda parts: batch(*parts).split("\n", 1)[1],
    "long prefix": lambda parts: batch(*parts, head="<!--" + "p" * 70000 + "-->\n"),
    "many names in front": lambda parts: batch("<H>" + "".join(f"<h{i}/>" for i in range(1500)) + "</H>", *parts),
    "data behind": lambda parts: batch(*parts) + "<Order/>",
    "blanks and comments behind": lambda parts: batch(*parts) + "\n<!-- <Order> -->\n\n",
}


def bend(data, chance):
    """The bytes with something done to them at one place, most often near a start tag."""
    data = bytearray(data or b"<")
    tags = [at for at in range(len(data)) if data.startswith(b"<Order", at)]
    at = chance.randrange(len(data))
    if tags and chance.random() < 0.7:
        at = min(max(chance.choice(tags) + chance.randrange(-12, 40), 0), len(data) - 1)
    what = chance.randrange(6)
    if what == 0:
        return bytes(data[:at])
    if what == 1:
        data[at] = chance.choice(b"<>&'\"/!-]x\x00\xff\n ")
    elif what == 2:
        del data[at:at + chance.randrange(1, 30)]
    elif what == 3:
        data[at:at] = chance.choice([b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"?>", b"<Order ", b"</Order>", b"</Batch>", b"'", b'"', b"\n"])
    elif what == 4:
        other = chance.randrange(len(data))
        data[at:at] = data[other:other + chance.randrange(1, 400)]
    else:
        data[at:at] = chance.choice(list(ODDITIES.values())).encode()
    return bytes(data)


def at_random(chance):
    parts = orders(chance.randrange(2, 25), chance.randrange(1000))
    for _ in range(chance.randrange(4)):
        parts.insert(chance.randrange(len(parts) + 1), chance.choice(list(ODDITIES.values())))
    frame = chance.choice([None] * 6 + list(FRAMES.values()))
    text = frame(parts) if frame else batch(*parts, head=chance.choice([""] * 6 + list(HEADS.values())), between=chance.choice(["\n", "", "\r\n", " \n\t"]))
    data = text.encode()
    for _ in range(chance.choice([0, 0, 1, 1, 2])):
        data = bend(data, chance)
    return data


class Bench:
    def __init__(self, program, root):
        self.program = program
        packs = root / "tests" / "golden" / "packs"
        self.packs = ["--catalog", packs / "catalog.xml", "--policy", packs / "policy.xml", "--formats", HERE / "orders.xml",
                      "--formats", root / "catalogs" / "formats" / "native.xml"]
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PROCSCREEN_")}

    def screen(self, folder, jobs, step, limits=(), inputs=("in",), pieces=None):
        """What comes out on standard output and standard error, and the status. `pieces`: what is fed to standard input, in pieces."""
        command = [self.program, "screen", *inputs, "-o", "ndjson", "-j", str(jobs), "--limit", f"stretch-bytes={step}", *self.packs]
        for limit in limits:
            command += ["--limit", limit]
        process = subprocess.Popen(command, cwd=folder, env=self.environment, stdin=subprocess.PIPE if pieces else subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)

        def feed():
            try:
                for piece in pieces:
                    process.stdin.write(piece)
                    process.stdin.flush()
                process.stdin.close()
            except OSError:
                pass

        feeder = threading.Thread(target=feed) if pieces else None
        if feeder:
            feeder.start()
        results = {}
        readers = [threading.Thread(target=lambda name=name, pipe=pipe: results.__setitem__(name, pipe.read()))
                   for name, pipe in (("out", process.stdout), ("err", process.stderr))]
        for reader in readers:
            reader.start()
        try:
            status = process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            status = "timeout"
        for thread in readers + ([feeder] if feeder else []):
            thread.join()
        process.stdout.close()
        process.stderr.close()
        if status not in (0, 1, 3):
            raise RuntimeError(f"{command}: status {status}: {results['err']!r:.500}")
        return results["out"], results["err"], status


def first_difference(want, have):
    """Says where two results differ; nothing where they do not."""
    for name, a, b in zip(("standard output", "standard error", "status"), want, have):
        if a != b:
            if isinstance(a, bytes):
                pairs = list(zip(a.splitlines() + [b"(nothing)"], b.splitlines() + [b"(nothing)"]))
                for number, (x, y) in enumerate(pairs, 1):
                    if x != y:
                        at = next((i for i, (p, q) in enumerate(zip(x, y)) if p != q), min(len(x), len(y)))
                        return f"{name}, line {number}: {x[max(at - 60, 0):at + 200]!r}\nin stretches: {y[max(at - 60, 0):at + 200]!r}"
            return f"{name}: {a!r:.300}\nin stretches: {b!r:.300}"
    return None


def compare(bench, documents, jobs=(2, 4), steps=(1, 64, 200, 1000, 4096), limits=()):
    """Problems of the documents, {name: bytes}, read as files of a folder."""
    with tempfile.TemporaryDirectory(prefix="procscreen-stretches-") as work:
        folder = pathlib.Path(work) / "in"
        folder.mkdir()
        for number, data in enumerate(documents.values()):
            (folder / f"{number:05}.xml").write_bytes(data)
        want = bench.screen(work, 1, 4194304, limits)
        for step in steps:
            for workers in jobs:
                have = bench.screen(work, workers, step, limits)
                if have == want:
                    continue
                for number, (name, data) in enumerate(documents.items()):
                    one = (f"in/{number:05}.xml",)
                    difference = first_difference(bench.screen(work, 1, 4194304, limits, one), bench.screen(work, workers, step, limits, one))
                    if difference:
                        kept = pathlib.Path(tempfile.gettempdir()) / f"stretches-{number:05}.xml"
                        kept.write_bytes(data)
                        yield f"{name} (kept as {kept}), -j {workers}, {step} bytes: {difference}"
                        break
                else:
                    yield f"-j {workers}, {step} bytes, all documents together: {first_difference(want, have)}"


def in_pieces(data, size):
    return [data[at:at + size] for at in range(0, len(data), size)]


def compare_streams(bench, documents, steps=(1, 300, 4096), sizes=(7, 997, 1 << 20), limits=()):
    for number, (name, data) in enumerate(documents.items()):
        want = bench.screen(".", 1, 4194304, limits, ("-",), [data])
        step, size = steps[number % len(steps)], sizes[number // len(steps) % len(sizes)]
        size = max(size, len(data) // 2000)
        have = bench.screen(".", 4, step, limits, ("-",), in_pieces(data, size))
        difference = first_difference(want, have)
        if difference:
            kept = pathlib.Path(tempfile.gettempdir()) / "stretches-stream.xml"
            kept.write_bytes(data)
            yield f"{name} (kept as {kept}), {step} bytes, in pieces of {size}: {difference}"


def oddities():
    for name, odd in ODDITIES.items():
        parts = orders(6) + [odd] + orders(6, 6)
        yield name, batch(*parts).encode()
        yield name + ", first", batch(odd, *orders(8)).encode()
        yield name + ", last", batch(*orders(8), odd).encode()


def frames():
    for name, head in HEADS.items():
        yield name, batch(*orders(12), head=head).encode()
    for name, frame in FRAMES.items():
        yield name, frame(orders(12)).encode()
    text = batch(*orders(12))
    yield "UTF-16", text.replace("UTF-8", "UTF-16").encode("utf-16")
    yield "GB18030", batch(*orders(5), ODDITIES["Chinese"], *orders(5)).replace("UTF-8", "GB18030").encode("gb18030")
    yield "windows-1252", text.replace("UTF-8", "windows-1252").encode("cp1252")
    yield "ASCII", text.replace("UTF-8", "US-ASCII").encode()
    yield "empty", b""
    yield "only an envelope", batch().encode()


def cut_off():
    """A document cut off at every byte of two records, and with a byte changed there."""
    text = batch(*orders(8)).encode()
    start = text.index(b"</Order>", text.index(b"PO-3"))
    for at in range(start, text.index(b"<Buyer>", start) + 8):
        yield f"cut off at {at}", text[:at]
        for byte in b"<>&\x00\"":
            yield f"byte {byte:#x} at {at}", text[:at] + bytes([byte]) + text[at + 1:]


def native():
    body = "".join(f'<record kind="order" id="N{i}" date="2026-01-02"><item line="1" description="router"/></record>\n' for i in range(20))
    yield "native", f'<records xmlns="urn:procscreen:record:1">{body}</records>'.encode()
    yield "native, strict envelope", f'<records xmlns="urn:procscreen:record:1">{body}<other/>{body}<record bad="1"/>{body}</records>'.encode()


def long_streams():
    """Longer than the ring that a stream goes through."""
    many = "".join(orders(4000))
    yield "long", batch(many).encode()
    yield "long, in one record", batch(*orders(30), order(1, LINE * 20000), *orders(30)).encode()
    yield "long, in one comment", batch(*orders(30), "<!--" + "<Order x" * 200000 + "-->", *orders(30)).encode()
    yield "long, without a record", f"<Top {NS}>{'<a>text</a>' * 150000}</Top>".encode()
    yield "long, an error in the middle", batch(many, "<Order id='m'></Ordre>", many).encode()
    yield "long, an error near the start", batch(*orders(20), "<Order id='m'></Ordre>", many).encode()


LIMITS = {
    "names": {"many names": batch(*[order(i, "".join(f"<N{i}x{k}/>" for k in range(40))) for i in range(120)]).encode(),
              "many long names": batch(*[order(i, "".join(f"<N{i}x{k}{'y' * 400}/>" for k in range(30))) for i in range(60)]).encode(),
              "many names in one record": batch(*orders(6), ODDITIES["many names"], *[order(i, "".join(f"<N{i}x{k}/>" for k in range(40))) for i in range(60)]).encode(),
              "names in instructions": batch(*[order(i, f"<?t{i} x?>" * 20) + f"<N{i}/>" * 30 for i in range(120)]).encode()},
}


def limits(bench):
    """Limits that count over a whole document, where they are about to be reached and where they are."""
    for names in (2000, 2100, 2500, 3000, 4000, 4830, 4850, 100000):
        yield from (f"names={names}: {problem}" for problem in compare(bench, LIMITS["names"], (4,), (300, 4096), [f"names={names}"]))
        yield from (f"names={names}: {problem}" for problem in compare_streams(bench, LIMITS["names"], limits=[f"names={names}"]))
    documents = {"orders": batch(*orders(30)).encode(), "huge": batch(*orders(5), ODDITIES["huge record"], *orders(5)).encode()}
    for limit in ("file-bytes=3000", "file-bytes=5000", "record-bytes=5000", "record-bytes=300", "items=20", "depth=3", "tag-bytes=80", "attributes=2"):
        yield from (f"{limit}: {problem}" for problem in compare(bench, documents, (4,), (1, 300, 1000), [limit]))
        yield from (f"{limit}: {problem}" for problem in compare_streams(bench, documents, limits=[limit]))


def main(program, root, seed=None, count=0):
    bench = Bench(pathlib.Path(program).resolve(), pathlib.Path(root).resolve())
    if seed is not None:
        chance = random.Random(int(seed))
        done = 0
        while done < int(count):
            documents = {f"{done + i} of {seed}": at_random(chance) for i in range(40)}
            done += len(documents)
            steps = [chance.choice([1, 50, 200]), chance.choice([400, 1000, 3000])]
            for problem in list(compare(bench, documents, (chance.choice([2, 3, 4]),), steps)) + list(compare_streams(bench, dict(list(documents.items())[:4]))):
                print(problem, flush=True)
        return
    tap = Tap()
    tap.check("oddities among records", compare(bench, dict(oddities())))
    tap.check("frames around records", compare(bench, dict(frames())))
    tap.check("the native format", compare(bench, dict(native())))
    tap.check("cut off and bent around a place", compare(bench, dict(cut_off()), (4,), (1, 500)))
    tap.check("standard input", compare_streams(bench, dict(oddities()) | dict(frames())))
    tap.check("long streams", compare_streams(bench, dict(long_streams()), (300, 20000), (1 << 16,)))
    tap.check("limits over a whole document", limits(bench))
    chance = random.Random(20261125)
    tap.check("at random", compare(bench, {f"{i}": at_random(chance) for i in range(400)}, (3,), (1, 250, 1500)))
    tap.finish()


main(*sys.argv[1:])
