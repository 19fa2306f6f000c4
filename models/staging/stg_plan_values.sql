{%- set columns = [
    'value_id', 'plan_id', 'source_id', 'statement_kind', 'section', 'table_row', 'table_column', 'label', 'subgroup',
    'region_code', 'value_role', 'period', 'period_basis', 'value_text', 'unit_text', 'char_start',
    'lead_organizations', 'support_organizations', 'is_core', 'is_period_inferred', 'commitment_strength',
    'target_nature', 'yearly_growth_text', 'distribution', 'is_shared_figure', 'shared_operator',
    'shared_operator_char_start', 'indicator_code', 'match_grade', 'published_on', 'is_preliminary', 'population',
    'scope_difference', 'note', 'file',
] -%}
{%- set of_plans = [
    'table_row', 'table_column', 'value_role', 'char_start', 'lead_organizations', 'support_organizations', 'is_core',
    'commitment_strength', 'target_nature', 'yearly_growth_text', 'distribution', 'is_shared_figure',
    'shared_operator', 'shared_operator_char_start',
] -%}
{%- set of_publications = [
    'source_id', 'published_on', 'is_preliminary', 'population', 'scope_difference', 'indicator_code', 'match_grade',
] -%}
{#- What a record does not say is the same of all. -#}
{%- set of_records = {
    'value_role': "'actual'", 'char_start': as_text('line'), 'is_core': "'false'", 'distribution': "'whole'",
    'is_shared_figure': "'false'",
} -%}
with source as (

    select
        {{ columns_or_null(columns, of_publications) }},
        'plan' as origin
    from {{ source('inputs', 'plan_values') }}
    union all
    select
        {{ columns_or_null(columns, ['indicator_code', 'match_grade']) }},
        'observation' as origin
    from {{ source('inputs', 'observations') }}
    union all
    select
        {{ columns_or_null(columns, ['plan_id'] + of_plans, of_records) }},
        'observation' as origin
    from {{ source('inputs', 'records') }}

),

renamed as (

    select
        {{ clean_text('value_id') }} as value_id,
        nullif({{ clean_text('plan_id') }}, '') as plan_id,
        nullif({{ clean_text('source_id') }}, '') as source_id,
        origin,
        {{ clean_text('statement_kind') }} as statement_kind,
        {{ clean_text('section') }} as section,
        {{ to_integer('table_row') }} as table_row,
        nullif({{ clean_text('table_column') }}, '') as table_column,
        {{ clean_text('label') }} as label,
        {{ clean_text('subgroup') }} as subgroup,
        {{ clean_text('region_code') }} as region_code,
        {{ clean_text('value_role') }} as value_role,
        {{ to_integer(extract_group('period', '^([0-9]{4})')) }} as period_start_year,
        {{ to_integer(extract_group('period', '^(?:[0-9]{4}-)?([0-9]{4})')) }} as period_end_year,
        coalesce(
            {{ to_integer(extract_group('period', '^(?:[0-9]{4}-)+([0-9]{2})$')) }},
            6 * {{ to_integer(extract_group('period', '^[0-9]{4}-H([12])$')) }}
        ) as period_month,
        {{ matches('period', '-H[12]$') }} as is_half_year,
        {{ clean_text('period_basis') }} as period_basis,
        coalesce(value_text, '') as value_text,
        nullif({{ clean_text('unit_text') }}, '') as unit_text,
        {{ to_integer('char_start') }} as char_start,
        nullif({{ clean_text('lead_organizations') }}, '') as lead_organizations,
        nullif({{ clean_text('support_organizations') }}, '') as support_organizations,
        is_core = 'true' as is_core,
        is_period_inferred = 'true' as is_period_inferred,
        nullif({{ clean_text('commitment_strength') }}, '') as commitment_strength,
        nullif({{ clean_text('target_nature') }}, '') as target_nature,
        nullif({{ clean_text('yearly_growth_text') }}, '') as yearly_growth_text,
        {{ clean_text('distribution') }} as distribution,
        is_shared_figure = 'true' as is_shared_figure,
        nullif({{ clean_text('shared_operator') }}, '') as shared_operator,
        {{ to_integer('shared_operator_char_start') }} as shared_operator_char_start,
        nullif({{ clean_text('indicator_code') }}, '') as own_indicator_code,
        nullif({{ clean_text('match_grade') }}, '') as own_match_grade,
        {{ to_date('published_on') }} as own_published_on,
        coalesce(is_preliminary, 'false') = 'true' as is_preliminary,
        nullif({{ clean_text('population') }}, '') as population,
        nullif({{ clean_text('scope_difference') }}, '') as scope_difference,
        nullif({{ clean_text('note') }}, '') as note,
        file as input_file
    from source

)

select * from renamed
