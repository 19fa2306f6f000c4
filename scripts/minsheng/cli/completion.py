"""Completion of names and codes in the user's shell, from the published warehouse; silent where there is none."""

from __future__ import annotations


def indicators(incomplete: str) -> list[tuple[str, str]]:
    """Complete an indicator by its code, or by its Chinese name where Chinese is typed."""
    if incomplete.isascii():
        return _ask("select indicator_code, name_zh from dim_indicator", incomplete)
    return _ask("select name_zh, name_en from dim_indicator", incomplete)


def plans(incomplete: str) -> list[tuple[str, str]]:
    """Complete a plan_id."""
    return _ask("select plan_id, title_zh from dim_plan", incomplete)


def regions(incomplete: str) -> list[tuple[str, str]]:
    """Complete the code of a place that has values."""
    return _ask(
        "select region_code, name_zh from dim_region semi join fct_plan_value using (region_code)",
        incomplete,
    )


def domains(incomplete: str) -> list[tuple[str, str]]:
    """Complete a domain_code."""
    return _ask("select domain_code, name_zh from dim_domain", incomplete)


def tables(incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of a table or view."""
    from minsheng.warehouse.catalog import TABLES

    return _ask(TABLES, incomplete)


def values(incomplete: str) -> list[tuple[str, str]]:
    """Complete a value_id."""
    return _ask("select value_id, label from fct_plan_value", incomplete)


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
