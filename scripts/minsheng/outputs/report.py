"""The consistency report: one self-contained HTML page from the published warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng.outputs import code_lists as codes
from minsheng.outputs import html as pages
from minsheng.warehouse import gate

if TYPE_CHECKING:
    import duckdb


def render(connection: duckdb.DuckDBPyConnection) -> str:
    """Render the report.

    Args:
        connection: the warehouse.

    Returns:
        HTML with its styles and script inside; nothing is fetched when it is opened.
    """
    return (
        pages.environment("en", codes.read(connection))
        .get_template("report.html")
        .render(
            **pages.findings(connection),
            links=False,
            results=gate.outcomes_of(connection),
        )
    )
