"""What the check scripts share: results as TAP, and the files of the project.

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import re
import subprocess
import sys


class Tap:
    """Collects results; `finish` prints the plan and gives the exit status."""

    def __init__(self):
        self.count = 0
        self.failed = 0
        print("TAP version 13")

    def check(self, name, problems):
        """One result: passed when there are no problems; each problem is shown as a line of its own."""
        problems = list(problems)
        self.count += 1
        self.failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.count} - {name}")
        for problem in problems:
            for line in str(problem).splitlines():
                print(f"# {line}")

    def skip(self, name, reason):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}")

    def run(self, tests, make_bench):
        """One result for each (name, test) of `tests`: a test gets a bench of its own and yields what is wrong."""
        for name, test in tests:
            with make_bench() as bench:
                try:
                    problems = list(test(bench))
                except (subprocess.TimeoutExpired, OSError) as error:
                    problems = [f"{type(error).__name__}: {error}"]
            self.check(name, problems)

    def finish(self):
        print(f"1..{self.count}", flush=True)
        sys.exit(1 if self.failed or not self.count else 0)


def project_files(root, *patterns):
    """Paths below root, relative to it, that belong to the project: tracked by git or new, but not ignored; where there
    is no git, all but build folders. With patterns only those that match one of them."""
    root = pathlib.Path(root)
    try:
        listed = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True).stdout.decode().split("\0")
        paths = [pathlib.Path(name) for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path.relative_to(root) for path in root.rglob("*") if path.is_file()]
        paths = [path for path in paths if not path.parts[0].startswith("build") and path.parts[0] != ".git"]
    paths = sorted(path for path in set(paths) if (root / path).is_file())
    return [path for path in paths if not patterns or any(path.match(pattern) for pattern in patterns)]


_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)


def blank_comments(source, strings=False):
    """C source with comments (and strings) replaced by blanks; line numbers stay."""
    def blank(match):
        text = match.group(0)
        if text[0] == "/" or strings:
            return re.sub(r"[^\n]", " ", text)
        return text
    return _TOKEN.sub(blank, source)
