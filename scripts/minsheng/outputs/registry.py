"""What the warehouse is written as for those who do not query it: atlas, workbook, SDMX, documentation, report.

How they are kept beside what a publication swaps: `minsheng.warehouse.derived`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from minsheng import durable
from minsheng.messages import _
from minsheng.text import hinted
from minsheng.warehouse.derived import Output

if TYPE_CHECKING:
    import duckdb


def _atlas(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    from minsheng.outputs.atlas import site as atlas

    files = atlas.write(connection, path)
    size = sum(file.stat().st_size for file in files)
    return f"{path / 'index.html'} and {len(files) - 1:,} files beside it ({size:,} bytes)"


def _workbook(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    from minsheng.outputs.workbook import workbook

    rows = sum(workbook.write(connection, path).values())
    return f"{path} ({rows:,} rows)"


def _sdmx(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    from minsheng.outputs.sdmx import export

    return f"{path} ({export.write(connection, path):,} observations)"


def _docs(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    from minsheng.outputs import dbt_docs

    return _page(dbt_docs.render(), path)


def _report(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    from minsheng.outputs import report

    return _page(report.render(connection), path)


def _page(page: str, path: Path) -> str:
    durable.write_text(path, page)
    return f"{path} ({len(page.encode()):,} bytes)"


OUTPUTS = {
    output.name: output
    for output in (
        Output("atlas", "atlas", _atlas, extra="atlas"),
        Output("xlsx", "minsheng.xlsx", _workbook, extra="xlsx"),
        Output("sdmx", "sdmx", _sdmx, extra="sdmx"),
        Output("docs", "docs.html", _docs),
        Output("report", "consistency.html", _report),
    )
}


def named(text: str) -> tuple[Output, ...]:
    """Return the outputs that a text names, such as "atlas,xlsx" or "all".

    Raises:
        ValueError: it names something else.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names == ["all"]:
        return tuple(OUTPUTS.values())
    for name in names:
        if name not in OUTPUTS:
            hint = _("the outputs are {names}, or all of them: all").format(names=", ".join(OUTPUTS))
            raise ValueError(hinted(_("there is no output {name}").format(name=repr(name)), hint))
    return tuple(OUTPUTS[name] for name in names)
