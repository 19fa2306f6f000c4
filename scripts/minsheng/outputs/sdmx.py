"""Targets and recorded values as SDMX: one SDMX-CSV 2.0 file, and the SDMX-ML 3.0 structure that explains it.

The key. SDMX asks that the dimensions identify an observation. A plan may give the same indicator, place and year
several times, in a table and again in the text, or once for each project of a district. So besides the usual
dimensions the key holds the plan (PLAN), whether the plan itself says so (ORIGIN), the kind of place where it says so
(STATEMENT_KIND), and a running number among the values that share all of that, in the order of the document
(STATEMENT_NO; 1 for nearly nine in ten). The value's own identifier is an attribute and no dimension: with it in the
key every series would have one observation. STATEMENT_NO may move when a value is captured before another; VALUE_ID
never does.

What a value is to its plan is a dimension of its own (VALUE_ROLE), never OBS_STATUS. An observation without a number of
its own (省下目标, 待定) has an empty OBS_VALUE, OBS_STATUS O, and its OPERATOR says why. UNIT_MEASURE is the printed
unit, its scale included (万人 is person_10k), so UNIT_MULT is always 0; TO_BASE_FACTOR leads to BASE_UNIT.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from minsheng import durable
from minsheng.outputs import code_lists
from minsheng.outputs.indicators import plain
from minsheng.outputs.workbook.workbook import shown_decimals

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    from pysdmx.io.pd import PandasDataset
    from pysdmx.model import Codelist, Component, Schema
    from pysdmx.model.__base import MaintainableArtefact

AGENCY = "MINSHENG"
VERSION = "1.0"
STRUCTURE_FILE = "structure.xml"
DATA_FILE = "plan_values.csv"


class NotValid(ValueError):
    """Data that do not keep to their structure."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


_OBSERVATIONS = """
    with statements as (
        from fct_target
        union all by name
        from fct_observation
    )
    select
        case when s.period_month is null then 'A' else 'M' end as FREQ,
        s.region_code as REF_AREA,
        coalesce(s.indicator_code, '_Z') as INDICATOR,
        s.subgroup as CUST_BREAKDOWN,
        s.value_role as VALUE_ROLE,
        s.plan_id as PLAN,
        s.origin as ORIGIN,
        s.statement_kind as STATEMENT_KIND,
        row_number() over (
            partition by s.region_code, s.indicator_code, s.subgroup, s.value_role, s.plan_id, s.origin,
                s.statement_kind, s.period_start_year, s.period_end_year, s.period_month
            order by s.char_start, s.value_id
        ) as STATEMENT_NO,
        case
            when s.period_month is not null then s.period_end_year || '-' || lpad(s.period_month::varchar, 2, '0')
            when s.period_start_year = s.period_end_year then s.period_end_year::varchar
            else s.period_start_year || '-01-01/P' || (s.period_end_year - s.period_start_year + 1) || 'Y'
        end as TIME_PERIOD,
        s.value as OBS_VALUE,
        s.operator as OPERATOR,
        s.value_upper as VALUE_UPPER,
        s.unit_code as UNIT_MEASURE,
        0 as UNIT_MULT,
        s.base_unit_code as BASE_UNIT,
        u.to_base_factor as TO_BASE_FACTOR,
        s.value_text as DECIMALS,
        s.period_basis as TIME_PER_COLLECT,
        s.match_grade as MATCH_GRADE,
        case when s.value is null then 'O' else 'A' end as OBS_STATUS,
        'F' as CONF_STATUS,
        s.value_id as VALUE_ID,
        s.label as LABEL,
        s.section || '@' || s.char_start || ': ' || s.value_text as SOURCE_DETAIL,
        s.note as COMMENT_OBS
    from statements as s
    join dim_unit as u using (unit_code)
    order by all
"""

