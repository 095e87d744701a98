"""Reads each small document here with all shipped format profiles and compares what comes out with what must.

    run.py DUMP PROFILES [CASE…]             compare; TAP on standard output
    run.py --update DUMP PROFILES [CASE…]    write what came out beside the documents; read the difference before it is committed

A case is PROFILE/BEHAVIOUR.xml, a document that shows one behaviour, with BEHAVIOUR.expect beside it: the output of dump.c.
Every shipped profile must have a folder here.

SPDX-License-Identifier: Apache-2.0
"""

import difflib
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from tap import Tap

TIMEOUT = 60


def run(dump, profiles, document):
    # From the folder of the cases, so that no path of this machine gets into a message.
    return subprocess.run([dump, profiles, str(document)], cwd=HERE, capture_output=True, timeout=TIMEOUT)


def compare(dump, profiles, document, update):
    done = run(dump, profiles, document)
    if done.returncode or done.stderr:
        return [f"exit status {done.returncode}", done.stderr.decode(errors="replace")]
    expected = (HERE / document).with_suffix(".expect")
    if update:
        expected.write_bytes(done.stdout)
        return []
    if not expected.exists():
        return [f"{expected.name} is missing"]
    wanted = expected.read_text(encoding="utf-8").splitlines()
    got = done.stdout.decode("utf-8").splitlines()
    return difflib.unified_diff(wanted, got, "expected", "got", lineterm="")


def main(arguments):
    update = arguments[:1] == ["--update"]
    dump, profiles, *names = arguments[1:] if update else arguments
    dump = str(pathlib.Path(dump).resolve())
    profiles = str(pathlib.Path(profiles).resolve())
    cases = [pathlib.Path(name) for name in names]
    tap = Tap()
    if not cases:
        cases = sorted(path.relative_to(HERE) for path in HERE.glob("*/*.xml"))
        tested = {path.parts[0] for path in cases}
        shipped = {path.stem for path in pathlib.Path(profiles).glob("*.xml")}
        tap.check("every profile has cases", sorted(shipped - tested))
        left = {path.with_suffix(".xml") for path in HERE.glob("*/*.expect")} - {HERE / case for case in cases}
        tap.check("every expectation has a document", sorted(left))
    for case in cases:
        tap.check(str(case.with_suffix("")), compare(dump, profiles, case, update))
    tap.finish()


main(sys.argv[1:])
