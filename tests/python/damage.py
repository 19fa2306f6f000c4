"""Damaged input files of each kind, and which of them the check takes for something else than they are."""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import duckdb

import mutations
from helpers import ROOT
from minsheng.inputs import check as inputs
from minsheng.inputs import contract
from mutations import Case, Source

NUMBERS = ["1e3", "1.0", "01", "-5", "+5", " 5", "1_000", "0x10", "１２", "NaN", "2147483648", "9" * 20, "五"]
VALUES = {
    "value_text": [
        *("1e-07", "1E-05", "10元-15万元", "5%-8‰", "0.0000001", "9" * 19, "1" * 40, "1.2.3", "15-10", "98/98", "很多"),
        *("=1+1", "NaN", "inf", "三四个", "1 e5", "96\u200b", "0x10", "--5", "9" * 100_001),
    ],
    "char_start": ["", *NUMBERS],
    "table_row": NUMBERS,
    "period": ["", "20255", "2025-13", "2025-2020", "1066", "2101", "２０２５", "2025年", "2025-", "25"],
    "is_core": ["", "yes", "1", "T", "ture"],
    "is_period_inferred": ["", "yes"],
    "is_shared_figure": ["", "0"],
    "commitment_strength": ["firm", "Pledged"],
    "distribution": ["", "each", "each_city"],
    "shared_operator_char_start": ["x"],
    "value_role": ["", "Target", "none"],
    "region_code": ["", "999999", "33030", "330300.0", "331 081"],
    "plan_id": ["", "../../etc/passwd", "wenling-1999", "WENLING-2023"],
    "value_id": ["", "1640", "wenling@1"],
    "label": ["", "a label that no plan has"],
    "unit_text": ["桶"],
    "statement_kind": ["Table"],
    "section": [""],
}
NOTES = {
    "note": [
        "=1+1",
        "'; drop table x; --",
        'a "quote"',
        "a,b",
        "a\nb\r\nc\rd",
        "NULL",
        "nan",
        "\\N",
        "#",
        "长" * 30_000,
    ],
}
SOUND_VALUES = {
    "value_text": ["96", "≥96", "９６", "1,234.5", "10-15", "80以上", "〔45〕", "未出数", "0.000001", "五十", " 96 "],
    "char_start": ["0", "2147483647"],
    "table_row": ["", "7"],
    **NOTES,
    "period": ["1949", "2100"],
}
DATES = [
    *(
        "2023-02-30",
        "0000-00-00",
        "2021-2-3",
        "2021/02/03",
        "44321",
        "20210203",
        "2021-13-01",
        "1900-01-01",
        "2021-02-29",
    ),
    *("2021-05-14 00:00:00", "14.05.2021", "２０２１-05-14", "9999-12-31"),
]
DECIMALS = ["1.2.3", ".", "1e3", "9" * 19, "0.1234567", "1,000", "NaN", "5.", ".5", "五"]
REFERENCES: dict[str, dict[str, list[str]]] = {
    "plans": {
        "issued_on": DATES,
        "first_year": ["", "2023.0", "20235", "23", "1066", "2101"],
        "source_characters": ["", *NUMBERS],
        "minimum_values": ["", "0", *NUMBERS],
        "source_file": [
            "",
            "../../../../etc/passwd",
            "a/b.txt",
            "a\\b.txt",
            ".hidden",
            "..",
            "/etc/passwd",
            "a\tb.txt",
        ],
        "source_sha256": ["", "abc", "A" * 64, "0" * 65],
        "status": ["", "In force"],
        "region_code": ["999999"],
        "plan_id": ["", "wenling-2023", "wenling"],
    },
    "indicators": {"floor": DECIMALS, "ceiling": DECIMALS, "direction": [""], "domain_code": ["none"], "name_zh": [""]},
    "units": {"to_base_factor": ["", *DECIMALS, "9" * 14, "-1"], "base_unit_code": ["", "furlong"]},
    "projects": {
        "term_text": [
            "",
            "forever",
            "2021-",
            "21-25",
            "2025-2021",
            "2021-20255",
            "1066",
            "2050-2101",
            "2025年至2021年",
        ],
        "project_no": ["", *NUMBERS],
    },
    "known_findings": {"review_on": ["", *DATES], "class": ["error"]},
    "investment_lines": {"line_no": ["", *NUMBERS], "is_total": ["", "yes"]},
}
SOUND_REFERENCES: dict[str, dict[str, list[str]]] = {
    "plans": {"issued_on": ["", "2020-02-29", "2021-12-31"], "source_file": ["计划 (1).txt", "a.b-c.pdf"]},
    "indicators": {"floor": ["", "0", "-5", "1.5", "9" * 18 + "." + "9" * 6], "ceiling": ["100"]},
    "units": {"to_base_factor": ["1", "0.000001", "9" * 12 + "." + "9" * 6]},
    "projects": {"term_text": ["2021", "2021-2025", "2021年至2025年"]},
    "known_findings": {"review_on": ["2027-02-28"]},
}
LETTERS = str.maketrans("0123456789", "abcdefghij")
RENEWED = {
    "plan_values": lambda row, n: row.update(value_id=f"wenling-2023@9{n}"),
    "observations": lambda row, n: row.update(value_id=f"wenling-2023@case.{n}", value_role="actual"),
    "plans": lambda row, n: row.update(plan_id=f"{n.translate(LETTERS)}-2021", source_file=f"{n}.txt"),
    "indicators": lambda row, n: row.update(indicator_code=f"gov_case_{n}", name_zh=f"指标{n}"),
    "units": lambda row, n: row.update(unit_code=f"case_{n}"),
    "projects": lambda row, n: row.update(project_no=f"9{n}"),
    "known_findings": lambda row, n: row.update(finding_key=f"target_missed:case {n}"),
    "investment_lines": lambda row, n: row.update(line_no=f"9{n}"),
}
FOLDERS = {"plan_values": "plans", "observations": "observations"}
MOST_LINES = 8
"""Lines for one cause, in one file."""