# code lists from the warehouse: code, English name, Chinese name, what it means
_CODELISTS = {
    "CL_AREA": (
        "Places by GB/T 2260",
        "select region_code, name_en, name_zh, null from dim_region order by 1",
    ),
    "CL_INDICATOR": (
        "Canonical indicators",
        "select indicator_code, name_en, name_zh, definition_en from dim_indicator"
        " union all select '_Z', 'Not an indicator', '非指标',"
        " 'Size or amount of one project, or of one line of an investment table' order by 1",
    ),
    "CL_PLAN": (
        "Plans",
        "select plan_id, title_en, title_zh, issuer || ', ' || replace(status, '_', ' ') || ', ' || source_file"
        " || ', SHA-256 ' || source_sha256 from dim_plan order by 1",
    ),
    "CL_UNIT": (
        "Units of measure, scale included",
        "select unit_code, name_en, name_zh, null from dim_unit order by 1",
    ),
}
_CLOSED = {
    "CL_VALUE_ROLE": ("What a value is to its plan", "value_role", ("target", "baseline", "actual")),
    "CL_ORIGIN": ("Where a value comes from", "origin", None),
    "CL_STATEMENT_KIND": ("Where a plan says it", "statement_kind", None),
    "CL_PERIOD_BASIS": ("Level, yearly quantity or sum", "period_basis", None),
    "CL_OPERATOR": ("What the words promise about the number", "operator", None),
    "CL_MATCH_GRADE": ("How far the printed indicator matches the canonical one", "match_grade", None),
}
_FIXED = {
    "CL_FREQ": ("Frequency", {"A": ("Annual", "年度"), "M": ("Monthly", "月度")}),
    "CL_UNIT_MULT": ("Power of ten", {"0": ("Units", "个位")}),
    "CL_OBS_STATUS": ("Observation status", {"A": ("Normal value", "正常"), "O": ("Missing value", "缺数")}),
    "CL_CONF_STATUS": ("Confidentiality", {"F": ("Free for publication", "公开")}),
}

# concept: name, what it is, code list or data type
_DIMENSIONS = {
    "FREQ": ("Frequency", "Annual; monthly for a landed observation of a month.", "CL_FREQ"),
    "REF_AREA": ("Reference area", "Place that the value is for (region_code).", "CL_AREA"),
    "INDICATOR": ("Indicator", "Canonical indicator (indicator_code); _Z for the size of a project.", "CL_INDICATOR"),
    "CUST_BREAKDOWN": ("Breakdown", "Sub-group as printed (subgroup); _T where there is none.", "CL_BREAKDOWN"),
    "VALUE_ROLE": ("Role of the value", "Target, baseline or actual (value_role).", "CL_VALUE_ROLE"),
    "PLAN": ("Plan", "The plan that states the value, or in whose words it is recorded (plan_id).", "CL_PLAN"),
    "ORIGIN": ("Origin", "Stated in the plan, or recorded elsewhere in its words (origin).", "CL_ORIGIN"),
    "STATEMENT_KIND": ("Kind of statement", "Table, text, investment or project.", "CL_STATEMENT_KIND"),
    "STATEMENT_NO": ("Number of the statement", "From 1, among values that share all other dimensions.", "Integer"),
    "TIME_PERIOD": (
        "Time period",
        "A year or month; a sum over years as a range, 2021-01-01/P5Y.",
        "ObservationalTimePeriod",
    ),
}
_MEASURE = {"OBS_VALUE": ("Value", "The printed number, in UNIT_MEASURE; empty where there is none.", "Decimal")}
_ATTRIBUTES = {
    "OPERATOR": ("Operator", "What the words promise about the number: ge is at least (operator).", "CL_OPERATOR"),
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
    "OBS_STATUS": ("Observation status", "A normal, O without a number of its own.", "CL_OBS_STATUS"),
    "CONF_STATUS": ("Confidentiality status", "F for every value: published documents.", "CL_CONF_STATUS"),
    "VALUE_ID": ("Identifier of the value", "Never changes; leads back to the warehouse (value_id).", "String"),
    "LABEL": ("Printed indicator", "The indicator as the document names it (label).", "String"),
    "SOURCE_DETAIL": ("Place in the document", "section@char_start: value_text.", "String"),
    "COMMENT_OBS": ("Comment", "Anything that a reader must know (note).", "String"),
}
_OPTIONAL = {"OBS_VALUE", "VALUE_UPPER", "DECIMALS", "MATCH_GRADE", "COMMENT_OBS"}


