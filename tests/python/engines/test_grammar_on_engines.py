"""Every engine reads the texts of the value grammar alike; a macro that is wrong for one of them is seen at once."""

import csv
import json
import shutil
import subprocess

import duckdb
import pytest

from engines.targets import ENGINES, Postgres
from helpers import HANG, ROOT
from minsheng.inputs import grammar

COLUMNS = [*grammar.COLUMNS, "part_count"]


def query(engine: str, text: str) -> str:
    """SQL that reads all texts of the suite on an engine: number and reading, in order."""
    macros = grammar.macros_of(engine, text)
    with (ROOT / "tests/python/value_expressions.csv").open(encoding="utf-8") as file:
        texts = sorted(
            {row["value_text"] for row in csv.DictReader(file)} | {"各县（市、区）、2家", "", "\u3000≥96%\u00a0"}
        )
    rows = ", ".join(f"({n}, '{text}', '')" for n, text in enumerate(texts))
    columns = ", ".join(f"coalesce({macros['as_text'](column)}, '-')" for column in COLUMNS)
    parts = macros["count_matches"]("value_text", macros["document_number_pattern"]())
    words = macros["matches"]("value_text", macros["coverage_word_pattern"]())
    return (
        "with given as (select * from (values " + rows + ") as listed (n, value_text, shared_operator)),"
        f" parsed as ({macros['parse_values']('given')}),"
        f" bodies as ({macros['split_organizations']('given', ['n'], 'value_text')}),"
        f" counted as (select parsed.*, {parts} as part_count, {macros['clean_text']('value_text')} as trimmed,"
        f" {words} as is_word from parsed)"
        f" select n, concat_ws('|', {columns}, trimmed, {macros['as_text']('is_word')}) as reading from counted"
        " union all select n, printed_name as reading from bodies order by n, reading"
    )


def on_duckdb() -> list[str]:
    with duckdb.connect() as connection:
        return [f"{n}|{reading}" for n, reading in connection.sql(query("duckdb", grammar.source())).fetchall()]


def on_postgres(server: Postgres, text: str) -> list[str]:
    return server.sql(query("postgres", text)).splitlines()


def test_postgres_reads_every_text_as_duckdb_does(postgres: Postgres) -> None:
    ours = on_duckdb()
    assert len(ours) > 300
    assert on_postgres(postgres, grammar.source()) == ours


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("regexp_like({{ text }}, '{{ pattern }}')", "regexp_like({{ text }}, '^(?:{{ pattern }})')"),
        ("{{ groups }}[{{ position }}]", "{{ groups }}[{{ position + 1 }}]"),
        ("(regexp_match({{ text }}, '{{ pattern }}'))[{{ group }}]", "(regexp_match({{ text }}, '{{ pattern }}'))[2]"),
        ("unnest(string_to_array({{ text }}, '{{ separator }}'))", "unnest(array[{{ text }}])"),
        ("regexp_count({{ text }}, '{{ pattern }}')", "regexp_count({{ text }}, '{{ pattern }}', 2)"),
        ("cast({{ numerator }} as numeric) / nullif", "1 + cast({{ numerator }} as numeric) / nullif"),
    ],
)
def test_a_macro_that_is_wrong_for_postgres_is_seen(postgres: Postgres, right: str, wrong: str) -> None:
    text = grammar.source()
    assert right in text
    assert on_postgres(postgres, text.replace(right, wrong)) != on_duckdb()


SPARK = """
import json, sys
from pyspark.sql import SparkSession
session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
queries = json.load(sys.stdin)
json.dump([[f"{n}|{reading}" for n, reading in session.sql(query).collect()] for query in queries], sys.stdout)
"""

SPARK_MUTANTS = [
    ("regexp_like({{ text }}, r'{{ pattern }}')", "regexp_like({{ text }}, r'^(?:{{ pattern }})')"),
    ("| replace('\\\\', '$')", ""),  # a group of the replacement is not \\1 on Spark
    ("explode(split({{ text }}, '{{ separator }}'))", "explode(array({{ text }}))"),
    ("size(regexp_extract_all(", "1 + size(regexp_extract_all("),
    (
        "cast(cast({{ numerator }} as decimal(24, 6)) / nullif",
        "cast(1 + cast({{ numerator }} as decimal(24, 6)) / nullif",
    ),
]


def test_spark_reads_every_text_as_duckdb_does_and_each_wrong_macro_is_seen() -> None:
    if not shutil.which("java"):
        pytest.skip("there is no Java here (apt-get install openjdk-17-jre-headless)")
    text = grammar.source()
    for right, _ in SPARK_MUTANTS:
        assert text.count(right) == 1, right
    queries = [query("spark", text), *(query("spark", text.replace(*mutant)) for mutant in SPARK_MUTANTS)]
    command = [str(ENGINES / "bin" / "python"), "-c", SPARK]
    done = subprocess.run(command, input=json.dumps(queries), capture_output=True, encoding="utf-8", timeout=HANG)
    assert done.returncode == 0, done.stderr[-2000:]
    read, *mutated = json.loads(done.stdout)
    assert read == on_duckdb()
    for (right, wrong), readings in zip(SPARK_MUTANTS, mutated, strict=True):
        assert readings != read, f"{right} -> {wrong}"
