// What every page needs: translations, state in the address, elements, tables. All text goes in as text, never as markup.
"use strict";

const atlas = (window.atlas = window.atlas || {});

const translate = (key, n) => (atlas.translations?.[key] ?? key).replace("{n}", n);
/** What a code of a list is called. */
const nameOf = (list, code) => atlas.translations?.[`${list}.${code}`] ?? code ?? "";
/** What a code means, of the lists that are explained to readers. */
const meaningOf = (list, code) => inLanguage(...atlas.names.meanings[list][code]);
const count = (noun, n) => translate(`${noun}_${n === 1 ? "1" : "n"}`, n);

/** Turn { columns, rows } into objects. */
const records = (table) => table.rows.map((row) => Object.fromEntries(table.columns.map((column, n) => [column, row[n]])));

/** Make an element; null and false attributes are left out. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const zh = (text) => el("span", { lang: "zh-CN" }, text);
const soft = (...children) => el("span", { class: "soft" }, ...children);

/** How many rows of a long list are shown at once. */
const isSmall = matchMedia("(max-width: 40rem)").matches;
const pageSize = isSmall ? 12 : 50;

/** The language of the page, and the one of two names that is in it. */
const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
const inLanguage = (nameZh, nameEn) => (language === "zh" ? nameZh : nameEn ?? nameZh);
const placeName = (code) => inLanguage(...atlas.names.regions[code]);
const domainName = (code) => (code ? inLanguage(...atlas.names.domains[code]) : "–");

/** The name of a place; it leads to its page where it has one. */
const placeLink = (code) => (atlas.names.pages.includes(code) ? el("a", { href: `place-${code}.html` }, placeName(code)) : placeName(code));

/** Whether values of an indicator may be added up, over places and over years. */
const adding = (one) => one.aggregation && [
  `${nameOf("aggregation", one.aggregation)}${inLanguage("：", ": ")}${meaningOf("aggregation", one.aggregation)}${inLanguage("。", ". ")}`,
  one.aggregation === "sum" && translate(one.shape === "flow" ? "years_add" : "years_do_not_add"),
].filter(Boolean).join("");

/** Bodies by their numbers, each leading to the promises that it is responsible for, with the one that took over its work. */
const bodyLinks = (numbers) => numbers.map((n) => {
  const [id, name, successor] = atlas.bodies[n];
  return el("span", { class: "line" }, el("a", { href: `promises.html#${new URLSearchParams({ body: id })}` }, name),
    successor && soft(translate("now"), inLanguage("：", ": "), successor));
});

/** The place of a value in its plan: section and offset, leading to its row on the plan's page. */
const where = (value) => leadsTo(value.value_id,
  el("span", { class: "nowrap" }, value.plan_id), " ", zh(value.section), ` @${value.char_start}`);

/** A value by its identifier: its row on its plan's page; of a record the title of its publication. */
function leadsTo(value_id, ...text) {
  const [origin] = value_id.split("@");
  const shown = text.length ? text : [value_id];
  return atlas.names.plans[origin] ? el("a", { href: `plan-${origin}.html#${value_id}` }, ...shown)
    : el("span", { title: atlas.names.sources[origin] }, ...shown);
}

/** A table that turns into cards on a phone; columns are [heading, class], cells strings or nodes. A page may filter it itself. */
function table(caption, columns, rows, isFiltered = false) {
  const heads = columns.map(([heading, kind]) => el("th", { scope: "col", role: "columnheader", class: kind }, heading));
  const body = rows.map((row) =>
    row instanceof Node ? row : el("tr", { role: "row", class: row.kind, id: row.id }, row.cells.map((cell, n) =>
      el("td", { role: "cell", class: columns[n][1], "data-label": columns[n][0] }, cell || null))));
  return framed(sortable(el("table", { class: `cards${isFiltered ? " filtered" : ""}`, role: "table" },
    caption ? el("caption", {}, caption) : null,
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads)),
    el("tbody", { role: "rowgroup" }, body))));
}

const orders = new Map(); // by the headings of a table: the column that it was last sorted by, and whether down

/** Let a reader sort a table by any column: up, then down. A row that explains the one before stays with it, a total last. */
function sortable(made) {
  const body = made.tBodies[0];
  if (body.rows.length < 3) return made;
  const heads = [...made.tHead.rows[0].cells];
  const name = heads.map((head) => head.textContent).join("\n");
  const sort = (n, down) => {
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[n].setAttribute("aria-sort", down ? "descending" : "ascending");
    orders.set(name, [n, down]);
    const groups = [];
    for (const row of body.rows) row.matches(".audit") ? groups.at(-1).push(row) : groups.push([row]);
    const isTotal = ([row]) => row.matches(".total");
    const key = ([row]) => textOf(row.cells[n]);
    groups.sort((a, b) => isTotal(a) - isTotal(b) || compared(key(a), key(b)) * (down ? -1 : 1));
    body.append(...groups.flat());
    made.dispatchEvent(new Event("sorted"));
  };
  for (const [n, head] of heads.entries()) {
    const button = el("button", { type: "button", class: "plain sort" }, ...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(n, head.getAttribute("aria-sort") === "ascending"));
  }
  if (orders.has(name)) sort(...orders.get(name));
  return made;
}

