// What every page needs: translations, state in the address, elements, tables. All text goes in as text, never as markup.
"use strict";

const atlas = (window.atlas = window.atlas || {});

const translate = (key, n) => (atlas.translations?.[key] ?? key).replace("{n}", n);
/** What a code of a list is called. */
const nameOf = (list, code) => atlas.translations?.[`${list}.${code}`] ?? code ?? "";
const count = (noun, n) => translate(`${noun}_${n === 1 ? "1" : "n"}`, n);

/** Turn { columns, rows } into objects. */
const records = (table) => table.rows.map((row) => Object.fromEntries(table.columns.map((column, n) => [column, row[n]])));

/** Make an element; null and false attributes are left out. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const zh = (text) => el("span", { lang: "zh-CN" }, text);
const soft = (...children) => el("span", { class: "soft" }, ...children);

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

/** A table that turns into cards on a phone; columns are [heading, class], cells strings or nodes. */
function table(caption, columns, rows) {
  const heads = columns.map(([heading, kind]) => el("th", { scope: "col", role: "columnheader", class: kind }, heading));
  const body = rows.map((row) =>
    row instanceof Node ? row : el("tr", { role: "row", class: row.kind, id: row.id }, row.cells.map((cell, n) =>
      el("td", { role: "cell", class: columns[n][1], "data-label": columns[n][0] }, cell ?? ""))));
  return el("table", { class: "cards", role: "table" },
    caption ? el("caption", {}, caption) : null,
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads)),
    el("tbody", { role: "rowgroup" }, body));
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

const normal = (text) => (text ?? "").normalize("NFKC").toLowerCase();
const split = (text) => normal(text).split(/\s+/).filter(Boolean);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[hreflang]");
  if (link) link.hash = location.hash;
});
window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => (details.open = true)));
