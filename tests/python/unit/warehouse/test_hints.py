"""What is said of SQL that names what is not there, compares with what no row has, or adds what repeats."""

import duckdb
import pytest

from minsheng.warehouse import hints

TABLES = """
    create schema bi;
    create table bi.progress as
        select 'target_achieved' as verdict, 'sum' as aggregation, 2025 as year, 'person' as unit_code,
            5::decimal(24, 6) as target_value, 9::decimal(24, 6) as total_yuan,
            3 as statement_count, '温州市' as region_zh;
    create table fct_target as select 1 as value_id;
"""


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(TABLES)
    return connection


@pytest.mark.parametrize(
    ("name", "sql", "hint"),
    [
        ("city", "select city from bi.progress", "did you mean region_zh?"),
        ("value", "select value from bi.progress", "did you mean target_value or total_yuan?"),
        ("region", "select region from bi.progress as p", "did you mean region_zh?"),
        ("verdict", "select verdict from fct_target", "verdict is in bi.progress"),
        ("verdict", "select verdict from main.fct_target", "verdict is in bi.progress"),
        ("zeppelin", "select zeppelin from bi.progress", ""),
        ("city", "this is no SQL", ""),
    ],
)
def test_a_column_is_found_by_another_word(
    connection: duckdb.DuckDBPyConnection, name: str, sql: str, hint: str
) -> None:
    assert hints.column(name, connection, sql) == hint


NEVER = "no row of bi.progress has verdict 'met'\nhint: verdict is one of target_achieved"


@pytest.mark.parametrize(
    ("sql", "notes"),
    [
        ("from bi.progress where verdict = 'met'", [NEVER]),
        ("from bi.progress as p where 'met' = p.verdict or verdict in ('met', 'target_achieved')", [NEVER]),
        ("select count(*) from (from bi.progress where verdict = 'met')", [NEVER]),
        ("select 1; from bi.progress where verdict = 'met'", [NEVER]),
        ("from bi.progress where verdict ilike '%achieved' and region_zh like '温_市'", []),
        ("from bi.progress where verdict = 'target_' || 'achieved'", []),
        ("from bi.progress where verdict != 'met'", []),
        ("from bi.progress where nothing = 'met'", []),
        ("describe bi.progress", []),
        ("select sum(total_yuan), sum(statement_count), avg(year) from bi.progress", []),
        (
            "select sum(target_value) from bi.progress where aggregation = 'sum' and unit_code = 'person' and year = 1",
            [],
        ),
        ("select mean(target_value) from bi.progress where aggregation = 'sum'", []),
    ],
)
def test_a_text_that_no_row_has_is_noted(connection: duckdb.DuckDBPyConnection, sql: str, notes: list[str]) -> None:
    assert hints.notes(connection, sql) == notes


@pytest.mark.parametrize(
    ("sql", "needed"),
    [
        ("select sum(target_value) from bi.progress", "aggregation, unit_code, year"),
        ("select sum(target_value) from bi.progress where year = 2025", "aggregation, unit_code"),
        ("select avg(target_value) from bi.progress where year = 2025", "aggregation"),
    ],
)
def test_a_sum_over_rows_that_differ_is_noted(connection: duckdb.DuckDBPyConnection, sql: str, needed: str) -> None:
    (note,) = hints.notes(connection, sql)
    assert f"rows of bi.progress differ in {needed}, so this may count twice" in note
