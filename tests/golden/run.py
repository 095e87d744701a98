"""Runs the command as its users do and compares what comes out byte for byte.

    run.py PROGRAM [CASE…]             compare; TAP on standard output
    run.py --update PROGRAM [CASE…]    write what came out into the cases; read the difference before it is committed

A case is a folder here that holds

    args      one argument a line; a line that begins with "#" is a comment. The case runs in a copy of its own folder, so
              that names of inputs in the output are those written here. samples/ there is tests/samples/.
    status    the exit status, one number; 0 where there is none
    stdout    what must stand on standard output; nothing where there is none
    stderr    the same for standard error
    stdin     what is fed to standard input; nothing where there is none
    also      further arguments, one set a line: the case is run once more with each, and all must give the same; cases that
              screen are also run with documents cut into many small stretches
    env       NAME=VALUE lines
    out/      files that the run must write into out/, which is there and empty when it begins

Where "!packs" stands in args, the small packs of golden/packs/ and the native profile are used, so that better shipped packs
do not change the case. Digests of packs change with every edit of theirs; they are written <sha256> in the files of a case, and
so are versions, <version>, where shipped packs are used. Of an HTML page the style sheet, the script, the words and the names of the
packs' things are left out: tests/browser looks at those.

SPDX-License-Identifier: Apache-2.0
"""

import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "support"))
from tap import Tap

TIMEOUT = 120
TODAY = "2026-11-25"  # the law of today must not depend on when the tests run
PACKS = ["--catalog", "packs/catalog.xml", "--policy", "packs/policy.xml", "--formats", "packs/native.xml"]
STRETCHES = ["-j", "4", "--limit", "stretch-bytes=64"]
PAGE = re.compile(rb'(<style>|<script>|<script type="application/json" id="(?:words|names)">).*?(</style>|</script>)', re.DOTALL)
PAGE_DIGEST = re.compile(rb"'sha256-[^']*'")
DIGEST = re.compile(rb'("sha256" ?: ?"| sha256="|<p class="note">)[0-9a-f]{64}(?="|</p>)')
VERSION = re.compile(rb'("version" ?: ?")[^"]*"')


def lines_of(path):
    if not path.exists():
        return []
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def bytes_of(path):
    return path.read_bytes() if path.exists() else b""


class Case:
    def __init__(self, name):
        self.name = name
        self.folder = HERE / name
        arguments = lines_of(self.folder / "args")
        self.own_packs = "!packs" in arguments
        self.arguments = []
        for argument in arguments:
            self.arguments += PACKS if argument == "!packs" else [argument]
        self.also = [shlex.split(line) for line in lines_of(self.folder / "also")]
        if self.arguments[:1] == ["screen"] and "--" not in self.arguments and bytes_of(self.folder / "status") != b"2\n":
            self.also.append(STRETCHES)

    def steady(self, output):
        """The output without what only tells which edition of the shipped packs was used."""
        output = DIGEST.sub(rb'\1<sha256>', output)
        if output.startswith(b"<!DOCTYPE html>"):
            output = PAGE_DIGEST.sub(b"'sha256-<digest>'", PAGE.sub(rb"\1\2", output))
        return output if self.own_packs else VERSION.sub(rb'\1<version>"', output)

    def run(self, program, further, log):
        """What came out, as {name: bytes}."""
        with tempfile.TemporaryDirectory(prefix="procscreen-golden-") as work:
            work = pathlib.Path(work)
            here = work / "case"
            shutil.copytree(self.folder, here, ignore=shutil.ignore_patterns("args", "status", "stdout", "stderr", "also", "env", "out"))
            shutil.copytree(HERE / "packs", here / "packs", dirs_exist_ok=True)
            shutil.copy(ROOT / "catalogs" / "formats" / "native.xml", here / "packs")
            if any("samples/" in argument for argument in self.arguments):
                shutil.copytree(HERE.parent / "samples", here / "samples")
            (here / "out").mkdir()
            environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "MALLOC_PERTURB_") if name in os.environ}
            environment.update(LC_ALL="C.UTF-8", HOME=str(work), PROCSCREEN_DATA=str(ROOT), PROCSCREEN_TODAY=TODAY, PROCSCREEN_PROGRESS="no", PROCSCREEN_CACHE="no")
            for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
                given = os.environ.get(name)
                environment[name] = f"{given + ':' if given else ''}log_path={log}/san"
            environment.update(line.split("=", 1) for line in lines_of(self.folder / "env"))
            result = subprocess.run([program, *self.arguments, *further], cwd=here, env=environment, capture_output=True,
                                    input=bytes_of(self.folder / "stdin"), timeout=TIMEOUT, check=False)
            came = {"status": f"{result.returncode}\n".encode(), "stdout": self.steady(result.stdout), "stderr": result.stderr}
            for path in sorted((here / "out").rglob("*")):
                if path.is_file():
                    came[str(path.relative_to(here))] = self.steady(path.read_bytes())
            return came

    def wanted(self):
        want = {name: bytes_of(self.folder / name) for name in ("status", "stdout", "stderr")}
        want["status"] = want["status"] or b"0\n"
        for path in sorted((self.folder / "out").rglob("*")):
            if path.is_file():
                want[str(path.relative_to(self.folder))] = path.read_bytes()
        return want

    def update(self, came):
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        for name, content in came.items():
            path = self.folder / name
            if content and not (name == "status" and content == b"0\n"):
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
            else:
                path.unlink(missing_ok=True)


def difference(name, want, came):
    if want == came:
        return []
    rows = difflib.unified_diff(*(side.decode("utf-8", "backslashreplace").splitlines() for side in (want, came)),
                                f"{name} (wanted)", f"{name} (came)", n=1, lineterm="")
    return [row if len(row) < 400 else row[:400] + "…" for row in rows][:40] or [f"{name}: differs in its line ends"]


def compare(want, came):
    return [row for name in sorted(want.keys() | came.keys())
            for row in difference(name, want.get(name, b""), came.get(name, b""))]


def reports(log):
    return [path.read_text(errors="replace") for path in sorted(pathlib.Path(log).glob("san*"))]


def main(arguments):
    updating = arguments[:1] == ["--update"]
    program, *names = arguments[updating:]
    program = str(pathlib.Path(program).resolve())
    names = names or sorted(path.parent.name for path in HERE.glob("*/args"))
    tap = Tap()
    tap.check("there are cases", [] if names else ["none"])
    for case in map(Case, names):
        runs = [("", [])] + [(f" with {shlex.join(further)}", further) for further in case.also]
        first = None
        for title, further in runs:
            with tempfile.TemporaryDirectory(prefix="procscreen-golden-log-") as log:
                try:
                    came = case.run(program, further, log)
                    problems = reports(log)
                except subprocess.TimeoutExpired:
                    tap.check(case.name + title, [f"still running after {TIMEOUT} s"])
                    continue
            if updating and first is None:
                case.update(came)
            first = first or case.wanted()
            tap.check(case.name + title, problems + compare(first, came))
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1:])
