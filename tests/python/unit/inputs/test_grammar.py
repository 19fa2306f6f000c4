"""Round trips: an interval, printed in one of the forms that plans use, comes back as it was."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minsheng.inputs import grammar

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


@st.composite
def printed(draw: st.DrawFn) -> Printed:
    operator = draw(st.sampled_from(sorted(FORMS)))
    form = draw(st.sampled_from(FORMS[operator]))
    number, unit = draw(numbers), draw(st.sampled_from(UNITS))
    text = form.format(digits(number, draw(st.booleans())) + unit)
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    if draw(st.booleans()):
        text = draw(st.sampled_from([" ", "\u3000", "\u00a0"])).join(text)
    return Printed(text, operator, number, unit)


# Texts are drawn in lists: a query of many costs no more than a query of one.
@settings(max_examples=15, deadline=None)
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


@settings(max_examples=10, deadline=None)
@given(st.lists(ranges, min_size=1, max_size=60))
def test_a_printed_range_comes_back(printed: list[tuple[Decimal, Decimal, str, str]]) -> None:
    parsed = grammar.parse(f"{a:f}{sign}{b:f}{unit}" for a, b, unit, sign in printed)
    for (a, b, unit, _), row in zip(printed, parsed.iter_rows(named=True), strict=True):
        assert (row["operator"], row["value"], row["value_upper"]) == ("between", a, b)
        assert (row["lower_bound"], row["upper_bound"], row["own_unit_text"] or "") == (a, b, unit)


def chinese(number: int) -> str:
    """Write 1 to 9999 as a Chinese numeral."""
    text, has_gap = "", False
    for weight, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, weight)
        if digit:
            text += "零" if has_gap else ""
            text += ("" if sign == "十" and digit == 1 and not text else "一二三四五六七八九"[digit - 1]) + sign
        has_gap = bool(text) and not digit
    return text


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 9999), min_size=1, max_size=240))
def test_a_chinese_numeral_comes_back(numerals: list[int]) -> None:
    parsed = grammar.parse(f"{chinese(n)}个" for n in numerals)
    assert parsed["value"].to_list() == numerals
    assert set(parsed["own_unit_text"]) == {"个"}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(alphabet="明显提高优质领先;,+=?!abc12", min_size=1, max_size=12), min_size=1, max_size=60))
def test_a_text_is_read_in_full_or_not_at_all(texts: list[str]) -> None:
    """What parses to a number gives back every character: number and unit are the whole text."""
    for text, row in zip(texts, grammar.parse(texts).iter_rows(named=True), strict=True):
        if row["operator"] == "eq":
            unit = row["own_unit_text"] or ""
            assert text.endswith(unit)
            printed_number = text.removesuffix(unit).replace(",", "")
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
