"""The long form of the refresh tests: `make soak`.

    python tools/soak.py [--kills 100] [--publications 20] [--real 5] [--rounds 10]

Refreshes that are killed at random; refreshes under readers of the published file and of the exports; every file
operation of a refresh hindered in turn; thousands of damaged input files. Most refreshes have stand-ins for the check
of the inputs, dbt and the gate; `--real` says how many kills and publications are those of the project itself.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "python"
MINSHENG = str(Path(sys.executable).with_name("minsheng"))
READERS = 2

STAND_IN = """
import sys
from minsheng.warehouse import build
from standin import StandIn
StandIn(sys.argv[1]).install()
build.refresh()
"""

READ_FILE = """
import duckdb, os, sys
path, stop = sys.argv[1:]
reads, seen = 0, []
while not os.path.exists(stop):
    with duckdb.connect(path, read_only=True) as connection:
        (build_id, values), = connection.execute(
            "select build_id, row_counts['fct_plan_value']"
            " from meta.meta_build join meta.meta_this_build using (build_id)"
        ).fetchall()
        for _ in range(20):
            ((count, run_id),) = connection.execute(
                "select (select count(*) from fct_plan_value), (select run_id from checks.ge_run)"
            ).fetchall()
            assert (count, run_id) == (values, build_id), (count, values, run_id, build_id)
            reads += 1
    seen += [build_id] if build_id not in seen else []
print(reads, len(seen))
"""

READ_EXPORTS = """
import duckdb, os, sys
path, stop = sys.argv[1:]
reads, seen = 0, []
with duckdb.connect() as connection:  # one that lives long, as a service's would
    while not os.path.exists(stop):
        folder = os.path.realpath(path)
        ((build_id, values, count),) = connection.execute(
            f"select build_id, row_counts['fct_plan_value'], (select count(*) from '{folder}/fct_plan_value.parquet')"
            f" from '{folder}/meta_build.parquet' join '{folder}/meta_this_build.parquet' using (build_id)"
        ).fetchall()
        assert count == values and build_id in folder, (count, values, build_id, folder)
        reads += 1
        seen += [build_id] if build_id not in seen else []
print(reads, len(seen))
"""


def main() -> None:
    """Run all and print what happened; exit 1 on a bad state."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--publications", type=int, default=20)
    parser.add_argument("--real", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=10, help="of seven hundred damaged input files")
    wanted = parser.parse_args()
    bad = damaged_files(wanted.rounds)
    for refresh, kills, publications in (
        (stand_in_refresh, wanted.kills, wanted.publications),
        (real_refresh, wanted.real, wanted.real),
    ):
        with tempfile.TemporaryDirectory(prefix="minsheng-soak-") as name:
            place = Path(name)
            start = time.monotonic()
            assert refresh(place).wait() == 0
            length = time.monotonic() - start
            print(refresh.__name__.replace("_", " "))
            bad += kill_at_random(place, refresh, kills, length)
            bad += publish_under_readers(place, refresh, publications)
    bad += hinder_every_operation()
    sys.exit(1 if bad else 0)


def damaged_files(rounds: int) -> int:
    """Check damaged input files, other ones in each round; return how many had another outcome than they should."""
    import damage

    os.environ["MINSHENG_PROJECT"] = str(ROOT)
    tried, wrong = 0, []
    for seed in random.sample(range(10**6), rounds):
        for kind in damage.RENEWED:
            with tempfile.TemporaryDirectory(prefix="minsheng-soak-") as place:
                os.environ["MINSHENG_LANDING"] = str(Path(place, "landing"))
                cases = damage.cases(kind, seed)
                tried += len(cases)
                wrong += [f"seed {seed}, {kind}: {found}" for found in damage.failures(kind, cases, Path(place))]
    print(
        "\n".join([*wrong, f"{tried:,} damaged input files, {len(wrong)} with another outcome than they should have"]),
        flush=True,
    )
    return len(wrong)


def environment(place: Path) -> dict[str, str]:
    """Return an environment in which everything is in a folder."""
    return {
        **os.environ,
        "MINSHENG_PROJECT": str(ROOT),
        "MINSHENG_DATABASE": str(place / "minsheng.duckdb"),
        "MINSHENG_LANDING": str(place / "landing"),
        "PYTHONPATH": str(TESTS),
    }


