"""How fast procscreen is, against what else reads or searches the same bytes, and how that grows.

    run.py PROCSCREEN [--data-dir DIR] [--one-by-one PROGRAM] [--size MB] [--largest MB] [--runs K] [--keep FOLDER]
        [--readme README.md] [--plot FILE.svg]

Makes its inputs (inputs.py; 1.1 GB with the largest at 1,000 MB), times each command RUNS times, one after the other in turn, and takes
the median of wall times. Nothing here passes or fails: machines differ, so read the ratios. What is too slow for a whole file is timed on a
slice and multiplied, and said so. Rivals that are not installed are left out, and said so.

    ninja -C build tests/bench_one_by_one && python3 tests/bench/run.py build/engine/procscreen --one-by-one build/tests/bench_one_by_one

The README's table and curves are made with `--readme README.md --plot tests/bench/speed.svg`.

SPDX-License-Identifier: Apache-2.0
"""

import argparse
import datetime
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import inputs
import plot

HERE = pathlib.Path(__file__).resolve().parent
MB = 1_000_000
SLICE_MB = 1
# Into a pipe: grep stops at the first match when its output is thrown away.
GREP = 'grep -c -a -F -f "$1" "$2" | cat'


def timed(command, runs, env=None):
    """Median of wall times in seconds, behind a first run that brings the files into memory."""
    times = []
    for _ in range(1 + runs):
        with tempfile.TemporaryFile() as said:
            began = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=env)
            status = process.wait()
            times.append(time.perf_counter() - began)
            said.seek(0)
            complaint = said.read().decode(errors="replace")
        if status not in (0, 1, 3):
            sys.exit(f"{' '.join(map(str, command))}: exit status {status}\n{complaint}")
    return statistics.median(times[1:])


