"""One Excel workbook of the published warehouse, for people who read figures in sheets.

A figure is as the warehouse holds it, its operator in the column before it and the printed text after it.
The first header row is Chinese, the second is the column's name in the warehouse; both stay in view. Columns for
readers come first and are printed; codes and further figures follow in a folded group.

Text is always written as text, so nothing that a document prints can become a formula. Equal warehouses give equal
bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from minsheng import durable
from minsheng.outputs import code_lists
from minsheng.outputs.workbook import explaining, places, tables
from minsheng.outputs.workbook.page import DoesNotFit, Page
from minsheng.outputs.workbook.sheets import SHEETS, Sheet
from minsheng.warehouse import catalog, gate

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

MAX_ROWS = 1_048_576
"""Rows of an Excel sheet."""

_SIGNS = ("symbol", "earlier_symbol", "later_symbol")
"""Columns that show an operator by its sign."""


def write(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, int]:
    """Write the workbook.

    Args:
        connection: the warehouse.
        path: file to write; it is replaced in one step.

    Returns:
        The number of rows of each sheet that shows a mart, by its Chinese name.

    Raises:
        DoesNotFit: a sheet has more rows, or a text more characters, than Excel holds.
    """
    import xlsxwriter

    run = gate.run_of(connection)
    known = code_lists.read(connection)
    rows = {sheet: _rows(connection, sheet, known) for sheet in SHEETS}
    for sheet, own in rows.items():
        if len(own) + tables.HEADER_ROWS > MAX_ROWS:
            raise DoesNotFit(
                f"{sheet.zh} ({sheet.mart}) has {len(own):,} rows, an Excel sheet holds"
                f" {MAX_ROWS - tables.HEADER_ROWS:,} below the headers;"
                f' take `minsheng query "from {sheet.mart}" --format parquet` instead'
            )
    compared = places.read(connection, known)
    counts = {sheet: len(own) for sheet, own in rows.items()}
    comments = {sheet: dict(catalog.descriptions(connection, sheet.view)) for sheet in SHEETS}
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties(
            {
                "title": "民生：地方公共服务规划的目标与进展",
                "subject": "Targets of Chinese local public-service plans",
                "comments": f"minsheng build {run.run_id}",
                "keywords": "公共服务, 规划, 目标, minsheng",
                "created": run.ran_at,
            }
        )
        page = Page(book, run.run_id)
        explaining.about(page, connection.execute(explaining.PLANS).fetchall(), run.ran_at, counts, len(compared.rows))
        places.write(page, compared)
        for sheet, own in rows.items():
            tables.write(page, sheet, own, comments[sheet], known)
        explaining.columns(page, comments)
        explaining.codes(page, connection, known)
    path.parent.mkdir(parents=True, exist_ok=True)
    durable.write_bytes(path, content.getvalue())
    return {sheet.zh: count for sheet, count in counts.items()}


def _rows(connection: duckdb.DuckDBPyConnection, sheet: Sheet, known: code_lists.Codes) -> list[dict[str, Any]]:
    relation = connection.execute(sheet.sql)
    names = [name for name, *_ in relation.description]
    rows = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
    for row in rows:
        for column in _SIGNS:
            if row.get(column):
                row[column] = known["operator"][row[column]].sign_zh
    return rows
