// The card of the current item, the forms and the dialogs.
"use strict";

function drawCard(form = null) {
  const card = $("card");
  card.scrollTop = 0;
  if (!current) { card.replaceChildren(el("h2", {}, t("none_left"))); return; }
  const item = current;
  const around = 46;
  const chips = el("p", { class: "chips" }, el("span", {}, t(`kind.${item.kind}`)), el("span", { class: item.state }, t(`state.${item.state}`)),
    item.confidence !== undefined ? el("span", {}, `${t("confidence")} ${item.confidence}`) : null, item.rule ? el("span", {}, `${t("rule")}: ${item.rule}`) : null, el("span", {}, `${t("at")} ${item.start}`));
  const context = el("p", { class: "context" }, `…${slice(Math.max(0, item.start - around), item.start)}`, el("b", {}, item.text || "□"), `${slice(item.end, item.end + around)}…`);
  const warnings = [item.changed && t("changed"), item.gone && t("gone"), isValue(item) && item.open && t("incomplete")].filter(Boolean);
  card.replaceChildren(el("h2", {}, t("card")), chips, el("p", { class: "figure" }, item.text || t("blank")), context,
    ...warnings.map((text) => el("p", { class: "warning" }, text)),
    ...othersCard(item), ...(form ? [form] : item.kind === "value" ? valueCard(item) : exclusionCard(item)).filter(Boolean));
}

const WIDE = ["label", "subgroup", "lead_organizations", "support_organizations", "table_column", "note"];
const FIRST = ["label", "subgroup", "value_role", "period", "period_basis", "region_code", "unit_text", "commitment_strength", "distribution", "section", "statement_kind", "table_row", "table_column"];
const rank = (column) => (FIRST.includes(column) ? FIRST.indexOf(column) : FIRST.length);
function written(column, text) {
  if (text === "true" || text === "false") return t(text);
  return D.codes[column]?.[text] ? name(D.codes[column], text) : text;
}

function valueCard(item) {
  const proposed = item.proposed ?? item.fields;
  const blank = (column) => !item.fields[column.name] && !proposed[column.name] && !column.required;
  const columns = [...D.columns].sort((a, b) => rank(a.name) - rank(b.name));
  const rows = columns.filter((column) => !blank(column)).map(({ name: column, required }) => {
    const text = item.fields[column] ?? "", was = proposed[column] ?? "";
    const dd = el("dd", { class: text ? "" : "blank", onclick: () => edit(column) }, text ? written(column, text) : "–");
    if (text !== was) dd.append(el("del", {}, t("was_proposed", { text: was ? written(column, was) : t("blank") })));
    return el("div", { class: `${WIDE.includes(column) ? "wide" : ""} ${required && !text ? "needed" : ""}` }, el("dt", {}, t(`field.${column}`)), dd);
  });
  const blanks = columns.filter(blank).map((column) => t(`field.${column.name}`)).join(language === "zh" ? "、" : ", ");
  return [
    el("p", { class: "actions" }, button(t("accept"), "a", accept, true), button(t("edit"), "e", () => edit()), button(t("reject"), "x", reject), button(t("undo"), "u", undo)),
    el("dl", { class: "fields" }, ...rows), blanks ? el("p", { class: "context" }, `${t("blank")}: ${blanks}`) : null, ...labelCard(item),
  ];
}

