"""Verification, the digit ledger and capture, on a small invented document that uses every form."""

import csv
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner

from conftest import ROOT, minsheng
from minsheng import capture, documents, ledger, reanchor, verify
from minsheng.cli.app import app
from test_inputs import edit

SAMPLE = Path(__file__).parent / "sample"
PLAN = "sample-2031"
CSV = f"seeds/plans/{PLAN}.csv"


@pytest.fixture
def sample(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The scratch project with the sample plan added by rows alone; the folder of the documents."""
    sources = scratch.parent / "sources"
    sources.mkdir()
    text = (SAMPLE / "sample.txt").read_bytes()
    (sources / "sample.txt").write_bytes(text)
    monkeypatch.setenv("MINSHENG_SOURCES", str(sources))
    edit(
        scratch / "seeds/reference/plans.csv",
        lambda rows: rows.append(
            {
                **dict(plan_id=PLAN, title_zh="样例市公共服务计划", title_en="Sample plan", issuer="样例市人民政府"),
                **dict(region_code="331000", issued_on="2031-03-01", first_year="2031", last_year="2033"),
                **dict(status="in force", source_file="sample.txt", source_sha256=hashlib.sha256(text).hexdigest()),
                "source_characters": str(len(text.decode())),
            }
        ),
    )
    edit(
        scratch / "seeds/reference/organization_names.csv",
        lambda rows: rows.extend(
            dict(plan_id=PLAN, printed_name=name, organization_id=organization, note="")
            for name, organization in (
                ("市民政局", "wenzhou-civil-affairs-bureau"),
                ("市教育局", "wenzhou-education-bureau"),
            )
        ),
    )
    describe_indicators(scratch)
    document = own_document(sources)
    rows, faults = capture.locate(SAMPLE / "draft.csv", document)
    assert faults == []
    (scratch / CSV).write_text(rows.write_csv(), "utf-8")
    exclude_the_rest(scratch, document)
    return sources


UNITS = {
    "per_1000_population": ["每千人口拥有图书座位"],
    "percent": ["居民阅读率", "社区食堂覆盖率", "社区食堂开设率", "旧管网改造比例", "公交满意度", "补贴覆盖率"],
    "item": ["新建社区食堂", "新建口袋公园", "新建健身角", "建成书屋", "每个街道服务站", "上级下达任务", "养老床位"],
    "ratio_to_one": ["生师比"],
    "dwelling": ["改造住房"],
    "person": ["服务老人"],
    "per_mille": ["意外伤害死亡率"],
    "event_session": ["巡诊"],
    "yuan": ["巡诊经费"],
    "person_time": ["培训人次"],
}


def describe_indicators(scratch: Path) -> None:
    """An indicator of its own for each label, since no label of the invented plan is known."""
    described = [(label, unit) for unit, labels in UNITS.items() for label in labels]
    indicators = [
        dict(
            **dict(indicator_code=f"gov_sample_{n}", name_zh=f"样例{label}", name_en=f"Sample {n}"),
            **dict(definition="Invented.", domain_code="governance", unit_code=unit, direction="neutral"),
            **dict(shape="level", population_base="", floor="", ceiling=""),
        )
        for n, (label, unit) in enumerate(described)
    ]
    matches = [
        dict(plan_id=PLAN, label=label, subgroup=subgroup, indicator_code=f"gov_sample_{n}", match_grade="exact")
        | dict(reason="")
        for n, (label, _) in enumerate(described)
        for subgroup in (["", "生活补贴", "护理补贴"] if label == "补贴覆盖率" else [""])
    ]
    edit(scratch / "seeds/reference/indicators.csv", lambda rows: rows.extend(indicators))
    edit(scratch / "seeds/reference/indicator_matches.csv", lambda rows: rows.extend(matches))


def own_document(sources: Path) -> documents.Document:
    return next(d for d in documents.load(sources) if d.plan_id == PLAN)


def exclude_the_rest(scratch: Path, document: documents.Document) -> None:
    """Write an exclusion for every number that no value covers."""
    values = verify.values_of(PLAN).sort("char_start")
    rest = [entry.run for entry in ledger.account(document, values, ledger.exclusions()) if not entry.values]
    new = [
        dict(
            plan_id=PLAN,
            char_start=str(run.start),
            run_text=run.text,
            section=ledger.section(document, run.start, values),
            reason=ledger.guess(document, run) or "listed_count",
        )
        for run in rest
    ]
    edit(scratch / "seeds/reference/exclusions.csv", lambda rows: rows.extend(new))


def complaints(sources: Path) -> list[str]:
    (result,) = verify.verify(sources, PLAN)
    return [str(fault) for fault in result.faults]


@pytest.mark.integration
def test_a_sixth_plan_is_new_rows_and_nothing_else(sample: Path) -> None:
    result = minsheng("build")
    assert result.returncode == 0, result.stderr
    verified = minsheng("verify", "--plan", PLAN)
    assert verified.returncode == 0, verified.stderr
    assert "100.0%" in verified.stdout
    value_id = verify.values_of(PLAN)["value_id"][0]
    shown = minsheng("show", value_id, "--width", "12").stdout
    assert "每千人口拥有图书座位4.2个,居民阅读率达到" in shown
    assert "per_1000_population" in shown
    with duckdb.connect(os.environ["MINSHENG_DATABASE"], read_only=True) as connection:
        read = connection.execute(
            "select value_text, operator, value::double, value_upper::double, unit_code from fct_plan_value"
            " where plan_id = ? order by char_start, value_id",
            [PLAN],
        ).fetchall()
        bodies = connection.execute(
            "select count(*) from bridge_value_organization where value_id like ? || '%'", [PLAN]
        ).fetchone()
    assert read == [
        ("4.2个", "eq", 4.2, None, "per_1000_population"),
        ("71.5%以上", "ge", 71.5, None, "percent"),
        ("全覆盖", "full_coverage", 100, None, "percent"),
        ("62%", "eq", 62, None, "percent"),
        ("35家", "eq", 35, None, "item"),
        ("18个", "eq", 18, None, "item"),
        ("18个", "eq", 18, None, "item"),
        ("两座", "eq", 2, None, "item"),
        ("至少建成1个", "ge", 1, None, "item"),
        ("不超过12∶1", "le", 12, None, "ratio_to_one"),
        ("三分之二以上", "ge", 0.666667, None, "whole"),
        ("2.5-3万套", "between", 2.5, 3, "dwelling_10k"),
        ("约4,300人", "approx", 4300, None, "person"),
        ("下达指标", "external", None, None, "item"),
        ("控制在0.8‰以下", "le", 0.8, None, "per_mille"),
        ("保持90%", "maintain", 90, None, "percent"),
        ("不少于1,200场次", "ge", 1200, None, "event_session"),
        ("950万元左右", "approx", 950, None, "yuan_10k"),
        ("3100", "eq", 3100, None, "bed"),
        ("≥3600", "ge", 3600, None, "bed"),
        ("—", "none", None, None, "person_time_10k"),
        ("〔7.5〕", "eq", 7.5, None, "person_time_10k"),
        ("97", "eq", 97, None, "percent"),
        ("95", "eq", 95, None, "percent"),
        ("＞98", "gt", 98, None, "percent"),
    ]
    assert bodies == (24,)


def test_the_sample_is_sound(sample: Path) -> None:
    assert complaints(sample) == []


def change(row: int, **fields: str) -> Callable[[list[dict[str, str]]], None]:
    return lambda rows: rows[row].update(fields)


def test_a_shifted_offset_is_found(sample: Path, scratch: Path) -> None:
    edit(scratch / CSV, lambda rows: rows[4].update(char_start=str(int(rows[4]["char_start"]) + 1)))
    slice_fault, ledger_fault = complaints(sample)
    assert slice_fault.startswith(f"{CSV}:6: value_text: found '5家,' at 141 (line 7 of sample.txt); expected '35家'")
    assert "a number only partly inside its captured value" in ledger_fault


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
    assert any("a number only partly inside its captured value: " in fault for fault in complaints(sample))


def test_an_exclusion_that_is_no_number_is_found(sample: Path, scratch: Path) -> None:
    row = dict(plan_id=PLAN, char_start="3", run_text="7", section="前言", reason="name")
    edit(scratch / "seeds/reference/exclusions.csv", lambda rows: rows.append(row))
    (found,) = complaints(sample)
    assert found.endswith("run_text: found '7' at 3; expected a number of sample.txt")


def test_a_document_that_is_not_there_is_a_fault_and_no_folder_an_error(sample: Path) -> None:
    (sample / "sample.txt").unlink()
    assert complaints(sample) == [f"sample.txt:1: found no such file; expected the document of {PLAN}"]
    shutil.rmtree(sample)
    result = CliRunner().invoke(app, ["verify", "--sources", str(sample)])
    assert result.exit_code == 2
    assert "name their folder with --sources" in result.stderr


def test_values_find_their_places_in_a_document_scraped_anew(sample: Path, scratch: Path) -> None:
    """Blank lines gone, a banner on top, other blanks: offsets move, identifiers stay."""
    before = verify.values_of(PLAN).select("value_id", "value_text")
    path = sample / "sample.txt"
    path.write_text("首页 2031 | 打印\n" + path.read_text("utf-8").replace("\n\n", "\n").replace("\t", "  "), "utf-8")
    anchors = reanchor.reanchor(own_document(sample))
    assert [anchor for anchor in anchors if anchor.new is None] == []
    reanchor.apply(anchors)
    moved = verify.values_of(PLAN)
    assert moved.select("value_id", "value_text").equals(before)
    assert {fault.column for fault in verify.verify(sample, PLAN)[0].faults} == {"sha256", "characters", "3"}
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
    _, (fault,) = capture.locate(draft, own_document(sample))
    assert str(fault).startswith(f"{draft}:6: context: ")
    assert message in str(fault)


def test_uncovered_lists_what_a_new_plan_still_lacks(sample: Path, scratch: Path) -> None:
    edit(scratch / CSV, lambda rows: rows.pop(4))
    result = CliRunner().invoke(app, ["uncovered", "--plan", PLAN], env={"COLUMNS": "200"})
    assert "1 number uncovered" in result.stdout
    assert "新建社区食堂⟦35⟧家" in result.stdout
    listed = CliRunner().invoke(app, ["uncovered", "--plan", PLAN, "--format", "csv"]).stdout.splitlines()
    assert listed[0] == "plan_id,char_start,run_text,section,reason"
    assert listed[1].split(",")[2:4] == ["35", "二(一)1"]


def test_the_five_documents_are_verified_and_every_number_accounted_for(sources: Path, warehouse: Path) -> None:
    result = minsheng("verify", "--sources", str(sources), MINSHENG_DATABASE=str(warehouse), COLUMNS="120")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("100.0%") == 5


def test_coverage_in_the_warehouse_is_what_verification_counted(sources: Path, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        in_mart = connection.sql(
            "select plan_id, sum(captured_number_count)::int, sum(excluded_number_count)::int"
            " from mart_plan_coverage group by plan_id"
        ).fetchall()
    verified = [(r.document.plan_id, r.captured, r.excluded) for r in verify.verify(sources)]
    assert sorted(in_mart) == sorted(verified)


def test_captured_sections_are_the_headings_that_the_values_stand_under(sources: Path) -> None:
    """Found again from the form of the headings, independently of capture; tables have sections of their own."""
    for document in documents.load(sources):
        prose = verify.values_of(document.plan_id).filter(pl.col("statement_kind") == "commitment")
        for value_id, section, start in prose.select("value_id", "section", "char_start").iter_rows():
            if section != "脚注":
                assert document.section(start) == section, value_id


def test_the_project_has_one_csv_for_each_plan() -> None:
    plans = pl.read_csv(ROOT / "seeds/reference/plans.csv", infer_schema=False)["plan_id"].to_list()
    assert sorted(path.stem for path in (ROOT / "seeds/plans").glob("*.csv")) == sorted(plans)
