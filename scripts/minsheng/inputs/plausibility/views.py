"""Tables, views and macros that the rules share."""

from __future__ import annotations


def _dated(values: str) -> str:
    return f"""
    select *, cast(left(period, 4) as integer) as first_year,
        cast(case when length(period) >= 9 then substr(period, 6, 4) else left(period, 4) end as integer) as last_year,
        case when contains(period, 'H') then 6 * cast(right(period, 1) as integer)
            when length(period) in (7, 12) then cast(right(period, 2) as integer) end as month,
        period_basis = 'annual' and length(period) = 9 as is_each_year
    from {values}
    where regexp_full_match(period, '[0-9]{{4}}(-[0-9]{{4}})?(-[0-9]{{2}})?|[0-9]{{4}}-H[12]')
    """


VIEWS = (
    f"create view dated_values as {_dated('all_values')}",
    # What is wrong with a row by itself an earlier check would have refused.
    f"create view fresh_dated_values as {_dated('fresh_values')}",
    """
    create view dated_plans as
    select *, try_cast(first_year as integer) as from_year, try_cast(last_year as integer) as to_year,
        try_cast(issued_on as date) as issued
    from plans
    """,
    # Each place with itself and all places above it, by its code (GB/T 2260), whatever its row says.
    """
    create table places_above as
    select distinct r.region_code, above.region_code as above
    from regions as r
    cross join unnest(
        [r.region_code, left(r.region_code, 4) || '00', left(r.region_code, 2) || '0000', '100000']
    ) as c(code)
    join regions as above on c.code = above.region_code
    """,
    # The places that a plan can speak of: its own, those below it, those above it.
    """
    create view plan_places as
    select plan_id, above.region_code from plans join places_above as above on above.above = plans.region_code
    union
    select plan_id, above.above from plans join places_above as above using (region_code)
    """,
    # The years that a text prints: as figures, or as the name of a five-year plan. A year of prices is none of them.
    """
    create macro years_in(text) as list_sort(list_distinct(
        [cast(y as integer) for y in regexp_extract_all(
            regexp_replace(text, '(19|20)[0-9]{2}年?(不变)?价', '', 'g'), '(?:19|20)[0-9]{2}')]
        || case when contains(text, '十一五') then [2006, 2010] else [] end
        || case when contains(text, '十二五') then [2011, 2015] else [] end
        || case when contains(text, '十三五') then [2016, 2020] else [] end
        || case when contains(text, '十四五') then [2021, 2025] else [] end
        || case when contains(text, '十五五') then [2026, 2030] else [] end
    ))
    """,
    # What a prefix of a unit's name multiplies by; 千分之一 is no thousand of anything.
    """
    create macro multiple_of(name) as case
        when contains(name, '分之') then 1
        when starts_with(name, '万亿') then 1000000000000
        when starts_with(name, '十万') then 100000
        when starts_with(name, '百万') then 1000000
        when starts_with(name, '千万') then 10000000
        when starts_with(name, '万') then 10000
        when starts_with(name, '亿') then 100000000
        when starts_with(name, '百') then 100
        when starts_with(name, '千') then 1000
        else 1
    end
    """,
    "create macro pairs_of(text) as [text[i:i + 1] for i in range(1, length(text))]",
    # What is no level is not compared with one.
    """
    create view numbers as
    select v.*, r.operator, r.value_shape, r.lower_inclusive, r.upper_inclusive,
        r.value * try_cast(u.to_base_factor as double) as number,
        r.lower_bound * try_cast(u.to_base_factor as double) as lower_bound,
        r.upper_bound * try_cast(u.to_base_factor as double) as upper_bound
    from dated_values as v
    join readings as r using (value_text, unit_text, label, shared_operator)
    left join units as u on r.printed_unit_code = u.unit_code
    where coalesce(r.value_shape, '') not in ('change', 'rank')
    """,
    # The column headings that print years.
    """
    create table headings as
    select table_column, years_in(table_column) as years
    from (select distinct table_column from plan_values)
    where years_in(table_column) != []
    """,
    # Records of other publications, of one label, place and period, whose readings do not meet.
    """
    create table contradicting_records as
    with records as (
        select * from numbers
        -- A mark that two keys share lets rows in, which no other meets below.
        semi join (
            select hash(plan_id, label, subgroup, region_code, period) as mark from all_values
            where origin = 'observation'
            group by mark
            having min(hash(value_text)) != max(hash(value_text))
        ) as alike on hash(plan_id, label, subgroup, region_code, period) = alike.mark
        where origin = 'observation' and operator != 'approx' and coalesce(lower_bound, upper_bound) is not null
    )
    select b.file, b.line,
        says('{value}, beside {other} on line {line} of {file}', map {
            'value': b.value_text, 'other': a.value_text, 'line': cast(a.line as varchar),
            'file': regexp_extract(a.file, '[^/]+$')
        }) as found,
        a.section = b.section as is_one_publication
    from records as a
    join records as b using (plan_id, label, subgroup, region_code, period)
    where (a.file, a.line) < (b.file, b.line) and (
        a.upper_bound < b.lower_bound or b.upper_bound < a.lower_bound
        or a.upper_bound = b.lower_bound and not (a.upper_inclusive and b.lower_inclusive)
        or b.upper_bound = a.lower_bound and not (b.upper_inclusive and a.lower_inclusive)
    )
    qualify row_number() over (partition by b.file, b.line, a.section = b.section order by a.file, a.line) = 1
    """,
)
