"""An invented national plan with every kind of value that indicator tables of the genre print, and records of its end.

Nothing of it is printed anywhere: names are plain, figures are made up. It enters by rows alone, from a text.
"""

# ruff: noqa: E501  (one promise a line)
import hashlib
from pathlib import Path
from typing import NamedTuple

import polars as pl

from helpers import edit
from minsheng.documents import document as documents
from minsheng.documents import draft as capture

PLAN = "national-2021"
SOURCE = "national-bulletin"
BLANK = "—"


class Promise(NamedTuple):
    """A row of the plan: what it prints, what was recorded of it, and what a careful reader makes of both."""

    label: str
    unit: str
    """Unit of the indicator."""
    direction: str
    shape: str
    target: str
    period: str
    basis: str
    verdict: str
    baseline: str = ""
    """Printed for 2020."""
    records: tuple[tuple[str, str], ...] = ()
    """Year and figure of each record."""
    unit_text: str = ""
    nature: str = ""
    growth: str = ""
    measure: str = "level"


UP, DOWN = "higher_better", "lower_better"
POINT, SUM, YEARLY = ("2025", "point"), ("2021-2025", "cumulative"), ("2025", "annual")
TO_2025 = ("2021-2025", "annual")
BINDING, EXPECTED = "binding", "expected"
YEARS = ("2021", "2022", "2023", "2024", "2025")

