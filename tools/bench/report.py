"""Figures as the tables of docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bench import growth

Row = Iterable[object]
PEERS = {
    "sql": "the compiled SQL alone, with tests",
    "models": "the compiled SQL alone, without tests",
    "best": "rows to facts, hand-written",
    "sqlmesh": "SQLMesh, without tests",
}
SHOWN = 12


def render(figures: dict[str, Any]) -> str:
    """Return all tables of a run, with a heading each."""
    machine = figures["machine"]
    parts = [
        f"{machine['cores']} cores, {machine['memory'] / 2**30:.0f} GiB; Python {machine['python']}, "
        f"DuckDB {machine['duckdb']}; commit {figures['commit']}.",
        "## Refreshes",
        _refreshes(figures["sizes"]),
        "## Peers",
        _peers(figures["sizes"]),
    ]
    if grown := growth.of(figures):
        rows = [(one.name, f"{one.cpu:.2f}", f"{one.rows:.2f}", "too fast" * one.is_too_fast) for one in grown[:SHOWN]]
        parts += ["## Growth of nodes, a value", _table(("node", "CPU", "rows handed on", ""), rows)]
    return "\n\n".join(parts)


def _refreshes(sizes: list[dict[str, Any]]) -> str:
    header = ("values", "refresh", "CPU, s", "time, s", "peak, GiB", "file, MB", "exports, MB", "longest phases, s")
    rows = []
    for size in sizes:
        for key in ("first", "full", "month", "other_first", "other_full", "other_month"):
            if found := size.get(key):
                rows.append((f"{found['values']:,}", _named(key), *_costs(found), *_bytes(found), _phases(found)))
    return _table(header, rows)


def _named(key: str) -> str:
    *other, kind = key.split("_")
    names = {"first": "nothing published", "full": "all again", "month": "one more month"}
    return names[kind] + ", other checkout" * bool(other)


def _costs(found: dict[str, Any]) -> Row:
    return f"{found['cpu']:.1f}", f"{found['wall']:.1f}", f"{found['peak'] / 2**30:.2f}"


def _bytes(found: dict[str, Any]) -> Row:
    return f"{found['file_bytes'] / 1e6:,.1f}", f"{found['export_bytes'] / 1e6:,.1f}"


def _phases(found: dict[str, Any]) -> str:
    longest = sorted(found["phases"].items(), key=lambda phase: -phase[1])[:5]
    return ", ".join(f"{name} {seconds:.1f}" for name, seconds in longest)


def _peers(sizes: list[dict[str, Any]]) -> str:
    header = ("values", "what", "CPU, s", "time, s", "peak, GiB", "refresh / this, CPU")
    rows = []
    for size in sizes:
        whole = size.get("full") or size["first"]
        for key, name in PEERS.items():
            if found := size.get(key):
                ratio = f"{whole['cpu'] / found['cpu']:.2f}"
                rows.append((f"{size['first']['values']:,}", name, *_costs(found), ratio))
    return _table(header, rows)


def _table(header: Row, rows: Iterable[Row]) -> str:
    cells = [list(map(str, row)) for row in (header, *rows)]
    rule = ["---" if n < 2 else "---:" for n in range(len(cells[0]))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (cells[0], rule, *cells[1:]))
