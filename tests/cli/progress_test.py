"""How far a run is: a bar where standard error is a terminal, a line every few seconds elsewhere, nothing with --quiet.

    progress_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import fcntl
import os
import pathlib
import pty
import re
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

RECORD = ('<record kind="order" id="PO-{0}" date="2026-11-02" currency="CNY"><supplier name="Supplier {0}"/>'
          '<item line="1" name="Office chair, mesh back" amount="100.00"/><item line="2" name="Desk lamp" amount="20.00"/></record>\n')
HEAD = '<records xmlns="urn:procscreen:record:1">\n'
BYTES = r"\d+\.\d [kMG]B"
TEXT = rf"{BYTES}( of {BYTES})?, \d+ records, \d+/s, (\d+:)?\d+:\d\d( left)?"
BAR = rf"(?:\[#*\.*\] +\d+% )?{TEXT}"


class Bench:
    def __init__(self, program, root, folder):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = pathlib.Path(folder)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PROCSCREEN_")}
        self.environment.update(LC_ALL="C.UTF-8", HOME=folder, PROCSCREEN_DATA=root)

    def screen(self, *arguments, **more):
        return subprocess.Popen([self.program, "screen", "-j1", "-o", "ndjson=out.ndjson", *arguments], cwd=self.folder,
                                env=self.environment, stdout=subprocess.DEVNULL, **more)


def write_large(path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD)
        for start in range(0, 150_000, 1000):
            file.write("".join(RECORD.format(number) for number in range(start, start + 1000)))
        file.write("</records>\n")


def terminal(columns):
    """Both ends of one; None where the system gives none, as in a chroot without /dev/pts."""
    try:
        ours, theirs = pty.openpty()
    except OSError:
        return None
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
    return ours, theirs


def hold_up(process):
    """Lets it go on for moments, each twice as long, so that there are a few bars however fast it is."""
    moment = 0.02
    while process.poll() is None:
        time.sleep(moment)
        moment *= 2
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.25)  # more than lies between two bars
        process.send_signal(signal.SIGCONT)


def seen_on(bench, ends, *arguments):
    """What the terminal was sent."""
    ours, theirs = ends
    process = bench.screen(*arguments, stderr=theirs)
    holder = threading.Thread(target=hold_up, args=(process,))
    holder.start()
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    holder.join(timeout=240)
    return seen.decode()


def a_bar(bench, columns, ends):
    seen = seen_on(bench, ends, "large.xml")
    bars = re.findall(r"\r\033\[K([^\r\n]+?)(?=\r\033)", seen)
    if not bars:
        yield f"no bar: {seen!r}"
    for bar in bars:
        if len(bar) >= columns:
            yield f"{len(bar)} columns: {bar!r}"
        if columns >= 80 and not re.fullmatch(BAR, bar):
            yield f"{bar!r}"
    if columns >= 80 and not any(re.match(r"\[#+\.*\] +[1-9]\d*% .* of .* left$", bar) for bar in bars):
        yield f"no bar tells the time left: {bars}"
    if not re.search(r"\r\033\[Kprocscreen: 150000 records screened", seen):
        yield f"the bar is not wiped: {seen[-200:]!r}"


def nothing(bench, option, ends):
    seen = seen_on(bench, ends, option, "large.xml")
    if "\033" in seen or "left" in seen or (option == "-q" and seen):
        yield f"{seen!r}"


def lines_elsewhere(bench):
    """Records that trickle in on standard input, whose end nobody knows."""
    process = bench.screen("-", stdin=subprocess.PIPE, stderr=subprocess.PIPE)

    def feed():
        process.stdin.write(HEAD.encode())
        end = time.monotonic() + 7
        number = 0
        while time.monotonic() < end:
            process.stdin.write("".join(RECORD.format(number + i) for i in range(500)).encode())
            process.stdin.flush()
            number += 500
            time.sleep(0.2)
        process.stdin.write(b"</records>\n")
        process.stdin.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    said = process.stderr.read().decode().splitlines()
    feeder.join()
    process.wait(timeout=60)
    told = [line for line in said if re.fullmatch(f"procscreen: {TEXT}", line)]
    if not 1 <= len(told) <= 2 or len(said) != len(told) + 1 or "records screened" not in said[-1]:
        yield f"{said}"


def main(program, root):
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="procscreen-progress-") as folder:
        bench = Bench(program, root, folder)
        write_large(bench.folder / "large.xml")
        cases = [(f"a bar that fits {columns} columns", lambda ends, columns=columns: a_bar(bench, columns, ends), columns)
                 for columns in (80, 120, 40)]
        cases += [(f"nothing with {option}", lambda ends, option=option: nothing(bench, option, ends), 80)
                  for option in ("-q", "--no-progress")]
        for name, test, columns in cases:
            ends = terminal(columns)
            if ends:
                tap.check(name, list(test(ends)))
            else:
                tap.skip(name, "the system has no terminal to give")
        tap.check("a line every few seconds where there is no terminal", list(lines_elsewhere(bench)))
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
