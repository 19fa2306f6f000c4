create table fct_plan_value as
with source as (

    select *, 'plan' as origin from read_parquet('{inputs}/plan_values/*.parquet')
    union all by name
    select *, 'observation' as origin from read_parquet('{inputs}/observations/*.parquet')
    {records}

),

unit_spellings as (

    select
        coalesce(spelling, '') as spelling,
        coalesce(per_text, '') as per_text,
        unit_code
    from read_parquet('{inputs}/unit_spellings/*.parquet')

),

texts as (

    select distinct
        coalesce(value_text, '') as value_text,
        shared_operator
    from source

),

parsed as (

    {parsed}

),

measured as (

    select distinct
        source.unit_text,
        source.label,
        parsed.own_unit_text
    from source
    inner join parsed
        on
            coalesce(source.value_text, '') = parsed.value_text
            and source.shared_operator is not distinct from parsed.shared_operator

),

resolved as (

    {resolved}

),

matches as (

    select
        plan_id,
        label,
        coalesce(subgroup, '') as subgroup,
        indicator_code,
        match_grade,
        null as component_kind,
        null as component_unit_code
    from read_parquet('{inputs}/indicator_matches/*.parquet')
    where is_primary = 'true'
    union all
    select
        plan_id,
        label,
        coalesce(subgroup, '') as subgroup,
        null as indicator_code,
        null as match_grade,
        component_kind,
        unit_code as component_unit_code
    from read_parquet('{inputs}/component_labels/*.parquet')

),

measured_values as (

    select
        source.* {excluded}replace (coalesce(source.value_text, '') as value_text, coalesce(source.subgroup, '') as subgroup),
        parsed.* exclude (value_text, shared_operator),
        cast(left(source.period, 4) as integer) as period_start_year,
        cast(if(length(source.period) = 9, right(source.period, 4), left(source.period, 4)) as integer)
            as period_end_year,
        if(length(source.period) = 7, try_cast(right(source.period, 2) as integer), null) as period_month,
        {own_indicator}
        matches.component_kind,
        coalesce(
            if(resolved.unit_spelling = '', coalesce(indicators.unit_code, matches.component_unit_code), null),
            resolved.printed_unit_code
        ) as unit_code,
        coalesce(indicators.is_yearly = 'true', false) as is_yearly
    from source
    inner join parsed
        on
            coalesce(source.value_text, '') = parsed.value_text
            and source.shared_operator is not distinct from parsed.shared_operator
    inner join resolved
        on
            source.unit_text is not distinct from resolved.unit_text
            and source.label = resolved.label
            and parsed.own_unit_text is not distinct from resolved.own_unit_text
    left join matches
        on
            source.plan_id = matches.plan_id
            and source.label = matches.label
            and coalesce(source.subgroup, '') = matches.subgroup
    left join read_parquet('{inputs}/indicators/*.parquet') as indicators
        on matches.indicator_code = indicators.indicator_code

),

in_base_unit as (

    select
        measured_values.*,
        base_unit_code,
        {in_base}
    from measured_values
    left join (
        select
            unit_code,
            base_unit_code,
            cast(to_base_factor as decimal(20, 6)) as factor
        from read_parquet('{inputs}/units/*.parquet')
    ) as units using (unit_code)

),

-- Of the statements of one promise, one speaks for it.
grouped as (

    select
        *,
        if(
            min(if(subgroup != '', subgroup, null)) over (partition by plan_id, indicator_code)
            != max(if(subgroup != '', subgroup, null)) over (partition by plan_id, indicator_code),
            subgroup, ''
        ) as own_subgroup
    from in_base_unit
    where value_role = 'target' and indicator_code is not null

),

promises as (

    select
        value_id,
        concat_ws(':', plan_id, indicator_code, region_code, period, period_basis, nullif(own_subgroup, '')) as promise_id,
        row_number() over (
            partition by plan_id, indicator_code, region_code, period, period_basis, own_subgroup
            order by
                list_position(['exact', 'close', 'broad'], match_grade) nulls last,
                value is null,
                statement_kind != 'indicator_table',
                cast(char_start as integer),
                value_id
        ) = 1 as is_primary_statement
    from grouped

)

select
    {kept},
    unit_code,
    base_unit_code,
    value_base,
    lower_bound_base,
    upper_bound_base,
    promises.promise_id,
    coalesce(promises.is_primary_statement, false) as is_primary_statement,
    case
        when period_basis = 'cumulative' and operator != 'full_coverage' and is_yearly
            then cast(round(value_base::double / (period_end_year - period_start_year + 1), 6) as decimal(24, 6))
    end as yearly_average_base,
    case
        when period_basis != 'cumulative' or operator = 'full_coverage' or not is_yearly then null
        when match_grade in ('exact', 'close') then 'close'
        else match_grade
    end as yearly_average_grade
from in_base_unit
left join promises using (value_id)
order by region_code, indicator_code, period_end_year
