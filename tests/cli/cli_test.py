"""How the command behaves as a program: configuration, outputs and their faults, signals, odd names, closed files.

    cli_test.py PROGRAM ROOT

What it finds in records is the business of the golden runs; here one small order is enough.

SPDX-License-Identifier: Apache-2.0
"""

import os
import re
import pathlib
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

BUNDLE = """<records xmlns="urn:procscreen:record:1"><record kind="order" id="B" date="2026-05-01"><item line="1" name="Bundle">
<item line="1.1" name="Core router"/></item></record></records>"""
ORDER = """<?xml version="1.0" encoding="UTF-8"?>
<records xmlns="urn:procscreen:record:1">
  <record kind="order" id="PO-1" date="2026-03-05" currency="CNY">
    <buyer name="Grid"/><supplier name="Acme"/>
    <item line="1" name="Core router chassis" quantity="1" amount="100.00"/>
  </record>
</records>
"""
RAN = (0, 1, 3)


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout or b""
        self.err = process.stderr or b""
        self.lines = self.err.decode("utf-8", "backslashreplace").splitlines()


class Bench:
    """A folder of its own for each test, with one order in in/po.xml."""

    def __init__(self, program, root):
        self.program = str(pathlib.Path(program).resolve())
        self.root = root

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="procscreen-cli-"))
        (self.folder / "in").mkdir()
        (self.folder / "in" / "po.xml").write_text(ORDER, encoding="utf-8")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, **more):
        kept = {name: value for name, value in os.environ.items()
                if name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "MALLOC_PERTURB_")}
        return {**kept, "LC_ALL": "C.UTF-8", "HOME": str(self.folder), "PROCSCREEN_DATA": str(self.root),
                "PROCSCREEN_PROGRESS": "no", "PROCSCREEN_CACHE": "no", **more}

    def run(self, *arguments, stdin=b"", env=None, **more):
        process = subprocess.run([self.program, *arguments], cwd=self.folder, input=stdin, capture_output=True,
                                 env=env or self.environment(), timeout=60, check=False, **more)
        return Result(process)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def names(self):
        return sorted(os.listdir(self.folder))


def wanted(result, statuses, *texts):
    """Problems unless the status is one of those, and each text stands in a line of standard error."""
    statuses = statuses if isinstance(statuses, tuple) else (statuses,)
    problems = [] if result.status in statuses else [f"status {result.status}, not {statuses}", *result.lines[:5]]
    return problems + [f"no line says: {text}" for text in texts if not any(text in line for line in result.lines)]


def usage(b):
    cases = [
        ([], "no command was given"),
        (["scren"], "did you mean screen?"),
        (["pack"], "needs a command"),
        (["pack", "chek"], "did you mean check?"),
        (["screen"], "needs INPUT"),
        (["screen", "--jbos", "2", "in"], "did you mean --jobs?"),
        (["screen", "--jobs"], "needs N behind it"),
        (["screen", "-j0", "in"], '--jobs: "0" is not a number from 1 to 256'),
        (["screen", "--jobs=257", "in"], "from 1 to 256"),
        (["screen", "--quiet=1", "in"], "takes no value"),
        (["screen", "--no-catalog", "in"], "unknown option"),
        (["screen", "--fail-on", "often", "in"], "possible, probable, definite or never"),
        (["screen", "--as-of", "2026-02-30", "in"], "is not a day"),
        (["screen", "--limit", "itms=5", "in"], "did you mean items?"),
        (["screen", "--limit", "items", "in"], "is not NAME=NUMBER"),
        (["screen", "--limit", "items=99999999999999999999", "in"], "is not NAME=NUMBER"),
        (["screen", "-rf.xml"], "unknown option -r"),
        (["screen", "-rf.xml"], "./-rf.xml"),
        (["screen", "-o", "ndjsn", "in"], "did you mean ndjson?"),
        (["screen", "-o", "csv=", "in"], "names no file"),
        (["screen", "-o", "csv", "-o", "ndjson", "in"], "two reports go to standard output"),
        (["explain", "in/po.xml"], "needs INPUT RECORD [LINE]"),
        (["explain", "a", "b", "c", "d"], 'takes no "d"'),
        (["explain", "--fail-on", "never", "a", "b"], "is not an option of this command"),
        (["pack", "check", "in/po.xml"], "is no pack"),
        (["pack", "show", "no-such-pack"], 'there is no pack and no entry "no-such-pack"'),
    ]
    for arguments, text in cases:
        result = b.run(*arguments)
        yield from (f"{arguments}: {problem}" for problem in wanted(result, 2, text))
        if result.out:
            yield f"{arguments}: something stands on standard output"


