"""Reading: one canonical text and map, whatever the format; what is hostile is refused in one line."""

import datetime
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import documents_in_formats as plan
from minsheng.documents.reading import blocks, canonical, confined, formats
from minsheng.documents.reading.blocks import Content, Grid, GridCell, Paragraph, UnreadableFile
from minsheng.documents.reading.number_format import UnknownFormat, printed
from minsheng.documents.reading.numbering import chinese

FORMATS: dict[str, Callable[[], bytes]] = {
    "plan.docx": plan.docx,
    "plan.pdf": plan.pdf,
    "plan.html": lambda: plan.html().encode(),
    "gb.html": lambda: plan.html().encode("gb18030"),
    "plan.xlsx": plan.xlsx,
}
SCHEMA = json.loads((Path(canonical.__file__).parent / "map.schema.json").read_text("utf-8"))


def tables(content: Content) -> list[Grid]:
    return [block for block in content.blocks if isinstance(block, Grid)]


def cells(grid: Grid) -> dict[tuple[int, int], tuple[int, int, str]]:
    return {(cell.row, cell.column): (cell.row_span, cell.column_span, cell.text) for cell in grid.cells}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_paragraphs_and_cells(name: str) -> None:
    content = formats.parse(FORMATS[name](), name)
    assert [block.text for block in content.blocks if isinstance(block, Paragraph)] == plan.PARAGRAPHS
    assert [cells(grid) for grid in tables(content)] == [plan.CELLS]
    assert not content.warnings


def test_formats_give_one_canonical_text() -> None:
    texts = {canonical.compose(formats.parse(write(), name).blocks)[0] for name, write in FORMATS.items()}
    assert len(texts) == 1
    assert "\n领域\t指标\t目标\t\n" in texts.pop()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_kept_as_it_is(encoding: str) -> None:
    text = "标题\n\n　　正文。\n\t1\n\t\n"
    content = formats.parse(text.replace("\n", "\r\n").encode(encoding), "plan.txt")
    assert canonical.compose(content.blocks)[0] == text.removesuffix("\n")


inline = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(blocks.clean)
grids = st.lists(st.lists(inline, min_size=2, max_size=2), min_size=1, max_size=4).map(
    lambda rows: Grid(tuple(GridCell(n, m, 1, 1, text) for n, row in enumerate(rows) for m, text in enumerate(row)))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(inline.map(Paragraph), grids), max_size=6))
def test_every_block_and_cell_is_the_exact_slice_at_its_offsets(found: list[blocks.Block]) -> None:
    text, document_map = canonical.describe(Content(tuple(found), "test"), "a-2026", "a.docx", b"x")
    jsonschema.validate(json.loads(document_map.as_json()), SCHEMA)
    written = [block for block in found if not isinstance(block, Paragraph) or block.text]
    for block, mapped in zip(written, document_map.blocks, strict=True):
        if isinstance(block, Paragraph):
            assert text[mapped.start : mapped.end] == block.text
        else:
            assert [text[cell.start : cell.end] for cell in mapped.cells] == [cell.text for cell in block.cells]
            assert text[mapped.start : mapped.end].count("\n") == mapped.rows - 1


def test_a_map_belongs_to_its_text(tmp_path: Path) -> None:
    text, document_map = canonical.describe(formats.parse(plan.docx(), "a.docx"), "a-2026", "a.docx", b"x")
    path = tmp_path / "a.map.json"
    path.write_text(document_map.as_json(), "utf-8")
    assert canonical.load(path, text) == document_map
    with pytest.raises(UnreadableFile, match="another text"):
        canonical.load(path, text + "。")
    path.write_text("[]", "utf-8")
    with pytest.raises(UnreadableFile, match="no document map"):
        canonical.load(path, text)


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["到2027", "年"], "到2027年"),
        (["到 2027 年建成"], "到 2027 年建成"),
        (["幼有", "", "善育"], "幼有善育"),
        (["a 1", "2"], "a 1 2"),
        (["达到80%", "以上"], "达到80%以上"),
        (["\u200b见\x07 表\u00a01"], "见 表 1"),
    ],
)
def test_a_line_end_beside_a_chinese_character_is_none(lines: list[str], whole: str) -> None:
    assert blocks.joined(lines) == whole


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.95, "0%", "95%"),
        (0.955, "0.0%", "95.5%"),
        (90.0, "General", "90"),
        (0.1 + 0.2, "General", "0.3"),
        (12345.678, "#,##0.0", "12,345.7"),
        (0.5, "#.##", ".5"),
        (5, "0.##", "5."),
        (3, "000", "003"),
        (-3, "0.0;(0.0)", "(3.0)"),
        (-0.4, "0", "0"),
        (80, '0"个"', "80个"),
        (80, '"≥"0', "≥80"),
        (1.5, "0.00_ ", "1.50"),
        (2.5, "0", "3"),
        (1234567, "0.0,", "1234.6"),
        (7, "[Red]0.0", "7.0"),
        (0, '0;-0;"-"', "-"),
        ("95%", "General", "95%"),
        (True, "General", "TRUE"),
        (None, "0", ""),
        (datetime.datetime(2026, 3, 5), 'yyyy"年"m"月"d"日"', "2026年3月5日"),
        (datetime.datetime(2026, 3, 5), "yyyy-mm-dd", "2026-03-05"),
    ],
)
def test_a_cell_is_what_excel_prints(value: object, number_format: str, text: str) -> None:
    if text == "-":
        with pytest.raises(UnknownFormat):
            printed(value, number_format)
    else:
        assert printed(value, number_format) == text


