"""What only several reference files together can show."""

from __future__ import annotations

from collections.abc import Callable

from minsheng.inputs import grammar
from minsheng.messages import Message
from minsheng.sql import quoted


def report(add: Callable[..., bool]) -> None:
    """Report what a data test would refuse after the build.

    Args:
        add: takes a query of file, line, found; the column; what is expected; the kinds that it was looked up in.
    """
    floor, ceiling = (f"try({grammar.sql('to_decimal', limit)})" for limit in ("floor", "ceiling"))
    add(
        "select file, line, says('{floor} to {ceiling}', map {'floor': floor, 'ceiling': ceiling}) as found"
        f" from indicators where {floor} >= {ceiling}",
        "floor",
        Message("a floor below the ceiling"),
    )
    add(
        "select file, line, indicator_code as found from indicator_non_matches semi join ("
        "from indicator_matches where match_grade in ('exact', 'close')"
        ") using (plan_id, label, subgroup, indicator_code)",
        "indicator_code",
        Message("another indicator than seeds/reference/indicator_matches.csv gives to this label"),
    )
    add(
        "select file, line, label as found from component_labels"
        " semi join indicator_matches using (plan_id, label, subgroup)",
        "label",
        Message("a label that has no indicator: no row of seeds/reference/indicator_matches.csv"),
        "indicator_matches",
    )
    add(
        "select file, line, label as found from indicator_non_matches"
        " anti join indicator_matches using (plan_id, label, subgroup)",
        "label",
        Message("a label and sub-group of seeds/reference/indicator_matches.csv"),
        "indicator_matches",
    )
    for table, number, kind, measures in (
        ("projects", "project_no", "project", ["total_investment"]),
        ("projects", "project_no", "project", ["in_plan_investment"]),
        ("investment_lines", "line_no", "investment", ["total_investment", "in_plan_investment", "project_count"]),
    ):
        add(
            f"select file, line, {number} as found from {table} anti join ("
            "select plan_id, table_row from plan_values"
            " join amount_measures using (plan_id, statement_kind, table_column)"
            f" where statement_kind = '{kind}' and amount_measure in ({', '.join(map(quoted, measures))})"
            f") as amounts on {table}.plan_id = amounts.plan_id and {number} = table_row",
            number,
            Message(
                "the table_row of a value of statement_kind {kind}, by amount_measures.csv one of {measures}",
                kind=kind,
                measures=", ".join(measures),
            ),
            *("plan_values", "amount_measures"),
        )
