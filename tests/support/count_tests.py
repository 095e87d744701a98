"""Adds up what several runs of meson's tests say and prints "N passed, N failed" as the last line.

Arguments: PART:LOG, LOG being a testlog.json of meson, or PART:build for a part that could not be built. A TAP program
counts by its subtests; one that ends badly without any subtest that says so counts as one failure more, so that a crash
cannot be lost. The exit status is 0 only when something ran and nothing failed.

SPDX-License-Identifier: Apache-2.0
"""

import collections
import json
import re
import sys

SUBTEST = re.compile(r"^(not )?ok\b([^#]*)(?:#\s*(\w+))?")


SHOWN = 20  # lines of explanation of one failure


def subtests(output):
    """Yields (result, name) for each line of TAP; a failure's name carries the lines behind it, which explain it."""
    for part in re.split(r"^(?=ok\b|not ok\b)", output, flags=re.MULTILINE):
        line, *explanation = part.splitlines() or [""]
        match = SUBTEST.match(line)
        if not match:
            continue
        directive = (match.group(3) or "").upper()
        name = match.group(2).strip(" -")
        if directive == "SKIP":
            yield "skipped", name
        elif match.group(1) and directive != "TODO":
            yield "failed", "\n    ".join([name, *explanation[:SHOWN]])
        else:
            yield "passed", name


def results_of(test):
    """The results of one meson test as (result, name)."""
    rows = list(subtests(test.get("stdout", "")))
    if test["result"] in ("OK", "EXPECTEDFAIL"):
        return rows or [("passed", "")]
    if test["result"] == "SKIP":
        return rows or [("skipped", "")]
    if not any(result == "failed" for result, _ in rows):
        rows.append(("failed", f"(ended with {test['result']}, status {test.get('returncode')})"))
    return rows


def main(arguments):
    counts = collections.Counter()
    failures = []
    for argument in arguments:
        part, log = argument.split(":", 1)
        try:
            with open(log, encoding="utf-8") as lines:
                tests = [json.loads(line) for line in lines]
        except OSError:
            counts["failed"] += 1
            failures.append(f"{part}: " + ("the build failed" if log == "build" else "it left no result"))
            continue
        here = collections.Counter()
        for test in tests:
            for result, name in results_of(test):
                here[result] += 1
                if result == "failed":
                    failures.append(f"{part}: {test['name']} {name}".rstrip())
        print(f"{part}: {len(tests)} programs, {sum(here.values())} tests, {here['failed']} of them failed")
        counts += here
    for failure in failures:
        print(f"FAILED {failure}")
    line = f"{counts['passed']} passed, {counts['failed']} failed"
    if counts["skipped"]:
        line += f", {counts['skipped']} skipped"
    print(line)
    return 0 if counts["passed"] and not counts["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
