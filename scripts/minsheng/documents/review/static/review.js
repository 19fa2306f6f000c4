// What keys do, and the start of the page.
"use strict";

// Acts

// The commonest act shows at once and is saved behind it; where that fails, the page shows what is saved.
function accept() {
  const item = current;
  if (!item || item.state === "covered") return;
  if (item.kind === "exclusion" && !item.holds.some((kind) => D.reasons[kind].includes(item.fields.reason))) { reject(); return; }
  if (item.state !== "added" && (!isDecided(item) || item.changed || item.state === "rejected")) {
    queue(async () => {
      try { take((await ask("/decide", [act(item, "accept")])).items); } catch (error) {
        take((await ask("/data")).items);
        current = item;
        show();
        throw error;
      }
    }, false);
    Object.assign(item, { state: item.kind === "value" ? "accepted" : "excluded", open: false });
    fill(item.slot);
    $("saved").textContent = t("saving");
  }
  say("");
  move(1);
  show();
}
const undo = () => queue(() => write("/undo", {}));
const takeOver = (reader) => queue(() => decide([act(current, "take", { reader })]));
const wait = (decision) => queue(async () => {
  if (current?.kind !== "value") throw new Error(t("not_a_value"));
  await decide([{ kind: "label", key: labelOf(current), decision }], filter === "labels");
});

function edit(column) {
  if (current?.kind !== "value") { say(t("not_a_value")); return; }
  const item = current;
  drawCard(form(item.fields, (fields) => decide([act(item, "edit", fields)])));
  focusField(column);
}

function create() {
  let span;
  try { span = selected() ?? (current?.kind === "exclusion" ? current : null); } catch (error) { say(error.message); return; }
  if (!span) { say(t("select_first")); return; }
  const place = { start: span.start, end: span.end, text: span.text };
  const values = order.filter((item) => item.kind === "value" && item.state !== "rejected");
  const near = [...values].reverse().find((item) => item.start <= place.start) ?? values[0];
  const same = near && slotAt(near.start) === slotAt(place.start);
  const kept = ["statement_kind", "section", "region_code", "value_role", "period", "period_basis", "commitment_strength", "lead_organizations", ...(same ? ["table_row", "table_column"] : [])];
  const fields = { statement_kind: "commitment", section: "", is_core: "false", is_period_inferred: "false", distribution: "whole", is_shared_figure: "false" };
  for (const column of kept) if (near?.fields[column]) fields[column] = near.fields[column];
  const over = order.filter((item) => item.kind === "value" && item.state !== "rejected" && item.start < place.end && place.start < item.end && item.text);
  current = { kind: "value", key: `${place.start}:${place.text}#1`, ...place, state: "missing", fields, open: true };
  drawCard(form(fields, async (given) => {
    const shared = over.filter((item) => item.start === place.start && item.text === place.text);
    const replaced = over.filter((item) => !shared.includes(item)).map((item) => act(item, "reject", { reason: "replaced" }));
    await decide([...replaced, act(current, "add", given)]);
  }));
  focusField("label");
}

// Keys

const KEYS = [
  ["a", accept, "key.accept"], ["e", () => edit(), "key.edit"], ["x", reject, "key.reject"], ["n", create, "key.new"],
  ["C", () => bulkValues("column"), "key.column"], ["S", () => bulkValues("section"), "key.section"], ["E", bulkExclusions, "key.sure"],
  ["1–3", null, "key.match"], ["0", () => wait("new"), "key.zero"], ["l", () => wait("later"), "key.later"], ["m", () => match(), "key.other"],
  ["b", bodies, "key.bodies"], ["u", undo, "key.undo"], ["j k", null, "key.next"], ["f", () => choose(filter === "open" ? "all" : "open"), "key.filter"], ["?", help, "key.help"],
];
let readyAt = 0; // milliseconds until everything was drawn
const BY_KEY = new Map(KEYS.map(([key, action]) => [key, action]));
for (const n of [1, 2, 3]) BY_KEY.set(`${n}`, () => match(n));
for (const [key, step] of [["j", 1], ["k", -1]]) BY_KEY.set(key, () => { move(step); show(); });
for (const [n, key] of ["[", "]"].entries()) BY_KEY.set(key, () => D.others && takeOver(Object.keys(D.others)[n]));

function help() {
  const legend = ["proposed", "missing", "accepted", "edited", "excluded", "rejected", "disputed"].map((state) => el("mark", { class: state }, t(`state.${state}`)));
  dialog(t("help"), [el("h3", {}, t("keys")), el("dl", { class: "keys" }, ...KEYS.flatMap(([key, , text]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, t(text))])),
    el("h3", {}, t("colours")), el("p", { class: "legend" }, ...legend)]);
}

function choose(chosen) {
  filter = chosen;
  $("filter").value = filter;
  move(1, true);
  show();
}

document.addEventListener("keydown", (event) => {
  if (!D || event.ctrlKey || event.metaKey || event.altKey || $("dialog").open || event.target.closest?.("input, select, textarea")) return;
  // An input method swallows the letter; its key is still known.
  const pressed = event.key === "Process" ? event.code.replace(/^Key|^Digit/, "").replace(/^[A-Z]$/, (letter) => (event.shiftKey ? letter : letter.toLowerCase())) : event.key;
  const action = BY_KEY.get(pressed);
  if (!action) return;
  event.preventDefault();
  if (blocking) queue(async () => { action(); }, false); else action(); // what it queues comes after
});

function speak(chosen) {
  language = chosen;
  localStorage.setItem("minsheng-review-language", language);
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  const title = language === "zh" ? D.plan.title_zh : D.plan.title_en;
  $("title").textContent = title;
  $("title").title = t(D.stage === "settlement" ? "settling" : "reading_of", { reader: D.reader, plan: title });
  document.title = $("title").title;
  $("language").textContent = t("language");
  $("help").ariaLabel = t("help");
  $("filter-label").firstElementChild.textContent = t("show");
  $("document").ariaLabel = t("document");
  $("card").ariaLabel = t("card");
  $("saved").textContent = t("saved");
  const shown = Object.keys(FILTERS).filter((key) => key !== "disputed" || D.others);
  $("filter").replaceChildren(...shown.map((key) => el("option", { value: key, selected: key === filter }, t(`filter.${key}`))));
  for (const [list, names] of [["indicators", D.indicators], ["bodies", D.bodies]]) $(list).replaceChildren(...Object.keys(names).map((code) => el("option", { value: code }, name(names, code))));
  count();
  show(false);
}

async function start() {
  D = await ask("/data");
  characters = Array.from(D.text);
  if (D.others) filter = "disputed";
  const stored = localStorage.getItem("minsheng-review-language");
  language = D.languages[stored] ? stored : navigator.language.startsWith("zh") ? "zh" : "en";
  take(D.items);
  drawDocument();
  move(1, true);
  speak(language);
  show();
  $("filter").onchange = () => { choose($("filter").value); document.activeElement.blur(); };
  $("language").onclick = () => speak(language === "zh" ? "en" : "zh");
  $("help").onclick = help;
  requestAnimationFrame(() => setTimeout(() => { readyAt = performance.now(); document.body.dataset.ready = "true"; }));
}
start().catch((error) => say(error.message));
