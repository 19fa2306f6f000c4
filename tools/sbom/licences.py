"""Keep of a bill of materials what requirements.lock names, and refuse a licence that nobody has allowed.

The bill is CycloneDX, made of the environment by cyclonedx-py, whose development tools are left out here.

    python -m sbom.licences FOUND LOCK WRITTEN
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ALLOWED = {
    *(
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "PSF-2.0",
        "Zlib",
    ),
    "MPL-2.0",  # copyleft by file: certifi, pathspec and tqdm are used as they are
}
CLASSIFIERS = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
READ = {
    "protobuf": "BSD-3-Clause",  # in its LICENSE; its metadata name none
    "pypdfium2": "BSD-3-Clause",  # or Apache-2.0; PDFium, which it brings, is BSD-3-Clause
    "text-unidecode": "Artistic-1.0-Perl",  # or GPL: the choice is ours
}
"""What a person has read where the metadata say nothing, or offer a choice."""


def licence(component: dict[str, Any]) -> str:
    """Return the licence of a component as an SPDX expression, as its metadata have it; '' where they name none."""
    if component["name"] in READ:
        return READ[component["name"]]
    named = []
    for entry in component.get("licenses", []):
        found = entry.get("expression") or entry["license"].get("id") or entry["license"].get("name", "")
        named.append(CLASSIFIERS.get(found, found))
    return " AND ".join(dict.fromkeys(named))


def is_allowed(expression: str) -> bool:
    """Whether a licence may be used: all parts of it, or all of one that may be chosen."""
    allowed = ALLOWED | set(READ.values())
    choices = expression.replace("(", "").replace(")", "").split(" OR ")
    return any(all(part in allowed for part in choice.split(" AND ")) for choice in choices)


def locked(lock: str) -> set[str]:
    """Return the names of the packages in a lock file."""
    return set(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==", lock, re.MULTILINE))


def main(found: Path, lock: Path, written: Path) -> None:
    """Write the bill of what is locked, and say which licences it has.

    Raises:
        SystemExit: a licence is not allowed; nothing is written.
    """
    bill = json.loads(found.read_text("utf-8"))
    names = locked(lock.read_text("utf-8"))
    bill["components"] = [one for one in bill["components"] if re.sub("[._-]+", "-", one["name"]).lower() in names]
    refs = {one["bom-ref"] for one in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    bill["dependencies"] = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", []) if ref in refs]}
        for one in bill.get("dependencies", [])
        if one["ref"] in refs
    ]
    licences = {one["name"]: licence(one) for one in bill["components"]}
    refused = {name: found for name, found in licences.items() if not is_allowed(found)}
    if refused:
        lines = [f"{name}: {found or 'no licence named'}" for name, found in sorted(refused.items())]
        raise SystemExit("\n".join(["licences that tools/sbom/licences.py does not allow:", *lines]))
    written.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for expression, count in Counter(licences.values()).most_common():
        print(f"{count:4} {expression}")
    print(f"{len(licences)} packages: {written}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
