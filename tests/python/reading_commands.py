"""The commands that open the published warehouse, run as they are in one process."""

from pathlib import Path

from click.testing import CliRunner, Result

from minsheng.cli.app import app

COMMANDS = [
    line.split(", ")
    for line in """\
query, from dim_indicator
describe, x
compare, 护理员
progress
indicators
history
check
report
docs
show, wenzhou-2018@8053
export, --xlsx
export, --sdmx
atlas, --output, atlas""".splitlines()
]


def run(*arguments: str, input: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=input)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def fail_with_one_message(commands: list[list[str]], exit_code: int, says: str) -> None:
    for command in commands:
        result = run(*command)
        assert result.exit_code == exit_code, (command, result.output)
        message, *hints = result.stderr.splitlines()
        assert message.startswith("minsheng: ")
        assert says in message
        assert [hint[:6] for hint in hints] in ([], ["hint: "]), (command, result.stderr)
