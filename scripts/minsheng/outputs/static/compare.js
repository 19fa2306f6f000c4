// Indicators: find one by words; then an article: a headline, charts, tables, grades in words, findings, sources, what to take along.
"use strict";

const indicators = records(atlas.indicators);
const byCode = new Map(indicators.map((one) => [one.indicator_code, one]));
const places = Object.values(atlas.names.regions).map((names) => normal(names.join(" ")));
const points = grouped(records(atlas.points));
const findings = grouped(records(atlas.findings));
const responsible = grouped(records(atlas.responsible));
const results = document.getElementById("results");
const chosen = document.getElementById("chosen");
let drawnCode = null;

function grouped(all) {
  const groups = new Map();
  for (const point of all) {
    if (!groups.has(point.indicator_code)) groups.set(point.indicator_code, []);
    groups.get(point.indicator_code).push(point);
  }
  return groups;
}

function list(now) {
  const among = indicators.filter((one) => (!now.domain || one.domain_code === now.domain) && (!now.comparable || one.plan_count > 1));
  const found = search(among, places, now.query);
  const most = 60;
  const near = found.length ? [] : suggest(among, now.query);
  document.getElementById("found").replaceChildren(found.length ? count("found", found.length) : translate("found_0"),
    ...near.flatMap((words) => [" ", el("a", { href: `#${new URLSearchParams({ ...now, query: words })}` }, words)]));
  results.replaceChildren(...found.slice(0, most).map((one) => {
    const link = el("a", { href: `#${new URLSearchParams({ ...now, indicator: one.indicator_code })}`, "aria-current": one.indicator_code === now.indicator && "true" },
      one.indicator, soft(count("in_plans", one.plan_count)));
    return el("li", {}, link);
  }));
}

const verdict = (point) => !point.verdict ? "" : [
  el("a", { class: `verdict ${point.verdict}`, href: `progress.html#${new URLSearchParams({ target: point.value_id })}` }, nameOf("verdict", point.verdict)),
  soft([point.verdict_reason && nameOf("verdict_reason", point.verdict_reason), point.is_achieved_early && translate("early")].filter(Boolean).join(", ")),
];

function show(code) {
  const one = byCode.get(code);
  if (code === drawnCode) return;
  drawnCode = code;
  document.getElementById("start").hidden = Boolean(one);
  chosen.hidden = !one;
  document.getElementById("all").hidden = !one;
  if (!one) return;
  document.title = `${one.indicator} · minsheng`;
  const own = points.get(code) ?? [];
  const drawn = own.filter((point) => point.value !== null && point.is_drawn).map(asDrawn);
  // Places that promise something come first.
  const promises = (region) => drawn.some((point) => point.region_code === region && point.role === "target");
  const regions = [...new Set(drawn.map((point) => point.region_code))].sort((a, b) => promises(b) - promises(a));
  chosen.querySelector("h2").textContent = one.indicator;
  document.getElementById("headline").textContent = atlas.headlines[code] ?? "";
  document.getElementById("key").hidden = !drawn.length;
  document.getElementById("beside").textContent = drawn.length
    ? (own.length > drawn.length ? translate("table_only", own.length - drawn.length) : "") : translate("no_chart");
  const panels = document.getElementById("panels");
  panels.replaceChildren(...regions.map((region) => {
    const here = drawn.filter((point) => point.region_code === region);
    const described = here.map((point) => `${point.year} ${nameOf("role_group", point.role)} ${point.shown}`).join("; ");
    return figure([placeLink(region)], `${translate("chart_of")}: ${one.indicator}, ${placeName(region)}, ${one.symbol}. ${described}`);
  }));
  const pictures = ["svg", "png"].map((kind) => drawn.length && download(kind.toUpperCase(), `${code}.${kind}`, `image/${kind === "svg" ? "svg+xml" : kind}`, () => picture(one.indicator, [...panels.children], kind)));
  const fill = (id, ...content) => document.getElementById(id).replaceChildren(...content.filter(Boolean));
  fill("sides", drawn.length && sideBySide(one, drawn, regions));
  fill("facts", ...facts(one));
  fill("grades", ...grades(own));
  fill("take", takeAlong(code, own, ...pictures.filter(Boolean)));
  fill("bodies", ...answerable(code));
  fill("findings", ...found(code));
  fill("sources", ...sources(own));
  fill("cite", cited(one, own));
  fill("values", valuesOf(one, own));
  const axes = drawn.length && frame(drawn, one);
  [...panels.children].forEach((made, n) =>
    draw(made, drawn.filter((point) => point.region_code === regions[n]), axes, drawn.filter((point) => point.region_code !== regions[n])));
}

const terms = (pairs) => pairs.filter(([, text]) => text).flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)]);

const facts = (one) => terms([
  [translate("holds"), one.definition],
  [translate("unit"), one.symbol],
  [translate("domain"), one.domain_code && el("a", { href: `promises.html#${new URLSearchParams({ domain: one.domain_code })}` }, domainName(one.domain_code))],
  [translate("direction"), nameOf("direction", one.direction)],
  [translate("adding_up"), adding(one)],
]);

/** The grades that occur, in words. */
const grades = (own) => terms(Object.keys(atlas.names.meanings.match_grade).filter((grade) => own.some((point) => point.match_grade === grade))
  .map((grade) => [nameOf("match_grade", grade), meaningOf("match_grade", grade)]));

