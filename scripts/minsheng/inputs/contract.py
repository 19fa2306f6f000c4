"""The contract of the input files, read from the YAML that documents them.

The rules are `config.meta` beside each column's description: for plan values and observations in
models/staging/sources.yml, for a reference file in the YAML beside it. Nothing about a column is written twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from minsheng.paths import root


@dataclass(frozen=True)
class Column:
    """What one column of an input file has to hold."""

    name: str
    type: str = "name"
    """One of `minsheng.inputs.rules.TYPES`."""
    required: bool = False
    optional: bool = False
    """Whether a file may leave the column out; it is blank then."""
    unique: bool = False
    pattern: str | None = None
    example: str | None = None
    """A text of that pattern."""
    accepted: tuple[str, ...] = ()
    references: str | None = None
    """`<reference file>.<column>` whose values this column takes."""


@dataclass(frozen=True)
class Contract:
    """The columns of one kind of input file, in order."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = field(default=())
    """Columns that together occur once."""

    @property
    def names(self) -> list[str]:
        """Return the column names in order."""
        return [column.name for column in self.columns]

    @property
    def optional(self) -> frozenset[str]:
        """Return the columns that a file may leave out."""
        return frozenset(column.name for column in self.columns if column.optional)


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    document = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {table["name"]: table for source in document["sources"] for table in source["tables"]}


def _contract(entry: dict[str, Any]) -> Contract:
    columns = []
    for column in entry["columns"]:
        rules = column.get("config", {}).get("meta", {})
        columns.append(Column(name=column["name"], **{**rules, "accepted": tuple(rules.get("accepted", ()))}))
    key = entry.get("config", {}).get("meta", {}).get("key", ())
    return Contract(entry["name"], tuple(columns), tuple(key))


@cache
def plan_values() -> Contract:
    """Return the plan-value contract."""
    return _source("plan_values")


@cache
def observations() -> Contract:
    """Return the contract of landed observations: the plan-value contract with the columns that they name or add."""
    own = {column.name: column for column in _source("observations").columns}
    columns = {column.name: column for column in plan_values().columns} | own
    return Contract("observations", tuple(columns.values()), plan_values().key)


@cache
def records() -> Contract:
    """Return the contract of the records of publications."""
    return _source("records")


def _source(table: str) -> Contract:
    return _contract(_tables(root() / "models/staging/sources.yml")[table])


def reference(path: Path) -> Contract:
    """Return the contract of a reference file from the YAML beside it.

    Args:
        path: the CSV file, for example seeds/reference/units.csv.
    """
    return _contract(_tables(path.with_suffix(".yml"))[path.stem])
