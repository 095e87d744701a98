"""The HTML report in a browser: lists are filtered, sorted, opened and printed, links lead to findings, nothing that input holds acts,
and 50,000 findings are no burden.

    page_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import html
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent / "support")]
from browser import Browser, missing
from tap import Tap

TODAY = "2026-11-25"
MANY = 50000  # findings
# Seconds. A desktop does each in a tenth of it; what is looked for is a page that freezes.
LOADS_WITHIN, REACTS_WITHIN = 20, 4
EVIL = "\"'><img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script></script><!--<svg onload=window.pwned=1>&lt;b&gt; {{7*7}} "
# Names, numbers and digests that a run could not be read with if they were anything else.
FIXED = {"type", "sha256", "outcome", "state", "severity", "confidence", "scale", "kind", "status", "check", "date", "amount", "min", "max",
         "total", "fingerprint", "worst", "last_audit", "audit_due", "delivery", "as_of", "today", "schema", "cause", "procscreen",
         "level"}
# Fields that the page has no use for: what parties are merged by, and the line of a finding, which stands in its item too.
UNSEEN = {"key", "item"}


ALL_OPEN = """document.querySelectorAll('#table .open').forEach(b => b.click()); document.querySelectorAll('details').forEach(d => d.open = true);
    return document.body.innerText"""
# Amounts whose characters stand on more than one line; a range may part behind its first amount.
PARTED = """const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), parted = [];
    for (let node; (node = walk.nextNode());) {
      for (const match of node.data.matchAll(/[\\d,.]+\\u00a0(?:元|港元|美元)|[A-Z]{3}\\u00a0[\\d,.]+/g)) {
        const range = document.createRange();
        range.setStart(node, match.index); range.setEnd(node, match.index + match[0].length);
        if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) parted.push(match[0]);
      }
    }
    return parted"""
LISTS = ("items", "contracts", "suppliers", "undecided", "rejected")


def table(browser):
    """The text of the cells of the list that is shown, row by row, without the cell of the button."""
    return browser.run("return [...document.querySelectorAll('#table > table > tbody > tr[data-row]')].map("
                       "row => [...row.cells].map(cell => cell.innerText))")


def shown(browser):
    """(rows shown, rows of the list) by the line above the list."""
    numbers = [int(word.replace(",", "")) for word in browser.run("return document.getElementById('status').textContent").split()
               if word.replace(",", "").isdigit()]
    return tuple(numbers[:2])


def differs(what, got, want):
    return [] if got == want else [f"{what}: {got!r}, not {want!r}"]


class Pages:
    def __init__(self, program, root, work):
        self.program = pathlib.Path(program).resolve()
        self.work = work
        self.environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
                            if name in os.environ}
        self.environment.update(LC_ALL="C.UTF-8", HOME=str(work), PROCSCREEN_DATA=str(root), PROCSCREEN_TODAY=TODAY)

    def run(self, *arguments):
        result = subprocess.run([self.program, *map(str, arguments)], capture_output=True, cwd=self.work, env=self.environment,
                                timeout=300, check=False)
        if result.returncode not in (0, 1, 3):
            raise RuntimeError(f"exit {result.returncode}: {result.stderr.decode()}")

    def screen(self, name, *inputs):
        """(page, kept run as objects)"""
        page, run = self.work / f"{name}.html", self.work / f"{name}.ndjson"
        self.run("screen", "-q", *inputs, "-o", f"html={page}", "-o", f"ndjson={run}")
        return page, [json.loads(line) for line in run.read_text(encoding="utf-8").splitlines()]

    def report(self, name, objects, *options):
        page, run = self.work / f"{name}.html", self.work / f"{name}.ndjson"
        run.write_text("".join(json.dumps(value) + "\n" for value in objects), encoding="utf-8")
        self.run("report", run, "-o", f"html={page}", *options)
        return page


def lists_agree(tap, browser, run):
    """The counts of the lists are those of the run."""
    records = [value for value in run if value["type"] == "record"]
    hits = sum(item["outcome"] == "hit" for record in records for item in record["items"])
    tabs = browser.run("return Object.fromEntries([...document.querySelectorAll('#tabs a')].map(a => "
                       "[a.getAttribute('href').slice(1), Number(a.querySelector('.count').textContent.replace(/,/g, ''))]))")
    tap.check("the lists have what the run has",
              differs("items", tabs["items"], hits) + differs("suppliers", tabs["suppliers"], sum(v["type"] == "supplier" for v in run)) +
              differs("rejected", tabs["rejected"], sum(v["type"] == "rejected" for v in run)) +
              ([] if tabs["contracts"] and tabs["undecided"] else [f"{tabs}"]))
    problems = []
    for name, count in tabs.items():
        browser.click(f'#tabs a[href="#{name}"]')
        browser.wait("return document.querySelector(`#tabs a[href='#${arguments[0]}']`).hasAttribute('aria-current')", name)
        problems += differs(name, shown(browser), (min(count, count), count))
        problems += differs(f"rows of {name}", len(table(browser)), min(count, 50))
    tap.check("each list is shown", problems)


def filters_and_sorts(tap, browser, page, run):
    browser.open(page, "#items")
    items = [(record, item) for record in run if record["type"] == "record" for item in record["items"] if item["outcome"] == "hit"]
    browser.type("#filters input[type=search]", "firewall")
    browser.wait("return document.getElementById('status').textContent.startsWith(arguments[0])",
                 str(sum("firewall" in item["name"].lower() for _, item in items)) + " ")
    tap.check("a word filters the list", [row for row in table(browser) if "firewall" not in " ".join(row).lower()])
    browser.click("#filters button")
    tap.check("filters are cleared", differs("shown", shown(browser), (len(items), len(items))))
    browser.run("const s = document.querySelector('#filters [data-filter=category]'); s.value = 'network security equipment';"
                "s.dispatchEvent(new Event('change'))")
    want = sum(item["category"] == "network-security-equipment" for _, item in items)
    tap.check("a choice filters the list", differs("shown", shown(browser)[0], want) +
              [row for row in table(browser) if "network security equipment" not in row])
    browser.click("#filters button")
    heads = browser.run("return [...document.querySelectorAll('#table th')].map(th => [th.textContent.replace(/[^\\w ]/g, ''), th.ariaSort])")
    at = [head for head, _ in heads].index("Amount")
    problems = differs("sorted at first", [sort for _, sort in heads if sort != "none"], ["descending"])
    for direction in ("descending", "ascending"):
        browser.click(f'#table th button[data-column="{at}"]')
        # Sorted by currency, then by amount.
        cells = [row[at + 1].split() for row in table(browser)]
        keys = [(currency, float(amount.replace(",", ""))) for currency, amount in cells]
        problems += differs("aria-sort", browser.run("return document.querySelectorAll('#table th')[arguments[0]].ariaSort", at), direction)
        problems += differs(direction, keys, sorted(keys, reverse=direction == "descending"))
        problems += differs("focus", browser.run("return document.activeElement.dataset.column"), str(at))
    tap.check("a column sorts the list, both ways, and keeps the focus", problems)
    browser.open(page, "#contracts")
    title = "Right to audit the supplier"
    browser.run("const s = document.querySelector('#filters [data-filter=failed-clauses]'); s.value = arguments[0];"
                "s.dispatchEvent(new Event('change'))", title)
    want = sorted(record["id"] for record in run if record["type"] == "record" for element in record["elements"]
                  if element["element"] == "audit-right" and element["state"] in ("missing", "defeated"))
    tap.check("contracts are filtered by the clause that they lack", differs("records", sorted(row[2] for row in table(browser)), want) +
              ([] if want else ["none lacks it"]))


def opens(tap, browser, page, run):
    browser.open(page, "#items")
    browser.run("document.querySelector('#table .open').focus()")
    browser.keys("\ue007")  # Enter
    detail = browser.wait("const d = document.querySelector('#table tr.detail'); return d && d.innerText")
    button = browser.run("const b = document.querySelector('#table .open'); return [b.ariaExpanded, b.getAttribute('aria-controls'), b.ariaLabel]")
    problems = [f"\"{part}\" is not in: {detail}" for part in ("MCR 2021 art. 5", "in force since 15 Feb 2022", "1 to 10 times", "Write the self",
                                                              "only if the buyer", "Evidence") if part not in detail]
    problems += differs("the button", button[0], "true") + ([] if browser.run("return !!document.getElementById(arguments[0])", button[1]) else [button])
    problems += [] if browser.run("return document.querySelectorAll('#table .detail .line mark').length") else ["no term is marked in the line"]
    browser.keys("\ue007")
    problems += differs("rows of details", browser.run("return document.querySelectorAll('#table tr.detail').length"), 0)
    tap.check("a row opens and closes by the keyboard, with its evidence", problems)
    findings = [value for value in run if value["type"] == "finding"]
    item = next(value for value in findings if value["item"] and value["exposure"])
    defeated = next(value for value in findings if value["rule"] == "element-defeated")
    lacking = next((record["seq"], element) for record in run if record["type"] == "record" for element in record["elements"]
                   if element["state"] == "missing" and element["nearest"] and "lacks" in element["nearest"])
    missing_one = next(value for value in findings if value["record"] == lacking[0] and value["element"] == lacking[1]["element"])
    for name, value, parts in (("an item", item, [item["message"], item["next"]]), ("a clause without effect", defeated, [defeated["message"]]),
                               ("a clause that is missing", missing_one, [lacking[1]["nearest"]["text"], lacking[1]["nearest"]["lacks"]])):
        browser.open(page, "#f-" + value["fingerprint"])
        text = browser.run("const f = document.activeElement; return [f.id, f.closest('.element, .detail').innerText]")
        top = browser.run("const r = document.activeElement.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight")
        tap.check(f"a link leads to {name}", differs("focus", text[0], "f-" + value["fingerprint"]) + ([] if top else ["it is not in view"]) +
                  [f"\"{part}\" is not in: {text[1]}" for part in parts if " ".join(part.split()) not in " ".join(text[1].split())])
    browser.open(page, "#f-" + "0" * 64)
    tap.check("a link that leads nowhere is said", [] if "no finding" in browser.run("return document.getElementById('status').textContent") else ["not said"])


def defeats_are_told(tap, browser, page, run):
    """A clause that was found and has no effect: by what, and the passage that says so, marked."""
    record, element = next((record, element) for record in run if record["type"] == "record" for element in record["elements"]
                           if element["state"] == "defeated" and element["evidence"])
    finding = next(value for value in run if value["type"] == "finding" and value["record"] == record["seq"] and value["element"] == element["element"])
    browser.open(page, "#f-" + finding["fingerprint"])
    text = " ".join(browser.run("return document.activeElement.closest('.element').innerText").split())
    marks = browser.run("return [...document.activeElement.closest('.element').querySelectorAll('.places mark')].map(m => m.textContent)")
    passage = next(evidence for evidence in element["evidence"] if evidence["role"] == "defeat")
    tap.check("a clause without effect tells what takes it away",
              [f"\"{part}\" is not in: {text}" for part in ("Defeated by", "Passage, and what takes its effect away", " ".join(passage["text"].split()))
               if part not in text] + ([] if marks else ["nothing is marked"]))


def suppliers_open(tap, browser, page, run):
    """Every supplier opens to its row of the register, by the keyboard, and its points add up."""
    suppliers = [value for value in run if value["type"] == "supplier"]
    names = {value["element"]: value for record in run if record["type"] == "record" for value in record["elements"]}
    browser.open(page, "#suppliers")
    problems = differs("columns", browser.run("return [...document.querySelectorAll('#table > table > thead th')].map(th => th.innerText.replace(/[^\\w ]/g, '').trim())"),
                       ["Severity", "Supplier", "Rating", "Identifier", "Findings", "Lines in a category", "Failed clauses", "Not evaluable",
                        "Amount of these lines", "Review exposure", "Audit due"])
    for supplier in suppliers:
        browser.run("[...document.querySelectorAll('#table .open')].find(b => b.ariaLabel.includes(arguments[0])).focus()", supplier["name"])
        browser.keys("\ue007")
        text = " ".join(browser.run("return document.activeElement.closest('tr').nextElementSibling.innerText").split())
        row = " ".join(browser.run("return document.activeElement.closest('tr').innerText").split())
        rating = supplier["rating"]
        parts = [rating[name] for name in ("worst", "hits", "elements", "undecided", "audit") if rating[name]]
        problems += differs(f"points of {supplier['name']}", sum(parts), rating["points"])
        wanted = [f"{rating['points']} of 100 points"] + [f"{n} for " for n in parts] + [contract["id"] for contract in supplier["contracts"]]
        wanted += [f"{category['category'].split('-')[0]}" for category in supplier["categories"]]
        wanted += [f"{amount['currency']} {float(amount['amount']):,.2f}" for amount in supplier["amounts"] + supplier["purchases"] if "." in amount["amount"]]
        wanted += [f"{exposure['currency']} {float(exposure['min']):,.2f} to" for exposure in supplier["review_exposure"] if "." in exposure["min"]]
        wanted += supplier["aliases"]
        problems += [f"\"{part}\" is not in: {text}" for part in wanted if part not in text]
        problems += [f"{rating['level']} is not in: {row}"] if f"{rating['level'].capitalize()} {rating['points']}" not in row else []
    seen = [contract for supplier in suppliers for contract in supplier["contracts"] if contract["elements"]]
    problems += [] if seen and names else ["no contract of the sample has clauses"]
    tap.check("suppliers open to the register, and their points add up", problems)
    browser.run("const s = document.querySelector('#filters [data-filter=rating]'); s.value = 'High'; s.dispatchEvent(new Event('change'))")
    tap.check("suppliers are filtered by their rating", differs("shown", shown(browser)[0], sum(s["rating"]["level"] == "high" for s in suppliers)))


def keyboard_and_names(tap, browser, page):
    browser.open(page)
    browser.keys("\ue004")  # Tab
    first = browser.run("const a = document.activeElement; return [a.className, a.getBoundingClientRect().left >= 0]")
    unnamed = browser.run("""return [...document.querySelectorAll('button, a, input, select')].filter(e =>
        !(e.textContent.trim() || e.ariaLabel || (e.labels && e.labels.length))).map(e => e.outerHTML)""")
    pictures = browser.run("return [...document.querySelectorAll('figure > svg')].filter(s => s.getAttribute('role') !== 'img' || !s.ariaLabel).length")
    heads = browser.run("return [...document.querySelectorAll('th')].filter(th => !th.scope).length")
    ring = browser.run("document.querySelector('#tabs a').focus({focusVisible: true}); return getComputedStyle(document.activeElement).outlineStyle")
    tap.check("the first key leads to the skip link", differs("first", first, ["skip", True]))
    tap.check("what is used has a name, charts a text, columns a scope", unnamed + differs("charts", pictures, 0) + differs("heads", heads, 0))
    tap.check("the focus is seen", differs("outline", ring, "solid"))
    skipped = []
    for name in LISTS:
        browser.open(page, "#" + name)
        browser.run(ALL_OPEN)
        skipped += browser.run("""const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(h => h.checkVisibility()).map(h => [Number(h.tagName[1]), h.textContent]);
            return levels.filter(([level], i) => i && level > levels[i - 1][0] + 1).map(([level, text]) => level + " " + text)""")
    tap.check("headings skip no level", skipped)
    ids = browser.run("const n = {}; document.querySelectorAll('[id]').forEach(e => n[e.id] = (n[e.id] || 0) + 1); return Object.keys(n).filter(k => n[k] > 1)")
    tap.check("no name of an element stands twice", ids)


def prints(tap, browser, page):
    browser.open(page)
    browser.run("window.printed = 0; addEventListener('beforeprint', () => { window.printed = document.querySelectorAll('#table tr[data-row]').length; })")
    pdf = browser.pdf()
    tap.check("it prints", ([] if pdf.startswith(b"%PDF") and len(pdf) > 20000 else [f"{len(pdf)} bytes"]) +
              ([] if browser.run("return window.printed") else ["no rows were there for the paper"]))


def policy_holds(tap, browser, page):
    browser.open(page)
    browser.log()
    blocked = browser.run("""
        window.refused = []; document.addEventListener('securitypolicyviolation', e => window.refused.push(e.effectiveDirective));
        const script = document.createElement('script'); script.textContent = 'window.pwned = 1'; document.body.append(script);
        const image = document.createElement('img'); image.src = 'http://127.0.0.1:9/x.png'; document.body.append(image);
        const style = document.createElement('style'); style.textContent = 'body { color: red }'; document.body.append(style);
        return window.pwned || 0""")
    refused = browser.wait("return window.refused.length >= 3 && window.refused")
    browser.log()
    tap.check("its policy lets nothing else run, load or look", differs("ran", blocked, 0) +
              [name for name in ("script-src-elem", "img-src", "style-src-elem") if name not in refused])


def poison(value, path=()):
    """The value with a hostile text in every field, and which fields those are."""
    if isinstance(value, dict):
        return {key: poison(inner, (*path, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [poison(inner, path) for inner in value]
    key = path[-1]
    if not isinstance(value, str) or key in FIXED or not value:
        return value
    return f"{EVIL}<{key}>"


def nothing_acts(tap, browser, pages, run):
    objects = [poison(value) if value["type"] not in ("run", "summary") else value for value in run]
    for record in objects:
        if record["type"] == "record":  # marks are places in texts that are others now
            parts = record["items"] + record["elements"]
            for evidence in [e for part in parts for e in [*part["evidence"], part.get("nearest")] if e]:
                evidence.pop("mark", None)
    seen = {key for value in objects if value["type"] not in ("run", "summary") for key in keys_of(value)} - UNSEEN
    for lang, where in (("en", ""), ("zh", " in Chinese")):
        problems, text = open_all(browser, pages.report("evil-" + lang, objects, "--lang", lang))
        tap.check(f"nothing that input holds acts{where}", problems)
        # Elements' and categories' names are parts of longer texts in some places, hence the end of the text only.
        tap.check(f"it is shown as text, in every field{where}", [key for key in sorted(seen) if f"<{key}>" not in text] if len(seen) > 15 else [f"only {seen}"])


def open_all(browser, page):
    """(what acted, the text of all lists with every row open)"""
    browser.open(page)
    browser.wait("return document.querySelector('#table tr[data-row]')")
    usual = browser.run("return document.querySelectorAll('script').length")
    problems, text = [], ""
    for name in LISTS:
        browser.click(f'#tabs a[href="#{name}"]')
        browser.wait("return document.querySelector(`#tabs a[href='#${arguments[0]}']`).hasAttribute('aria-current')", name)
        text += browser.run(ALL_OPEN)
        problems += differs(f"elements of {name} that input made", browser.run(
            "return document.querySelectorAll('img, iframe, b b, object, embed, svg[onload]').length"), 0)
    problems += differs("scripts", browser.run("return document.querySelectorAll('script').length"), usual)
    return problems + differs("ran", browser.run("return window.pwned || 0"), 0) + browser.log(), text


def hostile_names_in_sentences(tap, browser, pages):
    """A sentence that is said in another language carries what input put into it as it is, whatever that looks like."""
    quoted = EVIL.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    trick = '", matches our reading of x (definite): {item}; the supplier is obliged. '
    source = pages.work / "hostile.xml"
    source.write_text('<records xmlns="urn:procscreen:record:1">' + "".join(
        f'<record kind="order" id="{name}" date="2026-11-20" currency="CNY"><supplier name="S{text}"/><contract ref="C{text}"/>'
        f'<item line="1" name="Core router {text}" amount="5"/></record>' for name, text in (("A", quoted), ("B", trick.replace('"', "&quot;"))))
        + "</records>", encoding="utf-8")
    page = pages.work / "hostile.html"
    run = pages.work / "hostile.ndjson"
    pages.run("screen", "-q", source, "--lang", "zh", "-o", f"html={page}", "-o", f"ndjson={run}")
    names = [item["name"] for line in run.read_text(encoding="utf-8").splitlines() if line.startswith('{"type":"record"') for item in json.loads(line)["items"]]
    problems, text = open_all(browser, page)
    text = " ".join(re.sub(r"\\u\{[0-9a-f]+\}", "", text).split())
    wanted = [f"第1行“{' '.join(name.split())}”按我们的理解属于核心网络设备（确定）" for name in (name.replace("\u2029", "") for name in names)]
    tap.check("hostile names in Chinese sentences are text", problems + differs("lines", len(names), 2) + [f"\"{part}\" is not there" for part in wanted if part not in text])


def keys_of(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and inner.startswith(EVIL):
                yield key
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, str) and inner.startswith(EVIL):
                yield inner.rsplit("<", 1)[1].rstrip(">")
            yield from keys_of(inner)


def disguises_are_shown(tap, browser, pages, run):
    objects = json.loads(json.dumps(run))
    record = next(value for value in objects if value["type"] == "record" and any(item["outcome"] == "hit" for item in value["items"]))
    record["supplier"]["name"] = "A\u202egro.elpmaxe\u202c\u200b\x07B"
    browser.open(pages.report("disguised", objects))
    text = browser.run("return document.body.innerText")
    tap.check("what turns text or cannot be seen is shown", [] if "A\\u{202e}gro.elpmaxe\\u{202c}\\u{200b}\\u{7}B" in text else ["not shown"])


def decided_workbook(path, *rows):
    """A workbook with decisions: rows of decision, reason, owner, expiry and fingerprint on the sheet of items."""
    head = ("Decision", "Reason", "Owner", "Expiry", "Fingerprint")
    main, relations = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"', "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet = lambda lines: f"<worksheet {main}><sheetData>" + "".join("<row>" + "".join(
        f'<c t="inlineStr"><is><t>{html.escape(cell)}</t></is></c>' for cell in line) + "</row>" for line in lines) + "</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="{relations}"><sheets><sheet name="Items" r:id="a"/><sheet name="Contracts" r:id="b"/>'
                                            "</sheets></workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                         '<Relationship Id="a" Target="a.xml"/><Relationship Id="b" Target="b.xml"/></Relationships>')
        archive.writestr("xl/a.xml", sheet([head, *rows]))
        archive.writestr("xl/b.xml", sheet([head]))


def decisions_are_shown(tap, browser, pages, run):
    """Beside their findings, what has expired as such, and what a person wrote as text."""
    first, second = [value["fingerprint"] for value in run if value["type"] == "finding" and value["item"]][:2]
    workbook = pages.work / "decided.xlsx"
    decided_workbook(workbook, ("accepted", "</script><script>window.hit=1</script>", "Wang <b>", "2026-10-01", first),
                     ("false-positive", "", "", "2027-06-30", second))
    problems = []
    for lang, wanted in (("en", ("Decision", "risk accepted, by Wang <b>, expired on 1 Oct 2026", "</script><script>window.hit=1</script>",
                                 "false positive, until 30 Jun 2027")),
                         ("zh", ("处理决定", "接受风险，负责人：Wang <b>，已于 2026年10月1日 过期", "误报，有效期至 2027年6月30日"))):
        page = pages.report(f"decided-{lang}", run, "--lang", lang, "--decisions", workbook)
        seen = ""
        for fingerprint in (first, second):
            browser.open(page, "#f-" + fingerprint)
            seen += browser.run("return document.activeElement.innerText")
        problems += [f"{lang}: \"{part}\" is not in: {seen}" for part in wanted if part not in seen]
        problems += ["a script ran"] if browser.run("return window.hit") else []
    tap.check("decisions are shown beside their findings", problems + browser.log())


def says_what_it_leaves_out(tap, browser, pages, run):
    browser.open(pages.report("few", run, "--limit", "page-rows=4"))
    rows = table(browser)
    hits = sum(item["outcome"] == "hit" for record in run if record["type"] == "record" for item in record["items"])
    said = browser.run("return document.getElementById('status').textContent")
    tap.check("a list that is cut has the most severe rows and says how many it leaves out",
              differs("rows", len(rows), 4) + ([] if f"Not in this page: {hits - 4};" in said else [said]) +
              differs("severities", [row[1] for row in rows], ["High", "High", "High", "Medium"]))


def without_script(tap, page):
    with Browser("--blink-settings=scriptEnabled=false") as browser:
        browser.open(page)
        body = browser.command("GET", f"/element/{browser.find('body')}/text")
    problems = [f"\"{part}\" is not there" for part in ("Procurement screening report", "First things to do", "Firewall QW-620", "Write the self-determination",
                                                       "Findings of the highest severity", "What was screened", "CNY 592,000.00 to 5,920,000.00")
                if part not in body.replace("\u00a0", " ")]
    tap.check("without script the first screen and the worst findings can be read", problems)


def said_of(run):
    """What the engine and the packs say in a run, which is English there."""
    for value in run:
        if value["type"] == "finding":
            yield from (value["message"], value["next"], *value["basis"])
            yield from (part["formula"] for part in (value["exposure"],) if part and "formula" in part)
        elif value["type"] == "rejected":
            yield from (value["message"], value.get("hint"))
        elif value["type"] == "record":
            for part in value["items"] + value["elements"]:
                yield from (part.get("reason"), part.get("basis"), (part.get("nearest") or {}).get("lacks"), part.get("through"))


def chinese(tap, browser, pages, run):
    page = pages.report("zh", run, "--lang", "zh")
    whole, english = "", []
    for name in LISTS:
        browser.open(page, "#" + name)
        whole += browser.run(ALL_OPEN).replace("\u00a0", " ")
        english += browser.run("return [...document.querySelectorAll('body [lang=en]')].map(e => e.textContent)")
    left = sorted({text for text in said_of(run) if text and " " in text and text in whole})
    tap.check("the Chinese page says in Chinese what the engine and the packs say", english + left +
              [f"\"{part}\" is not there" for part in ("《网络安全审查办法》（2021年）第五条", "40 分（最严重的发现）", "处采购金额1倍以上10倍以下罚款", "无合同文本") if part not in whole])
    without_script_zh = page.read_text(encoding="utf-8").split("<script", 1)[0]
    tap.check("its first screen too", [text for text in sorted(set(said_of(run)) - {None}) if " " in text and text in without_script_zh])
    browser.open(page, "#items")
    text = browser.run("return document.body.innerText").replace("\u00a0", " ")
    tap.check("the Chinese page", differs("language", browser.run("return document.documentElement.lang"), "zh-Hans") + browser.log() +
              [f"\"{part}\" is not there" for part in ("采购筛查报告", "2026年11月20日", "网络安全设备", "592,000.00 至 5,920,000.00 元", "优先处理") if part not in text])


def narrow(tap, browser, pages, run):
    """On a phone nothing but a list is wider than the screen, and what a row opens to is not; amounts stay whole at every width."""
    problems = []
    for lang in ("en", "zh"):
        page = pages.report("narrow-" + lang, run, "--lang", lang)
        for width in (390, 800, 1400):
            browser.view(width, 800)
            for name in LISTS:
                browser.open(page, "#" + name)
                browser.run(ALL_OPEN)
                problems += [f"{lang} {name} at {width}: {amount}" for amount in browser.run(PARTED)]
                if width == 390:
                    problems += differs(f"{lang} {name}: width of the page", browser.run("return document.documentElement.scrollWidth"), width)
                    problems += [f"{lang} {name}: a detail of {wide}" for wide in browser.run(
                        "return [...document.querySelectorAll('.detail > td > div')].map(d => d.getBoundingClientRect().width)") if wide > width]
    browser.window_view()
    tap.check("a phone's width is enough, and no amount parts from its currency", problems)


def many(tap, browser, pages):
    """MANY findings on items, and half as many records again."""
    records = []
    for n in range(MANY // 10):
        items = "".join(f'<item line="{k}" name="Core router ZQ-{n}-{k}" amount="{1000 + n}.50"><property name="ports" value="24"/></item>' for k in range(10))
        records.append(f'<record kind="order" id="PO-{n}" date="2026-{1 + n % 12:02}-{1 + n % 28:02}" currency="CNY"><buyer name="Buyer {n % 7}"/>'
                       f'<supplier name="Supplier {n % 400}"/>{items}</record>')
    source = pages.work / "many.xml"
    source.write_text('<records xmlns="urn:procscreen:record:1">' + "".join(records) + "</records>", encoding="utf-8")
    page = pages.work / "many.html"
    pages.run("screen", "-q", source, "-o", f"html={page}")
    began = time.monotonic()
    browser.open(page)
    browser.wait("return document.querySelector('#table tr[data-row]')", seconds=60)
    loaded = time.monotonic() - began
    heap = browser.run("return performance.memory ? performance.memory.usedJSHeapSize : 0")
    count = shown(browser)
    clock = """const began = performance.now(); const done = arguments[0];
        const next = f => requestAnimationFrame(() => setTimeout(() => { f(); }, 0));"""
    sort = browser.command("POST", "/execute/async", {"script": clock + """
        document.querySelector('#table th button[data-column="4"]').click(); next(() => done(performance.now() - began))""", "args": []})
    search = browser.command("POST", "/execute/async", {"script": clock + """
        const box = document.querySelector('#filters input'); box.value = 'zq-4321'; box.dispatchEvent(new Event('input'));
        const old = document.getElementById('status').textContent;
        const look = () => document.getElementById('status').textContent === old ? next(look) : done(performance.now() - began); look()""", "args": []})
    found = shown(browser)
    browser.open(page, "#items")
    browser.wait("return document.querySelector('#following')", seconds=60)
    browser.run("document.getElementById('following').focus()")
    browser.keys("\ue007")
    paged = browser.run("return [document.activeElement.id, document.querySelector('#pages [role=status]').textContent]")
    began = time.monotonic()
    browser.click('#tabs a[href="#contracts"]')
    browser.wait("return document.querySelector('#tabs a[href=\"#contracts\"]').hasAttribute('aria-current')")
    tab = time.monotonic() - began
    print(f"# {MANY} findings on items: page of {page.stat().st_size / 1e6:.0f} MB, ready in {loaded:.2f} s, heap {heap / 1e6:.0f} MB, "
          f"sorted in {sort / 1000:.2f} s, searched in {search / 1000:.2f} s, other list in {tab:.2f} s")
    tap.check(f"{MANY} findings are all there", differs("items", count, (MANY, MANY)) + differs("found", found, (10, MANY)))
    tap.check("the next page comes by the keyboard, which can go on", differs("focus and page", paged, ["following", f"Page 2 of {MANY // 50:,}"]))
    tap.check("the page does not freeze with them", [f"loaded in {loaded:.1f} s"] * (loaded > LOADS_WITHIN) +
              [f"sorted in {sort} ms"] * (sort > REACTS_WITHIN * 1000) + [f"searched in {search} ms"] * (search > REACTS_WITHIN * 1000) +
              [f"other list in {tab} s"] * (tab > REACTS_WITHIN) + browser.log())


def main(program, root):
    tap = Tap()
    if missing():
        tap.skip("the HTML report in a browser", f"{missing()} is not there")
        tap.finish()
    with tempfile.TemporaryDirectory(prefix="procscreen-page-") as work, Browser() as browser:
        pages = Pages(program, root, pathlib.Path(work))
        page, run = pages.screen("night", root / "tests/samples/night")
        browser.open(page)
        tap.check("it loads nothing and says nothing", browser.log() +
                  browser.run("return performance.getEntriesByType('resource').map(e => e.name)"))
        lists_agree(tap, browser, run)
        filters_and_sorts(tap, browser, page, run)
        opens(tap, browser, page, run)
        defeats_are_told(tap, browser, page, run)
        suppliers_open(tap, browser, page, run)
        keyboard_and_names(tap, browser, page)
        prints(tap, browser, page)
        tap.check("all that said nothing on the console", browser.log())
        policy_holds(tap, browser, page)
        nothing_acts(tap, browser, pages, run)
        hostile_names_in_sentences(tap, browser, pages)
        disguises_are_shown(tap, browser, pages, run)
        chinese(tap, browser, pages, run)
        decisions_are_shown(tap, browser, pages, run)
        says_what_it_leaves_out(tap, browser, pages, run)
        narrow(tap, browser, pages, run)
        without_script(tap, page)
        many(tap, browser, pages)
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]).resolve())