class Bench:
    def __init__(self, given, folder):
        self.given = given
        self.folder = folder
        self.rows = []
        self.notes = []

    def screen(self, path, *options):
        return [self.given.procscreen, "screen", "-q", "--fail-on", "never", "--data-dir", self.given.data_dir, *options, "-o", "ndjson", path]

    def orders(self, size, hits=0.05):
        path = self.folder / f"orders-{size}-{hits}.xml"
        if not path.exists():
            print(f"making {path.name}", file=sys.stderr)
            inputs.write_orders(path, size * MB, hits)
        return path

    def measure(self, command, **more):
        print("timing", *[str(part) for part in command][:6], file=sys.stderr)
        return timed(command, self.given.runs, **more)

    def patterns(self):
        """The terms as regular expressions, one for each <term>; and all wordings, for grep."""
        expressions, words = self.folder / "patterns", self.folder / "words"
        terms = inputs.terms(pathlib.Path(self.given.data_dir) / "catalogs")
        edge = r"(?<![A-Za-z0-9])(?:{})(?![A-Za-z0-9])"
        expressions.write_text("".join(edge.format("|".join(map(re.escape, term))) + "\n" for term in terms), encoding="utf-8")
        words.write_text("".join(wording + "\n" for term in terms for wording in term if wording), encoding="utf-8")
        return expressions, words, len(terms), sum(map(len, terms))

    def rivals(self):
        whole, part = self.orders(self.given.size), self.orders(SLICE_MB)
        expressions, words, count, wordings = self.patterns()
        scale = whole.stat().st_size / part.stat().st_size
        found = shutil.which
        python_lxml = subprocess.run([sys.executable, "-c", "import lxml"], capture_output=True).returncode == 0
        cases = [("xmllint --sax, which only parses", found("xmllint") and ["xmllint", "--sax", "--noout", "--huge", whole], 1),
                 ("procscreen screen", self.screen(whole), 1),
                 ("procscreen screen -j 1", self.screen(whole, "-j1"), 1),
                 (f"grep -F -f, {wordings:,} words on raw bytes, as written", found("grep") and ["sh", "-c", GREP, "sh", words, whole], 1),
                 (f"PCRE2 with JIT, {count} terms one by one", self.given.one_by_one and [self.given.one_by_one, expressions, part], scale),
                 (f"Python, lxml and re, {count} terms one by one", python_lxml and [sys.executable, HERE / "one_by_one.py", expressions, part], scale)]
        base = None
        for name, command, factor in cases:
            if not command:
                self.notes.append(f"left out, not installed: {name}")
                continue
            seconds = self.measure(command, env={**os.environ, "LC_ALL": "C.UTF-8" if "grep" not in name else "C"})
            base = base or seconds
            self.rows.append((name, seconds * factor, seconds * factor / base, factor > 1))

    def sizes(self):
        steps = [size for size in (1, 10, 100, 1000) if size <= self.given.largest]
        ours = [(size, self.measure(self.screen(self.orders(size)))) for size in steps]
        lines = [("procscreen", ours)]
        if shutil.which("xmllint"):
            lines.append(("xmllint --sax", [(size, self.measure(["xmllint", "--sax", "--noout", "--huge", self.orders(size)])) for size in steps]))
        return ("Size of one file", "MB", "seconds", lines, True)

    def terms(self):
        points = []
        path = self.orders(self.given.size)
        for times in (1, 2, 5, 10):
            folder = self.folder / f"catalogs-{times}"
            count = inputs.write_catalogs(pathlib.Path(self.given.data_dir) / "catalogs", folder, times)
            points.append((count, self.measure(self.screen(path, "--catalog", folder))))
        return (f"Wordings in the catalog, {self.given.size} MB", "wordings", "seconds", [("procscreen", points)], False)

    def threads(self):
        path = self.orders(self.given.size)
        points = [(jobs, self.measure(self.screen(path, f"-j{jobs}"))) for jobs in (1, 2)]
        return (f"Worker processes, {self.given.size} MB", "workers", "seconds", [("procscreen", points)], False)

    def hits(self):
        shares = (0, 0.05, 0.1, 0.25, 0.5)
        points = [(share * 100, self.measure(self.screen(self.orders(self.given.size, share)))) for share in shares]
        return (f"Lines that are network products, {self.given.size} MB", "per cent", "seconds", [("procscreen", points)], False)

    def table(self, panels):
        lines = [f"Measured on {datetime.date.today()}, {os.cpu_count()} processors, median of {self.given.runs}; {self.given.size} MB of orders in one file, 5 % of the lines are hits:", "",
                 "| What | Seconds | Times a bare parse |", "|---|---:|---:|"]
        for name, seconds, ratio, scaled in self.rows:
            lines.append(f"| {name} | {'about ' if scaled else ''}{seconds:,.2f} | {ratio:,.1f} |")
        lines += ["", f"“About”: timed on {SLICE_MB} MB and multiplied.", ""]
        for title, x_name, _, series, _ in panels:
            for name, points in series:
                lines.append(f"- {title}, {name}, {x_name} and seconds: " + ", ".join(f"{plot.number(x)}: {y:.2f}" for x, y in points) + ".")
        return "\n".join(lines + [f"- {note}" for note in self.notes]) + "\n"


def put_into(readme, table):
    text = readme.read_text(encoding="utf-8")
    begin, end = "<!-- bench -->\n", "<!-- /bench -->\n"
    head, _, rest = text.partition(begin)
    _, found, tail = rest.partition(end)
    if not found:
        sys.exit(f"{readme}: no place between {begin.strip()} and {end.strip()}")
    readme.write_text(head + begin + table + end + tail, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("procscreen")
    parser.add_argument("--data-dir", default=str(HERE.parents[1]), help="folder of catalogs/ and policies/ (default: this checkout)")
    parser.add_argument("--one-by-one", help="the program of one_by_one.c")
    parser.add_argument("--size", type=int, default=100, help="MB of the files that are compared (default: 100)")
    parser.add_argument("--largest", type=int, default=1000, help="MB of the largest file (default: 1000)")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=pathlib.Path, help="keep the inputs in this folder, and use those that are there")
    parser.add_argument("--readme", type=pathlib.Path, help="renew this README's table")
    parser.add_argument("--plot", type=pathlib.Path, help="draw the curves into this file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(given, folder)
        bench.rivals()
        panels = [bench.sizes(), bench.terms(), bench.threads(), bench.hits()]
    table = bench.table(panels)
    print(table)
    if given.readme:
        put_into(given.readme, table)
    if given.plot:
        given.plot.write_text(plot.draw(panels), encoding="utf-8")


if __name__ == "__main__":
    main()
