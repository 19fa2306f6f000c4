"""Drafting: every number and coverage word is proposed once, by rules that the grammar bears out."""

import csv
import dataclasses
import functools
import hashlib
import io
import itertools
import random
import re
from pathlib import Path

import polars as pl
import pytest

import documents_in_formats as plan
from helpers import ROOT, edit
from minsheng.documents import ledger
from minsheng.documents.document import Document, Span
from minsheng.documents.drafting import cells, files, flattened, labels, propose, suggest, words
from minsheng.documents.drafting.model import SURE, Draft, ProposedValue
from minsheng.documents.drafting.periods import Frame, of_column
from minsheng.documents.reading import canonical, formats
from minsheng.inputs import captured, grammar
from reading_commands import run


@pytest.fixture(autouse=True)
def _rows_are_read_once(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "scratch" not in request.fixturenames:
        monkeypatch.setattr(captured, "rows", ROWS)


ROWS = functools.cache(captured.rows)


def document_of(text: str, folder: Path, first: str = "2021", last: str = "2025") -> Document:
    path = folder / "plan.txt"
    path.write_text(text, "utf-8", newline="")
    return Document("yunxi-2021", path, hashlib.sha256(text.encode()).hexdigest(), len(text), first, last)


def drafted(text: str, folder: Path, first: str = "2021", last: str = "2025") -> Draft:
    return propose.draft(document_of(text, folder, first, last))


def brief(value: ProposedValue) -> tuple[str, ...]:
    return value.label, value.text, value.period, value.period_basis, value.value_role


SENTENCES = {
    "到2025年，每千人口拥有托位数达到4.6个以上。": [("每千人口拥有托位数", "4.6个以上", "2025", "point", "target")],
    "新建村居照料中心12家、农村公路30公里。": [
        ("新建村居照料中心", "12家", "2021-2025", "cumulative", "target"),
        ("新建农村公路", "30公里", "2021-2025", "cumulative", "target"),
    ],
    "新增10个村居照料中心。": [("新增村居照料中心", "10个", "2021-2025", "cumulative", "target")],
    "新增书房和书屋各20家。": [
        ("新增书房", "20家", "2021-2025", "cumulative", "target"),
        ("新增书屋", "20家", "2021-2025", "cumulative", "target"),
    ],
    "参保率和签约率均达95%。": [
        ("参保率", "95%", "2025", "point", "target"),
        ("签约率", "95%", "2025", "point", "target"),
    ],
    "床位数、医师数分别达到5张、3人。": [
        ("床位数", "5张", "2025", "point", "target"),
        ("医师数", "3人", "2025", "point", "target"),
    ],
    "创建标准化学校30所，覆盖率达96%以上。": [
        ("创建标准化学校", "30所", "2021-2025", "cumulative", "target"),
        ("标准化学校覆盖率", "96%以上", "2025", "point", "target"),
    ],
    "2023年新增技能人才1.6万人。": [("新增技能人才", "1.6万人", "2023", "annual", "target")],
    "2019年，户籍参保率为98%。": [("户籍参保率", "98%", "2019", "point", "actual")],
    "城镇登记失业率控制在3.5%以内。": [("城镇登记失业率", "控制在3.5%以内", "2025", "point", "target")],
    "实现中小学智慧校园全覆盖。": [("中小学智慧校园", "全覆盖", "2025", "point", "target")],
    "死亡率下降30%。": [("死亡率", "下降30%", "2021-2025", "cumulative", "target")],
    "床位数年均增长6%。": [("床位数", "年均增长6%", "2021-2025", "annual", "target")],
    "全覆盖低收入群体补充保险。": [("低收入群体补充保险", "全覆盖", "2025", "point", "target")],
    "每年培训护理员200人次。": [("培训护理员", "200人次", "2021-2025", "annual", "target")],
    "生师比不超过15∶1。": [("生师比", "不超过15∶1", "2025", "point", "target")],
    "65岁以上老年人健康管理率达70%。": [("65岁以上老年人健康管理率", "70%", "2025", "point", "target")],
    "推进“10分钟圈”建设，《方案（2019-2020年）》印发。": [],
}


def test_a_clause_gives_label_value_period_basis_and_role(tmp_path: Path) -> None:
    text = "\n".join(SENTENCES)
    values = drafted(text, tmp_path).values
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for start, (sentence, expected) in zip(starts, SENTENCES.items(), strict=True):
        found = [brief(value) for value in values if start <= value.start < start + len(sentence)]
        assert found == expected, sentence


def test_strength_and_bodies_come_from_the_words_around(tmp_path: Path) -> None:
    text = "一、任务\n力争普惠率达到80%。基本实现照料中心全覆盖。每个县建成1所学校。\n（责任单位：甲局、乙局）\n"
    values = drafted(text, tmp_path).values
    assert [value.commitment_strength for value in values] == ["striven_for", "basic", "pledged"]
    assert [value.distribution for value in values] == ["whole", "whole", "each_county"]
    assert {value.lead_organizations for value in values} == {"甲局、乙局"}


def test_words_that_a_list_shares_go_with_each_of_its_values(tmp_path: Path) -> None:
    text = "二级、三级医院床位占比分别达到4%、8%以上。"
    first, second = drafted(text, tmp_path).values
    assert (first.text, first.shared_operator, first.shared_operator_char_start) == ("4%", "以上", text.index("以上"))
    assert (second.text, second.shared_operator) == ("8%以上", "")


FRAGMENTS = (
    *(
        "到2025年，",
        "新增",
        "建成",
        "覆盖率达",
        "不低于",
        "全市",
        "每个",
        "所有",
        "“1+8+X”",
        "第3",
        "3岁以下",
        "《办法（2018年）》",
    ),
    *(
        "12家",
        "七十项以上",
        "96%",
        "1.5万人",
        "三分之二",
        "全覆盖",
        "清零",
        "均",
        "无障碍",
        "4G",
        "2.08",
        "〔45〕",
        "15:1",
        "1/3",
    ),
    *(
        "，",
        "。",
        "、",
        "；",
        "\n",
        "（",
        "）",
        "学校",
        "托位数",
        "参保率",
        " ",
        "\t",
        "|",
        "分别达到",
        "各",
        "应保尽保",
        "一、",
        "1.",
    ),
)


@pytest.mark.parametrize("seed", range(2))
def test_every_number_and_word_is_proposed_once_and_every_value_is_readable(seed: int, tmp_path: Path) -> None:
    chooser = random.Random(seed)
    text = "".join(chooser.choices(FRAGMENTS, k=500))
    document = document_of(text, tmp_path)
    draft = propose.draft(document)
    for value in draft.values:
        assert text[value.start : value.end] == value.text
    spans = sorted({(value.start, value.end) for value in draft.values})
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    entries = ledger.entries(
        document,
        [Span(value.start, value.text) for value in draft.values],
        [Span(exclusion.start, exclusion.text) for exclusion in draft.exclusions],
    )
    assert {entry.problem for entry in entries} == {""}
    assert len({exclusion.start for exclusion in draft.exclusions}) == len(draft.exclusions)
    assert None not in grammar.parse([value.text for value in draft.values])["operator"].to_list()


TABBED = (
    "\t指标名称\n\t2020年\n\t2025年\n\n\t覆盖率（%）\n\t80\n\t90\n\n\t学校（所）\n\t5\n\t{}\n\n\t医院（家）\n\t7\n\t8\n"
)


def test_a_table_that_does_not_align_gives_nothing_sure(tmp_path: Path) -> None:
    fits, unfit = (drafted(TABBED.format(cell), tmp_path) for cell in ("6", "见附注"))
    years = [exclusion for exclusion in fits.exclusions if exclusion.text in ("2020", "2025")]
    assert len(years) == 2
    assert all(exclusion.confidence >= SURE for exclusion in years)
    assert all(exclusion.confidence < SURE for exclusion in unfit.exclusions)
    assert all(value.confidence < SURE for value in unfit.values)
    assert unfit.warnings == ("the table at line 1 does not align with its headings; nothing in it is sure",)
    assert [brief(value) for value in fits.values][:2] == [
        ("覆盖率", "80", "2020", "point", "baseline"),
        ("覆盖率", "90", "2025", "point", "target"),
    ]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2022年", ("2022", False, "target")),
        ("2019年", ("2019", False, "baseline")),
        ("2021-2025年", ("2021-2025", True, "target")),
        ("“十四五”目标", ("2021-2025", True, "target")),
        ("目标值", ("2025", False, "target")),
        ("2020年完成情况", ("2020", False, "baseline")),
    ],
)
def test_a_heading_gives_period_and_role(heading: str, expected: tuple[str, bool, str]) -> None:
    assert of_column(heading, Frame(2021, 2025)) == expected


