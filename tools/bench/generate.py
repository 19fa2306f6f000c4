"""Invented landed files of any size, the same on every run.

Places form provinces of prefectures and counties. Each has three to five plans with tables, text statements that say a
table's figure again (one in forty as about that), and records of every month. Figures are shares, counts in 万 and
money in 亿, of one or two decimals, so that texts repeat as printed ones do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

PLAN_FILES = 20


@dataclass(frozen=True)
class World:
    """How large the invented world is."""

    values: int
    """Landed values asked for; whole places are made, so there are a few more."""
    indicators: int = 40
    first_year: int = 2021
    """Records begin with its January and end with November 2025."""
    suffix: str = "csv"
    """Form of the files of values: csv or parquet."""

    @property
    def places(self) -> int:
        """Number of places that hold so many values."""
        months = 12 * (2026 - self.first_year) - 1
        # Four plans a place, all or a part of the indicators in three columns, every fourth said again in a text.
        return max(1, round(self.values / (self.indicators * (months + 10.5))))


def land(folder: Path, world: World, project: Path) -> int:
    """Write a world into a new landing folder; return how many values it has.

    Args:
        folder: made by this.
        world: how large.
        project: the checkout that will read it, whose columns of plans the files have.
    """
    for kind in ("plans", "observations", "reference"):
        (folder / kind).mkdir(parents=True)
    with duckdb.connect() as connection:
        _make(connection, world)
        header = (project / "seeds/reference/plans.csv").open().readline()
        counted = ", 25 as minimum_values" if "minimum_values" in header else ""
        connection.execute(REFERENCE.format(folder=folder, counted=counted))
        for number in range(PLAN_FILES):
            rows = f"stated where plan_number % {PLAN_FILES} = {number}"
            _write(connection, rows, folder / f"plans/{number:02}.{world.suffix}")
        for year in range(world.first_year, 2026):
            for month in range(1, 12 + (year < 2025)):
                _land_month(connection, folder, world, year, month)
        return _count(folder, world.suffix)


def land_next_month(folder: Path, world: World) -> int:
    """Add the records of December 2025; return how many there are."""
    with duckdb.connect() as connection:
        _make(connection, world)
        return _land_month(connection, folder, world, 2025, 12)


def _make(connection: duckdb.DuckDBPyConnection, world: World) -> None:
    root = Path(__file__).parents[2]
    connection.execute(INDICATORS.format(root=root, indicators=world.indicators))
    connection.execute(PLACES.format(places=world.places))
    connection.execute(FIGURES)
    connection.execute(PLANS)
    connection.execute(RECORDED)


def _land_month(connection: duckdb.DuckDBPyConnection, folder: Path, world: World, year: int, month: int) -> int:
    path = folder / f"observations/{year}-{month:02}.{world.suffix}"
    return _write(connection, f"recorded({year}, {month})", path)


def _write(connection: duckdb.DuckDBPyConnection, rows: str, path: Path) -> int:
    form = "header" if path.suffix == ".csv" else "format parquet, compression zstd"
    (count,) = connection.execute(f"copy (select {COLUMNS} from {rows}) to '{path}' ({form})").fetchone() or (0,)
    return int(count)


def _count(folder: Path, suffix: str) -> int:
    counts = (
        duckdb.execute(f"select count(*) from '{folder}/{kind}/*.{suffix}'").fetchone() or (0,)
        for kind in ("plans", "observations")
    )
    return sum(int(count) for (count,) in counts)


COLUMNS = """
    value_id, plan_id, statement_kind, section, table_row, table_column, label, '' as subgroup, region_code, value_role,
    period, period_basis, value_text, unit_text, char_start, '' as lead_organizations, '' as support_organizations,
    'false' as is_core, 'false' as is_period_inferred, commitment_strength, 'whole' as distribution,
    'false' as is_shared_figure, '' as shared_operator, '' as shared_operator_char_start, '' as note
"""

# Of 40 some 20 shares, 12 counts of things and 8 of persons or money; of 200 nearly all shares.
INDICATORS = """
create table indicators as
with kinds(unit_code, shape, unit_text, period_basis, weight, least, most, decimals) as (
    values
        ('percent', 'level', '%', 'point', 4, 45, 88, 1), ('person_10k', 'flow', '万人', 'annual', 1, 1, 40, 2),
        ('person_10k', 'stock', '万人', 'point', 1, 5, 90, 1), ('yuan_100m', 'flow', '亿元', 'annual', 1, 2, 60, 2),
        ('item', 'stock', '个', 'point', 2, 8, 300, 0), ('item', 'flow', '个', 'annual', 1, 5, 200, 0)
),
ranked as (
    select *, row_number() over (partition by unit_code, shape order by direction, indicator_code) as position
    from read_csv('{root}/seeds/reference/indicators.csv', all_varchar = true)
    where not regexp_matches(name_zh, '人均|每千|每万|(图|人才|毕业生)$') and (shape != 'flow' or is_yearly = 'true')
)
select indicator_code, name_zh as label, direction, unit_text, period_basis, least, most, decimals,
    row_number() over (order by position / weight, indicator_code) - 1 as k
