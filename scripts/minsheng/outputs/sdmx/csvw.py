"""The SDMX-CSV file described as CSV on the Web, for readers that know tables and not SDMX."""

from __future__ import annotations

import json
from pathlib import Path

from minsheng.outputs.sdmx.structure import ATTRIBUTES, DIMENSIONS, MEASURE, OPTIONAL

_ABOUT_SDMX = {
    "STRUCTURE": "What the next column names: dataflow.",
    "STRUCTURE_ID": "The dataflow that explains the columns (structure.xml).",
    "ACTION": "I: the rows are all there is.",
}
_TYPES = {"Decimal": "decimal", "Integer": "integer"}


def path_beside(data: Path) -> Path:
    """Return where readers of CSV on the Web look for the metadata of a file."""
    return data.with_name(f"{data.name}-metadata.json")


def write(data: Path) -> None:
    """Write the metadata of a data file beside it.

    Args:
        data: the SDMX-CSV file, with one column for each component.
    """
    columns = [
        {"name": name, "titles": name, "dc:description": about, "datatype": "string", "required": True}
        for name, about in _ABOUT_SDMX.items()
    ]
    for name, (title, about, representation) in (DIMENSIONS | MEASURE | ATTRIBUTES).items():
        columns.append(
            {
                "name": name,
                "titles": name,
                "dc:title": title,
                "dc:description": about,
                "datatype": _TYPES.get(representation, "string"),
                "required": name not in OPTIONAL,
            }
        )
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": data.name,
        "dc:title": "Targets and recorded values of Chinese local public-service plans",
        "tableSchema": {"columns": columns, "primaryKey": list(DIMENSIONS)},
    }
    path_beside(data).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
