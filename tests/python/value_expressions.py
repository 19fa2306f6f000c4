"""The cases of the value grammar (value_expressions.csv), and the page of the documentation that is made of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from helpers import ROOT
from minsheng.inputs import grammar

PAGE = ROOT / "docs" / "value-grammar.md"
READING = (
    *("operator", "value", "value_upper", "unit_code", "value_shape"),
    *("change_direction", "change_base", "change_base_year", "yardstick", "refusal"),
)
_START, _END = "<!-- cases -->", "<!-- end of cases -->"


def reference(name: str) -> pl.DataFrame:
    """A file of seeds/reference, all columns text, blanks as ''."""
    return pl.read_csv(ROOT / "seeds" / "reference" / f"{name}.csv", infer_schema=False).fill_null("")


@cache
def cases() -> pl.DataFrame:
    """The cases, all columns text, blanks as ''."""
    return pl.read_csv(Path(__file__).with_suffix(".csv"), infer_schema=False).fill_null("").with_row_index("n")


def read(values: pl.DataFrame) -> pl.DataFrame:
    """What the grammar makes of rows with value_text and, if they have it, unit_text, in the same order."""
    given = values.select(
        "value_text",
        pl.col("unit_text") if "unit_text" in values.columns else pl.lit("").alias("unit_text"),
        pl.lit("").alias("shared_operator"),
        pl.lit("").alias("label"),
    ).with_row_index("n")
    found = grammar.read(given, reference("unit_spellings")).sort("n")
    unit = pl.when(pl.col("operator").is_not_null() & pl.col("value").is_not_null()).then("printed_unit_code")
    return found.with_columns(unit.alias("unit_code"))


def as_text(column: str) -> pl.Expr:
    """A column of readings as the cases write it: numbers without trailing zeros, null as ''."""
    text = pl.col(column).cast(pl.String).fill_null("")
    if column in ("value", "value_upper"):
        text = text.str.replace(r"(\.[0-9]*?)0+$", "$1").str.strip_suffix(".")
    return text.alias(column)


def page() -> str:
    """docs/value-grammar.md with its table made anew."""
    before, rest = PAGE.read_text("utf-8").split(_START)
    after = rest.split(_END)[1]
    return f"{before}{_START}\n{_table()}{_END}{after}"


def _table() -> str:
    codes = reference("codes")
    names = {(row["code_list"], row["code"]): row["name_en"] for row in codes.iter_rows(named=True)}
    symbols = {row["unit_code"]: row["symbol"] or row["name_zh"] for row in reference("units").iter_rows(named=True)}
    read_lines, refused = [], []
    for row in cases().iter_rows(named=True):
        printed = f"`{row['value_text']}`" if row["value_text"] else "an empty cell"
        if row["unit_text"]:
            printed += f" in a column of `{row['unit_text']}`"
        if row["refusal"]:
            refused.append(f"| {printed} | {names['refusal', row['refusal']]} |")
            continue
        number = f"{row['value']} to {row['value_upper']}" if row["value_upper"] else row["value"]
        unit = symbols.get(row["unit_code"], "")
        against = [row["change_base_year"] or names.get(("change_base", row["change_base"]), "")]
        further = [names.get(("change_direction", row["change_direction"]), ""), *against]
        further.append(names.get(("yardstick", row["yardstick"]), ""))
        more = ", ".join(filter(None, further))
        cells = [row["production"], printed, row["operator"], number, unit, row["value_shape"], more]
        read_lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(
        [
            "| production | printed | operator | number | unit | shape | change, yardstick |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *read_lines,
            "",
            "Refused, with the reason that the input check gives:",
            "",
            "| printed | reason |",
            "| --- | --- |",
            *refused,
            "",
        ]
    )
