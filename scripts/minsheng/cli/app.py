"""The application: which commands there are, and in which module each is; one that is not asked for is not imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from minsheng import messages
from minsheng.cli.commands import Command, in_language, lang_option, write_definitions, write_wrapped
from minsheng.cli.console import complain, echo
from minsheng.messages import _
from minsheng.text import hinted

SECTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "Questions": {
        "questions": ("compare", "promises", "progress", "ambition", "findings", "indicators", "sources"),
    },
    "Values and tables": {
        "documents": ("show",),
        "explore": ("query", "describe"),
    },
    "Building": {
        "refresh": ("build", "refresh", "publish", "status", "history", "diff", "rollback"),
        "checks": ("check-inputs", "check"),
    },
    "Adding plans": {
        "onboarding": ("read", "draft", "accept", "waiting", "import"),
        "review": ("review",),
        "documents": ("verify", "uncovered", "capture"),
        "values": ("parse",),
    },
    "For other programs": {
        "outputs": ("report", "docs", "export", "atlas"),
        "engines": ("load", "compare-engines", "fetch"),
    },
}
"""Commands as the help lists them: a title, and for each module of this package those of its commands."""

MODULES = {name: module for section in SECTIONS.values() for module, names in section.items() for name in names}


class Application(click.Group):
    """The command, which speaks the language of the reader and says what is wrong in one message."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in their order."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in MODULES:
            return None
        module = import_module(f"minsheng.cli.{MODULES[cmd_name]}")
        commands = (one for one in vars(module).values() if isinstance(one, Command))
        return next(one for one in commands if one.name == cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is asked for; one that is not there is answered with the nearest."""
        if args[0] not in MODULES and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=MODULES, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command is."""
        formatter.write_paragraph()
        write_wrapped(formatter, _(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands by what they are for."""
        records = (in_language(param).get_help_record(ctx) for param in self.get_params(ctx))
        write_definitions(formatter, _("Options"), [record for record in records if record])
        for title, modules in SECTIONS.items():
            names = [name for group in modules.values() for name in group]
            commands = [(name, self.get_command(ctx, name)) for name in names]
            write_definitions(formatter, _(title), [(name, one.get_short_help_str()) for name, one in commands if one])

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> NoReturn:
        """Run a command in the language that is asked for, and exit."""
        with messages.using_language(messages.requested_language(sys.argv[1:] if args is None else args)):
            try:
                code = super().main(args, *rest, **{**settings, "standalone_mode": False})
            except click.UsageError as error:
                path = error.ctx.command_path if error.ctx else "minsheng"
                hint = _("`{command} --help` says what it takes").format(command=path)
                complain(hinted(error.format_message(), hint))
                sys.exit(error.exit_code)
            except click.Abort:
                sys.exit(130)
        sys.exit(code)


def _print_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        echo(f"minsheng {version('minsheng')}")
        ctx.exit()


@click.group(
    cls=Application,
    invoke_without_command=True,
    help="A warehouse of the targets in Chinese local public-service plans.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[lang_option()],
)
@click.option(
    "--version", is_flag=True, callback=_print_version, expose_value=False, is_eager=True, help="Print the version."
)
@click.pass_context
def app(ctx: click.Context) -> None:
    """Print the help where no command is asked for."""
    if ctx.invoked_subcommand is None:
        echo(ctx.get_help())
