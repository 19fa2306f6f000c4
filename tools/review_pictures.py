"""Photograph the review page with the invented plan of the tests, for docs/adding-a-plan.md.

Usage: review_pictures.py [FOLDER], by default docs/pictures; works in a copy of the project that is thrown away.
"""

import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

TESTS = Path(__file__).parents[1] / "tests" / "python"


def photograph(folder: Path) -> None:
    """Write three pictures: an item of the text, a column before it is accepted, the page in Chinese half done."""
    import documents_in_formats
    import onboarded_plan
    from helpers import copy_project
    from minsheng.documents.review import outcome, server
    from minsheng.documents.review.session import Session

    scratch = Path(tempfile.mkdtemp())
    copy_project(scratch / "project")
    os.environ["MINSHENG_PROJECT"] = str(scratch / "project")
    (scratch / "plan.docx").write_bytes(documents_in_formats.docx())
    (scratch / "sources").mkdir()
    document = onboarded_plan.read(scratch / "project", scratch / "plan.docx", "yunxi-2024-plan", scratch / "sources")
    session = Session(outcome.load(document), "li")
    listening = server.listen()
    threading.Thread(target=server.serve, args=(session, "token", listening), daemon=True).start()
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 640}, locale="en-GB")
        page.goto(f"http://127.0.0.1:{listening.getsockname()[1]}/#token")
        page.wait_for_selector("body[data-ready]")
        page.locator("#document p mark.value").first.click()
        _take(page, folder / "review-item.png")
        page.locator("#document td mark.value").nth(1).click()
        page.keyboard.press("Shift+C")
        _take(page, folder / "review-column.png")
        _press(page, "Enter", "Shift+E", "Enter")
        page.locator("#document p mark.value").nth(1).click()
        _press(page, "a", "1", "Enter")
        page.locator("#language").click()
        _take(page, folder / "review-chinese.png")
        browser.close()
    shutil.rmtree(scratch)


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.evaluate("async () => { while (pending) await waiting; }")


def _take(page: Page, path: Path) -> None:
    page.screenshot(path=path)
    print(path, path.stat().st_size)


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))
    photograph(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"))
    os._exit(0)
