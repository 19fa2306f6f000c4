"""A small invented plan that uses every form, added to a copy of the project by rows alone."""

import hashlib
from pathlib import Path

from helpers import edit
from minsheng.documents import document as documents
from minsheng.documents import draft as capture
from minsheng.documents import ledger
from minsheng.inputs import captured

SAMPLE = Path(__file__).parent / "sample"
PLAN = "sample-2021-social"
"""A second plan of a place and year, so with a subject."""
CSV = f"seeds/plans/{PLAN}.csv"


def add(scratch: Path) -> Path:
    """Add the plan to a copy of the project; return the folder of its document."""
    sources = scratch.parent / "sources"
    sources.mkdir()
    text = (SAMPLE / "sample.txt").read_bytes()
    (sources / "sample.txt").write_bytes(text)
    edit(
        scratch / "seeds/reference/plans.csv",
        lambda rows: rows.append(
            {
                **dict(plan_id=PLAN, title_zh="样例市公共服务计划", title_en="Sample plan", issuer="样例市人民政府"),
                **dict(region_code="330300", issued_on="2021-03-01", first_year="2021", last_year="2023"),
                **dict(status="in_force", source_file="sample.txt", source_sha256=hashlib.sha256(text).hexdigest()),
                **dict(source_characters=str(len(text.decode())), minimum_values="25"),
                **dict(subject_zh="社会服务", subject_en="social services"),
            }
        ),
    )
    edit(
        scratch / "seeds/reference/organization_names.csv",
        lambda rows: rows.extend(
            dict(plan_id=PLAN, printed_name=name, organization_id=organization, note="")
            for name, organization in (
                ("市民政局", "wenzhou-civil-affairs-bureau"),
                ("市教育局", "wenzhou-education-bureau"),
            )
        ),
    )
    describe_indicators(scratch)
    document = own_document(sources)
    rows, violations = capture.locate(SAMPLE / "draft.csv", document)
    assert violations == []
    (scratch / CSV).write_text(rows.write_csv(), "utf-8")
    exclude_the_rest(scratch, document)
    return sources


UNITS = {
    "per_1000_population": ["每千人口拥有图书座位"],
    "percent": ["居民阅读率", "社区食堂覆盖率", "社区食堂开设率", "旧管网改造比例", "公交满意度", "补贴覆盖率"],
    "item": ["新建社区食堂", "新建口袋公园", "新建健身角", "建成书屋", "每个街道服务站", "上级下达任务"],
    "bed": ["养老床位"],
    "ratio_to_one": ["生师比"],
    "dwelling": ["改造住房"],
    "person": ["服务老人"],
    "per_mille": ["意外伤害死亡率"],
    "event_session": ["巡诊"],
    "yuan": ["巡诊经费"],
    "person_time": ["培训人次"],
}


def describe_indicators(scratch: Path) -> None:
    """An indicator of its own for each label, since no label of the invented plan is known."""
    described = [(label, unit) for unit, labels in UNITS.items() for label in labels]
    indicators = [
        dict(
            **dict(indicator_code=f"gov_sample_{n}", name_zh=f"样例{label}", name_en=f"Sample rate {n} per case"),
            **dict(
                definition_zh="虚构。",
                definition_en="Invented.",
                domain_code="governance",
                unit_code=unit,
                direction="neutral",
            ),
            **dict(shape="level", aggregation="none", is_yearly="false", is_comparable="true"),
            **dict(population_base="", floor="", ceiling=""),
        )
        for n, (label, unit) in enumerate(described)
    ]
    matches = [
        dict(plan_id=PLAN, label=label, subgroup=subgroup, indicator_code=f"gov_sample_{n}", match_grade="exact")
        | dict(is_primary="true", reason_zh="", reason_en="")
        for n, (label, _) in enumerate(described)
        for subgroup in (["", "生活补贴", "护理补贴"] if label == "补贴覆盖率" else [""])
    ]
    edit(scratch / "seeds/reference/indicators.csv", lambda rows: rows.extend(indicators))
    edit(scratch / "seeds/reference/indicator_matches.csv", lambda rows: rows.extend(matches))


def own_document(sources: Path) -> documents.Document:
    (document,) = documents.load(sources, PLAN)
    return document


def exclude_the_rest(scratch: Path, document: documents.Document) -> None:
    """Write an exclusion for every number that no value covers."""
    values = captured.rows("plan_values", PLAN).sort("char_start")
    entries = ledger.account(document, values, captured.rows("exclusions", PLAN))
    new = [
        dict(
            plan_id=PLAN,
            char_start=str(entry.number.start),
            run_text=entry.number.text,
            section=ledger.section(document, entry.number.start, values),
            reason=ledger.guess(document, entry.number) or ("description" if entry.is_word else "listed_count"),
        )
        for entry in entries
        if not entry.values
    ]
    edit(scratch / "seeds/reference/exclusions.csv", lambda rows: rows.extend(new))
