"""Decisions of readers: kept through a crash, folded over the proposals of a draft, compared between two readers."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from minsheng.documents.document import Span
from minsheng.documents.review import agreement, decisions, fold
from minsheng.documents.review.decisions import COLUMNS, Decision
from minsheng.documents.review.fold import Items, Proposal, State
from minsheng.inputs.captured import UnreadableRows
from minsheng.inputs.rules import WORD_REASONS

TEXT = "到2025年，托位达到4.6个以上，覆盖率90%，全面推进。"
NUMBERS = [Span(1, "2025"), Span(11, "4.6"), Span(21, "90")]
WORD = Span(25, "全面")
LEDGER = {**dict.fromkeys(NUMBERS, False), WORD: True}
NURSERY, SHARE = "11:4.6个以上#1", "21:90%#1"
REQUIRED = {
    **dict(statement_kind="commitment", section="一", region_code="330300", value_role="target", period="2025"),
    **dict(period_basis="point", is_core="false", is_period_inferred="false", distribution="whole"),
    **dict(is_shared_figure="false"),
}


def proposal(kind: str, key: str, **fields: str) -> Proposal:
    return Proposal(kind, key, {**REQUIRED, **fields} if kind == "value" else fields, 0.8, "a rule")


def known(*proposals: Proposal) -> dict[fold.Id, Proposal]:
    return {(p.kind, p.key): p for p in proposals}


DRAFT = known(
    proposal("value", NURSERY, label="托位"),
    proposal("value", SHARE, label="覆盖率"),
    proposal("exclusion", "1:2025#1", reason="date"),
    proposal("exclusion", "25:全面#1", reason="description"),
    Proposal("label", "托位#", {}),
    Proposal("label", "覆盖率#", {}),
)
Decide = Callable[..., Decision]


@pytest.fixture
def decide() -> Decide:
    """Decisions a second apart, on what DRAFT proposes unless another draft is given."""
    count = iter(range(100))

    def make(decision: str, kind: str, key: str, field: str = "", decided: str = "") -> Decision:
        drafted = DRAFT.get((kind, key))
        proposed = drafted.snapshot if drafted and decision in ("accept", "reject") else ""
        moment = f"2026-01-01T00:00:{next(count):02}+00:00"
        return Decision("p-2021", kind, key, "li", "reading", decision, field, proposed, decided, moment, "sha")

    return make


def states(items: Items) -> dict[str, str]:
    return {key: str(item.state) for (kind, key), item in items.items() if kind != "label"}


def folded(*made: Decision, draft: fold.Proposals = DRAFT) -> Items:
    return fold.fold(draft, made, LEDGER)


# The file


def test_what_was_appended_is_read_again(tmp_path: Path, decide: Decide) -> None:
    file = tmp_path / "reviews" / "p-2021.li.csv"
    made = [decide("accept", "value", NURSERY), decide("edit", "value", NURSERY, "label", '托位，"公办"')]
    decisions.append(file, made[:1])
    decisions.append(file, made[1:])
    assert decisions.load(file) == (made, False)
    assert file.read_text("utf-8").splitlines()[0] == ",".join(COLUMNS)


def test_nobody_has_decided_anything_where_there_is_no_file(tmp_path: Path) -> None:
    assert decisions.load(tmp_path / "p-2021.li.csv") == ([], False)


def test_a_last_line_that_a_crash_cut_short_is_left_out_and_gives_way(tmp_path: Path, decide: Decide) -> None:
    file = tmp_path / "p-2021.li.csv"
    made = [decide("accept", "value", NURSERY), decide("accept", "value", SHARE)]
    decisions.append(file, made)
    whole = file.read_bytes()
    for cut in range(len(whole.splitlines(keepends=True)[0]) + 1, len(whole), 7):
        file.write_bytes(whole[:cut])
        kept, is_cut = decisions.load(file)
        assert kept == made[: whole[:cut].count(b"\n") - 1]
        assert is_cut == (whole[cut - 1 : cut] != b"\n")
    decisions.append(file, made[1:])
    assert decisions.load(file) == (made, False)


def test_a_header_that_a_crash_cut_short_is_written_again(tmp_path: Path, decide: Decide) -> None:
    file = tmp_path / "p-2021.li.csv"
    file.write_text("plan_id,ki", "utf-8")
    assert decisions.load(file) == ([], True)
    decisions.append(file, [made := decide("accept", "value", NURSERY)])
    assert decisions.load(file) == ([made], False)


def test_a_full_disk_leaves_the_decisions_before(
    tmp_path: Path, decide: Decide, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "p-2021.li.csv"
    decisions.append(file, [made := decide("accept", "value", NURSERY)])

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        decisions.append(file, [decide("accept", "value", SHARE)])
    assert decisions.load(file) == ([made], False)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"decision": "agree"}, "p-2021.li.csv:2: decision: found 'agree'; expected one of accept, edit"),
        ({"reader": "wang"}, "reader: found 'wang'; expected one of li"),
        ({"plan_id": "q-2021"}, "plan_id: found 'q-2021'"),
        ({"proposal_key": "here:90%#1"}, "proposal_key: found 'here:90%#1'; expected char_start:text#n"),
        ({"proposed": "date"}, "proposed: found 'date'; expected the columns of the proposal as JSON"),
        ({"proposed": "[1]"}, "proposed: found '[1]'"),
        ({"decided_at": "yesterday"}, "decided_at: found 'yesterday'; expected a moment in UTC"),
    ],
)
def test_what_is_no_decision_is_named_by_its_line(
    tmp_path: Path, decide: Decide, change: dict[str, str], says: str
) -> None:
    file = tmp_path / "p-2021.li.csv"
    decisions.append(file, [replace(decide("accept", "value", NURSERY), **change)])
    with pytest.raises(UnreadableRows) as caught:
        decisions.load(file)
    assert says in str(caught.value)


def test_a_file_without_its_header_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "p-2021.li.csv"
    file.write_text("a,b\n", "utf-8")
    with pytest.raises(UnreadableRows, match="plan_id,kind,proposal_key"):
        decisions.load(file)


def test_a_decision_is_one_line(tmp_path: Path, decide: Decide) -> None:
    with pytest.raises(ValueError, match="one line"):
        decisions.append(tmp_path / "p-2021.li.csv", [decide("edit", "value", NURSERY, "note", "a\nb")])
    assert not list(tmp_path.iterdir())


def test_time_goes_on_where_the_clock_was_set_back(decide: Decide) -> None:
    last = replace(decide("accept", "value", NURSERY), decided_at="2999-01-01T00:00:00.000000+00:00")
    assert decisions.now([last]) == "2999-01-01T00:00:00.000001+00:00"


@pytest.mark.parametrize(("start", "text", "n"), [(7, "90%", 1), (0, "", 2), (12, "1:2#3", 1)])
def test_keys_are_read_back(start: int, text: str, n: int) -> None:
    assert decisions.split(decisions.key(start, text, n)) == (start, text, n)


# The fold


def test_without_decisions_everything_is_open() -> None:
    items = folded()
    assert set(states(items).values()) == {"proposed"}
    assert [item.key for item in items.values() if item.is_open] == [NURSERY, SHARE, "1:2025#1", "25:全面#1"]


def test_each_decision_gives_its_state(decide: Decide) -> None:
    items = folded(
        decide("accept", "value", NURSERY),
        decide("reject", "value", SHARE, "reason", "background"),
        decide("accept", "exclusion", "1:2025#1"),
        decide("exclude", "exclusion", "25:全面#1", "reason", "heading"),
        decide("match", "label", "托位#", "indicator_code", "child_places"),
    )
    assert states(items) == {NURSERY: "accepted", SHARE: "rejected", "1:2025#1": "excluded", "25:全面#1": "excluded"}
    assert items["value", SHARE].reason == "background"
    assert items["exclusion", "25:全面#1"].fields == {"reason": "heading"}
    assert items["label", "托位#"].fields == {"indicator_code": "child_places"}
    assert not any(item.is_open for item in items.values())


def test_an_edit_changes_one_column_and_an_edit_to_the_same_none(decide: Decide) -> None:
    accepted = decide("accept", "value", NURSERY)
    assert states(folded(accepted, decide("edit", "value", NURSERY, "label", "托位")))[NURSERY] == "accepted"
    items = folded(accepted, decide("edit", "value", NURSERY, "period", "2024"))
    assert items["value", NURSERY].state == State.edited
    assert items["value", NURSERY].fields == {**REQUIRED, "label": "托位", "period": "2024"}


def test_the_last_decision_holds_and_an_undo_takes_back_one_act(decide: Decide) -> None:
    accepted = decide("accept", "value", NURSERY)
    edited = decide("edit", "value", NURSERY, "label", "公办托位")
    rejected = decide("reject", "value", NURSERY, "reason", "name")
    assert states(folded(accepted, edited, rejected))[NURSERY] == "rejected"
    undo = decide("undo", "value", NURSERY, decided=rejected.decided_at)
    assert states(folded(accepted, edited, rejected, undo))[NURSERY] == "edited"
    other = decide("undo", "value", NURSERY, decided=edited.decided_at)
    assert states(folded(accepted, edited, rejected, undo, other))[NURSERY] == "accepted"
    assert states(folded(accepted, undo))[NURSERY] == "accepted"


def test_accepting_again_forgets_the_edits_before(decide: Decide) -> None:
    items = folded(
        decide("accept", "value", NURSERY),
        decide("edit", "value", NURSERY, "label", "公办托位"),
        decide("accept", "value", NURSERY),
    )
    assert items["value", NURSERY].state == State.accepted


def test_a_decision_holds_when_the_rules_change_and_says_so(decide: Decide) -> None:
    later = {**DRAFT, ("value", NURSERY): proposal("value", NURSERY, label="托位数")}
    item = folded(decide("accept", "value", NURSERY), draft=later)["value", NURSERY]
    assert (item.state, item.is_changed, item.fields["label"]) == (State.accepted, True, "托位")
    surer = {**DRAFT, ("value", NURSERY): replace(DRAFT["value", NURSERY], confidence=0.99, rule="another rule")}
    assert not folded(decide("accept", "value", NURSERY), draft=surer)["value", NURSERY].is_changed


def test_a_decided_value_stays_when_its_proposal_has_gone(decide: Decide) -> None:
    later = {item_id: p for item_id, p in DRAFT.items() if item_id != ("value", NURSERY)}
    item = folded(decide("accept", "value", NURSERY), draft=later)["value", NURSERY]
    assert (item.state, item.is_gone, item.fields["label"]) == (State.accepted, True, "托位")


def test_an_added_value_covers_the_exclusion_and_is_open_until_it_is_complete(decide: Decide) -> None:
    added = decide("add", "value", "1:2025#1")
    items = folded(added)
    assert items["exclusion", "1:2025#1"].state == State.covered
    assert items["value", "1:2025#1"].is_open
    rest = [decide("edit", "value", "1:2025#1", name, text) for name, text in {**REQUIRED, "label": "年"}.items()]
    items = folded(added, *rest)
    assert items["value", "1:2025#1"].state == State.added
    assert not items["value", "1:2025#1"].is_open
    assert ("label", "年#") in items


def test_a_rejected_value_leaves_its_numbers_with_the_reason_that_fits_them(decide: Decide) -> None:
    items = folded(decide("reject", "value", SHARE, "reason", "background"))
    assert fold.derived_exclusions(items, LEDGER) == {Span(21, "90"): "background"}
    for reason in ("description", "replaced"):
        items = folded(decide("reject", "value", SHARE, "reason", reason))
        assert items["exclusion", "21:90#1"].state == State.missing
        assert items["exclusion", "21:90#1"].is_open
    filled = folded(
        decide("reject", "value", SHARE, "reason", "replaced"),
        decide("exclude", "exclusion", "21:90#1", "reason", "name"),
    )
    assert fold.derived_exclusions(filled, LEDGER) == {Span(21, "90"): "name"}


def test_a_value_and_an_exclusion_never_hold_one_number_both(decide: Decide) -> None:
    items = folded(decide("accept", "exclusion", "1:2025#1"), decide("add", "value", "1:2025年#1"))
    assert fold.derived_exclusions(items, LEDGER) == {}


def test_the_reasons_are_those_of_the_contract(request: pytest.FixtureRequest) -> None:
    from minsheng.inputs import contract
    from minsheng.paths import root

    (column,) = (c for c in contract.reference(root() / "seeds/reference/exclusions.csv").columns if c.name == "reason")
    assert {*WORD_REASONS, *fold.NUMBER_REASONS, "name"} == set(column.accepted)


# Two readers


def of(reader: str, *made: Decision, stage: str = "reading") -> list[Decision]:
    return [replace(decision, reader=reader, stage=stage) for decision in made]


def test_what_one_reader_alone_decided_stands(decide: Decide) -> None:
    made = of("li", decide("accept", "value", NURSERY)) + of("wang", decide("accept", "value", SHARE))
    items = agreement.settled(DRAFT, made, LEDGER)
    assert (items["value", NURSERY].state, items["value", SHARE].state) == ("accepted", "accepted")


def test_readers_who_differ_leave_a_dispute_until_it_is_settled(decide: Decide) -> None:
    edit = decide("edit", "value", NURSERY, "period", "2024")
    made = of("li", decide("accept", "value", NURSERY), edit) + of("wang", decide("accept", "value", NURSERY))
    items = agreement.settled(DRAFT, made, LEDGER)
    assert items["value", NURSERY].state == State.disputed
    assert items["value", NURSERY].fields["period"] == "2025", "what both looked at, not what one of them made of it"
    assert items["value", NURSERY].is_open
    final = decide("accept", "value", NURSERY), decide("edit", "value", NURSERY, "period", "2024")
    made += of("li", *final, stage="settlement")
    items = agreement.settled(DRAFT, made, LEDGER)
    assert (items["value", NURSERY].state, items["value", NURSERY].fields["period"]) == ("edited", "2024")


@pytest.mark.parametrize("verdict", ["value", "none"])
def test_a_value_that_only_one_reader_sees_is_a_dispute(decide: Decide, verdict: str) -> None:
    made = of("li", decide("accept", "exclusion", "1:2025#1")) + of("wang", decide("add", "value", "1:2025年#1"))
    items = agreement.settled(DRAFT, made, LEDGER)
    assert items["value", "1:2025年#1"].state == State.disputed
    if verdict == "value":
        made += of("li", decide("add", "value", "1:2025年#1"), stage="settlement")
        items = agreement.settled(DRAFT, made, LEDGER)
        assert items["exclusion", "1:2025#1"].state == State.covered
    else:
        made += of("li", decide("reject", "value", "1:2025年#1", "reason", "date"), stage="settlement")
        items = agreement.settled(DRAFT, made, LEDGER)
        assert items["exclusion", "1:2025#1"].state == State.excluded
        assert fold.derived_exclusions(items, LEDGER) == {Span(1, "2025"): "date"}


def test_two_values_over_one_figure_are_a_dispute(decide: Decide) -> None:
    made = of("li", decide("accept", "value", SHARE)) + of("wang", decide("add", "value", "18:覆盖率90%#1"))
    items = agreement.settled(DRAFT, made, LEDGER)
    assert items["value", SHARE].state == items["value", "18:覆盖率90%#1"].state == State.disputed


def test_agreement_counts_verdicts_spans_and_columns(decide: Decide) -> None:
    edit = decide("edit", "value", NURSERY, "period", "2024")
    made = of("li", *(decide("accept", kind, key) for kind, key in DRAFT if kind != "label"))
    made += of("wang", decide("accept", "value", NURSERY), edit, decide("accept", "exclusion", "1:2025#1"))
    made += of("wang", decide("reject", "value", SHARE, "reason", "background"))
    (found,) = agreement.agreements(DRAFT, made, LEDGER)
    assert (found.first, found.second, found.runs, found.same_verdict) == ("li", "wang", 3, 2)
    assert found.span_f1 == pytest.approx(2 / 3)
    assert (found.values, found.fields["period"], found.fields["label"]) == (1, 0, 1)
    # Pairs (none, none), (value, value), (value, none): 1 - 5 * 2 / (36 - 9 - 9).
    assert found.alpha == pytest.approx(1 - 10 / 18)


def test_alpha_is_that_of_the_literature() -> None:
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: two observers, ten units, binary: 0.095."""
    one, other = "0100000010", "1110010000"
    assert agreement.alpha(list(zip(one, other, strict=True))) == pytest.approx(0.095, abs=0.001)
    assert agreement.alpha(list(zip(one, one, strict=True))) == 1
    assert agreement.alpha([("0", "0")] * 5) is None
    assert agreement.alpha([]) is None
