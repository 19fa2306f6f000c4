"""What is printed around a captured value agrees with its row, or is reported."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb
import polars as pl
import pytest

from helpers import Rows, edit
from minsheng.documents import document as documents
from minsheng.documents import operators, printed, verify
from minsheng.documents.document import Document
from minsheng.inputs import captured
from sample_plan import CSV, PLAN, own_document

SPELLINGS = ("%", "‰", "个", "人", "万人", "家", "座", "平方米", "")


def document(tmp_path: Path, text: str, first_year: str = "2021", last_year: str = "2025") -> Document:
    path = tmp_path / "plan.txt"
    path.write_text(text, "utf-8")
    return Document("plan-2021", path, "", len(text), first_year, last_year)


def rows(document: Document, *marked: str, **fields: str) -> pl.DataFrame:
    """Rows for values marked in a context, as in a draft; other columns alike."""
    found = []
    for line, context in enumerate(marked, 2):
        before, value, after = context.replace("⟧", "⟦").split("⟦")
        assert document.text.count(before + value + after) == 1
        start = document.text.index(before + value + after) + len(before)
        row = dict(value_id=f"plan-2021@{start}", value_text=value, unit_text="", label="标签", table_column="")
        row |= dict(statement_kind="commitment", section="一", period="2025", note="", is_core="false")
        row |= dict(value_role="target", is_period_inferred="false", commitment_strength="pledged")
        row |= dict(shared_operator="", shared_operator_char_start="")
        found.append(row | dict(char_start=start, file="plan.csv", line=line) | fields)
    return pl.DataFrame(found)


def words_beside(tmp_path: Path, marked: str) -> list[str]:
    text = marked.replace("⟦", "").replace("⟧", "")
    plan = document(tmp_path, text)
    return [words for _, words in operators.beside(plan, rows(plan, marked), spellings())]


def spellings() -> pl.DataFrame:
    return pl.DataFrame({"spelling": SPELLINGS, "per_text": "", "unit_code": "item"})


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("入园率达到⟦80⟧以上", "以上"),
        ("入园率达到⟦80⟧%以上", "以上"),
        ("入园率达到⟦80⟧％ 以上", "以上"),
        ("新增⟦3⟧万人左右", "左右"),
        ("新增⟦3⟧万人以内", "以内"),
        ("新建⟦30⟧余家", "余"),
        ("新建⟦30⟧多家", "多"),
        ("新增⟦3万⟧多人", "多"),
        ("访客⟦1000⟧+", "+"),
        ("\t≥⟦94⟧", "≥"),
        ("\t≥\n\t⟦94⟧", "≥"),
        ("\t＞ ⟦94⟧", ">"),
        ("\t<=⟦94⟧", "<="),
        ("参保率不低于⟦95%⟧", "不低于"),
        ("床位不少于⟦500⟧", "不少于"),
        ("站点至少建成⟦1个⟧", "至少"),
        ("人数超过⟦3万人⟧", "超过"),
        ("人数超过了⟦3万人⟧", "超过"),
        ("失业率控制在⟦4%⟧", "控制在"),
        ("失业率低于⟦4%⟧", "低于"),
        ("覆盖率保持在⟦90%⟧", "保持在"),
        ("床位约⟦500⟧", "约"),
        ("近⟦500⟧张", "近"),
        ("力争达到⟦98%⟧", "力争"),
        ("社会保险基本⟦全覆盖⟧", "基本"),
        ("客运基本实现⟦全覆盖⟧", "基本"),
        ("分别达到⟦4%⟧、8%以上", "以上"),
        ("分别达到⟦4%⟧、6%和8%以上", "以上"),
        ("分别不低于90%、⟦85%⟧", "不低于"),
        ("各县至少开工2家、建成⟦1家⟧", "至少"),
        ("新建⟦2家⟧、建成3家以上", "以上"),
        ("分别达到90%以上和⟦4%⟧、8%以内", "以内"),
    ],
)
def test_operator_words_beside_a_slice_are_seen(tmp_path: Path, marked: str, words: str) -> None:
    assert words_beside(tmp_path, marked) == [words]


@pytest.mark.parametrize(
    "marked",
    [
        "入园率⟦达到80%以上⟧，参保率95%以上",
        "入园率达到⟦80%以上⟧",
        "入园率达到⟦80%⟧，参保率达到95%以上",
        "改造⟦97个⟧、4.2万户以上",
        "\t≥90\n\t⟦94⟧",
        "配备⟦1所⟧二级乙等以上的医院",
        "新建⟦100家⟧多功能运动场",
        "家庭医生签约⟦8万人⟧",
        "节约⟦3万人⟧",
        "村庄附近⟦3个⟧",
        "达标率90%以上。⟦85%⟧",
        "完成公约⟦12个⟧",
        "保持在90%以上、⟦85%以上⟧",
        "分别达到⟦90%以上⟧、95%以上",
        "价格保持稳定\n\t⟦94⟧",
        "参保率不低于95%，覆盖率⟦85%⟧",
    ],
)
def test_words_of_other_things_are_left_alone(tmp_path: Path, marked: str) -> None:
    assert words_beside(tmp_path, marked) == []


@pytest.fixture
def violations(sample: Path) -> Callable[[], list[str]]:
    """Verify the sample plan: what is wrong with it."""

    def verified() -> list[str]:
        (result,) = verify.verify([own_document(sample)])
        return [str(violation) for violation in result.violations]

    return verified


def change(label: str, column: str = "", /, **fields: str) -> Callable[[Rows], None]:
    """Change the row of a label, in a column of its table if it has several."""

    def edited(rows: Rows) -> None:
        (row,) = [row for row in rows if row["label"] == label and row["table_column"] == column]
        row.update(fields)

    return edited


def shorten(label: str, column: str, text: str, skipped: int) -> Callable[[Rows], None]:
    def edited(rows: Rows) -> None:
        (row,) = [row for row in rows if row["label"] == label and row["table_column"] == column]
        row.update(value_text=text, char_start=str(int(row["char_start"]) + skipped))

    return edited


def test_a_dropped_operator_is_a_violation_unless_it_is_shared(
    scratch: Path, violations: Callable[[], list[str]]
) -> None:
    edit(scratch / CSV, shorten("居民阅读率", "", "71.5%", 0))
    edit(scratch / CSV, shorten("养老床位", "2023年", "3600", 1))
    reading, beds = violations()
    assert reading.startswith(f"{CSV}:3: value_text: found '以上' beside ")
    assert reading.endswith(
        "居民阅读率达到⟦71.5%⟧以上,社区食堂实现全覆盖。2020年,社; expected operator words in value_text,"
        " or in shared_operator, or a commitment_strength that they mean"
    )
    assert "value_text: found '≥' beside ≥⟦3600⟧;" in beds
    rows = captured.rows("plan_values", PLAN)
    starts = {text: start for text, start in rows.select("value_text", "char_start").iter_rows()}
    after, before = str(starts["71.5%"] + 5), str(starts["3600"] - 1)
    edit(scratch / CSV, change("居民阅读率", shared_operator="以上", shared_operator_char_start=after))
    edit(scratch / CSV, change("养老床位", "2023年", shared_operator="≥", shared_operator_char_start=before))
    assert violations() == []


SHARED = "入园率、参保率分别达到⟦4%⟧、8%以上，"


@pytest.mark.parametrize(
    ("words", "offset", "is_printed"),
    [("以上", 16, True), ("以上", 15, False), ("以上", 40, False), ("左右", 16, False), ("%", 12, False)],
)
def test_shared_words_are_printed_at_their_offset_outside_the_slice(
    tmp_path: Path, words: str, offset: int, is_printed: bool
) -> None:
    text = SHARED.replace("⟦", "").replace("⟧", "") + "\n" * 20 + "新建90所以上"
    plan = document(tmp_path, text)
    captured_rows = rows(plan, SHARED, shared_operator=words, shared_operator_char_start=str(offset))
    found = [v.column for v in operators.check(plan, captured_rows, spellings())]
    assert ("shared_operator" not in found) == is_printed


@pytest.mark.parametrize(
    ("marked", "strength", "column"),
    [
        ("力争达到⟦98%⟧", "pledged", "value_text"),
        ("力争达到⟦98%⟧", "striven_for", None),
        ("力争基本实现⟦全覆盖⟧", "striven_for", "value_text"),
        ("基本实现⟦全覆盖⟧", "basic", None),
        ("实现⟦全覆盖⟧", "basic", "commitment_strength"),
        ("达到⟦98%⟧", "striven_for", "commitment_strength"),
        ("力争使入园率达到⟦98%⟧", "striven_for", None),
    ],
)
def test_a_weaker_strength_has_its_words_and_its_words_have_a_strength(
    tmp_path: Path, marked: str, strength: str, column: str | None
) -> None:
    plan = document(tmp_path, marked.replace("⟦", "").replace("⟧", ""))
    found = operators.check(plan, rows(plan, marked, commitment_strength=strength), spellings())
    assert [violation.column for violation in found] == ([column] if column else [])


def test_a_table_that_slipped_by_a_row_is_found_by_the_label_printed_nearest(
    scratch: Path, violations: Callable[[], list[str]]
) -> None:
    edit(scratch / CSV, change("培训人次", "2020年", label="养老床位", unit_text="张", table_column="2023年 "))
    (violation,) = violations()
    assert (
        "label: found '养老床位' for ⟦—⟧; expected '培训人次', the label printed nearest before the value" in violation
    )


def test_the_longer_of_two_labels_that_end_alike_is_the_one_printed(tmp_path: Path) -> None:
    plan = document(tmp_path, "医保参保率(%)\n90\n参保率(%)\n80\n")
    table = dict(statement_kind="indicator_table")
    first, second = rows(plan, "⟦90⟧", **table), rows(plan, "⟦80⟧", **table)
    right = pl.concat([first.with_columns(label=pl.lit("医保参保率")), second.with_columns(label=pl.lit("参保率"))])
    assert list(printed.labels(plan, right)) == []
    wrong = pl.concat([first.with_columns(label=pl.lit("参保率")), second.with_columns(label=pl.lit("医保参保率"))])
    assert [v.expected.split(",")[0] for v in printed.labels(plan, wrong)] == ["'医保参保率'", "'参保率'"]


@pytest.mark.parametrize(
    ("text", "is_core", "expected"),
    [
        ("☆入园率\n90", "true", None),
        ("入园率\n90", "false", None),
        ("☆入园率\n90", "false", "true: a mark ☆ with the label"),
        ("入园率\n90", "true", "false: no mark ☆ with the label"),
        ("☆参保率\n入园率\n90", "true", "false: no mark ☆ with the label"),
    ],
)
def test_a_core_indicator_bears_its_mark(tmp_path: Path, text: str, is_core: str, expected: str | None) -> None:
    plan = document(tmp_path, text)
    table = rows(plan, "⟦90⟧", label="入园率", statement_kind="indicator_table", is_core=is_core)
    assert [violation.expected for violation in printed.labels(plan, table)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("period", "text", "is_printed"),
    [
        ("2025", "新建30家", True),  # the plan's own last year
        ("2024", "新建30家", False),
        ("2024", "到2024年，新建30家", True),
        ("2024", "新建30家（2024年）", True),
        ("2024", "2024年安排\n新建30家", True),
        ("2024", "2024年安排" + "，" * 250 + "\n新建30家", False),
        ("2021", "新建30家", False),  # the plan's first year is no year that a target is for by itself
        ("2021-2025", "五年新建30家", True),
        ("2021-2024", "五年新建30家", False),
        ("2022-2025", "五年新建30家", False),
        ("2016-2020", "“十三五”期间，新建30家", True),
        ("2016-2020", "“十四五”期间，新建30家", False),
        ("2021-2023", "到2023年，新建30家", True),
        ("2025-2027", "到2027年，新建30家", False),
    ],
)
def test_the_years_of_a_commitment_are_printed_or_the_plans_own(
    tmp_path: Path, period: str, text: str, is_printed: bool
) -> None:
    plan = document(tmp_path, text)
    found = [violation.column for violation in printed.periods(plan, rows(plan, "⟦30家⟧", period=period))]
    assert found == ([] if is_printed else ["period"])
    inferred = rows(plan, "⟦30家⟧", period=period, is_period_inferred="true", value_role="actual")
    assert list(printed.periods(plan, inferred)) == [], "nobody prints the date of every record"


@pytest.mark.parametrize(
    ("period", "is_possible"),
    [("2025", True), ("2021", True), ("2021-2025", True), ("2023", True), ("2024", False), ("2021-2024", False)],
)
def test_an_inferred_target_is_for_printed_years_or_the_plans_own(
    tmp_path: Path, period: str, is_possible: bool
) -> None:
    plan = document(tmp_path, "对照2023年，新建30家")
    inferred = rows(plan, "⟦30家⟧", period=period, is_period_inferred="true")
    assert [violation.column for violation in printed.periods(plan, inferred)] == ([] if is_possible else ["period"])


def test_a_unit_is_looked_for_close_behind_its_label(scratch: Path, violations: Callable[[], list[str]]) -> None:
    """指标名称 is in the head of the table, 张 a row below: near enough to be found by a wider look."""
    edit(scratch / CSV, change("养老床位", "2023年", label="指标名称"))
    assert any("unit_text: found '张'; expected a unit printed with '指标名称'" in v for v in violations())


def test_another_reading_in_the_warehouse_is_a_violation(
    scratch: Path, violations: Callable[[], list[str]], tmp_path: Path
) -> None:
    value_id = captured.rows("plan_values", PLAN)["value_id"][0]
    warehouse = Path(os.environ["MINSHENG_DATABASE"])
    warehouse.parent.mkdir(exist_ok=True)
    for value, expected in (("4.2", 0), ("42", 1)):
        warehouse.unlink(missing_ok=True)
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute(
                "create table fct_plan_value as select ? as value_id, 'eq' as operator,"
                " cast(? as decimal(24, 6)) as value, 'per_1000_population' as unit_code",
                [value_id, value],
            )
        found = violations()
        assert len(found) == expected
    assert found[0].startswith(
        f"{CSV}:2: {value_id}: found eq 42.000000 per_1000_population in the warehouse; expected eq"
    )
    assert found[0].endswith("4.200000 per_1000_population, as the document reads; rebuild the warehouse")


def name_source(name: str, rows: Rows) -> None:
    rows[-1].update(source_file=name)


def test_a_document_outside_of_its_folder_is_never_opened(sample: Path, scratch: Path) -> None:
    for name in ("../secret.txt", "/etc/hostname", "..", "sub/sample.txt"):
        edit(scratch / "seeds/reference/plans.csv", partial(name_source, name))
        with pytest.raises(captured.UnreadableRows) as error:
            documents.load(sample)
        assert str(error.value) == (
            f"seeds/reference/plans.csv:7: source_file: found {name!r};"
            " expected the name of a file in the folder of the documents"
        )
