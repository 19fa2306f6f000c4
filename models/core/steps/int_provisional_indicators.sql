-- A domain is sure where every plan that prints the same label means an indicator of it; a unit where all values agree.
with provisional_values as (

    select * from {{ ref('fct_plan_value') }}
    where is_provisional

),

matches as (

    select * from {{ ref('stg_indicator_matches') }}
    where match_grade in ('exact', 'close')

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

label_domains as (

    select
        matches.label,
        matches.subgroup,
        min(indicators.domain_code) as domain_code
    from matches
    inner join indicators
        on matches.indicator_code = indicators.indicator_code
    group by matches.label, matches.subgroup
    having min(indicators.domain_code) = max(indicators.domain_code)

),

labels as (

    select
        indicator_code,
        label,
        subgroup,
        min(case when measure = 'level' then unit_code end) as first_unit_code,
        max(case when measure = 'level' then unit_code end) as last_unit_code,
        min(case when measure = 'level' then base_unit_code end) as first_base_unit_code,
        max(case when measure = 'level' then base_unit_code end) as last_base_unit_code
    from provisional_values
    group by indicator_code, label, subgroup

),

final as (

    select
        labels.indicator_code,
        labels.label || case when labels.subgroup != '' then ' ' || labels.subgroup else '' end as name_zh,
        label_domains.domain_code,
        case
            when labels.first_unit_code = labels.last_unit_code then labels.first_unit_code
            when labels.first_base_unit_code = labels.last_base_unit_code then labels.first_base_unit_code
        end as unit_code
    from labels
    left join label_domains
        on
            labels.label = label_domains.label
            and labels.subgroup = label_domains.subgroup

)

select * from final
