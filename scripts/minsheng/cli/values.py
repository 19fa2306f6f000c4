"""The command that shows what the value grammar makes of single values."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from minsheng.cli.commands import command, format_option
from minsheng.cli.console import fail, print_red
from minsheng.cli.documents import reading_inputs
from minsheng.cli.tables import Form, print_rows
from minsheng.messages import Message, _

if TYPE_CHECKING:
    from minsheng.inputs.parsing import Parsed


@command(context_settings={"ignore_unknown_options": True})
@click.argument(
    "values", nargs=-1, help="Values as they are printed; without any, lines `value<TAB>unit<TAB>label` are read."
)
@click.option("--unit", default="", help="Unit that a label or heading prints, for all of them.")
@click.option("--label", default="", help="Label that they are printed under, for all of them.")
@format_option
def parse(values: tuple[str, ...], unit: str, label: str, output_format: Form) -> None:
    """Show what the value grammar makes of values, and why one is refused; no warehouse is needed.

    Values are arguments, or lines on standard input with tabs between value, unit and label; unit and label may be left
    out. An empty line is an empty cell.

    Exit codes: **0** all were read, **1** one or more were refused, **2** the input files cannot be read.
    """
    from minsheng.inputs import parsing

    rows = [{"value_text": value, "unit_text": unit, "label": label} for value in values]
    if not values:
        rows = [{"unit_text": unit, "label": label} | row for row in _lines()]
    with reading_inputs():
        parsed = parsing.parse(rows)
    _print(parsed, output_format)
    if any(one.refusal for one in parsed):
        raise click.exceptions.Exit(1)


def _lines() -> list[dict[str, str]]:
    """Return what standard input has, a row for each line."""
    if sys.stdin.isatty():
        fail(_("there is nothing to parse"), hint=_("name values, or pipe lines of value<TAB>unit<TAB>label"))
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("standard input is not UTF-8: byte {byte} at {place}")
        fail(message.format(byte=f"0x{error.object[error.start]:02x}", place=f"{error.start:,}"))
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
    names = ("value_text", "unit_text", "label")
    for number, line in enumerate(lines, 1):
        if line.count("\t") >= len(names):
            message = _("line {line} has {count} parts; expected value, unit and label")
            fail(message.format(line=f"{number:,}", count=line.count("\t") + 1))
    return [dict(zip(names, line.split("\t"), strict=False)) for line in lines]


def _print(parsed: list[Parsed], output_format: Form) -> None:
    rows = [_row(one) for one in parsed]
    columns = list(rows[0]) if rows else []
    if output_format is Form.table:
        columns = [column for column in columns[:-1] if any(row[column] not in (None, "") for row in rows)]
        print_red(row["refusal"] for row in rows if row["refusal"])
    print_rows(columns, [[row[column] for column in columns] for row in rows], output_format)


def _row(one: Parsed) -> dict[str, Any]:
    """Return a value, how it was read and last why it was refused; decimals as texts, so that no digit is lost."""
    from minsheng.inputs.violations import shown
    from minsheng.outputs.figures import plain

    printed = {column: text for column, text in one.printed.items() if column != "shared_operator"}
    read = {column: plain(value) if isinstance(value, Decimal) else value for column, value in one.read.items()}
    refusal = None
    if one.refusal:
        found = {"column": one.refusal.column, "found": shown(one.refusal.found), "expected": one.refusal.expected}
        refusal = Message("{column}: found {found}; expected {expected}", **found)
    return printed | read | {"refusal": refusal}
