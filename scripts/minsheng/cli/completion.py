"""Completion of names and codes in the user's shell, from the published warehouse; silent where there is none."""

from __future__ import annotations


def indicators(incomplete: str) -> list[tuple[str, str]]:
    """Complete an indicator by its code, or by its Chinese name where Chinese is typed."""
    if incomplete.isascii():
        return _ask("select indicator_code, indicator_zh from bi.indicator", incomplete)
    return _ask("select indicator_zh, indicator_en from bi.indicator", incomplete)


def plans(incomplete: str) -> list[tuple[str, str]]:
    """Complete a plan_id."""
    return _ask("select plan_id, plan_title_zh from bi.plan", incomplete)


def regions(incomplete: str) -> list[tuple[str, str]]:
    """Complete the code of a place that has values."""
    return _ask("select region_code, region_zh from bi.region where value_count > 0", incomplete)


def domains(incomplete: str) -> list[tuple[str, str]]:
    """Complete a domain_code."""
    return _ask("select domain_code, domain_zh from bi.domain", incomplete)


def tables(incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of a table or view."""
    from minsheng.warehouse.catalog import TABLES

    return _ask(TABLES, incomplete)


def values(incomplete: str) -> list[tuple[str, str]]:
    """Complete a value_id."""
    return _ask("select value_id, label from bi.plan_value", incomplete)


def _ask(sql: str, incomplete: str) -> list[tuple[str, str]]:
    """Return the rows (name, help) whose name begins with what was typed."""
    import duckdb

    from minsheng import paths
    from minsheng.warehouse import published

    try:
        with published.connect(paths.warehouse()) as connection:
            rows = connection.execute(
                f"from ({sql}) as t(name, help) where starts_with(name, ?) order by name", [incomplete]
            )
            return [(name, help_text or "") for name, help_text in rows.fetchall()]
    except (duckdb.Error, published.Unreadable, FileNotFoundError):
        return []