def help_and_version(b):
    for arguments in (["--help"], ["screen", "--help"], ["pack", "--help"], ["pack", "test", "-h"], ["--version"], ["-Vv"],
                      ["--print-limits"], ["screen", "--help", "--quiet"]):
        result = b.run(*arguments, env=b.environment(PROCSCREEN_CONFIG="/nowhere"))
        yield from (f"{arguments}: {problem}" for problem in wanted(result, 0))
        if not result.out or result.err:
            yield f"{arguments}: help belongs on standard output"
        yield from (f"{arguments}: wider than 80: {line}" for line in result.out.decode().splitlines() if len(line) > 80)


def precedence(b):
    """Which file the report goes to tells which value was taken."""
    b.write("file.conf", "# a comment\n\n  output = csv=from-file.csv\nquiet = yes\n")
    cases = [
        (["--config", "file.conf"], {}, "from-file.csv"),
        ([], {"PROCSCREEN_CONFIG": "file.conf"}, "from-file.csv"),
        (["--config", "file.conf"], {"PROCSCREEN_OUTPUT": "csv=from-environment.csv"}, "from-environment.csv"),
        (["--config", "file.conf", "-ocsv=from-flag.csv"], {"PROCSCREEN_OUTPUT": "csv=from-environment.csv"}, "from-flag.csv"),
        (["--config", "/dev/null", "-o", "csv=alone.csv"], {"PROCSCREEN_CONFIG": "file.conf"}, "alone.csv"),
    ]
    for arguments, more, name in cases:
        yield from wanted(b.run("screen", "in", *arguments, env=b.environment(**more)), RAN)
        made = [found for found in b.names() if found.endswith(".csv")]
        if made != [name]:
            yield f"{arguments} {more}: made {made}, not {name}"
        for found in made:
            (b.folder / found).unlink()


def list_from_environment(b):
    result = b.run("screen", "in", env=b.environment(PROCSCREEN_OUTPUT="csv=a.csv:ndjson=b.ndjson"))
    yield from wanted(result, RAN)
    if not {"a.csv", "b.ndjson"} <= set(b.names()):
        yield f"made {b.names()}"


def places_of_configuration(b):
    b.write(".config/procscreen/procscreen.conf", "output = csv=home.csv\n")
    b.write("xdg/procscreen/procscreen.conf", "output = csv=xdg.csv\n")
    yield from wanted(b.run("screen", "in"), RAN)
    yield from wanted(b.run("screen", "in", env=b.environment(XDG_CONFIG_HOME=str(b.folder / "xdg"))), RAN)
    if not {"home.csv", "xdg.csv"} <= set(b.names()):
        yield f"made {b.names()}"


def wrong_configuration(b):
    cases = [
        ("qiet = yes\n", "c.conf:1: unknown key \"qiet\"", "did you mean quiet?"),
        ("\n# x\nquiet = maybe\n", "c.conf:3: quiet is yes or no", ""),
        ("jobs = 2\n\njobs = none\n", "c.conf:3: jobs: \"none\"", ""),
        ("quiet\n", "c.conf:1: a line is \"key = value\"", ""),
        ("help = yes\n", "c.conf:1: unknown key \"help\"", ""),
        ("config = other.conf\n", "c.conf:1: unknown key \"config\"", ""),
        ("quiet = yes\0\n", "holds a NUL byte", ""),
    ]
    for text, *said in cases:
        b.write("c.conf", text)
        yield from (f"{text!r}: {problem}" for problem in wanted(b.run("screen", "in", "--config", "c.conf"), 2, *filter(None, said)))
    yield from wanted(b.run("screen", "in", "--config", "none.conf"), 2, "cannot read the configuration file none.conf")
    yield from wanted(b.run("screen", "in", env=b.environment(PROCSCREEN_JBOS="2")), 2, "did you mean PROCSCREEN_JOBS?")
    yield from wanted(b.run("screen", "in", env=b.environment(PROCSCREEN_JOBS="x")), 2, "PROCSCREEN_JOBS: ")


