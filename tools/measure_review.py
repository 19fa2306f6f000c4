"""Measure the review page in Chromium: how long it takes to load, and from a key to the picture.

Usage: measure_review.py PLAN [PRESSES]; its decisions go to a folder that is thrown away.
"""

import os
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from minsheng import paths
from minsheng.documents import document as documents
from minsheng.documents.review import decisions, outcome, server
from minsheng.documents.review.session import Session

PRESS = """async (key) => {
  const start = performance.now();
  document.dispatchEvent(new KeyboardEvent("keydown", { key }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const shown = performance.now() - start;
  await waiting;
  return [shown, performance.now() - start];
}"""


def measure(plan_id: str, presses: int) -> None:
    """Print the figures of one plan."""
    with tempfile.TemporaryDirectory() as folder:
        decisions.path = lambda plan, reader: Path(folder) / f"{plan}.{reader}.csv"  # type: ignore[assignment]
        (document,) = documents.load(documents.folder(), plan_id)
        session = Session(outcome.load(document), "measure")
        listening = server.listen()
        threading.Thread(target=server.serve, args=(session, "token", listening), daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            loads = []
            for _ in range(5):
                page.goto("about:blank")
                page.goto(f"http://127.0.0.1:{listening.getsockname()[1]}/#token")
                page.wait_for_selector("body[data-ready]")
                loads.append(page.evaluate("readyAt"))
            places = len(page.evaluate("order.map((item) => item.key)"))
            print(f"{plan_id}: {places} items, loaded in {_spread(loads)}")
            for key, what in (("j", "next"), ("a", "accept"), ("u", "undo")):
                shown, saved = zip(*(page.evaluate(PRESS, key) for _ in range(presses)), strict=True)
                print(f"  {what}: shown in {_spread(shown)}, saved in {_spread(saved)}")
            browser.close()


def _spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    worst = ordered[int(0.95 * (len(ordered) - 1))]
    return f"{statistics.median(ordered):.0f} ms (95 %: {worst:.0f}, most: {ordered[-1]:.0f})"


if __name__ == "__main__":
    os.environ.setdefault("MINSHENG_SOURCES", str(paths.root().parent / "shared" / "sources"))
    measure(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50)
    os._exit(0)
