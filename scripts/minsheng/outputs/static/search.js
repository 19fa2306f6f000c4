// Searching indicators by words; minsheng/outputs/search.py describes how, and does the same in the terminal.
"use strict";

/** Characters in their order with others between: 护理床位 is in 养老机构护理型床位占比. */
function scattered(word, text) {
  let at = 0;
  for (const character of word) {
    at = text.indexOf(character, at) + 1;
    if (!at) return false;
  }
  return /[^\x00-\x7f]/.test(word);
}

/** What of a word has to be found: it, or its other number: facilities and facility, beds and bed. */
function forms(word) {
  if (word.length < 4 || /[^\x00-\x7f]/.test(word)) return [word];
  if (word.endsWith("ies")) return [word, `${word.slice(0, -3)}y`];
  if (/(s|x|ch|sh)es$/.test(word)) return [word.slice(0, -2)];
  if (word.endsWith("y")) return [word, `${word.slice(0, -1)}ies`];
  return [word.replace(/s$/, "")];
}

/** 0: not there; else the better the place, the higher. */
function strength(word, one) {
  const has = (text) => forms(word).some((form) => text.includes(form));
  if (has(one.search_names)) return 3;
  if (scattered(word, one.search_names.split("|")[0])) return 2;
  return has(one.search_words) ? 1 : 0;
}

/** The indicators that a query finds, the best first. */
function search(indicators, places, query) {
  const words = split(query);
  const exact = indicators.filter((one) => words.length === 1 && words[0] === one.indicator_code);
  if (exact.length) return exact;
  const allOf = (wanted) => indicators
    .map((one) => ({ one, strengths: wanted.map((word) => strength(word, one)) }))
    .filter(({ strengths }) => strengths.every(Boolean))
    .map(({ one, strengths }) => ({ one, score: strengths.reduce((a, b) => a + b, 0) / (wanted.length || 1) }))
    .sort((a, b) => (b.one.plan_count > 1) - (a.one.plan_count > 1) || b.score - a.score
      || b.one.plan_count - a.one.plan_count || (a.one.indicator_code < b.one.indicator_code ? -1 : 1))
    .map(({ one }) => one);
  const found = allOf(words);
  const withoutPlaces = words.filter((word) => !places.some((name) => name.includes(word)));
  return found.length || withoutPlaces.length === words.length ? found : allOf(withoutPlaces);
}

/** How many characters have to be put in, left out, replaced or exchanged with the next. */
function edits(one, other) {
  const row = [Array.from({ length: other.length + 1 }, (_, k) => k)];
  for (let i = 1; i <= one.length; i++) {
    row.push([i]);
    for (let k = 1; k <= other.length; k++) {
      let best = Math.min(row[i - 1][k] + 1, row[i][k - 1] + 1, row[i - 1][k - 1] + (one[i - 1] !== other[k - 1]));
      if (i > 1 && k > 1 && one[i - 1] === other[k - 2] && one[i - 2] === other[k - 1]) best = Math.min(best, row[i - 2][k - 2] + 1);
      row[i].push(best);
    }
  }
  return row[one.length][other.length];
}

/** Words or names that are nearest to the words of a query with which nothing is found. */
function suggest(indicators, query, most = 3) {
  const near = [];
  for (const word of split(query).filter((one) => !indicators.some((indicator) => strength(one, indicator)))) {
    const best = [];
    if (/[^\x00-\x7f]/.test(word)) {
      const characters = [...new Set(word)];
      for (const [name] of indicators.map((one) => one.search_names.split("|"))) {
        best.push([-characters.filter((one) => name.includes(one)).length / characters.length, name]);
      }
    } else {
      const limit = word.length < 6 ? 1 : 2;
      const words = indicators.flatMap((one) => one.search_names.split("|")[1].match(/[a-z0-9.]+/g) ?? []);
      const far = [...new Set(words)].filter((other) => Math.abs(other.length - word.length) <= limit).map((other) => [edits(word, other), other]);
      best.push(...far.filter(([distance]) => distance <= limit && distance === Math.min(...far.map(([least]) => least))));
    }
    const kept = best.filter(([distance]) => distance > 0 || distance <= -0.6);
    kept.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1));
    near.push(...kept.slice(0, most).map(([, name]) => name));
  }
  return [...new Set(near)].slice(0, most);
}