/** A part that is wider than a small screen: it scrolls by itself, by keyboard too. */
const scrolling = (label, made) => el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, made);

/** A long table with a field above it that shows the rows with the words typed; a page that filters a table itself marks it. */
function framed(made) {
  if (made.tBodies[0].rows.length <= 12 || made.matches(".filtered")) return made;
  const filter = rowFilter(made.tBodies[0]);
  if (!made.parentNode) return el("div", {}, filter, made);
  made.before(filter);
  return made;
}

function rowFilter(body) {
  const field = el("input", { type: "search", autocomplete: "off" });
  field.addEventListener("input", () => {
    const wanted = split(field.value);
    for (const row of body.rows) row.hidden = !wanted.every((word) => normal(row.textContent).includes(word));
  });
  return el("label", { class: "rows" }, translate("filter_rows"), " ", field);
}

/** The text of a cell, its parts apart. */
const textOf = (cell) => [...cell.childNodes].map((node) => node.textContent.trim()).filter(Boolean).join(" · ");

/** The order of two texts: by the number that they begin with, sign of a promise aside, else by the alphabet; nothing is last. */
function compared(a, b) {
  const [first, second] = [a, b].map((text) => parseFloat(text.replace(/^[≥≤><=≈~\s@]+/, "")));
  if (!Number.isNaN(first) && !Number.isNaN(second) && first !== second) return first - second;
  return (a === "") - (b === "") || a.localeCompare(b, language);
}

/** Rows as CSV that opens in a spreadsheet: a text that it would take for a formula keeps an apostrophe. */
function csv(columns, rows) {
  const cell = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return "\ufeff" + [columns, ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");
}

/** A button that hands on a file made here. */
function download(label, name, type, make) {
  const button = el("button", { type: "button" }, label);
  button.addEventListener("click", async () => {
    const address = URL.createObjectURL(new Blob([await make()], { type }));
    el("a", { href: address, download: name }).click();
    URL.revokeObjectURL(address);
  });
  return button;
}

/** What a reader may take along: rows as CSV and JSON, further buttons, and the address of what is shown. */
function takeAlong(name, rows, ...more) {
  const columns = rows.length ? Object.keys(rows[0]) : [];
  const link = el("button", { type: "button" }, translate("copy_link"));
  link.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    link.textContent = translate("copied");
  });
  return el("p", { class: "take", role: "group", "aria-label": translate("take_along") },
    download("CSV", `${name}.csv`, "text/csv", () => csv(columns, rows.map((row) => columns.map((column) => row[column])))),
    download("JSON", `${name}.json`, "application/json", () => JSON.stringify(rows, null, 1)),
    ...more, link);
}

/** The state of the page is what follows # in the address. */
const state = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

/** Change it; null takes a name out. A step that the reader may want to go back from is `lasting`. */
function change(changes, lasting = false) {
  const next = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name);
  const hash = `#${next}`;
  if (hash === (location.hash || "#")) return;
  history[lasting ? "pushState" : "replaceState"](null, "", hash);
  window.dispatchEvent(new Event("hashchange"));
}

/** Tie form controls to the state: what is chosen goes into the address, what is in the address is shown. */
function bind(names, show) {
  const controls = Object.fromEntries(names.map((name) => [name, document.getElementById(name)]));
  for (const [name, control] of Object.entries(controls)) {
    control.addEventListener("input", () => change({ [name]: control.type === "checkbox" ? control.checked && "1" : control.value }));
  }
  const follow = () => {
    const now = state();
    for (const [name, control] of Object.entries(controls)) {
      if (control.type === "checkbox") control.checked = now[name] === "1";
      else if (control.value !== (now[name] ?? "")) control.value = now[name] ?? "";
    }
    show(now);
  };
  window.addEventListener("hashchange", follow);
  follow();
}

let simplified = null;
/** A text as it is compared: half width, lower case, simplified characters. */
function normal(text) {
  if (!simplified) {
    const [from, to] = (atlas.traditional ?? ["", ""]).map((characters) => [...characters]); // some are two units long
    simplified = new Map(from.map((one, n) => [one, to[n]]));
  }
  return (text ?? "").normalize("NFKC").toLowerCase().replace(/[^\x00-\x7f]/gu, (one) => simplified.get(one) ?? one);
}
const split = (text) => normal(text).split(/\s+/).filter(Boolean);

document.querySelectorAll("table.cards").forEach((one) => framed(sortable(one)));
// A small screen shows a long page folded, but for the part that the address leads to.
function unfold() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let part = named?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  named?.scrollIntoView({ block: named.matches("tr, article") ? "center" : "start" });
}
// The years to come are at the right end of a matrix, the page that one is on may be at that of the navigation.
for (const one of document.querySelectorAll(".scroll:has(.matrix)")) one.scrollLeft = one.scrollWidth;
const current = document.querySelector(".site nav [aria-current]");
if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft - 40;
if (isSmall) document.querySelectorAll("details.part:not(.keep)").forEach((part) => (part.open = false));
window.addEventListener("hashchange", unfold);
unfold();
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[hreflang]");
  if (link) link.hash = location.hash;
});
document.getElementById("search")?.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(`compare.html#${new URLSearchParams({ query: document.getElementById("words").value })}`);
});
window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => (details.open = true)));