def refused_outputs(b):
    (b.folder / "link.csv").symlink_to("in/po.xml")
    os.mkfifo(b.folder / "pipe.csv")
    (b.folder / "deep").mkdir()
    (b.folder / "deep" / "in").mkdir()
    before = (b.folder / "in" / "po.xml").read_bytes()
    cases = [
        (["in", "-o", "csv=in/report.csv"], "it lies in in, which is read"),
        (["in/po.xml", "-o", "csv=in/po.xml"], "it is in/po.xml, which is read"),
        (["deep", "-o", "csv=deep/in/a.csv"], "it lies in deep, which is read"),
        ([".", "-o", "csv=a.csv"], "it lies in ., which is read"),
        (["in", "-o", "csv=link.csv"], "symbolic link"),
        (["in", "-o", "csv=pipe.csv"], "no regular file"),
        (["in", "-o", "csv=/dev/full"], "no regular file"),
        (["in", "-o", "csv=deep"], "no regular file"),
        (["in", "-o", "csv=deep/"], "it is a folder"),
        (["in", "-o", "csv=a", "-o", "ndjson=./a"], "two reports go to"),
        (["in", "-o", "csv=deep/a", "-o", "ndjson=deep/in/../a"], "two reports go to"),
    ]
    names = b.names()
    for arguments, text in cases:
        yield from (f"{arguments}: {problem}" for problem in wanted(b.run("screen", *arguments), 2, text))
    if b.names() != names or (b.folder / "in" / "po.xml").read_bytes() != before:
        yield f"something was touched: {b.names()}"
    yield from wanted(b.run("screen", "in", "-o", "csv=nowhere/a.csv"), 4, "cannot write nowhere/a.csv")


def whole_files(b):
    """A report replaces the name, not what another name stands for; its mode is the user's; nothing else is left."""
    old = b.write("old.csv", "old\n")
    os.link(old, b.folder / "kept.csv")
    yield from wanted(b.run("screen", "in", "-o", "csv=old.csv", preexec_fn=lambda: os.umask(0o027)), RAN)
    if (b.folder / "kept.csv").read_text() != "old\n":
        yield "the other name of the file was written through"
    if not (b.folder / "old.csv").read_text().startswith("type,"):
        yield "there is no new report"
    mode = stat.S_IMODE((b.folder / "old.csv").stat().st_mode)
    if mode != 0o640:
        yield f"mode {mode:o}"
    if b.names() != ["in", "kept.csv", "old.csv"]:
        yield f"left behind: {b.names()}"


