{#-
  What the value grammar knows by name: signs, words, numbers and units, each as the text of a pattern. A pattern means the
  same in every engine: no look-around, no lazy quantifier, and no two ways to divide a text among its groups, since engines
  differ in which they prefer. So the characters that begin an operator word or write a number are in no unit.
-#}

{#- Blanks of every kind; a blank inside a figure separates two figures, elsewhere it means nothing. -#}
{% macro re_blank() -%}{{ '[ \t\n\r\f\u00a0\u2000-\u200b\u202f\u3000\ufeff]' }}{%- endmacro %}

{#- Half-width, one spelling for each sign, simplified characters. 〔〕 becomes [] -#}
{% macro value_half_width(value_text) -%}
{%- set signs = [
  ('０１２３４５６７８９．，％＜＞＝（）', '0123456789.,%<>=()'),
  ('：∶／～＋－−〔〕［］【】―–', '::/~+--[][][]——'),
  ('≧⩾≦⩽〇“”＂', '≥≥≤≤零"""')
] -%}
{%- set pairs = traditional_characters() -%}
translate({{ value_text }}, '{{ signs | map("first") | join }}{{ pairs[::2] }}', '{{ signs | map("last") | join }}{{ pairs[1::2] }}')
{%- endmacro %}

{#- The same without blanks -#}
{% macro value_clean_text(value_text) -%}
{{ replace_all(value_half_width(value_text), re_blank() ~ '+', '') }}
{%- endmacro %}

{#- Numbers: at most 18 digits and six decimals, which decimal(24, 6) holds; well-formed numerals up to 9999. -#}
{% macro re_number() -%}(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,18})(?:\.[0-9]{1,6})?{%- endmacro %}
{% macro re_numeral_sign() -%}[零一二两三四五六七八九十百千]{%- endmacro %}
{% macro re_chinese_number() -%}
{%- set digit = '[一二两三四五六七八九]' -%}
{%- set below_100 = '(?:' ~ digit ~ '?十' ~ digit ~ '?|' ~ digit ~ ')' -%}
{%- set below_1000 = '(?:' ~ digit ~ '百(?:零' ~ digit ~ '|' ~ digit ~ '十' ~ digit ~ '?)?|' ~ below_100 ~ ')' -%}
(?:{{ digit }}千(?:零{{ below_100 }}|{{ digit }}百(?:零{{ digit }}|{{ digit }}十{{ digit }}?)?)?|{{ below_1000 }}|[零百千])
{%- endmacro %}
{% macro re_chinese_decimal() -%}{{ re_chinese_number() }}(?:点[零一二三四五六七八九]{1,6})?{%- endmacro %}
{% macro re_fraction() -%}(?:[百千]分之{{ re_chinese_decimal() }}|{{ re_chinese_number() }}分之{{ re_chinese_number() }}|[1-9]/[1-9]){%- endmacro %}
{% macro re_quantity() -%}(?:{{ re_fraction() }}|{{ re_number() }}|{{ re_chinese_decimal() }}){%- endmacro %}
{% macro re_multiple() -%}翻[一两二三四]?番{%- endmacro %}
{% macro re_year() -%}(?:19|20)[0-9]{2}年{%- endmacro %}

{#- A unit: letters without those that write numbers or begin an operator word. -#}
{% macro re_unit() -%}
{%- set han = '丁丂丄-丈丌-丣严-乊乌-乜乞-事亍-亓井-令仦-佘佚-兪公兮-凟凡-刯刱-區卂卄-卉卋-叉友-史叴-囚囜-夙夛-工巧-弹弻-戕戗-敯敱-杤杦-毓毕-白癿-皃皅-紮細-臲致-覅覇-雵雷-鿿' -%}
(?:(?:千瓦|千米|千克|百分点|千分点|/10万|per100,000|/百|/千|[{{ han }}A-Za-zμµ%‰㎡/(])[{{ han }}A-Za-zμµ%‰㎡/()·十百千]*)?
{%- endmacro %}

{#- Words around a number -#}
{% macro re_keep() -%}(?:保持|巩固|稳定|维持|控制)(?:在|到|于)?{%- endmacro %}
{% macro re_verb() -%}
(?:建成|建好|建有|建|开工|附设|设立|设|办好|新增|完成|实现|确保|配备|拥有|达到|达|有|在|(?:提高|提升|上升|增加|增长|扩大|延长|增|升|下降|降低|减少|消减|缩小|缩短|压减|降|减)(?:到|至|为))*
{%- endmacro %}
{% macro re_at_least() -%}(?:≥|>=|atleast|大于等于|不低于|不少于|不小于|至少|最低|最少){%- endmacro %}
{% macro re_more_than() -%}(?:>|morethan|超过|超|突破|大于|高于|多于){%- endmacro %}
{% macro re_at_most() -%}(?:≤|<=|atmost|小于等于|不超过|不高于|不大于|不多于|至多|最高不超过|最高|最多|控制在){%- endmacro %}
{% macro re_less_than() -%}(?:<|lessthan|低于|小于|少于|不到|不足){%- endmacro %}
{% macro re_about() -%}(?:约为|大约|约|接近|近){%- endmacro %}
{% macro re_or_more() -%}(?:及以上|或以上|以上){%- endmacro %}
{% macro re_or_less() -%}(?:及以下|或以下|以下|以内|之内){%- endmacro %}
{% macro re_or_so() -%}(?:左右|上下){%- endmacro %}
{% macro re_every() -%}(?:universal|全域覆盖|覆盖全市|全面覆盖|全覆盖|所有|全部(?:开工|完成|建成|覆盖|达标)|全部|每个|均|县县|乡乡|镇镇|村村|户户|全收集|全处理|全达标|应[一-鿿]尽[一-鿿]|愿[一-鿿]尽[一-鿿]|全面){%- endmacro %}

{#- Words of a change: what it is measured against, and which way it goes -#}
{% macro re_base() -%}
(?:(?:比|较|与)(?:{{ re_year() }}|上年|上一年|去年|前一年|期初|规划期初|规划初|基期|"?十[一二三四]五"?)(?:期末|末|底|同期)?(?:相比)?|同比)
{%- endmacro %}
{% macro re_increase() -%}(?:增长|提高|增加|上升|提升|递增|扩大|延长|增幅|涨幅|升幅|增速|增){%- endmacro %}
{% macro re_decrease() -%}(?:下降|降低|减少|消减|缩减|缩短|递减|压减|削减|缩小|降幅|减幅|降|减){%- endmacro %}
