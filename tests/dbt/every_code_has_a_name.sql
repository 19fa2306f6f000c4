{#- Fails on codes that occur in a mart and have no row in dim_code: list, table and column, and the code. -#}
{%- set occurrences = [
    ('operator', 'fct_plan_value', 'operator'),
    ('value_role', 'fct_plan_value', 'value_role'),
    ('value_role', 'mart_indicator_comparison', 'value_role'),
    ('match_grade', 'fct_plan_value', 'match_grade'),
    ('match_grade', 'bridge_indicator_match', 'match_grade'),
    ('period_basis', 'fct_plan_value', 'period_basis'),
    ('statement_kind', 'fct_plan_value', 'statement_kind'),
    ('origin', 'fct_plan_value', 'origin'),
    ('direction', 'dim_indicator', 'direction'),
    ('shape', 'dim_indicator', 'shape'),
    ('verdict', 'mart_target_progress', 'verdict'),
    ('verdict', 'mart_target_progress', 'growth_band'),
    ('verdict', 'mart_target_progress', 'linear_band'),
    ('verdict_reason', 'mart_target_progress', 'reason'),
    ('base_source', 'mart_target_progress', 'base_source'),
    ('severity', 'fct_finding', 'severity'),
    ('severity', 'fct_check_run', 'severity'),
    ('finding_status', 'fct_finding', 'status'),
    ('known_class', 'fct_finding', 'known_class'),
    ('plan_status', 'dim_plan', 'status'),
    ('exclusion_reason', 'fct_exclusion', 'exclusion_reason'),
] -%}
with dim_code as (

    select * from {{ ref('dim_code') }}

),

occurring as (

    {% for code_list, table, column in occurrences -%}
    select distinct '{{ code_list }}' as code_list, '{{ table }}.{{ column }}' as occurs_in, {{ column }} as code
    from {{ ref(table) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select occurring.*
from occurring
left join dim_code
    on occurring.code_list = dim_code.code_list
    and occurring.code = dim_code.code
where occurring.code != ''
    and dim_code.code is null
