"""How near `minsheng draft` comes to a captured plan: spans, fields, exclusions, indicators.

A draft never looks at the rows of its own plan, so each score leaves one plan out. A proposal is found where its span
overlaps that of a captured value; of several values of one figure the one with the nearest label counts.
"""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from minsheng.documents import ledger
from minsheng.documents.document import Document
from minsheng.documents.drafting import propose
from minsheng.documents.drafting.model import SURE, Draft, ProposedValue
from minsheng.inputs import captured

FIELDS = (
    *("value_text", "label", "period", "period_basis", "value_role", "unit_text", "region_code", "section"),
    *("lead_organizations", "commitment_strength", "distribution", "is_core"),
)
DEVELOPMENT = ("wenzhou-2018", "wenling-2023")
"""Plans whose errors were read while the rules were written."""
SHARES = ("recall", "precision", "digits", "words", "label", "label_near", *FIELDS[2:], "value_text")
"""What a floor is held for."""
FLOORS = Path(__file__).with_name("drafting_floors.csv")
"""Percent of each share that a plan's draft may not fall below: what was measured, less one, so that a corrected row
is no fault."""
_IGNORED = re.compile('[\\s的（）()“”"《》、，,·]')


@dataclass
class Score:
    """Counts of one plan and kind: text or tables."""

    plan_id: str
    kind: str
    truth: int = 0
    proposed: int = 0
    found: int = 0
    true_proposals: int = 0
    digits: int = 0
    digits_found: int = 0
    words: int = 0
    words_found: int = 0
    label_near: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def share(self, name: str) -> float:
        """Return recall, precision, digits, words, label_near, or the share of found values with a field right."""
        pairs = {
            "recall": (self.found, self.truth),
            "precision": (self.true_proposals, self.proposed),
            "digits": (self.digits_found, self.digits),
            "words": (self.words_found, self.words),
            "label_near": (self.label_near, self.found),
        }
        part, whole = pairs.get(name, (self.right[name], self.found))
        return part / whole if whole else 1.0


@dataclass
class Rest:
    """Counts of one plan: exclusions and indicators."""

    plan_id: str
    exclusions: int = 0
    exclusions_proposed: int = 0
    reason_right: int = 0
    sure: int = 0
    sure_right: int = 0
    values_lost: int = 0
    values_lost_surely: int = 0
    labels: int = 0
    labels_known: int = 0
    top_1: int = 0
    top_3: int = 0
    sure_indicators: int = 0
    sure_indicators_right: int = 0
    false_friends_first: int = 0
    false_friends_sure: int = 0


def bare(label: str) -> str:
    return _IGNORED.sub("", label)


def overlap(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, bare(one), bare(other), autojunk=False).ratio()


def truth_of(plan_id: str) -> list[dict[str, Any]]:
    return captured.rows("plan_values", plan_id).to_dicts()


def matched(truth: list[dict[str, Any]], values: Iterable[ProposedValue]) -> list[tuple[dict[str, Any], ProposedValue]]:
    """Pair each captured value with the proposal of its span whose label is nearest; no proposal twice if avoidable."""
    by_place = sorted(values, key=lambda value: value.start)
    used: Counter[int] = Counter()
    pairs = []
    for row in truth:
        start, end = row["char_start"], row["char_start"] + len(row["value_text"])
        near = [
            (n, value)
            for n, value in enumerate(by_place)
            if (value.start < end and start < value.end) or (start == value.start and start == end)
        ]
        if near:
            n, value = max(near, key=lambda item: (-used[item[0]], overlap(item[1].label, row["label"])))
            used[n] += 1
            pairs.append((row, value))
    return pairs


def score_values(draft: Draft, plan_id: str) -> dict[str, Score]:
    truth = truth_of(plan_id)
    pairs = matched(truth, draft.values)
    scores = {kind: Score(plan_id, kind) for kind in ("text", "tables")}
    spans = [(row["char_start"], row["char_start"] + len(row["value_text"])) for row in truth]
    for row in truth:
        score = scores[_kind(row["statement_kind"])]
        score.truth += 1
        name = "digits" if re.search(r"\d", row["value_text"]) else "words"
        setattr(score, name, getattr(score, name) + 1)
    for value in draft.values:
        score = scores[_kind(value.statement_kind)]
        score.proposed += 1
        score.true_proposals += any(
            (value.start < end and start < value.end) or value.start == start == end for start, end in spans
        )
    for row, value in pairs:
        score = scores[_kind(row["statement_kind"])]
        score.found += 1
        name = "digits_found" if re.search(r"\d", row["value_text"]) else "words_found"
        setattr(score, name, getattr(score, name) + 1)
        score.label_near += overlap(value.label, row["label"]) >= 0.8
        for name in FIELDS:
            score.right[name] += same(name, row, value)
    return scores


