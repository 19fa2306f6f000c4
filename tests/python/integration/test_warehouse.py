"""What an analyst meets in the built warehouse: shape, comments, and cells checked against the documents."""

import duckdb
import pytest

TABLES = {"wenzhou-2018": 41, "wenzhou-2021": 122, "wenling-2023": 149, "wenzhou-2025": 96}


def test_every_cell_of_the_indicator_tables_is_there(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql(
        "select plan_id, count(*) from fct_plan_value"
        " where statement_kind = 'indicator_table' and origin = 'plan' group by plan_id"
    ).fetchall()
    assert dict(rows) == TABLES


@pytest.mark.parametrize(
    ("value_id", "expected"),
    [
        # operator, value, unit, base value, role, first year, last year, basis
        ("wenzhou-2018@8099", ("le", 2.8, "percent", 2.8, "target", 2018, 2018, "point")),
        ("wenzhou-2018@8017", ("external", None, "percent", None, "target", 2018, 2018, "point")),
        ("wenzhou-2018@8053", ("eq", 9.5, "person_10k", 95000, "target", 2018, 2018, "annual")),
        ("wenzhou-2021@5240", ("eq", 45, "person_10k", 450000, "target", 2021, 2025, "cumulative")),
        ("wenzhou-2021@5529", ("approx", 91, "percent", 91, "baseline", 2020, 2020, "point")),
        ("wenzhou-2021@5568", ("none", None, "square_metre_per_10000", None, "none", 2020, 2020, "point")),
        ("wenzhou-2021@6045", ("eq", 584.75, "person_10k", 5847500, "baseline", 2020, 2020, "point")),
        ("wenzhou-2021@6173", ("eq", 98, "percent", 98, "baseline", 2020, 2020, "point")),
        ("wenling-2023@804", ("ge", 80, "percent", 80, "baseline", 2022, 2022, "point")),
        ("wenling-2023@1301", ("not_published", None, "percent", None, "baseline", 2022, 2022, "point")),
        ("wenling-2023@1317", ("eq", 68, "percent", 68, "target", 2023, 2023, "point")),
        ("wenling-2023@1613", ("full_coverage", 100, "percent", 100, "target", 2027, 2027, "point")),
        ("wenzhou-2025@3924", ("maintain", 100, "percent", 100, "target", 2027, 2027, "point")),
        ("wenzhou-2025@4202", ("eq", 24.65, "per_10000_population", 2.465, "actual", 2024, 2024, "point")),
    ],
)
def test_cells_read_as_a_person_reads_them(
    connection: duckdb.DuckDBPyConnection, value_id: str, expected: tuple[object, ...]
) -> None:
    row = connection.execute(
        "select operator, value::double, unit_code, value_base::double, value_role, period_start_year, period_end_year,"
        " period_basis from fct_plan_value where value_id = ?",
        [value_id],
    ).fetchone()
    assert row == expected


def test_every_mart_explains_itself(connection: duckdb.DuckDBPyConnection) -> None:
    missing = connection.sql(
        "select table_name, column_name from duckdb_columns()"
        " where regexp_matches(table_name, '^(dim|fct|bridge|mart)_') and coalesce(comment, '') = ''"
    ).fetchall()
    assert missing == []
    without_key = connection.sql(
        "select table_name from duckdb_tables() where regexp_matches(table_name, '^(dim|fct|bridge|mart)_')"
        " and not (comment like 'One row per %' and table_name in (select table_name from meta.meta_key))"
    ).fetchall()
    assert without_key == []


EXCEPTIONS = {
    "status": "the contract of dim_plan and fct_finding calls both so: a plan is in force, a finding is new",
}
"""Columns whose name has more than one description, and why."""

MODELS = """
    select
        column_name, data_type, coalesce(trim(comment), '') as described,
        database_name || '.' || schema_name || '.' || table_name as model
    from duckdb_columns()
    where not internal and not regexp_matches(table_name, '^(ge|meta)_')
"""


def test_a_column_name_has_one_type_and_one_description(all_models: duckdb.DuckDBPyConnection) -> None:
    types = all_models.sql(
        f"select column_name, list(distinct data_type) from ({MODELS})"
        " group by all having count(distinct data_type) > 1"
    ).fetchall()
    assert types == []
    described = all_models.sql(
        f"select column_name, list(distinct described) from ({MODELS})"
        " group by all having count(distinct described) > 1"
    ).fetchall()
    assert {name for name, _ in described} == set(EXCEPTIONS), described


def test_every_column_of_every_model_is_described(all_models: duckdb.DuckDBPyConnection) -> None:
    silent = all_models.sql(f"select model, column_name from ({MODELS}) where described = ''").fetchall()
    assert silent == []


MAY_BE_EMPTY = {
    "value_text": "the characters of an empty cell",
    "subgroup": "part of keys",
    "spelling": "part of a key: a unit that is not printed",
    "unit_spelling": "refers to spelling",
    "per_text": "part of a key: no rate over a population",
    "clean_text": "made from value_text",
    "body_text": "made from value_text",
    "search_words": "a text to search in, of things that names alone find",
    "operator_text": "made from value_text",
    "quantity_text": "made from value_text",
    "upper_quantity_text": "made from value_text",
}
"""Columns that hold '', and why; every other text is null where there is none."""


def test_a_text_that_is_empty_is_null(all_models: duckdb.DuckDBPyConnection) -> None:
    models = all_models.sql(
        f"select model, list(column_name order by column_name) from ({MODELS})"
        " where data_type = 'VARCHAR' and model not in (select database_name || '.' || schema_name || '.' || view_name"
        " from duckdb_views() where database_name = 'steps') group by model"
    ).fetchall()
    empty: set[str] = set()
    for model, columns in models:
        flags = ", ".join(f"bool_or({column} = '')" for column in columns)
        found = all_models.sql(f"select {flags} from {model}").fetchall()[0]
        empty |= {column for column, is_empty in zip(columns, found, strict=True) if is_empty}
    assert empty == set(MAY_BE_EMPTY)


def test_codes_have_no_blanks(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.sql("select code from dim_code where not regexp_full_match(code, '[a-z0-9_]+')").fetchall() == []
