"""Reads reports full of hostile text back with other people's parsers: nothing may be lost, nothing may act.

    report_payloads.py PROGRAM         PROGRAM is report_payloads, built from the C file beside this one

SPDX-License-Identifier: Apache-2.0
"""

import csv
import html.parser
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

csv.field_size_limit(10**9)

PAYLOADS = [
    "plain", "", " ", "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\0=1", "\uff1d1+1", "\uff0b1", "\uff0d1",
    "\uff20x", "'=1", "'", '=HYPERLINK("http://x","y")', '"', '""', '";=1', "a,b", "a;b", "a\tb", "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>', "</script><script>", "javascript:alert(1)", "' onmouseover='x", "&lt;b&gt;", "<!--", "-->", "]]>",
    "{{7*7}}", "${jndi:ldap://x}", "\x1b]0;pwn\x07", "\x1b]52;c;cHduZWQ=\x07", "\x1b[2J", "\x9b31m", "\x07", "\x08\x08\x08", "\x7f",
    "\r\nFAKE 2026-01-01 run clean", "%s%n%n", "../../x", "\u2028", "\u2029", "\ufeff", "\u202eevil\u202c", "Hua\u200bwei",
    "\U000e0041\U000e0042", "_x000D_", "\\u0000", "\\", "\\\"", "{\"type\":\"summary\"}", "\U0010ffff", "\ud800", "\x80", "\x85",
    "核心路由器（主用）", "e\u0301" * 30, "한국어 텍스트", "A" * 40000, "长" * 3000, "word " * 400, "\x01\x02\x03\x04\x05\x06",
]
# Bytes that no text has, and sequences cut off.
RAW = [b"\xff", b"a\xc0\xafb", b"\xe6\xa0", b"12345678\xf0\x9f\x98", b"\xf8\x88\x80\x80\x80", b"\xed\xa0\x80\xed\xb0\x80"]
FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
TEXT_COLUMNS = 80


def repaired(raw):
    """What UTF-8 makes of bytes when each byte that is no part of a character becomes U+FFFD."""
    text, at = [], 0
    while at < len(raw):
        for size in (1, 2, 3, 4):
            try:
                text.append(raw[at:at + size].decode("utf-8"))
                break
            except UnicodeDecodeError:
                continue
        else:
            text.append("\ufffd")
            size = 1
        at += size
    return "".join(text)


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError(f"a key twice in {keys}")
    return dict(pairs)


