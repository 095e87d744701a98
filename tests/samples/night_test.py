"""The sample night, judged by the shipped packs: each line's outcome and category, and the clauses that matter, as a person
who reads the files would say. Wording, evidence and severities may change; these may not without a reason.

    night_test.py PROGRAM

SPDX-License-Identifier: Apache-2.0
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from tap import Tap

CORE, SERVER, STORAGE = "core-network-equipment", "high-performance-computers-and-servers", "large-capacity-storage-equipment"
DATABASE, SECURITY, CLOUD = "large-databases-and-application-software", "network-security-equipment", "cloud-computing-services"
# Record: per line the category of the hit, "clear" or "not-evaluable".
ITEMS = {
    "PO-2026-11873": [CORE, SECURITY, "clear"],
    "45-7781902": [SERVER, DATABASE, "clear", "clear"],
    "4500093312": [STORAGE, "clear"],
    "0000004127": [SERVER, "clear", "clear"],
    "INV-88120": [CLOUD, "clear"],
    "CG-2026-0561": [SECURITY, CORE, "clear"],
    "CG-2026-0562": ["clear", "clear"],
    "CG-2026-0563": ["not-evaluable"],
    "PO-2026-11880": ["clear", "clear", "clear", "clear"],
    "HK-PO-3307": [SECURITY, CORE, "clear"],
    "EX-FC-2026-014": [],
}
# Record: clause and state, for clauses that the texts leave no doubt about.
CLAUSES = {
    "EX-FC-2026-014": {"confidentiality": "present", "technical-support": "present", "review-cooperation": "missing", "audit-right": "missing"},
    "PO-2026-11873": {"confidentiality": "present", "technical-support": "present", "review-cooperation": "missing"},
    "CG-2026-0561": {"confidentiality": "present", "technical-support": "present", "review-cooperation": "defeated"},
    "HK-PO-3307": {"confidentiality": "defeated", "technical-support": "present"},
    "4500093312": {"confidentiality": "not-evaluable"},
}


def screen(program):
    with tempfile.TemporaryDirectory(prefix="procscreen-night-") as home:
        environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS") if name in os.environ}
        environment.update(HOME=home, LC_ALL="C.UTF-8")
        result = subprocess.run([program, "screen", "-o", "ndjson", HERE / "night"], capture_output=True, env=environment, check=False,
                                timeout=120)
    return result, [json.loads(line) for line in result.stdout.decode().splitlines()]


def main(program):
    tap = Tap()
    result, lines = screen(program)
    records = {line["id"]: line for line in lines if line["type"] == "record"}
    tap.check("something was rejected, so it ends with 3",
              [] if result.returncode == 3 else [f"{result.returncode}: {result.stderr.decode()[-1000:]}"])
    tap.check("every record came", sorted(ITEMS.keys() ^ records.keys()))
    for name, wanted in ITEMS.items():
        items = records.get(name, {}).get("items", [])
        came = [item["category"] if item["outcome"] == "hit" else item["outcome"] for item in items]
        tap.check(f"{name}: lines", [] if came == wanted else [f"wanted {wanted}", f"came   {came}"])
    for name, wanted in CLAUSES.items():
        states = {element["element"]: element["state"] for element in records.get(name, {}).get("elements", [])}
        tap.check(f"{name}: clauses", [f"{clause}: wanted {state}, came {states.get(clause)}" for clause, state in wanted.items()
                                       if states.get(clause) != state])
    rejected = [line for line in lines if line["type"] == "rejected"]
    tap.check("the broken file is rejected with its place", [] if rejected and all(
        line["source"].endswith("09-order-broken.xml") and line["line"] == 21 and line["cause"] == "ill-formed" for line in rejected)
        else rejected)
    tap.check("the counts add up", [] if lines and lines[-1]["type"] == "summary" and lines[-1]["reconciles"] else lines[-1:])
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1])
