"""What the value grammar makes of single values, for whoever writes them; a refusal with its reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from minsheng.inputs import contract, grammar, landing, rules
from minsheng.messages import Message
from minsheng.paths import root
from minsheng.sql import quoted

PRINTED = ("value_text", "unit_text", "label", "shared_operator")
READ = (
    *("operator", "value", "value_upper", "unit_code", "value_shape"),
    *("change_direction", "change_base", "change_base_year", "yardstick"),
)
"""What is shown of a reading."""


class Refusal(NamedTuple):
    """Why a value is refused."""

    column: str
    """The column at fault: value_text, or unit."""
    found: str
    expected: str


class Parsed(NamedTuple):
    """One value, as printed and as it was read."""

    printed: dict[str, str]
    read: dict[str, Any]
    """unit_code is that of the printed unit, null where none is printed."""
    refusal: Refusal | None


def parse(rows: Iterable[Mapping[str, str]]) -> list[Parsed]:
    """Parse values as the input check does.

    Args:
        rows: value_text, and where there are some unit_text, label and shared_operator.

    Returns:
        One for each row, in order.

    Raises:
        UnreadableRows: a reference file that the grammar needs cannot be read.
    """
    printed = [{column: row.get(column, "") for column in PRINTED} for row in rows]
    if not printed:
        return []
    reasons = {row["code"]: row for row in _rows("codes") if row["code_list"] == "refusal"}
    return [
        Parsed(row, _read(reading), _refusal(reading, reasons))
        for row, reading in zip(printed, _readings(printed), strict=True)
    ]


def _readings(printed: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """Yield what the grammar makes of rows, in order.

    They go in as literals: over a parameter or a frame DuckDB imports pandas, which takes longer than all the rest, and
    so does Arrow.
    """
    import duckdb

    values = _literals([(str(n), *row.values()) for n, row in enumerate(printed)], ("n", *PRINTED))
    columns = ("spelling", "per_text", "unit_code")
    spellings = _literals([tuple(row[column] for column in columns) for row in _rows("unit_spellings")], columns)
    with duckdb.connect() as connection:
        read = connection.execute(
            f"with plan_values as ({values}), spellings as ({spellings}),"
            f" {grammar.resolved('plan_values', 'spellings')} order by cast(n as integer)"
        )
        names = [name for name, *_ in read.description or ()]
        for row in read.fetchall():
            yield dict(zip(names, row, strict=True))


def _rows(kind: str) -> list[dict[str, str]]:
    """Return the rows of a reference file; as the check does where rows have landed, or it is not what it should be."""
    path = root() / "seeds/reference" / f"{kind}.csv"
    described = contract.reference(path)
    if not landing.of_kind(kind):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if list(reader.fieldnames or ()) == described.names:
                return list(reader)
    from minsheng.inputs import captured

    return captured.rows(kind).select(described.names).to_dicts()


def _literals(rows: Sequence[tuple[str, ...]], columns: Sequence[str]) -> str:
    listed = ", ".join(f"({', '.join(map(quoted, row))})" for row in rows)
    return f"select * from (values {listed}) as t ({', '.join(columns)})"


def _read(reading: dict[str, Any]) -> dict[str, Any]:
    is_printed = reading["operator"] is not None and reading["unit_spelling"] != ""
    read = {**reading, "unit_code": reading["printed_unit_code"] if is_printed else None}
    return {column: read[column] for column in READ}


def _refusal(reading: dict[str, Any], reasons: dict[str, dict[str, Any]]) -> Refusal | None:
    if reading["operator"] is None:
        reason = reasons[reading["refusal"]]
        expected = rules.value_form(*(reason[name] for name in ("name_en", "meaning_en", "name_zh", "meaning_zh")))
        return Refusal("value_text", reading["value_text"], expected)
    if reading["printed_unit_code"] is None:
        unit = reading["unit_spelling"]
        if reading["per_text"]:
            unit = Message("{unit} per {base}", unit=unit, base=reading["per_text"])
        return Refusal("unit", unit, rules.KNOWN_SPELLING)
    return None