from ranked join kinds using (unit_code, shape)
order by k limit {indicators}
"""

# A province is itself, then prefecture after prefecture, each followed by its fifteen counties: 241 places.
PLACES = """
create table places as
with numbered as (
    select n, 83 + n // 241 as province, n % 241 as rest from range({places}) as r(n)
)
select
    n, translate(cast(n as varchar), '0123456789', 'abcdefghij') as name,
    case when rest = 0 then 'province' when (rest - 1) % 16 = 0 then 'prefecture' else 'county' end as level,
    province || lpad('' || case when rest = 0 then 0 else (rest - 1) // 16 + 1 end, 2, '0')
    || lpad('' || case when rest = 0 then 0 else (rest - 1) % 16 end, 2, '0') as region_code,
    case
        when rest = 0 then '100000'
        when (rest - 1) % 16 = 0 then province || '0000'
        else left(region_code, 4) || '00'
    end as parent_region_code
from numbered
"""

# What is true of an indicator in a place at a moment: it begins anywhere and improves a little every month.
FIGURES = """
create macro figure(n, k, year, month, least, most, direction) as (
    least + (most - least) * (
        (hash(n * 1009 + k) % 1000) / 1500 + if(direction = 'lower_better', 0.5, 0)
        + if(direction = 'lower_better', -1, 1) * ((year - 2015) + month / 12) * (2 + hash(n + k * 31) % 5) / 200
    )
);
create macro printed(number, decimals) as case decimals
    when 0 then cast(greatest(cast(round(number) as integer), 1) as varchar)
    when 1 then cast(cast(greatest(number, 0.1) as decimal(9, 1)) as varchar)
    else cast(cast(greatest(number, 0.01) as decimal(9, 2)) as varchar)
end;
"""

# The share of indicators that a plan is about is 1 in `every`.
PLANS = """
create table plans as
with kinds(kind, first_year, last_year, every, least_plans) as (
    values
        ('early', 2016, 2020, 1, 1), ('main', 2021, 2025, 1, 1), ('special', 2021, 2025, 2, 1),
        ('action', 2018, 2022, 3, 4), ('next', 2026, 2030, 1, 5)
)
select
    *, left(kind, 1) || name || '-' || first_year as plan_id,
    row_number() over (order by n, first_year, kind) as plan_number
from places join kinds on least_plans <= 3 + n % 3;

create table stated as
with columns(table_column, position) as (values ('基期值', 0), ('中期目标', 1), ('末期目标', 2)),
cells as (
    select
        *, 'indicator_table' as statement_kind, '附件1' as section, cast(k // every + 1 as varchar) as table_row,
        case position when 0 then 'baseline' else 'target' end as value_role,
        case position when 0 then first_year - 1 when 1 then first_year + 2 else last_year end as year,
        figure(n, k, year, 12, least, most, direction)
        * if(position = 0, 1, if(direction = 'lower_better', 1.03, 0.97) + (hash(n * 7 + k) % 60) / 1000) as number
    from plans cross join indicators cross join columns
    where k % every = 0
),
texts as (
    select * replace (
        'commitment' as statement_kind, '一(一)' as section, '' as table_row, '' as table_column, 3 as position
    )
    from cells
    where position = 2 and (k // every) % 4 = 0
)
select
    plan_id || '@' || (10 * k + position) as value_id, plan_id, plan_number, statement_kind, section, table_row,
    table_column, label, region_code, value_role, cast(year as varchar) as period, period_basis,
    case
        when position = 0 then printed(number, decimals)
        when position = 3 and hash(n + k) % 40 = 0 then '约' || printed(number, decimals) || unit_text
        when position < 3 then if(direction = 'lower_better', '≤', '≥') || printed(number, decimals)
        when (n + k) % 3 = 0
            then if(direction = 'lower_better', '不超过', '不低于') || printed(number, decimals) || unit_text
        else printed(number, decimals) || unit_text || if(direction = 'lower_better', '以下', '以上')
    end as value_text,
    case when position = 3 then '' else unit_text end as unit_text,
    cast(if(position = 3, 1000000, 0) + 10 * k + position as varchar) as char_start,
    case when value_role = 'target' then 'pledged' else '' end as commitment_strength
from (from cells union all by name from texts)
order by plan_number, statement_kind, k, position
"""

# A month of records, under the main plan of the time.
RECORDED = """
create macro recorded(year, month) as table
select
    plan_id || '@m' || (((year - 2000) * 100 + month) * 1000 + k) as value_id, plan_id,
    'indicator_table' as statement_kind, '统计月报' || year || '年' || month || '月' as section,
    cast(k + 1 as varchar) as table_row, '' as table_column, label, region_code, 'actual' as value_role,
    year || '-' || lpad('' || month, 2, '0') as period, period_basis,
    printed(figure(n, k, year, month, least, most, direction), decimals) as value_text, unit_text,
    cast(((year - 2000) * 100 + month) * 1000 + k as varchar) as char_start, '' as commitment_strength
from plans cross join indicators
where kind = 'main' and first_year = 2021
order by n, k
"""

REFERENCE = """
copy (
    select region_code, '地' || region_code as name_zh, 'Place ' || region_code as name_en, level, parent_region_code
    from places
) to '{folder}/reference/regions.csv' (header);
copy (
    select plan_id, '虚构规划' as title_zh, 'An invented plan' as title_en, '虚构' as issuer, region_code,
        '' as issued_on, first_year, last_year, 'in_force' as status, plan_id || '.txt' as source_file,
        repeat('0', 64) as source_sha256, '1' as source_characters{counted}
    from plans order by plan_number
) to '{folder}/reference/plans.csv' (header);
copy (
    select distinct plan_id, label, '' as subgroup, indicator_code, 'true' as is_primary, 'exact' as match_grade,
        '' as reason_zh, '' as reason_en
    from stated join indicators using (label) order by all
) to '{folder}/reference/indicator_matches.csv' (header)
"""
