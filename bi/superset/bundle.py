"""Write the import bundle of this folder as the ZIP file that Superset imports, for a warehouse at a given path.

python bi/superset/bundle.py data/minsheng.duckdb minsheng-superset.zip
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parent
PLACEHOLDER = "duckdb:///minsheng.duckdb"
"""The address in databases/minsheng.yaml; Superset needs the absolute path of the file in its place."""


def write(warehouse: Path, bundle: Path) -> None:
    """Write the bundle.

    Args:
        warehouse: the published file, as Superset will find it.
        bundle: ZIP file to write.

    Raises:
        ValueError: the database of the bundle has lost its placeholder.
    """
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(FOLDER.rglob("*.yaml")):
            text = path.read_text("utf-8")
            if path.parent.name == "databases":
                if PLACEHOLDER not in text:
                    raise ValueError(f"{path} does not hold {PLACEHOLDER}")
                text = text.replace(PLACEHOLDER, f"duckdb:///{warehouse.resolve()}")
            archive.writestr(str(Path("minsheng") / path.relative_to(FOLDER)), text)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    write(Path(sys.argv[1]), Path(sys.argv[2]))
