// Promises: what is promised in a domain and year, indicators down, places across. Needs targets.js.
"use strict";

let limit = pageSize;

const domainOrder = Object.keys(atlas.names.domains);
const inOrder = (a, b) => domainOrder.indexOf(a.domain_code) - domainOrder.indexOf(b.domain_code)
  || (a.indicator_code < b.indicator_code ? -1 : a.indicator_code > b.indicator_code ? 1 : a.year - b.year);

/** What one plan promises, its verdict, and its place in the plan. */
const cell = (target, one) => el("div", { class: "promise" },
  el("span", { class: "value line" }, promised(target, one)),
  el("a", { class: `small verdict ${target.verdict}`, href: `progress.html#${new URLSearchParams({ target: target.value_id })}` }, nameOf("verdict", target.verdict)),
  soft(leadsTo(target.value_id)));

function lines(found) {
  const groups = new Map();
  for (const target of [...found].sort(inOrder)) {
    const name = `${target.indicator_code} ${target.year}`;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(target);
  }
  return [...groups.values()];
}

function show(now) {
  const chosen = ["domain", "year", "region", "plan", "query"].some((name) => now[name]);
  document.getElementById("start").hidden = chosen;
  document.getElementById("chosen").hidden = !chosen;
  if (!chosen) return;
  const found = targets.filter((target) => fits(target, now));
  const regions = Object.keys(atlas.names.regions).filter((code) => found.some((target) => target.region_code === code));
  const columns = [[translate("indicator"), "wide"], !now.domain && [translate("domain")], !now.year && [translate("year")], ...regions.map((code) => [placeName(code), "value"])].filter(Boolean);
  const all = lines(found);
  document.getElementById("heading").textContent = [now.domain && domainName(now.domain), now.year, now.region && placeName(now.region), now.plan].filter(Boolean).join(inLanguage("，", ", ")) || translate("all");
  document.getElementById("shown").textContent = count("targets", found.length);
  document.getElementById("take").replaceChildren(takeAlong("promises", found));
  document.getElementById("rows").replaceChildren(el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": translate("promises") }, table(null, columns, all.slice(0, limit).map((own) => {
    const one = indicators.get(own[0].indicator_code);
    return { kind: "target", cells: [
      indicatorLink(one),
      !now.domain && domainName(one.domain_code),
      !now.year && String(own[0].year),
      ...regions.map((code) => own.filter((target) => target.region_code === code).map((target) => cell(target, one))),
    ].filter((content) => content !== false) };
  }), true)));
  document.getElementById("more").hidden = all.length <= limit;
}

let last = "";
bind(["domain", "year", "region", "plan", "query"], (now) => {
  if (JSON.stringify(now) !== last) limit = pageSize;
  last = JSON.stringify(now);
  show(now);
});
document.getElementById("more").addEventListener("click", () => {
  limit += pageSize;
  show(state());
});
