// Filters over the findings, which are in the page already.
"use strict";

bind(["plan", "severity", "check", "status", "query"], (now) => {
  const wanted = split(now.query);
  let shown = 0;
  for (const finding of document.querySelectorAll(".finding")) {
    const text = normal(finding.textContent);
    const fits = ["plan", "severity", "check", "status"].every((name) => !now[name] || finding.dataset[name] === now[name])
      && wanted.every((one) => text.includes(one));
    finding.hidden = !fits;
    shown += fits;
  }
  for (const section of document.querySelectorAll(".findings")) {
    section.hidden = !section.querySelector(".finding:not([hidden])");
    if (Object.values(now).some(Boolean)) section.open = true;
  }
  document.getElementById("shown").textContent = count("findings", shown);
});
