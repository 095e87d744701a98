"""The shipped packs: all follow their schemas, pass the check, and every example of every entry comes out as it says.

    shipped_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap


def run(program, root, *arguments):
    return subprocess.run([program, *arguments, "--data-dir", root], capture_output=True, stdin=subprocess.DEVNULL, timeout=120)


def main(program, root):
    tap = Tap()
    checked = run(program, root, "pack", "check")
    complaints = checked.stderr.decode(errors="replace").splitlines()
    tap.check("the packs follow their schemas and load", complaints if checked.returncode else [])
    tap.check("nothing is warned of", [line for line in complaints if "warning" in line])
    tested = run(program, root, "pack", "test")
    lines = tested.stdout.decode(errors="replace").splitlines() + tested.stderr.decode(errors="replace").splitlines()
    tap.check("all examples of the entries pass", [line for line in lines if not line.startswith("ok")] if tested.returncode else [])
    passed = [line for line in lines if "examples passed" in line]
    tap.check("there are examples", [] if passed and int(passed[-1].split()[0]) > 100 else ["fewer than a hundred: " + str(passed)])
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
