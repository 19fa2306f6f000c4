// The state of the review page, and the document beside the card. Offsets count code points of the document; text only ever becomes text nodes.
"use strict";

const token = location.hash.slice(1);
const $ = (id) => document.getElementById(id);
const items = new Map(); // by kind and key
let D, characters, order = [], current = null, filter = "open", language, slots = [], waiting = Promise.resolve(), pending = 0, blocking = 0;

const t = (key, values = {}) => (D.texts[language][key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
const name = (list, code) => { const names = list?.[code]; return names ? names[language === "zh" ? 0 : 1] || code : code; };
const idOf = (item) => `${item.kind}\t${item.key}`;
const slice = (start, end) => characters.slice(start, end).join("");
const labelOf = (item) => `${item.fields.label ?? ""}#${item.fields.subgroup ?? ""}`;
const isDecided = (item) => !["proposed", "missing", "covered", "disputed"].includes(item.state);
const isValue = (item) => item.kind === "value" && ["accepted", "edited", "added"].includes(item.state);

function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") made.className = value;
    else if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
const button = (text, key, action, main = false) =>
  el("button", { type: "button", class: main ? "main" : "", onclick: action }, text, ...(key ? [" ", el("kbd", {}, key)] : []));

// Asking the server

async function ask(path, body) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  let response;
  try {
    response = await fetch(path, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) });
  } catch { throw new Error(D ? t("other_server") : "the server does not answer"); }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

// One act after the other, in the order of the keys; what is shown as saved is on the disk.
function queue(act, blocks = true) {
  pending += 1;
  blocking += blocks;
  waiting = waiting.then(act).catch((error) => say(error.message)).finally(() => {
    pending -= 1;
    blocking -= blocks;
    $("saved").textContent = t(pending ? "saving" : "saved");
    $("saved").className = pending ? "busy" : "";
  });
  return waiting;
}

async function write(path, acts, moveOn = true) {
  say("");
  $("saved").textContent = t("saving");
  const from = current;
  const { items: changed } = await ask(path, acts);
  take(changed);
  if (path === "/undo") {
    const first = changed.find((item) => order.includes(items.get(idOf(item))));
    if (first) current = items.get(idOf(first));
  } else if (moveOn && from && (!items.get(idOf(from))?.open || path !== "/decide")) {
    current = items.get(idOf(from));
    if (filter !== "all") move(1, true);
  } else current = from && (items.get(idOf(from)) ?? null);
  show();
  return changed;
}
const decide = (acts, moveOn) => write("/decide", acts, moveOn);
const act = (item, decision, fields = {}) => ({ kind: item.kind, key: item.key, decision, fields });

function take(changed) {
  const stale = new Set();
  let isReordered = false;
  for (const item of changed) {
    const known = items.get(idOf(item));
    isReordered ||= !known || (known.state === "covered") !== (item.state === "covered");
    if (known) { // the same object goes on, wherever it is held
      for (const key of Object.keys(known)) if (!(key in item) && key !== "mark" && key !== "slot") delete known[key];
      Object.assign(known, item);
    } else items.set(idOf(item), item);
    const kept = known ?? item;
    if (item.text !== undefined) stale.add(kept.slot ??= slotAt(item.start));
  }
  if (isReordered) {
    order = [...items.values()].filter((item) => item.text !== undefined && item.state !== "covered")
      .sort((a, b) => a.start - b.start || b.end - a.end || (a.key < b.key ? -1 : 1));
  }
  stale.forEach((slot) => slot && fill(slot));
  count();
}

function say(message) {
  $("message").textContent = message;
  $("message").hidden = !message;
}

// The document

function slotAt(offset) {
  let low = 0, high = slots.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (slots[middle].start <= offset) low = middle; else high = middle - 1;
  }
  return slots[low];
}

function drawDocument() {
  const place = (element, start, end, table) => { slots.push({ element, start, end, table }); return element; };
  const body = D.blocks.map((block, n) => {
    if (!block.rows) return place(el("p"), block.start, block.end);
    return el("table", {}, ...block.rows.map((row) => el("tr", {}, ...row.map(([start, end, rows, columns, head]) => {
      const cell = el(head ? "th" : "td", { rowSpan: rows, colSpan: columns, ...(head ? { scope: "col" } : {}) });
      return start || end ? place(cell, start, end, n) : cell;
    }))));
  });
  slots.sort((a, b) => a.start - b.start || a.end - b.end);
  const inside = new Map(slots.map((slot) => [slot, []]));
  for (const item of order) inside.get(item.slot = slotAt(item.start)).push(item);
  inside.forEach((held, slot) => fill(slot, held));
  $("document").replaceChildren(...body);
}

