"""Comfort in the terminal: completion, suggestions, the version, the session of `minsheng query`, its pager."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner

from helpers import HANG, minsheng, wait_until
from minsheng.cli import completion
from minsheng.cli.app import app

LONG = "select range as n, 'row' || range as name from range(200)"


def pressing_tab(words: str, at: int, warehouse: Path) -> dict[str, str]:
    """The environment in which bash asks for completions of the word at that place."""
    return {
        "_MINSHENG_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(at),
        "MINSHENG_DATABASE": str(warehouse),
    }


@pytest.mark.parametrize(
    ("words", "at", "found"),
    [
        ("minsheng prog", 1, ["progress"]),
        ("minsheng compare elder_nursing_b", 2, ["elder_nursing_bed_share"]),
        ("minsheng compare 养老机构护理型", 2, ["养老机构护理型床位占比"]),
        ("minsheng promises --region 温州市市", 3, ["温州市市辖区"]),
        ("minsheng promises --domain 养", 3, ["养老"]),
        ("minsheng progress --plan wenzhou-202", 3, ["wenzhou-2021", "wenzhou-2025"]),
        ("minsheng progress --region 3310", 3, ["331081"]),
        ("minsheng indicators --domain h", 3, ["health", "housing"]),
        ("minsheng describe fct_t", 2, ["fct_target"]),
        ("minsheng show wenzhou-2018@8053", 2, ["wenzhou-2018@8053"]),
    ],
)
def test_tab_completes_commands_codes_and_tables(words: str, at: int, found: list[str], warehouse: Path) -> None:
    result = CliRunner().invoke(app, env=pressing_tab(words, at, warehouse), prog_name="minsheng")
    assert [line.partition(",")[2] for line in result.stdout.splitlines()] == found
    assert result.stderr == ""


def test_every_completion_comes_with_its_meaning(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    assert ("330300", "温州市") in completion.regions("")
    assert ("health", "医疗卫生") in completion.domains("")
    assert completion.tables("fct_target")[0][1].startswith("One row per promised value")


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["qurey", "select 1"], "Did you mean 'query'?"),
        (["query", "from targets"], "did you mean fct_target?"),
        (["query", "from plan"], "or dim_plan?"),
        (["query", "from nothing_like_it"], "`minsheng describe` lists them"),
        (["query", "select valu from fct_target"], '"value"'),
        (["describe", "fct_targets"], "did you mean fct_target?"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(
    arguments: list[str], meant: str, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert meant in result.stderr


class Terminal:
    """A command in a terminal of 24 lines of 80 characters."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._child, self._screen = pty.fork()
        if self._child == 0:
            command = str(Path(sys.executable).with_name("minsheng"))
            os.execve(command, [command, *arguments], {**os.environ, "TERM": "dumb", **environment})
        self._seen, self._decoder = "", codecs.getincrementaldecoder("utf-8")("replace")
        fcntl.ioctl(self._screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def until(self, words: str) -> str:
        """Wait for words on the screen; return what was written since the last ones, up to and with them."""
        while (found := self._seen.find(words)) < 0:
            ready, _, _ = select.select([self._screen], [], [], HANG)
            assert ready, f"{words!r} did not come; the screen shows: {self._seen}"
            try:
                part = os.read(self._screen, 65536)
            except OSError:
                part = b""
            assert part, f"it ended without {words!r}; the screen shows: {self._seen}"
            self._seen += self._decoder.decode(part)
        end = found + len(words)
        seen, self._seen = self._seen[:end], self._seen[end:]
        return seen

    def until_it_waits(self) -> None:
        """Wait until the command waits for a key and for nothing else: in select, without a limit of time."""
        call = Path(f"/proc/{self._child}/syscall")
        wait_until(lambda: re.match(r"\d+ 0x1 0x\w+ 0x0 0x0 0x0 ", call.read_text()))

    def type(self, keys: str) -> None:
        os.write(self._screen, keys.encode())

    def interrupt(self) -> None:
        """What Ctrl-C sends to a command that is at work."""
        os.kill(self._child, signal.SIGINT)

    def end(self) -> int:
        """Wait for the end; return the exit code."""
        while True:
            try:
                if not os.read(self._screen, 65536):
                    break
            except OSError:
                break
        os.close(self._screen)
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that says that it was there."""
    script = tmp_path / "pager"
    script.write_text('#!/bin/sh\necho "PAGED $(wc -l)"\n', "utf-8")
    script.chmod(0o755)
    return script


def test_a_session_runs_statements_over_several_lines_and_keeps_them(
    warehouse: Path, tmp_path: Path, pager: Path
) -> None:
    terminal = Terminal(
        "query",
        MINSHENG_DATABASE=str(warehouse),
        MINSHENG_DUCKDB="",
        XDG_STATE_HOME=str(tmp_path / "state"),
        PAGER=str(pager),
    )
    terminal.until("minsheng> ")
    terminal.type("select 6 *\n")
    terminal.until("...> ")
    terminal.type("7 as answer, ';\n")
    terminal.until("...> ")
    terminal.type("' as mark;\n")
    assert "42" in terminal.until("minsheng> ")
    terminal.type("select 1; copy dim_plan to 'x';\n")
    assert "COPY does more than read, so nothing was run" in terminal.until("minsheng> ")
    terminal.type("from targets;\n")
    assert "did you mean fct_target" in terminal.until("minsheng> ")
    terminal.type("select plan_id from dim_plan where f")
    terminal.until("dim_plan where f")
    terminal.until_it_waits()  # readline sees a signal that meets it at work with the next key only
    terminal.type("\x03")
    terminal.until("minsheng> ")
    terminal.type("select count(*) from range(1000000000000);\n")
    terminal.until("range(1000000000000);\r\n")  # the line is read; a signal from now on meets the query
    terminal.interrupt()
    terminal.type("select 'still ' || 'here' as answer;\n")
    terminal.until("still here")
    terminal.until("minsheng> ")
    terminal.type(".tables\n")
    assert "PAGED" in terminal.until("minsheng> ")
    terminal.type(".schema dim_domain;\n")
    assert "domain_code" in terminal.until("minsheng> ")
    terminal.type(".nonsense\n")
    assert "there is no .nonsense" in terminal.until("minsheng> ")
    terminal.type("select count(*) from dim_dom\t;\n")
    assert "17" in terminal.until("minsheng> ")
    terminal.type("\x1b[A")
    assert "dim_domain" in terminal.until("dim_domain")
    terminal.type("\n")
    terminal.until("minsheng> ")
    terminal.type(".exit\n")
    assert terminal.end() == 0
    history = (tmp_path / "state" / "minsheng" / "history").read_text("utf-8").splitlines()
    # Whether the statement that was interrupted is among them depends on how far it came.
    assert [line for line in history if "range" not in line][:5] == [
        "select 6 * 7 as answer, '; ' as mark;",
        "select 1; copy dim_plan to 'x';",
        "from targets;",
        "select 'still ' || 'here' as answer;",
        ".tables",
    ]


def test_a_long_result_is_paged_in_a_terminal_and_a_short_one_is_not(warehouse: Path, pager: Path) -> None:
    paged = Terminal("query", LONG, MINSHENG_DATABASE=str(warehouse), PAGER=str(pager))
    assert "row1" not in paged.until("PAGED 201")
    assert paged.end() == 0
    short = Terminal("query", f"{LONG} limit 20", MINSHENG_DATABASE=str(warehouse), PAGER=str(pager))
    assert "PAGED" not in short.until("row19")
    assert short.end() == 0


def test_nothing_is_paged_into_a_pipe(warehouse: Path, pager: Path) -> None:
    result = minsheng("query", LONG, MINSHENG_DATABASE=str(warehouse), PAGER=str(pager), FORCE_COLOR="1")
    assert len(result.stdout.splitlines()) == 201
    assert "PAGED" not in result.stdout


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_output_appended_to_a_file_keeps_what_is_there(form: str, warehouse: Path, tmp_path: Path) -> None:
    path = tmp_path / "rows"
    path.write_text("before\n", "utf-8")
    command = [str(Path(sys.executable).with_name("minsheng")), "query", "select 42 as n", "--format", form]
    with path.open("a") as file:
        subprocess.run(command, env={**os.environ, "MINSHENG_DATABASE": str(warehouse)}, stdout=file, check=True)
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == "before"
    assert "42" in lines[-1]


@pytest.mark.parametrize("arguments", [["query"], ["query", "--format", "csv"]])
def test_without_sql_and_without_a_terminal_it_asks_for_sql(arguments: list[str], warehouse: Path) -> None:
    result = minsheng(*arguments, MINSHENG_DATABASE=str(warehouse))
    assert result.returncode == 2
    assert "hint: give SQL" in result.stderr
