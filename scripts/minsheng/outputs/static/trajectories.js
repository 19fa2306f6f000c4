// Trajectories: for each indicator of a domain with values for two or more years, one panel a place.
"use strict";

const series = records(atlas.trajectories);
const indicators = new Map(records(atlas.indicators).map((one) => [one.indicator_code, one]));
const list = document.getElementById("series");

/** A value with its operator; the average of a sum says so. */
const written = (row, role) => row[`${role}_shown`] + (row[`${role}_is_yearly_average`] ? ` ${translate("per_year")}` : "");

/** A row of the mart as up to two points, recorded and promised. */
function pointsOf(row) {
  return ["recorded", "target"].filter((role) => row[`${role}_compared_value`] !== null).map((role) => ({
    value_id: row[`${role}_value_id`],
    year: row.year,
    role,
    value: row[`${role}_value`],
    lower: row[`${role}_lower`],
    upper: row[`${role}_upper`],
    grade: row[`${role}_compared_grade`],
    shown: written(row, role),
    title: [row.year, nameOf("role_group", role), written(row, role), row[`${role}_plan_id`], nameOf("match_grade", row[`${role}_compared_grade`])].join(" · "),
  }));
}

const figureOf = (row, role) => row[`${role}_compared_value`] === null ? "" : [
  written(row, role),
  soft(leadsTo(row[`${role}_value_id`]), ", ", nameOf("match_grade", row[`${role}_compared_grade`])),
];

function panelOf(one, rows, axes) {
  const place = placeName(rows[0].region_code);
  const all = rows.flatMap(pointsOf);
  const inWords = all.map((point) => `${point.year} ${nameOf("role_group", point.role)} ${point.shown}`).join("; ");
  const caption = [
    el("a", { href: `compare.html#${new URLSearchParams({ indicator: one.indicator_code })}` }, one.indicator),
    el("span", { class: "line" }, place, " ", soft(`· ${one.symbol}`)),
  ];
  const made = figure(caption, `${translate("chart_of")}: ${one.indicator}, ${place}, ${one.symbol}. ${inWords}`);
  const columns = [[translate("year")], [nameOf("role_group", "recorded"), "recorded"], [nameOf("role_group", "target"), "promised"], [translate("promised_earlier"), "promised"]];
  const revised = (row) => row.first_target_value_id === row.target_value_id || row.first_target_compared_value === null ? "" : [
    written(row, "first_target"), soft(leadsTo(row.first_target_value_id))];
  made.append(el("details", {}, el("summary", {}, translate("table_of")),
    table(null, columns, rows.map((row) => ({ cells: [String(row.year), figureOf(row, "recorded"), figureOf(row, "target"), revised(row)] })))));
  requestAnimationFrame(() => draw(made, all, axes)); // once it is in the page, it has a width
  return made;
}

bind(["domain", "region"], (now) => {
  const domain = now.domain || document.getElementById("domain").options[0].value;
  document.getElementById("domain").value = domain;
  const rows = series.filter((row) => row.domain_code === domain && (!now.region || row.region_code === now.region));
  const panels = [];
  for (const code of new Set(rows.map((row) => row.indicator_code))) {
    const own = rows.filter((row) => row.indicator_code === code);
    const axes = frame(own.flatMap(pointsOf), indicators.get(code));
    for (const region of new Set(own.map((row) => row.region_code))) {
      panels.push([indicators.get(code), own.filter((row) => row.region_code === region), axes]);
    }
  }
  document.getElementById("heading").textContent = domainName(domain);
  list.replaceChildren(...(panels.length ? [] : [el("p", {}, translate("no_series"))]));
  for (const panel of panels) list.append(panelOf(...panel));
  document.getElementById("take").replaceChildren(takeAlong(`trajectories-${domain}`, rows));
});