def test_columns_of_nature_and_yearly_growth_belong_to_the_target_of_their_row(tmp_path: Path) -> None:
    table = (
        "指标|2020年|2025年|年均增长|属性\n"
        "养老床位（张）|1000|1500|8.4%|约束性\n"
        "人均期望寿命（岁）|80|81|—|预期性\n"
        "居民收入（元）|40000|—|>6%|预期性\n"
    )
    found = drafted(f"一、目标\n{table}", tmp_path)
    read = {(v.text, v.period, v.value_role): (v.target_nature, v.yearly_growth_text) for v in found.values}
    assert read["1500", "2025", "target"] == ("binding", "8.4%")
    assert read["81", "2025", "target"] == ("expected", "")
    assert read["1000", "2020", "baseline"] == ("", "")
    assert read[">6%", "2021-2025", "target"] == ("expected", ""), "where it is all that is printed"
    (kept,) = (e for e in found.exclusions if e.text == "8.4")
    assert kept.rule == "table: yearly growth, kept with its target"


def test_a_multiple_in_brackets_goes_with_the_counting_word_before_it(tmp_path: Path) -> None:
    found = drafted("一、目标\n指标|2020年|2025年\n年服务人次(万)|650|700\n床位(张)|5|6\n", tmp_path)
    read = {(v.label, v.text): (v.unit_text, v.period_basis) for v in found.values}
    assert read["年服务人次", "700"] == ("人次(万)", "annual")
    assert read["床位", "6"][0] == "张"


