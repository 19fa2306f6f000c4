"""The check of the input files, run before anything is built.

Every kind of fault of a run is found and listed, each with file, line and column, what was found and what is expected.
The rules come from the contracts (`minsheng.contract`) and run as SQL in DuckDB, over the seeds and whatever has landed
(`minsheng.landing`), so that ten million rows are checked like ten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree

import duckdb

from minsheng import contract, durable, grammar, plausibility
from minsheng.contract import Column, Contract
from minsheng.project import root
from minsheng.sql import quoted
from minsheng.violations import Violation, name, short

FIRST_YEAR, LAST_YEAR = 1949, 2100
LISTED = 100
"""Faults listed of one kind; the rest is counted."""


def plan_files() -> list[Path]:
    """Return the plan files in order of name."""
    return sorted((root() / "seeds/plans").glob("*.csv"))


def reference_files() -> list[Path]:
    """Return the reference files in order of name."""
    return sorted((root() / "seeds/reference").glob("*.csv"))


@dataclass(frozen=True)
class Checked:
    """What the check of all input files has found."""

    violations: list[Violation]
    """In order of file and line; without any, the rows may be built upon."""
    notices: list[str]
    """What was put right on the way in and what may be wrong, one line each."""


def check(folder: Path | None = None, today: date | None = None) -> Checked:
    """Check all input files against their contracts, and write the accepted rows for the staging models.

    Args:
        folder: the rows are written here, as `<kind>/NNNNN.parquet`: all columns text, blanks null, and file, line.
            Whatever the check needs besides lies in this folder too, and is gone afterwards. Without it nothing stays.
        today: the day after which nothing can have been recorded; without it, the system's.
    """
    from tempfile import TemporaryDirectory

    if folder is None:
        with TemporaryDirectory(prefix="minsheng-") as scratch:
            return check(Path(scratch), today)
    spilled = folder / ".spilled"
    try:
        with duckdb.connect() as connection:
            connection.execute("set temp_directory = ?", [str(spilled)])
            run = _Check(connection, folder)
            run.run()
            run.check_meaning(today)
            return Checked(sorted(set(run.faults)), [str(warning) for warning in sorted(set(run.warnings))])
    finally:
        rmtree(spilled, ignore_errors=True)


def check_and_place(place: Path) -> Checked:
    """Check all input files, and put the accepted rows where dbt reads them, if nothing is wrong with them.

    Args:
        place: the folder, replaced whole.
    """
    from tempfile import TemporaryDirectory

    place.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".inputs-", dir=place.parent) as scratch:
        checked = check(Path(scratch))
        if not checked.violations:
            replace(Path(scratch), place)
            Path(scratch).mkdir()  # for TemporaryDirectory to remove
    return checked


def replace(new: Path, place: Path) -> None:
    """Put a folder of accepted rows in the place of another, or of the link to those of the published build."""
    durable.put_in_place(new, place)


class _Check:
    """One run over all files; `faults` grows as it goes."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self.faults: list[Violation] = []
        self.warnings: list[Violation] = []

    def run(self) -> list[Violation]:
        from minsheng import landing

        self.faults += landing.misplaced()
        references = [path for path in reference_files() if self._is_described(path)]
        for path in references:
            rules = contract.reference(path)
            self._unite(
                path.stem,
                rules,
                [landing.accept(self._connection, path.stem, [path], rules, self._folder, self.faults)],
            )
        for path in references:
            self._check_columns(path.stem, contract.reference(path))

        rules = contract.plan_values()
        plans = plan_files()
        if not plans:
            self.faults.append(Violation("seeds/plans", 1, "", "no CSV file", "one file per plan"))
            return self.faults
        values = landing.accept(self._connection, "plan_values", plans, rules, self._folder, self.faults)
        self._unite("plan_values", rules, [values])
        observed_rules = contract.observations()
        observed = landing.accept(self._connection, "observations", [], observed_rules, self._folder, self.faults)
        self._unite("observations", observed_rules, [observed])
        self._unite("all_values", rules, ["plan_values", "observations"])
        self._check_columns("plan_values", rules)
        self._check_columns("observations", observed_rules, already_unique=True)
        self._check_values()
        return self.faults

    def check_meaning(self, today: date | None) -> None:
        """Check what the rows say, once their form is right: a missing column would break a rule in every row."""
        if not self.faults:
            for rule in plausibility.rules(self._connection, today):
                found_into = self.warnings if rule.is_warning else self.faults
                self._report(rule.rows, rule.column, rule.expected, found_into)

    def _is_described(self, path: Path) -> bool:
        if path.with_suffix(".yml").exists():
            return True
        self.faults.append(Violation(name(path), 1, "", "no description", f"{path.stem}.yml beside it"))
        return False

    def _unite(self, view: str, rules: Contract, tables: list[str]) -> None:
        """Make a view of all rows of a kind; a column that a file lacks is '' (the file is at fault already)."""
        columns = ", ".join(f"coalesce({column}, '') as {column}" for column in rules.names)
        parts = " union all by name ".join(f"from {table}" for table in tables)
        self._connection.execute(f"create view {view} as select {columns}, file, line from ({parts})")

    def _check_columns(self, relation: str, rules: Contract, already_unique: bool = False) -> None:
        """Check each column by itself: one scan for all rules, then the rows of those that are broken."""
        checks = [(column.name, *one) for column in rules.columns for one in _row_rules(column)]
        if checks:
            counted = ", ".join(f"count(*) filter ({wrong})" for _, wrong, _ in checks)
            counts = self._connection.execute(f"select {counted} from {relation}").fetchone() or ()
            for (column, wrong, expected), count in zip(checks, counts, strict=True):
                if count:
                    self._report(
                        f"select file, line, {column} as found from {relation} where {wrong}", column, expected
                    )
        for column in rules.columns:
            if column.unique and not already_unique:
                scope = "all_values" if relation == "plan_values" else relation
                self._report_repeated(scope, (column.name,), "a value used only once")
            if column.references:
                table, key = column.references.split(".")
                expected = f"a {key} of seeds/reference/{table}.csv (add a row there if it is new)"
                self._report(
                    f"select file, line, {column.name} as found from {relation} as v anti join {table} as r"
                    f" on v.{column.name} = r.{key} where v.{column.name} != ''",
                    column.name,
                    expected,
                )
        if rules.key:
            self._report_repeated(relation, rules.key, f"{' + '.join(rules.key)} only once")

    def _report_repeated(self, relation: str, key: tuple[str, ...], expected: str) -> None:
        columns = ", ".join(key)
        self._report(
            f"select file, line, {key[0]} as found from {relation}"
            f" semi join (select {columns} from {relation} group by all having count(*) > 1) using ({columns})"
            f" where {key[0]} != '' or {len(key)} > 1"
            f" qualify row_number() over"
            f" (partition by {columns} order by not starts_with(file, 'seeds/'), file, line) > 1",
            key[0],
            expected,
        )

    def _check_values(self) -> None:
        """Check what only several columns together can show, and parse every value text once."""
        self._connection.execute(
            "create table readings as"
            " with texts as (select distinct value_text, unit_text, label from all_values),"
            f" parsed as ({grammar.sql('parse_values', 'texts')}),"
            f" resolved as ({grammar.sql('resolve_units', 'parsed', 'unit_spellings')})"
            " select * from resolved"
        )
        read = "all_values as v join readings as r using (value_text, unit_text, label)"
        self._report(
            f"select file, line, value_text as found from {read} where operator is null",
            "value_text",
            "a form of the value grammar, such as 30所, ≥96%, 80以上, 不低于92%, 10-15万套, 〔45〕, 全覆盖, 未出数, /"
            " (README of the grammar: docs/value-grammar.md)",
        )
        self._report(
            "select file, line, unit_spelling || case when per_text = '' then '' else ' per ' || per_text end as found"
            f" from {read} where operator is not null and printed_unit_code is null",
            "unit",
            "a spelling of seeds/reference/unit_spellings.csv (add a row there if it is new)",
        )
        self._check_indicators()
        self._connection.execute("create view bodies as select distinct plan_id, lead_organizations from all_values")
        split = grammar.sql("split_organizations", "bodies", ["plan_id", "lead_organizations"])
        self._report(
            f"select file, line, printed_name as found from all_values"
            f" join ({split}) using (plan_id, lead_organizations)"
            " anti join organization_names using (plan_id, printed_name)",
            "lead_organizations",
            "a printed_name of the plan in seeds/reference/organization_names.csv (add a row there if it is new)",
        )
        self._report(
            f"select file, line, value_role as found from {read} where (operator = 'none') != (value_role = 'none')",
            "value_role",
            'role none for a cell printed as empty, "/" or "—", and for no other',
        )
        self._report(
            "select file, line, period as found from all_values"
            " where regexp_full_match(period, '[0-9]{4}-[0-9]{4}') and period_basis != 'cumulative'",
            "period",
            "one year, or period_basis cumulative",
        )
        self._report(
            "select file, line, plan_id as found from plan_values where starts_with(file, 'seeds/')"
            " and plan_id != regexp_extract(file, '([^/]+)\\.csv$', 1)",
            "plan_id",
            "the plan of the file name",
        )
        self._report(
            "select file, line, value_id as found from all_values"
            " where contains(value_id, '@') and not starts_with(value_id, plan_id || '@')",
            "value_id",
            "plan_id@char_start of this row's plan",
        )

    def _check_indicators(self) -> None:
        """Check that every label leads to an indicator, and that its unit measures what the indicator measures."""
        unknown = self._connection.execute(
            "select file, line, label, subgroup from all_values"
            " anti join indicator_matches using (plan_id, label, subgroup)"
            " qualify row_number() over (partition by plan_id, label, subgroup order by file, line) = 1"
            f" order by file, line limit {LISTED}"
        ).fetchall()
        known = self._connection.execute("select distinct label, indicator_code from indicator_matches").fetchall()
        for file, line, label, subgroup in unknown:
            found = f"{label!r}" + (f" / {subgroup!r}" if subgroup else "") + " without an indicator"
            near = ", ".join(f"{code} ({like})" for code, like in _nearest(label, known))
            expected = f"a row in seeds/reference/indicator_matches.csv; the nearest indicators are {near}"
            self.faults.append(Violation(file, line, "label", found, expected))
        wrong = self._connection.execute(
            "select v.file, v.line, r.unit_spelling, printed.quantity, own.quantity, i.unit_code, i.indicator_code"
            " from all_values as v join readings as r using (value_text, unit_text, label)"
            " join indicator_matches as m using (plan_id, label, subgroup)"
            " join indicators as i on m.indicator_code = i.indicator_code"
            " join units as printed on r.printed_unit_code = printed.unit_code"
            " join units as own on i.unit_code = own.unit_code"
            " where r.value is not null and r.unit_spelling != '' and printed.quantity != own.quantity"
            f" order by v.file, v.line limit {LISTED}"
        ).fetchall()
        for file, line, spelling, measured, quantity, unit, code in wrong:
            found = f"{spelling!r}, a unit of {measured}"
            self.faults.append(Violation(file, line, "unit", found, f"a unit of {quantity} like {unit} of {code}"))

    def _report(self, rows: str, column: str, expected: str, into: list[Violation] | None = None) -> None:
        """Report rows (file, line, found) as faults or into another list, the first ones by name."""
        into = self.faults if into is None else into
        cut = self._connection.execute(
            f"select *, count(*) over () from ({rows}) order by file, line limit {LISTED}"
        ).fetchall()
        for file, line, found, _ in cut:
            into.append(Violation(file, line, column, repr(short(found)) if found else "nothing", expected))
        if cut and (more := cut[0][3] - LISTED) > 0:
            file, line, *_ = cut[-1]
            into.append(Violation(file, line, column, f"{more:,} more like it", expected))


