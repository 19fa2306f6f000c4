{%- set others = [
    ('domain', 'dim_domain', 'domain_code', 'name', ["replace(search_words, ' ', '|')"], 'sort_order'),
    ('region', 'dim_region', 'region_code', 'name', [
        replace_all('name_zh', '[省市县区]+$', ''),
        replace_all('name_en', ' [^ ]+$', ''),
    ], '0'),
    ('plan', 'dim_plan', 'plan_id', 'name', ['title_zh', 'title_en'], '0'),
    ('rule', 'dim_check', 'check_id', 'title', [], '0'),
    ('severity', 'dim_code', 'code', 'name', [], 'sort_order'),
    ('finding_status', 'dim_code', 'code', 'name', [], 'sort_order'),
] -%}
with {{ imports([
    'dim_indicator',
    'dim_domain',
    'dim_region',
    'dim_plan',
    'dim_check',
    'dim_code',
    'bridge_indicator_match',
]) }},

labels as (

    select distinct
        indicator_code,
        label || ' ' || subgroup as label
    from bridge_indicator_match
    where match_grade != 'related'

),

found_by as (

    select
        indicator_code,
        {{ join_texts('label', 'label', separator=' ') }} as printed_labels
    from labels
    group by indicator_code

),

united as (

    select
        'indicator' as entry_kind,
        dim_indicator.indicator_code as code,
        dim_indicator.name_zh,
        dim_indicator.name_en,
        dim_indicator.name_zh || '|' || dim_indicator.name_en as all_names,
        coalesce(dim_indicator.definition_zh, '') || ' ' || coalesce(dim_indicator.definition_en, '')
        || ' ' || coalesce(found_by.printed_labels, '')
        || ' ' || coalesce(dim_domain.name_zh || ' ' || dim_domain.name_en, '')
        || ' ' || dim_indicator.indicator_code || ' ' || replace(dim_indicator.indicator_code, '_', ' ') as more_words,
        dim_indicator.plan_count,
        0 as sort_order
    from dim_indicator
    left join dim_domain
        on dim_indicator.domain_code = dim_domain.domain_code
    left join found_by
        on dim_indicator.indicator_code = found_by.indicator_code
    {%- for kind, table, code, name, more, place in others %}
        union all
        select
            '{{ kind }}' as entry_kind,
            {{ code }} as code,
            {{ name }}_zh as name_zh,
            {{ name }}_en as name_en,
            {{ ([name ~ '_zh', name ~ '_en'] + more) | join(" || '|' || ") }} as all_names,
            '' as more_words,
            cast(null as integer) as plan_count,
            {{ place }} as sort_order
        from {{ table }}
        {{- "\n        where code_list = '" ~ kind ~ "'" if table == 'dim_code' }}
    {%- endfor %}

),

final as (

    select
        entry_kind,
        code,
        name_zh,
        name_en,
        {{ folded('all_names') }} as search_names,
        {{ folded('more_words') }} as search_words,
        plan_count,
        sort_order
    from united

)

select * from final
