"""A registered finding that a build no longer has is a notice."""

from pathlib import Path

import duckdb

from minsheng.warehouse import register


def test_each_solved_finding_is_named_by_its_key(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "built.duckdb")) as connection:
        connection.execute("create table dim_known_finding as from (values ('b'), ('a'), ('c')) as t(finding_key)")
        connection.execute("create table fct_finding as from (values ('c'), ('d')) as t(finding_key)")
    assert register.solved(tmp_path / "built.duckdb") == [
        f"seeds/reference/known_findings.csv: {key} no longer occurs; remove its row (docs/consistency.md)"
        for key in "ab"
    ]
