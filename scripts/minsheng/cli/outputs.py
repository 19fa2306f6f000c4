"""Commands that write the warehouse for those who do not query it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minsheng.cli.console import counted, err, fail, open_warehouse, out


def report(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.")] = Path("consistency.html"),
) -> None:
    """Write the consistency report: one HTML page that needs nothing else, for reading on screen and on paper."""
    from minsheng.report import render

    with open_warehouse() as connection:
        page = render(connection)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page, "utf-8")
    out.print(f"wrote {output} ({len(page.encode()):,} bytes)", soft_wrap=True)


def docs(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else exports/docs.html beside the warehouse.")
    ] = None,
) -> None:
    """Write the documentation of the models, their columns and their lineage: one HTML page that needs nothing else."""
    from minsheng import project

    with open_warehouse():
        pass
    from minsheng.site_docs import DocsFailed, render

    try:
        with err.status("generating the documentation"):
            page = render()
    except DocsFailed as error:
        fail(str(error), 1)
    output = output or project.warehouse().parent / "exports" / "docs.html"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page, "utf-8")
    out.print(f"wrote {output} ({len(page.encode()):,} bytes)", soft_wrap=True)


def export(
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="One Excel workbook, with Chinese headers and a codebook.")
    ] = False,
    sdmx: Annotated[
        bool, typer.Option("--sdmx", help="SDMX-CSV 2.0 of targets and records, with its structure.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File of the workbook, or folder of SDMX, to write instead.")
    ] = None,
) -> None:
    """Write the warehouse for those who do not query it, into `exports/` beside it.

    Examples:
        minsheng export --xlsx

        minsheng export --xlsx --output 民生.xlsx

        minsheng export --xlsx --sdmx
    """
    from minsheng import project

    if not (xlsx or sdmx):
        fail("say what to write: --xlsx (exports/minsheng.xlsx), --sdmx (exports/sdmx/), or both")
    if xlsx and sdmx and output:
        fail("--output names one thing; with --xlsx and --sdmx together, leave it out or run the command twice")
    exports = project.warehouse().parent / "exports"
    with open_warehouse() as connection:
        try:
            if xlsx:
                from minsheng import workbook

                path = output or exports / "minsheng.xlsx"
                rows = workbook.write(connection, path)
                out.print(f"wrote {path} ({counted(sum(rows.values()), 'row')})", soft_wrap=True)
            if sdmx:
                from minsheng import sdmx as statistics

                folder = output or exports / "sdmx"
                count = statistics.write(connection, folder)
                out.print(f"wrote {folder} ({counted(count, 'observation')})", soft_wrap=True)
        except (OSError, ValueError) as error:
            fail(str(error), 1)


def atlas(
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder to write; else exports/atlas beside the warehouse.", file_okay=False
        ),
    ] = None,
) -> None:
    """Write the atlas: a static site of charts and tables, in English and Chinese, to open from disk or any web server.

    Open its index.html. It asks for nothing outside itself; an atlas that stands in the folder is replaced.
    """
    from minsheng import atlas as writing
    from minsheng import project

    folder = output or project.warehouse().parent / "exports" / "atlas"
    try:
        with open_warehouse() as connection:
            files = writing.write(connection, folder)
    except writing.NotAnAtlas as error:
        fail(str(error))
    size = sum(file.stat().st_size for file in files)
    out.print(
        f"wrote {folder / 'index.html'} and {counted(len(files) - 1, 'file')} beside it ({size:,} bytes)",
        soft_wrap=True,
    )
