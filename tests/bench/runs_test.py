"""Runs the benchmark on as little as it can be run on. What it measures is looked at by no test: machines differ.

    runs_test.py PROCSCREEN ONE_BY_ONE ROOT

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from tap import Tap

import inputs
import plot

README = "# x\n<!-- bench -->\nold\n<!-- /bench -->\nrest\n"


def main(procscreen, one_by_one, root):
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        readme = pathlib.Path(folder, "README.md")
        readme.write_text(README, encoding="utf-8")
        plot_path = pathlib.Path(folder, "speed.svg")
        run = subprocess.run([sys.executable, pathlib.Path(__file__).parent / "run.py", procscreen, "--data-dir", root, "--one-by-one", one_by_one,
                              "--size", "1", "--largest", "1", "--runs", "1", "--readme", readme, "--plot", plot_path],
                             capture_output=True, text=True, encoding="utf-8")
        tap.check("it runs", [] if run.returncode == 0 else [run.stderr])
        if run.returncode != 0:
            return tap.finish()
        text = readme.read_text(encoding="utf-8")
        tap.check("its table is put between the README's markers",
                  [] if text.startswith("# x\n<!-- bench -->\nMeasured on ") and text.endswith("\n<!-- /bench -->\nrest\n") and "old" not in text else [text])
        rows = re.findall(r"^\| .* \| (?:about )?[\d.,]+ \| [\d.,]+ \|$", text, re.MULTILINE)
        tap.check("procscreen and PCRE2 have rows", [] if len(rows) >= 3 and any("procscreen screen |" in row for row in rows) and any("PCRE2" in row for row in rows) else [text])
        panels = tree.parse(plot_path).getroot().findall("{http://www.w3.org/2000/svg}g")
        tap.check("four curves are drawn", [] if len(panels) == 4 else [f"{len(panels)} panels"])
        shares = []
        for hits in (0, 0.5):
            path = pathlib.Path(folder, "hits.xml")
            inputs.write_orders(path, 300_000, hits)
            said = subprocess.run([procscreen, "screen", "-q", "--fail-on", "never", "--data-dir", root, "-o", "ndjson", path],
                                  capture_output=True, text=True, encoding="utf-8").stdout
            summary = re.search(r'"items_read":(\d+),"items":\{"hit":(\d+)', said)
            shares.append(int(summary[2]) / int(summary[1]))
        tap.check("as many lines are hits as were asked for", [] if shares[0] < 0.01 and 0.45 < shares[1] < 0.55 else [f"{shares}"])
    tap.check("a term's wordings", [] if inputs.wordings("(un|)managed switch|a(b|c(d|e))") == ["unmanaged switch", "managed switch", "ab", "acd", "ace"] else
              [str(inputs.wordings("(un|)managed switch|a(b|c(d|e))"))])
    tap.check("numbers on axes", [] if [plot.number(x) for x in (0.5, 10, 105360)] == ["0.5", "10", "105,360"] else ["wrong"])
    return tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
