// What keeps people from reading a page: [how many texts were looked at, problems].
() => {
  const problems = [];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length;
  // Labels, names, headings, identifiers
  for (const control of document.querySelectorAll("input, select, button, a")) {
    if (seen(control) && !(control.labels?.length || control.ariaLabel || control.textContent.trim())) problems.push(`no name: ${control.outerHTML}`);
  }
  for (const image of document.querySelectorAll("[role=img], img")) {
    if (!image.ariaLabel && !image.alt) problems.push(`no name: ${image.outerHTML.slice(0, 80)}`);
  }
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].filter(seen).map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) problems.push("not one h1");
  levels.forEach((level, n) => n && level > levels[n - 1] + 1 && problems.push(`h${level} after h${levels[n - 1]}`));
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(ids).size !== ids.length) problems.push("an id twice");
  for (const header of document.querySelectorAll("th")) if (!header.scope) problems.push("a heading cell without scope");
  // Contrast, WCAG 2: 4.5, or 3 for large text
  const channels = (color) => color.match(/[\d.]+/g).map((part, n) => Number(part) * (n < 3 && color.startsWith("color(srgb") ? 255 : 1));
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  let looked = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || element.closest("script, style, noscript, option") || !seen(element)) continue;
    const style = getComputedStyle(element);
    const ink = element.closest("svg") ? style.fill : style.color;
    const [light, dark] = [luminance(channels(ink)), luminance(ground(element))].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ratio = (light + 0.05) / (dark + 0.05);
    looked += 1;
    if (ratio < (large ? 3 : 4.5)) problems.push(`contrast ${ratio.toFixed(2)}: ${walker.currentNode.textContent.slice(0, 40)}`);
  }
  return [looked, [...new Set(problems)]];
}
