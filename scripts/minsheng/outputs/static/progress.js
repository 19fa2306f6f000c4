// Progress: verdicts counted by domain, place or plan, and every target with the row that its verdict was computed from.
"use strict";

const byId = new Map(targets.map((target) => [target.value_id, target]));
const verdicts = [...new Set(targets.map((target) => target.verdict))].sort((a, b) => atlas.verdicts.indexOf(a) - atlas.verdicts.indexOf(b));
let limit = pageSize;

const places = { domain_code: domainName, region_code: placeName };
const called = {
  domain: domainName,
  region: placeName,
  plan: (code) => code,
};

function counts(found, now) {
  const by = now.by || "domain";
  const groups = Object.keys(by === "plan" ? atlas.names.plans : atlas.names[`${by}s`]).filter((code) => found.some((target) => target[keys[by]] === code));
  const shown = verdicts.filter((verdict) => found.some((target) => target.verdict === verdict));
  const columns = [[translate(by)], ...shown.map((verdict) => [nameOf("verdict", verdict), "number"]), [translate("all"), "number"]];
  const line = (name, own, kind) => ({ kind, cells: [name, ...shown.map((verdict) => String(own.filter((target) => target.verdict === verdict).length)), String(own.length)] });
  const rows = groups.map((code) => line(
    el("a", { href: `#${new URLSearchParams({ ...now, [by]: code, target: "" })}` }, called[by](code)),
    found.filter((target) => target[keys[by]] === code)));
  return scrolling(translate("promises"),
    table(null, columns, [...rows, line(el("strong", {}, translate("all")), found, "total")], true));
}

/** What the code in a column is called; null where it holds no code. */
function named(column, value) {
  if (value === null) return null;
  if (typeof value === "boolean") return translate(String(value));
  if (column === "indicator_code") return indicators.get(value).indicator;
  if (column in places) return places[column](value);
  const name = nameOf(column.endsWith("_band") ? "verdict" : column, value);
  return name === value ? null : name;
}

/** All columns of bi.progress for one target, each code with its name. */
function audit(target) {
  const rows = atlas.progress_columns.map(([column, heading, holds]) => {
    const value = target[column];
    const text = value === null || value === "" ? "–" : column.endsWith("value_id") ? leadsTo(value) : String(value);
    return { cells: [[el("code", {}, column), heading !== column && ` ${heading}`, soft(holds)], [text, soft(named(column, value))]] };
  });
  const made = table(`${translate("audit")}${inLanguage("：", ": ")}bi.progress, ${target.value_id}`, [[translate("column")], [translate("value")]], rows, true);
  made.classList.remove("cards"); // two narrow columns fit a phone
  return made;
}

function rowsOf(target, now) {
  const one = indicators.get(target.indicator_code);
  const open = now.target === target.value_id;
  const id = `audit-${target.value_id}`;
  const button = el("button", { type: "button", class: `plain verdict ${target.verdict}`, "aria-expanded": String(open), "aria-controls": id }, nameOf("verdict", target.verdict));
  button.addEventListener("click", () => change({ target: open ? null : target.value_id }, true));
  const cells = [
    indicatorLink(one),
    placeLink(target.region_code),
    where(target),
    [String(target.year)],
    [promised(target, one), soft(zh(target.value_text), ` · ${nameOf("match_grade", target.match_grade)}`)],
    target.baseline_value === null ? "" : [target.baseline_value, soft(String(target.baseline_year))],
    target.outcome_value === null ? "" : [target.outcome_value, soft(String(target.outcome_year))],
    [button, reason(target)],
  ];
  const row = el("tr", { role: "row", class: "target" }, cells.map((cell, n) => el("td", { role: "cell", class: heads()[n][1], "data-label": heads()[n][0] }, cell)));
  const below = el("tr", { role: "row", class: "audit", id, hidden: !open }, el("td", { role: "cell", colspan: cells.length }, open ? audit(target) : ""));
  return [row, below];
}

const heads = () => [[translate("indicator"), "wide"], [translate("place")], [translate("where")], [translate("year")], [nameOf("value_role", "target"), "value"], [translate("baseline")], [translate("outcome")], [translate("verdict")]];

function show(now) {
  const found = targets.filter((target) => fits(target, now));
  const opened = byId.get(now.target);
  // A shared address opens its audit row whatever the filters hide.
  const listed = opened && !found.slice(0, limit).includes(opened) ? [opened, ...found.filter((target) => target !== opened)] : found;
  document.getElementById("counts").replaceChildren(counts(found, now));
  document.getElementById("shown").textContent = count("targets", found.length);
  document.getElementById("take").replaceChildren(takeAlong("targets", found));
  document.getElementById("targets").replaceChildren(table(null, heads(), listed.slice(0, limit).flatMap((target) => rowsOf(target, now)), true));
  document.getElementById("more").hidden = listed.length <= limit;
}

let last = "";
bind(["domain", "region", "plan", "year", "verdict", "by", "query", "projects"], (now) => {
  const filters = JSON.stringify({ ...now, target: "" });
  if (filters !== last) limit = pageSize;
  last = filters;
  const focused = document.activeElement?.getAttribute("aria-controls");
  show(now);
  if (focused) document.querySelector(`[aria-controls="${CSS.escape(focused)}"]`)?.focus();
});
document.getElementById("more").addEventListener("click", () => {
  limit += pageSize;
  show(state());
});
if (state().target) document.querySelector(".audit:not([hidden])")?.previousElementSibling.scrollIntoView();
