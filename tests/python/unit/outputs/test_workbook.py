"""Cells of a workbook."""

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter

from minsheng.outputs.workbook.page import Page


def test_a_number_that_excel_would_round_is_kept_as_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "numbers.xlsx")) as book:
        page = Page(book, "none")
        sheet = page.sheet("数", colour="#FFFFFF", paper=9, repeat=0)
        for row, value in enumerate(("93.100000", "123456789012345678.500000")):
            page.value(sheet, (row, 0), "value", {"value": Decimal(value), "unit_code": "item", "value_text": None})
    with zipfile.ZipFile(tmp_path / "numbers.xlsx") as parts:
        assert "<v>93.100000</v>" in parts.read("xl/worksheets/sheet1.xml").decode()
    found = openpyxl.load_workbook(tmp_path / "numbers.xlsx")["数"]
    assert (found["A1"].value, found["A2"].value) == (93.1, "123456789012345678.500000")
