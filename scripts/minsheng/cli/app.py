"""The application: collects the commands that the modules of this package register."""

from __future__ import annotations

from typing import Annotated

import typer

from minsheng.cli import checks, documents, engines, explore, onboarding, outputs, questions, refresh, review, values
from minsheng.cli.console import out

app = typer.Typer(
    help="A warehouse of the targets in Chinese local public-service plans.",
    invoke_without_command=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        out.print(f"minsheng {version('minsheng')}", highlight=False)
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of every command; without one, the list of them."""
    if ctx.invoked_subcommand is None:
        print(ctx.get_help(), end="")


for module in (questions, explore, refresh, checks, documents, values, onboarding, review, outputs, engines):
    app.add_typer(module.app)
