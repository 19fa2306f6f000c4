"""The list of allowed licences, which `make sbom` holds the runtime against."""

import json
from pathlib import Path
from typing import Any

import pytest

from sbom import licences


def component(name: str, *found: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "bom-ref": name, "licenses": list(found)}


SOUND = component("rich", {"license": {"id": "MIT"}})
CHOICE = component("some.choice", {"expression": "GPL-3.0-only OR Apache-2.0 AND MIT"})
COPYLEFT = component(
    "krippendorff", {"license": {"name": "License :: OSI Approved :: GNU General Public License (GPL)"}}
)


def run(folder: Path, *components: dict[str, Any], lock: str) -> dict[str, Any]:
    bill = {"metadata": {"component": {"bom-ref": "root"}}, "components": components, "dependencies": []}
    (folder / "found.json").write_text(json.dumps(bill))
    (folder / "lock").write_text(lock)
    licences.main(folder / "found.json", folder / "lock", folder / "sbom.json")
    return dict(json.loads((folder / "sbom.json").read_text()))


def test_what_is_not_locked_is_not_in_the_bill(tmp_path: Path) -> None:
    bill = run(tmp_path, SOUND, CHOICE, COPYLEFT, lock="rich==1 \\\n    --hash=x\nsome-choice[a]==2\n")
    assert [one["name"] for one in bill["components"]] == ["rich", "some.choice"]


@pytest.mark.parametrize("refused", [COPYLEFT, component("krippendorff")])
def test_a_licence_that_nobody_has_allowed_is_refused(tmp_path: Path, refused: dict[str, Any]) -> None:
    with pytest.raises(SystemExit, match=r"krippendorff: (License|no licence named)"):
        run(tmp_path, SOUND, refused, lock="rich==1\nkrippendorff==1\n")
    assert not (tmp_path / "sbom.json").exists()
