{#-
  A number as the digit ledger counts it: a run of digits, a fraction in words, or a Chinese numeral with its counting
  word. `minsheng verify` looks for it in whole documents, mart_plan_coverage counts it in captured values.
-#}
{% macro document_number_pattern() -%}
[0-9０-９]+(?:[.．][0-9０-９]+)*|[一二两三四五六七八九十百]+分之[一二两三四五六七八九十百]+|[一二两三四五六七八九十半][零〇一二两三四五六七八九十百千万亿半]*[个家所座处条项片对户名次场套张件倍岁亩元馆院厅类支]
{%- endmacro %}
