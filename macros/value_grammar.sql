{#-
  The value grammar: from the printed text of a value to operator, number, upper number, unit, shape.

  The productions are the branches of `value_operator`, first match wins; everything else picks pieces out of a text that
  one of them has matched. A text that none matches has operator null, which the input check reports and the contract
  refuses. `minsheng check-inputs` and the models run these same macros.
-#}

{#- Half-width, no blanks, one spelling for each sign. 〔〕 becomes [] -#}
{% macro value_clean_text(value_text) -%}
{{ replace_all(
     "translate(" ~ value_text ~ ", '０１２３４５６７８９．，％＜＞＝（）：∶／～－–—―〔〕［］≧⩾≦⩽', '0123456789.,%<>=()::/~----[][]≥≥≤≤')",
     '[\\s\u3000\u00a0]+', '') }}
{%- endmacro %}

{% macro re_number() -%}(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?{%- endmacro %}
{% macro re_chinese_number() -%}[零一二两三四五六七八九十百千]+{%- endmacro %}
{% macro re_fraction() -%}(?:[一二两三四五六七八九十百千]+分之[零一二两三四五六七八九十百]+|[1-9]/[1-9]){%- endmacro %}

{#-
  Numbers that would be read as others: more than 18 digits or six decimals, which decimal(24, 6) does not hold; loose
  numerals such as 三四 (three or four) and 一百五 (150 in speech); signs out of order, such as 百百.
-#}
{% macro re_misread() -%}
{%- set digit = '[一二两三四五六七八九]' -%}
[0-9]{19}|(?:,[0-9]{3}){6}|\.[0-9]{7}|{{ digit }}{2}|[百千]{{ digit }}(?:[^十百]|$)|十{{ digit }}?[百千]|百{{ digit }}?千|[零十百千][十百千]|[零十]零
{%- endmacro %}

{% macro re_quantity() -%}(?:{{ re_fraction() }}|{{ re_number() }}|{{ re_chinese_number() }}){%- endmacro %}
{% macro re_unit() -%}(?::1|[一-鿿A-Za-zμ%‰㎡/()]*?){%- endmacro %}
{% macro re_range_sign() -%}[-~至到]{%- endmacro %}

{#- Words around the number -#}
{% macro re_keep() -%}(?:保持|巩固|稳定|维持|控制)(?:在|到|于)?{%- endmacro %}
{% macro re_verb() -%}(?:建成|建好|建有|建|开工|附设|设立|设|办好|新增|完成|配备|拥有|达到|达|有|在)*{%- endmacro %}
{% macro re_at_least() -%}(?:≥|>=|不低于|不少于|不小于|至少){%- endmacro %}
{% macro re_more_than() -%}(?:>|超过|超|大于|高于|多于){%- endmacro %}
{% macro re_at_most() -%}(?:≤|<=|不超过|不高于|不大于|不多于|至多|控制在){%- endmacro %}
{% macro re_less_than() -%}(?:<|低于|小于|少于|不到|不足){%- endmacro %}
{% macro re_about() -%}(?:约为|大约|约|近){%- endmacro %}
{#- A range in four groups: the first number, its unit, the second number, its unit -#}
{% macro re_range() -%}
^(?:{{ re_keep() }})?(?:{{ re_about() }})?({{ re_number() }})({{ re_unit() }}){{ re_range_sign() }}({{ re_number() }})({{ re_unit() }})(?:之间)?$
{%- endmacro %}
{% macro re_or_more() -%}(?:及以上|或以上|以上){%- endmacro %}
{% macro re_or_less() -%}(?:及以下|或以下|以下|以内|之内){%- endmacro %}
{% macro re_or_so() -%}(?:左右|上下){%- endmacro %}
{% macro re_suffix() -%}(?:{{ re_or_more() }}|{{ re_or_less() }}|{{ re_or_so() }}|之间)?{%- endmacro %}
{% macro re_every() -%}(?:全域覆盖|覆盖全市|全面覆盖|全覆盖|所有|全部|每个|均|县县|乡乡|镇镇|村村|户户|全收集|全处理|全达标|应[一-鿿]尽[一-鿿]|愿[一-鿿]尽[一-鿿]|全面){%- endmacro %}

{#-
  operator of a cleaned text without brackets: eq, ge, gt, le, lt, approx, between, maintain, full_coverage, external,
  not_published, none; null where no production matches.
-#}
{% macro value_operator(text) -%}
{%- set amount = re_quantity() ~ '(?:多|余)?' ~ re_unit() -%}
{%- set keep = '(?:' ~ re_keep() ~ ')?' -%}
{%- set share_of = '(?:[一-鿿]*的)?' -%}
{%- set lower_unit = extract_group(text, re_range(), 2) -%}
{%- set upper_unit = extract_group(text, re_range(), 4) -%}
case
    when {{ matches(text, '^[-/]*$') }} then 'none'
    when {{ matches(text, re_misread()) }} then null
    when {{ matches(text, '^(?:未出数|未公布|待公布|待定|未定)$') }} then 'not_published'
    when {{ matches(text, '^(?:实现)?' ~ re_every() ~ '$') }} then 'full_coverage'
    when {{ matches(text, '^(?:完成)?(?:国家|省|市|上级)?下达?(?:指标|目标|任务)$') }} then 'external'
    when {{ matches(text, '^(?:超过|超|高于|不低于|达到)?(?:全国|全省|全市|国家|省|市)平均(?:水平)?$') }} then 'external'
    when {{ matches(text, '^(?:动态清零|清零|全面消除|消除)$') }} then 'eq'
    when {{ matches(text, '^零突破$') }} then 'ge'
    when {{ matches(text, re_range()) }} then case when {{ lower_unit }} in ('', {{ upper_unit }}) then 'between' end
    when {{ matches(text, '^' ~ keep ~ re_about() ~ amount ~ '$') }} then 'approx'
    when {{ matches(text, '^' ~ keep ~ amount ~ re_or_so() ~ '$') }} then 'approx'
    when {{ matches(text, '^' ~ re_at_least() ~ re_verb() ~ share_of ~ amount ~ '(?:' ~ re_or_more() ~ ')?$') }} then 'ge'
    when {{ matches(text, '^' ~ re_at_most() ~ share_of ~ amount ~ '(?:' ~ re_or_less() ~ ')?$') }} then 'le'
    when {{ matches(text, '^' ~ re_more_than() ~ amount ~ '$') }} then 'gt'
    when {{ matches(text, '^' ~ re_less_than() ~ amount ~ '$') }} then 'lt'
    when {{ matches(text, '^' ~ keep ~ amount ~ re_or_more() ~ '$') }} then 'ge'
    when {{ matches(text, '^' ~ keep ~ amount ~ re_or_less() ~ '$') }} then 'le'
    when {{ matches(text, '^' ~ re_keep() ~ amount ~ '$') }} then 'maintain'
    when {{ matches(text, '^' ~ re_quantity() ~ '(?:多|余)' ~ re_unit() ~ '$') }} then 'gt'
    when {{ matches(text, '^' ~ re_quantity() ~ re_unit() ~ '$') }} then 'eq'
end
{%- endmacro %}

{#- '二百三十五' to 235, up to 9999; '百' and '十' alone count one of themselves. -#}
{% macro chinese_number(text) -%}
{%- set digit = "position({} in '一二三四五六七八九')" -%}
{%- set plain = "translate(" ~ text ~ ", '两', '二')" -%}
(
{%- for sign, weight in [('千', 1000), ('百', 100), ('十', 10)] %}
    case
        when {{ matches(plain, '[一二三四五六七八九]' ~ sign) }} then {{ digit.format(extract_group(plain, '([一二三四五六七八九])' ~ sign)) }}
        when {{ matches(plain, sign) }} then 1
        else 0
    end * {{ weight }} +
{%- endfor %}
    case when {{ matches(plain, '[一二三四五六七八九]$') }} then {{ digit.format(extract_group(plain, '([一二三四五六七八九])$')) }} else 0 end
)
{%- endmacro %}

{#- One printed quantity ('9,600', '三分之二', '1/3', '十二') as a decimal. -#}
{% macro quantity_number(quantity) -%}
case
    when {{ quantity }} = '' then null
    when {{ matches(quantity, '分之') }}
        then {{ divide(chinese_number(extract_group(quantity, '分之(.+)$')), chinese_number(extract_group(quantity, '^(.+)分之'))) }}
    when {{ matches(quantity, '/') }}
        then {{ divide("cast(nullif(" ~ extract_group(quantity, '^([0-9]+)/') ~ ", '') as integer)", "cast(nullif(" ~ extract_group(quantity, '/([0-9]+)$') ~ ", '') as integer)") }}
    when {{ matches(quantity, '^[0-9]') }} then {{ to_decimal("replace(" ~ extract_group(quantity, '^([0-9.,]+)$') ~ ", ',', '')") }}
    else {{ chinese_number(quantity) }}
end
{%- endmacro %}

{#- The unit that is in the value text itself; '分之' for a fraction of a whole, '%' for coverage in words. -#}
{% macro value_own_unit(text, operator) -%}
case
    when {{ operator }} = 'full_coverage' then '%'
    when {{ operator }} in ('none', 'not_published', 'external') or {{ matches(text, '清零$|消除$|零突破$') }} then ''
    when {{ matches(text, re_fraction()) }} then '分之'
    when {{ operator }} = 'between' then {{ extract_group(text, re_range(), 4) }}
    else {{ extract_group(text, re_quantity() ~ '(?:多|余)?(' ~ re_unit() ~ ')' ~ re_suffix() ~ '$') }}
end
{%- endmacro %}

{#-
  All columns of a relation with columns value_text and shared_operator, and what the grammar makes of them. Operator
  words that a list shares count where the text has none of its own: operator, value, value_upper, own_unit_text, value_shape, lower_bound, upper_bound, lower_inclusive, upper_inclusive.
-#}
{% macro parse_values(relation) -%}
with cleaned as (
    select
        *,
        {{ value_clean_text('value_text') }} as clean_text
    from {{ relation }}
),

unbracketed as (
    select
        *,
        translate(clean_text, '[]', '') as body_text
    from cleaned
),

with_shared_words as (
    select
        *,
        case
            when coalesce(shared_operator, '') = '' then body_text
            when not {{ matches('body_text', '^' ~ re_quantity() ~ re_unit() ~ '$') }} then body_text
            when {{ matches('body_text', '(?:' ~ re_or_more() ~ '|' ~ re_or_less() ~ '|' ~ re_or_so() ~ ')$') }} then body_text
            when {{ matches(value_clean_text('shared_operator'), '^(?:' ~ re_or_more() ~ '|' ~ re_or_less() ~ '|' ~ re_or_so() ~ ')$') }}
                then body_text || {{ value_clean_text('shared_operator') }}
            else {{ value_clean_text('shared_operator') }} || body_text
        end as operator_text
    from unbracketed
),

read_operator as (
    select
        *,
        {{ value_operator('operator_text') }} as operator
    from with_shared_words
),

read_quantities as (
    select
        *,
        case
            when operator is null then ''
            else {{ extract_group('body_text', '(' ~ re_quantity() ~ ')') }}
        end as quantity_text,
        case
            when operator = 'between' then {{ extract_group('body_text', re_range(), 3) }} else ''
        end as upper_quantity_text,
        nullif({{ value_own_unit('body_text', 'operator') }}, '') as own_unit_text
    from read_operator
),

read_numbers as (
    select
        *,
        case
            when operator = 'full_coverage' then 100
            when operator in ('none', 'not_published', 'external') then null
            when {{ matches('body_text', '零突破$') }} then 1
            when {{ matches('body_text', '清零$|消除$') }} then 0
            else {{ quantity_number('quantity_text') }}
        end as number,
        {{ quantity_number('upper_quantity_text') }} as upper_number,
        case
            when clean_text = '' then 'empty'
            when operator in ('none', 'not_published', 'external', 'full_coverage') then 'words'
            when {{ matches('clean_text', '^\\[') }} then 'cumulative'
            when operator = 'between' then 'range'
            when own_unit_text = '分之' then 'fraction'
            when own_unit_text = ':1' then 'ratio'
            else 'number'
        end as value_shape
    from read_quantities
)

select
    *,
    cast(number as decimal(24, 6)) as value,
    cast(upper_number as decimal(24, 6)) as value_upper,
    cast(case when operator not in ('le', 'lt') then number end as decimal(24, 6)) as lower_bound,
    cast(
        case
            when operator in ('eq', 'le', 'lt', 'approx', 'maintain', 'full_coverage') then number
            when operator = 'between' then upper_number
        end as decimal(24, 6)
    ) as upper_bound,
    case when number is not null and operator not in ('le', 'lt') then operator != 'gt' end as lower_inclusive,
    case when number is not null and operator not in ('ge', 'gt') then operator != 'lt' end as upper_inclusive
from read_numbers
{%- endmacro %}
