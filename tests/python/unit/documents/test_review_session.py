"""One reader at work: what may be decided, by the page or by a workbook."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import review_samples as samples
from minsheng.documents.review import decisions, outcome, sheet
from minsheng.documents.review.checks import Refused
from minsheng.documents.review.fold import State
from minsheng.documents.review.session import Act, Session

PLACE = samples.TEXT.index
PLACES, SHARE = f"{PLACE('4.6')}:4.6个以上#1", f"{PLACE('90')}:90%#1"
DATE, WORD, CENTRES = f"{PLACE('2025')}:2025#1", f"{PLACE('全面')}:全面#1", f"{PLACE('12')}:12#1"
NEW = {**samples.COMMON, "label": "新建照料中心"}


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(decisions, "path", lambda plan, reader: tmp_path / f"{plan}.{reader}.csv")
    return Session(samples.small(tmp_path), "li")


def again(session: Session) -> Session:
    """The session of the next start."""
    made, _ = decisions.load(decisions.path(samples.PLAN, session.reader))
    return Session(replace(session.review, decisions=tuple(made)), session.reader)


def states(session: Session) -> dict[str, str]:
    return {key: str(item.state) for (kind, key), item in session.items.items() if kind != "label"}


def test_decisions_are_on_the_disk_and_hold_at_the_next_start(session: Session) -> None:
    changed = session.decide([Act("value", PLACES, "accept"), Act("exclusion", DATE, "accept")])
    assert [(item.key, item.state) for item in changed] == [(PLACES, "accepted"), (DATE, "excluded")]
    session.decide([Act("value", SHARE, "edit", {"period": "2026", "label": "普惠性幼儿园覆盖率"})])
    session.decide([Act("value", SHARE, "edit", {"note": "a remark"})])
    session.decide([Act("label", "普惠性幼儿园覆盖率#", "later"), Act("body", "市教育局", "accept")])
    assert again(session).items == session.items
    assert session.items["value", SHARE].fields == {
        **samples.COMMON,
        **dict(label="普惠性幼儿园覆盖率", period="2026", note="a remark"),
    }


def test_a_number_becomes_a_value_and_an_undo_makes_it_a_number_again(session: Session) -> None:
    before = dict(session.items)
    changed = session.decide([Act("value", f"{PLACE('12')}:12家#1", "add", NEW)])
    assert {item.key: str(item.state) for item in changed} == {
        f"{PLACE('12')}:12家#1": "added",
        CENTRES: "covered",
        "新建照料中心#": "proposed",
    }
    session.undo()
    assert session.items == before == again(session).items
    with pytest.raises(Refused, match="nothing to undo"):
        session.undo()


def test_a_second_row_of_one_figure_has_the_next_number(session: Session) -> None:
    session.decide([Act("value", SHARE, "accept")])
    session.decide([Act("value", SHARE, "add", NEW)])
    assert session.items["value", SHARE.replace("#1", "#2")].state == State.added


def test_a_value_is_replaced_in_one_act(session: Session) -> None:
    start = PLACE("拥有托位4.6")
    key = f"{start}:拥有托位4.6个以上#1"
    with pytest.raises(Refused, match=r"value_text|is a value there"):
        session.decide([Act("value", PLACES, "accept"), Act("value", key, "add", NEW)])
    assert states(session)[PLACES] == "proposed"
    longer = f"{PLACE('4.6')}:4.6个#1"
    session.decide([Act("value", PLACES, "reject", {"reason": "replaced"}), Act("value", longer, "add", NEW)])
    assert (states(session)[PLACES], states(session)[longer]) == ("rejected", "added")
    assert not any(item.state == State.missing for item in session.items.values())


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (Act("value", "7:99%#1", "accept"), "there is no 'value' '7:99%#1' in this plan"),
        (Act("value", PLACES, "match"), "'match' is no decision on a value"),
        (Act("value", PLACES, "edit", {"period": "next year"}), "period: found 'next year'; expected the form"),
        (Act("value", PLACES, "edit", {"value_role": "wish"}), "value_role: found 'wish'; expected one of target"),
        (Act("value", PLACES, "edit", {"label": ""}), "label: found nothing; expected a value"),
        (Act("value", PLACES, "edit", {"region_code": "999999"}), "expected a code of regions.csv"),
        (Act("value", PLACES, "edit", {"value_id": "x"}), "'value_id' is no column of a value"),
        (Act("value", PLACES, "edit", {"value_role": "none"}), "value_role: found 'none'"),
        (Act("value", PLACES, "reject", {"reason": "heading"}), "reason: found 'heading'; expected one of item_number"),
        (Act("exclusion", WORD, "exclude", {"reason": "date"}), "reason: found 'date'; expected one of name"),
        (Act("exclusion", WORD, "exclude", {"reason": "replaced"}), "reason: found 'replaced'"),
        (Act("value", "3:0#1", "add", NEW), "the document has another text than '0' at 3"),
        (Act("value", "2:02#1", "add", NEW), "'02' cuts '2025' at 1; select all of it"),
        (Act("value", "no place", "add", NEW), "key: found 'no place'; expected char_start:text#n"),
        (Act("value", f"{PLACE('全面')}:全面推进#1", "add", NEW), "value_text: found"),
        (Act("label", "每千人口拥有托位#", "match", {"indicator_code": "x"}), "expected a code of indicators.csv"),
        (
            Act("label", "每千人口拥有托位#", "match", {"indicator_code": "child_nursery_coverage"}),
            "match_grade: found nothing",
        ),
        (
            Act(
                "label",
                "每千人口拥有托位#",
                "match",
                dict(indicator_code="child_nursery_coverage", match_grade="broad"),
            ),
            "expected what differs, in Chinese and English, for broad",
        ),
        (Act("body", "市教育局", "edit", {"organization_id": "x"}), "expected an identifier of organizations.csv"),
        (Act("value", PLACES, "take", {"reader": "wang"}), "there is no reading of 'wang' to take over here"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_one_sentence(session: Session, act: Act, says: str) -> None:
    with pytest.raises(Refused) as caught:
        session.decide([Act("value", SHARE, "accept"), act])
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not decisions.path(samples.PLAN, "li").exists()
    assert set(states(session).values()) == {"proposed"}


def test_a_proposed_reason_that_does_not_fit_is_not_accepted(session: Session) -> None:
    wrong = samples.proposal("exclusion", WORD, section="一", reason="date")
    review = replace(session.review, proposals={**session.review.proposals, ("exclusion", WORD): wrong})
    with pytest.raises(Refused, match="reason: found 'date'; expected one of name, part_of_word"):
        Session(review, "li").decide([Act("exclusion", WORD, "accept")])


@pytest.mark.parametrize(
    "entry",
    [[], {"kind": "value"}, dict(kind=1, key="", decision=""), dict(kind="value", key="a\nb", decision="accept"),
     dict(kind="value", key="", decision="", fields=[]), dict(kind="value", key="", decision="", more="")],
)  # fmt: skip
def test_an_act_has_one_form(entry: Any) -> None:
    with pytest.raises(Refused):
        Act.of(entry)


def test_a_second_reader_sees_nothing_of_the_first_until_it_is_settled(session: Session) -> None:
    session.decide([Act("value", PLACES, "accept"), Act("value", SHARE, "accept")])
    second = Session(session.review, "wang")
    assert set(states(second).values()) == {"proposed"}
    second.decide([Act("value", PLACES, "reject", {"reason": "background"}), Act("value", SHARE, "accept")])
    settling = Session(second.review, "chen", "settlement")
    assert (states(settling)[PLACES], states(settling)[SHARE]) == ("disputed", "accepted")
    settling.decide([Act("value", PLACES, "take", {"reader": "wang"})])
    assert states(settling)[PLACES] == "rejected"
    settling.decide([Act("value", PLACES, "take", {"reader": "li"})])
    assert states(settling)[PLACES] == "accepted"


def test_an_outcome_holds_rows_for_the_plan_file(session: Session) -> None:
    session.decide([Act("value", PLACES, "accept"), Act("value", SHARE, "reject", {"reason": "background"})])
    match = dict(indicator_code="child_nursery_coverage", match_grade="exact")
    session.decide([Act("label", "每千人口拥有托位#", "match", match), Act("body", "市教育局", "accept")])
    found = outcome.outcome(session.review)
    assert [row["value_text"] for row in found.values] == ["4.6个以上"]
    assert found.values[0]["char_start"] == str(PLACE("4.6"))
    assert [(row["run_text"], row["reason"]) for row in found.exclusions] == [("90", "background")]
    assert [(row["label"], row["indicator_code"]) for row in found.matches] == [
        ("每千人口拥有托位", "child_nursery_coverage")
    ]
    assert [row["organization_id"] for row in found.bodies] == ["wenling-education-bureau"]
    assert [item.key for item in found.open] == [DATE, WORD, CENTRES]
    session.decide([Act("exclusion", key, "accept") for key in (DATE, WORD, CENTRES)])
    assert outcome.outcome(session.review).open == ()


# The workbook


@pytest.fixture
def workbook(session: Session, tmp_path: Path) -> Any:
    """The workbook of a session, to be filled in."""
    sheet.write(session, tmp_path / "items.xlsx")
    return openpyxl.load_workbook(tmp_path / "items.xlsx")


def fill(book: Any, name: str, row: int, **cells: object) -> None:
    headings = [cell.value for cell in book[name][1]]
    for heading, value in cells.items():
        book[name].cell(row, headings.index(heading) + 1).value = value


def test_a_workbook_comes_back_as_decisions(session: Session, workbook: Any, tmp_path: Path) -> None:
    fill(workbook, "values", 2, decision="accept", note="存疑", period=2026)
    fill(workbook, "values", 3, decision="reject", reason="background")
    fill(workbook, "values", 7, decision="add", context="照料中心⟦12家⟧", **NEW)
    fill(workbook, "exclusions", 2, decision="accept")
    fill(workbook, "exclusions", 3, decision="exclude", reason="heading")
    fill(workbook, "labels", 2, decision="match", indicator_code="child_nursery_coverage", match_grade="exact")
    fill(workbook, "bodies", 2, decision="later")
    workbook.save(tmp_path / "filled.xlsx")
    assert sheet.take(session, tmp_path / "filled.xlsx") == 7
    assert states(session) == {
        **{PLACES: "edited", SHARE: "rejected", DATE: "excluded", WORD: "excluded", CENTRES: "covered"},
        **{"市教育局": "later", f"{PLACE('12')}:12家#1": "added"},
    }
    fields = session.items["value", PLACES].fields
    assert (fields["note"], fields["period"]) == ("存疑", "2026")
    with pytest.raises(sheet.UnreadableSheet, match="has changed since the workbook was written"):
        sheet.take(session, tmp_path / "filled.xlsx")


def test_one_row_that_cannot_be_taken_keeps_all_back_and_is_named(
    session: Session, workbook: Any, tmp_path: Path
) -> None:
    fill(workbook, "values", 2, decision="accept", label="=cmd|' /C calc'!A0")
    fill(workbook, "values", 3, decision="agree")
    fill(workbook, "exclusions", 2, decision="accept")
    workbook.save(tmp_path / "filled.xlsx")
    with pytest.raises(sheet.UnreadableSheet) as caught:
        sheet.take(session, tmp_path / "filled.xlsx")
    assert caught.value.problems == [
        "filled.xlsx!values:2: label: found a formula or a line break; expected text on one line",
        "filled.xlsx!values:3: decision: found 'agree'; expected one of accept, reject, add",
    ]
    assert set(states(session).values()) == {"proposed"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04no archive", None])
def test_what_is_no_workbook_of_ours_is_said(session: Session, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.xlsx"
    if content is None:
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(content)
    with pytest.raises(sheet.UnreadableSheet, match=r"other\.xlsx (is no workbook|has no sheet values)"):
        sheet.take(session, path)


def test_no_text_of_a_document_becomes_a_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(samples.hostile(tmp_path, rows=5), "li")
    sheet.write(session, tmp_path / "items.xlsx")
    book = openpyxl.load_workbook(tmp_path / "items.xlsx")
    kinds = {cell.data_type for name in book.sheetnames for row in book[name].iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}
    assert str(book["values"]["L2"].value).startswith("=指标")
