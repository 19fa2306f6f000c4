"""What a refresh costs, as ratios: `make bench`, figures in docs/benchmarks.md. Not a test: machines are noisy.

python tools/bench.py [ROWS ...]     default 100000 1000000 10000000
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
MINSHENG = str(Path(sys.executable).with_name("minsheng"))
FILES = 100
PHASES = ("check inputs", "dbt", "gate", "history", "exports")


def main(sizes: list[int]) -> None:
    """Measure and print."""
    versions = f"Python {sys.version.split()[0]}, DuckDB {duckdb.__version__}"
    print(f"{os.cpu_count()} cores, {_memory() / 2**30:.0f} GiB; {versions}\n")
    with tempfile.TemporaryDirectory(prefix="minsheng-bench-") as place:
        _unchanged(Path(place))
    header = ("landed values", "refresh, s", *PHASES, "rest", "peak, GiB", "same SQL, s", "its peak, GiB", "dbt / SQL")
    print(f"| {' | '.join(header)} |\n|{' ---: |' * len(header)}")
    for size in [0, *sizes]:
        with tempfile.TemporaryDirectory(prefix="minsheng-bench-") as place:
            _refresh(Path(place), size)


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _environment(place: Path) -> dict[str, str]:
    return {
        **os.environ,
        "MINSHENG_PROJECT": str(ROOT),
        "MINSHENG_DATABASE": str(place / "minsheng.duckdb"),
        "MINSHENG_LANDING": str(place / "landing"),
    }


def _timed(command: list[str], environment: dict[str, str] | None = None) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _unchanged(place: Path) -> None:
    """An unchanged refresh beside the bare interpreter."""
    (place / "landing").mkdir()
    environment = _environment(place)
    _timed([MINSHENG, "refresh"], environment)
    bare = statistics.median(_timed([sys.executable, "-c", "pass"]) for _ in range(20))
    idle = statistics.median(_timed([MINSHENG, "refresh"], environment) for _ in range(20))
    print(f"unchanged refresh: {1000 * idle:.0f} ms, `python -c pass`: {1000 * bare:.0f} ms, ratio {idle / bare:.1f}\n")


def _refresh(place: Path, size: int) -> None:
    """A full refresh over landed values, and the SQL that dbt ran, run again without dbt."""
    (place / "landing").mkdir()
    if size:
        _land(place / "landing", size)
    printed, peak = _watched([MINSHENG, "refresh", "--force", "--json", "--keep", "0"], _environment(place))
    result = json.loads(printed)
    seconds = result["seconds"]
    rest = sum(spent for phase, spent in seconds.items() if phase not in PHASES)
    accepted = place / "inputs"
    (place / "plain").mkdir()
    printed, plain_peak = _watched(
        [sys.executable, __file__, "--plain", str(place / "plain/minsheng.duckdb"), str(accepted)],
        {**_environment(place), "MINSHENG_INPUTS": str(accepted)},
    )
    plain = float(printed)
    cells = [
        f"{sum(seconds.values()):.1f}",
        *(f"{seconds[phase]:.1f}" for phase in PHASES),
        f"{rest:.1f}",
        f"{peak:.1f}",
    ]
    print(
        f"| {size:,} | {' | '.join(cells)} | {plain:.1f} | {plain_peak:.1f} | {seconds['dbt'] / plain:.2f} |",
        flush=True,
    )


def _watched(command: list[str], environment: dict[str, str]) -> tuple[str, float]:
    """Run a command; return its last line and the peak memory of its largest process, GiB."""
    code = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True);"
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss;"
        "sys.stdout.write(done.stdout + str(peak)); sys.exit(done.returncode)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}")
    *_, last, peak = done.stdout.splitlines()
    return last, int(peak) / 2**20


def _land(folder: Path, size: int) -> None:
    """Write invented plans, one per place: 49 percentages promised for five years, and recorded each month of them."""
    for kind in ("plans", "observations", "reference"):
        (folder / kind).mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(LABELS.format(root=ROOT))
        ((labels,),) = connection.execute("select count(*) from labels").fetchall()
        connection.execute(PLACES.format(places=-(-size // (labels * 5 * 13))))
        connection.execute(VALUES.format(size=size))
        connection.execute(REFERENCE.format(folder=folder))
        for number in range(FILES):
            for kind, condition in (("plans", "="), ("observations", "!=")):
                rows = f"from landed where rowid % {FILES} = {number} and value_role {condition} 'target'"
                connection.execute(f"copy ({rows}) to '{folder}/{kind}/{number:03}.csv' (header)")


LABELS = """
create table labels as
select label, any_value(indicator_code) as indicator_code, row_number() over (order by label) - 1 as n
from read_csv('{root}/seeds/reference/indicator_matches.csv', all_varchar = true)
semi join (
    from read_csv('{root}/seeds/reference/indicators.csv', all_varchar = true)
    where direction = 'higher_better' and unit_code = 'percent' and shape = 'level'
) using (indicator_code)
semi join (
    from read_csv('{root}/seeds/plans/*.csv', all_varchar = true) where unit_text = '%' and subgroup is null
) using (label)
where subgroup is null and match_grade = 'exact'
group by label order by label limit 50
"""

PLACES = """
create table places as
select
    n,
    '9' || lpad(cast(n // 99 as varchar), 3, '0') || lpad(cast(n % 99 + 1 as varchar), 2, '0') as region_code,
    'p' || translate(cast(n as varchar), '0123456789', 'abcdefghij') || '-2021' as plan_id
from range({places}) as r(n)
"""

VALUES = """
create table landed as
select
    plan_id || '@' || (10000 * l.n + 100 * year + month) as value_id, plan_id, 'indicator_table' as statement_kind,
    case month when 0 then '附件1' else '月报' end as section, cast(l.n + 1 as varchar) as table_row,
    '' as table_column, label, '' as subgroup, region_code,
    case month when 0 then 'target' else 'actual' end as value_role,
    (2021 + year) || case month when 0 then '' else '-' || lpad('' || month, 2, '0') end as period,
    'point' as period_basis,
    case month when 0 then '≥' else '' end || cast(cast(
        40 + 6 * year + 0.5 * case month when 0 then 12 else month end + 0.01 * l.n + 0.0001 * (p.n % 1000)
    as decimal(8, 4)) as varchar) as value_text,
    '%' as unit_text, cast(10000 * l.n + 100 * year + month as varchar) as char_start, '' as lead_organizations,
    '' as support_organizations, 'false' as is_core, 'false' as is_period_inferred,
    case month when 0 then 'pledged' else '' end as commitment_strength, 'whole' as distribution,
    'false' as is_shared_figure, '' as shared_operator, '' as shared_operator_char_start, '' as note
from places as p, labels as l, range(5) as y(year), range(13) as m(month)
limit {size}
"""

REFERENCE = """
copy (
    select region_code, '县' || region_code as name_zh, 'County ' || region_code as name_en, 'county' as level,
        '100000' as parent_region_code
    from places
) to '{folder}/reference/regions.csv' (header);
copy (
    select plan_id, '虚构规划' as title_zh, 'An invented plan' as title_en, '虚构' as issuer, region_code,
        '' as issued_on, '2021' as first_year, '2025' as last_year, 'in_force' as status,
        plan_id || '.txt' as source_file, repeat('0', 64) as source_sha256, '1' as source_characters,
        '1' as minimum_values
    from places
) to '{folder}/reference/plans.csv' (header);
copy (
    select plan_id, label, '' as subgroup, indicator_code, 'true' as is_primary,
        'exact' as match_grade, '' as reason_zh, '' as reason_en from places, labels
) to '{folder}/reference/indicator_matches.csv' (header)
"""


def _plain(database: str, accepted: str) -> None:
    """Run the statements of dbt's last run, in its order, on DuckDB alone; print the seconds."""
    results = json.loads((ROOT / "target/run_results.json").read_text("utf-8"))["results"]
    nodes = json.loads((ROOT / "target/manifest.json").read_text("utf-8"))["nodes"]
    with duckdb.connect(database) as connection:
        connection.execute("set threads = 2; create schema bi")
        start = time.perf_counter()
        for result in results:
            node = nodes.get(result["unique_id"], {"resource_type": "exposure"})
            if node["resource_type"] == "exposure":
                continue
            if node["resource_type"] == "model":
                path = ROOT / "target/run/minsheng" / node["original_file_path"]
                connection.execute(_relocated(path.read_text("utf-8"), accepted).replace("__dbt_tmp", ""))
            elif result["compiled_code"]:
                connection.execute(f"select count(*) from ({_relocated(result['compiled_code'], accepted)})")
        print(time.perf_counter() - start)


def _relocated(sql: str, accepted: str) -> str:
    """Point the landed rows to where this run has them."""
    return re.sub(r"read_parquet\('[^']*/inputs/", f"read_parquet('{accepted}/", sql)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--plain"]:
        _plain(*sys.argv[2:])
    else:
        main([int(size) for size in sys.argv[1:]] or [100_000, 1_000_000, 10_000_000])
