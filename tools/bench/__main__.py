"""`python -m bench`: refreshes of several sizes and their peers, as JSON and as the tables of docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from bench import generate, growth, peers, refresh, report
from bench.generate import World
from bench.refresh import ROOT, Place

NATION = World(78_000_000, indicators=200, first_year=2016, suffix="parquet")
"""Some 3,000 places with 200 indicators each, recorded every month of ten years."""
LARGE = 5_000_000
"""Values from which on they land as Parquet."""


def main() -> None:
    """Measure, write the JSON, print the tables; end with 1 where a node grows too fast."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="landed values; 0 is the real data alone")
    parser.add_argument("--json", type=Path, default=ROOT / "target/bench.json", help="where the figures go")
    parser.add_argument("--project", type=Path, default=ROOT, help="the checkout to measure")
    parser.add_argument("--against", type=Path, help="another checkout, refreshed in turn with it")
    parser.add_argument("--only", choices=["refresh", "peers"], help="leave the peers out, or the past and the month")
    parser.add_argument("--nation", action="store_true", help="the long form: 76 million values, once")
    parser.add_argument("--show", type=Path, help="print the tables of figures measured before, and nothing else")
    options = parser.parse_args()
    if options.show:
        print(report.render(json.loads(options.show.read_text("utf-8"))))
        return
    sizes = options.sizes or [0, 100_000, 1_000_000, 10_000_000]
    worlds = [World(size, suffix="parquet" if size > LARGE else "csv") for size in sizes]
    worlds = [NATION] if options.nation else worlds
    figures: dict[str, Any] = {"machine": _machine(), "commit": _commit(options.project), "sizes": []}
    for world in worlds:
        figures["sizes"].append(_size(world, options))
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    print(report.render(figures))
    sys.exit(any(one.is_too_fast for one in growth.of(figures)))


def _size(world: World, options: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of one size."""
    with tempfile.TemporaryDirectory(prefix="minsheng-bench-") as scratch:
        place = Place(Path(scratch) / "own", options.project)
        found = _Figures(asked=world.values, landed=place.land(world if world.values else None))
        other = Place(Path(scratch) / "other", options.against) if options.against else None
        if other:
            other.land(world if world.values else None)
        both = {"": place, **({"other_": other} if other else {})}
        for name, one in both.items():
            found[f"{name}first"] = one.refresh("--force")
        if not world.values:
            found["idle"] = refresh.unchanged(place)
        if options.only != "peers" and not options.nation:
            for name, one in both.items():
                found[f"{name}full"] = one.refresh(one.from_scratch)
        if options.only != "refresh":
            found["sql"] = peers.compiled(place)
            found["models"] = peers.compiled(place, "models")
            found["best"] = peers.best(place)
            found["sqlmesh"] = peers.sqlmesh(place)
        if world.values and options.only != "peers":
            for name, one in both.items():
                found["month_rows"] = generate.land_next_month(one.folder / "landing", world)
                found[f"{name}month"] = one.refresh("--accept-loss")
        return found


class _Figures(dict[str, Any]):
    """Figures by name; what a run cost is told as soon as it has ended, for the next may take hours."""

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        shown = {key: one for key, one in value.items() if key != "nodes"} if isinstance(value, dict) else value
        print(f"{self['asked']:,} {name}: {shown}", file=sys.stderr, flush=True)


def _machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory": memory,
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }


def _commit(project: Path) -> str:
    command = ["git", "-C", str(project), "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    main()