/** The bodies that plans name beside the promises of the indicator; years with the same bodies are one row. */
function answerable(code) {
  const rows = new Map();
  for (const promise of responsible.get(code) ?? []) {
    const name = JSON.stringify([promise.plan_id, promise.region_code, promise.lead, promise.support]);
    if (!rows.has(name)) rows.set(name, { ...promise, years: new Set() });
    rows.get(name).years.add(promise.year);
  }
  if (!rows.size) return [];
  const columns = [[translate("plan")], [translate("place")], [translate("year")], [nameOf("organization_role", "lead"), "wide"], [nameOf("organization_role", "support"), "wide"]];
  return [el("h3", {}, translate("responsible")), el("p", { class: "soft" }, translate("as_named")),
    table(null, columns, [...rows.values()].map((one) => ({
      cells: [one.plan_id, placeLink(one.region_code), [...one.years].join(inLanguage("、", ", ")), bodyLinks(one.lead), bodyLinks(one.support)],
    })))];
}

/** What the rules found of the indicator, the gravest first. */
function found(code) {
  const own = findings.get(code) ?? [];
  return own.length ? [el("h3", {}, translate("findings")), ...own.map((one) => el("p", { class: `finding ${one.severity}` },
    el("a", { class: "tag severity", href: `findings.html#${one.finding_key}` }, nameOf("severity", one.severity)), " ",
    el("span", { class: "tag soft" }, nameOf("finding_status", one.status)), el("span", { class: "line" }, one.explanation)))] : [];
}

/** The plans and publications that the values come from. */
function sources(own) {
  const counted = new Map();
  for (const point of own) counted.set(point.plan_id, (counted.get(point.plan_id) ?? 0) + 1);
  return [...counted].map(([id, n]) => el("li", {},
    atlas.names.plans[id] ? el("a", { href: `plan-${id}.html` }, inLanguage(...atlas.names.plans[id])) : zh(atlas.names.sources[id]), " ", soft(count("values", n))));
}

/** Every value with the words of its label and number in the document, and where they are. */
function valuesOf(one, own) {
  const unit = one.symbol;
  const columns = [[translate("place")], [translate("year")], [translate("role")], [unit ? `${translate("value")}${inLanguage("，", ", ")}${unit}` : translate("value"), "value"], [translate("printed")],
    [translate("where")], [translate("grade"), "wide"], [translate("verdict")]];
  return table(null, columns, own.map((point) => ({
    kind: point.value_role,
    cells: [
      placeLink(point.region_code),
      (point.first_year === point.year ? "" : `${point.first_year}–`) + point.year + (point.month ? `-${String(point.month).padStart(2, "0")}` : ""),
      [nameOf("value_role", point.value_role), point.origin === "plan" ? null : soft(nameOf("origin", point.origin))],
      [point.shown + (point.is_yearly_average && point.shown ? ` ${translate("per_year")}` : ""), point.value_role === "target" || !point.shown ? soft(nameOf("operator", point.operator)) : null],
      [zh(point.printed), el("span", { class: "soft", lang: "zh-CN" }, point.label)],
      where(point),
      [nameOf("match_grade", point.match_grade), soft(point.remark)],
      verdict(point),
    ],
  })));
}

/** Places down, years across: the charts as one table, each value with its operator and grade. */
function sideBySide(one, drawn, regions) {
  const years = [...new Set(drawn.map((point) => point.year))].sort();
  const rows = regions.flatMap((region) => ["target", "recorded"].map((role) => {
    const own = drawn.filter((point) => point.region_code === region && point.role === role);
    const cells = years.map((year) => [...new Map(own.filter((point) => point.year === year)
      .map((point) => [`${point.shown} ${point.grade}`, [el("span", { class: "value line" }, point.shown), soft(nameOf("match_grade", point.grade))]])).values()].flat());
    return own.length && { kind: role, cells: [placeLink(region), nameOf("role_group", role), ...cells] };
  })).filter(Boolean);
  const columns = [[translate("place")], [translate("role")], ...years.map((year) => [String(year)])];
  const made = table([translate("side_by_side"), one.symbol].filter(Boolean).join(inLanguage("，", ", ")), columns, rows, true);
  return scrolling(translate("side_by_side"), made);
}

/** How to cite what is shown: the plans and publications that it comes from, and the build. */
function cited(one, own) {
  const stated = [...new Set(own.map((point) => point.plan_id))];
  const titles = stated.map((id) => (language === "zh" ? `《${atlas.names.plans[id]?.[0] ?? atlas.names.sources[id]}》` : atlas.names.plans[id]?.[1] ?? atlas.names.sources[id]));
  const sentence = inLanguage(
    `${one.indicator}。${translate("from_plans")}${titles.join("、")}。minsheng，${translate("build")} ${atlas.build}。`,
    `${one.indicator}. ${translate("from_plans")} ${titles.join("; ")}. minsheng, ${translate("build")} ${atlas.build}.`);
  return el("p", {}, sentence, " ", el("span", { class: "soft" }, location.href));
}

function asDrawn(point) {
  const role = point.value_role === "target" ? "target" : "recorded";
  const shown = point.shown + (point.is_yearly_average ? ` ${translate("per_year")}` : "");
  const title = [point.year, nameOf("role_group", role), shown, point.plan_id, `${point.section} @${point.char_start}`, nameOf("match_grade", point.match_grade)].join(" · ");
  return { ...point, role, grade: point.match_grade, shown, title };
}

results.addEventListener("click", (event) => {
  if (event.target.closest("a") && matchMedia("(max-width: 52rem)").matches) setTimeout(() => chosen.scrollIntoView(), 0);
});
bind(["query", "domain", "comparable"], (now) => {
  list(now);
  show(now.indicator ?? null);
});
