{#- '二百三十五' to 235, up to 9999; '百' and '十' alone count one of themselves. -#}
{% macro chinese_number(text) -%}
{%- set plain = "translate(" ~ text ~ ", '两', '二')" -%}
{%- set digit = "position({} in '一二三四五六七八九')" -%}
(
{%- for sign, weight in [('千', 1000), ('百', 100), ('十', 10)] %}
    case position('{{ sign }}' in {{ text }})
        when 0 then 0
        when 1 then 1
        else {{ digit.format("substring(" ~ plain ~ ", position('" ~ sign ~ "' in " ~ text ~ ") - 1, 1)") }}
    end * {{ weight }} +
{%- endfor %}
    {{ digit.format("right(" ~ plain ~ ", 1)") }}
)
{%- endmacro %}

{#- A numeral with decimals, '九十五点五', as a decimal. -#}
{% macro chinese_decimal(text) -%}
cast(
    {{ chinese_number("split_part(" ~ text ~ ", '点', 1)") }}
    + coalesce({{ to_decimal("'0.' || nullif(translate(split_part(" ~ text ~ ", '点', 2), '零一二三四五六七八九', '0123456789'), '')") }}, 0)
    as decimal(24, 6)
)
{%- endmacro %}

{#- One printed quantity ('9,600', '三分之二', '1/3', '十二') as a decimal. 百分之 is a unit: its number is what follows. -#}
{% macro quantity_number(quantity) -%}
{%- set numerator = "split_part(" ~ quantity ~ ", '分之', 2)" -%}
{%- set denominator = "split_part(" ~ quantity ~ ", '分之', 1)" -%}
case
    when {{ quantity }} = '' then null
    when {{ quantity }} = '一半' then 50
    when {{ quantity }} like '翻%' then
        case substring({{ quantity }}, 2, 1) when '两' then 4 when '二' then 4 when '三' then 8 when '四' then 16 else 2 end
    when {{ quantity }} like '百分之%' or {{ quantity }} like '千分之%' then {{ chinese_decimal(numerator) }}
    when {{ quantity }} like '%分之%' then {{ divide(chinese_number(numerator), chinese_number(denominator)) }}
    when {{ quantity }} like '%/%'
        then {{ divide(to_integer("split_part(" ~ quantity ~ ", '/', 1)"), to_integer("split_part(" ~ quantity ~ ", '/', 2)")) }}
    when {{ matches(quantity, '^[0-9]') }} then {{ to_decimal("replace(" ~ quantity ~ ", ',', '')") }}
    else {{ chinese_decimal(quantity) }}
end
{%- endmacro %}
