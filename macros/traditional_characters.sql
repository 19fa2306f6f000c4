{#-
  Traditional characters and the simplified ones that replace them, in pairs: of every character of the value grammar, of
  the unit spellings and of what labels say of units. Texts are folded for reading only.
-#}
{% macro traditional_characters() -%}
{{ ('個个備备傢家價价億亿儘尽內内兩两冊册剋克劃划務务區区噸吨國国圖图場场塊块壓压學学實实對对屆届嵗岁廳厅張张強强從从' ~
    '應应戶户擁拥擴扩數数於于昇升時时條条棟栋業业標标檯台歲岁減减準准漲涨為为爲为牀床狀状現现畝亩畢毕盞盏盡尽確确種种' ~
    '穩稳箇个約约維维縣县縮缩總总纍累纔才義义臺台與与舘馆萬万蓋盖處处衕同裏里裡里製制規规計计設设變变貝贝躋跻較较輛辆' ~
    '辦办週周進进過过達达遞递邁迈鄉乡鈡钟鍾钟鎭镇鎮镇鐘钟長长門门開开間间陞升際际隻只鞏巩韆千頃顷項项預预願愿類类颱台' ~
    '餘余館馆麪面麫面麵面點点') }}
{%- endmacro %}
