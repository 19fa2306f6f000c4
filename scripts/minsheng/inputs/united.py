"""The values of all files in one relation: of plans, landed observations, and records of publications."""

from __future__ import annotations

from minsheng.inputs import contract, grammar
from minsheng.inputs.contract import Contract
from minsheng.sql import quoted

KINDS = ("plan_values", "observations", "records")
"""Kinds of files that hold values."""

_OF_A_RECORD = {
    "plan_id": "source_id",
    "value_role": "'actual'",
    "char_start": "cast(line as varchar)",
    "distribution": "'whole'",
    **dict.fromkeys(("is_core", "is_shared_figure"), "'false'"),
}
"""What a record does not say, as the staging models fill it in; its publication takes the place of a plan."""


def contracts() -> tuple[Contract, ...]:
    """Return the contracts of the kinds."""
    return contract.plan_values(), contract.observations(), contract.records()


def query() -> str:
    """Return the query of all values: the columns of every kind, '' where a kind has not one, origin, file and line."""
    kinds = contracts()
    names = dict.fromkeys(name for kind in kinds for name in kind.names)
    selects = []
    for kind in kinds:
        filled = _OF_A_RECORD if kind.name == "records" else {}
        columns = [f"{filled.get(name, name if name in kind.names else quoted(''))} as {name}" for name in names]
        origin = "plan" if kind.name == "plan_values" else "observation"
        selects.append(f"select {', '.join(columns)}, '{origin}' as origin, file, line from {kind.name}")
    return " union all ".join(selects)


def readings() -> str:
    """Return the query of what the grammar makes of each value text, once, its printed unit resolved."""
    return (
        "with texts as (select distinct value_text, unit_text, label, shared_operator from all_values), "
        + grammar.resolved("texts", "unit_spellings")
    )
