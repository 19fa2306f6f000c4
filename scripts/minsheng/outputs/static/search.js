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

/** 0: not there; else the better the place, the higher. */
function strength(word, one) {
  const singular = word.length > 3 && word.endsWith("s") ? word.slice(0, -1) : word;
  if (normal(`${one.indicator_zh} ${one.indicator_en}`).includes(singular)) return 3;
  if (scattered(word, normal(one.indicator_zh))) return 2;
  return normal(`${one.definition_zh} ${one.definition_en} ${one.search_words}`).includes(singular) ? 1 : 0;
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
  const names = places.map(normal);
  const withoutPlaces = words.filter((word) => !names.some((name) => name.includes(word)));
  return found.length || withoutPlaces.length === words.length ? found : allOf(withoutPlaces);
}
