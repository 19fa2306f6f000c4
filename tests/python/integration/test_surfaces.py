"""Terminal, atlas, workbook, SDMX and report need schema bi, history and gate, and no table behind them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from minsheng.cli.app import app
from minsheng.outputs.registry import OUTPUTS
from minsheng.outputs.search import normal
from minsheng.warehouse import published

COMMANDS = (
    ("compare", "护理员"),
    ("indicators", "--all"),
    ("progress", "--plan", "wenzhou-2021"),
    ("history",),
    ("show", "wenzhou-2021@5981"),
)


def files(path: Path) -> dict[str, bytes]:
    """The content of a file, or of each file of a folder."""
    found = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return {str(one.relative_to(path)): one.read_bytes() for one in found}


@pytest.mark.parametrize("name", ["atlas", "xlsx", "sdmx", "report"])
def test_an_output_is_the_same_where_there_is_nothing_but_bi(
    name: str, warehouse: Path, bi_alone: Path, tmp_path: Path
) -> None:
    written = []
    for place, source in (("all", warehouse), ("bi", bi_alone)):
        target = tmp_path / f"{place}-{OUTPUTS[name].place}"
        with published.connect(source) as connection:
            OUTPUTS[name].write(connection, target)
        written.append(files(target))
    assert written[0] == written[1]


@pytest.mark.sources
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_a_command_says_the_same_where_there_is_nothing_but_bi(
    arguments: tuple[str, ...], warehouse: Path, bi_alone: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs = []
    monkeypatch.setenv("MINSHENG_SOURCES", str(sources))
    for path in (warehouse, bi_alone):
        monkeypatch.setenv("MINSHENG_DATABASE", str(path))
        result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "160"})
        assert result.exit_code == 0, result.output
        outputs.append(result.stdout)
    assert outputs[0] == outputs[1]


def test_what_is_searched_is_folded_as_a_query_is(warehouse: Path) -> None:
    with published.connect(warehouse) as connection:
        texts = connection.execute(
            "select entry_kind, code, search_names, search_words from bi.search_entry"
        ).fetchall()
    assert len({kind for kind, *_ in texts}) == 7
    unlike = [(kind, code) for kind, code, *searched in texts if any(normal(text) != text for text in searched)]
    assert unlike == []