def source(kind: str, seed: int) -> Source:
    name = "seeds/plans/wenling-2023.csv" if kind in FOLDERS else f"seeds/reference/{kind}.csv"
    with (ROOT / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if kind in FOLDERS:
        rows = [r for r in rows if r["statement_kind"] == "indicator_table" and r["value_role"] != "none"]
        rows = [r for r in rows if r["value_text"].replace(".", "").isdigit() and len(r["period"]) == 4]
    return Source(rows, RENEWED[kind], random.Random(seed))


def cases(kind: str, seed: int) -> list[Case]:
    """Return all cases of a kind."""
    own = source(kind, seed)
    if kind not in FOLDERS:
        return [
            *mutations.of_values(own, REFERENCES[kind]),
            *mutations.of_values(own, SOUND_REFERENCES.get(kind, {}), str),
        ]
    wrong = {
        **VALUES,
        **(
            {"value_role": ["", "target"], "period": ["", "2025-13", "2025-00"]}
            if kind == "observations"
            else {"label": [""]}  # a label that no plan has is a new one, and is published as a provisional indicator
        ),
    }
    return [
        *mutations.of_form(own),
        *mutations.of_values(own, wrong),
        *mutations.of_values(own, SOUND_VALUES, str),
        *mutations.of_values(own, {"is_core": ["TRUE", "True", "FALSE", "False"]}, str.lower),
        *mutations.of_letters(own, ["label", "region_code", "section", "unit_text", "lead_organizations"], ["note"]),
        *mutations.of_parquet(own, "char_start", "is_core"),
    ]


def failures(kind: str, tried: Iterable[Case], place: Path) -> list[str]:
    """Land all cases, check them in one go, and say which have another outcome than they should."""
    folder = place / "landing" / FOLDERS.get(kind, "reference")
    folder.mkdir(parents=True)
    landed: dict[str, Case] = {}
    for n, case in enumerate(tried):
        path = folder / f"{f'{kind}.' if kind not in FOLDERS else ''}{n:05}{case.suffix}"
        path.write_bytes(case.content)
        landed[str(path)] = case
    checked = inputs.check(place / "rows", listed=10**9)
    violations = defaultdict(list)
    for violation in checked.violations:
        if kind != "plans" or "found 0 values of " not in str(violation):  # these plans come without values
            violations[violation.file].append(violation)
    read = defaultdict(list)
    left_out = (contract.observations() if kind == "observations" else contract.plan_values()).optional
    rows = duckdb.sql(f"from read_parquet('{place}/rows/{kind}/*.parquet') order by file, line")
    for *fields, file, _ in rows.fetchall():
        named = zip(rows.columns, fields, strict=False)
        read[file].append({column: field or "" for column, field in named if field or column not in left_out})
    wrong = [f"not landed, but refused: {v}" for file in violations.keys() - landed.keys() for v in violations[file]]
    for file, case in landed.items():
        reported = violations[file]
        shown = "\n    ".join(map(str, reported[:4]))
        if sum(min(6, n) for n in Counter((v.column, v.expected) for v in reported).values()) > MOST_LINES:
            wrong.append(f"{case.name}: {len(reported)} lines\n    {shown}")
        if not reported and case.rows is None and not case.either:
            wrong.append(f"{case.name}: accepted")
        if reported and case.rows is not None and not case.either:
            wrong.append(f"{case.name}: refused\n    {shown}")
        if not reported and case.rows is not None and read[file] != case.rows:
            wrong.append(f"{case.name}: read as other rows")
        if reported and case.line and not any(v.line == case.line for v in reported):
            wrong.append(f"{case.name}: line {case.line} is not named\n    {shown}")
        if reported and case.places and not any(v.column in case.places for v in reported):
            wrong.append(f"{case.name}: {case.places} not named\n    {shown}")
    return wrong
