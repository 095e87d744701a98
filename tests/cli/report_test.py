"""procscreen report: from a kept run every format comes out as the screening itself wrote it; what is not a whole run is refused.

    report_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

TODAY = "2026-11-25"
ROUNDS = 300  # of damaged runs
OPERATORS = """<operators xmlns="urn:procscreen:operators:1"><operator name="海州示例供电有限公司">
<status from="2021-09-01" value="identified"/></operator></operators>"""
ODD = """<records xmlns="urn:procscreen:record:1">
<record kind="order" id="ODD-1" date="2026-11-20" currency="CNY"><buyer name="A &amp; B"/>
<supplier name="示例安盾信息技术有限公司" id="91999999MA00EX134X"/>
<text>乙方对履行本合同过程中知悉的甲方商业秘密负有保密义务。&#x202E;双方可另行签订网络安全审查配合协议。</text>
<item name="核心交换机" amount="12345678901234.56" currency="USD"/><item line="2" name="防火墙 &lt;script&gt;" quantity="3" price="10.005"/>
<item line="2" name="Core router 24 ports 10 Gbit/s" amount="1,234"/><item line="4"/><item line="5" name="office chair"/></record>
<record kind="contract" id="" date="31.02.2026"><supplier name="x"/><text>The Supplier may keep the data confidential.</text></record>
</records>"""


class Runner:
    def __init__(self, program, root, work):
        self.program = pathlib.Path(program).resolve()
        self.work = work
        self.environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
                            if name in os.environ}
        self.environment.update(LC_ALL="C.UTF-8", HOME=str(work), PROCSCREEN_DATA=str(root), PROCSCREEN_TODAY=TODAY, PROCSCREEN_PROGRESS="no")

    def run(self, *arguments, stdin=b""):
        return subprocess.run([self.program, *map(str, arguments)], input=stdin, capture_output=True, cwd=self.work,
                              env=self.environment, timeout=120, check=False)

    def formats(self):
        text = self.run("report", "--help").stdout.decode().split("Formats of reports:")[1]
        return re.findall(r"^  (\w+) ", text, re.MULTILINE)


def all_outputs(formats, folder):
    """Options for one report of each format."""
    folder.mkdir()
    return [argument for name in formats for argument in ("-o", f"{name}={folder}/run.{name}")]


def compare(runner, name, inputs, options=(), further=()):
    """Problems of making all reports again from the kept run of `inputs`."""
    formats = runner.formats()
    first = runner.work / f"{name}-first"
    again = runner.work / f"{name}-again"
    screened = runner.run("screen", *inputs, *options, *further, *all_outputs(formats, first))
    made = runner.run("report", first / "run.ndjson", *further, *all_outputs(formats, again))
    if made.returncode != 0 or made.stderr:
        return [f"exit {made.returncode}: {made.stderr.decode()} (screen ended with {screened.returncode})"]
    problems = []
    for format_name in formats:
        a, b = ((folder / f"run.{format_name}").read_bytes() for folder in (first, again))
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            problems.append(f"{format_name} differs at byte {at}: {a[max(0, at - 60):at + 60]!r} and {b[max(0, at - 60):at + 60]!r}")
    return problems


def refused(runner, run, *wanted, options=()):
    """Problems of a run that must be refused with a message that holds all of `wanted`, and no file written."""
    out = runner.work / "refused.csv"
    result = runner.run("report", "-", "-o", f"csv={out}", *options, stdin=run)
    said = result.stderr.decode()
    problems = [f"exit status {result.returncode}, not 3"] if result.returncode != 3 else []
    problems += [f"\"{part}\" is not in: {said}" for part in wanted if part not in said]
    if out.exists():
        problems.append("a report was written")
        out.unlink()
    return problems


def with_line(lines, number, change):
    """The run with line `number`, from 1, changed as an object."""
    value = json.loads(lines[number - 1])
    change(value)
    return b"\n".join([*lines[:number - 1], json.dumps(value).encode(), *lines[number:], b""])


def number_of(lines, kind):
    return next(i for i, line in enumerate(lines, 1) if line.startswith(b'{"type":"%s"' % kind.encode()))


def damaged(tap, runner, kept):
    lines = kept.rstrip(b"\n").split(b"\n")
    record, finding, summary = (number_of(lines, kind) for kind in ("record", "finding", "summary"))
    joined = lambda rows: b"\n".join([*rows, b""])
    tap.check("an empty run", refused(runner, b"", "there is nothing in it"))
    tap.check("a run without its end", refused(runner, joined(lines[:-1]), f"-:{len(lines) - 1}:", "cut off"))
    tap.check("a run that is cut in a line", refused(runner, kept[:len(kept) // 2], "not JSON"))
    tap.check("a run that lacks a finding", refused(runner, joined(lines[:finding - 1] + lines[finding:]), "lines are missing"))
    tap.check("two runs in one file", refused(runner, kept + kept, f"-:{len(lines) + 1}:", "where a run cannot have it"))
    tap.check("a file of something else", refused(runner, b'{"a":1}\n', "-:1:", "not the beginning of a run"))
    tap.check("a finding before its record",
              refused(runner, joined([*lines[:record - 1], lines[finding - 1], *lines[record - 1:]]), "behind its record"))
    tap.check("a run of another schema", refused(runner, with_line(lines, 1, lambda v: v.update(schema=2)), "-:1:", "schema 2"))
    tap.check("a line of an unknown type", refused(runner, with_line(lines, record, lambda v: v.update(type="news")), f"-:{record}:", "no type"))
    for key, value, said in (("outcome", "fine", '"fine"'), ("outcome", None, '"outcome" is missing'), ("kind", 7, "not a text"),
                             ("date", "2026-02-31", "not a day"), ("line", -1, "not a count"), ("items", {}, "not a list"),
                             ("items", [1], "another kind"), ("total", "1e5", "held exactly"), ("total", "9" * 40, "held exactly")):
        tap.check(f"a record whose {key} is {json.dumps(value)[:20]}",
                  refused(runner, with_line(lines, record, lambda v: v.update({key: value})), f"-:{record}:", said))
    twice = lines[record - 1].replace(b'"seq":', b'"outcome":"clear","seq":')
    tap.check("a key twice", refused(runner, joined([*lines[:record - 1], twice, *lines[record:]]), "stands twice"))
    tap.check("a fingerprint that is none",
              refused(runner, with_line(lines, finding, lambda v: v.update(fingerprint="<script>")), "64 hex digits"))
    tap.check("an item that is not there", refused(runner, with_line(lines, finding, lambda v: v.update(item_number=10**6)), "item_number"))
    supplier = number_of(lines, "supplier")
    for key, value, said in (("level", "fine", "none of none, low"), ("points", 101, "more than 100 points")):
        tap.check(f"a rating whose {key} is {value}",
                  refused(runner, with_line(lines, supplier, lambda v: v["rating"].update({key: value})), f"-:{supplier}:", said))
    deep = b'{"type":"record","x":' + b"[" * 5000 + b"]" * 5000 + b"}"
    tap.check("values too deep in each other", refused(runner, joined([lines[0], deep]), "-:2:", "json-depth"))
    tap.check("a line that is too long", refused(runner, kept, "-:1:", "kept-line", options=["--limit", "kept-line=100"]))
    many = b'{"type":"record","x":[' + b"0," * 200000 + b"0]}"
    tap.check("a line of too many values",
              refused(runner, joined([lines[0], many]), "-:2:", "more memory", options=["--limit", "kept-line=500000"]))
    spaced = joined(json.dumps(json.loads(line), ensure_ascii=False).encode() for line in lines)
    tap.check("blanks and further keys do no harm", [] if runner.run("report", "-", stdin=with_line(
        spaced.rstrip(b"\n").split(b"\n"), record, lambda v: v.update(news=[1, {"a": None}]))).returncode == 0 else ["refused"])
    rounds(tap, runner, kept)


def rounds(tap, runner, kept):
    """Bent at random: a whole run or a refusal, never a crash. The seed is fixed, so that a failure can be had again."""
    chance = random.Random(1)
    problems = []
    for number in range(ROUNDS):
        bent = bytearray(kept)
        for _ in range(chance.choice((1, 1, 3, 30))):
            at = chance.randrange(len(bent))
            bent[at:at + chance.choice((0, 1, 1, 5))] = chance.choice((b"", b"0", b'"', b"{", b"]", b"\xff", b"\\ud800", b"\n", b"-", b"null"))
        result = runner.run("report", "-", "-o", "ndjson", stdin=bytes(bent))
        if result.returncode not in (0, 3) or (result.returncode == 3) != bool(result.stderr):
            problems.append(f"round {number}: exit {result.returncode}: {result.stderr.decode(errors='replace')[:300]}")
    tap.check(f"{ROUNDS} damaged runs", problems)


def main(program, root):
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="procscreen-report-") as work:
        work = pathlib.Path(work)
        runner = Runner(program, root, work)
        night = root / "tests/samples/night"
        (work / "operators.xml").write_text(OPERATORS, encoding="utf-8")
        (work / "odd.xml").write_text(ODD, encoding="utf-8")
        tap.check("the formats of reports", [] if {"text", "ndjson", "json", "csv"} <= set(runner.formats()) else runner.formats())
        tap.check("every format from the kept sample night", compare(runner, "night", [night]))
        tap.check("with operators and the law of one day",
                  compare(runner, "day", [night], ["--operators", "operators.xml", "--as-of", "2022-01-01"]))
        tap.check("in Chinese", compare(runner, "zh", [night], further=["--lang", "zh"]))
        tap.check("what is odd in records", compare(runner, "odd", ["odd.xml"]))
        tap.check("contracts, quotations and frameworks", compare(runner, "chain", [root / "tests/golden/contract-chain/in"]))
        top = root / "tests/golden/rules-on-top"
        tap.check("a finding about a line that is clear",
                  compare(runner, "clear", [top / "in"], ["--catalog", root / "catalogs", "--catalog", top / "watch.xml", "--operators", top / "operators.xml"]))
        tap.check("broken files", compare(runner, "broken", [root / "tests/golden/broken-files/in"]))
        tap.check("an empty run", compare(runner, "empty", [], ["-", "--allow-empty"]))
        kept = (work / "night-first/run.ndjson").read_bytes()
        piped = runner.run("report", "-", "-o", "ndjson", stdin=kept)
        tap.check("from standard input", [] if piped.stdout == kept and not piped.returncode else [piped.stderr.decode()])
        tap.check("a last line without its end", [] if runner.run("report", "-", "-o", "ndjson", stdin=kept[:-1]).stdout == kept else ["differs"])
        own = runner.run("report", "night-first/run.ndjson", "-o", "csv=night-first/run.ndjson")
        tap.check("the run itself is not written over", [] if own.returncode == 2 and kept == (work / "night-first/run.ndjson").read_bytes()
                  else [own.returncode])
        missing = runner.run("report", "none.ndjson")
        tap.check("a run that is not there", [] if missing.returncode == 3 and b"none.ndjson" in missing.stderr else [missing.stderr])
        damaged(tap, runner, kept)
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
