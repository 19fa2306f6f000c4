{#-
  A number as the digit ledger counts it: a run of digits, a fraction in words, or a Chinese numeral with its counting
  word. `minsheng verify` looks for it in whole documents, mart_plan_coverage counts it in captured values.
-#}
{% macro document_number_pattern() -%}
[0-9０-９]+(?:[.．][0-9０-９]+)*|[一二两三四五六七八九十百]+分之[一二两三四五六七八九十百]+|[一二两三四五六七八九十半][零〇一二两三四五六七八九十百千万亿半]*[个家所座处条项片对户名次场套张件倍岁亩元馆院厅类支]
{%- endmacro %}

{#-
  A coverage word as the ledger counts it: one that promises all, each or none without a figure. Like a number, it is captured
  or excluded with a reason, in whatever word it is: 均 of 均等 is excluded as a part of it.
-#}
{% macro coverage_word_pattern() -%}
全域覆盖|全面覆盖|全覆盖|覆盖全市|所有|全部|均|每个|全面|全体|全域|清零|消除|杜绝|普遍|应[一-鿿]尽[一-鿿]|愿[一-鿿]尽[一-鿿]|县县|乡乡|镇镇|村村|户户|人人|家家|全收集|全处理|全达标|零突破|无|零
{%- endmacro %}
