"""Photograph every kind of page of the atlas, on a desk, a tablet and a phone, in both languages, in light and dark.

Usage: screenshots.py [FOLDER [NAME...]], by default target/screenshots and all pages; reads the published warehouse.
"""

import shutil
import sys
from itertools import product
from pathlib import Path

import duckdb
from playwright.sync_api import FloatRect, Page, sync_playwright

from minsheng import paths
from minsheng.outputs.atlas import site as atlas

PAGES = {
    "overview": "overview.html",
    "promises": "promises.html",
    "promises-education": "promises.html#domain=education&year=2025",
    "compare-start": "compare.html",
    "compare-carers": "compare.html#query=carers&indicator=elder_certified_carers_per_10000",
    "compare-beds": "compare.html#query=nursing+beds&indicator=elder_nursing_bed_share",
    "trajectories": "trajectories.html#domain=elderly_care",
    "progress": "progress.html#plan=wenzhou-2021",
    "progress-audit": "progress.html#target=wenzhou-2021%405981",
    "ambition": "ambition.html",
    "findings": "findings.html",
    "places": "places.html",
    "place": "place-330300.html",
    "place-small": "place-330302.html",
    "plans": "plans.html",
    "plan": "plan-wenzhou-2025.html",
    "about": "about.html",
}
WIDTHS = {1440: 900, 768: 1024, 390: 844}
"""Widths and heights of a desk, a tablet and a phone."""


def photograph(folder: Path, names: list[str]) -> list[Path]:
    """Write the atlas and the pictures of its pages into a folder."""
    site = folder / "atlas"
    with duckdb.connect(str(paths.warehouse()), read_only=True) as connection:
        atlas.write(connection, site)
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width, scheme in product(WIDTHS, ("light", "dark")):
            page = browser.new_page(viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme)  # type: ignore[arg-type]
            for language, name in product(("en", "zh"), names or PAGES):
                page.goto("about:blank")  # a change behind # alone loads nothing
                page.goto(f"file://{site.resolve()}/{language}/{PAGES[name]}")
                page.wait_for_function("[...document.querySelectorAll('figure')].every((figure) => figure.view)")
                taken.append(folder / f"{name}-{language}-{width}-{scheme}.png")
                page.screenshot(path=taken[-1], full_page=True, clip=_at_most(page, width))
            page.close()
        browser.close()
    return taken


def _at_most(page: Page, width: int, most: int = 4000) -> FloatRect:
    """The top of the page: a list of hundreds of rows looks alike all the way down."""
    tall = page.evaluate("document.documentElement.scrollHeight")
    return {"x": 0, "y": 0, "width": width, "height": min(most, tall)}


if __name__ == "__main__":
    for picture in photograph(Path(sys.argv[1] if len(sys.argv) > 1 else "target/screenshots"), sys.argv[2:]):
        print(picture)
