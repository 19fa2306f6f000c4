"""Indicators that a label may mean: the nearest labels of other plans, with a guard on what the units measure.

Nearness is the cosine of character 1- to 3-grams, weighed by how rare they are. What another plan's label was matched
to is proposed; a registered non-match of a near label is a warning, and then nothing is sure.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from minsheng.documents.drafting import words
from minsheng.documents.drafting.model import Candidate, ProposedIndicators, ProposedValue
from minsheng.inputs import grammar

_OTHER_QUANTITY = 0.35
"""What a candidate loses where the units measure different things."""
_SURE_SCORE = 0.9
_SURE_MARGIN = 0.08
_NEAR = 0.6
"""Nearness of a label whose registered non-match is a warning."""
_MARKS = str.maketrans("", "", ' 　的（）()“”"《》、，,·-—☆★')
_COUNT = 3


@dataclass(frozen=True)
class _Known:
    text: str
    indicator_code: str
    grade: str
    bases: frozenset[str]
    """Period bases of its values."""


def _bare(label: str, subgroup: str) -> str:
    """Return a label as it is compared: without marks, with one word for a share."""
    return words.pattern("W", "share_noun").sub("比例", f"{label}{subgroup}".translate(_MARKS))


def _grams(text: str) -> Counter[str]:
    return Counter(text[n : n + size] for size in (1, 2, 3) for n in range(len(text) - size + 1))


class Suggester:
    """The labels of the other plans, ready to be searched."""

    def __init__(
        self,
        plan_id: str,
        matches: pl.DataFrame,
        non_matches: pl.DataFrame,
        indicators: pl.DataFrame,
        units: pl.DataFrame,
        values: pl.DataFrame,
    ) -> None:
        """Weigh the labels of all plans but one.

        Args:
            plan_id: the plan whose own rows are left out.
            matches: rows of indicator_matches.csv.
            non_matches: rows of indicator_non_matches.csv.
            indicators: rows of indicators.csv.
            units: rows of units.csv.
            values: rows of the plan files.
        """
        bases: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for *key, basis in values.select("plan_id", "label", "subgroup", "period_basis").iter_rows():
            bases[key[0], key[1], key[2]].add(basis)
        quantity = dict(units.select("unit_code", "quantity").iter_rows())
        self._quantity = {
            code: quantity.get(unit, "") for code, unit in indicators.select("indicator_code", "unit_code").iter_rows()
        }
        known = [
            _Known(
                _bare(row["label"], row["subgroup"]),
                row["indicator_code"],
                row["match_grade"],
                frozenset(bases[row["plan_id"], row["label"], row["subgroup"]]),
            )
            for row in matches.iter_rows(named=True)
            if row["plan_id"] != plan_id and row["is_primary"] == "true"
        ]
        self._known = known
        self._refused = [
            (_bare(row["label"], row["subgroup"]), row["indicator_code"], row["reason_zh"])
            for row in non_matches.iter_rows(named=True)
            if row["plan_id"] != plan_id
        ]
        texts = [item.text for item in known]
        occurring = Counter(gram for text in texts for gram in set(_grams(text)))
        self._weight = {gram: math.log((1 + len(texts)) / (1 + count)) + 1 for gram, count in occurring.items()}
        self._rare = math.log(1 + len(texts)) + 1
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for n, text in enumerate(texts):
            for gram, value in self._vector(text).items():
                self._postings[gram].append((n, value))

    @staticmethod
    def of_seeds(plan_id: str) -> Suggester:
        """Return the labels of all plans but one, as the reference files have them."""
        from minsheng.inputs import captured

        kinds = ("indicator_matches", "indicator_non_matches", "indicators", "units", "plan_values")
        matches, non_matches, indicators, units, values = map(captured.rows, kinds)
        return Suggester(plan_id, matches, non_matches, indicators, units, values)

    def _vector(self, text: str) -> dict[str, float]:
        vector = {gram: count * self._weight.get(gram, self._rare) for gram, count in _grams(text).items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        return {gram: value / length for gram, value in vector.items()}

    def candidates(
        self, label: str, subgroup: str, quantity: str, bases: frozenset[str] = frozenset()
    ) -> tuple[Candidate, ...]:
        """Return up to three indicators, best first.

        Args:
            label: the label.
            subgroup: its sub-group.
            quantity: what its unit measures (units.csv), '' where it is not known.
            bases: period bases of its values.
        """
        vector = self._vector(_bare(label, subgroup))
        nearness: dict[int, float] = defaultdict(float)
        for gram, value in vector.items():
            for n, other in self._postings.get(gram, ()):
                nearness[n] += value * other
        best: dict[str, tuple[float, _Known]] = {}
        for n, score in nearness.items():
            known = self._known[n]
            measured = self._quantity.get(known.indicator_code, "")
            if quantity and measured and quantity != measured:
                score -= _OTHER_QUANTITY
            if score > best.get(known.indicator_code, (-1.0, known))[0]:
                best[known.indicator_code] = (score, known)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:_COUNT]
        scores = [score for _, (score, _) in ranked] + [0.0]
        return tuple(
            self._candidate(
                vector, code, score, known, quantity, n == 0 and scores[0] - scores[1] >= _SURE_MARGIN, bases
            )
            for n, (code, (score, known)) in enumerate(ranked)
        )

    def _candidate(
        self, vector: dict[str, float], code: str, score: float, known: _Known, quantity: str, is_ahead: bool,
        bases: frozenset[str],
    ) -> Candidate:  # fmt: skip
        reasons = [
            (self._near(vector, text), text, reason) for text, refused, reason in self._refused if refused == code
        ]
        near, text, reason = max(reasons, default=(0.0, "", ""))
        non_match = f"{text}：{reason}" if near >= _NEAR else ""
        fits = not quantity or self._quantity.get(code, "") in ("", quantity)
        is_same_basis = not bases or not known.bases or bases == known.bases
        is_sure = (
            is_same_basis
            and score >= _SURE_SCORE
            and is_ahead
            and fits
            and not non_match
            and known.grade in ("exact", "close")
        )
        return Candidate(code, round(score, 3), fits, known.grade, known.text, non_match, is_sure)

    def _near(self, vector: dict[str, float], text: str) -> float:
        other = self._vector(text)
        return sum(value * other.get(gram, 0.0) for gram, value in vector.items())


def quantities(
    values: Iterable[ProposedValue], spellings: pl.DataFrame, units: pl.DataFrame
) -> dict[tuple[str, str], str]:
    """Return what the units of each label and sub-group measure, '' where they do not agree or are not known."""
    names = ("value_text", "shared_operator", "unit_text", "label", "subgroup")
    rows = [(v.text, v.shared_operator, v.unit_text, v.label, v.subgroup) for v in values if v.text]
    if not rows:
        return {}
    frame = pl.DataFrame(rows, dict.fromkeys(names, pl.String), orient="row")
    read = grammar.read(frame, spellings)
    quantity = dict(units.select("unit_code", "quantity").iter_rows())
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for label, subgroup, unit in read.select("label", "subgroup", "printed_unit_code").iter_rows():
        if unit:
            found[label, subgroup].add(quantity.get(unit, ""))
    return {key: min(measured) if len(measured) == 1 else "" for key, measured in found.items()}


def propose(
    values: list[ProposedValue], suggester: Suggester, spellings: pl.DataFrame, units: pl.DataFrame
) -> tuple[ProposedIndicators, ...]:
    """Return the candidates for each label and sub-group of a draft, in order of the document."""
    measured = quantities(values, spellings, units)
    bases: dict[tuple[str, str], set[str]] = defaultdict(set)
    for value in values:
        bases[value.label, value.subgroup].add(value.period_basis)
    keys = dict.fromkeys((value.label, value.subgroup) for value in values)
    return tuple(
        ProposedIndicators(
            label,
            subgroup,
            suggester.candidates(
                label, subgroup, measured.get((label, subgroup), ""), frozenset(bases[label, subgroup])
            ),
        )
        for label, subgroup in keys
    )
