"""Labels without an indicator, lawful in a plan and refused in a record; units of another quantity, refused."""

from pathlib import Path

import pytest

from helpers import CARERS, COLUMNS, PLAN, edit, land
from minsheng.inputs import check as inputs

MATCHES = "seeds/reference/indicator_matches.csv"


def test_labels_of_a_plan_that_have_no_match_are_one_notice(scratch: Path) -> None:
    edit(scratch / PLAN, lambda rows: [row.update(label=f"护理员数{n}") for n, row in enumerate(rows[:5])])
    checked = inputs.check()
    assert checked.violations == []
    (notice,) = [notice for notice in checked.notices if "not compared" in notice]
    assert notice.startswith("5 labels are not compared yet: '护理员数0', '护理员数1', ")


def test_an_unknown_code_in_a_match_is_refused_all_the_same(scratch: Path) -> None:
    edit(scratch / MATCHES, lambda rows: rows[0].update(indicator_code="emp_registered_unemployment_rat"))
    (problem,) = inputs.check().violations
    assert str(problem).startswith(f"{MATCHES}:2: indicator_code: found 'emp_registered_unemployment_rat'; expected a")


def test_a_record_of_a_label_that_its_plan_has_is_lawful_without_a_match(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_LANDING", str(scratch / "data/landing"))
    edit(scratch / PLAN, lambda rows: rows[0].update(label="新指标"))
    land("observations/a.csv", [{**CARERS, "label": "新指标"}], COLUMNS)
    assert inputs.check().violations == []


def test_a_record_of_an_unknown_label_is_refused_and_the_nearest_indicators_named(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_LANDING", str(scratch / "data/landing"))
    land("observations/a.csv", [{**CARERS, "label": "每万老年人持证护理员数"}], COLUMNS)
    (problem,) = inputs.check().violations
    assert ":2: label: found '每万老年人持证护理员数' without an indicator; expected a row in" in str(problem)
    assert "elder_certified_carers_per_10000 (" in problem.expected
    assert problem.expected.count("(") == 3


def test_a_unit_of_another_quantity_is_refused(scratch: Path) -> None:
    edit(scratch / PLAN, lambda rows: rows[0].update(unit_text="%"))
    (problem,) = inputs.check().violations
    assert str(problem) == (
        f"{PLAN}:2: unit: found '%', a unit of share; expected a unit of per_population like per_1000_population"
        " of child_nursery_places_per_1000"
    )