def _row_rules(column: Column) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a field by itself, as SQL, and what is expected."""
    value = column.name
    if column.required:
        yield f"{value} = ''", "a value"
    if column.pattern:
        matched = f"regexp_full_match({value}, {quoted(column.pattern)})"
        yield f"{value} != '' and not {matched}", f"the form {column.pattern}"
    if column.accepted:
        accepted = ", ".join(map(quoted, column.accepted))
        yield f"{value} not in ('', {accepted})", f"one of {', '.join(column.accepted)}"
    if column.years:
        first = f"try_cast(regexp_extract({value}, '^[0-9]{{4}}') as integer)"
        last = f"try_cast(regexp_extract({value}, '[0-9]{{4}}$') as integer)"
        outside = f"{first} < {FIRST_YEAR} or {last} > {LAST_YEAR} or {first} > {last}"
        yield (
            f"coalesce({outside}, false)",
            f"years between {FIRST_YEAR} and {LAST_YEAR}, the first not after the last",
        )


def _nearest(label: str, known: list[tuple[str, str]], most: int = 3) -> list[tuple[str, str]]:
    """Return the indicators whose labels share most pairs of characters with a label, and that label."""
    pairs = {label[n : n + 2] for n in range(len(label) - 1)}
    scored: dict[str, tuple[float, str]] = {}
    for like, code in known:
        own = {like[n : n + 2] for n in range(len(like) - 1)}
        score = len(pairs & own) / max(1, len(pairs | own))
        scored[code] = max(scored.get(code, (-1.0, "")), (score, like))
    best = sorted(scored, key=lambda code: scored[code], reverse=True)[:most]
    return [(code, scored[code][1]) for code in best]
