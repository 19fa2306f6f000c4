"""The published file is read and nothing else: how it is opened, which statements run, how a bad file is answered."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from helpers import ROOT
from minsheng.warehouse import published, statements
from reading_commands import COMMANDS, fail_with_one_message, files, run


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


@pytest.fixture
def opened(small: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with published.connect(small) as connection:
        yield connection


READING = """
select 1
from dim_plan
FROM dim_plan SELECT plan_id -- ; copy x to 'y'
(select 1)
values (1), (2)
table dim_plan
with a as (select 1) from a
with recursive a as (select 1 as n union all select n + 1 from a where n < 3) from a
show tables
show databases
describe dim_plan
summarize dim_plan
pivot dim_plan on region_code using count(*)
from (pivot dim_plan on region_code using count(*))
unpivot (select 1 as a, 2 as b) on a, b
pragma version
pragma table_info('dim_plan')
explain select 1
explain (select 1)
explain analyze from dim_plan
EXPLAIN (ANALYZE, FORMAT JSON) select 1
explain /* copy */ analyze with a as (select 1) from a
explain show tables
from duckdb_tables()
from query_table('dim_plan')
from range(3)
select 'copy x to y; drop table z', $$ ; attach $$
select enable_logging from (select 1 as enable_logging)
select '中文；;', '😀;' as "copy (select 1) to 'x';"
""".strip().splitlines()


@pytest.mark.parametrize("sql", READING)
def test_what_reads_is_answered(sql: str, small: Path) -> None:
    before = files(small.parent)
    result = run("query", sql)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout
    assert files(small.parent) == before


ACTING = """
COPY|copy (select 1) to 'x.csv'
COPY|copy (select 1) to 'data/minsheng.duckdb'
COPY|copy (select 1) to '{warehouse}' (use_tmp_file false)
COPY|copy (select 1) to '{warehouse}.wal'
COPY|copy dim_plan from 'x.csv'
COPY|select 1; copy (select 1) to '{warehouse}' (use_tmp_file false)
EXPLAIN … COPY|explain copy (select 1) to 'x.csv'
EXPLAIN … COPY|explain analyze copy (select 1) to '{warehouse}' (use_tmp_file false)
EXPLAIN … COPY|explain /* select */ analyze /* 1 */ copy (select 1) to '{warehouse}' (use_tmp_file false)
EXPLAIN … COPY|EXPLAIN (ANALYZE, FORMAT JSON) COPY (select 1) TO '{warehouse}' (use_tmp_file false)
EXPLAIN … CREATE|explain analyze create temp table x as select 1
EXPLAIN … CALL|explain analyze call enable_logging()
EXPLAIN … DELETE|explain analyze with a as (select 1) delete from dim_plan
EXPORT|export database '{warehouse}.tmp'
ATTACH|attach '{warehouse}.tmp/x.duckdb' as x (read_write)
DETACH|detach minsheng
CREATE|create table x as select 1
CREATE|create temp table x as select 1
CREATE|create type x as enum ('a'); select 1
CREATE|create secret x (type http)
INSERT|insert into dim_plan from dim_plan
WITH … INSERT|with a as (from dim_plan) insert into dim_plan from a
UPDATE|update dim_plan set plan_id = ''
DELETE|delete from dim_plan
TRUNCATE|truncate dim_plan
MERGE|merge into dim_plan using dim_plan as d using (plan_id) when matched then delete
ALTER|alter table dim_plan add column x integer
COMMENT|comment on table dim_plan is 'x'
DROP|drop table dim_plan
SET|set threads = 1
SET|set variable x = 1
RESET|reset threads
USE|use main
PRAGMA|pragma enable_profiling
PRAGMA|pragma threads = 1
PRAGMA|pragma copy_database('a', 'b')
CALL|call enable_logging()
LOAD|load json
INSTALL|install httpfs
CHECKPOINT|checkpoint
FORCE|force checkpoint
VACUUM|vacuum
ANALYZE|analyze
BEGIN|begin
PREPARE|prepare x as select 1
EXECUTE|execute x
DEALLOCATE|deallocate x
enable_logging()|from enable_logging(storage = 'file', storage_path = '{warehouse}.tmp')
enable_logging()|select 1; select * from main . "Enable_Logging" /* x */ ()
enable_profiling()|from enable_profiling(save_location = '{warehouse}.tmp/x.json')
checkpoint()|from checkpoint()
query()|from query('from enable_' || 'logging()')
json_execute_serialized_sql()|from json_execute_serialized_sql(json_serialize_sql('from enable_logging()'))
""".strip().splitlines()


@pytest.mark.parametrize(("kind", "sql"), [line.split("|", 1) for line in ACTING])
def test_what_does_more_than_read_is_refused_before_it_acts(kind: str, sql: str, small: Path) -> None:
    before = files(small.parent.parent)
    result = run("query", sql.format(warehouse=small))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"minsheng: {kind} does more than read, so nothing was run")
    assert len(result.stderr.splitlines()) == 1
    assert files(small.parent.parent) == before


def test_every_table_function_of_duckdb_is_known(opened: duckdb.DuckDBPyConnection) -> None:
    """A new release may bring one that acts; whoever raises the version looks at what it does."""
    found = opened.execute(
        "select distinct function_name from duckdb_functions() where function_type in ('table', 'table_macro')"
    ).fetchall()
    reads = (
        "duckdb_.*|pragma_.*|read_.*|parquet_.*|json_each|json_tree|sniff_csv|glob|range|generate_series|unnest"
        "|repeat|repeat_row|histogram|histogram_values|summary|query_table|seq_scan|which_secret|test_all_types"
        "|test_vector_types|icu_calendar_names|pg_timezone_names|arrow_scan|arrow_scan_dumb|pandas_scan|python_map_function"
    )
    names = pl.Series([name for (name,) in found])
    unknown = names.filter(~names.str.contains(f"^({reads})$")).to_list()
    assert sorted(unknown) == sorted(statements.ACTING_FUNCTIONS)


@pytest.mark.parametrize(
    "sql",
    [
        "from read_text('secret.txt')",
        "from read_csv('{folder}/secret.txt')",
        "from 'secret.txt'",
        "from glob('*')",
        "from glob('/etc/*')",
        "from duckdb_secrets()",
        "select getenv('HOME')",
        "import database '{folder}'",
        "pragma import_database('{folder}')",
    ],
)
def test_nothing_beside_the_warehouse_can_be_read(sql: str, small: Path) -> None:
    (small.parent.parent / "secret.txt").write_text("secret")
    result = run("query", sql.format(folder=small.parent.parent))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("minsheng: ")


def test_the_variables_of_the_program_are_no_tables(opened: duckdb.DuckDBPyConnection) -> None:
    frame = pl.DataFrame({"a": [1]})
    with pytest.raises(duckdb.CatalogException, match="frame"):
        opened.sql("from frame")
    assert frame.height == 1


@pytest.mark.parametrize("setting", ["enable_external_access", "autoload_known_extensions", "lock_configuration"])
def test_a_connection_cannot_take_back_its_settings(setting: str, opened: duckdb.DuckDBPyConnection) -> None:
    before = opened.execute("select current_setting(?)", [setting]).fetchone()
    with pytest.raises(duckdb.InvalidInputException, match="locked"):
        opened.execute(f"set {setting} = {before != (True,)}")
    assert opened.execute("select current_setting(?)", [setting]).fetchone() == before


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("", "there is no statement"),
        (" ; -- nothing\n;", "there is no statement"),
        ("select 1\0; drop table dim_plan", "NUL"),
        ("select", "Parser Error"),
        ("select '", "Parser Error"),
        ("select 1; from nothing_like_it", "there is no table nothing_like_it"),
        ("select 1; select cast('x' as integer)", "Conversion Error"),
        ("select ?", "prepared parameter"),
    ],
)
def test_wrong_sql_is_answered_with_a_message_and_nothing_else(sql: str, says: str, small: Path) -> None:
    result = run("query", "-", input=sql)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_sql_that_is_no_text_is_refused(small: Path) -> None:
    result = run("query", "-", input=b"select '\xff'")
    assert (result.exit_code, result.stderr) == (2, "minsheng: the SQL is no UTF-8\n")


def test_several_statements_are_answered_in_order(small: Path) -> None:
    result = run("query", "select 1 as a; select 2 as b; show tables;")
    assert result.stdout.split() == ["a", "1", "b", "2", "name", "dim_plan"]


@pytest.mark.parametrize("option", [["--format", "csv"], ["--format", "json"], ["--output", "x.csv"]])
def test_a_file_holds_the_rows_of_one_statement(option: list[str], small: Path) -> None:
    result = run("query", "select 1; select 2", *option)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there are 2 statements" in result.stderr
    assert not Path("x.csv").exists()


def test_ctrl_c_ends_a_query_without_a_traceback(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(statements, "answer", interrupted)
    assert run("query", "select 1").exit_code == 130


# Files that are no warehouse


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def foreign(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table customers as select 1 as a")


def of_another_version(path: Path) -> None:
    """The version of the storage format is a number in the head."""
    content = bytearray(path.read_bytes())
    content[12] += 100
    path.write_bytes(content)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, tuple[Callable[[Path], object], int]] = {
    "missing": (Path.unlink, 2),
    "empty": (lambda path: path.write_bytes(b""), 4),
    "no database": (lambda path: path.write_bytes(b"1\n1\n" * 9999), 4),
    "truncated": (truncated, 4),
    "foreign": (foreign, 4),
    "of another version": (of_another_version, 4),
    "a folder": (folder, 4),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_is_no_warehouse_is_answered_with_one_message(damage: str, small: Path) -> None:
    change, exit_code = DAMAGES[damage]
    change(small)
    fail_with_one_message(COMMANDS, exit_code, str(small))


def test_a_warehouse_of_another_version_is_answered_with_one_message(small: Path) -> None:
    asking = [command for command in COMMANDS if command[0] not in ("query", "describe", "docs")]
    fail_with_one_message(asking, 4, "is not of this version of minsheng")


HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_a_file_that_another_process_writes_is_named_with_that_process(small: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(small)]
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        fail_with_one_message(COMMANDS, 3, f"process {holder.pid} has {small} open for writing")
        holder.stdin.close()


def test_nothing_opens_the_published_file_in_another_way() -> None:
    """Who else calls duckdb.connect opens memory, or a file that is being made."""
    allowed = {"published.py", "parquet.py", "gate.py", "history.py", "increments.py", "profile.py", "register.py"}
    allowed |= {"adoption.py", "fetching.py"}
    for path in (ROOT / "scripts").rglob("*.py"):
        text = path.read_text("utf-8")
        calls = [call for call in text.split("duckdb.connect(")[1:] if not call.startswith((")", "config="))]
        assert not calls or path.name in allowed, path
