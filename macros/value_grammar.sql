{#-
  The value grammar: from the printed text of a value to operator, number, upper number, unit, shape.

  A text is words (`value_words_operator`), a rank or an amount. Rank and amount are one pattern each, which has to match the
  whole text; every piece is a group of that match, so nothing of a text can be left out of its reading. What none matches,
  or whose pieces contradict each other, has operator null and a `refusal`. The words are in value_words.sql.
  `minsheng check-inputs` and the models run these same macros.
-#}

{#- Alternatives of a pattern as a list of SQL literals, to compare a group with. -#}
{% macro words_of(pattern) -%}
('{{ pattern.replace('(?:', '').replace(')', '').split('|') | join("', '") }}')
{%- endmacro %}

{#-
  An amount: [from number unit] [verb] [against what] [each year] [which way] [operator words] [of what] number unit
  [to number unit] [operator words]. The names of its groups, or their pattern.
-#}
{% macro amount(what) -%}
{%- set number = '(?:' ~ re_multiple() ~ '|一半|' ~ re_quantity() ~ ')' -%}
{%- set bound = [re_at_least(), re_more_than(), re_at_most(), re_less_than(), re_about(), '='] | join('|') -%}
{%- set tail = [re_or_more(), re_or_less(), re_or_so(), '之间'] | join('|') -%}
{%- set parts = [
  ('from_number', '(?:[从由](?:' ~ re_year() ~ '的)?(' ~ re_quantity() ~ ')'),
  ('from_unit', '(' ~ re_unit() ~ '))?'),
  ('verb', '(' ~ re_verb() ~ ')'),
  ('base', '(' ~ re_base() ~ ')?'),
  ('each_year', '(年均|每年|年平均|年)?(?:实际|名义)?'),
  ('direction', '(' ~ re_increase() ~ '|' ~ re_decrease() ~ ')?(?:了|幅度|达到|达)?'),
  ('keep', '(' ~ re_keep() ~ ')?'),
  ('bound', '(' ~ bound ~ ')?'),
  ('second_verb', '(' ~ re_verb() ~ ')'),
  ('whole', '(' ~ re_year() ~ '的|[一-鿿]*的)?'),
  ('sign', '(-)?'),
  ('number', '(' ~ number ~ ')'),
  ('more', '(多|余)?'),
  ('unit', '(' ~ re_unit() ~ ')'),
  ('joint', '(?:([-—~至到:比])'),
  ('upper', '(' ~ re_quantity() ~ ')'),
  ('upper_unit', '(' ~ re_unit() ~ '))?'),
  ('tail', '(' ~ tail ~ ')?(?:的控制目标|的目标|覆盖)?'),
] -%}
{{ parts | map('first') | join(' ') if what == 'names' else '^' ~ (parts | map('last') | join) ~ '$' }}
{%- endmacro %}

{#- A rank: [in what] [the first | number] n [places] -#}
{% macro rank_pattern() -%}
{%- set reach = '跨入|跻身|进入|列入|迈入|保持|稳居|位居|位列|名列|排名|达到|居|列|进|在' -%}
{%- set among = '全国|全省|全市|全区|全县|全球|世界|长三角|同类城市|各县市区|各县市|设区市' -%}
{%- set place = '(前|第)?([1-9][0-9]{0,3}|' ~ re_chinese_number() ~ ')(位|名|强)?(?:以内|之内)?' -%}
^(?:{{ reach }}|{{ among }})*{{ place }}$
{%- endmacro %}

{#- operator of an amount, from its groups and its numbers; null where they contradict each other. -#}
{% macro amount_operator() -%}
{%- set level_verb = '[到至为]$' -%}
{%- set same_parts = '^百分之[^/分]+百分之[^/分]+$|^千分之[^/分]+千分之[^/分]+$' -%}
case
    when is_split or is_date or amount_number = '' then null
    -- A whole that it is a share of is named behind an operator word and without a figure; a year before 倍 is a base.
    when amount_whole != '' and not is_multiple
        and (amount_bound = '' or {{ matches('amount_whole', '[0-9]|' ~ re_numeral_sign()) }}) then null
    when amount_unit != '' and {{ matches('amount_number', '[/分半番]') }} then null
    when amount_from_number != ''
        and (amount_from_unit not in ('', unit_part) or not {{ matches('amount_verb', level_verb) }}) then null
    when amount_base || amount_each_year != '' and not is_change then null
    when amount_direction != '' and (amount_second_verb != '' or {{ matches('amount_verb', level_verb) }}) then null
    when amount_sign != '' and (is_multiple or is_decrease) then null
    when is_decrease and (is_multiple or unit_part = '倍') then null
    when is_change and unit_part in ('位', '名') then null
    when is_ratio
        then case
            when amount_unit || amount_upper_unit || amount_more || amount_sign != '' or is_change then null
            when {{ matches('amount_number || amount_upper', '[/分半番]') }} then null
            when ratio_unit is not null then single_operator
        end
    when amount_upper != ''
        then case
            when amount_unit not in ('', amount_upper_unit) or amount_more || amount_sign != '' then null
            when {{ matches('amount_number || amount_upper', '[/分半番]') }}
                and not {{ matches('amount_number || amount_upper', same_parts) }} then null
            when first_number >= second_number or unit_part = '倍' and is_change then null
            when bound_operator in ('', 'approx') and amount_tail in ('', '之间', '以内', '之内') then 'between'
        end
    when amount_tail != '之间' then single_operator
end
{%- endmacro %}

{#-
  All columns of a relation with columns value_text and shared_operator, and what the grammar makes of them. Operator
  words that a list shares count where the text has none of its own. Numbers are in the printed unit; a decrease is negative.
-#}
{% macro parse_values(relation) -%}
{%- set amount_names = amount('names').split(' ') -%}
{%- set rank_names = ['order_sign', 'digits', 'places'] -%}
with distinct_texts as {{ kept() }}(
    select distinct
        value_text,
        shared_operator
    from {{ relation }}
),

cleaned as {{ kept() }}(
    select
        *,
        {{ value_clean_text("coalesce(value_text, '')") }} as clean_text,
        {{ value_clean_text("coalesce(shared_operator, '')") }} as shared_words,
        {%- set figure = '[0-9.,零一二两三四五六七八九十百千]' %}
        {{ matches(value_half_width("coalesce(value_text, '')"), figure ~ re_blank() ~ '+' ~ figure) }} as is_split
    from distinct_texts
),

-- A note in brackets behind the figure is none of its parts.
without_note as {{ kept() }}(
    select
        *,
        {{ replace_all('clean_text', '\\((?:实际|名义|按?可比|不变价|目前|现状|比上年|同比|约束性|预期性)[^()]*\\)$', '') }} as unnoted_text
    from cleaned
),

-- [45], (45), 45(累计) and 累计45 are sums. Brackets go where they hold the whole figure, and never from inside of one.
without_sum_marks as {{ kept() }}(
    select
        *,
        case
            when {{ matches('unnoted_text', '^[^\\[\\]0-9零一二两三四五六七八九十百千]*\\[[^\\[\\]]+\\](?:[^\\[\\]0-9.,零一二两三四五六七八九十百千][^\\[\\]0-9零一二两三四五六七八九]*)?$') }}
                then translate(unnoted_text, '[]', '')
            when {{ matches('unnoted_text', '^\\([^()]*[0-9][^()]*\\)$') }} then translate(unnoted_text, '()', '')
            else {{ replace_all('unnoted_text', '^(?:(?:[一二三四五六七八九十]|[0-9]{1,2})年)?累计|^\\(累计\\)|^\\[累计\\]|\\(累计\\)$|\\[累计\\]$', '') }}
        end as body_text
    from without_note
),

with_shared_words as {{ kept() }}(
    select
        *,
        {%- set behind = '(?:' ~ re_or_more() ~ '|' ~ re_or_less() ~ '|' ~ re_or_so() ~ ')' %}
        case
            when shared_words = '' or not {{ matches('body_text', '^' ~ re_quantity() ~ re_unit() ~ '$') }} then body_text
            when {{ matches('shared_words', '^' ~ behind ~ '$') }} then body_text || shared_words
            else shared_words || body_text
        end as operator_text
    from without_sum_marks
),

taken_apart as {{ kept() }}(
    select
        *,
        {{ extract_groups('operator_text', amount('pattern'), amount_names) }} as amount,
        {{ extract_groups('operator_text', rank_pattern(), rank_names) }} as rank_place,
        {{ words_operator('operator_text') }} as words_operator
    from with_shared_words
),

in_pieces as {{ kept() }}(
    select
        *,
        {{ group_columns('amount', amount_names, 'amount_') }},
        {{ group_columns('rank_place', rank_names, 'rank_') }}
    from taken_apart
),

read_pieces as {{ kept() }}(
    select
        *,
        {{ quantity_number('amount_number') }} as first_number,
        {{ quantity_number('amount_upper') }} as second_number,
        {{ quantity_number('rank_digits') }} as rank_number,
        coalesce(nullif(amount_upper_unit, ''), amount_unit) as unit_part,
        amount_direction != '' or amount_number like '翻%' or amount_unit = '倍' and {{ matches('amount_whole', re_year()) }}
            as is_change,
        amount_number like '翻%' or amount_unit = '倍' and {{ matches('amount_whole', re_year()) }} as is_multiple,
        amount_joint in (':', '比') as is_ratio,
        amount_direction in {{ words_of(re_decrease()) }} as is_decrease,
        {{ matches('operator_text', '^' ~ re_year() ~ '$|^' ~ re_year() ~ '[^的]|^(?:19|20)[0-9]{2}[-—~至到](?:19|20)[0-9]{2}(?:年.*)?$') }}
        or amount_unit like '年%' and {{ matches('amount_number', '^(?:19|20)[0-9]{2}$') }} as is_date,
        case
            when amount_upper = '1' or amount_upper = '一' then ':1'
            when amount_number = '1' or amount_number = '一' then '1:'
            when amount_upper in ('100', '1000') then ':' || amount_upper
        end as ratio_unit,
        rank_digits != '' and rank_order_sign || rank_places in ('前', '第', '前位', '前名', '第位', '第名', '强', '前强')
        and {{ matches('rank_digits', '^[1-9一二三四五六七八九十百]') }} as is_rank,
        case
            when amount_bound in {{ words_of(re_at_least()) }} then 'ge'
            when amount_bound in {{ words_of(re_more_than()) }} then 'gt'
            when amount_bound in {{ words_of(re_at_most()) }} then 'le'
            when amount_bound in {{ words_of(re_less_than()) }} then 'lt'
            when amount_bound in {{ words_of(re_about()) }} then 'approx'
            else ''
        end as bound_operator,
        case
            when amount_tail in {{ words_of(re_or_more()) }} then 'ge'
            when amount_tail in {{ words_of(re_or_less()) }} then 'le'
            when amount_tail in {{ words_of(re_or_so()) }} then 'approx'
            else ''
        end as tail_operator
    from in_pieces
),

read_words as {{ kept() }}(
    select
        *,
        case
            when bound_operator != '' and tail_operator not in ('', bound_operator) then null
            when amount_more != ''
                then case when bound_operator || tail_operator = '' then 'gt' when tail_operator = '' then bound_operator end
            when bound_operator || tail_operator != '' then coalesce(nullif(bound_operator, ''), tail_operator)
            when amount_keep like '控制%' then 'le'
            when amount_keep != '' then 'maintain'
            else 'eq'
        end as single_operator
    from read_pieces
),

read_operator as {{ kept() }}(
    select
        *,
        case
            when words_operator = 'none' and clean_text != operator_text then null  -- brackets or 累计 around nothing
            when words_operator is not null then words_operator
            when is_split then null
            when is_rank then case when rank_order_sign = '前' or rank_places = '强' then 'le' else 'eq' end
            else {{ amount_operator() }}
        end as printed_operator,
        words_operator is null and not is_rank as is_amount
    from read_words
),

read_numbers as {{ kept() }}(
    select
        *,
        case
            when not is_decrease or not is_amount then printed_operator
            else {{ map_code('printed_operator', {'ge': 'le', 'gt': 'lt', 'le': 'ge', 'lt': 'gt'}) }}
        end as operator,
        case
            when printed_operator is null then null
            when words_operator = 'full_coverage' then 100
            when operator_text = '过半' then 50
            when operator_text = '零突破' then 1
            when words_operator = 'eq' then 0
            when is_rank then rank_number
            when is_ratio and ratio_unit = '1:' then second_number
            when is_decrease then -coalesce(second_number, first_number)
            when amount_unit = '倍' and amount_direction != '' then first_number + 1
            when unit_part = '成' then 10 * first_number
            when amount_sign = '-' then -first_number
            else first_number
        end as number,
        case
            when coalesce(printed_operator, '') != 'between' then null
            when is_decrease then -first_number
            when unit_part = '成' then 10 * second_number
            else second_number
        end as upper_number,
        case
            when printed_operator is null or words_operator in ('none', 'not_published', 'external', 'trend') then null
            when words_operator = 'full_coverage' or operator_text = '过半' then '%'
            when words_operator is not null then null
            when is_rank then '位'
            when is_ratio then ratio_unit
            when amount_number = '一半' or amount_number like '百分之%' or unit_part = '成' then '%'
            when amount_number like '千分之%' then '‰'
            when amount_number like '%分之%' or amount_number like '%/%' then '分之'
            when amount_number like '翻%' then '倍'
            else nullif(unit_part, '')
        end as own_unit_text
    from read_operator
),

read_shape as {{ kept() }}(
    select
        *,
        case
            when printed_operator is null then null
            when clean_text = '' then 'empty'
            when words_operator in ('none', 'not_published', 'external', 'full_coverage', 'trend') then 'words'
            when is_amount and is_change then 'change'
            when is_rank then 'rank'
            when body_text != unnoted_text then 'cumulative'
            when printed_operator = 'between' then 'range'
            when is_amount and is_ratio then 'ratio'
            when own_unit_text = '分之' then 'fraction'
            else 'number'
        end as value_shape
    from read_numbers
),

read_values as {{ kept() }}(
    select
        value_text,
        shared_operator,
        clean_text,
        body_text,
        operator_text,
        operator,
        case when operator is not null and words_operator is null then coalesce(nullif(rank_digits, ''), amount_number) else '' end as quantity_text,
        case when operator = 'between' then amount_upper else '' end as upper_quantity_text,
        own_unit_text,
        number,
        upper_number,
        value_shape,
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
        case when number is not null and operator not in ('ge', 'gt') then operator != 'lt' end as upper_inclusive,
        case
            when operator is null then null
            when operator = 'trend' then {{ trend_direction('operator_text') }}
            when value_shape = 'change' then case when number < 0 then 'decrease' else 'increase' end
        end as change_direction,
        case
            when operator = 'trend' then {{ change_base('operator_text') }}
            when value_shape = 'change'
                then coalesce(case when amount_each_year != '' then 'each_year' end, {{ change_base('amount_base || amount_whole') }}, case when body_text != unnoted_text then 'period_start' end)
        end as change_base,
        case when operator is not null and (operator = 'trend' or value_shape = 'change') then {{ change_base_year('operator_text') }} end as change_base_year,
        case when operator = 'external' then {{ yardstick('operator_text') }} end as yardstick,
        case when operator is null then {{ refusal() }} end as refusal
    from read_shape
)

select
    given.*,
    {%- for column in [
        'clean_text', 'body_text', 'operator_text', 'operator', 'quantity_text', 'upper_quantity_text', 'own_unit_text', 'number',
        'upper_number', 'value_shape', 'value', 'value_upper', 'lower_bound', 'upper_bound', 'lower_inclusive',
        'upper_inclusive', 'change_direction', 'change_base', 'change_base_year', 'yardstick', 'refusal'
    ] %}
    read_values.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ relation }} as given
inner join read_values
    on coalesce(given.value_text, '') = coalesce(read_values.value_text, '')
    and coalesce(given.shared_operator, '') = coalesce(read_values.shared_operator, '')
{%- endmacro %}

{% macro map_code(text, codes) -%}
case {{ text }}{% for from, to in codes.items() %} when '{{ from }}' then '{{ to }}'{% endfor %} else {{ text }} end
{%- endmacro %}
