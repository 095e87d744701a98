"""Drafts a profile from each sample of this folder, checks it, reads the sample with it alone, and compares what comes out with
the file of what is wanted: kind, id, date and currency of each record, then its parties, contracts and items.

    run.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

HERE = pathlib.Path(__file__).resolve().parent


def run(program, root, *arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PROCSCREEN_")}
    environment |= {"PROCSCREEN_DATA": root, "XDG_CONFIG_HOME": "/nonexistent", "HOME": "/nonexistent"}
    return subprocess.run([program, *arguments], capture_output=True, env=environment, timeout=60, check=False)


def lines_of(record):
    yield " ".join(filter(None, [record["kind"], record["id"], record["date"], record["currency"]]))
    for party in ("buyer", "supplier"):
        if record[party]["name"]:
            yield f"{party} {record[party]['name']}"
    for contract in record["contracts"]:
        yield f"contract {contract}"
    for item in record["items"]:
        name = " ".join(filter(None, ["item", item["line"], item["name"]]))
        yield f"{name} | {item['amount']}" if item["amount"] else name


def problems_of(program, root, sample):
    draft = run(program, root, "coverage", "--suggest", str(sample))
    if draft.returncode != 0:
        yield f"status {draft.returncode}: {draft.stderr.decode()}"
        return
    if draft.stdout != run(program, root, "coverage", "--suggest", str(sample)).stdout:
        yield "two drafts of one sample differ"
    with tempfile.TemporaryDirectory() as folder:
        profile = pathlib.Path(folder) / "draft.xml"
        profile.write_bytes(draft.stdout)
        check = run(program, root, "pack", "check", str(profile))
        if check.returncode != 0:
            yield f"pack check: {check.stderr.decode()}"
        result = run(program, root, "screen", "-q", "--fail-on", "never", "-o", "ndjson", "--formats", str(profile), str(sample))
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    got = [line for row in rows if row["type"] == "record" for line in lines_of(row)]
    want = sample.with_suffix(".want").read_text(encoding="utf-8").splitlines()
    if got != want:
        yield f"got {got}\nwanted {want}\n{draft.stdout.decode()}"


def main(program, root):
    tap = Tap()
    samples = sorted(HERE.glob("*.xml"))
    tap.check("there are samples", [] if len(samples) >= 8 else [f"only {len(samples)}"])
    for sample in samples:
        tap.check(f"a draft from {sample.name} reads it", list(problems_of(program, root, sample)))
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
