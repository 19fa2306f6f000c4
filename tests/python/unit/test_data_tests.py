"""The generic data tests: each passes on sound rows and returns the row that is not."""

import duckdb
import jinja2
import pytest

from helpers import ROOT

SOUND = "select * from (values ('a', 1, 'ge'), ('b', 1, 'eq'), (null, 2, 'eq')) as t (name, year, operator)"
TABLES = """
    create table dim_code as select 'operator' as code_list, unnest(['ge', 'eq']) as code;
    create table named as select unnest(['a', 'b']) as name;
"""
KEYS = [{"column": "name", "to": "named", "field": "name"}]
CASES: dict[str, tuple[dict[str, object], str, list[tuple[object, ...]]]] = {
    "are_codes": ({"columns": {"operator": "operator"}}, "('a', 1, 'le')", [("operator", "le", 1)]),
    "refer_to": ({"keys": KEYS}, "('c', 1, 'eq')", [("name", "c", 1)]),
    "is_unique_by": ({"columns": ["name", "year"]}, "('a', 1, 'eq')", [("a", 1, 2)]),
    "is_key": ({"columns": ["year", "operator"]}, "('c', null, 'eq')", [(None, "eq", 1)]),
    "is_never_null": ({"columns": ["year", "operator"]}, "('c', 1, null)", [("c", 1, None)]),
    "is_true": ({"expression": "year < 3"}, "('c', null, 'eq')", [("c", None, "eq")]),
}
"""For each test: its arguments, a row that is against it, and what it returns then."""


def failing(name: str, arguments: dict[str, object], rows: str) -> list[tuple[object, ...]]:
    source = (ROOT / f"tests/dbt/generic/{name}.sql").read_text("utf-8")
    macro = source.replace("{% test ", "{% macro ").replace("{% endtest %}", "{% endmacro %}")
    every_row = {"rows_to_test": lambda model: model, "rows_to_compare": lambda model, key: model}
    module = jinja2.Environment().from_string(macro).make_module({"ref": lambda model: model, **every_row})
    with duckdb.connect() as connection:
        connection.execute(TABLES + f"create table tested as {rows}")
        return connection.execute(getattr(module, name)("tested", **arguments)).fetchall()


@pytest.mark.parametrize("name", CASES)
def test_a_data_test_returns_what_is_against_it(name: str) -> None:
    arguments, row, expected = CASES[name]
    assert failing(name, arguments, SOUND) == []
    assert failing(name, arguments, f"{SOUND} union all select * from (values {row})") == expected


def test_a_key_is_unique() -> None:
    assert failing("is_key", {"columns": ["year"]}, SOUND) == [(1, 2)]
