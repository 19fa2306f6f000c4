"""Figures and their decimals in a workbook."""

import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from minsheng.outputs.workbook import workbook


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


@pytest.mark.parametrize(
    ("value", "text", "decimals"),
    [
        ("98.000000", "98.0%", 1),
        ("96.000000", "≥96％", 0),
        ("1500.000000", "1,500平方米", 0),
        ("2.500000", "1.50-2.50", 2),
        ("2.472000", None, 3),
        ("3.333333", None, 2),
        ("0.001234", None, 6),
    ],
)
def test_decimals_of_a_figure(value: str, text: str | None, decimals: int) -> None:
    assert workbook.shown_decimals(Decimal(value), text) == decimals


def test_a_number_that_excel_would_round_is_kept_as_text(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "numbers.xlsx")) as book:
        page = workbook._Page(book, "none", {})
        sheet = page.sheet("数", colour="#FFFFFF", paper=9, repeat=0)
        for row, value in enumerate(("93.100000", "123456789012345678.500000")):
            page.value(sheet, (row, 0), "value", {"value": Decimal(value), "unit_code": "item", "value_text": None})
    with zipfile.ZipFile(tmp_path / "numbers.xlsx") as parts:
        assert "<v>93.100000</v>" in parts.read("xl/worksheets/sheet1.xml").decode()
    found = openpyxl.load_workbook(tmp_path / "numbers.xlsx")["数"]
    assert (found["A1"].value, found["A2"].value) == (93.1, "123456789012345678.500000")
