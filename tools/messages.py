"""Bring the Chinese catalog of messages up to date (`make messages`): what is new, what is gone; compile it."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from minsheng import messages
from minsheng.cli.app import MODULES, SECTIONS, app
from minsheng.cli.commands import paragraphs
from minsheng.cli.shell import HELP, INTRODUCTION
from minsheng.inputs import plausibility
from minsheng.outputs.names import NO_SUCH
from minsheng.warehouse.statements import READING

PACKAGE = Path(messages.__file__).parent
WRITTEN = messages.CATALOGS / "zh_CN" / "LC_MESSAGES" / "minsheng.po"
COMPILED = WRITTEN.with_suffix(".mo")
CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "types")
"""Modules of Click that say something to users of a command."""

NEVER_SEEN = (
    *("%(prog)s", "(dynamic)", "Aborted", "Arguments take", "Boolean option", "Choice(", "Commands", "Confirm"),
    *("Could not determine", "Deprecat", "Do you want", "Error: ", "Invalid start", "Missing command", "Name '{name}'"),
    *("No options defined", "Positional", "Repeat", "Show the version", "Try '", "Value must", "deprecated"),
    *("{value!r} does not match", "{value!r} is not a valid UUID"),
)
"""How messages of Click begin that no command of ours brings up."""

Message = str | tuple[str, str]


def of_help() -> Iterator[str]:
    """What the help of commands says."""
    yield from SECTIONS
    yield from filter(None, [app.help, *(getattr(param, "help", None) for param in app.params)])
    context = click.Context(app)
    for name in MODULES:
        command = app.get_command(context, name)
        assert command is not None
        yield from (paragraph.partition("\n")[0] for paragraph in paragraphs(command.help or ""))
        yield from filter(None, (getattr(param, "help", None) for param in command.params))


LOOKED_UP = ("_", "ngettext", "Message")
"""What makes a message of its literal arguments, one, or one and several."""
SAID_IN_SQL = re.compile(r"'((?:[^']|'')*\{\w+\}(?:[^']|'')*)'")


def of_code(path: Path) -> Iterator[Message]:
    """Messages that a module looks up, with their plural where they have one, and those that its SQL says."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOKED_UP:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", "".join(texts))):
                yield (texts[0], texts[1]) if len(texts) == 2 else texts[0]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "says(" in node.value:
            yield from (text.replace("''", "'") for text in SAID_IN_SQL.findall(node.value))


def constants() -> set[str]:
    """Messages that are looked up by a name, not where they are written."""
    expected = (rule.expected for rule in plausibility.RULES)
    return {READING, INTRODUCTION, *NO_SUCH.values(), *HELP.values(), *SECTIONS, *expected}


def collected() -> set[Message]:
    """Every message that a reader may see."""
    ours: set[Message] = {*constants(), *of_help()}
    ours.update(message for path in PACKAGE.rglob("*.py") for message in of_code(path))
    folder = Path(click.__file__).parent
    theirs = {message for name in CLICK for message in of_code(folder / f"{name}.py")}
    return ours | {one for one in theirs if not (one if isinstance(one, str) else one[0]).startswith(NEVER_SEEN)}


def read() -> Catalog:
    """Return the catalog as people have written it."""
    with WRITTEN.open("rb") as file:
        return read_po(file, locale="zh_CN")


if __name__ == "__main__":
    before = read() if WRITTEN.exists() else Catalog("zh_CN")
    after = Catalog("zh_CN", project="minsheng", header_comment="# Messages of the command in Chinese.", fuzzy=False)
    for message in sorted(collected(), key=str):
        known = before.get(message if isinstance(message, str) else message[0])
        after.add(message, known.string if known else "")
    WRITTEN.parent.mkdir(parents=True, exist_ok=True)
    with WRITTEN.open("wb") as file:
        write_po(file, after, width=10_000, omit_header=False, sort_output=False)
    with COMPILED.open("wb") as file:
        write_mo(file, after)
    missing = [message.id for message in after if message.id and not all(message.string or [""])]
    sys.exit(f"{len(missing)} messages have no Chinese yet: {missing[:3]}" if missing else 0)