def test_pipes_and_lines_are_tables_too() -> None:
    piped = "类型 | 序号 | 指标 | 2024年 | 2027年\n教育 | 1 | 入园率(%) | 80 | 90\n2 | 学校(所) | 5 | 6\n正文。"
    cells.learn(["80", "90", "5", "6", "≥90", *re.split(r"[|\n ]+", piped), "学校数", "(所)"])
    (table,) = flattened.of_text(piped)
    assert table.is_aligned
    assert [[cell.text if cell else None for cell in row.cells] for row in table.rows] == [
        ["教育", "1", "入园率(%)", "80", "90"],
        [None, "2", "学校(所)", "5", "6"],
    ]
    lines = "\n\n".join(
        ["指标", "2024年", "2027年", "入园率(%)", "80", "≥90", "学校数", "(所)", "5", "6", "这一段是正文。" * 9]
    )
    (table,) = flattened.of_text(lines)
    assert [[cell.text if cell else None for cell in row.cells] for row in table.rows] == [
        ["入园率(%)", "80", "≥90"],
        ["学校数(所)", "5", "6"],
    ]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("确保到2027年底，幼儿园覆盖率提高到", "幼儿园覆盖率"),
        ("计划新增学校", "新增学校"),
        ("计划生育家庭帮扶率达", "计划生育家庭帮扶率"),
        ("各县（市、区）建成学校", "每个县（市、区）建成学校"),
        ("养老人数达到老年人总数的", "养老人数占老年人总数的比例"),
        ("体育场地面积由2015年的", "体育场地面积"),
    ],
)
def test_a_label_loses_what_only_leads_to_its_value(text: str, label: str) -> None:
    assert labels.stripped(text) == label


def suggester(*refused: str) -> suggest.Suggester:
    columns = ("plan_id", "label", "subgroup", "indicator_code")
    matches = [
        ("a-2020", "普惠性幼儿园占比", "", "share", "true", "exact"),
        ("a-2020", "新建幼儿园", "", "built", "true", "exact"),
    ]
    return suggest.Suggester(
        "b-2021",
        pl.DataFrame(matches, [*columns, "is_primary", "match_grade"], orient="row"),
        pl.DataFrame(
            [("a-2020", label, "", "share", "不同口径") for label in refused],
            dict.fromkeys([*columns, "reason_zh"], pl.String),
            orient="row",
        ),
        pl.DataFrame({"indicator_code": ["share", "built"], "unit_code": ["percent", "item"]}),
        pl.DataFrame({"unit_code": ["percent", "item"], "quantity": ["share", "count"]}),
        pl.DataFrame(
            [("a-2020", "普惠性幼儿园占比", "", "point")],
            ["plan_id", "label", "subgroup", "period_basis"],
            orient="row",
        ),
    )


def test_the_nearest_label_gives_the_indicator_and_its_unit_has_to_fit() -> None:
    first, *_ = suggester().candidates("普惠性幼儿园比例", "", "share", frozenset({"point"}))
    assert (first.indicator_code, first.is_sure, first.unit_fits) == ("share", True, True)
    first = next(c for c in suggester().candidates("普惠性幼儿园比例", "", "count") if c.indicator_code == "share")
    assert not first.unit_fits
    assert not first.is_sure


def test_a_registered_non_match_or_another_basis_is_never_sure() -> None:
    first, *_ = suggester("普惠幼儿园占比").candidates("普惠性幼儿园比例", "", "share", frozenset({"point"}))
    assert "不同口径" in first.non_match
    assert not first.is_sure
    first, *_ = suggester().candidates("普惠性幼儿园比例", "", "share", frozenset({"annual"}))
    assert not first.is_sure


