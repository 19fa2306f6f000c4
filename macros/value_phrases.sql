{#- Texts of the value grammar that have no figure of their own, and what a change is measured against. -#}

{#- operator of a text that has no figure of its own, else null. -#}
{% macro words_operator(text) -%}
{%- set whose = '(?:国家|全国|省级|全省|省|市级|全市|市|上级)' -%}
case
    when {{ matches(text, '^[-—/]*$') }} then 'none'
    when {{ matches(text, '^(?:未出数|未公布|待公布|待定|未定|暂无数据|暂无|无数据|无|年度指标|N/A|n/a)$') }} then 'not_published'
    when {{ matches(text, '^(?:实现)?' ~ re_every() ~ '$') }} then 'full_coverage'
    when {{ yardstick(text) }} is not null then 'external'
    when {{ matches(text, '^(?:动态清零|清零|全面消除|消除)$') }} then 'eq'
    when {{ matches(text, '^零突破$') }} then 'ge'
    when {{ matches(text, '^过半$') }} then 'gt'
    when {{ trend_direction(text) }} is not null then 'trend'
end
{%- endmacro %}

{#- Whose figure a text refers to instead of printing one; null where it refers to none. -#}
{% macro yardstick(text) -%}
{%- set compared = '^(?:超过|超|高于|快于|大于|优于|好于|不低于|低于|小于|不高于|达到|与)?' -%}
{%- set ordered = '^(?:控制在|完成|达到|不超过|不低于)?' -%}
{%- set as_ordered = '(?:下达|下|定|规定|核定)?(?:的)?(?:指标|目标|任务|要求)(?:以内|之内|内|以上|以下)?$' -%}
{%- set average = '平均(?:水平|数|值)?(?:以上|以下|持平|相当)?$' -%}
{%- set in_step = '(?:增长|增速|增长速度|增幅)?(?:基本)?(?:同步|增速|增长速度|增长|增幅)?(?:以上)?$' -%}
case
    when {{ matches(text, compared ~ '(?:国家|全国)' ~ average) }} then 'national_average'
    when {{ matches(text, compared ~ '(?:全省|省)' ~ average) }} then 'provincial_average'
    when {{ matches(text, compared ~ '(?:全市|市)' ~ average) }} then 'municipal_average'
    when {{ matches(text, ordered ~ '(?:国家|国)' ~ as_ordered) }} then 'national_target'
    when {{ matches(text, ordered ~ '(?:省级|省)' ~ as_ordered) }} then 'provincial_target'
    when {{ matches(text, ordered ~ '(?:市级|市)' ~ as_ordered) }} then 'municipal_target'
    when {{ matches(text, '^(?:控制在|完成|达到)(?:上级)?下达?(?:的)?(?:指标|目标|任务)(?:以内|之内|内)?$|^' ~ '上级下达?(?:指标|目标|任务)$') }} then 'superior_target'
    when {{ matches(text, compared ~ '(?:经济|GDP|地区生产总值|生产总值)' ~ in_step) }} and {{ matches(text, '增|同步') }} then 'economic_growth'
    when {{ matches(text, compared ~ '(?:城乡|城镇|农村|全体)?(?:居民)?(?:人均可支配)?收入' ~ in_step) }} and {{ matches(text, '增|同步') }} then 'income_growth'
end
{%- endmacro %}

{#- Which way a text without a figure points; null where it points nowhere. -#}
{% macro trend_direction(text) -%}
{%- set manner = '(?:保持|实现|力争|逐年|逐步|逐渐|稳步|持续|不断|明显|显著|大幅|进一步|适度|较快|平稳|稳定|有所|总体|合理|年均)*' -%}
{%- set start = '^(?:' ~ re_base() ~ ')?' ~ manner ~ '(?:' -%}
{%- set unmoved = '(?:(?:上年|上一年|去年|前一年|现有|现状)(?:水平|实绩)?|' ~ re_year() ~ '[末底]?的?(?:水平|实绩))' -%}
case
    when {{ matches(text, start ~ re_increase() ~ '|增加|扩大)$') }} then 'increase'
    when {{ matches(text, start ~ re_decrease() ~ ')$') }} then 'decrease'
    when {{ matches(text, '^(?:只增不减|只升不降|不降低|不下降|不减少|稳中有升|不低于' ~ unmoved ~ ')$') }} then 'no_decrease'
    when {{ matches(text, '^(?:只减不增|只降不升|不增加|不增长|不上升|不反弹|稳中有降|不高于' ~ unmoved ~ '|不超过' ~ unmoved ~ ')$') }} then 'no_increase'
end
{%- endmacro %}

{#- What a change is measured against, from any text that says it, and the year of it. -#}
{% macro change_base(text) -%}
case
    when {{ matches(text, '年均|每年|年平均|逐年') }} then 'each_year'
    when {{ matches(text, re_year() ~ '|十[一二三四]五') }} then 'year'
    when {{ matches(text, '上年|上一年|去年|前一年|同比') }} then 'previous_year'
    when {{ matches(text, '期初|规划初|基期') }} then 'period_start'
end
{%- endmacro %}

{#- A five-year plan ends in the year that its name means: 十三五 in 2020. -#}
{% macro change_base_year(text) -%}
coalesce(
    {{ to_integer(extract_group(text, '((?:19|20)[0-9]{2})年')) }},
    case {{ extract_group(text, '(十[一二三四]五)') }} when '十一五' then 2010 when '十二五' then 2015 when '十三五' then 2020 when '十四五' then 2025 end
)
{%- endmacro %}

{#- Why a text is refused: a code of the list `refusal` in codes.csv. -#}
{% macro refusal() -%}
{%- set n = re_quantity() -%}
case
    when is_split then 'blank_in_figure'
    when {{ matches('operator_text', '[0-9](?:\\[[^\\[\\]]*\\]|\\([0-9]+\\)|[*¹²³①-⑳†‡])') }} then 'footnote_mark'
    when {{ matches('operator_text', '^' ~ re_unit() ~ n ~ '[:比]' ~ n ~ '[:比]' ~ n) }} then 'ratio_of_three'
    when is_date or {{ matches('operator_text', re_year() ~ '(?:底|前|末|年)*$|[一二][零一二三四五六七八九]{3}年') }} then 'date'
    when {{ matches('operator_text', '[0-9.][eE][-+]?[0-9]') }} then 'exponent'
    when {{ matches('operator_text', '[0-9]{19}|(?:,[0-9]{3}){6}') }} then 'too_many_digits'
    when {{ matches('operator_text', '\\.[0-9]{7}') }} then 'too_many_decimals'
    when is_ratio then 'ratio_of_two'
    when amount_upper != '' and amount_unit not in ('', amount_upper_unit) then 'range_units_differ'
    when amount_upper != '' and first_number >= second_number then 'range_not_rising'
    when {{ matches('operator_text', '[一二两三四五六七八九][一二两三四五六七八九]') }} then 'approximate_numeral'
    when is_change and amount_unit in ('位', '名') then 'change_of_rank'
    when amount_number != '' then 'contradictory_words'
    when {{ matches('operator_text', '[0-9一二两三四五六七八九十百千].*[-—/、,;和及与(].*[0-9一二两三四五六七八九十百千]|[0-9][^0-9.,]+[0-9]') }} then 'several_figures'
    else 'unknown_form'
end
{%- endmacro %}
