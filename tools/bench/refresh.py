"""Refreshes of a checkout of the project, in a folder of their own."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench import generate, measure
from bench.generate import World

ROOT = Path(__file__).parents[2]


@dataclass
class Place:
    """A folder with a warehouse of its own, built by one checkout."""

    folder: Path
    project: Path = ROOT

    @property
    def environment(self) -> dict[str, str]:
        """What a command of the project reads, with the checkout's own package."""
        return {
            **os.environ,
            "PYTHONPATH": str(self.project / "scripts"),
            "MINSHENG_PROJECT": str(self.project),
            "MINSHENG_DATABASE": str(self.folder / "minsheng.duckdb"),
            "MINSHENG_LANDING": str(self.folder / "landing"),
        }

    @property
    def from_scratch(self) -> str:
        """The option that builds everything; an earlier version always does."""
        return "--full" if (self.project / "scripts/minsheng/warehouse/increments.py").exists() else "--force"

    def land(self, world: World | None) -> int:
        """Write a world's files, or none, into the landing folder."""
        landing = self.folder / "landing"
        landing.mkdir(parents=True)
        return generate.land(landing, world, self.project) if world else 0

    def refresh(self, *options: str) -> dict[str, Any]:
        """Refresh, and return what it cost, the seconds of its phases and the bytes that it published."""
        command = [sys.executable, "-m", "minsheng", "refresh", "--json", "--keep", "0", *options]
        cost = measure.run(command, self.environment)
        result = json.loads(cost.output.splitlines()[-1])
        figures = {key: value for key, value in asdict(cost).items() if key != "output"}
        return figures | {
            "phases": {name: round(seconds, 2) for name, seconds in result["seconds"].items()},
            "values": result["rows"]["fct_plan_value"],
            "file_bytes": (self.folder / "minsheng.duckdb").stat().st_size,
            "export_bytes": measure.size((self.folder / "exports/parquet").resolve()),
        }


def unchanged(place: Place) -> dict[str, float]:
    """Return the CPU seconds of a refresh that has nothing to do, beside the bare interpreter's."""
    command = [sys.executable, "-m", "minsheng", "refresh"]
    bare = [measure.run([sys.executable, "-c", "pass"], place.environment).cpu for _ in range(10)]
    idle = [measure.run(command, place.environment).cpu for _ in range(10)]
    return {"unchanged": sorted(idle)[5], "python": sorted(bare)[5]}
