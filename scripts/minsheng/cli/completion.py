"""Completion of names and codes in the user's shell, from the published warehouse; silent where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from minsheng.sql import quoted

if TYPE_CHECKING:
    import duckdb


def indicators(incomplete: str) -> list[tuple[str, str]]:
    """Complete an indicator by its code or name."""
    return _named("indicator", incomplete)


def plans(incomplete: str) -> list[tuple[str, str]]:
    """Complete a plan by its code or title."""
    return _named("plan", incomplete)


def regions(incomplete: str) -> list[tuple[str, str]]:
    """Complete a place that has values by its code or name."""
    with_values = {code for code, _ in _ask("select region_code, region_zh from bi.region where value_count > 0", "")}
    found = _named("region", incomplete)
    return [one for one in found if with_values & {*one}]


def domains(incomplete: str) -> list[tuple[str, str]]:
    """Complete a domain by its code or name."""
    return _named("domain", incomplete)


def _named(kind: str, incomplete: str) -> list[tuple[str, str]]:
    """Return the codes that begin with what was typed, else the names: options take both."""
    from minsheng.outputs import names

    def matching(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
        known = names.entries(connection, kind)
        begun = [(one.code, one.name_zh) for one in known if one.code.startswith(incomplete)]
        return begun or [
            (name, one.code) for one in known for name in (one.name_zh, one.name_en) if name.startswith(incomplete)
        ]

    return _silently(matching)


def tables(incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of a table or view."""
    from minsheng.warehouse.catalog import TABLES

    return _ask(TABLES, incomplete)


def values(incomplete: str) -> list[tuple[str, str]]:
    """Complete a value_id."""
    return _ask("select value_id, label from bi.plan_value", incomplete)


def _ask(sql: str, incomplete: str) -> list[tuple[str, str]]:
    """Return the rows (name, help) whose name begins with what was typed."""
    begun = f"from ({sql}) as t(name, help) where starts_with(name, {quoted(incomplete)}) order by name"
    return _silently(lambda connection: [(name, text or "") for name, text in connection.execute(begun).fetchall()])


def _silently(ask: Callable[[duckdb.DuckDBPyConnection], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Ask the warehouse; what goes wrong completes nothing."""
    import duckdb

    from minsheng import paths
    from minsheng.warehouse import published

    try:
        with published.connect(paths.warehouse()) as connection:
            return ask(connection)
    except (duckdb.Error, published.Unreadable, FileNotFoundError):
        return []
