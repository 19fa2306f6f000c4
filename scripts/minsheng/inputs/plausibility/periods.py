"""Rules on the years and the basis of values."""

from __future__ import annotations

from minsheng.inputs.plausibility.rule import Rule

RULES = (
    Rule(
        "baseline_after_target",
        "period",
        "a baseline no later than the first target of the same label, sub-group and place",
        """
        select v.file, v.line, says('{period}, later than the target of {year}',
            map {'period': v.period, 'year': cast(t.year as varchar)}) as found
        from dated_values as v
        join (
            select plan_id, label, subgroup, region_code,
                coalesce(min(d.last_year) filter (d.last_year >= from_year), min(d.last_year)) as year
            from dated_values as d join dated_plans using (plan_id, region_code)
            where value_role = 'target' and origin = 'plan'
            group by all
        ) as t using (plan_id, label, subgroup, region_code)
        where v.value_role = 'baseline' and v.origin = 'plan' and v.last_year > t.year
        """,
    ),
    Rule(
        "record_from_the_future",
        "period",
        "a recorded value (baseline or actual) of a period that has begun",
        """
        select file, line,
            says('{date}, but today is {today}', map {'date': period, 'today': cast(today.day as varchar)}) as found
        from fresh_dated_values cross join today
        where value_role in ('baseline', 'actual') and make_date(last_year, coalesce(month, 1), 1) > today.day
        """,
    ),
    Rule(
        "record_after_issue",
        "period",
        "a recorded value (baseline or actual) no later than the plan that prints it; or another value_role",
        """
        select v.file, v.line, says(
            if(issued is null, '{period}, but the plan ends in {year}', '{period}, but the plan is of {date}'),
            map {'period': v.period, 'year': cast(to_year as varchar), 'date': issued_on}
        ) as found
        from fresh_dated_values as v join dated_plans as p using (plan_id)
        where v.origin = 'plan' and v.value_role in ('baseline', 'actual')
            and v.last_year > coalesce(year(issued), to_year)
        """,
    ),
    Rule(
        "period_unlike_heading",
        "period",
        "the year that the column heading prints",
        """
        select file, line, says('{found} under {heading}', map {'found': period, 'heading': table_column}) as found
        from fresh_dated_values join headings using (table_column)
        where origin = 'plan' and not list_contains(years, last_year) and not list_contains(years, first_year)
        """,
    ),
    Rule(
        "sum_unlike_heading",
        "period",
        "the years of the five-year plan that the column heading names",
        """
        select file, line, says('{found} under {heading}', map {'found': period, 'heading': table_column}) as found
        from fresh_dated_values join headings using (table_column)
        where origin = 'plan' and period_basis = 'cumulative' and regexp_matches(table_column, '十[一二三四五]五')
            and len(years) = 2 and [first_year, last_year] != years
        """,
    ),
    Rule(
        "brackets_not_cumulative",
        "period_basis",
        "cumulative, which is what 〔〕 around a figure means",
        """
        select file, line, says('{found} for {text}', map {'found': period_basis, 'text': value_text}) as found
        from numbers where value_shape = 'cumulative' and period_basis != 'cumulative'
        """,
    ),
    Rule(
        "bracketed_sum_of_other_years",
        "period",
        "a sum from the plan's first year to its last, or to the year that the column heading prints",
        """
        select n.file, n.line, says('{found} for {text}', map {'found': n.period, 'text': n.value_text}) as found
        from numbers as n join dated_plans as p using (plan_id) left join headings using (table_column)
        where n.value_shape = 'cumulative' and n.period_basis = 'cumulative' and n.value_role = 'target'
            and n.origin = 'plan'
            and (
                n.first_year != p.from_year
                or n.last_year not in (p.to_year, coalesce(list_last(years), p.to_year))
            )
        """,
    ),
    Rule(
        "project_years_unlike_term",
        "period",
        "the years of the project's own term (seeds/reference/projects.csv)",
        """
        select v.file, v.line,
            says('{period}, but the term is {term}', map {'period': v.period, 'term': p.term_text}) as found
        from dated_values as v
        join projects as p on v.plan_id = p.plan_id and v.table_row = p.project_no
        anti join headings as h on v.table_column = h.table_column
        where v.statement_kind = 'project' and years_in(p.term_text) != []
            and list_sort(list_distinct([v.first_year, v.last_year])) != years_in(p.term_text)
            -- What is reached is reached in the last year.
            and not (v.period_basis = 'point' and v.last_year = list_last(years_in(p.term_text)))
        """,
        is_warning=True,
    ),
    Rule(
        "basis_unlike_its_label",
        "period_basis",
        "the basis of the other rows of this label: a level (point), or what is done in a time (annual, cumulative)",
        """
        with mixed as (
            select plan_id, label, subgroup, count(*) as all_rows, count(*) filter (period_basis = 'point') as levels
            from dated_values where value_role != 'none' and not is_each_year
            group by all
            having levels between 1 and all_rows - 1
        )
        select v.file, v.line, v.period_basis as found
        from dated_values as v join mixed as m using (plan_id, label, subgroup)
        where v.value_role != 'none' and not is_each_year and (v.period_basis = 'point') = (2 * levels <= all_rows)
        """,
        is_warning=True,
    ),
)
