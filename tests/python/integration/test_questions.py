"""The commands that answer questions: what they print in a terminal and into a file, in which words they are asked."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from helpers import ROOT, minsheng
from minsheng.cli.app import app
from minsheng.outputs import names

CARERS = "elder_certified_carers_per_10000"
VALUE_ID = re.compile(r"[\w.-]+@\d+(\.\d+)?")
Ask = Callable[..., Result]

ROWS = [
    ["compare", "护理员"],
    ["promises", "--year", "2025"],
    ["progress", "--all"],
    ["ambition"],
    ["findings", "--rule", "target_missed"],
]


def rows_of(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture
def ask(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    for name in ("MINSHENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))

    def run(*arguments: str, width: int | None = None, **environment: str) -> Result:
        terminal = {"COLUMNS": str(width), "TTY_COMPATIBLE": "1"} if width else {}
        return CliRunner().invoke(app, list(arguments), env={**terminal, **environment})

    return run


@pytest.mark.parametrize("command", ROWS, ids=lambda command: command[0])
def test_every_row_of_a_file_ends_in_its_value_and_section(command: list[str], ask: Ask) -> None:
    header, *rows = (line.split("\t") for line in ask(*command).stdout.splitlines())
    assert header[-2:] == ["value_id", "section"]
    assert rows
    assert [row for row in rows if not VALUE_ID.fullmatch(row[-2]) or not row[-1]] == []
    read = rows_of(ask(*command, "-f", "csv"))
    assert [row["value_id"] for row in read] == [row[-2] for row in rows]
    assert [row["value_id"] for row in json.loads(ask(*command, "-f", "json").stdout)] == [row[-2] for row in rows]


@pytest.mark.parametrize("width", [80, 100, 200])
@pytest.mark.parametrize("command", ROWS, ids=lambda command: command[0])
def test_a_terminal_shows_whole_codes_within_its_width(command: list[str], width: int, ask: Ask) -> None:
    result = ask(*command, width=width)
    known = {row["value_id"] for row in rows_of(ask(*command, "-f", "csv"))}
    shown = [match[0] for match in VALUE_ID.finditer(result.stdout)]
    assert shown
    assert set(shown) <= known
    assert [line for line in result.stdout.splitlines() if cell_len(line) > width] == []


def test_the_carers_are_an_answer_of_twenty_lines(ask: Ask) -> None:
    lines = ask("compare", "护理员", width=80).stdout.splitlines()
    assert len(lines) == 20
    assert lines[2].split() == ["year", "Wenzhou", "Wenling", "Zhejiang", "scale", "notes", "value_id", "section"]
    rows = [line.split() for line in lines[3:15]]
    assert rows[0] == ["2020", "●", "15", "●", "wenzhou-2021@6013", "二(三)"]
    assert rows[6] == ["2025", "○", "25", "·······○", "wenzhou-2021@6017", "二(三)"]
    assert rows[-1] == ["2027", "○", "28", "·········○", "[1]", "wenling-2023@1662", "一"]


def test_all_places_share_one_scale(ask: Ask) -> None:
    """25 is as far to the right in Wenzhou as in Wenling."""
    lines = ask("compare", CARERS, width=80).stdout.splitlines()
    of_25 = {re.findall(r"·*○", line)[-1] for line in lines if re.search(r"○ 25 ", line)}
    assert of_25 == {"·······○"}


def test_a_comparison_in_full_has_every_statement_and_the_definition(ask: Ask) -> None:
    short, full = (ask("compare", CARERS, *more, width=200).stdout for more in ([], ["--full"]))
    assert "wenzhou-2021@32405" in full
    assert "wenzhou-2021@32405" not in short
    assert "age limit not defined in the plans" in full


def test_what_does_not_compare_is_marked_and_explained(ask: Ask) -> None:
    rows = rows_of(ask("compare", "elder_nursing_bed_share", "-f", "csv"))
    apart = [row for row in rows if row["is_compared"] == "False"]
    assert all(row["remark"] or row["compared_grade"] in ("exact", "close") for row in apart)
    printed = ask("compare", "elder_nursing_bed_share", width=120).stdout
    assert printed.count("≠") == len(apart)
    assert "○ ≥58" in printed


@pytest.mark.parametrize("region", ["330300", "温州", "温州市", "溫州", "Wenzhou", "wenzhou city"])
@pytest.mark.parametrize("domain", ["elderly_care", "养老", "老有所养", "Old age", "old"])
def test_an_option_takes_a_code_or_a_name_or_a_part(region: str, domain: str, ask: Ask) -> None:
    rows = list(rows_of(ask("promises", "--region", region, "--domain", domain, "-f", "csv")))
    assert {row["region"] for row in rows} == {"Wenzhou City"}
    assert {row["domain"] for row in rows} == {"Old age"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["progress", "--plan", "nosuch"], "there is no plan 'nosuch'\nhint: there are jiaxing-2010 ("),
        (["progress", "--domain", "healthh"], "there is no domain 'healthh'\nhint: did you mean health (医疗卫生)?"),
        (["promises", "--region", "Wenlin City"], "hint: did you mean 331081 (温岭市)"),
        (
            ["findings", "--severity", "kritical"],
            "no severity 'kritical'\nhint: did you mean critical (严重)?",
        ),
        (["compare", "sprots"], "no indicator has 'sprots'\nhint: did you mean sports"),
        (["compare", ""], "no indicator has ''\nhint: `minsheng indicators --all` lists them"),
        (["show", "wenzhou-2025@4224"], "there is no value wenzhou-2025@4224\nhint: did you mean wenzhou-2025@4202"),
    ],
    ids=lambda case: " ".join(case) if isinstance(case, list) else "",
)
def test_a_wrong_name_is_answered_with_its_option_and_the_nearest(arguments: list[str], said: str, ask: Ask) -> None:
    result = ask(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize("command", ["promises", "progress", "ambition", "findings"])
def test_names_that_exist_and_never_meet_are_no_error(command: str, ask: Ask) -> None:
    result = ask(command, "--region", "330300", "--plan", "wenling-2023", "-f", "json")
    assert (result.exit_code, result.stdout) == (0, "[]\n")
    assert "fits all that was asked for" in result.stderr


def test_a_part_of_a_year_in_a_domain_is_a_question(ask: Ask) -> None:
    rows = list(rows_of(ask("promises", "--domain", "education", "--year", "2025", "-f", "csv")))
    assert len(rows) > 30
    assert {row["year"] for row in rows} == {"2025"}
    assert len({row["promise_id"] for row in rows}) == len(rows)


def test_the_most_ambitious_come_first_and_once(ask: Ask) -> None:
    rows = rows_of(ask("ambition", "-f", "csv"))
    shares = [float(row["gap_closed_share"]) for row in rows if row["gap_closed_share"]]
    assert shares == sorted(shares, reverse=True)
    assert len({row["promise_id"] for row in rows}) == len(rows)
    assert [row["gap_closed_share"] for row in rows[len(shares) :]] == [""] * (len(rows) - len(shares))


def test_the_gravest_findings_come_first(ask: Ask) -> None:
    rows = rows_of(ask("findings", "-f", "csv"))
    order = [(row["status"] == "not_applicable", "cwi".index(row["severity"][0])) for row in rows]
    assert order == sorted(order)
    assert len(rows) > 100


@pytest.mark.parametrize("environment", [{"LC_ALL": "zh_CN.UTF-8"}, {"LANG": "zh_TW"}, {"MINSHENG_LANG": "zh"}, {}])
def test_a_chinese_reader_reads_chinese(environment: dict[str, str], ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a process of its own: the language of the locale is that of the start."""
    options = [] if environment else ["--lang", "zh"]
    done = minsheng("compare", CARERS, *options, COLUMNS="80", TTY_COMPATIBLE="1", **environment)
    assert done.returncode == 0, done.stderr
    prose = re.sub(r"[\w.-]+@\d+|" + CARERS, "", done.stdout)
    assert re.findall(r"[A-Za-z]{3,}", prose) == []
    assert "未写明老年人按户籍计" in done.stdout


