"""What another engine has made is compared by cell and by type; the first differences are named by key."""

from pathlib import Path

import duckdb
import pytest

from minsheng.engines.comparison import compare
from minsheng.engines.engine import EngineError
from minsheng.engines.registry import of_target

ROWS = "(values ('a', 2025, 1.50), ('a', 2026, null), ('b', 2025, 2.00)) as given (plan_id, year, amount)"


class Written:
    """An engine whose relations are what a query gives."""

    def __init__(self, query: str) -> None:
        self._query = query

    def load(self, inputs: Path) -> None:
        raise NotImplementedError

    def write(self, relations: list[str], folder: Path) -> None:
        with duckdb.connect() as connection:
            for relation in relations:
                connection.execute(f"copy ({self._query}) to '{folder}/{relation}.parquet'")


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "minsheng.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create table mart_amount as from {ROWS}; create table other as select 1 as n")
        connection.execute("create schema bi; create view bi.amount as from main.mart_amount")
    return path


def test_equal_rows_in_another_order_are_equal(warehouse: Path) -> None:
    compared = list(compare(Written(f"from {ROWS} order by amount desc"), warehouse))
    assert [(c.relation, c.rows, c.cells, c.differing) for c in compared] == [
        ("bi.amount", 3, 9, 0),
        ("main.mart_amount", 3, 9, 0),
    ], "what people query, and nothing else"


@pytest.mark.parametrize(
    ("query", "example"),
    [
        (
            f"select * replace (cast(amount + 0.01 as decimal(3, 2)) as amount) from {ROWS}",
            "a, 2025: amount: 1.50; 1.51",
        ),
        (
            f"select * replace (cast(coalesce(amount, 0) as decimal(3, 2)) as amount) from {ROWS}",
            "a, 2026: amount: null; 0.00",
        ),
        (f"from {ROWS} where plan_id = 'a'", "b, 2025: amount: 2.00; (no row)"),
        (f"from {ROWS} union all select 'c', 2025, 3.00", "c, 2025: amount: (no row); 3.00"),
        (f"select * replace (cast(amount as double) as amount) from {ROWS}", "column amount: DECIMAL(3,2); DOUBLE"),
        (f"select plan_id, year from {ROWS}", "column amount: DECIMAL(3,2); None"),
        (f"select year, plan_id, amount from {ROWS}", "the columns are in another order"),
    ],
)
def test_a_difference_is_named_by_its_key(warehouse: Path, query: str, example: str) -> None:
    compared = list(compare(Written(f"from ({query})"), warehouse))
    assert all(c.differing and c.examples[0] == example for c in compared), compared


def test_a_row_that_is_there_twice_is_a_difference(warehouse: Path) -> None:
    assert [
        c.differing for c in compare(Written(f"from {ROWS} union all from {ROWS} where year = 2026"), warehouse)
    ] == [
        1,
        1,
    ]


def test_an_unknown_target_and_a_missing_warehouse_are_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="oracle is no target of another engine; there are postgres, spark"):
        of_target("oracle")
    with pytest.raises(EngineError, match=r"there is no warehouse at .*\nhint: run `minsheng build` first"):
        list(compare(Written("select 1"), tmp_path / "none.duckdb"))
    with pytest.raises(EngineError, match=r"there are no accepted rows in .*\nhint: run `minsheng check-inputs` first"):
        of_target("spark").load(tmp_path)
