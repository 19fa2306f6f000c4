"""The Excel workbook: what the marts hold, as printed, and nothing that can run."""

import dataclasses
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from helpers import HANG, run_snippet
from minsheng.cli.app import app
from minsheng.outputs import code_lists
from minsheng.outputs.workbook import explaining, tables, workbook
from minsheng.outputs.workbook import headings as labels
from minsheng.outputs.workbook import page as page_of
from minsheng.outputs.workbook.sheets import SHEETS, Sheet
from minsheng.outputs.workbook.tables import HEADER_ROWS


@pytest.fixture(scope="module")
def written(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the warehouse, written where the command writes it."""
    path = tmp_path_factory.mktemp("workbook") / "minsheng.xlsx"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        workbook.write(connection, path)
    return path


@pytest.fixture(scope="module")
def book(written: Path) -> openpyxl.Workbook:
    """That workbook, opened."""
    return openpyxl.load_workbook(written)


def names_of(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[HEADER_ROWS] if cell.value]


def records(sheet: Worksheet) -> Iterator[dict[str, Any]]:
    """Rows of a sheet by the English header."""
    names = names_of(sheet)
    for row in sheet.iter_rows(min_row=HEADER_ROWS + 1, max_col=len(names), values_only=True):
        yield dict(zip(names, row, strict=True))


def as_in_mart(cell: object) -> object:
    """Give what a cell and a mart's value have in common: numbers exactly, flags, dates, text."""
    match cell:
        case bool():
            return "是" if cell else "否"
        case int() | float() | Decimal():
            return Decimal(repr(cell) if isinstance(cell, float) else cell).normalize()
        case datetime():
            return cell.date()
        case "" | None:
            return None
        case str() if len(cell) > 16 and re.fullmatch(r"-?[0-9]+\.[0-9]+", cell):  # beyond the digits of Excel
            return Decimal(cell).normalize()
    return cell


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.mart)
def test_a_sheet_holds_every_row_of_its_mart_exactly(
    sheet: Sheet, book: openpyxl.Workbook, connection: duckdb.DuckDBPyConnection
) -> None:
    relation = connection.sql(f"from {sheet.mart}")
    shared = [name for name in relation.columns if name in sheet.columns]
    assert len(shared) >= len(relation.columns) / 2
    expected = Counter(tuple(map(as_in_mart, row)) for row in relation.select(*shared).fetchall())
    found = Counter(tuple(as_in_mart(row[name]) for name in shared) for row in records(book[sheet.zh]))
    assert found == expected
    assert sum(found.values()) > 0


def test_a_figure_shows_the_decimals_that_the_document_prints(book: openpyxl.Workbook) -> None:
    sheet = book["目标"]
    at = {name: n for n, name in enumerate(names_of(sheet), start=1)}
    seen: Counter[str] = Counter()
    for row in range(HEADER_ROWS + 1, sheet.max_row + 1):
        cell = sheet.cell(row, at["value"])
        text = unicodedata.normalize("NFKC", str(sheet.cell(row, at["value_text"]).value))
        if cell.value is None or not re.search(r"\d", text) or "/" in text:
            continue
        digits = re.fullmatch(r'#,##0(?:\.(0+))?("%")?', cell.number_format)
        assert digits, cell.number_format
        assert bool(digits[2]) == (sheet.cell(row, at["unit_code"]).value == "percent")
        assert f"{Decimal(repr(cell.value)):.{len(digits[1] or '')}f}" in text
        seen[cell.number_format] += 1
    # 98.0% keeps its zero, 96% gets none
    assert {'#,##0"%"', '#,##0.0"%"', "#,##0.00"} <= seen.keys()


def test_the_operator_stands_before_the_figure_and_the_text_after(book: openpyxl.Workbook) -> None:
    for zh in ("目标", "记录值"):
        names = names_of(book[zh])
        at = names.index("value")
        assert names[at - 1] == "symbol"
        assert names[at + 1 : at + 4] == ["value_upper", "unit", "printed"]
    row = next(row for row in records(book["目标"]) if row["value_id"] == "wenzhou-2021@5981")
    assert (row["symbol"], row["value"], row["unit"], row["printed"]) == ("≥", 58, "%", "≥58 %")
    assert (row["section"], row["char_start"], row["grade"]) == ("二(三)", 5981, "一致")


@pytest.mark.parametrize("zh", ["目标", "记录值", "进展", "投资", "项目"])
def test_every_claim_says_where_it_stands(zh: str, book: openpyxl.Workbook) -> None:
    assert all(row["section"] and row["char_start"] is not None for row in records(book[zh]))


HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "http://a.example",
    "a\x00b\x0bc",
    "_x0041_",
    "007",
]


