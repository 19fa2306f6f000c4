"""Whether any node grows faster than its rows, from one size to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ALLOWED_CPU = 1.6
"""A node may take so many times the CPU seconds a value; caches and spilling cost something."""
ALLOWED_ROWS = 1.25
"""And its operators may hand on so many times the rows a value: that hardly varies."""
LEAST_CPU, LEAST_ROWS = 2.0, 1_000_000
"""Below these, of the larger size, nothing is said: fixed costs blur it."""


@dataclass(frozen=True)
class Growth:
    """How a node grew, a value."""

    name: str
    cpu: float
    rows: float
    is_too_fast: bool


def compare(small: dict[str, Any], large: dict[str, Any]) -> list[Growth]:
    """Return the growth of each node, the fastest first.

    Args:
        small: figures of a size: `values`, and `nodes` of the compiled SQL with name, cpu and rows.
        large: those of a larger one.
    """
    times = large["values"] / small["values"]
    before = {node["name"]: node for node in small["nodes"]}
    found = []
    for node in large["nodes"]:
        if node["name"] in before:
            old = before[node["name"]]
            cpu = node["cpu"] / max(old["cpu"], 0.02) / times
            rows = node["rows"] / max(old["rows"], 1) / times
            too_slow = node["cpu"] >= LEAST_CPU and cpu > ALLOWED_CPU
            too_many = node["rows"] >= LEAST_ROWS and rows > ALLOWED_ROWS
            found.append(Growth(node["name"], cpu, rows, too_slow or too_many))
    return sorted(found, key=lambda one: max(one.cpu, one.rows), reverse=True)


def of(figures: dict[str, Any]) -> list[Growth]:
    """Return the growth of each node between the two largest sizes whose SQL was run alone."""
    sizes = [size for size in figures["sizes"] if size["asked"] and "sql" in size]
    if len(sizes) < 2:
        return []
    small, large = ({"values": size["first"]["values"], "nodes": size["sql"]["nodes"]} for size in sizes[-2:])
    return compare(small, large)
