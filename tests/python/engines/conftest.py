"""Fixtures of the tests on other engines: the environment, servers of their own, DuckDB's warehouse beside them.

Run by `make test-engines`. What a machine lacks is said in the reason of a skipped test.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from bench import generate
from engines.targets import ENGINES, Data, Postgres, Spark
from helpers import HANG, ROOT


@pytest.fixture(scope="session", autouse=True)
def environment() -> None:
    if not (ENGINES / ".ready").exists():
        pytest.skip(f"{ENGINES} could not be installed (make {ENGINES.name}/.ready)")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Data]:
    """Data of the project with so many landed values, made once each."""
    made: dict[int, Data] = {}

    def of(landed: int) -> Data:
        if landed not in made:
            folder = tmp_path_factory.mktemp(f"duckdb-{landed}")
            if landed:
                generate.land(folder / "landing", generate.World(landed), ROOT)
            places = {"MINSHENG_LANDING": folder / "landing", "MINSHENG_DATABASE": folder / "minsheng.duckdb"}
            (folder / "landing").mkdir(exist_ok=True)
            subprocess.run(
                [
                    str(Path(sys.executable).with_name("minsheng")),
                    "build",
                    *(["--no-exports"] if landed else ["--with", "atlas"]),
                ],
                env={**os.environ, **{name: str(place) for name, place in places.items()}},
                cwd=ROOT,
                check=True,
                timeout=HANG,
            )
            made[landed] = Data(folder / "inputs", folder / "minsheng.duckdb")
        return made[landed]

    return of


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL of Debian's, on loopback, in a temporary folder, of a user who is not root."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not programs or int(programs[-1].parts[-3]) < 15:
        pytest.skip("there is no PostgreSQL 15 or later here (apt-get install postgresql)")
    owner = _ordinary_user()
    folder = Path(mkdtemp(prefix="minsheng-postgres-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])

    def run(program: str, *arguments: str) -> None:
        binary = programs[-1].with_name(program)
        # Its server keeps the output open that it is given.
        with (folder / "said").open("a") as said:
            subprocess.run([binary, *arguments], cwd=folder, user=owner, check=True, stdout=said, stderr=said)

    if owner:
        os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
    try:
        run("initdb", "-D", "cluster", "-U", "minsheng", "-A", "trust", "--locale=C", "--encoding=UTF8")
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off"
        run("pg_ctl", "-D", "cluster", "-l", "log", "-w", "-o", options, "start")
        try:
            variables = {"PGHOST": "127.0.0.1", "PGPORT": port, "PGUSER": "minsheng", "PGDATABASE": "minsheng"}
            run("createdb", "-h", "127.0.0.1", "-p", port, "-U", "minsheng", "minsheng")
            yield Postgres("postgres", variables, tmp_path_factory.mktemp("postgres"), programs[-1].parent)
        finally:
            run("pg_ctl", "-D", "cluster", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Spark:
    """Spark with two executors that are processes of their own, on the Java of the machine."""
    if not shutil.which("java"):
        pytest.skip("there is no Java here (apt-get install openjdk-17-jre-headless)")
    folder = tmp_path_factory.mktemp("spark")
    variables = {"SPARK_MASTER": "local-cluster[2,1,1024]", "MINSHENG_SPARK": str(folder / "data")}
    return Spark("spark", variables, folder)


def _ordinary_user() -> str | None:
    """The user who runs a server: oneself, or where that is root, whom Debian made for it."""
    if os.geteuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
