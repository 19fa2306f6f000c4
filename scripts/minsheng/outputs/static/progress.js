// Progress: verdicts counted by domain, place or plan, and every target with the row that its verdict was computed from.
"use strict";

const targets = records(atlas.progress);
const indicators = new Map(records(atlas.indicators).map((one) => [one.indicator_code, one]));
const byId = new Map(targets.map((target) => [target.value_id, target]));
const verdicts = [...new Set(targets.map((target) => target.verdict))].sort((a, b) => atlas.verdicts.indexOf(a) - atlas.verdicts.indexOf(b));
const page = 50;
let limit = page;

const keys = { domain: "domain_code", region: "region_code", plan: "plan_id" };
const called = {
  domain: domainName,
  region: placeName,
  plan: (code) => code,
};

function fits(target, now) {
  const one = indicators.get(target.indicator_code);
  return Object.entries(keys).every(([name, column]) => !now[name] || target[column] === now[name])
    && (!now.verdict || target.verdict === now.verdict)
    && (now.projects || target.verdict_reason !== "project_amount")
    && (!now.year || String(target.year) === now.year)
    && split(now.query).every((part) => normal(`${one.indicator_zh} ${one.indicator_en} ${target.label} ${target.indicator_code}`).includes(part));
}

function counts(found, now) {
  const by = now.by || "domain";
  const groups = Object.keys(by === "plan" ? atlas.names.plans : atlas.names[`${by}s`]).filter((code) => found.some((target) => target[keys[by]] === code));
  const shown = verdicts.filter((verdict) => found.some((target) => target.verdict === verdict));
  const columns = [[translate(by)], ...shown.map((verdict) => [nameOf("verdict", verdict), "number"]), [translate("all"), "number"]];
  const line = (name, own, kind) => ({ kind, cells: [name, ...shown.map((verdict) => String(own.filter((target) => target.verdict === verdict).length)), String(own.length)] });
  const rows = groups.map((code) => line(
    el("a", { href: `#${new URLSearchParams({ ...now, [by]: code, target: "" })}` }, called[by](code)),
    found.filter((target) => target[keys[by]] === code)));
  return table(null, columns, [...rows, line(el("strong", {}, translate("all")), found, "total")]);
}

/** All columns of bi.progress for one target, but for the names of codes. */
function audit(target) {
  const rows = atlas.progress_columns.map(([column, holds]) => {
    const value = target[column];
    const text = value === null || value === "" ? "–" : column.endsWith("value_id") ? leadsTo(value) : String(value);
    return { cells: [el("code", {}, column), text, el("span", { lang: "en" }, holds)] }; // columns are described in English
  });
  return table(`${translate("audit")}: bi.progress, ${target.value_id}`, [[translate("column")], [translate("value")], [translate("holds")]], rows);
}

function rowsOf(target, now) {
  const one = indicators.get(target.indicator_code);
  const open = now.target === target.value_id;
  const id = `audit-${target.value_id}`;
  const button = el("button", { type: "button", class: `plain verdict ${target.verdict}`, "aria-expanded": String(open), "aria-controls": id }, nameOf("verdict", target.verdict));
  button.addEventListener("click", () => change({ target: open ? null : target.value_id }, true));
  const cells = [
    [el("a", { href: `compare.html#${new URLSearchParams({ indicator: one.indicator_code })}` }, indicatorName(one))],
    placeName(target.region_code),
    where(target),
    [String(target.year)],
    [target.shown ? `${target.shown} ${one.symbol}` : nameOf("operator", target.operator), soft(zh(target.value_text), ` · ${nameOf("match_grade", target.match_grade)}`)],
    target.baseline_value === null ? "" : [target.baseline_value, soft(String(target.baseline_year))],
    target.outcome_value === null ? "" : [target.outcome_value, soft(String(target.outcome_year))],
    [button, soft([target.verdict_reason && nameOf("verdict_reason", target.verdict_reason), target.is_achieved_early && translate("early")].filter(Boolean).join(", "))],
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
  document.getElementById("targets").replaceChildren(table(null, heads(), listed.slice(0, limit).flatMap((target) => rowsOf(target, now))));
  document.getElementById("more").hidden = listed.length <= limit;
}

let last = "";
bind(["domain", "region", "plan", "year", "verdict", "by", "query", "projects"], (now) => {
  const filters = JSON.stringify({ ...now, target: "" });
  if (filters !== last) limit = page;
  last = filters;
  const focused = document.activeElement?.getAttribute("aria-controls");
  show(now);
  if (focused) document.querySelector(`[aria-controls="${CSS.escape(focused)}"]`)?.focus();
});
document.getElementById("more").addEventListener("click", () => {
  limit += page;
  show(state());
});
if (state().target) document.querySelector(".audit:not([hidden])")?.previousElementSibling.scrollIntoView();