function labelCard(item) {
  const key = labelOf(item), label = items.get(`label\t${key}`), known = D.candidates[key];
  if (!known) {
    ask(`/candidates?key=${encodeURIComponent(key)}`).then(({ candidates }) => { D.candidates[key] = candidates; if (current === item) drawCard(); }).catch(() => {});
    return [];
  }
  const chosen = label?.state === "matched" ? label.fields.indicator_code : "";
  const list = el("ul", { class: "candidates" }, ...known.map((c, n) => el("li", { class: c.indicator_code === chosen ? "chosen" : "" },
    el("kbd", {}, `${n + 1}`), ` ${name(D.indicators, c.indicator_code)} `,
    el("small", {}, `${c.score}${c.is_sure === "true" ? ` · ${t("sure")}` : ""} · ${t(c.unit_fits === "true" ? "unit_fits" : "unit_differs")} · ${t("near", { label: c.nearest_label, grade: name(D.codes.match_grade, c.past_grade) })}`),
    c.non_match ? el("div", { class: "warning" }, t("non_match", { text: c.non_match })) : null)));
  if (chosen && !known.some((c) => c.indicator_code === chosen)) list.append(el("li", { class: "chosen" }, name(D.indicators, chosen)));
  return [
    el("h3", {}, t("indicator"), " ", label && label.state !== "proposed" ? `– ${t(`state.${label.state}`)}${label.fields.match_grade ? ` (${name(D.codes.match_grade, label.fields.match_grade)})` : ""}` : ""),
    known.length ? list : el("p", { class: "context" }, t("no_candidate")),
    el("p", { class: "actions" }, button(t("new"), "0", () => wait("new")), button(t("later"), "l", () => wait("later")), button(t("other"), "m", () => match())),
  ];
}

function exclusionCard(item) {
  const reason = item.fields.reason ? name(D.codes.reason, item.fields.reason) : "–";
  return [
    el("dl", { class: "fields" }, el("div", { class: "wide" }, el("dt", {}, t("field.reason")), el("dd", {}, reason)), el("div", {}, el("dt", {}, t("field.section")), el("dd", {}, item.fields.section ?? "–"))),
    el("p", { class: "actions" }, ...(item.fields.reason ? [button(t("accept"), "a", accept, true)] : []), button(t("exclude"), "x", reject), button(t("new_value"), "n", create), button(t("undo"), "u", undo)),
  ];
}

function othersCard(item) {
  if (!D.others || item.state !== "disputed") return [];
  return Object.entries(D.others).map(([reader, theirs], n) => {
    const own = theirs[idOf(item)];
    const fields = own && isDecided(own) ? Object.entries(own.fields).filter(([column, text]) => Object.values(D.others).some((o) => (o[idOf(item)]?.fields[column] ?? "") !== text)) : [];
    const says = !own || !isDecided(own) ? t("undecided") : `${t(`state.${own.state}`)}${own.reason ? `: ${own.reason === "replaced" ? t("replaced") : name(D.codes.reason, own.reason)}` : ""}`;
    return el("div", {}, el("h3", {}, `${t("of_reader", { reader })}: ${says}`),
      el("dl", { class: "fields" }, ...fields.map(([column, text]) => el("div", {}, el("dt", {}, t(`field.${column}`)), el("dd", {}, written(column, text))))),
      button(t("take"), "[]"[n], () => takeOver(reader)));
  });
}

function field({ name: column, accepted, required }, text, prefix) {
  const id = `${prefix}-${column}`;
  const options = accepted.length ? accepted : column.startsWith("is_") ? ["true", "false"] : column === "region_code" ? Object.keys(D.codes.region_code) : null;
  const input = options
    ? el("select", { id, name: column }, ...["", ...options].map((code) => el("option", { value: code, selected: code === text }, code ? (column === "region_code" ? `${code} ` : "") + written(column, code) : "")))
    : el("input", { id, name: column, value: text, autocomplete: "off" });
  return el("div", { class: WIDE.includes(column) ? "wide" : "" }, el("label", { htmlFor: id }, t(`field.${column}`) + (required ? " *" : "")), input);
}

function form(fields, save) {
  const inputs = [...D.columns].sort((a, b) => rank(a.name) - rank(b.name)).map((column) => field(column, fields[column.name] ?? "", "field"));
  const made = el("form", {}, el("p", { class: "actions" }, el("button", { type: "submit", class: "main" }, t("save"), " ", el("kbd", {}, "↵")), button(t("cancel"), "Esc", cancel)), el("div", { class: "fields" }, ...inputs));
  made.onkeydown = (event) => { if (event.key === "Escape") cancel(); };
  made.onsubmit = (event) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(made)].map(([column, text]) => [column, text.trim()]));
    queue(async () => { await save(given); document.activeElement?.blur(); });
  };
  return made;
}
function cancel() {
  if (!items.has(idOf(current))) current = order.find((item) => item.start >= current.start) ?? null;
  document.activeElement?.blur();
  say("");
  show(false);
}
function focusField(column) {
  const input = $(`field-${column ?? "label"}`);
  input?.focus();
  input?.select?.();
}

