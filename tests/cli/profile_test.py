"""What screen --profile and --profile-json tell.

    profile_test.py PROGRAM ROOT

Times are not foreseeable: what is checked is that they add up, and whose they are.

SPDX-License-Identifier: Apache-2.0
"""

import json
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from cli_test import Bench, RAN, Tap, wanted

HEAD = "Where the time of this run went"
RECORDS = """<records xmlns="urn:procscreen:record:1">{}</records>"""
RECORD = """<record kind="order" id="PO-{0}" date="2026-03-05" currency="CNY"><buyer name="Grid"/><supplier name="Acme"/>
<text>The Supplier shall keep confidential all information of the Buyer, order {0}. The Supplier may not stop the service.</text>
<item line="1" name="Core router chassis {0}" amount="100.00"/><item line="2" name="Core router chassis"/></record>"""


def inputs(b):
    for i in range(6):
        b.write(f"in/po-{i}.xml", RECORDS.format("".join(RECORD.format(10 * i + k) for k in range(10))))


def measured(b, jobs):
    """The profile as a value, and the seconds that the run took as seen from here."""
    before = time.monotonic()
    result = b.run("screen", f"-j{jobs}", "-o", "ndjson", "--profile-json", "profile.json", "in")
    passed = time.monotonic() - before
    if result.status not in RAN:
        raise OSError(f"status {result.status}: {result.lines[:3]}")
    return json.loads((b.folder / "profile.json").read_text(encoding="utf-8")), passed, result


def off(b):
    inputs(b)
    plain = b.run("screen", "-o", "ndjson", "in")
    yield from wanted(plain, RAN)
    if any(HEAD in line for line in plain.lines):
        yield "a profile is told that nobody asked for"
    timed = b.run("screen", "-o", "ndjson", "--profile", "in")
    yield from wanted(timed, plain.status, HEAD)
    if timed.out != plain.out:
        yield "the report is another one with a profile"
    quiet = b.run("screen", "-q", "-o", "ndjson", "--profile", "in")
    yield from wanted(quiet, plain.status, HEAD)
    if b.names() != ["in"]:
        yield f"left behind: {b.names()}"


def page(b):
    inputs(b)
    result = b.run("screen", "-o", "ndjson", "--profile", "in")
    yield from wanted(result, RAN, "read and unpack", "parse XML", "match fields", "assemble records", "fold texts", "scan for terms",
                      "confirm (PCRE2)", "weigh items", "judge clauses", "recall equal texts", "send results", "reports", "per wake",
                      "confidentiality/duty-", "policies/cii.xml:")
    lines = result.lines[result.lines.index(HEAD):]
    yield from (f"wider than 80 columns: {line}" for line in lines if len(line) > 80 and ".xml:" not in line)
    patterns = [line for line in lines if ".xml:" in line]
    if len(patterns) != 10:
        yield f"{len(patterns)} patterns, not the slowest 10"


def adds_up(b, jobs):
    inputs(b)
    profile, passed, _ = measured(b, jobs)
    workers = profile["workers"]
    for side in profile["coordinator"], workers:
        total = sum(stage["ns"] for stage in side["stages"])
        if total != side["ns"] or total == 0:
            yield f"the stages add up to {total}, not to {side['ns']}"
    if profile["coordinator"]["ns"] > passed * 1e9:
        yield f"the coordinator ran for {profile['coordinator']['ns']} ns, longer than the {passed} s of the program"
    if workers["count"] != jobs or workers["lost"]:
        yield f"{workers['count']} workers, {workers['lost']} lost, of {jobs}"
    if workers["ns"] > jobs * profile["coordinator"]["ns"]:
        yield "the workers ran longer than the run"
    stages = {stage["stage"]: stage for stage in workers["stages"]}
    if stages["judge"]["times"] != 61 or stages["weigh"]["times"] != 121 or stages["weigh"]["matches"] != 121:
        yield f"61 records with 121 hits are {stages['judge']}, {stages['weigh']}"
    if not stages["recall"]["matches"]:
        yield "no text was recalled, though equal ones come again"
    # What the events took is an estimate, out of the parser's time: of so short a run it may be all.
    yield from (f"{name} took no time" for name, stage in stages.items() if stage["ns"] == 0 and name not in ("attachments", "parse"))
    patterns = profile["patterns"]
    if sum(pattern["matches"] for pattern in patterns) != stages["confirm"]["matches"]:
        yield "the matches of the patterns are not those of the stage"
    spent = sum(pattern["ns"] for pattern in patterns)
    if not 0 < spent <= stages["confirm"]["ns"] + len(patterns):
        yield f"the patterns took {spent} ns of the {stages['confirm']['ns']} of the stage"
    if [pattern["ns"] for pattern in patterns] != sorted((pattern["ns"] for pattern in patterns), reverse=True):
        yield "the slowest pattern is not the first"


def one_worker(b):
    yield from adds_up(b, 1)


def two_workers(b):
    yield from adds_up(b, 2)


def places(b):
    """Each pattern is named with the line where it stands, of a catalog as of a policy."""
    inputs(b)
    b.write("in/switch.xml", RECORDS.format('<record kind="order" id="S" date="2026-03-05"><item line="1" name="48 port switch 10GE"/>'
                                            '<item line="2" name="交换机 48口"/><item line="3" name="服务器 4路"/></record>'))
    profile, _, _ = measured(b, 1)
    kinds = set()
    for pattern in profile["patterns"]:
        lines = pathlib.Path(pattern["pack"]).read_text(encoding="utf-8").splitlines()
        line = lines[pattern["line"] - 1]
        kinds.add(pathlib.Path(pattern["pack"]).parent.name)
        if "<" not in line or not pattern["woken"]:
            yield f"{pattern}: {line}"
        if "/" in pattern["id"]:
            element, use = pattern["id"].rsplit("/", 1)
            if f"<{use.rsplit('-', 1)[0]}" not in line:
                yield f"{pattern['id']} is not at {pattern['pack']}:{pattern['line']}: {line}"
        elif "<pattern" not in line:
            yield f"{pattern['id']} is not at {pattern['pack']}:{pattern['line']}: {line}"
    if kinds != {"catalogs", "policies"}:
        yield f"patterns of {kinds} only"


def refused(b):
    inputs(b)
    before = (b.folder / "in/po-0.xml").read_bytes()
    yield from wanted(b.run("screen", "--profile-json", "in/po-0.xml", "in/po-0.xml"), 2, "in/po-0.xml")
    if (b.folder / "in/po-0.xml").read_bytes() != before:
        yield "an input was written over"
    yield from wanted(b.run("screen", "-o", "csv=out", "--profile-json", "out", "in"), 2, "a report goes to out")
    yield from wanted(b.run("screen", "--profile-json", "none/profile.json", "in"), (2, 4), "none/profile.json")
    if b.names() != ["in"]:
        yield f"left behind: {b.names()}"


def nothing_to_read(b):
    result = b.run("screen", "--profile", "none.xml")
    yield from wanted(result, 3, HEAD, "start and packs")


TESTS = [
    ("no profile without being asked, and the same report with it", off),
    ("the page tells all stages and the slowest patterns", page),
    ("the times add up with one worker", one_worker),
    ("the times add up with two workers", two_workers),
    ("patterns are named with file and line", places),
    ("files that would harm are refused", refused),
    ("a run that reads nothing has a profile", nothing_to_read),
]


def main(program, root):
    tap = Tap()
    tap.run(TESTS, lambda: Bench(program, root))
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
