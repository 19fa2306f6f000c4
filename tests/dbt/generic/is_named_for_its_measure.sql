{#- Fails on indicators that measure a share, rate, index or the like and whose name has no word for the measure. -#}
{% test is_named_for_its_measure(model) %}

with measures as (

    select
        indicators.indicator_code,
        indicators.name_zh,
        indicators.name_en,
        indicators.shape,
        units.quantity
    from {{ model }} as indicators
    inner join {{ ref('dim_unit') }} as units
        on indicators.unit_code = units.unit_code
    where not indicators.is_provisional

),

named as (

    select
        *,
        case
            when quantity in ('per_population', 'area_per_person', 'volumes_per_person') then {{ matches('lower(name_en)', ' per ') }}
            else {{ matches(
                "' ' || lower(name_en) || ' '",
                '[ -](share|rate|coverage|ratio|index|score|degree|incidence|concentration)[ ,]'
            ) }}
        end as has_measure_en,
        case
            when quantity in ('per_population', 'area_per_person', 'volumes_per_person') then {{ matches('name_zh', '每|人均') }}
            else {{ matches('name_zh', '率|比例|占比|比重|之比|比$|覆盖|幅度|降幅|实现度|满意度|进度|得分|指数|浓度|^每千') }}
        end as has_measure_zh
    from measures
    where
        quantity in (
            'share', 'share_per_mille', 'share_difference', 'ratio', 'pure_number', 'score', 'concentration', 'deaths_per_output',
            'per_population', 'area_per_person', 'volumes_per_person'
        )
        or shape in ('rate', 'frequency', 'index')

)

select * from named
where not has_measure_en or not has_measure_zh

{% endtest %}