PROMISES = (
    # levels
    Promise("森林覆盖比例", "percent", UP, "level", "24.1%", *POINT, "target_achieved", "23.2%", (("2025", "24.2%"),), "", BINDING),
    Promise("粮田面积", "mu_100m", UP, "stock", "不低于18.65亿亩", *POINT, "met_at_base", "19.2亿亩", (("2025", "19.4亿亩"),)),
    Promise("失业比例", "percent", DOWN, "level", "控制在5.5%以内", *POINT, "target_achieved", "5.6%", (("2025", "5.2%"),), "", EXPECTED),
    Promise("人口增减比例", "per_mille", UP, "level", "不低于-1‰", *POINT, "target_achieved", "-1.2‰", (("2025", "-0.99‰"),)),
    Promise("人口净迁比例", "per_mille", UP, "level", "-0.86‰", *POINT, "target_missed", "-0.5‰", (("2025", "-0.9‰"),)),
    Promise("每名教师学生", "one_to", DOWN, "level", "1:15", *POINT, "target_achieved", "1:16", (("2025", "1:14"),)),
    Promise("孤儿救助比例", "percent", UP, "level", "应保尽保", *POINT, "target_achieved", "", (("2025", "100%"),)),
    Promise("护理床位", "bed_10k", UP, "stock", "900万张", *POINT, "limited_progress", "600万张", (("2023", "690万张"),)),
    Promise("新增就业", "person_10k", UP, "flow", "〔5500〕", *SUM, "target_achieved", "", tuple((year, "1200万人") for year in YEARS), "万人", EXPECTED),
    Promise("劳动产出", "yuan_10k_per_person_year", UP, "level", ">12", *POINT, "no_later_record", "8.7", (), "万元/人年", EXPECTED, ">6.6%"),
    # a change that is its indicator's own value
    Promise("产出增长率", "percent", UP, "rate", "增长6%左右", *YEARLY, "target_achieved", "", (("2025", "6.2%"),), "", EXPECTED),
    Promise("出口增长率", "percent", UP, "rate", "增长2%以上", *YEARLY, "target_missed", "", (("2025", "-0.4%"),)),
    Promise("水耗降幅", "percent", UP, "rate", "下降16%", *POINT, "target_achieved", "", (("2025", "17%"),), "", BINDING, "", "change"),
    # a change against a year
    Promise("废水排放", "tonne_10k", DOWN, "stock", "比2020年下降30%", *POINT, "target_achieved", "100万吨", (("2025", "65万吨"),), "", BINDING, "", "change"),
    Promise("废气排放", "tonne_10k", DOWN, "stock", "比2020年下降30%", *POINT, "target_missed", "100万吨", (("2025", "75万吨"),), "", BINDING, "", "change"),
    Promise("粉尘排放", "tonne_10k", DOWN, "stock", "较2020年下降10%以上", *POINT, "not_assessable change_without_base", "", (("2025", "75万吨"),), "", "", "", "change"),
    Promise("城市居住比例", "percent", UP, "level", "比2020年提高5个百分点", *POINT, "target_achieved", "60%", (("2025", "66%"),), "", "", "", "change"),
    Promise("参加保险比例", "percent", UP, "level", "比2020年提高3%", *POINT, "not_assessable change_ambiguous", "90%", (("2025", "95%"),), "", "", "", "change"),
    Promise("毕业升学比例", "percent", UP, "level", "提高6个百分点", *POINT, "not_assessable change_without_base", "54.4%", (("2025", "61%"),), "", "", "", "change"),
    Promise("预期年龄", "year_of_age", UP, "level", "比2020年提高1岁", *POINT, "target_achieved", "77.9岁", (("2025", "79岁"),), "", "", "", "change"),
    Promise("科研人员", "person_10k", UP, "stock", "比2020年翻一番", *POINT, "target_missed", "400万人", (("2025", "790万人"),), "", "", "", "change"),
    Promise("设备数量", "item", UP, "stock", "年均增长10%", *TO_2025, "target_achieved", "100个", (("2023", "120个"), ("2025", "170个")), "", "", "", "change"),
    Promise("车站数量", "item", UP, "stock", "比上年增长5%", *POINT, "target_missed", "", (("2024", "100个"), ("2025", "104个")), "", "", "", "change"),
    Promise("事故数量", "item", DOWN, "stock", "累计下降13.5%", *SUM, "substantial_progress", "1000个", (("2023", "915个"),), "", "", "", "change"),
    Promise("能源消耗", "tonne_standard_coal_per_yuan_10k", DOWN, "level", "比2020年下降13.5%", *POINT, "not_assessable change_ambiguous", "0.5", (("2025", "0.4"),), "吨标准煤/万元", BINDING, "", "change"),
    # ranks, directions, references, words
    Promise("创新能力得分", "score_point", UP, "index", "全球前三", *POINT, "not_assessable rank_only", "80分", (("2025", "90分"),), "", "", "", "rank"),
    Promise("开放水平得分", "score_point", UP, "index", "第4位", *POINT, "not_assessable rank_only", "", (), "", "", "", "rank"),
    Promise("粮食产量", "tonne_10k", UP, "stock", "只增不减", *POINT, "target_achieved", "67万吨", (("2025", "67万吨"),), "", BINDING, "", "direction"),
    Promise("湿地面积", "hectare_10k", UP, "stock", "稳步增长", *POINT, "target_missed", "5万公顷", (("2025", "4.9万公顷"),), "", "", "", "direction"),
    Promise("岸线长度", "kilometre", UP, "stock", "只增不减", *POINT, "not_assessable trend_only", "90公里", (("2023", "91公里"),), "", "", "", "direction"),
    Promise("满意程度得分", "score_point", UP, "index", "逐年提高", *TO_2025, "target_missed", "80分", tuple(zip(YEARS, ("81分", "80分", "83分", "84分", "85分"), strict=True)), "", "", "", "direction"),
    Promise("收入增长率", "percent", UP, "rate", "与经济增长同步", *POINT, "not_assessable external_target", "", (("2025", "5%"),), "", EXPECTED, "", ""),
    Promise("保障任务", "item", UP, "stock", "完成上级下达指标", *POINT, "not_assessable external_target", "", (), "", "", "", ""),
    Promise("投资规模", "yuan_100m", UP, "flow", "待定", *POINT, "not_assessable not_published", "", (), "亿元", "", "", ""),
)  # fmt: skip


def text() -> str:
    """The document: one line for each row of its table."""
    lines = ["虚构的全国规划", "一、主要指标"]
    for promise in PROMISES:
        cells = [promise.label, promise.baseline or BLANK, promise.target, promise.growth]
        lines.append("｜".join(cells))
    return "\n".join(lines) + "\n"


