"""The review page in a real browser: what keys do, that it can be read, and that a hostile document does no harm."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from uvicorn import Config, Server

import documents_in_formats
import onboarded_plan
import review_samples as samples
from helpers import READABLE, wait_until
from minsheng.documents.review import decisions, outcome, server
from minsheng.documents.review.outcome import Review
from minsheng.documents.review.session import Session

Open = Callable[..., Page]
"""Opens the page on a review, in a stage."""
PLACE = samples.TEXT.index


SELECT = """([first, last]) => {
  const nodes = [], walker = document.createTreeWalker(document.querySelector("#document p"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const find = (offset) => {
    for (const node of nodes) { if (offset <= node.length) return [node, offset]; offset -= node.length; }
  };
  getSelection().setBaseAndExtent(...find(first), ...find(last));
}"""
"""Selects characters of the first paragraph."""


@pytest.fixture
def opened(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the page on a review, in English; decisions go to the test's own folder."""
    monkeypatch.setattr(decisions, "path", lambda plan, reader: tmp_path / f"{plan}.{reader}.csv")
    running: list[tuple[Server, Thread]] = []

    def serve(review: Review, stage: str = "reading") -> Page:
        listening = server.listen()
        port = listening.getsockname()[1]
        app = server.application(Session(review, "li", stage), "token", port)
        made = Server(Config(app, log_level="warning", lifespan="off"))
        thread = Thread(target=made.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        running.append((made, thread))
        page.goto(f"http://127.0.0.1:{port}/#token")
        page.wait_for_selector("body[data-ready]")
        return page

    yield serve
    for made, thread in running:
        made.should_exit = True
        thread.join()


def press(page: Page, *keys: str) -> None:
    """Press keys, and wait until all that they did is saved."""
    for key in keys:
        page.keyboard.press(key)
    page.evaluate("async () => { while (pending) await waiting; }")


def decided(reader: str = "li", plan: str = samples.PLAN) -> list[tuple[str, str, str, str]]:
    made, _ = decisions.load(decisions.path(plan, reader))
    return [(d.decision, d.proposal_key, d.field, d.decided) for d in made]


def marks(page: Page) -> dict[str, str]:
    """The state of every marked stretch of the document."""
    return dict(
        page.locator("#document mark").evaluate_all("marks => marks.map((m) => [m.textContent, m.classList[1]])")
    )


def test_one_key_decides_and_leads_on_and_one_takes_back(opened: Open, tmp_path: Path) -> None:
    page = opened(samples.small(tmp_path))
    assert marks(page) == dict.fromkeys(("2025", "4.6个以上", "90%", "全面", "12"), "proposed")
    assert page.locator("mark.is-current").inner_text() == "2025"
    press(page, "a", "a", "x", "3")
    assert not page.locator("#dialog").is_visible()
    assert not page.get_by_role("alert").is_visible()
    assert decided()[-1][-1] == "date"
    assert marks(page) == {
        **{"2025": "excluded", "4.6个以上": "accepted", "90%": "rejected"},
        **{"全面": "proposed", "12": "proposed"},
    }
    assert page.locator("#counts").inner_text() == "values 2/2 · exclusions 1/3 · labels 0/1"
    press(page, "u", "u")
    assert marks(page)["90%"] == marks(page)["4.6个以上"] == "proposed"
    assert [decision for decision, *_ in decided()] == ["accept", "accept", "reject", "undo", "undo"]
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert marks(page)["2025"] == "excluded"


def test_columns_are_edited_in_a_form(opened: Open, tmp_path: Path) -> None:
    page = opened(samples.small(tmp_path))
    press(page, "j", "e")
    page.locator("#field-label").fill("每千人托位数")
    page.locator("#field-value_role").select_option("baseline")
    press(page, "Enter")
    place = f"{PLACE('4.6')}:4.6个以上#1"
    assert decided()[1:] == [("edit", place, "label", "每千人托位数"), ("edit", place, "value_role", "baseline")]
    assert marks(page)["4.6个以上"] == "edited"


def test_what_is_refused_is_said_and_the_form_stays(opened: Open, browser: Browser, tmp_path: Path) -> None:
    address = opened(samples.small(tmp_path)).url
    page = browser.new_context().new_page()  # its console hears of the refusal
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    press(page, "j", "e")
    page.locator("#field-period").fill("next year")
    press(page, "Enter")
    assert page.get_by_role("alert").inner_text().startswith("period: found 'next year'; expected the form")
    assert page.locator("#field-period").input_value() == "next year"
    assert decided() == []
    page.context.close()


def test_selected_characters_become_a_value(opened: Open, tmp_path: Path) -> None:
    page = opened(samples.small(tmp_path))
    page.evaluate(SELECT, [PLACE("12家"), PLACE("12家") + 3])
    press(page, "n")
    page.locator("#field-label").fill("新建照料中心")
    press(page, "Enter")
    assert ("add", f"{PLACE('12')}:12家#1", "", "") in decided()
    assert marks(page)["12家"] == "added"
    assert "12" not in marks(page)


def test_labels_are_matched_after_a_look_at_what_is_no_match(opened: Open, tmp_path: Path) -> None:
    page = opened(samples.small(tmp_path))
    press(page, "j")
    assert "not the same: 每千老人床位：人群不同" in page.locator("#card .warning").inner_text()
    press(page, "1")
    assert "not the same" in page.locator("#dialog .warning").inner_text()
    assert decided() == []
    press(page, "Enter", "j", "l")
    assert decided() == [
        ("match", "每千人口拥有托位#", "indicator_code", samples.CANDIDATE["indicator_code"]),
        ("edit", "每千人口拥有托位#", "match_grade", "exact"),
        ("later", "普惠性幼儿园覆盖率#", "", ""),
    ]


def test_a_column_and_sure_exclusions_are_accepted_after_their_ends_were_seen(opened: Open, tmp_path: Path) -> None:
    page = opened(samples.hostile(tmp_path))
    page.locator("#document td mark.value").first.click()
    press(page, "Shift+C")
    shown = page.locator("#dialog").inner_text()
    assert "Accept this column: 650 values" in shown
    assert "甲" in shown
    assert "1.1%" in shown
    assert "650.1%" in shown
    assert decided() == []
    press(page, "Enter")
    assert page.locator("mark.accepted").count() == len(decided()) == 650
    press(page, "Shift+E", "Enter")
    assert {decision for decision, *_ in decided()} == {"accept"}
    assert page.locator("mark.exclusion.proposed").count() == 0
    press(page, "u", "u")
    assert page.locator("mark.accepted, mark.excluded").count() == 0


def test_what_a_whole_column_has_wrong_is_put_right_once(opened: Open, tmp_path: Path) -> None:
    page = opened(samples.hostile(tmp_path, rows=3))
    page.locator("#document td mark.value").first.click()
    press(page, "Shift+C")
    page.locator("#all-section").fill("附件")
    press(page, "Enter")
    edits = [(field, text) for decision, _, field, text in decided() if decision == "edit"]
    assert edits == [("section", "附件")] * 3
    assert page.locator("mark.edited").count() == 3


def test_a_hostile_document_stays_text(opened: Open, tmp_path: Path) -> None:
    page = opened(samples.hostile(tmp_path))
    page.locator("#document td mark.value").first.click()
    press(page, "Shift+S", "Escape", "e", "Escape", "1", "Escape")
    assert page.evaluate("window.hit") is None
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 3
    assert samples.HOSTILE in page.locator("#document p").first.inner_text()
    assert page.locator("#document tr").count() == 651


def test_two_readers_are_shown_side_by_side_only_when_it_is_settled(opened: Open, tmp_path: Path) -> None:
    review = samples.small(tmp_path)
    place = f"{PLACE('4.6')}:4.6个以上#1"
    proposal = review.proposals["value", place]
    one = decisions.Decision(
        *(samples.PLAN, "value", place, "li", "reading", "accept", "", proposal.snapshot, ""),
        *("2026-01-01T00:00:00+00:00", "sha"),
    )
    other = replace(one, reader="wang", decision="reject", field="reason", decided="background")
    page = opened(replace(review, decisions=(replace(other, reader="zhao"),)))
    assert set(marks(page).values()) == {"proposed"}
    assert "zhao" not in page.content() + page.evaluate("JSON.stringify(D)")
    page = opened(replace(review, decisions=(one, other)), "settlement")
    assert marks(page)["4.6个以上"] == "disputed"
    assert "wang decided: rejected: background" in page.locator("#card").inner_text()
    press(page, "]")
    assert decided()[-1] == ("reject", place, "reason", "background")
    assert marks(page)["4.6个以上"] == "rejected"


@pytest.mark.parametrize("width", [1280, 1024])
def test_it_can_be_read_in_both_languages_on_a_laptop(opened: Open, tmp_path: Path, width: int) -> None:
    page = opened(samples.small(tmp_path))
    page.set_viewport_size({"width": width, "height": 720})
    for language in ("en", "zh-CN"):
        assert page.locator("html").get_attribute("lang") == language
        for keys in ((), ("j",), ("e",), ("Escape", "?"), ("Escape", "x"), ("Escape", "b"), ("Escape",)):
            press(page, *keys)
            looked, problems = page.evaluate(READABLE)
            assert looked > 15, keys
            assert problems == [], keys
            assert page.evaluate("document.documentElement.scrollWidth") <= width, keys
        page.locator("#language").click()


def test_a_docx_is_read_drafted_and_reviewed(opened: Open, scratch: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(documents_in_formats.docx())
    (tmp_path / "sources").mkdir()
    page = opened(outcome.load(onboarded_plan.read(scratch, file, "yunxi-2024-docx", tmp_path / "sources")))
    assert marks(page)["≥1,500"] == "proposed"
    page.locator("td mark", has_text="≥1,500").click()
    press(page, "Shift+C", "Enter")
    assert marks(page)["≥1,500"] == marks(page)["全覆盖"] == "accepted"
    wait_until(lambda: page.locator("#saved").inner_text() == "saved")
    assert {key.split(":")[1] for _, key, *_ in decided(plan="yunxi-2024-docx")} == {"≥1,500#1", "70#1", "全覆盖#1"}
