"""The register of known findings, compared with what the rules have found."""

from __future__ import annotations

from pathlib import Path

from minsheng.messages import Message


def solved(built: Path) -> list[Message]:
    """Return a notice for each registered finding that a build no longer has, in order of key.

    A new record may solve one: the build is sound then, and the row of the register has had its day.

    Args:
        built: the warehouse of the build.
    """
    import duckdb

    with duckdb.connect(str(built), read_only=True) as connection:
        keys = connection.execute(
            "select finding_key from dim_known_finding anti join fct_finding using (finding_key) order by all"
        ).fetchall()
    return [
        Message(
            "seeds/reference/known_findings.csv: {key} no longer occurs; remove its row (docs/consistency.md)", key=key
        )
        for (key,) in keys
    ]
