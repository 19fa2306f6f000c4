"""The facts by one hand-written statement, as a floor for the models: `python -m bench.best`, a process of its own.

It reads the accepted rows and makes what fct_plan_value holds, with every trick that models have to earn: each distinct
text is parsed once, each distinct unit and label resolved once, nothing is written but the result, and a number is
multiplied only where its unit has a factor. The grammar is that of the models.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

NUMBERS = ("value", "lower_bound", "upper_bound")
KEPT = """
    plan_id, section, table_row, table_column, label, subgroup, region_code, value_role, period_basis, value_text,
    unit_text, char_start, is_core, is_period_inferred, commitment_strength, distribution, is_shared_figure,
    shared_operator, shared_operator_char_start, note, statement_kind, origin, operator, value_upper, value,
    lower_bound, upper_bound, lower_inclusive, upper_inclusive, value_shape, indicator_code, match_grade,
    component_kind, period_start_year, period_end_year, period_month, value_id
"""


RECORDS = """
    union all by name
    select
        *, 'observation' as origin, 'actual' as value_role, 'whole' as distribution, 'false' as is_core,
        'false' as is_shared_figure, cast(line as varchar) as char_start
    from read_parquet('{inputs}/records/*.parquet')
"""
"""Records name their indicator themselves."""


def main(project: str, database: str, inputs: str) -> None:
    """Make the facts and print how many there are.

    Args:
        project: the checkout whose package is imported; its grammar is taken.
        database: the file to make.
        inputs: folder of the accepted rows.
    """
    from minsheng.inputs import grammar

    has_records = (Path(inputs) / "records").exists()
    in_base = ", ".join(f"if(factor = 1, {n}, {n} * factor)::decimal(28, 6) as {n}_base" for n in NUMBERS)
    template = (Path(__file__).parent / "best.sql").read_text("utf-8")
    sql = template.format(
        inputs=inputs,
        parsed=grammar.sql("parse_values", "texts"),
        resolved=grammar.sql("resolve_units", "measured", "unit_spellings"),
        in_base=in_base,
        kept=KEPT,
        records=RECORDS.format(inputs=inputs) if has_records else "",
        excluded="exclude (indicator_code, match_grade) " if has_records else "",
        own_indicator="".join(f"{_first(name, has_records)}, " for name in ("indicator_code", "match_grade")),
    )
    with duckdb.connect(database) as connection:
        connection.execute("set threads = 2; set preserve_insertion_order = false")
        connection.execute(sql)
        (rows,) = connection.execute("select count(*) from fct_plan_value").fetchone() or (0,)
        connection.execute("checkpoint")
    print(json.dumps({"rows": rows, "commit_of": project}))


def _first(column: str, is_there: bool) -> str:
    return f"coalesce(source.{column}, matches.{column}) as {column}" if is_there else f"matches.{column}"


if __name__ == "__main__":
    main(*sys.argv[1:])