def test_word_lists_are_data_and_name_no_plan() -> None:
    with words.path().open(encoding="utf-8", newline="") as file:
        rows = [(row["list"], row["word"]) for row in csv.DictReader(file)]
    assert len(rows) == len(set(rows))
    assert {name for name, _ in rows} == set(words.LISTS)
    regions = captured.rows("regions").filter(pl.col("level") != "country")["name_zh"].to_list()
    names = {re.sub("[省市县区]$", "", name) for name in regions if len(name) > 2}
    names |= set(captured.rows("plans")["plan_id"]) | set(captured.rows("organizations")["name_zh"])
    rules = "".join(path.read_text("utf-8") for path in (ROOT / "scripts/minsheng/documents/drafting").glob("*.py"))
    everything = rules + "\n".join(word for _, word in rows)
    assert [name for name in names if name in everything] == []


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf"])
def test_from_a_file_to_the_same_draft(
    name: str, scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sources").mkdir()
    monkeypatch.setenv("MINSHENG_SOURCES", str(tmp_path / "sources"))
    plan.write_all(tmp_path)
    result = run("read", str(tmp_path / name), "--plan", "yunxi-2024")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    filled = {
        "issuer": "云溪县人民政府",
        "region_code": "330300",
        "status": "in_force",
        "minimum_values": "10",
        "title_en": "x",
    }
    edit(scratch / "seeds/reference/plans.csv", lambda rows: rows.append(row | filled))
    result = run("draft", "yunxi-2024", "-o", str(tmp_path / "drafts"))
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader((tmp_path / "drafts/yunxi-2024.values.csv").open(encoding="utf-8")))
    text = (tmp_path / "sources/yunxi-2024.txt").read_text("utf-8")
    columns = ("section", "label", "table_column", "value_text", "unit_text", "period", "value_role")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("一", "每千人口拥有3岁以下婴幼儿托位数", "", "4.6个以上", "", "2026", "target"),
        ("一", "普惠性幼儿园覆盖率", "", "90%", "", "2026", "target"),
        ("一", "新增公办学位", "", "1200个", "", "2024-2026", "target"),
        ("一(一)", "新建村居照料中心", "", "12家", "", "2024-2026", "target"),
        ("一(二)", "通公交", "", "村村", "", "2026", "target"),
        ("一(二)", "托位数", "目标2024年", "1,200", "个", "2024", "target"),
        ("一(二)", "托位数", "目标2026年", "≥1,500", "个", "2026", "target"),
        ("一(二)", "普惠托位占比", "目标2024年", "60.0", "%", "2024", "target"),
        ("一(二)", "普惠托位占比", "目标2026年", "70", "%", "2026", "target"),
        ("一(二)", "护理型床位占比", "目标2024年", "95%", "%", "2024", "target"),
        ("一(二)", "护理型床位占比", "目标2026年", "全覆盖", "%", "2026", "target"),
    ]
    assert all(text[int(row["char_start"]) :].startswith(row["value_text"]) for row in rows)
    assert all(float(row["confidence"]) >= SURE for row in rows if row["statement_kind"] == "indicator_table")
    assert {row["value_id"] for row in rows} == {f"yunxi-2024@{row['char_start']}" for row in rows}


def test_nothing_from_a_scan_is_sure(tmp_path: Path) -> None:
    text, document_map = canonical.describe(formats.parse(plan.docx(), "a.docx"), "yunxi-2021", "a.docx", b"x")
    document = document_of(text, tmp_path, "2024", "2026")
    draft = propose.draft(document, dataclasses.replace(document_map, is_ocr=True))
    assert all(value.confidence < SURE for value in draft.values)
    assert all(exclusion.confidence < SURE for exclusion in draft.exclusions)
    assert "OCR" in draft.warnings[0]


def test_a_draft_is_the_same_every_time(tmp_path: Path) -> None:
    text, document_map = canonical.describe(formats.parse(plan.docx(), "a.docx"), "yunxi-2021", "a.docx", b"x")
    document = document_of(text, tmp_path, "2024", "2026")
    once, again = (files.texts(propose.draft(document, document_map), document) for _ in range(2))
    assert once == again
    assert set(once) == {f"yunxi-2021.{kind}.csv" for kind in ("values", "exclusions", "organizations", "indicators")}


def test_a_draft_needs_a_plan_and_its_own_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_SOURCES", str(tmp_path))
    result = run("draft", "nowhere-2021")
    assert result.exit_code == 2
    assert "there is no plan nowhere-2021" in result.stderr
    (row,) = captured.rows("plans", "wenling-2023").to_dicts()
    (tmp_path / row["source_file"]).write_text("一、到2025年，参保率达90%。", "utf-8")
    (tmp_path / row["source_file"]).with_suffix(".map.json").write_text("{}", "utf-8")
    result = run("draft", "wenling-2023", "-o", str(tmp_path))
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "no document map" in result.stderr
