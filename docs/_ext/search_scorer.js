/* How the search orders its results: what tells a reader how to do something
   comes before the reference, and long lists that name everything come last. */
"use strict";

var Scorer = {
  score: (result) => {
    const [docname, , , , score, , kind] = result;
    if (kind === "index") return score;
    if (/^(how-to|tutorial|install)/.test(docname)) return score + 12;
    if (/coverage|differences|performance|reliability|changes|types/.test(
        docname)) return score - 12;
    return score;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
