// Filters over rows and findings that are in the page already.
"use strict";

const controls = ["domain", "region", "year", "plan", "severity", "check", "status", "query"].filter((id) => document.getElementById(id));
const filtered = [...document.querySelectorAll(".finding, .filtered > tbody > tr")];
const words = new Map(filtered.map((one) => [one, normal(one.textContent)]));
const long = document.querySelector(".filtered.long"); // shown in parts
const label = document.getElementById("shown");
const more = document.getElementById("more");
const groups = new Map([...document.querySelectorAll(".group")].map((one) => [one, one.open]));
let limit = pageSize;
let isChosen = false; // what is found is unfolded, and folded again when nothing is chosen

const fits = (one, now) => controls.every((name) => name === "query" || !now[name] || one.dataset[name] === now[name])
  && split(now.query).every((word) => words.get(one).includes(word));

function show(now) {
  const found = new Set(filtered.filter((one) => fits(one, now)));
  for (const one of filtered) one.hidden = !found.has(one);
  const chosen = controls.some((name) => now[name]);
  for (const [group, wasOpen] of groups) {
    group.hidden = !group.querySelector(".finding:not([hidden]), .filtered > tbody > tr:not([hidden])");
    if (chosen || isChosen) group.open = chosen || wasOpen;
  }
  isChosen = chosen;
  label.textContent = count(label.dataset.noun, found.size);
  if (!long) return;
  const rows = [...long.tBodies[0].rows].filter((row) => found.has(row));
  for (const row of rows.slice(limit)) row.hidden = true;
  more.hidden = rows.length <= limit;
  const heads = [...long.tHead.rows[0].cells].map((head) => head.textContent);
  document.getElementById("take").replaceChildren(takeAlong(document.body.dataset.page,
    rows.map((row) => Object.fromEntries(heads.map((head, n) => [head, textOf(row.cells[n])])))));
}

bind(controls, (now) => {
  limit = pageSize;
  show(now);
});
long?.addEventListener("sorted", () => show(state()));
more?.addEventListener("click", () => {
  limit += pageSize;
  show(state());
});
