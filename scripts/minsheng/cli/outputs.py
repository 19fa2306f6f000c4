"""Commands that write the warehouse for those who do not query it."""

from __future__ import annotations

from pathlib import Path

import click

from minsheng.cli.commands import NewPath, command
from minsheng.cli.console import echo, fail, open_warehouse, working
from minsheng.messages import _


@command()
@click.option("-o", "--output", type=NewPath(), help="File to write; else its place in exports/ beside the warehouse.")
def report(output: Path | None) -> None:
    """Write the consistency report: one HTML page that needs nothing else, for reading on screen and on paper.

    It goes to `exports/consistency.html` beside the warehouse.
    """
    _write("report", output)


@command()
@click.option("-o", "--output", type=NewPath(), help="File to write; else its place in exports/ beside the warehouse.")
def docs(output: Path | None) -> None:
    """Write the documentation of the models, their columns and their lineage: one HTML page that needs nothing else.

    It goes to `exports/docs.html` beside the warehouse.
    """
    _write("docs", output)


@command()
@click.option("--xlsx", is_flag=True, help="One Excel workbook, with Chinese headers and a codebook.")
@click.option("--sdmx", is_flag=True, help="SDMX-CSV 2.0 of targets and records, with its structure.")
@click.option("-o", "--output", type=NewPath(), help="File of the workbook, or folder of SDMX, to write instead.")
def export(xlsx: bool, sdmx: bool, output: Path | None) -> None:
    """Write the warehouse for those who do not query it, into `exports/` beside it.

    Examples:
        minsheng export --xlsx
        minsheng export --xlsx --output 民生.xlsx
        minsheng export --xlsx --sdmx
    """
    if not (xlsx or sdmx):
        fail(_("nothing to write"), hint=_("name --xlsx (exports/minsheng.xlsx), --sdmx (exports/sdmx/), or both"))
    if xlsx and sdmx and output:
        message = _("--output names one thing, --xlsx and --sdmx together are two")
        fail(message, hint=_("leave --output out, or run the command twice"))
    if xlsx:
        _write("xlsx", output)
    if sdmx:
        _write("sdmx", output)


@command()
@click.option(
    "-o", "--output", type=NewPath(file_okay=False), help="Folder to write; else exports/atlas beside the warehouse."
)
def atlas(output: Path | None) -> None:
    """Write the atlas: a static site of charts and tables, in English and Chinese, to open from disk or any web server.

    Open its index.html. It asks for nothing outside itself; an atlas in the folder is replaced.
    """
    _write("atlas", output)


def _write(name: str, output: Path | None) -> None:
    from minsheng.outputs.atlas.site import NotAnAtlas
    from minsheng.outputs.dbt_docs import DocsFailed
    from minsheng.outputs.registry import OUTPUTS
    from minsheng.warehouse import derived

    with open_warehouse() as connection, working(_("writing {what}").format(what=OUTPUTS[name].place)):
        try:
            message = derived.write(OUTPUTS[name], connection, output)
        except NotAnAtlas as error:
            fail(str(error))
        except (OSError, derived.NotInstalled) as error:
            fail(str(error), 4)
        except (ValueError, DocsFailed) as error:
            fail(str(error), 1)
    echo(_("wrote {what}").format(what=message))
