"""What the SDMX structure says: code lists, concepts, the definition of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng.outputs import code_lists

if TYPE_CHECKING:
    import duckdb
    from pysdmx.model import Codelist, Component, Components, Schema
    from pysdmx.model.__base import MaintainableArtefact

AGENCY = "MINSHENG"
VERSION = "1.0"

# code lists from the warehouse: code, English name, Chinese name, what it means
_CODELISTS = {
    "CL_AREA": (
        "Places by GB/T 2260",
        "select region_code, region_en, region_zh, null from bi.region order by 1",
    ),
    "CL_INDICATOR": (
        "Canonical indicators",
        "select indicator_code, indicator_en, indicator_zh, definition_en from bi.indicator"
        " union all select '_Z', 'Not an indicator', '非指标',"
        " 'Size or amount of one project, or of one line of an investment table' order by 1",
    ),
    "CL_PLAN": (
        "Plans",
        "select plan_id, plan_title_en, plan_title_zh, issuer || ', ' || replace(status, '_', ' ')"
        " || ', ' || source_file || ', SHA-256 ' || source_sha256 from bi.plan"
        " union all select '_Z', 'Not a plan', '非规划', 'Recorded by another publication' order by 1",
    ),
    "CL_UNIT": (
        "Units of measure, scale included",
        "select unit_code, unit_en, unit_zh, null from bi.unit order by 1",
    ),
}
_CLOSED = {
    "CL_VALUE_ROLE": ("What a value is to its plan", "value_role", ("target", "baseline", "actual")),
    "CL_ORIGIN": ("Where a value comes from", "origin", None),
    "CL_STATEMENT_KIND": ("Where a plan says it", "statement_kind", None),
    "CL_PERIOD_BASIS": ("Level, yearly quantity or sum", "period_basis", None),
    "CL_OPERATOR": ("What the text promises about the number", "operator", None),
    "CL_MEASURE": ("What kind of number a value gives", "measure", None),
    "CL_TARGET_NATURE": ("Whether a target is binding or expected", "target_nature", None),
    "CL_MATCH_GRADE": ("How far the printed indicator matches the canonical one", "match_grade", None),
}
_FIXED = {
    "CL_FREQ": ("Frequency", {"A": ("Annual", "年度"), "S": ("Half-yearly", "半年"), "M": ("Monthly", "月度")}),
    "CL_UNIT_MULT": ("Power of ten", {"0": ("Units", "个位")}),
    "CL_OBS_STATUS": (
        "Observation status",
        {"A": ("Normal value", "正常"), "O": ("Missing value", "缺数"), "P": ("Provisional value", "初步数")},
    ),
    "CL_CONF_STATUS": ("Confidentiality", {"F": ("Free for publication", "公开")}),
}

# concept: name, what it is, code list or data type
DIMENSIONS = {
    "FREQ": ("Frequency", "Annual; monthly or half-yearly for a recorded value of such a time.", "CL_FREQ"),
    "REF_AREA": ("Reference area", "Place that the value is for (region_code).", "CL_AREA"),
    "INDICATOR": ("Indicator", "Canonical indicator (indicator_code); _Z for the size of a project.", "CL_INDICATOR"),
    "CUST_BREAKDOWN": ("Breakdown", "Sub-group as printed (subgroup); _T where there is none.", "CL_BREAKDOWN"),
    "VALUE_ROLE": ("Role of the value", "Target, baseline or actual (value_role).", "CL_VALUE_ROLE"),
    "PLAN": ("Plan", "The plan that states the value, or whose label it is recorded under (plan_id).", "CL_PLAN"),
    "ORIGIN": ("Origin", "Stated in the plan, or recorded elsewhere under its label (origin).", "CL_ORIGIN"),
    "STATEMENT_KIND": ("Kind of statement", "Table, text, investment or project.", "CL_STATEMENT_KIND"),
    "STATEMENT_NO": ("Number of the statement", "From 1, among values that share all other dimensions.", "Integer"),
    "TIME_PERIOD": (
        "Time period",
        "A year or month; a sum over years as a range, 2021-01-01/P5Y.",
        "ObservationalTimePeriod",
    ),
}
MEASURE = {"OBS_VALUE": ("Value", "The printed number, in UNIT_MEASURE; empty where there is none.", "Decimal")}
ATTRIBUTES = {
    "OPERATOR": ("Operator", "What the text promises about the number: ge is at least (operator).", "CL_OPERATOR"),
    "VALUE_UPPER": ("Upper value", "Upper end of a printed range (value_upper).", "Decimal"),
    "UNIT_MEASURE": ("Unit of measure", "Unit as printed, its scale included (unit_code).", "CL_UNIT"),
    "UNIT_MULT": ("Unit multiplier", "Always 0: the scale is in UNIT_MEASURE.", "CL_UNIT_MULT"),
    "BASE_UNIT": ("Base unit", "Unit in which values can be compared (base_unit_code).", "CL_UNIT"),
    "TO_BASE_FACTOR": ("Factor to the base unit", "OBS_VALUE times this is in BASE_UNIT (to_base_factor).", "Decimal"),
    "DECIMALS": ("Decimals", "Decimals as printed.", "Integer"),
    "TIME_PER_COLLECT": ("Period basis", "Level, yearly quantity or sum (period_basis).", "CL_PERIOD_BASIS"),
    "MATCH_GRADE": (
        "Match grade",
        "Exact and close values are comparable (match_grade); empty without an indicator.",
        "CL_MATCH_GRADE",
    ),
    "NUMBER_KIND": ("Kind of number", "Only levels compare; a change says by how much (measure).", "CL_MEASURE"),
    "TARGET_NATURE": ("Nature of the target", "Binding or expected, where the plan says so.", "CL_TARGET_NATURE"),
    "OBS_STATUS": ("Observation status", "A normal, P preliminary, O without a number of its own.", "CL_OBS_STATUS"),
    "CONF_STATUS": ("Confidentiality status", "F for every value: published documents.", "CL_CONF_STATUS"),
    "VALUE_ID": ("Identifier of the value", "Never changes; leads back to the warehouse (value_id).", "String"),
    "LABEL": ("Printed indicator", "The indicator as the document names it (label).", "String"),
    "SOURCE_DETAIL": ("Place in the document", "section@char_start: value_text.", "String"),
    "COMMENT_OBS": ("Comment", "Anything that a reader must know (note).", "String"),
}
OPTIONAL = {"OBS_VALUE", "VALUE_UPPER", "DECIMALS", "MATCH_GRADE", "NUMBER_KIND", "TARGET_NATURE", "COMMENT_OBS"}


def breakdown_code(subgroup: str) -> str:
    """Return the code of a sub-group: `_T` for the total, else U and its UTF-16 code units, since codes are ASCII."""
    return f"U{subgroup.encode('utf-16-be').hex().upper()}" if subgroup else "_T"


class _Code(NamedTuple):
    code: str
    name_en: str
    name_zh: str
    about: str | None


_Lists = dict[str, tuple[str, list[_Code]]]
"""Title and codes of each list."""


class Structure(NamedTuple):
    """The structure, and what pysdmx cannot write of it."""

    artefacts: list[MaintainableArtefact]
    schema: Schema
    chinese: dict[tuple[str, str], str]
    """Chinese names, by list and code."""


def build(connection: duckdb.DuckDBPyConnection) -> Structure:
    """Make the structure from the code lists of a warehouse."""
    from pysdmx.model import Code, Codelist, Concept, ConceptScheme, Dataflow, DataStructureDefinition, Schema

    lists = _lists(connection)
    codelists = {
        name: Codelist(
            name,
            name=title,
            agency=AGENCY,
            version=VERSION,
            items=[Code(one.code, name=one.name_en, description=one.about) for one in listed],
        )
        for name, (title, listed) in sorted(lists.items())
    }
    scheme = ConceptScheme(
        "CONCEPTS",
        name="Concepts of minsheng",
        agency=AGENCY,
        version=VERSION,
        items=[
            Concept(name, name=title, description=about)
            for name, (title, about, _) in (DIMENSIONS | MEASURE | ATTRIBUTES).items()
        ],
    )
    components = _components(codelists)
    definition = DataStructureDefinition(
        id="PLAN_VALUES", name="Values of public-service plans", agency=AGENCY, version=VERSION, components=components
    )
    dataflow = Dataflow(
        "PLAN_VALUES",
        name="Targets and recorded values of Chinese local public-service plans",
        agency=AGENCY,
        version=VERSION,
        structure=definition,
    )
    return Structure(
        [*codelists.values(), scheme, definition, dataflow],
        Schema("dataflow", AGENCY, "PLAN_VALUES", components, VERSION),
        {(name, one.code): one.name_zh for name, (_, listed) in lists.items() for one in listed},
    )


def _lists(connection: duckdb.DuckDBPyConnection) -> _Lists:
    lists: _Lists = {
        name: (title, [_Code(*row) for row in connection.execute(sql).fetchall()])
        for name, (title, sql) in _CODELISTS.items()
    }
    subgroups = connection.execute("select distinct subgroup from bi.plan_value order by 1").fetchall()
    lists["CL_BREAKDOWN"] = (
        "Sub-groups as printed",
        [_Code(breakdown_code(name), name or "Total", name or "合计", None) for (name,) in subgroups],
    )
    known = code_lists.read(connection)
    for name, (title, code_list, only) in _CLOSED.items():
        lists[name] = (
            title,
            [
                _Code(code, entry.name_en, entry.name_zh, entry.meaning_en)
                for code, entry in known[code_list].items()
                if only is None or code in only
            ],
        )
    for name, (title, fixed) in _FIXED.items():
        lists[name] = (title, [_Code(code, en, zh, None) for code, (en, zh) in fixed.items()])
    return lists


def _components(codelists: dict[str, Codelist]) -> Components:
    from pysdmx.model import Component, Components, DataType, ItemReference, Role

    def component(concept: str, role: Role, representation: str) -> Component:
        codelist = codelists.get(representation)
        return Component(
            concept,
            required=concept not in OPTIONAL,
            role=role,
            concept=ItemReference("Concept", AGENCY, "CONCEPTS", VERSION, concept),
            local_codes=codelist,
            local_dtype=None if codelist else DataType(representation),
            attachment_level="O" if role is Role.ATTRIBUTE else None,
        )

    groups = ((DIMENSIONS, Role.DIMENSION), (MEASURE, Role.MEASURE), (ATTRIBUTES, Role.ATTRIBUTE))
    return Components([component(name, role, what) for group, role in groups for name, (_, _, what) in group.items()])
