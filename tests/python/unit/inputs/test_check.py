"""Every kind of bad input gives a message with file, line, column, what was found and what is expected."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import jinja2
import pytest
import yaml

from helpers import CARERS, COLUMNS, PLAN, ROOT, edit, land, minsheng, replace_bytes
from minsheng.inputs import check as inputs
from minsheng.inputs import contract, files, grammar, rules


def violations() -> list[str]:
    return [str(violation) for violation in inputs.check().violations]


def test_the_inputs_as_they_are_keep_their_contract() -> None:
    assert inputs.check() == inputs.Checked([], [])


FIELDS = [
    ("plan_id", "wenling-1999", r"plan_id: found 'wenling-1999'; expected a plan_id of seeds/reference/plans.csv"),
    ("region_code", "999999", r"region_code: found '999999'; expected a region_code of seeds/reference/regions.csv"),
    ("value_role", "promise", r"value_role: found 'promise'; expected one of target, baseline, actual, none"),
    ("period_basis", "", r"period_basis: found nothing; expected a value"),
    ("period_basis", "daily", r"period_basis: found 'daily'; expected one of point, annual, cumulative"),
    ("period", "20225", r"period: found '20225'; expected the form"),
    ("period", "1066", r"period: found '1066'; expected years between 1949 and 2100"),
    ("period", "2027-2023", r"period: found '2027-2023'; expected years .* the first not after the last"),
    ("period", "2023-2027", r"period: found '2023-2027'; expected one year, or period_basis annual or cumulative"),
    ("value_text", "明显改善", r"value_text: found '明显改善'; expected a form of the value grammar"),
    ("value_text", "98/98", r"value_text: found '98/98'; expected a form of the value grammar"),
    ("value_text", "4 03", r"value_text: found '4 03'; expected a form .*, not a blank inside a figure: Two figures"),
    (
        "value_text",
        "4.03[1]",
        r"value_text: found '4.03\[1\]'; expected a form .*, not a footnote mark behind a figure",
    ),
    ("value_text", "七八个", r"value_text: found '七八个'; expected a form .*, not an approximate numeral"),
    ("value_text", "8000-1万", r"value_text: found '8000-1万'; expected a form .*, not a range that does not rise"),
    ("value_text", "/", r"value_role: found 'baseline'; expected role none"),
    ("value_role", "none", r"value_role: found 'none'; expected role none .* for no other"),
    ("unit_text", "万张", r"unit: found 万张 per 千人; expected a spelling of seeds/reference/unit_spellings.csv"),
    ("unit_text", "桶", r"unit: found 桶 per 千人; expected a spelling of seeds/reference/unit_spellings.csv"),
    ("value_id", "wenling-2023@768", r"value_id: found 'wenling-2023@768'; expected a value used only once"),
    ("value_id", "wenling@1", r"value_id: found 'wenling@1'; expected plan_id@char_start"),
    ("is_core", "yes", r"is_core: found 'yes'; expected true or false"),
    ("char_start", "12a", r"char_start: found '12a'; expected a whole number up to 2,147,483,647"),
    ("char_start", "2147483648", r"char_start: found '2147483648'; expected a whole number up to 2,147,483,647"),
    ("plan_id", "wenzhou-2021", r"plan_id: found 'wenzhou-2021'; expected the plan of the file name"),
    ("value_text", "1e-07", r"value_text: found '1e-07'; expected a form of the value grammar"),
    ("value_text", "9" * 19, r"value_text: found '9{19}'; expected a form of the value grammar"),
    ("value_text", "9" * 20, r"value_text: found '9{20}'; expected a form of .*, not more than 18 digits"),
    (
        "value_text",
        "15-10",
        r"value_text: found '15-10'; expected a form of the value grammar .*, not a range that does not rise",
    ),
    ("label", "a\u200bb", r"label: found 'a\\u200bb', with U\+200B \(zero width space\); expected no character that"),
    ("region_code", "330300\u3000", r"region_code: found '330300\\u3000'; expected no blank at its beginning or end"),
    ("label", "", r"label: found nothing; expected a value"),
]


@pytest.mark.parametrize(("column", "found", "message"), FIELDS)
def test_a_bad_field_is_reported_in_its_place(scratch: Path, column: str, found: str, message: str) -> None:
    edit(scratch / PLAN, lambda rows: rows[0].update({column: found}))
    reported = violations()
    line = 3 if "only once" in message else 2  # the second use of an identifier is the one at problem
    assert any(re.match(rf"{PLAN}:{line}: {message}", problem) for problem in reported), reported


def test_a_wrong_header_is_one_violation(scratch: Path) -> None:
    replace_bytes(scratch / PLAN, b"unit_text", b"unit")
    (found,) = violations()
    assert found.startswith(
        f"{PLAN}:1: found another header: it lacks unit_text, it has 'unit' (unit_text?);"
        " expected the columns value_id,"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (lambda text: text.encode("utf-16"), 'found a file saved as UTF-16 (Excel\'s "Unicode text"); expected a CSV'),
        (lambda text: text.encode("utf-32"), "found a file saved as UTF-32; expected a CSV"),
        (
            lambda text: text.encode("utf-16-le"),
            "found a file saved as UTF-16 without a byte order mark; expected a CSV",
        ),
        (
            lambda text: text.encode("utf-32-be"),
            "found a file saved as UTF-32 without a byte order mark; expected a CSV",
        ),
        (lambda text: text.encode("gbk", "replace"), 'found a file saved as GBK or GB18030 (Excel\'s plain "CSV")'),
        (lambda text: text.replace(",", ";").encode(), "found fields separated by semicolons; expected commas"),
        (
            lambda text: b"PK\x03\x04" + text.encode(),
            "found an Excel workbook (.xlsx) or another zip archive; expected",
        ),
        (lambda _: b"", "found an empty file; expected a line of column names, and rows"),
        (lambda text: text.split("\n", 1)[1].encode(), "found no header, but 'wenling-2023@"),
        (lambda text: text.encode().replace(b"\n", b"\n\0", 1), "found a NUL byte; expected a text file without"),
    ],
)
def test_what_cannot_be_read_is_one_violation_that_says_how_to_mend_it(
    scratch: Path, content: Callable[[str], bytes], message: str
) -> None:
    path = scratch / PLAN
    path.write_bytes(content(path.read_text("utf-8")))
    (found,) = violations()
    assert re.match(rf"{PLAN}:[123]: {re.escape(message)}", found), found


def test_what_follows_from_a_file_that_cannot_be_read_is_not_reported(scratch: Path) -> None:
    """Without places, plans or indicators every row of every plan would be at problem."""
    for name in ("regions", "plans", "indicators", "indicator_matches", "units", "unit_spellings", "organizations"):
        path = scratch / f"seeds/reference/{name}.csv"
        before = path.read_bytes()
        path.write_bytes(before.decode().encode("utf-16"))
        (found,) = violations()
        assert found.startswith(f"seeds/reference/{name}.csv:1: found a file saved as UTF-16")
        path.write_bytes(before)


def test_what_follows_from_a_wrong_field_is_not_reported(scratch: Path) -> None:
    edit(scratch / PLAN, lambda rows: rows[0].update(plan_id="wenling-1999"))
    (found,) = violations()
    assert found.startswith(f"{PLAN}:2: plan_id: found 'wenling-1999'"), "nor that the label and the bodies are unknown"


def test_a_value_that_is_wrong_in_many_rows_is_one_violation(scratch: Path) -> None:
    edit(scratch / PLAN, lambda rows: [row.update(region_code="999999") for row in rows[3:]])
    (found,) = violations()
    assert found.startswith(
        f"{PLAN}:5: region_code: found '999999' (241 rows: lines 5, 6, 7, …); expected a region_code"
    )


def test_of_many_wrong_values_the_first_are_listed_and_the_others_counted(scratch: Path) -> None:
    edit(scratch / PLAN, lambda rows: [row.update(period=f"x{n}") for n, row in enumerate(rows[:9])])
    assert [found.split("; ")[0] for found in violations()] == [
        *(f"{PLAN}:{n + 2}: period: found 'x{n}'" for n in range(5)),
        f"{PLAN}:7: period: found 4 more like it (`minsheng check-inputs --all` lists them)",
    ]
    assert len(inputs.check(listed=20).violations) == 9


def test_of_many_unknown_labels_of_records_the_first_are_listed_and_the_others_counted(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_LANDING", str(scratch / "data/landing"))
    rows = [{**CARERS, "value_id": f"wenling-2023@new{n}", "label": f"新指标{n}"} for n in range(9)]
    land("observations/a.csv", rows, COLUMNS)
    *listed, last = violations()
    assert len(listed) == 5
    assert "a.csv:7: label: found 4 more labels without an indicator (`minsheng check-inputs --all`" in last


def test_bytes_that_are_not_utf_8_are_reported_with_their_line(scratch: Path) -> None:
    replace_bytes(scratch / PLAN, "普惠托位占比".encode(), "普惠托位占比".encode("gb18030"))
    assert any(problem.startswith(f"{PLAN}:8: found byte 0x") for problem in violations())


def test_a_stray_quote_does_not_swallow_the_lines_after_it(scratch: Path) -> None:
    replace_bytes(scratch / PLAN, "80以上".encode(), '"80以上'.encode())
    edit_later = (scratch / PLAN).read_text("utf-8").replace(",95,%,", ",坏,%,", 1)
    (scratch / PLAN).write_text(edit_later, "utf-8")
    reported = violations()
    assert any(problem.startswith(f"{PLAN}:8: found a stray quote") for problem in reported)
    assert any("value_text: found '坏'" in problem for problem in reported), "problems after the quote are found too"


def test_a_line_with_too_few_fields_and_an_empty_line_are_reported(scratch: Path) -> None:
    lines = (scratch / PLAN).read_text("utf-8").splitlines()
    lines[4:5] = ["a,b,c", ""]
    (scratch / PLAN).write_text("\n".join(lines) + "\n", "utf-8")
    assert violations() == [
        f"{PLAN}:5: found 3 fields in 'a,b,c'; expected 25 fields",
        f"{PLAN}:6: found an empty line; expected a row",
    ]


def test_a_last_line_without_its_end_is_read_and_counted(scratch: Path, tmp_path: Path) -> None:
    path = scratch / PLAN
    path.write_text(path.read_text("utf-8").removesuffix("\n"), "utf-8")
    lines = len(path.read_text("utf-8").splitlines())
    inputs.check(tmp_path / "rows")
    read = f"read_parquet('{tmp_path}/rows/plan_values/*.parquet') where file = '{PLAN}'"
    assert duckdb.sql(f"select count(*), max(line) from {read}").fetchone() == (lines - 1, lines)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_file_of_another_system_is_read_as_the_same_rows(scratch: Path, tmp_path: Path, end: str) -> None:
    """A byte order mark, other line ends, a quoted header, TRUE and FALSE, empty last rows."""
    inputs.check(tmp_path / "before")
    content = (scratch / PLAN).read_text("utf-8").replace(",false,", ",FALSE,").replace(",true,", ',"TRUE",')
    header, body = content.split("\n", 1)
    header = ",".join(f'"{column}"' for column in header.split(","))
    text = "\n".join([header, body + "," * 17, "", ""]).replace("\n", end)
    (scratch / PLAN).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert inputs.check(tmp_path / "after") == inputs.Checked([], [])
    before, after = (f"from read_parquet('{tmp_path}/{place}/plan_values/*.parquet')" for place in ("before", "after"))
    assert duckdb.sql(f"{before} except all {after}").fetchall() == []
    assert duckdb.sql(f"{after} except all {before}").fetchall() == []


def test_a_line_break_in_a_note_is_kept_and_the_lines_after_it_are_numbered_right(
    scratch: Path, tmp_path: Path
) -> None:
    edit(scratch / PLAN, lambda rows: (rows[0].update(note="one\ntwo\r\nthree"), rows[1].update(period="x")))
    (found,) = inputs.check(tmp_path / "rows").violations
    assert (found.line, found.column) == (5, "period")
    read = f"read_parquet('{tmp_path}/rows/plan_values/*.parquet') where file = '{PLAN}' and line = 2"
    assert duckdb.sql(f"select note from {read}").fetchone() == ("one\ntwo\r\nthree",)


def test_hidden_characters_are_taken_out_of_free_text_with_a_notice(scratch: Path, tmp_path: Path) -> None:
    edit(scratch / PLAN, lambda rows: [row.update(note="a\u202eb\x1b[31m\n") for row in rows[:2]])
    edit(scratch / "seeds/plans/wenzhou-2018.csv", lambda rows: rows[0].update(note="\u200b"))
    checked = inputs.check(tmp_path / "rows")
    assert checked.violations == []
    assert checked.notices == [
        f"{PLAN}:2: note: U+001B (control character), U+202E (right-to-left override) cannot be seen and was removed,"
        " in 2 rows",
        "seeds/plans/wenzhou-2018.csv:2: note: U+200B (zero width space) cannot be seen and was removed",
    ]
    notes = duckdb.sql(f"select note from read_parquet('{tmp_path}/rows/plan_values/*.parquet') where note like 'ab%'")
    assert notes.fetchall() == [("ab[31m\n",)] * 2
    empty = duckdb.sql(f"select count(*) from read_parquet('{tmp_path}/rows/plan_values/*.parquet') where note = ''")
    assert empty.fetchone() == (0,), "what is empty then is blank"


@pytest.mark.parametrize("found", ["../../../../etc/passwd", "/etc/passwd", "a/b.txt", "a\\b.txt", "..", ".hidden"])
def test_the_document_of_a_plan_is_a_bare_file_name(scratch: Path, found: str) -> None:
    edit(scratch / "seeds/reference/plans.csv", lambda rows: rows[0].update(source_file=found))
    (violation,) = violations()
    assert violation.startswith(f"seeds/reference/plans.csv:2: source_file: found {found!r}; expected the bare name of")


def test_nothing_in_the_seeds_is_passed_over(scratch: Path) -> None:
    (scratch / "seeds/plans/taizhou-2024.xlsx").write_bytes(b"PK")
    (scratch / "seeds/reference/old").mkdir()
    assert violations() == [
        "seeds/plans/taizhou-2024.xlsx:1: found another kind of file; expected a file that ends in .csv",
        "seeds/reference/old:1: found a folder; expected files, in the folder itself",
    ]


def test_a_reference_file_that_is_not_there_is_the_only_violation(scratch: Path) -> None:
    (scratch / "seeds/reference/units.yml").unlink()
    (scratch / "seeds/reference/domains.csv").unlink()
    (scratch / "seeds/reference/domains.yml").unlink()
    assert [found.split(": ")[0] for found in violations()] == [
        "seeds/reference/domains.csv:1",
        "seeds/reference/domains.yml:1",
        "seeds/reference/units.yml:1",
    ]


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("indicators", {"floor": "5", "ceiling": "1"}, "floor: found 5 to 1; expected a floor below the ceiling"),
        ("indicators", {"floor": "5", "ceiling": "5"}, "floor: found 5 to 5; expected a floor below the ceiling"),
        ("indicator_non_matches", {"label": "x"}, "label: found 'x'; expected a label and sub-group of"),
        ("investment_lines", {"line_no": "999"}, "line_no: found '999'; expected the table_row of a value of"),
        (
            "indicator_non_matches",
            {"indicator_code": "emp_registered_unemployment_rate"},
            "indicator_code: found 'emp_registered_unemployment_rate'; expected another indicator than",
        ),
    ],
)
def test_what_a_data_test_would_refuse_is_refused_with_its_line(
    scratch: Path, name: str, change: dict[str, str], message: str
) -> None:
    edit(scratch / f"seeds/reference/{name}.csv", lambda rows: rows[0].update(change))
    (found,) = violations()
    assert found.startswith(f"seeds/reference/{name}.csv:2: {message}")


def test_a_label_is_an_indicator_or_a_size_of_a_project(scratch: Path) -> None:
    label = "市级福利彩票公益金累计收入"
    edit(
        scratch / "seeds/reference/component_labels.csv",
        lambda rows: rows.append(rows[0] | dict(plan_id="wenzhou-2021", label=label)),
    )
    (found,) = violations()
    assert f"label: found '{label}'; expected a label that has no indicator" in found


def test_a_unit_of_another_quantity_is_refused_unless_registered_as_a_slip(scratch: Path) -> None:
    def forget(rows: list[dict[str, str]]) -> None:
        rows[:] = [row for row in rows if row["finding_key"] != "unit_of_another_quantity:wenzhou-2021@6337"]

    edit(scratch / "seeds/reference/known_findings.csv", forget)
    (found,) = violations()
    assert re.search(r"unit: found '%', a unit of share; expected a unit of deaths_per_output", found), found


@pytest.mark.parametrize(("label", "unit", "quantity"), [("床位", "人", "beds"), ("停车位", "人次", "items")])
def test_a_size_of_a_project_has_a_unit_of_its_own_quantity(
    scratch: Path, label: str, unit: str, quantity: str
) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["label"] == label)
        row.update(value_text="1500" + unit)

    edit(scratch / "seeds/plans/wenzhou-2021.csv", change)
    assert any(f"expected a unit of {quantity}" in found for found in violations())


def test_a_project_has_its_two_amounts_among_the_values(scratch: Path) -> None:
    edit(scratch / "seeds/reference/projects.csv", lambda rows: rows[0].update(project_no="999"))
    assert [found.split("; expected ")[1] for found in violations()] == [
        f"the table_row of a value of statement_kind project, by amount_measures.csv one of {measure}"
        for measure in ("in_plan_investment", "total_investment")
    ]


def test_dbt_finds_the_rows_whatever_their_folder_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "o'brien's [1] {x}"
    inputs.check(folder)
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text("utf-8"))
    template = jinja2.Template(project["sources"]["minsheng"]["+meta"]["external_location"])
    location = template.render(env_var=lambda *_: str(folder)).format(name="units")
    assert duckdb.sql(f"select count(*) from {location} where unit_code = 'percent'").fetchone() == (1,)


def test_a_number_too_large_in_its_base_unit_is_refused(scratch: Path) -> None:
    """999,999,999,999,999,999 亿元 are more yuan than a decimal(28, 6) holds."""
    edit(
        scratch / "seeds/plans/wenzhou-2021.csv",
        lambda rows: next(row for row in rows if row["unit_text"] == "亿元").update(value_text="9" * 18),
    )
    (found,) = violations()
    assert "value_text: found '999999999999999999'; expected a number below 10^18 in the base unit" in found


def test_what_the_check_needs_besides_lies_in_the_given_folder_and_is_gone_afterwards(
    scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a folder of its own")

    monkeypatch.setattr(inputs, "TemporaryDirectory", refuse)
    inputs.check(tmp_path / "rows")
    kinds = {path.stem for path in files.reference_files()} | {"plan_values", "observations", "records"}
    assert {path.name for path in (tmp_path / "rows").iterdir()} == kinds


STAGED = {"integer": "to_integer", "year": "to_integer", "years": "to_integer", "decimal": "to_decimal"}
STAGED |= {"factor": "to_factor", "ratio": "to_double", "date": "to_date"}


def test_staging_casts_what_the_contract_types_with_the_casts_that_the_rules_try() -> None:
    """So a row that the check accepts cannot fail a cast in staging."""
    columns = {kind.name: kind.columns for kind in map(contract.reference, files.reference_files())}
    values = (contract.plan_values(), contract.observations(), contract.records())  # one staging model reads all three
    columns["plan_values"] = tuple(column for kind in values for column in kind.columns)
    for model, of_kind in columns.items():
        sql = (ROOT / f"models/staging/stg_{model}.sql").read_text("utf-8")
        casts = re.findall(r"\{\{ (to_\w+)\((?:extract_group\()?'(\w+)'", sql)
        typed = {column.name: STAGED[column.type] for column in of_kind if column.type in STAGED}
        assert {column: cast for cast, column in casts} == typed, model
        assert "cast(" not in sql.replace("cast(line as varchar)", ""), "but a number is a text always"
    assert {kind: described.cast for kind, described in rules.TYPES.items() if described.cast} == {
        kind: cast for kind, cast in STAGED.items() if kind != "years"
    }


EXTREMES = {
    "integer": ["0", "2147483647", "2147483648", "4294967296", "9999999999", "007"],
    "year": ["1949", "2100", "0000"],
    "decimal": ["-" + "9" * 18 + "." + "9" * 6, "9" * 19, "0.0000001", "1.2.3"],
    "factor": ["9" * 13 + "." + "9" * 6, "9" * 14],
    "ratio": ["9" * 9 + "." + "9" * 15, "1e400"],
    "date": ["2020-02-29", "2021-02-29", "2100-12-31", "2021-13-01", "0000-00-00"],
}


@pytest.mark.parametrize("kind", list(EXTREMES))
def test_a_field_that_the_rules_of_its_type_accept_is_cast_as_it_is(kind: str) -> None:
    refused = " or ".join(f"({rule.wrong})" for rule in rules.of_field(contract.Column("x", kind)))
    accepted = [
        text
        for text in EXTREMES[kind]
        if duckdb.execute(f"select x from (select ? as x) where not ({refused})", [text]).fetchall()
    ]
    assert 0 < len(accepted) < len(EXTREMES[kind])
    for text in accepted:
        cast = grammar.sql(rules.TYPES[kind].cast, "?")
        ((read,),) = duckdb.execute(f"select cast({cast} as varchar)", [text]).fetchall()
        assert read == (text if kind != "ratio" else str(float(text)))


def test_the_command_writes_the_rows_where_dbt_reads_them_and_leaves_them_where_a_file_is_bad(
    scratch: Path, tmp_path: Path
) -> None:
    place = tmp_path / "o'brien {x} [1]"
    done = minsheng("check-inputs", MINSHENG_INPUTS=str(place))
    assert (done.returncode, done.stderr) == (0, "")
    assert str(place) in done.stdout
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    assert len(before) > 40
    edit(scratch / PLAN, lambda rows: [row.update(period=f"x{n}") for n, row in enumerate(rows[:9])])
    done = minsheng("check-inputs", MINSHENG_INPUTS=str(place))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 7, "five, how many more, and how many in all"
    assert done.stderr.splitlines()[-1] == "minsheng: 6 violations in the input files"
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*")} == before
    assert len(minsheng("check-inputs", "--all", MINSHENG_INPUTS=str(place)).stderr.splitlines()) == 10


def test_reference_files_are_checked_by_their_contract_too(scratch: Path) -> None:
    units = scratch / "seeds/reference/units.csv"
    edit(units, lambda rows: rows[0].update(base_unit_code="furlong", to_base_factor="ten"))
    edit(scratch / "seeds/reference/unit_spellings.csv", lambda rows: rows.append(dict(rows[0])))
    reported = "\n".join(violations())
    assert "units.csv:2: base_unit_code: found 'furlong'; expected a unit_code of seeds/reference/units.csv" in reported
    assert "units.csv:2: to_base_factor: found 'ten'; expected a number of at most 13 digits and 6 decimals" in reported
    assert re.search(r"unit_spellings.csv:\d+: spelling: found '%'; expected spelling \+ per_text only once", reported)


def test_a_project_without_plans_is_a_fault(scratch: Path) -> None:
    for path in (scratch / "seeds/plans").glob("*.csv"):
        path.unlink()
    assert violations() == ["seeds/plans:1: found no CSV file; expected one file per plan"]


def test_dbt_reads_every_kind_as_text_from_the_rows_that_were_checked(tmp_path: Path) -> None:
    inputs.check(tmp_path / "rows")
    kinds = {path.stem: path for path in files.reference_files()}
    assert {folder.name for folder in (tmp_path / "rows").iterdir()} == {
        *kinds,
        "plan_values",
        "observations",
        "records",
    }
    for kind, path in kinds.items():
        rows = duckdb.sql(f"from read_parquet('{tmp_path}/rows/{kind}/*.parquet') order by line")
        *columns, file, line = rows.columns
        assert (file, line) == ("file", "line")
        assert {str(kind) for kind in rows.types[:-1]} == {"VARCHAR"}
        with path.open(encoding="utf-8", newline="") as opened:
            seeded = [tuple(row[column] or None for column in columns) for row in csv.DictReader(opened)]
        read = rows.fetchall()
        assert [row[:-2] for row in read] == seeded
        assert [row[-2:] for row in read] == [(f"seeds/reference/{path.name}", n) for n in range(2, len(seeded) + 2)]


def test_a_plan_of_six_values_enters_and_a_capture_that_broke_off_is_refused_with_plan_number_and_limit(
    scratch: Path,
) -> None:
    plans, values = scratch / "seeds/reference/plans.csv", scratch / "seeds/plans/wenling-2023.csv"
    edit(values, lambda rows: rows.__delitem__(slice(150, None)))
    assert violations() == [
        "seeds/reference/plans.csv:5: minimum_values: found 150 values of wenling-2023, declared to have 240 or more;"
        " expected at least as many values as declared; has the capture broken off?"
    ]
    edit(values, lambda rows: rows.__delitem__(slice(6, None)))
    edit(plans, lambda rows: rows[3].update(minimum_values="6"))
    assert not [violation for violation in violations() if "minimum_values" in violation]
    edit(values, lambda rows: rows.pop())
    assert "found 5 values of wenling-2023, declared to have 6 or more" in "".join(violations())


def test_a_value_for_a_place_that_did_not_exist_is_refused_with_the_place_that_it_was_of(scratch: Path) -> None:
    """Longgang was a town of Cangnan up to 2019."""
    path = "seeds/plans/wenzhou-2018.csv"
    edit(scratch / path, lambda rows: [row.update(region_code="330383") for row in rows[-3:]])
    assert violations() == [
        f"{path}:216: region_code: found 330383 (龙港市) in 2018, since 2019, before in 330327 (苍南县)"
        " (3 rows: lines 216, 217, 218); expected a place that exists in the period (valid_from and valid_to of"
        " seeds/reference/regions.csv)"
    ]


def test_one_cause_in_several_files_is_one_violation_with_the_first_lines_and_the_other_files(scratch: Path) -> None:
    """A plan without its row is unknown to its values, and to all that refers to them."""
    edit(scratch / "seeds/reference/plans.csv", lambda rows: rows.__delitem__(3))
    (found,) = violations()
    assert re.match(
        r"seeds/reference/exclusions\.csv:\d+: plan_id: found 'wenling-2023' \(\d+ rows: lines \d+, \d+, \d+, …; also"
        r" seeds/reference/indicator_matches\.csv:\d+, ",
        found,
    ), found
    assert " and 2 more files); expected a plan_id of seeds/reference/plans.csv" in found


def test_rows_that_nothing_uses_are_one_notice_for_each_file_and_column(scratch: Path) -> None:
    folder = scratch / "seeds/reference"
    edit(folder / "indicator_matches.csv", lambda rows: rows.extend(rows[0] | dict(label=f"无{n}") for n in range(5)))
    edit(folder / "component_labels.csv", lambda rows: rows.append(rows[0] | dict(label="无规模")))
    edit(
        folder / "indicators.csv",
        lambda rows: rows.append(rows[0] | dict(indicator_code="gov_unused", name_zh="无", name_en="Number of none")),
    )
    edit(folder / "organization_names.csv", lambda rows: rows.append(rows[0] | dict(printed_name="市无局")))
    edit(folder / "organizations.csv", lambda rows: rows.append(rows[0] | dict(organization_id="none", name_zh="无局")))
    edit(folder / "regions.csv", lambda rows: rows.append(rows[1] | dict(region_code="340000", name_zh="安徽省")))
    edit(folder / "units.csv", lambda rows: rows.append(rows[0] | dict(unit_code="none", base_unit_code="none")))
    edit(folder / "amount_measures.csv", lambda rows: rows.append(rows[0] | dict(table_column="无")))
    (scratch / "data/landing/reference").mkdir()
    spellings = scratch / "data/landing/reference/unit_spellings.csv"
    spellings.write_text("spelling,per_text,unit_code\n桶,,item\n", "utf-8")
    checked = inputs.check()
    assert checked.violations == []
    unused = [notice for notice in checked.notices if "nothing uses" in notice]
    assert [re.sub(r":\d+: ", ": ", notice.split("; ")[0]) for notice in unused] == [
        "data/landing/reference/unit_spellings.csv: spelling: found a row that nothing uses: '桶'",
        "seeds/reference/amount_measures.csv: table_column: found a row that nothing uses: '无'",
        "seeds/reference/component_labels.csv: label: found a row that nothing uses: '无规模'",
        "seeds/reference/indicator_matches.csv: label: found 5 rows that nothing uses: '无0', '无1', '无2', …",
        "seeds/reference/indicators.csv: indicator_code: found a row that nothing uses: 'gov_unused'",
        "seeds/reference/organization_names.csv: printed_name: found a row that nothing uses: '市无局'",
        "seeds/reference/organizations.csv: organization_id: found a row that nothing uses: 'none'",
        "seeds/reference/regions.csv: region_code: found a row that nothing uses: '340000'",
        "seeds/reference/units.csv: unit_code: found a row that nothing uses: 'none'",
    ]
    last = len((folder / "indicator_matches.csv").read_text("utf-8").splitlines())
    assert unused[3].startswith(f"seeds/reference/indicator_matches.csv:{last - 4}: ")
    assert unused[3].endswith("; expected one that a value uses, or no row")
