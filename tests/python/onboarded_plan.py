"""The invented plan on its way from a file to rows: read, its row filled in, every proposal accepted by one reader."""

import csv
import io
from pathlib import Path

from helpers import edit
from minsheng.documents import document as documents
from minsheng.documents.reading import intake
from minsheng.documents.review import decisions, outcome
from minsheng.documents.review.decisions import Decision
from minsheng.documents.review.fold import Proposal

READER = "li"
FILLED = {
    **dict(title_en="An invented plan", issuer="洞头区人民政府", region_code="330305", issued_on="2024-03-01"),
    **dict(status="in_force"),
}
"""What a person fills into the row that `minsheng read` proposes."""


def read(scratch: Path, file: Path, plan_id: str, sources: Path) -> documents.Document:
    """Read a file into the folder of the documents and add the plan's row to plans.csv; return its document."""
    row = intake.read(file, plan_id, sources, overwrite=False).row
    subject = plan_id.rsplit("-", 1)[1]
    filled = {**row, **FILLED, "subject_zh": f"{subject}版", "subject_en": subject}
    edit(scratch / "seeds/reference/plans.csv", lambda rows: rows.append(filled))
    (document,) = documents.load(sources, plan_id)
    return document


def decide(document: documents.Document, left: int = 0, **changed: dict[str, str]) -> None:
    """Accept what is proposed for a document.

    Args:
        document: its document.
        left: how many of the proposals, from the end, stay undecided.
        changed: by label, columns of its values to which other text is given.
    """
    review = outcome.load(document)
    proposals = [p for p in review.proposals.values() if p.kind in ("value", "exclusion", "body")]
    made: list[Decision] = []
    for n, proposal in enumerate(proposals[: len(proposals) - left]):
        made.append(_decision(document, proposal, n, "accept", proposed=proposal.snapshot))
        for column, text in changed.get(proposal.fields.get("label", ""), {}).items():
            made.append(_decision(document, proposal, n, "edit", column, proposal.fields.get(column, ""), text))
    decisions.append(decisions.path(document.plan_id, READER), made)


def match(document: documents.Document, label: str, indicator_code: str) -> None:
    """Match a label to an indicator that it means exactly."""
    proposal = Proposal("label", decisions.label_key(label, ""), {})
    rows = [
        _decision(document, proposal, 0, "match", decided=indicator_code),
        _decision(document, proposal, 0, "edit", "match_grade", decided="exact"),
    ]
    decisions.append(decisions.path(document.plan_id, READER), rows)


def _decision(
    document: documents.Document,
    proposal: Proposal,
    n: int,
    decision: str,
    column: str = "",
    proposed: str = "",
    decided: str = "",
) -> Decision:
    moment = f"2026-01-01T00:{n // 60:02}:{n % 60:02}+00:00"
    about = document.plan_id, proposal.kind, proposal.key, READER, "reading"
    return Decision(*about, decision, column, proposed, decided, moment, "draft")


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text)))
