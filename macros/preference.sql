{#- Which value of a plan represents it where it prints several: the first of these that tells two of them apart. -#}
{% macro order_of_preference() -%}
case when has_same_definition and standing != 'running' then 1 else 2 end,
                case when is_project_amount then 2 else 1 end,
                case when is_sum_over_years then 2 else 1 end,
                case when is_observation then 2 else 1 end,
                case match_grade when 'exact' then 1 when 'close' then 2 when 'broad' then 3 else 4 end,
                coalesce(period_month, 13) desc,
                case when is_preliminary then 2 else 1 end,
                {{ latest_vintage() }},
                case when role_group = 'recorded' and operator in ('ge', 'gt', 'le', 'lt', 'approx') then 2 else 1 end,
                case when statement_kind = 'indicator_table' then 1 else 2 end,
                char_start asc,
                value_id asc
{%- endmacro %}
