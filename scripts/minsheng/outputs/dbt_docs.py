"""The documentation of the models as one static page: dbt's own site, with everything in the file."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path

from minsheng import paths
from minsheng.warehouse import dbt as dbt_run
from minsheng.warehouse import history

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline';"
    " img-src data:; font-src data:"
)
"""What the page may load: nothing but itself."""

_FOOT = (
    '<footer style="position:fixed;bottom:0;right:0;padding:2px 8px;background:#fff;font:12px sans-serif">'
    "build {}</footer>"
)


class DocsFailed(Exception):
    """dbt could not generate the documentation."""


def render() -> str:
    """Return the page: models, columns, lineage, SQL, and the catalog of the published warehouse.

    dbt opens DuckDB for writing, so it gets a copy of the warehouse; the published file is only read.

    Raises:
        DocsFailed: the project does not parse, or dbt wrote no page.
    """
    root = paths.root()
    with tempfile.TemporaryDirectory(prefix="minsheng-docs-") as name:
        folder = Path(name).resolve()
        copy = folder / paths.warehouse().name
        shutil.copyfile(paths.warehouse(), copy)
        try:
            arguments = ["docs", "generate", "--static", "--log-path", str(folder)]
            outcome = dbt_run.invoke(arguments, copy, folder, folder)
        finally:
            dbt_run.close()
        if not outcome.success:
            raise DocsFailed(str(outcome.exception or "dbt generated no documentation"))
        build = history.build_of(copy)
        text = (folder / "static_index.html").read_text("utf-8")
        return closed(text, [folder, root], build.build_id if build else "")


def closed(page: str, folders: list[Path], build_id: str = "") -> str:
    """Make dbt's page speak of the project alone, and load nothing.

    dbt's page names an icon that it does not bring, asks for others by a template's placeholder, holds a tracking
    script (off in dbt_project.yml), and the paths of the machine that it was made on.

    Args:
        page: HTML as dbt writes it.
        folders: paths to take out.
        build_id: the build that the page shows, for its title and its foot.
    """
    page = re.sub(r'<link rel="(?:canonical|shortcut icon)"[^>]*>', "", page)
    page = page.replace('"//d1fc8wv8zag5ca.cloudfront.net/2.9.0/sp.js"', '""')
    title = f"minsheng 民生 · build {build_id}" if build_id else "minsheng 民生"
    page = page.replace("<title>dbt Docs</title>", f"<title>{title}</title>")
    before, end, after = page.rpartition("</body>")
    page = f"{before}{_FOOT.format(build_id)}{end}{after}" if build_id else page
    page = page.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{POLICY}"/>', 1)
    page = page.replace('xlink:href="{{', 'ng-attr-href="{{')
    for folder in folders:
        path = json.dumps(str(folder))
        page = page.replace(path[1:-1] + "/", "").replace(path, '"."')
    return page
