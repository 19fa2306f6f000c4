"""How near drafts come to the captured plans, each left out: no share below its floor, nothing sure is wrong."""

import csv
from pathlib import Path

import pytest

from drafting_scores import FLOORS, Rest, Score, score
from minsheng.documents import document as documents

pytestmark = pytest.mark.xdist_group("drafting scores")

PLANS = ("jiaxing-2010", "wenzhou-2018", "wenzhou-2021", "wenling-2023", "wenzhou-2025")


@pytest.fixture(scope="module")
def scores(sources: Path) -> dict[str, tuple[dict[str, Score], Rest]]:
    """The scores of each plan."""
    return {document.plan_id: score(document)[1:] for plan in PLANS for document in documents.load(sources, plan)}


@pytest.mark.sources
@pytest.mark.parametrize("plan", PLANS)
def test_no_share_falls_below_its_floor(plan: str, scores: dict[str, tuple[dict[str, Score], Rest]]) -> None:
    by_kind, _ = scores[plan]
    with FLOORS.open(encoding="utf-8", newline="") as file:
        floors = [row for row in csv.DictReader(file) if row["plan_id"] == plan]
    assert floors
    for row in floors:
        found = 100 * by_kind[row["kind"]].share(row["share"])
        assert found >= int(row["percent"]), f"{plan} {row['kind']}: {row['share']}"


@pytest.mark.sources
def test_what_is_sure_loses_no_value_and_is_no_false_friend(
    scores: dict[str, tuple[dict[str, Score], Rest]],
) -> None:
    rests = [rest for _, rest in scores.values()]
    assert sum(rest.values_lost_surely for rest in rests) == 0
    assert sum(rest.false_friends_sure for rest in rests) == 0
    assert sum(rest.sure_indicators_right for rest in rests) == sum(rest.sure_indicators for rest in rests)
    assert sum(rest.sure_right for rest in rests) >= 0.95 * sum(rest.sure for rest in rests)


@pytest.mark.sources
def test_the_first_indicator_is_mostly_the_one_that_is_meant(
    scores: dict[str, tuple[dict[str, Score], Rest]],
) -> None:
    rests = [rest for _, rest in scores.values()]
    known = sum(rest.labels_known for rest in rests)
    assert sum(rest.top_1 for rest in rests) >= 0.92 * known
    assert sum(rest.top_3 for rest in rests) >= 0.98 * known