// Dialogs

function dialog(title, content, confirm) {
  const box = $("dialog");
  const close = () => box.close();
  const made = el("form", { method: "dialog" }, el("h2", {}, title), ...content, el("p", { class: "actions" },
    ...(confirm ? [el("button", { class: "main", type: "submit" }, t("confirm"), " ", el("kbd", {}, "↵")), button(t("cancel"), "Esc", close)] : [button(t("close"), "Esc", close)])));
  made.onsubmit = (event) => { event.preventDefault(); if (confirm && confirm(made) !== false) box.close(); else if (!confirm) box.close(); };
  box.replaceChildren(made);
  box.onkeydown = null;
  if (!box.open) box.showModal();
  made.querySelector(confirm && content.length > 1 ? "button.main" : "input, button.main")?.focus();
  return box;
}

function reject() {
  const item = current;
  if (!item) return;
  const known = [...new Set([...item.holds.flatMap((kind) => D.reasons[kind]), ...(item.kind === "value" ? ["replaced"] : [])])];
  const keys = "123456789abcdefghijkmn";
  const choose = (reason) => { $("dialog").close(); queue(() => decide([act(item, item.kind === "value" ? "reject" : "exclude", { reason })])); };
  const box = dialog(t("why_not"), [el("ul", { class: "reasons" }, ...known.map((reason, n) => el("li", {}, button(reason === "replaced" ? t("replaced") : name(D.codes.reason, reason), keys[n], () => choose(reason)))))]);
  box.onkeydown = (event) => { const n = keys.indexOf(event.key); if (n >= 0 && known[n]) {
    event.preventDefault();
    event.stopPropagation(); // the dialog is closed before the page hears of the key
    choose(known[n]);
  } };
}

const FOR_ALL = ["section", "value_role", "period", "period_basis", "region_code"];

function bulk(title, group, rows, columns, shared = []) {
  if (!group.length) { say(t("nothing_to_accept")); return; }
  const unsure = group.filter((item) => !(item.confidence >= D.sure)).length;
  const head = el("tr", {}, ...columns.map((column) => el("th", { scope: "col" }, t(column))));
  dialog(title, [el("p", {}, t("look_first")), el("table", { class: "table" }, el("thead", {}, head), el("tbody", {}, ...rows)),
    unsure ? el("p", { class: "warning" }, t("unsure_among", { n: unsure, sure: D.sure })) : null,
    shared.length ? el("h3", {}, t("for_all")) : null,
    shared.length ? el("div", { class: "fields" }, ...shared.map((column) => field(D.columns.find((known) => known.name === column), "", "all"))) : null].filter(Boolean),
  (made) => {
    const given = Object.fromEntries([...new FormData(made)].map(([column, text]) => [column, text.trim()]).filter(([, text]) => text));
    queue(() => decide(group.map((item) => act(item, "accept", given))));
  });
}

