{#-
  What the label says of the unit: the population that a rate is counted over (每千人口… is 千人, 每万老年人… is 万人, 人均… is
  人), or the thing that a measure word counts (…图 is 图: 张 of it are
  sheets; 万 of …毕业生 are persons), else ''.
-#}
{% macro per_text(label) -%}
case
    when {{ matches(label, '每千(?:名|人|常住|户籍|服务)') }} then '千人'
    when {{ matches(label, '每万(?:名|人|老|常住|户籍|服务)') }} then '万人'
    when {{ matches(label, '人均') }} then '人'
    when {{ matches(label, '(?:图|人才|毕业生)$') }} then {{ extract_group(label, '(图|人才|毕业生)$') }}
    else ''
end
{%- endmacro %}

{#-
  All columns of a relation of parsed values, unit_spelling, per_text and printed_unit_code. The unit is the value text's own, else the printed unit_text;
  a rate over a population takes the rate's unit where that spelling has one. Null where no spelling fits.
-#}
{% macro resolve_units(relation, spellings) -%}
with spelled as (
    select
        *,
        coalesce(own_unit_text, {{ value_clean_text('unit_text') }}, '') as unit_spelling,
        {{ per_text('label') }} as per_text
    from {{ relation }}
)

select
    spelled.*,
    coalesce(rates.unit_code, plain.unit_code) as printed_unit_code
from spelled
left join {{ spellings }} as rates
    on spelled.unit_spelling = rates.spelling
    and spelled.per_text = rates.per_text
left join {{ spellings }} as plain
    on spelled.unit_spelling = plain.spelling
    and plain.per_text = ''
{%- endmacro %}

{#- A number in its printed unit to the base unit of its quantity. -#}
{% macro to_base(value, factor) -%}
cast({{ value }} * {{ factor }} as decimal(28, 6))
{%- endmacro %}
