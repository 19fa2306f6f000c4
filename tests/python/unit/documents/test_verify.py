"""Verification, the digit ledger and capture, on a small invented document that uses every form."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from helpers import ROOT, Rows, edit
from minsheng.cli.app import app
from minsheng.documents import document as documents
from minsheng.documents import draft as capture
from minsheng.documents import reanchor, verify
from minsheng.inputs import captured
from sample_plan import CSV, PLAN, SAMPLE, own_document


def complaints(sources: Path) -> list[str]:
    (result,) = verify.verify([own_document(sources)])
    return [str(violation) for violation in result.violations]


def test_the_sample_is_sound(sample: Path) -> None:
    assert complaints(sample) == []


def change(row: int, **fields: str) -> Callable[[list[dict[str, str]]], None]:
    return lambda rows: rows[row].update(fields)


def test_a_shifted_offset_is_found(sample: Path, scratch: Path) -> None:
    edit(scratch / CSV, lambda rows: rows[4].update(char_start=str(int(rows[4]["char_start"]) + 1)))
    in_slice, in_ledger = complaints(sample)
    assert in_slice.startswith(f"{CSV}:6: value_text: found '5家,' at 141 (line 7 of sample.txt); expected '35家'")
    assert "a number only partly inside its captured value" in in_ledger


def test_a_changed_document_is_found_by_hash_and_length(sample: Path) -> None:
    path = sample / "sample.txt"
    path.write_text(path.read_text("utf-8") + "完\n", "utf-8")
    found = complaints(sample)
    assert found[0].startswith("sample.txt:1: sha256: found ")
    assert "--reanchor" in found[0]
    assert found[1].startswith("sample.txt:1: characters: found ")


def test_a_unit_that_is_not_printed_is_found(sample: Path, scratch: Path) -> None:
    with (scratch / CSV).open(encoding="utf-8", newline="") as file:
        beds = next(n for n, row in enumerate(csv.DictReader(file)) if row["label"] == "养老床位")
    edit(scratch / CSV, change(beds, unit_text="户"))
    assert any(f"{CSV}:{beds + 2}: unit_text: found '户'; expected a unit printed" in c for c in complaints(sample))


def test_an_uncovered_number_is_found_with_its_surroundings(sample: Path, scratch: Path) -> None:
    edit(scratch / CSV, lambda rows: rows.pop(4))
    (found,) = complaints(sample)
    assert "a number neither captured nor excluded: 1.新建社区食堂⟦35⟧家,口袋公园" in found
    assert found.startswith("sample.txt:7: ")


def test_a_number_both_captured_and_excluded_is_found(sample: Path, scratch: Path) -> None:
    document = own_document(sample)
    start = str(document.text.index("35家"))
    row = dict(plan_id=PLAN, char_start=start, run_text="35", section="二(一)1", reason="name")
    edit(scratch / "seeds/reference/exclusions.csv", lambda rows: rows.append(row))
    (found,) = complaints(sample)
    assert "a number both captured and excluded" in found


def test_a_number_in_two_values_is_found(sample: Path, scratch: Path) -> None:
    document = own_document(sample)
    start = document.text.index("5家")
    again = dict(value_id=f"{PLAN}@{start}", char_start=str(start), value_text="5家")
    edit(scratch / CSV, lambda rows: rows.append({**rows[4], **again}))
    (found,) = complaints(sample)
    assert "a number in two captured values" in found


def test_a_number_partly_in_a_value_is_found(sample: Path, scratch: Path) -> None:
    start = own_document(sample).text.index("1,200场次") + 2
    edit(
        scratch / CSV,
        lambda rows: next(row for row in rows if "场次" in row["value_text"]).update(
            char_start=str(start + 1), value_text="00场次"
        ),
    )
    assert any("a number only partly inside its captured value: " in problem for problem in complaints(sample))


def test_an_exclusion_that_is_no_number_is_found(sample: Path, scratch: Path) -> None:
    row = dict(plan_id=PLAN, char_start="3", run_text="7", section="前言", reason="name")
    edit(scratch / "seeds/reference/exclusions.csv", lambda rows: rows.append(row))
    (found,) = complaints(sample)
    assert found.endswith("run_text: found '7' at 3; expected a number or coverage word of sample.txt")


def test_a_coverage_word_is_accounted_for_like_a_number(sample: Path, scratch: Path) -> None:
    """全覆盖 is a value, 全面 in the name of a circle is none: either left out is found, and neither twice."""
    excluded = captured.rows("exclusions", PLAN).filter(pl.col("run_text") == "全面")
    assert excluded["reason"].to_list() == ["description"]
    (row,) = captured.rows("plan_values", PLAN).filter(pl.col("value_text") == "全覆盖").iter_rows(named=True)
    exclusions = scratch / "seeds/reference/exclusions.csv"
    left_out = lambda r: (r["plan_id"], r["run_text"]) == (PLAN, "全面")  # noqa: E731
    edit(exclusions, lambda rows: rows.remove(next(filter(left_out, rows))))
    (found,) = complaints(sample)
    assert "a coverage word neither captured nor excluded: 3.“1+6”服务圈⟦全面⟧建设" in found
    again = dict(plan_id=PLAN, char_start=str(row["char_start"]), run_text="全覆盖", section="一", reason="heading")
    edit(exclusions, lambda rows: rows.append(again))
    assert any("a coverage word both captured and excluded" in problem for problem in complaints(sample))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("实现应保尽保、应改尽改，愿改尽改", ["应保尽保", "应改尽改", "愿改尽改"]),
        ("全域覆盖与全覆盖", ["全域覆盖", "全覆盖"]),
        ("所有县县均动态清零，全面消除", ["所有", "县县", "均", "清零", "全面", "消除"]),
        ("基本公共服务均等化，人均", ["均", "均"]),
        ("每个乡镇建成1家", ["每个"]),
        ("新增3家", []),
    ],
)
def test_coverage_words_are_found_whole(tmp_path: Path, text: str, words: list[str]) -> None:
    (tmp_path / "plan.txt").write_text(text, "utf-8")
    document = documents.Document("plan-2021", tmp_path / "plan.txt", "", len(text), "2021", "2025")
    assert [word.text for word in document.coverage_words] == words


def test_a_document_that_is_not_there_is_a_violation_and_no_folder_an_error(sample: Path) -> None:
    (sample / "sample.txt").unlink()
    assert complaints(sample) == [f"sample.txt:1: found no such file; expected the document of {PLAN}"]
    shutil.rmtree(sample)
    result = CliRunner().invoke(app, ["verify", "--sources", str(sample)])
    assert result.exit_code == 2
    assert "hint: name their folder with --sources" in result.stderr


def test_values_find_their_places_in_a_document_scraped_anew(sample: Path, scratch: Path) -> None:
    """Blank lines gone, a banner on top, other blanks: offsets and shared words move, identifiers stay."""

    def share_words(rows: Rows) -> None:
        (row,) = [row for row in rows if row["value_text"] == "71.5%以上"]
        place = str(int(row["char_start"]) + len("71.5%"))
        row.update(value_text="71.5%", shared_operator="以上", shared_operator_char_start=place)

    edit(scratch / CSV, share_words)
    before = captured.rows("plan_values", PLAN).select("value_id", "value_text")
    path = sample / "sample.txt"
    path.write_text("首页 2021 | 打印\n" + path.read_text("utf-8").replace("\n\n", "\n").replace("\t", "  "), "utf-8")
    anchors = reanchor.reanchor(own_document(sample))
    assert [anchor for anchor in anchors if anchor.new is None] == []
    reanchor.apply(anchors)
    moved = captured.rows("plan_values", PLAN)
    assert moved.select("value_id", "value_text").equals(before)
    assert {violation.column for violation in verify.verify([own_document(sample)])[0].violations} == {
        "sha256",
        "characters",
        "3",
    }
    text = own_document(sample).text
    assert all(text[s:].startswith(t) for t, s in moved.select("value_text", "char_start").iter_rows())


def test_a_value_that_is_gone_from_the_document_is_reported(sample: Path) -> None:
    path = sample / "sample.txt"
    path.write_text(path.read_text("utf-8").replace("建成书屋两座", "建成书屋若干"), "utf-8")
    (lost,) = [anchor for anchor in reanchor.reanchor(own_document(sample)) if anchor.new is None]
    assert (lost.text, lost.label) == ("两座", "建成书屋")
    result = CliRunner().invoke(app, ["verify", "--reanchor", "--plan", PLAN])
    assert result.exit_code == 1
    assert "1 not found" in result.stdout


def test_of_two_places_the_one_with_the_label_before_it_is_taken() -> None:
    """The wrong place is nearer to the old offset, but no label stands before it."""
    text = "…" * 500 + "另有18个，新建口袋公园18个"
    wrong, right = (text.index("18个"), text.rindex("18个"))
    (anchor,) = reanchor.align(text, [("plan.csv", 2, "18个", "新建口袋公园", wrong + 2)])
    assert (anchor.old - wrong, right - anchor.old) == (2, 8)
    assert anchor.new == right
    (unlabelled,) = reanchor.align(text, [("plan.csv", 2, "18个", "", wrong + 2)])
    assert unlabelled.new == wrong


def test_offsets_are_written_into_their_lines_also_behind_a_field_of_two_lines(sample: Path, scratch: Path) -> None:
    edit(scratch / CSV, lambda rows: rows[0].update(note="first\nsecond"))
    lines = (scratch / CSV).read_text("utf-8").split("\n")
    line = next(n for n, text in enumerate(lines, 1) if "35家" in text)
    reanchor.apply([reanchor.Anchor(CSV, line, "35家", "", 140, 777)])
    changed = [(n, text) for n, text in enumerate((scratch / CSV).read_text("utf-8").split("\n"), 1) if ",777," in text]
    assert [n for n, _ in changed] == [line]
    assert "35家" in changed[0][1]


def test_offsets_of_a_parquet_file_are_not_written(sample: Path, scratch: Path) -> None:
    before = (scratch / CSV).read_bytes()
    anchors = [reanchor.Anchor(CSV, 2, "", "", 1, 2), reanchor.Anchor("data/a.parquet", 2, "", "", 1, 2)]
    with pytest.raises(ValueError, match=r"into CSV files only; change those of data/a\.parquet yourself"):
        reanchor.apply(anchors)
    assert (scratch / CSV).read_bytes() == before


@pytest.mark.parametrize(
    ("context", "message"),
    [
        ("社区食堂35家", "expected one value marked with ⟦ and ⟧"),
        ("社区食堂⟦35⟧家", "found '35' marked; expected the value_text '35家'"),
        ("⟦35家⟧,口袋树林", "found '35家,口袋树林' 0 times; expected a stretch that occurs once"),
    ],
)
def test_a_draft_with_a_wrong_context_is_refused(sample: Path, tmp_path: Path, context: str, message: str) -> None:
    draft = tmp_path / "draft.csv"
    shutil.copy(SAMPLE / "draft.csv", draft)
    edit(draft, lambda rows: rows[4].update(context=context))
    _, (violation,) = capture.locate(draft, own_document(sample))
    assert str(violation).startswith(f"{draft}:6: context: ")
    assert message in str(violation)


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        (None, "minsheng: there is no draft "),
        (b"label,context\na,b\n", ":1: found another header: it lacks statement_kind, section"),
        (b"", ":1: "),
        ("标签,值\n".encode("gb18030"), ":1: "),
        (b"PK\x03\x04\x00\x00", ":1: "),
    ],
)
def test_a_draft_that_cannot_be_read_is_refused_in_words(
    sample: Path, tmp_path: Path, draft: bytes | None, message: str
) -> None:
    path = tmp_path / "draft.csv"
    if draft is not None:
        path.write_bytes(draft)
    result = CliRunner().invoke(app, ["capture", str(path), "--plan", PLAN])
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_draft_without_rows_gives_a_plan_file_without_rows(sample: Path, tmp_path: Path) -> None:
    header = (SAMPLE / "draft.csv").read_text("utf-8").splitlines()[0]
    (tmp_path / "draft.csv").write_text(header + "\n", "utf-8")
    rows, violations = capture.locate(tmp_path / "draft.csv", own_document(sample))
    assert (rows.height, violations) == (0, [])


def test_a_plan_that_is_not_known_and_an_output_that_cannot_be_written_end_with_a_message(sample: Path) -> None:
    for command in (["verify"], ["uncovered"], ["capture", str(SAMPLE / "draft.csv")]):
        result = CliRunner().invoke(app, [*command, "--plan", "nowhere-2021"])
        assert result.exit_code == 2
        assert "there is no plan nowhere-2021\nhint: add its row to seeds/reference/plans.csv or" in result.stderr
    command = ["capture", str(SAMPLE / "draft.csv"), "--plan", PLAN, "--output", "/proc/none/plan.csv"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert "minsheng: cannot write /proc/none/plan.csv" in result.stderr


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_document_that_cannot_be_read_ends_every_command_with_a_message(sample: Path, content: bytes | None) -> None:
    path = sample / "sample.txt"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    for command in (["verify"], ["uncovered"], ["capture", str(SAMPLE / "draft.csv")]):
        result = CliRunner().invoke(app, [*command, "--plan", PLAN])
        assert result.exit_code == (1 if command == ["verify"] else 2)
        assert ("no such file" if content is None else "bytes that are not UTF-8 at 0") in result.stderr
        assert result.exception is None or isinstance(result.exception, SystemExit)


def test_input_files_that_cannot_be_read_end_verification_with_their_lines(sample: Path, scratch: Path) -> None:
    edit(scratch / CSV, lambda rows: rows[3].update(char_start="12a"))
    for command in (["verify"], ["uncovered"], ["verify", "--reanchor"]):
        result = CliRunner().invoke(app, [*command, "--plan", PLAN])
        assert result.exit_code == 2
        assert f"{CSV}:5: char_start: found '12a'; expected an offset in the document" in result.stderr
        assert "1 violation in the input files\nhint: `minsheng check-inputs` shows them all" in result.stderr


def test_uncovered_lists_what_a_new_plan_still_lacks(sample: Path, scratch: Path) -> None:
    edit(scratch / CSV, lambda rows: rows.pop(4))
    result = CliRunner().invoke(app, ["uncovered", "--plan", PLAN], env={"COLUMNS": "200"})
    assert "1 number uncovered" in result.stderr
    assert "新建社区食堂⟦35⟧家" in result.stdout
    listed = CliRunner().invoke(app, ["uncovered", "--plan", PLAN, "--format", "csv"]).stdout.splitlines()
    assert listed[0] == "plan_id,char_start,run_text,section,reason"
    assert listed[1].split(",")[2:4] == ["35", "二(一)1"]


def test_captured_sections_are_the_headings_that_the_values_stand_under(sources: Path) -> None:
    """Found again from the form of the headings, independently of capture; tables have sections of their own."""
    for document in documents.load(sources):
        prose = captured.rows("plan_values", document.plan_id).filter(pl.col("statement_kind") == "commitment")
        for value_id, section, start in prose.select("value_id", "section", "char_start").iter_rows():
            if section != "脚注":
                assert document.section(start) == section, value_id


def test_the_project_has_one_csv_for_each_plan() -> None:
    plans = pl.read_csv(ROOT / "seeds/reference/plans.csv", infer_schema=False)["plan_id"].to_list()
    assert sorted(path.stem for path in (ROOT / "seeds/plans").glob("*.csv")) == sorted(plans)