def breakdown_code(subgroup: str) -> str:
    """Return the code of a sub-group: `_T` for the total, else U and its UTF-16 code units, since codes are ASCII."""
    return f"U{subgroup.encode('utf-16-be').hex().upper()}" if subgroup else "_T"


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Write data and structure, read both back, and put them in place when they are valid.

    Args:
        connection: the warehouse.
        folder: folder of the two files; both are replaced.

    Returns:
        The number of observations.

    Raises:
        NotValid: the data do not keep to the structure; nothing was replaced.
    """
    fresh = durable.staged(folder)
    durable.remove(fresh)
    fresh.mkdir(parents=True)
    try:
        schema = _write_structure(connection, fresh / STRUCTURE_FILE)
        _write_data(connection, schema, fresh / DATA_FILE)
        count = len(read(fresh).data)
        durable.sync_tree(fresh)
        files = {STRUCTURE_FILE, DATA_FILE}
        if folder.is_dir() and {path.name for path in folder.iterdir()} - files:
            for name in files:  # a folder that holds other things too
                (fresh / name).replace(folder / name)
        else:
            durable.put_in_place(fresh, folder)
    finally:
        durable.remove(fresh)
    return count


def read(folder: Path) -> PandasDataset:
    """Read an export, and hold it against its structure.

    Args:
        folder: folder of the two files.

    Returns:
        The data set; its `data` has one row per observation, a column per component.

    Raises:
        NotValid: a file is not SDMX, a component is missing or unknown, a code is outside its code list, a mandatory
            value is missing, or two observations share a key.
    """
    from pysdmx.errors import Invalid
    from pysdmx.io import get_datasets

    try:
        (dataset,) = get_datasets(folder / DATA_FILE, folder / STRUCTURE_FILE)
    except Invalid as error:
        raise NotValid([str(error)]) from None
    faults = _faults(dataset)
    if faults:
        raise NotValid(faults)
    return dataset


def _faults(dataset: PandasDataset) -> list[str]:
    """Do what pysdmx leaves to its caller: check codes, mandatory values and keys."""
    from pysdmx.model import Role

    data, components = dataset.data, dataset.structure.components
    known = {component.id for component in components}
    faults = [f"{name} is not in the structure" for name in data.columns if name not in known]
    missing = [component.id for component in components if component.id not in data.columns]
    faults += [f"{name} has no column" for name in missing]
    if faults:
        return faults
    for component in components:
        column = data[component.id]
        blank = column.isna() | (column.astype(str) == "")
        if component.role is Role.MEASURE:
            # a structure cannot say that a measure may be missing; the status of the observation does
            wrong = blank != (data["OBS_STATUS"] == "O")
            if wrong.any():
                faults.append(f"{component.id} and OBS_STATUS disagree in {int(wrong.sum()):,} observations")
        elif component.required and blank.any():
            faults.append(f"{component.id} is empty in {int(blank.sum()):,} observations")
        if component.enumeration:
            codes = {code.id for code in component.enumeration}
            faults += [
                f"{component.id} {code} is not in {component.enumeration.id}"
                for code in sorted(set(column[~blank].astype(str)) - codes)
            ]
    key = [component.id for component in components.dimensions]
    twice = data[data.duplicated(key)]
    faults += [f"two observations at {'.'.join(map(str, row))}" for row in twice[key].itertuples(index=False)]
    return faults


def _write_structure(connection: duckdb.DuckDBPyConnection, path: Path) -> Schema:
    from datetime import UTC

    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.model import Organisation
    from pysdmx.model.message import Header

    artefacts, chinese, schema = _structures(connection)
    build_id, built_at = connection.execute(
        "select run_id, ran_at from checks.ge_run order by ran_at desc limit 1"
    ).fetchone()
    header = Header(id=f"minsheng-{build_id}", prepared=built_at.replace(tzinfo=UTC), sender=Organisation(id=AGENCY))
    text = write_sdmx(artefacts, Format.STRUCTURE_SDMX_ML_3_0, header=header, prettyprint=True)
    path.write_bytes(_with_chinese_names(text, chinese))
    return schema


def _structures(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[list[MaintainableArtefact], dict[tuple[str, str], str], Schema]:
    from pysdmx.model import (
        Code,
        Codelist,
        Component,
        Components,
        Concept,
        ConceptScheme,
        Dataflow,
        DataStructureDefinition,
        DataType,
        ItemReference,
        Role,
        Schema,
    )

    lists: dict[str, tuple[str, list[tuple[str, str, str, str | None]]]] = {
        name: (title, connection.execute(sql).fetchall()) for name, (title, sql) in _CODELISTS.items()
    }
    subgroups = connection.execute("select distinct subgroup from fct_plan_value order by 1").fetchall()
    lists["CL_BREAKDOWN"] = (
        "Sub-groups as printed",
        [(breakdown_code(name), name or "Total", name or "合计", None) for (name,) in subgroups],
    )
    words = code_lists.read(connection)
    for name, (title, code_list, only) in _CLOSED.items():
        lists[name] = (
            title,
            [
                (code, word.name_en, word.name_zh, word.meaning_en)
                for code, word in words[code_list].items()
                if only is None or code in only
            ],
        )
    for name, (title, fixed) in _FIXED.items():
        lists[name] = (title, [(code, en, zh, None) for code, (en, zh) in fixed.items()])

    codelists: dict[str, Codelist] = {
        name: Codelist(
            name,
            name=title,
            agency=AGENCY,
            version=VERSION,
            items=[Code(code, name=en, description=about) for code, en, _, about in listed],
        )
        for name, (title, listed) in sorted(lists.items())
    }
    chinese = {(name, code): zh for name, (_, listed) in lists.items() for code, _, zh, _ in listed}

    def component(concept: str, role: Role, representation: str) -> Component:
        codelist = codelists.get(representation)
        return Component(
            concept,
            required=concept not in _OPTIONAL,
            role=role,
            concept=ItemReference("Concept", AGENCY, "CONCEPTS", VERSION, concept),
            local_codes=codelist,
            local_dtype=None if codelist else DataType(representation),
            attachment_level="O" if role is Role.ATTRIBUTE else None,
        )

    concepts = _DIMENSIONS | _MEASURE | _ATTRIBUTES
    scheme = ConceptScheme(
        "CONCEPTS",
        name="Concepts of minsheng",
        agency=AGENCY,
        version=VERSION,
        items=[Concept(name, name=title, description=about) for name, (title, about, _) in concepts.items()],
    )
    groups = ((_DIMENSIONS, Role.DIMENSION), (_MEASURE, Role.MEASURE), (_ATTRIBUTES, Role.ATTRIBUTE))
    components = Components(
        [component(name, role, what) for group, role in groups for name, (_, _, what) in group.items()]
    )
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
    schema = Schema("dataflow", AGENCY, "PLAN_VALUES", components, VERSION)
    return [*codelists.values(), scheme, definition, dataflow], chinese, schema


def _with_chinese_names(text: str, chinese: dict[tuple[str, str], str]) -> bytes:
    """Add the Chinese name of each code beside the English one; pysdmx writes one language."""
    from lxml import etree

    root = etree.fromstring(text.encode())
    for codelist in root.iter("{*}Codelist"):
        for code in codelist.iter("{*}Code"):
            english = code.find("{*}Name")
            name = etree.Element(english.tag, {"{http://www.w3.org/XML/1998/namespace}lang": "zh"})
            name.text = chinese[codelist.get("id"), code.get("id")]
            name.tail, english.tail = english.tail, code.text
            english.addnext(name)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _write_data(connection: duckdb.DuckDBPyConnection, schema: Schema, path: Path) -> None:
    import pandas as pd
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.io.pd import PandasDataset

    relation = connection.execute(_OBSERVATIONS)
    names = [name for name, *_ in relation.description]
    rows = [_observation(dict(zip(names, row, strict=True))) for row in relation.fetchall()]
    dataset = PandasDataset(structure=schema, data=pd.DataFrame(columns=names))
    # set afterwards, as text: a data set made of them would turn decimals into floats
    dataset.data = pd.DataFrame(rows, columns=names, dtype="object")
    write_sdmx(dataset, Format.DATA_SDMX_CSV_2_0_0, output_path=str(path))


def _observation(row: dict[str, Any]) -> dict[str, str]:
    value, text = row["OBS_VALUE"], row["DECIMALS"]
    row["DECIMALS"] = None if value is None else shown_decimals(value, text)
    row["CUST_BREAKDOWN"] = breakdown_code(row["CUST_BREAKDOWN"])
    return {
        name: "" if cell is None else plain(cell) if isinstance(cell, Decimal) else str(cell)
        for name, cell in row.items()
    }
