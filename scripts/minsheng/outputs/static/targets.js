// Promises with their verdicts, and which of them a reader has chosen.
"use strict";

const targets = records(atlas.progress);
const indicators = new Map(records(atlas.indicators).map((one) => [one.indicator_code, one]));
const keys = { domain: "domain_code", region: "region_code", plan: "plan_id" };
const searched = new Map(targets.map((target) => {
  const one = indicators.get(target.indicator_code);
  return [target, normal(`${one.search_names} ${target.label} ${target.indicator_code}`)];
}));

function fits(target, now) {
  return Object.entries(keys).every(([name, column]) => !now[name] || target[column] === now[name])
    && (!now.verdict || target.verdict === now.verdict)
    && (now.projects || target.verdict_reason !== "project_amount")
    && (!now.year || String(target.year) === now.year)
    && split(now.query).every((part) => searched.get(target).includes(part));
}

const indicatorLink = (one) => el("a", { href: `compare.html#${new URLSearchParams({ indicator: one.indicator_code })}` }, one.indicator);
const promised = (target, one) => (target.shown ? `${target.shown} ${one.symbol}` : nameOf("operator", target.operator));
const reason = (target) => soft([target.verdict_reason && nameOf("verdict_reason", target.verdict_reason), target.is_achieved_early && translate("early")].filter(Boolean).join(inLanguage("，", ", ")));
