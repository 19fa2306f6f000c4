"""Labels without an indicator and units of another quantity, refused before a build."""

from pathlib import Path

from helpers import PLAN, edit
from minsheng.inputs import check as inputs


def test_an_unknown_label_stops_the_build_and_names_the_nearest_indicators(scratch: Path) -> None:
    edit(scratch / PLAN, lambda rows: [row.update(label="每万老年人持证护理员数") for row in rows[:2]])
    (problem,) = inputs.check().violations
    assert str(problem).startswith(
        f"{PLAN}:2: label: found '每万老年人持证护理员数' without an indicator; expected a row in"
    )
    assert "elder_certified_carers_per_10000 (" in problem.expected
    assert problem.expected.count("(") == 3


def test_a_unit_of_another_quantity_is_refused(scratch: Path) -> None:
    edit(scratch / PLAN, lambda rows: rows[0].update(unit_text="%"))
    (problem,) = inputs.check().violations
    assert str(problem) == (
        f"{PLAN}:2: unit: found '%', a unit of share; expected a unit of per_population like per_1000_population"
        " of child_nursery_places_per_1000"
    )
