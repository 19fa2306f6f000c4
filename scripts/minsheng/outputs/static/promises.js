// Promises: what is promised in a domain and year, indicators down, places across. Needs targets.js.
"use strict";

let limit = pageSize;
const controls = ["domain", "year", "region", "plan", "body", "query"];

const domainOrder = Object.keys(atlas.names.domains);
const inOrder = (a, b) => domainOrder.indexOf(a.domain_code) - domainOrder.indexOf(b.domain_code)
  || (a.indicator_code < b.indicator_code ? -1 : a.indicator_code > b.indicator_code ? 1 : a.year - b.year);

const responsible = new Map(records(atlas.responsible).map((one) => [one.promise_id, one]));
const bodiesOf = (target) => ["lead", "support"].flatMap((role) => responsible.get(target.promise_id)?.[role] ?? []);

/** Who is responsible for a promise, folded: a plan may name a dozen bodies for a paragraph. */
const named = (bodies) => bodies.length > 0 && el("details", {}, el("summary", {}, count("bodies", bodies.length)), bodyLinks(bodies));

/** What one plan promises, its verdict, who is responsible for it, and its place in the plan. */
const cell = (target, one) => el("div", { class: "promise" },
  el("span", { class: "value line" }, promised(target, one)),
  el("a", { class: `small verdict ${target.verdict}`, href: `progress.html#${new URLSearchParams({ target: target.value_id })}` }, nameOf("verdict", target.verdict)),
  soft(leadsTo(target.value_id)), named(bodiesOf(target)) || null);

function lines(found) {
  const groups = new Map();
  for (const target of [...found].sort(inOrder)) {
    const name = `${target.indicator_code} ${target.year}`;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(target);
  }
  return [...groups.values()];
}

/** Which of the indicators shown may be added up, in words. */
function addingUp(found) {
  const own = [...new Set(found.map((target) => indicators.get(target.indicator_code)))];
  const kinds = Object.keys(atlas.names.meanings.aggregation).map((kind) => [kind, own.filter((one) => one.aggregation === kind).length]);
  return [
    el("summary", {}, translate("may_i_add")),
    el("dl", { class: "facts" }, kinds.filter(([, n]) => n).flatMap(([kind, n]) => [
      el("dt", {}, nameOf("aggregation", kind)), el("dd", {}, meaningOf("aggregation", kind), " ", soft(count("found", n)))])),
    el("p", {}, translate("never_added")),
  ];
}

function show(now) {
  const chosen = controls.some((name) => now[name]);
  document.getElementById("start").hidden = chosen;
  document.getElementById("chosen").hidden = !chosen;
  if (!chosen) return;
  const found = targets.filter((target) => fits(target, now) && (!now.body || bodiesOf(target).some((n) => atlas.bodies[n][0] === now.body)));
  const regions = Object.keys(atlas.names.regions).filter((code) => found.some((target) => target.region_code === code));
  const columns = [[translate("indicator"), "wide"], !now.domain && [translate("domain")], !now.year && [translate("year")], ...regions.map((code) => [placeName(code), "value"])].filter(Boolean);
  const all = lines(found);
  document.getElementById("heading").textContent = [now.domain && domainName(now.domain), now.year, now.region && placeName(now.region), now.plan, now.body && atlas.bodies.find(([id]) => id === now.body)?.[1]].filter(Boolean).join(inLanguage("，", ", ")) || translate("all");
  document.getElementById("shown").textContent = count("targets", found.length);
  document.getElementById("adding").replaceChildren(...addingUp(found));
  document.getElementById("take").replaceChildren(takeAlong("promises", found));
  document.getElementById("rows").replaceChildren(scrolling(translate("promises"), table(null, columns, all.slice(0, limit).map((own) => {
    const one = indicators.get(own[0].indicator_code);
    return { kind: "target", cells: [
      [indicatorLink(one), soft(nameOf("aggregation", one.aggregation))],
      !now.domain && domainName(one.domain_code),
      !now.year && String(own[0].year),
      ...regions.map((code) => own.filter((target) => target.region_code === code).map((target) => cell(target, one))),
    ].filter((content) => content !== false) };
  }), true)));
  document.getElementById("more").hidden = all.length <= limit;
}

let last = "";
bind(controls, (now) => {
  if (JSON.stringify(now) !== last) limit = pageSize;
  last = JSON.stringify(now);
  show(now);
});
document.getElementById("more").addEventListener("click", () => {
  limit += pageSize;
  show(state());
});
