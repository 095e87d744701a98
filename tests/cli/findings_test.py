"""The XML and SVRL reports as other people's programs read them: valid by the schemas, and the same as NDJSON.

    findings_test.py PROGRAM ROOT PAYLOADS      PAYLOADS is tests/api/report_payloads, built

SPDX-License-Identifier: Apache-2.0
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "api"), str(HERE.parent / "golden")]
import run as golden
from report_payloads import PAYLOADS, RAW, repaired
from tap import Tap

F = "{urn:procscreen:findings:1}"
S = "{http://purl.oclc.org/dsdl/svrl}"
# What XML 1.0 has no way to write.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST = 12  # problems of one test that are shown


def xmllint(path, *options):
    result = subprocess.run(["xmllint", "--noout", "--huge", *options, str(path)], capture_output=True, check=False)
    return result.stderr.decode(errors="replace").splitlines()[:3] if result.returncode else []


def invalid(root, folder):
    """Problems of the two reports in a folder, and their trees."""
    findings, svrl = folder / "report.xml", folder / "report.svrl"
    problems = xmllint(findings, "--relaxng", str(root / "catalogs/findings.rng"))
    problems += xmllint(findings, "--schema", str(root / "catalogs/findings.xsd"))
    problems += xmllint(svrl, "--relaxng", str(HERE / "svrl.rng"))
    if problems:
        return problems, None, None
    return [], xml.etree.ElementTree.parse(findings).getroot(), xml.etree.ElementTree.parse(svrl).getroot()


def compare(lines, tree, svrl):
    objects = [json.loads(line) for line in lines.splitlines()]
    of = lambda kind: [o for o in objects if o["type"] == kind]
    records = tree.findall(F + "record")
    if [int(r.get("seq")) for r in records] != [o["seq"] for o in of("record")]:
        yield f"{len(records)} records, {len(of('record'))} in NDJSON"
    for record, want in zip(records, of("record")):
        got = (record.get("id", ""), record.get("date"), record.get("outcome"), record.find(F + "supplier").get("name", ""),
               [(i.get("line", ""), i.get("name", ""), i.get("outcome"), i.get("category"), i.get("amount"), len(i.findall(F + "evidence")))
                for i in record.findall(F + "item")],
               [(e.get("name"), e.get("state"), (e.findtext(F + "nearest"))) for e in record.findall(F + "element")])
        should = (want["id"], want["date"], want["outcome"], want["supplier"]["name"],
                  [(i["line"], i["name"], i["outcome"], i["category"], i["amount"], len(i["evidence"])) for i in want["items"]],
                  [(e["element"], e["state"], e["nearest"] and e["nearest"]["text"]) for e in want["elements"]])
        if got != should:
            yield f"record {want['seq']}: {got} is not {should}"
    findings = [(int(r.get("seq")), f.get("rule"), f.get("fingerprint"), f.findtext(F + "message"), f.findtext(F + "next"),
                 [b.text for b in f.findall(F + "basis")]) for r in records for f in r.findall(F + "finding")]
    should = [(o["record"], o["rule"], o["fingerprint"], o["message"], o["next"], o["basis"]) for o in of("finding")]
    if findings != should:
        yield f"findings {findings} are not {should}"
    told = [a.find(S + "text").text for a in svrl.findall(S + "failed-assert") if a.get("id") != "rejected"]
    if told != [o["message"] for o in of("finding")]:
        yield f"{len(told)} failed asserts for {len(should)} findings"
    undecided = sum(o["outcome"] == "not-evaluable" for r in of("record") for o in r["items"])
    undecided += sum(e["state"] == "not-evaluable" for r in of("record") for e in r["elements"]) + sum("reason" in r for r in of("record"))
    if len(svrl.findall(S + "successful-report")) != undecided:
        yield f"{len(svrl.findall(S + 'successful-report'))} reports for {undecided} things that are open"
    if len(tree.findall(F + "rejected")) != len(of("rejected")) != len([a for a in svrl.findall(S + "failed-assert") if a.get("id") == "rejected"]):
        yield "rejections differ"
    for supplier, want in zip(tree.findall(F + "supplier"), of("supplier"), strict=True):
        got = (supplier.get("key"), int(supplier.get("item-hits")), int(supplier.find(F + "rating").get("points")),
               [(c.get("name"), int(c.get("items"))) for c in supplier.findall(F + "category")],
               [(c.get("id"), len(c.findall(F + "element"))) for c in supplier.findall(F + "contract")])
        should = (want["key"], want["item_hits"], want["rating"]["points"], [(c["category"], c["items"]) for c in want["categories"]],
                  [(c["id"], len(c["elements"])) for c in want["contracts"]])
        if got != should:
            yield f"supplier {got} is not {should}"
    summary = tree.find(F + "summary")
    for name in ("records_read", "items_read", "elements_required", "findings", "suppliers"):
        if int(summary.get(name.replace("_", "-"))) != objects[-1][name]:
            yield f"{name} differs"


def locations(tree, svrl):
    """Each location is there in the other report."""
    for assertion in svrl.iter():
        location = assertion.get("location")
        if location and location != "/f:run/f:summary":
            path = location.removeprefix("/f:run/").replace("f:", F)
            if len(tree.findall(path)) != 1:
                yield f"{location} is {len(tree.findall(path))} elements"


def a_golden_case(program, root, case, log):
    """Runs a case with other reports; None where it is no run, or gives none."""
    arguments = case.arguments
    if arguments[:1] != ["screen"] or "-o" in arguments and "nowhere" in " ".join(arguments):
        return None
    kept = [argument for i, argument in enumerate(arguments) if argument != "-o" and (i == 0 or arguments[i - 1] != "-o")]
    case.arguments = [*kept, "-o", "ndjson=out/report.ndjson", "-o", "xml=out/report.xml", "-o", "svrl=out/report.svrl"]
    came = case.run(program, [], log)
    if "out/report.xml" not in came:
        return None
    with tempfile.TemporaryDirectory(prefix="procscreen-findings-") as folder:
        folder = pathlib.Path(folder)
        (folder / "report.xml").write_bytes(came["out/report.xml"].replace(b'"<sha256>"', b'"' + b"0" * 64 + b'"'))
        (folder / "report.svrl").write_bytes(came["out/report.svrl"])
        problems, tree, svrl = invalid(root, folder)
        if not problems:
            problems = list(compare(came["out/report.ndjson"].decode(), tree, svrl)) + list(locations(tree, svrl))
        return problems


def hostile_text(root, payloads):
    raw = [payload.encode("utf-8", "surrogatepass") for payload in PAYLOADS] + RAW
    lines = "".join(payload.hex() + "\n" for payload in raw).encode()
    with tempfile.TemporaryDirectory(prefix="procscreen-findings-") as folder:
        folder = pathlib.Path(folder)
        for name in ("xml", "svrl"):
            result = subprocess.run([payloads, name], input=lines, capture_output=True, check=False)
            (folder / f"report.{name}").write_bytes(result.stdout)
            if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]", result.stdout):
                yield f"{name}: a control stands in the report"
        problems, tree, svrl = invalid(root, folder)
        yield from problems
        if problems:
            return
        wanted = [ILLEGAL.sub("\ufffd", repaired(payload)) for payload in raw]
        for record, want in zip(tree.findall(F + "record"), wanted, strict=True):
            item = record.find(F + "item")
            for got in (record.get("id", ""), item.get("name", ""), item.find(F + "evidence").text or "",
                        record.find(F + "finding").findtext(F + "message", "")):
                if got != want:
                    yield f"wanted {want[:40]!r}, got {got[:40]!r}"
        if int(tree.find(f"{F}summary/{F}written").get("replaced")) == 0:
            yield "no replaced character was counted"
        texts = [a.find(S + "text").text or "" for a in svrl.findall(S + "failed-assert") if a.get("id") != "rejected"]
        if not set(wanted) <= set(texts):
            yield "SVRL lost a text"


def main(program, root, payloads):
    tap = Tap()
    root = pathlib.Path(root).resolve()
    ran = 0
    with tempfile.TemporaryDirectory(prefix="procscreen-findings-log-") as log:
        for name in sorted(path.parent.name for path in (root / "tests/golden").glob("*/args")):
            problems = a_golden_case(str(pathlib.Path(program).resolve()), root, golden.Case(name), log)
            if problems is not None:
                ran += 1
                tap.check(f"{name} is valid and says what NDJSON says", problems[:MOST])
    tap.check("there are cases", [] if ran > 10 else [f"{ran}"])
    tap.check("hostile text is well-formed and kept", list(hostile_text(root, payloads))[:MOST])
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