const RANK = ["missing", "disputed", "proposed", "edited", "added", "accepted", "rejected", "excluded"];
function fill(slot, held = order.filter((item) => item.slot === slot)) {
  const pieces = [];
  let at = slot.start;
  for (let n = 0; n < held.length;) {
    const group = [held[n++]];
    let end = group[0].end;
    while (n < held.length && (held[n].start < end || held[n].start === group[0].start)) { group.push(held[n]); end = Math.max(end, held[n++].end); }
    const first = group.reduce((a, b) => (RANK.indexOf(b.state) < RANK.indexOf(a.state) ? b : a));
    pieces.push(slice(at, group[0].start));
    const states = [first.kind, first.state, first.confidence >= D.sure ? "is-sure" : "", group.some((i) => i.changed || i.gone) ? "is-changed" : "", group[0].start === end ? "is-empty" : ""];
    const mark = el("mark", { class: states.filter(Boolean).join(" ") }, slice(group[0].start, end));
    mark.onclick = () => {
      if (!getSelection().isCollapsed) return;
      const at = group.findIndex((item) => current && idOf(item) === idOf(current));
      current = items.get(idOf(group[(at + 1) % group.length]));
      show(false);
    };
    group.forEach((item) => { item.mark = mark; });
    pieces.push(mark);
    at = end;
  }
  pieces.push(slice(at, slot.end));
  slot.element.replaceChildren(...pieces.filter((piece) => piece !== ""));
}

// The characters that are selected, as a stretch of one paragraph or cell.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const slot = slots.find(({ element }) => element.contains(range.startContainer) && element.contains(range.endContainer));
  if (!slot) throw new Error(t("select_first"));
  const before = document.createRange();
  before.setStart(slot.element, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const text = range.toString();
  const start = slot.start + Array.from(before.toString()).length + Array.from(text).length - Array.from(text.trimStart()).length;
  return { start, end: start + Array.from(text.trim()).length, text: text.trim() };
}

// What is shown

const FILTERS = {
  open: (item) => item.open,
  unsure: (item) => item.open && !(item.confidence >= D.sure),
  values: (item) => item.open && item.kind === "value",
  exclusions: (item) => item.open && item.kind === "exclusion",
  labels: (item) => item.kind === "value" && item.state !== "rejected" && firstOf.get(labelOf(item)) === item && !isDecided(items.get(`label\t${labelOf(item)}`) ?? { state: "proposed" }),
  changed: (item) => item.changed || item.gone,
  disputed: (item) => item.state === "disputed",
  all: () => true,
};
let firstOf = new Map();

function count() {
  firstOf = new Map();
  for (const item of order) if (item.kind === "value" && item.state !== "rejected" && !firstOf.has(labelOf(item))) firstOf.set(labelOf(item), item);
  const of = (list) => [list.filter((item) => item.kind === "label" ? isDecided(item) : !item.open).length, list.length];
  const parts = { values: order.filter((i) => i.kind === "value"), exclusions: order.filter((i) => i.kind === "exclusion"), labels: [...items.values()].filter((i) => i.kind === "label" && i.state !== "covered") };
  $("counts").replaceChildren(...Object.entries(parts).flatMap(([key, list], n) => {
    const [done, all] = of(list);
    return [n ? " · " : "", `${t(key)} `, el("b", {}, `${done}/${all}`)];
  }));
}

function move(step, stay = false) {
  const fits = FILTERS[filter];
  const here = current ? order.findIndex((item) => idOf(item) === idOf(current)) : -1;
  if (stay && here >= 0 && fits(order[here])) return;
  const length = order.length;
  for (let n = 1; n <= length; n += 1) {
    const item = order[(((here < 0 ? (step > 0 ? -1 : 0) : here) + step * n) % length + length) % length];
    if (fits(item)) { current = item; return; }
  }
  if (stay) current = null;
}

function show(scroll = true) {
  document.querySelector("mark.is-current")?.classList.remove("is-current");
  if (current) {
    current = items.get(idOf(current)) ?? null;
    current?.mark?.classList.add("is-current");
    if (scroll) current?.mark?.scrollIntoView({ block: "nearest" });
  }
  drawCard();
}