def stand_in_refresh(place: Path) -> subprocess.Popen[bytes]:
    """Start a refresh from inputs that have changed."""
    (place / "landing").mkdir(exist_ok=True)
    text = f"inputs {random.getrandbits(64)}"
    return subprocess.Popen([sys.executable, "-c", STAND_IN, text], env=environment(place), stderr=subprocess.DEVNULL)


def real_refresh(place: Path) -> subprocess.Popen[bytes]:
    """Start a refresh of the project."""
    for kind in ("plans", "observations", "reference"):
        (place / "landing" / kind).mkdir(parents=True, exist_ok=True)
    command = [MINSHENG, "refresh", "--force"]
    return subprocess.Popen(command, env=environment(place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_at_random(place: Path, refresh: Callable[[Path], subprocess.Popen[bytes]], count: int, length: float) -> int:
    """Kill refreshes at random moments; return how often the state was bad right then or after the next refresh."""
    published = place / "minsheng.duckdb"
    bad = new = ended = 0
    before = build_of(published)
    for n in range(count):
        child = refresh(place)
        # Half of them near the end, where the file is replaced.
        late = random.uniform(0.75, 1.05) if n % 2 else random.uniform(0.01, 0.75)
        try:
            child.wait(timeout=late * length)
            ended += 1
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
        try:
            now = build_of(published)
            state = json.loads(
                subprocess.run([MINSHENG, "status", "--json"], env=environment(place), stdout=subprocess.PIPE).stdout
            )
            if state["build_id"] != now or set(state["damage"].values()) - {"missing"}:
                raise duckdb.IOException(f"it is build {now}, and the status is {state}")
        except (duckdb.Error, ValueError) as error:
            print(f"kill {n + 1}: {error}")
            bad += 1
            continue
        new += now != before
        before = now
    print(f"{count} kills ({ended} after the end), {bad} bad states; {new} came after a publication", flush=True)
    return bad


def build_of(published: Path) -> str:
    """Open a warehouse as a reader would, read its marts, and return its build."""
    if published.with_name(published.name + ".wal").exists():
        raise duckdb.IOException("a write-ahead log lies beside it")
    with duckdb.connect(str(published), read_only=True) as connection:
        ((build_id, counts),) = connection.execute(
            "select build_id, row_counts from meta.meta_build join meta.meta_this_build using (build_id)"
        ).fetchall()
        for table, rows in counts.items():
            if connection.execute(f"select count(*) from {table}").fetchone() != (rows,):
                raise duckdb.IOException(f"{table} is not that of build {build_id}")
    return str(build_id)


def publish_under_readers(place: Path, refresh: Callable[[Path], subprocess.Popen[bytes]], count: int) -> int:
    """Publish under readers in other processes; return how many of the readers failed."""
    assert refresh(place).wait() == 0, "what the kills left is put right"
    stop = place / "stop"
    commands = [[READ_FILE, str(place / "minsheng.duckdb")], [READ_EXPORTS, str(place / "exports/parquet")]] * READERS
    readers = [
        subprocess.Popen([sys.executable, "-c", *command, str(stop)], stdout=subprocess.PIPE, text=True)
        for command in commands
    ]
    for _ in range(count):
        assert refresh(place).wait() == 0
    stop.touch()
    ended = [(reader.communicate()[0], reader.returncode) for reader in readers]
    stop.unlink()
    failed = sum(code != 0 for _, code in ended)
    reads = sum(int(printed.split()[0]) for printed, code in ended if code == 0)
    seen = [printed.split()[1] for printed, code in ended if code == 0]
    print(f"{count} publications, {reads:,} reads by {len(readers)} readers, {failed} failed; builds seen: {seen}")
    return int(failed)


def hinder_every_operation() -> int:
    """Go through every file operation of a refresh; return how often something was wrong."""
    bad = 0
    for kind in ("kill", "no-room", "no-permission"):
        with tempfile.TemporaryDirectory(prefix="minsheng-soak-") as place:
            command = [sys.executable, str(TESTS / "interruptions.py"), place, kind, "refresh"]
            found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        print(
            f"{kind} at each of {len(found['published'])} file operations: {len(found['problems'])} wrong", flush=True
        )
        print(*found["problems"], sep="\n", end="\n" if found["problems"] else "")
        bad += len(found["problems"])
    return bad


if __name__ == "__main__":
    main()
