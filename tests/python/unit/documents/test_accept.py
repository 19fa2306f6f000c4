"""What follows from a draft and decisions: written whole, the same every time, or not at all."""

from pathlib import Path

import pytest

import documents_in_formats as plan
import onboarded_plan
from helpers import PLAN
from minsheng.documents import accept
from minsheng.documents import document as documents
from minsheng.documents.review.decisions import Decision
from minsheng.documents.review.pace import pace
from onboarded_plan import rows
from reading_commands import run

PLAN_ID = "dongtou-2024-xlsx"
FILES = ("exclusions", "indicator_matches", "organization_names", "plans")


@pytest.fixture
def document(scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> documents.Document:
    """The invented plan, read from xlsx, its row in plans.csv; nothing is decided."""
    sources = tmp_path / "sources"
    sources.mkdir()
    monkeypatch.setenv("MINSHENG_SOURCES", str(sources))
    (tmp_path / "plan.xlsx").write_bytes(plan.xlsx())
    return onboarded_plan.read(scratch, tmp_path / "plan.xlsx", PLAN_ID, sources)


def seeds(scratch: Path) -> dict[str, str]:
    """The input files that may be written, by name."""
    found = [scratch / f"seeds/reference/{name}.csv" for name in FILES]
    found += (scratch / "seeds/plans").glob("*.csv")
    return {path.name: path.read_text("utf-8") for path in found}


def test_all_rows_of_the_plan_follow_from_its_decisions(scratch: Path, document: documents.Document) -> None:
    before = seeds(scratch)
    onboarded_plan.decide(document)
    onboarded_plan.match(document, "护理型床位占比", "elder_nursing_bed_share")
    accepted = accept.accept(document)
    after = seeds(scratch)
    values = rows(after[f"{PLAN_ID}.csv"])
    printed = {(row["label"], row["value_role"], row["value_text"], row["period"]) for row in values}
    assert {("托位数", "target", "≥1,500", "2026"), ("护理型床位占比", "target", "全覆盖", "2026")} <= printed
    assert [row["value_id"] for row in values] == [f"{PLAN_ID}@{row['char_start']}" for row in values]
    numbers = {int(row["char_start"]) for row in rows(after["exclusions.csv"]) if row["plan_id"] == PLAN_ID}
    assert {document.text.index("2024-2026"), document.text.index("2026年，")} <= numbers
    (match,) = (row for row in rows(after["indicator_matches.csv"]) if row["plan_id"] == PLAN_ID)
    assert (match["label"], match["match_grade"], match["is_primary"]) == ("护理型床位占比", "exact", "true")
    (row,) = (row for row in rows(after["plans.csv"]) if row["plan_id"] == PLAN_ID)
    assert row["minimum_values"] == str(len(values)) == str(len(accepted.result.values))
    for name, text in before.items():
        others = [line for line in after[name].splitlines() if not line.startswith(PLAN_ID)]
        assert others == [line for line in text.splitlines() if not line.startswith(PLAN_ID)], name


def test_accepting_again_changes_nothing_and_a_changed_decision_changes_its_rows(
    scratch: Path, document: documents.Document
) -> None:
    onboarded_plan.decide(document)
    onboarded_plan.match(document, "护理型床位占比", "elder_nursing_bed_share")
    assert {path.name for path in accept.accept(document).written} == {
        *(f"{name}.csv" for name in FILES if name != "organization_names"),
        f"{PLAN_ID}.csv",
    }
    first = seeds(scratch)
    assert accept.accept(document).written == ()
    assert seeds(scratch) == first
    onboarded_plan.decide(document, 托位数={"note": "床位含托班"})
    result = run("accept", PLAN_ID)
    assert result.exit_code == 0, result.stderr
    assert result.stderr.splitlines()[-1] == f"written: {scratch}/seeds/plans/{PLAN_ID}.csv"


def test_what_is_undecided_is_counted_its_first_places_named_and_nothing_written(
    scratch: Path, document: documents.Document
) -> None:
    before = seeds(scratch)
    with pytest.raises(accept.Undecided, match=f"nobody has decided anything on the draft of {PLAN_ID}"):
        accept.accept(document)
    onboarded_plan.decide(document, left=7)
    with pytest.raises(accept.Undecided) as refused:
        accept.accept(document)
    first, *places, rest = str(refused.value).splitlines()
    assert first == f"7 places wait for a decision in {PLAN_ID}:"
    assert len(places) == 5
    assert all(place.startswith("  line ") and place.endswith("proposed)") for place in places)
    assert rest == "  and 2 more"
    result = run("accept", PLAN_ID)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"minsheng: 7 places wait for a decision in {PLAN_ID}:\n  line ")
    assert result.stderr.endswith(f"hint: decide with `minsheng review {PLAN_ID}`\n")
    assert seeds(scratch) == before