def full_disk(b):
    """However early a file cannot grow any more: exit 4, the old file stays, nothing is left behind."""
    b.write("old.ndjson", "old\n")
    failed = 0
    for size in (0, 1, 100, 500, 1000):
        result = b.run("screen", "in", "-o", "ndjson=old.ndjson",
                       preexec_fn=lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
        if result.status in RAN:
            continue
        failed += 1
        yield from (f"{size} bytes: {problem}" for problem in wanted(result, 4, "cannot write old.ndjson after"))
        if (b.folder / "old.ndjson").read_text() != "old\n" or b.names() != ["in", "old.ndjson"]:
            yield f"{size} bytes: {b.names()}"
    if failed < 3:
        yield "the disk was never full"


def full_standard_output(b):
    with open("/dev/full", "wb") as full:
        process = subprocess.run([b.program, "screen", "in", "-o", "csv", "-o", "ndjson=other.ndjson"], cwd=b.folder, stdout=full,
                                 stderr=subprocess.PIPE, env=b.environment(), timeout=60, check=False)
    yield from wanted(Result(process), 4, "cannot write standard output after")
    if "other.ndjson" not in b.names():
        yield "the report that could be written is not there"


def gone_reader(b):
    """A closed pipe is told by the status alone."""
    for arguments in (["screen", "in", "-o", "ndjson"], ["formats"], ["--help"]):
        read_end, write_end = os.pipe()
        os.close(read_end)
        process = subprocess.run([b.program, *arguments], cwd=b.folder, stdin=subprocess.DEVNULL, stdout=write_end,
                                 stderr=subprocess.PIPE, env=b.environment(), timeout=60, check=False)
        os.close(write_end)
        yield from (f"{arguments}: {problem}" for problem in wanted(Result(process), 4))
        if any("write" in line or "pipe" in line.lower() for line in Result(process).lines):
            yield f"{arguments}: {process.stderr.decode()}"


def closed_standard_files(b):
    """No file of ours may get the number of a standard one."""
    def close_all():
        for number in (0, 1, 2):
            os.close(number)

    process = subprocess.Popen([b.program, "screen", "in", "-o", "ndjson=a.ndjson", "-o", "text"], cwd=b.folder,
                               env=b.environment(), preexec_fn=close_all)
    status = process.wait(60)
    if status not in RAN:
        yield f"status {status}"
    text = (b.folder / "a.ndjson").read_text(encoding="utf-8") if "a.ndjson" in b.names() else ""
    lines = text.splitlines()
    if not lines or not all(line.startswith('{"type":') and line.endswith("}") for line in lines):
        yield f"the report is mixed with something: {text[:200]}"


def bare_environment(b):
    one = b.run("screen", "in", "-o", "ndjson", "-q")
    other = b.run("screen", "in", "-o", "ndjson", "-q", "--data-dir", str(b.root), env={"LANG": "tr_TR.UTF-8"}
                  | {name: value for name, value in b.environment().items() if name in ("LD_LIBRARY_PATH", "ASAN_OPTIONS")})
    yield from wanted(other, one.status)
    if one.out != other.out or not one.out:
        yield "the report depends on the environment"


def stopped_by_a_signal(b):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        process = subprocess.Popen([b.program, "screen", "-", "-o", "ndjson=night.ndjson"], cwd=b.folder, stdin=subprocess.PIPE,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=b.environment())
        process.stdin.write(ORDER.encode()[:200])
        process.stdin.flush()
        deadline = time.monotonic() + 20
        while not any(name.startswith(".night") for name in b.names()) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.2)
        process.send_signal(number)
        try:
            status = process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            yield f"{number.name}: still running after 10 s"
            continue
        finally:
            process.stdin.close()
            process.stderr.close()
        if status != 128 + number:
            yield f"{number.name}: status {status}"
        if b.names() != ["in"]:
            yield f"{number.name}: left behind {b.names()}"


def workers_of(b, *options, **more):
    """The most worker processes seen while the first of three inputs has not come yet."""
    process = subprocess.Popen([b.program, "screen", *options, "-", "in", "in", "-o", "ndjson"], cwd=b.folder, stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=b.environment(), **more)
    most = 0
    for _ in range(40):
        try:
            most = max(most, len(pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()))
        except FileNotFoundError:
            break
        time.sleep(0.02)
    process.communicate(ORDER.encode(), timeout=60)
    return most


def as_many_workers_as_processors(b):
    if workers_of(b, "-j3") < 2:
        yield "-j3 did not start more than one"
    one = workers_of(b, preexec_fn=lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}))
    if one != 1:
        yield f"{one} workers where one processor may be used"


def odd_names(b):
    """Names are shown so that nothing in them acts, one event a line, and are opened as they are."""
    names = [b"-rf.xml", b"--help", b"a\nb.xml", b"a\x1b[31m.xml", b"=1.xml", b"\xff.xml", b"a%62.xml", b"http:x.xml"]
    (b.folder / "odd").mkdir()
    for name in names:
        (pathlib.Path(os.fsdecode(os.fsencode(b.folder / "odd") + b"/" + name))).write_text("no XML", encoding="utf-8")
    result = b.run("screen", "-o", "csv=odd.csv", "--", "odd", *[b"odd/" + name for name in names])
    yield from wanted(result, 3, "a\\x1b[31m.xml", "a\\nb.xml", "\\xff.xml", "=1.xml", "--help", "a%62.xml", "http:x.xml")
    if any(byte < 0x20 and byte != 0x0A or byte == 0x7F for byte in result.err):
        yield f"a control reached standard error: {result.err!r}"
    events = [line for line in result.lines if not line.startswith("  ")]
    if not all(line.startswith("procscreen: ") for line in events) or len(events) != 2 * len(names) + 1:
        yield f"{len(events)} lines for {2 * len(names)} rejections and a sum: {events}"
    (b.folder / "-rf.xml").write_text(ORDER, encoding="utf-8")
    for arguments in (["./-rf.xml"], ["--", "-rf.xml"]):
        yield from (f"{arguments}: {problem}" for problem in wanted(b.run("screen", "-o", "csv", *arguments), RAN))