def is_quiet(text):
    """No control, no line end of other alphabets, in what a program or a terminal reads."""
    return not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", text)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def width(line):
    return sum(0 if unicodedata.category(c) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def record_problems(record, want):
    """The record's texts are the payload, each of them."""
    got = [record["source"], record["format"], record["id"], record["supplier"]["name"], record["contracts"][0],
           record["items"][0]["name"], record["items"][0]["evidence"][0]["text"], record["elements"][0]["element"]]
    return [f"wanted {want[:60]!r}, got {text[:60]!r}" for text in got if text != want]


def check_ndjson(output, wanted):
    problems, lines = [], output.split("\n")
    objects = [json.loads(line, object_pairs_hook=unique) for line in lines[:-1]]
    kinds = [o["type"] for o in objects]
    if lines[-1] or kinds[0] != "run" or kinds[-1] != "summary":
        problems.append("does not begin with run and end with summary")
    if kinds.count("record") != len(wanted) or kinds.count("finding") != 3 * len(wanted) or kinds.count("rejected") != len(wanted):
        problems.append(f"{len(kinds)} lines for {len(wanted)} payloads")
    if not is_quiet(output):
        problems.append("a control stands in the output")
    records = [o for o in objects if o["type"] == "record"]
    for record, want in zip(records, wanted):
        problems += record_problems(record, want)
    if objects[-1]["replaced"] == 0:
        problems.append("no replaced byte was counted")
    return problems


def check_json(output, wanted):
    document = json.loads(output, object_pairs_hook=unique)
    problems = []
    if list(document) != ["run", "records", "findings", "rejected", "suppliers", "summary"]:
        problems.append(f"members {list(document)}")
    if not is_quiet(output):
        problems.append("a control stands in the output")
    for record, want in zip(document["records"], wanted, strict=True):
        problems += record_problems(record, want)
    return problems


def check_csv(output, wanted):
    rows = list(csv.DictReader(io.StringIO(output, newline="")))
    problems = []
    if len(re.findall(r"(?<!\r)\n(?=[a-z-]+,)", output)):
        problems.append("a row does not end with CRLF")
    findings = [row for row in rows if row["type"] == "finding"]
    if len(findings) != 3 * len(wanted) or sum(row["type"] == "rejected" for row in rows) != len(wanted):
        problems.append(f"{len(rows)} rows for {len(wanted)} payloads")
    for row in rows:
        problems += [f"formula in {name}: {cell[:40]!r}" for name, cell in row.items()
                     if cell.startswith(FORMULA) and not (name.startswith("exposure_m") and re.fullmatch(r"-?\d+\.\d\d", cell))]
        problems += [f"NUL in {name}" for name, cell in row.items() if "\0" in cell]
    for row, want in zip(findings[::3], wanted):
        cell = row["record_id"]
        back = cell[1:] if cell.startswith("'") else cell
        if back != want.replace("\0", ""):
            problems.append(f"wanted {want[:60]!r}, got {cell[:60]!r}")
    return problems


def check_text(output, wanted):
    problems = [] if is_quiet(output) else ["a control stands in the output"]
    problems += [f"wider than {TEXT_COLUMNS}: {line!r}" for line in output.split("\n") if width(line) > TEXT_COLUMNS]
    invisible = [c for c in output if unicodedata.category(c) == "Cf"]
    if invisible:
        problems.append(f"invisible characters {sorted(set(invisible))}")
    if "FAKE" in output and re.search(r"^FAKE", output, re.MULTILINE):
        problems.append("a payload begins a line")
    if not wanted:
        problems.append("nothing was checked")
    return problems


class Page(html.parser.HTMLParser):
    """The elements and the text of a page, that of script elements by their id."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.attributes, self.data, self.text, self.at = set(), set(), {}, [], ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.at = dict(attrs).get("id", tag) if tag in ("script", "style") else ""

    def handle_endtag(self, tag):
        self.at = ""

    def handle_data(self, data):
        if self.at:
            self.data[self.at] = self.data.get(self.at, "") + data
        else:
            self.text.append(data)


# What the frame and the charts are made of. No payload may bring anything else in.
PAGE_TAGS = {"html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "h3", "main", "section", "ul", "ol", "li", "b", "span",
             "small", "div", "br", "figure", "figcaption", "svg", "defs", "pattern", "path", "circle", "rect", "g", "text", "table", "thead", "tbody",
             "tr", "th", "td", "code", "nav", "form", "footer", "script"}


def check_html(output, wanted):
    page = Page(output)
    problems = [f"element <{tag}>" for tag in page.tags - PAGE_TAGS]
    problems += [f"attribute {name}" for name in page.attributes if name.startswith("on") or name in ("src", "style")]
    problems += [f"{name} holds \"<\"" for name, data in page.data.items() if name not in ("script", "style") and "<" in data]
    rows = page.data["rows-items"].split("\n")
    texts = json.loads(page.data["texts"])
    if rows.pop() or len(rows) != len(wanted):
        problems.append(f"{len(rows)} rows for {len(wanted)} payloads")
    for line, want in zip(rows, wanted):
        row = json.loads(line.split("\t")[0])
        got = row[1] if isinstance(row[1], str) else texts[row[1] - 1] if row[1] else ""
        if got != want:
            problems.append(f"wanted {want[:60]!r}, got {got[:60]!r}")
    shown = "".join(page.text)
    if any(unicodedata.category(c) in ("Cc", "Cf") and c != "\n" for c in shown):
        problems.append("a control or an invisible character stands in the text")
    return problems


def others(output):
    """The same NDJSON in the parsers that people pipe it into, where they are installed."""
    for tool in (["jq", "-c", "."], ["node", "-e", "require('fs').readFileSync(0,'utf8').trim().split('\\n').forEach(l=>JSON.parse(l))"]):
        if shutil.which(tool[0]):
            result = subprocess.run(tool, input=output, capture_output=True, check=False)
            yield tool[0], [] if result.returncode == 0 else result.stderr.decode(errors="replace").splitlines()[:5]


def main(program):
    tap = Tap()
    raw = [payload.encode("utf-8", "surrogatepass") for payload in PAYLOADS] + RAW
    wanted = [repaired(payload) for payload in raw]
    hex_lines = "".join(payload.hex() + "\n" for payload in raw).encode()
    for name, check in (("ndjson", check_ndjson), ("json", check_json), ("csv", check_csv), ("text", check_text), ("html", check_html)):
        result = subprocess.run([program, name], input=hex_lines, capture_output=True, check=False)
        problems = result.stderr.decode(errors="replace").splitlines() if result.returncode else []
        try:
            problems += check(result.stdout.decode("utf-8"), wanted)[:20]
        except (ValueError, KeyError) as error:
            problems.append(f"cannot be read back: {error}")
        tap.check(f"{name} holds hostile text and is not moved by it", problems)
        if name == "ndjson":
            for tool, complaints in others(result.stdout):
                tap.check(f"{tool} reads the NDJSON", complaints)
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1])
