"""Targets and recorded values as SDMX: an SDMX-CSV 2.0 file, and its structure in SDMX-ML 3.0 and 2.1.

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

from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from minsheng import durable
from minsheng.outputs.figures import plain, shown_decimals
from minsheng.outputs.sdmx import csvw
from minsheng.outputs.sdmx.structure import AGENCY, breakdown_code, build
from minsheng.warehouse import gate

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    from pysdmx.io.pd import PandasDataset
    from pysdmx.model import Schema

STRUCTURE_FILE, STRUCTURE_2_1_FILE = "structure.xml", "structure-2.1.xml"
DATA_FILE = "plan_values.csv"


class NotValid(ValueError):
    """Data that do not keep to their structure."""

    def __init__(self, violations: list[str]) -> None:
        super().__init__("; ".join(violations))
        self.violations = violations


_OBSERVATIONS = """
    select
        case when is_half_year then 'S' when period_month is null then 'A' else 'M' end as FREQ,
        region_code as REF_AREA,
        coalesce(indicator_code, '_Z') as INDICATOR,
        subgroup as CUST_BREAKDOWN,
        value_role as VALUE_ROLE,
        coalesce(plan_id, '_Z') as PLAN,
        origin as ORIGIN,
        statement_kind as STATEMENT_KIND,
        row_number() over (
            partition by region_code, indicator_code, subgroup, value_role, plan_id, origin,
                statement_kind, period_start_year, year, period_month, is_half_year
            order by char_start, value_id
        ) as STATEMENT_NO,
        case
            when is_half_year then year || '-S' || period_month // 6
            when period_month is not null then year || '-' || lpad(period_month::varchar, 2, '0')
            when period_start_year = year then year::varchar
            else period_start_year || '-01-01/P' || (year - period_start_year + 1) || 'Y'
        end as TIME_PERIOD,
        value as OBS_VALUE,
        operator as OPERATOR,
        value_upper as VALUE_UPPER,
        unit_code as UNIT_MEASURE,
        0 as UNIT_MULT,
        base_unit_code as BASE_UNIT,
        to_base_factor as TO_BASE_FACTOR,
        value_text as DECIMALS,
        period_basis as TIME_PER_COLLECT,
        match_grade as MATCH_GRADE,
        measure as NUMBER_KIND,
        target_nature as TARGET_NATURE,
        case when value is null then 'O' when is_preliminary then 'P' else 'A' end as OBS_STATUS,
        'F' as CONF_STATUS,
        value_id as VALUE_ID,
        label as LABEL,
        coalesce(source_id || ', ', '') || section || '@' || char_start || ': ' || value_text as SOURCE_DETAIL,
        note as COMMENT_OBS
    from bi.plan_value
    where value_role != 'none'
    order by all
"""


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Write data and structure, read both back, and put them in place when they are valid.

    Args:
        connection: the warehouse.
        folder: folder of data, structures and metadata; all are replaced.

    Returns:
        The number of observations.

    Raises:
        NotValid: the data do not keep to the structure; nothing was replaced.
    """
    fresh = durable.staged(folder)
    durable.remove(fresh)
    fresh.mkdir(parents=True)
    try:
        schema = _write_structures(connection, fresh)
        _write_data(connection, schema, fresh / DATA_FILE)
        csvw.write(fresh / DATA_FILE)
        count = len(read(fresh).data)
        durable.sync_tree(fresh)
        files = {path.name for path in fresh.iterdir()}
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
        folder: folder of the files.

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
    violations = _violations(dataset)
    if violations:
        raise NotValid(violations)
    return dataset


def _violations(dataset: PandasDataset) -> list[str]:
    """Do what pysdmx leaves to its caller: check codes, mandatory values and keys."""
    from pysdmx.model import Role

    structure: Any = dataset.structure  # a schema: `_dataset` made it so
    data, components = dataset.data, structure.components
    known = {component.id for component in components}
    violations = [f"{name} is not in the structure" for name in data.columns if name not in known]
    missing = [component.id for component in components if component.id not in data.columns]
    violations += [f"{name} has no column" for name in missing]
    if violations:
        return violations
    for component in components:
        column = data[component.id]
        blank = column.isna() | (column.astype(str) == "")
        if component.role is Role.MEASURE:
            # a structure cannot say that a measure may be missing; the status of the observation does
            wrong = blank != (data["OBS_STATUS"] == "O")
            if wrong.any():
                violations.append(f"{component.id} and OBS_STATUS disagree in {int(wrong.sum()):,} observations")
        elif component.required and blank.any():
            violations.append(f"{component.id} is empty in {int(blank.sum()):,} observations")
        if component.enumeration:
            codes = {code.id for code in component.enumeration}
            violations += [
                f"{component.id} {code} is not in {component.enumeration.id}"
                for code in sorted(set(column[~blank].astype(str)) - codes)
            ]
    key = [component.id for component in components.dimensions]
    twice = data[data.duplicated(key)]
    violations += [f"two observations at {'.'.join(map(str, row))}" for row in twice[key].itertuples(index=False)]
    return violations


def _write_structures(connection: duckdb.DuckDBPyConnection, folder: Path) -> Schema:
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.model import Organisation
    from pysdmx.model.message import Header

    structure, run = build(connection), gate.run_of(connection)
    sender = Organisation(id=AGENCY)
    header = Header(id=f"minsheng-{run.run_id}", prepared=run.ran_at.replace(tzinfo=UTC), sender=sender)
    versions = {STRUCTURE_FILE: Format.STRUCTURE_SDMX_ML_3_0, STRUCTURE_2_1_FILE: Format.STRUCTURE_SDMX_ML_2_1}
    for name, version in versions.items():
        text = write_sdmx(structure.artefacts, version, header=header, prettyprint=True)
        assert text is not None, "no file was named, so the text is returned"
        (folder / name).write_bytes(_for_all_readers(text, structure.chinese))
    return structure.schema


def _for_all_readers(text: str, chinese: dict[tuple[str, str], str]) -> bytes:
    """Add the Chinese name of each code, for pysdmx writes one language; leave out what sdmx1 cannot read."""
    from lxml import etree

    root = etree.fromstring(text.encode())
    for relation in list(root.iter("{*}MeasureRelationship")):  # optional, and there is one measure
        relation.getparent().remove(relation)
    for codelist in root.iter("{*}Codelist"):
        for code in codelist.iter("{*}Code"):
            english = code.find("{*}Name")
            name = etree.Element(english.tag, {"{http://www.w3.org/XML/1998/namespace}lang": "zh"})
            name.text = chinese[codelist.get("id"), code.get("id")]
            name.tail, english.tail = english.tail, code.text
            english.addnext(name)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


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
