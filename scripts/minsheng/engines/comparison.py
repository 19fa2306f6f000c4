"""The result of another engine beside DuckDB's, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from minsheng.engines.engine import Engine, EngineError, written
from minsheng.messages import Message
from minsheng.sql import quoted
from minsheng.text import hinted

if TYPE_CHECKING:
    import duckdb

_PUBLIC = (
    "select schema_name || '.' || name from (select database_name, schema_name, table_name as name from duckdb_tables()"
    " union all select database_name, schema_name, view_name from duckdb_views())"
    " where database_name = 'ours' and (schema_name = 'bi'"
    " or schema_name = 'main' and regexp_matches(name, '^(dim|fct|bridge|mart)_')) order by 1"
)
"""SQL that lists what people query of the warehouse attached as `ours`: tables by name, and the views of bi."""


@dataclass(frozen=True)
class Compared:
    """One table or view on both sides."""

    relation: str
    rows: int
    """Rows of DuckDB's."""
    cells: int
    differing: int
    """Rows that only one side has, of both sides together."""
    examples: list[str] = field(default_factory=list)
    """The first differences, by key: `key: column: DuckDB's value; the engine's`."""


def compare(engine: Engine, warehouse: Path) -> Iterator[Compared]:
    """Compare every table and view that people query with that of DuckDB, cell by cell and type by type.

    Args:
        engine: has built the same rows.
        warehouse: a file that DuckDB has built.

    Raises:
        EngineError: the engine is not there, or has no such relation.
    """
    with _attached(warehouse) as connection, TemporaryDirectory(prefix="minsheng-") as scratch:
        relations = [name for (name,) in connection.execute(_PUBLIC).fetchall()]
        engine.write(relations, Path(scratch))
        for relation in relations:
            yield _compared(connection, relation, written(Path(scratch), relation))


@contextmanager
def _attached(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    if not warehouse.is_file():
        raise EngineError(
            hinted(
                Message("there is no warehouse at {path} yet", path=warehouse), Message("run `minsheng build` first")
            )
        )
    with duckdb.connect() as connection:
        try:
            connection.execute(f"attach {quoted(warehouse)} as ours (read_only)")
        except duckdb.Error as error:
            raise EngineError(
                Message("{path} cannot be read: {error}", path=warehouse, error=str(error).splitlines()[0])
            ) from error
        yield connection


def _compared(connection: duckdb.DuckDBPyConnection, relation: str, theirs: str) -> Compared:
    connection.execute(f"create or replace temp view ours_now as from ours.{relation}")
    connection.execute(f"create or replace temp view theirs_now as from {theirs}")
    columns, others = (_types(connection, f"{side}_now") for side in ("ours", "theirs"))
    (rows,) = connection.execute("select count(*) from ours_now").fetchone() or (0,)
    if list(columns.items()) != list(others.items()):
        pairs = {name: (columns.get(name), others.get(name)) for name in {**columns, **others}}
        wrong: list[str] = [
            Message("column {name}: {ours}; {theirs}", name=name, ours=ours, theirs=theirs)
            for name, (ours, theirs) in pairs.items()
            if ours != theirs
        ]
        wrong = wrong or [Message("the columns are in another order")]
        return Compared(relation, rows, rows * len(columns), rows or 1, wrong)
    (differing,) = connection.execute(
        "select (select count(*) from (from ours_now except all from theirs_now))"
        " + (select count(*) from (from theirs_now except all from ours_now))"
    ).fetchone() or (0,)
    examples = _examples(connection, list(columns)) if differing else []
    return Compared(relation, rows, rows * len(columns), differing, examples)


def _types(connection: duckdb.DuckDBPyConnection, view: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"describe {view}").fetchall()}


def _examples(connection: duckdb.DuckDBPyConnection, columns: list[str], most: int = 5) -> list[str]:
    """Return the first differences by key, the shortest run of leading columns that tells DuckDB's rows apart."""
    names = [f'"{column}"' for column in columns]
    for length in range(1, len(names) + 1):
        key = ", ".join(names[:length])
        (is_key,) = connection.execute(f"select count(*) = count(distinct ({key})) from ours_now").fetchone() or (
            False,
        )
        if is_key:
            break
    shown = f"concat_ws(', ', {key})"
    sides = [
        f"select {shown} as key, unnest([{', '.join(map(quoted, columns))}]) as name,"
        f" unnest([{', '.join(f'cast({name} as varchar)' for name in names)}]) as value from {side}_now"
        for side in ("ours", "theirs")
    ]
    found = connection.execute(
        "select coalesce(ours.key, theirs.key), coalesce(ours.name, theirs.name),"
        " case when ours.key is null then '(no row)' else coalesce(ours.value, 'null') end,"
        " case when theirs.key is null then '(no row)' else coalesce(theirs.value, 'null') end"
        f" from ({sides[0]}) as ours full join ({sides[1]}) as theirs"
        " on ours.key = theirs.key and ours.name = theirs.name"
        " where ours.key is null or theirs.key is null or ours.value is distinct from theirs.value"
        f" order by all limit {most}"
    ).fetchall()
    return [f"{key}: {name}: {ours}; {theirs}" for key, name, ours, theirs in found]