@pytest.mark.parametrize("number_format", ["0.00E+00", "# ?/?", "[>100]0;0.0", "h:mm"])
def test_a_format_that_is_not_known_is_no_guess(number_format: str) -> None:
    with pytest.raises(UnknownFormat):
        printed(1.5, number_format)


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五")])
def test_numbers_of_headings_are_written_in_chinese(number: int, text: str) -> None:
    assert chinese(number) == text


def test_html_leaves_out_what_is_not_shown_and_numbers_lists() -> None:
    page = """<body><table><tr><td><p>版式</p><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>
    <p style="display: none">9</p><!-- 8 --><p hidden>7</p>第一行<br>第<b>二</b>行
    <ol start="3"><li>三项</li><li>四项</li></ol></body>"""
    content = formats.parse(page.encode(), "plan.html")
    assert [block.text for block in content.blocks if isinstance(block, Paragraph)] == [
        "版式", "第一行", "第二行", "3.三项", "4.四项"
    ]  # fmt: skip
    assert [cells(grid) for grid in tables(content)] == [{(0, 0): (1, 1, "甲"), (0, 1): (1, 1, "乙")}]


def office_file(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_rels", ".rels"), content)
    return buffer.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            target.writestr(name, content.replace(old, new, 1) if name == part else content)
    return buffer.getvalue()


def formula() -> bytes:
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(plan.xlsx()))
    workbook.worksheets[0]["B20"] = '=WEBSERVICE("http://a.example")'
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def external_picture() -> bytes:
    relation = b'<Relationship Id="rId99" Type="http://x/image" Target="http://a.example/p" TargetMode="External"/>'
    return changed(plan.docx(), "word/_rels/document.xml.rels", b"</Relationships>", relation + b"</Relationships>")


def deep_tables() -> bytes:
    opening = b"<w:tbl><w:tr><w:tc>" * 200
    return changed(plan.docx(), "word/document.xml", b"<w:body>", b"<w:body>" + opening)


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><w:document>&c;</w:document>'
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "unpacks to more than 300 times": ("a.docx", lambda: office_file(word__document_xml=b" " * 5_000_000)),
    "declares entities": ("a.docx", lambda: office_file(word__document_xml=ENTITIES)),
    "refers to contents outside": ("a.docx", external_picture),
    "can be read: Excessive depth": ("a.docx", deep_tables),
    "no docx file that can be read": ("a.docx", lambda: office_file(word__document_xml=b"<a/>")),
    "a formula in Sheet!B20": ("a.xlsx", formula),
    "merges A1:XFD1048576": ("a.xlsx", lambda: huge_merge()),
    "colspan 100,000": ("a.html", lambda: b"<table><tr><td colspan=100000>1<td>2</table>"),
    "more than 50,000 paragraphs": ("a.html", lambda: b"<p>1" * 60_000),
    "nested more than": ("a.html", lambda: b"<div>" * 5_000 + b"1"),
    "page declares entities": ("b.html", lambda: b'<!DOCTYPE a [<!ENTITY b "bb">]><p>&b;'),
    "no pdf file that can be read": ("a.pdf", lambda: b"%PDF-1.7\n" + b"\xff" * 100),
    "neither UTF-8 nor GB 18030": ("a.txt", lambda: b"\xff\xff\xff\x80"),
    "control characters": ("a.txt", lambda: b"MZ\0\0\x01"),
    "is empty": ("a.docx", lambda: b" \n"),
    "of no kind that can be read": ("a.exe", lambda: b"MZ1"),
    "archive of something else": ("a.docx", lambda: office_file(mimetype=b"x")),
}


def huge_merge() -> bytes:
    return changed(
        plan.xlsx(), "xl/worksheets/sheet1.xml", b'<mergeCell ref="', b'<mergeCell ref="A1:XFD1048576" old="'
    )


@pytest.mark.parametrize("reason", HOSTILE)
def test_what_is_hostile_or_broken_is_refused_in_one_line(reason: str) -> None:
    name, write = HOSTILE[reason]
    with pytest.raises(UnreadableFile) as refused:
        formats.parse(write(), name)
    assert reason.removeprefix("page ") in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_reader_in_a_process_of_its_own_is_bounded() -> None:
    assert confined.read(plan.docx(), "a.docx") == formats.parse(plan.docx(), "a.docx")
    with pytest.raises(UnreadableFile, match="formula"):
        confined.read(formula(), "a.xlsx")
    with pytest.raises(UnreadableFile, match="memory"):
        confined.read(b"1" * 60_000_000, "a.txt", memory=100 << 20)


def stand_in(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_a_picture_is_recognised_and_flagged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFile, match="install tesseract with its Chinese data"):
        formats.parse(plan.picture(), "a.png")
    answers = """case "$1" in
      --list-langs) echo chi_sim;; --version) echo tesseract 5;; *) printf "到 2026 年\\n建 成\\n";;
    esac"""
    stand_in(tmp_path, "tesseract", answers, monkeypatch)
    content = formats.parse(plan.picture(), "a.png")
    assert content.is_ocr
    assert "OCR" in content.warnings[0]
    assert content.blocks == (Paragraph("到 2026 年建成"),)


def test_an_older_office_file_needs_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFile, match="install LibreOffice, or save it as docx"):
        formats.parse(old, "a.wps")
    (tmp_path / "plan.docx").write_bytes(plan.docx())
    stand_in(tmp_path, "soffice", f'cp {tmp_path}/plan.docx "$6/document.docx"', monkeypatch)
    assert len(tables(formats.parse(old, "a.wps"))) == 1
    stand_in(tmp_path, "soffice", "exit 0", monkeypatch)
    with pytest.raises(UnreadableFile, match="could not be turned"):
        formats.parse(old, "a.wps")