@pytest.mark.parametrize(
    "command",
    [*ROWS, ["indicators"], ["sources"], ["check"], ["describe"], ["history"]],
    ids=lambda command: command[0],
)
def test_every_heading_has_a_chinese_name(command: list[str], ask: Ask) -> None:
    header = ask(*command, "--lang", "zh").stdout.splitlines()[0]
    assert [name for name in header.split("\t") if name.isascii()] == []


def test_a_value_is_shown_in_the_language_of_the_reader(ask: Ask) -> None:
    chinese = ask("show", "wenzhou-2025@4223", "--lang", "zh").stdout
    english = ask("show", "wenzhou-2025@4223").stdout
    _, table = chinese.split("字段\t数值\n")
    assert [line for line in table.splitlines() if line.split("\t")[0].isascii()] == []
    assert ("每万名老年人口拥有持证养老护理员数" in chinese, "Certified elderly-care workers" in chinese) == (
        True,
        False,
    )
    assert ("每万名老年人口拥有持证养老护理员数" in english, "Certified elderly-care workers" in english) == (
        False,
        True,
    )


def test_a_value_is_shown_without_the_documents(ask: Ask, tmp_path: Path) -> None:
    result = ask("show", "wenzhou-2025@4223", MINSHENG_SOURCES=str(tmp_path / "none"))
    assert result.exit_code == 0
    assert "value_text\t27" in result.stdout
    assert "the documents are not here" in result.stderr
    named = ask("show", "wenzhou-2025@4223", "--sources", str(tmp_path / "none"))
    assert named.exit_code == 2
    (row,) = json.loads(ask("show", "wenzhou-2025@4223", "-f", "json").stdout)
    assert row["char_start"] == 4223


