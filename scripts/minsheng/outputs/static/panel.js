// One chart: what is promised and recorded of an indicator in one place. Needs vega.js and charts.js.
"use strict";

const number = (text) => (text === null || text === undefined ? null : Number(text));

/** The ends of the axes that all panels of one indicator share, and the natural limits beyond which nothing is marked. */
function frame(points, { floor, ceiling }) {
  const values = points.flatMap((point) => [point.value, point.lower, point.upper].filter((value) => value !== null).map(Number));
  const years = points.map((point) => point.year);
  const least = Math.min(...values), most = Math.max(...values);
  const span = most - least || Math.abs(most) || 1;
  const bottom = number(floor) ?? (least < 0 ? least - span : 0), top = number(ceiling) ?? most + span;
  return { low: least - span * 0.35, high: most + span * 0.3, first: Math.min(...years) - 0.6, last: Math.max(...years) + 0.6, span, bottom, top };
}

/** What the specification's data set holds, from points of the warehouse. */
function drawable(points, { span }) {
  const drawn = points.map((point) => {
    const [value, lower, upper] = [number(point.value), number(point.lower), number(point.upper)];
    const promised = point.role === "target";
    const end = !promised ? null : upper === null ? lower + span * 0.2 : lower === null ? upper - span * 0.2 : null;
    return { ...point, shown: point.shown.replace(" ", ""), value, lower, upper, end, side: !promised || upper === null ? -1 : 1 };
  });
  // One label for what is stated twice; a label moves to the other side when one of its year is too near.
  const near = (a, b) => a.year === b.year && Math.abs(a.value - b.value) < span * 0.16;
  const labelled = [];
  for (const point of drawn) {
    const beside = labelled.filter((other) => near(point, other));
    if (beside.some((other) => other.shown === point.shown)) point.side = 0;
    else if (beside.some((other) => other.side === point.side)) point.side = beside.length > 1 ? 0 : -point.side;
    if (point.side) labelled.push(point);
  }
  return drawn;
}

/** Draw a panel into a figure. Points: year, value, lower, upper, role, grade, shown, title. */
async function draw(figure, points, axes, others = []) {
  const place = figure.querySelector(".chart");
  const spec = structuredClone(atlas.charts.panel);
  const given = { points: drawable(points, axes), others: others.map(({ year, value }) => ({ year, value: number(value) })) };
  for (const signal of spec.signals) if (signal.name in axes) signal.value = axes[signal.name];
  for (const set of spec.data) if (given[set.name]) set.values = given[set.name];
  const view = new vega.View(vega.parse(spec), { container: place, renderer: "svg", logLevel: 1 });
  await view.runAsync();
  const drawn = place.firstElementChild;
  drawn.setAttribute("aria-hidden", "true"); // the figure says it in words
  drawn.removeAttribute("aria-label"); // Vega's own, in English
  figure.view = view;
}

/** The charts of several figures below their captions, as one picture with its heading: SVG text, or PNG at twice its size. */
async function picture(heading, figures, kind) {
  const parts = await Promise.all(figures.map(async (one) => ({ caption: one.querySelector("figcaption").innerText, svg: await one.view.toSVG() })));
  const size = (svg, name) => Number(new RegExp(`${name}="([\\d.]+)"`).exec(svg)[1]);
  const width = Math.max(...parts.map(({ svg }) => size(svg, "width"))) + 32;
  const text = (content, y, weight) => { // through an element, so that nothing in it is markup
    const line = document.createElementNS("http://www.w3.org/2000/svg", "text");
    for (const [name, value] of Object.entries({ x: 16, y, "font-family": "sans-serif", "font-size": 14, "font-weight": weight })) line.setAttribute(name, value);
    line.textContent = content;
    return new XMLSerializer().serializeToString(line);
  };
  let y = 28;
  const lines = [text(heading, y, 700)];
  for (const { caption, svg } of parts) {
    lines.push(text(caption, (y += 26), 400), svg.replace("<svg", `<svg x="16" y="${y + 8}"`));
    y += size(svg, "height") + 8;
  }
  lines.push(text(`minsheng, ${translate("build")} ${atlas.build}`, (y += 26), 400));
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + 16}"><rect width="100%" height="100%" fill="#fff"/>${lines.join("")}</svg>`;
  if (kind === "svg") return whole;
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(whole)}`;
  await image.decode();
  const canvas = el("canvas", { width: width * 2, height: (y + 16) * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done));
}

/** An empty figure with its caption and a name for those who do not see it. */
function figure(heading, description) {
  return el("figure", {}, el("figcaption", {}, heading), el("div", { class: "chart", role: "img", "aria-label": description }));
}