def quiet(b):
    b.write("bad.xml", "<a>")
    result = b.run("screen", "in", "bad.xml", "-q", "-o", "csv")
    yield from wanted(result, 3)
    if result.err:
        yield f"said {result.err!r}"
    loud = b.run("screen", "in", "bad.xml", "-o", "csv")
    yield from wanted(loud, 3, "bad.xml:1:", "records screened")


def standard_input(b):
    result = b.run("screen", "-", "--stdin-name", "erp", "-o", "ndjson", "-q", stdin=ORDER.encode())
    yield from wanted(result, RAN)
    if b'"source":"erp"' not in result.out:
        yield "the name of standard input is not told"
    yield from wanted(b.run("coverage", "-", stdin=ORDER.encode()), 0)
    found = b.run("explain", "-", "PO-1", "1", stdin=ORDER.encode())
    yield from wanted(found, 0)
    if b"Core router chassis" not in found.out:
        yield "explain does not show the line"
    yield from wanted(b.run("explain", "in/po.xml", "1"), 0)
    yield from wanted(b.run("explain", "in/po.xml", "PO-2"), 3, 'there is no record "PO-2"')
    yield from wanted(b.run("explain", "in/po.xml", "PO-1", "77"), 3, 'there is no line "77"')
    bundle = b.run("explain", "-", "B", "1.1", stdin=BUNDLE.encode())
    yield from wanted(bundle, 0)
    if b"read of variant 1.1" not in bundle.out or b"variant 1.1 name" not in bundle.out:
        yield "a variant is not explained with its line"


def colours(b):
    plain = b.run("screen", "in")
    coloured = b.run("screen", "in", "--colour", "always")
    if b"\033[" in plain.out or b"\033[" not in coloured.out:
        yield "colours do not follow --colour"
    yield from wanted(b.run("screen", "in", "--colour", "blue"), 2, "is not auto, always or never")


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def text_fits(b):
    """Text is for terminals of 80 columns, in which a Chinese character takes two."""
    wide = 0
    for folder in ("samples/night", "formats/kingdee", "formats/yonyou-u8", "formats/cn-einvoice"):
        inputs = f"{b.root}/tests/{folder}"
        text = b.run("screen", "-q", "--colour", "never", inputs).out.decode()
        for line in text.split("\n"):
            wide += width(line) > len(line)
            if width(line) > 80:
                yield f"{folder}: {width(line)} columns: {line}"
    if wide < 50:
        yield f"only {wide} lines have Chinese in them"


def first_files(b):
    result = b.run("init", "new")
    yield from wanted(result, 0)
    made = ["new/operators.xml", "new/procscreen.conf", "new/profile.xml"]
    if sorted(os.listdir(b.folder / "new")) != [name[4:] for name in made]:
        yield f"made {os.listdir(b.folder / 'new')}"
    if sorted(result.out.decode().split()) != made:
        yield f"says {result.out!r}"
    yield from wanted(b.run("pack", "check", "new/profile.xml"), 0)
    # An option that the profile promises is one that there is.
    comment = re.search(r"<!--.*?-->", (b.folder / "new/profile.xml").read_text(), re.DOTALL).group()
    promised = re.findall(r"option\s+([a-z-]+)", comment)
    if promised != ["formats", "suggest"]:
        yield f"the empty profile tells of the options {promised}"
    usage_of_coverage = b.run("coverage", "--help").out.decode()
    for option in promised:
        if f"--{option}" not in usage_of_coverage:
            yield f"coverage has no option {option}"
    yield from wanted(b.run("screen", "in", "--config", "new/procscreen.conf", "--operators", "new/operators.xml"), RAN)
    # Uncommented, every key is one that is known, and the example of the operators file is a right one.
    config = (b.folder / "new/procscreen.conf").read_text()
    keys = re.findall(r"^#([a-z-]+) = (.*)$", config, re.MULTILINE)
    if len(keys) < 15:
        yield f"only {len(keys)} keys"
    for key, value in keys:
        b.write("one.conf", f"{key} = {value}\n")
        if any("unknown" in line for line in b.run("screen", "in", "--config", "one.conf").lines):
            yield f"{key} is not a key"
    operators = (b.folder / "new/operators.xml").read_text()
    b.write("own.xml", re.sub(r"<!-- Take.*?(?=  <operator )", "", operators, flags=re.DOTALL).replace("</operator>\n  -->", "</operator>"))
    yield from wanted(b.run("screen", "in", "--operators", "own.xml"), RAN)
    yield from wanted(b.run("init", "new"), 4, "File exists", "nothing that exists is overwritten")
    b.write("new/operators.xml", "mine")
    os.remove(b.folder / "new/profile.xml")
    yield from wanted(b.run("init", "new"), 4, "File exists")
    if (b.folder / "new/operators.xml").read_text() != "mine" or (b.folder / "new/profile.xml").exists():
        yield "something was written"


