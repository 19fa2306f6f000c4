"""A scheduled refresh: does nothing when nothing changed, takes what has landed, survives being killed."""

import csv
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from helpers import CARERS, COLUMNS, HANG, PLAN, ROOT, edit, land, minsheng
from minsheng.warehouse import attempts, fingerprint, layout, lock, releases

pytestmark = pytest.mark.xdist_group("builds in the project itself")

HEAVY = {"dbt", "great_expectations", "polars", "pandas", "pyarrow", "duckdb", "click", "rich"}


@pytest.fixture
def published(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The session's warehouse with its build, to be spoilt."""
    for name, place in {
        "MINSHENG_PROJECT": ROOT,
        "MINSHENG_DATABASE": tmp_path / "minsheng.duckdb",
        "MINSHENG_LANDING": tmp_path / "landing",
    }.items():
        monkeypatch.setenv(name, str(place))
    (tmp_path / "landing").mkdir()
    (kept,) = [path for path in (warehouse.parent / "builds").glob("2*") if path.is_dir()]
    # Copies: links would share their marks with whatever other tests do to the session's build.
    shutil.copytree(kept, layout.folder(kept.name))
    releases.publish(kept.name)
    return tmp_path / "minsheng.duckdb"


def values(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        ((count,),) = connection.execute("select count(*) from fct_plan_value").fetchall()
    return int(count)


def test_an_unchanged_refresh_does_nothing_and_imports_nothing_heavy(published: Path) -> None:
    before = published.stat()
    code = "import sys; sys.argv = ['minsheng', 'refresh', '--json']; from minsheng.__main__ import main; main();"
    code += f"print(sorted({HEAVY!r} & {{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=HANG)
    answer = json.loads(done.stdout.partition("\n")[0])
    assert answer["status"] == "unchanged", answer
    imported = done.stdout.splitlines()[1]
    assert imported == "[]"
    assert (published.stat().st_ino, published.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    outcome = attempts.last_outcome()
    assert outcome
    assert outcome["status"] == "unchanged"


def test_an_unchanged_refresh_is_one_also_without_the_note_beside_the_warehouse(published: Path) -> None:
    (published.parent / "published.json").unlink()
    done = minsheng("refresh")
    assert done.returncode == 0
    assert done.stdout.startswith("nothing has changed since build 2")
    assert releases.recorded() is not None, "the note is there again"


def test_what_has_changed_is_named(scratch: Path, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute("select name, sha256, row_digests from meta.meta_input").fetchall()
    before = {name: (digest, rows) for name, digest, rows in found}
    copied = {name: digest for name, digest in fingerprint.digests().items() if name in before}
    assert fingerprint.changes({name: before[name] for name in copied}, copied) == []
    edit(scratch / PLAN, lambda rows: [row.update(note="changed") for row in rows[:3]])
    model = scratch / "models/analysis/mart_target_progress.sql"
    model.write_text(model.read_text("utf-8") + "\n", "utf-8")
    (scratch / "seeds/reference/domains.yml").unlink()
    (scratch / "macros/new.sql").write_text("{# nothing #}")
    now = fingerprint.digests()
    assert fingerprint.changes({name: before[name] for name in copied}, now) == [
        f"3 rows of {PLAN}",
        "gone: seeds/reference/domains.yml",
        "model mart_target_progress",
        "new: macros/new.sql",
    ]


def test_what_has_landed_is_published_and_reported_and_can_be_rolled_back(published: Path) -> None:
    """One refresh with a further plan of six values, a month's observation and text that means harm."""
    release = releases.recorded()
    assert release
    first = release.build_id
    before = values(published)
    with (ROOT / PLAN).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["statement_kind"] == "indicator_table"]
    harm = ["=1+1", "'; drop table fct_target; --", "../../etc/passwd", '"quoted", with a comma', "@SUM(A1)", "plain"]
    new = [
        {**row, "plan_id": "sample-2023", "value_id": f"sample-2023@{n}", "lead_organizations": "", "note": note}
        for n, (row, note) in enumerate(zip(rows[:6], harm, strict=True))
    ]
    land("plans/sample.csv", new, COLUMNS)
    land("observations/monthly (2025-06), =1+1.csv", [CARERS], COLUMNS)
    land(
        "reference/plans.csv",
        [
            {
                **next(r for r in csv.DictReader((ROOT / "seeds/reference/plans.csv").open(encoding="utf-8"))),
                "plan_id": "sample-2023",
                "region_code": "331081",
                "issued_on": "2023-07-14",
                "first_year": "2023",
                "last_year": "2027",
                "source_file": "sample.txt",
                "minimum_values": "6",
            }
        ],
        (ROOT / "seeds/reference/plans.csv").read_text("utf-8").splitlines()[0].split(","),
    )
    with (ROOT / "seeds/reference/indicator_matches.csv").open(encoding="utf-8", newline="") as file:
        used = {(row["label"], row["subgroup"]) for row in new}
        matches = [
            {**row, "plan_id": "sample-2023"}
            for row in csv.DictReader(file)
            if row["plan_id"] == "wenling-2023" and (row["label"], row["subgroup"]) in used
        ]
    land("reference/indicator_matches.sample.csv", matches, list(matches[0]))

    done = minsheng("refresh", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert answer["status"] == "published"
    assert "new: data/landing/plans/sample.csv" in answer["reasons"]
    assert any("sample-2023, of the place, years and subject of wenling-2023" in line for line in answer["warnings"])
    assert values(published) == before + 7
    with duckdb.connect(str(published), read_only=True) as connection:
        kept = connection.execute("select note from fct_plan_value where plan_id = 'sample-2023'").fetchall()
        assert {note for (note,) in kept} == set(harm), "text stays text"
        outcome = connection.execute(
            "select outcome_month, outcome_value_base, verdict from mart_target_progress"
            " where outcome_value_id = 'wenling-2023@2025-06-carers' and period_end_year = 2025"
            " and plan_id = 'wenling-2023'"
        ).fetchall()
        assert [(month, float(value), verdict) for month, value, verdict in outcome] == [
            (6, 2.56, "substantial_progress")
        ]
        drift = "select count(*) > 50, bool_and(moved_count <= room_count) from checks.ge_drift"
        assert connection.execute(drift).fetchone() == (True, True), "growth is no drift"
        changes = connection.execute(
            "select subject, change, count(distinct key) from meta.meta_change where key like '%carers'"
            " or key like 'sample%' group by all order by all"
        ).fetchall()
        assert ("value", "added", 7) in changes
        assert connection.execute("select count(*), max(build_id) from meta.meta_build").fetchone() == (
            2,
            answer["build_id"],
        )

    diff = minsheng("diff", first, answer["build_id"], COLUMNS="200")
    assert "wenling-2023@2025-06-carers" in diff.stdout
    back = minsheng("rollback")
    assert back.returncode == 0, back.stderr
    assert values(published) == before
    held = minsheng("refresh")
    assert held.stdout.startswith(f"build {first} stays published after a rollback")
    assert values(published) == before
    history = minsheng("history", COLUMNS="200").stdout
    assert [line.split()[2] for line in history.splitlines()[1:]] == ["rolled_back", "published", "published"]


def test_a_bad_landed_file_stops_the_refresh_and_nothing_else_moves(published: Path) -> None:
    good = land("observations/good.csv", [CARERS], COLUMNS)
    bad = land("observations/bad.csv", [{**CARERS, "value_id": "wenling-2023@x", "value_text": "很多"}], COLUMNS)
    before = published.stat().st_ino, good.read_bytes(), bad.read_bytes()
    done = minsheng("refresh")
    assert done.returncode == 2
    assert "observations/bad.csv:2: value_text: found '很多'; expected a form of the value grammar" in done.stderr
    assert "1 violation in the input files; nothing was built" in done.stderr
    assert "Traceback" not in done.stderr
    assert (published.stat().st_ino, good.read_bytes(), bad.read_bytes()) == before
    assert json.loads(minsheng("status", "--json").stdout)["last_attempt"]["status"] == "bad_input"


def test_a_log_beside_the_published_file_makes_it_be_built_anew(published: Path) -> None:
    from minsheng.__main__ import unchanged

    assert unchanged(["refresh"]) is not None
    layout.log_beside(published).write_bytes(b"someone wrote to the published file")
    assert unchanged(["refresh"]) is None


def test_a_second_refresh_at_once_says_who_is_building(published: Path) -> None:
    with lock.hold():
        done = minsheng("refresh", "--force", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["exit_code"] == 3
    assert f"process {os.getpid()} on" in json.loads(done.stdout)["message"]


@pytest.mark.parametrize("place", ["/proc/minsheng/minsheng.duckdb", "/dev/null/minsheng.duckdb"])
def test_a_folder_that_cannot_be_written_to_is_reported_in_one_message(place: str, tmp_path: Path) -> None:
    done = minsheng("refresh", MINSHENG_PROJECT=str(ROOT), MINSHENG_DATABASE=place)
    assert done.returncode == 4
    assert len(done.stderr.strip().splitlines()) == 1
    assert "the published warehouse is as it was" in done.stderr


def test_a_full_disk_leaves_the_published_warehouse_as_it_was(published: Path) -> None:
    """A limit on the size of a file is in for the disk: the write call fails in the same place."""
    before = published.stat().st_ino
    done = subprocess.run(
        [str(Path(sys.executable).with_name("minsheng")), "refresh", "--force"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000)),
        capture_output=True,
        text=True,
        timeout=HANG,
    )
    assert done.returncode == 4, done.stdout + done.stderr
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert published.stat().st_ino == before
    assert values(published) > 0


KILLED = """
import os, re, sys
from minsheng.__main__ import main

event, path = sys.argv[1:]

def die(happening, arguments):
    if happening == event and re.search(path, str(arguments[0])):
        os.kill(os.getpid(), 9)

sys.addaudithook(die)
sys.argv = ["minsheng", "refresh", "--force"]
main()
"""
KILLS = {
    "writing the rows that were checked": ("os.mkdir", "inputs/plan_values$"),
    "building a model": ("open", "/run/.*/fct_plan_value.sql$"),
    "writing what the gate found": ("open", "builds/.*gate.json$"),
}
"""Where the refresh is when it is killed, and the file operation that it does not come to."""


def test_a_refresh_that_is_killed_leaves_the_old_warehouse(published: Path) -> None:
    """Kills in the middle of a real refresh; the steps of the publication itself are in test_interruptions.py."""
    count = values(published)
    for event, path in KILLS.values():
        child = subprocess.run([sys.executable, "-c", KILLED, event, path], capture_output=True, timeout=HANG)
        assert child.returncode == -9, child.stderr
        assert values(published) == count
        assert not layout.log_beside(published).exists()
        assert not lock.is_held()
        assert len(layout.kept()) == 2, "the published build and the last interrupted one"
    assert json.loads(minsheng("status", "--json").stdout)["last_attempt"]["status"] == "interrupted"
    assert minsheng("history", COLUMNS="200").stdout.count("interrupted") == len(KILLS)
    assert minsheng("refresh").returncode == 0
    assert len(layout.kept()) == 1, "nothing had changed, and what was left is cleared away"
