"""What the command says, in English and Chinese: one catalog, complete, and used by all that readers see."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from click.testing import CliRunner

import messages as catalog
from helpers import ROOT
from minsheng.cli.app import MODULES, app
from minsheng.messages import Language, requested_language

CLI = ROOT / "scripts" / "minsheng" / "cli"
FIELD = re.compile(r"\{\w*(?:![rs])?\}")
ENTRIES = [entry for entry in catalog.read() if entry.id]


def texts(entry_part: object) -> list[str]:
    return list(entry_part) if isinstance(entry_part, tuple | list) else [str(entry_part)]


def test_the_catalog_holds_what_the_code_says_and_nothing_else() -> None:
    """`make messages` adds what is new."""
    listed = {tuple(entry.id) if isinstance(entry.id, list | tuple) else entry.id for entry in ENTRIES}
    assert listed == catalog.collected()


def test_every_message_is_in_chinese_with_the_same_fields() -> None:
    for entry in ENTRIES:
        (chinese,) = texts(entry.string)
        assert re.search("[\u4e00-\u9fff]", chinese), entry.id
        fields = set(FIELD.findall(texts(entry.id)[-1]))
        assert set(FIELD.findall(chinese)) <= fields | set(FIELD.findall(texts(entry.id)[0])), entry.id
        assert fields - set(FIELD.findall(chinese)) <= {"{possibility}"}, entry.id
        assert not re.search("[\u4e00-\u9fff][,;:?!]", chinese), entry.id


def test_what_gettext_reads_is_what_people_have_written() -> None:
    with catalog.COMPILED.open("rb") as file:
        compiled = {str(texts(entry.id)): texts(entry.string) for entry in read_mo(file) if entry.id}
    assert compiled == {str(texts(entry.id)): texts(entry.string) for entry in ENTRIES}


@pytest.mark.parametrize("name", ["", *MODULES])
def test_the_help_of_a_command_is_in_the_language_asked_for(name: str) -> None:
    command = [name] if name else []
    chinese = CliRunner().invoke(app, ["--lang", "zh", *command, "--help"], prog_name="minsheng").stdout
    english = CliRunner().invoke(app, [*command, "--help"], env={"LANGUAGE": "en"}, prog_name="minsheng").stdout
    _, said, *_ = chinese.split("\n\n")
    assert chinese.startswith("用法：")
    assert re.search("[\u4e00-\u9fff]{5}", said)
    assert not re.search("[\u4e00-\u9fff]{5}", english), english  # examples have shorter words


@pytest.mark.parametrize("module", ["questions", "explore", "checks", "documents", "outputs", "tables", "side_by_side"])
def test_no_command_that_reads_ends_with_a_message_outside_the_catalog(module: str) -> None:
    tree = ast.parse(Path(CLI / f"{module}.py").read_text("utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    ends = [call for call in calls if call.func.id == "fail"]  # type: ignore[attr-defined]
    loose = [call.lineno for call in ends if isinstance(call.args[0], ast.Constant | ast.JoinedStr)]
    hints = [
        call.lineno for call in ends for one in call.keywords if isinstance(one.value, ast.Constant | ast.JoinedStr)
    ]
    assert (loose, hints) == ([], [])


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--lang", "zh", "compare"], {}, "zh"),
        (["compare", "x", "--lang=zh"], {"LANG": "en_GB.UTF-8"}, "zh"),
        (["compare", "--lang", "en"], {"MINSHENG_LANG": "zh"}, "en"),
        (["compare"], {"MINSHENG_LANG": "zh", "LC_ALL": "en_US"}, "zh"),
        (["compare"], {"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        (["compare"], {"LANGUAGE": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        (["compare", "--lang", "fr"], {}, "en"),
        (["compare", "--lang"], {}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_users(
    arguments: list[str], environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MINSHENG_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert requested_language(arguments) is Language(language)
