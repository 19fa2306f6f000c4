"""Round trips: an interval, printed in one of the forms that plans use, comes back as it was."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, zip_longest
from typing import Any

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minsheng.inputs import grammar
from value_expressions import cases

# Printed forms of each operator; {} takes the number with its unit.
FORMS = {
    "eq": ["{}"],
    "ge": ["≥{}", ">={}", "{}以上", "{}及以上", "不低于{}", "不少于{}", "至少{}", "保持在{}以上", "至少建成{}"],
    "gt": [">{}", "＞{}", "超{}", "超过{}", "大于{}", "高于{}"],
    "le": ["≤{}", "<={}", "{}以下", "{}以内", "不超过{}", "控制在{}以内", "不高于{}"],
    "lt": ["<{}", "＜{}", "小于{}", "低于{}", "不足{}"],
    "approx": ["约{}", "{}左右", "近{}", "维持在{}左右"],
    "maintain": ["保持{}", "稳定在{}", "巩固在{}"],
}
UNITS = ["", "%", "‰", "个", "家", "万人", "人次", "平方米", "微克/立方米", "名/万服务人口", "亿元"]
FULL_WIDTH = str.maketrans("0123456789.,%/", "０１２３４５６７８９．，％／")

numbers = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False).map(Decimal.normalize)


@dataclass
class Printed:
    text: str
    operator: str
    number: Decimal
    unit: str


def digits(number: Decimal, grouped: bool) -> str:
    return f"{number:,f}" if grouped else f"{number:f}"


def spaced(text: str, blank: str) -> str:
    """Put blanks between all characters, but for those of a figure."""
    figure = "0123456789.,０１２３４５６７８９．，"
    gaps = ("" if a in figure and b in figure else blank for a, b in pairwise(text))
    return "".join(a + gap for a, gap in zip_longest(text, gaps, fillvalue=""))


@st.composite
def printed(draw: st.DrawFn) -> Printed:
    operator = draw(st.sampled_from(sorted(FORMS)))
    form = draw(st.sampled_from(FORMS[operator]))
    number, unit = draw(numbers), draw(st.sampled_from(UNITS))
    text = form.format(digits(number, draw(st.booleans())) + unit)
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    if draw(st.booleans()):
        text = spaced(text, draw(st.sampled_from([" ", "\u3000", "\u00a0"])))
    return Printed(text, operator, number, unit)


# Texts are drawn in lists: a query of many costs no more than a query of one.
@settings(max_examples=8, deadline=None)
@given(st.lists(printed(), min_size=1, max_size=120))
def test_a_printed_interval_comes_back(values: list[Printed]) -> None:
    parsed = grammar.parse(value.text for value in values)
    for value, row in zip(values, parsed.iter_rows(named=True), strict=True):
        assert row["operator"] == value.operator, value
        assert row["value"] == value.number, value
        assert (row["own_unit_text"] or "") == value.unit, value
        lower, upper = row["lower_bound"], row["upper_bound"]
        assert (lower is not None) == (value.operator not in ("le", "lt")), value
        assert (upper is not None) == (value.operator not in ("ge", "gt")), value
        assert all(bound in (None, value.number) for bound in (lower, upper)), value
        assert row["lower_inclusive"] is not (value.operator == "gt") or lower is None, value
        assert row["upper_inclusive"] is not (value.operator == "lt") or upper is None, value


ranges = st.tuples(numbers, numbers, st.sampled_from(UNITS), st.sampled_from("-~～—至"))


@settings(max_examples=6, deadline=None)
@given(st.lists(ranges, min_size=1, max_size=60))
def test_a_printed_range_comes_back(printed: list[tuple[Decimal, Decimal, str, str]]) -> None:
    parsed = grammar.parse(f"{a:f}{sign}{b:f}{unit}" for a, b, unit, sign in printed)
    for (a, b, unit, _), row in zip(printed, parsed.iter_rows(named=True), strict=True):
        if a >= b:
            assert (row["operator"], row["refusal"]) == (None, "range_not_rising")
            continue
        assert (row["operator"], row["value"], row["value_upper"]) == ("between", a, b)
        assert (row["lower_bound"], row["upper_bound"], row["own_unit_text"] or "") == (a, b, unit)


def test_every_chinese_numeral_is_read_as_cn2an_reads_it() -> None:
    parsed = grammar.parse(f"{cn2an.an2cn(number)}个" for number in range(1, 10_000))
    assert parsed["value"].to_list() == list(range(1, 10_000))
    assert set(parsed["own_unit_text"]) == {"个"}


@settings(max_examples=8, deadline=None)
@given(st.lists(st.text(alphabet="零一二两三四五六七八九十百千", min_size=2, max_size=7), min_size=1, max_size=240))
def test_no_row_of_numeral_signs_is_read_as_another_number(texts: list[str]) -> None:
    for text, value in grammar.parse(texts).select("value_text", "value").iter_rows():
        if value is not None:
            assert value == cn2an.cn2an(text.replace("两", "二"), "strict"), text


@settings(max_examples=8, deadline=None)
@given(st.lists(st.text(alphabet="明显提高优质领先;,+=?!abc12", min_size=1, max_size=12), min_size=1, max_size=60))
def test_a_text_is_read_in_full_or_not_at_all(texts: list[str]) -> None:
    """What parses to a number gives back every character: number and unit are the whole text."""
    for text, row in zip(texts, grammar.parse(texts).iter_rows(named=True), strict=True):
        if row["operator"] == "eq":
            unit = row["own_unit_text"] or ""
            assert text.endswith(unit)
            printed_number = text.removesuffix(unit).removeprefix("=").replace(",", "")
            assert Decimal(printed_number) == row["value"]


@pytest.mark.parametrize("text", ["", "/", "—", "——", "－"])
def test_blank_cells_are_none_and_not_zero(text: str) -> None:
    row = grammar.parse([text]).row(0, named=True)
    assert (row["operator"], row["value"], row["lower_bound"]) == ("none", None, None)


@pytest.mark.parametrize(
    "text",
    [
        *("1e-07", "1E-05", "1e5", "2.5e3%"),  # a float as pandas, Excel or Parquet print it
        *("10元-15万元", "5%-8‰", "5%-8", "1万-15"),  # ends of a range in different units
        *("0.0000001", "1.1234567%", "≥0.0000001", "1-2.0000001"),  # more than six decimals
        *("1234567890123456789", "1,234,567,890,123,456,789", "1-1234567890123456789"),  # more than 18 digits
        *("三四个", "一百五", "五百三", "二三", "百百", "零零"),  # numerals that mean something else, or nothing
        *("1.2.3", "12,34", "1,2345"),
    ],
)
def test_what_would_be_read_as_another_number_is_not_read(text: str) -> None:
    row = grammar.parse([text]).row(0, named=True)
    assert (row["operator"], row["value"], row["lower_bound"], row["upper_bound"]) == (None, None, None, None)


def test_a_range_may_name_its_unit_at_both_ends_and_stand_behind_a_verb() -> None:
    rows = grammar.parse(["10%-15%", "控制到10-15%", "999,999,999,999,999,999", "0.000001"]).iter_rows(named=True)
    read = [(row["operator"], row["value"], row["value_upper"], row["own_unit_text"]) for row in rows]
    assert read == [
        ("between", 10, 15, "%"),
        ("between", 10, 15, "%"),
        ("eq", 999_999_999_999_999_999, None, None),
        ("eq", Decimal("0.000001"), None, None),
    ]


WORDS = [
    *("5", "12", "3.5", "1,200", "45", "三", "二十", "一半", "翻一番", "1/3", "百分之五", "1:2", "8:1", "10-15"),
    *(
        "%",
        "万人",
        "个",
        "年",
        "个百分点",
        "倍",
        "成",
        "位",
        "强",
        "/10万",
        "以上",
        "以内",
        "以下",
        "左右",
        "多",
        "[",
        "]",
    ),
    *(
        "≥",
        "<",
        "不低于",
        "超过",
        "不超过",
        "约",
        "控制在",
        "保持",
        "提高到",
        "增长",
        "下降",
        "增速",
        "比2020年",
        "比上年",
        "年均",
    ),
    *(
        "累计",
        "五年累计",
        "第",
        "前",
        "全省",
        "至",
        "-",
        "(累计)",
        "(实际增长7.9)",
        "的",
        "、",
        " ",
        "稳步",
        "全覆盖",
        "的2倍",
    ),
]
SAME = (
    *("operator", "value", "value_upper", "own_unit_text", "value_shape"),
    *("change_direction", "change_base", "change_base_year", "yardstick"),
)
OPERATORS = {"eq": "", "ge": "不低于", "gt": "超过", "le": "不超过", "lt": "低于", "approx": "约", "maintain": "保持"}
OPPOSITES = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt"}
DIRECTIONS = {"increase": "增长", "decrease": "下降", "no_decrease": "只增不减", "no_increase": "只减不增"}
BASES = {"previous_year": "比上年", "each_year": "年均", "period_start": "比期初"}
IN_WORDS = {"full_coverage": "全覆盖", "not_published": "未出数", "none": "/"}
YARDSTICKS = {
    **{"national_average": "全国平均", "provincial_average": "全省平均", "municipal_average": "全市平均"},
    **{"national_target": "国家下达目标", "provincial_target": "省下达目标", "municipal_target": "市下达目标"},
    **{"superior_target": "上级下达目标", "economic_growth": "与经济增长同步", "income_growth": "与收入增长同步"},
}


def printed_again(row: dict[str, Any]) -> str:
    """A reading, printed in one form of its kind."""
    operator, unit, shape = row["operator"], row["own_unit_text"] or "", row["value_shape"]
    year = row["change_base_year"]
    base = (f"比{year}年" if year else "") + BASES.get(row["change_base"], "")
    if shape == "empty":
        return ""
    if operator == "trend":
        way = row["change_direction"]
        return (
            f"不{'低' if way == 'no_decrease' else '高'}于{base[1:]}水平"
            if base and "no_" in way
            else base + DIRECTIONS[way]
        )
    if shape == "words":
        return IN_WORDS.get(operator) or YARDSTICKS[row["yardstick"]]
    numbers = [row["value"], row["value_upper"]]
    if row["change_direction"] == "decrease":
        operator = OPPOSITES.get(operator, operator)
        numbers = [-n for n in numbers if n is not None][::-1]
    first, *upper = (f"{n.normalize():f}" for n in numbers if n is not None)
    figure = "-".join([first, *upper]) + unit
    if unit == "分之":
        simple = [Fraction(n).limit_denominator(9) for n in numbers if n is not None]
        if any(
            part.numerator > 9 or abs(part - Fraction(n)) > Fraction(1, 10**6)
            for part, n in zip(simple, numbers, strict=False)
        ):
            return str(row["value_text"])  # 三百分之五 has no form in figures
        figure = "-".join(f"{part.numerator}/{part.denominator}" for part in simple)
    if unit == "1:":
        figure = f"1:{first}"
    if shape == "rank":
        return f"{'前' if operator == 'le' else '第'}{first}"
    if shape == "change" and unit == "倍":
        return f"{base}增长{OPERATORS[operator]}{row['value'] - 1}倍"
    text = OPERATORS.get(operator, "") + figure
    if shape == "change":
        return base + DIRECTIONS[row["change_direction"]] + text
    return f"〔{text}〕" if shape == "cumulative" else text


def test_each_case_prints_back_to_itself() -> None:
    assert_prints_back(cases()["value_text"].to_list())


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join), min_size=1, max_size=400))
def test_what_is_read_prints_back_to_itself(texts: list[str]) -> None:
    assert_prints_back(texts)


def assert_prints_back(texts: list[str]) -> None:
    read = [row for row in grammar.parse(texts).iter_rows(named=True) if row["operator"]]
    again = grammar.parse(map(printed_again, read)).iter_rows(named=True)
    for row, same in zip(read, again, strict=True):
        assert [row[c] for c in SAME] == [same[c] for c in SAME], (row["value_text"], same["value_text"])


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join), min_size=1, max_size=400))
def test_no_figure_of_a_text_is_left_out(texts: list[str]) -> None:
    """The figures of a text that is read are its numbers, but for years, notes and the 10万 of a rate."""
    for row in grammar.parse(texts).iter_rows(named=True):
        if row["operator"] is None or row["own_unit_text"] == "分之":
            continue
        text = re.sub(r"\(实际增长7.9\) *$|2020年|/10万|五年累计|[0-9]{1,2}年累计", "", row["value_text"])
        known = {abs(n) for n in (row["value"], row["value_upper"]) if n is not None}
        known |= {n - 1 for n in known} if row["own_unit_text"] == "倍" else set()
        known |= {n / 10 for n in known} if "成" in text else set()
        known |= {1} if row["value_shape"] in ("ratio", "cumulative") and ":" in text else set()
        left = [n for n in re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", text) if Decimal(n.replace(",", "")) not in known]
        assert left == [], row
