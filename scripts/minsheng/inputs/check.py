"""The check of the input files, run before anything is built.

Three steps. The form of every file: what cannot be read is reported with one line for its cause, and left out
(`minsheng.inputs.readers`). Each field by itself: the rules of the contracts (`minsheng.inputs.rules`), as SQL in
DuckDB, so that ten million rows are checked like ten. What only several fields or files together can show: of rows
whose fields are sound, and against files that are whole, so that what follows from a cause is not reported again.
"""

from __future__ import annotations

import fcntl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from types import MappingProxyType

import duckdb

from minsheng import durable, memory
from minsheng.inputs import contract, files, grammar, landing, matches, plausibility, rules, together, united, unused
from minsheng.inputs.acceptance import Intake
from minsheng.inputs.contract import Contract
from minsheng.inputs.findings import SAYS, Findings
from minsheng.inputs.violations import Violation, name
from minsheng.messages import Message
from minsheng.sql import quoted

LISTED = 5
"""Places that are listed of one rule; the rest is counted."""
_LARGE = 1_000_000
"""Rows from which on they are read from Parquet for each rule, and not held in memory."""


@dataclass(frozen=True)
class Checked:
    """What the check of all input files has found."""

    violations: list[Violation]
    """In order of file and line; without any, the rows may be built upon."""
    notices: list[str]
    """What was put right on the way in and what may be wrong, one line each."""


def check(
    folder: Path | None = None,
    today: date | None = None,
    listed: int = LISTED,
    known: Mapping[str, Path] = MappingProxyType({}),
) -> Checked:
    """Check all input files against their contracts, and write the accepted rows for the staging models.

    Args:
        folder: the rows are written here, as `<kind>/*.parquet`: all columns text, blanks null, and file, line.
            Whatever the check needs besides lies in this folder too, and is gone afterwards. Without it nothing stays.
        today: the day after which nothing can have been recorded; without it, the system's.
        listed: how many places are listed of one rule.
        known: where an earlier check has written the rows of files of values, by name in messages. They were accepted
            by the same code with the same reference files; only what many rows together can show is checked of them.
    """
    if folder is None:
        with TemporaryDirectory(prefix="minsheng-") as scratch:
            return check(Path(scratch), today, listed, known)
    spilled = folder / ".spilled"
    try:
        with duckdb.connect(config=memory.config()) as connection:
            connection.execute(f"set temp_directory = {quoted(spilled)}")
            connection.execute(SAYS)
            return _Check(connection, folder, listed, known).run(today)
    finally:
        rmtree(spilled, ignore_errors=True)


