"""A published file that is damaged, and results larger than memory."""

from pathlib import Path

import duckdb
import pytest

from minsheng.warehouse import published
from reading_commands import COMMANDS, fail_with_one_message, files


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of one table."""
    path = tmp_path_factory.mktemp("table") / "minsheng.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table dim_plan as select 'wenzhou-2018' as plan_id, '330300' as region_code")
    return path


@pytest.fixture
def small(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it in a folder of its own; the working folder is the one above."""
    path = tmp_path / "data" / "minsheng.duckdb"
    path.parent.mkdir()
    path.write_bytes(table.read_bytes())
    monkeypatch.setenv("MINSHENG_DATABASE", str(path))
    monkeypatch.chdir(tmp_path)
    return path


def test_a_result_larger_than_memory_is_sorted_outside_the_folder(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, spilled = files(small.parent), tmp_path / "spilled"
    monkeypatch.setitem(published.CONFIG, "memory_limit", "60MB")
    monkeypatch.setitem(published.CONFIG, "temp_directory", str(spilled))
    query = "from (select md5(range::varchar) as a, range as n from range(2_000_000)) order by a limit 1_500_000"
    with published.connect(small) as connection:
        assert connection.execute(f"select count(*) from ({query})").fetchone() == (1_500_000,)
        assert list(spilled.iterdir()), "what did not fit went to disk"
        assert files(small.parent) == before
    assert not spilled.exists()


def test_a_damaged_block_is_answered_with_one_message(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head of the file is sound, its rows are not."""
    content = bytearray(warehouse.read_bytes())
    for start in range(3 * 4096 + 8, len(content), 262144):
        content[start + 100] ^= 1
    spoilt = tmp_path / "minsheng.duckdb"
    spoilt.write_bytes(content)
    monkeypatch.setenv("MINSHENG_DATABASE", str(spoilt))
    fail_with_one_message([["query", "from fct_plan_value"], *COMMANDS], 4, "")
