"""The value grammar, run outside dbt.

The grammar is written once, as dbt macros (`macros/value_grammar.sql`). This module renders those macros with plain
Jinja and runs the SQL in an in-memory DuckDB, so that the input check, `minsheng verify` and the property tests use the
very text that the models use, without importing dbt.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from minsheng.paths import root

if TYPE_CHECKING:
    import polars as pl

MACRO_FILES = (
    *("portable.sql", "traditional_characters.sql", "value_words.sql", "value_phrases.sql", "value_numbers.sql"),
    *("value_grammar.sql", "unit_resolution.sql"),
    *("document_numbers.sql", "organizations.sql"),
)


COLUMNS = (
    *("operator", "value", "value_upper", "own_unit_text", "value_shape"),
    *("lower_bound", "upper_bound", "lower_inclusive", "upper_inclusive"),
    *("change_direction", "change_base", "change_base_year", "yardstick", "refusal"),
)
"""What the grammar says of a value text."""


class _Adapter:
    """Stands in for dbt's `adapter`: resolves a macro to the form of an engine, else to its default."""

    def __init__(self, engine: str, macros: dict[str, Any]) -> None:
        self._engine = engine
        self._macros = macros

    def dispatch(self, name: str, _package: str | None = None) -> Any:
        return self._macros.get(f"{self._engine}__{name}") or self._macros[f"default__{name}"]


@cache
def _macros() -> dict[str, Any]:
    return macros_of("duckdb", source())


def source() -> str:
    """Return the text of the macros that the grammar consists of."""
    return "\n".join((root() / "macros" / file).read_text("utf-8") for file in MACRO_FILES)


def macros_of(engine: str, text: str) -> dict[str, Any]:
    """Return macros by name, as they are on an engine.

    Args:
        engine: what dbt calls it: duckdb, postgres, spark.
        text: of the macros.
    """
    import jinja2

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    macros: dict[str, Any] = {}
    module = environment.from_string(text).make_module({"adapter": _Adapter(engine, macros)})
    macros.update({k: v for k, v in vars(module).items() if not k.startswith("_")})
    return macros


def sql(macro: str, *args: object) -> str:
    """Render one macro of the grammar to SQL.

    Args:
        macro: name of a macro in `macros/`.
        *args: its arguments, as in a model.

    Raises:
        KeyError: there is no such macro.
    """
    return str(_macros()[macro](*args))


def run(query: str, **frames: pl.DataFrame) -> pl.DataFrame:
    """Run a query over frames, each visible under its keyword."""
    import duckdb

    with duckdb.connect() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        return connection.sql(query).pl()


def read(values: pl.DataFrame, spellings: pl.DataFrame) -> pl.DataFrame:
    """Read rows of plan files: parse their value texts, resolve their printed units.

    Args:
        values: rows with at least value_text, shared_operator, unit_text and label.
        spellings: seeds/reference/unit_spellings.csv, blanks as ''.

    Returns:
        The rows with what the grammar says of them, unit_spelling, per_text and printed_unit_code (null where no
        spelling fits).
    """
    return run(f"with {resolved('plan_values', 'spellings')}", plan_values=values, spellings=spellings)


def resolved(values: str, spellings: str) -> str:
    """Return what comes after `with` in a query that parses value texts and resolves their printed units.

    Args:
        values: name of a relation of rows as `read` takes them.
        spellings: name of a relation of unit spellings.
    """
    parsed = sql("parse_values", values)
    return f"parsed as ({parsed}), resolved as ({sql('resolve_units', 'parsed', spellings)}) select * from resolved"


def parse(texts: Iterable[str]) -> pl.DataFrame:
    """Parse printed value texts.

    Returns:
        One row per text, in order: value_text, operator, value, value_upper, own_unit_text, value_shape, lower_bound,
        upper_bound, lower_inclusive, upper_inclusive. Numbers in the printed unit; operator is null where no production
        matches.
    """
    import polars as pl

    frame = pl.DataFrame({"value_text": list(texts)}, schema={"value_text": pl.String}).with_row_index("n")
    frame = frame.with_columns(pl.lit("").alias("shared_operator"))
    parsed = run(f"{sql('parse_values', 'texts')} order by n", texts=frame)
    return parsed.select("value_text", *COLUMNS)