def test_a_plan_captured_by_hand_is_left_alone(scratch: Path, sample: Path) -> None:
    from sample_plan import own_document

    before = seeds(scratch)
    with pytest.raises(accept.Undecided, match="nobody has decided anything"):
        accept.accept(own_document(sample))
    assert seeds(scratch) == before
    assert Path(PLAN).name in before


def test_values_that_no_decision_accounts_for_go_only_where_that_is_asked_for(
    scratch: Path, document: documents.Document
) -> None:
    onboarded_plan.decide(document)
    accept.accept(document)
    path = scratch / f"seeds/plans/{PLAN_ID}.csv"
    accepted = path.read_text("utf-8")
    header, first, *_ = accepted.splitlines()
    number = rows(accepted)[0]["char_start"]
    path.write_text(f"{header}\n{first.replace(number, '1')}\n", "utf-8")
    with pytest.raises(accept.Unaccounted, match=f"holds 1 value that no decision accounts for, the first {PLAN_ID}@1"):
        accept.accept(document)
    assert path.read_text("utf-8") != accepted
    accept.accept(document, replace=True)
    assert path.read_text("utf-8") == accepted


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("region_code", "999999", "region_code: found '999999'"),
        ("unit_text", "亩", "unit_text: found '亩'; expected a unit printed"),
    ],
)
def test_what_breaks_a_rule_is_not_accepted_and_all_is_as_it_was(
    scratch: Path, document: documents.Document, column: str, text: str, says: str
) -> None:
    before = seeds(scratch)
    onboarded_plan.decide(document, 托位数={column: text})
    with pytest.raises(accept.Unsound) as refused:
        accept.accept(document)
    assert says in str(refused.value)
    assert seeds(scratch) == before


def test_an_end_in_the_middle_of_writing_leaves_all_as_it_was(
    scratch: Path, document: documents.Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seeds(scratch)
    onboarded_plan.decide(document)
    written: list[Path] = []

    def interrupted(path: Path, text: str) -> None:
        written.append(path)
        if len(written) == 2:
            raise KeyboardInterrupt
        path.write_text(text, "utf-8")

    monkeypatch.setattr("minsheng.durable.write_text", interrupted)
    with pytest.raises(KeyboardInterrupt):
        accept.accept(document)
    assert len(written) > 2
    assert seeds(scratch) == before


@pytest.mark.parametrize(
    ("times", "seconds", "acts"),
    [
        (["09:00:00", "09:00:04", "09:00:10"], 10, 3),
        (["09:00:00", "09:00:04", "09:30:00", "09:30:06"], 10, 4),
        (["09:00:00", "09:00:00", "09:00:06"], 6, 2),
    ],
    ids=["gaps add up", "a break is left out", "rows of one act are one"],
)
def test_the_time_that_reading_took_is_estimated_from_decisions(times: list[str], seconds: float, acts: int) -> None:
    made = [
        Decision("p", "value", f"{n}:5#1", reader, "reading", "accept", "", "", "", f"2026-01-01T{time}+00:00", "")
        for reader in ("li", "wang")
        for n, time in enumerate(times)
    ]
    found = pace(made)
    assert (found.seconds, found.acts, found.values) == (2 * seconds, 2 * acts, 2 * len(times))
    assert found.per_value == seconds / len(times)
    assert pace(made[:1]).per_value is None
