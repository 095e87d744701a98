"""Shows that count_tests.py loses nothing: a crash, a failed build, a run without tests.

SPDX-License-Identifier: Apache-2.0
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from tap import Tap

# What the tests of one part said, the last line that must come of it, the exit status.
CASES = [
    ("all passed", [("OK", "1..2\nok 1 - a\nok 2 - b\n"), ("OK", "no TAP at all\n")], "3 passed, 0 failed", 0),
    ("a subtest failed", [("ERROR", "ok 1 - a\nnot ok 2 - b\n# why\n")], "1 passed, 1 failed", 1),
    ("a crash after good subtests", [("ERROR", "ok 1 - a\n")], "1 passed, 1 failed", 1),
    ("a crash at once", [("FAIL", "")], "0 passed, 1 failed", 1),
    ("a timeout", [("TIMEOUT", "ok 1 - a\n")], "1 passed, 1 failed", 1),
    ("a subtest skipped", [("OK", "ok 1 - a # SKIP why\nok 2 - b\n")], "1 passed, 0 failed, 1 skipped", 0),
    ("a program skipped", [("SKIP", ""), ("OK", "")], "1 passed, 0 failed, 1 skipped", 0),
    ("nothing ran", [], "0 passed, 0 failed", 1),
    ("everything skipped", [("SKIP", "")], "0 passed, 0 failed, 1 skipped", 1),
]


def count(*arguments):
    return subprocess.run([sys.executable, str(HERE / "count_tests.py"), *arguments], capture_output=True, text=True, check=False)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="procscreen-count-") as work:
        log = pathlib.Path(work) / "testlog.json"
        for name, tests, line, status in CASES:
            log.write_text("".join(json.dumps({"name": "t", "result": result, "stdout": stdout, "returncode": 1}) + "\n"
                                   for result, stdout in tests), encoding="utf-8")
            result = count(f"gcc:{log}")
            came = (result.stdout.splitlines()[-1:], result.returncode)
            tap.check(name, [] if came == ([line], status) else [f"wanted {line}, {status}; came {came}", result.stderr])
        log.write_text(json.dumps({"name": "t", "result": "OK", "stdout": ""}) + "\n", encoding="utf-8")
        result = count(f"gcc:{log}", "san:build", f"clang:{work}/none")
        tap.check("parts without a result are failures",
                  [] if result.stdout.splitlines()[-1] == "1 passed, 2 failed" and result.returncode == 1 else [result.stdout])
    tap.finish()


if __name__ == "__main__":
    main()