def drafts(b):
    """A draft goes to standard output, reads its sample, and says what is known already."""
    sample = str(pathlib.Path(b.root) / "tests/suggest/english-erp.xml")
    result = b.run("coverage", "--suggest", sample)
    yield from wanted(result, 0)
    if result.err or not result.out.startswith(b"<?xml "):
        yield f"says {result.err!r} and {result.out[:60]!r}"
    b.write("draft.xml", result.out.decode())
    yield from wanted(b.run("pack", "check", "draft.xml"), 0)
    read = b.run("coverage", "--formats", "draft.xml", sample)
    yield from wanted(read, 0)
    if b"PO-2026-001" not in read.out:
        yield f"the draft reads {read.out!r}"
    piped = b.run("coverage", "--suggest", "-", stdin=pathlib.Path(sample).read_bytes())
    yield from wanted(piped, 0)
    if piped.out != result.out:
        yield "standard input gives another draft"
    nowhere = b.environment() | {"TMPDIR": "/nonexistent"}
    yield from wanted(b.run("coverage", "--suggest", "-", stdin=b"<a/>", env=nowhere), 4, "cannot keep standard input")
    with open(sample, "rb") as file:
        direct = subprocess.run([b.program, "coverage", "--suggest", "-"], stdin=file, capture_output=True, env=nowhere, timeout=60, check=False)
    if direct.returncode != 0 or direct.stdout != result.out:
        yield f"a file on standard input is copied: {direct.stderr!r}"
    known = b.run("coverage", "--suggest", "in/po.xml")
    yield from wanted(known, 0, "read already by the profile native")
    if b"read already by the profile native" not in known.out:
        yield "the draft does not say that its format is known"
    b.write("broken.xml", pathlib.Path(sample).read_text()[:1500])
    yield from wanted(b.run("coverage", "--suggest", "broken.xml"), 3, "broken.xml:")
    limited = b.run("coverage", "--suggest", "-", "--limit", "file-bytes=1500", stdin=pathlib.Path(sample).read_bytes() + b" " * 1000000)
    yield from wanted(limited, 3, "limit:file-bytes")
    b.write("poor.xml", "<a><b>1</b></a>")
    poor = b.run("coverage", "--suggest", "poor.xml")
    yield from wanted(poor, 3, "looks like a record")
    if poor.out:
        yield "wrote something"
    yield from wanted(b.run("coverage", "--suggest", "none.xml"), 3, "cannot read none.xml")
    yield from wanted(b.run("coverage", "--suggest", "in"), 0, "read already by the profile native")
    hostile = pathlib.Path(b.root) / "tests/fuzz/corpus/suggest/hostile.xml"
    b.write("hostile-draft.xml", b.run("coverage", "--suggest", str(hostile)).out.decode())
    yield from wanted(b.run("pack", "check", "hostile-draft.xml"), 0)


