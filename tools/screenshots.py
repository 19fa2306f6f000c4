"""Photograph every page of the atlas, on a desk in both languages and on a phone, for people to look at.

Usage: screenshots.py [FOLDER], by default target/screenshots; reads the published warehouse.
"""

import shutil
import sys
from pathlib import Path

import duckdb
from playwright.sync_api import FloatRect, Page, sync_playwright

from minsheng import paths
from minsheng.outputs.atlas import site as atlas

PAGES = {
    "compare-start": "compare.html",
    "compare-carers": "compare.html#query=carers&indicator=elder_certified_carers_per_10000",
    "compare-beds": "compare.html#query=nursing+beds&indicator=elder_nursing_bed_share",
    "compare-sports": "compare.html#indicator=cult_sports_area_per_person",
    "compare-places": "compare.html#indicator=house_shantytown_resettlement_in_progress",
    "trajectories": "trajectories.html#domain=health",
    "trajectories-old-age": "trajectories.html#domain=elderly_care",
    "progress": "progress.html#plan=wenzhou-2021",
    "progress-audit": "progress.html#target=wenzhou-2021%405981",
    "findings": "findings.html#severity=critical",
    "plans": "plans.html",
    "plan": "plan-wenzhou-2025.html",
    "about": "about.html",
}
SIZES = {"desk": (1280, 900), "phone": (375, 800)}


def photograph(folder: Path) -> list[Path]:
    """Write the atlas and the pictures of its pages into a folder."""
    site = folder / "atlas"
    with duckdb.connect(str(paths.warehouse()), read_only=True) as connection:
        atlas.write(connection, site)
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for language in ("en", "zh"):
                for name, address in PAGES.items():
                    page.goto(f"file://{site.resolve()}/{language}/{address.replace('#', f'?{name}#')}")
                    page.wait_for_timeout(400)
                    taken.append(folder / f"{name}-{language}-{size}.png")
                    page.screenshot(path=taken[-1], full_page=True, clip=_at_most(page, width))
        browser.close()
    return taken


def _at_most(page: Page, width: int, most: int = 4000) -> FloatRect:
    """The top of the page: a list of hundreds of rows looks alike all the way down."""
    tall = page.evaluate("document.documentElement.scrollHeight")
    return {"x": 0, "y": 0, "width": width, "height": min(most, tall)}


if __name__ == "__main__":
    for picture in photograph(Path(sys.argv[1] if len(sys.argv) > 1 else "target/screenshots")):
        print(picture)