def check_and_place(place: Path, listed: int = LISTED) -> Checked:
    """Check all input files, and put the accepted rows where dbt reads them, if nothing is wrong with them.

    Args:
        place: the folder, replaced whole.
        listed: how many places are listed of one rule.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    # Not the name under which a publication prepares its link to the rows of a build.
    rows = place.with_name(f".{place.name}.checked")
    with place.with_name(f".{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        rmtree(rows, ignore_errors=True)  # of a check that was killed
        checked = check(rows, listed=listed)
        if not checked.violations:
            replace(rows, place)
        rmtree(rows, ignore_errors=True)
    return checked


def replace(new: Path, place: Path) -> None:
    """Put a folder of accepted rows in the place of another, or of the link to those of the published build."""
    durable.put_in_place(new, place)


class _Check:
    """One run over all files; `violations` grows as it goes."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, folder: Path, listed: int, known: Mapping[str, Path]
    ) -> None:
        self._connection = connection
        self._known = known
        self._folder = folder
        self._listed = listed
        self.violations: list[Violation] = []
        self.notices: list[str] = []
        self._found = Findings(connection, listed)
        self._incomplete: set[str] = set()
        """Kinds of which rows are missing: nothing is looked up in them."""
        self._faulty: list[str] = []
        """Queries of the values that are wrong by themselves: nothing further is reported on them."""

    def run(self, today: date | None) -> Checked:
        if missing := files.missing():
            return Checked(missing, [])
        self.violations += [*files.misplaced(), *landing.misplaced()]
        references = {path.stem: contract.reference(path) for path in files.reference_files()}
        if self.violations:
            self._incomplete |= references.keys()
        for kind, described in references.items():
            self._take_in(described, [*[p for p in files.reference_files() if p.stem == kind], *landing.of_kind(kind)])
        seeds = {"plan_values": files.plan_files(), "records": files.record_files()}
        for described in united.contracts():
            self._take_in(described, [*seeds.get(described.name, []), *landing.of_kind(described.name)])
        self._connection.execute(f"create view all_values as {united.query()}")
        for described in (*references.values(), *united.contracts()):
            self._check_fields(described)
        self._check_sizes()
        self._check_values()
        doubtful = Findings(self._connection, self._listed)
        if not (self.violations or self._found):  # what is not well formed may mean anything
            together.report(self._report)
            for rule in plausibility.rules(self._connection, today):
                into = doubtful if rule.is_warning else self._found
                into.add(rule.rows, rule.column, Message(rule.expected))
            if not self._found:
                self.notices += unused.notices(self._connection)
        violations = sorted({*self.violations, *self._found.violations()})
        return Checked(violations, [*self.notices, *map(str, doubtful.violations())])

    def _take_in(self, described: Contract, paths: list[Path]) -> None:
        """Read the files of a kind, and make their rows a relation of its name; blanks are ''."""
        intake = Intake(described, self._folder / described.name)
        for path in paths:
            if part := self._known.get(name(path)):
                intake.keep(part)
            else:
                intake.take(path)
        self.violations += intake.violations
        self.notices += intake.notices
        if intake.violations:
            self._incomplete.add(described.name)
        columns = ", ".join(f"coalesce({column}, '') as {column}" for column in described.names)
        relation = "view" if intake.rows > _LARGE else "table"
        parts = [str(path) for path in sorted((self._folder / described.name).glob("*.parquet"))]
        listed = ", ".join(map(quoted, parts))
        self._connection.execute(
            f"create {relation} {described.name} as select {columns}, file, line from read_parquet([{listed}])"
        )

    def _check_fields(self, described: Contract) -> None:
        """Check each field by itself: one scan for all rules, then the rows of those that are broken."""
        relation = described.name
        queries = self._faulty if relation in united.KINDS else []
        checks = [rule for column in described.columns for rule in rules.of_field(column)]
        conditions = [rule.wrong for rule in checks] + [rules.any_letters(described.columns)]
        counted = ", ".join(f"count(*) filter ({condition})" for condition in conditions)
        fresh = self._fresh(relation)
        *counts, letters = self._connection.execute(f"select {counted} from {fresh}").fetchone() or [0]
        broken = [rule for rule, count in zip(checks, counts, strict=True) if count]
        if letters:
            broken += [rule for column in described.columns for rule in rules.of_letters(column)]
        for rule in broken:
            rows = f"select file, line, {rule.column} as found from {fresh} where {rule.wrong}"
            if self._report(rows, rule.column, rule.expected):
                queries.append(rows)
        for column in described.columns:
            # Identifiers of values are unique among all kinds of them together.
            scope = "all_values" if relation == "plan_values" else relation
            if column.unique and relation not in united.KINDS[1:]:
                self._report_repeated(scope, (column.name,), Message("a value used only once"))
            if column.references:
                table, key = column.references.split(".")
                rows = (
                    f"select file, line, {column.name} as found from {fresh} as v anti join {table} as r"
                    f" on v.{column.name} = r.{key} where v.{column.name} != ''"
                )
                expected = Message(
                    "a {key} of seeds/reference/{table}.csv (add a row there if it is new)", key=key, table=table
                )
                if self._report(rows, column.name, expected, table, is_one_cause=True):
                    queries.append(rows)
        if described.key:
            self._report_repeated(relation, described.key, Message("{key} only once", key=" + ".join(described.key)))

    def _fresh(self, relation: str) -> str:
        """Return the rows of a relation that no earlier check has accepted."""
        known = ", ".join(map(quoted, self._known))
        return f"(from {relation} where file not in ({known}))" if known else relation

    def _report_repeated(self, relation: str, key: tuple[str, ...], expected: str) -> None:
        columns = ", ".join(key)
        # Of millions of keys few occur twice: marks of eight bytes find nearly those alone.
        mark = f"hash({columns})"
        marks = f"(select {mark} as mark from {relation} group by mark having count(*) > 1)"
        self._report(
            f"with alike as materialized (from {relation} semi join {marks} as twice on {mark} = twice.mark)"
            f" select file, line, {key[0]} as found from alike"
            f" semi join (select {columns} from alike group by all having count(*) > 1) using ({columns})"
            f" where {key[0]} != '' or {len(key)} > 1"
            f" qualify row_number() over"
            f" (partition by {columns} order by not starts_with(file, 'seeds/'), file, line) > 1",
            key[0],
            expected,
        )

    def _check_sizes(self) -> None:
        """Check that no capture has broken off: what follows from that is not reported again."""
        is_small = self._report(
            "select file, line, says('{values} values of {plan}, declared to have {least} or more', map {"
            "'values': cast(coalesce(value_count, 0) as varchar), 'plan': plan_id, 'least': minimum_values}) as found"
            " from plans left join (select plan_id, count(*) as value_count from plan_values group by plan_id)"
            " using (plan_id) where coalesce(value_count, 0) < try_cast(minimum_values as integer)",
            "minimum_values",
            Message("at least as many values as declared; has the capture broken off?"),
            "plan_values",
        )
        if is_small:
            self._incomplete.add("plan_values")

    def _check_values(self) -> None:
        """Check what only several fields together can show, and parse every value text once."""
        self._connection.execute(f"create view fresh_values as from {self._fresh('all_values')}")
        sound = "from fresh_values"
        if self._faulty:
            self._connection.execute(f"create table faulty as ({') union ('.join(self._faulty)})")
            sound += " anti join faulty using (file, line)"
        self._connection.execute(f"create view sound_values as {sound}")
        self._connection.execute(f"create table readings as {united.readings()}")
        self._connection.execute("create view primary_matches as from indicator_matches where is_primary = 'true'")
        self._check_numbers()
        if not self._incomplete & matches.LOOKED_UP:
            self.violations += matches.violations(self._connection, self._listed)
            self.notices += matches.notices(self._connection)
        for column in ("lead_organizations", "support_organizations"):
            self._connection.execute(
                f"create or replace view bodies as select distinct plan_id, {column} from fresh_values"
            )
            split = grammar.sql("split_organizations", "bodies", ["plan_id", column], column)
            self._report(
                f"select file, line, printed_name as found from sound_values join ({split}) using (plan_id, {column})"
                " anti join organization_names using (plan_id, printed_name)",
                column,
                Message(
                    "a printed_name of the plan in seeds/reference/organization_names.csv"
                    " (add a row there if it is new)"
                ),
                "organization_names",
            )
        self._report(
            "select file, line, period as found from sound_values"
            " where regexp_full_match(period, '[0-9]{4}-[0-9]{4}') and period_basis = 'point'",
            "period",
            Message("one year, or period_basis annual or cumulative"),
        )
        self._report(
            "select file, line, plan_id as found from sound_values where starts_with(file, 'seeds/plans/')"
            " and plan_id != regexp_extract(file, '([^/]+)\\.csv$', 1)",
            "plan_id",
            Message("the plan of the file name"),
        )
        self._report(
            "select file, line, value_id as found from sound_values where not starts_with(value_id, plan_id || '@')",
            "value_id",
            Message("plan_id@char_start of this row's plan, or source_id@ and a mark of its own"),
        )

    def _check_numbers(self) -> None:
        read = "sound_values as v join readings as r using (value_text, unit_text, label, shared_operator)"
        any_read = "fresh_values as v join readings as r using (value_text, unit_text, label, shared_operator)"
        unknown_unit = f"{read} where operator is not null and printed_unit_code is null"
        for code, *reason in self._connection.execute(
            "select distinct refusal, name_en, meaning_en, name_zh, meaning_zh"
            " from readings join codes on code = refusal where code_list = 'refusal'"
        ).fetchall():
            refused = f"select file, line, value_text as found from {any_read} where refusal = {quoted(code)}"
            self._report(refused, "value_text", rules.value_form(*reason))
        growth = (
            "(select distinct yearly_growth_text as value_text, '' as shared_operator from fresh_values"
            " where yearly_growth_text != '')"
        )
        self._report(
            f"with parsed as ({grammar.sql('parse_values', growth)}) select file, line, yearly_growth_text as found"
            " from fresh_values as v join parsed on v.yearly_growth_text = parsed.value_text where operator is null",
            "yearly_growth_text",
            Message("a form of the value grammar, such as 6%, >6.6, 〔13.5〕 (docs/value-grammar.md)"),
        )
        self._report(
            f"select file, line, unit_spelling as found from {unknown_unit} and per_text = ''",
            "unit",
            rules.KNOWN_SPELLING,
            "unit_spellings",
        )
        self._report(
            "select file, line, says('{unit} per {base}', map {'unit': unit_spelling, 'base': per_text}) as found"
            f" from {unknown_unit} and per_text != ''",
            "unit",
            rules.KNOWN_SPELLING,
            "unit_spellings",
        )
        self._report(
            f"select file, line, value_role as found from {read} where (operator = 'none') != (value_role = 'none')",
            "value_role",
            rules.ROLE_OF_EMPTY_CELLS,
        )
        factor = f"try({grammar.sql('to_factor', 'u.to_base_factor')})"
        in_base = grammar.sql("to_base", "greatest(value, value_upper)", factor)
        self._report(
            f"select v.file, v.line, value_text as found from {read}"
            " left join primary_matches as m using (plan_id, label, subgroup)"
            " left join indicators as i on i.indicator_code = coalesce(m.indicator_code, v.indicator_code)"
            " left join component_labels as c using (plan_id, label, subgroup)"
            " join units as u"
            " on u.unit_code = if(unit_spelling = '', coalesce(i.unit_code, c.unit_code), printed_unit_code)"
            # No factor has more than 13 digits: smaller numbers need no trial.
            f" where greatest(value, value_upper) >= 1e5 and {factor} is not null"
            f" and coalesce(try({in_base}), 1e18) >= 1e18",
            "value_text",
            Message("a number below 10^18 in the base unit"),
            *("indicator_matches", "component_labels", "indicators", "units", "unit_spellings"),
        )

    def _report(self, rows: str, column: str, expected: str, *looked_up: str, is_one_cause: bool = False) -> bool:
        """Report the rows of a query as violations (`Findings.add`).

        Args:
            rows: a query of file, line, found.
            column: what is wrong.
            expected: what would be right.
            *looked_up: the kinds that it was looked up in; where rows of them are missing nothing is reported.
            is_one_cause: whether the same found in several files has one cause.
        """
        return not self._incomplete.intersection(looked_up) and self._found.add(rows, column, expected, is_one_cause)