def files_from(b):
    """Inputs out of a list: in its order, behind the operands, and what is wrong with its place."""
    for name in "a b.xml", "c.xml", "d\ne.xml":
        b.write(f"in/{name}", ORDER)
    b.write("list", "in/a b.xml\r\n\nin/c.xml\nnone.xml")
    result = b.run("screen", "-o", "ndjson", "in/po.xml", "--files-from", "list")
    yield from wanted(result, 3, "none.xml: cannot open", "it is named in list, line 4")
    sources = re.findall(rb'^{"type":"record","source":"([^"]*)"', result.out, re.M)
    if sources != [b"in/po.xml", b"in/a b.xml", b"in/c.xml"]:
        yield f"read in this order: {sources}"
    result = b.run("screen", "-o", "ndjson", "--files-from", "-", "-0", stdin=b"in/d\ne.xml\0in/c.xml\0")
    yield from wanted(result, RAN)
    if result.out.count(b'{"type":"record"') != 2:
        yield "names that end with NULs were not all read"
    yield from wanted(b.run("screen", "-o", "ndjson", "--files-from", "-", stdin=b"in/c.xml\0in/c.xml\0"), 3, "-:1: a NUL in a name: give --null")
    yield from wanted(b.run("screen", "-o", "ndjson", "--files-from", "-", stdin=b"x" * 5000 + b"\nin/c.xml"), 3, "-:1: a name of 5000 bytes",
                      "1 records screened")
    yield from wanted(b.run("screen", "-o", "ndjson", "--files-from", "-", stdin=b"-\n"), 3, "standard input is the list itself")
    yield from wanted(b.run("screen", "--files-from", "-", "-"), 2, "cannot be both the list and an input")
    yield from wanted(b.run("screen", "--files-from", "nolist"), 2, "cannot read nolist")
    yield from wanted(b.run("screen", "-o", "ndjson", "--files-from", "in"), 3, "cannot read on: Is a directory")
    yield from wanted(b.run("screen", "-o", "ndjson", "--files-from", "-", stdin=b"\n"), 3)
    yield from wanted(b.run("screen", "--allow-empty", "--files-from", "-", stdin=b"\n"), 0)
    before = (b.folder / "in" / "c.xml").read_bytes()
    yield from wanted(b.run("screen", "-o", "csv=in/c.xml", "--files-from", "-", stdin=b"in/c.xml\n"), 2, "would be written over it")
    yield from wanted(b.run("screen", "-o", "csv=list", "--files-from", "list"), 2)
    if (b.folder / "in" / "c.xml").read_bytes() != before or (b.folder / "list").read_bytes()[:2] != b"in":
        yield "an input was written over"
    yield from wanted(b.run("coverage", "--files-from", "list"), 3, "cannot read none.xml")
    yield from wanted(b.run("coverage", "--files-from", "-", stdin=b"in/c.xml"), 0)
    many = b"".join(b"none-%d.xml\n" % i for i in range(3000))
    result = b.run("screen", "-q", "-o", "ndjson", "--files-from", "-", stdin=many)
    if result.out.count(b'{"type":"rejected"') != 3000:
        yield "of 3000 names that are not there some were not told"


TESTS = [
    ("wrong usage is told with the way out", usage),
    ("help and version go to standard output", help_and_version),
    ("a flag goes before the environment, that before the file", precedence),
    ("lists of the environment are parted by colons", list_from_environment),
    ("the configuration file is looked for at home", places_of_configuration),
    ("an unknown key is an error with its place", wrong_configuration),
    ("inputs are named by a list", files_from),
    ("outputs that would harm are refused before anything is touched", refused_outputs),
    ("a report appears whole and under its own name only", whole_files),
    ("a full disk is status 4 and leaves the old report", full_disk),
    ("a full standard output is status 4", full_standard_output),
    ("a reader that has gone is status 4, quietly", gone_reader),
    ("closed standard files harm no report", closed_standard_files),
    ("a bare environment changes nothing", bare_environment),
    ("a signal ends the run and leaves nothing behind", stopped_by_a_signal),
    ("there are as many workers as processors that may be used", as_many_workers_as_processors),
    ("odd names are opened and shown as they are", odd_names),
    ("quiet is quiet", quiet),
    ("standard input is read by all commands", standard_input),
    ("colours are written only when wanted", colours),
    ("text fits 80 columns, Chinese too", text_fits),
    ("init writes files that work, and overwrites none", first_files),
    ("suggest drafts a profile that reads its sample", drafts),
]


def main(program, root):
    tap = Tap()
    tap.run(TESTS, lambda: Bench(program, root))
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