def add(scratch: Path) -> Path:
    """Add the plan and the records to a copy of the project; return the folder of its document."""
    folder = scratch.parent / "sources"
    folder.mkdir()
    written = text().encode()
    (folder / "national.txt").write_bytes(written)
    reference = scratch / "seeds/reference"
    plan = dict(
        **dict(
            plan_id=PLAN, title_zh="虚构的全国规划（2021—2025年）", title_en="Invented national plan", issuer="虚构"
        ),
        **dict(region_code="100000", issued_on="2021-03-01", first_year="2021", last_year="2025", status="in_force"),
        **dict(source_file="national.txt", source_sha256=hashlib.sha256(written).hexdigest()),
        **dict(source_characters=str(len(written.decode())), minimum_values="40"),
    )
    _append(reference / "plans.csv", [plan])
    _append(reference / "indicators.csv", [_indicator(n, promise) for n, promise in enumerate(PROMISES)])
    _append(reference / "indicator_matches.csv", [_match(n, promise) for n, promise in enumerate(PROMISES)])
    (document,) = documents.load(folder, PLAN)
    draft = scratch.parent / "draft.csv"
    pl.DataFrame([row for n, promise in enumerate(PROMISES, 1) for row in _drafted(n, promise)]).write_csv(draft)
    rows, violations = capture.locate(draft, document)
    assert violations == []
    (scratch / f"seeds/plans/{PLAN}.csv").write_text(rows.write_csv(), "utf-8")
    _add_records(scratch)
    return folder


def _append(path: Path, new: list[dict[str, str]]) -> None:
    edit(path, lambda rows: rows.extend({**dict.fromkeys(rows[0], ""), **row} for row in new))


def _indicator(n: int, promise: Promise) -> dict[str, str]:
    return dict(
        **dict(indicator_code=f"gov_national_{n}", name_zh=promise.label, name_en=f"Growth rate {n} per case"),
        **dict(definition_zh="虚构。", definition_en="Invented.", domain_code="governance", unit_code=promise.unit),
        **dict(direction=promise.direction, shape=promise.shape, aggregation="none", is_comparable="true"),
        **dict(is_yearly="true" if promise.shape == "flow" else "false"),
    )


def _match(n: int, promise: Promise) -> dict[str, str]:
    return dict(
        plan_id=PLAN, label=promise.label, indicator_code=f"gov_national_{n}", is_primary="true", match_grade="exact"
    )


def _drafted(n: int, promise: Promise) -> list[dict[str, str]]:
    printed = promise.baseline or BLANK
    common = dict(
        **dict(statement_kind="indicator_table", section="一", table_row=str(n), label=promise.label, subgroup=""),
        **dict(region_code="100000", unit_text=promise.unit_text, lead_organizations="", support_organizations=""),
        **dict(is_core="false", is_period_inferred="false", distribution="whole", is_shared_figure="false"),
        **dict(shared_operator="", note="", target_nature="", yearly_growth_text="", commitment_strength=""),
    )
    target = common | dict(
        **dict(table_column="规划目标", value_role="target", period=promise.period, period_basis=promise.basis),
        **dict(value_text=promise.target, commitment_strength="pledged", target_nature=promise.nature),
        **dict(yearly_growth_text=promise.growth),
        context=f"{promise.label}｜{printed}｜⟦{promise.target}⟧｜",
    )
    baseline = common | dict(
        **dict(table_column="起点", value_role="baseline" if promise.baseline else "none"),
        **dict(period="2020", period_basis="point", value_text=printed, context=f"{promise.label}｜⟦{printed}⟧｜"),
    )
    return [baseline, target]


def _add_records(scratch: Path) -> None:
    source = dict(source_id=SOURCE, kind="bulletin", title="虚构的公报", publisher="虚构", published_on="2026-03-01")
    _append(scratch / "seeds/reference/sources.csv", [source | dict(url="https://example.org/")])
    rows = [
        dict(
            **dict(value_id=f"{SOURCE}@{n}-{year}", source_id=SOURCE, statement_kind="commitment", section="正文"),
            **dict(label=promise.label, indicator_code=f"gov_national_{n}", match_grade="exact", region_code="100000"),
            **dict(period=year, period_basis="annual" if promise.shape == "flow" else "point", value_text=figure),
            **dict(unit_text=promise.unit_text, is_preliminary="false", is_period_inferred="false"),
        )
        for n, promise in enumerate(PROMISES)
        for year, figure in promise.records
    ]
    pl.DataFrame(rows).write_csv(scratch / f"seeds/records/{SOURCE}.csv")
