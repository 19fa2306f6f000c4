{#-
  Import CTEs, each named like what it reads. They dissolve into the query: else what is read twice would be
  copied, and no filter of a reader put before the join.
-#}
{% macro imports(names) -%}
{% for name in names -%}
{{ name }} as {{ dissolved() }}(

    select * from {{ ref(name) }}

){{ ',\n\n' if not loop.last }}
{%- endfor %}
{%- endmacro %}


{#-
  What the code of a column is called: `<column>_zh` and `<column>_en`, from the row of dim_code that `join_code_names` finds
  for it. A code without a name gives null, which a test finds.
-#}
{% macro code_names(column) -%}
{{ column }}_names.name_zh as {{ column }}_zh,
        {{ column }}_names.name_en as {{ column }}_en
{%- endmacro %}

{#- The list is named like the column, unless `code_list` says otherwise. -#}
{% macro join_code_names(column, code_list=none) -%}
{%- set name = column.split('.')[1] -%}
left join dim_code as {{ name }}_names
        on {{ column }} = {{ name }}_names.code
        and {{ name }}_names.code_list = '{{ code_list or name }}'
{%- endmacro %}


{#- Coded columns of one relation, each with its names. -#}
{% macro coded_columns(relation, columns) -%}
{% for column in columns -%}
{{ relation }}.{{ column }},
        {{ code_names(column) }}{{ ',\n        ' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{#- Several columns of one relation, each with the list of its own name. -#}
{% macro join_all_code_names(relation, columns) -%}
{%- for column in columns %}
    {{ join_code_names(relation ~ '.' ~ column) }}
{%- endfor %}
{%- endmacro %}


{#- `<column>_zh` and `<column>_en`: the names that a dimension gives to its code, and the titles. -#}
{% macro names(column, relation) -%}
{{ relation }}.name_zh as {{ column }}_zh,
        {{ relation }}.name_en as {{ column }}_en
{%- endmacro %}

{% macro titles(column, relation) -%}
{{ relation }}.title_zh as {{ column }}_title_zh,
        {{ relation }}.title_en as {{ column }}_title_en
{%- endmacro %}


{#-
  What is written behind a figure: `<column>_symbol`, null where the unit has no sign, and `<column>_label_zh` and `_en`,
  the sign or else the name.
-#}
{% macro unit_labels(column, unit) -%}
{{ unit }}.symbol as {{ column }}_symbol,
        coalesce({{ unit }}.symbol, {{ unit }}.name_zh) as {{ column }}_label_zh,
        coalesce({{ unit }}.symbol, {{ unit }}.name_en) as {{ column }}_label_en
{%- endmacro %}


{#- The publication of a recorded value, and the join that finds it; `prefix` before the columns' names. -#}
{% macro source_columns(value, prefix='') -%}
{{ value }}.source_id{{ ' as ' ~ prefix ~ 'source_id' if prefix }},
        dim_source.source_title{{ ' as ' ~ prefix ~ 'source_title' if prefix }},
        dim_source.publisher{{ ' as ' ~ prefix ~ 'publisher' if prefix }},
        {{ value }}.published_on{{ ' as ' ~ prefix ~ 'published_on' if prefix }}
{%- endmacro %}

{% macro join_source(value) -%}
left join dim_source
        on {{ value }}.source_id = dim_source.source_id
{%- endmacro %}

{#- Lines of investment tables under a condition, as bi.investment and bi.investment_total show them. -#}
{% macro investment_lines(condition) -%}
with {{ imports(['fct_investment', 'fct_plan_value', 'dim_plan', 'dim_region']) }},

final as (

    select
        investments.plan_id,
        {{ names('plan', 'dim_plan') }},
        {{ titles('plan', 'dim_plan') }},
        dim_plan.first_year as plan_first_year,
        dim_plan.region_code,
        {{ names('region', 'dim_region') }},
        investments.line_no,
        investments.name,
        investments.category,
        investments.project_count,
        investments.project_count_value_id,
        investments.total_yuan,
        {{ printed_text('totals') }} as total_printed_text,
        investments.total_value_id,
        investments.in_plan_yuan,
        {{ printed_text('in_plan') }} as in_plan_printed_text,
        investments.in_plan_value_id,
        coalesce(totals.section, in_plan.section) as section,
        coalesce(totals.char_start, in_plan.char_start) as char_start
    from fct_investment as investments
    inner join dim_plan
        on investments.plan_id = dim_plan.plan_id
    inner join dim_region
        on dim_plan.region_code = dim_region.region_code
    left join fct_plan_value as totals
        on investments.total_value_id = totals.value_id
    left join fct_plan_value as in_plan
        on investments.in_plan_value_id = in_plan.value_id
    where {{ condition }}

)

select * from final
{%- endmacro %}
