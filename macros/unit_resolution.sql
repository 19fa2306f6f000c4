{#-
  What the label says of the unit, else '': the population that a rate is counted over (每千人口…, 千人… and 每千名老年人… are
  千人, 生均… is 学生), 每 where it is counted over something else (每万元…), or the thing that a measure word counts (…图 is 图: 张
  of it are sheets; 万 of …毕业生 are persons).
-#}
{% macro per_text(label) -%}
{%- set clean = value_clean_text(label) -%}
{%- set size = '(百万|千万|百|千|万|十万|10万)' -%}
{%- set sized = "replace({}, '10万', '十万')" -%}
case
    when {{ matches(clean, '每' ~ size ~ '(?:元|吨|公里|平方|立方|米|瓦|亩|辆|台|件|次|例|个|家|所|张)') }} then '每'
    when {{ matches(clean, '每' ~ size ~ '户|百户拥有') }} then {{ sized.format(extract_group(clean, size ~ '户')) }} || '户'
    when {{ matches(clean, '每' ~ size) }} then {{ sized.format(extract_group(clean, '每' ~ size)) }} || '人'
    when {{ matches(clean, '(?:^|[^0-9一二三四五六七八九十百千万亿(])' ~ size ~ '人[一-鿿]') }} and not {{ matches(clean, '[百千万]人[次以]') }}
        then {{ sized.format(extract_group(clean, size ~ '人')) }} || '人'
    when {{ matches(clean, '生均') }} then '学生'
    when {{ matches(clean, '户均') }} then '户'
    when {{ matches(clean, '人均') }} then '人'
    else {{ extract_group(clean, '(图|人才|毕业生|床位|卡)(?:数|总数|量|总量)?$') }}
end
{%- endmacro %}

{#- A measure word for single things or persons: over a population, so many 个. -#}
{% macro re_single() -%}(?:个|家|所|座|处|条|项|片|对|支|门|台|辆|件|部|间|张|床|人|名|册|户|例|套|标台){%- endmacro %}

{#- What is no count, so that a population in the label changes nothing: shares, rates, money, times, pure numbers. -#}
{% macro re_not_counted() -%}(?:|.*[%‰/:元].*|分之|percent|个?[百千]分点|倍|位|分|周?岁|年|个?月|天|日|小时|分钟|增长|填埋|分贝){%- endmacro %}

{% macro is_population(per_text) -%}
({{ per_text }} in ('每', '学生') or {{ per_text }} like '%人' or {{ per_text }} like '%户')
{%- endmacro %}

{#-
  All columns of a relation of parsed values, unit_spelling, per_text and printed_unit_code, each distinct unit and label
  resolved once. The unit is the value text's own, else the printed unit_text. Over a population a count is a rate: the spelling's own row, else that of 个; without one the
  unit is null. Null where no spelling fits.
-#}
{% macro resolve_units(relation, spellings) -%}
with distinct_units as {{ kept() }}(
    select distinct
        own_unit_text,
        unit_text,
        label
    from {{ relation }}
),

spelled as {{ kept() }}(
    select
        *,
        coalesce(own_unit_text, {{ value_clean_text('unit_text') }}, '') as unit_spelling,
        {{ per_text('label') }} as per_text
    from distinct_units
),

resolved as {{ kept() }}(
    select
        spelled.*,
        case
            when rates.unit_code is not null then rates.unit_code
            when not {{ is_population('spelled.per_text') }} or {{ matches('unit_spelling', '^' ~ re_not_counted() ~ '$') }} then plain.unit_code
            when {{ matches('unit_spelling', '^' ~ re_single() ~ '$') }} then singles.unit_code
        end as printed_unit_code
    from spelled
    left join {{ spellings }} as rates
        on spelled.unit_spelling = rates.spelling
        and spelled.per_text = rates.per_text
    left join {{ spellings }} as plain
        on spelled.unit_spelling = plain.spelling
        and plain.per_text = ''
    left join {{ spellings }} as singles
        on spelled.per_text = singles.per_text
        and singles.spelling = '个'
)

select
    given.*,
    resolved.unit_spelling,
    resolved.per_text,
    resolved.printed_unit_code
from {{ relation }} as given
inner join resolved
    on given.label = resolved.label
    and given.own_unit_text is not distinct from resolved.own_unit_text
    and given.unit_text is not distinct from resolved.unit_text
{%- endmacro %}

{#-
  A number in its printed unit to the base unit of its quantity. A product of decimals with six places each has twelve, and to
  round it costs as much as all else that is known of a value: where many are multiplied, `whole` is the column with the
  factor as a whole number (whole_factor).
-#}
{% macro to_base(value, factor, whole=none) -%}
case
            {%- if whole %}
            when {{ whole }} is not null then cast({{ value }} * {{ whole }} as decimal(28, 6))
            {%- else %}
            when {{ factor }} = 1 then cast({{ value }} as decimal(28, 6))
            {%- endif %}
            else cast({{ value }} * {{ factor }} as decimal(28, 6))
        end
{%- endmacro %}

{#- A factor as a whole number; null where it is none. No factor has more than 13 digits. -#}
{% macro whole_factor(factor) -%}
case when {{ factor }} = floor({{ factor }}) then cast({{ factor }} as decimal(13, 0)) end
{%- endmacro %}
