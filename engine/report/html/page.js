// The lists of the page. All data is text and is only ever shown as text: nothing here makes markup out of it.
// Rows are lists of values in the order in which engine/report/html_rows.c writes them; 0 stands for what is absent, a
// number in place of a text for an entry of the shared texts. What the engine or a pack says and the page's language does not know is a list
// of one text, in English.
// SPDX-License-Identifier: Apache-2.0
"use strict";
(() => {
  const PAGE_ROWS = 50;
  const PRINT_ROWS = 500;
  const OPTIONS_MOST = 60; // of a filter; a column with more values is searched instead
  const SEVERITIES = ["info", "low", "medium", "high"];
  // What would turn the reading direction, or cannot be seen.
  const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

  const byId = (id) => document.getElementById(id);
  const json = (id) => JSON.parse(byId(id).textContent);
  const words = json("words");
  const { names, left_out: leftOut, decisions } = json("names");
  const texts = json("texts");
  const isChinese = document.documentElement.lang.startsWith("zh");

  // --- Text and figures

  const text = (value) => (Array.isArray(value) ? text(value[0]) : typeof value === "number" ? (value > 0 ? texts[value - 1] : "") : value);
  const visible = (value) =>
    text(value).replace(INVISIBLE, (c) => "\\u{" + c.codePointAt(0).toString(16) + "}");
  const say = (key, ...parts) => words[key].replace(/\{(\d)\}/g, (_, n) => String(parts[n - 1]));
  const named = (kind, value) => visible(names[kind][text(value)] || value);
  const word = (prefix, value) => words[prefix + "-" + text(value)] || visible(value);
  const count = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
  const figure = (value) => value.replace(/^(-?)(\d+)/, (_, sign, digits) => sign + count(digits));

  // An amount and its currency stand on one line.
  const withCurrency = (figures, code) => (isChinese ? figures + "\u00a0" + (words["money-" + code] || code) : code + "\u00a0" + figures);

  function money(amount, currency) {
    const code = visible(currency);
    if (!amount) return "";
    if (!code) return figure(amount);
    return withCurrency(figure(amount), code);
  }

  function range(min, max, currency) {
    const code = visible(currency);
    if (!max) return "";
    const figures = min === max ? figure(max) : figure(min) + " " + words.to + " " + figure(max);
    return withCurrency(figures, code);
  }

  function day(value) {
    if (!value) return "";
    const [year, month, date] = value.split("-").map(Number);
    if (isChinese) return `${year}年${month}月${date}日`;
    return `${date} ${["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]} ${year}`;
  }

  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== "" && child !== null && child !== undefined));
    return element;
  }

  const ratingBadge = (r) => el("span", { class: "sev " + (text(r[14]) === "none" ? "info" : text(r[14])) }, word("rating", r[14]));
  const severityBadge = (value) =>
    value < 0 ? "" : el("span", { class: "sev " + SEVERITIES[value] }, words["severity-" + SEVERITIES[value]]);
  // What packs and the engine say.
  const said = (value) => (Array.isArray(value) ? el("span", { lang: "en" }, visible(value)) : visible(value));

  // A message in two parts, of which other rows may have the second too.
  const whole = (message, rest) => (Array.isArray(message) ? [text(message) + text(rest)] : text(message) + text(rest));

  // --- Details of a row

  const pairs = (...rows) =>
    el("dl", {}, rows.filter(([, value]) => value !== "" && value !== null && value !== undefined && !(Array.isArray(value) && !value.length))
      .map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", { dir: "auto" }, value))));

  function law(citation) {
    const label = text(citation);
    const known = Object.keys(names.law).filter((name) => label.startsWith(name)).sort((a, b) => b.length - a.length)[0];
    if (!known) return [visible(label)];
    const [title, since, until] = names.law[known];
    const dates = since && until ? say("in-force", day(since), day(until)) : since ? say("in-force-since", day(since)) : "";
    const more = [visible(title), dates].filter(Boolean).join(words.comma);
    return [el("b", {}, visible(label)), more ? el("small", {}, " – " + more) : ""];
  }

  const laws = (list) => (list && list.length ? el("ul", { class: "laws" }, list.map((one) => el("li", {}, law(one)))) : "");
  const citations = (value) => text(value).split(/(?:; |；)(?![^(（]*[)）])/); // a note in brackets may hold what parts them

  function exposure(values) {
    if (!values) return "";
    const [min, max, currency, contingent, formula, personMin, personMax, personCurrency] = values;
    const person = personMax ? say("each-person", range(personMin, personMax, personCurrency)) : "";
    return [el("b", {}, range(min, max, currency)), person ? [words.comma, el("span", { class: "money" }, person)] : "",
      contingent ? el("div", {}, words["if-identified"]) : "",
      formula ? el("div", {}, words.formula + words.colon, said(formula)) : ""];
  }

  // What a person decided, in a workbook that came back.
  function decided(fingerprint) {
    if (!decisions[fingerprint]) return "";
    const [kind, reason, owner, expiry, past] = decisions[fingerprint];
    const told = [kind === "none" ? "" : el("b", {}, word("decision", kind)), owner ? say("decision-by", visible(owner)) : "",
      expiry ? (past ? el("b", { class: "past" }, say("decision-past", day(expiry))) : say("decision-until", day(expiry))) : ""]
      .filter(Boolean).flatMap((part) => [words.comma, part]).slice(1);
    return [told, reason ? el("div", {}, visible(reason)) : ""].flat().filter((part) => part !== "");
  }

  const finding = (level) => ([fingerprint, rule, severity, basis, cost, message, rest, next, todayBasis, todayCost]) => {
    return el("section", { class: "finding", id: "f-" + visible(fingerprint), tabindex: -1 },
      el(level, {}, severityBadge(severity), " ", word("rule", rule), " ",
        el("a", { class: "link", href: "#f-" + visible(fingerprint), title: words.link, "aria-label": words.link }, "#")),
      el("p", {}, said(whole(message, rest))),
      pairs([words.law, laws(basis)], [words.exposure, exposure(cost)], [words.today, [laws(todayBasis), exposure(todayCost)]
        .flat().filter((part) => part !== "")], [words.next, next ? said(next) : ""], [words.decision, decided(text(fingerprint))]));
  };

  const marked = (before, match, after) => [visible(before), match ? el("mark", {}, visible(match)) : "", visible(after)];

  function places(list, heading) {
    if (!list || !list.length) return "";
    return el("table", { class: "places" }, el("caption", {}, heading),
      el("thead", {}, el("tr", {}, [words.field, words.quote, words.entry, words.role, words["source-line"]]
        .map((title) => el("th", { scope: "col" }, title)))),
      el("tbody", {}, list.map(([field, before, match, after, entry, role, line]) =>
        el("tr", {}, el("td", {}, visible(field)), el("td", { dir: "auto", class: "quote" }, marked(before, match, after)),
          el("td", {}, visible(entry)), el("td", {}, word("role", role)), el("td", { class: "number" }, line || "")))));
  }

  const party = (name, id, scheme, check) =>
    [visible(name), id ? visible(scheme) + " " + visible(id) : "", text(check) === "none" ? "" : word("check", check)]
      .filter(Boolean).join(words.comma);

  function recordPart([source, line, format, kind, buyer, buyerId, buyerScheme, buyerCheck, status, supplier, supplierId, supplierScheme,
    supplierCheck, contracts, quotations, total, currency, suspicious, unread, unreadMore, watched]) {
    return [pairs(
      [words.source, visible(source) + ":" + line], [words.format, visible(format) + words.comma + word("kind", kind)],
      [words.buyer, [party(buyer, buyerId, buyerScheme, buyerCheck), word("status", status)].filter(Boolean).join(words.comma)],
      [words.supplier, party(supplier, supplierId, supplierScheme, supplierCheck)],
      [words.contracts, contracts.map(visible).join(words.comma)],
      [words.quotations, quotations.map(visible).join(words.comma)], [words.total, money(total, currency)]),
    places(suspicious, words.disguised), places(watched, words.watched), places(unread, words.unread),
    unreadMore ? el("p", {}, say("more-places", count(unreadMore))) : ""];
  }

  function itemDetail([record, findings, name, evidence, more, others, maker, delivery, basis, reason, today]) {
    const also = [];
    for (let i = 0; i < others.length; i += 2) also.push(say("in-brackets", named("category", others[i]), word("confidence", others[i + 1])));
    return [el("p", { class: "line", dir: "auto" }, name.map((part, i) => (i % 2 ? el("mark", {}, visible(part)) : visible(part)))),
      findings.map(finding("h3")),
      pairs([words.why, reason ? said(reason) : ""], [words.law, basis ? laws(citations(basis)) : ""], [words.others, also.join(words.comma)],
        [words.maker, visible(maker)], [words.delivery, day(delivery)],
        [words.today, today ? [word("outcome", today[0]), named("category", today[1]), word("confidence", today[2]), visible(today[3])]
          .filter((part) => part && part !== "–").join(words.comma) : ""]),
      places(evidence, words.evidence), more ? el("p", {}, say("more-places", count(more))) : "", recordPart(record)];
  }

  function element([id, state, title, basis, nature, evidence, nearest, lacks, reason, source, through, more, defeat, findings]) {
    // What defeats a clause is its nearest passage too.
    const again = nearest && evidence.some((one) => String(one.slice(1, 4)) === String(nearest.slice(1, 4)));
    const told = findings.some((one) => text(whole(one[5], one[6])).includes(text(reason)));
    const defeated = text(state) === "defeated";
    const failed = defeated || text(state) === "missing";
    return el("details", { class: "element " + text(state), open: failed },
      el("summary", {}, el("span", { class: "state" }, word("state", state)), " ", visible(names.element[text(id)] || text(title) || id),
        nature ? el("small", {}, " – " + word("nature", nature)) : ""),
      findings.map(finding("h4")),
      pairs([words["defeated-by"], defeat ? word("defeat", defeat) : ""], [words.why, reason && !told ? said(reason) : ""], [words.law, !findings.length && basis ? laws(citations(basis)) : ""],
        [words["taken-from"], source ? [visible(source), through ? [words.comma, said(through)] : ""] : ""]),
      places(evidence, defeated ? words["defeating-passage"] : words.passage), more ? el("p", {}, say("more-places", count(more))) : "",
      nearest && !again ? places([nearest], words.nearest) : "", lacks ? pairs([words.lacks, said(lacks)]) : "");
  }

  // Reason, then the clauses that could not be decided for it.
  function undecidedPart(list) {
    const rows = [];
    for (let i = 0; i < list.length; i += 2) {
      rows.push(el("li", {}, text(list[i + 1]).split(" ").map((id) => named("element", id)).join(words.comma), words.colon, said(list[i])));
    }
    return rows.length ? [el("h3", {}, words["not-evaluable"]), el("ul", {}, rows)] : [];
  }

  function contractDetail([record, findings, elements, undecided]) {
    const rank = { missing: 0, defeated: 1, "not-evaluable": 2, present: 3 };
    const sorted = elements.slice().sort((a, b) => rank[text(a[1])] - rank[text(b[1])]);
    return [findings.length ? [el("h3", {}, words["about-record"]), findings.map(finding("h4"))] : [],
      sorted.length ? [el("h3", {}, words.clauses), sorted.map(element)] : [], undecidedPart(undecided), recordPart(record)].flat();
  }

  // The points of a rating and what they are for; the classes of points in the order of their row.
  function arithmetic(points, sum) {
    const parts = ["worst", "hits", "elements", "undecided", "audit"].map((name, i) => (points[i] ? points[i] + " " + words["points-" + name] : "")).filter(Boolean);
    return (parts.length ? parts.join(" + ") + " = " : "") + say("points-of", sum);
  }

  const sums = (list) => list.map((amount, i) => (i % 2 ? "" : money(amount, list[i + 1]))).filter(Boolean).join(words.semicolon);
  const ranges = (list) => list.map(([min, max, currency]) => range(min, max, currency)).filter(Boolean).join(words.semicolon);

  function supplierContract([id, seen, mentions, elements]) {
    const states = new Map();
    for (let i = 0; i < elements.length; i += 2) {
      const state = text(elements[i + 1]);
      states.set(state, [...(states.get(state) || []), named("element", elements[i])]);
    }
    return el("tr", {}, el("td", { dir: "auto" }, visible(id) || words["no-id"]), el("td", { class: "number" }, count(mentions)),
      el("td", {}, seen ? [...states].map(([state, list]) => el("div", { class: "element-states " + state }, el("b", { class: "state" }, word("state", state)), " ",
        list.join(words.comma))) : words["not-seen"]));
  }

  function supplierDetail([points, categories, purchases, agreement, aliases, contracts, more], values) {
    const hits = [];
    for (let i = 0; i < categories.length; i += 2) hits.push(named("category", categories[i]) + words.colon + count(categories[i + 1]));
    return [pairs([words.rating, [ratingBadge(values), " ", arithmetic(points, values[15])]], [words["by-category"], hits.map((one) => el("div", {}, one))],
      [words["hit-amounts"], sums(values[11])], [words.purchases, sums(purchases)],
      [words["review-exposure"], ranges(values[16]) ? [el("b", {}, ranges(values[16])), el("div", {}, words["tile-contingent"])] : ""],
      [words["agreement-exposure"], exposure(agreement)], [words["last-audit"], day(values[12]) || words["no-audit"]], [words["audit-due"], day(values[13])],
      [words.aliases, aliases.map(visible).join(words.comma)], [words.lines, count(values[7])], [words.records, count(values[10])]),
    contracts.length ? el("table", { class: "places" }, el("caption", {}, words["supplier-contracts"]),
      el("thead", {}, el("tr", {}, [words.contract, words.named, words.clauses].map((title) => el("th", { scope: "col" }, title)))),
      el("tbody", {}, contracts.map(supplierContract))) : "",
    more ? el("p", {}, say("more-contracts", count(more))) : ""];
  }

  // --- The lists: what a column shows, and what it is sorted by

  // Of equal severity the larger figure at `then` comes first; amounts of different currencies are compared for this alone.
  const severity = (then) => ({ word: "severity", show: (r) => severityBadge(r[0]), plain: (r) => (r[0] < 0 ? "" : words["severity-" + SEVERITIES[r[0]]]),
    sort: (r) => [r[0], Number(r[then])], pick: true });
  const plain = (key, at, options) => ({ word: key, plain: (r) => visible(r[at]), show: (r) => said(r[at]), ...options });
  const number = (key, at) => ({ word: key, plain: (r) => count(r[at]), sort: (r) => r[at], number: true });
  const date = (key, at) => ({ word: key, plain: (r) => day(r[at]), sort: (r) => r[at] || "", look: "line-of-one" });
  const record = (at) => ({ word: "record", plain: (r) => visible(r[at]) || words["no-id"], look: "id" });
  // Amounts of different currencies are not compared: they are sorted apart.
  const cash = (key, amount, currency, show) => ({ word: key, plain: show || ((r) => money(r[amount], r[currency])), number: true,
    sort: (r) => [r[amount] ? text(r[currency]) : "", Number(r[amount])] });

  const failedNames = (r) => text(r[14]).split(" ").filter(Boolean).map((id) => named("element", id));
  const clauseNames = (r) => (text(r[0]) === "clauses" ? text(r[3]).split(" ").map((id) => named("element", id)) : [visible(r[3])]);

  const lists = {
    items: { name: (r) => visible(r[4]) || words["no-name"], detail: itemDetail, columns: [
      severity(11), record(1), date("date", 2), { word: "item-line", plain: (r) => visible(r[3]) || words["no-line"], look: "narrow" },
      { word: "item", plain: (r) => visible(r[4]) || words["no-name"], look: "wide" },
      { word: "category", plain: (r) => named("category", r[5]), pick: true, look: "middle" },
      { word: "confidence", plain: (r) => word("confidence", r[6]), sort: (r) => ["none", "possible", "probable", "definite"].indexOf(text(r[6])), pick: true, look: "narrow" },
      { word: "scale", plain: (r) => word("scale", r[7]), pick: true, look: "narrow" }, cash("amount", 8, 9),
      cash("exposure", 11, 12, (r) => range(r[10], r[11], r[12])), plain("supplier", 14), plain("buyer", 15, { pick: true })] },
    contracts: { name: (r) => visible(r[1]) || words["no-id"], detail: contractDetail, columns: [
      severity(9), record(1), date("date", 2), { word: "kind", plain: (r) => word("kind", r[3]), pick: true },
      number("missing", 4), number("defeated", 5), number("not-evaluable", 6), number("present", 7),
      cash("exposure", 9, 10, (r) => range(r[8], r[9], r[10])), plain("supplier", 12), plain("buyer", 13, { pick: true }),
      // Not shown, for the filter: a contract has any number of them.
      { word: "failed-clauses", hidden: true, pick: true, plain: (r) => failedNames(r).join("\n"), values: failedNames }] },
    suppliers: { name: (r) => visible(r[1]) || visible(r[2]) || words["no-name"], detail: supplierDetail, columns: [
      severity(5), plain("supplier", 1, { look: "wide" }), { word: "rating", pick: true, plain: (r) => word("rating", r[14]),
        show: (r) => [ratingBadge(r), " ", r[15]], sort: (r) => r[15], look: "line-of-one" }, { word: "id", plain: (r) => [visible(r[3]), visible(r[2])].filter(Boolean).join(" ") +
        (text(r[4]) === "invalid" ? words.comma + words["check-invalid"] : ""), look: "long-id" },
      number("findings", 5), number("hits", 6), number("failed-clauses", 8), number("not-evaluable", 9),
      { word: "hit-amounts", number: true, plain: (r) => sums(r[11]), sort: (r) => [text(r[11][1] || 0), Number(r[11][0] || 0)] },
      { word: "review-exposure", number: true, plain: (r) => ranges(r[16]), sort: (r) => (r[16][0] ? [text(r[16][0][2]), Number(r[16][0][1])] : ["", 0]) },
      date("audit-due", 13)] },
    undecided: { columns: [
      { word: "what", plain: (r) => words["what-" + text(r[0])], pick: true }, record(1), date("date", 2),
      { word: "item", plain: (r) => clauseNames(r).join(words.comma), look: "wide",
        show: (r) => (r[4] > 1 ? el("details", {}, el("summary", {}, clauseNames(r)[0] + " …"), el("ul", {}, clauseNames(r).map((name) => el("li", {}, name)))) : clauseNames(r)[0]) },
      number("count-of", 4), plain("reason", 5, { pick: true }), plain("why", 6, { look: "wide" }), plain("supplier", 7),
      { word: "source", plain: (r) => visible(r[8]) + ":" + r[9] }] },
    rejected: { columns: [
      { word: "source", plain: (r) => visible(r[0]), look: "wide" }, { word: "place", plain: (r) => (r[1] ? r[1] + ":" + r[2] : ""), sort: (r) => r[1] },
      plain("record", 3), plain("cause", 4, { pick: true }), plain("message", 5, { look: "wide" }),
      plain("hint", 6, { look: "wide" }), number("before", 8), number("after", 9)] },
  };

  const lineCache = {};
  // The lines of a list as they are; parsed when the list is shown.
  function linesOf(name) {
    if (!lineCache[name]) {
      const data = byId("rows-" + name);
      lineCache[name] = data.textContent.split("\n");
      lineCache[name].pop();
      data.textContent = "";
    }
    return lineCache[name];
  }

  function rowsOf(list, name) {
    if (!list.rows) {
      list.rows = linesOf(name).map((line, at) => {
        const tab = line.indexOf("\t");
        return { at, line, tab, values: JSON.parse(tab < 0 ? line : line.slice(0, tab)), open: false };
      });
    }
    return list.rows;
  }

  // What a filter can pick of a row.
  const valuesOf = (column, row) => (column.values ? column.values(row.values) : [column.plain(row.values)]);

  const haystack = (list, row) =>
    (row.haystack = row.haystack || list.columns.map((column) => column.plain(row.values)).join("\n").replace(/\u00a0/g, " ").toLowerCase());

  function compare(a, b) {
    if (Array.isArray(a)) return compare(a[0], b[0]) || a[1] - b[1];
    return typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0;
  }

  function select(list, name) {
    const needles = list.query.toLowerCase().split(/\s+/).filter(Boolean);
    const picks = Object.entries(list.picks).filter(([, value]) => value !== "");
    let rows = rowsOf(list, name).filter((row) =>
      picks.every(([column, value]) => valuesOf(list.columns[column], row).includes(value)) &&
      (!needles.length || needles.every((needle) => haystack(list, row).includes(needle))));
    if (list.sorted !== null) {
      const column = list.columns[list.sorted];
      const keys = new Map(rows.map((row) => [row, (column.sort || column.plain)(row.values)]));
      const sign = list.descending ? -1 : 1;
      rows = rows.slice().sort((a, b) => sign * compare(keys.get(a), keys.get(b)) || a.at - b.at);
    }
    list.selected = rows;
  }

  // --- Showing a list

  let current = "items";
  let pageRows = PAGE_ROWS;

  function headCell(list, column, at) {
    const sorted = list.sorted === at ? (list.descending ? "descending" : "ascending") : "none";
    return el("th", { scope: "col", "aria-sort": sorted, class: column.number ? "number" : "" },
      el("button", { type: "button", title: say("sort-by", words[column.word]), "data-column": at,
        click: () => {
          list.descending = list.sorted === at ? !list.descending : Boolean(column.number) || column.word === "severity";
          list.sorted = at;
          list.page = 0;
          select(list, current);
          render();
          byId("table").querySelector(`[data-column="${at}"]`).focus();
        } }, words[column.word], el("span", { class: "arrow", "aria-hidden": "true" }, sorted === "none" ? "↕" : list.descending ? "▼" : "▲")));
  }

  const cell = (column, row) => {
    const shown = column.show ? column.show(row.values) : column.plain(row.values);
    return el("td", { dir: "auto", class: column.number ? "number" : column.look || false }, shown);
  };

  function detailRow(list, row) {
    return el("tr", { class: "detail", id: "detail-" + row.at },
      el("td", { colspan: list.columns.length + 1 }, el("div", {}, list.detail(JSON.parse(row.line.slice(row.tab + 1)), row.values))));
  }

  function toggle(list, row, button, tr) {
    row.open = !row.open;
    button.setAttribute("aria-expanded", row.open);
    button.textContent = row.open ? "−" : "+";
    if (row.open) tr.after(detailRow(list, row));
    else byId("detail-" + row.at).remove();
  }

  function bodyRows(list, row) {
    const tr = el("tr", { "data-row": row.at });
    if (list.detail) {
      const button = el("button", { type: "button", class: "open", "aria-expanded": String(row.open), "aria-controls": "detail-" + row.at,
        "aria-label": say("open", list.name(row.values)), click: () => toggle(list, row, button, tr) }, row.open ? "−" : "+");
      tr.append(el("td", { class: "toggle" }, button));
    }
    tr.append(...list.columns.filter((column) => !column.hidden).map((column) => cell(column, row)));
    return row.open ? [tr, detailRow(list, row)] : [tr];
  }

  function renderPages(list, pages) {
    // The focus stays at the button, or goes to the other one where this is at its end.
    const go = (page, way) => () => {
      list.page = page;
      render();
      byId("table").scrollIntoView();
      (byId(way).disabled ? byId("pages").querySelector("button:enabled") : byId(way)).focus({ preventScroll: true });
    };
    byId("pages").replaceChildren(...(pages < 2 ? [] : [
      el("button", { type: "button", id: "previous", disabled: list.page === 0, click: go(list.page - 1, "previous") }, words.previous),
      el("span", { role: "status" }, say("page-of", count(list.page + 1), count(pages))),
      el("button", { type: "button", id: "following", disabled: list.page + 1 === pages, click: go(list.page + 1, "following") }, words.following)]));
  }

  function render() {
    const list = lists[current];
    const pages = Math.max(1, Math.ceil(list.selected.length / pageRows));
    list.page = Math.min(list.page, pages - 1);
    const rows = list.selected.slice(list.page * pageRows, (list.page + 1) * pageRows);
    byId("status").textContent = say("shown", count(list.selected.length), count(list.rows.length)) +
      (leftOut[current] ? " " + say("left-out", count(leftOut[current])) : "");
    byId("table").replaceChildren(rows.length
      ? el("table", { class: "list" }, el("caption", {}, words["list-" + current]),
        el("thead", {}, el("tr", {}, list.detail ? el("td", { class: "toggle" }) : "", list.columns.map((column, at) => (column.hidden ? "" : headCell(list, column, at))))),
        el("tbody", {}, rows.map((row) => bodyRows(list, row))))
      : el("p", { class: "empty" }, words["no-rows"]));
    renderPages(list, pages);
  }

  function filterSelect(list, column, at) {
    const values = new Map();
    for (const row of rowsOf(list, current)) {
      for (const value of valuesOf(column, row)) {
        if (value && !values.has(value)) values.set(value, column.sort ? column.sort(row.values) : value);
      }
      if (values.size > OPTIONS_MOST) return "";
    }
    if (values.size < 2) return "";
    const sorted = [...values].sort((a, b) => compare(a[1], b[1])).map(([value]) => value);
    if (column.word === "severity" || column.word === "confidence") sorted.reverse();
    return el("label", {}, words[column.word], " ",
      el("select", { "data-filter": column.word, change: (event) => {
        list.picks[at] = event.target.value;
        list.page = 0;
        select(list, current);
        render();
      } }, el("option", { value: "" }, words.all), sorted.map((value) => el("option", { value, selected: list.picks[at] === value }, value))));
  }

  function renderFilters() {
    const list = lists[current];
    let waiting = 0;
    const search = el("input", { type: "search", value: list.query, input: () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        list.query = search.value;
        list.page = 0;
        select(list, current);
        render();
      }, 120);
    } });
    byId("filters").replaceChildren(el("label", {}, words.search, " ", search),
      ...list.columns.map((column, at) => (column.pick ? filterSelect(list, column, at) : "")),
      el("button", { type: "button", click: () => {
        clearFilters(list);
        select(list, current);
        renderFilters();
        render();
        byId("filters").querySelector("input").focus();
      } }, words["clear-filters"]));
  }

  function clearFilters(list) {
    Object.assign(list, { query: "", picks: {}, page: 0 });
  }

  function show(name) {
    current = name;
    for (const link of byId("tabs").querySelectorAll("a")) {
      if (link.getAttribute("href") === "#" + name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (!lists[name].selected) select(lists[name], name);
    renderFilters();
    render();
  }

  // --- Links into the page: #items …, and #f-FINGERPRINT of one finding

  function showFinding(fingerprint) {
    for (const name of ["items", "contracts"]) {
      const at = linesOf(name).findIndex((line) => line.includes('"' + fingerprint + '"'));
      if (at < 0) continue;
      const list = lists[name];
      clearFilters(list);
      rowsOf(list, name)[at].open = true;
      select(list, name);
      list.page = Math.floor(list.selected.findIndex((row) => row.at === at) / pageRows);
      show(name);
      const target = byId("f-" + fingerprint);
      for (let parent = target; parent; parent = parent.parentElement) if (parent.tagName === "DETAILS") parent.open = true;
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
      return;
    }
    byId("status").textContent = words["not-found"];
  }

  function follow() {
    const target = decodeURIComponent(location.hash.slice(1));
    if (lists[target]) {
      show(target);
      byId("lists").scrollIntoView();
    } else if (/^f-[0-9a-f]{8,64}$/.test(target)) {
      showFinding(target.slice(2));
    }
  }

  // On paper: more rows than on the screen, those that are open with their details.
  function forPaper(rows) {
    pageRows = rows;
    render();
  }

  for (const list of Object.values(lists)) {
    Object.assign(list, { rows: null, selected: null, sorted: list.columns[0].word === "severity" ? 0 : null, descending: true });
    clearFilters(list);
  }
  byId("plain").remove();
  byId("lists").hidden = false;
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("tabs").append(...Object.keys(lists).map((name) =>
    el("a", { href: "#" + name }, words["list-" + name], " ", el("span", { class: "count" }, count(linesOf(name).length + leftOut[name])))));
  show("items");
  follow();
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => forPaper(PRINT_ROWS));
  addEventListener("afterprint", () => forPaper(PAGE_ROWS));
})();