def same(name: str, row: dict[str, Any], value: ProposedValue) -> bool:
    if name == "value_text":
        return bool(value.text == row["value_text"] and value.start == row["char_start"])
    if name == "label":
        return bare(value.label) == bare(row["label"])
    proposed = getattr(value, name)
    return bool((str(proposed).lower() if isinstance(proposed, bool) else proposed) == row[name])


def _kind(statement_kind: str) -> str:
    return "text" if statement_kind == "commitment" else "tables"


def score_rest(draft: Draft, document: Document) -> Rest:
    rest = Rest(document.plan_id)
    truth = captured.rows("exclusions", document.plan_id)
    reasons = {
        (start, run): reason for start, run, reason in truth.select("char_start", "run_text", "reason").iter_rows()
    }
    values = captured.rows("plan_values", document.plan_id)
    held = {entry.number for entry in ledger.account(document, values, truth) if entry.values}
    rest.exclusions = len(reasons)
    for proposal in draft.exclusions:
        reason = reasons.get((proposal.start, proposal.text))
        is_value = any(run.start == proposal.start and run.text == proposal.text for run in held)
        is_right = reason == proposal.reason
        rest.exclusions_proposed += reason is not None
        rest.reason_right += is_right
        rest.values_lost += is_value
        if proposal.confidence >= SURE:
            rest.sure += 1
            rest.sure_right += is_right
            rest.values_lost_surely += is_value
    _score_indicators(draft, document.plan_id, rest)
    return rest


def indicator_candidates(plan_id: str) -> Draft:
    """Return the candidates for the captured labels of a plan, with their units."""
    from minsheng.documents.drafting import suggest

    rows = captured.rows("plan_values", plan_id).to_dicts()
    values = [
        ProposedValue(
            r["char_start"],
            r["value_text"],
            r["label"],
            subgroup=r["subgroup"],
            unit_text=r["unit_text"],
            period_basis=r["period_basis"],
        )
        for r in rows
    ]
    suggester = suggest.Suggester.of_seeds(plan_id)
    found = suggest.propose(values, suggester, captured.rows("unit_spellings"), captured.rows("units"))
    return Draft(plan_id, indicators=found)


def _score_indicators(draft: Draft, plan_id: str, rest: Rest) -> None:
    matches = captured.rows("indicator_matches")
    primary = matches.filter(pl.col("is_primary") == "true")
    elsewhere = set(primary.filter(pl.col("plan_id") != plan_id)["indicator_code"])
    meant: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in primary.filter(pl.col("plan_id") == plan_id).iter_rows(named=True):
        meant[row["label"], row["subgroup"]].add(row["indicator_code"])
    non_matches = captured.rows("indicator_non_matches", plan_id)
    false = set(non_matches.select("label", "subgroup", "indicator_code").iter_rows())
    for proposal in indicator_candidates(plan_id).indicators:
        codes = meant.get((proposal.label, proposal.subgroup), set())
        if not codes:
            continue
        rest.labels += 1
        candidates = [candidate.indicator_code for candidate in proposal.candidates]
        if codes & elsewhere:
            rest.labels_known += 1
            rest.top_1 += bool(codes & set(candidates[:1]))
            rest.top_3 += bool(codes & set(candidates))
        for n, candidate in enumerate(proposal.candidates):
            is_false = (proposal.label, proposal.subgroup, candidate.indicator_code) in false
            rest.false_friends_first += is_false and n == 0
            rest.false_friends_sure += is_false and candidate.is_sure
            rest.sure_indicators += candidate.is_sure
            rest.sure_indicators_right += candidate.is_sure and candidate.indicator_code in codes


def score(document: Document) -> tuple[Draft, dict[str, Score], Rest]:
    draft = propose.draft(document)
    return draft, score_values(draft, document.plan_id), score_rest(draft, document)
