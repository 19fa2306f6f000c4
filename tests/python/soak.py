"""The long form of the refresh tests: `make soak`. Kills spread over real refreshes; readers through real publications.

python tests/python/soak.py [--kills 60] [--publications 20]
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]
MINSHENG = str(Path(sys.executable).with_name("minsheng"))
READERS = 2

READ = """
import duckdb, os, sys
path, stop = sys.argv[1:]
reads = builds = 0
seen = None
while not os.path.exists(stop):
    with duckdb.connect(path, read_only=True) as connection:
        (build_id, values), = connection.execute(
            "select build_id, row_counts['fct_plan_value'] from meta_build order by build_id desc limit 1"
        ).fetchall()
        for _ in range(20):
            ((count, run_id),) = connection.execute(
                "select (select count(*) from fct_plan_value), (select run_id from ge_run)"
            ).fetchall()
            assert (count, run_id) == (values, build_id), (count, values, run_id, build_id)
            reads += 1
    builds += build_id != seen
    seen = build_id
print(reads, builds)
"""


def main() -> None:
    """Run both and print what happened; exit 1 on a bad state."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--publications", type=int, default=20)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="minsheng-soak-") as place:
        os.environ |= {
            "MINSHENG_PROJECT": str(ROOT),
            "MINSHENG_DATABASE": str(Path(place, "minsheng.duckdb")),
            "MINSHENG_LANDING": str(Path(place, "landing")),
        }
        Path(place, "landing").mkdir()
        start = time.monotonic()
        subprocess.run([MINSHENG, "refresh"], check=True, stdout=subprocess.DEVNULL)
        length = time.monotonic() - start
        bad = kills(Path(place), wanted.kills, length) + publications(Path(place), wanted.publications)
    sys.exit(1 if bad else 0)


def kills(place: Path, count: int, length: float) -> int:
    """Kill refreshes at random moments; return how often the published file was not one whole build."""
    published = place / "minsheng.duckdb"
    bad = new = 0
    before = build_of(published)
    for n in range(count):
        child = subprocess.Popen([MINSHENG, "refresh", "--force"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Half of them near the end, where the file is replaced.
        late = random.uniform(0.75, 1.05) if n % 2 else random.uniform(0.01, 0.75)
        try:
            child.wait(timeout=late * length)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
        try:
            now = build_of(published)
        except duckdb.Error as error:
            print(f"kill {n + 1}: {error}")
            bad += 1
            continue
        new += now != before
        before = now
    print(f"{count} kills, {bad} bad states; {new} of them came after the publication", flush=True)
    return bad


def build_of(published: Path) -> str:
    """Open a warehouse as a reader would, read all of its marts, and return its build."""
    if published.with_name(published.name + ".wal").exists():
        raise duckdb.IOException("a write-ahead log lies beside it")
    with duckdb.connect(str(published), read_only=True) as connection:
        ((build_id, counts),) = connection.execute(
            "select build_id, row_counts from meta_build order by build_id desc limit 1"
        ).fetchall()
        for table, rows in counts.items():
            if connection.execute(f"select count(*) from {table}").fetchone() != (rows,):
                raise duckdb.IOException(f"{table} is not that of build {build_id}")
    return build_id


def publications(place: Path, count: int) -> int:
    """Publish under readers in other processes; return how many of the readers failed."""
    published, stop = place / "minsheng.duckdb", place / "stop"
    readers = [
        subprocess.Popen([sys.executable, "-c", READ, str(published), str(stop)], stdout=subprocess.PIPE, text=True)
        for _ in range(READERS)
    ]
    for _ in range(count):
        subprocess.run([MINSHENG, "refresh", "--force"], check=True, stdout=subprocess.DEVNULL)
    stop.touch()
    ended = [(reader.communicate()[0], reader.returncode) for reader in readers]
    failed = sum(code != 0 for _, code in ended)
    reads = sum(int(said.split()[0]) for said, code in ended if code == 0)
    seen = [said.split()[1] for said, code in ended if code == 0]
    print(f"{count} publications, {reads:,} reads by {READERS} readers, {failed} readers failed; builds seen: {seen}")
    return failed


if __name__ == "__main__":
    main()
