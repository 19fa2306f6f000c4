"""One invented plan written as docx, pdf, html and xlsx: what every reader has to find in it."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

TITLE = "云溪县公共服务提升行动方案（2024-2026年）"
HEADINGS = ["一、主要目标", "（一）托育服务", "（二）养老服务"]
TEXT = "到2026年，每千人口拥有3岁以下婴幼儿托位数达到4.6个以上，普惠性幼儿园覆盖率达到90%，新增公办学位1200个。"
PARAGRAPHS = [TITLE, HEADINGS[0], TEXT, HEADINGS[1], "新建村居照料中心12家。", HEADINGS[2], "实现村村通公交。"]

ROWS: list[list[str | None]] = [
    ["领域", "指标", "目标", None],
    [None, None, "2024年", "2026年"],
    ["托育", "托位数（个）", "1,200", "≥1,500"],
    [None, "普惠托位占比（%）", "60.0", "70"],
    ["养老", "护理型床位占比（%）", "95%", "全覆盖"],
]
"""None is covered by the cell above or to the left of it."""
SPANS: dict[tuple[int, int], tuple[int, int]] = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (2, 0): (2, 1)}
CELLS = {
    (row, column): (*SPANS.get((row, column), (1, 1)), text)
    for row, texts in enumerate(ROWS)
    for column, text in enumerate(texts)
    if text is not None
}


def docx() -> bytes:
    """The headings are numbered automatically, by lists of the numbering part."""
    import docx as library
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = library.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, text in enumerate(["%1、", "（%2）"])
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for text in PARAGRAPHS:
        level = 0 if text == HEADINGS[0] else 1 if text in HEADINGS else None
        paragraph = document.add_paragraph(text if level is None else text.lstrip("一二、（）"))
        if level is not None:
            properties = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(properties))
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for (row, column), (row_span, column_span, text) in CELLS.items():
        cell = table.cell(row, column)
        if (row_span, column_span) != (1, 1):
            cell = cell.merge(table.cell(row + row_span - 1, column + column_span - 1))
        cell.text = text
    return _saved(document)


def xlsx() -> bytes:
    """Numbers are numbers under a format; the paragraphs are in rows of their own."""
    import openpyxl

    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    for text in PARAGRAPHS:
        sheet.append([text])
    top = len(PARAGRAPHS) + 1
    stored = {"1,200": (1200, "#,##0"), "60.0": (60, "0.0"), "70": (70, "General"), "95%": (0.95, "0%")}
    for (row, column), (row_span, column_span, text) in CELLS.items():
        cell = sheet.cell(top + row, 1 + column)
        cell.value, cell.number_format = stored.get(text, (text, "General"))
        if (row_span, column_span) != (1, 1):
            sheet.merge_cells(None, top + row, 1 + column, top + row + row_span - 1, column + column_span)
    return _saved(workbook)


def html() -> str:
    rows = []
    for row in range(len(ROWS)):
        cells = (
            f'<td rowspan="{place[2]}" colspan="{place[3]}"><p>{place[4]}</p></td>'
            for place in ((*key, *cell) for key, cell in CELLS.items())
            if place[0] == row
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    wrapped = [text.replace("，普惠", "，\n    普惠") for text in PARAGRAPHS]
    body = "".join(f"<p>{text}</p>\n" for text in wrapped)
    script = "<script>document.write('99%')</script>"
    table = f"<table>{''.join(rows)}</table>"
    return f"<!doctype html><html><head><title>x</title>{script}</head><body>{body}{table}</body></html>"


def pdf() -> bytes:
    """Two pages with page numbers; the page break cuts the third row of the table, whose frame is ruled."""
    size, left, right = 12, 60, 540
    width = (right - left) // size
    pages: list[list[str]] = [[], []]
    y = 780
    for text in PARAGRAPHS:
        indented = f"　　{text}"
        for start in range(0, len(indented), width):
            line = indented[start : start + width]
            x = left + size * (len(line) - len(line.lstrip("　")))
            pages[0].append(_text(x, y, line.lstrip("　"), size))
            y -= 20
    xs = [60, 120, 320, 420, 520]
    first = [y, y - 24, y - 48, y - 72]
    _draw(pages[0], xs, first, {key: cell for key, cell in CELLS.items() if key[0] < 3}, 0)
    second = [780, 756, 732, 708]
    # The label of the row that is cut goes on alone on the next page, in the first row there.
    label = CELLS[2, 1][2]
    pages[0][:] = [item.replace(_hex(label), _hex(label[:3])) for item in pages[0]]
    rest = {(row - 2, column): cell for (row, column), cell in CELLS.items() if row > 2}
    rest |= {(0, 0): (2, 1, ""), (0, 1): (1, 1, label[3:]), (0, 2): (1, 1, ""), (0, 3): (1, 1, "")}
    _draw(pages[1], xs, second, rest, 0)
    for n, page in enumerate(pages, 1):
        page.append(_text(290, 30, f"— {n} —", size))
    return _pdf_file(["\n".join(page) for page in pages])


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _text(x: float, y: float, text: str, size: int) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td <{_hex(text)}> Tj ET"


def _draw(page: list[str], xs: list[int], ys: list[int], cells: dict[tuple[int, int], Any], size: int) -> None:
    """Rule each cell and print its text."""
    for (row, column), (row_span, column_span, text) in cells.items():
        bottom = ys[min(row + row_span, len(ys) - 1)]
        box = xs[column], bottom, xs[column + column_span] - xs[column], ys[row] - bottom
        page.append("{} {} {} {} re S".format(*box))
        if text:
            page.append(_text(xs[column] + 4, ys[row] - 16, text, size or 10))


def _pdf_file(streams: list[str]) -> bytes:
    """A pdf file whose font is one of the Chinese ones that every reader knows by name."""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(streams)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        "/Ascent 900 /Descent -200 /CapHeight 900 /StemV 80 >>",
    ]
    for n, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    content, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{item}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return content + f"{trailer}startxref\n{len(content)}\n%%EOF\n".encode()


def picture() -> bytes:
    """A white picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")
    )


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def write_all(folder: Path) -> list[Path]:
    """Write the plan in every format; return the files."""
    contents = {"plan.docx": docx(), "plan.pdf": pdf(), "plan.html": html().encode(), "plan.xlsx": xlsx()}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]