function bulkValues(kind) {
  if (current?.kind !== "value") { say(t("not_a_value")); return; }
  const table = slotAt(current.start).table, { section, table_column: column } = current.fields;
  if (kind === "column" && !column) { say(t("no_table")); return; }
  const group = order.filter((item) => item.kind === "value" && item.state === "proposed" && (kind === "column"
    ? slotAt(item.start).table === table && item.fields.table_column === column && item.fields.statement_kind === current.fields.statement_kind
    : item.fields.section === section));
  const says = (item) => `${item.fields.label ?? "–"}${item.fields.subgroup ? ` (${item.fields.subgroup})` : ""}: ${item.text || t("blank")} ${item.fields.unit_text ?? ""}`;
  const means = (item) => ["value_role", "period", "period_basis", "region_code"].map((key) => written(key, item.fields[key] ?? "–")).join(" · ");
  const parts = new Map();
  for (const item of group) { const key = `${item.fields.table_column ?? t("no_text")}\n${means(item)}`; parts.set(key, [...(parts.get(key) ?? []), item]); }
  const rows = [...parts].map(([key, list]) => el("tr", {}, el("td", {}, key), el("td", {}, `${list.length}`), el("td", {}, says(list[0])), el("td", {}, says(list.at(-1)))));
  bulk(t(`${kind}_title`, { n: group.length, section: section ?? "–" }), group, rows, ["heading", "count", "first", "last"], FOR_ALL);
}

function bulkExclusions() {
  const group = order.filter((item) => item.kind === "exclusion" && item.state === "proposed" && item.confidence >= D.sure);
  const parts = group.reduce((map, item) => map.set(item.fields.reason, [...(map.get(item.fields.reason) ?? []), item]), new Map());
  const around = (item) => el("td", {}, slice(Math.max(0, item.start - 12), item.start), el("b", {}, item.text), slice(item.end, item.end + 12));
  const rows = [...parts].map(([reason, list]) => el("tr", {}, el("td", {}, name(D.codes.reason, reason)), el("td", {}, `${list.length}`), around(list[0]), around(list.at(-1))));
  bulk(t("sure_title", { n: group.length }), group, rows, ["field.reason", "count", "first", "last"]);
}

function match(n) {
  if (current?.kind !== "value") { say(t("not_a_value")); return; }
  const key = labelOf(current), candidate = n ? D.candidates[key]?.[n - 1] : { indicator_code: "" };
  if (!candidate) return;
  const send = (fields) => queue(() => decide([{ kind: "label", key, decision: "match", fields }], filter === "labels"));
  if (candidate.is_sure === "true") { send({ indicator_code: candidate.indicator_code, match_grade: "exact" }); return; }
  const field = (column, control) => el("div", { class: "wide" }, el("label", { htmlFor: `match-${column}` }, t(`field.${column}`)), control);
  const input = (column, properties = {}) => field(column, el("input", { id: `match-${column}`, name: column, autocomplete: "off", ...properties }));
  const grade = field("match_grade", el("select", { id: "match-match_grade", name: "match_grade" }, ...D.grades.map((code) => el("option", { value: code }, name(D.codes.match_grade, code)))));
  const chosen = n ? [el("p", { class: "figure" }, name(D.indicators, candidate.indicator_code)), candidate.non_match ? el("p", { class: "warning" }, t("non_match", { text: candidate.non_match })) : ""] : [];
  const box = dialog(t("match_title", { label: key.replace(/#$/, "") }), [...chosen, el("div", { class: "fields" }, ...(n ? [] : [input("indicator_code", { list: "indicators" })]), grade, input("reason_zh"), input("reason_en"))], (made) => {
    const given = Object.fromEntries([...new FormData(made)].map(([column, text]) => [column, text.trim()]));
    send({ indicator_code: candidate.indicator_code, ...given });
  });
  if (n) box.querySelector("button.main").focus();
}

function bodies() {
  const list = [...items.values()].filter((item) => item.kind === "body");
  const row = (item) => {
    const input = el("input", { value: item.fields.organization_id ?? "", list: "bodies", "aria-label": item.key, size: 34, autocomplete: "off" });
    const save = async () => {
      const given = input.value.trim();
      await queue(() => decide([given ? act(item, "edit", { organization_id: given }) : act(item, "later")], false));
      bodies();
    };
    return el("tr", {}, el("td", {}, item.key), el("td", {}, input), el("td", {}, name(D.bodies, item.fields.organization_id ?? "")), el("td", {}, t(`state.${item.state}`), " ", button(t("save"), "", save)));
  };
  dialog(t("bodies"), [el("table", { class: "table" }, el("tbody", {}, ...list.map(row)))]);
}

