"""Reviews to try the page, the sheet and the server on: a small one, and a hostile one of 1,300 values."""

import hashlib
from pathlib import Path

from minsheng.documents.document import Document
from minsheng.documents.reading import canonical, intake
from minsheng.documents.reading.blocks import Content, Grid, GridCell, Paragraph
from minsheng.documents.review import fold
from minsheng.documents.review.fold import Proposal
from minsheng.documents.review.outcome import Review

PLAN = "wenling-2023"
"""The name of a plan that there is; its document is another one."""
TEXT = "到2025年，每千人口拥有托位4.6个以上，普惠性幼儿园覆盖率90%，全面推进，新建照料中心12家。"
COMMON = {
    **dict(statement_kind="commitment", section="一", region_code="331081", value_role="target", period="2025"),
    **dict(period_basis="point", is_core="false", is_period_inferred="false", commitment_strength="pledged"),
    **dict(distribution="whole", is_shared_figure="false"),
}
CANDIDATE = {
    **dict(indicator_code="child_nursery_places_per_1000", score="0.7", is_sure="false", unit_fits="true"),
    **dict(past_grade="exact", nearest_label="每千人口托位数", non_match="每千老人床位：人群不同"),
}


def proposal(kind: str, key: str, confidence: float = 0.95, **fields: str) -> Proposal:
    return Proposal(kind, key, {**COMMON, **fields} if kind == "value" else fields, confidence, "a rule")


def review(folder: Path, content: Content, proposals: list[Proposal]) -> Review:
    """Write a document with its map into a folder; return its review, nothing decided."""
    text, document_map = canonical.describe(content, PLAN, "plan.docx", b"")
    path = folder / "plan.txt"
    path.write_text(text, "utf-8", newline="")
    intake.map_path(path).write_text(document_map.as_json(), "utf-8")
    document = Document(PLAN, path, hashlib.sha256(text.encode()).hexdigest(), len(text), "2023", "2027")
    return Review(document, {(p.kind, p.key): p for p in proposals}, fold.runs(document), "sha", (), ())


def small(folder: Path) -> Review:
    """Two values, three exclusions, two labels, one body."""
    place = TEXT.index
    return review(
        folder,
        Content((Paragraph(TEXT),), "by hand"),
        [
            proposal("value", f"{place('4.6')}:4.6个以上#1", 0.8, label="每千人口拥有托位"),
            proposal("value", f"{place('90')}:90%#1", label="普惠性幼儿园覆盖率"),
            proposal("exclusion", f"{place('2025')}:2025#1", section="一", reason="date"),
            proposal("exclusion", f"{place('全面')}:全面#1", 0.5, section="一", reason="description"),
            proposal("exclusion", f"{place('12')}:12#1", 0.3, section="一", reason="background"),
            Proposal("label", "每千人口拥有托位#", {}, candidates=(CANDIDATE,)),
            Proposal("label", "普惠性幼儿园覆盖率#", {}),
            proposal("body", "市教育局", organization_id="wenling-education-bureau"),
        ],
    )


HOSTILE = '</script><img src="x" onerror="window.hit=1">{{7*7}}&amp;=cmd|\' /C calc\'!A0'


def hostile(folder: Path, rows: int = 650) -> Review:
    """A table of two values a row, and markup and formulas wherever a document may put them."""
    cells = [GridCell(0, 0, 1, 1, f"指标{HOSTILE}"), GridCell(0, 1, 1, 1, "甲"), GridCell(0, 2, 1, 1, "乙")]
    for row in range(1, rows + 1):
        cells += [GridCell(row, 0, 1, 1, f"=指标{HOSTILE}")]
        cells += [GridCell(row, column, 1, 1, f"{row}.{column}%") for column in (1, 2)]
    content = Content((Paragraph(HOSTILE), Grid(tuple(cells))), "by hand")
    _, blocks = canonical.compose(content.blocks)
    table = {"statement_kind": "indicator_table", "section": HOSTILE, "label": f"=指标{HOSTILE}"}
    values = [
        proposal(
            "value", f"{cell.start}:{cell.row}.{cell.column}%#1", 0.95, **table, table_column="甲乙"[cell.column - 1]
        )
        for cell in blocks[1].cells
        if cell.row and cell.column
    ]
    made = review(folder, content, [*values, Proposal("label", f"=指标{HOSTILE}#", {}, candidates=(CANDIDATE,))])
    inside = {offset for p in values for offset in range(int(p.key.split(":")[0]), int(p.key.split(":")[0]) + 3)}
    rest = [run for run in made.ledger if run.start not in inside]
    reasons = [proposal("exclusion", f"{run.start}:{run.text}#1", section=HOSTILE, reason="name") for run in rest]
    return Review(
        made.document, {**made.proposals, **{(p.kind, p.key): p for p in reasons}}, made.ledger, "sha", (), ()
    )
