"""What a command is: its help in the language of the reader, the options that commands share."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem
from rich.cells import cell_len

from minsheng.cli import completion
from minsheng.cli.console import own_place
from minsheng.cli.tables import Form, wrapped
from minsheng.messages import Language, _, language_of_the_user

WIDEST = 100
"""Characters of a line of help."""

PATH = click.Path(path_type=Path)


class NewPath(click.Path):
    """A path to write to, which is no part of the published warehouse."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, unless the warehouse or a kept build is there."""
        return own_place(Path(str(super().convert(value, param, ctx))))


_Any = TypeVar("_Any")
Completing = Callable[[str], list[tuple[str, str]]]


def lang_option() -> click.Option:
    """Return the option `--lang`; `messages.requested_language` has read it before anything is said."""
    return click.Option(
        ["--lang"],
        type=click.Choice([*Language]),
        expose_value=False,
        help="Language of names and messages; else MINSHENG_LANG, else the locale.",
    )


class Command(click.Command):
    """A command: every one takes `--lang`."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.append(lang_option())

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the paragraphs of the docstring, examples as they are typed."""
        for paragraph in paragraphs(self.help or ""):
            formatter.write_paragraph()
            head, *lines = paragraph.split("\n")
            write_wrapped(formatter, _(head).replace("**", ""))
            formatter.write("".join(f"{' ' * formatter.current_indent}    {line}\n" for line in lines))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the arguments."""
        self._write_params(ctx, formatter, _("Arguments"), click.Argument)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        self._write_params(ctx, formatter, _("Options"), click.Option)

    def _write_params(
        self, ctx: click.Context, formatter: click.HelpFormatter, title: str, kind: type[click.Parameter]
    ) -> None:
        chosen = [in_language(param) for param in self.get_params(ctx) if isinstance(param, kind)]
        write_definitions(formatter, title, [record for param in chosen if (record := param.get_help_record(ctx))])

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return what the command is for, without its details."""
        return re.split("[:;：；。]", _(paragraphs(self.help or "")[0]))[0].removesuffix(".")


def in_language(param: click.Parameter) -> click.Parameter:
    """Return a parameter with its help in the language of the reader."""
    from copy import copy

    if not getattr(param, "help", None):
        return param
    translated: Any = copy(param)
    # Click makes the help option once, in the language of that time.
    translated.help = _("Show this message and exit.") if "--help" in param.opts else _(translated.help)
    return translated  # type: ignore[no-any-return]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a docstring, each a line; examples keep lines of their own below the first."""
    parts = inspect.cleandoc(text).split("\n\n")
    return [
        "\n".join(line.strip() for line in part.splitlines())
        if part.startswith("Examples:")
        else " ".join(part.split())
        for part in parts
    ]


def write_wrapped(formatter: click.HelpFormatter, text: str) -> None:
    """Write a text between the margins; Chinese breaks between its characters."""
    indent = " " * formatter.current_indent
    for line in wrapped(text, formatter.width - formatter.current_indent):
        formatter.write(f"{indent}{line}\n")


def write_definitions(formatter: click.HelpFormatter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Write terms and what they mean side by side below a title."""
    if not rows:
        return
    first = min(28, max(cell_len(term) for term, meaning in rows))
    formatter.write_paragraph()
    formatter.write(
        f"{' ' * formatter.current_indent}{title}{'：' if language_of_the_user() is Language.zh else ':'}\n"
    )
    with formatter.indentation():
        for term, meaning in rows:
            lines = wrapped(meaning, max(20, formatter.width - first - 4))
            if cell_len(term) > first:
                formatter.write(f"  {term}\n")
            else:
                formatter.write(f"  {term}{' ' * (first - cell_len(term))}  {lines.pop(0)}".rstrip() + "\n")
            formatter.write("".join(f"{' ' * (first + 4)}{line}\n" for line in lines))


def command(name: str | None = None, **settings: Any) -> Callable[[Callable[..., None]], Command]:
    """Return the decorator that makes a function a command, named like it; its docstring is the help."""

    def decorate(function: Callable[..., None]) -> Command:
        own = name or function.__name__.strip("_").replace("_", "-")
        return click.command(own, cls=Command, **settings)(function)

    return decorate


def completed(complete: Completing) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return what completes a parameter, from a function of what was typed to values with their meaning."""
    return lambda ctx, param, incomplete: [
        CompletionItem(value, help=meaning) for value, meaning in complete(incomplete)
    ]


def stacked(*options: Callable[[_Any], _Any]) -> Callable[[_Any], _Any]:
    """Return one decorator for several, the first on top."""

    def decorate(function: _Any) -> _Any:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def format_option_of(forms: type[Enum]) -> Callable[[Any], Any]:
    """Return the option of the form in which rows are printed.

    Args:
        forms: what there is to choose from, `table` among it.
    """
    return click.option(
        "-f",
        "--format",
        "output_format",
        type=click.Choice(forms),
        default=forms["table"],
        show_default=True,
        help="How to print the rows.",
    )


format_option = format_option_of(Form)

sources_option = click.option(
    "--sources", type=PATH, help="Folder of the documents; else MINSHENG_SOURCES, else ../shared/sources."
)
only_plan_option = click.option("--plan", shell_complete=completed(completion.plans), help="Only this plan.")
plan_argument = click.argument("plan", shell_complete=completed(completion.plans), help="The plan, as in plans.csv.")
