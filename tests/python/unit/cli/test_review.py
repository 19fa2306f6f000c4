"""`minsheng review` without its page."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import openpyxl
import pytest

import documents_in_formats
import onboarded_plan
from minsheng.documents import document as documents
from minsheng.documents.review import decisions
from reading_commands import run

PLAN = "yunxi-2024-docx"


@pytest.fixture
def plan(scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The invented plan, read into a copy of the project; reader li."""
    (tmp_path / "sources").mkdir()
    monkeypatch.setenv("MINSHENG_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("MINSHENG_READER", "li")
    (tmp_path / "plan.docx").write_bytes(documents_in_formats.docx())
    onboarded_plan.read(scratch, tmp_path / "plan.docx", PLAN, tmp_path / "sources")
    return PLAN


def test_a_plan_is_decided_in_a_workbook(plan: str, tmp_path: Path) -> None:
    assert run("review", plan, "--status").exit_code == 1
    book = tmp_path / "items.xlsx"
    assert run("review", plan, "--xlsx", str(book)).exit_code == 0
    workbook = openpyxl.load_workbook(book)
    for name in ("values", "exclusions"):
        for row in range(2, workbook[name].max_row + 1):
            if workbook[name].cell(row, 3).value:
                workbook[name].cell(row, 1).value = "accept"
    workbook.save(book)
    taken = run("review", plan, "--from", str(book))
    assert (taken.exit_code, taken.stderr.splitlines()[-1].endswith("; 0 items left")) == (0, True), taken.output
    status = run("review", plan, "--status")
    assert (status.exit_code, status.stdout.splitlines()[-1]) == (0, "0 items open")
    again = run("review", plan, "--from", str(book))
    assert again.exit_code == 2
    assert "has changed since the workbook was written" in again.stderr


def test_two_readers_are_compared(plan: str, tmp_path: Path) -> None:
    (document,) = documents.load(tmp_path / "sources", plan)
    onboarded_plan.decide(document)
    file = decisions.path(plan, "li")
    decisions.path(plan, "wang").write_text(file.read_text("utf-8").replace(",li,", ",wang,"), "utf-8")
    status = run("review", plan, "--status")
    assert status.exit_code == 0
    lines = status.stdout.splitlines()
    assert "\t".join(["li", "wang", "19", "100.0%", "1.000", "1.000", "11"]) in lines
    assert "\t".join(["li", "wang", "unit_text", "100.0%"]) in lines


def test_a_page_that_is_killed_loses_nothing(plan: str, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("minsheng")), "review", plan]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as page:
        assert page.stdout is not None
        address, _, token = page.stdout.readline().strip().partition("#")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        with urlopen(Request(f"{address}data", headers=headers)) as answer:
            keys = [item["key"] for item in json.load(answer)["items"] if item["kind"] == "value"]
        for key in keys:
            body = json.dumps([{"kind": "value", "key": key, "decision": "accept"}]).encode()
            urlopen(Request(f"{address}decide", body, headers)).close()
        page.kill()
    made, is_cut = decisions.load(decisions.path(plan, "li"))
    assert ([d.proposal_key for d in made], is_cut) == (keys, False)


def test_what_ends_before_the_page_opens_says_why(plan: str, tmp_path: Path) -> None:
    named = run("review", plan, "--reader", "li.na")
    assert (named.exit_code, "a reader cannot be called 'li.na'" in named.stderr) == (2, True)
    absent = run("review", plan, "--from", str(tmp_path / "absent.xlsx"))
    assert (absent.exit_code, "there is no file" in absent.stderr) == (2, True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        busy = run("review", plan, "--port", port)
    assert (busy.exit_code, f"port {port}: address already in use" in busy.stderr) == (2, True)
    decisions.path(plan, "li").parent.mkdir(exist_ok=True)
    decisions.path(plan, "li").write_text("no decision\n", "utf-8")
    broken = run("review", plan, "--status")
    assert (broken.exit_code, f"seeds/reviews/{plan}.li.csv:1" in broken.stderr) == (2, True)
