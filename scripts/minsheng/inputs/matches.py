"""Whether every record leads to an indicator, and units measure what their indicators measure."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from minsheng.inputs.violations import Violation, short
from minsheng.messages import Message
from minsheng.text import nearest

LOOKED_UP = {"indicator_matches", "component_labels", "indicators", "units", "unit_spellings"}
"""Kinds of which no row may be missing."""
_NAMED = 3
"""Labels that a notice names; the rest is counted."""

_UNMATCHED = """
    from sound_values
    anti join indicator_matches using (plan_id, label, subgroup)
    anti join component_labels using (plan_id, label, subgroup)
    where indicator_code = ''
    qualify row_number() over (partition by plan_id, label, subgroup order by file, line) = 1
"""

_OTHER_QUANTITY = """
    select v.file, v.line, r.unit_spelling, printed.quantity, own.quantity, own.unit_code,
        coalesce(i.indicator_code, c.component_kind)
    from sound_values as v
    join readings as r using (value_text, unit_text, label, shared_operator)
    left join primary_matches as m using (plan_id, label, subgroup)
    left join indicators as i on i.indicator_code = coalesce(m.indicator_code, v.indicator_code)
    left join component_labels as c using (plan_id, label, subgroup)
    join units as printed on r.printed_unit_code = printed.unit_code
    join units as own on own.unit_code = coalesce(i.unit_code, c.unit_code)
    -- A registered slip stays as printed.
    anti join known_findings as k on k.finding_key = 'unit_of_another_quantity:' || v.value_id
    where r.value is not null and r.unit_spelling != '' and printed.base_unit_code != own.base_unit_code
        -- A change may be in shares of anything, and a rank is in no unit.
        and not (value_shape in ('change', 'rank') and regexp_matches(printed.quantity, '^(rank|factor|share)'))
    order by v.file, v.line
"""


def violations(connection: duckdb.DuckDBPyConnection, listed: int) -> Iterator[Violation]:
    """Yield records without an indicator, and units of another quantity than the indicator's.

    Args:
        connection: holds the tables of the input check, the value texts parsed as `readings`.
        listed: how many are listed of each; records beyond that are counted.
    """
    unknown = connection.execute(
        f"select file, line, label, subgroup, count(*) over () from ({_UNMATCHED})"
        f" anti join plan_values using (plan_id, label, subgroup) order by file, line limit {listed + 1}"
    ).fetchall()
    known = connection.execute("select distinct label, indicator_code from indicator_matches").fetchall()
    for file, line, label, subgroup, _ in unknown[:listed]:
        found = Message("{label} without an indicator", label=f"{label!r} / {subgroup!r}" if subgroup else repr(label))
        expected = Message(
            "a row in seeds/reference/indicator_matches.csv; the nearest indicators are {indicators}",
            indicators=nearest(label, known),
        )
        yield Violation(file, line, "label", found, expected)
    for file, line, *_, total in unknown[listed:]:
        found = Message(
            "{count} more label without an indicator (`minsheng check-inputs --all` lists them)",
            "{count} more labels without an indicator (`minsheng check-inputs --all` lists them)",
            count=total - listed,
        )
        expected = Message("a row in seeds/reference/indicator_matches.csv for each")
        yield Violation(file, line, "label", found, expected)
    for file, line, spelling, measured, quantity, unit, code in connection.execute(
        f"{_OTHER_QUANTITY} limit {listed}"
    ).fetchall():
        found = Message("{unit}, a unit of {quantity}", unit=repr(spelling), quantity=measured)
        expected = Message("a unit of {quantity} like {unit} of {name}", quantity=quantity, unit=unit, name=code)
        yield Violation(file, line, "unit", found, expected)


def notices(connection: duckdb.DuckDBPyConnection) -> Iterator[Message]:
    """Yield how many labels of plans have no match yet, if any: each is published as a provisional indicator.

    Args:
        connection: as above.
    """
    count, first = connection.execute(
        f"select count(*), min(label, {_NAMED}) from ({_UNMATCHED})"
        " semi join plan_values using (plan_id, label, subgroup)"
    ).fetchall()[0]
    if count:
        named = ", ".join(repr(short(label, 40)) for label in first) + (", …" if count > len(first) else "")
        yield Message(
            "{count} label is not compared yet: {labels};"
            " each is published as a provisional indicator, and `minsheng waiting` suggests a match",
            "{count} labels are not compared yet: {labels};"
            " each is published as a provisional indicator, and `minsheng waiting` suggests a match",
            count=count,
            labels=named,
        )
