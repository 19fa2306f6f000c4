"""The word lists of the drafting rules (seeds/drafting/words.csv): data, so that another style is new rows."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from minsheng.paths import root

LISTS = {
    "label_lead": "words before a label that are no part of it",
    "lead_before_verb": "a word before a verb that is no part of a label",
    "coverage_lead": "verbs before what is to be covered",
    "event_noun": "a label that ends so counts events",
    "label_tail": "words between a label and its value",
    "flow_verb": "something is done or added in a time",
    "stock_verb": "something comes into being and remains",
    "level_noun": "a label that ends so is a level",
    "bare_rate": "a label that begins so lacks its subject",
    "reached_word": "between a label and a number that stands by then",
    "share_noun": "words for a share that mean the same",
    "annual_word": "done or counted in a year",
    "each_year": "the same in each year of a span",
    "sum_word": "counted over years",
    "running_total": "counted so far, without a start",
    "striven_for": "strength of a promise",
    "basic": "strength of a promise",
    "explored": "strength of a promise",
    "past_heading": "headings under which a plan records what was",
    "past_word": "a clause records what was",
    "each_county": "the number holds for each county",
    "each_township": "the number holds for each township",
    "each_village": "the number holds for each village",
    "each_institution": "the number holds for each institution",
    "urban": "the urban districts of a city",
    "lead_bodies": "mark before the bodies in charge",
    "support_bodies": "mark before the bodies that help",
    "number_header": "heading of a column of row numbers",
    "label_header": "heading of a column of labels",
    "group_header": "heading of a column of groups of labels",
    "unit_header": "heading of a column of units",
    "body_header": "heading of a column of responsible bodies",
    "note_header": "heading of a column that holds no value",
    "nature_header": "heading of a column that says whether targets bind",
    "nature_binding": "a target that binds",
    "nature_expected": "a target that is expected",
    "growth_header": "heading of a column of yearly growth or sums, beside the targets",
    "value_header": "heading of a column of values",
    "record_header": "a column of what is or was",
    "investment_header": "a table of investments",
    "place_header": "a column of a project's places",
    "content_header": "a column of what a project builds",
    "unitless_label": "a label that ends so has a figure without a unit",
    "annual_level": "a label that says so is counted in a year",
    "term_header": "a column of a project's years",
    "promise_word": "coverage words that are mostly a value",
    "core_mark": "marks before a label of a core indicator",
}
"""Each list and what a word in it means."""


def path() -> Path:
    """Return the file of the lists."""
    return root() / "seeds/drafting/words.csv"


@cache
def _lists(file: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {name: [] for name in LISTS}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found[row["list"]].append(row["word"])
    return {name: tuple(sorted(words, key=len, reverse=True)) for name, words in found.items()}


def of(name: str) -> tuple[str, ...]:
    """Return the words of a list, the longest first."""
    return _lists(path())[name]


def any_of(*names: str) -> str:
    """Return a pattern that matches any word of the lists, the longest that fits."""
    words = sorted((word for name in names for word in of(name)), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, words))})"


@cache
def pattern(form: str, *names: str) -> re.Pattern[str]:
    """Compile a pattern in which W stands for any word of the lists."""
    return re.compile(form.replace("W", any_of(*names)))