def test_check_prints_what_the_build_has_stored(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from minsheng.warehouse import gate

    monkeypatch.setattr(gate.Gate, "__enter__", lambda _: pytest.fail("the gate was passed again"))
    result = ask("check", "-f", "csv")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 30
    assert re.search(r"(\d+) of \1 expectations met", result.stderr)


def test_an_encoding_without_chinese_prints_numbers_of_characters(warehouse: Path) -> None:
    done = minsheng("compare", "护理员", MINSHENG_DATABASE=str(warehouse), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert r"15 \u4eba" in done.stdout
    data = minsheng(
        "compare", "护理员", "-f", "csv", MINSHENG_DATABASE=str(warehouse), PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert "15 人" in data.stdout


READING = [
    *ROWS,
    ["indicators"],
    ["sources"],
    ["show", "wenzhou-2025@4223", "-f", "csv"],
    ["query", "select 1"],
    ["check"],
]


@pytest.mark.parametrize("asked", READING, ids=lambda asked: asked[0])
def test_a_reading_command_starts_without_what_it_does_not_need(asked: list[str], warehouse: Path) -> None:
    """What is heavy to import costs each call more than the answer does; pydantic is typer's own."""
    code = (
        f"import sys; sys.argv = ['minsheng', *{asked!r}]\n"
        "from minsheng.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'dbt', 'pandas', 'polars', 'pyarrow', 'numpy', 'great_expectations', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    environment = {**os.environ, "MINSHENG_DATABASE": str(warehouse), "MINSHENG_PROJECT": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", env=environment
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_a_word_for_a_domain_stands_for_one_domain_alone(connection: duckdb.DuckDBPyConnection) -> None:
    domains = names.entries(connection, "domain")
    for domain in domains:
        assert len(domain.names) > 2
        for name in domain.names:
            assert names.resolve(domains, "domain", name) == [domain.code], name


def test_sources_are_compared_with_their_hash(ask: Ask, tmp_path: Path) -> None:
    """One file is there and is another, the others are missing; of what is no plan nothing is said."""
    known = {
        row["source_id"]: row for row in rows_of(ask("sources", "-f", "csv", MINSHENG_SOURCES=str(tmp_path / "no")))
    }
    plans = {name: row for name, row in known.items() if row["sha256"]}
    assert {row["is_as_captured"] for row in known.values()} == {""}
    (tmp_path / plans["wenling-2023"]["source_file"]).write_text("another text", "utf-8")
    result = ask("sources", "--sources", str(tmp_path), "-f", "csv")
    found = {row["source_id"]: row["is_as_captured"] for row in rows_of(result)}
    assert result.exit_code == 1
    assert {name for name in found if found[name]} == {"wenling-2023"}
    assert found["wenling-2023"] == "False"
    assert "4 documents are not in" in result.stderr
    assert ask("sources", "--sources", str(tmp_path / "no")).exit_code == 2


@pytest.mark.sources
def test_the_documents_at_hand_are_the_captured_ones(ask: Ask, sources: Path) -> None:
    result = ask("sources", "--sources", str(sources), "-f", "csv")
    assert result.exit_code == 0
    assert {row["is_as_captured"] for row in rows_of(result) if row["sha256"]} == {"True"}


def test_what_nobody_has_noted_of_a_document_is_empty_and_counted(ask: Ask) -> None:
    result = ask("sources", "-f", "csv")
    rows = rows_of(result)
    assert {row["is_current"] for row in rows if row["sha256"]} == {"True", "False"}
    missing = sum(not row["url"] for row in rows)
    assert missing >= 5
    assert f"{missing} have no address noted" in result.stderr


@pytest.mark.sources
def test_a_value_is_marked_in_its_document(ask: Ask, sources: Path, tmp_path: Path) -> None:
    shown = ask("show", "wenzhou-2025@4223", "--sources", str(sources), "--width", "10").stdout
    assert "section 指标清单" in shown
    assert "⟦27⟧" in shown
    (row,) = rows_of(ask("show", "wenzhou-2025@4223", "-f", "csv"))
    assert row["printed_text"] == "27 人"
    name = next(
        one["source_file"] for one in rows_of(ask("sources", "-f", "csv")) if one["source_id"] == "wenzhou-2025"
    )
    assert ask("show", "wenzhou-2025@4223", "--sources", str(tmp_path)).exit_code == 2
    (tmp_path / name).write_text("another text" * 1000, "utf-8")
    other = ask("show", "wenzhou-2025@4223", "--sources", str(tmp_path))
    assert (other.exit_code, "another text at 4223" in other.stderr) == (1, True)


@pytest.mark.parametrize("command", [["progress"], ["ambition"], ["promises"]], ids=lambda command: command[0])
def test_place_and_text_are_in_a_narrow_terminal(command: list[str], ask: Ask) -> None:
    header = ask(*command, width=80).stdout.splitlines()[0].split()
    assert header[:3] == ["year", "region", "indicator"]
    assert header[-2:] == ["value_id", "section"]


def test_english_findings_name_indicators_in_english(ask: Ask) -> None:
    """What is printed in a document stays as it is: values, sections, names of projects."""
    rows = rows_of(ask("findings", "-f", "csv"))
    named = [row for row in rows if row["indicator_code"]]
    assert len(named) > 100
    assert [row["explanation"] for row in named if not row["explanation"].startswith(row["indicator"])] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_question_has_its_message_in_either_language(language: str, ask: Ask) -> None:
    said = ask("progress", "--domain", "healthh", "--lang", language).stderr
    assert ("没有领域 'healthh'\n提示：您是不是想输入 health" in said) is (language == "zh")
    assert ("there is no domain 'healthh'\nhint: did you mean health" in said) is (language == "en")