def test_hostile_text_stays_text(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "hostile.xlsx"
    (projects,) = [sheet for sheet in SHEETS if sheet.view == "bi.project"]
    quoted = ", ".join("'" + text.replace("'", "''").replace("\x00", "' || chr(0) || '") + "'" for text in HOSTILE)
    hostile = f"(select * replace ([{quoted}][1 + project_no % {len(HOSTILE)}] as name) from bi.project)"
    sql = projects.sql.replace("from bi.project", f"from {hostile}")
    monkeypatch.setattr(workbook, "SHEETS", [dataclasses.replace(projects, sql=sql)])
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        workbook.write(connection, path)
    sheet = openpyxl.load_workbook(path)["项目"]
    column = names_of(sheet).index("name") + 1
    cells = [sheet.cell(row, column) for row in range(HEADER_ROWS + 1, sheet.max_row + 1)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {str(cell.value).replace("_x005F_x", "_x") for cell in cells} == {
        text.replace("\x00", "\ufffd").replace("\x0b", "\ufffd") for text in HOSTILE
    }
    assert {cell.value for cell in cells if cell.quotePrefix} == {t for t in HOSTILE if t[0] in "=+-@\t"}
    with zipfile.ZipFile(path) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any("<f>" in sheet for sheet in sheets)
        assert not any(b"http://a.example" in parts.read(name) for name in parts.namelist() if name.endswith(".rels"))


def test_the_command_writes_equal_bytes_for_equal_warehouses(
    written: Path, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    again = tmp_path / "exports" / "again.xlsx"
    result = CliRunner().invoke(app, ["export", "--xlsx", "--output", str(again)])
    assert result.exit_code == 0, result.output
    assert str(again) in result.output.replace("\n", "")
    assert again.read_bytes() == written.read_bytes()


def test_what_does_not_fit_is_refused(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "too-large.xlsx"
    path.write_text("the last one")
    monkeypatch.setattr(workbook, "MAX_ROWS", 1000)
    with pytest.raises(page_of.DoesNotFit, match=r"目标 \(fct_target\) has 1,\d{3} rows, an Excel sheet holds 998"):
        workbook.write(connection, path)
    monkeypatch.undo()
    monkeypatch.setattr(page_of, "MAX_CHARACTERS", 30)
    with pytest.raises(page_of.DoesNotFit, match="characters is longer than an Excel cell holds"):
        workbook.write(connection, path)
    assert path.read_text() == "the last one"
    assert [found.name for found in tmp_path.iterdir()] == ["too-large.xlsx"]


def test_every_column_and_every_code_is_explained(
    book: openpyxl.Workbook, connection: duckdb.DuckDBPyConnection
) -> None:
    explained = {
        (row[0], row[2]): (row[3], row[4]) for row in book["字段"].iter_rows(min_row=2, max_col=5, values_only=True)
    }
    for sheet in SHEETS:
        for name in sheet.columns:
            assert all(explained[sheet.zh, name]), name
        heads = [labels.COLUMNS[name].zh for name in sheet.columns]
        assert [head for head, count in Counter(heads).items() if count > 1] == []
    rows = book["代码"].iter_rows(min_row=2, max_col=5, values_only=True)
    listed = {(kind, code): (zh, meaning_zh, meaning) for kind, zh, code, meaning_zh, meaning in rows}
    words = code_lists.read(connection)
    for code_list, kind in explaining.KINDS.items():
        for code, word in words[code_list].items():
            zh, meaning_zh, meaning = listed[kind, code]
            assert str(zh).endswith(word.name_zh)
            assert (meaning_zh, meaning) == (word.meaning_zh, f"{word.name_en}: {word.meaning_en}")
    assert set(tables.LISTS.values()) <= explaining.KINDS.keys()
    rules = connection.sql("select check_id, title_zh from fct_check_run").fetchall()
    assert {check_id: listed["规则", check_id][0] for check_id, _ in rules} == dict(rules)


def test_a_sheet_is_ready_to_read_and_to_print(book: openpyxl.Workbook, connection: duckdb.DuckDBPyConnection) -> None:
    ((build_id,),) = connection.sql("select run_id from checks.ge_run").fetchall()
    assert book.sheetnames == ["说明", "对比", *(sheet.zh for sheet in SHEETS), "字段", "代码"]
    for mart in SHEETS:
        sheet = book[mart.zh]
        assert sheet.freeze_panes == sheet.cell(HEADER_ROWS + 1, mart.frozen + 1).coordinate
        assert sheet.auto_filter.ref.startswith(f"A{HEADER_ROWS}:")
        assert sheet.print_title_rows == "$1:$2"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader
        assert build_id in str(sheet.oddHeader.right.text)
        assert all(cell.comment for cell in sheet[1] if cell.value)
    assert book.properties.title
    assert build_id in book.properties.description


def test_what_is_printed_of_a_sheet_can_be_read_on_a4(book: openpyxl.Workbook) -> None:
    """Type of 10 points, made as small as the width of a page asks for; 7.5 points are the least of a printed table."""
    for zh, printed in [("对比", book["对比"].max_column), *((one.zh, len(one.front.split())) for one in SHEETS)]:
        sheet: Any = book[zh]
        widths = {n: held.width for held in sheet.column_dimensions.values() for n in range(held.min, held.max + 1)}
        width = sum(widths[n] for n in range(1, printed + 1))
        assert sheet.page_setup.paperSize == page_of.A4
        assert sheet.print_area.endswith(f"${get_column_letter(printed)}${sheet.max_row}")
        assert 10 * min(1, A4_WIDTH / width) >= 7.5, (zh, width)


A4_WIDTH = 145
"""Columns of one character across A4, landscape, within the margins."""


def test_places_stand_side_by_side(book: openpyxl.Workbook, connection: duckdb.DuckDBPyConnection) -> None:
    sheet = book["对比"]
    heads = [cell.value for cell in sheet[1]]
    rows: list[dict[Any, Any]] = [
        dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=3, values_only=True)
    ]
    ((groups,),) = connection.sql(
        "select count(*) from (select 1 from mart_region_comparison group by indicator_code, year, role_group"
        " having count(*) > 1)"
    ).fetchall()
    assert len(rows) == groups
    assert all(sum(row[place] is not None for place in heads[5:-1]) >= 2 for row in rows)
    (carers,) = [row for row in rows if "护理员" in row["指标"] and (row["年份"], row["性质"]) == (2025, "目标值")]
    assert (carers["温州市"], carers["温岭市"], carers["最优"]) == ("25", "26", "温岭市")
    (jobs,) = [
        row for row in rows if row["指标"] == "城镇新增就业人数" and (row["年份"], row["性质"]) == (2022, "记录值")
    ]
    # Printed as 12680 persons: all places are in the unit of the row.
    assert (jobs["单位"], jobs["温岭市"]) == ("万人", "1.268")
    assert jobs["温州市"].endswith("（2020年）")


def test_chinese_text_fits_its_column(book: openpyxl.Workbook) -> None:
    assert page_of.display_width("每千人口3岁") == 11
    sheet = book["目标"]
    columns = {name: sheet.column_dimensions[get_column_letter(n)] for n, name in enumerate(names_of(sheet), 1)}
    for name in ("plan", "region", "domain"):
        longest = max(page_of.display_width(row[name] or "") for row in records(sheet))
        assert columns[name].width > longest


def test_colours_never_stand_without_the_word(book: openpyxl.Workbook, connection: duckdb.DuckDBPyConnection) -> None:
    for zh, column, kind in (("进展", "verdict_zh", "verdict"), ("问题", "severity_zh", "severity")):
        sheet = book[zh]
        letter = get_column_letter(names_of(sheet).index(column) + 1)
        rules = {
            rule.formula[0].strip('"')
            for where in sheet.conditional_formatting
            for rule in where.rules
            if str(where.sqref).startswith(letter)
        }
        words = {word.name_zh for word in code_lists.read(connection)[kind].values()}
        assert rules == words
        assert {row[column] for row in records(sheet)} <= words


def test_the_command_says_what_is_missing(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "minsheng.xlsx")

    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    run = CliRunner().invoke
    nothing = run(app, ["export"])
    assert nothing.exit_code == 2
    assert "--xlsx" in nothing.output
    assert "--sdmx" in nothing.output
    assert run(app, ["export", "--xlsx", "--sdmx", "-o", str(tmp_path / "both")]).exit_code == 2
    monkeypatch.setattr(workbook, "write", locked)
    blocked = run(app, ["export", "--xlsx"])
    assert (blocked.exit_code, type(blocked.exception)) == (4, SystemExit)
    assert "Permission denied: 'minsheng.xlsx'" in blocked.output


def test_libreoffice_opens_it_without_repair(written: Path, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if not soffice:
        pytest.skip("LibreOffice (soffice) is not installed")
    # the fourth sheet, 目标, as UTF-8 with the figures as they are stored
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,4",
            "--outdir",
            str(tmp_path),
            str(written),
        ],
        check=True,
        capture_output=True,
        timeout=HANG,
    )
    (converted,) = tmp_path.glob("*.csv")
    rows = duckdb.sql(f"from read_csv('{converted}', skip = 1, header = true, all_varchar = true)")
    expected = [row["value_id"] for row in records(openpyxl.load_workbook(written, read_only=True)["目标"])]
    assert [value_id for (value_id,) in rows.select("value_id").fetchall()] == expected


def test_dates_are_dates(book: openpyxl.Workbook) -> None:
    dates = [row["review_on"] for row in records(book["问题"]) if row["review_on"]]
    assert dates
    assert all(isinstance(found, date) for found in dates)


def test_the_documented_snippet_prints_what_the_page_says(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = run_snippet(written, "minsheng.xlsx", tmp_path, monkeypatch)
    assert capsys.readouterr().out.split() == printed.split()
