"""What the command says, in English and Chinese: one catalog, complete, and used by all that readers see."""

import ast
import json
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from click.testing import CliRunner

import messages as catalog
from helpers import ROOT, edit
from minsheng.cli.app import MODULES, app
from minsheng.inputs import check as inputs
from minsheng.messages import Language, Message, joined, packed, requested_language, said, unpacked
from minsheng.text import hinted

PACKAGE = ROOT / "scripts" / "minsheng"
CLI = PACKAGE / "cli"
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


SENTENCE = re.compile(r"[A-Za-z]{2,}[ ,:;]+[a-z]{2,}|^[ ,;a-z]* [a-z]{2,}|[a-z]{3,}:? +\{xx|xx\} +[a-z]{3,}")
"""Two words or more, or one before or behind what is put in."""
SQL = re.compile(
    r"\b(select|where|join|create|insert|attach|drop|copy|cast|describe|comment on|order by|group by|limit|set"
    r"|regexp_\w+|coalesce|greatest|try|union all|case \w+ when|as clean_)\b"
    r"|\bfrom [\w{]|^with \{|filter \(| is null| in \(|resource_type"
)
SPOKEN = [
    *CLI.glob("*.py"),
    *(PACKAGE / "inputs").rglob("*.py"),
    *(PACKAGE / "warehouse").glob("*.py"),
    *(PACKAGE / "documents").rglob("*.py"),
    *(PACKAGE / "engines").glob("*.py"),
]
"""Modules of commands, and those whose messages commands print."""
UNSAID = {
    "cli/app.py": {"minsheng "},
    "cli/checks.py": {"Data Docs"},
    "cli/documents.py": {"plans.csv: source_sha256"},  # columns and what goes there
    "cli/shell.py": {"tab: complete"},  # a key binding
    "cli/console.py": {"Query interrupted", "minsheng: "},  # what DuckDB says; a name
    "cli/review.py": {"same verdict"},  # a column
    "documents/drafting/*": "each proposal's rule and each list of words is a code of the draft files",
    "documents/review/translations.py": "both languages are there",
    "documents/review/server.py": {"default-src", "Bearer"},  # headers of HTTP
    "documents/review/sheet.py": "the notes of the workbook are in both languages",
    "documents/reading/formats.py": {"<!doctype html"},
    "documents/reading/[wsp]*.py": {"python-docx", "openpyxl", "pdfplumber", "list-style-type"},  # names
    "documents/reading/number_format.py": {"General for"},
    "documents/review/decisions.py": {"char_start:text#n"},
    "documents/results.py": {"beside the target"},  # a note in a file
    "engines/postgres.py": {"pip install"},
    "inputs/check.py": {"fresh_values"},
    "inputs/readers.py": {"{xx} fields"},  # a key
    "inputs/landing.py": {"the name of a reference file"},  # a kind
    "inputs/sniffing.py": {"UTF-16 (Excel"},  # the name of an encoding
    "inputs/violations.py": {"control character"},  # the name of a character
    "inputs/plausibility/values.py": {
        "(?i)",
        "a value nearer",
    },  # a pattern; a sentence that the rule has with its number
    "warehouse/build.py": {"compare rows", "check inputs", "compare builds"},  # names of phases
    "warehouse/derived.py": {"pip install"},
    "warehouse/dbt.py": {"import dbt", "runtime error"},
    "warehouse/ending.py": {"No space left", "File too large", "Could not write"},  # what DuckDB says
    "warehouse/gate.py": "its own process tells programmers what is wrong; the sentence of an outcome is data",
    "warehouse/hints.py": {"Catalog Error", "Binder Error"},
    "warehouse/history.py": {"the build is"},
    "warehouse/parquet.py": "metadata of files",
    "warehouse/profile.py": "comments of tables",
    "warehouse/published.py": {"Conflicting lock"},
    "warehouse/rollback.py": {"a candidate is sealed"},  # an assertion
}
"""Texts that no reader of a command is told, by how they begin."""


KNOWN = catalog.constants()


def loose_texts(path: Path) -> list[str]:
    """Texts of two words or more in a module that nothing looks up: no help, no docstring, no SQL."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        looked_up = call.args if name in catalog.LOOKED_UP else []
        helping = [one.value for one in call.keywords if one.arg in ("help", "metavar")]
        skipped |= {id(node) for part in (*looked_up, *helping) for node in ast.walk(part)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{xx}" for part in node.values]
            text = "".join(map(str, parts))
            skipped |= {id(part) for part in node.values}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if id(node) not in skipped and text not in KNOWN and SENTENCE.search(text) and not SQL.search(text):
            found.append(text)
    return found


def is_unsaid(path: Path, text: str) -> bool:
    reasons = [why for name, why in UNSAID.items() if path.relative_to(PACKAGE).match(name)]
    return any(isinstance(why, str) or any(text.strip().startswith(one) for one in why) for why in reasons)


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_what_commands_say_is_in_the_catalog(path: Path) -> None:
    assert [text for text in loose_texts(path) if not is_unsaid(path, text)] == []


def test_a_message_is_kept_in_english_and_told_in_the_language_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error, a list of warnings and JSON hold the English; what is put into a message is told with it."""
    inner = Message("build {build} is whole again", build="b1")
    message = hinted(joined("; ", [inner, Message("{count} row", "{count} rows", count=1200)]), Message("none"))
    monkeypatch.setenv("MINSHENG_LANG", "zh")
    english = "build b1 is whole again; 1,200 rows\nhint: none"
    assert message == english
    assert json.loads(json.dumps([message])) == [english]
    assert str(ValueError(message)) == english
    chinese = "构建 b1 已恢复完整；1,200 rows\n提示：无"
    assert said(ValueError(message)) == chinese
    assert said(unpacked(json.loads(json.dumps(packed(message))))) == chinese
    monkeypatch.setenv("MINSHENG_LANG", "en")
    assert said(message) == english


def test_what_the_input_check_refuses_is_told_in_chinese(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(scratch / "seeds/plans/wenling-2023.csv", lambda rows: rows[0].update(period="2026", table_column=""))
    (scratch / "seeds/plans/notes.txt").write_text("")
    monkeypatch.setenv("MINSHENG_LANG", "zh")
    one, *others = map(said, inputs.check().violations)
    assert one == "seeds/plans/notes.txt:1：现为：其他类型的文件；应为：以 .csv 结尾的文件"
    assert others == []
    (scratch / "seeds/plans/notes.txt").unlink()
    one, *others = map(said, inputs.check().violations)
    assert one.startswith(
        "seeds/plans/wenling-2023.csv:2：period：现为：2026，而规划发布于 2023-07-14；应为：不晚于规划"
    )


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
