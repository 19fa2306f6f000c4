// Trajectories: for each indicator of a domain with values for two or more years, one panel a place.
"use strict";

const series = records(atlas.trajectories);
const indicators = new Map(records(atlas.indicators).map((one) => [one.indicator_code, one]));
const list = document.getElementById("series");

/** A row of the mart as up to two points, recorded and promised. */
function pointsOf(row) {
  return ["recorded", "target"].filter((role) => row[`${role}_value`] !== null).map((role) => ({
    year: row.year,
    role,
    value: row[`${role}_value`],
    lower: row[`${role}_lower`],
    upper: row[`${role}_upper`],
    grade: row[`${role}_match_grade`],
    shown: row[`${role}_shown`],
    title: [row.year, word(role), row[`${role}_shown`], row[`${role}_plan_id`], word(row[`${role}_match_grade`])].join(" · "),
  }));
}

const said = (row, role) => row[`${role}_value`] === null ? "" : [
  row[`${role}_shown`],
  soft(el("a", { href: `plan-${row[`${role}_plan_id`]}.html#${row[`${role}_value_id`]}` }, row[`${role}_value_id`]), ", ", word(row[`${role}_match_grade`])),
];

function panelOf(one, rows, axes) {
  const [nameZh, nameEn] = atlas.names.regions[rows[0].region_code];
  const all = rows.flatMap(pointsOf);
  const said_all = all.map((point) => `${point.year} ${word(point.role)} ${point.shown}`).join("; ");
  const made = figure([zh(nameZh), " ", soft(nameEn)], `${word("chart_of")}: ${one.name_zh}, ${nameZh} ${nameEn}, ${one.symbol}. ${said_all}`);
  const columns = [[word("year")], [word("recorded"), "recorded"], [word("target"), "promised"], [word("promised_earlier"), "promised"]];
  const revised = (row) => row.first_target_value_id === row.target_value_id || row.first_target_value === null ? "" : [
    row.first_target_shown, soft(el("a", { href: `plan-${row.first_target_value_id.split("@")[0]}.html#${row.first_target_value_id}` }, row.first_target_value_id))];
  made.append(el("details", {}, el("summary", {}, word("table_of")),
    table(null, columns, rows.map((row) => ({ cells: [String(row.year), said(row, "recorded"), said(row, "target"), revised(row)] })))));
  draw(made, all, axes);
  return made;
}

bind(["domain", "region"], (now) => {
  const domain = now.domain || document.getElementById("domain").options[0].value;
  document.getElementById("domain").value = domain;
  const rows = series.filter((row) => row.domain_code === domain && (!now.region || row.region_code === now.region));
  const sections = [];
  for (const code of new Set(rows.map((row) => row.indicator_code))) {
    const one = indicators.get(code);
    const own = rows.filter((row) => row.indicator_code === code);
    const axes = frame(own.flatMap(pointsOf));
    const section = el("section", { class: "series" },
      el("h2", {}, el("a", { href: `compare.html#${new URLSearchParams({ indicator: code })}` }, zh(one.name_zh)), " ", el("span", { class: "soft", lang: "en" }, one.name_en)),
      el("p", { class: "soft small" }, `${word("unit")}: ${one.symbol} ${one.unit_name}. ${word(one.direction)}.`),
      el("div", { class: "panels" }));
    sections.push([section, one, own, axes]);
  }
  list.replaceChildren(...(sections.length ? sections.map(([section]) => section) : [el("p", {}, word("no_series"))]));
  // Panels are drawn once they stand in the page, where they have a width.
  for (const [section, one, own, axes] of sections) {
    for (const region of new Set(own.map((row) => row.region_code))) {
      section.querySelector(".panels").append(panelOf(one, own.filter((row) => row.region_code === region), axes));
    }
  }
});
